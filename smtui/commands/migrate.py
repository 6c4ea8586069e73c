"""smtui migrate PLAN: an older plan comes to today's questionnaire, and nothing of it is lost."""

import os.path
from pathlib import Path

from smtui.commands.plans import OpenPlan, open_named
from smtui.commands.surroundings import Surroundings
from smtui.files import digest_of
from smtui.mistakes import BadInput, Mistake
from smtui.plan.document import written
from smtui.plan.keeping.planfile import keep_older
from smtui.reports import changes
from smtui.saving import SaveFailed, replace_file
from smtui.text import clean_line


def bring_up(
    name: str,
    around: Surroundings,
    *,
    target: str = "",
    dry_run: bool = False,
    questionnaire: str = "",
) -> int:
    """Print what becomes of each answer, and write the plan as today's questionnaire has it.

    It goes to `target`, or over the plan, whose older version is then kept beside it; with
    `dry_run` nowhere. Raises `BadInput`.
    """
    plan = open_named(name, questionnaire, around)
    if plan.newer is not None:
        raise BadInput(plan.newer)
    shown = clean_line(name)
    if plan.migration is None:
        version = f"version {plan.questionnaire.version} of '{plan.questionnaire.id}'"
        around.say(f"{shown} is of {version} already; there is nothing to do.")
        return 0
    if target:
        _refuse_taken(target)
    around.say(f"{shown}\n{changes.write(plan.migration)}")
    if dry_run:
        around.tell("nothing was written")
        return 0
    try:
        _write(plan, Path(target or name), around, over=not target)
    except (SaveFailed, OSError) as problem:
        reason = str(problem) if isinstance(problem, SaveFailed) else problem.strerror
        what = f"{reason or problem}; the plan is as it was"
        raise BadInput(Mistake(target or name, 0, what)) from None
    return 0


def _refuse_taken(target: str) -> None:
    if os.path.lexists(target):
        what = "this is a folder" if os.path.isdir(target) else "this file is there already"
        raise BadInput(Mistake(target, 0, what, "name another file; nothing was written"))


def _write(plan: OpenPlan, path: Path, around: Surroundings, *, over: bool) -> None:
    """Write the plan; over its own file, put a copy of that beside it first."""
    assert plan.migration is not None
    text = written(plan.document, plan.questionnaire).encode()
    kept = None
    if over:
        if digest_of(path) != plan.digest:
            raise SaveFailed("somebody has changed this file meanwhile")
        kept = keep_older(path, plan.migration.made_with)
    replace_file(path, text)
    around.tell(f"written: {clean_line(str(path))}")
    if kept is not None:
        around.tell(f"the older version is kept: {clean_line(str(kept))}")
