"""The calls of the operating system that keeping files needs.

Everything that writes goes through a `System`, so that tests can let any call fail and can work
out what a power cut would leave.
"""

import errno
import fcntl
import os
from pathlib import Path
from typing import Protocol


class System(Protocol):
    """What is used of the operating system; the module `os` is one."""

    def open(
        self, path: str | Path, flags: int, mode: int = ..., *, dir_fd: int | None = ...
    ) -> int:
        """As `os.open`; the others likewise."""

    def read(self, fd: int, length: int, /) -> bytes: ...
    def write(self, fd: int, data: bytes | memoryview, /) -> int: ...
    def lseek(self, fd: int, position: int, how: int, /) -> int: ...
    def ftruncate(self, fd: int, length: int, /) -> None: ...
    def fchown(self, fd: int, uid: int, gid: int) -> None: ...
    def fchmod(self, fd: int, mode: int) -> None: ...
    def fstat(self, fd: int) -> os.stat_result: ...
    def fstatvfs(self, fd: int, /) -> os.statvfs_result: ...
    def fsync(self, fd: int) -> None: ...
    def close(self, fd: int) -> None: ...
    def access(self, path: str | Path, mode: int, *, dir_fd: int | None = ...) -> bool: ...
    def listdir(self, path: str | Path) -> list[str]: ...
    def geteuid(self) -> int: ...
    def mkdir(self, path: str | Path, mode: int = ...) -> None: ...
    def chmod(self, path: str | Path, mode: int) -> None: ...
    def lstat(self, path: str | Path) -> os.stat_result: ...
    def unlink(self, path: str | Path, *, dir_fd: int | None = ...) -> None: ...
    def stat(
        self, path: str | Path, *, dir_fd: int | None = ..., follow_symlinks: bool = ...
    ) -> os.stat_result: ...
    def rename(
        self,
        src: str | Path,
        dst: str | Path,
        *,
        src_dir_fd: int | None = ...,
        dst_dir_fd: int | None = ...,
    ) -> None: ...


_FULL_FLUSH: int | None = getattr(fcntl, "F_FULLFSYNC", None)
"""On a Mac fsync leaves the data in the memory of the disk; this does not."""


def flush(fd: int, system: System = os) -> None:
    """Put what was written on the disk itself. After an error the file must be written anew:
    a second try may say that all is well when the data are lost.
    """
    if _FULL_FLUSH is not None and system is os:
        try:
            fcntl.fcntl(fd, _FULL_FLUSH)
            return
        except OSError as error:
            if error.errno == errno.EIO:
                raise
    system.fsync(fd)


def write_all(fd: int, data: bytes | memoryview, system: System = os) -> None:
    """Write all of it: a nearly full disk takes a part at a time."""
    rest = memoryview(data)
    while rest:
        count = system.write(fd, rest)
        if count <= 0:
            raise OSError(errno.EIO, "nothing was taken")
        rest = rest[count:]
