"""Working on values at run time: unknown, numbers, texts, how a value is written."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any

from smtui.questionnaire.expression.scope import Run
from smtui.questionnaire.expression.types import ChoiceOf, ItemOf, RowOf, SeqOf, Type
from smtui.questionnaire.expression.world import World
from smtui.text import format_number, join_words

DIGITS = 9
"""Decimals of numbers that count."""
_LARGEST = 10**18
_WRITTEN_OUT = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d"}
)


@dataclass(frozen=True)
class Part:
    """A checked part of an expression. `place` is the question it names, if it is just that."""

    type: Type
    run: Run
    reads: frozenset[str] = frozenset()
    place: str = ""
    place_item: Run | None = None


def holds(value: Any) -> bool:
    """Whether a condition's value is yes; unknown is not."""
    return value is True


def as_number(value: Any) -> float:
    """A number, or a condition as 0 or 1; unknown counts 0."""
    return 0.0 if value is None else float(value)


def bounded(value: Any) -> Any:
    """A number as it is; unknown when it is larger than any plan can mean."""
    return value if value is not None and -_LARGEST <= value <= _LARGEST else None


def weight_of(value: Any) -> int:
    """The steps that comparing a value costs: long texts and lists are no single step."""
    return len(value) // 16 if isinstance(value, str | tuple) else 0


def known(value: Any) -> bool:
    """Whether a value is there: not unknown, no empty text, no empty list."""
    return value is not None and value != "" and value != ()


def months_between(first: date, last: date) -> int:
    """Difference of year and month; the day of the month does not count."""
    return (last.year - first.year) * 12 + last.month - first.month


def years_between(first: date, last: date) -> int:
    """Complete years: the birthday counts. Who is born on 29 February has it on 1 March."""
    if last < first:
        return -years_between(last, first)
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


_FURTHEST = 4_000_000  # days: more than the calendar has


def shifted(day: date, number: float, unit: str) -> date | None:
    """The day so many days, weeks, months or years after another, or before it.

    Only whole ones count. Months and years keep the day of the month, or take its last. Unknown
    where the calendar has no such day.
    """
    steps = whole(number * 7 if unit == "weeks" else number, "down" if number >= 0 else "up")
    if abs(steps) > _FURTHEST:
        return None
    if unit in ("days", "weeks"):
        ordinal = day.toordinal() + steps
        return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None
    months = day.year * 12 + day.month - 1 + (steps * 12 if unit == "years" else steps)
    year, month = months // 12, months % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def whole(number: float, way: str = "") -> int:
    """A number without decimals: rounded up, down, or by `way` "" to the nearest, half away from 0.

    Decimals that only a machine sees do not count: 0.1 + 0.2 is no more than 0.3.
    """
    near = round(number, DIGITS)
    if way:
        return ceil(near) if way == "up" else floor(near)
    return floor(near + 0.5) if near >= 0 else ceil(near - 0.5)


_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """The words of a text, lower case; signs between them do not count."""
    return _WORD.findall(text.casefold())


def folded(text: str) -> str:
    """A text for comparison: case, forms of letters and surrounding blanks do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def share_a_word(left: str, right: str, without: frozenset[str] = frozenset()) -> bool:
    """Whether two texts have a word of 4 letters or more in common, by its first five.

    Words of `without` do not count.
    """
    first, second = (
        {word[:5] for word in words_of(text) if len(word) >= 4 and word not in without}
        for text in (left, right)
    )
    return not first.isdisjoint(second)


def slug(text: str) -> str | None:
    """A text as a part of an address: a-z and 0-9, the rest as single hyphens.

    Accents are dropped, and letters that are no letter with an accent are written in two.
    Unknown when nothing of it can be written so.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_WRITTEN_OUT))
    parts = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return "-".join(parts) or None


def written(value: Any, kind: Type, world: World) -> str:
    """A value as it stands in a sentence: labels for choices, titles for items."""
    if value is None or value == () or value == "":
        return "not answered" if not isinstance(kind, SeqOf) else "none"
    if isinstance(kind, SeqOf):
        return join_words([written(one, kind.of, world) for one in value])
    if isinstance(kind, ChoiceOf):
        label = kind.among.label(str(value))
        turns = "{" in label or value == "other"  # what is meant by another may be said
        return world.worded(kind.among.name, str(value)) if turns else label
    if isinstance(kind, RowOf):
        return world.row_label(kind.grid, str(value))
    if isinstance(kind, ItemOf):
        return world.title(kind.list, str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return format_number(value)
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return str(value)
