"""However the end comes, the process is gone soon, its last words said and its terminal whole.

Each program runs by itself: a signal to the tests' own process would end the tests.
"""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from smtui import guard
from smtui.guard import RESET, SIGNALS, install

PATIENCE = 20.0
"""How long to wait for what must happen. Only a failing test ever waits so long."""

START = "from smtui.guard import install\nguard = install()\nimport os, sys, time, threading\n"
READY = "print('ready', flush=True)\n"
WAIT = READY + "threading.Event().wait(60)\n"
SAVE = "guard.last_words(lambda: open('words', 'a').write('saved'))\n"
HANG = "guard.last_words(lambda: time.sleep(60))\n"


@contextlib.contextmanager
def running(program: str, *, ignoring: str = "") -> Iterator[subprocess.Popen[str]]:
    """The program as a process that has said that it is ready; it never outlives the test."""
    command = [sys.executable, "-c", program]
    if ignoring:
        command = ["sh", "-c", f"trap '' {ignoring}; exec \"$@\"", "sh", *command]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if line != "ready\n":
            raise AssertionError(process.communicate(timeout=PATIENCE))
        yield process
    finally:
        process.kill()
        process.communicate()


def end_of(process: subprocess.Popen[str], number: int) -> tuple[int, float, str]:
    """Send the signal; give the exit status, the seconds it took and what was printed."""
    start = time.monotonic()
    process.send_signal(number)
    status = process.wait(timeout=PATIENCE)
    took = time.monotonic() - start
    out, err = process.communicate()
    return status, took, out + err


@pytest.mark.parametrize("number", sorted(SIGNALS))
def test_a_signal_ends_a_command_at_once_and_without_a_word(number: int) -> None:
    with running(START + WAIT) as process:
        status, took, printed = end_of(process, number)
    assert status == 128 + number
    assert took < 1
    assert printed == ""


@pytest.mark.parametrize("number", sorted(SIGNALS))
def test_the_last_words_are_said(number: int) -> None:
    with running(START + SAVE + WAIT) as process:
        status, took, _ = end_of(process, number)
    assert status == 128 + number
    assert took < 1
    assert Path("words").read_text() == "saved"


@pytest.mark.parametrize(
    "busy",
    [
        "r, w = os.pipe(); os.dup2(r, 0); input()",
        "time.sleep(60)",
        "while True: pass",
        "import signal; signal.pause()",
        "r, w = os.pipe(); os.write(w, b'x' * 1_000_000)",  # stuck, as in a stalled terminal
        "lock = threading.Lock(); lock.acquire(); lock.acquire()",
        "t = threading.Thread(target=time.sleep, args=(60,)); t.start()",
    ],
)
def test_it_ends_whatever_the_main_thread_is_doing(busy: str) -> None:
    with running(START + SAVE + READY + busy) as process:
        status, took, _ = end_of(process, signal.SIGTERM)
    assert status == 128 + signal.SIGTERM
    assert took < 1
    assert Path("words").read_text() == "saved"


@pytest.mark.parametrize(("name", "number"), [("HUP", signal.SIGHUP), ("INT", signal.SIGINT)])
def test_a_signal_that_was_ignored_before_the_start_counts(name: str, number: int) -> None:
    with running(START + SAVE + WAIT, ignoring=name) as process:
        status, _, _ = end_of(process, number)
    assert status == 128 + number
    assert Path("words").read_text() == "saved"


def test_last_words_that_hang_or_fail_keep_neither_the_others_nor_the_process() -> None:
    failing = "guard.last_words(lambda: 1 / 0)\nguard.last_words(lambda: sys.exit(3))\n"
    with running(START + HANG + failing + SAVE + WAIT) as process:
        status, took, printed = end_of(process, signal.SIGTERM)
    assert status == 128 + signal.SIGTERM
    assert took < 2
    assert Path("words").read_text() == "saved"
    assert printed == ""


def test_forgotten_words_are_not_said() -> None:
    program = START + SAVE.replace("guard", "forget = guard") + "forget(); forget()\n" + WAIT
    with running(program) as process:
        status, _, _ = end_of(process, signal.SIGTERM)
    assert status == 128 + signal.SIGTERM
    assert not Path("words").exists()


def test_a_program_that_ends_by_itself_is_left_alone() -> None:
    program = START + SAVE + "guard.watch_terminal()\nsys.exit(3)\n"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 3
    assert not Path("words").exists()
    assert done.stderr == b""


# With a screen.

ASKED = "asked = threading.Event(); guard.ask_to_leave(lambda status: asked.set())\n"


def test_the_screen_is_asked_to_leave_after_the_last_words_and_may_end_by_itself() -> None:
    program = (
        START
        + SAVE
        + ASKED
        + READY
        + "asked.wait(60)\nprint(open('words').read())\nguard.left()\nsys.exit(guard.exit_status)\n"
    )
    with running(program) as process:
        status, took, printed = end_of(process, signal.SIGHUP)
    assert status == 128 + signal.SIGHUP
    assert took < 1
    assert printed == "saved\n"  # so main went on to its end


@pytest.mark.parametrize(
    "ask",
    [
        ASKED,  # asked, but never leaves
        "def ask(status): raise RuntimeError('the loop is closed')\nguard.ask_to_leave(ask)\n",
        "guard.ask_to_leave(lambda status: time.sleep(60))\n",
        "def ask(status): guard.left()\nguard.ask_to_leave(ask)\n",  # left, but main goes on
    ],
)
def test_a_screen_that_does_not_leave_is_left(ask: str) -> None:
    with running(START + SAVE + ask + WAIT) as process:
        status, took, printed = end_of(process, signal.SIGTERM)
    assert status == 128 + signal.SIGTERM
    assert took < 2
    assert Path("words").read_text() == "saved"
    assert printed == ""


def test_no_screen_is_asked_after_it_has_closed() -> None:
    program = START + ASKED + "guard.left()\nguard.ask_to_leave(None)\n" + WAIT
    with running(program) as process:
        status, took, _ = end_of(process, signal.SIGTERM)
    assert status == 128 + signal.SIGTERM
    assert took < 1


SLOW = (
    "def slow(): print('saving', flush=True); time.sleep(0.5); open('words', 'a').write('saved')\n"
)


def test_a_second_signal_does_not_cut_the_last_words() -> None:
    with running(START + SLOW + "guard.last_words(slow)\n" + WAIT) as process:
        process.send_signal(signal.SIGHUP)
        assert process.stdout is not None
        assert process.stdout.readline() == "saving\n"
        process.send_signal(signal.SIGINT)
        status, _, _ = end_of(process, signal.SIGTERM)
    assert status == 128 + signal.SIGHUP
    assert Path("words").read_text() == "saved"


def test_a_person_who_insists_is_obeyed() -> None:
    program = START + SLOW.replace("0.5", "60") + "guard.last_words(slow)\n" + WAIT
    program = program.replace("from smtui.guard", "import smtui.guard as it\nfrom smtui.guard")
    program = program.replace("guard = install()", "it.LAST_WORDS_SECONDS = 60\nguard = install()")
    with running(program) as process:
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert process.stdout.readline() == "saving\n"
        status, took, _ = end_of(process, signal.SIGINT)
    assert status == 128 + signal.SIGINT
    assert took < 5


# With a terminal.

ON_TERMINAL = """
import os, sys
from smtui.guard import install
guard = install()
import signal, termios, threading, tty
guard.last_words(lambda: open('words', 'a').write('saved'))
guard.watch_terminal()
tty.setraw(0)
os.write(2, b'ready')
threading.Event().wait(60)
"""


class Terminal:
    """A pseudo-terminal with the program on it."""

    def __init__(self, program: str, *, controlling: bool = True, ignoring: str = "") -> None:
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        own = "import os, fcntl, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
        command = [sys.executable, "-c", (own if controlling else "") + program]
        if ignoring:
            command = ["sh", "-c", f"trap '' {ignoring}; exec \"$@\"", "sh", *command]
        self.process = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            start_new_session=True,
        )

    def read_until(self, text: bytes) -> bytes:
        """What the program printed, up to and with `text`."""
        seen = b""
        while text not in seen:
            ready, _, _ = select.select([self.master], [], [], PATIENCE)
            assert ready, seen
            seen += os.read(self.master, 4096)
        return seen

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does."""
        for fd in (self.slave, self.master):
            with contextlib.suppress(OSError):
                os.close(fd)
        self.slave = self.master = -1

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.hang_up()


@contextlib.contextmanager
def terminal(
    program: str = ON_TERMINAL, *, controlling: bool = True, ignoring: str = ""
) -> Iterator[Terminal]:
    """A terminal on which the program has said that it is ready."""
    opened = Terminal(program, controlling=controlling, ignoring=ignoring)
    try:
        opened.read_until(b"ready")
        yield opened
    finally:
        opened.close()


@pytest.mark.parametrize("controlling", [True, False])
@pytest.mark.parametrize("ignoring", ["", "HUP"])
def test_a_lost_terminal_is_a_hang_up(controlling: bool, ignoring: str) -> None:
    with terminal(controlling=controlling, ignoring=ignoring) as opened:
        start = time.monotonic()
        opened.hang_up()
        status = opened.process.wait(timeout=PATIENCE)
        assert time.monotonic() - start < 1.5
    assert status == 128 + signal.SIGHUP
    assert Path("words").read_text() == "saved"


def test_the_terminal_is_as_it_was() -> None:
    with terminal() as opened:
        assert termios.tcgetattr(opened.slave) != opened.before
        opened.process.send_signal(signal.SIGTERM)
        assert opened.process.wait(timeout=PATIENCE) == 128 + signal.SIGTERM
        assert termios.tcgetattr(opened.slave) == opened.before
        printed = opened.read_until(RESET)
    for mode in (1000, 1002, 1003, 1004, 1006, 1015, 1016, 1049, 2004, 2048):
        assert b"\x1b[?%dl" % mode in printed
    assert b"\x1b[?25h" in printed and b"\x1b[?7h" in printed and b"\x1b[<u" in printed


def test_a_terminal_that_takes_no_more_text_holds_nobody() -> None:
    fill = "def fill():\n    while True: os.write(2, b'x' * 1000)\n"
    program = ON_TERMINAL.replace("threading.Event", fill + "fill()\nthreading.Event")
    with terminal(program) as opened:
        size = -1
        while size != (size := waiting(opened)):  # until nothing more arrives
            opened.process.poll()
        opened.process.send_signal(signal.SIGTERM)
        start = time.monotonic()
        assert opened.process.wait(timeout=PATIENCE) == 128 + signal.SIGTERM
        assert time.monotonic() - start < 1
    assert Path("words").read_text() == "saved"


def waiting(opened: Terminal) -> int:
    """How many bytes wait to be read, a moment (a tenth of a second) later."""
    threading.Event().wait(0.1)
    found: int = struct.unpack("i", fcntl.ioctl(opened.master, termios.FIONREAD, b"\0" * 4))[0]
    return found


def test_a_screen_that_has_closed_itself_is_not_reset_again() -> None:
    program = ON_TERMINAL.replace(
        "os.write(2, b'ready')",
        "guard.left()\ntermios.tcsetattr(0, termios.TCSANOW, saved)\nos.write(2, b'ready')",
    ).replace("guard.watch_terminal()", "guard.watch_terminal(); saved = termios.tcgetattr(0)")
    with terminal(program) as opened:
        opened.process.send_signal(signal.SIGTERM)
        assert opened.process.wait(timeout=PATIENCE) == 128 + signal.SIGTERM
        os.write(opened.slave, b"end")
        assert b"\x1b" not in opened.read_until(b"end")


# In this process.


def test_undo_gives_everything_back() -> None:
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    threads = threading.active_count()
    master, slave = pty.openpty()
    installed = install()
    installed.watch_terminal(slave, slave)
    assert installed.exit_status is None
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) >= SIGNALS
    installed.undo()
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == mask
    assert {number: signal.getsignal(number) for number in SIGNALS} == handlers
    assert threading.active_count() == threads
    os.close(master)
    os.close(slave)


def test_it_costs_next_to_nothing_to_import() -> None:
    program = (
        "import sys; before = set(sys.modules)\n"
        "import smtui.guard; print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, check=True, text=True
    )
    loaded = set(done.stdout.split())
    assert guard.__name__ in loaded
    assert not loaded & {"asyncio", "pathlib", "subprocess", "textual", "tomllib", "typing"}


def test_a_child_can_be_ended_although_the_signals_are_blocked_here() -> None:
    program = (
        START
        + "import subprocess, signal\nfrom smtui.guard import child_setup\n"
        + "child = subprocess.Popen(['sleep', '60'], preexec_fn=child_setup)\n"
        + "child.send_signal(signal.SIGTERM)\nprint(child.wait(20))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout == f"{-signal.SIGTERM}\n"


def test_whoever_notices_that_the_terminal_has_gone_may_say_so() -> None:
    with running(START + SAVE + READY + "guard.hang_up()\nthreading.Event().wait(60)\n") as process:
        assert process.wait(timeout=PATIENCE) == 128 + signal.SIGHUP
    assert Path("words").read_text() == "saved"


def test_main_ends_with_the_status_of_the_signal_although_its_output_fails() -> None:
    program = (
        START
        + "asked = threading.Event(); guard.ask_to_leave(lambda status: asked.set())\n"
        + "sys.stdout = open('/dev/full', 'w'); sys.stdout.write('x')\n"
        + "print('ready', file=sys.__stdout__, flush=True)\n"
        + "asked.wait(60)\nguard.left()\nsys.exit(guard.end(0))\n"
    )
    with running(program) as process:
        status, _, printed = end_of(process, signal.SIGTERM)
    assert status == 128 + signal.SIGTERM
    assert printed == ""
