"""smtui fill --answers FILE [-o PLAN]: a plan made, or completed, from files of answers."""

import os.path
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from smtui.commands.origin import as_lately, in_folder, recent_plans, refuse_overrides, tell_place
from smtui.commands.plans import OpenPlan, keep, open_named, refuse_change, run_of
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.plan.contents import Document, Meta
from smtui.plan.document import written
from smtui.plan.filling import Filling
from smtui.plan.given import Given, has_rows, read_rows, read_tables
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.text import clean_line, plural


def fill(
    names: Sequence[str],
    around: Surroundings,
    *,
    plan: str = "",
    run: str = "",
    list_id: str = "",
    questionnaire: str = "",
) -> int:
    """Put the answers of files into a plan, or print a new one. Returns the exit code.

    All or nothing: raises `BadInput` with every mistake of every file.
    """
    refuse_overrides(plan)
    old = open_named(plan, questionnaire, around) if plan and os.path.lexists(plan) else None
    if old is not None:
        refuse_change(old)
    if plan and old is None and not Path(plan).suffix:
        raise BadInput(Mistake(plan, 0, "a plan's file ends in .toml", f"write: -o {plan}.toml"))
    files, mistakes = _read(names)
    known = old.questionnaire if old else _questionnaire_of(files.values(), questionnaire, around)
    if plan and old is None:
        known = in_folder(known, Path(plan).parent, around.fence)
    if list_id and list_id not in known.lists:
        mend = suggestion(list_id, known.lists, noun="lists")
        raise BadInput(Mistake("smtui fill", 0, f"there is no list '{list_id}'", mend))
    document = old.document if old else _new(files.values(), known, run)
    filling = Filling(
        known,
        document.answers,
        run_of(old, run) if old else document.meta.run,
        around.clock().date(),
        secrets.choice,
        mistakes,
    )
    for name in names:
        given = files.get(name) or _rows(name, known, list_id, mistakes)
        if given is not None:
            filling.take(given)
    filling.finish()
    if mistakes:
        raise BadInput(mistakes)
    for one in filling.advice:
        around.tell(one.render())
    return _kept(filling, document, plan, old, run, around)


def _read(names: Sequence[str]) -> tuple[dict[str, Given], list[Mistake]]:
    """The files of tables, by name: one of them may say which questionnaire is meant."""
    files: dict[str, Given] = {}
    mistakes: list[Mistake] = []
    for name in names:
        if not has_rows(Path(name)):
            try:
                files[name] = read_tables(Path(name))
            except BadInput as bad:
                mistakes += bad.mistakes
    return files, mistakes


def _rows(
    name: str, questionnaire: Questionnaire, list_id: str, mistakes: list[Mistake]
) -> Given | None:
    """A file of rows; None when it cannot be read, which is added to the mistakes."""
    if not has_rows(Path(name)):
        return None  # its mistakes are known
    try:
        return read_rows(Path(name), questionnaire, list_id)
    except BadInput as bad:
        mistakes += bad.mistakes
        return None


def _questionnaire_of(files: Iterable[Given], given: str, around: Surroundings) -> Questionnaire:
    """The questionnaire of a new plan: as asked for, else as the files say, else the default."""
    if not given:
        for one in files:
            name = _meta(one).get("questionnaire")
            if isinstance(name, str) and name not in shelf.names():
                lately = as_lately(recent_plans(around), None, name)
                if lately is not None:
                    tell_place(lately[1], around)
                    return lately[0]
                what = f"these answers belong to the questionnaire '{name}'"
                mend = "it does not come with smtui; name its folder or file: --questionnaire PATH"
                raise BadInput(one.mistake(("meta", "questionnaire"), what, mend))
            given = given or (name if isinstance(name, str) else "")
    return load(shelf.find(given))


def _meta(given: Given) -> Mapping[str, object]:
    meta = given.data.get("meta")
    return meta if isinstance(meta, Mapping) else {}


def _new(files: Iterable[Given], questionnaire: Questionnaire, run: str) -> Document:
    """A plan without answers. Raises `BadInput` when the run is not offered."""
    runs = questionnaire.runs
    if run and runs and run not in runs:
        what = f"this questionnaire has no {run} run"
        raise BadInput(Mistake(questionnaire.id, 0, what, f"runs: {', '.join(runs)}"))
    said = [one["run"] for one in map(_meta, files) if one.get("run") in runs]
    # as for smtui new: without a word the longest that is offered
    longest = "full" if "full" in runs or not runs else next(iter(runs))
    return Document(meta=Meta(run=run or str(said[0] if said else longest)))


def _kept(
    filling: Filling,
    document: Document,
    plan: str,
    old: OpenPlan | None,
    run: str,
    around: Surroundings,
) -> int:
    """Write the plan, or print it."""
    meta = filling.meta_with(document.meta)
    meta = replace(meta, run=run) if run else meta
    now = around.clock().replace(microsecond=0)
    created = meta.created if old else now
    made = replace(
        document, answers=filling.answers, meta=replace(meta, created=created, changed=now)
    )
    text = written(made, filling.questionnaire)
    if not plan:
        around.say(text)
        return 0
    if old and made.answers == document.answers and meta == document.meta:
        around.tell(f"{clean_line(plan)}: all these answers are there; nothing was changed")
        return 0
    if not keep(Path(plan), text, old.digest if old else None, around):
        return 1
    around.tell(f"written: {clean_line(plan)} ({plural(len(made.answers.values), 'answer')})")
    return 0
