"""smtui score PLAN: the scorecard of a plan, for people or for machines."""

import json

from smtui.commands.plans import open_named, run_of, scored, tell_age, write_scorecard
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput, Mistake
from smtui.reports import data, terminal
from smtui.saving import SaveFailed


def show_score(
    name: str,
    around: Surroundings,
    *,
    run: str = "",
    as_json: bool = False,
    write: bool = False,
    whole: bool = False,
    questionnaire: str = "",
) -> int:
    """Print the scorecard of a plan; with `write` also put its files beside the plan.

    `whole`: print every finding and strength, not only the first ones.

    Raises `BadInput`.
    """
    plan = open_named(name, questionnaire, around)
    tell_age(plan, around)
    run = run_of(plan, run)
    card, reading = scored(plan, run)
    if as_json:
        tree = data.tree(card, reading, fictional=plan.document.meta.fictional)
        # a stream that knows few letters must not break the JSON
        plain = not (around.out.encoding or "utf-8").lower().startswith("utf")
        around.say(json.dumps(tree, ensure_ascii=plain, indent=2))
    else:
        fictional = plan.document.meta.fictional
        text = terminal.write(card, reading, title=plan.title, fictional=fictional, whole=whole)
        around.say(text)
    if write:
        try:
            machine, human = write_scorecard(plan, run, around.fence)
        except SaveFailed as problem:
            what = f"the scorecard cannot be put beside this plan: {problem}"
            raise BadInput(Mistake(name, 0, what)) from None
        around.tell(f"written: {machine}, {human}")
    return 0
