"""Takes down what is typed as an answer: one line or several, read as its kind reads it."""

from smtui.plain.commands import Typed, read
from smtui.plain.dialogue import Dialogue, EndOfInput
from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.plan.said import understood
from smtui.questionnaire.kinds import LONGEST_ANSWER, AnyOf, LongText, Texts
from smtui.questionnaire.model import Question

_MOST_LINES = 100_000
"""Lines behind a full answer after which nobody is taken to be typing."""


def is_of_lines(question: Question) -> bool:
    """Whether an answer may have several lines."""
    return isinstance(question, LongText | Texts)


def all_lines(dialogue: Dialogue, first: str) -> tuple[str, Typed | None]:
    """An answer of several lines, up to an empty one; and the command that ended it, if one did."""
    lines, room, dropped = [_line(first)], LONGEST_ANSWER - len(first), 0
    while True:
        try:
            typed = dialogue.ask()
        except EndOfInput:
            break  # the next who asks is told, too
        meant = read(typed)
        if meant.command:
            return "\n".join(lines), meant
        if not meant.words.strip():
            break
        room -= len(meant.words) + 1
        if room >= 0:
            lines.append(_line(meant.words))
            continue
        if not dropped:
            dialogue.say(f"An answer has at most {LONGEST_ANSWER:,} characters: no more is taken.")
        dropped += 1
        if dropped > _MOST_LINES:
            raise EndOfInput
    return "\n".join(lines), None


def _line(typed: str) -> str:
    """A line of an answer: a single dot stands for an empty one."""
    return "" if typed.strip() == "." else typed


def answer_of(reading: Reading, place: Place, typed: str) -> object:
    """What was typed, as an answer. Raises `NotUnderstood`."""
    raw = understood(reading, place, typed)
    question = reading.questionnaire.questions[place.name]
    if type(question) is AnyOf and isinstance(raw, tuple):
        # in the order in which they are offered, whatever the order in which they were named
        offered = [one.id for one in reading.offers(place) if one.id in raw]
        return (*offered, *(one for one in raw if one not in offered))
    return raw
