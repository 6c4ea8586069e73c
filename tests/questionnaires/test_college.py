"""A college, one of its programmes, one of that's courses: each list hangs on the answer before."""

import json
from pathlib import Path

import pytest

from smtui.plan.answers import Place
from smtui.plan.document import Document, written
from smtui.reports import markdown, terminal
from smtui.reports.data import tree
from tests.questionnaires.filling import Person, made

TABLES = made("college").tables
CHOSEN = {"study.college": "craft", "study.programme": "wood", "study.course": "wood_boats"}


@pytest.fixture
def person() -> Person:
    """Somebody who wants to build boats."""
    person = Person("college")
    person.says(CHOSEN)
    return person


def test_there_are_5_colleges_15_programmes_and_45_courses() -> None:
    numbers = [len(TABLES[name].rows) for name in ("colleges", "programmes", "courses")]
    assert numbers == [5, 15, 45]


def test_nothing_is_offered_before_the_one_above_is_chosen() -> None:
    person = Person("college")
    assert len(person.offered("study.college")) == 5
    assert person.offered("study.programme") == []
    assert person.offered("study.course") == []


@pytest.mark.parametrize("college", TABLES["colleges"].rows)
def test_each_list_is_filtered_by_the_one_before(college: str) -> None:
    person = Person("college")
    person.says({"study.college": college})
    programmes = [
        key for key, row in TABLES["programmes"].rows.items() if row["college"] == college
    ]
    assert [offer.id for offer in person.reading.offers(Place("study.programme"))] == programmes
    assert len(programmes) == 3
    for programme in programmes:
        person.says({"study.programme": programme})
        courses = [
            row["label"] for row in TABLES["courses"].rows.values() if row["programme"] == programme
        ]
        assert person.offered("study.course") == courses
        assert len(courses) == 3


def test_what_was_chosen_counts(person: Person) -> None:
    assert person.told("study.course") == []
    assert person.sees("study.chosen") == "Boats at College of Craft"
    assert person.is_asked("study.start")
    assert person.scorecard.earned == 2


def test_a_stale_choice_is_shown_as_a_problem(person: Person) -> None:
    person.says({"study.college": "arts"})
    assert person.told("study.programme") == [
        "'Wood' is not offered here any more. Choose another."
    ]
    assert person.told("study.course") == ["'Boats' is not offered here any more. Choose another."]
    assert person.scorecard.wrong == (Place("study.programme"), Place("study.course"))


def test_a_stale_choice_is_never_sent_on(person: Person) -> None:
    person.says({"study.college": "arts"})
    assert person.counts("study.course") is None
    assert not person.is_asked("study.start")
    card = person.scorecard
    assert (card.earned, card.checks[0].reason) == (0, "The course: not answered.")
    sent = json.dumps(tree(card, person.reading))
    sent += markdown.write(card, person.reading, title="Study", plan="plan.toml", digest="")
    sent += terminal.write(card, person.reading, title="Study")
    for word in ("Boats", "wood_boats", "Wood"):
        assert word not in sent
        assert word not in person.sees("study.chosen")


def test_a_stale_choice_stays_in_the_file(person: Person, tmp_path: Path) -> None:
    person.says({"study.college": "arts"})
    text = written(Document(person.session.answers), person.session.questionnaire)
    assert 'programme = "wood"' in text
    assert 'course = "wood_boats"' in text


def test_it_is_back_when_the_college_is_set_back(person: Person) -> None:
    person.says({"study.college": "arts"})
    person.says({"study.college": "craft"})
    assert person.told("study.course") == []
    assert person.counts("study.course") == "wood_boats"
    assert person.scorecard.earned == 2


def test_a_new_programme_takes_the_course_off_alone(person: Person) -> None:
    person.says({"study.programme": "stone"})
    assert person.told("study.programme") == []
    assert person.told("study.course") == ["'Boats' is not offered here any more. Choose another."]
