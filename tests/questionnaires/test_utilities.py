"""Suppliers, a share of each that must come to 100 in all, and never over its own maximum."""

from collections.abc import Iterable

import pytest

from tests.plain.talk import Talk
from tests.questionnaires.filling import Person, made


def house(*suppliers: tuple[str, float | None, float | None]) -> tuple[Person, list[str]]:
    """A person with suppliers: name, maximum, share; and the suppliers' ids."""
    person = Person("utilities")
    made = [person.adds("supplier", name=name, cap=cap) for name, cap, _ in suppliers]
    for item, (_, _, share) in zip(made, suppliers, strict=True):
        person.says({f"supplier.share@{item}": share})
    return person, made


def shares(values: Iterable[float | None]) -> Person:
    """A person whose suppliers have these shares, each well under its maximum."""
    return house(*((f"S{at}", 100, share) for at, share in enumerate(values)))[0]


@pytest.mark.parametrize(
    "values",
    [
        [100],
        [60, 40],
        [33.3, 33.3, 33.4],
        [33.33, 33.33, 33.34],
        [22.8, 22.1, 5.9, 27.5, 17.9, 3.8],  # binary fractions of these come to a bit over 100
        [4.5, 27.1, 40.5, 14.8, 13.1],  # and of these to a bit less
    ],
)
def test_shares_that_come_to_100_are_right(values: list[float]) -> None:
    assert shares(values).told("supplier") == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([60, 30], "The shares come to 90, not to 100 %."),
        ([33.3, 33.3, 33.3], "The shares come to 99.9, not to 100 %."),
    ],
)
def test_shares_that_come_to_less_are_told(values: list[float], words: str) -> None:
    assert shares(values).told("supplier") == [words]


@pytest.mark.parametrize("values", [[60, 50], [60, 50, None]])
def test_shares_that_come_to_more_are_told_at_once(values: list[float | None]) -> None:
    assert "The shares come to 110: over 100 %." in shares(values).told("supplier")


def test_the_plan_is_not_done_while_the_shares_do_not_come_to_100() -> None:
    person = shares([60, 30])
    person.says({"power.use": 1000})
    assert not person.session.overall().done
    item = person.session.answers.ids("supplier")[1]
    person.says({f"supplier.share@{item}": 40})
    assert person.session.overall().done


def test_nothing_is_said_while_a_share_is_open() -> None:
    assert shares([60, None]).told("supplier") == []


def test_the_maximum_is_the_suppliers_own_other_answer() -> None:
    person, (sun, wind) = house(("Sun", 30, 40), ("Wind", 80, 40))
    assert person.told(f"supplier.share@{sun}") == ["At most 30 %."]
    assert person.told(f"supplier.share@{wind}") == []
    assert person.counts(f"supplier.share@{sun}") is None
    person.says({f"supplier.cap@{sun}": 45})
    assert person.told(f"supplier.share@{sun}") == []
    assert person.counts(f"supplier.share@{sun}") == 40


def test_no_maximum_is_no_limit_but_100() -> None:
    person, (sun,) = house(("Sun", None, 90))
    assert person.told(f"supplier.share@{sun}") == []
    person.says({f"supplier.share@{sun}": 101})
    assert person.told(f"supplier.share@{sun}") == ["At most 100 %."]


def test_the_rest_is_suggested_as_far_as_the_maximum_goes() -> None:
    person, (_, wind) = house(("Sun", 70, 60), ("Wind", 80, None))
    place = person.session.reading.places()
    at = next(one for one in place if one == ("supplier.share", wind))
    assert person.reading.suggestion(at) == 40
    person.says({f"supplier.cap@{wind}": 25})
    assert person.reading.suggestion(at) == 25


def test_the_largest_is_named() -> None:
    person, (sun, _) = house(("Sun", 70, 60), ("Wind", 80, 40))
    assert person.sees("power.largest") == "Sun"
    assert "Most comes from: Sun." in talk(person)
    person.says({f"supplier.share@{sun}": 20})
    assert person.sees("power.largest") == "Wind"


def test_what_is_not_known_yet_is_said_to_be() -> None:
    assert "Most comes from: not known yet." in talk(Person("utilities"))


def talk(person: Person) -> str:
    """What is said line by line, to a person who only presses Enter."""
    return Talk(made("utilities"), *[""] * 9, answers=person.session.answers).said
