"""smtui report PLAN --one-page: what a plan says on one page, for who decides."""

import os.path
from pathlib import Path

from smtui.commands.plans import OpenPlan, open_named, run_of, tell_age
from smtui.commands.surroundings import Surroundings
from smtui.files import beginning_of
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.plan.rules import Reading
from smtui.questionnaire.model import Sheet
from smtui.reports import sheet as sheets
from smtui.saving import SaveFailed, replace_file
from smtui.scoring.scorecard import judged
from smtui.text import clean_line

_MOST_OF_A_PAGE = 1_000_000


def report(
    name: str,
    around: Surroundings,
    *,
    sheet: str = "",
    target: str = "",
    style: str = "",
    run: str = "",
    questionnaire: str = "",
) -> int:
    """Print a sheet of the questionnaire, filled in, or put it into a file; without a name the
    first sheet. Raises `BadInput`.

    `style` is markdown or text; left out, a file whose name ends in .md is Markdown.
    """
    plan = open_named(name, questionnaire, around)
    tell_age(plan, around)
    found = _sheet(plan, sheet)
    run = run_of(plan, run)
    reading = Reading(plan.questionnaire, plan.document.answers, run, around.clock().date())
    page = sheets.page(
        found,
        judged(reading),
        reading,
        title=plan.title,
        plan=plan.path.name,
        fictional=plan.document.meta.fictional,
    )
    style = style or ("markdown" if target.lower().endswith((".md", ".markdown")) else "text")
    text = sheets.write_markdown(page) if style == "markdown" else sheets.write_text(page)
    if not target:
        around.say(text)
        return 0
    _refuse_foreign(Path(target))
    try:
        replace_file(Path(target), text.encode())
    except SaveFailed as problem:
        raise BadInput(Mistake(target, 0, str(problem))) from None
    around.tell(f"written: {clean_line(target)}")
    return 0


def _sheet(plan: OpenPlan, wanted: str) -> Sheet:
    """The sheet of a name, or the first one. Raises `BadInput`."""
    there = plan.questionnaire.sheets
    name = plan.file.name
    if not there:
        what = f"the questionnaire '{plan.questionnaire.id}' has no page to print"
        mend = "it would stand in it under [[sheets]]; smtui score PLAN has its scorecard"
        raise BadInput(Mistake(name, 0, what, mend))
    for one in there if wanted else there[:1]:
        if one.id == wanted or not wanted:
            return one
    what = f"the questionnaire '{plan.questionnaire.id}' has no sheet '{clean_line(wanted)}'"
    mend = suggestion(wanted, [one.id for one in there], noun="sheets")
    raise BadInput(Mistake(name, 0, what, mend))


def _refuse_foreign(path: Path) -> None:
    """Raise `BadInput` where a file of that name is no page of this kind: it is somebody's own."""
    if not os.path.lexists(path):
        return
    if os.path.isdir(path):
        raise BadInput(Mistake(str(path), 0, "this is a folder", "name a file"))
    if sheets.MARK.encode() not in (beginning_of(path, _MOST_OF_A_PAGE) or b""):
        what = "this file is there already, and is no page of smtui"
        raise BadInput(Mistake(str(path), 0, what, "name another file; nothing was written"))
