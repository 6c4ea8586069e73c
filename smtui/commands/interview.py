"""smtui, smtui PLAN, smtui new: the screen, from the first key to the last word about the files."""

import os
from pathlib import Path

from smtui import paths
from smtui.commands.opening import PlanOpener
from smtui.commands.plans import scorecard_paths
from smtui.commands.surroundings import Surroundings
from smtui.files import SaveFailed, replace_file
from smtui.guard import Guard
from smtui.mistakes import BadInput, Mistake
from smtui.plan.document import written
from smtui.plan.keeper import Keeper, free_path
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.tui.app import SmtuiApp
from smtui.tui.opening import Opened
from smtui.tui.terminal.ability import ability


def interview(
    around: Surroundings,
    guard: Guard | None,
    *,
    plan: str = "",
    begin: bool = False,
    run: str = "",
    questionnaire: str = "",
) -> int:
    """Show the screen until the person leaves. Returns the exit code. Raises `BadInput`.

    With `begin` a new plan is begun at once; a `plan` that is not there is begun too.
    """
    opener = PlanOpener(load(shelf.find(questionnaire)), around)
    first = _first(opener, plan, begin, run)
    app = SmtuiApp(
        opener=opener,
        first=first,
        guard=guard,
        ability=ability(around.env, getattr(around.err, "encoding", "") or ""),
        folder=around.cwd,
        clock=around.clock,
    )
    status = app.run_guarded()
    # of a plan that was opened twice, the last keeper knows most
    for keeper in {keeper.path: keeper for keeper in opener.keepers}.values():
        status = max(status, _last_word(keeper, around))
    return status


def _first(opener: PlanOpener, plan: str, begin: bool, run: str) -> Opened | None:
    """The plan to open at once; None shows the start screen."""
    path = Path(plan) if plan else None
    # os.path: a name that is too long is simply not there
    if path is not None and os.path.exists(path) and not begin:
        return opener.open(path)
    if path is None and not begin:
        return None
    if path is not None and not path.suffix:
        typed = f"smtui {'new ' if begin else ''}{plan}.toml"
        raise BadInput([Mistake(plan, 0, "a plan's file ends in .toml", f"write: {typed}")])
    runs = opener.questionnaire.runs
    if not run and begin:
        # without --quick the longest run that the questionnaire offers
        run = "full" if "full" in runs or not runs else next(iter(runs))
    return opener.new(run or ("quick" if "quick" in runs or not runs else next(iter(runs))), path)


def _last_word(keeper: Keeper, around: Surroundings) -> int:
    """Say where the files are; if the plan could not be saved, put it where it can be."""
    if keeper.closed or keeper.close():
        if keeper.path is not None and keeper.path.exists() and not keeper.session.read_only:
            _, human = scorecard_paths(keeper.path)
            around.tell(f"plan       {keeper.path}")
            if human.exists():
                around.tell(f"scorecard  {human}")
        return 0
    around.tell(f"smtui: {keeper.path} could not be saved: {keeper.failed}")
    rescued = _rescue(keeper, around)
    around.tell(
        f"    the answers are in {rescued}"
        if rescued
        else "    and no other place could be written"
    )
    return 2


def _rescue(keeper: Keeper, around: Surroundings) -> Path | None:
    state = paths.state_dir(around.env)
    name = keeper.path.name if keeper.path else "plan.toml"
    text = written(keeper.current(), keeper.session.questionnaire).encode()
    for folder in (state / "rescued" if state else None, Path(around.env.get("TMPDIR", "/tmp"))):
        if folder is None:
            continue
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = free_path(folder / name)
            replace_file(path, text)
        except (SaveFailed, OSError):
            continue
        return path
    return None
