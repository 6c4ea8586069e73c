"""All goals, in the order of the table."""

from tests.faults import (
    disk,
    hostile,
    journal,
    journal_power,
    openers,
    payloads,
    screens,
    sentences,
    sitting,
    sshd,
    streams,
    terminal,
    windows,
)
from tests.faults.goal import Goal

GOALS: list[Goal] = [
    *journal.GOALS,
    *journal_power.GOALS,
    *disk.GOALS,
    *sitting.GOALS,
    *terminal.GOALS,
    *windows.GOALS,
    *streams.GOALS,
    *hostile.GOALS,
    *sentences.GOALS,
    *payloads.GOALS,
    *screens.GOALS,
    *openers.GOALS,
    *sshd.GOALS,
]
