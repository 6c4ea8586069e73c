"""Before a text takes the place of a plan: everything in it would come back."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from smtui.plan.answers import Answers, Disagreement, Parked, Place, Remark
from smtui.plan.document import Document, written
from smtui.plan.keeping.readback import trouble_reading
from smtui.questionnaire.model import Questionnaire
from tests.plan.party import shared
from tests.plan.test_document import any_answers, opened

NAME, SIZE = Place("party.name"), Place("party.size")


@given(any_answers())
def test_any_answers_would_come_back(answers: Answers) -> None:
    document = Document(answers)
    assert trouble_reading(written(document, shared()), document, shared()) == ""


def full(party: Questionnaire) -> Document:
    """A plan with a reply of each sort."""
    answers = Answers(
        {NAME: "Summer", SIZE: 12, Place("guest.name", "g1"): "Ann"},
        {"guest": ("g1", "g2")},
        {Place("party.kind"): Parked("Ben", date(2026, 12, 1))},
        {NAME: Remark("Why so?", "Ann")},
        {},
        {SIZE: Disagreement("Cy", "more")},
    )
    return Document(answers)


@pytest.mark.parametrize(
    ("part", "changed", "named"),
    [
        ("Summer", "Winter", "party.name"),
        ("= 12", "= 12.5", "party.size"),
        ('name = "Ann"\n', "", "guest.name (g1)"),
        ('id = "g2"', 'id = "g3"', "guest"),
        ("2026-12-01", "2026-12-02", "party.kind"),
        ("Why so?", "Why?", "party.name"),
        ('name = "Cy"', 'name = "Di"', "party.size"),
    ],
)
def test_what_would_not_come_back_is_named(
    party: Questionnaire, part: str, changed: str, named: str
) -> None:
    document = full(party)
    text = written(document, party)
    assert trouble_reading(text, document, party) == ""
    assert part in text
    told = trouble_reading(text.replace(part, changed), document, party)
    assert told == f"not everything would come back from the file: {named}"


def test_many_are_counted_by_three(party: Questionnaire) -> None:
    document = full(party)
    empty = written(replace(document, answers=Answers()), party)
    assert trouble_reading(empty, document, party).endswith("guest, party.name, party.size ...")


@pytest.mark.parametrize("text", ["", "[meta", "\0", '[meta]\nquestionnaire = "other"\n', "a = 1"])
def test_a_text_that_is_no_plan(party: Questionnaire, text: str) -> None:
    assert "could not be read again" in trouble_reading(text, full(party), party)


def test_a_plan_that_is_too_large_to_be_opened_again(party: Questionnaire) -> None:
    document = Document(Answers({NAME: "x" * 6_000_000}))
    assert "larger" in trouble_reading(written(document, party), document, party)


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), 10**30, 16**5000, " blanks ", "", "a\x1bb", True],
    ids=["nan", "inf", "large", "larger", "blanks", "empty", "escape", "yes"],
)
def test_what_no_file_can_hold_is_no_alarm(party: Questionnaire, value: object) -> None:
    """It is written as a text, or cleaned, as it would be when it is read."""
    document = Document(Answers({SIZE: value, NAME: "x"}))
    assert trouble_reading(written(document, party), document, party) == ""


def test_a_text_that_no_file_can_hold(party: Questionnaire) -> None:
    document = Document(Answers({NAME: "\ud800"}))
    assert "could not be read again" in trouble_reading('a = "\ud800"', document, party)


def test_what_a_person_wrote_into_the_file_comes_back(party: Questionnaire) -> None:
    document = opened(party, '[party]\nsize = "many"\nday = 2026-01-01\nkind = ["a", "b"]\n')
    assert trouble_reading(written(document, party), document, party) == ""
