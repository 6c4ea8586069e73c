"""The bounds of an answer, where other answers say them."""

from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, Protocol

from smtui.questionnaire.expression import State, World


class Plain(World, Protocol):
    """A plan that also tells of an answer whether or not it keeps to its bounds."""

    def plain_value(self, name: str, item: str) -> Any:
        """The answer to a question, beyond its bounds or not; None when it is unknown."""
        ...


class Unbounded(World):
    """A plan as bounds see it: answers count although they break a bound.

    For a lowest and a highest name each other, and neither may be judged before the other.
    """

    def __init__(self, plan: Plain) -> None:
        self._plan = plan

    @property
    def run(self) -> str:
        return self._plan.run

    @property
    def today(self) -> date | None:
        return self._plan.today

    def value(self, name: str, item: str) -> Any:
        return self._plan.plain_value(name, item)

    def state(self, name: str, item: str) -> State:
        # what is given is answered here, even when it breaks a bound
        if self._plan.plain_value(name, item) not in (None, ()):
            return State.ANSWERED
        return self._plan.state(name, item)

    def items(self, list_id: str) -> tuple[str, ...]:
        return self._plan.items(list_id)

    def title(self, list_id: str, item: str) -> str:
        return self._plan.title(list_id, item)

    def rows(self, grid: str, item: str) -> tuple[str, ...]:
        return self._plan.rows(grid, item)

    def row_label(self, grid: str, row: str) -> str:
        return self._plan.row_label(grid, row)

    def worded(self, question: str, choice: str, item: str = "") -> str:
        return self._plan.worded(question, choice, item)

    def completeness(self, section: str) -> float:
        return self._plan.completeness(section)

    def earned(self, check: str) -> float | None:
        return self._plan.earned(check)

    def remembered(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """Apart from what is worked out of answers that keep to their bounds."""
        return self._plan.remembered(("unbounded", key), work)

    def spend(self, steps: int) -> None:
        self._plan.spend(steps)
