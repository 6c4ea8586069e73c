"""Going somewhere by its name: sections, questions and actions, found by the words typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from smtui.text import clean_line
from smtui.tui.dialogs import FRAME, WIDEST, Dialog, line_input
from smtui.tui.keys import bindings
from smtui.tui.rows import Row, Rows
from smtui.tui.texts import MUTED, ends, ui_text

MOST = 50
"""Lines shown at once: whoever looks for one types another letter."""


@dataclass(frozen=True)
class Entry:
    """Something to go to: its key, its words, what it is; `common` ones are there unasked."""

    key: str
    words: str
    kind: str = ""
    common: bool = True


def found(entries: Sequence[Entry], query: str) -> list[Entry]:
    """The entries that have all words of a query; those that begin with it first."""
    words = query.casefold().split()
    if not words:
        return [one for one in entries if one.common][:MOST]
    hits = [one for one in entries if all(word in one.words.casefold() for word in words)]
    return sorted(hits, key=lambda one: not one.words.casefold().startswith(words[0]))[:MOST]


class Search(Dialog[str]):
    """A line to type into and the entries that fit; gives the key of the one taken."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("search")]
    CONTEXT: ClassVar[str] = "search"

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__("Go to")
        self._entries = entries

    def body(self) -> ComposeResult:
        """The line and the entries."""
        yield line_input("", "a word of a section, a question or an action")
        yield Rows(self._found(""), first="always")

    def _found(self, query: str) -> list[Row]:
        hits = found(self._entries, query)
        if not hits:
            return [Row(ui_text("Nothing has these words. Try fewer or shorter ones.", MUTED))]
        room = max(min(self.app.size.width, WIDEST) - FRAME, 20)
        return [
            Row(ends(ui_text(clean_line(one.words)), ui_text(one.kind, MUTED), room), one.key)
            for one in hits
        ]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Other letters, other entries."""
        event.stop()
        rows = self.query_one(Rows)
        rows.show(self._found(event.value))
        rows.action_first()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter takes the entry that is chosen."""
        event.stop()
        key = self.query_one(Rows).key
        if key:
            self.dismiss(key)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """An entry was taken."""
        event.stop()
        self.dismiss(event.key)

    def action_line_down(self) -> None:
        """The next entry, from the line where one types."""
        self.query_one(Rows).action_line_down()

    def action_line_up(self) -> None:
        """The entry before."""
        self.query_one(Rows).action_line_up()
