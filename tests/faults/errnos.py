"""Every error of the system at every call of a save with its backup."""

import errno
import itertools
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

from smtui.plan.keeping.backups import Backups
from smtui.saving import SaveFailed
from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.saves import plan_text, save
from tests.faults.systems import ERRORS, Failing, Tapped

STEPS = {
    "open folder": ("opening the folder", "the folder does not exist"),
    "stat": ("looking at the old file", "the file is gone"),
    "access": ("write-protected",),
    "open old file": ("reading the old file", "the file is gone"),
    "fstat old file": ("reading the old file",),
    "read old file": ("reading the old file",),
    "open new file": ("making the new file",),
    "write new file": ("writing the new file",),
    "fstat new file": ("setting the rights",),
    "fchmod new file": ("setting the rights",),
    "fsync new file": ("flushing the new file",),
    "close new file": ("closing the new file",),
    "rename": ("putting the new file in its place",),
    "fsync folder": ("flushing the folder",),
}
"""What a message says of the step, by the call that failed."""

REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "quota",
    errno.EIO: "the disk reports an error",
    errno.EROFS: "read-only",
    errno.EMFILE: "too many files",
}
BACKUP = "could not be kept as a backup"


class Place:
    """A plan with a backup folder, put back for each fault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = folder / "plan.toml"
        self.state = folder / "state"
        self._runs = itertools.count()

    def save(self, shim: Tapped) -> tuple[str, ...]:
        """Save version 1 over version 0, with a backup folder that is not there yet."""
        self.plan.write_bytes(plan_text(0))
        self.plan.chmod(0o640)
        self.state = self.folder / f"state-{next(self._runs)}"
        backups = Backups(self.state, datetime.now, system=shim.system)
        return save(self.plan, backups, 1, system=shim.system)

    def temporary(self) -> list[str]:
        """The temporary files that are left."""
        return [one.name for one in self.folder.rglob(".smtui-*")]


def trouble_with(place: Place, shim: Failing, number: int) -> str:
    """What is wrong with one save in which a call fails; empty: nothing."""
    message = ""
    try:
        told = place.save(shim)
        saved = True
    except SaveFailed as problem:
        told, saved, message = problem.notices, problem.replaced, str(problem)
    data = place.plan.read_bytes()
    if data not in (plan_text(0), plan_text(1)):
        return "torn"
    if saved != (data == plan_text(1)):
        return f"reported as {'saved' if saved else 'not saved'}, and it is not so"
    if left := place.temporary():
        return f"left: {left}"
    if shim.offences or shim.left_open:
        return ", ".join([*shim.offences, *(f"not closed: a {one}" for one in shim.left_open)])
    said = "; ".join([message, *told])
    if message and BACKUP not in said:
        if not any(one in message for one in STEPS.get(shim.failed, ())):
            return f"the message does not name the step {shim.failed}: {message}"
        if shim.failed != "access" and REASONS.get(number, "") not in message:
            return f"the message does not name the reason: {message}"
    for backup in Backups(place.state, datetime.now).entries():
        if backup.path.read_bytes() != plan_text(0):
            return "a torn backup"
    if place.save(Tapped()) or place.plan.read_bytes() != plan_text(1):
        return "the next save does not work"
    return ""


def seconds(place: Place) -> float:
    """How long a save with its backup takes."""
    begun = time.perf_counter()
    place.save(Tapped())
    return time.perf_counter() - begun


def run(effort: Effort) -> Outcome:
    """All of them, or a good number."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name))
        clean = Tapped()
        place.save(clean)
        faults = list(itertools.product(range(1, len(clean.calls) + 1), ERRORS))
        if not effort.full:
            faults = effort.random("errnos").sample(faults, 60)
        for at, number in faults:
            shim = Failing(number, at=at)
            outcome.done += 1
            trouble = trouble_with(place, shim, number)
            if trouble:
                failed = f"{errno.errorcode[number]} at call {at} ({shim.failed})"
                outcome.failures.append(f"{failed}: {trouble}")
        times = [seconds(place) for _ in range(effort.of(200, 5))]
    outcome.figures = {
        "median save with its backup": f"{statistics.median(times) * 1000:.1f} ms",
        "calls in a save with its backup": str(len(clean.calls)),
        "errors": str(len(ERRORS)),
    }
    return outcome


GOALS: list[Goal] = [
    Goal(
        "disk errnos",
        ">= 48 faults, 0 torn, 0 reported as saved when not, 0 temporary files, step named",
        run,
    ),
]
