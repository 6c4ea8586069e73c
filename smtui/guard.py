"""Signals and a lost terminal: the program always ends soon, with its last words kept.

`install()` is the first statement of `main`, before any thread exists. The signals are blocked in
every thread and waited for in one, because a handler in the main thread never runs while that
thread is stuck in a write to a stalled terminal.

Children inherit the blocked signals: whoever starts one ($EDITOR, a browser) must run
`child_setup` in it, or ctrl+c and kill will not reach it.
"""

import contextlib
import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable

SIGNALS = frozenset({signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT})
"""What ends the program in order. (SIGKILL cannot be waited for.)"""

LAST_WORDS_SECONDS = 0.8
"""For all the last words together: a hung network disk must not keep the process."""
LEAVE_SECONDS = 1.2
"""For the last words and the screen, which then closes by itself, together."""
END_SECONDS = 1.4
"""For all that, and for `main` to return after it."""

RESET = (
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse
    b"\x1b[?2004l\x1b[?1004l\x1b[?2048l"  # bracketed paste, focus, resize reports
    b"\x1b[?2026l"  # a picture that was half drawn
    b"\x1b[<u"  # kitty keys: back to what was before
    b"\x1b[?7h\x1b[?25h\x1b[0m"  # wrap, cursor, plain colours
    b"\x1b[?1049l"  # last: leave the other screen, so that the shell's text is back
)
"""What a terminal needs after a program that could not tidy up."""


class Guard:
    """Waits for the end of the process and makes it orderly. Made by `install`."""

    def __init__(self) -> None:
        """Block the signals and start to wait. Only for `install`, in the main thread."""
        self._old_mask = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        # An inherited "ignore" (nohup) would hide the signal from sigwait.
        self._old_handlers = {each: signal.signal(each, signal.SIG_DFL) for each in SIGNALS}
        self._last_words: list[Callable[[], None]] = []
        self._ask_to_leave: Callable[[int], None] | None = None
        self._has_left = threading.Event()
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._number = 0
        self._interrupts = 0
        self._undone = False
        self._wake_terminal = -1  # the end of a pipe that stops the thread of watch_terminal
        self._output = -1
        self._attributes: tuple[int, list[int | list[bytes | int]]] | None = None
        # Started now: at the end of a program in trouble no new thread may be had.
        self._leaver = threading.Thread(target=self._leave, name="guard-leave", daemon=True)
        self._leaver.start()
        self._waiter = threading.Thread(target=self._wait, name="guard-wait", daemon=True)
        self._waiter.start()
        self._watcher: threading.Thread | None = None

    @property
    def exit_status(self) -> int | None:
        """128 + the number of the signal that ends the program; None while it goes on."""
        return 128 + self._number if self._number else None

    def last_words(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have `callback` (save!) run in a thread of the guard when the program must end.

        Gives back a function that takes it off the list. What the callback raises is swallowed,
        and all of them have 0.8 seconds together.
        """
        self._last_words.append(callback)

        def forget() -> None:
            if callback in self._last_words:
                self._last_words.remove(callback)

        return forget

    def ask_to_leave(self, callback: Callable[[int], None] | None) -> None:
        """Set how the screen is asked to close; it is called once, with the exit status.

        The callback runs in a thread of the guard and must not block. None: no screen is open.
        """
        self._has_left.clear()
        self._ask_to_leave = callback

    def left(self) -> None:
        """To be called when the screen has closed and the terminal is as it was."""
        self._ask_to_leave = None
        self._attributes = None
        self._output = -1
        self._has_left.set()

    def hang_up(self) -> None:
        """The terminal has gone, as whoever read from it has noticed: the same as a SIGHUP."""
        self._event(signal.SIGHUP)

    def end(self, status: int) -> int:
        """The last call of `main`: gives the status back, unless a signal ends the program.

        Then it ends here: Python's own end would fail to write to a terminal that has gone, and
        say so in the status.
        """
        if self.exit_status is None:
            return status
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(self.exit_status)

    def watch_terminal(self, input_fd: int = 0, output_fd: int = 2) -> None:
        """Remember the state of the terminal, and take its loss for a SIGHUP.

        To be called before the screen opens. Without this a hung-up terminal goes unnoticed when
        the process has no controlling terminal, or was started with SIGHUP ignored.
        """
        try:
            self._attributes = (input_fd, termios.tcgetattr(input_fd))
        except termios.error:
            self._attributes = None
        self._output = output_fd
        if self._watcher is None:
            stop, self._wake_terminal = os.pipe()
            self._watcher = threading.Thread(
                target=self._watch, args=(input_fd, stop), name="guard-terminal", daemon=True
            )
            self._watcher.start()

    def undo(self) -> None:
        """End the threads and give back the signals as they were before `install` (for tests)."""
        self._undone = True
        self._ending.set()
        if self._waiter.ident is not None and self._waiter.is_alive():
            signal.pthread_kill(self._waiter.ident, signal.SIGTERM)
            self._waiter.join()
        self._leaver.join()
        if self._watcher is not None:
            os.close(self._wake_terminal)
            self._watcher.join()
            self._watcher = None
        signal.pthread_sigmask(signal.SIG_SETMASK, self._old_mask)
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)

    def _wait(self) -> None:
        while True:
            number = signal.sigwait(SIGNALS)
            if self._undone:
                return
            if number == signal.SIGINT:
                self._interrupts += 1
                if self._interrupts == 2:
                    # The person insists.
                    self._restore_terminal()
                    os._exit(128 + number)
            self._event(number)

    def _watch(self, input_fd: int, stop: int) -> None:
        poll = select.poll()
        poll.register(input_fd, 0)  # hang-up, error and a closed fd are reported unasked
        poll.register(stop, 0)
        events = dict(poll.poll())
        os.close(stop)
        if input_fd not in events or self._undone:
            return
        if events[input_fd] & select.POLLNVAL:
            # Elsewhere than on Linux that may only mean that such a device cannot be watched.
            with contextlib.suppress(OSError):
                os.fstat(input_fd)
                return
        self._event(signal.SIGHUP)

    def _event(self, number: int) -> None:
        with self._lock:
            if self._number:
                return
            self._number = number
        self._ending.set()

    def _leave(self) -> None:
        self._ending.wait()
        if self._undone:
            return
        status = 128 + self._number
        begun = time.monotonic()

        def left(seconds: float) -> float:
            return max(0.05, begun + seconds - time.monotonic())

        try:
            self._say_last_words()
            ask = self._ask_to_leave
            if ask is not None:
                _run_bounded(lambda: ask(status), left(LEAVE_SECONDS))
                if self._has_left.wait(left(LEAVE_SECONDS)):
                    time.sleep(left(END_SECONDS))  # main returns meanwhile, as it should
            self._restore_terminal()
        finally:
            os._exit(status)

    def _say_last_words(self) -> None:
        callbacks = list(self._last_words)
        end = time.monotonic() + LAST_WORDS_SECONDS
        for number, callback in enumerate(callbacks):
            # A share for each, so that one that hangs does not take the time of the others.
            rest = max(0.0, end - time.monotonic())
            _run_bounded(callback, rest / (len(callbacks) - number))

    def _restore_terminal(self) -> None:
        # Else a tcsetattr from a background job would stop the process instead of ending it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        if self._attributes is not None:
            fd, attributes = self._attributes
            with contextlib.suppress(termios.error, OSError):
                # Not TCSADRAIN: it waits for a reader that may be gone.
                termios.tcsetattr(fd, termios.TCSANOW, attributes)
        if self._output >= 0:
            _write_if_possible(self._output, RESET)


def _run_bounded(callback: Callable[[], None], seconds: float) -> None:
    def run() -> None:
        with contextlib.suppress(BaseException):  # nobody is left who could be told
            callback()

    thread = threading.Thread(target=run, name="guard-last-words", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # no thread to be had: better a risk of hanging than nothing saved
        run()
    else:
        thread.join(seconds)


def _write_if_possible(fd: int, data: bytes) -> None:
    """Write to a terminal that may be stalled or gone, without ever waiting for it."""
    try:
        if not os.isatty(fd):
            return
        poll = select.poll()
        poll.register(fd, select.POLLOUT)
        if any(events == select.POLLOUT for _, events in poll.poll(0)):
            # Non-blocking belongs to the open terminal, which the shell shares: put it back.
            was_blocking = os.get_blocking(fd)
            os.set_blocking(fd, False)
            try:
                os.write(fd, data)
            finally:
                os.set_blocking(fd, was_blocking)
    except OSError:
        pass


def child_setup() -> None:
    """For `preexec_fn` of a child: the signals that end a program reach it as they do any other."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def install() -> Guard:
    """Take over the signals that end a program. The first statement of `main`.

    Without anything registered a signal ends the process at once, with status 128 + its number
    and no traceback. Raises ValueError outside the main thread.
    """
    return Guard()
