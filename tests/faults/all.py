"""All goals, in the order of the table."""

from tests.faults.goal import Goal

GOALS: list[Goal] = []
