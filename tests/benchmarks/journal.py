"""``python -m tests.benchmarks.journal``: what a key costs the screen for being kept.

Goal: `put` takes 0.05 ms at most in 99 of 100 cases, on disks of every speed.
"""

import argparse
import shutil
import statistics
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from smtui.plan.answers import Answers, Place
from smtui.plan.journal import Head, Journal
from smtui.plan.session import Position
from tests.faults.bad_disk import BadDisk

HEAD = Head("plan.toml", "", "plan", "1", "", "0", "", "", 1, "", datetime(2026, 11, 21))

DISKS: Mapping[str, Mapping[str, float]] = {
    "as it is": {},
    "fsync takes 0.1 s": {"fdatasync": 0.1, "fsync": 0.1},
    "fsync takes 2 s": {"fdatasync": 2.0, "fsync": 2.0},
    "write takes 0.5 s": {"write": 0.5},
}


def plan(answers: int) -> Answers:
    """A plan with so many answers."""
    values = {Place(f"q.{number}"): f"answer {number} " * 20 for number in range(answers)}
    return Answers(values)


def measured(delays: Mapping[str, float], answers: int, keys: int, between: float) -> list[float]:
    """How long each key took the thread that draws, in seconds."""
    folder, disk = Path(mkdtemp(prefix="smtui-journal-")), BadDisk()
    disk.delays.update(delays)
    base, took = plan(answers), []
    journal = Journal([folder / "j"], HEAD, base, "", clock=datetime.now, system=disk.system)
    try:
        place, now = Place("q.0"), base
        for number in range(keys):
            # The snapshot before lives until the key is over, for to free it is no cost of this:
            # without a journal the session would free it.
            before, now = now, now.with_value(place, f"answer {number} " * 20)
            at = Position("first", "q.0")
            begin = time.perf_counter()
            journal.put(now, at, "quick")
            took.append(time.perf_counter() - begin)
            del before
            time.sleep(between)
        journal.close(seconds=10)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return sorted(took)


def main(arguments: list[str]) -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.journal")
    parser.add_argument("--keys", type=int, default=1000)
    parser.add_argument("--between", type=float, default=0.003, help="seconds between two keys")
    options = parser.parse_args(arguments)
    sys.stdout.write("| disk | answers | median | p99 | longest |\n|---|---|---|---|---|\n")
    for name, delays in DISKS.items():
        for answers in (200, 5000):
            took = measured(delays, answers, options.keys, options.between)
            numbers = (statistics.median(took), took[len(took) * 99 // 100], took[-1])
            told = " | ".join(f"{one * 1000:.4f} ms" for one in numbers)
            sys.stdout.write(f"| {name} | {answers} | {told} |\n")


if __name__ == "__main__":
    main(sys.argv[1:])
