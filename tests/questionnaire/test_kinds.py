"""Each kind of question takes what people type, says what is wrong, and shows what it holds."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.questionnaire.kinds import (
    KINDS,
    LONGEST_ANSWER,
    AnyOf,
    Date,
    Derived,
    Grid,
    Link,
    Links,
    LongText,
    Money,
    Note,
    Number,
    OneOf,
    Percent,
    Ranking,
    Record,
    Scale,
    Shares,
    Text,
    Texts,
    YesNo,
)
from smtui.questionnaire.model import Choice, Question, Row
from smtui.text import clean_text

CHOICES = (
    Choice(id="rome", label="Rome"),
    Choice(id="oslo", label="Oslo"),
    Choice(id="none", label="Nowhere", alone=True),
)
TEXT = Text(id="a.b")
LONG = LongText(id="a.b")
ONE = OneOf(id="a.b", choices=CHOICES)
ANY = AnyOf(id="a.b", choices=CHOICES, least=2, most=2)
YESNO = YesNo(id="a.b")
NUMBER = Number(id="a.b", unit="people", least=1, most=2000, whole=True)
MONEY = Money(id="a.b", currency="EUR", per="month")
PERCENT = Percent(id="a.b")
DATE = Date(id="a.b")
TEXTS = Texts(id="a.b", least=1, most=3)
RECORD = Record(id="a.b", fields=(TEXT,))
LINK = Link(id="a.b", to="person")
NOTE = Note(id="a.b")
SCALE = Scale(id="a.b", least=0, most=10, low="never", high="always")
STEPS = Scale(id="a.b", least=0, steps=("Not at all", "Some days", "Every day"))
RANKING = Ranking(id="a.b", choices=CHOICES, least=2, most=2)
LINKS = Links(id="a.b", to="person", least=1, most=2)
GRID = Grid(id="a.b", rows=(Row(id="x", label="X"),), columns=(TEXT,))
SHARES = Shares(id="a.b", rows=(Row(id="x", label="X"),), columns=(PERCENT,))
DERIVED = Derived(id="a.b", value="1 + 1")
ALL: list[Question] = [
    TEXT, LONG, ONE, ANY, YESNO, NUMBER, MONEY, PERCENT, DATE, TEXTS, RECORD, LINK, NOTE,
    SCALE, STEPS, RANKING, LINKS, GRID, SHARES, DERIVED,
]  # fmt: skip


def label(one: str) -> str:
    return {"rome": "Rome", "oslo": "Oslo", "k3f9": "Ann"}.get(one, one)


def test_there_is_a_kind_for_every_row_of_the_guide() -> None:
    assert set(KINDS) == {type(one).__dataclass_fields__["kind"].default for one in ALL}
    assert {one.kind for one in ALL} == set(KINDS)


@pytest.mark.parametrize(
    ("question", "typed", "kept"),
    [
        (TEXT, "a\nb\x1b[31m", "a b[31m"),
        (LONG, "a\r\nb\tc", "a\nb c"),
        (ONE, " rome\n", "rome"),
        (ANY, ["rome", " oslo", "rome", ""], ("rome", "oslo")),
        (YESNO, "Yes", True),
        (YESNO, " n ", False),
        (YESNO, True, True),
        (YESNO, "may\x07be", "maybe"),
        (NUMBER, "1500", 1500),
        (NUMBER, "1,500", 1500),
        (NUMBER, "1 500", 1500),
        (NUMBER, "1\u00a0500", 1500),
        (NUMBER, "1'500", 1500),
        (NUMBER, "2.50", 2.5),
        (NUMBER, "-3", -3),
        (NUMBER, 3.0, 3),
        (NUMBER, "1,5", "1,5"),
        (NUMBER, "1,50,000", "1,50,000"),
        (NUMBER, "many", "many"),
        (NUMBER, "", ""),
        (NUMBER, "9007199254740992", 2**53),
        (NUMBER, "9007199254740993", "9007199254740993"),
        (NUMBER, "1" + "0" * 309, "1" + "0" * 309),
        (MONEY, "9" * 30 + ".5", "9" * 30 + ".5"),
        (PERCENT, "86 %", 86),
        (PERCENT, "86%", 86),
        (MONEY, "2,500.50", 2500.5),
        (DATE, "2026-09-01", date(2026, 9, 1)),
        (DATE, " 1 Sep 2026 ", date(2026, 9, 1)),
        (DATE, "1 September 2026", date(2026, 9, 1)),
        (DATE, "1.9.2026", date(2026, 9, 1)),
        (DATE, "Sep 1, 2026", date(2026, 9, 1)),
        (DATE, datetime(2026, 9, 1, 12, 30), date(2026, 9, 1)),
        (DATE, "31.2.2026", "31.2.2026"),
        (TEXTS, "one\r\n\n two \x0bthree", ("one", "two", "three")),
        (TEXTS, ["one", "", "two\nlines"], ("one", "two lines")),
        (LINK, " k3f9 ", "k3f9"),
        (SCALE, "7", 7),
        (SCALE, 7.0, 7),
        (STEPS, " some DAYS", 1),
        (STEPS, "2", 2),
        (STEPS, "often", "often"),
        (RANKING, ["oslo", "rome", "oslo"], ("oslo", "rome")),
        (LINKS, [" k3f9", "k3f9"], ("k3f9",)),
    ],
)
def test_what_is_typed_is_kept_clean(question: Question, typed: Any, kept: Any) -> None:
    cleaned = question.clean(typed)
    assert cleaned == kept
    assert type(cleaned) is type(kept)


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        (TEXT, "fine", ""),
        (TEXT, 5, "A text is expected here."),
        (TEXT, "x" * LONGEST_ANSWER, ""),
        (TEXT, "x" * 20_001, "At most 20,000 characters; these are 20,001."),
        (ONE, "rome", ""),
        (ONE, ("rome",), "One of the choices is expected here."),
        (ANY, ("rome", "oslo"), ""),
        (ANY, "rome", "A list of choices is expected here."),
        (ANY, ("rome", 5), "A list of choices is expected here."),
        (ANY, ("rome",), "Choose exactly 2; 1 is chosen."),
        (ANY, ("rome", "oslo", "lima"), "Choose exactly 2; 3 are chosen. Take one away."),
        (ANY, ("none",), ""),
        (ANY, ("none", "rome"), "'Nowhere' excludes the others."),
        (AnyOf(id="a.b", least=2), ("rome",), "Choose at least 2; 1 is chosen."),
        (AnyOf(id="a.b", most=1), ("a", "b"), "Choose at most 1; 2 are chosen. Take one away."),
        (YESNO, False, ""),
        (YESNO, 1, "Yes or no is expected here."),
        (NUMBER, 18, ""),
        (NUMBER, True, "A number is expected here, such as 18."),
        (NUMBER, "18", "A number is expected here, such as 18."),
        (NUMBER, "12,50", "Write a point before the decimals: 12.50."),
        (NUMBER, "-1.234,5", "Write a point before the decimals: -1234.5."),
        (NUMBER, "1,2,3", "A number is expected here, such as 18."),
        (NUMBER, float("nan"), "A number is expected here, such as 18."),
        (NUMBER, float("inf"), "This number is too large."),
        (NUMBER, 10**400, "This number is too large."),
        (NUMBER, "1" + "0" * 309, "This number is too large."),
        (NUMBER, "-9007199254740993", "This number is too large."),
        (NUMBER, 2.5, "A whole number is expected here."),
        (NUMBER, 0, "At least 1 people."),
        (NUMBER, 2001, "At most 2,000 people."),
        (MONEY, -1, "At least 0 EUR per month."),
        (PERCENT, 101, "At most 100 %."),
        (DATE, date(2026, 9, 1), ""),
        (DATE, "soon", "A date is expected here: 2026-09-01, or 1 Sep 2026."),
        (DATE, datetime(2026, 9, 1), "A date is expected here: 2026-09-01, or 1 Sep 2026."),
        (TEXTS, ("one",), ""),
        (TEXTS, "one", "A list of short texts is expected here."),
        (TEXTS, (), "At least 1 lines; so far 0."),
        (TEXTS, ("a",) * 4, "At most 3 lines; these are 4."),
        (TEXTS, ("x" * 20_001,), "At most 20,000 characters; these are 20,001."),
        (RECORD, {}, ""),
        (RECORD, "x", "Several fields are expected here."),
        (LINK, "k3f9", ""),
        (LINK, 5, "The id of one of the items of 'person' is expected here."),
        (LINKS, ("k3f9",), ""),
        (LINKS, "k3f9", "A list of ids of items of 'person' is expected here."),
        (LINKS, ("a", "b", "c"), "Choose at most 2; these are 3."),
        (SCALE, 0, ""),
        (SCALE, 11, "A step from 0 to 10 is expected here."),
        (SCALE, 2.5, "A step from 0 to 10 is expected here."),
        (SCALE, True, "A step from 0 to 10 is expected here."),
        (STEPS, 3, "A step from 0 to 2 is expected here."),
        (RANKING, ("oslo", "rome"), ""),
        (RANKING, ("oslo",), "Rank 2; so far 1."),
        (RANKING, ("oslo", "rome", "lima"), "Rank at most 2; these are 3."),
        (GRID, {}, ""),
        (GRID, "x", "A table of rows is expected here."),
        (SHARES, 5, "A table of rows is expected here."),
        (NOTE, "x", "There is nothing to answer here."),
    ],
)
def test_trouble_is_said_in_words_that_help(question: Question, value: Any, words: str) -> None:
    assert question.trouble(value) == words


@pytest.mark.parametrize(
    ("question", "value", "shown"),
    [
        (TEXT, "fine", "fine"),
        (ONE, "rome", "Rome"),
        (ANY, ("rome", "oslo"), "Rome, Oslo"),
        (YESNO, True, "yes"),
        (YESNO, False, "no"),
        (NUMBER, 1500, "1,500 people"),
        (MONEY, 25000, "25,000 EUR per month"),
        (Money(id="a.b", currency="EUR"), 5, "5 EUR"),
        (PERCENT, 86, "86 %"),
        (DATE, date(2026, 9, 1), "1 Sep 2026"),
        (TEXTS, ("one", "two"), "one, two"),
        (LINK, "k3f9", "Ann"),
        (NOTE, None, ""),
    ],
)
def test_a_value_is_shown_for_people(question: Question, value: Any, shown: str) -> None:
    assert question.show(value, label) == shown


def safe(value: object) -> bool:
    """Whether all text in a value may reach a terminal and a plan file."""
    if isinstance(value, str):
        return clean_text(value) == value
    return all(map(safe, value)) if isinstance(value, tuple) else True


@pytest.mark.parametrize(
    "question", [one for one in ALL if one.answerable], ids=lambda one: one.kind
)
def test_hostile_text_is_cleaned_judged_and_shown(question: Question, hostile: str) -> None:
    for raw in (hostile, [hostile, hostile], [hostile, 5]):
        cleaned = question.clean(raw)
        assert safe(cleaned)
        assert question.clean(cleaned) == cleaned
        assert safe(question.trouble(cleaned))
        if not question.trouble(cleaned):
            assert safe(question.show(cleaned, label))


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(st.sampled_from(ALL), anything)
def test_no_value_makes_a_kind_stumble(question: Question, raw: Any) -> None:
    cleaned = question.clean(raw)
    words = question.trouble(cleaned)
    assert isinstance(words, str)
    if not words and not isinstance(question, Record):
        assert isinstance(question.show(cleaned, label), str)
        # what is kept once is kept for good
        assert question.clean(cleaned) == cleaned


@given(st.integers(-(2**53), 2**53) | st.floats(-1e6, 1e6).map(lambda one: round(one, 2)))
def test_a_number_that_is_shown_can_be_typed_again(number: float) -> None:
    plain = Number(id="a.b")
    assert plain.clean(plain.show(number, label)) == pytest.approx(number)


@given(st.dates(date(1000, 1, 1)))
def test_a_date_that_is_shown_can_be_typed_again(day: date) -> None:
    assert DATE.clean(DATE.show(day, label)) == day
    assert DATE.clean(day.isoformat()) == day
