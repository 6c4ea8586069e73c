"""What a disk may do to a save: errors, kills, power cuts, no room, no rights, odd files."""

from tests.faults import errnos, full, kills, kinds, power
from tests.faults.goal import Goal

GOALS: list[Goal] = [*errnos.GOALS, *kills.GOALS, *power.GOALS, *full.GOALS, *kinds.GOALS]
