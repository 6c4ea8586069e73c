"""What is to be asked about a plan before it can be worked with, line by line."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from smtui.commands.asking import asked_as_busy, asked_to_merge, asked_to_recover
from smtui.commands.opening import PlanOpener
from smtui.mistakes import BadInput, Mistake
from smtui.plain.dialogue import Dialogue, EndOfInput
from smtui.plan.keeping.lock import Holder, can_end, end
from smtui.plan.migration import Migration
from smtui.plan.opened import Opened
from smtui.plan.recovery import Recovery
from smtui.plan.recovery.crossroads import Decision
from smtui.reports import changes
from smtui.text import clean_line


class Ways:
    """Asks one thing after the other. Where nobody can be asked it raises `BadInput`."""

    def __init__(
        self, opener: PlanOpener, dialogue: Dialogue, clock: Callable[[], datetime]
    ) -> None:
        self._opener = opener
        self._dialogue = dialogue
        self._clock = clock

    def decided(self, opened: Opened) -> Opened | None:
        """The plan as it can be worked with; None when it is to be left alone."""
        coming: Opened | None = opened
        while coming is not None and (coming.held_by or coming.migration or coming.recovery):
            opened = coming
            try:
                coming = self._asked(opened)
            except BaseException:
                opened.keeper.let_go()
                raise
        if coming is None:
            opened.keeper.let_go()
        return coming

    def _asked(self, opened: Opened) -> Opened | None:
        """The plan after the next question about it; None when it is to be left alone."""
        if opened.held_by is not None:
            return self._busy(opened, opened.held_by)
        if opened.migration is not None:
            return _agreed(opened, opened.migration, self._dialogue, self._opener.option)
        assert opened.recovery is not None
        return self._recovered(opened, opened.recovery)

    def _busy(self, opened: Opened, holder: Holder) -> Opened | None:
        keeper = opened.keeper
        assert keeper.path is not None
        safe = keeper.safe
        decision: Decision = asked_as_busy(
            holder,
            self._dialogue,
            path=clean_line(str(keeper.path)),
            copy=self._opener.copy_path(opened).name,
            now=self._clock(),
            certain=holder.certain,
            end=partial(end, holder) if can_end(holder) else None,
            is_free=lambda: safe is not None and safe.held_by() is None,
        )
        match decision.what:
            case "look":
                return opened.only_look()
            case "copy":
                return self._opener.copy(opened)
            case "again" | "open" | "anyway":
                keeper.let_go()
                return self._opener.open(keeper.path, anyway=decision.what == "anyway")
        return None

    def _recovered(self, opened: Opened, recovery: Recovery) -> Opened | None:
        decision = asked_to_recover(
            recovery,
            self._dialogue,
            path=clean_line(str(opened.keeper.path)),
            now=self._clock(),
            trash=self._opener.trash,
            option=self._opener.option,
        )
        match decision.what:
            case "bring" if decision.answers is not None:
                return self._opener.bring_back(opened, decision.answers)
            case "keep":
                return self._opener.set_aside(opened)
            case "look":
                return opened.only_look()
        return None

    def meet(self, opened: Opened) -> None:
        """Ask how to go on with a plan whose file somebody else has changed, and do so."""
        keeper = opened.keeper
        try:
            merge = self._opener.merge(opened)
        except BadInput as bad:
            keeper.go_beside()
            beside = clean_line(keeper.path.name) if keeper.path else ""
            self._dialogue.say("The file has been changed by somebody else.")
            self._dialogue.say(f"Your plan goes on in {beside}.", *str(bad).splitlines())
            return
        beside = self._opener.copy_path(opened).name
        decision = asked_to_merge(merge, self._dialogue, beside=beside)
        if decision.what == "both" and decision.answers is not None:
            self._opener.take_both(opened, decision.answers)
        elif decision.what == "mine":
            keeper.go_beside()
        else:
            keeper.ask_later()


def _agreed(opened: Opened, migration: Migration, dialogue: Dialogue, option: str) -> Opened | None:
    """An older plan as it is to be asked on, once somebody has seen what became of it.

    Raises `BadInput` when nobody sits there to see it.
    """
    keeper = opened.keeper
    name = clean_line(str(keeper.path))
    if not dialogue.interactive:
        what = f"this plan was made with version {migration.made_with}; here is {migration.here}"
        mend = f"bring it to this version first: smtui migrate {name}{option}"
        raise BadInput(Mistake(str(keeper.path), 0, what, mend))
    dialogue.say("The questions have changed since this plan was made. Nothing is lost.")
    for line in changes.write(migration).split("\n"):
        dialogue.say(line)
    copy = clean_line(keeper.older_copy.name) if keeper.older_copy else ""
    dialogue.say(f"1. Go on with it; the old file is kept as {copy}")
    dialogue.say("2. Look at it only: nothing can be changed")
    dialogue.say("Enter leaves it as it is.")
    try:
        said = dialogue.ask().strip()
    except EndOfInput:
        return None
    ways = {"1": opened.go_on, "2": opened.only_look}
    return ways[said]() if said in ways else None
