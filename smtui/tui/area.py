"""A line and an area of text that take any paste, and leave the keys of the program alone."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.widgets import Input, TextArea

from smtui.questionnaire.kinds import LONGEST_ANSWER
from smtui.tui.editor import pasted
from smtui.tui.keys import KEYS
from smtui.tui.saying import say

_OURS = frozenset(key for one in KEYS.values() for key in one.keys if key[1:].isdigit())


def _keys(binding: BindingType) -> set[str]:
    return set((binding.key if isinstance(binding, Binding) else binding[0]).split(","))


class Area(TextArea, inherit_bindings=False):
    """Textual's own selects all with F7, and the next letter would erase it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in TextArea.BINDINGS if not _OURS & _keys(binding)
    ]

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        room = LONGEST_ANSWER - len(self.text) + len(self.selected_text)
        text, warning = pasted(event, room, one_line=False)
        if text and not self.read_only:
            result = self.replace(text, *self.selection)
            self.move_cursor(result.end_location)
        if warning:
            say(self, warning, "warning")


class Line(Input):
    """Textual's own takes the first line of a paste alone and drops the others without a word."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        room = LONGEST_ANSWER - len(self.value) + (end - start)
        text, warning = pasted(event, room, one_line=True)
        if text:
            self.replace(text, start, end)
            # only then the field knows how long its text is
            self.call_after_refresh(self._show_cursor)
        if warning:
            say(self, warning, "warning")

    def _show_cursor(self) -> None:
        """Have the end of what was pasted in sight."""
        region = Region(self._cursor_offset, 0, 1, 1)
        self.scroll_to_region(region, force=True, animate=False)
