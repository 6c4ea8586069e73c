"""smtui, smtui PLAN, smtui new: the screen, from the first key to the last word about the files."""

from smtui.commands.leaving import last_word
from smtui.commands.opening import PlanOpener, first_plan
from smtui.commands.surroundings import Surroundings
from smtui.guard import Guard
from smtui.paths import state_dir
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.tui.app import SmtuiApp
from smtui.tui.terminal.ability import ability
from smtui.tui.terminal.driver import SteadyDriver


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
    opener = PlanOpener(load(shelf.find(questionnaire)), around, questionnaire)
    first = first_plan(opener, plan, begin, run)
    state = state_dir(around.env)
    app = SmtuiApp(
        opener=opener,
        first=first,
        guard=guard,
        ability=ability(around.env, getattr(around.err, "encoding", "") or ""),
        folder=around.cwd,
        clock=around.clock,
        driver_class=SteadyDriver,
        crash_folder=state / "crash" if state else None,
    )
    status = app.run_guarded()
    # of a plan that was opened twice, the last keeper knows most
    for keeper in {keeper.path: keeper for keeper in opener.keepers}.values():
        status = max(status, last_word(keeper, around))
    return status
