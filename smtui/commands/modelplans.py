"""The plans that come with a questionnaire: opened to look at, and to learn beside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from smtui.commands.plans import OpenPlan, open_plan
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.plan.contents import Document
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.opened import Opened
from smtui.plan.reasoned import by_place, items_noted, unreasoned
from smtui.plan.rules import Reading
from smtui.plan.session import Position, Session
from smtui.plan.titles import marked
from smtui.questionnaire.model import Questionnaire, Sample
from smtui.questionnaire.notes import Notes
from smtui.questionnaire.reasons import reasons_noting, reasons_of


def sample_named(made: Questionnaire, name: str, command: str) -> Sample:
    """A sample by its id. Raises `BadInput` with those that there are."""
    found = next((one for one in made.samples if one.id == name), None)
    if found is None:
        mend = suggestion(name, [one.id for one in made.samples], noun="samples")
        raise BadInput(Mistake(command, 0, f"there is no sample '{name}'", mend))
    return found


def read_sample(made: Questionnaire, sample: Sample) -> OpenPlan:
    """The plan of a sample; made up is what the sample or its file says is. Raises `BadInput`."""
    plan = open_plan(made.folder / sample.file, made)
    meta = plan.document.meta
    meta = replace(meta, fictional=meta.fictional or sample.fictional)
    return replace(plan, document=replace(plan.document, meta=meta))


def open_sample(
    made: Questionnaire,
    sample: Sample,
    clock: Callable[[], datetime],
    position: Position | None = None,
) -> Opened:
    """A sample to look at: nothing in it can be changed, each answer has its reason.

    Raises `BadInput`.
    """
    plan = read_sample(made, sample)
    runs = list(made.runs) or ["full"]
    run = plan.document.meta.run if plan.document.meta.run in runs else runs[-1]
    session = Session(
        made,
        plan.document.answers,
        run=run,
        position=position,
        today=clock().date(),
        read_only=True,
        reasons=by_place(reasons_of(made, sample)),
    )
    keeper = Keeper(session, None, clock, document=plan.document)
    return Opened(session, keeper, marked(sample.title, plan.document.meta.fictional))


def sample_warnings(made: Questionnaire, notes: Notes) -> list[Mistake]:
    """What to warn of in the samples that have reasons: answers without one.

    Raises `BadInput` with every reason that is about nothing.
    """
    mistakes: list[Mistake] = []
    warned: list[Mistake] = []
    for sample in made.samples:
        if not sample.reasons:
            continue
        found, told = reasons_noting(made, sample)
        plan = open_plan(made.folder / sample.file, made)
        # the full run asks whatever any run asks
        reading = Reading(made, plan.document.answers, "full")
        items_noted(reading, found, told, sample.file)
        mistakes += told.mistakes
        where = notes.places["samples", sample.id]
        line = where.file.positions.line_of((*where.path, "reasons"))
        reasons = by_place(one.thing for one in found)
        warned += unreasoned(reading, reasons, where.file.name, line)
    if mistakes:
        raise BadInput(mistakes)
    return warned


def model_for(made: Questionnaire, document: Document, run: str) -> tuple[Reading | None, str]:
    """The sample that a practice plan stands beside, and what is to be said where it is missing.

    A plan must open whatever has become of its sample.
    """
    name = document.meta.practice
    if not name:
        return None, ""
    try:
        plan = read_sample(made, sample_named(made, name, "practice"))
    except BadInput:
        return None, f"The model plan '{name}' cannot be read here: its answers are not shown."
    return Reading(made, plan.document.answers, run), ""
