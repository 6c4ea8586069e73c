"""All goals, in the order of the table."""

from tests.faults import (
    disk,
    hostile,
    journal,
    openers,
    payloads,
    sentences,
    sshd,
    streams,
    terminal,
)
from tests.faults.goal import Goal

GOALS: list[Goal] = [
    *journal.GOALS,
    *disk.GOALS,
    *terminal.GOALS,
    *streams.GOALS,
    *hostile.GOALS,
    *sentences.GOALS,
    *payloads.GOALS,
    *openers.GOALS,
    *sshd.GOALS,
]
