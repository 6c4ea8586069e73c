"""What the interview and its commands share: the plan, the way through it, and the dialogue."""

from collections.abc import Callable

from smtui.plain import asking
from smtui.plain.dialogue import Dialogue
from smtui.plain.lists import READ_ONLY, ListStop
from smtui.plain.way import Stop, Way
from smtui.plan.answers import Place
from smtui.plan.keeping.keeper import CHANGED, Keeper
from smtui.plan.session import Session


class Conversation:
    """A plan that is spoken about. `meet` asks what is to become of a file that somebody else
    has changed, where the keeper `asks`.
    """

    def __init__(
        self,
        session: Session,
        keeper: Keeper,
        dialogue: Dialogue,
        meet: Callable[[], None] = lambda: None,
    ) -> None:
        self.session = session
        self.keeper = keeper
        self.dialogue = dialogue
        self.way = Way(session)
        self.opened: set[str] = set()
        """Items that need not be led into by themselves any more."""
        self.refused = 0
        """Lines that were meant as answers and could not be understood."""
        self._failed = ""
        self._meet = meet

    def list_at(self, stop: Stop) -> ListStop:
        """The list that a stop belongs to."""
        return ListStop(self.session, self.way, self.dialogue, Stop(stop.section, None, stop.list))

    def onward(self, stop: Stop) -> Stop:
        """The next stop; at the end of a record what is to be said to it as a whole."""
        to = self.way.onward(stop)
        if stop.within is not None and stop.within != to.within:
            self.dialogue.say(*asking.problem_lines(self.session.reading, stop.within))
        return to

    def refuse(self, words: str) -> None:
        """Say that a line could not be taken, and count it."""
        self.refused += 1
        self.dialogue.say(words)

    def aside(self, stop: Stop, *lines: str) -> None:
        """Say something, and then what the person is at."""
        self.dialogue.say(*lines)
        if stop.place is not None and self.dialogue.interactive:
            self.dialogue.say(asking.again(self.session.reading, stop))

    def place_at(self, stop: Stop) -> Place | None:
        """The question that is to be changed; None, which is said, where that cannot be."""
        if stop.place is None:
            self.dialogue.say("This works at a question.")
        elif self.session.read_only:
            self.dialogue.say(READ_ONLY)
        else:
            return stop.place
        return None

    def save(self) -> None:
        """Write the plan, if anything has changed; that it could not be is said or asked once."""
        if not self.keeper.dirty:
            return
        if self._failed == CHANGED:
            self.keeper.save()
        else:
            self.saved()
        if self.keeper.failed and self.keeper.failed != self._failed:
            self.dialogue.say(f"NOT SAVED: {self.keeper.failed}")
        self._failed = self.keeper.failed

    def saved(self, *, scorecard: bool = False) -> bool:
        """Write the plan, asking how to go on if need be; whether all answers are in the file."""
        if self.keeper.save(scorecard=scorecard):
            return True
        if self.keeper.conflict:
            self._meet()
        return not self.keeper.failed and self.keeper.save(scorecard=scorecard)
