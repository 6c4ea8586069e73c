"""What every field has in common: it edits one answer and says when that changed."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.questionnaire.kinds import LONGEST_ANSWER
from smtui.questionnaire.model import Question
from smtui.text import clean_line, clean_text
from smtui.tui.terminal.pasting import Paste
from smtui.tui.texts import NOTHING

ONLY_TO_LOOK_AT = "This plan is open to look at only."


class Field(Widget):
    """The editor of one question while that is in focus: a widget of a single piece.

    Being one piece, it can take the focus in the moment in which it is mounted, and no key is lost.
    """

    typed: ClassVar[bool] = True
    """Whether the answer grows letter by letter, so that nothing is judged before it is left."""
    is_text: ClassVar[bool] = False
    """Whether the answer is not in the editor but drawn as text: it is only looked at."""
    columns: ClassVar[int] = 0
    """How wide it is; 0 takes all there is."""

    place: Place
    question: Question
    room: int = 10
    """Lines that it may take."""
    frozen: bool = False
    """Whether the plan is opened to look at only."""

    @dataclass
    class Changed(Message):
        """The answer in the editor is another one: `field.raw`."""

        field: "Field"

    @dataclass
    class Done(Message):
        """Enter: on to the next question."""

        field: "Field"

    @dataclass
    class Looked(Message):
        """The cursor is on another option; the answer is the same."""

        field: "Field"

    @property
    def raw(self) -> object:
        """The answer as it stands in the editor."""
        raise NotImplementedError

    @property
    def unsent(self) -> bool:
        """Whether the editor holds something that no `Changed` has told yet."""
        return False

    def show(self, reading: Reading) -> None:
        """Take the answer of the plan into the editor, saying nothing."""
        raise NotImplementedError

    def beside(self) -> Content:
        """What stands behind the editor: a unit, the day that was understood."""
        return NOTHING

    def below(self) -> str:
        """What stands under the editor."""
        return ""


def suggested(question: Question, reading: Reading, place: Place) -> str:
    """What the questionnaire suggests, for people; empty when it suggests nothing."""
    value = reading.suggestion(place)
    return "" if value is None else question.show(value, lambda one: reading.label(place, one))


def pasted(event: events.Paste, room: int, one_line: bool) -> tuple[str, str]:
    """What of a paste is taken, and a warning when some of it is not."""
    text = clean_line(event.text) if one_line else clean_text(event.text)
    beyond = event.beyond if isinstance(event, Paste) else 0
    left = len(text) - max(room, 0)
    if left <= 0 and not beyond:
        return text, ""
    most = f"An answer has at most {LONGEST_ANSWER:,} characters"
    lost = max(left, 0) + beyond
    return text[: max(room, 0)], f"{most}: the last {lost:,} of this paste were left out."
