"""The kinds of question, one class each: what an answer is, what is wrong with one, how it reads.

A new kind is one class here and one in the screen's `fields`, nothing else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from smtui.questionnaire.expression import (
    DATE,
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    ChoiceSet,
    ItemOf,
    RecordOf,
    SeqOf,
    Type,
)
from smtui.questionnaire.model import SOURCE, VALUE, Choice, Label, Question
from smtui.text import clean_line, clean_text, format_number

LONGEST_ANSWER = 20_000
"""Characters of one answer; the same cap as in `files`."""


LARGEST_NUMBER = 2**53
"""The largest number of an answer: beyond it other programs change the digits."""


def _line(raw: object) -> object:
    return clean_line(raw).strip() if isinstance(raw, str) else raw


def _lines(raw: object) -> object:
    if not isinstance(raw, list | tuple):
        return _line(raw)
    return tuple(cleaned for one in raw if (cleaned := _line(one)) != "")


def _too_long(value: str) -> str:
    if len(value) <= LONGEST_ANSWER:
        return ""
    return f"At most {LONGEST_ANSWER:,} characters; these are {len(value):,}."


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """One line of text."""

    kind: str = "text"
    hint: str = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return TEXT

    def clean(self, raw: object) -> object:
        return clean_line(raw) if isinstance(raw, str) else raw

    def trouble(self, value: object) -> str:
        return _too_long(value) if isinstance(value, str) else "A text is expected here."

    def show(self, value: Any, label: Label) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """Several lines of text."""

    kind: str = "longtext"
    single_line: ClassVar[bool] = False

    def clean(self, raw: object) -> object:
        return clean_text(raw) if isinstance(raw, str) else raw


@dataclass(frozen=True, kw_only=True)
class OneOf(Question):
    """One of several choices, written on the spot or taken from a table or the plan."""

    kind: str = "choice"
    choices: tuple[Choice, ...] = ()
    choices_from: Annotated[str, SOURCE] = ""
    choice_note: Annotated[str, VALUE] = ""
    other: str = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:
        assert among is not None
        return ChoiceOf(among=among)

    def clean(self, raw: object) -> object:
        return _line(raw)

    def trouble(self, value: object) -> str:
        return "" if isinstance(value, str) else "One of the choices is expected here."

    def show(self, value: Any, label: Label) -> str:
        return label(str(value))


@dataclass(frozen=True, kw_only=True)
class AnyOf(OneOf):
    """Any of several choices; `least` and `most` bound their number."""

    kind: str = "choices"
    least: int = 0
    most: int = 0
    single_line: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:
        assert among is not None
        return SeqOf(of=ChoiceOf(among=among))

    def clean(self, raw: object) -> object:
        lines = _lines(raw)
        if not isinstance(lines, tuple):
            return lines
        return tuple(one for at, one in enumerate(lines) if one not in lines[:at])

    def trouble(self, value: object) -> str:
        if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
            return "A list of choices is expected here."
        for choice in self.choices:
            if choice.alone and choice.id in value:
                return f"'{choice.label}' excludes the others." if len(value) > 1 else ""
        chosen = f"{len(value)} {'is' if len(value) == 1 else 'are'} chosen."
        exact = "exactly" if self.most == self.least else ""
        if self.least and len(value) < self.least:
            return f"Choose {exact or 'at least'} {self.least}; {chosen}"
        if self.most and len(value) > self.most:
            return f"Choose {exact or 'at most'} {self.most}; {chosen} Take one away."
        return ""

    def show(self, value: Any, label: Label) -> str:
        return ", ".join(label(str(one)) for one in value)


@dataclass(frozen=True, kw_only=True)
class YesNo(Question):
    """Yes, no, or not answered."""

    kind: str = "yesno"

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return YESNO

    def clean(self, raw: object) -> object:
        said = _line(raw)
        words: dict[object, bool] = {"yes": True, "y": True, "no": False, "n": False}
        return words.get(said.casefold(), said) if isinstance(said, str) else raw

    def trouble(self, value: object) -> str:
        return "" if isinstance(value, bool) else "Yes or no is expected here."

    def show(self, value: Any, label: Label) -> str:
        return "yes" if value else "no"


_BETWEEN = ",' \u00a0\u202f\u2019"  # what people and spreadsheets put between thousands
_GROUPED = re.compile(
    rf"[+-]?[0-9]{{1,3}}(?:[{_BETWEEN}][0-9]{{3}})+(?:\.[0-9]+)?|[+-]?[0-9]+(?:\.[0-9]+)?"
)


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number, with its unit and bounds."""

    kind: str = "number"
    unit: str = ""
    least: float | None = None
    most: float | None = None
    whole: bool = False
    hint: str = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return NUMBER

    def clean(self, raw: object) -> object:
        """A number; one typed as text too (1,500 or 1500), unless it is something else."""
        if isinstance(raw, str):
            text = clean_line(raw).strip()
            if len(text) > 400 or not _GROUPED.fullmatch(text):
                return text
            raw = float(re.sub(f"[{_BETWEEN}]", "", text))
        if isinstance(raw, float) and raw.is_integer() and abs(raw) <= LARGEST_NUMBER:
            return int(raw)
        return raw

    def trouble(self, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            return "A number is expected here, such as 18."
        if abs(value) > LARGEST_NUMBER:
            return "This number is too large."
        if self.whole and value != int(value):
            return "A whole number is expected here."
        if self.least is not None and value < self.least:
            return f"At least {format_number(self.least)}{self.after}."
        if self.most is not None and value > self.most:
            return f"At most {format_number(self.most)}{self.after}."
        return ""

    @property
    def after(self) -> str:
        """What stands behind the number: its unit."""
        return f" {self.unit}" if self.unit else ""

    def show(self, value: Any, label: Label) -> str:
        return f"{format_number(value)}{self.after}"


@dataclass(frozen=True, kw_only=True)
class Money(Number):
    """An amount of money, per what, in what currency."""

    kind: str = "money"
    currency: str = ""
    per: str = ""
    least: float | None = 0

    @property
    def after(self) -> str:
        """The currency, and per what."""
        per = f"per {self.per}" if self.per else ""
        return "".join(f" {part}" for part in (self.currency or self.unit, per) if part)


@dataclass(frozen=True, kw_only=True)
class Percent(Number):
    """A percentage; 86 and 86 % are the same."""

    kind: str = "percent"
    least: float | None = 0
    most: float | None = 100

    def clean(self, raw: object) -> object:
        return super().clean(raw.strip().removesuffix("%").strip() if isinstance(raw, str) else raw)

    @property
    def after(self) -> str:
        """A per cent sign."""
        return " %"


@dataclass(frozen=True, kw_only=True)
class Date(Question):
    """A day of the calendar."""

    kind: str = "date"
    hint: str = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return DATE

    def clean(self, raw: object) -> object:
        """A day, also one typed as 2026-09-01, 1 Sep 2026 or 1.9.2026."""
        if isinstance(raw, datetime):
            return raw.date()
        if not isinstance(raw, str):
            return raw
        text = clean_line(raw).strip()
        if len(text) > 40:
            return text
        for form in ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%b %d, %Y", "%B %d, %Y"):
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                continue
        return text

    def trouble(self, value: object) -> str:
        if isinstance(value, date) and not isinstance(value, datetime):
            return ""
        return "A date is expected here: 2026-09-01, or 1 Sep 2026."

    def show(self, value: Any, label: Label) -> str:
        return f"{value.day} {value:%b %Y}"


@dataclass(frozen=True, kw_only=True)
class Texts(Question):
    """A short, ordered list of short texts."""

    kind: str = "texts"
    least: int = 0
    most: int = 0
    hint: str = ""
    single_line: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return SeqOf(of=TEXT)

    def clean(self, raw: object) -> object:
        """A list of lines; a text is cut at its line ends."""
        return _lines(clean_text(raw).split("\n") if isinstance(raw, str) else raw)

    def trouble(self, value: object) -> str:
        if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
            return "A list of short texts is expected here."
        if self.least and len(value) < self.least:
            return f"At least {self.least} lines; so far {len(value)}."
        if self.most and len(value) > self.most:
            return f"At most {self.most} lines; these are {len(value)}."
        return _too_long("".join(value))

    def show(self, value: Any, label: Label) -> str:
        return ", ".join(value)


@dataclass(frozen=True, kw_only=True)
class Record(Question):
    """A few named fields answered together; each field is a question of its own."""

    kind: str = "record"
    fields: tuple[Question, ...] = ()
    single_line: ClassVar[bool] = False

    @property
    def fields_in_order(self) -> tuple[Question, ...]:
        """Its fields."""
        return self.fields

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return RecordOf(name=self.id)

    def clean(self, raw: object) -> object:
        """A table of fields; the fields clean their own values."""
        return raw

    def trouble(self, value: object) -> str:
        return "" if isinstance(value, Mapping) else "Several fields are expected here."

    def show(self, value: Any, label: Label) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Link(Question):
    """An item of another list. With `auto = "only one"` a single item is taken by itself."""

    kind: str = "link"
    to: str
    auto: Literal["", "only one"] = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return ItemOf(list=self.to)

    def clean(self, raw: object) -> object:
        return _line(raw)

    def trouble(self, value: object) -> str:
        return (
            ""
            if isinstance(value, str)
            else f"The id of one of the items of '{self.to}' is expected here."
        )

    def show(self, value: Any, label: Label) -> str:
        return label(str(value))


@dataclass(frozen=True, kw_only=True)
class Note(Question):
    """A text to read; there is nothing to answer."""

    kind: str = "note"
    answerable: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return TEXT

    def clean(self, raw: object) -> object:
        return raw

    def trouble(self, value: object) -> str:
        return "There is nothing to answer here."

    def show(self, value: Any, label: Label) -> str:
        return ""


def _all(base: type[Question]) -> list[type[Question]]:
    return [kind for sub in base.__subclasses__() for kind in (sub, *_all(sub))]


KINDS: Mapping[str, type[Question]] = {
    str(kind.__dataclass_fields__["kind"].default): kind for kind in _all(Question)
}
"""Every kind by its name; a class defined above is known here by itself."""

LATER = frozenset("scale ranking shares grid links computed".split())
"""Kinds that the format speaks of and that are not built yet."""
