"""Answers that come: what they end, where they are kept, which are refused."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from smtui.plan.answers import Answers, Place
from smtui.plan.filling import Filling
from smtui.plan.given import read_tables
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import Questionnaire
from tests.commands.visit import NOW

QUIZ = """
id = "quiz"
version = "1.0"
title = "A quiz"

[[sections]]
id = "first"
title = "First"

[[sections.questions]]
id = "a.text"
kind = "text"
ask = "What?"
not_applicable = true

[[sections.questions]]
id = "a.record"
kind = "record"
ask = "Where?"
not_applicable = true
fields = [{ id = "town", kind = "text", label = "town" },
          { id = "street", kind = "text", label = "street" }]

[[sections.questions]]
id = "a.mix"
kind = "choices"
ask = "By what?"
choices = [{ id = "mail", label = "Mail" }, { id = "post", label = "Post" }]

[[sections.questions]]
id = "a.grid"
kind = "grid"
ask = "How much?"
not_applicable = true
rows_from = "a.mix"
columns = [{ id = "often", kind = "number", label = "often" }]
"""

WHOLES = {
    "a.text": (Place("a.text"), "x", Place("a.text"), "x"),
    "a.record": (Place("a.record"), {"town": "Oslo"}, Place("a.record.town"), "Oslo"),
    "a.grid": (Place("a.grid"), {"mail": {"often": 3}}, Place("a.grid.often", ".mail"), 3),
}


@cache
def quiz() -> Questionnaire:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.toml"
        path.write_text(QUIZ, encoding="utf-8")
        return load(path)


def session_of(answers: Answers | None = None) -> Session:
    mix = {Place("a.mix"): ("mail",)}
    return Session(quiz(), answers or Answers(mix), run="full")


def put_off(session: Session, place: Place, how: str) -> None:
    if how == "parked":
        session.park(place, "Ada")
    else:
        session.set_not_applicable(place)


def filled(tmp_path: Path, answers: Answers, text: str) -> Answers:
    path = tmp_path / "said.toml"
    path.write_text(text, encoding="utf-8")
    filling = Filling(quiz(), answers, "full", NOW.date(), lambda letters: letters[0])
    filling.take(read_tables(path))
    filling.finish()
    assert not filling.mistakes
    return filling.answers


@pytest.mark.parametrize("name", WHOLES)
@pytest.mark.parametrize("how", ["parked", "not applicable"])
@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("way", ["whole", "part", "file"])
def test_an_answer_ends_what_was_put_off(
    tmp_path: Path, name: str, how: str, known: bool, way: str
) -> None:
    """By the whole, by a part or from a file, whether the answer is another or the same again."""
    whole, table, part, value = WHOLES[name]
    session = session_of()
    if known:
        session.answer(whole, table)
    put_off(session, whole, how)
    if way == "file":
        session.take(filled(tmp_path, session.answers, FILES[name]))
    else:
        session.answer(*((whole, table) if way == "whole" else (part, value)))
    assert not session.answers.parked
    assert not session.answers.not_applicable
    assert session.reading.value(*part) == value


FILES = {
    "a.text": 'a.text = "x"',
    "a.record": 'a.record.town = "Oslo"',
    "a.grid": "a.grid.mail = 3",
}


@pytest.mark.parametrize("name", WHOLES)
@pytest.mark.parametrize("how", ["parked", "not applicable"])
def test_to_take_an_answer_away_leaves_it_put_off(name: str, how: str) -> None:
    whole, table, part, _ = WHOLES[name]
    session = session_of()
    session.answer(whole, table)
    put_off(session, whole, how)
    session.answer(whole, None)
    assert session.answers.value(part) is None
    state = State.PARKED if how == "parked" else State.NOT_APPLICABLE
    assert session.reading.state(*whole) is state


def test_the_other_parts_stay_parked() -> None:
    session = session_of()
    session.park(Place("a.record.street"))
    session.answer(Place("a.record"), {"town": "Oslo"})
    assert list(session.answers.parked) == [Place("a.record.street")]


@pytest.mark.parametrize("way", ["cell", "whole", "file"])
def test_an_answer_in_a_hidden_row_is_kept_and_counts_when_it_shows(
    tmp_path: Path, way: str
) -> None:
    cell = Place("a.grid.often", ".post")
    session = session_of()
    assert not session.reading.visible(cell)
    if way == "file":
        session.take(filled(tmp_path, session.answers, "a.grid.post = 3"))
    else:
        place, raw = (cell, 3) if way == "cell" else (Place("a.grid"), {"post": 3})
        assert session.answer(place, raw)
    assert session.reading.value(*cell) is None
    session.answer(Place("a.mix"), ["mail", "post"])
    assert session.reading.value(*cell) == 3


def test_what_is_not_taken_is_said() -> None:
    session = session_of()
    before = session.answers
    assert not session.answer(Place("a.grid.often", ".pigeon"), 3)
    assert not session.answer(Place("a.text", "gone"), "x")
    assert session.answers is before
    assert session.answer(Place("a.text"), "x")
    assert session.answer(Place("a.text"), "x"), "the same again is taken, too"
    to_look_at = Session(quiz(), read_only=True)
    assert not to_look_at.answer(Place("a.text"), "x")


@pytest.mark.parametrize("way", ["whole", "part", "file"])
def test_a_text_in_place_of_a_table_goes_with_an_answer(tmp_path: Path, way: str) -> None:
    whole, part = Place("a.record"), Place("a.record.town")
    session = session_of(Answers({whole: "in Oslo"}))
    if way == "file":
        session.take(filled(tmp_path, session.answers, 'a.record = "town: Oslo"'))
    else:
        session.answer(*((whole, {"town": "Oslo"}) if way == "whole" else (part, "Oslo")))
    assert session.answers.values == {part: "Oslo"}


def test_a_file_tells_of_rows_that_are_not_asked(tmp_path: Path) -> None:
    path = tmp_path / "said.toml"
    path.write_text('a.grid = "post: 3; mail: 4"', encoding="utf-8")
    mix = Answers({Place("a.mix"): ("mail",)})
    filling = Filling(quiz(), mix, "full", NOW.date(), lambda letters: letters[0])
    filling.take(read_tables(path))
    filling.finish()
    assert [one.what for one in filling.advice] == [
        "advice: Post: other answers hide this; it is kept"
    ]
