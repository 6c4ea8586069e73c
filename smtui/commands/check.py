"""smtui check FILE...: every mistake of a questionnaire or a plan, or what was found in it."""

import tomllib
from pathlib import Path

from smtui.commands.plans import open_plan
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput
from smtui.plan.rules import Reading
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.text import plural


def check(names: list[str], around: Surroundings) -> int:
    """Check each file: 0 when all are right, 2 when one is not."""
    wrong = 0
    for name in names:
        try:
            around.say(_checked(Path(name)))
        except BadInput as bad:
            around.tell(str(bad))
            around.tell(f"{name}: {plural(len(bad.mistakes), 'mistake')}")
            wrong += 1
    return 2 if wrong else 0


def _checked(path: Path) -> str:
    return _plan(path) if _is_plan(path) else _questionnaire(path, load(path))


def _is_plan(path: Path) -> bool:
    """Whether a file says that it is a plan; broken ones are told about by the loader."""
    if path.is_dir() or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return "meta" in tomllib.load(stream)
    except (OSError, ValueError, RecursionError):
        return False


def _questionnaire(path: Path, found: Questionnaire) -> str:
    asked = [
        question
        for name, question in found.questions.items()
        if question.answerable and not found.homes[name].record and not found.homes[name].parent
    ]
    points = sum(one.points for one in found.checks)
    return (
        f"{path}: {found.title} {found.version}: "
        f"{plural(len(found.sections), 'section')}, {plural(len(asked), 'question')}, "
        f"{plural(len(found.lists), 'list')}, {plural(len(found.tables), 'table')}, "
        f"{plural(len(found.checks), 'check')} ({points:g} points), {plural(len(found.findings), 'finding')}. No mistakes."
    )


def _plan(path: Path) -> str:
    plan = open_plan(path)
    reading = Reading(plan.questionnaire, plan.document.answers, plan.document.meta.run)
    lines = [
        f"{path}: {problem.severity}: {plan.questionnaire.questions[problem.place.name].called}: {problem.words}"
        for place in reading.places()
        for problem in reading.problems(place)
    ]
    answered = plural(len(plan.document.answers.values), "answer")
    lines.append(f"{path}: a plan of {plan.questionnaire.id} {plan.questionnaire.version}: {answered}. It can be read.")
    return "\n".join(lines)
