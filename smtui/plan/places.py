"""Places of a plan as every face speaks of them: what they are called, and how to get there."""

from smtui.plan.answers import Parked, Place
from smtui.plan.missing import other_run
from smtui.plan.named import name_in_item
from smtui.plan.session import Position, Session
from smtui.questionnaire.kinds import Grid, Link
from smtui.text import clean_line, plural


def position_of(session: Session, place: Place) -> Position | None:
    """Where a question is answered; None when the questionnaire does not have it.

    A part leads to its record or grid; a question of a list without an item to the first item.
    """
    questionnaire = session.questionnaire
    home = questionnaire.homes.get(place.name)
    if home is None:
        return None
    whole = session.reading.whole_of(place) or place
    ids = session.answers.ids(home.list)
    if home.list and place.owner not in ids:
        if not ids:
            return Position(home.section)
        whole = Place(whole.name, ids[0])
    return Position(home.section, *whole)


def way_to(session: Session, place: Place) -> Position | None:
    """Where the focus is to go for a place: to the very part of a record or grid that it is.

    Without such a part now, to its whole; None when the questionnaire does not have it.
    """
    home = session.questionnaire.homes.get(place.name)
    in_grid = home is not None and home.record in session.questionnaire.row_types
    if home and home.record and bool(place.row) == in_grid and session.reading.visible(place):
        return Position(home.section, *place)
    return position_of(session, place)


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


def switch_words(session: Session) -> str:
    """What going on in the other run means; empty where there is none to go on in."""
    other = other_run(session.questionnaire, session.run)
    if not other or session.read_only:
        return ""
    run = session.questionnaire.runs[other]
    minutes = f" ({run.minutes} minutes in all)" if run.minutes else ""
    title = clean_line(run.title).lower()
    if other == "full":
        return f"Go on in the {title} run{minutes}: it asks only what is missing"
    return f"Go on in the {title} run{minutes}: it asks less, and keeps all answers"


def uses_said(session: Session, list_id: str, item: str) -> list[str]:
    """What hangs on an item, in words: which answers of which items name it, which rows it has."""
    said: dict[str, int] = {}
    for place in session.uses_of(list_id, item):
        words, owner = _use_said(session, place), session.questionnaire.list_of(place.name)
        if owner:
            words = f"{words} of {owner.one} '{session.reading.title(owner.id, place.owner)}'"
        said[words] = said.get(words, 0) + 1
    return [f"{words}{f' ({count} times)' if count > 1 else ''}" for words, count in said.items()]


def _use_said(session: Session, place: Place) -> str:
    reading = session.reading
    if isinstance(session.questionnaire.questions[place.name], Grid):
        return f"its row in '{reading.called(Place(place.name, place.owner))}'"
    return name_in_item(reading, place)


def heirs(session: Session, list_id: str, item: str) -> list[str]:
    """The items that can take over what hangs on an item; none comes to name itself."""
    uses = session.uses_of(list_id, item)
    ids = session.answers.ids(list_id)
    return [one for one in ids if one != item and any(at.owner != one for at in uses)]


def going_said(session: Session, list_id: str, item: str, heir: str) -> str:
    """Which rows an heir cannot take over, in words to put behind others: " (1 row goes)"."""
    going = len(session.going(list_id, item, heir))
    return f" ({plural(going, 'row goes', 'rows go')})" if going else ""


def left_to_one(session: Session, list_id: str, item: str) -> bool:
    """Whether what hangs on an item would by itself name the only one that is left."""
    questions = session.questionnaire.questions
    hanging = [questions[at.name] for at in session.uses_of(list_id, item)]
    two = len(session.answers.ids(list_id)) == 2
    return two and all(isinstance(one, Link) and bool(one.auto) for one in hanging)
