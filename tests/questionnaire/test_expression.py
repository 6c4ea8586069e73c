"""The language of conditions and values means what questionnaires/README.md promises."""

from datetime import date
from typing import Any

import pytest

from smtui.questionnaire.expression import (
    NUMBER,
    ChoiceOf,
    Flaw,
    ItemOf,
    TooCostly,
    compile_condition,
    compile_source,
    compile_template,
    compile_value,
)
from tests.questionnaire import CITIES, Trip, scope, value

TRIP = Trip(
    answers={
        "trip.size": 4,
        "trip.price": 250.5,
        "trip.paid": False,
        "trip.mode": "train",
        "trip.modes": ("train", "car"),
        "trip.cities": ("oslo", "rome", "bern"),
        "trip.name": "Our 3 days in the mountains",
        "trip.need": "Mountain air for the whole team",
        "trip.start": date(2026, 1, 31),
        "trip.end": date(2026, 4, 1),
        "person.name p1": "Ann",
        "person.age p1": 40,
        "person.city p1": "rome",
        "person.friend p1": "p2",
        "person.name p2": "Bob",
        "person.age p2": 20,
        "person.city p2": "oslo",
        "person.name p3": "Cy",
        "bag.owner b1": "p1",
        "bag.weight b1": 12,
        "bag.owner b2": "p1",
        "bag.weight b2": 8,
    },
    lists={"person": ("p1", "p2", "p3"), "bag": ("b1", "b2")},
    parked=frozenset({"trip.when", "person.age p3"}),
)


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        # is, is not, one of several
        ("trip.mode is train", True),
        ("trip.mode is not train", False),
        ("trip.mode is one of (car, none)", False),
        ("trip.mode is not one of (car, none)", True),
        ("trip.mode is 24", False),
        ("trip.mode is one of (24, train)", True),
        ("trip.mode is one of trip.modes", True),
        ("trip.paid is no", True),
        ("trip.size is 4", True),
        ("trip.size is one of (3, 4)", True),
        ("trip.name is trip.need", False),
        # answers of several
        ("trip.modes includes car", True),
        ("trip.modes includes none", False),
        ("trip.modes includes any of (none, car)", True),
        ("trip.modes includes all of (none, car)", False),
        ("trip.modes includes all of (train, car)", True),
        ("trip.modes is only train", False),
        ("first 1 of trip.modes is only train", True),
        ("trip.modes includes (trip.mode)", True),
        ("trip.modes includes any of first 1 of trip.modes", True),
        # answered, parked
        ("trip.size is answered", True),
        ("trip.size is not answered", False),
        ("trip.when is parked", True),
        ("trip.size is not parked", True),
        # comparing and reckoning
        ("trip.size >= 4", True),
        ("trip.size > 4", False),
        ("trip.size between 4 and 5", True),
        ("trip.size = 4", True),
        ("trip.size != 4", False),
        ("trip.start < trip.end", True),
        ("trip.start = 2026-01-31", True),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("10 - 2 - 3", 5),
        ("12 / 3 / 2", 2),
        ("-trip.size + 1", -3),
        ("trip.price * 2", 501),
        ("trip.paid + 1", 1),
        # and, or, not bind as everywhere: not, and, or
        ("trip.size > 9 and trip.paid or trip.mode is train", True),
        ("not trip.paid and trip.size = 4", True),
        ("not (trip.paid or trip.size = 4)", False),
        # if, otherwise
        ("if trip.size > 5 then 1 else 0.5", 0.5),
        ("if trip.paid then 1 else if trip.size = 4 then 2 else 3", 2),
        ("trip.size otherwise 0", 4),
        ("run is quick", True),
        ("run is full", False),
        # texts
        ("count of words in trip.name", 6),
        ("trip.name contains a number", True),
        ("trip.need contains a number", False),
        ("trip.name shares a word with trip.need", True),
        ("trip.name contains one of vague", False),
        ("trip.need ends with one of endings", True),
        ("trip.need begins with one of vague", False),
        ("'A  Place' equals one of vague", True),
        ("'we go' begins with one of vague", True),
        ("'well' begins with one of vague", False),
        ("'go somewhere else' contains one of vague", True),
        # dates: the day of the month does not count for months
        ("months from trip.start to trip.end", 3),
        ("days from trip.start to trip.end", 60),
        ("points of trip.mode", 3),
        # tables
        ("lookup cities.warm by (rome)", 9),
        ("lookup fares.price by (rome, trip.mode)", 80),
        ("lookup fares by (rome, train, run)", 1),
        # loops
        ("count of person", 3),
        ("count of person where age is answered", 2),
        ("count of trip.modes", 2),
        ("share of person where age >= 30", 1 / 3),
        ("sum of age over person", 60),
        ("mean of age over person", 20),
        ("mean of age over person where age is answered", 30),
        ("lowest of age over person", 20),
        ("highest of age over person", 40),
        ("highest of (1, trip.size, 2)", 4),
        ("lowest of (3, trip.size, 2)", 2),
        ("mean of (1, trip.size)", 2.5),
        ("any person where age >= 40", True),
        ("every person where name is answered", True),
        ("every bag where weight > 10", False),
        ("share of person as p where any bag where owner is p", 1 / 3),
        ("sum of weight over bag where owner.name is 'Ann'", 20),
        ("highest of (sum of weight over bag where owner is p) over person as p", 20),
        # values as a list: each value once
        ("values of (trip.mode, trip.modes)", ("train", "car")),
        ("values of (trip.mode, first 1 of trip.modes)", ("train",)),
        ("values of (city over person)", ("rome", "oslo")),
        ("values of ('{name} {age}' over person where age is answered)", ("Ann 40", "Bob 20")),
        # parts of a list
        ("first 2 of trip.cities", ("oslo", "rome")),
        ("top 2 of trip.cities by warm", ("rome", "oslo")),
        ("sort cities by warm", ("rome", "lima", "oslo", "bern")),
        ("sort person by 0", ("p1", "p2", "p3")),
        ("(best person by age).name", "Ann"),
        ("(best cities by warm).label", "Rome"),
        ("share of (person where age is answered) where age >= 30", 0.5),
        ("count of ((person where age > 90) otherwise person)", 3),
        ("count of (person where age is answered where age > 30)", None),
        ("completeness of trip", 0.75),
        # texts with values
        ("'{trip.mode}, {trip.price} for {trip.size}'", "By train, 250.5 for 4"),
        (
            "'{250 / 12} a month, {3 * 100 / 36} percent, {1 / 8} of it'",
            "20.8 a month, 8.3 percent, 0.12 of it",
        ),
        ("'{trip.modes} from {trip.start}'", "By train and By car from 31 Jan 2026"),
        ("'{trip.paid}: it\\'s {{{trip.size}}}'", "no: it's {4}"),
        ("'{values of (this over bag where weight > 90)}'", "none"),
        ("'{person}'", "Ann, Bob and Cy"),
    ],
)
def test_every_phrase_means_what_the_guide_says(sentence: str, result: Any) -> None:
    if result is None:
        with pytest.raises(Flaw):
            value(sentence, TRIP)
        return
    assert value(sentence, TRIP) == pytest.approx(result) or value(sentence, TRIP) == result


def test_a_list_of_conditions_must_all_hold() -> None:
    both = ("trip.size = 4", "trip.mode is train")
    assert compile_condition(both, scope()).holds(TRIP)
    assert not compile_condition((*both, "trip.paid"), scope()).holds(TRIP)


def test_short_names_mean_the_item_in_hand_and_as_names_the_outer_one() -> None:
    element = ItemOf(list="person")
    assert compile_value("age", scope(), element).value(TRIP, "p2") == 20
    assert compile_value("person.age", scope(), element).value(TRIP, "p2") == 20
    assert compile_value("friend.name", scope(), element).value(TRIP, "p1") == "Bob"
    older = "count of person as other where other.age > p.age"
    assert compile_value(older, scope(), element, name="p").value(TRIP, "p2") == 1
    # the innermost meaning wins: both ages are the other's
    assert compile_value("count of person where age > age", scope(), element).value(TRIP, "p2") == 0


def test_results_of_checks_can_be_named_where_they_are_known() -> None:
    trip = Trip(checks={"P1": 1.0, "F-2": 0.5})
    assert value("P1 is full", trip, checks=True) is True
    assert value("F-2 is full", trip, checks=True) is False
    assert value("F-2 * 3 >= 1.5", trip, checks=True) is True
    assert value("P1 is full", Trip(), checks=True) is None
    with pytest.raises(Flaw, match="no check 'P1' that can be named here"):
        value("P1 is full", trip)


def test_only_prompts_may_read_the_clock() -> None:
    trip = Trip(answers={"trip.start": date(2026, 1, 31)}, today=date(2026, 2, 2))
    assert value("days from trip.start to today", trip, clock=True) == 2
    assert compile_value("today", scope(clock=True)).uses_clock
    with pytest.raises(Flaw, match="'today' is not allowed here"):
        value("days from trip.start to today", trip)


def test_a_sentence_says_what_it_reads() -> None:
    sentence = "trip.size > 3 and any person where city is rome and completeness of trip > 0"
    reads = compile_value(sentence, scope()).reads
    assert reads == {"trip.size", "person", "person.city"}


def test_a_source_gives_its_elements_and_their_name() -> None:
    code, name = compile_source("person as p where p.age > 30", scope())
    assert (code.value(TRIP), name) == (("p1",), "p")


def test_a_template_keeps_what_is_no_value() -> None:
    code = compile_template("{trip.size} of {{5}}, said 'Ann'", scope())
    assert code.value(TRIP) == "4 of {5}, said 'Ann'"


def test_a_condition_as_a_share_is_nothing_or_all() -> None:
    assert compile_value("trip.size > 3", scope(), wanted=NUMBER).value(TRIP) == 1
    assert compile_value("trip.size > 3", scope(), wanted=NUMBER).value(Trip()) == 0


def test_a_bare_choice_is_read_where_a_choice_is_wanted() -> None:
    wanted = ChoiceOf(among=CITIES)
    sentence = "if trip.size > 3 then oslo else rome"
    assert compile_value(sentence, scope(), wanted=wanted).value(TRIP) == "oslo"
    with pytest.raises(Flaw, match="there is nothing called 'oslo'"):
        value(sentence)


# What is wrong is said in words, with a caret under it.


@pytest.mark.parametrize(
    ("sentence", "marked", "what", "mend"),
    [
        ("trip.size >", "", "the sentence stops too early", "something is missing"),
        ("trip.size > 3 trip.size", "trip", "'trip' cannot stand here", ""),
        ("trip.size > 3 annd trip.paid", "annd", "'annd' cannot stand here", "mean 'and'?"),
        ("trip.mode is trian", "trian", "not one of the choices of 'trip.mode'", "mean 'train'?"),
        ("trip.mode is one of (car, trian)", "trian", "not one of the choices", "mean 'train'?"),
        ("trip.modes includes trian", "trian", "not one of the choices", "mean 'train'?"),
        ("trip.sise > 3", "trip.sise", "there is nothing called 'trip.sise'", "mean 'trip.size'?"),
        ("any person where agee > 3", "agee", "there is nothing called 'agee'", "mean 'age'?"),
        ("(best person by age).nme", "(best", "an item of 'person' has no 'nme'", "mean 'name'?"),
        ("trip.size.x > 3", "trip.size.x", "a number has no 'x'", ""),
        ("trip.mode = train", "train", "'train' is a choice", "write 'is train'"),
        ("trip.size and trip.paid", "trip.size", "a condition is expected here", "compare it"),
        ("trip.name + 1", "trip.name", "a number is expected here, but this is a text", ""),
        ("trip.mode > 3", "trip.mode > 3", "cannot be compared with a number", ""),
        ("trip.modes is car", "trip.modes", "several answers are possible", "includes"),
        ("trip.modes is one of (car, none)", "trip.modes", "several answers", "includes any of"),
        ("trip.mode includes car", "trip.mode", "this needs an answer of several", "write 'is'"),
        ("trip.name < trip.need", "trip.name", "a text has no greater and smaller", ""),
        ("trip.when = trip.when", "trip.when", "a record cannot be compared", "fields"),
        ("'{trip.when}'", "trip.when", "'trip.when' has several fields", ""),
        ("if trip.paid then 1 else 'x'", "'x'", "this is a text, the other is a number", ""),
        ("trip.name equals one of vage", "vage", "there is no word list 'vage'", "mean 'vague'?"),
        ("trip.name contains one vague", "one", "after 'contains' follows 'one of'", ""),
        ("lookup fare.price by (rome, car)", "fare", "there is no table 'fare'", "'fares'?"),
        ("lookup fares.prise by (rome, car)", "lookup", "has no column 'prise'", "mean 'price'?"),
        ("lookup fares.price by (rome)", "lookup", "is looked up by 2 keys here, not 1", "cities"),
        ("lookup fares.price by (rme, car)", "rme", "neither a name nor one of", "mean 'rome'?"),
        ("lookup fares.price by (trip.size, car)", "trip.size", "is expected as key", ""),
        ("lookup fares by (rome, car, trip.size)", "trip.size", "the last key names a column", ""),
        ("completeness of tripp", "tripp", "there is no section 'tripp'", "mean 'trip'?"),
        ("points of person.city", "person.city", "here are several values", "go over them"),
        ("points of trip.size", "points", "only a choice has points, and this is a number", ""),
        ("months from trip.size to trip.end", "trip.size", "a date is expected here", ""),
        ("count of trip.size", "trip.size", "several values are expected here", ""),
        ("any person", "", "'where' is missing after 'any ...'", "which ones"),
        ("mean of age", "", "'over' is missing after 'mean of ...'", ""),
        ("first 0 of person", "0", "'0' is not a number of values", "a whole number from 1"),
        ("first 1.5 of person", "1.5", "'1.5' is not a number of values", ""),
        ("values of (trip.size, trip.name)", "trip.name", "this is a text, the first is", ""),
        ("trip.size is parked and cities is parked", "cities", "only a question can be", ""),
        ("trip.size is full", "full", "only a check can be full", "write 'P1 is full'"),
        ("trip.start = 2026-02-30", "2026-02-30", "is not a day of the calendar", ""),
        ("trip.size == 4", "=", "two signs of comparison", "write one '=', or 'is'"),
        ("trip.paid && trip.paid", "&&", "&& cannot stand here", "write 'and'"),
        ('trip.mode is "train"', '"', '" cannot stand here', "without quotes"),
        ("trip.name is ’x’", "’", "’ cannot stand here", "the straight quote"),
        ("trip.name is 'x", "'", "the text that begins here", "close the text"),
        ("'{trip.size' = 'x'", "{", "a brace { is not closed", "close it with }"),
        ("Trip.size = 4", "Trip", "there is no check 'Trip'", ""),
        ("trip.sizé = 4", "sizé", "sizé cannot stand here", "a-z"),
        ("(trip.size, 4)", ",", "one value is expected", "highest of"),
        ("this", "this", "'this' is the item or row in hand", ""),
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


# However long, deep or costly, an expression is refused in words or ends in reasonable time.


@pytest.mark.parametrize(
    "sentence",
    [
        "(" * 900 + "1" + ")" * 900,
        "not " * 900 + "trip.paid",
        "- " * 900 + "1",
        "count of " * 400 + "person",
        "count of words in " * 200 + "trip.name",
        "any person where " * 200 + "age > 1",
        "if trip.paid then 1 else " * 150 + "1",
        "lowest of (" * 300 + "1, 2" + ")" * 300,
        "(best person by age)" + ".friend" * 500 + ".age",
        "trip" + ".a" * 1000,
        "1" * 3000,
        "first " + "9" * 3000 + " of person",
        "trip.size = " + "1" * 5000,
    ],
)
def test_sentences_beyond_all_measure_are_refused_in_words(sentence: str) -> None:
    with pytest.raises(Flaw):
        value(sentence)


@pytest.mark.parametrize(
    ("sentence", "result"),
    [
        ("1 + " * 900 + "1", 901),
        ("trip.size = 4 and " * 200 + "trip.size = 4", True),
        ("trip.price otherwise " * 150 + "1", 250.5),
        ("(" * 15 + "trip.size" + ")" * 15, 4),
    ],
)
def test_long_sentences_of_one_rank_are_read(sentence: str, result: Any) -> None:
    assert value(sentence, TRIP) == result


def test_numbers_without_bound_are_unknown() -> None:
    large = " * ".join(["9007199254740991"] * 150)
    assert value(large) is None
    assert value(f"{large} > 1") is None
    assert value("'{x}'".replace("x", large)) == "not answered"


@pytest.mark.parametrize(
    "sentence",
    [
        "count of person where any person where any person where any person where age > 200",
        "sum of sum of sum of sum of 1 over person over person over person over person",
        "count of values of ('{this}' over person where any person where every person where 1 = 1)",
    ],
)
def test_what_never_ends_is_too_costly(sentence: str) -> None:
    many = tuple(f"p{number}" for number in range(500))
    with pytest.raises(TooCostly):
        value(sentence, Trip(lists={"person": many}))


def test_a_text_does_not_grow_without_end() -> None:
    trip = Trip(answers={"trip.name": "x" * 20_000})
    with pytest.raises(TooCostly):
        value("'" + "{trip.name}" * 300 + "'", trip)
