"""smtui score PLAN: the scorecard of a plan, for people or for machines."""

import json
from pathlib import Path

from smtui.commands.plans import open_plan, run_of, scored, write_scorecard
from smtui.commands.surroundings import Surroundings
from smtui.files import SaveFailed
from smtui.reports import data, terminal


def show_score(
    name: str, around: Surroundings, *, run: str = "", as_json: bool = False, write: bool = False, questionnaire: str = ""
) -> int:
    """Print the scorecard of a plan; with `write` also put its files beside the plan. Raises `BadInput`."""
    plan = open_plan(Path(name), questionnaire)
    run = run_of(plan, run)
    card, reading = scored(plan, run)
    if as_json:
        around.say(json.dumps(data.tree(card, plan.document.answers), ensure_ascii=False, indent=2))
    else:
        around.say(terminal.write(card, reading, title=plan.title, fictional=plan.document.meta.fictional))
    if write:
        try:
            paths = write_scorecard(plan, run, plan.file.digest)
        except SaveFailed as problem:
            around.tell(f"smtui: {problem}")
            return 2
        around.tell("written: " + ", ".join(str(path) for path in paths))
    return 0
