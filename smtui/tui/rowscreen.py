"""A full screen of a head, rows to read and to choose from, and the keys."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.screen import Screen
from textual.widgets import Static

from smtui.tui.keys import footer_line
from smtui.tui.rows import GUTTER, Row, Rows
from smtui.tui.texts import MUTED, NOTHING, ends, heading, stacked, ui_text

WIDEST = 110
"""Columns of text beyond which lines are hard to read."""


class RowScreen(Screen[None]):
    """Base of the first screen, the review and the scorecard: they only say what is on it."""

    CONTEXT: ClassVar[str] = ""
    AUTO_FOCUS = "Rows"

    def __init__(self) -> None:
        super().__init__()
        self._head = Static(classes="rows-head")
        self._rows = Rows()
        self._foot = Static(classes="rows-foot")

    def compose(self) -> ComposeResult:
        """Head, rows, keys."""
        yield self._head
        yield self._rows
        yield self._foot

    def head(self) -> tuple[str, str]:
        """What stands left and right in the first line."""
        return "", ""

    def foot(self) -> str:
        """What stands right of the keys, if there is room."""
        return ""

    def idle_keys(self) -> Collection[str]:
        """The actions that the last line need not offer now."""
        return ()

    def rows(self, width: int, screen_width: int) -> Sequence[Row]:
        """The rows, for lines of so many columns on a screen of so many."""
        raise NotImplementedError

    def start_key(self) -> str:
        """Which row is chosen at first; empty for the first that can be."""
        return ""

    def on_resize(self, event: Resize) -> None:
        """Lay everything out anew."""
        self.lay_out(event.size.width)

    def on_screen_resume(self) -> None:
        """Show what has changed meanwhile."""
        self.redraw()

    def lay_out(self, screen_width: int, key: str = "") -> None:
        """Show head, rows and keys as they are now."""
        width = max(screen_width - 2, 8)
        rule = ui_text("─" * width, MUTED)
        left, right = self.head()
        self._head.update(stacked([heading(left, ui_text(right, MUTED), width), rule]))
        keys = footer_line(self.CONTEXT, width, self.idle_keys())
        said = ui_text(self.foot(), MUTED)
        if len(keys) + said.cell_length + 2 > width:
            said = NOTHING
        self._foot.update(stacked([rule, self._foot_line(keys, said, width)]))
        known = key or self._rows.key or self.start_key()
        # room for the sign in front and the scroll bar behind
        inner = min(max(width - GUTTER - 2, 8), WIDEST)
        self._rows.show(self.rows(inner, screen_width), known)

    @staticmethod
    def _foot_line(keys: str, said: Content, width: int) -> Content:
        shown = ui_text(keys, MUTED)
        return ends(shown, said, width) if said else shown

    def redraw(self, key: str = "") -> None:
        """Show it anew after something was opened or closed on it; `key` is chosen then."""
        self.lay_out(self.app.size.width, key)
