"""The driver: what Textual's own lacks when a line drops, stalls or sends what nobody expects.

It stands on private parts of Textual 8.2; tests/tui/test_driver.py says which when one has gone.
"""

import asyncio
import contextlib
import os
import re
import signal
import termios
import tty
from collections.abc import Callable
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual import constants, events
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from smtui.tui.terminal.input import RESIZE_PAUSE, Keyboard, window_size
from smtui.tui.terminal.output import Writer
from smtui.tui.terminal.reader import Reader

# A mode of the terminal that is set, reset or asked for: never dropped.
_MODE = re.compile(r"(\x1b\[[?<>=][0-9;]*\$?[a-z])+")
_FRAME_BEGINS, _FRAME_ENDS = "\x1b[?2026h", "\x1b[?2026l"
_POINTER, _USUAL_POINTER = "\x1b]22;", "\x1b]22;default\x07"
_KITTY_KEYS = 1 | 8 | 16  # tell Escape from the rest, all keys as sequences, with their text


@runtime_checkable
class Host(Protocol):
    """What the driver needs of an app beside what every Textual app has."""

    def terminal_lost(self) -> None:
        """The terminal has gone. Called from the thread that reads."""

    def broke(self, error: Exception) -> None:
        """A mistake of ours has ended the reading. Called from any thread."""

    def repaint(self) -> None:
        """Draw everything again: the terminal may show anything. Called in the loop."""


class SteadyDriver(LinuxDriver):
    """Textual's driver for Linux and macOS with a reader that ends and a writer that never blocks.

    Signals only set something going in the loop: in a handler, the lock that is wanted may be
    held by the very code that was interrupted.
    """

    PATIENCE: ClassVar[float] = 0.5
    """Seconds that a terminal has at the end to take what is left for it."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._host = app if isinstance(app, Host) else None
        assert self._file is not None  # the command line has given us one
        self._out_fd, self._encoding = self._file.fileno(), self._file.encoding
        self._writer: Writer | None = None
        self._reader: Reader | None = None
        self._active = False
        self._stopped_by_us = False
        self._attributes: list[Any] | None = None
        self._resizing: asyncio.TimerHandle | None = None
        self._pointer = False
        self._frame: list[str] = []  # a picture whose end is still to come
        self._window = Size(80, 24)

    # text to the terminal

    def write(self, data: str) -> None:
        """Hand text to the writer; without one it is for nobody."""
        writer = self._writer
        if writer is None or not data:
            return
        self._pointer = self._pointer or data.startswith(_POINTER)
        if data == _FRAME_BEGINS:
            self._frame = [data]
        elif data == _FRAME_ENDS:
            # In one piece with its two marks: it is drawn or dropped as a whole.
            frame, self._frame = [*self._frame, data], []
            writer.write("".join(frame))
        elif len(data) < 64 and _MODE.fullmatch(data):
            writer.write(data, keep=True)
        elif self._frame:
            self._frame.append(data)
        else:
            writer.write(data)

    def _caught_up(self) -> None:
        self._loop.call_soon_threadsafe(self._draw_again)

    def _draw_again(self) -> None:
        """The terminal shows something old: draw all of it."""
        if self._active and self._host is not None:
            self._host.repaint()

    # begin and end

    def start_application_mode(self) -> None:
        """Make the terminal ours, and begin to read."""
        if self._active:
            return
        while self._in_background():
            # A shell brings us back when the person wants to see us.
            os.kill(os.getpid(), signal.SIGSTOP)
        self._active = True
        self._writer = Writer(self._out_fd, self._encoding, self._caught_up)
        with contextlib.suppress(termios.error):
            self.attrs_before = termios.tcgetattr(self.fileno)
            self._attributes = self._raw(termios.tcgetattr(self.fileno))
        self._apply_attributes()
        signal.signal(signal.SIGWINCH, self._window_signal)
        self._tell_size()
        self.write("\x1b[?1049h")  # the other screen
        self._enable_mouse_support()
        self.write("\x1b[?25l")  # no cursor
        self.write("\x1b[?1004h")  # focus reports
        if not constants.DISABLE_KITTY_KEY:
            self.write(f"\x1b[>{_KITTY_KEYS}u")
        self._reader = Reader(
            self.fileno, Keyboard(self._debug), self._take, self._lost, self._broke
        )
        self._request_terminal_sync_mode_support()
        self._query_in_band_window_resize()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self._enable_mouse_support()  # once more: iTerm 3.5.0 forgets the first time
        if self._must_signal_resume:
            self._must_signal_resume = False
            self.send_message(Driver.SignalResume())

    def end_input(self) -> None:
        """Pass on what has been typed so far, and read no more."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.stop()

    def disable_input(self) -> None:
        """Read no more; what still comes (late answers of the terminal) is for nobody."""
        if not self._active:
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self._disable_mouse_support()
        self.end_input()
        with contextlib.suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was."""
        if not self._active:
            return
        self._disable_bracketed_paste()
        self._enable_line_wrap()
        self._disable_in_band_window_resize()
        self.disable_input()
        self._active = False
        if self.attrs_before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        if self._pointer and self._writer is not None:
            self._writer.write(_USUAL_POINTER, keep=True)
        if not constants.DISABLE_KITTY_KEY:
            self.write("\x1b[<u")  # before the other screen goes: it belongs to that
        self.write("\x1b[?1049l")
        self.write("\x1b[?25h")
        self.write("\x1b[?1004l")

    def close(self) -> None:
        """Have the last of the text written."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close(self.PATIENCE)

    def _in_background(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        except OSError:  # not the terminal that controls us, or none
            return False

    def _raw(self, attributes: list[Any]) -> list[Any]:
        attributes[tty.LFLAG] = self._patch_lflag(attributes[tty.LFLAG])
        attributes[tty.IFLAG] = self._patch_iflag(attributes[tty.IFLAG])
        attributes[tty.CC][termios.VMIN] = 1  # elsewhere than on Linux it may be 4
        return attributes

    def _apply_attributes(self) -> None:
        if self._attributes is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._attributes)

    # what comes from the terminal; in the thread that reads

    def _take(self, message: Message) -> None:
        if isinstance(message, events.Resize) and not self._in_band_window_resize:
            return  # not from a terminal that tells its size this way
        if isinstance(message, events.MouseDown) and not self._inside(message):
            return  # it would take the focus away from what is being written
        with contextlib.suppress(RuntimeError):  # the loop has closed
            self.process_message(message)

    def _inside(self, event: events.MouseEvent) -> bool:
        size = self._app.size
        return event.x < size.width and event.y < size.height

    def _lost(self) -> None:
        if self._host is not None:
            self._host.terminal_lost()
        else:
            self._soon(self._app.exit)

    def _broke(self, error: Exception) -> None:
        if self._host is not None:
            self._host.broke(error)
        else:
            self._soon(lambda: self._app._handle_exception(error))

    # signals

    def _soon(self, callback: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed
            self._loop.call_soon_threadsafe(callback)

    def _sigtstp_application(self, *_: object) -> None:
        if self._active:
            self._soon(self._stop)
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        self._soon(self._go_on)

    def _stop(self) -> None:
        """Give the terminal back and stop, until the shell lets us go on."""
        if self._auto_restart and self._active:
            self.suspend_application_mode()
            self._stopped_by_us = True
        os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        """Take the terminal again if it was given back; else see to it that it is still ours."""
        if self._stopped_by_us:
            self._stopped_by_us = False
            self._must_signal_resume = True
            self.resume_application_mode()
        elif not self._active or self._in_background():
            return
        else:
            # A shell that stopped us by force has put its own settings in the place of ours.
            self._apply_attributes()
        self._draw_again()

    def _window_signal(self, *_: object) -> None:
        self._soon(self._resize_soon)

    def _resize_soon(self) -> None:
        """Of many sizes in a row, the last one counts."""
        if self._resizing is None and not self._in_band_window_resize:
            self._resizing = self._loop.call_later(RESIZE_PAUSE, self._tell_size)

    def _tell_size(self) -> None:
        self._resizing = None
        if self._active:
            size = Size(*self._get_terminal_size())
            self.send_message(events.Resize(size, size))

    def _get_terminal_size(self) -> tuple[int, int]:
        # Not of standard output: that may be a file. The picture goes where we write.
        for fd in (self._out_fd, self.fileno):
            with contextlib.suppress(OSError):
                if size := window_size(*os.get_terminal_size(fd)):
                    self._window = size
                    break
        return self._window
