"""All goals, in the order of the table."""

from tests.faults import disk, openers
from tests.faults.goal import Goal

GOALS: list[Goal] = [
    *disk.GOALS,
    *openers.GOALS,
]
