"""What the screen needs to open plans: kept apart from how they are found and read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from smtui.plan.keeper import Keeper
from smtui.plan.recent import RecentPlan
from smtui.plan.session import Session
from smtui.questionnaire.model import Questionnaire, Sample


@dataclass(frozen=True)
class Opened:
    """A plan that is open: its session, who keeps it, and what it is called.

    `notices` are said once, in words: what was mended or found when it was opened.
    """

    session: Session
    keeper: Keeper
    title: str = ""
    notices: Sequence[str] = ()


class Opener(Protocol):
    """Opens plans for the screen. What cannot be opened raises `smtui.mistakes.BadInput`."""

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire of new plans."""

    def new(self, run: str, path: Path | None) -> Opened:
        """A new plan; without a path it gets a provisional one."""

    def open(self, path: Path) -> Opened:
        """A plan of a file. Raises BadInput."""

    def sample(self, sample_id: str) -> Opened:
        """A plan that comes with the questionnaire, to look at: nothing can be changed."""

    def recent(self) -> Sequence[RecentPlan]:
        """Plans that were open before, the last one first."""

    def samples(self) -> Sequence[Sample]:
        """The plans that come with the questionnaire."""
