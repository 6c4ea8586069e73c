"""A session that saves a plan of 200 answers again and again.

``python -m tests.faults.saves PLAN STATE TIMES`` runs it as a program of its own, to be killed: it
says "ready", then "saved 1" and so on after each save, and "done".
"""

import hashlib
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from smtui.plan.keeping.backups import Backups
from smtui.saving import replace_file
from smtui.saving.system import System

ANSWERS = 200


def plan_text(version: int, answers: int = ANSWERS) -> bytes:
    """A plan of about 400 bytes an answer; one of its answers differs in each version."""
    lines = ["[meta]", 'questionnaire = "q"', 'version = "1.0"', "", "[answers]"]
    for number in range(answers):
        said = f"Version {version}. " if number == version % answers else ""
        lines.append(f'a{number} = "{said}{f"What was said to question {number}. " * 13}"')
    return "\n".join([*lines, f"last = {version}", ""]).encode()


def digest(data: bytes) -> str:
    """The sha256 of it."""
    return hashlib.sha256(data).hexdigest()


def save(
    plan: Path,
    backups: Backups,
    version: int,
    *,
    answers: int = ANSWERS,
    system: System = os,
) -> tuple[str, ...]:
    """Replace one version by the next, as the program does: nobody else's file, with a backup."""
    before = plan_text(version - 1, answers)
    return replace_file(
        plan,
        plan_text(version, answers),
        expected=digest(before),
        before=lambda old: backups.keep(old, always=True),
        system=system,
    )


def session(plan: Path, state: Path, times: int, acknowledge: Callable[[int], object]) -> None:
    """Save that often, and acknowledge each version when it is saved."""
    backups = Backups(state / "backups", datetime.now)
    for version in range(1, times + 1):
        save(plan, backups, version)
        acknowledge(version)


def whole_and_not_older(data: bytes, said: int, times: int) -> str:
    """What is wrong with a plan of which version `said` was acknowledged; empty: nothing."""
    for version in range(times + 1):
        if data == plan_text(version):
            return "" if version in (said, said + 1) else f"version {version}, not {said}"
    return f"torn: {len(data)} bytes that are no version"


if __name__ == "__main__":
    os.write(1, b"ready\n")
    session(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        int(sys.argv[3]),
        lambda version: os.write(1, b"saved %d\n" % version),
    )
    os.write(1, b"done\n")
