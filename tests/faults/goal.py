"""What a run of faults is told, and what it gives back."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Effort:
    """How much is tried. `full` is for the table; without it a few, for the tests."""

    full: bool = False
    seed: int = 20261122
    times: float = 1.0
    """What every full count is multiplied with."""

    def of(self, full: int, few: int) -> int:
        """A count: that of a full run, or the few of the tests."""
        return max(1, round(full * self.times)) if self.full else few

    def random(self, name: str) -> random.Random:
        """Chance that can be had again: the same for the same seed and name."""
        return random.Random(f"{self.seed} {name}")


@dataclass
class Outcome:
    """What came of it: how many were tried, what failed in words, and figures to print."""

    done: int = 0
    failures: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    skipped: str = ""
    """Why it could not be tried on this machine; empty when it was."""


@dataclass(frozen=True)
class Goal:
    """One line of the table. `wanted` is the figure to reach, in words."""

    name: str
    wanted: str
    run: Callable[[Effort], Outcome]
    slow: bool = False
    """Whether even the few take long, or need what a test has not: left out of the tests."""
