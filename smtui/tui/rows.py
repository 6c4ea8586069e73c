"""Lines to read and to choose from: the start, the review and the scorecard consist of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from smtui.tui.keys import bindings
from smtui.tui.texts import MARKS, NOTHING

GUTTER = 2
"""Columns left of each line: the sign that says which line is chosen stands there."""


@dataclass(frozen=True)
class Row:
    """One text of one or more lines. With a `key` it can be chosen; without, it is only read."""

    text: Content = NOTHING
    key: str = ""


class Rows(OptionList):
    """Rows, some of which can be chosen. Up and down also scroll to what can only be read."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rows")]

    @dataclass
    class Chosen(Message):
        """Somebody took a row: its key."""

        key: str

    def __init__(self, rows: Sequence[Row] = (), *, first: str = "seen") -> None:
        """`first`: when the first row is chosen: once "seen", "always", or by Tab ("never")."""
        super().__init__(markup=False, compact=True)
        self._rows: tuple[Row, ...] = ()
        self._first = first
        self._settled = False
        if rows:
            self.show(rows)

    @property
    def key(self) -> str:
        """The key of the chosen row; empty when there is none."""
        at = self.highlighted
        return self._rows[at].key if at is not None and at < len(self._rows) else ""

    @property
    def plain(self) -> str:
        """All rows as plain text."""
        return "\n".join(row.text.plain for row in self._rows)

    def show(self, rows: Sequence[Row], key: str = "") -> None:
        """Show other rows; the chosen one stays, or becomes the one with `key`."""
        wanted = key or self.key
        top = self.scroll_offset.y
        self._rows = tuple(rows)
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options(Option(row.text or " ", disabled=not row.key) for row in self._rows)
        at = next((at for at, row in enumerate(self._rows) if row.key and row.key == wanted), None)
        if at is None:
            self._settled = False
            self.call_later(self._settle)
        else:
            self.scroll_to(y=top, animate=False, immediate=True)
            self.highlighted = at

    def on_resize(self, event: Resize) -> None:
        """Choose the first row as soon as it is known what can be seen, and keep it in sight."""
        self._settle()
        if self._first == "always":
            self.scroll_to_highlight()

    def on_focus(self) -> None:
        """Who comes here by Tab stands on the first row."""
        if self.highlighted is None and self._first == "never":
            self.highlighted = self._next(-1, 1)

    def _settle(self) -> None:
        if self._settled or not self.scrollable_content_region or self._first == "never":
            return
        self._settled = True
        at = self._next(-1, 1)
        seen = at is not None and (self._first == "always" or self._in_view(at, whole=True))
        if seen and self.highlighted is None:
            self.highlighted = at

    def _next(self, start: int, step: int) -> int | None:
        at = start + step
        while 0 <= at < len(self._rows):
            if self._rows[at].key:
                return at
            at += step
        return None

    def _in_view(self, at: int, *, whole: bool = False) -> bool:
        first = self._index_to_line.get(at, 0)
        last = first + self._heights.get(at, 1) - 1 if whole else first
        top = self.scroll_offset.y
        return top <= first and last < top + max(self.scrollable_content_region.height, 1)

    def _step(self, step: int) -> None:
        """To the next row that can be chosen, if it is near; else only scroll towards it."""
        top, height = self.scroll_offset.y, max(self.scrollable_content_region.height, 1)
        at = self.highlighted
        if at is not None and not self._in_view(at):
            at = None
        if at is None:
            lines = range(top, top + height) if step > 0 else range(top + height - 1, top - 1, -1)
            seen = [self._lines[line][0] for line in lines if line < len(self._lines)]
            near = next((one for one in seen if self._rows[one].key), None)
        else:
            near = self._next(at, step)
        if near is not None:
            first = self._index_to_line.get(near, 0)
            last = first + self._heights.get(near, 1) - 1
            if top - 2 <= last and first < top + height + 2:
                self.highlighted = near
                return
        self.scroll_relative(y=step * 2, animate=False, immediate=True)

    def action_line_down(self) -> None:
        """One row down."""
        self._step(1)

    def action_line_up(self) -> None:
        """One row up."""
        self._step(-1)

    def action_choose(self) -> None:
        """Take the chosen row, if it can be seen; else the key is for the screen."""
        if self.highlighted is None or not self._in_view(self.highlighted):
            raise SkipAction
        self.action_select()

    def action_page_down(self) -> None:
        """A screenful down."""
        self._page(1)

    def action_page_up(self) -> None:
        """A screenful up."""
        self._page(-1)

    def _page(self, step: int) -> None:
        height = max(self.scrollable_content_region.height - 1, 1)
        self.scroll_relative(y=step * height, animate=False, immediate=True)
        if self.highlighted is not None and not self._in_view(self.highlighted):
            self.highlighted = None
            self._step(step)

    def action_first(self) -> None:
        """To the top, with all that stands above the first row that can be chosen."""
        self.highlighted = None
        self.scroll_home(animate=False, immediate=True)
        self._settled = False
        self.call_later(self._settle)

    def action_last(self) -> None:
        """To the end."""
        self.highlighted = self._next(len(self._rows), -1)
        self.scroll_end(animate=False, immediate=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A row was taken."""
        event.stop()
        key = self._rows[event.option_index].key
        if key:
            self.post_message(self.Chosen(key))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Nobody else needs to know."""
        event.stop()

    # The chosen row has a sign, so that it can be told without colour.

    def _get_left_gutter_width(self) -> int:
        return GUTTER

    def render_line(self, y: int) -> Strip:
        """A line with the sign in front of it."""
        strip = super().render_line(y)
        number = self.scroll_offset.y + y
        here = False
        if number < len(self._lines):
            at, offset = self._lines[number]
            here = at == self.highlighted and offset == 0 and bool(self._rows[at].key)
        style = next((piece.style for piece in strip if piece.style), None)
        sign = MARKS["here"].sign if here else " "
        return Strip([Segment(sign + " " * (GUTTER - 1), style), *strip])
