"""The last word about a plan's files, when a face has closed; a rescue if they were not saved."""

from pathlib import Path

from smtui import paths
from smtui.commands.plans import scorecard_paths
from smtui.commands.surroundings import Surroundings
from smtui.plan.document import written
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.keeping.planfile import free_path
from smtui.saving import SaveFailed, replace_file
from smtui.text import clean_line


def last_word(keeper: Keeper, around: Surroundings) -> int:
    """Say where the files are; if the plan could not be saved, put it where it can be.

    Gives the exit code.
    """
    saved = keeper.closed or keeper.close()
    keeper.let_go()
    if saved:
        if keeper.path is not None and keeper.path.exists() and not keeper.session.read_only:
            _, human = scorecard_paths(keeper.path)
            around.tell(f"plan       {clean_line(str(keeper.path))}")
            if human.exists():
                around.tell(f"scorecard  {clean_line(str(human))}")
            if keeper.moved:
                around.tell("    under this name, because somebody else has changed the other file")
            if keeper.overwritten:
                what = "somebody else has changed this file since you saved it"
                around.tell(f"    {what}; yours is the latest of its backups")
        return 0
    around.tell(f"smtui: {clean_line(str(keeper.path))} could not be saved: {keeper.failed}")
    # on a disk that hangs the journal may not have them yet, and will not when the program ends
    if keeper.safe is not None and not keeper.safe.pending and not keeper.in_danger:
        around.tell("    the answers are kept; they come back when you open the plan again")
        return 2
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
    last = around.fence.root or Path(around.env.get("TMPDIR", "/tmp"))
    for folder in (state / "rescued" if state else None, last):
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
