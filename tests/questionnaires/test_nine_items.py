"""Nine items on one scale of four steps, their total, what it means, and a tenth question."""

import pytest

from tests.questionnaires.filling import Person

STEPS = ["never", "some", "most", "always"]
ROWS = "rest sleep focus noise hurry goals doubt alone temper".split()
LABELS = ["Not at all", "Several days", "More than half the days", "Nearly every day"]


def answered(total: int) -> Person:
    """A person whose nine answers come to a total."""
    person = Person("nine_items")
    person.says({"weeks.items": {}})
    left = total
    for row in ROWS:
        points = min(3, left)
        person.says({f"weeks.items.often@.{row}": STEPS[points]})
        left -= points
    assert left == 0
    return person


def test_all_nine_items_offer_the_same_four_steps() -> None:
    person = Person("nine_items")
    assert person.reading.rows("weeks.items", "") == tuple(f".{row}" for row in ROWS)
    assert len(ROWS) == 9
    assert all(person.offered(f"weeks.items.often@.{row}") == LABELS for row in ROWS)


@pytest.mark.parametrize(("points", "step"), list(enumerate(STEPS)))
def test_each_step_gives_0_to_3_points(points: int, step: str) -> None:
    person = Person("nine_items")
    person.says({"weeks.items.often@.sleep": step})
    assert person.counts("weeks.total") == points


def test_the_total_goes_from_0_to_27() -> None:
    assert answered(0).sees("weeks.total") == "0 of 27"
    assert answered(27).sees("weeks.total") == "27 of 27"


def band(total: int) -> str:
    """The band of a total, by hand."""
    return ["A", "B", "C", "D", "E"][(total >= 5) + (total >= 10) + (total >= 15) + (total >= 20)]


MEANING = {
    "A": "Hardly any strain", "B": "Mild strain", "C": "Moderate strain", "D": "High strain",
    "E": "Severe strain",
}  # fmt: skip


@pytest.mark.parametrize("total", range(28))
def test_every_total_has_its_band_from_5_10_15_and_20(total: int) -> None:
    person = answered(total)
    card = person.scorecard
    assert card.earned == pytest.approx(total)
    assert (card.band, card.band_title) == (band(total), MEANING[band(total)])
    assert person.sees("weeks.grade") == MEANING[band(total)]


def test_what_it_means_is_not_said_before_all_nine_are_answered() -> None:
    person = answered(27)
    person.says({"weeks.items.often@.temper": None})
    assert not person.is_asked("weeks.grade")
    assert person.sees("weeks.total") == "24 of 27"


@pytest.mark.parametrize("row", ROWS)
def test_the_tenth_is_asked_as_soon_as_any_of_the_nine_is_above_0(row: str) -> None:
    person = Person("nine_items")
    assert not person.is_asked("weeks.effect")
    person.says({f"weeks.items.often@.{row}": "never"})
    assert not person.is_asked("weeks.effect")
    person.says({f"weeks.items.often@.{row}": "some"})
    assert person.is_asked("weeks.effect")


def test_the_tenth_is_not_asked_when_all_nine_are_0() -> None:
    assert not answered(0).is_asked("weeks.effect")


def test_the_tenth_is_not_scored() -> None:
    person = answered(9)
    before = person.scorecard
    person.says({"weeks.effect": "very"})
    assert (person.scorecard.score, person.counts("weeks.total")) == (before.score, 9)
