"""smtui, smtui PLAN, smtui new: the screen, from the first key to the last word about the files."""

from smtui.commands.first import first_plan
from smtui.commands.leaving import last_word
from smtui.commands.opening import PlanOpener
from smtui.commands.origin import place_named
from smtui.commands.surroundings import Surroundings
from smtui.guard import Guard
from smtui.paths import crash_dir
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
    lesson: str | None = None,
    questionnaire: str = "",
) -> int:
    """Show the screen until the person leaves. Returns the exit code. Raises `BadInput`.

    With `begin` a new plan is begun at once; a `plan` that is not there is begun too.
    A `lesson` is begun with the sample of that name, with any if it is empty.
    """
    found = load(place_named(questionnaire, around))
    opener = PlanOpener(found, around, questionnaire)
    first = first_plan(opener, plan, begin, run)
    if lesson is not None:
        lesson = opener.teacher.lesson(lesson)  # which says in the terminal if there is none
    app = SmtuiApp(
        opener=opener,
        first=first,
        lesson=lesson,
        guard=guard,
        ability=ability(around.env, getattr(around.err, "encoding", "") or ""),
        folder=around.cwd,
        fence=around.fence,
        clock=around.clock,
        driver_class=SteadyDriver,
        crash_folder=crash_dir(around.env),
    )
    status = app.run_guarded()
    # of a plan that was opened twice, the last keeper knows most
    for keeper in {keeper.path: keeper for keeper in opener.keepers}.values():
        status = max(status, last_word(keeper, around))
    return status
