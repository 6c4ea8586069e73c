"""Many openers of one plan at once, and openers after a holder that was killed."""

import contextlib
import errno
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from fcntl import flock
from pathlib import Path

from smtui.commands.who import who
from smtui.plan.keeping.lock import Lock
from tests.faults.goal import Effort, Goal, Outcome

OPENERS = 16
GONE_WITHIN = 1.0
"""Seconds from a kill to the next holder."""

_INSIDE = "inside"


def _no_locks(fd: int, how: int) -> None:
    """As a network disk that knows no locks."""
    raise OSError(errno.ENOLCK, "No locks available")


_WAYS: dict[str, Callable[[int, int], None]] = {"kernel": flock, "file": _no_locks}


def _lock(plan: Path, way: str) -> Lock:
    return Lock(plan, who({}, datetime.now), flock=_WAYS[way])


def _open_often(plan: Path, tries: int, way: str, seed: str) -> tuple[int, int]:
    """Try to hold the plan so often; how often that worked, and how often another one did, too."""
    chance = random.Random(seed)
    inside = plan.with_name(_INSIDE)
    held = shared = 0
    for _ in range(tries):
        lock = _lock(plan, way)
        if lock.take() is None:
            if not lock.held:
                raise AssertionError(lock.impossible)
            held += 1
            try:
                os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                shared += 1
            time.sleep(chance.choice((0, 0, 0.0002, 0.001)))
            with contextlib.suppress(FileNotFoundError):
                inside.unlink()
            lock.release()
        time.sleep(chance.choice((0, 0.0001, 0.0005)))
    return held, shared


def _start(*words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.faults.openers", *words]
    return subprocess.Popen(
        command,
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _together(way: str) -> Callable[[Effort], Outcome]:
    def run(effort: Effort) -> Outcome:
        openers, tries = effort.of(OPENERS, 4), effort.of(200, 40)
        outcome = Outcome()
        held = 0
        with tempfile.TemporaryDirectory() as folder:
            plan = Path(folder, "plan.toml")
            plan.write_text("x = 1\n", encoding="utf-8")
            running = [
                _start("often", str(plan), str(tries), way, f"{effort.seed} {number}")
                for number in range(openers)
            ]
            for one in running:
                assert one.stdout is not None
                one.stdout.readline()  # all of them stand at the door
            for one in running:
                assert one.stdin is not None
                one.stdin.write("go\n")
                one.stdin.flush()
            for one in running:
                words = one.communicate()[0]
                if one.wait() or len(words.split()) != 2:
                    outcome.failures.append(f"an opener broke off: {words or one.returncode}")
                    continue
                wins, shared = map(int, words.split())
                held += wins
                outcome.done += tries
                outcome.failures += [f"two held the plan at once, {shared} times"] * bool(shared)
            left = sorted(set(os.listdir(folder)) - {"plan.toml"})
            outcome.failures += [f"left behind: {', '.join(left)}"] * bool(left)
        outcome.figures = {"openers": str(openers), "held": f"{held} times"}
        if not held:
            outcome.failures.append("nobody ever held the plan")
        return outcome

    return run


def _take_over(way: str) -> Callable[[Effort], Outcome]:
    """Kill a holder with -9, time until the next one has the plan."""

    def run(effort: Effort) -> Outcome:
        outcome, longest = Outcome(), 0.0
        for number in range(effort.of(50, 5)):
            with tempfile.TemporaryDirectory() as folder:
                plan = Path(folder, "plan.toml")
                plan.write_text("x = 1\n", encoding="utf-8")
                holder = _start("hold", str(plan), way)
                assert holder.stdout is not None
                if holder.stdout.readline() != "held\n":
                    outcome.failures.append(f"{number}: the first opener did not get the plan")
                    continue
                lock = _lock(plan, way)
                if lock.take() is None:
                    outcome.failures.append(f"{number}: two held the plan at once")
                holder.kill()
                killed = time.perf_counter()
                while lock.take() is not None and time.perf_counter() - killed < GONE_WITHIN:
                    _reaped(holder)
                took = time.perf_counter() - killed
                longest = max(longest, took)
                outcome.done += 1
                if not lock.held:
                    outcome.failures.append(f"{number}: not taken over within {GONE_WITHIN:g} s")
                lock.release()
                holder.communicate()
        outcome.figures["longest take-over"] = f"{longest * 1000:.1f} ms"
        return outcome

    return run


def _reaped(process: "subprocess.Popen[str]") -> None:
    # a shell does that at once: a process that nobody has waited for still has its number
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(0.0005)


GOALS = [
    Goal("openers", "16 openers x 200 tries, never two holders", _together("kernel")),
    Goal("openers without locks", "the same on a disk without locks", _together("file")),
    Goal("openers after a kill", "the next within 1 s, 50 of 50", _take_over("kernel")),
    Goal("openers after a kill without locks", "the next within 1 s", _take_over("file")),
]


def _main(task: str, plan: str, *rest: str) -> None:
    """The life of an opener."""
    if task == "often":
        tries, way, seed = rest
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        held, shared = _open_often(Path(plan), int(tries), way, seed)
        sys.stdout.write(f"{held} {shared}\n")
    else:
        lock = _lock(Path(plan), rest[0])
        lock.take()
        sys.stdout.write("held\n" if lock.held else "not held\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    _main(*sys.argv[1:])
