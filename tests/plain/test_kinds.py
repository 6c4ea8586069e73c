"""Every kind of question line by line, and the replies that are no answers."""

from pathlib import Path

import pytest

from smtui.plan.answers import Disagreement, Place
from smtui.plan.session import Position
from smtui.questionnaire.model import Questionnaire
from tests.plain.talk import Talk
from tests.plan.party import answered, party
from tests.plan.workshop import WORKSHOP

PEOPLE = {"person.name@a": "Ada", "person.name@b": "Bo"}


@pytest.fixture(scope="module")
def quiz(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    """The workshop."""
    return party(tmp_path_factory.mktemp("workshop"), WORKSHOP)


def at(name: str, item: str = "") -> Position:
    return Position("second" if item else "first", name, item)


def test_earlier_answers_stand_in_later_words(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "Day out", "/go 1")
    assert "Section 1 of 2: The workshop to be" in talk.said
    assert "How do you look forward to Day out?" in talk.asked


def test_a_scale_says_its_ends_or_its_steps(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "4", "some days", position=at("work.mood"))
    assert "A number from 1 (not at all) to 5 (very much). Optional." in talk.said
    assert "How often?\n0. Never\n1. Some days\n2. Every day\nA number from 0 to 2." in talk.said
    assert talk.value("work.mood") == 4
    assert talk.value("work.often") == 1
    assert "Wrong: A step from 0 to 2" in Talk(quiz, "9", position=at("work.often")).said


def test_a_ranking_keeps_the_order_that_is_typed(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "3, 1, eat", position=at("work.order"))
    assert talk.value("work.order") == ("walk", "talk", "eat")
    assert "Taken: 1. Walk, 2. Talk, 3. Eat\n" in talk.said


def test_groups_are_said_and_retired_choices_are_not(quiz: Questionnaire) -> None:
    talk = Talk(quiz, position=at("work.media"))
    assert "Written:\n1. Mail\n2. Post\nOthers:\n3. Another\n" in talk.said
    assert "Fax" not in talk.said


def test_another_namely_asks_its_parts(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "3", "Radio", "1,200", position=at("work.media"))
    assert talk.value("work.media_other.name") == "Radio"
    assert talk.value("work.media_other.cost") == 1200


def test_shares_say_how_much_is_left(quiz: Questionnaire) -> None:
    answers = answered({"work.name": "Gala"})
    talk = Talk(quiz, "70", "20", answers=answers, position=at("work.time"))
    assert "How is the time divided? (2 rows)\n\nRow 1, Talk\n" in talk.said
    assert "These come to 70 of 100 %: 30 % left.\n\nRow 2, Rest of Gala\n" in talk.said
    assert "Wrong: These come to 90 of 100 %: 10 % left." in talk.said
    assert talk.value("work.time.share", ".talk") == 70


def test_a_grid_is_asked_row_by_row(quiz: Questionnaire) -> None:
    answers = answered({"work.media": ("mail", "post")})
    talk = Talk(quiz, "1", "2", "No time", answers=answers, position=at("work.presence"))
    assert talk.asked[:3] == ["Row 1, Mail: state", "Row 2, Post: state", "Row 2, Post: why"]
    assert talk.value("work.presence.state", ".mail") == "active"
    assert talk.value("work.presence.note", ".post") == "No time"
    assert (
        "Dormant ones: 1 of them.\n"
        in Talk(quiz, "", answers=talk.session.answers, position=at("work.room")).said
    )


def test_a_grid_in_an_item_and_what_hangs_on_it(quiz: Questionnaire) -> None:
    answers = answered(PEOPLE, person="a b")
    talk = Talk(quiz, "4", "2", answers=answers, position=at("person.marks", "b"))
    assert talk.asked[:3] == ["Row 1, Reach", "Row 2, Bond", "What to do?"]
    assert talk.value("person.marks.mark", "b.bond") == 2
    assert "Person 2: Bo" in talk.said
    again = Talk(quiz, answers=answers, position=talk.session.position)
    assert again.asked


def test_links_name_several_items(quiz: Questionnaire) -> None:
    said = {**PEOPLE, "task.what@s": "Cook", "task.what@t": "Wash"}
    answers = answered(said, person="a b", task="s t")
    talk = Talk(quiz, "2, cook", "ada", answers=answers, position=at("person.tasks", "b"))
    assert set(talk.value("person.tasks", "b")) == {"s", "t"}  # type: ignore[call-overload]
    assert talk.value("person.boss", "b") == "a"
    assert "Who leads Bo?\n1. Ada\n" in talk.said  # nobody leads himself


def test_rules_over_a_list_are_said_at_the_list(quiz: Questionnaire) -> None:
    said = {**PEOPLE, "person.share@a": 60, "person.share@b": 60}
    answers = answered(said, person="a b")
    talk = Talk(quiz, answers=answers, position=Position("second", "", "a"))
    assert "Wrong: Their shares come to over 100.\nA name adds one." in talk.said


def test_not_applicable_where_that_is_allowed(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "/na", "/na", "/back", "/clear", position=at("work.mood"))
    assert "Not applicable.\n" in talk.said
    assert "This question applies to every plan." in talk.said
    assert "Not applicable. Enter leaves it so." in talk.said
    assert not talk.session.answers.not_applicable
    kept = Talk(quiz, "/na", position=at("work.mood"))
    assert Place("work.mood") in kept.session.answers.not_applicable


def test_somebody_disagrees(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "/disagree Bo: too long a name", "/again", position=at("work.name"))
    kept = talk.session.answers.disagreements[Place("work.name")]
    assert kept == Disagreement("Bo", "too long a name")
    assert "Disagrees: Bo: too long a name" in talk.said
    gone = Talk(quiz, "/disagree -", answers=talk.session.answers, position=at("work.name"))
    assert not gone.session.answers.disagreements


def test_a_choice_from_a_table_counts_on_other_answers(tmp_path: Path, quiz: Questionnaire) -> None:
    talk = Talk(quiz, "hall", position=at("work.room"))
    assert "Where?\n1. Attic\n2. Hall\n" in talk.said
    assert talk.value("work.room") == "hall"
