"""Journals that are cut, damaged, killed in the middle, and on disks that fail."""

import errno
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

from smtui.plan.answers import Answers, Parked, Place, Remark
from smtui.plan.journal import Found, Head, Journal, Pace, journals_in, read_journal
from smtui.plan.journal.leaves import Leaf, apply, difference
from smtui.plan.session import Position
from tests.faults.bad_disk import BadDisk, eventually
from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.typist import PLACES, number_of, place_of, typed

ROOT = Path(__file__).resolve().parents[2]
LOST = 0.25
"""Seconds: what was typed longer ago than this may not be lost."""

HEAD = Head("plan.toml", "", "party", "1.2", "", "0", "desk", "", 1, "anna", datetime(2026, 11, 21))


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for a while."""
    made = Path(mkdtemp(prefix="smtui-faults-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def begun(place: Path, disk: BadDisk | None = None, pace: Pace | None = None) -> Journal:
    """A journal of a new plan."""
    system = (disk or BadDisk()).system
    return Journal([place], HEAD, Answers(), "", clock=datetime.now, pace=pace, system=system)


# damage


def history() -> Iterator[Answers]:
    """A session, as snapshots: typing, lists, notes, parking, things taken back."""
    answers = Answers()
    for text in ("S", "Su", "Summer", "Sommer é 字 👩"):
        yield (answers := answers.with_value(Place("party.name"), text))
    yield (answers := answers.with_items("guest", ("k3f9", "s1")))
    yield (answers := answers.with_value(Place("guest.name", "k3f9"), "Ann"))
    yield (answers := answers.with_value(Place("party.day"), datetime(2026, 12, 24).date()))
    yield (answers := answers.with_value(Place("party.kind"), ("a", "b", 3, 2.5, True)))
    yield (answers := answers.with_parked(Place("party.about"), Parked("Bob")))
    yield (answers := answers.with_remark(Place("party.name"), Remark("a note\nin lines", "Cy")))
    yield (answers := answers.with_not_applicable(Place("party.mood"), True))
    yield (answers := answers.without_item("guest", "k3f9"))
    yield answers.with_value(Place("party.name"), "")


def recorded(place: Path) -> tuple[bytes, set[str]]:
    """The bytes of a journal, and every leaf that was ever put, in words."""
    journal, put, before = begun(place), set(), Answers()
    for number, answers in enumerate(history()):
        put |= {repr(leaf) for leaf in difference(before, answers)}
        journal.put(answers, Position("first", f"q{number}"), "quick")
        journal.flush(20)
        if number == 5:
            journal.saved("d" * 64, answers, "")
        before = answers
    journal.flush(20)
    assert journal.path is not None
    data = journal.path.read_bytes()
    journal.close()
    return data, put


def damaged(data: bytes, effort: Effort) -> Iterator[tuple[str, bytes]]:
    """The file cut at each byte, and with a bit turned in 4,112 places."""
    step = 1 if effort.full else 29
    for at in range(0, len(data), step):
        yield f"cut at byte {at}", data[:at]
    chance = effort.random("journal bits")
    for _ in range(effort.of(4112, 150)):
        at, bit = chance.randrange(len(data)), chance.randrange(8)
        turned = bytes([data[at] ^ 1 << bit])
        yield f"bit {bit} of byte {at} turned", data[:at] + turned + data[at + 1 :]


def cut(effort: Effort) -> Outcome:
    """Read a journal that is damaged in one place."""
    outcome, fewest = Outcome(), 10**9
    with folder() as place:
        data, put = recorded(place / "whole")
        path = place / "journal.jsonl"
        whole = len([line for line in data.split(b"\n") if line])
        for what, bytes_ in damaged(data, effort):
            outcome.done += 1
            path.write_bytes(bytes_)
            try:
                found = read_journal(path)
            except Exception as error:
                outcome.failures.append(f"{what}: {error!r}")
                continue
            if found is None:
                outcome.failures.append(f"{what}: not found")
                continue
            leaves = (*found.before, *found.changes)
            wrong = [leaf for leaf in leaves if repr(leaf) not in put]
            outcome.failures += [f"{what}: {leaf} was never put" for leaf in wrong]
            if what.startswith("bit"):
                fewest = min(fewest, whole - found.broken)
                if found.broken > 1:
                    outcome.failures.append(f"{what}: {found.broken} records lost, not one")
    outcome.figures = {"records in the file": f"{whole}", "left after one bit": f"{fewest} or more"}
    return outcome


# disks


@dataclass
class Typing:
    """Types into a journal on a bad disk and measures how long that took the typist."""

    journal: Journal
    disk: BadDisk
    answers: Answers = field(default_factory=Answers)
    typed: int = 0
    took: list[float] = field(default_factory=list)

    def on(self, keys: int, *, between: float = 0.002) -> None:
        """Type some more."""
        for _ in range(keys):
            self.typed += 1
            place = Place(f"q.{self.typed % 9}")
            self.answers = self.answers.with_value(place, f"answer {self.typed} " * 5)
            begin = time.perf_counter()
            self.journal.put(self.answers, Position("first", place.name), "quick")
            self.took.append(time.perf_counter() - begin)
            time.sleep(between)


def _failing(change: Callable[[BadDisk], None]) -> Callable[[Typing, int], str]:
    """Type while something is wrong that must be told, and then is well again."""

    def run(typing: Typing, keys: int) -> str:
        typing.on(keys)
        begin = time.monotonic()
        change(typing.disk)
        while not typing.journal.failed:
            typing.on(5)
            if time.monotonic() - begin > 5:
                return "it was not told that nothing is kept"
        took = time.monotonic() - begin
        typing.on(keys)
        typing.disk.room = None
        typing.disk.errors.clear()
        return "" if took < 1 else f"it took {took:.1f} s to tell that nothing is kept"

    return run


def _slow(change: Callable[[BadDisk], None]) -> Callable[[Typing, int], str]:
    """Type on a disk that only takes its time."""

    def run(typing: Typing, keys: int) -> str:
        change(typing.disk)
        typing.on(keys * 2)
        typing.disk.delays.clear()
        return f"'{typing.journal.failed}' was told" if typing.journal.failed else ""

    return run


def _once(typing: Typing, keys: int) -> str:
    """One fsync fails, and the next on the same file would say that all is well."""
    typing.on(keys)
    typing.disk.errors["fdatasync"] = errno.EIO
    typing.journal.sync()
    typing.on(1)
    synced = typing.disk.calls["fdatasync"]
    eventually(lambda: typing.disk.calls["fdatasync"] > synced, 5)
    typing.disk.errors.clear()
    typing.on(keys)
    return ""


def _removed(typing: Typing, keys: int) -> str:
    """Somebody deletes the file."""
    typing.on(keys)
    typing.journal.flush(20)
    if typing.journal.path is not None:
        typing.journal.path.unlink()
    typing.on(keys)
    return ""


def _room(disk: BadDisk) -> None:
    disk.room = 700


def _errors(**errors: int) -> Callable[[BadDisk], None]:
    return lambda disk: disk.errors.update(errors)


def _delays(**delays: float) -> Callable[[BadDisk], None]:
    return lambda disk: disk.delays.update(delays)


DISKS: Mapping[str, Callable[[Typing, int], str]] = {
    "fills and is freed": _failing(_room),
    "quota": _failing(_errors(write=errno.EDQUOT)),
    "read-only": _failing(_errors(write=errno.EROFS, open=errno.EROFS)),
    "write fails": _failing(_errors(write=errno.EIO)),
    "fsync fails": _failing(_errors(fdatasync=errno.EIO, fsync=errno.EIO)),
    "one fsync fails": _once,
    "slow write": _slow(_delays(write=0.1)),
    "slow fsync": _slow(_delays(fdatasync=0.5, fsync=0.5)),
    "file deleted": _removed,
}


def disk(effort: Effort) -> Outcome:
    """Type on disks that fail and get well again."""
    outcome, took = Outcome(), []
    for _ in range(effort.of(20, 1)):
        for name, fault in DISKS.items():
            with folder() as place:
                pace = Pace(sync=0.05)  # so that what a sync says comes while there is typing
                bad = BadDisk()
                typing = Typing(begun(place, bad, pace), bad)
                outcome.done += 1
                problem = fault(typing, effort.of(150, 25))
                if problem:
                    outcome.failures.append(f"{name}: {problem}")
                if not typing.journal.flush(20):
                    outcome.failures.append(f"{name}: it did not recover by itself")
                outcome.failures += [f"{name}: {lost}" for lost in _lost(typing, place)]
                took += typing.took
                typing.journal.close(seconds=5)
    took.sort()
    outcome.figures = {
        "put, median": f"{statistics.median(took) * 1000:.3f} ms",
        "put, p99": f"{took[len(took) * 99 // 100] * 1000:.3f} ms",
    }
    return outcome


def _lost(typing: Typing, place: Path) -> Iterator[str]:
    """What is wrong with the journal of a disk that is well again."""
    if typing.journal.failed:
        yield f"'{typing.journal.failed}' is told for ever"
    found = [one for path in journals_in(place) if (one := read_journal(path))]
    if len(found) != 1:
        yield f"{len(found)} journals"
        return
    if difference(apply(Answers(), found[0].changes), typing.answers):
        yield "answers are lost"


# kills


def _command(typist: subprocess.Popen[bytes], place: Path, words: str) -> IO[bytes]:
    assert typist.stdin is not None and typist.stdout is not None
    typist.stdin.write(f"{place} {words}\n".encode())
    typist.stdin.flush()
    return typist.stdout


def kills(effort: Effort) -> Outcome:
    """Kill a program that types, at any moment, and see what the journal has."""
    outcome, ages, keys = Outcome(), [0.0], 0
    chance = effort.random("journal kills")
    command = [sys.executable, "-m", "tests.faults.typist"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with (
        folder() as place,
        subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as typist,
    ):
        for run in range(effort.of(1000, 10)):
            largest = chance.choice([4_000_000, 3_000])
            slow = chance.choice([0, 0, 1.0]) if largest > 3_000 else 0
            where = place / str(run)
            told = _command(typist, where, f"{run} {largest} {slow}")
            child = int(told.readline().split()[0])
            time.sleep(chance.uniform(0.0, 0.5) ** 2 * 2)
            os.kill(child, signal.SIGKILL)
            killed = time.monotonic()
            pressed = dict(_pressed(told))
            keys += len(pressed)
            outcome.done += 1
            paths = journals_in(where)
            found = read_journal(paths[0]) if paths else None
            for problem, age in _missing(found, pressed, killed):
                ages.append(age)
                if problem:
                    outcome.failures.append(f"run {run}: {problem}")
            shutil.rmtree(where, ignore_errors=True)
        assert typist.stdin is not None
        typist.stdin.close()
    outcome.figures = {"keys": f"{keys}", "oldest key lost": f"{max(ages) * 1000:.0f} ms"}
    return outcome


def _pressed(told: IO[bytes]) -> Iterator[tuple[int, float]]:
    for line in iter(told.readline, b"end\n"):
        number, when = line.split()
        yield int(number), float(when)


def _missing(
    found: Found | None, pressed: Mapping[int, float], killed: float
) -> Iterator[tuple[str, float]]:
    """What is wrong with the journal in words, and how old the keys are that are lost."""
    answers = Answers()
    if found is not None:
        base = json.loads(found.base_text or "{}")
        answers = apply(answers, [Leaf("values", name, "", text) for name, text in base.items()])
        answers = apply(apply(answers, found.before), found.changes)
        if found.broken:
            # the last record may have been cut off in the middle, if it was long
            yield ("" if found.broken == 1 else f"{found.broken} records are broken"), 0.0
    for place in PLACES:
        text = answers.value(place)
        last = number_of(text) if text else 0
        if text and (text != typed(last) or place_of(last) != place or last not in pressed):
            yield f"'{text}' was never typed at {place.name}", 0.0
        for number, when in pressed.items():
            if number > last and place_of(number) == place:
                age = killed - when
                lost = f"a key {age * 1000:.0f} ms old is lost" if age > LOST else ""
                yield lost, age


GOALS: list[Goal] = [
    Goal("journal cut", "0 exceptions, 0 wrong values", cut),
    Goal("journal disk", "0 answers lost, told in 1 s, recovers", disk),
    Goal("journal kills", "nothing older than 250 ms lost", kills),
]
