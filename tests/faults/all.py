"""All goals, in the order of the table."""

from tests.faults import disk, journal, openers
from tests.faults.goal import Goal

GOALS: list[Goal] = [
    *journal.GOALS,
    *disk.GOALS,
    *openers.GOALS,
]
