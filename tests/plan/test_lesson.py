"""What a session teaches beside a question."""

from pathlib import Path

import pytest

from smtui.plan.answers import Answers, Place
from smtui.plan.lesson import lesson_at
from smtui.plan.reasoned import by_place
from smtui.plan.rules import Reading
from smtui.plan.session import Session
from smtui.questionnaire.model import Questionnaire
from smtui.questionnaire.teaching import Reason
from tests import modelplan


@pytest.fixture
def made(tmp_path: Path) -> Questionnaire:
    return modelplan.questionnaire(tmp_path)


def model(made: Questionnaire) -> Reading:
    values = {Place("basics.name"): "Garden", Place("guest.name", "g1"): "Ada"}
    return Reading(made, Answers(values, {"guest": ("g1",)}), "quick")


def test_a_sample_s_answer_has_its_reason(made: Questionnaire) -> None:
    told = (Reason(question="basics.name", good="Short."), Reason(question="basics.size", weak="?"))
    session = Session(made, reasons=by_place(told), read_only=True)
    assert lesson_at(session, Place("basics.name")) == ("Why this is good", "Short.")
    assert lesson_at(session, Place("basics.size")) == ("Why this is weak", "?")
    assert lesson_at(session, Place("basics.place")) == ("", "")
    assert lesson_at(session, None) == ("", "")


def test_practice_is_told_the_model_s_answer(made: Questionnaire) -> None:
    session = Session(made, model=model(made))
    first, second = session.add_item("guest"), session.add_item("guest")
    assert lesson_at(session, Place("basics.name")) == ("In the model plan", "Garden")
    assert lesson_at(session, Place("guest.name", first)) == ("In the model plan", "Ada")
    # the model has no second one, and no size
    assert lesson_at(session, Place("guest.name", second)) == ("", "")
    assert lesson_at(session, Place("basics.size")) == ("", "")
