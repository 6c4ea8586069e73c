"""The program itself is killed in a word, and started again: every letter is offered back."""

import os
import signal
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smtui import paths
from smtui.plan.journal import journals_in, read_journal
from tests.faults.bad_disk import eventually
from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "smtui"]
PLAN = """\
[meta]
questionnaire = "social-marketing"
version = "1.0"
run = "quick"

[meta.position]
section = "profile"
question = "profile.offer"

[profile]
org = "Harbour Kitchen"
"""
TYPED = "Cooking classes for peop"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


def inside(path: Path) -> Any:
    return tomllib.loads(path.read_text())["profile"]


def journals(plan: Path) -> Iterator[str]:
    """The text that each journal of a plan keeps at the question."""
    for place in paths.journal_dirs(os.environ, plan):
        for path in journals_in(place):
            found = read_journal(path)
            assert found is not None
            for leaf in found.changes:
                if leaf.name == "profile.offer":
                    yield str(leaf.value)


def killed(plan: Path, *arguments: str) -> None:
    """Type half a word into it and kill the program."""
    with Terminal.spawn([*PROGRAM, *arguments], cwd=plan.parent) as terminal:
        terminal.wait_for("▸ In one line")
        terminal.type(TYPED)
        terminal.wait_for(TYPED)
        assert eventually(lambda: TYPED in journals(plan))
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_exit() == 128 + signal.SIGKILL
    # what the kernel gives back at once; nothing of the file is half written
    assert inside(plan).get("offer", "") in ("", TYPED[: len(inside(plan).get("offer", ""))])


def test_killed_in_a_word_every_letter_comes_back_from_the_first_screen(plan: Path) -> None:
    killed(plan, "plan.toml")
    with Terminal.spawn(PROGRAM, cwd=plan.parent) as terminal:
        terminal.wait_for("Bring back")
        terminal.wait_for("▸ plan.toml")
        terminal.press("enter")
        terminal.wait_for("▸ Bring it back")
        terminal.press("enter")
        terminal.wait_for("▸ In one line")
        terminal.wait_for(TYPED)
        terminal.type("le")
        terminal.wait_for(f"{TYPED}le")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert inside(plan)["offer"] == "Cooking classes for people"
    assert list(journals(plan)) == []
    assert list(plan.parent.glob(".smtui-*")) == []


def test_killed_again_while_it_is_asked_nothing_is_lost(plan: Path) -> None:
    killed(plan, "plan.toml")
    before = plan.read_bytes()
    for _ in range(2):
        with Terminal.spawn([*PROGRAM, "plan.toml"], cwd=plan.parent) as terminal:
            terminal.wait_for("▸ Bring it back")
            terminal.signal(signal.SIGKILL)
            terminal.wait_exit()
    assert plan.read_bytes() == before
    assert list(journals(plan)) == [TYPED]


def test_a_second_one_meets_the_first_and_gets_its_turn(plan: Path) -> None:
    with Terminal.spawn([*PROGRAM, "plan.toml"], cwd=plan.parent) as first:
        first.wait_for("▸ In one line")
        with Terminal.spawn([*PROGRAM, "plan.toml"], cwd=plan.parent) as second:
            second.wait_for("▸ Look at it only")
            second.wait_for("open by")
            first.type("Soup")
            first.wait_for("Soup")
            first.press("ctrl+q")
            assert first.wait_exit() == 0
            second.press("down", "down")
            second.wait_for("▸ Try again")
            second.press("enter")
            second.wait_for("▸ In one line")
            second.type(" for all")
            second.wait_for("Soup for all")
            second.press("ctrl+q")
            assert second.wait_exit() == 0
    assert inside(plan)["offer"] == "Soup for all"
    assert list(plan.parent.glob(".smtui-*")) == []


def test_a_session_that_was_killed_locks_nobody_out(plan: Path) -> None:
    with Terminal.spawn([*PROGRAM, "plan.toml"], cwd=plan.parent) as terminal:
        terminal.wait_for("▸ In one line")
        terminal.signal(signal.SIGKILL)
        terminal.wait_exit()
    with Terminal.spawn([*PROGRAM, "plan.toml"], cwd=plan.parent) as terminal:
        terminal.wait_for("▸ In one line")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


def test_line_by_line_it_is_asked_about_too(plan: Path) -> None:
    killed(plan, "plan.toml")
    words = [*PROGRAM, "plan.toml", "--plain"]
    with Terminal.spawn(words, cwd=plan.parent, env={"TERM": "dumb"}) as terminal:
        terminal.wait_for("was not saved when this plan was last open")
        terminal.type("\r")
        assert terminal.wait_exit() == 0
    assert list(journals(plan)) == [TYPED], "Enter leaves it as it is"
    with Terminal.spawn(words, cwd=plan.parent, env={"TERM": "dumb"}) as terminal:
        terminal.wait_for("1. Bring it back")
        terminal.type("1\r")
        terminal.wait_for("In one line")
        terminal.type("/quit\r")
        assert terminal.wait_exit() == 0
    assert inside(plan)["offer"] == TYPED
    assert list(journals(plan)) == []
    assert list(plan.parent.glob(".smtui-*")) == []


def test_line_by_line_a_plan_that_is_open_elsewhere_can_be_looked_at(plan: Path) -> None:
    words = [*PROGRAM, "plan.toml", "--plain"]
    with Terminal.spawn([*PROGRAM, "plan.toml"], cwd=plan.parent) as first:
        first.wait_for("▸ In one line")
        with Terminal.spawn(words, cwd=plan.parent, env={"TERM": "dumb"}) as second:
            second.wait_for("open by")
            second.wait_for("1. Look at it only")
            second.type("1\r")
            second.wait_for("In one line")
            second.type("other words\r")
            second.type("/quit\r")
            assert second.wait_exit() in (0, 1)
        first.press("ctrl+q")
        assert first.wait_exit() == 0
    assert "offer" not in inside(plan)
