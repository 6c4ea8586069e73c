"""What is left to do in a plan, and what was said beside its answers, for the scorecard."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import chain

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import ItemList


@dataclass(frozen=True)
class Left:
    """Places by how they stand, in order. `lists` are the lists whose items do not fit together,
    each with what is wrong; `computed` are the values that are worked out and shown.
    """

    parked: tuple[Place, ...] = ()
    not_applicable: tuple[Place, ...] = ()
    open: tuple[Place, ...] = ()
    wrong: tuple[Place, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()
    computed: tuple[Place, ...] = ()


def all_left(reading: Reading) -> Left:
    """What is left to do in the whole plan."""
    parts = [left_in(reading, section.id) for section in reading.questionnaire.sections]
    # at once: to add up a large plan piece by piece would take longer than to find it all
    return Left(
        **{
            one.name: tuple(chain.from_iterable(getattr(part, one.name) for part in parts))
            for one in fields(Left)
        }
    )


def left_in(reading: Reading, section: str) -> Left:
    """What is left to do in a section."""
    found: Left = reading.remembered(("left", section), lambda: _left(reading, section))
    return found


def _left(reading: Reading, section: str) -> Left:
    questions = reading.questionnaire.questions
    places = list(reading.places_of(section))
    asked = [place for place in places if questions[place.name].answerable]
    shown = [place for place in places if reading.is_computed(place)]
    spread = [at for place in asked for at in _put_off(reading, place)]
    return Left(
        parked=tuple(place for place in spread if reading.is_parked(place)),
        not_applicable=tuple(place for place in spread if not reading.is_parked(place)),
        open=tuple(place for place in asked if _is_open(reading, place)),
        wrong=tuple(place for place in asked if reading.is_wrong(place)),
        lists=tuple(_wrong_lists(reading, section)),
        computed=tuple(place for place in shown if reading.value(*place) is not None),
    )


def _put_off(reading: Reading, place: Place) -> Iterator[Place]:
    """What is parked or does not apply at a place: the question, or some of its parts."""
    if reading.is_put_off(place):
        yield place
        return
    if reading.questionnaire.questions[place.name].parts:
        yield from (part for part in reading.parts(place) if reading.is_put_off(part))


def _is_open(reading: Reading, place: Place) -> bool:
    """Whether it is required and nothing is said; what is wrong is told apart."""
    is_open = reading.state(*place) is State.OPEN and reading.required(place)
    return is_open and not reading.is_wrong(place)


def _wrong_lists(reading: Reading, section: str) -> Iterator[tuple[str, str]]:
    for entry in reading.questionnaire.entries(section):
        if isinstance(entry, ItemList):
            for problem in reading.list_problems(entry.id):
                if problem.severity == "error":
                    yield entry.id, problem.words


def said_beside(reading: Reading, places: Iterable[Place]) -> tuple[Place, ...]:
    """Of some places at which something was said those that this run asks, in order."""
    asked = [place for place in places if reading.asked(place)]
    order = reading.questionnaire.order
    items = {item: at for ids in reading.answers.items.values() for at, item in enumerate(ids)}
    return tuple(sorted(asked, key=lambda at: (order[at.name], items.get(at.owner, 0), at.row)))
