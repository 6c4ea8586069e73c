"""smtui get PLAN NAME: an answer as people read it, or for machines."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from smtui.commands.plans import open_plan, run_of
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.plan.said import NotUnderstood, item_called, place_called
from smtui.questionnaire.expression import State
from smtui.questionnaire.expression.values import written
from smtui.questionnaire.kinds import Record
from smtui.questionnaire.model import Computed
from smtui.text import clean_line


@dataclass(frozen=True)
class _Found:
    """What there is under a name: its lines, or why there are none; `tree` is for machines."""

    name: str
    lines: Sequence[str]
    reason: str
    tree: Mapping[str, Any]


def look_up(
    plan: str, name: str, around: Surroundings, *, as_json: bool = False, questionnaire: str = ""
) -> int:
    """Print an answer: 0; 1 when there is none, with the reason. Raises `BadInput`."""
    opened = open_plan(Path(plan), questionnaire)
    answers, run = opened.document.answers, run_of(opened, "")
    reading = Reading(opened.questionnaire, answers, run, around.clock().date())
    try:
        single, found = _under(reading, name)
    except NotUnderstood as problem:
        raise BadInput(Mistake(plan, 0, problem.words, problem.mend)) from None
    if as_json:
        trees = [dict(one.tree) for one in found]
        # a stream that knows few letters must not break the JSON
        plain = not (around.out.encoding or "utf-8").lower().startswith("utf")
        shown = trees[0] if single else trees
        around.say(json.dumps(shown, ensure_ascii=plain, indent=2))
    if not found:
        around.tell(f"{clean_line(name)}: there is no item yet")
    for one in found:
        if one.reason:
            around.tell(f"{one.name}: {one.reason}")
        if as_json:
            continue
        if single:
            around.say("\n".join(one.lines)) if one.lines else None
        else:
            # a line for each item, so that the lines of two questions go together
            around.say(clean_line(", ".join(one.lines)))
    return 0 if any(one.lines for one in found) else 1


def _under(reading: Reading, name: str) -> tuple[bool, list[_Found]]:
    """What is under a name, and whether it is one thing. Raises `NotUnderstood`."""
    stem, at, item = (part.strip() for part in name.partition("@"))
    lists, homes = reading.questionnaire.lists, reading.questionnaire.homes
    if stem in lists:
        ids = (item_called(reading, stem, item),) if at else reading.items(stem)
        found = [_title(reading, stem, one) for one in ids]
        return bool(at), found
    computed = next((one for one in reading.questionnaire.computed if one.name == stem), None)
    look: Callable[[str], _Found]
    if computed is not None:
        look, owner = _computing(reading, computed), computed.base
        if owner and owner not in lists:
            raise NotUnderstood(f"'{stem}' is a value of each row of a table", "no plan holds it")
    else:
        if stem not in homes:
            names = [*homes, *lists, *(one.name for one in reading.questionnaire.computed)]
            mend = suggestion(stem, names, noun="names")
            raise NotUnderstood(f"there is nothing called '{clean_line(stem)[:60]}'", mend)
        owner = homes[stem].list

        def look(item: str) -> _Found:
            return _answer(reading, Place(stem, item))

    if at or not owner:
        # of something that is there once, an item is a mistake
        return True, [look(item_called(reading, owner, item) if owner else _once(reading, name))]
    return False, [look(one) for one in reading.items(owner)]


def _once(reading: Reading, name: str) -> str:
    return place_called(reading, name).item if "@" in name else ""


def _title(reading: Reading, list_id: str, item: str) -> _Found:
    title = reading.title(list_id, item)
    return _Found(f"{list_id}@{item}", [title], "", {"id": item, "title": title})


def _answer(reading: Reading, place: Place) -> _Found:
    question = reading.questionnaire.questions[place.name]
    name = f"{place.name}@{place.item}" if place.item else place.name
    if not question.answerable:
        return _Found(name, [], "a text to read, without an answer", {"question": place.name})
    state = reading.state(*place)
    wrong = next((one for one in reading.problems(place) if one.severity == "error"), None)
    lines = _lines(reading, place)
    reason = _REASONS[state](reading, place) if not lines or state in _AWAY else ""
    if wrong is not None:
        # what cannot stand is said, but never handed on as an answer
        reason = f"wrong: {wrong.words} ({clean_line(reading.text(place))[:60]})"
    tree = {
        "question": place.name,
        **({"item": place.item} if place.item else {}),
        "state": "wrong" if wrong else state.value,
        "value": None if reason else _raw(reading, place),
        "text": "" if reason else "\n".join(lines),
    }
    return _Found(name, [] if reason else lines, reason, tree)


def _parked(reading: Reading, place: Place) -> str:
    record = Place(reading.questionnaire.homes[place.name].record, place.item)
    why = reading.answers.parked.get(place) or reading.answers.parked.get(record)
    owner = f", {why.owner} finds out" if why and why.owner else ""
    until = f" by {why.until}" if why and why.until else ""
    return f"parked: not known yet{owner}{until}"


_AWAY = (State.PARKED, State.HIDDEN)
_REASONS: Mapping[State, Callable[[Reading, Place], str]] = {
    State.ANSWERED: lambda reading, place: "",
    State.OPEN: lambda reading, place: "not answered",
    State.HIDDEN: lambda reading, place: "other answers hide this question",
    State.PARKED: _parked,
}


def _lines(reading: Reading, place: Place) -> list[str]:
    """An answer as people read it: a line for each choice or text, or for each field."""
    question = reading.questionnaire.questions[place.name]
    if isinstance(question, Record):
        inside = [(one.called, Place(one.id, place.item)) for one in question.fields]
        shown = [(label, reading.text(at)) for label, at in inside if reading.visible(at)]
        return [f"{label}: {text}" for label, text in shown if text]
    value = reading.answers.value(place)
    if isinstance(value, tuple):
        return [reading.label(place, str(one)) for one in value]
    text = reading.text(place)
    return [text] if text else []


def _raw(reading: Reading, place: Place) -> object:
    """An answer for machines: ids, numbers, a record as a table of its fields."""
    question = reading.questionnaire.questions[place.name]
    if isinstance(question, Record):
        inside = {one.id.rpartition(".")[2]: Place(one.id, place.item) for one in question.fields}
        given = {key: _raw(reading, at) for key, at in inside.items() if reading.visible(at)}
        return {key: value for key, value in given.items() if value is not None}
    return _plain(reading.value(*place))


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _computing(reading: Reading, computed: Computed) -> Callable[[str], _Found]:
    """Works out a value of the author's own, of an item or of the plan."""
    code = reading.questionnaire.code(computed.name, "value")

    def work(item: str) -> _Found:
        value = reading.guarded(lambda: code.value(reading, item or None)) if code else None
        text = written(value, code.type, reading) if code and value is not None else ""
        name = f"{computed.name}@{item}" if item else computed.name
        tree: dict[str, object] = {"computed": computed.name}
        tree |= {"item": item} if item else {}
        tree |= {"value": _plain(value), "text": text}
        return _Found(name, [text] if text else [], "" if text else "not known yet", tree)

    return work
