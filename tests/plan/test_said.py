"""What was typed, as an answer: choices, items, fields, numbers; what may be typed; names."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.plan.answers import Answers, Place
from smtui.plan.named import name_of
from smtui.plan.rules import Reading
from smtui.plan.said import NotUnderstood, asked_as, place_called, understood
from smtui.plan.session import Session
from smtui.questionnaire.model import Questionnaire
from tests.plan.party import answered, party, reading, shared
from tests.plan.workshop import WORKSHOP

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
        ("party.name", " Two  words ", "Two  words"),
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
        ("party.place", "hint: left\nthen right", {"hint": "left then right"}),
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


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """A workshop with two people and a task."""
    questionnaire = party(tmp_path_factory.mktemp("workshop"), WORKSHOP)
    given = {
        "work.name": "Clay",
        "work.media": ("mail", "post"),
        "work.currency": "EUR",
        "work.most": 2,
        "person.name@p": "Ada",
        "person.name@q": "Bo",
        "task.what@t": "Cook",
    }
    return reading(questionnaire, answered(given, person="p q", task="t"), "full")


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("work.mood", "3", 3),
        ("work.mood", "Very much", 5),
        ("work.mood", "3 of 5", 3),
        ("work.often", "some DAYS", 1),
        ("work.often", "Some days (1)", 1),
        ("work.often", "9", 9),
        ("work.order", "3, Eat, talk", ("walk", "eat", "talk")),
        ("work.media", "fax", ("fax",)),
        ("work.media_other", "called: Bus; costs: 5 EUR", {"name": "Bus", "cost": 5}),
        ("work.time", "rest of clay: 40 %", {"rest": {"share": 40}}),
        ("work.time", {"talk": "60"}, {"talk": {"share": 60}}),
        ("work.presence", "mail.state: Dormant", {"mail": {"state": "dormant"}}),
        ("work.presence", "Post why: old", {"post": {"note": "old"}}),
        ("work.presence", {"Post": {"state": "active"}}, {"post": {"state": "active"}}),
        ("work.presence.mail.state", "act", "active"),
        ("person.marks@p", "reach: 4\nBond: 2", {"reach": {"mark": 4}, "bond": {"mark": 2}}),
        ("person.tasks@p", "cook", ("t",)),
        ("person.boss@p", "bo", "q"),
        ("person.boss@p", "1", "q"),
        ("person.boss@p", "Ada", "p"),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_made_of_parts_is_understood(
    workshop: Reading, name: str, text: object, meant: object
) -> None:
    assert said(workshop, name, text) == meant


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("work.time", "talking: 3", "does not begin with a row and a colon"),
        ("work.time", {"tlak": 3}, "'tlak' is no row here"),
        ("work.presence", {"mail": {"stat": ""}}, "'stat' is no column here"),
        ("work.presence", "mail: dormant", "does not begin with a cell and a colon"),
        ("work.presence", {"mail": {"state": "x"}}, "Mail: state: 'x' is no choice here"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_part_says_where(
    workshop: Reading, name: str, text: object, words: str
) -> None:
    with pytest.raises(NotUnderstood) as told:
        said(workshop, name, text)
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("work.presence.mail.state", Place("work.presence.state", ".mail")),
        ("work.presence.Mail.note", Place("work.presence.note", ".mail")),
        ("work.time.talk", Place("work.time.share", ".talk")),
        ("work.time.talk.share", Place("work.time.share", ".talk")),
        ("person.marks.reach@2", Place("person.marks.mark", "q.reach")),
        ("person.marks.bond.mark@ada", Place("person.marks.mark", "p.bond")),
        ("person.marks@p", Place("person.marks", "p")),
    ],
)
def test_cells_have_their_row_in_their_name(workshop: Reading, text: str, place: Place) -> None:
    assert place_called(workshop, text) == place
    assert place_called(workshop, name_of(workshop, place)) == place


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("work.presence.mail", "'work.presence.mail' is no cell of the grid 'work.presence'"),
        ("work.presence.mail.stat", "did you mean 'state'?"),
        ("work.presence.state", "is no cell of the grid 'work.presence'"),
        ("work.presence.mial.state", "'mial' is no row here\n    did you mean 'Mail'?"),
        ("person.marks.reach", "'person.marks.reach' is asked of each person"),
        ("person", "is a list, and no question\n    name one of its questions: person.name@1"),
        ("work.sum", "there is no question 'work.sum'"),
    ],
)  # fmt: skip
def test_a_name_that_is_no_cell(workshop: Reading, text: str, words: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        place_called(workshop, text)
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("work.mood", "a step from 1 to 5: 1 not at all, 5 very much"),
        ("work.often", "a step from 0 to 2: 0 Never, 1 Some days, 2 Every day"),
        ("work.order", "numbers from 1 to 3, or names, the best first, with commas between; all of them"),  # noqa: E501
        ("work.media", "numbers from 1 to 3, or names, with commas between; at most 2"),
        ("work.media_other.cost", "an amount (EUR), at least 0"),
        ("work.time", "talk: ...; rest: ...; together 100"),
        ("work.presence", "mail.state: ...; post.state: ..."),
        ("person.boss@p", "a number from 1 to 1, or a name"),
        ("person.marks@p", "reach: ...; bond: ..."),
    ],
)  # fmt: skip
def test_what_may_be_typed_of_parts(workshop: Reading, name: str, hint: str) -> None:
    assert asked_as(workshop, place_called(workshop, name)) == hint


def test_what_is_understood_of_parts_is_an_answer(workshop: Reading) -> None:
    session = Session(workshop.questionnaire, workshop.answers, run="full")
    for name, text in (("work.time", "talk: 60; rest: 40"), ("person.marks@p", "Reach: 4")):
        place = place_called(session.reading, name)
        session.answer(place, understood(session.reading, place, text))
        assert session.reading.problems(place) == []
    assert session.reading.text(Place("work.time")) == "Talk 60 %   Rest of Clay 40 %"
    assert session.answers.value(Place("person.marks.mark", "p.reach")) == 4


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
