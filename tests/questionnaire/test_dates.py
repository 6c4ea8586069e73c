"""Days some time after others, and numbers without decimals."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.questionnaire.expression import DATE, NUMBER, Flaw, compile_condition, compile_value
from tests.questionnaire import Trip, scope, value

TRIP = Trip(
    answers={
        "trip.size": 4,
        "trip.price": 2.5,
        "trip.start": date(2026, 1, 31),
        "trip.end": date(2028, 2, 29),
    },
    today=date(2026, 11, 22),
)


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("30 days after trip.start", date(2026, 3, 2)),
        ("30 days before trip.start", date(2026, 1, 1)),
        ("2 weeks after trip.start", date(2026, 2, 14)),
        ("1 day after trip.start", date(2026, 2, 1)),
        ("1 week before trip.start", date(2026, 1, 24)),
        # the day of the month, or the last that there is
        ("1 month after trip.start", date(2026, 2, 28)),
        ("2 months after trip.start", date(2026, 3, 31)),
        ("25 months after trip.start", date(2028, 2, 29)),
        ("2 months before trip.start", date(2025, 11, 30)),
        ("13 months before 2026-01-01", date(2024, 12, 1)),
        ("1 year after trip.end", date(2029, 2, 28)),
        ("4 years after trip.end", date(2032, 2, 29)),
        # any value is a number of them, also one that is reckoned, with a sign, or a condition
        ("trip.size weeks after trip.start", date(2026, 2, 28)),
        ("trip.size * 2 days after trip.start", date(2026, 2, 8)),
        ("1 + 2 days after trip.start", date(2026, 2, 3)),
        ("-1 days after trip.start", date(2026, 1, 30)),
        ("(trip.size > 3) months after trip.start", date(2026, 2, 28)),
        ("(count of words in 'a b') days after trip.start", date(2026, 2, 2)),
        # whole ones only; half a week is three days
        ("1.9 days after trip.start", date(2026, 2, 1)),
        ("-1.9 days after trip.start", date(2026, 1, 30)),
        ("1.5 weeks after trip.start", date(2026, 2, 10)),
        ("trip.price months after trip.start", date(2026, 3, 31)),
        ("(0.1 + 0.2) * 10 days after trip.start", date(2026, 2, 3)),
        # in each other, and in other sentences
        ("1 day before 1 month after 2026-03-01", date(2026, 3, 31)),
        ("trip.end > 2 years after trip.start", True),
        ("trip.end is 29 days after 2028-01-31", True),
        ("trip.end is one of (1 day after 2028-02-28, trip.start)", True),
        ("trip.start between 1 month before 2026-02-20 and 1 month after 2026-01-20", True),
        ("days from trip.start to 30 days after trip.start", 30),
        ("days from 30 days after trip.start to trip.start", -30),
        ("months from trip.start to 14 months after trip.start", 14),
        ("'{2 weeks after trip.start}'", "14 Feb 2026"),
        ("if trip.size > 3 then 1 day after trip.start else trip.start", date(2026, 2, 1)),
        ("4 days after trip.start otherwise trip.end", date(2026, 2, 4)),
        # beyond the calendar, and the unknown
        ("1 day after 9999-12-31", None),
        ("1 day before 0001-01-01", None),
        ("1 month before 0001-01-31", None),
        ("8000 years after trip.start", None),
        ("100000000000000 weeks after trip.start", None),
        ("trip.nights days after trip.start otherwise trip.end", Flaw),
        # without decimals
        ("rounded trip.price", 3),
        ("rounded (trip.size / 3)", 1),
        ("rounded (0 - trip.price)", -3),
        ("rounded (-2.4)", -2),
        ("rounded up 2.1", 3),
        ("rounded up (trip.size / 3)", 2),
        ("rounded up (0.1 + 0.2) * 10", 10),
        ("rounded up ((0.1 + 0.2) * 10)", 3),
        ("rounded down 2.9", 2),
        ("rounded down (0 - 2.1)", -3),
        ("rounded down trip.price + 1", Flaw),
        ("2 * rounded up 1.5", 4),
        ("rounded sum of (1.2, 1.2)", 2),
        ("rounded (trip.size > 3)", 1),
        ("'{rounded up trip.price} of {rounded trip.size}'", "3 of 4"),
    ],
)
def test_it_means_what_the_guide_says(sentence: str, result: Any) -> None:
    if result is Flaw:
        with pytest.raises(Flaw):
            value(sentence, TRIP)
    else:
        assert value(sentence, TRIP) == result


@pytest.mark.parametrize(
    "sentence",
    [
        "3 days after trip.start",
        "trip.size months before 2026-01-01",
        "trip.size years after trip.start",
        "rounded trip.size",
        "rounded up (trip.size / 2)",
        "trip.end > 3 days after trip.start",
    ],
)
def test_of_the_unknown_it_is_unknown(sentence: str) -> None:
    assert value(sentence) is None


def test_it_says_what_it_reads_and_what_it_is() -> None:
    code = compile_value("trip.size days after trip.start", scope())
    assert (code.type, code.reads) == (DATE, frozenset({"trip.size", "trip.start"}))
    code = compile_value("rounded up trip.price", scope())
    assert (code.type, code.reads) == (NUMBER, frozenset({"trip.price"}))
    assert compile_value("30 days after today", scope(clock=True)).uses_clock


def test_of_today() -> None:
    code = compile_condition("trip.end > 2 weeks after today", scope(clock=True))
    assert code.holds(TRIP)
    assert not code.holds(Trip(TRIP.answers))


def test_what_is_called_like_these_words_keeps_its_name() -> None:
    made = scope()
    for name in ("rounded", "days", "after", "up"):
        made.names[name] = made.names["trip.size"]
    for sentence in (
        "rounded > 3",
        "rounded is 4",
        "rounded at least 4",
        "days = 4 and up = 4",
        "4 days after trip.start > trip.start",
        "rounded rounded = 4",
        "rounded up = 4",
        "days days after trip.start > trip.start",
    ):
        assert compile_value(sentence, made).value(TRIP) is True, sentence


@pytest.mark.parametrize(
    ("sentence", "marked", "what", "mend"),
    [
        ("30 days after trip.size", "trip.size", "a date is expected here", ""),
        ("trip.start days after trip.end", "trip.start", "a number is expected", "30 days after"),
        ("trip.start + 30", "trip.start", "a number is expected here", "'30 days after DATE'"),
        ("30 days from trip.start", "days", "'days' cannot stand here", "'30 days after DATE'"),
        ("30 days after", "", "the sentence stops too early", ""),
        ("2 * 3 days after trip.start + 1", "trip.start", "a number is expected here", ""),
        ("rounded trip.size / 2", "/", "how much of this is rounded", "rounded (a / b)"),
        ("rounded up trip.size * 2", "*", "how much of this is rounded", "rounded up (a / b)"),
        ("rounded trip.start", "trip.start", "a number is expected here", ""),
        ("rounded up", "up", "nothing called 'up'", ""),
    ],
)
def test_a_mistake_has_words_a_place_and_a_mend(
    sentence: str, marked: str, what: str, mend: str
) -> None:
    with pytest.raises(Flaw) as caught:
        value(sentence)
    flaw = caught.value
    assert what in flaw.what
    assert mend in flaw.mend
    if marked:
        assert sentence[flaw.start : flaw.end].startswith(marked)
    else:
        assert flaw.start == len(sentence)


NUMBERS = st.integers(-(10**6), 10**6)


def reckoned(unit: str, number: float, day: date, way: str = "after") -> Any:
    trip = Trip({"trip.price": number, "trip.start": day})
    return value(f"trip.price {unit} {way} trip.start", trip)


@given(NUMBERS, st.dates())
def test_days_are_those_of_the_calendar(number: int, day: date) -> None:
    try:
        expected = day + timedelta(days=number)
    except OverflowError:
        expected = None
    assert reckoned("days", number, day) == expected


@given(st.integers(-(10**5), 10**5), st.dates())
def test_months_keep_the_day_or_take_the_last_one(number: int, day: date) -> None:
    found = reckoned("months", number, day)
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if not 1 <= year <= 9999:
        assert found is None
        return
    assert (found.year, found.month) == (year, month + 1)
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@given(st.sampled_from(["days", "weeks", "months", "years"]), NUMBERS, st.dates())
def test_before_is_after_with_the_other_sign(unit: str, number: int, day: date) -> None:
    assert reckoned(unit, number, day, "before") == reckoned(unit, -number, day)


@given(
    st.sampled_from(["days", "weeks", "months", "years"]),
    st.floats(allow_nan=True, allow_infinity=False),
    st.dates(),
)
def test_no_number_breaks_it(unit: str, number: float, day: date) -> None:
    if abs(number) <= 10**18:
        assert reckoned(unit, number, day) is None or isinstance(reckoned(unit, number, day), date)


@given(st.integers(0, 10**5), st.integers(0, 10**5), st.dates())
def test_more_months_are_never_earlier(few: int, more: int, day: date) -> None:
    first, last = (reckoned("months", one, day) for one in sorted((few, more)))
    assert first is None or last is None or first <= last


@given(st.floats(-(10**9), 10**9))
def test_rounding_goes_to_a_neighbour(number: float) -> None:
    trip = Trip({"trip.price": number})
    down, near, up = (value(f"rounded {way} trip.price", trip) for way in ("down", "", "up"))
    assert down <= near <= up <= down + 1
    assert abs(near - number) <= 0.5 + 1e-6
    assert down - 1e-6 <= number <= up + 1e-6
