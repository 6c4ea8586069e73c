"""Makes and opens plans for the screen: finds them, reads them, has them kept."""

from collections.abc import Sequence
from pathlib import Path

from smtui import paths
from smtui.commands.plans import OpenPlan, open_plan, write_scorecard
from smtui.commands.surroundings import Surroundings
from smtui.files import CAPS, SaveFailed, read_toml
from smtui.mistakes import BadInput, Mistake
from smtui.plan import document as documents
from smtui.plan.keeper import Keeper, Kept, free_path
from smtui.plan.recent import Recent, RecentPlan
from smtui.plan.session import Session
from smtui.questionnaire.model import Questionnaire, Sample
from smtui.tui.opening import Opened

NEW_NAME = "new-plan.toml"


class PlanOpener:
    """Opens plans of one questionnaire, for one run of the program."""

    def __init__(self, questionnaire: Questionnaire, around: Surroundings) -> None:
        self.questionnaire = questionnaire
        self._around = around
        self._recent = Recent(paths.recent_file(around.env), around.clock)

    def new(self, run: str, path: Path | None) -> Opened:
        """A new plan; without a path it is named after its title once that is known.

        Raises `BadInput` when the file is there already, or the run is not offered.
        """
        if run not in self.questionnaire.runs and self.questionnaire.runs:
            offered = ", ".join(self.questionnaire.runs)
            raise BadInput([Mistake(self.questionnaire.id, 0, f"it has no {run} run", f"runs: {offered}")])
        if path is not None and path.exists():
            raise BadInput([Mistake(str(path), 0, "this file is there already", f"open it with: smtui {path}")])
        if path is not None and not path.parent.is_dir():
            raise BadInput([Mistake(str(path), 0, f"there is no folder '{path.parent}'", "make it first, or name another")])
        session = Session(self.questionnaire, run=run, today=self._around.clock().date())
        folder = paths.default_plan_dir(self._around.env, self._around.cwd)
        keeper = Keeper(
            session,
            path or free_path(folder / NEW_NAME),
            self._around.clock,
            settled=path is not None,
            after_save=lambda kept, scorecard: self._after_save(session, kept, scorecard),
        )
        return Opened(session, keeper, "")

    def open(self, path: Path) -> Opened:
        """A plan of a file. Raises `BadInput`."""
        plan = self._read(path)
        meta = plan.document.meta
        notices = []
        run = meta.run
        if run not in plan.questionnaire.runs and plan.questionnaire.runs:
            run = next(iter(plan.questionnaire.runs))
            notices.append(f"This plan was made in another run; here it is asked in the {run} one. Nothing is lost.")
        session = Session(
            plan.questionnaire,
            plan.document.answers,
            run=run,
            position=meta.position,
            today=self._around.clock().date(),
        )
        keeper = Keeper(
            session,
            path,
            self._around.clock,
            document=plan.document,
            digest=plan.file.digest,
            after_save=lambda kept, scorecard: self._after_save(session, kept, scorecard),
        )
        return Opened(session, keeper, plan.title, notices)

    def _read(self, path: Path) -> OpenPlan:
        file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
        name, _ = documents.belongs_to(file)
        return open_plan(path, self.questionnaire if name == self.questionnaire.id else "")

    def sample(self, sample_id: str) -> Opened:
        """A plan that comes with the questionnaire; nothing in it can be changed."""
        found = next(one for one in self.questionnaire.samples if one.id == sample_id)
        plan = open_plan(self.questionnaire.folder / found.file, self.questionnaire)
        runs = list(self.questionnaire.runs) or ["full"]
        run = plan.document.meta.run if plan.document.meta.run in runs else runs[-1]
        session = Session(
            self.questionnaire, plan.document.answers, run=run, today=self._around.clock().date(), read_only=True
        )
        keeper = Keeper(session, None, self._around.clock, document=plan.document)
        title = found.title + (" (fictional)" if found.fictional else "")
        return Opened(session, keeper, title)

    def recent(self) -> Sequence[RecentPlan]:
        """Plans that were open before, the last one first."""
        return self._recent.entries()

    def samples(self) -> Sequence[Sample]:
        """The plans that come with the questionnaire."""
        return self.questionnaire.samples

    def _after_save(self, session: Session, kept: Kept, scorecard: bool) -> None:
        """Remember the plan, and write its scorecard where that was asked for."""
        standing = session.overall()
        done = sum(session.standing(section.id).done for section in session.questionnaire.sections)
        self._recent.remember(
            kept.path,
            title=session.title or kept.path.stem,
            run=session.run,
            sections_done=done,
            sections=len(session.questionnaire.sections),
            open=standing.open,
            parked=standing.parked,
        )
        if scorecard:
            file = read_toml(kept.path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
            plan = OpenPlan(kept.path, file, kept.document, session.questionnaire)
            try:
                write_scorecard(plan, session.run, kept.digest)
            except SaveFailed:
                return  # the plan itself is safe; the next save tries again
