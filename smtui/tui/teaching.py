"""What the coach says first: why a sample's answer is good or weak, what the model plan answers."""

from textual.content import Content

from smtui.plan.answers import Place
from smtui.plan.lesson import IN_THE_MODEL, lesson_at
from smtui.plan.session import Session
from smtui.tui.texts import NOTHING, STRONG, cut, ui_text, wrapped

_MOST_OF_A_COLUMN = 9
"""Lines in a column of what the model answers: a long one must not push the advice away."""


def said_first(
    session: Session, place: Place | None, width: int, height: int, *, column: bool
) -> list[Content]:
    """The lines above all other advice on a question; none where there is nothing to say.

    A reason may take all the lines there are; the model's answer leaves one for the advice.
    """
    title, words = lesson_at(session, place)
    if not title:
        return []
    beside = title == IN_THE_MODEL
    if column:
        most = min(height - 2, _MOST_OF_A_COLUMN) if beside else height - 2
        lines = wrapped(ui_text(words), width, max(most, 1))
        return [cut(ui_text(title, STRONG), width), *lines, NOTHING]
    most = max(height - 1, 1) if beside else height
    return wrapped(ui_text(f"{title}: ", STRONG) + ui_text(words), width, most)
