"""What holds for each of the six forms: short, right, kept whole, walked line by line."""

import io
import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from smtui.commands.check import check
from smtui.commands.surroundings import Surroundings
from smtui.files import TomlFile
from smtui.plan.document import Document, read, written
from smtui.questionnaire.kinds import KINDS
from tests.plain.talk import Talk
from tests.questionnaires.filling import FORMS, Person, filled, made, path_of

NOW = datetime(2026, 11, 21, 14, 2)
each_form = pytest.mark.parametrize("form", FORMS)


def test_there_are_six() -> None:
    assert FORMS == [
        "college", "comparisons", "household", "nine_items", "project", "utilities",
    ]  # fmt: skip


@each_form
def test_it_has_under_120_lines(form: str) -> None:
    assert len(path_of(form).read_text(encoding="utf-8").splitlines()) < 120


@each_form
def test_check_finds_no_mistake_and_nothing_to_warn_of(form: str, tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    around = Surroundings(out, err, {}, tmp_path, lambda: NOW, io.StringIO())
    assert check([str(path_of(form))], around) == 0
    assert out.getvalue().endswith("No mistakes.\n")
    assert err.getvalue() == ""


def test_every_kind_is_asked_in_them() -> None:
    found = {one.kind for form in FORMS for one in made(form).questions.values()}
    assert found == set(KINDS) - {"note"}


def read_back(text: str, person: Person) -> Document:
    """The plan of a text."""
    file = TomlFile(Path("plan.toml"), "plan.toml", text, tomllib.loads(text), "")
    return read(file, person.session.questionnaire)


@each_form
def test_all_that_is_answered_comes_back_from_the_file(form: str) -> None:
    person = filled(form)
    assert person.session.overall().required_open == 0
    text = written(Document(person.session.answers), person.session.questionnaire)
    back = read_back(text, person)
    assert back.answers == person.session.answers
    assert back.unknown == {}
    assert written(back, person.session.questionnaire) == text


@each_form
@pytest.mark.parametrize("interactive", [True, False])
def test_plain_an_empty_one_is_passed_with_enter_alone(form: str, interactive: bool) -> None:
    talk = Talk(made(form), *[""] * 99, interactive=interactive)
    person = Person(form)
    for section in made(form).sections:
        person.session.ensure_items(section.id)  # the first item is asked without being added
    asked = [person.reading.words(place, "ask") for place in person.all_asked()]
    said = [talk.said.find(words) for words in asked]
    assert -1 not in said
    assert said == sorted(said)
    for one in made(form).questions.values():
        if one.answerable and one.ask and "{" not in one.ask:
            assert (one.ask in talk.said) == (one.ask in asked), "a hidden question is never asked"


@each_form
def test_plain_a_filled_one_is_passed_with_enter_alone(form: str) -> None:
    person = filled(form)
    talk = Talk(made(form), *[""] * 99, answers=person.session.answers)
    assert talk.session.answers == person.session.answers
    assert "That was the last question." in talk.said
    assert "not answered" not in talk.said
