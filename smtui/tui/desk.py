"""The desk: the one plan that is open, with its scorecard and its place in the guard's care."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from smtui.guard import Guard
from smtui.plan.opened import Opened
from smtui.plan.session import Session
from smtui.plan.titles import marked
from smtui.scoring.scorecard import Scorecard, judged

T = TypeVar("T")


async def in_background(work: Callable[[], T]) -> T:
    """Do something that may wait for a disk, while keys go on.

    In a thread of its own that nobody waits for at the end: a disk that hangs must not hold up
    the program. Raises what the work raises.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(result: T | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        try:
            result, error = work(), None
        except BaseException as problem:
            result, error = None, problem
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, result, error)

    threading.Thread(target=run, name="desk", daemon=True).start()
    return await done


class Desk:
    """Holds a plan while it is open. Closing saves it; whatever happens, the guard does so too."""

    def __init__(self, guard: Guard | None) -> None:
        self._guard = guard
        self._forget: Callable[[], object] | None = None
        self.plan: Opened | None = None
        self.scored: Callable[[], Scorecard] | None = None
        self.closed_at: Path | None = None
        """Where the plan lies that was closed last; None when it was not saved."""

    @property
    def session(self) -> Session | None:
        """The session of the plan that is open."""
        return self.plan.session if self.plan is not None else None

    @property
    def fictional(self) -> str:
        """What the plan that is open is called, if it is made up."""
        if self.plan is None or not self.plan.keeper.document.meta.fictional:
            return ""
        return marked(self.plan.session.title or self.plan.title, True)

    def take(self, plan: Opened) -> Callable[[], Scorecard]:
        """Put a plan on the desk; the result gives its scorecard."""
        self.plan = plan
        self.scored = scored_by(plan.session)
        if self._guard is not None:
            keeper = plan.keeper

            def last_words() -> None:
                keeper.close()
                keeper.let_go()

            # the journal first: that takes a millisecond, and a file on a slow disk much longer
            forget = (self._guard.last_words(keeper.hold), self._guard.last_words(last_words))
            self._forget = lambda: [one() for one in forget]
        return self.scored

    def tick(self) -> None:
        """To be called twice a second: it is saved when it is time."""
        if self.plan is not None:
            self.plan.keeper.tick()

    async def save(self) -> tuple[str, bool]:
        """Save now, with the scorecard; what to say about it, and whether it is good news."""
        if self.plan is None or self.plan.session.read_only:
            return "This is only to look at: there is nothing to save.", True
        keeper = self.plan.keeper
        if not await in_background(lambda: keeper.save(scorecard=True)):
            return f"NOT SAVED: {keeper.failed}", False
        if not keeper.path or not keeper.path.exists():
            return "There is nothing to save yet.", True
        return f"Saved in {keeper.path}", True

    def close(self) -> bool:
        """Save the plan and let go of it; False, and it stays, when it could not be saved."""
        if self.plan is None:
            return True
        keeper = self.plan.keeper
        self.closed_at = None
        if not keeper.close():
            return False
        self.closed_at = keeper.path
        self.give_up()
        return True

    async def closing(self) -> bool:
        """The same, while keys go on; what they still say is saved, too."""
        while self.plan is not None:
            if not await in_background(self.plan.keeper.close):
                return False
            if not self.plan.keeper.dirty:
                break
        return self.close()

    def give_up(self) -> None:
        """Let go of the plan as it is."""
        if self._forget is not None:
            self._forget()
        if self.plan is not None:
            self.plan.keeper.let_go()
        self._forget = self.plan = self.scored = None


def scored_by(session: Session) -> Callable[[], Scorecard]:
    """Gives the session's scorecard: judged anew is only what stands on an answer that changed."""
    return lambda: judged(session.reading)
