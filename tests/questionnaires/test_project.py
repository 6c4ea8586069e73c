"""Express takes what is usual; custom asks five questions more, each with a suggestion."""

import pytest

from smtui.plan.answers import Place
from tests.questionnaires.filling import Person, made

FIVE = [
    "project.slug", "project.package", "project.licence", "project.page", "project.command",
]  # fmt: skip


@pytest.fixture
def person() -> Person:
    """Somebody with a project, who has not said yet how to go on."""
    person = Person("project")
    person.says({"project.title": "Über Boats & Ships!"})
    return person


def asked(person: Person) -> list[str]:
    """The questions that are to be answered, in order."""
    return [place.name for place in person.all_asked()]


def suggested(person: Person) -> dict[str, object]:
    """What each of the five questions suggests."""
    return {name: person.reading.suggestion(Place(name)) for name in FIVE}


def test_one_answer_hides_five_questions(person: Person) -> None:
    assert asked(person) == ["project.title", "project.mode"]
    person.says({"project.mode": "custom"})
    assert asked(person) == ["project.title", "project.mode", *FIVE]
    person.says({"project.mode": "express"})
    assert asked(person) == ["project.title", "project.mode"]


def test_their_suggestions_are_worked_out_from_earlier_answers(person: Person) -> None:
    person.says({"project.mode": "custom"})
    assert suggested(person) == {
        "project.slug": "uber-boats-ships",
        "project.package": "lib-uber-boats-ships",
        "project.licence": "mit",
        "project.page": "https://uber-boats-ships.example.org",
        "project.command": "run-uber-boats-ships",
    }


def test_a_suggestion_goes_along_with_what_it_stands_on(person: Person) -> None:
    person.says({"project.mode": "custom", "project.slug": "boats"})
    assert suggested(person) == {
        "project.slug": None,  # it is answered
        "project.package": "lib-boats",
        "project.licence": "mit",
        "project.page": "https://boats.example.org",
        "project.command": "run-boats",
    }
    person.says({"project.package": "ships"})
    assert suggested(person)["project.page"] == "https://ships.example.org"
    person.says({"project.slug": None, "project.title": "Rafts"})
    assert suggested(person)["project.slug"] == "rafts"
    assert suggested(person)["project.command"] == "rafts"


def test_nothing_is_suggested_of_a_title_without_letters(person: Person) -> None:
    person.says({"project.mode": "custom", "project.title": "???"})
    assert suggested(person)["project.slug"] is None


def test_what_was_said_in_custom_does_not_count_in_express_and_comes_back(person: Person) -> None:
    person.says({"project.mode": "custom", "project.slug": "boats", "project.licence": "gpl_3"})
    assert person.sees("project.summary") == "boats, GPL 3"
    person.says({"project.mode": "express"})
    assert person.sees("project.summary") == "uber-boats-ships, MIT"
    person.says({"project.mode": "custom"})
    assert person.sees("project.summary") == "boats, GPL 3"


def test_25_licences_are_offered(person: Person) -> None:
    person.says({"project.mode": "custom"})
    rows = made("project").tables["licences"].rows
    assert person.offered("project.licence") == [row["label"] for row in rows.values()]
    assert len(rows) == 25
