"""smtui samples [NAME] [-o FILE]: the model plans that come with a questionnaire."""

import os.path
from pathlib import Path

from smtui.commands.modelplans import read_sample, sample_named
from smtui.commands.plain import plain_walk
from smtui.commands.surroundings import Surroundings
from smtui.files import CAPS, read_toml
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.plan.document import written
from smtui.plan.titles import marked
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire, Sample
from smtui.saving import SaveFailed, replace_file
from smtui.text import clean_line


def samples(
    name: str,
    target: str,
    around: Surroundings,
    *,
    plain: bool = False,
    questionnaire: str = "",
) -> int:
    """List the samples, print one, put one into a file, or walk through one. Raises `BadInput`."""
    found = load(shelf.find(questionnaire))
    if name and plain:
        return plain_walk(around, sample_named(found, name, "smtui samples"), found)
    if not name:
        if target:
            what = "-o needs the name of a sample"
            raise BadInput(Mistake("smtui samples", 0, what, _names(found)))
        _list(found, around)
        return 0
    sample = sample_named(found, name, "smtui samples")
    text = _text(found, sample)
    if not target:
        around.say(text)
        return 0
    if os.path.lexists(target):
        what = "this is a folder" if os.path.isdir(target) else "this file is there already"
        raise BadInput(Mistake(target, 0, what, "name another file; nothing was written"))
    try:
        replace_file(Path(target), text.encode())
    except SaveFailed as problem:
        raise BadInput(Mistake(target, 0, str(problem))) from None
    around.tell(f"written: {clean_line(target)}")
    return 0


def _text(found: Questionnaire, sample: Sample) -> str:
    """The plan as its file has it; what is made up says so in every copy. Raises `BadInput`."""
    path = found.folder / sample.file
    file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    meta = file.data.get("meta")
    if not sample.fictional or (isinstance(meta, dict) and meta.get("fictional") is True):
        return file.text
    return written(read_sample(found, sample).document, found)


def _names(found: Questionnaire, near: str = "") -> str:
    return suggestion(near, [one.id for one in found.samples], noun="samples")


def _list(found: Questionnaire, around: Surroundings) -> None:
    width = max((len(one.id) for one in found.samples), default=0)
    for one in found.samples:
        title = marked(one.title, one.fictional)
        around.say(clean_line(f"{one.id:<{width}}  {title}. {one.about}".rstrip()))
