"""``python -m tests.faults.typist``: types into a session with a journal, to be killed at it.

For each line on stdin, ``FOLDER SEED LARGEST SLOW`` (bytes of a journal, seconds of an fsync), a
child is forked that types into a journal in that folder until somebody kills it. Its id comes to
stdout, and then for each key its number and the time at which it was pressed.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from smtui.plan.answers import Answers, Place
from smtui.plan.journal import Head, Journal, Pace
from smtui.plan.session import Session
from tests.faults.bad_disk import BadDisk
from tests.plan.party import shared

PLACES = [Place("party.name"), Place("party.about")]
"""Where it types, by turns."""

BETWEEN = 0.004
"""Seconds between two keys: faster than anybody types, so that more is under way."""


def place_of(number: int) -> Place:
    """Where the key of this number is typed: some at one place, then some at the other."""
    return PLACES[number // 7 % len(PLACES)]


def typed(number: int) -> str:
    """What stands at its place after the key of this number."""
    return f"{number} x" + "x" * (number % 40)


def number_of(text: str) -> int:
    """The key after which this stood there."""
    return int(text.partition(" ")[0])


def saves(chance: random.Random) -> Iterator[bool]:
    """After which keys the plan is saved."""
    while True:
        yield chance.random() < 0.02


def type_on(folder: Path, chance: random.Random, largest: int, slow: float) -> None:
    """Type until the end."""
    now = datetime.now()
    head = Head("plan.toml", "", "party", "1.2", "", "0", "", "", os.getpid(), "", now)
    disk = BadDisk()
    if slow:
        disk.delays["fdatasync"] = slow
    journal = Journal(
        [folder],
        head,
        Answers(),
        "{}",
        clock=datetime.now,
        pace=Pace(largest=largest),
        system=disk.system,
    )
    session = Session(shared())
    session.listen(lambda change: journal.put(session.answers, session.position, session.run))
    for number, save in enumerate(saves(chance), 1):
        # told before it is pressed: no key may be missing in the account
        os.write(1, b"%d %.6f\n" % (number, time.monotonic()))
        session.answer(place_of(number), typed(number))
        if number % 10 == 0:
            journal.sync()
        if save:
            base = {at.name: value for at, value in session.answers.values.items()}
            journal.saved(f"{number:064x}", session.answers, json.dumps(base))
        time.sleep(BETWEEN)


def main() -> None:
    """Fork a child for each line."""
    shared()
    for line in sys.stdin:
        folder, seed, largest, slow = line.split()
        child = os.fork()
        if not child:
            os.write(1, b"%d 0\n" % os.getpid())
            try:
                type_on(Path(folder), random.Random(seed), int(largest), float(slow))
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        os.write(1, b"end\n")


if __name__ == "__main__":
    main()
