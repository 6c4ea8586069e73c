"""All goals, in the order of the table."""

from tests.faults import disk
from tests.faults.goal import Goal

GOALS: list[Goal] = [*disk.GOALS]
