"""A plan that somebody else has open: look at it, open a copy, or end a session of one's own that
has lost its connection.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.message import Message
from textual.timer import Timer

from smtui.plan.recovery.crossroads import Way, Who, busy_said, busy_ways
from smtui.text import clean_line
from smtui.tui.comparing import Asking

EVERY_SECONDS = 0.1
"""How often it is looked whether the other session has ended."""


class Busy(Asking):
    """Says who has the plan open, and what can be done."""

    @dataclass
    class Decided(Message):
        """Somebody has said how to go on.

        `what`: "look" at it only, open a "copy", try "again", "open" it (the other session has
        ended, and the lock is ours), open it "anyway", or "leave" it.
        """

        what: str

    def __init__(
        self,
        who: Who,
        *,
        title: str,
        copy: str,
        now: datetime,
        certain: bool = True,
        end: Callable[[], object] | None = None,
        is_free: Callable[[], bool] = lambda: False,
        patience: float = 2.0,
    ) -> None:
        """`copy` is the name that a copy would have. `end` ends the other session, where that may
        be; `is_free` then takes the lock, and says whether it could, within `patience` seconds.
        """
        super().__init__()
        self._who = who
        self._called = title
        self._copy = copy
        self._now = now
        self._certain = certain
        self._end = end
        self._is_free = is_free
        self._looks_left = 0
        self._patience = patience
        self._looking: Timer | None = None
        self._said = ""

    def head(self) -> tuple[str, str]:
        """Which plan it is, and what is the matter."""
        return clean_line(self._called) or "Your plan", "open elsewhere"

    def foot(self) -> str:
        """What has been done so far."""
        return "nothing is written"

    def sentences(self) -> Sequence[str]:
        """Who has it, and how it goes with ending that session."""
        said = list(busy_said(self._who, self._now, certain=self._certain))
        return [*said, self._said] if self._said else said

    def ways(self) -> Sequence[Way]:
        """What can be done."""
        return busy_ways(self._copy, can_end=self._end is not None, certain=self._certain)

    def take(self, key: str) -> None:
        """Go on so."""
        if key != "end":
            self._go_on(key)
        elif self._looking is None:
            self._end_it()

    def leave(self) -> None:
        """Leave everything as it is."""
        self._go_on("leave")

    def _go_on(self, what: str) -> None:
        self._stop_looking()
        self.post_message(self.Decided(what))

    # ending the other session

    def _end_it(self) -> None:
        assert self._end is not None
        try:
            self._end()
        except OSError as problem:
            self._say(f"It could not be ended: {problem.strerror or problem}.")
            return
        self._say("The other session saves everything and ends ...")
        self._looks_left = max(round(self._patience / EVERY_SECONDS), 1)
        self._looking = self.set_interval(EVERY_SECONDS, self._look)

    def _look(self) -> None:
        """See whether the lock is ours by now: the loop goes on meanwhile."""
        if self._is_free():
            self._go_on("open")
            return
        self._looks_left -= 1
        if self._looks_left <= 0:
            self._stop_looking()
            self._say("It has not ended yet. Try again in a moment, or open a copy.")

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.stop()
            self._looking = None

    def _say(self, words: str) -> None:
        self._said = words
        self.redraw()
