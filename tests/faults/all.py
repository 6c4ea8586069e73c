"""All goals, in the order of the table."""

from tests.faults import openers, sshd
from tests.faults.goal import Goal

GOALS: list[Goal] = [*openers.GOALS, *sshd.GOALS]
