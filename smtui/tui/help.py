"""The help: every key in words, what the marks mean, what happens to the answers."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize

from smtui.tui.dialogs import FRAME, WIDEST, Dialog
from smtui.tui.keys import bindings, help_rows
from smtui.tui.rows import Row, Rows
from smtui.tui.texts import MARKS, MUTED, STRONG, column, hanging, mark, stacked, ui_text, wrapped

_KEY_WIDTH = 17
_WORD_WIDTH = max(len(one.word) for one in MARKS.values())
_MEANINGS = (
    ("done", "answered, or all of it that counts"),
    ("open", "no answer yet"),
    ("wrong", "the answer does not fit; the line under it says why"),
    ("parked", "not known yet: it stays on the list of what to find out"),
    ("not applicable", "it was said that the question does not apply here"),
    ("disagreement", "somebody sees the answer another way"),
    ("worked out", "a value that follows from other answers: it is not asked"),
    ("note", "there is a note beside it"),
    ("advice", "a hint: something to think about; nothing is wrong"),
    ("here", "where you are"),
)
_ANSWERS = (
    "Everything you type is kept at once, and saved in the plan file by itself. "
    "You can leave at any moment and go on later at the same place.",
    "Going back never changes an answer. A question that no longer applies disappears, "
    "and its answer comes back when it applies again.",
    "The plan is a text file on this machine. Nothing is sent anywhere.",
)
_ORDER = ("form", "page", "choices", "list", "review", "score", "start", "rows", "lines", "app")


class HelpScreen(Dialog[None]):
    """Keys of the place where one is first, then all the others."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reading")]
    CONTEXT: ClassVar[str] = "reading"

    def __init__(self, context: str, extra: Sequence[str] = ()) -> None:
        """`extra` are further lines for the top, about the place where one is."""
        super().__init__("Help")
        self._where = context
        self._extra = extra

    def body(self) -> ComposeResult:
        """The rows; they are laid out when the width is known."""
        yield Rows()

    def on_resize(self, event: Resize) -> None:
        """Lay the help out for this width."""
        super().on_resize(event)
        width = max(min(event.size.width, WIDEST) - FRAME, 20)
        self.query_one(Rows).show(list(self._lines(width)))

    def _lines(self, width: int) -> Iterator[Row]:
        for line in self._extra:
            yield Row(stacked(wrapped(ui_text(line), width)))
        contexts = (self._where, *(one for one in _ORDER if one != self._where))
        for title, rows in help_rows(*contexts):
            yield Row(ui_text(title, STRONG))
            for keys, words in rows:
                lead = Content("  ") + column(ui_text(keys), _KEY_WIDTH) + " "
                yield Row(stacked(hanging(lead, ui_text(words, MUTED), width)))
            yield Row()
        yield Row(ui_text("The marks", STRONG))
        for name, words in _MEANINGS:
            lead = (
                Content("  ")
                + mark(name)
                + " "
                + column(ui_text(MARKS[name].word), _WORD_WIDTH)
                + " "
            )
            yield Row(stacked(hanging(lead, ui_text(words, MUTED), width)))
        yield Row()
        yield Row(ui_text("Your answers", STRONG))
        for line in _ANSWERS:
            yield Row(stacked(hanging(Content("  "), ui_text(line, MUTED), width)))

    def action_close(self) -> None:
        """Read."""
        self.dismiss(None)
