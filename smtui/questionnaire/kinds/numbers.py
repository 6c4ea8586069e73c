"""What is answered by a number: a count, an amount of money, a percentage, a step of a scale."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from smtui.questionnaire.expression import NUMBER, ChoiceSet, Type
from smtui.questionnaire.model import Question
from smtui.questionnaire.sentences import Bound, Grade, Label, Piped
from smtui.text import clean_line, format_number

LARGEST_NUMBER = 2**53
"""The largest number of an answer: beyond it other programs change the digits."""

_BETWEEN = ",' \u00a0\u202f\u2019"  # what people and spreadsheets put between thousands
_GROUPED = re.compile(
    rf"[+-]?[0-9]{{1,3}}(?:[{_BETWEEN}][0-9]{{3}})+(?:\.[0-9]+)?|[+-]?[0-9]+(?:\.[0-9]+)?"
)
_DECIMAL_COMMA = re.compile(r"([+-]?[0-9]{1,20}(?:[.' \u00a0\u202f\u2019][0-9]{3})*),([0-9]{1,20})")


def _number_in(text: str) -> int | float | None:
    """The number that a text is; None when it is none, or longer than any number."""
    if len(text) > 400 or not _GROUPED.fullmatch(text):
        return None
    digits = re.sub(f"[{_BETWEEN}]", "", text)
    # a float would round whole numbers beyond 2^53, and then they would seem to fit
    return float(digits) if "." in digits else int(digits)


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number, with its unit and bounds."""

    kind: str = "number"
    an_answer: ClassVar[str] = "a number"
    unit: Piped = ""
    least: Bound = None
    most: Bound = None
    least_is: Grade = "error"
    most_is: Grade = "error"
    whole: bool = False
    hint: Piped = ""

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return NUMBER

    def clean(self, raw: object) -> object:
        """A number; one typed as text too (1,500 or 1500), unless it is something else.

        One that is too large for a plan's file stays the text that it was typed as.
        """
        if isinstance(raw, str):
            text = clean_line(raw).strip()
            number = _number_in(text)
            if number is None or abs(number) > LARGEST_NUMBER:
                return text
            raw = number
        if isinstance(raw, float) and raw.is_integer() and abs(raw) <= LARGEST_NUMBER:
            return int(raw)
        return raw

    def misfit(self, value: object) -> str:
        if isinstance(value, str) and abs(_number_in(value) or 0) > LARGEST_NUMBER:
            return "This number is too large."
        comma = _DECIMAL_COMMA.fullmatch(value) if isinstance(value, str) else None
        if comma:
            whole = re.sub("[^0-9+-]", "", comma[1])
            return f"Write a point before the decimals: {whole}.{comma[2]}."
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            return "A number is expected here, such as 18."
        return "This number is too large." if abs(value) > LARGEST_NUMBER else ""

    def beyond(self, value: Any) -> Iterator[tuple[Grade, str]]:
        """No whole number, too low, too high."""
        least, most = self.bounds
        if self.whole and value != int(value):
            yield "error", "A whole number is expected here."
        if least is not None and value < least:
            yield self.least_is, f"At least {format_number(least)}{self.after}."
        if most is not None and value > most:
            yield self.most_is, f"At most {format_number(most)}{self.after}."

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
    currency: Piped = ""
    per: Piped = ""
    least: Bound = 0

    @property
    def after(self) -> str:
        """The currency, and per what."""
        per = f"per {self.per}" if self.per else ""
        return "".join(f" {part}" for part in (self.currency or self.unit, per) if part)


@dataclass(frozen=True, kw_only=True)
class Percent(Number):
    """A percentage; 86 and 86 % are the same."""

    kind: str = "percent"
    least: Bound = 0
    most: Bound = 100

    def clean(self, raw: object) -> object:
        return super().clean(raw.strip().removesuffix("%").strip() if isinstance(raw, str) else raw)

    @property
    def after(self) -> str:
        """A per cent sign."""
        return " %"


@dataclass(frozen=True, kw_only=True)
class Scale(Number):
    """A step of a scale, with words for its ends (`low`, `high`) or for every step (`steps`)."""

    kind: str = "scale"
    least: Bound = 1
    most: Bound = 5
    whole: bool = True
    low: Piped = ""
    high: Piped = ""
    steps: tuple[str, ...] = ()
    typed: ClassVar[bool] = False

    @property
    def range(self) -> range:
        """The steps as numbers."""
        least, most = (int(one or 0) for one in (self.least, self.most) if not isinstance(one, str))
        return range(least, least + len(self.steps) if self.steps else most + 1)

    def word(self, step: int) -> str:
        """What a step is called; empty when it has no word."""
        steps = self.range
        if self.steps:
            return self.steps[step - steps[0]] if step in steps else ""
        return {steps[0]: self.low, steps[-1]: self.high}.get(step, "")

    def clean(self, raw: object) -> object:
        """A step, also by its word."""
        if isinstance(raw, str):
            said = clean_line(raw).strip().casefold()
            for step, word in zip(self.range, self.steps, strict=False):
                if word.casefold() == said:
                    return step
        return super().clean(raw)

    def misfit(self, value: object) -> str:
        steps = self.range
        if super().misfit(value) or value not in steps:
            return f"A step from {steps[0]} to {steps[-1]} is expected here."
        return ""

    def beyond(self, value: Any) -> Iterator[tuple[Grade, str]]:
        """Nothing: what is no step is no answer."""
        return iter(())

    def show(self, value: Any, label: Label) -> str:
        word = self.steps and self.word(value)
        return f"{word} ({value})" if word else f"{value} of {self.range[-1]}"
