"""All goals, in the order of the table."""

from tests.faults import streams, terminal, windows
from tests.faults.goal import Goal

GOALS: list[Goal] = [*streams.GOALS, *terminal.GOALS, *windows.GOALS]
