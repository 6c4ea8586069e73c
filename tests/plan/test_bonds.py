"""What hangs on an item: the links that name it and the rows for it, when it is deleted."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from smtui.plan.answers import Place
from smtui.plan.places import going_said, heirs, uses_said
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from tests.plan.party import answered

HOUSEHOLD = """
id = "household"
version = "1.0"
title = "A household"

[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"

[[sections]]
id = "people"
title = "People"

[[sections.questions]]
id = "home.visits"
kind = "grid"
ask = "How often do they visit?"
rows_from = "person"
columns = [{ id = "often", kind = "number", label = "often" }]

[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"

[[sections.questions]]
id = "person.boss"
kind = "link"
ask = "Who leads?"
to = "person"

[[sections.questions]]
id = "person.peers"
kind = "links"
ask = "Beside whom?"
to = "person"

[[sections.questions]]
id = "person.relation"
kind = "grid"
ask = "Who is {this} to the others?"
rows_from = "others of person"
columns = [
  { id = "is", kind = "text", label = "is" },
  { id = "since", kind = "number", label = "since" },
]
"""


@cache
def household() -> Questionnaire:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.toml"
        path.write_text(HOUSEHOLD, encoding="utf-8")
        return load(path)


@pytest.fixture
def session() -> Session:
    """Ann, Bob and Cy; both others have a relation to Bob, and Cy has one to Ann, too."""
    said = {
        "person.name@a": "Ann",
        "person.name@b": "Bob",
        "person.name@c": "Cy",
        "person.relation.is@a.b": "wife",
        "person.relation.is@c.b": "son",
        "person.relation.is@b.a": "husband",
        "home.visits.often@.b": 3,
    }
    return Session(household(), answered(said, person="a b c"), run="full")


def relation(session: Session, row: str) -> object:
    return session.answers.value(Place("person.relation.is", row))


def test_rows_for_an_item_hang_on_it_and_are_named(session: Session) -> None:
    assert uses_said(session, "person", "b") == [
        "its row in 'How often do they visit?'",
        "its row in 'Who is Ann to the others?' of person 'Ann'",
        "its row in 'Who is Cy to the others?' of person 'Cy'",
    ]
    assert uses_said(session, "person", "c") == []


@pytest.mark.parametrize("reply", ["parked", "remark", "not applicable", "disagreement"])
def test_a_row_hangs_on_it_whatever_is_said_in_it(session: Session, reply: str) -> None:
    place = Place("person.relation.since", "a.c")
    {
        "parked": lambda: session.park(place),
        "remark": lambda: session.remark(place, "not sure"),
        "not applicable": lambda: session.take(session.answers.with_not_applicable(place, True)),
        "disagreement": lambda: session.disagree(place, "Bob"),
    }[reply]()
    assert uses_said(session, "person", "c") == [
        "its row in 'Who is Ann to the others?' of person 'Ann'"
    ]


def test_rows_move_to_another_item_with_all_that_is_said_in_them(session: Session) -> None:
    session.remark(Place("person.relation.since", "a.b"), "ask her")
    session.delete_item("person", "b", "c")
    assert relation(session, "a.c") == "wife"
    assert session.answers.remarks[Place("person.relation.since", "a.c")].text == "ask her"
    assert session.answers.value(Place("home.visits.often", ".c")) == 3
    assert relation(session, "c.c") is None, "nobody has a relation to himself"
    assert not [at for at in session.answers.places() if "b" in (at.owner, at.row)]


def test_a_row_that_is_there_stays_and_what_goes_is_told(session: Session) -> None:
    session.answer(Place("person.relation.since", "c.a"), 1980)
    before = session.answers
    assert going_said(session, "person", "b", "a") == " (2 rows go)"
    assert going_said(session, "person", "b", "c") == " (1 row goes)"
    assert going_said(session, "person", "b", "") == " (3 rows go)"
    session.delete_item("person", "b", "a")
    assert relation(session, "c.a") is None
    assert session.answers.value(Place("person.relation.since", "c.a")) == 1980
    session.undo()
    assert session.answers == before


def test_without_an_heir_the_rows_go(session: Session) -> None:
    session.delete_item("person", "b")
    assert {at.name for at in session.answers.places()} == {"person.name"}


def test_no_link_comes_to_name_its_own_item(session: Session) -> None:
    session.answer(Place("person.boss", "a"), "b")
    session.answer(Place("person.boss", "c"), "b")
    session.answer(Place("person.peers", "a"), ("b", "c"))
    session.answer(Place("person.peers", "c"), ("b",))
    session.delete_item("person", "b", "a")
    values = session.answers.value
    assert (values(Place("person.boss", "a")), values(Place("person.boss", "c"))) == (None, "a")
    assert values(Place("person.peers", "a")) == ("c",)
    assert values(Place("person.peers", "c")) == ("a",)


def test_who_alone_names_an_item_is_no_heir(session: Session) -> None:
    session.answer(Place("person.boss", "a"), "c")
    assert heirs(session, "person", "c") == ["b"]
