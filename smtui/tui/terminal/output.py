"""The thread that writes to the terminal, so that a reader who has stalled holds up nobody."""

import contextlib
import os
import select
import threading
from collections import deque
from collections.abc import Callable

BUDGET = 512 * 1024
"""Characters that may wait; beyond them pictures are dropped until the reader is back."""
PIECE = 16 * 1024
"""Bytes written at once."""


class Writer:
    """Writes text to a file descriptor, and never makes its caller wait.

    When the reader is so far behind that pictures had to be dropped, `caught_up` is called once
    he has taken all that was left: what he sees is out of date then. It runs in the thread.
    """

    def __init__(
        self,
        fd: int,
        encoding: str,
        caught_up: Callable[[], None],
        *,
        budget: int = BUDGET,
    ) -> None:
        self._fd = fd
        self._encoding = encoding
        self._caught_up = caught_up
        self._budget = budget
        self._waiting: deque[tuple[str, bool]] = deque()
        self._size = 0  # characters waiting or on their way
        self._dropped = self._closing = self._gone = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    @property
    def dropping(self) -> bool:
        """Whether a picture was dropped since the reader was last up to date."""
        return self._dropped

    def write(self, text: str, *, keep: bool = False) -> None:
        """Have a text written; one that must not be lost (a mode of the terminal) is kept."""
        with self._changed:
            if self._gone or self._closing:
                return
            if not keep and (self._dropped or self._size > self._budget):
                self._drop()
                return
            self._waiting.append((text, keep))
            self._size += len(text)
            self._changed.notify_all()

    def close(self, seconds: float = 0.5) -> bool:
        """Write what is left and end; whether that could be done in time."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _drop(self) -> None:  # lock held
        self._dropped = True
        kept = [one for one in self._waiting if one[1]]
        self._size -= sum(len(text) for text, keep in self._waiting if not keep)
        self._waiting = deque(kept)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not (self._waiting or self._closing or self._dropped):
                    self._changed.wait()
                text = self._next()
                if not text and self._closing:
                    return
            if not self._written(text.encode(self._encoding, "replace")):
                with self._changed:
                    self._gone = True
                    self._waiting.clear()
                return
            with self._changed:
                self._size -= len(text)
                caught_up = self._dropped and not self._waiting
                if caught_up:
                    self._dropped = False
            if caught_up and not self._closing:
                with contextlib.suppress(RuntimeError):  # the loop has closed
                    self._caught_up()

    def _next(self) -> str:  # lock held
        """Whole texts only: half a one would leave the terminal in the middle of a sequence."""
        texts, size = [], 0
        while self._waiting and size < PIECE:
            texts.append(self._waiting.popleft()[0])
            size += len(texts[-1])
        return "".join(texts)

    def _written(self, data: bytes) -> bool:
        """Write it all, however long that takes; False when there is no terminal any more."""
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self._fd, left[:PIECE]) :]
            except BlockingIOError:  # whoever shares the terminal has made it so
                try:
                    select.select([], [self._fd], [])
                except (OSError, ValueError):
                    return False
            except OSError:
                return False
        return True
