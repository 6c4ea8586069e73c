"""The words of the language beyond plain comparing: texts, dates, items, links, fields, lists."""

from datetime import date
from typing import Any

import pytest

from smtui.questionnaire.expression import (
    YESNO,
    Flaw,
    ItemOf,
    Symbol,
    compile_condition,
    compile_source,
    compile_template,
    compile_value,
)
from tests.questionnaire import Trip, scope, value

TRIP = Trip(
    answers={
        "trip.size": 4,
        "trip.price": 250.5,
        "trip.mode": "train",
        "trip.modes": ("train", "car"),
        "trip.cities": ("oslo", "rome"),
        "trip.name": "Über die Alpen: 3 Tage",
        "trip.need": "Into the mountains with friends",
        "trip.start": date(2026, 1, 31),
        "trip.end": date(2028, 1, 30),
        "person.name p1": "Ann",
        "person.age p1": 40,
        "person.friend p1": "p2",
        "person.name p2": "Bob",
        "person.age p2": 20,
        "person.friend p2": "p2",
        "person.name p3": "Cy",
        "bag.owner b1": "p1",
        "bag.weight b1": 12,
        "bag.owner b2": "p1",
        "bag.users b2": ("p2", "p3"),
        "bag.weight b2": 8,
        "bag.owner b3": "p3",
        "bag.weight b3": 5,
        "trip.when.from": date(2026, 1, 31),
    },
    lists={"person": ("p1", "p2", "p3"), "bag": ("b1", "b2", "b3")},
    parked=frozenset({"trip.when.nights"}),
    not_applicable=frozenset({"trip.paid", "trip.when.note"}),
)


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        # at least, at most
        ("trip.size at least 4", True),
        ("trip.size at least 5", False),
        ("trip.size at most 4", True),
        ("trip.size is at most 3 + 1", True),
        ("trip.size is not at least 4", False),
        ("trip.size at least 1 and trip.size at most 3", False),
        ("trip.start at least 2026-01-31", True),
        # one of several values of any kind
        ("trip.name is one of ('x', trip.name)", True),
        ("trip.name is not one of ('x', 'y')", True),
        ("trip.start is one of (2026-01-30, 2026-01-31)", True),
        ("trip.price is one of (1.5, 250.5)", True),
        ("trip.size is one of (-4, 4)", True),
        # numbers are compared as they are written, not as a machine adds them
        ("0.1 + 0.2 = 0.3", True),
        ("0.1 + 0.2 is 0.3", True),
        ("0.1 + 0.2 is one of (0.3, 4)", True),
        ("0.1 + 0.2 is one of values of (0.3, 4)", True),
        ("0.1 + 0.2 > 0.3", False),
        ("0.1 + 0.2 between 0.1 and 0.3", True),
        ("sum of (22.8, 22.1, 5.9, 27.5, 17.9, 3.8) at most 100", True),
        ("4.5 + 27.1 + 40.5 + 14.8 + 13.1 != 100", False),
        ("0.0000001 > 0", True),
        ("1 / 3 * 3 = 1", True),
        ("trip.mode is one of (car, trip.mode)", True),
        ("trip.modes includes any of (none, trip.mode)", True),
        ("trip.modes includes all of (none, trip.mode)", False),
        # states
        ("trip.paid is not applicable", True),
        ("trip.paid is applicable", False),
        ("trip.size is not applicable", False),
        ("trip.size is applicable", True),
        # texts
        ("slug of trip.name", "uber-die-alpen-3-tage"),
        ("slug of '  Crème Brûlée -- Straße & Søn_Łódź!'", "creme-brulee-strasse-son-lodz"),
        ("slug of '日本'", None),
        ("slug of 'A' is 'a'", True),
        ("trip.name begins with 'über die'", True),
        ("trip.name begins with 'die'", False),
        ("trip.name ends with 'TAGE'", True),
        ("trip.name contains 'alpen'", True),
        ("trip.name contains trip.need", False),
        ("'  The   same ' equals 'the same'", True),
        ("'The same' is 'the same'", False),
        ("trip.need shares a word with 'Going with friends'", True),
        ("trip.need shares a word with 'Going with others'", True),
        ("trip.need shares a word with 'Going with others' except small", False),
        ("trip.need shares a word with 'Going with friends' except small", True),
        # dates: a year is complete on the day itself
        ("years from trip.start to trip.end", 1),
        ("years from trip.start to 2028-01-31", 2),
        ("years from 2008-02-29 to 2026-02-28", 17),
        ("years from 2008-02-29 to 2026-03-01", 18),
        ("years from 2026-01-02 to 2026-01-01", 0),
        ("years from 2026-01-02 to 2024-01-01", -2),
        # the first of a list
        ("first of trip.cities is oslo", True),
        ("(first of person).name", "Ann"),
        ("(first of person where age < 30).name", "Bob"),
        ("first of trip.modes", "train"),
        # links
        ("count of bag linking to first of person", 2),
        ("sum of weight over bag linking to (best person by age)", 20),
        ("count of bag linking to (first of person where name is 'Bob')", 1),
        ("count of person where count of bag linking here > 1", 2),
        ("count of person where count of bag linking here at least 1", 3),
        ("count of person as p where any bag linking to p where weight > 10", 1),
        ("sum of weight over (bag where weight < 10) linking to first of person", 8),
        ("values of (count of bag linking here over person)", (2, 1)),
        ("highest of sum of weight over bag linking here over person", 20),
        # links of a list to itself
        ("values of (count of person linking here over person)", (0, 2)),
        ("(first of person where count of person linking here > 1).name", "Bob"),
        # the others
        ("count of person where any others of person where age > 30", 2),
        ("count of person as p where any others of person as q where q.age < p.age", 1),
        ("count of others of person over person", None),
        ("values of (count of others of person over person)", (2,)),
        ("values of (count of others of (person where age > 30) over person)", (0, 1)),
        # the fields of a record
        ("share of fields of trip.when where this is answered", 1 / 3),
        ("count of fields of trip.when where this is parked", 1),
        ("count of fields of trip.when as f where f is not applicable", 1),
        ("share of (fields of trip.when where this is applicable) where this is answered", 1 / 2),
        ("every fields of trip.when where this is answered", False),
        # columns of several values
        ("count of cities where ways includes car", 2),
        ("any cities where ways includes all of (car, train)", True),
        # only one value, of any kind
        ("(best cities by warm).tags is only 'warm'", False),
        ("count of cities where tags is only 'old'", 1),
        ("count of bag where users is only (first of person)", 0),
        ("trip.modes is only (trip.mode)", False),
        ("count of cities where ways includes any of trip.modes", 3),
        ("count of cities where tags includes 'old'", 2),
        ("(best cities by warm).tags includes 'warm'", True),
        ("lookup cities.warm by (first of trip.cities)", 2),
        ("count of values of (ways over cities)", 2),
        # rows chosen and not chosen, a union of answers
        ("values of (label over cities where not trip.cities includes (this))", ("Bern", "Lima")),
        ("count of values of (trip.cities, city over person)", 2),
        ("mean of warm over values of (trip.cities, city over person)", 5.5),
        # loops in loops with the outer one named
        ("share of person as p where any bag as b where b.owner is p and p.age > 30", 1 / 3),
        (
            "count of person as p where every bag as b where "
            "any others of person as q where q is p or not b.owner is p",
            1,
        ),
        # partial credit
        ("mean of (trip.size > 3, trip.price > 500)", 0.5),
        ("(trip.size > 3) + (trip.price > 500)", 1),
        # the reason which of two was lower
        (
            "if trip.size < 5 then 'size ({trip.size}), so {lowest of (trip.size, 5)}' else 'five'",
            "size (4), so 4",
        ),
    ],
)
def test_every_word_means_what_the_guide_says(sentence: str, result: Any) -> None:
    if result is None and "slug" not in sentence:
        with pytest.raises(Flaw):
            value(sentence, TRIP)
        return
    found = value(sentence, TRIP)
    assert found == result or found == pytest.approx(result)


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("trip.size at least 3", None),
        ("trip.name is one of ('a', 'b')", None),
        ("'a' is one of (trip.name, 'a')", True),
        ("'c' is one of (trip.name, 'a')", None),
        ("trip.modes includes any of (train, trip.mode)", None),
        ("slug of trip.name", None),
        ("trip.name begins with 'a'", None),
        ("'a' contains trip.name", None),
        ("trip.name shares a word with 'a' except small", None),
        ("years from trip.start to 2026-01-01", None),
        ("first of trip.modes", None),
        ("first of person", None),
        ("count of bag linking to first of person", 0),
        ("sum of weight over bag linking to first of person", 0),
        ("share of fields of trip.when where this is answered", 0),
        ("count of fields of trip.when", 3),
        ("trip.size is not applicable", False),
        ("trip.size is applicable", True),
    ],
)
def test_of_an_empty_plan(sentence: str, result: Any) -> None:
    assert value(sentence) == result


def test_a_field_that_is_hidden_is_no_field() -> None:
    trip = Trip({"trip.when.nights": 3}, hidden=frozenset({"trip.when.note"}))
    assert value("share of fields of trip.when where this is answered", trip) == 0.5


def test_here_is_the_item_in_hand() -> None:
    element = ItemOf(list="person")
    for sentence in ("count of bag linking here", "count of bag linking to this"):
        code = compile_value(sentence, scope(), element)
        assert [code.value(TRIP, one) for one in ("p1", "p2", "p3")] == [2, 1, 2]
    code = compile_value("count of others of person where age > 30", scope(), element)
    assert [code.value(TRIP, one) for one in ("p1", "p2")] == [0, 1]
    rows, _ = compile_source("others of person", scope(), element)
    assert rows.value(TRIP, "p2") == ("p1", "p3")


def test_here_in_a_loop_is_the_item_of_the_loop() -> None:
    # the bags of the persons, not those of the bag in hand
    code = compile_value(
        "sum of count of bag linking here over person", scope(), ItemOf(list="bag")
    )
    assert code.value(TRIP, "b1") == 5


def test_what_is_worked_out_says_what_it_reads() -> None:
    def reads(sentence: str) -> frozenset[str]:
        return compile_value(sentence, scope(), ItemOf(list="person")).reads

    assert reads("count of bag linking here") == {"bag", "bag.owner", "bag.users"}
    assert reads("count of others of person") == {"person"}
    when = {"trip.when", "trip.when.from", "trip.when.nights", "trip.when.note"}
    assert reads("count of fields of trip.when where this is parked") == when
    assert reads("slug of trip.name is 'x'") == {"trip.name"}


def test_a_finding_can_ask_for_an_earlier_one() -> None:
    judging = scope(checks=True)
    judging.findings["W-1"] = Symbol(YESNO, lambda world, _: True, frozenset({"trip.size"}))
    code = compile_condition("W-1 and not P1 is full", judging)
    assert code.holds(Trip(checks={"P1": 0.5}))
    assert code.reads == {"trip.size", "check P1"}


def test_a_text_may_say_a_whole_list() -> None:
    sentence = "{values of ('{name} ({count of bag linking here})' over person)} travel."
    code = compile_template(sentence, scope())
    assert code.value(TRIP) == "Ann (2), Bob (1) and Cy (2) travel."


@pytest.mark.parametrize(
    ("sentence", "marked", "what", "mend"),
    [
        ("trip.size at 4", "at", "'at' cannot stand here", ""),
        ("trip.mode at least 4", "trip.mode", "cannot be compared with a number", ""),
        ("trip.name is one of (a, b)", "a", "on the left stands a text", ""),
        ("trip.mode is one of (car, 'x')", "'x'", "cannot be compared with a text", ""),
        ("trip.size is one of ('x', 4)", "'x'", "cannot be compared with a text", ""),
        ("trip.mode is one of (car, )", ")", "')' cannot stand here", ""),
        ("trip.size is unknown", "unknown", "no state of a question", "'is not answered'"),
        ("trip.mode is not empty", "empty", "no state of a question", "'is not answered'"),
        ("trip.modes includes unknown", "unknown", "no state of a question", ""),
        ("cities is not applicable", "cities", "only a question can be not applicable", ""),
        ("slug of trip.size", "trip.size", "a text is expected here", ""),
        ("trip.name begins 'x'", "'x'", "after 'begins' follows 'with one of'", "or a text"),
        ("trip.name contains one vague", "one", "after 'contains' follows 'one of'", ""),
        ("trip.name contains trip.size", "trip.size", "a text is expected here", ""),
        ("trip.name shares a word with 'x' except vage", "vage", "no word list", "'vague'?"),
        ("years from trip.start", "", "'to' is missing in 'years from ... to ...'", ""),
        ("count of others of person", "others", "no item of 'person' is in hand", "as it where"),
        ("count of others of trip.modes", "trip.modes", "'others of' needs a list", ""),
        ("count of others of trip.size", "trip.size", "'others of' needs a list", ""),
        ("count of bag linking here", "bag", "no item that 'bag' could link to", "to person"),
        ("count of bag linking", "", "'to' is missing after 'linking' (or 'here')", ""),
        ("count of cities linking here", "cities", "'linking' needs a list", ""),
        ("count of bag linking to trip.size", "trip.size", "an item is expected after", ""),
        ("count of bag linking to first of bag", "first", "'bag' does not link to 'bag'", "person"),
        ("fields of trip.size", "trip.size", "a record is expected after 'fields of'", ""),
        ("'{fields of trip.when}'", "fields", "a field of a record has no text", "this is answ"),
        ("any fields of trip.when where this is 'x'", "this", "a field cannot be", "its state"),
        ("any fields of trip.when where this = this", "this", "a field cannot be", "its state"),
    ],
)
def test_a_mistake_has_words_a_place_and_a_mend(
    sentence: str, marked: str, what: str, mend: str
) -> None:
    with pytest.raises(Flaw) as caught:
        value(sentence)
    flaw = caught.value
    assert what in flaw.what
    assert mend in flaw.mend or mend in flaw.what
    if marked:
        assert sentence[flaw.start : flaw.end].startswith(marked)
    else:
        assert flaw.start == len(sentence)


def test_who_links_to_nothing_is_told_so() -> None:
    made = scope()
    made.links.pop("bag")
    with pytest.raises(Flaw, match="no question of 'bag' is a link") as caught:
        compile_value("count of bag linking here", made, ItemOf(list="person"))
    assert caught.value.mend == "give it a link"
