"""``python -m tests.benchmarks``: measure smtui beside the smallest Textual app.

Screens and commands run in interleaved rounds; a ratio is the median over rounds of ours to the
base's in the same round, which holds on a busy machine. Give it 20 rounds before you believe 5 %.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable

# What to wait for: the first useful screen of each. Change these when the screens change.
START_SCREEN = re.compile("New plan")
FORM_SCREEN = re.compile(r"F8 next", re.IGNORECASE)
MINIMAL_SCREEN = re.compile("Hello")

# Keys that are timed: each must change something that is seen.
START_KEYS = ("down", "up") * 5
FORM_KEYS = ("tab", "tab", "shift+tab", "shift+tab") * 3
MINIMAL_KEYS = tuple("abcdefghij")

QUIT = "ctrl+q"
SETTLED = 0.15  # seconds without output, after which a key's bytes are counted
IDLE = 2.0  # seconds of pressing nothing
SIZE = (80, 24)
TIMEOUT = 30.0

Numbers = dict[str, float]


@dataclass
class Subject:
    """One program that is measured; `rounds` holds its numbers, one dict a round."""

    name: str
    argv: list[str]
    base: "Subject | None" = None
    first_screen: re.Pattern[str] | None = None  # None: a command that ends by itself
    keys: tuple[str, ...] = ()
    rounds: list[Numbers | None] = field(default_factory=list)
    failure: str = ""

    def median(self, metric: str) -> float | None:
        values = [numbers[metric] for numbers in self.rounds if numbers and metric in numbers]
        return statistics.median(values) if values else None

    def ratio(self, metric: str) -> float | None:
        """The median over rounds of this program's number to the base's; None without one."""
        if self.base is None:
            return None
        ratios = [
            ours[metric] / theirs[metric]
            for ours, theirs in zip(self.rounds, self.base.rounds, strict=True)
            if ours and theirs and metric in ours and theirs.get(metric)
        ]
        return statistics.median(ratios) if ratios else None


def measure_screen(subject: Subject, environment: dict[str, str | None], folder: Path) -> Numbers:
    """Start it, press its keys, leave it alone for a while, quit it."""
    assert subject.first_screen is not None
    numbers: Numbers = {}
    with Terminal.spawn(subject.argv, size=SIZE, env=environment, cwd=folder) as terminal:
        terminal.wait_for(subject.first_screen, TIMEOUT)
        numbers["start_ms"] = (terminal.seen_at - terminal.started) * 1000
        terminal.wait_quiet(2 * SETTLED)
        numbers["start_bytes"] = terminal.mark()
        times, sizes = [], []
        for key in subject.keys:
            mark, before = terminal.mark(), terminal.picture()
            terminal.press(key)
            terminal.wait_change(before)
            times.append((terminal.seen_at - terminal.sent_at) * 1000)
            terminal.wait_quiet(SETTLED)
            sizes.append(len(terminal.bytes_since(mark)))
        numbers["key_ms"] = statistics.median(times)
        numbers["key_max_ms"] = max(times)
        numbers["key_bytes"] = statistics.median(sizes)
        mark = terminal.mark()
        time.sleep(IDLE)
        numbers["idle_bytes_s"] = len(terminal.bytes_since(mark)) / IDLE
        if (memory := peak_memory(terminal.pid)) is not None:
            numbers["memory_mb"] = memory
        terminal.press(QUIT)
        terminal.wait_exit(TIMEOUT)
        assert terminal.ended is not None
        numbers["exit_ms"] = (terminal.ended - terminal.sent_at) * 1000
    return numbers


def measure_command(subject: Subject, environment: dict[str, str | None], folder: Path) -> Numbers:
    """Run it from start to end."""
    with Terminal.spawn(subject.argv, size=SIZE, env=environment, cwd=folder) as terminal:
        code = terminal.wait_exit(TIMEOUT)
        assert code in (0, 1), f"it ended with {code}:\n{terminal.screen()}"
        assert terminal.ended is not None
        return {"whole_ms": (terminal.ended - terminal.started) * 1000}


def peak_memory(pid: int) -> float | None:
    """The most memory that a running process has had, in MB; None where /proc does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else None


def smtui_command() -> list[str]:
    """The installed ``smtui`` of this Python, or ``python -m smtui`` where there is none."""
    script = Path(PYTHON).parent / "smtui"
    return [str(script)] if script.exists() else [PYTHON, "-m", "smtui"]


def output_of(argv: Sequence[str], environment: dict[str, str | None], folder: Path) -> str:
    """What a command prints; raises AssertionError when it fails."""
    with Terminal.spawn(argv, size=(200, 50), env=environment, cwd=folder) as terminal:
        code = terminal.wait_exit(TIMEOUT)
        assert code == 0, f"{' '.join(argv)} ended with {code}:\n{terminal.screen().strip()}"
        return terminal.screen()


def subjects(smtui: list[str], environment: dict[str, str | None], folder: Path) -> list[Subject]:
    """What is measured, on a sample plan that smtui makes in the folder."""
    name = output_of([*smtui, "samples"], environment, folder).split()[0]
    plan = str(folder / "plan.toml")
    output_of([*smtui, "samples", name, "-o", plan], environment, folder)
    questionnaire = str(next((ROOT / "questionnaires").glob("*/questionnaire.toml")).parent)
    minimal = Subject(
        "minimal Textual app",
        [PYTHON, str(Path(__file__).with_name("minimal_app.py"))],
        first_screen=MINIMAL_SCREEN,
        keys=MINIMAL_KEYS,
    )
    bare = Subject("python -c pass", [PYTHON, "-c", "pass"])
    return [
        minimal,
        Subject("smtui", smtui, minimal, START_SCREEN, START_KEYS),
        Subject("smtui PLAN", [*smtui, plan], minimal, FORM_SCREEN, FORM_KEYS),
        bare,
        Subject("smtui --version", [*smtui, "--version"], bare),
        Subject("smtui --help", [*smtui, "--help"], bare),
        Subject("smtui check FOLDER", [*smtui, "check", questionnaire], bare),
        Subject("smtui score PLAN", [*smtui, "score", plan], bare),
    ]


def run(all_subjects: list[Subject], rounds: int, environment: dict[str, str | None]) -> None:
    """Measure all of them in rounds, each round in another order, after one to warm up."""
    for number in range(-1, rounds):
        turn = number % len(all_subjects)
        for subject in all_subjects[turn:] + all_subjects[:turn]:
            measure = measure_screen if subject.first_screen else measure_command
            numbers: Numbers | None = None
            with fresh_home(environment) as (own, folder):
                try:
                    numbers = measure(subject, own, folder)
                except AssertionError as error:
                    subject.failure = str(error)
            if number >= 0:
                subject.rounds.append(numbers)
        if sys.stderr.isatty():
            print(f"\rround {number + 1} of {rounds} ", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)


@contextmanager
def fresh_home(
    environment: dict[str, str | None],
) -> Iterator[tuple[dict[str, str | None], Path]]:
    """The environment of a user who logs in for the first time, and a folder to work in."""
    with tempfile.TemporaryDirectory(prefix="smtui-benchmark-") as home:
        places = {name: None for name in os.environ if name.startswith("XDG_")}
        yield {**places, **environment, "HOME": home}, Path(home)


METRICS = {
    "start_ms": "start",
    "start_bytes": "bytes",
    "key_ms": "key",
    "key_max_ms": "key max",
    "key_bytes": "bytes/key",
    "idle_bytes_s": "idle B/s",
    "memory_mb": "MB",
    "exit_ms": "exit",
}
COMMAND_METRICS = {"whole_ms": "whole"}


def table(some: list[Subject], metrics: dict[str, str]) -> list[str]:
    """One block of the report: medians, and beside each the ratio to the base."""
    rows = [["ms, bytes, MB", *(cell for title in metrics.values() for cell in (title, "x"))]]
    for subject in some:
        row = [subject.name]
        for metric in metrics:
            ratio = subject.ratio(metric)
            row += [shown(subject.median(metric)), "" if ratio is None else f"{ratio:.2f}"]
        rows.append(row)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        ).rstrip()
        for row in rows
    ]


def shown(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks; 1 if a program did not do what was waited for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("-n", "--rounds", type=int, default=8, help="rounds to measure (8)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers there")
    parser.add_argument("--only", metavar="REGEX", default="", help="only programs so named")
    parser.add_argument("--smtui", metavar="COMMAND", help="another smtui than this checkout's")
    options = parser.parse_args(arguments)
    smtui = shlex.split(options.smtui) if options.smtui else smtui_command()

    # PYTHONPATH: what is measured is the smtui of this checkout, wherever the program stands.
    environment: dict[str, str | None] = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    environment |= dict.fromkeys(["NO_COLOR", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE"])
    work = Path(tempfile.mkdtemp(prefix="smtui-benchmark-"))
    try:
        chosen = subjects(smtui, environment, work)
        if options.only:
            wanted = [one for one in chosen if re.search(options.only, one.name)]
            bases = [one.base for one in wanted if one.base is not None]
            chosen = [one for one in chosen if one in wanted or one in bases]
            if not chosen:
                parser.error(f"no program is named like {options.only!r}")
        run(chosen, options.rounds, environment)
    finally:
        shutil.rmtree(work, ignore_errors=True)

    screens = [one for one in chosen if one.first_screen]
    commands = [one for one in chosen if not one.first_screen]
    blocks = [table(screens, METRICS)] if screens else []
    blocks += [table(commands, COMMAND_METRICS)] if commands else []
    print("\n\n".join("\n".join(block) for block in blocks))
    failed = [one for one in chosen if one.failure]
    for one in failed:
        print(f"\n{one.name}: {one.failure}", file=sys.stderr)
    if options.json:
        report = {
            one.name: {
                "argv": one.argv,
                "base": one.base.name if one.base else None,
                "median": {m: one.median(m) for m in METRICS | COMMAND_METRICS},
                "ratio": {m: one.ratio(m) for m in METRICS | COMMAND_METRICS},
                "rounds": one.rounds,
            }
            for one in chosen
        }
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
