"""What was typed, as an answer: choices, items, fields, numbers; what may be typed; names."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.plan.answers import Answers, Place
from smtui.plan.rules import Reading
from smtui.plan.said import NotUnderstood, asked_as, place_called, understood
from smtui.plan.session import Session
from smtui.questionnaire.model import Questionnaire
from tests.plan.party import answered, reading, shared

GUESTS = {"guest.name@g1": "Ada", "guest.name@g2": "Bo, the younger", "guest.name@g3": "Bo"}


@pytest.fixture
def state(party: Questionnaire) -> Reading:
    """A party with three guests and a gift."""
    return reading(party, answered(GUESTS, guest="g1 g2 g3", gift="p1"))


def said(state: Reading, name: str, text: object, *, typed: bool = True) -> object:
    return understood(state, place_called(state, name), text, typed=typed)


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("party.name", " Two  words ", " Two  words "),
        ("party.name", "  ", None),
        ("party.about", "one\r\ntwo", "one\ntwo"),
        ("party.kind", "big", "big"),
        ("party.kind", "a BIG  one", "big"),
        ("party.kind", "2", "small"),
        ("party.kind", "2.", "small"),
        ("party.kind", "s", "small"),  # the secret one is not offered
        ("party.kind", "Another, namely", "other"),
        ("party.music", "3, jazz; Rock", ("folk", "jazz", "rock")),
        ("party.music", "jazz\nfolk\n", ("jazz", "folk")),
        ("party.music", ["Rock", "jazz"], ("rock", "jazz")),
        ("party.open", "Y", True),
        ("party.open", "FALSE", False),
        ("party.size", "1,500", 1500),
        ("party.size", "many", "many"),
        ("party.day", "1 Sep 2026", date(2026, 9, 1)),
        ("party.rules", "No shoes\n\nNo phones", ("No shoes", "No phones")),
        ("party.place", "town: Oslo; rooms: 2", {"town": "Oslo", "rooms": 2}),
        ("party.place", "Town: Oslo\nhint: by: sea", {"town": "Oslo", "hint": "by: sea"}),
        ("party.place", "hint: left; then right", {"hint": "left; then right"}),
        ("party.place", {"rooms": "3"}, {"rooms": 3}),
        ("gift.guest@p1", "ada", "g1"),
        ("gift.guest@p1", "2", "g2"),
        ("gift.guest@p1", "Bo", "g3"),
        ("gift.guest@p1", "g2", "g2"),
    ],
    ids=repr,
)  # fmt: skip
def test_what_was_typed_is_understood(state: Reading, name: str, text: object, meant: Any) -> None:
    assert said(state, name, text) == meant


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("party.kind", "a", "'a' may be any of these: A big one (big), A small one (small), An"),
        ("party.kind", "9", "'9' is no choice here"),
        ("party.kind", "bgi", "did you mean 'big'?"),
        ("party.kind", "a smal one", "did you mean 'A small one'?"),
        ("party.music", "jazz, roc and roll", "'roc and roll' is no choice here"),
        ("party.place", "Oslo", "'Oslo' does not begin with a field and a colon"),
        ("party.place", {"twon": "Oslo"}, "did you mean 'town'?"),
        ("gift.guest@p1", "Cy", "'Cy' is no guest here"),
    ],
)
def test_what_cannot_be_understood_says_why(
    state: Reading, name: str, text: object, words: str
) -> None:
    with pytest.raises(NotUnderstood) as told:
        said(state, name, text)
    assert words in str(told.value)


def test_a_file_gives_names_in_full(state: Reading) -> None:
    assert said(state, "party.kind", "A small one", typed=False) == "small"
    for short in ("2", "sm"):
        with pytest.raises(NotUnderstood):
            said(state, "party.kind", short, typed=False)


def test_a_name_with_a_comma_is_one_name(party: Questionnaire) -> None:
    state = reading(party, answered(GUESTS, guest="g1 g2 g3", gift="p1"))
    assert said(state, "gift.guest@p1", "bo, the YOUNGER") == "g2"


def test_two_items_of_one_name_are_told_apart_by_id(party: Questionnaire) -> None:
    twins = {"guest.name@g1": "Bo", "guest.name@g2": "Bo"}
    state = reading(party, answered(twins, guest="g1 g2", gift="p1"))
    with pytest.raises(NotUnderstood) as told:
        said(state, "gift.guest@p1", "Bo")
    assert "Bo (g1), Bo (g2)" in str(told.value)
    assert said(state, "gift.guest@p1", "g2") == "g2"


def test_a_choice_off_the_list_is_understood_for_the_rules_to_judge(party: Questionnaire) -> None:
    state = reading(party, answered({"party.size": 50}))
    assert said(state, "party.kind", "A secret one") == "secret"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("party.name", "a line of text"),
        ("party.kind", "a number from 1 to 3, or a name"),
        ("party.music", "numbers from 1 to 4, or names, with commas between; at most 2"),
        ("party.open", "yes or no"),
        ("party.size", "a whole number, at least 1 and at most 500"),
        ("party.price", "an amount, at least 0"),
        ("party.day", "a day, such as 2026-09-01 or 1 Sep 2026"),
        ("party.rules", "short texts, one a line"),
        ("party.place", "town: ...; rooms: ...; hint: ..."),
        ("party.tune", "there is nothing to choose yet"),
        ("gift.guest@p1", "a number from 1 to 3, or a name"),
    ],
)
def test_what_may_be_typed_is_said_in_a_line(state: Reading, name: str, hint: str) -> None:
    assert asked_as(state, place_called(state, name)) == hint


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("party.name", Place("party.name")),
        ("party.place.town", Place("party.place.town")),
        ("guest.name@g2", Place("guest.name", "g2")),
        ("guest.name@2", Place("guest.name", "g2")),
        ("guest.name@ada", Place("guest.name", "g1")),
        ("guest.trip.by@Bo, the younger", Place("guest.trip.by", "g2")),
    ],
)
def test_places_have_names(state: Reading, text: str, place: Place) -> None:
    assert place_called(state, text) == place


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("party.nmae", "there is no question 'party.nmae'\n    did you mean 'party.name'?"),
        ("prty.name", "did you mean 'party.name'?"),
        ("party.words", "there is no question 'party.words'"),
        ("party", "there is no question 'party'"),
        ("party.name@1", "'party.name' is asked once, not of items"),
        ("guest.name", "say which: guest.name@1"),
        ("guest.name@7", "'7' is no guest here"),
        ("guest.name@", "'' is no guest here"),
    ],
)
def test_a_name_that_names_no_place(state: Reading, text: str, words: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        place_called(state, text)
    assert words in str(told.value)


PLACES = [
    Place(name, {"guest": "g1", "gift": "p1"}.get(name.partition(".")[0], ""))
    for name, question in shared().questions.items()
    if question.answerable
]


@given(place=st.sampled_from(PLACES), text=st.text(max_size=60), typed=st.booleans())
def test_nothing_that_can_be_typed_breaks_it(place: Place, text: str, typed: bool) -> None:
    answers = Answers({}, {"guest": ("g1", "g2"), "gift": ("p1",)})
    session = Session(shared(), answers)
    try:
        session.answer(place, understood(session.reading, place, text, typed=typed))
    except NotUnderstood as told:
        assert str(told)


def test_hostile_words_are_short_and_clean_in_complaints(state: Reading, hostile: str) -> None:
    for name in ("party.kind", "party.music", "party.place", "gift.guest@p1"):
        try:
            said(state, name, hostile)
        except NotUnderstood as told:
            assert len(told.words) < 200
            assert "\x1b" not in str(told)
