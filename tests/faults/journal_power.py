"""What a power cut leaves of a journal: every state that the order of writes and syncs allows.

A log is kept of what was written, made safe, renamed and deleted. The model: what lay in a file
when its last finished fsync began is there; of what was written later any part is, or zero bytes
in its place. Names change in order, and those before the last finished fsync of the folder for
sure.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from smtui.plan.answers import Answers, Place
from smtui.plan.journal import Head, Journal, Pace, read_journal
from smtui.plan.journal.leaves import apply
from tests.faults.bad_disk import BadDisk
from tests.faults.goal import Effort, Goal, Outcome

HEAD = Head("plan.toml", "", "party", "1.2", "", "0", "desk", "", 1, "anna", datetime(2026, 11, 21))
PLACE = Place("party.name")

NAME = "journal.jsonl"


@dataclass
class Event:
    """Something that happened to the disk, and when it was over."""

    what: str
    file: int = 0
    data: bytes = b""
    length: int = 0
    names: tuple[str, ...] = ()
    when: float = 0.0


@dataclass
class LoggingDisk(BadDisk):
    """Keeps a log of what is done to it."""

    log: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._lengths: dict[int, int] = {}
        self._folders: set[int] = set()
        self._writing = threading.Lock()

    def _note(self, event: Event) -> None:
        event.when = time.monotonic()
        self.log.append(event)

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        fd = os.open(path, flags, mode)
        if flags & os.O_CREAT:
            self._note(Event("named", _inode(fd), names=(Path(path).name,)))
        return fd

    def write(self, fd: int, data: bytes) -> int:
        with self._writing:
            written = os.write(fd, data)
            file = _inode(fd)
            self._lengths[file] = self._lengths.get(file, 0) + written
            self._note(Event("written", file, data[:written]))
        return written

    def fdatasync(self, fd: int) -> None:
        with self._writing:
            length = self._lengths.get(_inode(fd), 0)
        os.fsync(fd)
        self._note(Event("safe", _inode(fd), length=length))

    def fsync(self, fd: int) -> None:
        begun = len(self.log)
        os.fsync(fd)
        self._note(Event("names safe", length=begun))

    def rename(self, src: Path, dst: Path) -> None:
        os.rename(src, dst)
        self._note(Event("renamed", names=(src.name, dst.name)))

    def unlink(self, path: Path) -> None:
        os.unlink(path)
        self._note(Event("deleted", names=(path.name,)))


def _inode(fd: int) -> int:
    return os.fstat(fd).st_ino


def states(log: list[Event]) -> Iterator[tuple[str, bytes | None]]:
    """What may lie under the journal's name after a cut at the end of this log."""
    held: dict[int, bytes] = {}
    safe: dict[int, int] = {}
    sure = 0
    changes: list[tuple[int, Event]] = []
    for at, event in enumerate(log):
        if event.what == "written":
            held[event.file] = held.get(event.file, b"") + event.data
        elif event.what == "safe":
            safe[event.file] = max(safe.get(event.file, 0), event.length)
        elif event.what == "names safe":
            sure = len([when for when, _ in changes if when < event.length])
        else:
            changes.append((at, event))
    for count in range(sure, len(changes) + 1):
        file = _named(change for _, change in changes[:count])
        if file is None:
            yield f"{count} names", None
            continue
        bytes_, least = held.get(file, b""), safe.get(file, 0)
        rest = len(bytes_) - least
        for part in sorted({0, 1, rest // 2, rest - 1, rest}):
            if 0 <= part <= rest:
                there = least + part
                yield f"{part} of {rest} bytes", bytes_[:there]
                yield f"{rest - part} zero bytes", bytes_[:there] + bytes(rest - part)
        if rest > 2:  # the end got there before the middle
            yield "a hole", bytes_[:least] + bytes(rest // 2) + bytes_[least + rest // 2 :]


def _named(changes: Iterator[Event]) -> int | None:
    names: dict[str, int] = {}
    for change in changes:
        if change.what == "named":
            names[change.names[0]] = change.file
        elif change.what == "renamed":
            names[change.names[1]] = names.pop(change.names[0])
        else:
            names.pop(change.names[0], None)
    return names.get(NAME)


def typed(seconds: float, pace: Pace, disk: LoggingDisk, place: Path) -> dict[str, float]:
    """Type for a while; what stood there when."""
    when: dict[str, float] = {}
    journal = Journal(
        [place], HEAD, Answers(), "", clock=datetime.now, pace=pace, system=disk.system
    )
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = f"key {len(when)} " + "x" * (len(when) % 50)
        when[text] = time.monotonic()
        journal.put(Answers().with_value(PLACE, text))
        time.sleep(0.01)
    journal.close(seconds=20)
    return when


def _cut(
    log: list[Event], when: Mapping[str, float], path: Path, outcome: Outcome
) -> Iterator[float]:
    """Cut the power at the end of this log: how old the keys are that are gone at worst."""
    cut = log[-1].when
    for what, data in states(log):
        outcome.done += 1
        text = None
        if data is not None:
            path.write_bytes(data)
            found = read_journal(path)
            assert found is not None
            text = apply(apply(Answers(), found.before), found.changes).value(PLACE)
        if text is not None and text not in when:
            outcome.failures.append(f"{what}: {text!r} was never typed")
            continue
        since = when[text] if text is not None else 0.0
        lost = [pressed for pressed in when.values() if since < pressed < cut]
        if lost:
            yield cut - min(lost)


def power(effort: Effort) -> Outcome:
    """Cut the power after everything that happened to the disk."""
    outcome, oldest = Outcome(), 0.0
    sync = 1.0 if effort.full else 0.2
    for _ in range(effort.of(2, 1)):
        for largest in (4_000_000, 3_000):
            place = Path(mkdtemp(prefix="smtui-faults-"))
            try:
                disk = LoggingDisk()
                pace = Pace(sync=sync, largest=largest)
                when = typed(sync * 5, pace, disk, place / "journal")
                log = disk.log
                # a sync that takes long on a busy machine is no fault of the journal's
                slack = 0.25 + max(
                    (after.when - before.when for before, after in pairwise(log)),
                    default=0.0,
                )
                step = 1 if effort.full else 7
                for at in range(1, len(log) + 1, step):
                    for age in _cut(log[:at], when, place / NAME, outcome):
                        oldest = max(oldest, age)
                        if age > sync + slack:
                            outcome.failures.append(f"a key {age:.2f} s old is lost")
            finally:
                shutil.rmtree(place, ignore_errors=True)
    outcome.figures = {f"oldest key lost, synced every {sync:g} s": f"{oldest:.2f} s"}
    return outcome


GOALS: list[Goal] = [
    Goal("journal power", "un-fsynced at most 1 s, 0 wrong values", power),
]
