"""Opening plans and writing what belongs to them: shared by the commands."""

from dataclasses import dataclass
from pathlib import Path

from smtui.files import CAPS, TomlFile, read_toml, replace_file
from smtui.mistakes import BadInput, Mistake
from smtui.plan import document as documents
from smtui.plan.document import Document
from smtui.plan.rules import Reading
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.reports import data, markdown
from smtui.scoring.scorecard import Scorecard, score


@dataclass(frozen=True)
class OpenPlan:
    """A plan read from a file, with its questionnaire."""

    path: Path
    file: TomlFile
    document: Document
    questionnaire: Questionnaire

    @property
    def title(self) -> str:
        """What it is called: its own title, else the answer to its first question, else its file's name."""
        first = self.questionnaire.sections[0].questions[0].id
        named = next((v for at, v in self.document.answers.values.items() if at.name == first), "")
        return self.document.meta.title or (named if isinstance(named, str) else "") or self.path.stem


def open_plan(path: Path, questionnaire: Questionnaire | str = "") -> OpenPlan:
    """Read a plan with the questionnaire that it names (or one given). Raises `BadInput`."""
    file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    name, _ = documents.belongs_to(file)
    if isinstance(questionnaire, str):
        questionnaire = load(_shelf_place(file, name, questionnaire))
    return OpenPlan(path, file, documents.read(file, questionnaire), questionnaire)


def _shelf_place(file: TomlFile, name: str, given: str) -> Path:
    if given:
        return shelf.find(given)
    if name in shelf.names():
        return shelf.shelf() / name
    line = file.positions.line_of(("meta", "questionnaire"))
    raise BadInput(
        [Mistake(file.name, line, f"there is no questionnaire '{name}' here", "name its folder: --questionnaire FOLDER")]
    )


def scored(plan: OpenPlan, run: str) -> tuple[Scorecard, Reading]:
    """A plan's scorecard in a run, and the reading that goes with it."""
    answers = plan.document.answers
    return score(plan.questionnaire, answers, run), Reading(plan.questionnaire, answers, run)


def scorecard_paths(path: Path) -> tuple[Path, Path]:
    """Where the scorecard files of a plan lie: for machines, and to read."""
    return path.with_name(f"{path.stem}.scorecard.toml"), path.with_name(f"{path.stem}.scorecard.md")


def write_scorecard(plan: OpenPlan, run: str, digest: str) -> tuple[Path, Path]:
    """Write the scorecard files beside a plan. Raises `SaveFailed`."""
    card, reading = scored(plan, run)
    machine, human = scorecard_paths(plan.path)
    replace_file(machine, data.write(card, plan.document.answers, plan=plan.path.name, digest=digest).encode())
    text = markdown.write(
        card, reading, title=plan.title, plan=plan.path.name, fictional=plan.document.meta.fictional
    )
    replace_file(human, text.encode())
    return machine, human


def run_of(plan: OpenPlan, wanted: str) -> str:
    """The run to assess a plan in: the one asked for, else the plan's own where it is offered.

    Raises `BadInput` when the questionnaire has no such run.
    """
    runs = plan.questionnaire.runs
    if wanted and runs and wanted not in runs:
        offered = ", ".join(runs)
        raise BadInput([Mistake(plan.file.name, 0, f"'{plan.questionnaire.id}' has no {wanted} run", f"runs: {offered}")])
    own = plan.document.meta.run
    return wanted or (own if own in runs or not runs else next(iter(runs)))
