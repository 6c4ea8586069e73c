"""Days to come, as people write them when they put a question off."""

from datetime import date, timedelta

from smtui.questionnaire.kinds import Date

_DATE = Date(id="")
_LONGEST_WAIT = 8
"""Years until there is another 29 February, at most."""


def coming_day(words: str, today: date | None) -> date | None:
    """A day that was typed; None when it is none. Without a year it is the next such day."""
    text = words.strip()
    found = _DATE.clean(text)
    if isinstance(found, date):
        return found
    for year in range(today.year, today.year + _LONGEST_WAIT + 1) if today and text else ():
        for form in (f"{text} {year}", f"{text}, {year}", f"{text.removesuffix('.')}.{year}"):
            found = _DATE.clean(form)
            if isinstance(found, date) and today and found >= today:
                return found
    return None


def examples(today: date | None) -> tuple[str, str]:
    """How a day to come may be written: in figures, and in words."""
    day = (today or date(2027, 2, 14)) + timedelta(days=14)
    return day.isoformat(), f"{day.day} {day:%b}" + ("" if today else f" {day.year}")
