"""What the screen needs to open plans: kept apart from how they are found and read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from smtui.plan.opened import Opened
from smtui.plan.recent import RecentPlan
from smtui.questionnaire.model import Questionnaire, Sample

__all__ = ["Opened", "Opener"]


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
