"""Every kind of question is known wherever something is looked up by its kind."""

from collections.abc import Mapping

import pytest

from smtui.plan.conversion import INTO
from smtui.plan.said import HINTS, READ
from smtui.questionnaire.kinds import KINDS, Grid, Record

ANSWERED = {name for name, kind in KINDS.items() if kind.answerable}
WITH_PARTS = {name for name, kind in KINDS.items() if issubclass(kind, Record | Grid)}


@pytest.mark.parametrize("table", [READ, HINTS], ids=["how it is read", "what may be typed"])
def test_each_kind_that_is_answered_has_its_entry(table: Mapping[str, object]) -> None:
    assert set(table) == ANSWERED


def test_an_older_answer_comes_to_each_kind_that_holds_it_itself() -> None:
    assert set(INTO) == ANSWERED - WITH_PARTS


@pytest.mark.parametrize("name", sorted(ANSWERED - WITH_PARTS))
def test_what_an_answer_is_can_be_said(name: str) -> None:
    assert KINDS[name].an_answer
