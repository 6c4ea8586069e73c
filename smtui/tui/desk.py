"""The desk: the one plan that is open, with its scorecard and its place in the guard's care."""

from collections.abc import Callable
from pathlib import Path

from smtui.guard import Guard
from smtui.plan.opened import Opened
from smtui.plan.session import Session
from smtui.scoring.scorecard import Scorecard, judged


class Desk:
    """Holds a plan while it is open. Closing saves it; whatever happens, the guard does so too."""

    def __init__(self, guard: Guard | None) -> None:
        self._guard = guard
        self._forget: Callable[[], None] | None = None
        self.plan: Opened | None = None
        self.scored: Callable[[], Scorecard] | None = None

    @property
    def session(self) -> Session | None:
        """The session of the plan that is open."""
        return self.plan.session if self.plan is not None else None

    @property
    def path(self) -> Path | None:
        """Where the plan that is open is kept."""
        return self.plan.keeper.path if self.plan is not None else None

    def take(self, plan: Opened) -> Callable[[], Scorecard]:
        """Put a plan on the desk; the result gives its scorecard."""
        self.plan = plan
        self.scored = scored_by(plan.session)
        if self._guard is not None:
            keeper = plan.keeper

            def last_words() -> None:
                keeper.close()

            self._forget = self._guard.last_words(last_words)
        return self.scored

    def tick(self) -> None:
        """To be called twice a second: it is saved when it is time."""
        if self.plan is not None:
            self.plan.keeper.tick()

    def save(self) -> tuple[str, bool]:
        """Save now, with the scorecard; what to say about it, and whether it is good news."""
        if self.plan is None or self.plan.session.read_only:
            return "This is only to look at: there is nothing to save.", True
        keeper = self.plan.keeper
        if not keeper.save(scorecard=True):
            return f"NOT SAVED: {keeper.failed}", False
        if not keeper.path or not keeper.path.exists():
            return "There is nothing to save yet.", True
        return f"Saved in {keeper.path}", True

    def close(self) -> bool:
        """Save the plan and let go of it; False, and it stays, when it could not be saved."""
        if self.plan is not None and not self.plan.keeper.close():
            return False
        self.give_up()
        return True

    def give_up(self) -> None:
        """Let go of the plan as it is."""
        if self._forget is not None:
            self._forget()
        self._forget = self.plan = self.scored = None


def scored_by(session: Session) -> Callable[[], Scorecard]:
    """Gives the session's scorecard: judged anew is only what stands on an answer that changed."""
    return lambda: judged(session.reading)
