"""What makes the app steady: signals, crashes, small windows, text that must not act."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, Resize
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.worker import WorkerFailed

from smtui import __version__
from smtui.crash import where, write_crash_log
from smtui.guard import Guard
from smtui.tui.actions import may_run
from smtui.tui.inorder import InOrder
from smtui.tui.saying import say
from smtui.tui.small import TooSmall, too_small
from smtui.tui.terminal.ability import Ability
from smtui.tui.terminal.driver import SteadyDriver
from smtui.tui.terminal.filters import Ascii, NoControl
from smtui.tui.texts import ASCII_TWINS

HUNG_UP = 129
"""The exit status of a program that a SIGHUP ended."""
LAST_KEYS = 0.8
"""Seconds for the keys that have been typed to do what they do, when the end has come."""
LOOK = 0.01
"""Seconds until the last of them are in the queue of the app."""


class SteadyApp(InOrder):
    """An app that ends in order, whatever ends it, and never shows answers when it breaks."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    ALLOW_SELECT: ClassVar[bool] = False
    # A click on a widget that has just gone (its question was left) would end the program: Textual
    # looks for the place of its parent. The terminal's own selecting works, with Shift held.

    _loop_of_ours: asyncio.AbstractEventLoop | None = None

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        ability: Ability | None = None,
        driver_class: type[Driver] | None = None,
        crash_folder: Path | None = None,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        """`crash_folder` is where a crash leaves its report; None: nowhere."""
        super().__init__(driver_class=driver_class)
        ability = ability or Ability()
        self.theme = ability.theme
        self.animation_level = "none"
        self._guard = guard
        self._crash_folder = crash_folder
        self._now = clock
        self._walls: list[LineFilter] = [NoControl()]
        if ability.glyphs != "all":
            self._walls.append(Ascii(ASCII_TWINS, strict=ability.glyphs == "ascii"))

    # begin and end

    def run_guarded(self) -> int:
        """Show the screen until the person leaves; the exit status."""
        if self._guard is not None:
            self._guard.watch_terminal()
        before = threading.excepthook
        threading.excepthook = self._thread_broke
        try:
            self.run()
        finally:
            threading.excepthook = before
            self.let_go()
            if self._guard is not None:
                self._guard.left()
        return self.return_code or 0

    def let_go(self) -> bool:
        """Save everything and close the plan; whether that worked. May be called twice."""
        return True

    def on_mount(self) -> None:
        """Let the guard ask for the end: it does so from a thread of its own."""
        self._loop_of_ours = loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._loop_broke)
        if self._guard is None:
            return

        def leave(status: int) -> None:
            loop.call_soon_threadsafe(self._leave, status)

        self._guard.ask_to_leave(leave)

    def _leave(self, status: int) -> None:
        """Close the screen, when the keys that were typed before the end have been worked off."""
        driver = self._driver
        if isinstance(driver, SteadyDriver):
            driver.end_input()
        self._begin_batch()  # no more pictures: the time is for the keys
        loop = asyncio.get_running_loop()

        def go() -> None:
            if not self._exit:
                self.exit(return_code=status)

        # not at once: the last of them are only on their way into the queue
        loop.call_later(LOOK, self.when_done, go)
        loop.call_later(LAST_KEYS, go)

    def terminal_lost(self) -> None:
        """The terminal has gone: the same as a SIGHUP. Called from the thread that reads."""
        if self._guard is not None:
            self._guard.hang_up()
        elif self._loop_of_ours is not None:
            self._loop_of_ours.call_soon_threadsafe(self._leave, HUNG_UP)

    def repaint(self) -> None:
        """Draw all of the screen again."""
        if self.screen_stack:
            self.screen.refresh()

    def on_unmount(self) -> None:
        """However the screen ends: what was typed is saved."""
        if self._exception is None:
            self.let_go()

    # crashes

    def kept_at(self) -> Path | None:
        """Where the answers were saved; for the one line that a crash leaves."""
        return None

    def broke(self, error: Exception) -> None:
        """A mistake outside of the loop (in a thread, in the driver) ends the same way."""
        loop = self._loop_of_ours
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # it has closed
                loop.call_soon_threadsafe(self._handle_exception, error)

    def _thread_broke(self, what: threading.ExceptHookArgs) -> None:
        if isinstance(what.exc_value, Exception):
            self.broke(what.exc_value)

    def _loop_broke(self, loop: asyncio.AbstractEventLoop, what: dict[str, Any]) -> None:
        # Others are only remarks, for one a task that was still waiting at the end.
        if isinstance(what.get("exception"), Exception):
            self._handle_exception(what["exception"])

    def _handle_exception(self, error: Exception) -> None:
        """Save, then say what happened in one line.

        Textual's own would print a traceback with locals, which are answers.
        """
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        with contextlib.suppress(Exception):  # what broke may break again; the line must come
            self.let_go()
        self._return_code = 1
        first = self._exception is None
        if first:
            self._exception = error
            self._exception_event.set()
            line = self._last_line(error, self.kept_at())
            self._exit_renderables.append(Text(line))
        self._close_messages_no_wait()

    def _last_line(self, error: Exception, path: Path | None) -> str:
        program = f"smtui {__version__}, Python {sys.version.split()[0]}"
        log = write_crash_log(self._crash_folder, error, program, self._now())
        kept = f" Your answers are in {path}." if path else ""
        told = f" For a report: {log}" if log else ""
        # not str(error): it may hold an answer
        return f"smtui broke off: {where(error)}.{kept}{told}"

    def _print_error_renderables(self) -> None:
        """Only the first: what broke afterwards did so because of it. Never cut or broken."""
        for line in self._exit_renderables[:1]:
            self.error_console.print(line, soft_wrap=True)
        self._exit_renderables.clear()

    # text that must not act

    async def _broker_event(
        self, event_name: str, event: Event, default_namespace: DOMNode
    ) -> bool:
        """No action comes out of a text that is clicked on: no text of ours has one."""
        return False

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        """Only what a key has is done: see `actions`."""
        return may_run(namespace, action_name) and await super()._dispatch_action(
            namespace, action_name, params
        )

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No link leads out of the program."""

    def deliver_screenshot(
        self,
        filename: str | None = None,
        path: str | None = None,
        time_format: str | None = None,
    ) -> str | None:
        """No picture is written: its path could be that of a plan."""
        return None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's, then our walls."""
        return [*super().get_line_filters(), *self._walls]

    # windows

    def on_resize(self, event: Resize) -> None:
        """Cover the screen while nothing useful fits into the window."""
        covered = isinstance(self.screen, TooSmall)
        if too_small(event.size) and not covered:
            self.push_screen(TooSmall())
        elif covered and not too_small(event.size):
            self.pop_screen()

    def action_help_quit(self) -> None:
        """For ctrl+c, which many people press to leave."""
        self.say("To leave, press ctrl+q.")

    def say(self, words: str, severity: SeverityLevel = "information") -> None:
        """Say something in passing. Never markup."""
        say(self, words, severity, seconds=4)
