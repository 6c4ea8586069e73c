"""Answers never change under anybody's hands; each change is a new snapshot."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.plan.answers import Answers, Parked, Place, Remark, new_id

NAME = Place("party.name")
ANN = Place("guest.name", "g1")


def test_a_change_leaves_the_earlier_answers_as_they_were() -> None:
    first = Answers().with_value(NAME, "Summer")
    second = first.with_value(NAME, "Winter")
    assert (first.value(NAME), second.value(NAME)) == ("Summer", "Winter")


@pytest.mark.parametrize("empty", [None, "", ()], ids=["None", "text", "list"])
def test_an_empty_answer_is_no_answer(empty: object) -> None:
    assert NAME not in Answers().with_value(NAME, "Summer").with_value(NAME, empty).values


@pytest.mark.parametrize("value", [False, 0, 0.0])
def test_no_and_nought_are_answers(value: object) -> None:
    assert Answers().with_value(NAME, value).value(NAME) is value


def test_an_answer_ends_the_parking_even_when_it_was_typed_before() -> None:
    typed = Answers().with_value(NAME, "Summer").with_parked(NAME, Parked("Ann"))
    assert typed.value(NAME) == "Summer"
    assert NAME not in typed.with_value(NAME, "Summer").parked


def test_emptying_a_parked_question_leaves_it_parked() -> None:
    parked = Answers().with_value(NAME, "Summer").with_parked(NAME, Parked("Ann"))
    assert parked.with_value(NAME, "").parked == {NAME: Parked("Ann")}


def test_yes_is_another_answer_than_one() -> None:
    assert Answers().with_value(NAME, True).with_value(NAME, 1).value(NAME) is not True


@pytest.mark.parametrize(
    "same",
    [
        lambda answers: answers.with_value(NAME, "Summer"),
        lambda answers: answers.with_value(ANN, None),
        lambda answers: answers.with_parked(NAME, None),
        lambda answers: answers.with_remark(NAME, None),
        lambda answers: answers.with_items("guest", ("g1",)),
    ],
    ids=["value", "nothing", "parked", "remark", "items"],
)
def test_what_changes_nothing_gives_the_same_answers(same: object) -> None:
    answers = Answers({NAME: "Summer"}, {"guest": ("g1",)})
    assert callable(same)
    assert same(answers) is answers


def test_an_item_goes_with_everything_said_about_it() -> None:
    answers = (
        Answers({NAME: "Summer"}, {"guest": ("g1", "g2")})
        .with_value(ANN, "Ann")
        .with_parked(Place("guest.food", "g1"), Parked("Bob", date(2026, 9, 1)))
        .with_remark(ANN, Remark("Likes cake"))
        .with_value(Place("guest.name", "g2"), "Bob")
        .without_item("guest", "g1")
    )
    assert answers.ids("guest") == ("g2",)
    assert answers.values == {NAME: "Summer", Place("guest.name", "g2"): "Bob"}
    assert not answers.parked and not answers.remarks


def test_an_empty_note_is_taken_away() -> None:
    noted = Answers().with_remark(NAME, Remark("Ask Ann"))
    assert not noted.with_remark(NAME, Remark("")).remarks


@given(st.lists(st.integers(0, 30), min_size=4), st.sets(st.text("ab", min_size=4, max_size=4)))
def test_a_new_id_is_short_begins_with_a_letter_and_is_free(
    picks: list[int], taken: set[str]
) -> None:
    feed = iter(picks + list(range(200)) * 5)
    made = new_id(frozenset(taken), lambda letters: letters[next(feed) % len(letters)])
    assert len(made) == 4 and made[0].isalpha() and made.isascii()
    assert made not in taken and made == made.lower()
