"""What an expression asks of the plan that it is evaluated on."""

from collections.abc import Callable, Hashable
from datetime import date
from enum import Enum
from typing import Any, Protocol


class State(Enum):
    """How a question stands: answered, parked, open, said not to apply, or hidden.

    Hidden counts for nothing.
    """

    ANSWERED = "answered"
    PARKED = "parked"
    NOT_APPLICABLE = "not applicable"
    OPEN = "open"
    HIDDEN = "hidden"


class TooCostly(Exception):
    """An expression took more steps than a plan of the largest size may need."""


class World(Protocol):
    """A plan as expressions see it. `item` is an item's id, or empty outside lists."""

    @property
    def run(self) -> str:
        """quick or full."""
        ...

    @property
    def today(self) -> date | None:
        """The day, or None where the clock has no say."""
        ...

    def value(self, name: str, item: str) -> Any:
        """The answer to a question; None when it is unknown."""
        ...

    def state(self, name: str, item: str) -> State:
        """How the question stands."""
        ...

    def items(self, list_id: str) -> tuple[str, ...]:
        """The ids of a list's items, in order."""
        ...

    def title(self, list_id: str, item: str) -> str:
        """What an item is called."""
        ...

    def rows(self, grid: str, item: str) -> tuple[str, ...]:
        """The rows of a grid: each the item that it belongs to, a dot, and the row's own id."""
        ...

    def row_label(self, grid: str, row: str) -> str:
        """What a row of a grid is called."""
        ...

    def worded(self, question: str, choice: str, item: str = "") -> str:
        """What a choice is called whose label has values in it; what "another" was, in an item."""
        ...

    def completeness(self, section: str) -> float:
        """How much of a section is answered, 0 to 1, in the present run."""
        ...

    def earned(self, check: str) -> float | None:
        """The share that a check earned, 0 to 1; None when it does not apply."""
        ...

    def remembered(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """The result of `work`, computed once for this state of the plan."""
        ...

    def spend(self, steps: int) -> None:
        """Count steps; raises `TooCostly` when an evaluation never ends."""
        ...
