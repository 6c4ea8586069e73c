"""Folders and files of our own: for their owner alone, and never through a link.

Answers are nobody else's business, and a file in a place that others may change is not to be
trusted. All calls of the operating system go through a `System`, so that tests can let them fail.
"""

import errno
import os
import stat
from pathlib import Path
from typing import Protocol


class System(Protocol):
    """What is used of the operating system; the module `os` is one."""

    def open(self, path: Path, flags: int, mode: int = ...) -> int:
        """As `os.open`; the others likewise."""

    def fchmod(self, fd: int, mode: int) -> None: ...
    def close(self, fd: int, /) -> None: ...
    def mkdir(self, path: Path, mode: int = ...) -> None: ...
    def chmod(self, path: Path, mode: int) -> None: ...
    def lstat(self, path: Path) -> os.stat_result: ...
    def geteuid(self) -> int: ...


class NotPrivate(OSError):
    """A folder that cannot be used for what is private. `str()` is one plain sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.errno = errno.EACCES


def private_folder(path: Path, *, top: Path | None = None, system: System = os) -> Path:
    """Make a folder for its owner alone (0700), with its parents, unless it is there.

    One that is a link, belongs to somebody else or may be changed by others is refused with
    `NotPrivate`; so are, with `top`, the folders from that one down to it. Raises `OSError` when
    it cannot be made.
    """
    if "\0" in str(path) or not path.is_absolute():
        raise NotPrivate("the name of the folder for smtui's own files is impossible")
    inside = [one for one in path.parents if top is not None and one.is_relative_to(top)]
    for one in [*reversed(inside), path]:
        _make(one, system)
        _check(one, system)
    return path


def _make(path: Path, system: System) -> None:
    """Make the folder and the parents that it lacks, each for its owner alone."""
    try:
        system.lstat(path)
        return
    except FileNotFoundError:
        pass
    if path.parent != path:
        try:
            system.lstat(path.parent)
        except FileNotFoundError:
            _make(path.parent, system)
    try:
        system.mkdir(path, 0o700)
    except FileExistsError:
        return  # another session was faster; the check says whether it is one of ours
    system.chmod(path, 0o700)  # the umask may have taken our own rights, too


def _check(path: Path, system: System) -> None:
    found = system.lstat(path)
    if stat.S_ISLNK(found.st_mode):
        raise NotPrivate(f"{path.name} is a link, and smtui keeps answers in no folder behind one")
    if not stat.S_ISDIR(found.st_mode):
        raise NotPrivate(f"{path.name} is not a folder")
    if found.st_uid != system.geteuid():
        raise NotPrivate(f"the folder {path.name} belongs to somebody else")
    if found.st_mode & 0o022:
        raise NotPrivate(f"the folder {path.name} may be changed by others")


def open_private(path: Path, flags: int, *, system: System = os) -> int:
    """Open a file of our own, never through a link; a new one is for its owner alone (0600).

    Raises `OSError`.
    """
    try:
        fd = system.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except ValueError as error:
        raise NotPrivate("the name of the file is impossible") from error
    if flags & os.O_EXCL:
        try:
            system.fchmod(fd, 0o600)  # the umask may have taken our own rights, too
        except OSError:
            system.close(fd)
            raise
    return fd
