"""A model plan and one's own side by side."""

from pathlib import Path

import pytest

from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.rules import Reading
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.scoring.beside import NOTHING_YET, Beside, Line, Part, beside
from tests import modelplan

NAME, SIZE, PLACE = Place("basics.name"), Place("basics.size"), Place("basics.place")
MODEL = Answers(
    {NAME: "Garden party", SIZE: 12, Place("guest.name", "g1"): "Ada"}, {"guest": ("g1",)}
)
MINE = Answers(
    {NAME: "Quiz", SIZE: 2, Place("guest.name", "x"): "Zoe", Place("guest.name", "y"): "Yan"},
    {"guest": ("x", "y")},
    {PLACE: Parked()},
)


@pytest.fixture
def made(tmp_path: Path) -> Questionnaire:
    return modelplan.questionnaire(tmp_path)


def laid(made: Questionnaire, mine: Answers = MINE) -> Beside:
    return beside(Reading(made, MODEL, "quick"), Reading(made, mine, "quick"))


def part(made: Questionnaire, section: str, mine: Answers = MINE) -> Part:
    return next(one for one in laid(made, mine).pairs if one.id == section)


def test_each_question_has_both_answers(made: Questionnaire) -> None:
    name, size, place = part(made, "basics").lines
    assert name == Line("Name party", "Garden party", "Quiz")
    assert (size.model, size.yours) == ("12", "2")
    assert (place.model, place.yours) == (NOTHING_YET, "parked: not known yet")


def test_an_answer_that_is_wrong_is_there_and_says_so(made: Questionnaire) -> None:
    lines = part(made, "basics", Answers({NAME: "Quiz", SIZE: "many"})).lines
    assert lines[1].yours == "! wrong: many"


def test_of_a_record_the_wrong_part_says_so(tmp_path: Path) -> None:
    mine = Answers({Place("visit.trip.from"): "soon", Place("visit.trip.days"): 2})
    reading = Reading(_with_a_record(tmp_path), mine, "full")
    (line,) = beside(reading, reading).pairs[0].lines
    assert line.yours == "From: ! wrong: soon; Days: 2"


def _with_a_record(folder: Path) -> Questionnaire:
    text = """
id = "visit"
version = "1.0"
title = "Plan"

[[sections]]
id = "visit"
title = "Visit"

[[sections.questions]]
id = "visit.trip"
kind = "record"
ask = "When?"

[[sections.questions.fields]]
id = "from"
kind = "date"
label = "From"

[[sections.questions.fields]]
id = "days"
kind = "number"
label = "Days"
"""
    (folder / "questionnaire.toml").write_text(text, encoding="utf-8")
    return load(folder)


def test_both_are_judged_as_the_same_run(made: Questionnaire) -> None:
    assert laid(made).run == "short run"


def test_items_stand_beside_each_other_by_their_number(made: Questionnaire) -> None:
    lines = part(made, "people").lines
    # the title says the only answer of a guest already
    assert lines == (
        Line("Guest 1", "Ada", "Zoe", heads=True),
        Line("Guest 2", "no guest 2", "Yan", heads=True),
    )


def test_points_and_findings_stand_with_the_section_of_their_question(
    made: Questionnaire,
) -> None:
    basics, people = part(made, "basics"), part(made, "people")
    assert (basics.model.earned, basics.model.possible) == (10, 10)
    assert (basics.yours.earned, basics.yours.possible) == (4, 10)
    assert [one.id for one in basics.yours.gaps] == ["S-SIZE"]
    assert basics.model.gaps == ()
    assert not people.yours.possible
    assert not people.yours.gaps


def test_the_points_of_all_sections_are_those_of_the_scorecard(made: Questionnaire) -> None:
    found = laid(made)
    assert sum(one.yours.earned for one in found.pairs) == found.yours.earned
    assert sum(one.model.possible for one in found.pairs) == found.model.possible


def test_an_empty_plan_can_be_laid_beside(made: Questionnaire) -> None:
    lines = part(made, "basics", Answers()).lines
    assert {one.yours for one in lines} == {NOTHING_YET}
