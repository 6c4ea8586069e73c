"""Where a person is asked how to go on with a plan: what has happened and what can be done, in the
same words on every face.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from smtui.files import CAPS
from smtui.plan.answers import Answers
from smtui.plan.recovery import Recovery
from smtui.plan.recovery.differences import BOTH, UNPLACED, Row
from smtui.plan.recovery.trash import DAYS
from smtui.plan.recovery.versions import OURS, THEIRS, Merge
from smtui.plan.telling import moment_words, span_words
from smtui.text import clean_line, plural

_LONGEST_NAME = 60
_LONG = 120
_BEFORE = 40
"""Of long texts so much is left of what they share: before a word begins."""


@dataclass(frozen=True)
class Way:
    """One thing that can be done: its key, what it is called, and what it leads to."""

    key: str
    label: str
    about: str = ""


COMPARE = "compare"
"""The way that only shows the differences."""

NOTHING_SAID = "(nothing)"
"""What stands for a reply where there is none."""


@dataclass(frozen=True)
class Decision:
    """How somebody wants to go on: the key of a way, and the answers to go on with, if any."""

    what: str
    answers: Answers | None = None


@dataclass(frozen=True)
class Wording:
    """How groups of differences are called, with a hint for each, and the two sides."""

    groups: Mapping[str, str]
    hints: Mapping[str, str]
    sides: Mapping[str, str]


_SIDES = MappingProxyType({OURS: "yours", THEIRS: "the file's"})
_CHOOSE = "one stays, the other becomes a note"
RECOVERING = Wording(
    groups={
        BOTH: "Changed here and in the file",
        OURS: "Comes back",
        UNPLACED: "Has no place in the plan any more",
        THEIRS: "Changed in the file meanwhile",
    },
    hints={BOTH: _CHOOSE, UNPLACED: "kept in its file as text, under [[unplaced]]"},
    sides=_SIDES,
)
MERGING = Wording(
    groups={BOTH: "Changed by both", OURS: "Changed here", THEIRS: "Changed in the file"},
    hints={BOTH: _CHOOSE},
    sides=_SIDES,
)


def apart(one: str, other: str) -> tuple[str, str]:
    """Two texts to be told apart: of long ones what both begin with is left out, but for its end.

    Else the place where they differ might be beyond what there is room for.
    """
    pairs = enumerate(zip(one, other, strict=False))
    shared = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    if shared < _LONG:
        return one, other
    start = one.rfind(" ", 0, shared - _BEFORE) + 1 or shared - _BEFORE
    return f"... {one[start:]}", f"... {other[start:]}"


# what was not saved


def counted(recovery: Recovery) -> str:
    """How much comes back: "12 answers"; "12 changes" where items and notes are among them."""
    rows = [row for row in recovery.rows if row.kind != THEIRS]
    answers = all(row.is_reply for row in rows)
    return plural(len(rows), "answer" if answers else "change")


def when_not_saved(recovery: Recovery, now: datetime) -> str:
    """From when to when that was given: "14:02 to 14:37 today"; empty when it is not known."""
    if recovery.first is None or recovery.last is None:
        return ""
    return span_words(recovery.first, recovery.last, now)


def recovery_said(recovery: Recovery, now: datetime) -> Iterator[str]:
    """What has happened, a paragraph each."""
    when = when_not_saved(recovery, now)
    one = recovery.count == 1
    yield (
        f"{counted(recovery)} {'was' if one else 'were'} not saved when this plan was last open"
        + (f", {when}" if when else "")
        + f". Nothing is lost: {'it' if one else 'they'} can be brought back."
    )
    if not recovery.same_file:
        changed = "The file has been changed since; what only one side changed is taken."
        yield f"{changed} {_conflicts_said(recovery.merge)}".strip()
    yield from _too_many_said(recovery.merge)
    if recovery.unplaced:
        yield (
            f"{plural(len(recovery.unplaced), 'answer has', 'answers have')} no place in the "
            "plan any more: kept in its file as text."
        )
    if recovery.found.broken:
        lines = plural(recovery.found.broken, "line")
        yield f"{lines} of the journal could not be read; all others are here."


def recovery_ways(recovery: Recovery) -> list[Way]:
    """What can be done; the first is for those who just press Enter."""
    they = "it" if recovery.count == 1 else "them"
    ways = [
        Way("bring", f"Bring {they} back", "one undo takes that back, too"),
        Way(COMPARE, "Compare one by one", _compared(recovery.merge)),
        Way("keep", "Keep the file as it is", f"what was not saved goes to the trash, {DAYS} days"),
        Way("look", "Look at the file only", "nothing can be changed, nothing is thrown away"),
        Way("leave", "Leave it", "everything stays as it is"),
    ]
    return ways[1:] if recovery.merge.too_many else ways


def discard_said(recovery: Recovery, trash: str) -> list[str]:
    """What is asked once more before the file is kept as it is."""
    it = "It lies" if recovery.count == 1 else "They lie"
    return [
        f"{counted(recovery)} will not be in the plan.",
        f"{it} in the trash for {DAYS} days, in {clean_line(trash)}",
    ]


DISCARD = (("stay", "Go back: throw nothing away"), ("keep", "Put what was not saved in the trash"))
"""What can be done about it."""


# a file that somebody else has changed


def merge_said(merge: Merge, rows: Sequence[Row]) -> Iterator[str]:
    """What has happened, a paragraph each."""
    theirs = sum(row.kind in (THEIRS, BOTH) for row in rows)
    yield (
        "The file has been changed by somebody else since you opened it"
        + (f" ({plural(theirs, 'change')})" if theirs else "")
        + ". Nothing is written until you say how to go on; your answers are kept."
    )
    if words := _conflicts_said(merge):
        yield words
    yield from _too_many_said(merge)


def merge_ways(merge: Merge, beside: str) -> list[Way]:
    """What can be done; `beside` is the name of another file for ours."""
    ways = [
        Way("both", "Take both", "their changes and mine, in this file"),
        Way("mine", "Keep mine apart", f"in another file: {_name(beside)}"),
        Way(COMPARE, "Look at the differences", _compared(merge)),
        Way("stay", "Back to the plan", "nothing is written; this is asked again at the next save"),
    ]
    return ways[1:] if merge.too_many else ways


def _conflicts_said(merge: Merge) -> str:
    if not merge.conflicts:
        return ""
    many = plural(len(merge.conflicts), "question")
    return f"Both changed {many}: yours stays unless you choose; the other becomes a note."


def _too_many_said(merge: Merge) -> Iterator[str]:
    for list_id in merge.too_many:
        many = merge.questionnaire.lists[list_id].many
        yield f"Together the {many} are more than the {CAPS.items} that a file may have."


def _compared(merge: Merge) -> str:
    if merge.conflicts:
        return f"{plural(len(merge.conflicts), 'question')} to decide"
    return "what was, and what comes"


# a plan that is open elsewhere


class Who(Protocol):
    """Who has a plan open, as its lock says; what is not known is empty."""

    @property
    def user(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    @property
    def terminal(self) -> str: ...


def open_by(who: Who, now: datetime) -> str:
    """Who has a plan open: "open by ANNA on host since 14:02 today"."""
    user, host, terminal = (_name(one) for one in (who.user, who.host, who.terminal))
    parts = [f"by {user}" if user else "elsewhere", f"on {host}" if host else ""]
    parts += [f"({terminal})" if terminal else "", f"since {moment_words(who.since, now)}"]
    return " ".join(("open", *(part for part in parts if part)))


def _name(text: str) -> str:
    """A name on one line; one out of a lock's file may be anything."""
    line = clean_line(text).strip()
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 3]}..."


def busy_said(who: Who, now: datetime, *, certain: bool = True) -> Iterator[str]:
    """What has happened, a paragraph each."""
    said = open_by(who, now)
    if certain:
        yield f"This plan is {said}. Two who write one file would lose each other's answers."
    else:
        yield (
            f"This plan seems to be {said}. Its disk does not tell for certain whether that "
            "session still runs."
        )


def busy_ways(copy: str, *, can_end: bool = False, certain: bool = True) -> list[Way]:
    """What can be done; `copy` is the name that a copy would have."""
    ways = [
        Way("look", "Look at it only", "nothing can be changed; as it was saved last"),
        Way("copy", "Open a copy", f"a file of its own: {_name(copy)}"),
        Way("again", "Try again", "it may have been closed by now"),
    ]
    if can_end:
        about = "it is your own, and its connection is gone; it saves everything first"
        ways.append(Way("end", "End the other session", about))
    if not certain:
        ways.append(Way("anyway", "Open it all the same", "when you know that nobody has it open"))
    return [*ways, Way("leave", "Leave it", "everything stays as it is")]
