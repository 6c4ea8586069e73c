"""What is shown, asked, wrong, complete and suggested, as questionnaires/README.md has it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smtui.plan.answers import Answers, Parked, Place
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import Questionnaire
from tests.plan.party import PARTY, answered, reading
from tests.plan.party import party as made

PLACE = {"party.place.town": "Ulm", "party.place.rooms": 1}
FIRST = {"party.name": "Summer", "party.kind": "small", **PLACE}
"""All that the short run requires of the first section."""


def small(folder: Path, questions: str) -> Questionnaire:
    """A questionnaire of one section `a`, with a list `dog` that its questions may use."""
    head = 'id = "small"\nversion = "1"\ntitle = "Small"\n[runs.quick]\ntitle = "Short"\n'
    lists = '[[lists]]\nid = "dog"\none = "dog"\nmany = "dogs"\ntitle = "A dog"\nfewest = 1\n'
    return made(folder, f'{head}{lists}[[sections]]\nid = "a"\ntitle = "A"\n{questions}')


def question(name: str, kind: str = "text", **keys: Any) -> str:
    """One question of the short run, required unless `keys` say otherwise."""
    given = {"required": "true", "quick": "true", **keys}
    lines = [f"{key} = {value}" for key, value in given.items()]
    begin = f'[[sections.questions]]\nid = "{name}"\nkind = "{kind}"\nask = "?"\n'
    return begin + "\n".join(lines) + "\n"


# completeness


def completeness(questionnaire: Questionnaire, answers: Answers, run: str = "quick") -> float:
    return reading(questionnaire, answers, run).completeness(questionnaire.sections[0].id)


def test_each_required_question_weighs_one(party: Questionnaire) -> None:
    assert completeness(party, answered()) == 0
    assert completeness(party, answered({"party.name": "Summer"})) == pytest.approx(1 / 3)
    assert completeness(party, answered(FIRST)) == 1


def test_optional_questions_never_count(party: Questionnaire) -> None:
    more = {"party.about": "Sun", "party.open": True, "party.day": date(2026, 7, 1)}
    assert completeness(party, answered(more)) == completeness(party, answered())
    assert completeness(party, answered({**FIRST, **more})) == 1


def test_a_question_that_becomes_required_counts(party: Questionnaire) -> None:
    """A big party requires its hall (`then`), its size and its music; a small one none of them."""
    big = {**FIRST, "party.kind": "big"}
    assert completeness(party, answered(big)) == pytest.approx(3 / 6)
    assert completeness(party, answered({**big, "party.size": 100})) == pytest.approx(4 / 6)
    whole = {**big, "party.size": 100, "party.hall": "East", "party.music": ("jazz",)}
    assert completeness(party, answered(whole)) == 1


def test_the_short_run_counts_only_what_it_asks(party: Questionnaire) -> None:
    """The full run asks for music of a small party, too."""
    assert completeness(party, answered(FIRST), "full") == pytest.approx(3 / 4)


def test_a_record_is_the_share_of_its_required_fields(party: Questionnaire) -> None:
    given = {"party.name": "Summer", "party.kind": "small"}
    half = {**given, "party.place.town": "Ulm", "party.place.hint": "left door"}
    assert completeness(party, answered(half)) == pytest.approx((2 + 1 / 2) / 3)
    # two rooms make the day a third field
    third = {**half, "party.place.rooms": 2}
    assert completeness(party, answered(third)) == pytest.approx((2 + 2 / 3) / 3)


@pytest.mark.parametrize("name", ["party.name", "party.place", "party.kind"])
def test_parked_is_half(party: Questionnaire, name: str) -> None:
    whole = answered(FIRST)
    assert completeness(party, whole.with_parked(Place(name), Parked())) == pytest.approx(2.5 / 3)


def test_a_parked_field_is_half_a_field(party: Questionnaire) -> None:
    parked = answered(FIRST).with_parked(Place("party.place.rooms"), Parked())
    assert completeness(party, parked) == pytest.approx((2 + 0.75) / 3)


def test_complete_says_how_much_an_answer_counts(party: Questionnaire) -> None:
    """Music counts a quarter when there is none; every other answer counts in full."""
    of_none = {**FIRST, "party.music": ("none",)}
    assert completeness(party, answered(of_none), "full") == pytest.approx(3.25 / 4)
    jazz = {**FIRST, "party.music": ("jazz",)}
    assert completeness(party, answered(jazz), "full") == 1


@pytest.mark.parametrize(
    ("value", "share"), [("2", 1), ("-1", 0), ("0.5", 0.5), ("1 / 0", 0), ("highest of (3, 0)", 1)]
)
def test_complete_stays_between_nought_and_one(tmp_path: Path, value: str, share: float) -> None:
    made_of = small(tmp_path, question("a.b", complete=f'"{value}"') + question("dog.name"))
    assert reading(made_of, answered(dog="d1")).share_of(Place("a.b")) == share


def test_a_list_is_the_mean_over_its_items(party: Questionnaire) -> None:
    read = reading(party, answered({"guest.name@g1": "Ann"}, guest="g1 g2"))
    assert read.completeness("guests") == pytest.approx(1 / 2)


def test_a_list_without_items_is_nought(party: Questionnaire) -> None:
    assert reading(party, answered()).completeness("guests") == 0


def test_the_mean_is_over_the_items_that_a_question_applies_to(party: Questionnaire) -> None:
    """Of three guests only one eats no meat: the allergy is asked of that one alone."""
    given = {
        "guest.name@g1": "Ann", "guest.name@g2": "Bob", "guest.name@g3": "Cem",
        "guest.food@g1": "green", "guest.food@g2": "all",
    }  # fmt: skip
    read = reading(party, answered(given, guest="g1 g2 g3"))
    assert read.completeness("guests") == pytest.approx((1 + 0) / 2)
    given["guest.allergy@g1"] = "nuts"
    assert reading(party, answered(given, guest="g1 g2 g3")).completeness("guests") == 1


def test_a_question_that_applies_to_no_item_does_not_count(party: Questionnaire) -> None:
    read = reading(party, answered({"guest.name@g1": "Ann", "guest.food@g1": "all"}, guest="g1"))
    assert read.completeness("guests") == 1


def test_a_condition_on_the_plan_makes_an_empty_list_count_or_not(tmp_path: Path) -> None:
    asked = '"a.b is yes"'
    made_of = small(
        tmp_path, question("a.b", "yesno") + question("dog.name", show_if=asked)
    )  # fmt: skip
    assert completeness(made_of, answered({"a.b": True})) == 0.5
    assert completeness(made_of, answered({"a.b": False})) == 1


def test_a_section_without_required_questions_is_complete(tmp_path: Path) -> None:
    made_of = small(tmp_path, question("a.b", required="false"))
    assert completeness(made_of, answered()) == 1


def test_a_wrong_answer_is_none(party: Questionnaire) -> None:
    big = {**FIRST, "party.kind": "big", "party.hall": "East", "party.music": ("jazz",)}
    assert completeness(party, answered({**big, "party.size": "many"})) == pytest.approx(5 / 6)
    assert completeness(party, answered({**big, "party.size": 300})) == pytest.approx(5 / 6)
    assert completeness(party, answered({**big, "party.size": 200})) == 1


# shown, hidden, asked


def test_hidden_answers_stay_count_for_nothing_and_come_back(party: Questionnaire) -> None:
    big = answered({**FIRST, "party.kind": "big", "party.hall": "East"})
    away = big.with_value(Place("party.kind"), "small")
    assert reading(party, away).value("party.hall", "") is None
    assert reading(party, away).state("party.hall", "") is State.HIDDEN
    assert Place("party.hall") not in set(reading(party, away).places())
    back = away.with_value(Place("party.kind"), "big")
    assert reading(party, back).value("party.hall", "") == "East"


def test_a_hidden_misfit_is_no_problem(party: Questionnaire) -> None:
    wrong = {**FIRST, "party.hall": 5}
    assert reading(party, answered(wrong)).problems(Place("party.hall")) == []
    wrong["party.kind"] = "big"
    assert reading(party, answered(wrong)).problems(Place("party.hall"))


def test_a_field_is_hidden_with_its_record(tmp_path: Path) -> None:
    fields = '[{ id = "c", kind = "text", label = "c" }]'
    made_of = small(
        tmp_path,
        question("a.a", "yesno") + question("a.b", "record", fields=fields, show_if='"a.a is yes"'),
    )
    given = {"a.a": False, "a.b.c": "there"}
    assert reading(made_of, answered(given)).value("a.b.c", "") is None
    assert reading(made_of, answered({**given, "a.a": True})).value("a.b.c", "") == "there"


def test_the_short_run_asks_what_is_quick(party: Questionnaire) -> None:
    names = {place.name for place in reading(party, answered()).places_of("first")}
    assert names == {"party.name", "party.kind", "party.size", "party.place"}
    big = {place.name for place in reading(party, answered({"party.kind": "big"})).places()}
    assert {"party.music", "party.hall"} <= big
    full = {place.name for place in reading(party, answered(), "full").places_of("first")}
    assert {"party.about", "party.rules", "party.words", "party.tune"} <= full


def test_places_come_in_order_and_one_item_after_the_other(party: Questionnaire) -> None:
    given = answered({"guest.food@g2": "green"}, guest="g2 g1")
    assert list(reading(party, given).places_of("guests")) == [
        Place("guest.name", "g2"), Place("guest.food", "g2"), Place("guest.allergy", "g2"),
        Place("guest.name", "g1"), Place("guest.food", "g1"),
    ]  # fmt: skip


def test_what_belongs_to_a_question_follows_it(party: Questionnaire) -> None:
    names = [place.name for place in reading(party, answered({"party.kind": "big"})).places()]
    assert names[:3] == ["party.name", "party.kind", "party.hall"]


def test_another_namely_is_asked_once_it_is_chosen(party: Questionnaire) -> None:
    other = Place("party.kind_other")
    assert other not in list(reading(party, answered()).places())
    assert other in list(reading(party, answered({"party.kind": "other"})).places())


# parked


def test_what_is_parked_is_unknown_and_comes_back(party: Questionnaire) -> None:
    parked = answered({"party.kind": "big"}).with_parked(Place("party.kind"), Parked("Ann"))
    read = reading(party, parked)
    assert read.value("party.kind", "") is None
    assert read.state("party.kind", "") is State.PARKED
    assert not read.visible(Place("party.hall"))
    back = parked.with_parked(Place("party.kind"), None)
    assert reading(party, back).value("party.kind", "") == "big"


def test_a_parked_record_parks_its_fields(party: Questionnaire) -> None:
    parked = answered(PLACE).with_parked(Place("party.place"), Parked())
    read = reading(party, parked)
    assert read.value("party.place.town", "") is None
    assert read.state("party.place.town", "") is State.PARKED


def test_a_record_is_parked_when_all_that_is_not_answered_is(party: Questionnaire) -> None:
    town = answered({"party.place.town": "Ulm"})
    assert reading(party, town).state("party.place", "") is State.OPEN
    settled = town.with_parked(Place("party.place.rooms"), Parked())
    assert reading(party, settled).state("party.place", "") is State.PARKED
    assert reading(party, answered(PLACE)).state("party.place", "") is State.ANSWERED


def test_a_record_without_required_fields_is_answered_by_any_of_them(tmp_path: Path) -> None:
    fields = '[{ id = "c", kind = "text", label = "c", required = false }]'
    made_of = small(tmp_path, question("a.b", "record", fields=fields))
    assert reading(made_of, answered()).state("a.b", "") is State.OPEN
    assert completeness(made_of, answered()) == 0
    assert reading(made_of, answered({"a.b.c": "there"})).state("a.b", "") is State.ANSWERED
    assert completeness(made_of, answered({"a.b.c": "there"})) == 1


def test_a_misfit_that_is_parked_is_no_problem(party: Questionnaire) -> None:
    parked = answered({"party.size": "many"}).with_parked(Place("party.size"), Parked())
    assert reading(party, parked).problems(Place("party.size")) == []


# problems


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("party.name", 5, "text"),
        ("party.kind", "huge", "'huge' is not one of the choices"),
        ("party.kind", ["big"], "choice"),
        ("party.size", "many", "number"),
        ("party.size", True, "number"),
        ("party.size", 1.5, "whole"),
        ("party.size", 0, "At least 1"),
        ("party.size", 300, "At most 200."),
        ("party.music", "jazz", "list"),
        ("party.music", ("jazz", "polka"), "'polka'"),
        ("party.music", ("jazz", "rock", "folk"), "at most 2"),
        ("party.open", 1, "Yes or no"),
        ("party.day", "soon", "date"),
        ("party.rules", [1], "list"),
        ("party.place", "Ulm", "fields"),
    ],
)
def test_an_answer_that_does_not_fit_is_said_and_unknown(
    party: Questionnaire, name: str, value: object, says: str
) -> None:
    read = reading(party, answered({"party.kind": "big", name: value}), "full")
    problems = read.problems(Place(name))
    assert [problem.severity for problem in problems] == ["error"]
    assert says in problems[0].words
    assert read.is_wrong(Place(name))
    assert read.state(name, "") is State.OPEN or says == "At most 200."


def test_problems_of_a_record_are_those_of_its_fields_errors_first(tmp_path: Path) -> None:
    fields = (
        '[{ id = "c", kind = "number", label = "c" }, '
        '{ id = "d", kind = "number", label = "d", least = 5 }]'
    )
    rules = (
        '[{ rule = "a.b.c < 3", say = "Much.", severity = "advice" }, '
        '{ rule = "a.b.c < a.b.d", say = "Too much.", severity = "warning" }]'
    )
    made_of = small(tmp_path, question("a.b", "record", fields=fields, valid_if=rules))
    read = reading(made_of, answered({"a.b.c": 9, "a.b.d": 7}))
    assert [one.words for one in read.problems(Place("a.b"))] == ["Too much.", "Much."]
    wrong = reading(made_of, answered({"a.b.c": 9, "a.b.d": 1})).problems(Place("a.b"))
    assert [(one.place.name, one.severity) for one in wrong] == [
        ("a.b.d", "error"),
        ("a.b", "advice"),
    ]


def test_a_rule_that_cannot_be_decided_is_not_broken(tmp_path: Path) -> None:
    rule = '[{ rule = "a.b < a.c", say = "Too large." }]'
    made_of = small(tmp_path, question("a.b", "number", valid_if=rule) + question("a.c", "number"))
    assert reading(made_of, answered({"a.b": 5})).problems(Place("a.b")) == []
    assert reading(made_of, answered({"a.b": 5, "a.c": 1})).problems(Place("a.b"))


def test_a_link_to_an_item_that_is_gone_is_said_and_kept(party: Questionnaire) -> None:
    given = answered({"gift.second@x1": "g9"}, guest="g1 g2", gift="x1")
    read = reading(party, given, "full")
    assert "no longer there" in read.problems(Place("gift.second", "x1"))[0].words
    assert read.value("gift.second", "x1") is None
    assert "g9" in read.text(Place("gift.second", "x1"))


def test_a_choice_that_the_other_answers_take_off_the_list_is_said_and_kept(
    party: Questionnaire,
) -> None:
    secret = {"party.kind": "secret", "party.size": 5}
    assert reading(party, answered(secret)).problems(Place("party.kind")) == []
    read = reading(party, answered({**secret, "party.size": 50}))
    (problem,) = read.problems(Place("party.kind"))
    assert "A secret one" in problem.words and problem.severity == "error"
    assert read.value("party.kind", "") is None, "what is off the list is not sent on"
    assert read.text(Place("party.kind")) == "A secret one"


def test_a_choice_from_an_answer_is_said_when_that_answer_has_it_no_more(
    party: Questionnaire,
) -> None:
    given = {"party.music": ("jazz", "rock"), "party.tune": "rock"}
    assert reading(party, answered(given), "full").problems(Place("party.tune")) == []
    gone = reading(party, answered({**given, "party.music": ("jazz",)}), "full")
    assert "Rock" in gone.problems(Place("party.tune"))[0].words


# links


def test_a_link_takes_the_only_item_by_itself(party: Questionnaire) -> None:
    place = Place("gift.guest", "x1")
    one = reading(party, answered({"guest.name@g1": "Ann"}, guest="g1", gift="x1"))
    assert one.value(*place) == "g1"
    assert one.link_is_taken(place)
    assert one.state(*place) is State.ANSWERED
    assert one.text(place) == "Ann"
    two = reading(party, answered(guest="g1 g2", gift="x1"))
    assert two.value(*place) is None and not two.link_is_taken(place)
    assert reading(party, answered(gift="x1")).state(*place) is State.OPEN


def test_a_link_without_auto_waits_for_its_answer(party: Questionnaire) -> None:
    read = reading(party, answered(guest="g1", gift="x1"), "full")
    assert read.value("gift.second", "x1") is None


def test_a_link_that_is_parked_takes_nothing(party: Questionnaire) -> None:
    given = answered(guest="g1", gift="x1").with_parked(Place("gift.guest", "x1"), Parked())
    assert reading(party, given).state("gift.guest", "x1") is State.PARKED


# what is offered and said


def test_choices_are_offered_while_they_apply_and_other_last(party: Questionnaire) -> None:
    place = Place("party.kind")
    assert [one.id for one in reading(party).offers(place)] == ["big", "small", "other"]
    few = reading(party, answered({"party.size": 5}))
    assert [one.label for one in few.offers(place)] == [
        "A big one",
        "A small one",
        "A secret one",
        "Another, namely",
    ]


def test_a_link_offers_the_items_by_their_titles(party: Questionnaire) -> None:
    read = reading(party, answered({"guest.name@g2": "Bob"}, guest="g1 g2", gift="x1"))
    offers = read.offers(Place("gift.guest", "x1"))
    assert [(one.id, one.label) for one in offers] == [("g1", "guest 1"), ("g2", "Bob")]


def test_a_suggestion_is_made_while_a_question_is_open(party: Questionnaire) -> None:
    place = Place("party.size")
    assert reading(party).suggestion(place) == 10
    assert reading(party, answered({"party.kind": "big"})).suggestion(place) == 100
    assert reading(party, answered({"party.size": 5})).suggestion(place) is None
    parked = Answers().with_parked(place, Parked())
    assert reading(party, parked).suggestion(place) is None


def test_a_suggestion_that_would_be_wrong_is_not_made(tmp_path: Path) -> None:
    made_of = small(tmp_path, question("a.b", "number", default='"3 + 4"', most="5"))
    assert reading(made_of).suggestion(Place("a.b")) is None


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("party.name", "Summer", "Summer"),
        ("party.kind", "big", "A big one"),
        ("party.kind", "huge", "huge"),
        ("party.music", ("jazz", "rock"), "Jazz, Rock"),
        ("party.music", ("jazz", "rock", "folk"), "Jazz, Rock, Folk"),
        ("party.open", False, "no"),
        ("party.size", 12000, "12,000"),
        ("party.size", "many", "many"),
        ("party.day", date(2026, 9, 1), "1 Sep 2026"),
    ],
)
def test_answers_read_as_people_write_them(
    party: Questionnaire, name: str, value: object, text: str
) -> None:
    assert reading(party, answered({name: value})).text(Place(name)) == text


def test_a_record_reads_with_the_fields_that_apply(party: Questionnaire) -> None:
    given = {**PLACE, "party.place.from": date(2026, 9, 1)}
    assert reading(party, answered(given)).text(Place("party.place")) == "town Ulm   rooms 1"


def test_no_hostile_text_upsets_a_reading(party: Questionnaire, hostile: str) -> None:
    given = {"party.name": hostile, "party.kind": hostile, "guest.name@g1": hostile}
    read = reading(party, answered({k: v for k, v in given.items() if v}, guest="g1"))
    for place in read.places():
        read.problems(place)
        read.text(place)
    assert read.title("guest", "g1") == (hostile.strip() or "guest 1")


def test_an_expression_without_end_is_unknown_and_stops(tmp_path: Path) -> None:
    loops = "any dog as a where any dog as b where any dog as c where any dog as d where "
    loops += "a.name is (b.name) and c.name is (d.name) and a.name is (d.name) and 1 > 2"
    made_of = small(tmp_path, question("a.b", show_if=f'"{loops}"') + question("dog.name"))
    ids = [f"d{number}" for number in range(100)]
    names = {f"dog.name@{one}": one for one in ids}
    read = reading(made_of, answered(names, dog=" ".join(ids)))
    assert not read.visible(Place("a.b"))


def test_the_party_has_one_of_every_kind() -> None:
    """So that the tests of the plan file speak for all of them."""
    kinds = "text longtext choice choices yesno number money date texts record link note"
    assert all(f'kind = "{kind}"' in PARTY for kind in kinds.split())
