"""Places and moments of a plan as the screen speaks of them."""

from datetime import date, datetime, timedelta

from smtui.plan.answers import Disagreement
from smtui.plan.named import place_name
from smtui.plan.places import count_words, parked_words, questions_words, switch_words, way_to
from smtui.plan.rules import Reading

__all__ = [
    "count_words",
    "day_words",
    "disagreement_words",
    "parked_words",
    "place_name",
    "questions_words",
    "section_said",
    "switch_words",
    "way_to",
    "when_words",
]


def disagreement_words(one: Disagreement) -> str:
    """Who sees an answer another way, and how: "Ana disagrees: the second is better"."""
    who = f"{one.name or 'somebody'} disagrees"
    return f"{who}: {one.text}" if one.text else who


def section_said(reading: Reading, section: str, list_id: str = "") -> tuple[str, str]:
    """The title of a section, and what it, or a list in it, is about."""
    about = reading.list_words(list_id, "help") if list_id else ""
    return reading.section_words(section, "title"), about or reading.section_words(section, "help")


def when_words(when: datetime, now: datetime) -> str:
    """A moment in plain words: "today 14:02", "yesterday 9:30", "Tue 17 Nov", "17 Nov 2025"."""
    day, today = when.date(), now.date()
    if day == today:
        return f"today {when.hour}:{when:%M}"
    if day == today - timedelta(days=1):
        return f"yesterday {when.hour}:{when:%M}"
    return day_words(day, today)


def day_words(day: date, today: date) -> str:
    """A day in plain words; the weekday when it is near, the year when it is not this one."""
    if abs((today - day).days) < 180:
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day.day} {day:%b %Y}"
