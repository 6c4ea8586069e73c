"""A plan that is open: what every face gets to work with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from smtui.plan.keeping.keeper import Keeper
from smtui.plan.keeping.lock import Holder
from smtui.plan.migration import Migration
from smtui.plan.recovery import Recovery
from smtui.plan.session import Session


@dataclass(frozen=True)
class Opened:
    """A plan that is open: its session, who keeps it, and what it is called.

    `notices` are said once, in words: what was mended or found when it was opened.
    With a `migration` it was made with an older questionnaire: it is read only until somebody
    has seen what became of it, and says `go_on`. `held_by` is who else has it open: then it can
    only be looked at. With a `recovery` there are answers that its file has not; it is read
    only until somebody has said what is to become of them. `lesson` is the step that it is shown
    for, and of how many.
    """

    session: Session
    keeper: Keeper
    title: str = ""
    notices: Sequence[str] = ()
    migration: Migration | None = None
    held_by: Holder | None = None
    recovery: Recovery | None = None
    lesson: tuple[int, int] | None = None

    def go_on(self) -> "Opened":
        """The same to work with. The first save puts a copy of the old file beside it."""
        if self.recovery is None:
            self.keeper.take_over()
        return replace(self, migration=None)

    def only_look(self) -> "Opened":
        """The same to look at: nothing can be changed, the file stays as it is."""
        self.keeper.look_only(self.keeper.read_only_because)
        return replace(self, migration=None, held_by=None, recovery=None)
