"""How replies and moments are said to people where two versions of a plan are told apart."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from smtui.plan.answers import Place
from smtui.plan.places import parked_words
from smtui.plan.rules import Reading
from smtui.text import clean_text


def reply_words(reading: Reading, place: Place) -> str:
    """The reply at a place with nothing left out: the value, that it is parked, does not apply.

    Empty when there is none.
    """
    return "; ".join(_parts_of(reading, place))


def _parts_of(reading: Reading, place: Place) -> Iterator[str]:
    answers = reading.answers
    value = answers.value(place)
    if value is not None:
        yield clean_text(_value_words(reading, place, value))
    if place in answers.parked:
        who = parked_words(answers.parked[place])
        yield f"not known yet ({who})" if who else "not known yet"
    if place in answers.not_applicable:
        yield "does not apply"


def _value_words(reading: Reading, place: Place, value: Any) -> str:
    """A value as its kind shows it; a number with all its digits."""
    question = reading.questionnaire.questions.get(place.name)
    if question is None or question.parts:
        return str(value)
    if isinstance(value, float) and round(value, 2) != value:
        return str(value)
    return reading.text(place) or str(value)


def exactly(value: Any) -> str:
    """A value without its question, with nothing left out."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {exactly(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(exactly(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return clean_text(str(value))


def moment_words(moment: datetime, now: datetime) -> str:
    """A moment: "14:02 today", "14:02 on Tue 17 Nov", with the year where it is another one."""
    moment = _as(moment, now)
    return f"{moment:%H:%M} {_day_words(moment, now)}"


def span_words(first: datetime, last: datetime, now: datetime) -> str:
    """From when to when: "14:02 to 14:37 today"."""
    first, last = _as(first, now), _as(last, now)
    if first.date() != last.date():
        return f"{moment_words(first, now)} to {moment_words(last, now)}"
    if f"{first:%H:%M}" == f"{last:%H:%M}":
        return moment_words(last, now)
    return f"{first:%H:%M} to {moment_words(last, now)}"


def day_and_time(moment: datetime) -> str:
    """A moment that is still clear in a year: "21 Nov 2026 14:02"."""
    return f"{moment.day} {moment:%b %Y %H:%M}"


def _day_words(moment: datetime, now: datetime) -> str:
    if moment.date() == now.date():
        return "today"
    year = f" {moment.year}" if moment.year != now.year else ""
    return f"on {moment:%a} {moment.day} {moment:%b}{year}"


def _as(moment: datetime, now: datetime) -> datetime:
    """A moment in the time zone of another, so that the two can be compared."""
    if moment.tzinfo is not None and now.tzinfo is None:
        return moment.astimezone().replace(tzinfo=None)
    if moment.tzinfo is None and now.tzinfo is not None:
        return moment.astimezone(now.tzinfo)
    return moment.astimezone(now.tzinfo) if now.tzinfo is not None else moment
