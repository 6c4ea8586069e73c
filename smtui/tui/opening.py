"""What the screen needs to open plans: kept apart from how they are found and read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from smtui.plan.answers import Answers
from smtui.plan.journal import Found
from smtui.plan.learning import Learning, Progress
from smtui.plan.opened import Opened
from smtui.plan.recent import RecentPlan
from smtui.plan.recovery.merging import Merge
from smtui.questionnaire.model import Questionnaire, Sample
from smtui.scoring.beside import Beside

__all__ = ["Opened", "Opener", "Teacher"]


class Teacher(Protocol):
    """Opens the steps of lessons. What cannot be opened raises `smtui.mistakes.BadInput`."""

    @property
    def learning(self) -> Learning:
        """How far the lessons are."""

    def lesson(self, name: str = "") -> str:
        """The sample to learn with: the one named, else the last one, else the first."""

    def walk(self, sample: str) -> Opened:
        """The model plan to look at, where one was."""

    def practise(self, sample: str, run: str) -> Opened:
        """A new plan to practise with."""

    def go_on(self, practice: Path) -> Opened:
        """The practice plan."""

    def practice(self, progress: Progress) -> RecentPlan | None:
        """How far the practice plan was when it was saved last, as far as that is known."""

    def beside(self, sample: str, practice: Path) -> tuple[Beside, str, str]:
        """Both plans side by side, and what they are called."""


class Opener(Protocol):
    """Opens plans for the screen. What cannot be opened raises `smtui.mistakes.BadInput`."""

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire of new plans."""

    def new(self, run: str, path: Path | None) -> Opened:
        """A new plan; without a path it gets a provisional one."""

    def open(self, path: Path, *, anyway: bool = False) -> Opened:
        """A plan of a file, `anyway` also from somebody who may be gone. Raises BadInput."""

    def sample(self, sample_id: str) -> Opened:
        """A plan that comes with the questionnaire, to look at: nothing can be changed."""

    def recent(self) -> Sequence[RecentPlan]:
        """Plans that were open before, the last one first."""

    def samples(self) -> Sequence[Sample]:
        """The plans that come with the questionnaire."""

    @property
    def teacher(self) -> Teacher:
        """Leads through lessons with the samples."""

    @property
    def trash(self) -> str:
        """Where what nobody wants back lies for a while."""

    def lost(self) -> Sequence[Found]:
        """Journals that hold what may be in no file, the latest first."""

    def bring_back(self, opened: Opened, answers: Answers) -> Opened:
        """The plan with what was not saved, and with what else is to be asked about it."""

    def set_aside(self, opened: Opened) -> Opened:
        """The plan as its file has it; the rest goes to the trash. Raises BadInput."""

    def copy_path(self, opened: Opened) -> Path:
        """Where a copy of a plan would lie."""

    def copy(self, opened: Opened) -> Opened:
        """A copy of a plan. Raises BadInput."""

    def merge(self, opened: Opened) -> Merge:
        """What somebody else wrote into the file, and what was answered here, together.

        Raises BadInput when the file is no plan any more.
        """

    def take_both(self, opened: Opened, answers: Answers) -> None:
        """Go on with both, in the file as it was when they were merged."""
