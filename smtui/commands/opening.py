"""Makes and opens plans for every face: finds them, reads them, has them kept."""

import contextlib
import os.path
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from smtui import paths
from smtui.commands.origin import option_for, place_named, recent_plans, tell_place
from smtui.commands.plans import OpenPlan, Plan, open_plan, scorecard_paths, write_scorecard
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput, Mistake
from smtui.plan.keeper import Keeper, Kept
from smtui.plan.planfile import free_path
from smtui.plan.opened import Opened
from smtui.plan.recent import RecentPlan
from smtui.plan.session import Session
from smtui.questionnaire import shelf
from smtui.questionnaire.model import Questionnaire, Sample

NEW_NAME = "new-plan.toml"


class PlanOpener:
    """Begins plans of one questionnaire, and opens those of any, in one run of the program."""

    def __init__(self, questionnaire: Questionnaire, around: Surroundings, given: str = "") -> None:
        """`given` is how somebody named the questionnaire, if they did."""
        self.questionnaire = questionnaire
        self.option = option_for(given)
        """What a command needs to mean this questionnaire, too."""
        self._place = place_named(given, around) if given else questionnaire.folder
        self._around = around
        self._recent = recent_plans(around)
        self._scorecards: set[Path] = set()
        self.keepers: list[Keeper] = []
        """Of the plans that were opened, for the last word about their files."""

    def new(self, run: str, path: Path | None) -> Opened:
        """A new plan; without a path it is named after its title once that is known.

        Raises `BadInput` when the file is there already, or the run is not offered.
        """
        if run not in self.questionnaire.runs and self.questionnaire.runs:
            offered = ", ".join(self.questionnaire.runs)
            what = f"this questionnaire has no {run} run"
            raise BadInput(Mistake(self.questionnaire.id, 0, what, f"runs: {offered}"))
        if path is not None:
            path = self._around.fence.inside(path)
            _refuse_taken(path, self.option)
        session = Session(self.questionnaire, run=run, today=self._around.clock().date())
        folder = paths.default_plan_dir(self._around.env, self._around.cwd)
        keeper = Keeper(
            session,
            path or free_path(folder / NEW_NAME),
            self._around.clock,
            settled=path is not None,
            refusal=self._refusal,
            after_save=lambda kept, scorecard: self._after_save(
                session, self._place, kept, scorecard
            ),
        )
        self.keepers.append(keeper)
        return Opened(session, keeper, "")

    def open(self, path: Path) -> Opened:
        """A plan of a file. Raises `BadInput`."""
        return self._opened(self._read(path))

    def open_named(self, path: Path) -> Opened:
        """The same, telling which questionnaire was taken; for as long as nothing is drawn."""
        plan = self._read(path)
        if plan.taken:
            tell_place(plan.place or path, self._around)
        return self._opened(plan)

    def inside(self, plan: str) -> Path:
        """The path of a plan that somebody names. Raises `BadInput` where it is out of bounds."""
        return self._around.fence.inside(plan)

    def _read(self, path: Path) -> OpenPlan:
        fence = self._around.fence
        path = fence.inside(path)
        known = self.questionnaire
        plan = open_plan(path, known=known, recent=self._recent, opener=fence.open)
        return plan if plan.place else replace(plan, place=self._place, option=self.option)

    def _opened(self, plan: OpenPlan) -> Opened:
        path, place = plan.path, plan.place
        meta = plan.document.meta
        notices = []
        run = meta.run
        if run not in plan.questionnaire.runs and plan.questionnaire.runs:
            run = next(iter(plan.questionnaire.runs))
            title = plan.questionnaire.runs[run].title.lower()
            notices.append(
                f"This plan was made in a run that is not offered here. "
                f"It is asked in the {title} run; nothing is lost."
            )
        if plan.newer is not None:
            notices += [
                f"{plan.newer.what[0].upper()}{plan.newer.what[1:]}.",
                f"It can only be looked at. To change it, {plan.newer.mend}.",
            ]
        # where somebody was in the older questionnaire may be called otherwise here
        left_at = None if plan.migration else self._recent.position_in(path, plan.digest)
        session = Session(
            plan.questionnaire,
            plan.document.answers,
            run=run,
            position=left_at or meta.position,
            today=self._around.clock().date(),
            read_only=plan.newer is not None or plan.migration is not None,
        )
        keeper = Keeper(
            session,
            path,
            self._around.clock,
            document=plan.document,
            digest=plan.digest,
            refusal=self._refusal,
            after_save=lambda kept, scorecard: self._after_save(session, place, kept, scorecard),
            made_with=plan.migration.made_with if plan.migration else "",
        )
        if plan.newer is not None:
            keeper.read_only_because = "of a newer version"
        self.keepers.append(keeper)
        return Opened(session, keeper, plan.title, notices, plan.migration)

    def sample(self, sample_id: str) -> Opened:
        """A plan that comes with the questionnaire; nothing in it can be changed."""
        found = next(one for one in self.questionnaire.samples if one.id == sample_id)
        plan = open_plan(self.questionnaire.folder / found.file, self.questionnaire)
        runs = list(self.questionnaire.runs) or ["full"]
        run = plan.document.meta.run if plan.document.meta.run in runs else runs[-1]
        session = Session(
            self.questionnaire,
            plan.document.answers,
            run=run,
            today=self._around.clock().date(),
            read_only=True,
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

    def _refusal(self, path: Path) -> str:
        """Why a file must not be written, in a few words; empty when it may."""
        within = self._around.fence.holds(path)
        return "" if within else "a link leads out of the folder of your plans"

    def _after_save(
        self, session: Session, place: Path | None, kept: Kept, scorecard: bool
    ) -> None:
        """Remember the plan, and write its scorecard where that was asked for.

        Raises `SaveFailed` when that cannot be written.
        """
        # Not the session itself: this may run in a thread, while answers change.
        saved = Session(session.questionnaire, kept.document.answers, run=session.run)
        standing = saved.overall()
        sections = session.questionnaire.sections
        self._recent.remember(
            kept.path,
            title=saved.title or kept.path.stem,
            run=session.run,
            sections_done=sum(saved.standing(section.id).done for section in sections),
            sections=len(sections),
            open=standing.open,
            parked=standing.parked,
            digest=kept.digest,
            position=kept.document.meta.position,
            questionnaire_id=session.questionnaire.id,
            questionnaire=None if shelf.holds(session.questionnaire.folder) else place,
        )
        if kept.before is not None:
            self._clear(kept.before)
        if scorecard:
            plan = Plan(kept.path, kept.digest, kept.document, session.questionnaire)
            self._scorecards.update(write_scorecard(plan, session.run, self._around.fence))

    def _clear(self, provisional: Path) -> None:
        """Take the scorecard files of a plan away that has got its name; only those made here."""
        for path in scorecard_paths(provisional):
            if path in self._scorecards:
                with contextlib.suppress(OSError):
                    path.unlink()


def first_plan(opener: PlanOpener, plan: str, begin: bool, run: str) -> Opened | None:
    """The plan to open at once; None shows the start screen."""
    path = opener.inside(plan) if plan else None
    # os.path: a name that is too long is simply not there
    if path is not None and os.path.exists(path) and not begin:
        return opener.open_named(path)
    if path is None and not begin:
        return None
    if path is not None and not path.suffix:
        typed = f"smtui {'new ' if begin else ''}{plan}.toml{opener.option}"
        raise BadInput([Mistake(plan, 0, "a plan's file ends in .toml", f"write: {typed}")])
    runs = opener.questionnaire.runs
    if not run and begin:
        # without --quick the longest run that the questionnaire offers
        run = "full" if "full" in runs or not runs else next(iter(runs))
    return opener.new(run or ("quick" if "quick" in runs or not runs else next(iter(runs))), path)


def _refuse_taken(path: Path, option: str) -> None:
    """Refuse a place where a new plan cannot lie. Raises `BadInput`."""
    if os.path.isdir(path):
        raise BadInput(Mistake(str(path), 0, "this is a folder", "name a file in it"))
    if os.path.lexists(path):
        what = "this file is there already"
        raise BadInput(Mistake(str(path), 0, what, f"open it with: smtui {path}{option}"))
    if not os.path.isdir(path.parent):
        what = f"there is no folder '{path.parent}'"
        raise BadInput(Mistake(str(path), 0, what, "make it first, or name another"))
