"""Whether the text of a plan, before it takes the place of the old file, gives back all answers."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from smtui.files import CAPS, TomlFile
from smtui.mistakes import BadInput
from smtui.plan.answers import (
    Answers,
    Disagreement,
    Parked,
    Place,
    Remark,
    alike,
    is_nothing,
)
from smtui.plan.contents import Document
from smtui.plan.document import read, readable
from smtui.questionnaire.model import Questionnaire
from smtui.text import clean_line, clean_text

_SHOWN = 3


def trouble_reading(text: str, document: Document, questionnaire: Questionnaire) -> str:
    """What would be lost if the file held this text, in words; empty when nothing would be."""
    try:
        if len(text.encode()) > CAPS.plan_bytes:
            return "the plan has become larger than smtui reads"
        file = TomlFile(Path("plan.toml"), "plan.toml", text, tomllib.loads(text), "")
        back = read(file, questionnaire, newer_too=True).answers
    except (BadInput, ValueError, RecursionError, KeyError):
        return "the plan could not be read again"
    unlike = [*_unlike(document.answers, back, questionnaire)]
    if not unlike:
        return ""
    names = ", ".join(unlike[:_SHOWN]) + (" ..." if len(unlike) > _SHOWN else "")
    return f"not everything would come back from the file: {names}"


def _unlike(ours: Answers, back: Answers, questionnaire: Questionnaire) -> Iterator[str]:
    """The names of what is different."""
    yield from sorted(ours.lists_unlike(back))
    places: list[Place] = []
    for at in dict.fromkeys([*ours.values, *back.values]):
        question = questionnaire.questions.get(at.name)
        value = ours.value(at)
        # a value is compared as a file gives it: without blanks at its ends, say
        wanted = question.clean(readable(value)) if question and value is not None else value
        found = back.value(at)
        if not alike(wanted, found) and not (is_nothing(wanted) and found is None):
            places.append(at)
    for name in ("parked", "remarks", "not_applicable", "disagreements"):
        mine: Mapping[Place, Any] = getattr(ours, name)
        theirs: Mapping[Place, Any] = getattr(back, name)
        both = dict.fromkeys([*mine, *theirs])
        places += [at for at in both if _cleaned(mine.get(at)) != _cleaned(theirs.get(at))]
    for at in dict.fromkeys(places):
        yield f"{at.name} ({at.item})" if at.item else at.name


def _cleaned(reply: Any) -> Any:
    """A reply as a file gives it."""
    if isinstance(reply, Parked):
        return replace(reply, owner=clean_line(reply.owner))
    if isinstance(reply, Remark):
        return replace(reply, text=clean_text(reply.text), author=clean_line(reply.author))
    if isinstance(reply, Disagreement):
        return replace(reply, name=clean_line(reply.name), text=clean_text(reply.text))
    return reply
