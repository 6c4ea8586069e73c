"""Finds a section, a question or an item by what somebody types behind /go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from smtui.plan.answers import Place
from smtui.plan.named import place_name
from smtui.plan.said import NotUnderstood, place_called
from smtui.plan.session import Position, Session
from smtui.text import clean_line

MOST_SHOWN = 12


@dataclass(frozen=True)
class Found:
    """Something to go to, and what it is called."""

    called: str
    position: Position


@dataclass(frozen=True)
class _Way:
    """A goal with the names that it goes by, and all its words."""

    found: Found
    names: tuple[str, ...]
    words: str


def find(session: Session, wanted: str) -> list[Found]:
    """What is meant: an exact name first, then what begins so, then what has all the words."""
    try:
        place = place_called(session.reading, wanted)
    except NotUnderstood:
        pass
    else:
        section = session.questionnaire.homes[place.name].section
        return [Found(place_name(session.reading, place), Position(section, *place))]
    folded = _folded(wanted)
    if not folded:
        return []
    ways = list(_ways(session))
    parts_of = folded.split()

    def all_words(way: _Way) -> bool:
        return all(one in way.words for one in parts_of)

    tests: tuple[Callable[[_Way], bool], ...] = (
        lambda way: folded in way.names,
        lambda way: any(name.startswith(folded) for name in way.names),
        all_words,
    )
    for fits in tests:
        found = [way.found for way in ways if fits(way)]
        if found:
            return found
    return []


def _ways(session: Session) -> Iterator[_Way]:
    """Sections, items and questions, as far as this run asks them."""
    reading, questionnaire = session.reading, session.questionnaire
    for section in questionnaire.sections:
        title = reading.section_words(section.id, "title")
        names = (_folded(title), section.id)
        yield _Way(Found(title, Position(section.id)), names, names[0])
        for list_id in dict.fromkeys(questionnaire.homes[q.id].list for q in section.questions):
            for item in session.answers.ids(list_id) if list_id else ():
                for first in reading.questions_of(section.id, item, list_id):
                    called = reading.title(list_id, item)
                    position = Position(section.id, *first)
                    folded = _folded(called)
                    yield _Way(Found(called, position), (folded,), folded)
                    break
    for place in reading.places():
        question = questionnaire.questions[place.name]
        if question.answerable:
            for one in dict.fromkeys((place, *reading.parts(place))):
                yield _question(session, one)


def _question(session: Session, place: Place) -> _Way:
    question = session.questionnaire.questions[place.name]
    section = session.questionnaire.homes[place.name].section
    called = place_name(session.reading, place)
    reading = session.reading
    short = _folded(reading.called(place))
    names = (question.id, question.id.partition(".")[2], short, _folded(called))
    words = f"{' '.join(names)} {_folded(reading.words(place, 'ask'))}"
    return _Way(Found(called, Position(section, *place)), names, words)


def _folded(words: str) -> str:
    return " ".join(clean_line(words).casefold().split())
