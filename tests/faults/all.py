"""All goals, in the order of the table."""

from tests.faults import journal
from tests.faults.goal import Goal

GOALS: list[Goal] = [*journal.GOALS]
