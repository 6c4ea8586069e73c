"""Makes and opens plans for every face: finds them, reads them, has them kept."""

import contextlib
import os
import os.path
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from smtui import paths
from smtui.commands.keeping import Keeping
from smtui.commands.modelplans import model_for, open_sample, sample_named
from smtui.commands.noting import Noting
from smtui.commands.origin import (
    in_folder,
    option_for,
    place_named,
    questionnaire_of,
    recent_plans,
    tell_place,
)
from smtui.commands.plans import OpenPlan, open_plan
from smtui.commands.surroundings import Surroundings
from smtui.commands.teacher import Teacher
from smtui.mistakes import BadInput, Mistake
from smtui.plan.answers import Answers
from smtui.plan.contents import Document
from smtui.plan.journal import Found, Head
from smtui.plan.keeping.aftersave import Kept
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.keeping.lock import Holder, Lock
from smtui.plan.keeping.planfile import free_path
from smtui.plan.keeping.safekeeping import Base, Safekeeping
from smtui.plan.opened import Opened
from smtui.plan.recent import RecentPlan
from smtui.plan.recovery import together
from smtui.plan.recovery.crossroads import open_by
from smtui.plan.recovery.merging import Merge, merged
from smtui.plan.session import Session
from smtui.plan.titles import marked
from smtui.questionnaire import shelf
from smtui.questionnaire.model import Questionnaire, Sample

NEW_NAME = "new-plan.toml"
_PROVISIONAL = re.compile(r"new-plan(-\d+)?\.toml")


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
        self._noting = Noting(self._recent, around.fence)
        self._keeping = Keeping(around)
        self._theirs: dict[Path, OpenPlan] = {}
        self._owed: dict[Session, list[Found]] = {}
        """Journals of which some has no place among the answers: they go with the next save."""
        self.teacher = Teacher(
            questionnaire, around, self._recent, open_plan=self.open, read=self._read
        )
        """Lessons with the samples."""
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
        usual = paths.default_plan_dir(self._around.env, self._around.cwd)
        folder = path.parent if path is not None else usual
        asked = in_folder(self.questionnaire, folder, self._around.fence)
        session = Session(asked, run=run, today=self._around.clock().date())
        if path is None:
            path, lock = self._keeping.free(folder / NEW_NAME)
            settled, holder = False, None
        else:
            lock, holder = self._keeping.lock(path)
            settled = True
        if holder is not None:
            who = open_by(holder, self._around.clock())
            raise BadInput(Mistake(str(path), 0, f"a plan of this name is {who}"))
        safe = self._keeping.safe(asked, path, lock)
        keeper = self._kept(session, path, self._place, safe, settled=settled)
        return Opened(session, keeper, notices=self._was_here(path) if settled else [])

    def _was_here(self, path: Path) -> list[str]:
        """What is said when a plan of this name was here before, and is gone."""
        former = list(self._keeping.former(path))
        said = [line for one in former for line in (f"{one.what}.", f"{one.mend}")]
        return ["A plan of this name was here before, and its file is gone.", *said] if said else []

    def open(self, path: Path, *, anyway: bool = False) -> Opened:
        """A plan of a file. Raises `BadInput`.

        `anyway` takes it over from somebody who may be gone; only the lock can tell.
        """
        return self._open(path, anyway=anyway, tell=False)

    def open_named(self, path: Path) -> Opened:
        """The same, telling which questionnaire was taken; for as long as nothing is drawn."""
        return self._open(path, anyway=False, tell=True)

    def _open(self, path: Path, *, anyway: bool, tell: bool) -> Opened:
        path = self._around.fence.inside(path)
        # first the lock: else somebody could save between our reading and our locking
        lock, holder = self._keeping.lock(path, anyway=anyway)
        try:
            if not os.path.lexists(path) and self._keeping.journals(path):
                return self._begun_again(path, lock)
            plan = self._read(path)
            if tell and plan.taken:
                tell_place(plan.place or path, self._around)
            return self._opened(plan, lock, holder)
        except BaseException:
            lock.release()
            raise

    def inside(self, plan: str) -> Path:
        """The path of a plan that somebody names. Raises `BadInput` where it is out of bounds."""
        return self._around.fence.inside(plan)

    def _read(self, path: Path, asked: Questionnaire | None = None) -> OpenPlan:
        """A plan; by the questionnaire that it is `asked` by already, just as that is."""
        known, fence = self.questionnaire, self._around.fence
        try:
            plan = open_plan(path, asked or "", known=known, recent=self._recent, fence=fence)
        except BadInput as bad:
            if all(one.file != str(path) for one in bad.mistakes):
                raise  # the plan itself is right
            raise BadInput([*bad.mistakes, *self._keeping.former(path)]) from None
        return plan if plan.place else replace(plan, place=self._place, option=self.option)

    def _opened(self, plan: OpenPlan, lock: Lock, holder: Holder | None) -> Opened:
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
        model, missing = model_for(plan.questionnaire, plan.document, run)
        notices += [missing] if missing else []
        # where somebody was in the older questionnaire may be called otherwise here
        left_at = None if plan.migration else self._recent.position_in(path, plan.digest)
        session = Session(
            plan.questionnaire,
            plan.document.answers,
            run=run,
            position=left_at or meta.position,
            today=self._around.clock().date(),
            read_only=plan.newer is not None or plan.migration is not None,
            model=model,
        )
        base = Base(plan.digest, plan.file.text, plan.document.answers)
        keeper = self._kept(
            session,
            path,
            place,
            self._keeping.safe(plan.questionnaire, path, lock, base),
            document=plan.document,
            digest=plan.digest,
            made_with=plan.migration.made_with if plan.migration else "",
        )
        title = marked(plan.title, meta.fictional)
        opened = Opened(session, keeper, title, notices, plan.migration, holder)
        if plan.newer is not None:
            keeper.look_only("of a newer version")
        elif holder is not None:
            keeper.look_only(open_by(holder, self._around.clock()))
        else:
            return self._with_unsaved(opened)
        return opened

    def _kept(
        self,
        session: Session,
        path: Path,
        place: Path | None,
        safe: Safekeeping,
        *,
        document: Document | None = None,
        digest: str | None = None,
        settled: bool = True,
        made_with: str = "",
    ) -> Keeper:
        """What keeps a plan from now on. `place` is where its questionnaire stands."""
        keeper = Keeper(
            session,
            path,
            self._around.clock,
            document=document,
            digest=digest,
            settled=settled,
            refusal=self._refusal,
            after_save=partial(self._saved, session, place),
            made_with=made_with,
            safe=safe,
        )
        self.keepers.append(keeper)
        return keeper

    def _saved(self, session: Session, place: Path | None, kept: Kept, scorecard: bool) -> None:
        for found in self._owed.pop(session, ()):
            self._throw_away(found)
        self._noting.after_save(session, place, kept, scorecard)

    # what was not saved

    def lost(self) -> Sequence[Found]:
        """Journals that hold what may be in no file."""
        return [one for one in self._keeping.lost() if one.head and self._is_here(one.head)]

    def has_unsaved(self, path: Path) -> bool:
        """Whether a journal of this plan holds something."""
        return bool(self._keeping.journals(path))

    def _is_here(self, head: Head) -> bool:
        return self._around.fence.holds(Path(head.plan))

    def _begun_again(self, path: Path, lock: Lock) -> Opened:
        """A plan that never came to be a file: only its journal is there. Raises `BadInput`."""
        head = self._keeping.journals(path)[0].head
        assert head is not None
        known, fence = (self.questionnaire, self._place), self._around.fence
        name = head.questionnaire
        questionnaire, place = questionnaire_of(path, name, known, self._recent, fence)
        run = next(iter(questionnaire.runs), "quick")
        session = Session(questionnaire, run=run, today=self._around.clock().date())
        safe = self._keeping.safe(questionnaire, path, lock)
        settled = not _PROVISIONAL.fullmatch(path.name)
        keeper = self._kept(session, path, place, safe, settled=settled)
        return self._with_unsaved(Opened(session, keeper, path.stem))

    def _with_unsaved(self, opened: Opened) -> Opened:
        """The same with what of it could not be saved lately, to be asked about first."""
        keeper = opened.keeper
        assert keeper.path is not None
        session = opened.session
        recovery = self._keeping.unsaved(
            keeper.path,
            session.questionnaire,
            keeper.document,
            keeper.digest,
            session.answers,
            {one.path for one in self._owed.get(session, ())},
        )
        if recovery is not None:
            session.read_only = True
        return replace(opened, recovery=recovery)

    def bring_back(self, opened: Opened, answers: Answers) -> Opened:
        """The plan with what was not saved; then perhaps with more that another time was not."""
        recovery = opened.recovery
        assert recovery is not None
        session, keeper = opened.session, opened.keeper
        found = recovery.found
        if found.run in session.questionnaire.runs:
            session.run = found.run
        if found.position is not None:
            session.go(found.position)
        if keeper.take_back(recovery.kept_in(keeper.document), answers):
            # all answers are in the new journal, and only then the old one may go
            if recovery.unplaced:
                self._owed.setdefault(session, []).append(found)
            else:
                self._throw_away(found)
            return self._with_unsaved(replace(opened, recovery=None))
        return replace(opened, recovery=None)

    def _throw_away(self, found: Found) -> None:
        with contextlib.suppress(OSError):  # then it stays, and holds nothing more
            self._keeping.throw_away(found)

    @property
    def trash(self) -> str:
        """Where what nobody wants back lies for a while."""
        return self._keeping.trash

    def set_aside(self, opened: Opened) -> Opened:
        """The plan as its file has it; what was not saved goes to the trash. Raises `BadInput`."""
        recovery = opened.recovery
        assert recovery is not None
        try:
            self._keeping.throw_away(recovery.found)
        except OSError as problem:
            what = f"what was not saved cannot be moved: {problem.strerror or problem}"
            raise BadInput(Mistake(str(recovery.found.path), 0, what)) from None
        opened.keeper.take_over()
        return self._with_unsaved(replace(opened, recovery=None))

    # what somebody else has open, or has changed

    def copy_path(self, opened: Opened) -> Path:
        """Where a copy of a plan would lie."""
        assert opened.keeper.path is not None
        path = opened.keeper.path
        if os.access(path.parent, os.W_OK):
            return free_path(path)
        return free_path(paths.default_plan_dir(self._around.env, self._around.cwd) / path.name)

    def copy(self, opened: Opened) -> Opened:
        """A copy of a plan that somebody else has open. Raises `BadInput`."""
        path, lock = self._keeping.free(self.copy_path(opened))
        source = opened.session
        session = Session(
            source.questionnaire,
            run=source.run,
            position=source.position,
            today=self._around.clock().date(),
            model=source.model,
        )
        safe = self._keeping.safe(source.questionnaire, path, lock)
        document = replace(opened.keeper.document, answers=Answers())
        place = None if shelf.holds(source.questionnaire.folder) else self._place
        keeper = self._kept(session, path, place, safe, document=document)
        session.take(source.answers)
        keeper.save()
        return Opened(session, keeper, opened.title)

    def merge(self, opened: Opened) -> Merge:
        """What somebody else has written into the file, and what was answered here, together.

        Raises `BadInput` when the file is no plan any more.
        """
        keeper = opened.keeper
        assert keeper.path is not None
        theirs = self._read(keeper.path, opened.session.questionnaire)
        if theirs.migration is not None or theirs.newer is not None:
            what = "the file is one of another version of the questionnaire now"
            raise BadInput(Mistake(str(keeper.path), 0, what))
        questionnaire = opened.session.questionnaire
        base, ours = keeper.document.answers, opened.session.answers
        self._theirs[keeper.path] = theirs
        return merged(base, ours, theirs.document.answers, questionnaire)

    def take_both(self, opened: Opened, answers: Answers) -> None:
        """Go on with both, in the file as it was when it was merged."""
        assert opened.keeper.path is not None
        theirs = self._theirs.pop(opened.keeper.path)
        known = together(opened.keeper.document, theirs.document, theirs.document.answers)
        opened.keeper.take_on(known, theirs.digest, theirs.file.text, answers)

    def sample(self, sample_id: str) -> Opened:
        """A plan that comes with the questionnaire; nothing in it can be changed."""
        sample = sample_named(self.questionnaire, sample_id, "smtui samples")
        return open_sample(self.questionnaire, sample, self._around.clock)

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
