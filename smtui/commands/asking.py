"""Where somebody is asked how to go on with a plan, line by line: what was not saved, a file that
somebody else has changed, a plan that is open elsewhere. The end of the input loses nothing.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from smtui.mistakes import BadInput, Mistake
from smtui.plain.dialogue import Dialogue, EndOfInput
from smtui.plan.answers import Place
from smtui.plan.recovery import Recovery
from smtui.plan.recovery.crossroads import (
    COMPARE,
    MERGING,
    RECOVERING,
    Decision,
    Way,
    Who,
    Wording,
    busy_said,
    busy_ways,
    counted,
    discard_said,
    merge_said,
    merge_ways,
    open_by,
    recovery_said,
    recovery_ways,
    when_not_saved,
)
from smtui.plan.recovery.differences import Row, rows_of
from smtui.plan.recovery.versions import OURS, THEIRS, Merge
from smtui.reports import differences
from smtui.text import clean_line, plural

_EVERY_SECONDS = 0.1


def asked_to_recover(
    recovery: Recovery,
    dialogue: Dialogue,
    *,
    path: str,
    now: datetime,
    trash: str,
    option: str = "",
) -> Decision:
    """How to go on with a plan whose journal holds more than its file: as `Recovering.Decided`.

    Raises `BadInput` when nobody sits there to be asked.
    """
    if not dialogue.interactive:
        when = when_not_saved(recovery, now)
        were, them = ("was", "it") if recovery.count == 1 else ("were", "them")
        what = f"{counted(recovery)} of this plan {were} not saved" + (f", {when}" if when else "")
        mend = f"bring {them} back at a terminal first: smtui {clean_line(path)} --plain{option}"
        raise BadInput(Mistake(path, 0, what, mend))
    ways = [way for way in recovery_ways(recovery) if way.key != "leave"]
    choices: dict[Place, str] = {}
    dialogue.say(*recovery_said(recovery, now))
    try:
        while True:
            what = _way(dialogue, ways, "Enter leaves everything as it is.")
            if what == COMPARE:
                choices |= _compared(dialogue, recovery.rows, RECOVERING, recovery.merge)
            elif what == "keep":
                dialogue.say(*discard_said(recovery, trash))
                dialogue.say("Write yes to do that. Enter goes back.")
                if dialogue.ask().strip().casefold() == "yes":
                    return Decision(what)
            elif what == "bring":
                return Decision(what, recovery.merge.taking(choices))
            else:
                return Decision(what or "leave")
    except EndOfInput:
        return Decision("leave")


def asked_to_merge(merge: Merge, dialogue: Dialogue, *, beside: str) -> Decision:
    """How to go on when the file has been changed meanwhile: as `Merging.Decided`.

    Where nobody can be asked, ours goes into another file.
    """
    if not dialogue.interactive:
        return Decision("mine")
    rows = rows_of(merge)
    ways = [way for way in merge_ways(merge, beside) if way.key != "stay"]
    choices: dict[Place, str] = {}
    dialogue.say(*merge_said(merge, rows))
    try:
        while True:
            what = _way(dialogue, ways, "Enter writes nothing for now.")
            if what == COMPARE:
                choices |= _compared(dialogue, rows, MERGING, merge)
            elif what == "both":
                return Decision(what, merge.taking(choices))
            else:
                return Decision(what or "stay")
    except EndOfInput:
        return Decision("mine")


def asked_as_busy(
    who: Who,
    dialogue: Dialogue,
    *,
    path: str,
    copy: str,
    now: datetime,
    certain: bool = True,
    end: Callable[[], object] | None = None,
    is_free: Callable[[], bool] = lambda: False,
    patience: float = 2.0,
) -> Decision:
    """How to go on with a plan that is open elsewhere: as `Busy.Decided`, with its arguments.

    Raises `BadInput` when nobody sits there to be asked.
    """
    if not dialogue.interactive:
        what = f"this plan is {open_by(who, now)}"
        raise BadInput(Mistake(path, 0, what, "close it there first, or work on a copy"))
    ways = [
        way
        for way in busy_ways(copy, can_end=end is not None, certain=certain)
        if way.key != "leave"
    ]
    dialogue.say(*busy_said(who, now, certain=certain))
    try:
        while True:
            what = _way(dialogue, ways, "Enter leaves everything as it is.")
            if what != "end" or end is None:
                return Decision(what or "leave")
            if _ended(dialogue, end, is_free, patience):
                return Decision("open")
    except EndOfInput:
        return Decision("leave")


def _way(dialogue: Dialogue, ways: Sequence[Way], otherwise: str) -> str:
    """The key of the way that somebody chooses by its number; empty for Enter alone.

    Raises `EndOfInput`.
    """
    for number, way in enumerate(ways, 1):
        dialogue.say(f"{number}. {way.label}" + (f": {way.about}" if way.about else ""))
    dialogue.say(otherwise)
    while True:
        said = dialogue.ask().strip().removesuffix(".")
        if not said:
            return ""
        if said.isdecimal() and len(said) == 1 and 1 <= int(said) <= len(ways):
            return ways[int(said) - 1].key
        dialogue.say(f"Write a number from 1 to {len(ways)}, or only press Enter. {otherwise}")


def _compared(
    dialogue: Dialogue, rows: Sequence[Row], wording: Wording, merge: Merge
) -> dict[Place, str]:
    """Tell the differences, and ask which version stays where both have changed a question."""
    for line in differences.write(rows, wording).split("\n"):
        dialogue.say(line)
    defaults = {one.place: one.default for one in merge.conflicts}
    chosen = {}
    both = [(row, row.place) for row in rows if row.place is not None]
    if both:
        dialogue.say("", f"Which version stays? {plural(len(both), 'question')}.")
    for row, place in both:
        ours, theirs = differences.versions(row, wording)
        usual = 1 if defaults[place] == OURS else 2
        dialogue.say(row.label, f"1. {ours}", f"2. {theirs}", f"Enter takes {usual}.")
        said = dialogue.ask().strip().removesuffix(".")
        sides = {"1": OURS, "2": THEIRS}
        chosen[place] = sides.get(said, defaults[place])
    dialogue.say("")
    return chosen


def _ended(
    dialogue: Dialogue, end: Callable[[], object], is_free: Callable[[], bool], patience: float
) -> bool:
    """End the other session; whether the lock is ours then."""
    try:
        end()
    except OSError as problem:
        dialogue.say(f"It could not be ended: {clean_line(problem.strerror or str(problem))}.")
        return False
    dialogue.say("The other session saves everything and ends ...")
    for _ in range(max(round(patience / _EVERY_SECONDS), 1)):
        if is_free():
            return True
        time.sleep(_EVERY_SECONDS)
    dialogue.say("It has not ended yet. Try again in a moment, or open a copy.")
    return False
