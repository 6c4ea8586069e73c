"""A whole session with journal, backups, lock and scorecard, killed at each call of the system.

``python -m tests.faults.sitting`` is the program that is killed: for each line on stdin, ``FOLDER
KIND AT``, a child is forked that opens a plan there, answers, saves and leaves, and kills itself
at its call number AT (a write after half of it). It says what it has acknowledged.
"""

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from smtui.commands.opening import PlanOpener
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput
from smtui.plan.answers import Answers, Place
from smtui.plan.opened import Opened
from smtui.plan.session import Position
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from tests.commands import visit
from tests.faults.goal import Effort, Goal, Outcome

ROOT = Path(__file__).resolve().parents[2]
NAME, AIM, ROLE = Place("about.name"), Place("about.aim"), "guest.role"
TIMES = 8
"""Answers that are given one after the other; each is acknowledged when it is kept."""
KINDS = ("there", "new")
"""A plan that has a file, and one that gets file and name while it is answered."""
CALLS = (
    "open close read write pread lseek ftruncate fsync fdatasync fstat stat lstat fchmod fchown "
    "chmod rename replace link unlink mkdir rmdir listdir scandir access utime"
).split()


@cache
def questionnaire() -> Questionnaire:
    """The small questionnaire, loaded once."""
    with tempfile.TemporaryDirectory() as name:
        return load(visit.folder(Path(name)))


def opener_in(folder: Path) -> PlanOpener:
    """What a run of the program has that is begun in this folder."""
    env = {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state")}
    plans, nothing = folder / "plans", io.StringIO()
    around = Surroundings(nothing, nothing, env, plans, datetime.now, io.StringIO())
    return PlanOpener(questionnaire(), around)


# -------------------------------------------------------------------------- the program that dies


class Death:
    """Counts the calls of the system, of all threads, and is there at the one of its number."""

    def __init__(self, at: int) -> None:
        self.count = 0
        self._at = at
        self._lock = threading.Lock()

    def lies_in_wait(self) -> None:
        """From now on."""
        for name in CALLS:
            if hasattr(os, name):
                setattr(os, name, self._watched(name, getattr(os, name)))

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **options: Any) -> Any:
            with self._lock:
                self.count += 1
                now = self.count == self._at
                if now and name == "write":
                    real(given[0], bytes(given[1])[: len(given[1]) // 2])
                if now:
                    os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **options)

        return call


def sit(folder: Path, kind: str, at: int) -> None:
    """Answer, save and leave."""
    say, death = _saying(os.write), Death(at)
    opener = opener_in(folder)
    death.lies_in_wait()
    if kind == "new":
        opened = opener.new("quick", None)
    else:
        opened = opener.open(folder / "plans" / "plan.toml")
    session, keeper = opened.session, opened.keeper
    for number in range(1, TIMES + 1):
        session.answer(AIM, f"{number} of them")
        if number == 3:
            session.answer(NAME, "Oslo")
            session.go(Position("guests"))
            session.answer(Place(ROLE, session.add_item("guest")), "host")
        if keeper.safe is not None and keeper.safe.flush(20):
            say(f"kept {number}")
        if number % 2 == 0 and keeper.save(scorecard=number == 4):
            say(f"saved {number}")
    session.answer(AIM, f"{TIMES + 1} of them")
    if keeper.close():
        say(f"saved {TIMES + 1}")
    keeper.let_go()
    say(f"done {death.count}")


def _saying(write: Callable[[int, bytes], int]) -> Callable[[str], object]:
    return lambda words: write(1, f"{words}\n".encode())


def serve() -> None:
    """Fork for each line; the child's words, then "end"."""
    questionnaire()
    opener_in(Path(tempfile.gettempdir()))
    for line in sys.stdin:
        folder, kind, at = line.split()
        child = os.fork()
        if not child:
            with contextlib.suppress(Exception):
                sit(Path(folder), kind, int(at))
            os._exit(1)
        os.waitpid(child, 0)
        os.write(1, b"end\n")


# ---------------------------------------------------------------------------------- who looks on


@dataclass
class Sitting:
    """One session that was killed, or not: what it acknowledged."""

    kept: int = 0
    saved: int = 0
    calls: int = 0
    """All that it made, when it came to its end."""

    @property
    def acknowledged(self) -> int:
        return max(self.kept, self.saved)


class Server:
    """The program, as those see it who want sessions killed. A context manager."""

    def __enter__(self) -> "Server":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.sitting"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def sit(self, folder: Path, kind: str, at: int) -> Sitting:
        """Run a session in a new folder."""
        (folder / "plans").mkdir(parents=True)
        if kind == "there":
            visit.plan_file(folder / "plans", about={"name": "Oslo", "aim": "0 of them"})
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{folder} {kind} {at}\n")
        self._process.stdin.flush()
        sitting = Sitting()
        for line in iter(self._process.stdout.readline, "end\n"):
            word, number = line.split()
            match word:
                case "kept":
                    sitting.kept = int(number)
                case "saved":
                    sitting.saved = int(number)
                case "done":
                    sitting.calls = int(number)
        return sitting


@dataclass
class Left:
    """What somebody finds who comes after."""

    number: int = 0
    """The latest answer, once everything was brought back."""
    in_files: int = 0
    """The latest one that a plan's file has by itself."""
    wrong: list[str] = field(default_factory=list)


def number_in(answers: Answers) -> int:
    """Which answer it is that stands there."""
    found = re.match(r"(\d+) of them", str(answers.value(AIM)))
    return int(found[1]) if found else 0


def plans_in(folder: Path) -> Iterator[Path]:
    """The files of plans, which all have names of their own."""
    for path in sorted((folder / "plans").glob("*.toml")):
        if "scorecard" not in path.name and not path.name.startswith("."):
            yield path


def look(folder: Path) -> Left:
    """Open every plan that is there or offered, bring all back, save and leave."""
    left = Left()
    first = opener_in(folder)
    lost = [Path(one.head.plan) for one in first.lost() if one.head is not None]
    for path in dict.fromkeys([*plans_in(folder), *lost]):
        opener = opener_in(folder)
        try:
            opened = opener.open(path)
        except BadInput as bad:
            left.wrong.append(str(bad))
            continue
        left.in_files = max(left.in_files, number_in(opened.keeper.document.answers))
        _back(opener, opened, left)
    if still := opener_in(folder).lost():
        left.wrong.append(f"{len(still)} journals are offered for ever")
    return left


def _back(opener: PlanOpener, opened: Opened, left: Left) -> None:
    if opened.held_by is not None:
        left.wrong.append("it is said to be open elsewhere")
    while opened.recovery is not None:
        opened = opener.bring_back(opened, opened.recovery.merge.answers)
    left.number = max(left.number, number_in(opened.session.answers))
    if not opened.keeper.close():
        left.wrong.append(f"it cannot be saved: {opened.keeper.failed}")
    opened.keeper.let_go()


def killed(effort: Effort) -> Outcome:
    """Kill sessions of each kind at every call, or at some."""
    outcome = Outcome()
    early = hit = twice = total = 0
    with Server() as server, tempfile.TemporaryDirectory() as name:
        for kind in KINDS:
            whole = server.sit(Path(name, kind), kind, 0)
            if not whole.calls or whole.saved != TIMES + 1:
                outcome.failures.append(f"{kind}: not killed at all it did not come to its end")
                continue
            total += whole.calls
            points = range(1, whole.calls + 1)
            if not effort.full:
                points = sorted(effort.random(f"sitting {kind}").sample(points, 12))  # type: ignore[assignment]
            for at in points:
                folder = Path(name, f"{kind}-{at}")
                sitting = server.sit(folder, kind, at)
                hit += not sitting.calls
                early += not sitting.acknowledged
                outcome.done += 1
                left = look(folder)
                twice += len(list(plans_in(folder))) > 1
                if left.number < sitting.acknowledged:
                    what = f"answer {sitting.acknowledged} was acknowledged, {left.number} is left"
                    left.wrong.append(what)
                if left.in_files < sitting.saved:
                    what = f"{sitting.saved} was saved, the file has {left.in_files}"
                    left.wrong.append(what)
                if left.wrong:
                    outcome.failures.append(f"{kind}, call {at}: {'; '.join(left.wrong)}")
                shutil.rmtree(folder)
    outcome.figures = {
        "calls in the sessions": str(total),
        "hit": f"{hit} of {outcome.done}",
        "before the first answer was kept": str(early),
        "a plan under both its names": str(twice),
    }
    return outcome


GOALS: list[Goal] = [
    Goal(
        "session kills",
        "a session killed at each call of its journal, plan, backups, lock: 0 answers lost that "
        "were said to be kept or saved, every plan opens",
        killed,
    ),
]


if __name__ == "__main__":
    serve()
