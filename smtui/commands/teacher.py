"""Leads through lessons: the model plan to look at, the practice plan beside it, and both."""

from collections.abc import Callable
from pathlib import Path

from smtui import paths
from smtui.commands.keeping import Keeping
from smtui.commands.modelplans import open_sample, read_sample, sample_named
from smtui.commands.plans import OpenPlan
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput, Mistake
from smtui.plan.contents import Document, Meta
from smtui.plan.document import written
from smtui.plan.learning import Learning, Progress
from smtui.plan.opened import Opened
from smtui.plan.recent import Recent, RecentPlan
from smtui.plan.rules import Reading
from smtui.plan.titles import marked
from smtui.questionnaire.model import Questionnaire
from smtui.saving import SaveFailed, replace_file
from smtui.scoring.beside import Beside, beside


class Teacher:
    """Lessons with the samples of one questionnaire. `open_plan` opens a plan to work with,
    `read` reads one.
    """

    def __init__(
        self,
        made: Questionnaire,
        around: Surroundings,
        recent: Recent,
        *,
        open_plan: Callable[[Path], Opened],
        read: Callable[[Path], OpenPlan],
    ) -> None:
        self._made = made
        self._around = around
        self._recent = recent
        self._open = open_plan
        self._read = read
        file = paths.learning_file(around.env)
        self.learning = Learning(file, made.id, around.fence.holds)

    def lesson(self, name: str = "") -> str:
        """The sample to learn with: the one named, else the last one, else the first there is.

        Raises `BadInput` when there is none of that name, or none that is a model.
        """
        known = [one.id for one in self._made.samples if one.model]
        lately = (one.sample for one in self.learning.lessons() if one.sample in known)
        if not known and not name:
            what = "this questionnaire has no sample to learn with"
            raise BadInput(Mistake("smtui learn", 0, what))
        if name:
            return sample_named(self._made, name, "smtui learn").id
        return next(lately, known[0])

    def walk(self, sample: str) -> Opened:
        """The model plan to look at, where one was; after the end anew. Raises `BadInput`."""
        progress = self.learning.of(sample)
        at = None if progress.walked else progress.position
        found = sample_named(self._made, sample, "smtui learn")
        return open_sample(self._made, found, self._around.clock, at)

    def practise(self, sample: str, run: str) -> Opened:
        """A new plan to practise with, in a file from its beginning on. Raises `BadInput`."""
        folder = paths.default_plan_dir(self._around.env, self._around.cwd)
        path, lock = Keeping(self._around).free(folder / f"practice-{sample}.toml")
        created = self._around.clock().replace(microsecond=0)
        document = Document(meta=Meta(run=run, practice=sample, created=created))
        try:
            replace_file(path, written(document, self._made).encode())
        except SaveFailed as problem:
            raise BadInput(Mistake(str(path), 0, str(problem))) from None
        finally:
            lock.release()
        return self._open(path)

    def go_on(self, practice: Path) -> Opened:
        """The practice plan. Raises `BadInput`."""
        return self._open(practice)

    def practice(self, progress: Progress) -> RecentPlan | None:
        """How far the practice plan was when it was saved last, as far as that is known."""
        path = progress.practice
        return next((one for one in self._recent.entries() if one.path == path), None)

    def beside(self, sample: str, practice: Path) -> tuple[Beside, str, str]:
        """Both plans side by side, and what they are called. Raises `BadInput`."""
        plan = self._read(self._around.fence.inside(practice))
        return laid_beside(plan.questionnaire, sample, plan)


def laid_beside(made: Questionnaire, sample: str, plan: OpenPlan) -> tuple[Beside, str, str]:
    """A sample and a plan side by side in the plan's run, and what they are called.

    Raises `BadInput`.
    """
    found = sample_named(made, sample, "smtui learn")
    model = read_sample(made, found)
    runs = made.runs
    run = plan.document.meta.run
    run = run if run in runs or not runs else next(iter(runs))
    theirs, mine = (Reading(made, one.document.answers, run) for one in (model, plan))
    title = marked(found.title, model.document.meta.fictional)
    return beside(theirs, mine), title, marked(plan.title, plan.document.meta.fictional)
