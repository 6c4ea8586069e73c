"""Systems to put in the place of `os`: they count, fail, take little, or let somebody meddle."""

import errno
import os
import random
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from smtui.saving.system import System

WITHOUT_CALL = frozenset({"geteuid", "fspath"})


class Tapped:
    """Does what `os` does, and writes down each call, such as "open folder" or "write new file".

    `offences` says what no program may do: flush a file again after that failed, or forget to
    close one.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.offences: list[str] = []
        self._failed_flush: set[int] = set()
        self._open: dict[int, str] = {}

    @property
    def system(self) -> System:
        """This, for who wants a system."""
        return cast(System, self)

    @property
    def left_open(self) -> list[str]:
        """What was opened and not closed."""
        return list(self._open.values())

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        return partial(self._called, name, real) if name not in WITHOUT_CALL else real

    def _called(self, name: str, real: Callable[..., Any], *given: Any, **named: Any) -> Any:
        fd = given[0] if given and isinstance(given[0], int) else -1
        kind = _kind(given[1]) if name == "open" else self._open.get(fd, "")
        self.calls.append(f"{name} {kind}" if kind else name)
        if name in ("fsync", "fdatasync") and fd in self._failed_flush:
            self.offences.append("a file was flushed again after that had failed")
        if name == "close":
            self._open.pop(fd, None)
            self._failed_flush.discard(fd)
        try:
            found = self._do(name, real, given, named)
        except OSError:
            if name in ("fsync", "fdatasync"):
                self._failed_flush.add(fd)
            raise
        if name == "open":
            self._open[found] = kind
        return found

    def _do(
        self,
        name: str,
        real: Callable[..., Any],
        given: tuple[Any, ...],
        named: dict[str, Any],
    ) -> Any:
        return real(*given, **named)


def _kind(flags: int) -> str:
    if flags & os.O_DIRECTORY:
        return "folder"
    if flags & os.O_CREAT:
        return "new file"
    return "file" if flags & (os.O_WRONLY | os.O_RDWR) else "old file"


class Failing(Tapped):
    """Fails at one call, counted from 1, or at each from that on (`on`).

    `done`: the call is done all the same, as a network disk may do. A file is always closed.
    """

    def __init__(self, number: int, *, at: int, on: bool = False, done: bool = False) -> None:
        super().__init__()
        self._number = number
        self._at = at
        self._on = on
        self._done = done

    @property
    def failed(self) -> str:
        """The call that failed first; empty when there were not so many."""
        return self.calls[self._at - 1] if len(self.calls) >= self._at else ""

    def _do(
        self,
        name: str,
        real: Callable[..., Any],
        given: tuple[Any, ...],
        named: dict[str, Any],
    ) -> Any:
        count = len(self.calls)
        if count != self._at and not (self._on and count > self._at):
            return real(*given, **named)
        if name == "access":
            return False
        if self._done or name == "close":
            real(*given, **named)
        raise OSError(self._number, os.strerror(self._number))


class Refusing(Tapped):
    """Fails at every call of one sort, such as "open new file", until `call` is empty."""

    def __init__(self, call: str, number: int) -> None:
        super().__init__()
        self.call = call
        self._number = number

    def _do(
        self,
        name: str,
        real: Callable[..., Any],
        given: tuple[Any, ...],
        named: dict[str, Any],
    ) -> Any:
        if self.calls[-1] != self.call:
            return real(*given, **named)
        if name == "close":
            real(*given, **named)
        raise OSError(self._number, os.strerror(self._number))


class Short(Tapped):
    """Takes and gives a part of what it should, and sometimes very little."""

    def __init__(self, chance: random.Random, most: int = 4096) -> None:
        super().__init__()
        self._chance = chance
        self._most = most

    def _do(
        self,
        name: str,
        real: Callable[..., Any],
        given: tuple[Any, ...],
        named: dict[str, Any],
    ) -> Any:
        part = self._chance.choice([1, self._chance.randint(1, self._most)])
        if name == "write":
            return os.write(given[0], bytes(given[1][:part]))
        if name == "read":
            return os.read(given[0], min(given[1], part))
        return real(*given, **named)


class Meddling(Tapped):
    """Lets somebody else do something just before one call, counted from 1."""

    def __init__(self, meddle: Callable[[], object], *, at: int) -> None:
        super().__init__()
        self._meddle = meddle
        self._at = at

    def _do(
        self,
        name: str,
        real: Callable[..., Any],
        given: tuple[Any, ...],
        named: dict[str, Any],
    ) -> Any:
        if len(self.calls) == self._at:
            self._meddle()
        return real(*given, **named)


ERRORS: tuple[int, ...] = tuple(
    getattr(errno, name)
    for name in (
        "EACCES ENOSPC EIO EDQUOT EFBIG EXDEV ESTALE EMFILE ENFILE EROFS EPERM ENOENT EINTR"
        " ENOMEM EBUSY ENODEV ENOTSUP EINVAL EBADF ETIMEDOUT"
    ).split()
)
"""What disks, network disks and full tables answer."""
