"""Disks that are full, read-only or not ours, as small real mounts; limits and rights."""

import contextlib
import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from smtui.plan.keeping.backups import Backups
from smtui.saving import SaveFailed, replace_file
from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.saves import digest, plan_text

NOBODY = 65_534
OLD, NEW, LONGER = plan_text(0, 100), plan_text(1, 100), plan_text(1, 120)


class NotHere(Exception):
    """This cannot be tried on this machine; the text says why."""


@contextlib.contextmanager
def mounted(folder: Path, *options: str) -> Iterator[Path]:
    """Something mounted at a folder for a while."""
    if os.geteuid() != 0:
        raise NotHere("only root may mount")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
    if done.returncode:
        raise NotHere("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def memory(folder: Path, options: str) -> contextlib.AbstractContextManager[Path]:
    """A small disk in memory."""
    return mounted(folder, "-t", "tmpfs", "-o", options, "tmpfs")


@contextlib.contextmanager
def plain_user() -> Iterator[None]:
    """Not root for a while."""
    if os.geteuid() != 0:
        yield
        return
    if not hasattr(os, "setresuid"):
        raise NotHere("root cannot be somebody else for a while here")
    os.setresgid(NOBODY, NOBODY, 0)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


@contextlib.contextmanager
def limited(what: int, limit: int) -> Iterator[None]:
    """A lower limit of the account for a while."""
    soft, hard = resource.getrlimit(what)
    resource.setrlimit(what, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(what, (soft, hard))


def fill(folder: Path) -> Path:
    """Use up all the bytes of a disk."""
    filler = folder / "filler"
    with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
        for size in (4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))
    return filler


def fill_names(folder: Path) -> list[Path]:
    """Use up all the inodes of a disk."""
    made: list[Path] = []
    with contextlib.suppress(OSError):
        while len(made) < 10_000:
            one = folder / f"name-{len(made)}"
            one.touch()
            made.append(one)
    return made


def plan_in(folder: Path) -> Path:
    """A plan as it was last saved."""
    plan = folder / "plan.toml"
    plan.write_bytes(OLD)
    return plan


def refused(plan: Path, words: str, new: bytes = NEW, **how: object) -> SaveFailed:
    """Try a save that must fail with these words and leave the old file. Raises AssertionError."""
    old = plan.read_bytes() if plan.exists() else None
    try:
        replace_file(plan, new, **how)  # type: ignore[arg-type]
    except SaveFailed as problem:
        assert words in str(problem), f"told: {problem}"
        assert not problem.replaced, "told as replaced"
        assert (plan.read_bytes() if plan.exists() else None) == old, "the old file is not whole"
        assert not list(plan.parent.glob(".smtui-*.tmp")), "a temporary file is left"
        return problem
    raise AssertionError("reported as saved")


def works(plan: Path, new: bytes = NEW) -> None:
    """A save that must work."""
    told = replace_file(plan, new)
    assert plan.read_bytes() == new, "not saved"
    assert not told, f"told: {told}"


def in_place(plan: Path, state: Path, new: bytes = NEW) -> None:
    """A save into the file itself, which must work and keep the old version."""
    old = plan.read_bytes()
    backups = Backups(state, datetime.now)
    inode = plan.stat().st_ino
    told = replace_file(plan, new, expected=digest(old), before=backups.keep, in_place=True)
    assert not told, f"told: {told}"
    assert plan.read_bytes() == new, "not saved"
    assert plan.stat().st_ino == inode, "another file"
    assert [one.path.read_bytes() for one in backups.entries()] == [old], "no backup"


# disks


def full_in_memory(folder: Path) -> None:
    with memory(folder / "disk", "size=128k") as disk:
        plan = plan_in(disk)
        filler = fill(disk)
        refused(plan, "writing the new file: the disk is full; the old file is untouched")
        refused(disk / "new.toml", "the disk is full; nothing was written")
        filler.unlink()
        works(plan)


def full_ext4(folder: Path) -> None:
    image = folder / "image"
    with open(image, "wb") as file:
        file.truncate(2_000_000)
    try:
        done = subprocess.run(["mkfs.ext4", "-q", str(image)], capture_output=True, check=False)
    except FileNotFoundError:
        raise NotHere("there is no mkfs.ext4") from None
    if done.returncode:
        raise NotHere("mkfs.ext4 does not work here")
    with mounted(folder / "disk", "-o", "loop", str(image)) as disk:
        plan = plan_in(disk)
        filler = fill(disk)
        refused(plan, "the disk is full; the old file is untouched")
        filler.unlink()
        works(plan)


def no_inodes(folder: Path) -> None:
    with memory(folder / "disk", "size=1m,nr_inodes=12") as disk:
        plan = plan_in(disk)
        names = fill_names(disk)
        problem = refused(plan, "making the new file: the disk is full")
        assert problem.in_place_possible, "in place is not offered"
        in_place(plan, folder / "state", LONGER)
        names[0].unlink()
        works(plan)


def no_inodes_and_full(folder: Path) -> None:
    with memory(folder / "disk", "size=128k,nr_inodes=12") as disk:
        plan = plan_in(disk)
        names = fill_names(disk)
        names[0].unlink()
        fill(disk)
        how = {"before": Backups(folder / "state", datetime.now).keep, "in_place": True}
        refused(plan, "writing into the file: the disk is full; the old file is", LONGER, **how)
        in_place(plan, folder / "state")


def read_only(folder: Path) -> None:
    with memory(folder / "disk", "size=1m") as disk:
        plan = plan_in(disk)
        again = ["mount", "-o"]
        subprocess.run([*again, "remount,ro", str(disk)], check=True)
        refused(plan, "the disk is read-only; the old file is untouched")
        refused(disk / "new.toml", "the disk is read-only; nothing was written")
        subprocess.run([*again, "remount,rw", str(disk)], check=True)
        works(plan)


def full_for_backups(folder: Path) -> None:
    with memory(folder / "disk", "size=64k") as disk:
        plan = plan_in(folder)
        backups = Backups(disk / "backups", datetime.now)
        filler = fill(disk)
        (told,) = replace_file(plan, NEW, before=backups.keep)
        assert "could not be kept as a backup" in told and "the disk is full" in told, told
        assert plan.read_bytes() == NEW
        filler.unlink()
        assert replace_file(plan, OLD, before=backups.keep) == ()
        assert backups.entries()[0].path.read_bytes() == NEW


def mounted_alone(folder: Path) -> None:
    """As containers hand in a single file."""
    inside, outside = folder / "inside.toml", folder / "outside.toml"
    inside.write_bytes(b"")
    outside.write_bytes(OLD)
    if os.geteuid() != 0:
        raise NotHere("only root may mount")
    bind = ["mount", "--bind", str(outside), str(inside)]
    if subprocess.run(bind, capture_output=True, check=False).returncode:
        raise NotHere("mounting is not allowed here")
    try:
        problem = refused(inside, "putting the new file in its place: the file is in use")
        assert problem.in_place_possible, "in place is not offered"
        in_place(inside, folder / "state")
        assert outside.read_bytes() == NEW
    finally:
        subprocess.run(["umount", str(inside)], capture_output=True, check=False)


# rights and limits


def file_too_large(folder: Path) -> None:
    plan = plan_in(folder)
    with limited(resource.RLIMIT_FSIZE, len(OLD) // 2):
        refused(plan, "writing the new file: the file is larger than this disk or account allows")
    works(plan)


def too_many_open(folder: Path) -> None:
    plan = plan_in(folder)
    lowest = os.open("/dev/null", os.O_RDONLY)
    os.close(lowest)
    with limited(resource.RLIMIT_NOFILE, lowest + 1):
        # the folder can be opened, and no file in it
        try:
            replace_file(plan, NEW)
            raise AssertionError("reported as saved")
        except SaveFailed as problem:
            assert str(problem).startswith("making the new file: too many files are open"), problem
    assert plan.read_bytes() == OLD
    works(plan)


def write_protected(folder: Path) -> None:
    plan = plan_in(folder)
    plan.chmod(0o444)
    refused(plan, "the file is write-protected; the old file is untouched")
    plan.chmod(0o644)
    works(plan)


def folder_of_others(folder: Path) -> None:
    plan, state = plan_in(folder), folder / "state"
    state.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(plan, NOBODY, NOBODY)
        os.chown(state, NOBODY, NOBODY)
    folder.chmod(0o555)
    try:
        with plain_user():
            words = "making the new file: you may not write in this folder; the old file is"
            problem = refused(plan, words)
            assert problem.in_place_possible, "in place is not offered"
            in_place(plan, state / "backups")
    finally:
        folder.chmod(0o755)


def file_of_others(folder: Path) -> None:
    """A folder where everybody may make files, and only its owner may replace one."""
    if os.geteuid() != 0:
        raise NotHere("needs a file of somebody else")
    plan, state = plan_in(folder), folder / "state"
    plan.chmod(0o666)
    folder.chmod(0o1777)
    state.mkdir(mode=0o700)
    os.chown(state, NOBODY, NOBODY)
    with plain_user():
        problem = refused(plan, "putting the new file in its place: the system does not allow it")
        assert problem.in_place_possible, "in place is not offered"
        in_place(plan, state / "backups")
    plan.chmod(0o644)
    with plain_user():
        refused(plan, "the file is write-protected")


DISKS: list[Callable[[Path], None]] = [
    full_in_memory, full_ext4, no_inodes, no_inodes_and_full, read_only, full_for_backups,
    mounted_alone, file_too_large, too_many_open, write_protected, folder_of_others,
    file_of_others,
]  # fmt: skip


def run_all(cases: list[Callable[[Path], None]]) -> Outcome:
    """Try each in a folder of its own."""
    outcome = Outcome()
    missing: dict[str, str] = {}
    for case in cases:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(os.path.realpath(name))
            folder.chmod(0o755)
            title = case.__name__.replace("_", " ")
            try:
                case(folder)
                outcome.done += 1
            except NotHere as reason:
                missing[title] = str(reason)
            except (AssertionError, OSError, ValueError) as problem:
                outcome.done += 1
                outcome.failures.append(f"{title}: {type(problem).__name__}: {problem}")
    if missing:
        outcome.figures["not tried"] = ", ".join(f"{one} ({why})" for one, why in missing.items())
    if not outcome.done:
        outcome.skipped = "; ".join(missing.values())
    return outcome


def run_disks(effort: Effort) -> Outcome:
    """All the disks, at any effort: they are few."""
    return run_all(DISKS)


GOALS: list[Goal] = [
    Goal(
        "disk full",
        "full, no inodes, read-only, limits, rights: old file whole, told, works when freed",
        run_disks,
    ),
]
