"""The real program with a reader who stands still, in wild windows, and on all sorts of streams."""

import itertools
import os
import shlex
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path

from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.streams import NEXT, PLAN, begun, clear, ended_well, patient
from tests.faults.terminal import Typist, answers_left, stall
from tests.faults.warm import ROOT, Warm
from tests.terminal import Terminal, _set_size


def stalled(effort: Effort) -> Outcome:
    """Nobody reads for a while: the keys are taken and saved meanwhile, and seen afterwards."""
    outcome = Outcome()
    chance = effort.random("stall")
    seconds = 10 if effort.full else 3
    with Warm() as warm, tempfile.TemporaryDirectory() as home:
        for number in range(effort.of(5, 1)):
            folder = Path(home, str(number))
            terminal = begun(warm, folder)
            with terminal:
                typist = Typist(terminal, chance)
                stall(terminal)
                end = time.perf_counter() + seconds
                while time.perf_counter() < end - 2.5:
                    typist.type(3)
                    time.sleep(0.2)
                typist.type(3)
                # Saved by the clock, two seconds after the last key: so the clock has ticked.
                kept = patient(lambda: answers_left(folder) == typist.typed, 20)  # noqa: B023
                outcome.done += 1
                if not kept:
                    outcome.failures.append(f"saved: {answers_left(folder)!r} of {typist.typed!r}")
                if terminal.unread:
                    outcome.failures.append("keys were left unread")
                terminal.resize(80, 24)
                terminal.resume()
                try:
                    terminal.wait_for(typist.typed[-20:])
                    terminal.press("tab")
                    terminal.wait_for(NEXT)
                except AssertionError as problem:
                    outcome.failures.append(f"the screen afterwards: {problem}")
                terminal.press("ctrl+q")
                if terminal.wait_exit() != 0 or terminal.left_behind():
                    outcome.failures.append(f"the end: {terminal.left_behind()}")
                outcome.figures["keys in the last stall"] = str(len(typist.typed))
    return outcome


SIZES = [(1, 1), (500, 200), (1, 200), (3000, 1000), (0, 0), (200, 1), (39, 9), (80, 24)]


def wild_windows(effort: Effort) -> Outcome:
    """One size after the other, and 200 in a second; then it still answers."""
    outcome = Outcome()
    chance = effort.random("window")
    sizes = [[one] for one in (SIZES if effort.full else [(0, 0), (1, 1)])]
    burst = [
        (chance.randrange(1, 300), chance.randrange(1, 100)) for _ in range(effort.of(200, 40))
    ]
    slowest = 0.0
    with Warm() as warm, tempfile.TemporaryDirectory() as home:
        terminal = begun(warm, Path(home, "0"))
        with terminal:
            word = ""
            for number, some in enumerate([*sizes, burst]):
                for size in some:
                    resized(terminal, size)
                    time.sleep(0.005)
                terminal.resize(80, 24)
                start = time.perf_counter()
                word = f"word{number}"
                clear(terminal)
                terminal.type(word)
                outcome.done += len(some)
                try:
                    terminal.wait_for(word)
                except AssertionError as problem:
                    outcome.failures.append(f"{some[-1]}: {problem}")
                    break
                slowest = max(slowest, time.perf_counter() - start)
            else:
                outcome.failures += ended_well(terminal, Path(home), word)
    outcome.figures["slowest answer"] = f"{slowest:.2f} s"
    return outcome


def resized(terminal: Terminal, size: tuple[int, int]) -> None:
    """Any size at all: of what the emulator cannot show, it shows the corner."""
    if 0 < size[0] <= 500 and 0 < size[1] <= 200:
        terminal.resize(*size)
    else:
        _set_size(terminal._master, size)


PROGRAM = f"{shlex.quote(sys.executable)} -m smtui plan.toml"

# How it is started, and what must come of it: 2 = refused with the way out, 0 = works as ever,
# "plain" = asks line by line. The words of the refusal are looked for where stderr goes.
STARTS: dict[str, tuple[str, Mapping[str, str | None], int | str]] = {
    "stdin /dev/null": (f"{PROGRAM} </dev/null", {}, 2),
    "stdin closed": (f"{PROGRAM} <&-", {}, 2),
    "stdin a pipe at its end": (f"true | {PROGRAM}", {}, 2),
    "stdin an open pipe": (f"mkfifo p; {PROGRAM} <>p", {}, 2),
    "stdin a file": (f"echo x >f; {PROGRAM} <f", {}, 2),
    "stderr a file": (f"{PROGRAM} 2>err", {}, 2),
    "stderr closed": (f"{PROGRAM} 2>&-", {}, 2),
    "stderr /dev/null": (f"{PROGRAM} 2>/dev/null", {}, 2),
    "stderr /dev/full": (f"{PROGRAM} 2>/dev/full", {}, 2),
    "stderr a closed pipe": (f"mkfifo p; : <p & exec 3>p; wait; {PROGRAM} 2>&3", {}, 2),
    "all closed": (f"{PROGRAM} <&- >&- 2>&-", {}, 2),
    "stdout a file": (f"{PROGRAM} >out", {}, 0),
    "stdout a pipe": (f"{{ {PROGRAM}; echo $? >code; }} | cat >/dev/null; exit $(cat code)", {}, 0),
    "stdout a closed pipe": (f"{{ {PROGRAM}; echo $? >code; }} | true; exit $(cat code)", {}, 0),
    "stdout /dev/full": (f"{PROGRAM} >/dev/full", {}, 0),
    "stdout closed": (f"{PROGRAM} >&-", {}, 0),
    **{f"TERM={name}": (PROGRAM, {"TERM": name}, 0) for name in (
        "vt52", "vt100", "linux", "xterm-mono", "screen", "no-such-terminal")},
    "TERM=dumb": (PROGRAM, {"TERM": "dumb"}, "plain"),
    "TERM unset": (PROGRAM, {"TERM": None}, "plain"),
    "LANG=C": (PROGRAM, {"LANG": "C"}, 0),
    "LC_ALL=POSIX": (PROGRAM, {"LC_ALL": "POSIX"}, 0),
    "no locale": (PROGRAM, {"LANG": None, "LC_ALL": None}, 0),
    "ISO-8859-1": (PROGRAM, {"LC_ALL": "de_DE.ISO-8859-1"}, 0),
    "LC_ALL=C PYTHONUTF8=0": (PROGRAM, {"LC_ALL": "C", "PYTHONUTF8": "0"}, 0),
    "PYTHONIOENCODING=latin-1": (PROGRAM, {"PYTHONIOENCODING": "latin-1"}, 0),
    "PYTHONIOENCODING=ascii": (PROGRAM, {"PYTHONIOENCODING": "ascii"}, 0),
    "HOME unset": (PROGRAM, {"HOME": None, "XDG_STATE_HOME": None}, 0),
    "HOME not there": (PROGRAM, {"HOME": "/nowhere/at/all", "XDG_STATE_HOME": None}, 0),
    "XDG_STATE_HOME relative": (PROGRAM, {"XDG_STATE_HOME": "here"}, 0),
}  # fmt: skip


def started(folder: Path, command: str, env: Mapping[str, str | None], wanted: int | str) -> str:
    """Start it; what is wrong with what came of it, or nothing."""
    (folder / "plan.toml").write_text(PLAN)
    surroundings = {"PYTHONPATH": str(ROOT), "HOME": str(folder / "home"), **env}
    with Terminal.spawn(["sh", "-c", command], cwd=folder, env=surroundings) as terminal:
        try:
            if wanted == 2:
                status = terminal.wait_exit()
                said = terminal.output + b"".join(
                    path.read_bytes() for path in [folder / "err"] if path.exists()
                )
                silent = "2>" in command and "err" not in command
                if b"\x1b[?1049h" in terminal.output:
                    return "it drew a screen"
                if not silent and b"smtui new --plain" not in said:
                    return f"the way out is not told: {said!r}"
                return "" if status == 2 else f"exit status {status}"
            if wanted == "plain":
                terminal.wait_for("In one line")
                terminal.send(b"Cooking classes\r")
                terminal.wait_for("purchase")
                terminal.send(b"\x04")
                return "" if terminal.wait_exit() == 0 else "it did not end well"
            terminal.wait_for("In one line")
            terminal.type("Cooking")
            screen = terminal.wait_for("Cooking")
            if "\\u" in screen:
                return "the screen cannot be read"
            terminal.press("ctrl+q")
            if status := terminal.wait_exit():
                return f"exit status {status}"
            if left := terminal.left_behind():
                return f"left behind: {left}"
        except AssertionError as problem:
            return str(problem)
    plan = tomllib.loads((folder / "plan.toml").read_text())
    if plan["profile"].get("offer") != "Cooking":
        return "the answer is not in the plan"
    strange = {"here", "~"} & set(os.listdir(folder))
    return f"it made {strange}" if strange else ""


def streams_of_its_own(effort: Effort) -> Outcome:
    """Every way to start it that a shell has."""
    outcome = Outcome()
    names = list(STARTS)
    if not effort.full:
        names = effort.random("stdio").sample(names[:11], 3)
    slowest = 0.0
    with tempfile.TemporaryDirectory() as home:
        for number, name in zip(itertools.count(), names, strict=False):
            folder = Path(home, str(number))
            folder.mkdir()
            start = time.perf_counter()
            problem = started(folder, *STARTS[name])
            slowest = max(slowest, time.perf_counter() - start)
            outcome.done += 1
            if problem:
                outcome.failures.append(f"{name}: {problem}")
    outcome.figures["longest, from start to end"] = f"{slowest:.1f} s"
    return outcome


GOALS = [
    Goal(
        "stall",
        "10 s without a reader: 0 keys lost, the clock ticks, then all is seen",
        stalled,
        slow=True,  # tests/tui/test_driver.py has a short one
    ),
    Goal("window", "any size, 200 sizes in a second: alive, keys arrive", wild_windows),
    Goal("stdio", "any streams, TERM, locale, home: works, or exit 2 and the way out, never a hang",
         streams_of_its_own),
]  # fmt: skip
