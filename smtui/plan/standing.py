"""How far a section, an item or a plan is, counted in the questions that its run asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import ItemList, Question

_BLOCK = 32
"""Sections that are added up together: in a large plan most of these sums stay as they are."""


@dataclass(frozen=True)
class Standing:
    """How a section, an item or the plan stands, in questions that this run asks."""

    asked: int = 0
    answered: int = 0
    parked: int = 0
    wrong: int = 0
    required_open: int = 0
    not_applicable: int = 0

    @property
    def open(self) -> int:
        """Questions without a reply."""
        return self.asked - self.settled

    @property
    def settled(self) -> int:
        """Questions that are answered, parked, or do not apply."""
        return self.answered + self.parked + self.not_applicable

    @property
    def done(self) -> bool:
        """Nothing required is open and nothing is wrong; parked may be."""
        return self.required_open == 0 and self.wrong == 0

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.asked + other.asked,
            self.answered + other.answered,
            self.parked + other.parked,
            self.wrong + other.wrong,
            self.required_open + other.required_open,
            self.not_applicable + other.not_applicable,
        )


def standing_of(reading: Reading, places: Iterable[Place]) -> Standing:
    """How some questions stand together."""
    return sum((_stands(reading, place) for place in places), Standing())


def _stands(reading: Reading, place: Place) -> Standing:
    if not reading.questionnaire.questions[place.name].answerable:
        return Standing()
    state = reading.state(*place)
    wrong = reading.is_wrong(place)
    return Standing(
        asked=1,
        answered=int(state is State.ANSWERED and not wrong),
        parked=int(state is State.PARKED),
        wrong=int(wrong),
        required_open=int(reading.required(place) and state is State.OPEN and not wrong),
        not_applicable=int(state is State.NOT_APPLICABLE),
    )


def item_standing(reading: Reading, section: str, list_id: str, item: str) -> Standing:
    """How an item of a list stands in a section; without one, the questions outside lists."""

    def work() -> Standing:
        return standing_of(reading, reading.questions_of(section, item, list_id))

    found: Standing = reading.remembered(("standing", section, list_id, item), work)
    return found


def section_standing(reading: Reading, section: str) -> Standing:
    """How a section stands. A list that needs items and has none counts one open."""

    def work() -> Standing:
        found = Standing()
        for entry in reading.questionnaire.entries(section):
            if isinstance(entry, ItemList):
                lacking = int(lacks(reading, section, entry))
                problems = reading.list_problems(entry.id)
                wrong = sum(one.severity == "error" for one in problems)
                found += Standing(asked=lacking, required_open=lacking, wrong=wrong)
                items = reading.items(entry.id)
                found = sum(
                    (item_standing(reading, section, entry.id, one) for one in items), found
                )
        return found + item_standing(reading, section, "", "")

    found: Standing = reading.remembered(("standing", section), work)
    return found


def lacks(reading: Reading, section: str, entry: Question | ItemList) -> bool:
    """Whether an entry is a list that this run asks and that has fewer items than it needs."""
    return (
        isinstance(entry, ItemList)
        and entry.fewest > len(reading.items(entry.id))
        and bool(would_ask(reading, section, entry.id))
    )


def would_ask(reading: Reading, section: str, list_id: str) -> list[str]:
    """The questions of a list that this run asks of an item, or may ask it."""
    questionnaire = reading.questionnaire
    return [
        question.id
        for question in questionnaire.section(section).questions
        if questionnaire.homes[question.id].list == list_id and reading.may_ask(question.id)
    ]


def overall(reading: Reading) -> Standing:
    """How the whole plan stands in its run."""
    names = [section.id for section in reading.questionnaire.sections]

    def block(at: int) -> Standing:
        def work() -> Standing:
            some = names[at : at + _BLOCK]
            return sum((section_standing(reading, one) for one in some), Standing())

        found: Standing = reading.remembered(("standings", at), work)
        return found

    return sum((block(at) for at in range(0, len(names), _BLOCK)), Standing())
