"""The full run of a short plan, line by line."""

from pathlib import Path

import pytest

from smtui.plan.answers import Place
from smtui.plan.session import Position
from smtui.questionnaire.model import Questionnaire
from tests.plain.talk import Talk
from tests.plan.trek import SHORT, TREK
from tests.tui.forms import session_of


@pytest.fixture
def trek(tmp_path: Path) -> Questionnaire:
    return session_of(tmp_path, TREK).questionnaire


def test_run_asks_only_what_is_missing(trek: Questionnaire) -> None:
    talk = Talk(trek, "/run", "7", "boots", "sandals", "by train", answers=SHORT, run="quick")
    said = talk.after("You go on in the full run")
    for name in ("How far?", "Which shoes?", "How do we get home?"):
        assert name in said
    for name in ("Where to?", "When?", "What is there to eat?"):
        assert name not in said
    assert talk.value("person.shoes", "p2") == "sandals"
    assert talk.value("end.home") == "by train"
    assert "That was the last question." in said


def test_an_answer_that_is_left_out_is_not_asked_twice(trek: Questionnaire) -> None:
    talk = Talk(trek, "/run", "", "", "", "", answers=SHORT, run="quick")
    assert talk.after("You go on in the full run").count("Which shoes?") == 2
    assert "That was the last question." in talk.said


def test_missing_ends_it_again(trek: Questionnaire) -> None:
    talk = Talk(
        trek, "/missing", "/missing", "", answers=SHORT, position=Position("way", "visit.name")
    )
    assert "Everything is asked again." in talk.said
    assert talk.after("Everything is asked again.").count("When?") == 1


def test_items_added_meanwhile_are_asked(trek: Questionnaire) -> None:
    talk = Talk(trek, "/run", "7", "/add Cleo", "flip-flops", answers=SHORT, run="quick")
    added = talk.session.answers.ids("person")[-1]
    assert talk.session.answers.value(Place("person.name", added)) == "Cleo"
