"""How far a section, an item or a plan is, counted in the questions that its run asks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import State

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


def together(
    reading: Reading, sections: Sequence[str], standing: Callable[[str], Standing]
) -> Standing:
    """How all these sections stand together; `standing` says it of one."""

    def block(at: int) -> Standing:
        def work() -> Standing:
            return sum((standing(one) for one in sections[at : at + _BLOCK]), Standing())

        found: Standing = reading.remembered(("standings", at), work)
        return found

    return sum((block(at) for at in range(0, len(sections), _BLOCK)), Standing())
