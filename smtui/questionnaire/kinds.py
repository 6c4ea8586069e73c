"""The kinds of question, one class each: what an answer is, what is wrong with one, how it reads.

A new kind is one class here and one in the screen's `fields`, nothing else.
"""

import math
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
from smtui.text import clean_line, clean_text, format_number, join_words

LONGEST_ANSWER = 20_000
"""Characters of one answer; the same cap as in `files`."""


def _lines(raw: object) -> object:
    if isinstance(raw, list | tuple) and all(isinstance(one, str) for one in raw):
        cleaned = (clean_line(one).strip() for one in raw)
        return tuple(one for one in cleaned if one)
    return raw


def _too_long(value: str) -> str:
    return f"At most {LONGEST_ANSWER:,} characters; these are {len(value):,}." if len(value) > LONGEST_ANSWER else ""


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """One line of text."""

    kind: str = "text"
    hint: str = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        return TEXT

    def clean(self, raw: object) -> object:  # noqa: D102
        return clean_line(raw) if isinstance(raw, str) else raw

    def trouble(self, value: object) -> str:  # noqa: D102
        return _too_long(value) if isinstance(value, str) else "A text is expected here."

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
        return str(value)


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """Several lines of text."""

    kind: str = "longtext"
    single_line: ClassVar[bool] = False

    def clean(self, raw: object) -> object:  # noqa: D102
        return clean_text(raw) if isinstance(raw, str) else raw


@dataclass(frozen=True, kw_only=True)
class OneOf(Question):
    """One of several choices, written on the spot or taken from a table or the plan."""

    kind: str = "choice"
    choices: tuple[Choice, ...] = ()
    choices_from: Annotated[str, SOURCE] = ""
    choice_note: Annotated[str, VALUE] = ""
    other: str = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        assert among is not None
        return ChoiceOf(among=among)

    def clean(self, raw: object) -> object:  # noqa: D102
        return clean_line(raw).strip() if isinstance(raw, str) else raw

    def trouble(self, value: object) -> str:  # noqa: D102
        return "" if isinstance(value, str) else "One of the choices is expected here."

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
        return label(str(value))


@dataclass(frozen=True, kw_only=True)
class AnyOf(OneOf):
    """Any of several choices; `least` and `most` bound their number."""

    kind: str = "choices"
    least: int = 0
    most: int = 0
    single_line: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        assert among is not None
        return SeqOf(of=ChoiceOf(among=among))

    def clean(self, raw: object) -> object:  # noqa: D102
        lines = _lines(raw)
        return tuple(dict.fromkeys(lines)) if isinstance(lines, tuple) else lines

    def trouble(self, value: object) -> str:  # noqa: D102
        if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
            return "A list of choices is expected here."
        if self.least and len(value) < self.least:
            exact = "exactly" if self.most == self.least else "at least"
            return f"Choose {exact} {self.least}; {len(value)} {'is' if len(value) == 1 else 'are'} chosen."
        if self.most and len(value) > self.most:
            exact = "exactly" if self.most == self.least else "at most"
            return f"Choose {exact} {self.most}; {len(value)} are chosen. Take one away."
        return ""

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
        return join_words([label(str(one)) for one in value])


@dataclass(frozen=True, kw_only=True)
class YesNo(Question):
    """Yes, no, or not answered."""

    kind: str = "yesno"

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        return YESNO

    def clean(self, raw: object) -> object:  # noqa: D102
        said = raw.strip().casefold() if isinstance(raw, str) else ""
        return {"yes": True, "y": True, "no": False, "n": False}.get(said, raw)

    def trouble(self, value: object) -> str:  # noqa: D102
        return "" if isinstance(value, bool) else "Yes or no is expected here."

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
        return "yes" if value else "no"


_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number, with its unit and bounds."""

    kind: str = "number"
    unit: str = ""
    least: float | None = None
    most: float | None = None
    whole: bool = False
    hint: str = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        return NUMBER

    def clean(self, raw: object) -> object:
        """A number; one typed as text too (1,500 or 1500), unless it is something else."""
        if isinstance(raw, str):
            text = clean_line(raw).strip()
            if not _GROUPED.fullmatch(text):
                return text
            raw = float(re.sub(r"[,' ]", "", text))
        if isinstance(raw, float) and raw.is_integer() and abs(raw) < 2**53:
            return int(raw)
        return raw

    def trouble(self, value: object) -> str:  # noqa: D102
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return "A number is expected here, such as 18."
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

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
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

    def clean(self, raw: object) -> object:  # noqa: D102
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

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        return DATE

    def clean(self, raw: object) -> object:
        """A day, also one typed as 2026-09-01, 1 Sep 2026 or 1.9.2026."""
        if isinstance(raw, datetime):
            return raw.date()
        if not isinstance(raw, str):
            return raw
        text = clean_line(raw).strip()
        for form in ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y", "%b %d, %Y", "%B %d, %Y"):
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        return text

    def trouble(self, value: object) -> str:  # noqa: D102
        if isinstance(value, date) and not isinstance(value, datetime):
            return ""
        return "A date is expected here: 2026-09-01, or 1 Sep 2026."

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
        return f"{value.day} {value:%b %Y}"


@dataclass(frozen=True, kw_only=True)
class Texts(Question):
    """A short, ordered list of short texts."""

    kind: str = "texts"
    least: int = 0
    most: int = 0
    hint: str = ""
    single_line: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        return SeqOf(of=TEXT)

    def clean(self, raw: object) -> object:
        """A list of lines; a text is cut at its line ends."""
        return _lines(raw.split("\n") if isinstance(raw, str) else raw)

    def trouble(self, value: object) -> str:  # noqa: D102
        if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
            return "A list of short texts is expected here."
        if self.least and len(value) < self.least:
            return f"At least {self.least} lines; so far {len(value)}."
        if self.most and len(value) > self.most:
            return f"At most {self.most} lines; these are {len(value)}."
        return _too_long("".join(value))

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
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

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        return RecordOf(name=self.id)

    def clean(self, raw: object) -> object:
        """A table of fields; the fields clean their own values."""
        return raw

    def trouble(self, value: object) -> str:  # noqa: D102
        return "" if isinstance(value, Mapping) else "Several fields are expected here."

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Link(Question):
    """An item of another list. With `auto = "only one"` a single item is taken by itself."""

    kind: str = "link"
    to: str
    auto: Literal["", "only one"] = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        return ItemOf(list=self.to)

    def clean(self, raw: object) -> object:  # noqa: D102
        return clean_line(raw).strip() if isinstance(raw, str) else raw

    def trouble(self, value: object) -> str:  # noqa: D102
        return "" if isinstance(value, str) else f"The id of one of the items of '{self.to}' is expected here."

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
        return label(str(value))


@dataclass(frozen=True, kw_only=True)
class Note(Question):
    """A text to read; there is nothing to answer."""

    kind: str = "note"
    answerable: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:  # noqa: D102
        return TEXT

    def clean(self, raw: object) -> object:  # noqa: D102
        return raw

    def trouble(self, value: object) -> str:  # noqa: D102
        return "There is nothing to answer here."

    def show(self, value: Any, label: Label) -> str:  # noqa: D102
        return ""


def _all(base: type[Question]) -> list[type[Question]]:
    return [kind for sub in base.__subclasses__() for kind in (sub, *_all(sub))]


KINDS: Mapping[str, type[Question]] = {
    kind.__dataclass_fields__["kind"].default: kind for kind in _all(Question)
}
"""Every kind by its name; a class defined above is known here by itself."""

LATER = frozenset(
    "scale ranking shares grid links computed".split()
)
"""Kinds that the format speaks of and that are not built yet."""
