"""smtui learn --beside PLAN: a plan and its model side by side, on standard output."""

from smtui.commands.plans import open_named, tell_age
from smtui.commands.surroundings import Surroundings
from smtui.commands.teacher import laid_beside
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.reports import beside


def show_beside(
    name: str, around: Surroundings, *, sample: str = "", questionnaire: str = ""
) -> int:
    """Print a plan beside the sample that it practises with, or another. Raises `BadInput`."""
    if not name:
        what = "--sample names the model for --beside PLAN"
        raise BadInput(Mistake("smtui learn", 0, what, "smtui learn SAMPLE begins a lesson"))
    plan = open_named(name, questionnaire, around)
    tell_age(plan, around)
    sample = sample or plan.document.meta.practice
    if not sample:
        known = [one.id for one in plan.questionnaire.samples]
        what = "this is no practice plan: it is not known which sample to lay beside it"
        mend = f"add --sample NAME; {suggestion('', known, noun='samples')}"
        raise BadInput(Mistake(name, 0, what, mend))
    found, model, yours = laid_beside(plan.questionnaire, sample, plan)
    around.say(beside.write(found, model=model, yours=yours))
    return 0
