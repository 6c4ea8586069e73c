"""All goals, in the order of the table."""

from tests.faults import streams, terminal
from tests.faults.goal import Goal

GOALS: list[Goal] = [*streams.GOALS, *terminal.GOALS]
