"""Every kind of file and of name that a plan may be said to be."""

import os
import socket
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from smtui.saving import SaveFailed, replace_file
from tests.faults.full import NEW, OLD, memory, plan_in, run_all, works
from tests.faults.goal import Effort, Goal, Outcome


def links(folder: Path) -> None:
    there = folder / "there"
    there.mkdir()
    plan = plan_in(there)
    (folder / "first").symlink_to("there/plan.toml")
    (folder / "second").symlink_to(folder / "first")
    (folder / "folder").symlink_to("there")
    for path in (folder / "first", folder / "second", folder / "folder" / "plan.toml"):
        replace_file(path, NEW)
        assert plan.read_bytes() == NEW and (folder / "second").is_symlink()
        plan.write_bytes(OLD)
    (folder / "dangling").symlink_to("there/later.toml")
    replace_file(folder / "dangling", NEW)
    assert (there / "later.toml").read_bytes() == NEW and (folder / "dangling").is_symlink()
    (folder / "loop").symlink_to("loop")
    refused_kind(folder / "loop", "the link leads in a circle")
    (folder / "nowhere").symlink_to("no/such/folder.toml")
    refused_kind(folder / "nowhere", "the folder does not exist")


def refused_kind(path: Path, words: str) -> None:
    before = path.lstat()
    try:
        replace_file(path, NEW)
    except SaveFailed as problem:
        assert words in str(problem), f"told: {problem}"
    else:
        raise AssertionError(f"{path.name}: reported as saved")
    after = path.lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode), path.name


def link_to_another_disk(folder: Path) -> None:
    with memory(folder / "disk", "size=1m") as disk:
        plan = plan_in(disk)
        (folder / "link.toml").symlink_to(plan)
        works(folder / "link.toml")
        assert plan.read_bytes() == NEW


def no_files(folder: Path) -> None:
    (folder / "folder").mkdir()
    refused_kind(folder / "folder", "a folder")
    os.mkfifo(folder / "fifo")
    refused_kind(folder / "fifo", "a device, a pipe or a socket")
    with socket.socket(socket.AF_UNIX) as one:
        # the path of a socket may only be short
        here = os.open(folder, os.O_RDONLY)
        try:
            one.bind(f"/proc/self/fd/{here}/socket")
        except OSError:
            one.bind(str(folder / "socket"))
        finally:
            os.close(here)
        refused_kind(folder / "socket", "a device, a pipe or a socket")
    for device in ("/dev/full", "/dev/null", "/dev/zero", "/dev/tty"):
        if os.path.exists(device) and stat.S_ISCHR(os.stat(device).st_mode):
            refused_kind(Path(device), "a device")
            (folder / "link").unlink(missing_ok=True)
            (folder / "link").symlink_to(device)
            refused_kind(folder / "link", "a device")
    refused_kind(Path("/"), "a folder")


def names(folder: Path) -> None:
    for length in range(240, 256):
        works(folder / ("x" * length))
        works(folder / ("x" * length), OLD)
    try:
        replace_file(folder / ("x" * 256), NEW)
        raise AssertionError("a name of 256 bytes: reported as saved")
    except SaveFailed as problem:
        assert "the file name is too long" in str(problem), f"told: {problem}"
    for name in ("-rf", "new\nline", "\u5b57\u5b57.toml", "a b;$(x)", ".hidden", "~", "x\x1b[31m"):
        works(folder / name)
    if sys.platform == "linux":  # elsewhere a name has to be UTF-8
        works(Path(os.fsdecode(os.fsencode(folder) + b"/latin-\xe9.toml")))


def hard_link(folder: Path) -> None:
    plan = plan_in(folder)
    os.link(plan, folder / "second.toml")
    (told,) = replace_file(plan, NEW)
    assert "hard link" in told, told
    assert (folder / "second.toml").read_bytes() == OLD and plan.read_bytes() == NEW
    works(plan, OLD)


KINDS: list[Callable[[Path], None]] = [links, link_to_another_disk, no_files, names, hard_link]


def run_kinds(effort: Effort) -> Outcome:
    """All the kinds."""
    return run_all(KINDS)


GOALS: list[Goal] = [
    Goal(
        "disk kinds",
        "links, devices, pipes, sockets, long names: saved or refused, never replaced or hung",
        run_kinds,
    ),
]
