"""A session of saves that is killed at each of its calls of the system, one after the other."""

import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from smtui.plan.keeping.backups import Backups
from smtui.saving.temporary import tidy
from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.saves import plan_text, save, whole_and_not_older

ROOT = Path(__file__).resolve().parents[2]
TIMES = 3
"""Saves in a session."""

_CALL = re.compile(r"^\d+\s+(\w+)\(")
_READY, _DONE = 'write(1, "ready', 'write(1, "done'


@dataclass(frozen=True)
class Victim:
    """A program to be killed. It says "ready", what it has acknowledged, and "done"."""

    module: str
    """Run with the arguments FOLDER/plan.toml, FOLDER/state and how often to save."""
    prepare: Callable[[Path], object]
    """Puts into a folder what must be there before."""
    trouble: Callable[[Path, list[str]], str]
    """What is wrong in the folder after a kill, by what was said; empty: nothing."""


def traced(victim: Victim, folder: Path, *options: str) -> tuple[int, list[str]]:
    """Run a session in a new folder under strace; its exit code, and what it has said."""
    (folder / "state").mkdir(parents=True)
    victim.prepare(folder)
    program = [sys.executable, "-S", "-m", victim.module]
    given = [str(folder / "plan.toml"), str(folder / "state"), str(TIMES)]
    done = subprocess.run(
        ["strace", "-f", "-qq", *options, *program, *given],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
        check=False,
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]),
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    return done.returncode, done.stdout.split("\n")


def points(victim: Victim, folder: Path) -> list[tuple[str, int]]:
    """Every call of the session after "ready": its name, and the how manieth of the program."""
    log = folder / "trace"
    _, said = traced(victim, folder, "-o", str(log))
    if "done" not in said:
        return []
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
    acknowledged = sum(one.startswith("saved") for one in said)
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


SAVES = Victim(
    "tests.faults.saves",
    lambda folder: (folder / "plan.toml").write_bytes(plan_text(0)),
    trouble_after,
)


def killed(victim: Victim, effort: Effort) -> Outcome:
    """Kill it at every call, or at some of them."""
    outcome = Outcome()
    if not shutil.which("strace"):
        outcome.skipped = "there is no strace here"
        return outcome
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        every = points(victim, root / "clean")
        if not every:
            outcome.skipped = "strace does not work here"
            return outcome
        if trouble := victim.trouble(root / "clean", ["saved"] * TIMES):
            outcome.failures.append(f"not killed at all: {trouble}")
        few = min(12, len(every))
        chosen = every if effort.full else effort.random(victim.module).sample(every, few)
        hit = left = 0
        for number, (call, nth) in enumerate(chosen):
            folder = root / str(number)
            code, said = traced(
                victim,
                folder,
                *("-o", os.devnull, "-e", f"trace={call}"),
                *("-e", f"inject={call}:signal=KILL:when={nth}"),
            )
            outcome.done += 1
            hit += code != 0 and "ready" in said and "done" not in said
            left += any(folder.rglob(".smtui-*.tmp"))
            if trouble := victim.trouble(folder, said):
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


def run(effort: Effort) -> Outcome:
    """Saves with their backups."""
    return killed(SAVES, effort)


GOALS: list[Goal] = [
    Goal(
        "disk kills",
        "killed at every call of a save session: plan old or new, 0 acknowledged answers lost",
        run,
    ),
]
