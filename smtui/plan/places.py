"""Places of a plan as every face speaks of them: what they are called, and how to get there."""

from smtui.plan.answers import Parked, Place
from smtui.plan.session import Position, Session
from smtui.questionnaire.kinds import Link
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


def count_words(**numbers: int) -> str:
    """Numbers that are not 0, with their words: "3 open, 2 parked"."""
    return ", ".join(f"{number} {word}" for word, number in numbers.items() if number)


def questions_words(number: int) -> str:
    """A number of questions: "1 question", "37 questions"."""
    return plural(number, "question")


def uses_said(session: Session, list_id: str, item: str) -> list[str]:
    """What hangs on an item, in words: which answers of which items name it."""
    said: dict[str, int] = {}
    for place in session.uses_of(list_id, item):
        question = session.questionnaire.questions[place.name]
        owner = session.questionnaire.list_of(place.name)
        where = f"{owner.one} '{session.reading.title(owner.id, place.item)}'" if owner else ""
        words = f"{question.called} of {where}" if where else question.called
        said[words] = said.get(words, 0) + 1
    return [f"{words}{f' ({count} times)' if count > 1 else ''}" for words, count in said.items()]


def left_to_one(session: Session, list_id: str, item: str) -> bool:
    """Whether what hangs on an item would by itself name the only one that is left."""
    questions = session.questionnaire.questions
    hanging = [questions[at.name] for at in session.uses_of(list_id, item)]
    two = len(session.answers.ids(list_id)) == 2
    return two and all(isinstance(one, Link) and bool(one.auto) for one in hanging)
