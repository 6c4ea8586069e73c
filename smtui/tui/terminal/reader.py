"""The thread that reads the terminal. It ends with the terminal, and never spins."""

import os
import select
import threading
import time
from collections.abc import Callable

from textual.message import Message

from smtui.tui.terminal.input import Keyboard

AT_ONCE = 65536
AT_MOST = 32
"""Reads of what is still waiting when the thread is to end."""


class Reader:
    """Reads a file descriptor until it is told to stop, or nothing more can come.

    `take` gets each message, in the order of the keys; `lost` is called once when the terminal
    has gone, `broke` when a mistake of ours ends the thread. All of them run in the thread.
    """

    def __init__(
        self,
        fd: int,
        keyboard: Keyboard,
        take: Callable[[Message], None],
        lost: Callable[[], None],
        broke: Callable[[Exception], None],
    ) -> None:
        self._fd = fd
        self._keyboard = keyboard
        self._take = take
        self._lost = lost
        self._broke = broke
        self._stop, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._run, name="terminal-input", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it still reads."""
        return self._thread.is_alive()

    def stop(self, seconds: float = 1.0) -> None:
        """Take what has been typed so far, and read no more."""
        if self._wake < 0:
            return
        os.close(self._wake)
        self._wake = -1
        if threading.current_thread() is not self._thread:
            self._thread.join(seconds)

    def _run(self) -> None:
        try:
            gone = self._read()
        except Exception as error:
            self._broke(error)
        else:
            if gone:
                self._lost()
        finally:
            os.close(self._stop)

    def _read(self) -> bool:
        """Read until the end; whether it was the terminal's."""
        keyboard = self._keyboard
        while True:
            wait = keyboard.wait(time.monotonic())
            try:
                ready = select.select([self._fd, self._stop], [], [], wait)[0]
            except (OSError, ValueError):  # closed under our feet
                self._pass_on(keyboard.end())
                return True
            stopping = self._stop in ready
            for _ in range(AT_MOST if stopping else 1):
                if self._fd not in ready:
                    break
                data = self._data()
                if data == b"":
                    self._pass_on(keyboard.end())
                    return True
                self._pass_on(keyboard.feed(data or b"", time.monotonic()))
                ready = select.select([self._fd], [], [], 0)[0] if stopping else []
            if stopping:
                self._pass_on(keyboard.end())
                return False
            self._pass_on(keyboard.tick(time.monotonic()))

    def _data(self) -> bytes | None:
        """What has come; empty at the end of the terminal, None when somebody else has read it."""
        try:
            return os.read(self._fd, AT_ONCE)
        except BlockingIOError:
            return None
        except OSError:  # EIO: hung up
            return b""

    def _pass_on(self, messages: list[Message]) -> None:
        for message in messages:
            self._take(message)
