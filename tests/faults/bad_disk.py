"""A disk that fails, fills or takes its time, in the place of the module `os`."""

import errno
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

from smtui.plan.journal.recording import System


class BadDisk:
    """Does what `os` does, but for what it is told; `system` is to be handed to the journal."""

    def __init__(self) -> None:
        self.room: int | None = None
        """How many bytes it takes yet; None for enough."""
        self.errors: dict[str, int] = {}
        """The calls that fail, and with which number."""
        self.delays: dict[str, float] = {}
        """The calls that take long, and how many seconds."""
        self.gates: dict[str, threading.Event] = {}
        """The calls that wait until they are let through."""
        self.calls: Counter[str] = Counter()

    @property
    def system(self) -> System:
        """Itself, as what it stands for."""
        return cast(System, self)

    def write(self, fd: int, data: bytes) -> int:
        """Write what there is room for."""
        self._before("write")
        if self.room is None:
            return os.write(fd, data)
        taken = min(self.room, len(data))
        if data and not taken:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.room -= taken
        return os.write(fd, data[:taken])

    def _before(self, name: str) -> None:
        self.calls[name] += 1
        if name in self.delays:
            time.sleep(self.delays[name])
        if name in self.gates:
            self.gates[name].wait()
        if name in self.errors:
            raise OSError(self.errors[name], os.strerror(self.errors[name]))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*arguments: Any, **options: Any) -> Any:
            self._before(name)
            return real(*arguments, **options)

        return call


def eventually(true: Callable[[], object], seconds: float = 20.0) -> bool:
    """Wait until something is so; whether it was so in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.001)
    return True
