"""A session of saves that is killed at each of its calls of the system, one after the other."""

import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from smtui.plan.backups import Backups
from smtui.temporary import tidy
from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.saves import digest, plan_text, save, whole_and_not_older

ROOT = Path(__file__).resolve().parents[2]
TIMES = 3
"""Saves in a session."""

_CALL = re.compile(r"^\d+\s+(\w+)\(")
_READY, _DONE = 'write(1, "ready', 'write(1, "done'


def traced(folder: Path, *options: str) -> tuple[int, list[str]]:
    """Run a session in a new folder under strace; its exit code, and what it has said."""
    (folder / "state").mkdir(parents=True)
    plan = folder / "plan.toml"
    plan.write_bytes(plan_text(0))
    program = [sys.executable, "-S", "-m", "tests.faults.saves"]
    done = subprocess.run(
        ["strace", "-f", "-qq", *options, *program, str(plan), str(folder / "state"), str(TIMES)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
        check=False,
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    return done.returncode, done.stdout.split("\n")


def points(folder: Path) -> list[tuple[str, int]]:
    """Every call of the session after "ready": its name, and the how manieth of the program."""
    log = folder / "trace"
    traced(folder, "-o", str(log))
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    counted: collections.Counter[str] = collections.Counter()
    found: list[tuple[str, int]] = []
    inside = False
    for line in lines:
        if not (call := _CALL.match(line)):
            continue
        counted[call[1]] += 1
        if inside:
            found.append((call[1], counted[call[1]]))
        inside = (inside or _READY in line) and _DONE not in line
    return found


def trouble_after(folder: Path, said: list[str]) -> str:
    """What is wrong in a folder after a kill; empty: nothing."""
    acknowledged = sum(one.startswith("saved ") for one in said)
    plan = folder / "plan.toml"
    data = plan.read_bytes()
    if trouble := whole_and_not_older(data, acknowledged, TIMES):
        return trouble
    backups = Backups(folder / "state" / "backups", datetime.now)
    if any(not one.is_whole() for one in backups.entries()):
        return "a torn backup"
    now = next(version for version in range(TIMES + 1) if data == plan_text(version))
    if save(plan, backups, now + 1) or plan.read_bytes() != plan_text(now + 1):
        return "the next session cannot save"
    for one in (folder, folder / "state" / "backups"):
        if one.exists():
            tidy(one, datetime.now() + timedelta(days=2))
    left = [one.name for one in folder.rglob(".smtui-*")]
    return f"left for ever: {left}" if left else ""


def run(effort: Effort) -> Outcome:
    """Kill at every call, or at some of them."""
    outcome = Outcome()
    if not shutil.which("strace"):
        outcome.skipped = "there is no strace here"
        return outcome
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        every = points(root / "clean")
        if not every or digest((root / "clean" / "plan.toml").read_bytes()) != digest(
            plan_text(TIMES)
        ):
            outcome.skipped = "strace does not work here"
            return outcome
        chosen = every if effort.full else effort.random("kills").sample(every, min(12, len(every)))
        hit = left = 0
        for number, (call, nth) in enumerate(chosen):
            folder = root / str(number)
            code, said = traced(
                folder,
                *("-o", os.devnull, "-e", f"trace={call}"),
                *("-e", f"inject={call}:signal=KILL:when={nth}"),
            )
            outcome.done += 1
            killed = code != 0 and "done" not in said
            hit += killed and "ready" in said
            left += any(folder.rglob(".smtui-*"))
            if trouble := trouble_after(folder, said):
                outcome.failures.append(f"killed at {call} {nth}: {trouble}")
            shutil.rmtree(folder)
    if hit < 0.9 * outcome.done:
        outcome.failures.append(f"only {hit} of {outcome.done} kills hit the session")
    outcome.figures = {
        "calls in the session": str(len(every)),
        "hit": f"{hit} of {outcome.done}",
        "temporary files left (and tidied)": str(left),
    }
    return outcome


GOALS: list[Goal] = [
    Goal(
        "disk kills",
        "killed at every call of a save session: plan old or new, 0 acknowledged answers lost",
        run,
    ),
]
