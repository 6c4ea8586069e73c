"""Places of a plan as the screen speaks of them: what they are called, and how to get there."""

from datetime import date, datetime, timedelta

from smtui.plan.answers import Parked, Place
from smtui.plan.session import Position, Session
from smtui.text import plural


def position_of(session: Session, place: Place) -> Position | None:
    """Where a question is answered; None when the questionnaire does not have it.

    A field leads to its record; a question of a list without an item to the first item.
    """
    questionnaire = session.questionnaire
    home = questionnaire.homes.get(place.name)
    if home is None:
        return None
    item = place.item
    if home.list and item not in session.answers.ids(home.list):
        item = next(iter(session.answers.ids(home.list)), "")
        if not item:
            return Position(home.section)
    return Position(home.section, home.record or place.name, item)


def place_name(session: Session, place: Place) -> str:
    """What a question is called, with its item's and its record's name in front."""
    questionnaire = session.questionnaire
    question = questionnaire.questions.get(place.name)
    if question is None:
        return place.name
    parts = [question.called]
    home = questionnaire.homes[place.name]
    if home.record:
        parts.insert(0, questionnaire.questions[home.record].called)
    if home.list and place.item:
        parts.insert(0, session.reading.title(home.list, place.item))
    return ": ".join(parts)


def parked_words(why: Parked | None) -> str:
    """Who finds out and by when: "Ada, by Tue 17 Nov 2026"; empty when neither is known."""
    if why is None:
        return ""
    until = f"by {why.until:%a} {why.until.day} {why.until:%b %Y}" if why.until else ""
    return ", ".join(part for part in (why.owner, until) if part)


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


def count_words(**numbers: int) -> str:
    """Numbers that are not 0, with their words: "3 open, 2 parked"."""
    return ", ".join(f"{number} {word}" for word, number in numbers.items() if number)


def questions_words(number: int) -> str:
    """A number of questions: "1 question", "37 questions"."""
    return plural(number, "question")
