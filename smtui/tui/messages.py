"""What a screen asks of the app: another screen, a place in the plan, a save. One class a fact."""

from dataclasses import dataclass

from textual.message import Message

from smtui.plan.session import Position


@dataclass
class ShowForm(Message):
    """Somebody wants back to the questions, where they were, or to go on in the other run."""

    switch_run: bool = False


@dataclass
class GoTo(Message):
    """Somebody wants to be at a place of the plan."""

    position: Position


@dataclass
class ShowReview(Message):
    """Somebody wants to see what is open."""


@dataclass
class Onward(Message):
    """Somebody has come behind the last page: the review, or in a lesson its next step."""


@dataclass
class ShowScore(Message):
    """Somebody wants to see the scorecard."""


@dataclass
class ShowHelp(Message):
    """Somebody wants to know the keys of a context."""

    context: str


@dataclass
class SaveNow(Message):
    """Somebody wants it saved now."""
