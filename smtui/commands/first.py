"""The plan to begin with: the one that somebody names, or a new one."""

import os.path

from smtui.commands.opening import PlanOpener
from smtui.commands.origin import refuse_overrides
from smtui.mistakes import BadInput, Mistake
from smtui.plan.opened import Opened


def first_plan(opener: PlanOpener, plan: str, begin: bool, run: str) -> Opened | None:
    """The plan to open at once; None shows the start screen."""
    refuse_overrides(plan)
    path = opener.inside(plan) if plan else None
    # os.path: a name that is too long is simply not there
    if path is not None and not begin and (os.path.exists(path) or opener.has_unsaved(path)):
        return _in_run(opener.open_named(path), run)
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


def _in_run(opened: Opened, run: str) -> Opened:
    """A plan asked in a run that somebody names: in another than its own only what is missing."""
    session = opened.session
    if run and run not in session.questionnaire.runs:
        what = f"its questionnaire has no {run} run"
        opened.keeper.let_go()
        raise BadInput(Mistake(opened.title or "the plan", 0, what, f"leave --{run} out"))
    if run and run != session.run:
        session.ask_missing(run=run)
    return opened
