"""What was not saved comes back, and two who changed one file come together: each is asked first,
with the differences to look at and to choose from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.message import Message

from smtui.plan.answers import Answers
from smtui.plan.recovery import Recovery
from smtui.plan.recovery.crossroads import (
    DISCARD,
    MERGING,
    RECOVERING,
    Way,
    counted,
    discard_said,
    merge_said,
    merge_ways,
    recovery_said,
    recovery_ways,
    when_not_saved,
)
from smtui.plan.recovery.differences import Row, rows_of
from smtui.plan.recovery.versions import Merge
from smtui.text import clean_line
from smtui.tui.comparing import Comparing
from smtui.tui.dialogs import Confirm


class Recovering(Comparing):
    """A plan whose journal holds answers that its file has not."""

    @dataclass
    class Decided(Message):
        """Somebody has said how to go on.

        `what`: "bring" (with the `answers` to take), "keep" the file as it is and put the journal
        into the trash, "look" at the file only, or "leave" it. Only "keep" may touch the journal.
        """

        recovery: Recovery
        what: str
        answers: Answers | None = None

    def __init__(self, recovery: Recovery, *, title: str, now: datetime, trash: str) -> None:
        """`trash` is the folder that a journal goes to that nobody wants back."""
        super().__init__(recovery.merge, recovery.rows, RECOVERING)
        self._recovery = recovery
        self._called = title
        self._now = now
        self._trash = trash

    def head(self) -> tuple[str, str]:
        """Which plan it is, and what was not saved."""
        what = ", ".join(
            part
            for part in (counted(self._recovery), when_not_saved(self._recovery, self._now))
            if part
        )
        return clean_line(self._called) or "Your plan", f"not saved: {what}"

    def foot(self) -> str:
        """What has been done so far."""
        return "nothing is written yet"

    def sentences(self) -> Sequence[str]:
        """What has happened."""
        return list(recovery_said(self._recovery, self._now))

    def ways(self) -> Sequence[Way]:
        """What can be done."""
        return recovery_ways(self._recovery)

    def decide(self, key: str) -> None:
        """Go on so; to throw something away is asked once more."""
        if key == "bring":
            self._go_on(key, self._recovery.merge.taking(self.choices))
        elif key == "keep":
            lines = discard_said(self._recovery, self._trash)
            self.app.push_screen(
                Confirm("Keep the file as it is?", lines, DISCARD, cancel=0),
                lambda sure: self._go_on("keep") if sure == "keep" else None,
            )
        else:
            self._go_on(key)

    def _go_on(self, what: str, answers: Answers | None = None) -> None:
        self.post_message(self.Decided(self._recovery, what, answers))

    def leave(self) -> None:
        """Leave everything as it is."""
        self._go_on("leave")


class Merging(Comparing):
    """A plan that is open here, and whose file somebody else has changed meanwhile."""

    @dataclass
    class Decided(Message):
        """Somebody has said how to go on.

        `what`: take "both" (with the `answers` to go on with), keep "mine" in another file, or
        "stay" and write nothing for now.
        """

        what: str
        answers: Answers | None = None

    def __init__(self, merge: Merge, *, title: str, beside: str) -> None:
        """`beside` is the name of the other file that ours would be kept in."""
        self._rows_told: tuple[Row, ...] = rows_of(merge)
        super().__init__(merge, self._rows_told, MERGING)
        self._called = title
        self._beside = beside

    def head(self) -> tuple[str, str]:
        """Which plan it is, and what is the matter."""
        return clean_line(self._called) or "Your plan", "changed by somebody else"

    def foot(self) -> str:
        """What has been done so far."""
        return "nothing is written yet"

    def sentences(self) -> Sequence[str]:
        """What has happened."""
        return list(merge_said(self._merge, self._rows_told))

    def ways(self) -> Sequence[Way]:
        """What can be done."""
        return merge_ways(self._merge, self._beside)

    def decide(self, key: str) -> None:
        """Go on so."""
        answers = self._merge.taking(self.choices) if key == "both" else None
        self.post_message(self.Decided(key, answers))

    def leave(self) -> None:
        """Back to the plan, as it is."""
        self.post_message(self.Decided("stay"))
