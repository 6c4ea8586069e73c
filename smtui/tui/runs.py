"""The line that leads from the short run of a plan to the full one."""

from collections.abc import Iterator

from smtui.plan.session import Session
from smtui.questionnaire.model import RUNS
from smtui.tui.places import switch_words
from smtui.tui.rows import Row
from smtui.tui.texts import stacked, ui_text, wrapped

LONGER = "longer"
"""The key of that line."""


def longer_run(session: Session, width: int) -> Iterator[Row]:
    """The line, where the plan is in the short run and there is a full one."""
    words = switch_words(session) if session.run != RUNS[-1] else ""
    if words:
        yield Row()
        yield Row(stacked(wrapped(ui_text(words), width)), LONGER)
