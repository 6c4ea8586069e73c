"""Power cuts at every moment of a save, with every state of the disk that they may leave."""

import errno
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from smtui.plan.keeping.backups import Backups
from smtui.saving import replace_file
from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.powercut import Recorded, State, cuts, states
from tests.faults.saves import digest, plan_text

FEW_ANSWERS = 5
TIMES = 3

Way = Callable[[Path, int, Recorded], object]
"""Replaces a version of a plan by the next."""


def text(version: int) -> bytes:
    """A small plan: there are many states."""
    return plan_text(version, FEW_ANSWERS)


def atomic(plan: Path, version: int, system: Recorded) -> None:
    """As the program saves."""
    backups = Backups(plan.parent / "state" / "backups", datetime.now, system=system.system)
    exists = plan.exists()
    replace_file(
        plan,
        text(version),
        expected=digest(text(version - 1)) if exists else None,
        before=lambda old: backups.keep(old, always=True),
        in_place=True,
        system=system.system,
    )


def naive(plan: Path, version: int, system: Recorded) -> None:
    """Open with "w", and write."""
    fd = system.system.open(plan, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    system.system.write(fd, text(version))
    system.system.close(fd)


def unflushed(plan: Path, version: int, system: Recorded) -> None:
    """A temporary file and a rename, as many programs do, without a flush of the file."""
    folder = _renamed(plan, version, system, flush=False)
    system.system.fsync(folder)
    system.system.close(folder)


def unflushed_folder(plan: Path, version: int, system: Recorded) -> None:
    """The same with a flush of the file, and none of the folder."""
    system.system.close(_renamed(plan, version, system, flush=True))


def _renamed(plan: Path, version: int, system: Recorded, *, flush: bool) -> int:
    os_ = system.system
    folder = os_.open(plan.parent, os.O_RDONLY | os.O_DIRECTORY)
    fd = os_.open("new.tmp", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder)
    os_.write(fd, text(version))
    if flush:
        os_.fsync(fd)
    os_.close(fd)
    os_.rename("new.tmp", plan.name, src_dir_fd=folder, dst_dir_fd=folder)
    return folder


class LockedFolder(Recorded):
    """The plan's folder takes no new file, so that a save has to write in place."""

    def _do(
        self,
        name: str,
        real: Callable[..., Any],
        given: tuple[Any, ...],
        named: dict[str, Any],
    ) -> Any:
        if name == "open" and given[1] & os.O_CREAT:
            folder, _ = self._where(given[0], named.get("dir_fd"))
            if not folder.endswith("backups"):
                raise OSError(errno.EACCES, "no")
        return super()._do(name, real, given, named)


def recorded(
    folder: Path, way: Way, *, new: bool = False, sort: type[Recorded] = Recorded
) -> Recorded:
    """Save three versions and write down what matters for the disk."""
    plan = folder / "plan.toml"
    if not new:
        plan.write_bytes(text(0))
    system = sort(folder)
    for version in range(1, TIMES + 1):
        way(plan, version, system)
        system.say(version)
    return system


def trouble_in(state: State, said: int, *, backup_will_do: bool = False) -> str:
    """What is wrong on a disk where version `said` was acknowledged; empty: nothing."""
    kept = {Path(path).name: data for path, data in state.items() if "/backups/20" in path}
    for name, data in kept.items():
        if not digest(data).startswith(name[17:25]):
            return "corrupt: a backup"
    plan = next((data for path, data in state.items() if path.endswith("/plan.toml")), None)
    good = [text(said), text(said + 1)]
    if plan in good or (plan is None and said == 0 and not any(kept)):
        return ""
    if backup_will_do and text(said) in kept.values():
        return ""
    if plan in [text(version) for version in range(said)]:
        return "rolled back: what was said to be saved is gone"
    return "corrupt: the plan is gone" if plan is None else "corrupt: the plan"


def found(
    system: Recorded, chance: random.Random, most: int, *, backup_will_do: bool = False
) -> Iterator[str]:
    """What is wrong with each state of the disk after each moment; empty: nothing."""
    for moment, cut in enumerate(cuts(system)):
        for state in states(cut, chance, most):
            trouble = trouble_in(state, cut.said, backup_will_do=backup_will_do)
            yield trouble and f"{trouble} (after event {moment})"


def run(effort: Effort) -> Outcome:
    """All states of the ways that the program saves; and as many of ways that are known bad."""
    outcome = Outcome()
    chance, most = effort.random("power"), effort.of(100_000, 60)
    ways: list[tuple[str, Way, bool, type[Recorded]]] = [
        ("over a plan", atomic, False, Recorded),
        ("a new plan", atomic, True, Recorded),
        ("in place", atomic, False, LockedFolder),
    ]
    for name, way, new, sort in ways:
        with tempfile.TemporaryDirectory() as folder:
            system = recorded(Path(folder), way, new=new, sort=sort)
        all_found = list(found(system, chance, most, backup_will_do=sort is LockedFolder))
        outcome.done += len(all_found)
        outcome.failures += [f"{name}: {one}" for one in all_found if one]
        outcome.figures[f"states {name}"] = str(len(all_found))
    for name, way in (
        ("open and write", naive),
        ("rename without flush", unflushed),
        ("rename without flush of the folder", unflushed_folder),
    ):
        with tempfile.TemporaryDirectory() as folder:
            system = recorded(Path(folder), way)
        all_found = list(found(system, chance, most))
        bad = sum(map(bool, all_found))
        outcome.figures[f"for comparison, {name}"] = f"bad in {bad} of {len(all_found)}"
        if not bad:
            outcome.failures.append(f"the model does not see what is wrong with: {name}")
    return outcome


GOALS: list[Goal] = [
    Goal(
        "disk states",
        "every state that a power cut may leave: 0 corrupt, 0 'saved' rolled back",
        run,
    ),
]
