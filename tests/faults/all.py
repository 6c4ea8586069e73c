"""All goals, in the order of the table."""

from tests.faults import hostile, payloads, screens, sentences
from tests.faults.goal import Goal

GOALS: list[Goal] = [*hostile.GOALS, *sentences.GOALS, *payloads.GOALS, *screens.GOALS]
