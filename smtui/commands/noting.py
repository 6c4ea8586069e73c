"""What follows a save: the plan is remembered, and its scorecard written where that was asked."""

import contextlib
from pathlib import Path

from smtui.commands.plans import Plan, scorecard_paths, write_scorecard
from smtui.fence import Fence
from smtui.plan.keeping.aftersave import Kept
from smtui.plan.recent import Recent
from smtui.plan.session import Session
from smtui.plan.titles import marked
from smtui.questionnaire import shelf


class Noting:
    """Takes note of every save in one run of the program."""

    def __init__(self, recent: Recent, fence: Fence) -> None:
        self._recent = recent
        self._fence = fence
        self._scorecards: set[Path] = set()

    def after_save(self, session: Session, place: Path | None, kept: Kept, scorecard: bool) -> None:
        """Remember the plan, and write its scorecard where that was asked for.

        Raises `SaveFailed` when that cannot be written.
        """
        # Not the session itself: this may run in a thread, while answers change.
        saved = Session(session.questionnaire, kept.document.answers, run=session.run)
        standing = saved.overall()
        sections = session.questionnaire.sections
        self._recent.remember(
            kept.path,
            title=marked(saved.title or kept.path.stem, kept.document.meta.fictional),
            run=session.run,
            sections_done=sum(saved.standing(section.id).done for section in sections),
            sections=len(sections),
            open=standing.open,
            parked=standing.parked,
            digest=kept.digest,
            position=kept.document.meta.position,
            questionnaire_id=session.questionnaire.id,
            practice=bool(kept.document.meta.practice),
            questionnaire=None if shelf.holds(session.questionnaire.folder) else place,
        )
        if kept.before is not None:
            self._clear(kept.before)
        if scorecard:
            plan = Plan(kept.path, kept.digest, kept.document, session.questionnaire)
            self._scorecards.update(write_scorecard(plan, session.run, self._fence))

    def _clear(self, provisional: Path) -> None:
        """Take the scorecard files of a plan away that has got its name; only those made here."""
        for path in scorecard_paths(provisional):
            if path in self._scorecards:
                with contextlib.suppress(OSError):
                    path.unlink()
