"""What README.md and CONTRIBUTING.md promise is so."""

import re
from pathlib import Path

import pytest

from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.questionnaire.shelf import find

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text()


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return load(find(""))


def test_the_pictures_are_there(readme: str) -> None:
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", readme)
    assert pictures
    assert [one for one in pictures if not (ROOT / one).is_file()] == []


def test_the_files_it_points_to_are_there(readme: str) -> None:
    links = re.findall(r"[^!]\[.*?\]\((?!http)(.*?)\)", readme)
    assert links
    assert [one for one in links if not (ROOT / one).exists()] == []


def test_it_says_how_many_questions_and_sections_there_are(
    readme: str, shipped: Questionnaire
) -> None:
    asked = [
        question
        for name, question in shipped.questions.items()
        if question.answerable and not shipped.homes[name].record and not shipped.homes[name].parent
    ]
    short = [question for question in asked if question.quick is not False]
    numbers = {7: "seven", 8: "eight", 6: "six"}
    words = " ".join(readme.split())
    assert f"short questions in {numbers[len(shipped.sections)]} sections" in words
    assert f"The short run has {len(short)} of them" in words
    assert f"the full run has {len(asked)} and" in words


def test_no_machine_or_registry_is_named() -> None:
    texts = [*ROOT.glob("*.md"), *ROOT.glob("questionnaires/**/*.md"), ROOT / ".ci" / "run"]
    for path in texts:
        assert not re.search(r"/work/|shared/|pypi\.org|index-url", path.read_text()), path
