"""The one safe way to replace a file.

It is atomic: after a crash, a full disk or a power cut the old or the new file is there, never
half of one. All calls of the operating system go through a `System`, so that tests can let any
of them fail and can work out what a power cut would leave.
"""

import contextlib
import enum
import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

from smtui.saving.failures import ChangedMeanwhile, SaveFailed, Step, reason_of
from smtui.saving.inplace import Damaged, write_over
from smtui.saving.system import System, flush, write_all
from smtui.saving.temporary import temporary_name

__all__ = ["ANY", "ChangedMeanwhile", "SaveFailed", "System", "replace_file"]


class _Sentinel(enum.Enum):
    ANY = enum.auto()


ANY: Final = _Sentinel.ANY
"""Whatever lies there now may be replaced."""

Expected = str | None | Literal[_Sentinel.ANY]

_NOWHERE = {
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "the folder is not a folder",
}

_THEN_IN_PLACE = {
    errno.EACCES,
    errno.EPERM,  # a folder where only the owner of a file may replace it
    errno.EROFS,  # this file alone is mounted to be written ...
    errno.EBUSY,  # ... and so cannot be replaced
    errno.EXDEV,
    errno.ENOSPC,  # no room for one more file, but perhaps in this one
    errno.EDQUOT,
}
"""After which errors, of making or renaming the new file, the old one may still be writable."""

_NO_RIGHTS_HERE = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)

_LARGEST = 100_000_000
"""Bytes. A file larger than this is not one of ours, and is not read to find that out."""


def replace_file(
    path: Path,
    data: bytes,
    *,
    expected: Expected = ANY,
    before: Callable[[bytes], object] | None = None,
    in_place: bool = False,
    system: System = os,
) -> tuple[str, ...]:
    """Put `data` in the place of the file at once: others see the old file or the new one.

    A link stays a link and its target is replaced; the mode and, where possible, owner and group
    of the old file stay; a new file is readable by its owner alone.

    `expected` is the sha256 (hex) that the file must have now, None when there must be no file.
    `before` gets the old bytes once the new ones are safe on the disk under another name, to keep
    a backup; its `OSError` does not stop the save. `in_place`, only with the person's consent,
    writes into the old file where the folder allows no new one: a crash meanwhile can tear it,
    so that it is done only if `before` could keep a backup.

    Gives what is to be told of a file that was replaced, mostly nothing. Raises SaveFailed, or
    ChangedMeanwhile when the file is not the expected one.
    """
    try:
        target = os.path.realpath(path)
    except ValueError as error:
        raise SaveFailed("the file name is impossible; nothing was written") from error
    folder_name, name = os.path.split(target)
    with _opened(folder_name, system) as folder:
        replacement = _Replacement(folder, name, data, expected, before, system)
        return replacement.run(in_place)


@contextlib.contextmanager
def _opened(folder_name: str, system: System) -> Iterator[int]:
    try:
        folder = system.open(folder_name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        said = _NOWHERE.get(error.errno or 0) or f"{Step.OPENING}: {reason_of(error, Step.OPENING)}"
        raise SaveFailed(f"{said}; nothing was written", number=error.errno) from error
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):  # it was only read
            system.close(folder)


class _Replacement:
    """One replacing of one file, step by step."""

    def __init__(
        self,
        folder: int,
        name: str,
        data: bytes,
        expected: Expected,
        before: Callable[[bytes], object] | None,
        system: System,
    ) -> None:
        self._folder = folder
        self._name = name
        self._data = data
        self._expected = expected
        self._before = before
        self._system = system
        self._old: os.stat_result | None = None
        self._old_bytes: bytes | None = None
        self._backup_kept = False
        self._notices: list[str] = []

    def run(self, in_place: bool) -> tuple[str, ...]:
        self._old = self._look()
        if self._expected is not ANY or self._before or in_place:
            self._compare()
        if self._old is not None and self._old.st_nlink > 1:
            self._notices.append(
                "this file had another name too (a hard link); the old text stays under that name"
            )
        try:
            self._anew()
        except SaveFailed as problem:
            if not (in_place and problem.in_place_possible):
                raise
            self._notices.clear()
            self._over()
        return tuple(self._notices)

    # what is there now

    @property
    def _rest(self) -> str:
        return "the old file is untouched" if self._old is not None else "nothing was written"

    @contextlib.contextmanager
    def _step(self, step: Step) -> Iterator[None]:
        """Say of every error inside at which step it happened."""
        try:
            yield
        except SaveFailed:
            raise
        except OSError as error:
            raise self._failed(step, error) from error

    def _failed(self, step: Step, error: OSError) -> SaveFailed:
        number = error.errno
        other_way = step in (Step.MAKING, Step.RENAMING) and number in _THEN_IN_PLACE
        return SaveFailed(
            f"{step}: {reason_of(error, step)}; {self._rest}",
            number=number,
            in_place_possible=other_way and self._old is not None,
        )

    def _stat(self) -> os.stat_result | None:
        try:
            return self._system.stat(self._name, dir_fd=self._folder, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def _look(self) -> os.stat_result | None:
        """What stands at the place; None for nothing. Raises SaveFailed if it must stay."""
        if not self._name:
            raise SaveFailed("this name is a folder, not a file; nothing was written")
        with self._step(Step.LOOKING):
            found = self._stat()
            if found is None:
                return None
            self._check_kind(found)
            # A rename needs no right to the file itself, so it would get round a write
            # protection. The mode is looked at too: access() allows everything to root.
            writable = self._system.access(self._name, os.W_OK, dir_fd=self._folder)
        if not found.st_mode & 0o222 or not writable:
            raise self._protected()
        return found

    def _protected(self) -> SaveFailed:
        with contextlib.suppress(OSError):
            if self._system.fstatvfs(self._folder).f_flag & os.ST_RDONLY:
                return SaveFailed(
                    "the disk is read-only; the old file is untouched", number=errno.EROFS
                )
        what = "the file is write-protected; the old file is untouched"
        return SaveFailed(what, number=errno.EACCES)

    def _check_kind(self, found: os.stat_result) -> None:
        if stat.S_ISREG(found.st_mode):
            return
        if stat.S_ISLNK(found.st_mode):  # what a link leads to was found before
            raise SaveFailed("the link leads in a circle; nothing was written", number=errno.ELOOP)
        thing = "a folder" if stat.S_ISDIR(found.st_mode) else "a device, a pipe or a socket"
        raise SaveFailed(f"this name is {thing}, not a file; nothing was written")

    def _compare(self) -> None:
        """Read the old file and see that it is the expected one."""
        ours = self._expected
        too_large = self._old is not None and self._old.st_size > _LARGEST
        if too_large and ours is not ANY:
            raise ChangedMeanwhile("another file has taken the place of this one; it is untouched")
        with self._step(Step.READING):
            self._old_bytes = self._read() if self._old is not None else None
        if ours is ANY:
            return
        if self._old_bytes is None:
            if ours is not None:
                raise ChangedMeanwhile("the file is gone; nothing was written")
        elif ours is None:
            raise ChangedMeanwhile("there is a file of this name already; it is untouched")
        elif hashlib.sha256(self._old_bytes).hexdigest() != ours:
            raise ChangedMeanwhile("somebody has changed this file meanwhile; it is untouched")

    def _read(self) -> bytes | None:
        """The old bytes, and their file's marks as they were before the reading."""
        # O_NONBLOCK: somebody may have put a FIFO there by now, and to open one may take for ever.
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY
        try:
            fd = self._system.open(self._name, flags, dir_fd=self._folder)
        except FileNotFoundError:
            self._old = None
            return None
        try:
            self._old = self._system.fstat(fd)
            self._check_kind(self._old)
            parts = []
            while part := self._system.read(fd, 1 << 20):
                parts.append(part)
            return b"".join(parts)
        finally:
            with contextlib.suppress(OSError):  # it was only read
                self._system.close(fd)

    def _look_again(self) -> None:
        """See, as late as possible and without reading, that the file is still the compared one."""
        if self._expected is ANY:
            return
        with self._step(Step.LOOKING):
            found = self._stat()
        if _marks(found) != _marks(self._old):
            self._old = found
            if found is not None:
                self._check_kind(found)
            self._compare()

    # the new file

    def _anew(self) -> None:
        """Write a new file and put it in the place of the old one."""
        folder, system = self._folder, self._system
        temporary = temporary_name()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with self._step(Step.MAKING):
            fd = system.open(temporary, flags, 0o600, dir_fd=folder)
        try:
            ours = self._fill(fd)
            self._keep_old()
            self._look_again()
            with self._step(Step.RENAMING):
                try:
                    system.rename(temporary, self._name, src_dir_fd=folder, dst_dir_fd=folder)
                except OSError:
                    if not self._is_there(ours):
                        raise
        except BaseException:
            with contextlib.suppress(OSError):
                system.unlink(temporary, dir_fd=folder)
            raise
        try:
            flush(folder, system)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise SaveFailed(
                    f"{Step.FOLDER}: {reason_of(error)}; "
                    "the file is saved, but not certain to survive a power cut",
                    number=error.errno,
                    replaced=True,
                    notices=tuple(self._notices),
                ) from error

    def _fill(self, fd: int) -> os.stat_result:
        """Write the new bytes, safe on the disk before this returns; gives the file's marks."""
        system = self._system
        try:
            with self._step(Step.WRITING):
                write_all(fd, self._data, system)
            with self._step(Step.RIGHTS):
                ours = self._give_rights(fd)
            with self._step(Step.FLUSHING):
                flush(fd, system)
        except BaseException:
            with contextlib.suppress(OSError):
                system.close(fd)
            raise
        with self._step(Step.CLOSING):  # network disks report a full quota only here
            system.close(fd)
        return ours

    def _give_rights(self, fd: int) -> os.stat_result:
        """Give the new file the owner, group and mode of the old one, as far as we may."""
        system, old, ours = self._system, self._old, self._system.fstat(fd)
        mode = stat.S_IMODE(old.st_mode) & 0o777 if old is not None else 0o600
        if old is not None and not self._give_to(fd, old, ours):
            mode &= ~0o070  # another group must not get the rights of the old one
        if stat.S_IMODE(ours.st_mode) != mode:
            try:
                system.fchmod(fd, mode)
            except OSError as error:
                if error.errno not in _NO_RIGHTS_HERE:
                    raise
        return ours

    def _give_to(self, fd: int, old: os.stat_result, ours: os.stat_result) -> bool:
        """Whether the new file has the group of the old one."""
        if old.st_uid != ours.st_uid:  # root keeps a plan for the person whose it is
            with contextlib.suppress(OSError):
                self._system.fchown(fd, old.st_uid, old.st_gid)
                return True
        if old.st_gid == ours.st_gid:
            return True
        try:
            self._system.fchown(fd, -1, old.st_gid)
        except OSError:
            return False
        return True

    def _keep_old(self) -> None:
        """Hand the old bytes to who keeps backups. Without a backup the new file is safe, too."""
        if self._before is None or self._old_bytes is None:
            return
        try:
            self._before(self._old_bytes)
            self._backup_kept = True
        except OSError as error:
            said = str(error) if isinstance(error, SaveFailed) else reason_of(error)
            self._notices.append(f"the old version could not be kept as a backup: {said}")

    def _is_there(self, ours: os.stat_result) -> bool:
        """Whether the new file is in place although the rename failed: a network disk that has
        to ask twice does the first, and then says that the temporary file is gone.
        """
        with contextlib.suppress(OSError):
            found = self._stat()
            return found is not None and os.path.samestat(found, ours)
        return False

    # in place

    def _over(self) -> None:
        """Write into the old file. What does not fit is found out before any old byte goes."""
        old, data, system = self._old_bytes, self._data, self._system
        if old is None:
            raise SaveFailed("the file is gone; nothing was written")
        if not self._backup_kept:
            self._keep_old()
        if not self._backup_kept:
            said = self._notices[-1] if self._notices else "no backup of it can be kept"
            raise SaveFailed(f"{said}; so nothing was written into the file itself")
        self._look_again()
        flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY
        with self._step(Step.IN_PLACE):
            fd = system.open(self._name, flags, dir_fd=self._folder)
            try:
                opened = system.fstat(fd)
                if self._old is None or not os.path.samestat(opened, self._old):
                    raise ChangedMeanwhile("another file has taken its place; it is untouched")
                write_over(fd, old, data, system)
            except Damaged as error:
                raise SaveFailed(
                    f"{Step.IN_PLACE}: {reason_of(error, Step.IN_PLACE)}; "
                    "the file may be damaged, and the old version is in the backups",
                    number=error.errno,
                    damaged=True,
                ) from error
            finally:
                with contextlib.suppress(OSError):  # all is on the disk, or an error is told
                    system.close(fd)


def _marks(found: os.stat_result | None) -> tuple[int, ...]:
    """What tells a file from another, or from itself after a change."""
    if found is None:
        return ()
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
