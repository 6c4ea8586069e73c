"""What is answered in words: a line, several lines, a list of lines, a day; and a text to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from smtui.questionnaire.expression import DATE, TEXT, ChoiceSet, SeqOf, Type
from smtui.questionnaire.model import Question
from smtui.questionnaire.sentences import Bound, Grade, Label, Piped
from smtui.text import clean_line, clean_text

LONGEST_ANSWER = 20_000
"""Characters of one answer; the same cap as in `files`."""


def line_of(raw: object) -> object:
    """A text as one clean line; anything else as it is."""
    return clean_line(raw).strip() if isinstance(raw, str) else raw


def lines_of(raw: object) -> object:
    """A list of texts as clean lines without the empty ones; anything else as one line."""
    if not isinstance(raw, list | tuple):
        return line_of(raw)
    return tuple(cleaned for one in raw if (cleaned := line_of(one)) != "")


def each_once(value: object) -> object:
    """Several ids without those that are there twice; anything else as it is."""
    if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
        return value
    return tuple(dict.fromkeys(value))


def _too_long(value: str) -> str:
    if len(value) <= LONGEST_ANSWER:
        return ""
    return f"At most {LONGEST_ANSWER:,} characters; these are {len(value):,}."


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """One line of text."""

    kind: str = "text"
    an_answer: ClassVar[str] = "a text"
    hint: Piped = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return TEXT

    def clean(self, raw: object) -> object:
        """One clean line; blanks at its ends are no part of an answer."""
        return line_of(raw)

    def misfit(self, value: object) -> str:
        return _too_long(value) if isinstance(value, str) else "A text is expected here."

    def show(self, value: Any, label: Label) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """Several lines of text."""

    kind: str = "longtext"
    single_line: ClassVar[bool] = False

    def clean(self, raw: object) -> object:
        """Clean lines, without empty ones at the ends."""
        return clean_text(raw).strip() if isinstance(raw, str) else raw


@dataclass(frozen=True, kw_only=True)
class Texts(Question):
    """A short, ordered list of short texts."""

    kind: str = "texts"
    an_answer: ClassVar[str] = "a list of texts"
    least: Bound = None
    most: Bound = None
    least_is: Grade = "error"
    most_is: Grade = "error"
    hint: Piped = ""
    single_line: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return SeqOf(of=TEXT)

    def clean(self, raw: object) -> object:
        """A list of lines; a text is cut at its line ends."""
        return lines_of(clean_text(raw).split("\n") if isinstance(raw, str) else raw)

    def misfit(self, value: object) -> str:
        if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
            return "A list of short texts is expected here."
        return _too_long("".join(value))

    def beyond(self, value: Any) -> Iterator[tuple[Grade, str]]:
        """Too few or too many lines."""
        least, most = self.bounds
        if least and len(value) < least:
            yield self.least_is, f"At least {least:g} lines; so far {len(value)}."
        if most and len(value) > most:
            yield self.most_is, f"At most {most:g} lines; these are {len(value)}."

    def show(self, value: Any, label: Label) -> str:
        return ", ".join(value)


@dataclass(frozen=True, kw_only=True)
class Date(Question):
    """A day of the calendar."""

    kind: str = "date"
    an_answer: ClassVar[str] = "a date"
    hint: Piped = ""

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

    def misfit(self, value: object) -> str:
        if isinstance(value, date) and not isinstance(value, datetime):
            return ""
        return "A date is expected here: 2026-09-01, or 1 Sep 2026."

    def show(self, value: Any, label: Label) -> str:
        return f"{value.day} {value:%b %Y}"


@dataclass(frozen=True, kw_only=True)
class Note(Question):
    """A text to read; there is nothing to answer."""

    kind: str = "note"
    answerable: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return TEXT

    def clean(self, raw: object) -> object:
        return raw

    def misfit(self, value: object) -> str:
        return "There is nothing to answer here."

    def show(self, value: Any, label: Label) -> str:
        return ""
