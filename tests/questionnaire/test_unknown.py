"""What is not known stays unknown as the guide says, and no text makes the language stumble."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smtui.questionnaire.expression import (
    Flaw,
    TooCostly,
    compile_condition,
    compile_source,
    compile_template,
    compile_value,
)
from tests.questionnaire import QUESTIONS, Trip, scope, value

NAN = float("nan")
SCOPE = scope(checks=True, clock=True)


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        # every comparison with the unknown is unknown
        ("trip.size > 3", None),
        ("trip.size = trip.price", None),
        ("trip.size != trip.price", None),
        ("trip.size between 1 and 3", None),
        ("trip.mode is train", None),
        ("trip.mode is not train", None),
        ("not trip.mode is train", None),
        ("trip.mode is one of (train, car)", None),
        ("trip.modes includes train", None),
        ("trip.modes is only train", None),
        ("trip.modes includes all of (train, car)", None),
        ("trip.paid", None),
        ("trip.name contains a number", None),
        ("trip.name equals one of vague", None),
        ("trip.name shares a word with trip.need", None),
        ("count of words in trip.name", None),
        ("months from trip.start to trip.end", None),
        ("points of trip.mode", None),
        ("lookup cities.warm by ((best person by age).city)", None),
        ("lookup fares.price by (rome, trip.mode)", None),
        ("lookup cities.warm by (bern)", None),
        ("trip.size + 1", None),
        ("1 / 0", None),
        ("trip.size / 0", None),
        ("1 / 0 > 1", None),
        # but whether it is answered is known
        ("trip.size is answered", False),
        ("trip.size is not answered", True),
        ("trip.size is parked", False),
        # and, or: what settles it alone
        ("trip.paid and 1 = 2", False),
        ("1 = 2 and trip.paid", False),
        ("trip.paid and 1 = 1", None),
        ("trip.paid or 1 = 1", True),
        ("1 = 1 or trip.paid", True),
        ("trip.paid or 1 = 2", None),
        # if with an unknown condition takes else
        ("if trip.paid then 1 else 2", 2),
        ("if not trip.paid then 1 else 2", 2),
        # otherwise
        ("trip.size otherwise 7", 7),
        ("trip.size otherwise trip.price otherwise 7", 7),
        # over nothing
        ("count of person", 0),
        ("share of person where age > 1", 0),
        ("sum of age over person", 0),
        ("mean of age over person", 0),
        ("lowest of age over person", None),
        ("highest of age over person", None),
        ("every person where age > 1", None),
        ("any person where age > 1", False),
        ("best person by age", None),
        ("values of (trip.mode, trip.modes)", ()),
        ("count of trip.modes", 0),
        ("first 2 of trip.modes", ()),
        # several values, some unknown
        ("highest of (trip.size, 2)", 2),
        ("lowest of (trip.size, 2)", 2),
        ("mean of (trip.size, 2)", 1),
        ("sum of (trip.size, 2)", 2),
        ("highest of (trip.size, trip.price)", None),
        ("'{trip.size} by {trip.mode} to {trip.cities}'", "not answered by not answered to none"),
    ],
)
def test_of_an_empty_plan(sentence: str, result: Any) -> None:
    assert value(sentence) == result


HALF = Trip(
    answers={"person.age p1": 40, "person.name p1": "Ann", "person.name p2": "Bob"},
    lists={"person": ("p1", "p2")},
)


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("count of person where age > 30", 1),
        ("count of person where not age > 30", 0),
        ("share of person where age > 30", 0.5),
        ("sum of age over person", 40),
        ("mean of age over person", 20),
        ("lowest of age over person", 40),
        ("highest of age over person", 40),
        ("any person where age > 30", True),
        ("any person where age > 50", None),
        ("every person where age > 30", None),
        ("every person where age > 50", False),
        ("sort person by age", ("p1", "p2")),
        ("sort person by -age", ("p1", "p2")),
        ("values of (age over person)", (40,)),
        ("any person where friend.age > 3", None),
        ("any person where friend.name is answered", False),
    ],
)
def test_in_loops_an_unknown_item_is_out(sentence: str, result: Any) -> None:
    assert value(sentence, HALF) == result


def test_at_the_top_unknown_does_not_hold() -> None:
    assert not compile_condition("trip.paid", scope()).holds(Trip())
    assert not compile_condition("not trip.paid", scope()).holds(Trip())
    assert not compile_condition(("1 = 1", "trip.paid"), scope()).holds(Trip())
    assert compile_condition(("1 = 2", "trip.paid"), scope()).value(Trip()) is False
    assert compile_condition(("1 = 1", "trip.paid"), scope()).value(Trip()) is None


# Logic of three values: a formula comes to yes or no exactly when every way of filling in the
# unknown answers gives that.

NAMES = ("a", "b", "c")
STATES = {True: "1 = 1", False: "1 = 2", None: "1 / 0 = 1"}
formulas = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
        ),
    ),
    max_leaves=6,
)


def three_valued(formula: str, states: dict[str, bool | None]) -> bool | None:
    """Worked out by Python's own min and max: no is 0, unknown 1, yes 2."""
    number = {True: 2, False: 0, None: 1}
    text = formula
    for name in NAMES:
        text = text.replace(f"({name})", f"(V({number[states[name]]}))")
    if text in NAMES:
        return states[text]
    rank = eval(text.replace("not", "~").replace("and", "&").replace("or", "|"), {"V": Rank})
    return {2: True, 0: False, 1: None}[rank.number]


class Rank:
    def __init__(self, number: int) -> None:
        self.number = number

    def __invert__(self) -> "Rank":
        return Rank(2 - self.number)

    def __and__(self, other: "Rank") -> "Rank":
        return Rank(min(self.number, other.number))

    def __or__(self, other: "Rank") -> "Rank":
        return Rank(max(self.number, other.number))


@given(formulas, st.tuples(*[st.sampled_from([True, False, None])] * 3))
def test_and_or_not_spread_the_unknown(formula: str, known: tuple[bool | None, ...]) -> None:
    states = dict(zip(NAMES, known, strict=True))
    sentence = formula
    for name in NAMES:
        sentence = sentence.replace(f"({name})", f"({STATES[states[name]]})")
    if sentence in NAMES:
        sentence = STATES[states[sentence]]
    assert value(sentence) is three_valued(formula, states)


sums = st.recursive(
    st.sampled_from(["1", "2", "0.5", "0", "trip.size", "trip.price"]),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(
        lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
    ),
    max_leaves=8,
)


@given(sums)
def test_reckoning_with_the_unknown_is_unknown(sentence: str) -> None:
    trip = Trip({"trip.size": 3})
    try:
        expected = eval(
            sentence.replace("trip.size", "3").replace("trip.price", "nan"), {"nan": NAN}
        )
    except ZeroDivisionError:
        expected = None
    unknown = expected is None or "trip.price" in sentence
    assert value(sentence, trip) == (None if unknown else pytest.approx(expected))
    # a comparison is unknown exactly when a side of it is
    assert (value(f"({sentence}) < 5", trip) is None) is unknown


# Whatever the text, and whatever the answers.

WORDS = st.sampled_from(
    """is not and or if then else otherwise between includes contains begins ends equals with one
    any all only of in over where as by from to for count share sum mean lowest highest every
    first top sort best values lookup points completeness months days answered parked full this
    today yes no run quick words a number word shares trip person bag cities fares age city name
    owner friend weight warm vague train rome trip.size trip.paid trip.mode trip.modes trip.name
    trip.cities trip.start trip.when person.age bag.owner P1 F-2 1 2 0.5 24 2026-01-31
    ( ) , . + - * / = != < <= > >= '{ }' '{trip.size}' 'x'""".split()
)
sentences = st.lists(WORDS, max_size=14).map(" ".join)
answers = st.fixed_dictionaries(
    {},
    optional={
        "trip.size": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False),
        "trip.paid": st.booleans(),
        "trip.mode": st.sampled_from(["train", "car", "none", "24"]),
        "trip.modes": st.sampled_from([("train",), ("train", "car")]),
        "trip.cities": st.sampled_from([("rome", "bern"), ("oslo",)]),
        "trip.name": st.text(max_size=30),
        "trip.start": st.dates(date(1900, 1, 1)),
        "person.age p1": st.integers(0, 99),
        "person.city p1": st.sampled_from(["rome", "bern"]),
        "bag.owner b1": st.sampled_from(["p1", "p2"]),
    },
)


@given(sentences, answers)
@example("first 99999999999999999999 of person", {})
@example("trip.size * trip.size * trip.size * trip.size", {"trip.size": 1.7e308})
@example("'{trip.size}'", {"trip.size": float("inf")})
def test_no_sentence_makes_it_stumble(sentence: str, given_answers: dict[str, Any]) -> None:
    trip = Trip(given_answers, {"person": ("p1", "p2"), "bag": ("b1",)}, checks={"P1": 0.5})
    for compiled in (compile_value, compile_condition, compile_template, compile_source):
        try:
            code: Any = compiled(sentence, SCOPE)
        except Flaw as flaw:
            assert 0 <= flaw.start < flaw.end <= len(sentence) + 1
            assert flaw.what
            continue
        code = code[0] if compiled is compile_source else code
        try:
            code.value(trip)
            assert (
                not code.reads
                - {*QUESTIONS, "person", "bag", "run"}
                - {
                    "title person",
                    "title bag",
                    "check P1",
                    "check F-2",
                }
            )
        except TooCostly:
            pass


@given(st.text(max_size=60))
@example("'\\'{'")
@example("{{{")
@example("\x00\ud800")
@example("'{'")
@example("٣ > 2")
def test_no_text_makes_it_stumble(text: str) -> None:
    for compiled in (compile_value, compile_condition, compile_template, compile_source):
        try:
            compiled(text, SCOPE)
        except Flaw as flaw:
            assert 0 <= flaw.start < flaw.end <= len(text) + 1


@given(sentences)
def test_what_reads_no_answer_is_the_same_on_every_plan(sentence: str) -> None:
    try:
        code = compile_value(sentence, SCOPE)
    except Flaw:
        return
    if not code.reads and not code.uses_clock:
        full = Trip({"trip.size": 3, "trip.paid": True}, {"person": ("p1",)}, run="full")
        assert code.value(Trip()) == code.value(full)
