"""How far a lesson is, and what is said of its steps."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from smtui.plan.learning import DONE, HERE, OPEN, SEEN, Learning, Progress
from smtui.plan.recent import RecentPlan
from smtui.plan.session import Position

SECTIONS = ("basics", "people")


def practice(path: Path, done: int) -> RecentPlan:
    return RecentPlan(path, "Mine", "quick", done, 2, 0, 0, datetime(2026, 11, 21))


def test_what_is_noted_is_there_the_next_time(tmp_path: Path) -> None:
    file, plan = tmp_path / "state" / "learning.toml", tmp_path / "practice.toml"
    plan.touch()
    at = Position("people", "guest.name", "g2")
    told = Progress("visit", "garden", at, walked=True, practice=plan, compared=True)
    Learning(file, "visit").note(told)
    assert Learning(file, "visit").of("garden") == told
    assert [one.sample for one in Learning(file, "visit").lessons()] == ["garden"]
    assert Learning(file, "other").lessons() == []


def test_a_practice_plan_that_is_gone_is_begun_anew(tmp_path: Path) -> None:
    learning = Learning(tmp_path / "learning.toml", "visit")
    gone = Progress("visit", "garden", walked=True, practice=tmp_path / "gone.toml", compared=True)
    learning.note(gone)
    assert learning.of("garden") == Progress("visit", "garden", walked=True)


def test_what_one_may_not_see_is_left_out(tmp_path: Path) -> None:
    file, plan = tmp_path / "learning.toml", tmp_path / "practice.toml"
    plan.touch()
    Learning(file, "visit").note(Progress("visit", "garden", practice=plan))
    assert Learning(file, "visit", lambda path: False).of("garden").practice is None


@pytest.mark.parametrize("text", ["", "lesson = 3", "[[lesson]]\nsection = 7\n", "not = [toml"])
def test_a_damaged_file_is_no_reason_to_stop(tmp_path: Path, text: str) -> None:
    file = tmp_path / "learning.toml"
    file.write_text(text)
    learning = Learning(file, "visit")
    assert not learning.of("garden").begun
    learning.note(Progress("visit", "garden", walked=True))
    assert Learning(file, "visit").of("garden").walked


def test_without_a_place_it_lasts_as_long_as_the_program() -> None:
    learning = Learning(None, "visit")
    learning.note(Progress("visit", "garden", walked=True))
    assert learning.of("garden").walked


def test_one_step_is_where_one_is(tmp_path: Path) -> None:
    plan = tmp_path / "practice.toml"
    fresh = Progress("visit", "garden")
    assert fresh.states(None) == (HERE, OPEN, OPEN)
    walked = replace(fresh, walked=True)
    assert walked.states(None) == (DONE, HERE, OPEN)
    begun = replace(walked, practice=plan)
    assert begun.states(practice(plan, 1)) == (DONE, HERE, OPEN)
    assert begun.states(practice(plan, 2)) == (DONE, DONE, HERE)
    assert replace(begun, compared=True).states(practice(plan, 2)) == (DONE, DONE, DONE)
    # the walk can be left out
    skipped = replace(fresh, practice=plan)
    assert skipped.states(practice(plan, 1)) == (OPEN, HERE, OPEN)
    assert replace(skipped, compared=True).states(practice(plan, 2)) == (HERE, DONE, DONE)
    # whoever compares first still has to practise
    assert replace(begun, compared=True).states(practice(plan, 1)) == (DONE, HERE, SEEN)


def test_how_far_each_step_is(tmp_path: Path) -> None:
    plan = tmp_path / "practice.toml"
    fresh = Progress("visit", "garden", Position("people"))
    assert fresh.how_far(None, SECTIONS) == ("section 2 of 2", "", "needs step 2")
    begun = replace(fresh, walked=True, practice=plan)
    assert begun.how_far(practice(plan, 1), SECTIONS) == ("", "1 section left", "")
    assert begun.how_far(practice(plan, 2), SECTIONS) == ("", "", "")
