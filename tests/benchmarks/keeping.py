"""``python -m tests.benchmarks.keeping``: what it costs that no answer is lost.

A key on the thread that draws, with and without journal and file; a save of a plan with 200
answers; the start of the program with answers that wait to be brought back, and without.
"""

import argparse
import os
import shutil
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from smtui.plan.answers import Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.keeping.lock import Holder
from smtui.plan.keeping.safekeeping import Base, Safekeeping
from smtui.plan.keeping.shelter import Shelter
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from tests.benchmarks.__main__ import smtui_command
from tests.plan.test_graph import filled, large_text
from tests.terminal import Terminal

ANSWERS = 200
PLACE = Place("s1.q6")
BETWEEN = 0.01  # seconds between two keys: nobody types faster
FORM, BRING = "F8 next", "Bring it back"


def told(name: str, seconds: list[float]) -> None:
    """Print a row."""
    ordered = sorted(seconds)
    numbers = (statistics.median(ordered), ordered[len(ordered) * 99 // 100], ordered[-1])
    row = " | ".join(f"{one * 1000:.3f} ms" for one in numbers)
    sys.stdout.write(f"| {name} | {row} |\n")


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that goes."""
    made = Path(mkdtemp(prefix="smtui-keeping-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def kept(place: Path, *, safe: bool) -> Iterator[tuple[Session, Keeper]]:
    """A session of a large plan, kept in a folder; `safe` with journal, backups and lock."""
    file = place / "questionnaire.toml"
    file.write_text(large_text(ANSWERS), encoding="utf-8")
    questionnaire = load(file)
    session, path = Session(questionnaire), place / "plan.toml"
    env = {"HOME": str(place)}
    who = Holder("ann", os.uname().nodename, "", os.getpid(), datetime.now())
    shelter = Shelter(env, who, datetime.now)
    lock = shelter.lock(path)
    lock.take()
    about = Safekeeping(shelter, questionnaire, path, Base(), lock) if safe else None
    keeper = Keeper(session, path, datetime.now, safe=about)
    session.take(filled(questionnaire))
    keeper.save()
    yield session, keeper
    keeper.close()
    keeper.let_go()
    lock.release()


def keys(count: int, *, safe: bool) -> list[float]:
    """How long each key takes the thread that draws."""
    took = []
    with folder() as place, kept(place, safe=safe) as (session, _):
        for number in range(count):
            begin = time.perf_counter()
            session.answer(PLACE, number % 90)
            took.append(time.perf_counter() - begin)
            time.sleep(BETWEEN)
    return took


def saves(count: int) -> list[float]:
    """How long each save takes its thread, backup and all."""
    took = []
    with folder() as place, kept(place, safe=True) as (session, keeper):
        for number in range(count):
            session.answer(PLACE, number % 90)
            begin = time.perf_counter()
            keeper.save(scorecard=True)
            took.append(time.perf_counter() - begin)
    return took


def starts(count: int, *, lost: bool) -> list[float]:
    """How long the program takes to its first screen."""
    took = []
    with folder() as place:
        environment: dict[str, str | None] = {"HOME": str(place), "XDG_STATE_HOME": None}

        def begun() -> Terminal:
            argv = [*smtui_command(), "plan.toml"]
            return Terminal.spawn(argv, size=(80, 24), env=environment, cwd=place)

        with begun() as terminal:
            terminal.wait_for(FORM)
            terminal.type("Harbour")
            terminal.wait_for("saved")
            if lost:
                terminal.type(" Kitchen")
                terminal.wait_for("kept")
                terminal.signal(signal.SIGKILL)
            else:
                terminal.press("ctrl+q")
            terminal.wait_exit()
        for _ in range(count):
            with begun() as terminal:
                terminal.wait_for(BRING if lost else FORM)
                took.append(terminal.seen_at - terminal.started)
                terminal.press("ctrl+q")
                terminal.wait_exit()
    return took


def main(arguments: list[str]) -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.keeping")
    parser.add_argument("--keys", type=int, default=1000)
    parser.add_argument("--saves", type=int, default=100)
    parser.add_argument("--starts", type=int, default=10)
    options = parser.parse_args(arguments)
    sys.stdout.write("| what | median | p99 | longest |\n|---|---|---|---|\n")
    rows: dict[str, Callable[[], list[float]]] = {
        "a key, only remembered": lambda: keys(options.keys, safe=False),
        "a key, with journal and file": lambda: keys(options.keys, safe=True),
        f"a save of {ANSWERS} answers, in its thread": lambda: saves(options.saves),
        "a start": lambda: starts(options.starts, lost=False),
        "a start with answers to bring back": lambda: starts(options.starts, lost=True),
    }
    for name, measured in rows.items():
        told(name, measured())


if __name__ == "__main__":
    main(sys.argv[1:])
