"""The program itself: on a terminal that cannot place text, in a pipe, and however it ends."""

import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.terminal import Terminal

PROGRAM = [sys.executable, "-m", "smtui"]
ANSWERS = "Harbour Kitchen\n1\n2027-01-04\nsix\n2\n/park Ana, 2026-12-01\n"


def begun(at: Path, *arguments: str, term: str | None = "dumb") -> Terminal:
    """A new plan on a terminal, with one answer given and the second being typed."""
    words = [*PROGRAM, "new", "--quick", "plan.toml", *arguments]
    terminal = Terminal.spawn(words, cwd=at, env={"TERM": term})
    terminal.wait_for("Which organisation")
    terminal.type("Harbour Kitchen\r")
    terminal.wait_for("What does the plan cover")
    terminal.type("2")
    return terminal


def inside(path: Path) -> dict[str, dict[str, object]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def piped(
    at: Path, typed: bytes, *arguments: str, **env: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        input=typed,
        capture_output=True,
        cwd=at,
        env={**os.environ, **env},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("term", ["dumb", None])
def test_a_terminal_that_cannot_place_text_is_asked_line_by_line(
    tmp_path: Path, term: str | None
) -> None:
    with begun(tmp_path, term=term) as terminal:
        terminal.type("\r/quit\r")
        assert terminal.wait_exit() == 0
        output = terminal.output
    assert inside(tmp_path / "plan.toml")["profile"]["scope"] == {"kind": "brand"}
    assert b"\x1b" not in output
    assert not set(output) & set(range(32)) - {10, 13}
    assert "plan.toml" in output.decode()


def test_the_option_asks_line_by_line_on_any_terminal(tmp_path: Path) -> None:
    with begun(tmp_path, "--plain", term="xterm-256color") as terminal:
        terminal.type("\r/quit\r")
        assert terminal.wait_exit() == 0
        assert not terminal.left_behind()
        assert b"\x1b" not in terminal.output


def test_ctrl_d_ends_it_with_all_answers_kept(tmp_path: Path) -> None:
    with begun(tmp_path) as terminal:
        terminal.type("\r")
        terminal.wait_for("Part 2")
        terminal.send(b"\x04")
        assert terminal.wait_exit() == 0
        assert not terminal.left_behind()
    assert inside(tmp_path / "plan.toml")["profile"]["scope"] == {"kind": "brand"}
    assert (tmp_path / "plan.scorecard.md").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=str)
def test_a_signal_ends_it_with_all_answers_kept(tmp_path: Path, number: signal.Signals) -> None:
    with begun(tmp_path) as terminal:
        if number == signal.SIGINT:
            terminal.press("ctrl+c")
        else:
            terminal.signal(number)
        assert terminal.wait_exit() == 128 + number
        assert b"\x1b" not in terminal.output
        assert not terminal.left_behind()
    assert inside(tmp_path / "plan.toml")["profile"]["org"] == "Harbour Kitchen"


@pytest.mark.parametrize("controlling", [True, False])
def test_a_lost_line_ends_it_with_all_answers_kept(tmp_path: Path, controlling: bool) -> None:
    words = [*PROGRAM, "new", "--quick", "--plain", "plan.toml"]
    with Terminal.spawn(words, cwd=tmp_path, term="dumb", controlling=controlling) as terminal:
        terminal.wait_for("Which organisation")
        terminal.type("Harbour Kitchen\r")
        terminal.wait_for("What does the plan cover")
        terminal.hang_up()
        assert terminal.wait_exit() == 128 + signal.SIGHUP
    assert inside(tmp_path / "plan.toml")["profile"]["org"] == "Harbour Kitchen"


def test_answers_in_a_file(tmp_path: Path) -> None:
    done = piped(tmp_path, ANSWERS.encode(), "new", "--plain", "--quick", "plan.toml")
    said = done.stdout.decode()
    plan = inside(tmp_path / "plan.toml")
    assert plan["profile"]["org"] == "Harbour Kitchen"
    assert plan["profile"]["model"] == "b2c"
    assert "> six\nWrong: A number is expected here, such as 18.\n" in said
    assert plan["profile"]["scope"]["months"] == "six"  # type: ignore[index]
    assert "Parked: Ana, by Tue 1 Dec 2026." in said
    assert "1 answer is wrong" in said
    assert done.returncode == 1
    assert "plan.toml" in done.stderr.decode()


def test_going_on_where_one_was(tmp_path: Path) -> None:
    right = ANSWERS.replace("six", "6").encode()
    first = piped(tmp_path, right, "new", "--plain", "--quick", "plan.toml")
    assert first.returncode == 0
    second = piped(tmp_path, b"2\n", "open", "--plain", "plan.toml")
    said = second.stdout.decode()
    assert "The plan 'Harbour Kitchen'." in said
    assert "0 of 7 sections done; " in said
    assert "What does a typical purchase look like?" in said
    assert "Which organisation" not in said
    assert inside(tmp_path / "plan.toml")["profile"]["deal"] == "considered"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    typed = b"Caf\xe9\x00 \xff\x1b[31m\n" + b"\xc3\n" + bytes(range(256)) + b"\n"
    done = piped(tmp_path, typed, "new", "--plain", "--quick", "plan.toml")
    assert done.returncode in (0, 1)
    assert b"Traceback" not in done.stderr
    assert str(inside(tmp_path / "plan.toml")["profile"]["org"]).startswith("Caf")
    assert not set(done.stdout) & set(range(32)) - {10}


def test_nothing_typed_makes_no_file(tmp_path: Path) -> None:
    done = piped(tmp_path, b"", "new", "--plain", "--quick", "plan.toml")
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    words = [*PROGRAM, "new", "--plain", "--quick", "plan.toml"]
    with subprocess.Popen(
        words, cwd=tmp_path, stdin=subprocess.PIPE, stdout=writing, stderr=subprocess.PIPE
    ) as program:
        os.close(writing)
        assert program.stdin is not None and program.stderr is not None
        os.read(reading, 100)  # it has begun to speak
        program.stdin.write(b"Harbour Kitchen\n")
        program.stdin.flush()
        said = b""
        while b"What does the plan cover" not in said:
            said += os.read(reading, 10_000)
        os.close(reading)
        program.stdin.write(b"1\n")
        program.stdin.close()
        told = program.stderr.read()
        assert program.wait(20) == 128 + signal.SIGPIPE
    assert b"Traceback" not in told and b"Exception" not in told
    assert inside(tmp_path / "plan.toml")["profile"]["org"] == "Harbour Kitchen"


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text("[meta\n")
    done = piped(tmp_path, b"", "open", "--plain", "plan.toml")
    assert done.returncode == 2
    assert "plan.toml:1" in done.stderr.decode()


def test_without_a_plan_the_last_ones_are_offered(tmp_path: Path) -> None:
    with begun(tmp_path) as terminal:
        terminal.type("\r/quit\r")
        assert terminal.wait_exit() == 0
    with Terminal.spawn(PROGRAM, cwd=tmp_path, term="dumb") as terminal:
        terminal.wait_for("1. Harbour Kitchen")
        terminal.type("1\r")
        terminal.wait_for("The plan 'Harbour Kitchen'.")
        terminal.type("/quit\r")
        assert terminal.wait_exit() == 0
