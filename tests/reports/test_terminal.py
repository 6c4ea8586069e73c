"""The scorecard on a terminal: readable at 80 columns, whatever stands in it."""

from datetime import date

import pytest

from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.rules import Reading
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.reports import terminal, wording
from smtui.scoring.explained import short_source
from smtui.scoring.scorecard import score
from smtui.text import cell_width, clean_line
from tests.commands import visit
from tests.commands.visit import about_everything
from tests.plan.party import answered, shared


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return load(visit.folder(tmp_path_factory.mktemp("questionnaire")))


def report(questionnaire: Questionnaire, answers: Answers, title: str = "Oslo") -> str:
    card = score(questionnaire, answers, "quick")
    return terminal.write(card, Reading(questionnaire, answers, "quick"), title=title)


def test_what_is_said(questionnaire: Questionnaire) -> None:
    text = report(questionnaire, about_everything("Bergen").with_value(Place("about.size"), 3))
    lines = text.splitlines()
    assert lines[:2] == ["Oslo", "80 of 100, band A: Ready"]
    assert "  Clarity  ####################     6 of 6" in lines
    assert "  People   ##########..........     2 of 4" in lines
    assert "Strong     There is an aim: Bergen Everybody knows why they come." in lines
    assert "Warning    Bergen has no role. A guest without a role is forgotten." in lines
    assert "  next     Ask Bergen. (up to 2 points)" in lines
    assert "does not forecast" in text


def test_every_finding_can_be_printed_and_says_who_says_so() -> None:
    """A few come first; the last line says how to see the others."""
    asked = load(shelf.find(""))
    answers = Answers().with_items("influencer", tuple(f"i{at}" for at in range(9)))
    card, reading = score(asked, answers, "full"), Reading(asked, answers, "full")
    few = terminal.write(card, reading, title="Oslo")
    every = terminal.write(card, reading, title="Oslo", whole=True)
    assert "more: --all prints them, --write puts them into a file." in " ".join(few.split())
    assert "--all" not in every
    assert few.count("  next  ") == wording.MOST_FINDINGS
    assert every.count("  next  ") == sum(bool(one.next) for one in card.gaps)
    first = card.gaps[0]
    source = short_source(first.source, asked.sources)
    assert source
    assert f"{first.why} ({source})" in " ".join(few.split())


def test_what_brings_most_and_what_is_wrong(questionnaire: Questionnaire) -> None:
    answers = Answers().with_value(Place("about.size"), 3)
    text = report(questionnaire, answers)
    assert "No warning is open. What would bring most points:\n  +4       Role\n" in text
    assert "Wrong" not in text
    text = report(questionnaire, answers.with_value(Place("about.size"), 0))
    assert "Wrong      1 answer is marked wrong: Visitors\n" in text


def test_who_finds_out_what_is_parked(questionnaire: Questionnaire) -> None:
    answers = Answers().with_parked(Place("about.size"), Parked("Kim", date(2026, 12, 1)))
    text = report(questionnaire, answers.with_parked(Place("about.aim"), Parked()))
    assert "Parked     Visitors: Kim, by 1 Dec 2026" in text
    assert "Aim: nobody yet, no date yet" in text


def test_a_part_goes_by_the_name_of_its_record_too() -> None:
    """Two records may both have a field of that name."""
    parked = [Place("party.place.town"), Place("guest.trip.by", "g1")]
    answers = answered({"guest.name@g1": "Ada"}, guest="g1")
    for place in parked:
        answers = answers.with_parked(place, Parked("Kim"))
    text = terminal.write(
        score(shared(), answers, "full"), Reading(shared(), answers, "full"), title="Oslo"
    )
    assert "Parked     Where?: town: Kim, no date yet" in text
    assert "Ada: How do they come?: by: Kim, no date yet" in text


def test_what_is_open_is_counted_by_section(questionnaire: Questionnaire) -> None:
    text = report(questionnaire, Answers().with_items("guest", ("g1",)))
    assert "Open       5 questions without an answer: About the visit 3, Guests 2" in text


def test_a_full_bar_means_every_point(questionnaire: Questionnaire) -> None:
    ids = tuple(f"g{number}" for number in range(100))
    answers = Answers().with_items("guest", ids)
    for item in ids[1:]:
        answers = answers.with_value(Place("guest.role", item), "Host")
    assert "###################." in report(questionnaire, answers)


def test_what_is_left_out_is_counted(questionnaire: Questionnaire) -> None:
    ids = tuple(f"g{number}" for number in range(8))
    text = report(questionnaire, Answers().with_items("guest", ids))
    assert text.count("  next     ") == 5
    assert "4 findings more" in text


def test_hostile_answers(questionnaire: Questionnaire, hostile: str) -> None:
    text = report(questionnaire, about_everything(hostile), title=hostile)
    assert max(map(cell_width, text.splitlines())) <= 78
    assert text == "\n".join(map(clean_line, text.split("\n")))
