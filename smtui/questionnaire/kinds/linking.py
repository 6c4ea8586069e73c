"""What is answered with items of a list: a link to one, or to several."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from smtui.questionnaire.expression import ChoiceSet, ItemOf, SeqOf, Type
from smtui.questionnaire.kinds.choosing import changed_ids
from smtui.questionnaire.kinds.written import each_once, line_of, lines_of
from smtui.questionnaire.model import Question
from smtui.questionnaire.sentences import SOURCE, Bound, Grade, Label


@dataclass(frozen=True, kw_only=True)
class Link(Question):
    """An item of a list. With `auto = "only one"` a single item is taken by itself.

    `among` says which items are offered, where not all of the list are.
    """

    kind: str = "link"
    typed: ClassVar[bool] = False
    an_answer: ClassVar[str] = "one of the list"
    to: str
    among: Annotated[str, SOURCE] = ""
    auto: Literal["", "only one"] = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return ItemOf(list=self.to)

    def clean(self, raw: object) -> object:
        return line_of(raw)

    def misfit(self, value: object) -> str:
        if isinstance(value, str):
            return ""
        return f"The id of one of the items of '{self.to}' is expected here."

    def show(self, value: Any, label: Label) -> str:
        return label(str(value))

    def ids_in(self, value: Any) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else ()

    def of_one(self, item: str) -> Any:
        """The answer that names one item alone."""
        return item


@dataclass(frozen=True, kw_only=True)
class Links(Link):
    """Several items of a list."""

    kind: str = "links"
    an_answer: ClassVar[str] = "a list"
    least: Bound = None
    most: Bound = None
    least_is: Grade = "error"
    most_is: Grade = "error"
    single_line: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return SeqOf(of=ItemOf(list=self.to))

    def clean(self, raw: object) -> object:
        return each_once(lines_of(raw))

    def misfit(self, value: object) -> str:
        if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
            return ""
        return f"A list of ids of items of '{self.to}' is expected here."

    def beyond(self, value: Any) -> Iterator[tuple[Grade, str]]:
        """Too few or too many."""
        least, most = self.bounds
        if least and len(value) < least:
            yield self.least_is, f"Choose at least {least:g}; so far {len(value)}."
        if most and len(value) > most:
            yield self.most_is, f"Choose at most {most:g}; these are {len(value)}."

    def show(self, value: Any, label: Label) -> str:
        return ", ".join(label(str(one)) for one in value)

    def ids_in(self, value: Any) -> tuple[str, ...]:
        return value if isinstance(value, tuple) else ()

    def with_ids(self, value: Any, change: Callable[[str], str]) -> Any:
        return changed_ids(value, change)

    def of_one(self, item: str) -> Any:
        return (item,)
