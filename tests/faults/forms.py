"""The questionnaires on which faults are tried."""

from collections.abc import Iterator
from pathlib import Path

from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from tests.commands import visit
from tests.plan.party import PARTY
from tests.plan.workshop import WORKSHOP


def small(folder: Path) -> Iterator[tuple[Path, Questionnaire]]:
    """Small ones with every kind of question, and one with a rubric; each in its folder."""
    for name, text in (("party", PARTY), ("workshop", WORKSHOP)):
        made = folder / name
        made.mkdir()
        (made / "questionnaire.toml").write_text(text, encoding="utf-8")
        yield made, load(made)
    made = visit.folder(folder)
    yield made, load(made)
