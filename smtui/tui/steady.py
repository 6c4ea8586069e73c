"""What makes the app steady: signals, crashes, small windows, text that must not act."""

import asyncio
import contextlib
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, Resize
from textual.filter import LineFilter
from textual.notifications import SeverityLevel

from smtui.guard import Guard
from smtui.tui.actions import may_run
from smtui.tui.inorder import InOrder
from smtui.tui.saying import say
from smtui.tui.small import TooSmall, too_small
from smtui.tui.terminal.ability import Ability
from smtui.tui.terminal.filters import Ascii, NoControl
from smtui.tui.texts import ASCII_TWINS


class SteadyApp(InOrder):
    """An app that ends in order, whatever ends it, and never shows answers when it breaks."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    ALLOW_SELECT: ClassVar[bool] = False
    # A click on a widget that has just gone (its question was left) would end the program: Textual
    # looks for the place of its parent. The terminal's own selecting works, with Shift held.

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        ability: Ability | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        ability = ability or Ability()
        self.theme = ability.theme
        self.animation_level = "none"
        self._guard = guard
        self._walls: list[LineFilter] = [NoControl()]
        if ability.glyphs != "all":
            self._walls.append(Ascii(ASCII_TWINS, strict=ability.glyphs == "ascii"))

    # begin and end

    def run_guarded(self) -> int:
        """Show the screen until the person leaves; the exit status."""
        if self._guard is not None:
            self._guard.watch_terminal()
        try:
            self.run()
        finally:
            self.let_go()
            if self._guard is not None:
                self._guard.left()
        return self.return_code or 0

    def let_go(self) -> bool:
        """Save everything and close the plan; whether that worked. May be called twice."""
        return True

    def on_mount(self) -> None:
        """Let the guard ask for the end: it does so from a thread of its own."""
        if self._guard is None:
            return
        loop = asyncio.get_running_loop()

        def leave(status: int) -> None:
            loop.call_soon_threadsafe(lambda: self.exit(return_code=status))

        self._guard.ask_to_leave(leave)

    def on_unmount(self) -> None:
        """However the screen ends: what was typed is saved."""
        if self._exception is None:
            self.let_go()

    # crashes

    def kept_at(self) -> Path | None:
        """Where the answers are; for the one line that a crash leaves."""
        return None

    def _handle_exception(self, error: Exception) -> None:
        """Save, then say what happened in one line.

        Textual's own would print a traceback with locals, which are answers.
        """
        path = self.kept_at()
        with contextlib.suppress(Exception):  # what broke may break again; the line must come
            self.let_go()
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        where = [
            f"{Path(frame.filename).name}:{frame.lineno}"
            for frame in traceback.extract_tb(error.__traceback__)[-3:]
        ]
        kept = f" Your answers are in {path}." if path else ""
        # not str(error): it may hold an answer
        line = f"smtui broke off: {type(error).__name__} at {' > '.join(where)}.{kept}"
        self._exit_renderables.append(Text(line))
        self._close_messages_no_wait()

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
        self.say("To leave, press ctrl+q. Everything is saved.")

    def say(self, words: str, severity: SeverityLevel = "information") -> None:
        """Say something in passing. Never markup."""
        say(self, words, severity, seconds=4)
