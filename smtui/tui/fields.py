"""The fields: for each kind of question the one class that edits its answers.

A new kind is one class here and a line in `FIELDS`.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from textual import events
from textual.actions import SkipAction
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Input, TextArea

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.questionnaire.model import Question
from smtui.text import clean_line, clean_text
from smtui.tui.area import Area, Line
from smtui.tui.choosing import (
    AnyOfField,
    LinkField,
    LinksField,
    OneOfField,
    RankingField,
    ScaleField,
    YesNoField,
)
from smtui.tui.editor import ONLY_TO_LOOK_AT, Field, suggested
from smtui.tui.saying import say
from smtui.tui.texts import MUTED, NOTHING, plain_line, ui_text


def written(value: Any) -> str:
    """A value as one would type it."""
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, tuple):
        return "\n".join(str(one) for one in value)
    return "" if value is None else str(value)


class TextField(Line, Field):  # type: ignore[misc] # both have a message Changed: Input's own is kept
    """One line of text."""

    def __init__(self, place: Place, question: Question, reading: Reading) -> None:
        self.place, self.question = place, question
        self._shown = ""
        self._suggested: Any = None
        # A value of the wrong kind is shown as it is, and a paste is never dropped: so no `type`,
        # no `max_length`. Typing must not replace the whole answer: so no `select_on_focus`.
        super().__init__(compact=True, select_on_focus=False, validate_on=())
        self.cursor_blink = False
        self.show(reading)

    @property
    def raw(self) -> object:
        """The text."""
        return self.value

    @property
    def unsent(self) -> bool:
        """Whether the last letter is still on its way."""
        return self.value != self._shown

    def show(self, reading: Reading) -> None:
        """Show the answer of the plan."""
        self.question = reading.question(self.place)
        text = clean_line(written(reading.answers.value(self.place)))
        self._suggested = reading.suggestion(self.place)
        hint = suggested(self.question, reading, self.place)
        said = f"suggested: {hint}   Enter takes it" if hint else getattr(self.question, "hint", "")
        self._shown = text
        with self.prevent(Input.Changed):
            self.placeholder = plain_line(said)
            if text != self.value:
                self.value = text
                self.cursor_position = len(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say that the answer is another one."""
        event.stop()
        if self.unsent:
            self._shown = self.value
            self.post_message(Field.Changed(self))

    async def action_submit(self) -> None:
        """Enter: take what is suggested for an empty answer, and go on."""
        if not self.value and self._suggested is not None:
            self.value = written(self._suggested)
        self.post_message(Field.Done(self))


class NumberField(TextField):
    """A number, typed as text, with its unit beside it."""

    columns = 16

    def beside(self) -> Content:
        """The unit."""
        return ui_text(getattr(self.question, "after", "").strip(), MUTED)


class DateField(TextField):
    """A day in any of the forms that the kind takes, with the day that was understood beside it."""

    columns = 20

    def beside(self) -> Content:
        """The day as it was understood, or how to write one."""
        day = self.question.clean(self.value)
        if isinstance(day, date):
            return ui_text(f"= {day:%a} {day.day} {day:%b %Y}", MUTED)
        return ui_text("2026-09-01 or 1 Sep 2026", MUTED)


class LongTextField(Area, Field):  # type: ignore[misc] # as with Input
    """Several lines of text. Enter begins a new line, Tab leaves."""

    said_below = "Enter begins a line, Tab goes on"

    def __init__(self, place: Place, question: Question, reading: Reading) -> None:
        self.place, self.question = place, question
        self._shown = ""
        self._suggested: Any = None
        super().__init__(compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self.show(reading)
        self.move_cursor(self.document.end)

    @property
    def raw(self) -> object:
        """The text."""
        return self.text

    @property
    def unsent(self) -> bool:
        """Whether the last letter is still on its way."""
        return self.text != self._shown

    def show(self, reading: Reading) -> None:
        """Show the answer of the plan."""
        self.question = reading.question(self.place)
        text = clean_text(written(reading.answers.value(self.place)))
        self._suggested = reading.suggestion(self.place)
        hint = suggested(self.question, reading, self.place)
        said = f"suggested: {hint}   Enter takes it" if hint else getattr(self.question, "hint", "")
        self.placeholder = ui_text(said)
        self._shown = text
        if text != self.text:
            with self.prevent(TextArea.Changed):
                self.text = text
                self.move_cursor(self.document.end)

    def below(self) -> str:
        """How to leave, since Enter does not."""
        return self.said_below

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say that the answer is another one."""
        event.stop()
        if self.unsent:
            self._shown = self.text
            self.post_message(Field.Changed(self))

    def action_cursor_up(self, select: bool = False) -> None:
        """Up; from the first line to the question before."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down; from the last line to the next question."""
        last = self.navigator.is_last_wrapped_line(self.cursor_location)
        if not select and last and self.navigator.is_last_document_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_down(select)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and self.frozen:
            # there is no line to begin where nothing can be written
            event.stop()
            event.prevent_default()
            self.post_message(Field.Done(self))
        elif event.key == "enter" and not self.text and self._suggested is not None:
            event.stop()
            event.prevent_default()
            self.insert(written(self._suggested))
            self.post_message(Field.Done(self))


class TextsField(LongTextField):
    """Short texts, one a line."""

    said_below = "one a line, Tab goes on"


class NoteField(Field):
    """A text to read has no editor; this holds the focus so that long ones can be reached."""

    can_focus = True

    def __init__(self, place: Place, question: Question, reading: Reading) -> None:
        self.place, self.question = place, question
        super().__init__()

    @property
    def raw(self) -> object:
        """Nothing."""
        return None

    def show(self, reading: Reading) -> None:
        """There is nothing to show."""

    def render(self) -> Content:
        """Nothing."""
        return NOTHING

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """No line of its own."""
        return 1


class LookField(NoteField):
    """An answer that is typed, in a plan to look at only: it stands there as text, whole, for an
    editor would show its end alone.
    """

    is_text = True

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The answer above it is all there is."""
        return 0

    def on_key(self, event: events.Key) -> None:
        """Say why nothing is written; keys that only lead elsewhere do so."""
        if event.is_printable or event.key in ("backspace", "delete"):
            event.stop()
            say(self, ONLY_TO_LOOK_AT, "warning")


FIELDS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "text": TextField,
        "longtext": LongTextField,
        "choice": OneOfField,
        "choices": AnyOfField,
        "yesno": YesNoField,
        "number": NumberField,
        "money": NumberField,
        "percent": NumberField,
        "scale": ScaleField,
        "ranking": RankingField,
        "date": DateField,
        "texts": TextsField,
        "link": LinkField,
        "links": LinksField,
        "note": NoteField,
    }
)
"""The field of each kind. What is made of parts has none, for its parts have theirs; and what is
worked out is not asked."""


def field_of(place: Place, question: Question, reading: Reading) -> Field:
    """A new editor for a question, holding its present answer.

    Raises KeyError for what is made of parts.
    """
    made: Field = FIELDS[question.kind](place, question, reading)
    return made


def look_of(place: Place, question: Question, reading: Reading) -> Field:
    """What has the focus at a question of a plan to look at only.

    Raises KeyError for what is made of parts.
    """
    typed = FIELDS[question.kind].typed and question.kind != "note"
    return LookField(place, question, reading) if typed else field_of(place, question, reading)
