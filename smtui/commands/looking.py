"""smtui get PLAN NAME: an answer as people read it, or for machines."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from smtui.commands.plans import open_named, run_of, tell_age
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.plan.answers import Place
from smtui.plan.named import NotUnderstood, item_called, name_of, place_called, short
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import State, written
from smtui.questionnaire.kinds import Derived, Grid, Ranking
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
    opened = open_named(plan, questionnaire, around)
    tell_age(opened, around)
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
    if computed is not None:
        look, owner = _computing(reading, computed), computed.base
        if owner and owner not in lists:
            raise NotUnderstood(f"'{stem}' is a value of each row of a table", "no plan holds it")
    elif stem in homes and not _is_cell(reading, stem):
        look, owner = (lambda one: _answer(reading, Place(stem, one))), homes[stem].list
    else:
        # a cell of a grid, or nothing at all
        return _cells(reading, name)
    if owner and not at:
        return False, [look(one) for one in reading.items(owner)]
    if at and not owner:
        raise NotUnderstood(f"'{stem}' is there once, not for each item", "leave the @ away")
    return True, [look(item_called(reading, owner, item) if owner else "")]


def _is_cell(reading: Reading, name: str) -> bool:
    grid = reading.questionnaire.questions.get(reading.questionnaire.homes[name].record)
    return isinstance(grid, Grid)


def _cells(reading: Reading, name: str) -> tuple[bool, list[_Found]]:
    """A cell of a grid; in a list without an item, that of each. Raises `NotUnderstood`."""
    lists, homes = reading.questionnaire.lists, reading.questionnaire.homes
    owner = name.partition(".")[0]
    if owner in lists and "@" not in name and name.count(".") > 1:
        places = [place_called(reading, f"{name}@{one}") for one in reading.items(owner)]
        return False, [_answer(reading, place) for place in places]
    try:
        return True, [_answer(reading, place_called(reading, name))]
    except NotUnderstood as problem:
        if not problem.words.startswith("there is no question"):
            raise
    stem = name.partition("@")[0]
    names = [*homes, *lists, *(one.name for one in reading.questionnaire.computed)]
    mend = suggestion(stem, names, noun="names")
    raise NotUnderstood(f"there is nothing called '{short(stem)}'", mend)


def _title(reading: Reading, list_id: str, item: str) -> _Found:
    title = reading.title(list_id, item)
    return _Found(f"{list_id}@{item}", [title], "", {"id": item, "title": title})


def _answer(reading: Reading, place: Place) -> _Found:
    question = reading.questionnaire.questions[place.name]
    name = name_of(reading, place)
    if not question.answerable and not isinstance(question, Derived):
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
        **{key: one for key, one in (("item", place.owner), ("row", place.row)) if one},
        "state": "wrong" if wrong else state.value,
        "value": None if reason else _raw(reading, place),
        "text": "" if reason else "\n".join(lines),
    }
    return _Found(name, [] if reason else lines, reason, tree)


def _parked(reading: Reading, place: Place) -> str:
    parked, whole = reading.answers.parked, reading.whole_of(place)
    why = parked.get(place) or (parked.get(whole) if whole else None)
    owner = f", {why.owner} finds out" if why and why.owner else ""
    until = f" by {why.until}" if why and why.until else ""
    return f"parked: not known yet{owner}{until}"


_AWAY = (State.PARKED, State.HIDDEN, State.NOT_APPLICABLE)
_REASONS: Mapping[State, Callable[[Reading, Place], str]] = {
    State.ANSWERED: lambda reading, place: "",
    State.NOT_APPLICABLE: lambda reading, place: "does not apply",
    State.OPEN: lambda reading, place: "not answered",
    State.HIDDEN: lambda reading, place: "other answers hide this question",
    State.PARKED: _parked,
}


def _lines(reading: Reading, place: Place) -> list[str]:
    """An answer as people read it: a line for each choice or text, or for each part."""
    question = reading.questionnaire.questions[place.name]
    if question.parts:
        inside = [(reading.called(one), reading.text(one)) for one in reading.parts(place)]
        return [f"{label}: {text}" for label, text in inside if text]
    value, text = reading.value(*place), reading.text(place)
    if isinstance(value, tuple) and not isinstance(question, Derived):
        labels = [reading.label(place, str(one)) for one in value]
        ranked = isinstance(question, Ranking)
        return [f"{at}. {one}" if ranked else one for at, one in enumerate(labels, 1)]
    return [text] if text else []


def _raw(reading: Reading, place: Place) -> object:
    """An answer for machines: ids, numbers, a record or grid as a table of its parts."""
    question = reading.questionnaire.questions[place.name]
    if not question.parts:
        return _plain(reading.value(*place))
    found: dict[str, Any] = {}
    for one in reading.parts(place):
        value = _raw(reading, one)
        if value is not None:
            table = found.setdefault(one.row, {}) if one.row else found
            table[one.name.rpartition(".")[2]] = value
    return found


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
