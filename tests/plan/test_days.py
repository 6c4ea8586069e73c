"""Days to come, as people write them."""

from datetime import date

import pytest

from smtui.plan.days import coming_day, examples

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("1 Dec 2025", date(2025, 12, 1)),  # as it stands, even if it is over
        ("1 dec", date(2026, 12, 1)),
        ("December 1", date(2026, 12, 1)),
        ("1.12.", date(2026, 12, 1)),
        ("1.12", date(2026, 12, 1)),
        ("21 nov", TODAY),
        ("20 nov", date(2027, 11, 20)),
        ("29 feb", date(2028, 2, 29)),
        ("30 feb", None),
        ("soon", None),
        ("12", None),
        ("", None),
    ],
)
def test_a_day_without_a_year_is_the_next_such_day(typed: str, day: date | None) -> None:
    assert coming_day(typed, TODAY) == day


def test_the_examples_lie_ahead_and_are_understood() -> None:
    assert [coming_day(one, TODAY) for one in examples(TODAY)] == [date(2026, 12, 5)] * 2
    assert len({coming_day(one, None) for one in examples(None)} - {None}) == 1
