"""smtui check FILE...: every mistake of a questionnaire or a plan, or what was found in it."""

import difflib
import os.path
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from smtui.commands.modelplans import sample_warnings
from smtui.commands.origin import as_lately, recent_plans, tell_place
from smtui.commands.plans import OpenPlan, open_named, tell_age
from smtui.commands.surroundings import Surroundings
from smtui.files import CAPS, TomlFile, read_text, read_toml
from smtui.mistakes import BadInput, Mistake
from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.positions import defines
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load, load_noting
from smtui.questionnaire.kinds import Record
from smtui.questionnaire.linter import warnings
from smtui.questionnaire.model import Question, Questionnaire
from smtui.questionnaire.overrides import SUFFIX, read_overrides
from smtui.scoring.trying import tried
from smtui.text import clean_line, format_number, plural

MAIN = "questionnaire.toml"


def check(names: list[str], around: Surroundings, *, questionnaire: str = "") -> int:
    """Check each file: 0 when all are right, 1 when a plan has wrong answers, 2 for bad files.

    `questionnaire` names that of the plans among them.
    """
    return max(_check(name, questionnaire, around) for name in names)


def _check(name: str, questionnaire: str, around: Surroundings) -> int:
    try:
        if name.endswith(SUFFIX):
            return _overrides(name, questionnaire, around)
        if _is_plan(name):
            return _plan(open_named(name, questionnaire, around), around)
        made, notes = load_noting(Path(name))
        examples = tried(made, notes)
        warned = [*warnings(made, notes), *sample_warnings(made, notes), *examples.warnings]
        for one in warned:
            around.say(one.render())
        verdict = f"No mistakes, {plural(len(warned), 'warning')}" if warned else "No mistakes"
        shown = f", {plural(examples.count, 'example')}" if examples.count else ""
        around.say(f"{name}: {_found(made)}{shown}. {verdict}.")
    except BadInput as bad:
        around.tell(str(bad))
        if len(bad.mistakes) > 1:
            around.tell(f"{clean_line(name)}: {plural(len(bad.mistakes), 'mistake')}")
        return 2
    return 0


def _overrides(name: str, questionnaire: str, around: Surroundings) -> int:
    """Check a file of overrides with the questionnaire that its name says. Raises `BadInput`."""
    path = Path(name)
    wanted = path.name.removesuffix(SUFFIX)
    found = _for_overrides(read_overrides(path, around.fence), wanted, questionnaire, around)
    if found.id != wanted:
        what = f"by its name this file is for the questionnaire '{wanted}', not for '{found.id}'"
        raise BadInput(Mistake(name, 0, what, f"call it {found.id}{SUFFIX}"))
    for line in _in_force(found):
        around.say(line)
    number = sum(1 for _ in found.overrides.cells()) if found.overrides else 0
    of = f"{found.id} {found.version}"
    around.say(f"{clean_line(name)}: overrides of {of}: {plural(number, 'cell')}. No mistakes.")
    return 0


def _for_overrides(file: TomlFile, wanted: str, given: str, around: Surroundings) -> Questionnaire:
    """The questionnaire that a file of overrides belongs to, with these. Raises `BadInput`."""
    if given or wanted in shelf.names():
        return load(shelf.find(given or wanted), file)
    lately = as_lately(recent_plans(around), None, wanted, file)
    if lately is None:
        what = f"these overrides are for the questionnaire '{wanted}', by the name of the file"
        mend = "it does not come with smtui; name its folder or file: --questionnaire PATH"
        raise BadInput(Mistake(file.name, 0, what, mend))
    tell_place(lately[1], around)
    return lately[0]


def _in_force(questionnaire: Questionnaire) -> Iterator[str]:
    """A line for each row that is overridden."""
    rows = questionnaire.overrides.rows if questionnaire.overrides else ()
    for row in rows:
        yield clean_line(f"    {row.said}")


def _is_plan(name: str) -> bool:
    """Whether it is a plan; if not, it is a questionnaire. Raises `BadInput` if it is neither."""
    if os.path.isdir(name):
        if not os.path.isfile(os.path.join(name, MAIN)):
            what = f"there is no {MAIN} in this folder"
            raise BadInput(Mistake(name, 0, what, "name the folder that holds it, or a plan"))
        return False
    most = CAPS.questionnaire_bytes, CAPS.questionnaire_entries
    text, _ = read_text(Path(name), max_bytes=most[0], what="file")
    if defines(text, "meta"):
        return True  # whatever else it may be, it is held to what a plan may be
    _refuse_others(read_toml(Path(name), max_bytes=most[0], max_entries=most[1], what="file"))
    return False


def _refuse_others(file: TomlFile) -> None:
    """Refuse what cannot be the first file of a questionnaire: a part of one, or quite foreign."""
    telling = {one.name for one in fields(Questionnaire)} - {"id", "title", "version", "language"}
    telling |= {"examples"}
    if "id" in file.data:
        return
    if not telling & file.data.keys():
        mend = 'a plan has [meta], a questionnaire has id = "..." at its top'
        what = "this is neither a plan nor a questionnaire of smtui"
        raise BadInput(Mistake(file.name, 0, what, mend))
    for folder in file.path.absolute().parents[:2]:
        if file.path.name != MAIN and (folder / MAIN).is_file():
            what = "this is a part of a questionnaire, and can only be checked with the whole"
            raise BadInput(Mistake(file.name, 0, what, f"smtui check {folder}"))


def _found(questionnaire: Questionnaire) -> str:
    homes = questionnaire.homes
    asked = [
        question
        for name, question in questionnaire.questions.items()
        if question.answerable and not homes[name].record and not homes[name].parent
    ]
    points = sum(one.points for one in questionnaire.checks)
    short = sum(question.quick is not False for question in asked)
    some = "quick" in questionnaire.runs and short < len(asked)
    counts = [
        plural(len(questionnaire.sections), "section"),
        plural(len(asked), "question") + (f" ({short} in the short run)" if some else ""),
        plural(len(questionnaire.lists), "list"),
        plural(len(questionnaire.tables), "table"),
        f"{plural(len(questionnaire.checks), 'check')} ({_points(points)})",
        plural(len(questionnaire.findings), "finding"),
    ]
    return f"{clean_line(questionnaire.title)} {questionnaire.version}: {', '.join(counts)}"


def _points(points: float) -> str:
    return f"{format_number(points)} point{'' if points == 1 else 's'}"


def _plan(plan: OpenPlan, around: Surroundings) -> int:
    """Say what is wrong with the answers of a plan; 1 when one of them cannot stand."""
    tell_age(plan, around)
    name = plan.file.name
    wrong = 0
    for severity, mistake in (*_problems(plan), *_Unknown(plan).advice()):
        around.say(mistake.render())
        wrong += severity == "error"
    count = plural(len(plan.document.answers.values), "answer")
    of = f"{plan.questionnaire.id} {plan.questionnaire.version}"
    verdict = f"{plural(wrong, 'mistake')}" if wrong else "No mistakes"
    around.say(f"{clean_line(name)}: a plan of {of}: {count}. {verdict}.")
    overrides = plan.questionnaire.overrides
    if overrides is not None:
        around.say(f"{overrides.heading}: {plural(len(overrides.rows), 'row')}")
        for line in _in_force(plan.questionnaire):
            around.say(line)
    return 1 if wrong else 0


def _problems(plan: OpenPlan) -> Iterator[tuple[str, Mistake]]:
    reading = Reading(plan.questionnaire, plan.document.answers, plan.document.meta.run)
    for place in reading.places():
        for problem in reading.problems(place):
            label = plan.questionnaire.questions[problem.place.name].called
            line = plan.line_of(_path(reading, problem.place))
            what = f"{problem.severity}: {label}: {problem.words}"
            yield problem.severity, Mistake(plan.file.name, line, what)


def _path(reading: Reading, place: Place) -> tuple[str | int, ...]:
    """Where an answer stands in a plan's file."""
    first, *rest = place.name.split(".")
    owner = reading.questionnaire.list_of(place.name)
    if owner is None:
        return (first, *rest)
    return (owner.id, reading.answers.ids(owner.id).index(place.item), *rest)


_NEAR = 0.75
"""How alike an unknown name and a known one must be: a slip of the finger, not another word."""


class _Unknown:
    """Names in a plan that its questionnaire does not know, and that may be misspelled."""

    def __init__(self, plan: OpenPlan) -> None:
        self._plan = plan
        self._answers = plan.document.answers
        self._homes = plan.questionnaire.homes

    def advice(self) -> Iterator[tuple[str, Mistake]]:
        """Advice on every unknown name that is near one without an answer."""
        lines = self._plan.line_of
        for path, known in sorted(self._near(), key=lambda one: lines(one[0])):
            what = f"advice: '{path[-1]}' is not known here; did you mean '{known}'?"
            yield (
                "advice",
                Mistake(self._plan.file.name, lines(path), f"{what} It is kept as it is."),
            )

    def _near(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        lists = self._plan.questionnaire.lists
        firsts = dict.fromkeys(name.partition(".")[0] for name in self._homes)
        for key, value in self._plan.document.unknown.items():
            if key in ("meta", "parked", "note"):
                continue
            if key in firsts and isinstance(value, dict):
                yield from self._in_table((key,), value, self._below(key, ""), "")
            elif isinstance(value, dict):
                tables = [one for one in firsts if one not in lists and self._fits(one, value)]
                yield from _told((key,), tables)
            elif isinstance(value, list) and all(isinstance(one, dict) for one in value):
                yield from _told((key,), lists)
        for where, table in self._plan.document.unknown_within.items():
            if where[0] != "item":
                continue
            for owner in lists:
                if where[1] in self._answers.ids(owner):
                    path = (owner, self._answers.ids(owner).index(where[1]))
                    yield from self._in_table(path, table, self._below(owner, owner), where[1])

    def _below(self, first: str, owner: str) -> dict[str, Question]:
        """The questions whose answers stand in a table, by their keys there."""
        return {
            name.partition(".")[2]: question
            for name, question in self._plan.questionnaire.questions.items()
            if name.partition(".")[0] == first
            and question.answerable
            and self._homes[name].list == owner
            and not self._homes[name].record
        }

    def _in_table(
        self,
        path: tuple[str | int, ...],
        table: Mapping[str, Any],
        known: Mapping[str, Question],
        item: str,
    ) -> Iterator[tuple[tuple[str | int, ...], str]]:
        open_ones = [key for key, one in known.items() if not self._is_answered(one, item)]
        for key, value in table.items():
            question = known.get(key)
            if question is None:
                yield from _told((*path, key), open_ones)
            elif isinstance(question, Record) and isinstance(value, dict):
                fields = {one.id.rpartition(".")[2]: one for one in question.fields}
                yield from self._in_table((*path, key), value, fields, item)

    def _is_answered(self, question: Question, item: str) -> bool:
        parts = question.parts or (question,)
        return any(self._answers.value(Place(one.id, item)) is not None for one in parts)

    def _fits(self, first: str, table: Mapping[str, Any]) -> bool:
        """Whether a table could be the one of a name: some answer of it is open there."""
        known = self._below(first, "")
        given = {key for key, one in known.items() if self._is_answered(one, "")}
        return not given or bool(known.keys() & table.keys() - given)


def _told(
    path: tuple[str | int, ...], known: Iterable[str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    near = difflib.get_close_matches(str(path[-1]).casefold()[:128], list(known), 1, _NEAR)
    if near:
        yield path, near[0]
