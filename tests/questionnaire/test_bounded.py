"""However long, deep or odd a sentence is, the work that it makes is bounded, and logic holds.

Work is counted in calls of functions, not in seconds: a busy machine must not fail a test.
"""

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from types import FrameType
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from smtui.questionnaire.expression import Flaw, TooCostly, compile_template, compile_value
from smtui.questionnaire.expression.reader import DEEPEST
from smtui.questionnaire.expression.tokens import LONGEST, WORDS
from tests.questionnaire import Trip, scope, value

SCOPE = scope(checks=True, clock=True)
PEOPLE = tuple(f"p{number}" for number in range(20))


def counted(work: Callable[[], Any]) -> tuple[Any, int]:
    """What some work gives (or the `Flaw` or `TooCostly` that ends it), and its calls."""
    calls = 0

    def count(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = work()
    except (Flaw, TooCostly) as stopped:
        result = stopped
    finally:
        sys.setprofile(before)
    return result, calls


def compiled(sentence: str) -> Any:
    """The code of a sentence, made with no more work than its length allows."""
    found, calls = counted(lambda: compile_value(sentence, SCOPE))
    assert calls <= 4_000 + 150 * len(sentence)
    return found


WRAPPERS = [
    "({})",
    "-({})",
    "({} = 1) + 0",
    "(({} between 0 and 9) + 1)",
    "(({} at least 2) * 2)",
    "(({} is one of (1, 2)) - 1)",
    "((not {} > 2) + 0)",
    "({} otherwise 2)",
    "(1 / {})",
    "highest of ({}, 1)",
    "mean of ({}) over first 2 of person",
    "(sum of {} over person)",
    "(share of person where age > {})",
    "count of values of ({} over person)",
    "(if {} > 1 then 2 else 3)",
    "(if 1 = 2 then 2 else {})",
    "(count of person as p where any others of person as q where q.age > {})",
    "(count of bag linking to (best person by {}))",
    "(count of words in '{{{}}}')",
    "(slug of '{{{}}}' is 'x') + 1",
]
"""Ways to put a sentence that is a number into a longer one that is a number, too."""


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_every_level_of_nesting_costs_the_same(wrapper: str) -> None:
    once = "'" in wrapper  # quotes within quotes must be escaped: one level is enough
    sentence, levels = "trip.size", 0
    while levels < (1 if once else DEEPEST):
        sentence = wrapper.format(sentence)
        levels += 1
        code = compiled(sentence)
        if isinstance(code, Flaw):
            assert "nested" in code.what
            break
    assert levels >= (1 if once else 8)


@given(st.lists(st.sampled_from([one for one in WRAPPERS if "'" not in one]), max_size=12))
@settings(deadline=None)
def test_whatever_is_put_into_whatever_is_compiled_in_bounded_work(wrappers: list[str]) -> None:
    sentence = "trip.size"
    for wrapper in wrappers:
        sentence = wrapper.format(sentence)
    code = compiled(sentence)
    if isinstance(code, Flaw):
        assert "nested" in code.what
        return
    trip = Trip({"trip.size": 2, "person.age p1": 3}, {"person": PEOPLE[:5]}, steps=3_000)
    budget = trip.steps
    _, calls = counted(lambda: code.value(trip))
    # the steps that are counted are the work that is done
    assert calls <= 40 * (budget - max(trip.steps, 0) + len(sentence))


tokens = st.sampled_from(
    sorted(WORDS)
    + """trip person bag cities fares age city name owner friend users weight warm ways vague small
    train rome trip.size trip.paid trip.mode trip.modes trip.name trip.cities trip.start trip.when
    person.age bag.owner P1 F-2 1 2 0.5 24 -1 2026-01-31 ( ) ( ) , . + - * / = != < <= > >= '{ }'
    '{trip.size}' 'x'""".split()
)


@given(st.lists(tokens, max_size=60).map(" ".join))
@settings(deadline=None)
@example("others of others of person linking here")
@example("person linking to person linking to person linking here")
@example("trip.size is not at least at most 3")
@example("fields of fields of trip.when where this is not applicable")
@example("first of first 1 of first of person")
def test_words_in_any_order_are_read_or_refused_in_words(sentence: str) -> None:
    code = compiled(sentence)
    if isinstance(code, Flaw):
        assert code.what
        assert 0 <= code.start < code.end <= len(sentence) + 1
        return
    trip = Trip(
        {"trip.size": 3, "trip.name": "x y", "person.age p1": 4, "bag.owner b1": "p1"},
        {"person": PEOPLE, "bag": ("b1",)},
        steps=2_000,
    )
    counted(lambda: code.value(trip))  # ends: in a value, or because it is too costly


@given(st.text(max_size=200))
@settings(deadline=None)
@example("(" * 200)
@example("'{" * 100)
@example("not " * 50)
@example("\u0660.\u0661")
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    found = compiled(text)
    if isinstance(found, Flaw):
        assert found.what
        assert 0 <= found.start < found.end <= len(text) + 1


@pytest.mark.parametrize(
    "sentence",
    [
        "(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1),
        "not " * (DEEPEST - 1) + "trip.paid",
        "trip.size + " * ((LONGEST - 9) // 12) + "trip.size",
        "trip.paid or " * ((LONGEST - 9) // 13) + "trip.paid",
        "trip.size is one of (" + "1, " * ((LONGEST - 30) // 3) + "1)",
        "highest of (" + "trip.size, " * ((LONGEST - 30) // 11) + "1)",
        "trip.name is '" + "x" * (LONGEST - 20) + "'",
        "'" + "{trip.size}" * ((LONGEST - 2) // 11) + "'",
    ],
)
def test_the_longest_and_the_deepest_sentence_is_read(sentence: str) -> None:
    assert len(sentence) <= LONGEST
    code = compiled(sentence)
    assert not isinstance(code, Flaw)
    code.value(Trip({"trip.size": 3, "trip.paid": True, "trip.name": "x"}))


@pytest.mark.parametrize(
    "sentence",
    [
        "(" * DEEPEST + "1" + ")" * DEEPEST,
        "slug of " * (DEEPEST + 1) + "trip.name",
        "others of " * (DEEPEST + 1) + "person",
        "person" + " linking to person" * (DEEPEST + 1),
        "first of " * (DEEPEST + 1) + "person",
        "1" + " " * LONGEST,
    ],
)
def test_one_more_is_refused_with_a_mend(sentence: str) -> None:
    flaw = compiled(sentence)
    assert isinstance(flaw, Flaw)
    assert "[[computed]]" in flaw.mend


@pytest.mark.parametrize(
    "condition",
    [
        "trip.name shares a word with trip.need",
        "trip.name contains trip.need",
        "count of words in trip.name > 3",
        "slug of trip.name is 'x'",
        "trip.name contains one of vague",
    ],
)
def test_reading_a_long_text_is_not_free(condition: str) -> None:
    long = "word " * 2_000
    trip = Trip({"trip.name": long, "trip.need": long}, {"person": PEOPLE}, steps=100_000)
    assert value(f"count of person where {condition}", trip) is not None
    assert 100_000 - trip.steps >= len(PEOPLE) * len(long) // 16


def test_comparing_long_lists_is_not_free() -> None:
    people = tuple(f"p{number}" for number in range(300))
    trip = Trip(lists={"person": people}, steps=100_000)
    assert value("count of person where person includes (this)", trip) == 300
    assert 100_000 - trip.steps >= 300 * 300 // 16


# Sentences that are right, put together at random, on plans at random.

CONSTANTS = {
    "number": ["0", "1", "2.5", "-3", "100"],
    "text": ["'x'", "'Ann'", "''"],
    "date": ["2026-01-31", "2024-02-29"],
    "condition": ["1 = 1", "1 = 2", "1 / 0 = 1"],
    "people": ["person"],
}
NAMES = {
    "number": ["trip.size", "trip.price"],
    "text": ["trip.name", "trip.need"],
    "date": ["trip.start", "trip.end"],
    "condition": ["trip.paid", "trip.mode is train", "trip.modes includes car"],
    "people": ["person", "others of p"],
}
FORMS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "number": [
        ("({} + {})", ("number", "number")),
        ("({} / {})", ("number", "number")),
        ("({} * {})", ("number", "number")),
        ("(if {} then {} else {})", ("condition", "number", "number")),
        ("({} otherwise {})", ("number", "number")),
        ("(days from {} to {})", ("date", "date")),
        ("(months from {} to {})", ("date", "date")),
        ("(years from {} to {})", ("date", "date")),
        ("(count of words in {})", ("text",)),
        ("(count of {})", ("people",)),
        ("(mean of {} over {})", ("number", "people")),
        ("(sum of age + {} over {})", ("number", "people")),
        ("(share of {} where {})", ("people", "condition")),
        ("(lowest of ({}, {}))", ("number", "number")),
        ("(highest of age * {} over {})", ("number", "people")),
    ],
    "text": [
        ("(if {} then {} else {})", ("condition", "text", "text")),
        ("({} otherwise {})", ("text", "text")),
        ("(slug of {})", ("text",)),
        ("(first of {}).name", ("people",)),
    ],
    "date": [
        ("({} otherwise {})", ("date", "date")),
        ("(if {} then {} else {})", ("condition", "date", "date")),
    ],
    "condition": [
        ("({} = {})", ("number", "number")),
        ("({} < {})", ("number", "number")),
        ("({} at least {})", ("number", "number")),
        ("({} between {} and {})", ("date", "date", "date")),
        ("({} is one of ({}, {}))", ("text", "text", "text")),
        ("({} contains {})", ("text", "text")),
        ("({} shares a word with {})", ("text", "text")),
        ("(not {})", ("condition",)),
        ("({} and {})", ("condition", "condition")),
        ("({} or {})", ("condition", "condition")),
        ("({} is answered)", ("number",)),
        ("(any {} where {})", ("people", "condition")),
        ("(every {} where age < {})", ("people", "number")),
        ("({} includes (first of {}))", ("people", "people")),
    ],
    "people": [
        ("({} where {})", ("people", "condition")),
        ("(first 2 of {})", ("people",)),
        ("(top 1 of {} by {})", ("people", "number")),
        ("(sort {} by age - {})", ("people", "number")),
        ("(values of ({}, {}))", ("people", "people")),
        ("(person linking to first of {})", ("people",)),
    ],
}


@cache
def of_kind(kind: str, depth: int = 3) -> st.SearchStrategy[str]:
    """Right sentences of a kind."""
    names = [one for one in NAMES[kind] if "others" not in one]
    leaf = st.sampled_from(CONSTANTS[kind] + names * 3)
    if not depth:
        return leaf
    forms = [
        st.tuples(st.just(form), *(of_kind(one, depth - 1) for one in parts)).map(
            lambda drawn: drawn[0].format(*drawn[1:])
        )
        for form, parts in FORMS[kind]
    ]
    return st.one_of(leaf, *forms)


plans = st.builds(
    Trip,
    st.fixed_dictionaries(
        {},
        optional={
            "trip.size": st.integers(-5, 5) | st.floats(-1e18, 1e18),
            "trip.price": st.integers(0, 3),
            "trip.paid": st.booleans(),
            "trip.mode": st.sampled_from(["train", "car"]),
            "trip.modes": st.sampled_from([("train",), ("train", "car")]),
            "trip.name": st.sampled_from(["Ann", "x y", "Ærø", "\u0130"]) | st.text(max_size=9),
            "trip.need": st.text(max_size=9),
            "trip.start": st.dates(),
            "trip.end": st.dates(),
            "person.age p1": st.integers(0, 99),
            "person.name p1": st.just("Ann"),
            "person.friend p1": st.just("p2"),
            "person.age p2": st.integers(0, 99),
        },
    ),
    st.sampled_from([{}, {"person": ("p1",)}, {"person": ("p1", "p2", "p3")}]),
)
KINDS: dict[str, Any] = {
    "number": (int, float),
    "text": str,
    "date": date,
    "condition": bool,
    "people": tuple,
}


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data(), plan=plans)
@settings(deadline=None, max_examples=60)
def test_a_right_sentence_has_a_value_of_its_kind_on_every_plan(
    kind: str, data: st.DataObject, plan: Trip
) -> None:
    sentence = data.draw(of_kind(kind))
    assume(len(sentence) <= LONGEST)
    found = compile_value(sentence, SCOPE).value(plan)
    assert found is None or isinstance(found, KINDS[kind])
    assert kind == "condition" or not isinstance(found, bool)


def on(plan: Trip) -> Callable[[str], Any]:
    return lambda sentence: compile_value(sentence, SCOPE).value(plan)


@given(of_kind("condition", 2), of_kind("condition", 2), plans)
@settings(deadline=None, max_examples=60)
def test_the_laws_of_and_or_not_hold_with_the_unknown(a: str, b: str, plan: Trip) -> None:
    its = on(plan)
    assert its(f"not not {a}") is its(a)
    assert its(f"not ({a} and {b})") is its(f"not {a} or not {b}")
    assert its(f"not ({a} or {b})") is its(f"not {a} and not {b}")
    assert its(f"{a} and {b}") is its(f"{b} and {a}")
    assert its(f"{a} or {b}") is its(f"{b} or {a}")
    assert its(f"{a} and 1 = 1") is its(a)
    assert its(f"{a} or 1 = 2") is its(a)
    assert its(f"{a} and 1 = 2") is False
    assert its(f"{a} or 1 = 1") is True
    assert its(f"if {a} then 1 else 2") == (1 if its(a) is True else 2)


@given(of_kind("number", 2), of_kind("number", 2), plans)
@settings(deadline=None, max_examples=60)
def test_the_laws_of_comparing_hold_with_the_unknown(a: str, b: str, plan: Trip) -> None:
    its = on(plan)
    assert its(f"{a} < {b}") is its(f"{b} > {a}")
    assert its(f"{a} <= {b}") is its(f"not {a} > {b}")
    assert its(f"{a} = {b}") is its(f"{b} = {a}")
    assert its(f"{a} != {b}") is its(f"not {a} = {b}")
    assert its(f"{a} = {b}") is its(f"{a} is ({b})")
    assert its(f"{a} = {b}") is its(f"{a} is one of (({b}), ({b}))")
    assert its(f"{a} at least {b}") is its(f"{a} >= {b}")
    assert its(f"{a} is at most {b}") is its(f"{a} <= {b}")
    assert its(f"{a} between {b} and {b}") is its(f"{a} = {b}")
    assert (its(f"{a} = {b}") is None) is (its(a) is None or its(b) is None)
    assert its(f"{a} otherwise {b}") == (its(b) if its(a) is None else its(a))
    assert its(f"lowest of ({a}, {b})") == its(f"-highest of (-{a}, -{b})")


@given(of_kind("people", 2), of_kind("condition", 2), plans)
@settings(deadline=None, max_examples=60)
def test_any_every_share_and_count_agree(people: str, condition: str, plan: Trip) -> None:
    its = on(plan)
    some, all_ = its(f"any {people} where {condition}"), its(f"every {people} where {condition}")
    none_fails = its(f"not any {people} where not ({condition})")
    if its(f"count of {people}"):
        assert all_ is none_fails
        assert (some is True) is (its(f"share of {people} where {condition}") > 0)
    else:
        assert (some, all_) == (False, None)
    kept = its(f"count of ({people} where {condition})")
    out = its(f"count of ({people} where not ({condition}))")
    assert kept + out <= its(f"count of {people}")


def test_a_text_of_an_author_has_an_end() -> None:
    with pytest.raises(Flaw, match="20,001 characters long"):
        compile_template("{trip.size}" + "x" * 19_990, SCOPE)
    assert compile_template("{trip.size}" + "x" * 19_989, SCOPE).value(Trip({"trip.size": 3}))
