"""What is answered by choosing: one of several, any of several, an order, yes or no."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from smtui.questionnaire.expression import YESNO, ChoiceOf, ChoiceSet, SeqOf, Type
from smtui.questionnaire.kinds.written import each_once, line_of, lines_of
from smtui.questionnaire.model import Choice, Other, Question
from smtui.questionnaire.sentences import SOURCE, VALUE, Bound, Grade, Label

_SOME = 4
"""Choices that are named where only a few can be."""


def some(labels: Sequence[str]) -> str:
    """The first few of some labels, and how many more there are."""
    more = f" and {len(labels) - _SOME} more" if len(labels) > _SOME else ""
    return ", ".join(labels[:_SOME]) + more


@dataclass(frozen=True, kw_only=True)
class OneOf(Question):
    """One of several choices, written on the spot or taken from a table or the plan."""

    kind: str = "choice"
    typed: ClassVar[bool] = False
    an_answer: ClassVar[str] = "one choice"
    choices: tuple[Choice, ...] = ()
    choices_from: Annotated[str, SOURCE] = ""
    choice_note: Annotated[str, VALUE] = ""
    other: str | Other = ""

    @property
    def other_label(self) -> str:
        """What the choice `other` is called; empty when there is none."""
        return self.other if isinstance(self.other, str) else self.other.label

    def answer_type(self, among: ChoiceSet | None) -> Type:
        assert among is not None
        return ChoiceOf(among=among)

    def clean(self, raw: object) -> object:
        return line_of(raw)

    def misfit(self, value: object) -> str:
        return "" if isinstance(value, str) else "One of the choices is expected here."

    def show(self, value: Any, label: Label) -> str:
        return label(str(value))

    def ids_in(self, value: Any) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else ()

    def may_be(self, labels: Sequence[str]) -> str:
        return f"one of: {some(labels)}" if labels else ""


@dataclass(frozen=True, kw_only=True)
class AnyOf(OneOf):
    """Any of several choices; `least` and `most` bound their number."""

    kind: str = "choices"
    an_answer: ClassVar[str] = "a list of choices"
    least: Bound = None
    most: Bound = None
    least_is: Grade = "error"
    most_is: Grade = "error"
    single_line: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:
        assert among is not None
        return SeqOf(of=ChoiceOf(among=among))

    def clean(self, raw: object) -> object:
        return each_once(lines_of(raw))

    def misfit(self, value: object) -> str:
        if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
            return "A list of choices is expected here."
        return ""

    def beyond(self, value: Any) -> Iterator[tuple[Grade, str]]:
        """A choice beside one that excludes all others; too few or too many."""
        for choice in self.choices:
            if choice.alone and choice.id in value:
                if len(value) > 1:
                    yield "error", f"'{choice.label}' excludes the others."
                return
        yield from self._number_of(len(value))

    def _number_of(self, chosen: int) -> Iterator[tuple[Grade, str]]:
        least, most = self.bounds
        said = f"{chosen} {'is' if chosen == 1 else 'are'} chosen."
        exact = "exactly" if most == least else ""
        if least and chosen < least:
            yield self.least_is, f"Choose {exact or 'at least'} {least:g}; {said}"
        if most and chosen > most:
            yield self.most_is, f"Choose {exact or 'at most'} {most:g}; {said} Take one away."

    def show(self, value: Any, label: Label) -> str:
        return ", ".join(label(str(one)) for one in value)

    def ids_in(self, value: Any) -> tuple[str, ...]:
        return value if isinstance(value, tuple) else ()

    def with_ids(self, value: Any, change: Callable[[str], str]) -> Any:
        return changed_ids(value, change)

    def may_be(self, labels: Sequence[str]) -> str:
        return f"any of: {some(labels)}" if labels else ""


def changed_ids(value: Any, change: Callable[[str], str]) -> Any:
    """Several ids, each changed, those without a new one left out; None when none is left."""
    if not isinstance(value, tuple):
        return value
    kept = (change(one) if isinstance(one, str) else one for one in value)
    return tuple(dict.fromkeys(one for one in kept if one != "")) or None


@dataclass(frozen=True, kw_only=True)
class Ranking(AnyOf):
    """Choices in an order, the best first: all of them, or with `most` the best few."""

    kind: str = "ranking"

    def _number_of(self, chosen: int) -> Iterator[tuple[Grade, str]]:
        least, most = self.bounds
        if least and chosen < least:
            yield self.least_is, f"Rank {least:g}; so far {chosen}."
        if most and chosen > most:
            yield self.most_is, f"Rank at most {most:g}; these are {chosen}."

    def show(self, value: Any, label: Label) -> str:
        return ", ".join(f"{at}. {label(str(one))}" for at, one in enumerate(value, 1))

    def may_be(self, labels: Sequence[str]) -> str:
        return f"in order: {some(labels)}" if labels else ""


@dataclass(frozen=True, kw_only=True)
class YesNo(Question):
    """Yes, no, or not answered."""

    kind: str = "yesno"
    typed: ClassVar[bool] = False
    an_answer: ClassVar[str] = "yes or no"

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return YESNO

    def clean(self, raw: object) -> object:
        said = line_of(raw)
        words: dict[object, bool] = {"yes": True, "y": True, "no": False, "n": False}
        return words.get(said.casefold(), said) if isinstance(said, str) else raw

    def misfit(self, value: object) -> str:
        return "" if isinstance(value, bool) else "Yes or no is expected here."

    def show(self, value: Any, label: Label) -> str:
        return "yes" if value else "no"

    def may_be(self, labels: Sequence[str]) -> str:
        return "yes or no"
