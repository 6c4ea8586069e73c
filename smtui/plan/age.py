"""Whether a plan is as old as the questionnaire here: made with the same version, or another."""

import re

from smtui.files import TomlFile
from smtui.mistakes import BadInput, Mistake
from smtui.plan.contents import FORMAT
from smtui.questionnaire import shelf
from smtui.questionnaire.model import Questionnaire

_NUMBER = re.compile(r"[0-9]{1,9}")

_UNTOUCHED = "the file is untouched"
NEWER_MEND = f"install a newer smtui, or open it where it was made; {_UNTOUCHED}"


def belongs_to(file: TomlFile) -> tuple[str, str]:
    """The id and version of the questionnaire that a plan was made with.

    Raises `BadInput` when the file is not a plan.
    """
    meta = file.data.get("meta")
    if isinstance(meta, dict) and isinstance(meta.get("questionnaire"), str):
        return meta["questionnaire"], str(meta.get("version", ""))
    mend = 'a plan begins with [meta] and questionnaire = "..."'
    if "sections" in file.data:
        mend = "this is a questionnaire; begin a plan with: smtui new PLAN --questionnaire FILE"
    line = file.positions.line_of(("meta",)) if "meta" in file.data else 0
    raise BadInput(Mistake(file.name, line, "this is not a plan of smtui", mend))


def is_older(file: TomlFile, questionnaire: Questionnaire) -> bool:
    """Whether a plan was made with an older version. One that names none is of today.

    A version that is no number is from before versions had to be numbers.
    """
    _, made_with = belongs_to(file)
    return bool(made_with) and _version(made_with) < _version(questionnaire.version)


def newer(file: TomlFile, questionnaire: Questionnaire) -> Mistake | None:
    """Why a plan is too new to be changed here, with its line; None when it is not."""
    name, made_with = belongs_to(file)
    mend = NEWER_MEND
    form = file.data["meta"].get("format")
    if _version(made_with) > _version(questionnaire.version):
        key, here = "version", questionnaire.version
        what = f"this plan was made with version {made_with} of '{name}'; here is version {here}"
        if not shelf.holds(questionnaire.folder):
            # a newer smtui would not bring it
            mend = f"use version {made_with} of its questionnaire; {_UNTOUCHED}"
    elif isinstance(form, int) and form > FORMAT:
        key, what = "format", f"this plan was written by a later smtui ({form})"
    else:
        return None
    return Mistake(file.name, file.positions.line_of(("meta", key)), what, mend)


def _version(text: str) -> tuple[int, ...]:
    """The numbers of a version; 1 and 1.0 are the same."""
    parts = [int(part) if _NUMBER.fullmatch(part) else 0 for part in text.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
