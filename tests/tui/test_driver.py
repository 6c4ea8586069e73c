"""The terminal's side of the screen: stalls, stops, wild windows, crashes; and what we stand on."""

import os
import re
import signal
import sys
import threading
import time
import tomllib
from pathlib import Path

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from smtui.tui.terminal import input as keyboard
from smtui.tui.terminal.output import Writer
from tests.terminal import Terminal
from tests.tui.test_ends import begun, offer

# what we stand on


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        (
            LinuxDriver,
            """_patch_lflag _patch_iflag _enable_mouse_support _disable_mouse_support
            _enable_bracketed_paste _disable_bracketed_paste _enable_line_wrap _disable_line_wrap
            _query_in_band_window_resize _disable_in_band_window_resize
            _request_terminal_sync_mode_support _sigtstp_application _sigcont_application
            _get_terminal_size suspend_application_mode resume_application_mode process_message
            send_message""",
        ),
        (XTermParser(), "_awaiting _timeout_time last_x last_y mouse_pixels terminal_size"),
        (XTermParser(), "terminal_pixel_size feed tick"),
        (
            App(),
            """_message_queue _handle_exception _exit_renderables _close_messages_no_wait
            _print_error_renderables _broker_event _exception _exception_event _return_code
            _driver app_focus""",
        ),
    ],
)
def test_the_private_parts_of_textual_are_still_there(owner: object, names: str) -> None:
    gone = [name for name in names.split() if not hasattr(owner, name)]
    assert not gone, f"Textual has changed: {owner!r} has no {gone}; see smtui/tui/terminal"


def test_the_parser_waits_without_a_limit_only_between_sequences() -> None:
    """By that the end of a sequence is told."""
    parser = XTermParser()
    limits = []
    for letter in "a\x1b[1;5C":
        list(parser.feed(letter))
        limits.append(parser._awaiting.timeout)
    assert limits[0] is None and limits[-1] is None
    assert None not in limits[1:-1]


def test_no_known_key_goes_on_behind_what_looks_like_its_end() -> None:
    """Else it would be taken for an answer of the terminal, and dropped."""
    cut = {
        key[:at]
        for key in ANSI_SEQUENCES_KEYS
        for at in range(3, len(key))
        if keyboard._UNKNOWN.fullmatch(key[:at])
    }
    assert cut <= set(keyboard._LONGER)


BARE = """\
import sys
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from smtui.tui.terminal.driver import SteadyDriver
class Bare(App):
    def on_ready(self):
        self.set_timer(0.2, self.exit)
Bare(driver_class={driver}).run()
"""


@pytest.mark.parametrize("when", ["begin", "end"])
def test_a_terminal_is_prepared_and_given_back_as_textual_does_it(when: str) -> None:
    modes = []
    for driver in ("LinuxDriver", "SteadyDriver"):
        program = [sys.executable, "-c", BARE.format(driver=driver)]
        with Terminal.spawn(program) as terminal:
            assert terminal.wait_exit() == 0
            found = re.findall(rb"\x1b\[[?<>][0-9;]*\$?[a-z]", terminal.output)
            assert not terminal.left_behind()
        ends = [one for one in found if one.endswith(b"l") or one == b"\x1b[<u"]
        modes.append({one for one in found if (one in ends) is (when == "end")})
    stock, ours = ({one for one in some if b"2026h" not in one} for some in modes)
    assert ours == stock


# stalls


def test_a_stalled_reader_holds_up_neither_keys_nor_the_end(tmp_path: Path) -> None:
    with begun(tmp_path) as terminal:
        terminal.pause()
        for size in range(60, 120):  # so much to draw that the line is full
            terminal.resize(size + 40, size)
            time.sleep(0.01)
        terminal.type("sses for couples")
        deadline = time.perf_counter() + 20
        while "couples" not in offer(tmp_path):  # saved by the clock, although nobody reads
            assert time.perf_counter() < deadline
            time.sleep(0.05)
        terminal.resize(80, 24)
        terminal.resume()
        terminal.wait_for("Cooking classes for couples")
        terminal.type("!")
        terminal.wait_for("couples!")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert not terminal.left_behind()


def test_a_stalled_terminal_that_is_told_to_end_does_so(tmp_path: Path) -> None:
    with begun(tmp_path) as terminal:
        terminal.pause()
        for size in range(60, 120):
            terminal.resize(size + 40, size)
            time.sleep(0.01)
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit(timeout=20) == 128 + signal.SIGTERM
    assert offer(tmp_path) == "Cooking cla"


def test_pictures_are_dropped_when_nobody_takes_them_and_modes_are_not() -> None:
    """What arrives after a stall: whole texts, all modes, and a call for a new picture."""
    source, sink = os.pipe()
    caught_up = threading.Event()
    writer = Writer(sink, "ascii", caught_up.set, budget=100_000)
    for number in range(200):
        writer.write(f"<{number:04}>" + "." * 5000)
    writer.write("[mode]", keep=True)
    assert writer.dropping
    got = b""
    while b"[mode]" not in got:
        got += os.read(source, 65536)
    assert caught_up.wait(20)
    assert not writer.dropping
    assert re.sub(rb"<\d{4}>\.{5000}", b"", got) == b"[mode]"
    writer.write("é\ud800")
    assert writer.close(20)
    os.close(sink)
    assert os.read(source, 100) == b"??"
    os.close(source)


def test_a_picture_that_alone_is_too_large_does_not_stop_all_others() -> None:
    """Nothing may be on its way any more when the next one is dropped with it."""
    source, sink = os.pipe()
    caught_up = threading.Event()
    writer = Writer(sink, "ascii", caught_up.set, budget=1000)
    reader = threading.Thread(target=lambda: all(os.read(source, 65536) for _ in iter(int, 1)))
    reader.start()
    for _ in range(100):
        writer.write("x" * 5000)
    assert caught_up.wait(20)
    writer.write("last")
    assert writer.close(20)
    os.close(sink)
    reader.join(20)
    os.close(source)


# stops


def test_going_on_without_having_stopped_changes_nothing(tmp_path: Path) -> None:
    """A debugger, a shell or a lost line sends SIGCONT; once that made a second reader of keys."""
    with begun(tmp_path) as terminal:
        for _ in range(5):
            terminal.signal(signal.SIGCONT)
        terminal.type("sses")
        terminal.wait_for("Cooking classes")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert not terminal.left_behind()
    assert offer(tmp_path) == "Cooking classes"


def stopped(terminal: Terminal) -> bool:
    return Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP], ids=str)
def test_it_can_be_stopped_and_goes_on(number: int, tmp_path: Path) -> None:
    with begun(tmp_path) as terminal:
        terminal.signal(number)
        deadline = time.perf_counter() + 20
        while not stopped(terminal):
            assert time.perf_counter() < deadline
            time.sleep(0.01)
        if number == signal.SIGTSTP:
            terminal.wait_quiet()
            assert terminal.left_behind() == []
        terminal.signal(signal.SIGCONT)
        terminal.type("sses")
        terminal.wait_for("Cooking classes")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert not terminal.left_behind()


def test_a_line_lost_while_it_is_stopped_keeps_all(tmp_path: Path) -> None:
    with begun(tmp_path) as terminal:
        terminal.signal(signal.SIGTSTP)
        while not stopped(terminal):
            time.sleep(0.01)
        terminal.hang_up()
        assert terminal.wait_exit(timeout=20) == 128 + signal.SIGHUP
    assert offer(tmp_path) == "Cooking cla"


# pastes


def test_a_paste_of_megabytes_is_cut_and_says_so(tmp_path: Path) -> None:
    """Into a line, and into an area."""
    giant = b"\x1b[200~" + b"word and word\r" * 200_000 + b"\x1b[201~"
    with begun(tmp_path) as terminal:
        terminal.send(giant)
        terminal.wait_for("were left out")
        terminal.press("ctrl+l")
        terminal.wait_for("Note")
        terminal.wait_gone("were left out")
        terminal.send(giant)
        terminal.wait_for("were left out")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    plan = tomllib.loads((tmp_path / "plan.toml").read_text())
    assert len(plan["profile"]["offer"]) in (19_999, 20_000)  # a blank at the end goes
    assert len(plan["note"][0]["text"]) in (19_999, 20_000)


def test_a_key_typed_when_the_terminal_says_that_nobody_is_there_counts(tmp_path: Path) -> None:
    with begun(tmp_path) as terminal:
        terminal.send(b"\x1b[O")
        terminal.type("sses")
        terminal.wait_for("Cooking classes", timeout=20)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


# crashes

CRASH = """\
import sys, asyncio, threading
from smtui import cli
from smtui.tui import steady
from smtui.tui.terminal import input as keyboard
SECRET = "Cooking cla"

def fail(*_):
    local = SECRET
    raise KeyError(local)

{how}
sys.argv = ["smtui", "plan.toml"]
cli.entry()
"""
WAYS = {
    "key": "steady.SteadyApp.action_help_quit = fail",
    "timer": "steady.SteadyApp.action_help_quit = lambda self: self.set_timer(0.01, fail)",
    "worker": (
        "steady.SteadyApp.action_help_quit = "
        "lambda self: self.run_worker(fail, thread=True) and None"
    ),
    "thread": (
        "steady.SteadyApp.action_help_quit = lambda self: threading.Thread(target=fail).start()"
    ),
    "callback": (
        "steady.SteadyApp.action_help_quit = "
        "lambda self: asyncio.get_running_loop().call_soon(fail)"
    ),
    "scorecard": (
        "from smtui.commands import plans; plans.judged = fail; "
        "steady.SteadyApp.action_help_quit = fail"
    ),
    "input": "keyboard.Keyboard.feed = lambda self, data, now, old=keyboard.Keyboard.feed: "
    "fail() if data == bytes([3]) else old(self, data, now)",
}


@pytest.mark.parametrize("how", WAYS.values(), ids=WAYS)
def test_a_crash_anywhere_keeps_the_plan_and_shows_no_answer(
    how: str, tmp_path: Path, home: Path
) -> None:
    from tests.tui.test_ends import PLAN

    (tmp_path / "plan.toml").write_text(PLAN)
    program = [sys.executable, "-c", CRASH.format(how=how)]
    with Terminal.spawn(program, cwd=tmp_path, size=(200, 24)) as terminal:
        terminal.wait_for("▸ In one line")
        terminal.type("Cooking cla")
        terminal.wait_for("Cooking cla")
        terminal.press("ctrl+c")
        assert terminal.wait_exit() == 1
        assert not terminal.left_behind()
        said = " ".join(terminal.screen().split())
        assert "smtui broke off: KeyError" in said
        assert "Cooking" not in said
    assert offer(tmp_path) == "Cooking cla"
    (log,) = (home / ".local/state/smtui/crash").iterdir()
    assert str(log) in said.replace(" ", "") or log.name in said.replace(" ", "")
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.parent.stat().st_mode & 0o777 == 0o700
    assert "in fail" in log.read_text()
    assert "Cooking" not in log.read_text().replace("SECRET", "")
