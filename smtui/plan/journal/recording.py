"""One file of a journal that is being written: records go to its end, and it is made safe.

Whoever writes knows what is in it; here is only how bytes get there. All calls of the operating
system go through a `System`, so that tests can let any of them fail or take long.
"""

import contextlib
import errno
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from smtui.plan.journal.records import journal_name
from smtui.private import System as PrivateSystem
from smtui.private import open_private, private_folder


class System(PrivateSystem, Protocol):
    """What is used of the operating system; the module `os` is one."""

    def write(self, fd: int, data: bytes, /) -> int:
        """As `os.write`; the others likewise."""

    def fsync(self, fd: int) -> None: ...
    def fstat(self, fd: int) -> os.stat_result: ...
    def rename(self, src: Path, dst: Path) -> None: ...
    def unlink(self, path: Path) -> None: ...
    def rmdir(self, path: Path) -> None: ...


class Gone(OSError):
    """The file is no longer in its place: somebody deleted or replaced it."""


_MOST = 1000
"""How many journals of one plan may lie in a folder: kept for later, or of other sessions."""

_WHY = {
    errno.ENOSPC: "disk full",
    errno.EDQUOT: "your share of the disk (quota) is used up",
    errno.EFBIG: "the file is larger than this disk or account allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "no right to write in smtui's own folder",
    errno.EPERM: "no right to write in smtui's own folder",
    errno.EIO: "the disk reports an error",
    errno.ESTALE: "the network folder is gone",
    errno.ENOTCONN: "the network folder is gone",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open on this computer",
    errno.ENOENT: "smtui's own folder is gone",
    errno.ENOTDIR: "smtui's own folder is not a folder",
    errno.EEXIST: "too many journals lie in smtui's own folder",
}

_NEVER_SYNCS = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
"""What a disk says that cannot be told to make a file safe: it does what it does."""

_LEFTOVER = re.compile(r"\.smtui-[0-9a-f]{16}\.tmp")


def why(error: BaseException) -> str:
    """In a few plain words why something could not be written."""
    if isinstance(error, OSError):
        if error.strerror is None and str(error):  # words of our own
            return str(error)
        return _WHY.get(error.errno or 0, f"the system says: {error.strerror}")
    return f"a mistake in smtui ({type(error).__name__})"


class Recording:
    """A journal's file, open at its end. `sync` may run in another thread; nothing else may."""

    def __init__(self, path: Path, fd: int, size: int, system: System) -> None:
        self.path = path
        self.size = size
        self._system = system
        self._fd = fd
        self._torn = False
        self._open = True
        self._who = _identity(system.fstat(fd))
        self._names_in = [path.parent]
        self._users = 1
        self._counting = threading.Lock()

    @classmethod
    def begin(cls, folder: Path, data: bytes, system: System) -> "Recording":
        """A new file that holds `data`, under the first free name. Raises `OSError`."""
        missing = [one for one in (folder, *folder.parents) if not _is_there(one)]
        private_folder(folder, system=system)
        for number in range(1, _MOST):
            path = folder / journal_name(number)
            try:
                fd = _opened(path, system)
            except FileExistsError:
                continue
            made = cls._filled(path, fd, data, system)
            made._names_in += [one.parent for one in missing]
            return made
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))

    @classmethod
    def _filled(cls, path: Path, fd: int, data: bytes, system: System) -> "Recording":
        made = None
        try:
            made = cls(path, fd, 0, system)
            made.append(data)
        except BaseException:
            with contextlib.suppress(OSError):
                made.close() if made else system.close(fd)
            with contextlib.suppress(OSError):
                system.unlink(path)
            raise
        return made

    def append(self, data: bytes) -> None:
        """Write records behind the others. Raises `OSError`, and then a part may be there."""
        # The half of a record that did not fit must not spoil the next one.
        rest = memoryview(b"\n" + data if self._torn else data)
        self._torn = True
        while rest:  # a nearly full disk takes a part
            written = self._system.write(self._fd, bytes(rest))
            if not written:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.size += written
            rest = rest[written:]
        self._torn = False

    def sync(self) -> None:
        """Have everything safe from a power cut, and see that the file is still in its place.

        Raises `Gone`, or another `OSError`, after which this is not to be tried again: a second
        time the system may say that all is well although it has thrown away what was to be safe.
        """
        with self._counting:
            if not self._users:
                return
            self._users += 1
        try:
            if not self.in_place():
                raise Gone("the file was deleted")
            _synced(self._system, self._fd)
            while self._names_in:
                _sync_folder(self._names_in[0], self._system)
                del self._names_in[0]
        finally:
            self._leave()

    def in_place(self) -> bool:
        """Whether what lies under its name is this file."""
        try:
            found = self._system.lstat(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        # once it is closed another file may have its number, though hardly its size, too
        return _identity(found) == self._who and (self._open or found.st_size == self.size)

    def anew(self, data: bytes) -> "Recording":
        """A new file with `data` in the place of this one, all at once and safe on the disk.

        This one is to be closed then. Raises `OSError`, and then this one is as it was.
        """
        temporary = self.path.with_name(f".smtui-{os.urandom(8).hex()}.tmp")
        made = self._filled(temporary, _opened(temporary, self._system), data, self._system)
        try:
            _synced(self._system, made._fd)
            if not self.in_place():
                raise Gone("the file was deleted")
            self._system.rename(temporary, self.path)
        except BaseException:
            made.close()
            with contextlib.suppress(OSError):
                self._system.unlink(temporary)
            raise
        made.path = self.path
        return made

    def close(self) -> None:
        """Write no more; the file stays."""
        if self._open:
            self._open = False
            self._leave()

    def remove(self) -> None:
        """Close it, take it away, and its folder when that is empty then. Raises `OSError`."""
        self.close()
        if self.in_place():
            self._system.unlink(self.path)
            self._clear_away()
            with contextlib.suppress(OSError):
                self._system.rmdir(self.path.parent)

    def _clear_away(self) -> None:
        """Remove what a kill left of a file that was being made anew, long ago."""
        with contextlib.suppress(OSError):
            for name in os.listdir(self.path.parent):
                path = self.path.with_name(name)
                if _LEFTOVER.fullmatch(name) and _is_old(path, self._system):
                    self._system.unlink(path)

    def _leave(self) -> None:
        """Close the file when nobody is busy with it: its number may soon be another file's."""
        with self._counting:
            self._users -= 1
            if self._users:
                return
        with contextlib.suppress(OSError):
            self._system.close(self._fd)


def _opened(path: Path, system: System) -> int:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL
    return open_private(path, flags, system=system)


def _synced(system: System, fd: int) -> None:
    # Not every system has the one that leaves out the times of the file.
    sync: Callable[[int], Any] = getattr(system, "fdatasync", system.fsync)
    try:
        sync(fd)
    except OSError as error:
        if error.errno not in _NEVER_SYNCS:
            raise


def _sync_folder(folder: Path, system: System) -> None:
    try:
        fd = system.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:  # one above our own that may only be passed through
        return
    try:
        system.fsync(fd)
    except OSError as error:
        if error.errno not in _NEVER_SYNCS:
            raise
    finally:
        system.close(fd)


def _is_there(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # no name of anything; to make it says so
        return True


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_ino, found.st_dev


def _is_old(path: Path, system: System) -> bool:
    """Whether it is from before this session, as far as the files themselves tell."""
    return system.lstat(path).st_mtime < system.lstat(path.parent).st_mtime - 86_400
