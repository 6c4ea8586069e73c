"""However a session ends - a signal, a lost line, ctrl+q - every letter typed is in the file."""

import signal
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal import Terminal

PLAN = """\
# kept by hand
[meta]
questionnaire = "social-marketing"
version = "1.0"
run = "quick"

[meta.position]
section = "profile"
question = "profile.offer"

[profile]
org = "Harbour Kitchen"
our_own_key = "stays"
"""


def begun(tmp_path: Path) -> Terminal:
    """A plan that is open at a question, with half a word typed into it."""
    (tmp_path / "plan.toml").write_text(PLAN)
    terminal = Terminal.spawn([sys.executable, "-m", "smtui", "plan.toml"], cwd=tmp_path)
    terminal.wait_for("▸ In one line")
    terminal.type("Cooking cla")
    terminal.wait_for("Cooking cla")
    return terminal


def offer(tmp_path: Path) -> str:
    """What the plan file says."""
    plan = tomllib.loads((tmp_path / "plan.toml").read_text())
    assert plan["profile"]["our_own_key"] == "stays"
    return str(plan["profile"].get("offer", ""))


def ends_within_a_second(end: Callable[[Terminal], int], tmp_path: Path) -> None:
    """It ends with the status that `end` gives and keeps the answers, however often it is tried.

    The second is asked of the best of three: other programs may hold a machine up.
    """
    took: list[float] = []
    while len(took) < 3:
        with begun(tmp_path) as terminal:
            start = time.perf_counter()
            status = end(terminal)
            assert terminal.wait_exit(timeout=20) == status
            assert offer(tmp_path) == "Cooking cla"
            assert terminal.ended is not None
            took.append(terminal.ended - start)
            if took[-1] <= 1:
                return
    raise AssertionError(f"it took {took} seconds")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT], ids=str)
def test_a_signal_ends_it_with_all_answers_kept(number: signal.Signals, tmp_path: Path) -> None:
    """The process has ended with 128+n within a second, and the terminal is as it was."""

    def end(terminal: Terminal) -> int:
        terminal.signal(number)
        terminal.wait_exit(timeout=20)
        assert not terminal.left_behind()
        return 128 + number

    ends_within_a_second(end, tmp_path)


def test_a_lost_line_ends_it_with_all_answers_kept(tmp_path: Path) -> None:
    """As when an SSH connection drops."""

    def end(terminal: Terminal) -> int:
        terminal.hang_up()
        return 128 + signal.SIGHUP

    ends_within_a_second(end, tmp_path)


@pytest.mark.parametrize(
    ("key", "title", "replies", "written"),
    [
        ("f3", "Who finds out?", "parked", "owner"),
        ("ctrl+f", "Who disagrees?", "disagreement", "name"),
        ("ctrl+l", "Note", "note", "text"),
    ],
)
def test_a_lost_line_keeps_what_is_half_typed_into_a_dialog(
    tmp_path: Path, key: str, title: str, replies: str, written: str
) -> None:
    with begun(tmp_path) as terminal:
        terminal.press(key)
        terminal.wait_for(title)
        terminal.type("Mara Q")
        terminal.wait_for("Mara Q")
        terminal.hang_up()
        assert terminal.wait_exit(timeout=20) == 128 + signal.SIGHUP
    plan = tomllib.loads((tmp_path / "plan.toml").read_text())
    (reply,) = plan[replies]
    assert (reply["question"], reply[written]) == ("profile.offer", "Mara Q")


def test_leaving_asks_nothing_and_reopening_stands_at_the_same_question(tmp_path: Path) -> None:
    """ctrl+q at any moment; the next start offers to go on where one was."""
    with begun(tmp_path) as terminal:
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert not terminal.left_behind()
    assert offer(tmp_path) == "Cooking cla"
    assert (tmp_path / "plan.toml").read_text().startswith("# kept by hand\n")
    with Terminal.spawn([sys.executable, "-m", "smtui"], cwd=tmp_path) as terminal:
        terminal.wait_for("Harbour Kitchen")
        terminal.press("enter")
        terminal.wait_for("▸ In one line")
        terminal.wait_for("Cooking cla")
        terminal.type("sses")
        terminal.wait_for("Cooking classes")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert offer(tmp_path) == "Cooking classes"


def test_keys_that_arrive_in_one_packet_reach_their_questions(tmp_path: Path) -> None:
    """Over a slow line a name, Tab and the next name come together."""
    (tmp_path / "plan.toml").write_text(
        PLAN.replace("profile.offer", "engage.responder.who").replace(
            'section = "profile"', 'section = "voice"'
        )
    )
    with Terminal.spawn([sys.executable, "-m", "smtui", "plan.toml"], cwd=tmp_path) as terminal:
        terminal.wait_for("▸ who answers")
        terminal.send(b"Ana\tTom\tdaily\t")
        terminal.wait_for("▸ Within what time")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    plan = tomllib.loads((tmp_path / "plan.toml").read_text())
    assert plan["engage"]["responder"] == {"who": "Ana", "backup": "Tom", "hours": "daily"}


def test_a_small_window_asks_for_room_and_loses_nothing(tmp_path: Path) -> None:
    """Below 40 by 10 nothing useful fits; the answer is there again when it grows."""
    with begun(tmp_path) as terminal:
        terminal.resize(30, 8)
        terminal.wait_for("larger")
        terminal.resize(80, 24)
        terminal.wait_for("Cooking cla")
        terminal.type("sses")
        terminal.wait_for("Cooking classes")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert offer(tmp_path) == "Cooking classes"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"[meta\n", "plan.toml:1"),
        (b"a = 1\n", "not a plan"),
        (b"\xff\xfe\x00", "plan.toml"),
        (b'[meta]\nquestionnaire = "other"\nversion = "1"\n', "'other'"),
    ],
    ids=["empty", "broken", "foreign", "binary", "other"],
)
def test_a_plan_that_cannot_be_opened_says_why_and_stays_untouched(
    content: bytes, words: str, tmp_path: Path
) -> None:
    """One message with the file, exit 2, no traceback."""
    (tmp_path / "plan.toml").write_bytes(content)
    with Terminal.spawn([sys.executable, "-m", "smtui", "plan.toml"], cwd=tmp_path) as terminal:
        terminal.wait_for(words)  # it takes longer to begin than to end
        assert terminal.wait_exit() == 2
        shown = " ".join(terminal.screen().split())
        assert "plan.toml" in shown
        assert "Traceback" not in shown
    assert (tmp_path / "plan.toml").read_bytes() == content


def test_a_text_that_comes_as_a_thousand_keys_is_all_there(tmp_path: Path) -> None:
    """As when it is pasted into a terminal that does not mark what is pasted."""
    words = "Cooking classes for couples who live near the harbour. " * 20
    with begun(tmp_path) as terminal:
        terminal.send(words.encode() + b"\t")
        terminal.wait_for("▸ What does a typical purchase")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert offer(tmp_path) == "Cooking cla" + words.rstrip()


def test_a_note_is_kept_although_its_dialog_is_still_open(tmp_path: Path) -> None:
    """Whatever ends the program, what was typed into the note is in the file."""
    with begun(tmp_path) as terminal:
        terminal.press("ctrl+l")
        terminal.wait_for("Note")
        terminal.type("Ask Ana")
        terminal.wait_for("Ask Ana")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    plan = tomllib.loads((tmp_path / "plan.toml").read_text())
    assert plan["note"] == [{"question": "profile.offer", "text": "Ask Ana"}]
