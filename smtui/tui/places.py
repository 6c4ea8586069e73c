"""Places and moments of a plan as the screen speaks of them."""

from datetime import date, datetime, timedelta

from smtui.plan.places import count_words, parked_words, place_name, position_of, questions_words

__all__ = [
    "count_words",
    "day_words",
    "parked_words",
    "place_name",
    "position_of",
    "questions_words",
    "when_words",
]


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
