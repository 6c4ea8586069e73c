"""All goals, in the order of the table."""

from tests.faults import journal, journal_power
from tests.faults.goal import Goal

GOALS: list[Goal] = [*journal.GOALS, *journal_power.GOALS]
