"""Finds a section, a question or an item by what somebody types behind /go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from smtui.plan.answers import Place
from smtui.plan.named import place_name
from smtui.plan.said import NotUnderstood, place_called
from smtui.plan.session import Position, Session
from smtui.questionnaire.model import ItemList
from smtui.text import clean_line, shortened

MOST_SHOWN = 12
_LONGEST_ASK = 60


@dataclass(frozen=True)
class Found:
    """Something to go to, what it is called, and what it is: two may be called the same."""

    called: str
    position: Position
    kind: str = ""

    @property
    def line(self) -> str:
        """For a list of several: "Aim (section)", "Aim (What do you want?)"."""
        return f"{self.called} ({self.kind})" if self.kind else self.called


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

    lists = [way.found for way in _lists(session) if folded in way.names]
    if lists:
        return lists  # each of its items may have a question of that name
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


def _lists(session: Session) -> Iterator[_Way]:
    """The lists, where they are filled in first."""
    questionnaire = session.questionnaire
    seen: set[str] = set()
    for section in questionnaire.sections:
        for one in questionnaire.entries(section.id):
            if isinstance(one, ItemList) and one.id not in seen:
                seen.add(one.id)
                names = tuple(_folded(name) for name in (one.id, one.one, one.many))
                yield _Way(Found(one.many, Position(section.id, one.id), "list"), names, names[0])


def _ways(session: Session) -> Iterator[_Way]:
    """Sections, items and questions, as far as this run asks them."""
    reading, questionnaire = session.reading, session.questionnaire
    for section in questionnaire.sections:
        title = reading.section_words(section.id, "title")
        names = (_folded(title), section.id)
        yield _Way(Found(title, Position(section.id), "section"), names, names[0])
        for list_id in dict.fromkeys(questionnaire.homes[q.id].list for q in section.questions):
            for item in session.answers.ids(list_id) if list_id else ():
                for first in reading.questions_of(section.id, item, list_id):
                    called = reading.title(list_id, item)
                    position = Position(section.id, *first)
                    folded = _folded(called)
                    kind = questionnaire.lists[list_id].one
                    yield _Way(Found(called, position, kind), (folded,), folded)
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
    ask = shortened(reading.words(place, "ask"), _LONGEST_ASK)
    words = f"{' '.join(names)} {_folded(reading.words(place, 'ask'))}"
    kind = "question" if ask in ("", called) else ask
    return _Way(Found(called, Position(section, *place), kind), names, words)


def _folded(words: str) -> str:
    return " ".join(clean_line(words).casefold().split())
