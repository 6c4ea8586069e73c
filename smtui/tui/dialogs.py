"""Small questions over the screen, each a generic modal screen with a typed result.

Escape closes each of them without a change, and never throws away what was typed: where there
is something typed, it must be pressed twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from smtui.plan.days import coming_day, examples
from smtui.text import clean_line, clean_text
from smtui.tui.area import Area, Line
from smtui.tui.keys import bindings, footer_line
from smtui.tui.rows import Row, Rows
from smtui.tui.texts import MARKS, MUTED, STRONG, plain_line, ui_text

Result = TypeVar("Result")

UNSAVED = (
    ("again", "Try to save again"),
    ("leave", "Leave all the same"),
    ("stay", "Stay"),
)
"""What can be done when a plan could not be saved."""

WIDEST = 92
"""Columns of a dialog at most; `smtui.tcss` says so too."""
FRAME = 8
"""Columns of a dialog that its rows do not have: border, padding, sign, scroll bar."""
AGAIN = "Press Esc once more to close this without what you wrote, or F8 to keep it."


class Dialog(ModalScreen[Result]):
    """A box with a title, a body and the keys that work in it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dialog")]
    CONTEXT: ClassVar[str] = "dialog"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]  # noqa: RUF012 - as Textual types it

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """The box; what is in it comes from `body`."""
        with Vertical(classes="dialog"):
            yield Static(ui_text(self._title, STRONG), classes="dialog-title")
            yield from self.body()
            yield Static(ui_text(footer_line(self.CONTEXT, 60), MUTED), classes="dialog-keys")

    def body(self) -> ComposeResult:
        """What stands between title and keys."""
        yield from ()

    def on_resize(self, event: Resize) -> None:
        """Let the rows scroll when there is no room for them all."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        box = self.query_one(".dialog")
        for rows in box.query(Rows):
            others = [one for one in box.children if one is not rows and one.display]
            taken = sum(one.outer_size.height + one.styles.margin.height for one in others)
            rows.styles.max_height = max(self.app.size.height - taken - 2, 2)

    def action_cancel(self) -> None:
        """Close without a result."""
        self.dismiss(None)


class Confirm(Dialog[str]):
    """A few lines and choices; gives the id of the one taken, None for none.

    One of the choices stands for none: the last, or the one at `cancel`.
    """

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        choices: Sequence[tuple[str, str]],
        cancel: int = -1,
    ) -> None:
        super().__init__(title)
        self._lines = lines
        self._choices = choices
        self._cancel = cancel % len(choices)

    def body(self) -> ComposeResult:
        """Lines and choices."""
        rows = [Row(ui_text(line)) for line in self._lines]
        if rows:
            rows.append(Row())
        rows += [Row(ui_text(label), str(at)) for at, (_, label) in enumerate(self._choices)]
        yield Rows(rows, first="always")

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Give the choice."""
        event.stop()
        at = int(event.key)
        self.dismiss(None if at == self._cancel else self._choices[at][0])


class Message(Dialog[None]):
    """Something to read. Enter or Escape closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reading")]
    CONTEXT: ClassVar[str] = "reading"

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__(title)
        self._lines = lines

    def body(self) -> ComposeResult:
        """The lines."""
        yield Rows([Row(ui_text(line)) for line in self._lines])

    def action_close(self) -> None:
        """Read."""
        self.dismiss(None)


class Writing(Dialog[Result]):
    """A dialog in which something is written: the first Escape only warns if that would be lost."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lines")]
    CONTEXT: ClassVar[str] = "lines"

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._warned = False

    @property
    def changed(self) -> bool:
        """Whether closing would lose something written."""
        return False

    def said(self, words: str = "") -> None:
        """Show what is wrong, or nothing."""
        line = self.query_one(".dialog-problem", Static)
        line.update(
            ui_text(f"{MARKS['wrong'].sign} {words}", MARKS["wrong"].style) if words else ""
        )
        line.display = bool(words)

    def touched(self) -> None:
        """Something was written since the warning."""
        self._warned = False
        self.said()

    def action_cancel(self) -> None:
        """Close without a result, at once only when nothing is lost."""
        if self.changed and not self._warned:
            self.said(AGAIN)
            self._warned = True
        else:
            self.dismiss(None)


def line_input(value: str, hint: str = "") -> Input:
    """A field of one line, as calm as the others: no blinking, nothing selected by itself."""
    field = Line(clean_line(value), select_on_focus=False, compact=True)
    field.placeholder = plain_line(hint)
    field.cursor_blink = False
    return field


def text_area(value: str) -> Area:
    """A field of several lines, as calm as the others."""
    field = Area(value, compact=True, show_line_numbers=False)
    field.cursor_blink = False
    return field


@dataclass(frozen=True)
class ParkAnswer:
    """Who finds out and by when, both may be open; `unpark`: it is parked no more."""

    owner: str = ""
    until: date | None = None
    unpark: bool = False


class AskPark(Writing[ParkAnswer]):
    """Not known yet: who finds out, and by when? Both may stay empty: Enter goes through."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("search")]

    def __init__(
        self,
        question: str,
        owner: str = "",
        until: date | None = None,
        *,
        parked: bool | None = None,
        keep: Callable[[str, date | None], None] | None = None,
        today: date | None = None,
    ) -> None:
        """`parked`: whether it is so already (by default, when there is an owner or a day).

        `keep` gets what is written at every letter, as far as it can be understood.
        A day without a year is the next one from `today` on.
        """
        super().__init__("Not known yet")
        self._question = question
        self._owner = clean_line(owner)
        self._until = until
        self._parked = bool(owner or until) if parked is None else parked
        self._keep = keep
        self._today = today

    def body(self) -> ComposeResult:
        """Two fields, and what can be done."""
        yield Static(ui_text(self._question, MUTED), classes="dialog-about")
        yield Static(ui_text("Who finds out? (may stay empty)"))
        yield line_input(self._owner)
        yield Static(ui_text("By when? (may stay empty)"))
        yield line_input(str(self._until or ""), "such as {}, or {}".format(*examples(self._today)))
        yield Static(classes="dialog-problem")
        rows = [Row(ui_text("Park it: it stays on the list of what to find out"), "park")]
        if self._parked:
            rows.append(Row(ui_text("No longer parked: I can answer it"), "unpark"))
        yield Rows([*rows, Row(ui_text("Cancel"), "cancel")], first="never")

    def on_mount(self) -> None:
        """Begin with the owner."""
        self.said()
        self._fields()[0].focus()

    def _fields(self) -> list[Input]:
        return list(self.query(Input))

    @property
    def changed(self) -> bool:
        """Whether a field is not as it was."""
        owner, until = (field.value for field in self._fields())
        return owner != self._owner or until != str(self._until or "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Typing."""
        event.stop()
        self.touched()
        if self._keep is not None and self.changed:
            owner, until = (field.value for field in self._fields())
            self._keep(owner, coming_day(until, self._today))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: to the second field, then done."""
        event.stop()
        owner, until = self._fields()
        if event.input is owner:
            until.focus()
        else:
            self.action_accept()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """One of the lines below."""
        event.stop()
        if event.key == "park":
            self.action_accept()
        else:
            self.dismiss(ParkAnswer(unpark=True) if event.key == "unpark" else None)

    def action_line_down(self) -> None:
        """To the field or line below."""
        self.focus_next()

    def action_line_up(self) -> None:
        """To the field above."""
        self.focus_previous()

    def action_accept(self) -> None:
        """Park, unless the day cannot be understood."""
        owner, until = (field.value.strip() for field in self._fields())
        day = coming_day(until, self._today)
        if until and day is None:
            self.said("A date is expected here: {}, or {}.".format(*examples(self._today)))
            self._fields()[1].focus()
            return
        self.dismiss(ParkAnswer(owner, day))


class AskLine(Writing[str]):
    """A text of several lines. `keep` gets it at every letter, for the program may end any time."""

    def __init__(self, title: str, text: str, keep: Callable[[str], None]) -> None:
        super().__init__(title)
        self._text = clean_text(text)
        self._keep = keep

    def body(self) -> ComposeResult:
        """The field."""
        yield text_area(self._text)
        yield Static(classes="dialog-problem")

    def on_mount(self) -> None:
        """Nothing is wrong yet."""
        self.said()
        self.query_one(TextArea).move_cursor(self.query_one(TextArea).document.end)

    @property
    def _value(self) -> str:
        return self.query_one(TextArea).text

    @property
    def changed(self) -> bool:
        """Whether the text is not as it was."""
        return self._value != self._text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Typing."""
        event.stop()
        self.touched()
        if self.changed:
            self._keep(self._value)

    def action_accept(self) -> None:
        """Take the text."""
        self.dismiss(self._value)
