"""The dialog in which somebody who sees an answer another way is written down."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from smtui.plan.answers import Disagreement
from smtui.text import clean_line, clean_text
from smtui.tui.dialogs import Writing, line_input, text_area
from smtui.tui.keys import bindings
from smtui.tui.rows import Row, Rows
from smtui.tui.texts import MUTED, ui_text


class AskDisagreement(Writing[Disagreement]):
    """Who sees an answer another way, and how? Nothing written means that nobody does."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("search")]

    def __init__(
        self, question: str, was: Disagreement, keep: Callable[[Disagreement], None]
    ) -> None:
        """`keep` gets what is written at every letter, for the program may end any time."""
        super().__init__("Seen another way")
        self._question = question
        self._was = Disagreement(clean_line(was.name), clean_text(was.text))
        self._keep = keep

    def body(self) -> ComposeResult:
        """Two fields, and what can be done."""
        yield Static(ui_text(self._question, MUTED), classes="dialog-about")
        yield Static(ui_text("Who disagrees?"))
        yield line_input(self._was.name)
        yield Static(ui_text("What do they see another way?"))
        yield text_area(self._was.text)
        yield Static(classes="dialog-problem")
        rows = [Row(ui_text("Keep this beside the answer"), "keep")]
        if self._was != Disagreement():
            rows.append(Row(ui_text("Nobody disagrees any more: take it away"), "take away"))
        yield Rows([*rows, Row(ui_text("Cancel"), "cancel")], first="never")

    def on_mount(self) -> None:
        """Begin with the name."""
        self.said()
        text = self.query_one(TextArea)
        text.move_cursor(text.document.end)
        self.query_one(Input).focus()

    @property
    def _written(self) -> Disagreement:
        return Disagreement(self.query_one(Input).value, self.query_one(TextArea).text)

    @property
    def changed(self) -> bool:
        """Whether a field is not as it was."""
        return self._written != self._was

    def on_input_changed(self, event: Input.Changed) -> None:
        """Typing the name."""
        self._typed(event)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Typing what they see."""
        self._typed(event)

    def _typed(self, event: Message) -> None:
        event.stop()
        self.touched()
        if self.changed:
            self._keep(self._written)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: to the second field."""
        event.stop()
        self.query_one(TextArea).focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """One of the lines below."""
        event.stop()
        found = {"keep": self._written, "take away": Disagreement()}
        self.dismiss(found.get(event.key))

    def action_line_down(self) -> None:
        """To the field or line below."""
        self.focus_next()

    def action_line_up(self) -> None:
        """To the field above."""
        self.focus_previous()

    def action_accept(self) -> None:
        """Take what is written."""
        self.dismiss(self._written)
