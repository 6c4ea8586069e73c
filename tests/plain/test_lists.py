"""Lists line by line: adding, opening, copying, moving, deleting what something hangs on."""

from pathlib import Path

import pytest

from smtui.plan.answers import Place
from smtui.plan.session import Position
from smtui.questionnaire.model import Questionnaire
from tests.plain.talk import Talk
from tests.plan.party import PARTY, answered, party, shared

GUESTS, GIFTS = Position("guests"), Position("gifts")
TWO = {"guest.name@g1": "Ada", "guest.food@g1": "all", "guest.name@g2": "Bo"}


@pytest.fixture
def quiz() -> Questionnaire:
    """The party."""
    return shared()


def test_the_first_item_is_asked_at_once_and_then_the_list(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "Ada", "1", "", position=GUESTS, run="quick")
    assert talk.asked[:3] == ["Who?", "What do they eat?", "Guests: 1."]
    assert "1. Ada: done\nA name adds one. A number opens one. Enter goes on.\n> " in talk.said
    assert talk.asked[3] == "Gifts: none yet."


def test_a_name_adds_one_and_its_questions_follow(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "Ada", "1", "Bo", "2", "Nuts", "", position=GUESTS, run="quick")
    first, second = talk.session.answers.ids("guest")
    assert talk.value("guest.name", first) == "Ada"
    assert talk.value("guest.name", second) == "Bo"
    assert talk.value("guest.allergy", second) == "Nuts"
    assert "Guest 2: Bo\n\nWhat do they eat?" in talk.said


def test_a_number_opens_one_and_its_name_can_be_answered_anew(quiz: Questionnaire) -> None:
    answers = answered(TWO, guest="g1 g2")
    talk = Talk(quiz, "2", "Cy", "", "", answers=answers, position=GUESTS, run="quick")
    assert "Answered: Bo. Enter keeps it." in talk.said
    assert talk.value("guest.name", "g2") == "Cy"
    assert "2. Cy: done" in talk.said


def test_a_plus_sign_adds_one(quiz: Questionnaire) -> None:
    for typed in ("+", "/add"):
        answers = answered(TWO, guest="g1 g2")
        talk = Talk(quiz, typed, "Cy", answers=answers, position=GUESTS, run="quick")
        assert len(talk.session.answers.ids("guest")) == 3


def test_several_names_add_several_at_once(quiz: Questionnaire) -> None:
    typed = "/add Cy; Dee; Ed ;; "
    answers = answered(TWO, guest="g1 g2")
    talk = Talk(quiz, typed, answers=answers, position=GUESTS, run="quick")
    names = [talk.value("guest.name", one) for one in talk.session.answers.ids("guest")]
    assert names == ["Ada", "Bo", "Cy", "Dee"]
    assert "There is no room for Ed." in talk.said
    assert talk.asked[-1] == "Guests: 4."
    fresh = Talk(quiz, "", "", "/add Ada; Bo", position=GUESTS, run="quick")
    assert len(fresh.session.answers.ids("guest")) == 2


def test_the_list_that_is_full_says_so(quiz: Questionnaire) -> None:
    answers = answered(TWO, guest="g1 g2 g3 g4")
    talk = Talk(quiz, "Ed", answers=answers, position=GUESTS, run="quick")
    assert "There are no more than 4 guests." in talk.said
    assert len(talk.session.answers.ids("guest")) == 4
    assert "A name adds one." not in talk.said


def test_a_number_that_is_not_there_adds_nothing(quiz: Questionnaire) -> None:
    answers = answered(TWO, guest="g1 g2")
    talk = Talk(quiz, "7", answers=answers, position=GUESTS)
    assert "There is no number 7. A plus sign adds one." in talk.said
    assert len(talk.session.answers.ids("guest")) == 2


def test_items_are_copied_and_moved(quiz: Questionnaire) -> None:
    answers = answered(TWO, guest="g1 g2")
    talk = Talk(quiz, "/copy 1", "/up 3", "/down Ada", answers=answers, position=GUESTS)
    copy = next(one for one in talk.session.answers.ids("guest") if one not in ("g1", "g2"))
    assert "Copied as number 2." in talk.said
    assert "'Bo' is number 2 of 3." in talk.said
    assert talk.value("guest.name", copy) == "Ada"
    assert "may be any of these" in talk.said  # there are two of them now


def test_an_item_on_which_nothing_hangs_is_deleted_at_once(quiz: Questionnaire) -> None:
    answers = answered(TWO, guest="g1 g2")
    talk = Talk(quiz, "/delete 1", answers=answers, position=GUESTS)
    assert talk.session.answers.ids("guest") == ("g2",)
    assert "'Ada' is deleted. /undo brings it back." in talk.said
    back = Talk(quiz, "/delete 1", "/undo", answers=answers, position=GUESTS)
    assert back.session.answers.ids("guest") == ("g1", "g2")


@pytest.mark.parametrize(
    ("reply", "left"),
    [("1", "g2"), ("2", "g3"), ("3", None), ("", "g1"), ("no", "g1"), ("/quit", "g1")],
)
def test_deleting_asks_what_becomes_of_what_hangs_on_it(
    quiz: Questionnaire, reply: str, left: str | None
) -> None:
    said = {**TWO, "guest.name@g3": "Cy", "gift.what@p1": "Cake", "gift.second@p1": "g1"}
    answers = answered(said, guest="g1 g2 g3", gift="p1")
    talk = Talk(quiz, "/delete Ada", reply, answers=answers, position=GUESTS)
    assert "These name 'Ada':\nWith whom? of gift 'Cake'\n" in talk.said
    assert "1. Delete it and move them to 'Bo'" in talk.said
    assert "3. Delete it and unlink them: leave them open" in talk.said
    assert talk.value("gift.second", "p1") == left
    assert ("g1" in talk.session.answers.ids("guest")) == (left == "g1")


def test_inside_an_item_it_is_the_one_that_is_meant(quiz: Questionnaire) -> None:
    answers = answered(TWO, guest="g1 g2")
    at = Position("guests", "guest.food", "g2")
    talk = Talk(quiz, "/delete", answers=answers, position=at)
    assert talk.session.answers.ids("guest") == ("g1",)
    assert talk.asked[-1] == "Guests: 1."


def test_a_link_to_the_only_item_is_said_and_not_asked(quiz: Questionnaire) -> None:
    answers = answered({"guest.name@g1": "Ada"}, guest="g1")
    talk = Talk(quiz, "Cake", answers=answers, position=GIFTS, run="quick")
    (gift,) = talk.session.answers.ids("gift")
    assert talk.session.reading.value("gift.guest", gift) == "g1"
    assert "From whom? Ada." in talk.said
    assert "From whom?" not in talk.asked


def test_a_link_to_an_empty_list_says_where_to_add_one(quiz: Questionnaire) -> None:
    answers = answered({"gift.what@p1": "Cake"}, gift="p1")
    talk = Talk(quiz, answers=answers, position=Position("gifts", "gift.guest", "p1"))
    assert "There is no guest yet. /go guests leads there." in talk.said


def test_a_link_is_chosen_by_number_or_name(quiz: Questionnaire) -> None:
    answers = answered(TWO, guest="g1 g2")
    for typed in ("2", "bo"):
        talk = Talk(quiz, "Cake", typed, answers=answers, position=GIFTS, run="quick")
        (gift,) = talk.session.answers.ids("gift")
        assert talk.value("gift.guest", gift) == "g2"


def test_back_from_an_item_leads_to_the_list_and_then_before_it(quiz: Questionnaire) -> None:
    at = Position("guests", "guest.name", "g1")
    talk = Talk(quiz, "/back", "/back", answers=answered(TWO, guest="g1 g2"), position=at)
    assert talk.asked == ["Who?", "Guests: 2.", "Which of these first?"]


def test_going_past_a_list_leaves_its_first_item_open(quiz: Questionnaire) -> None:
    talk = Talk(quiz, "", "", "", position=GUESTS, run="quick")
    assert talk.asked == ["Who?", "What do they eat?", "Guests: none yet.", "Gifts: none yet."]
    (only,) = talk.session.answers.ids("guest")
    assert talk.value("guest.name", only) is None


def test_the_place_in_an_item_is_found_again(quiz: Questionnaire) -> None:
    answers = answered(TWO, guest="g1 g2")
    talk = Talk(quiz, answers=answers, position=Position("guests", "guest.food", "g2"))
    assert talk.asked == ["What do they eat?"]
    gone = Talk(quiz, answers=answers, position=Position("guests", "guest.food", "g9"))
    assert gone.asked == ["Guests: 2."]
    assert Place("guest.food", "g9") not in gone.session.answers.values


def test_a_new_item_that_has_only_linked_itself_is_led_into(tmp_path: Path) -> None:
    text = """
id = "q"
version = "1"
title = "Q"
[runs.full]
title = "Full"
[[lists]]
id = "place"
one = "place"
many = "places"
title = "{name}"
fewest = 1
[[lists]]
id = "host"
one = "host"
many = "hosts"
title = "{name}"
fewest = 1
[[sections]]
id = "places"
title = "Places"
[[sections.questions]]
id = "place.name"
kind = "text"
ask = "Where?"
[[sections]]
id = "hosts"
title = "Hosts"
[[sections.questions]]
id = "host.name"
kind = "text"
ask = "Who?"
[[sections.questions]]
id = "host.place"
kind = "link"
to = "place"
auto = "only one"
ask = "In which place?"
"""
    made = party(tmp_path, text)
    talk = Talk(made, "Oslo", "", "", "Ada")
    assert talk.asked[:4] == ["Where?", "Places: 1.", "Who?", "Hosts: none yet."]
    (host,) = talk.session.answers.ids("host")
    assert talk.value("host.name", host) == "Ada"
    assert "In which place? Oslo." in talk.said


@pytest.mark.parametrize(
    ("reply", "cells"),
    [("1", {".g2": 3}), ("2", {}), ("", {".g1": 3})],
)
def test_deleting_asks_what_becomes_of_the_rows_for_it(
    tmp_path: Path, reply: str, cells: dict[str, int]
) -> None:
    grid = """
[[sections.questions]]
id = "party.known"
kind = "grid"
ask = "Known for how long?"
rows_from = "guest"
columns = [{ id = "years", kind = "number", label = "years" }]
"""
    quiz = party(tmp_path, PARTY + grid)
    answers = answered({**TWO, "party.known.years@.g1": 3}, guest="g1 g2")
    talk = Talk(quiz, "/delete Ada", reply, answers=answers, position=GUESTS)
    assert "These name 'Ada':\nits row in 'Known for how long?'\n" in talk.said
    assert "2. Delete it and leave them out (1 row goes)" in talk.said
    values = talk.session.answers.values
    assert {at.item: one for at, one in values.items() if at.row} == cells
