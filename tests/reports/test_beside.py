"""Two plans side by side as text."""

from pathlib import Path

import pytest

from smtui.plan.answers import Answers, Place
from smtui.plan.rules import Reading
from smtui.reports.beside import write
from smtui.scoring.beside import beside
from smtui.text import cell_width, clean_text
from tests import modelplan


def report(tmp_path: Path, name: str = "Quiz", title: str = "Mine") -> str:
    made = modelplan.questionnaire(tmp_path)
    model = Answers({Place("basics.name"): "Garden party", Place("basics.size"): 12})
    mine = Answers({Place("basics.name"): name, Place("basics.size"): 2})
    found = beside(Reading(made, model, "quick"), Reading(made, mine, "quick"))
    return write(found, model="Garden (fictional)", yours=title)


def test_it_reads_question_by_question(tmp_path: Path) -> None:
    said = report(tmp_path)
    assert said.startswith("Garden (fictional) and Mine, side by side\n")
    assert "Name party\n  Model  Garden party\n  Yours  Quiz\n" in said
    assert "Basics party: model 10 of 10 points, yours 4 of 10\n" in said
    assert "Serious: Too few come. Next: Ask more people." in said
    assert "What the scorecard says, yours:\n  Serious" in said


@pytest.mark.parametrize("words", ["x" * 300, "many words " * 40, "字" * 120])
def test_no_line_is_too_wide(tmp_path: Path, words: str) -> None:
    said = report(tmp_path, words, words)
    assert max(cell_width(line) for line in said.splitlines()) <= 80


def test_hostile_answers_stay_text(tmp_path: Path, hostile: str) -> None:
    said = report(tmp_path, hostile, hostile)
    assert clean_text(said) == said
    assert "\n  Model  Garden party\n" in said
