"""What a journal's file holds, and how it is brought up to date. One thread does all of it.

Nothing is believed to be on the disk but what was written before the last sync that worked: after
an error everything since then is written once more.
"""

import contextlib
import errno
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from smtui.plan.answers import Answers
from smtui.plan.journal.leaves import Key, Leaf, difference
from smtui.plan.journal.recording import Recording, System
from smtui.plan.journal.records import (
    Head,
    base_record,
    head_record,
    leaf_record,
    line,
    saved_record,
    where_record,
)
from smtui.plan.session import Position


@dataclass(frozen=True)
class Pace:
    """How soon things are done, in seconds, and how large a journal gets, in bytes."""

    gather: float = 0.005
    """How long changes are gathered before they are written."""
    sync: float = 1.0
    """How long after it was written something is safe from a power cut, unless that is asked."""
    retry: float = 0.2
    """How long after it failed something is tried again."""
    patience: float = 1.0
    """How long a disk may fail before another one is tried, where the error may pass by itself."""
    stuck: float = 1.0
    """How long it may take to write before that is a failure."""
    largest: int = 4_000_000


class Newest(NamedTuple):
    """What is to be kept: the answers, where the person is, and in which run."""

    answers: Answers
    position: Position | None = None
    run: str = ""


@dataclass(frozen=True)
class Base:
    """What the plan's file holds: the hash of its bytes, its answers, its text."""

    digest: str
    answers: Answers
    text: str


@dataclass
class Sync:
    """One try to make everything safe that is in the file; in a thread of its own."""

    recording: Recording
    keys: frozenset[Key]
    ticket: int
    """Which of those who wait for it are served by it."""
    begun: float
    error: OSError | None = None


_SAVED: Key = ("saved", "", "")
"""In a set of leaves: the record that the plan's file holds everything so far."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_HOPELESS = (
    errno.EROFS, errno.EACCES, errno.EPERM, errno.ESTALE, errno.ENOTCONN, errno.ENODEV,
    errno.ENXIO, errno.EBADF,
)  # fmt: skip
"""After these the same file will not be writable again soon."""


class Writing:
    """Keeps one session's journal. The file is made at the first change."""

    def __init__(
        self,
        places: Sequence[Path],
        head: Head,
        base: Base,
        *,
        clock: Callable[[], datetime],
        pace: Pace,
        system: System,
    ) -> None:
        self.path: Path | None = None
        """Where the journal lies, or lay last."""
        self.unsynced = False
        """Whether something was written that a power cut might take."""
        self.unsound = False
        """Whether the file is not to be trusted, and must be made anew."""
        self.sync: Sync | None = None
        """The one that is under way."""
        self._places, self._head, self._base = tuple(places), head, base
        self._clock, self._pace, self._system = clock, pace, system
        self._recording: Recording | None = None
        self._left: list[Recording] = []
        self._moving = False
        self._number = 0
        self._written = base.answers
        self._where: tuple[Position | None, str] = (None, "")
        self._since: set[Key] = set()
        self._again: set[Key] = set()
        self._first: datetime | None = None
        self._told: datetime | None = None
        self._failing: float | None = None
        self._limit = pace.largest

    @property
    def has_places(self) -> bool:
        """Whether there is any folder to write in."""
        return bool(self._places)

    def saved(self, base: Base) -> None:
        """The plan's file holds this now; the journal is to say so."""
        self._base = base
        self._first = None
        self._again.add(_SAVED)

    def move(self, places: Sequence[Path], plan: str) -> None:
        """The plan's file is another one now: its journal lies elsewhere."""
        self._places, self._head = tuple(places), replace(self._head, plan=plan)
        self._moving = True

    def has_all(self, answers: Answers) -> bool:
        """Whether the plan's file holds all of this that is worth keeping."""
        base = self._base.answers
        # only looked around: a first empty item is no reason to make a file
        return (answers.is_empty and base.is_empty) or not difference(base, answers)

    def bring(self, newest: Newest) -> None:
        """Write what is new. Raises `OSError`, and then it is to be called again."""
        if self._recording is None:
            self._again.clear()
            self._moving = False
            if not self.has_all(newest.answers):
                self._begin(newest)
            return
        if self._moving:
            self._move(newest)
        self._append(newest)
        if self._recording.size > self._limit:
            self._shorten(newest)

    def _begin(self, newest: Newest, but: Path | None = None) -> None:
        """Make a file with everything in the first folder that takes it, `but` in one."""
        data = self._whole(newest)
        first: OSError = OSError("there is no folder for smtui's own files")
        for at, folder in enumerate(one for one in self._places if one != but):
            try:
                self._adopt(Recording.begin(folder, data, self._system), newest)
                return
            except OSError as error:
                first = first if at else error
        raise first

    def _move(self, newest: Newest) -> None:
        """Go to the other folders, if one takes it; until then the old file is as good."""
        with contextlib.suppress(OSError):
            old = self._recording
            self._begin(newest)
            self._leave(old)
            self._moving = False

    def _append(self, newest: Newest) -> None:
        assert self._recording is not None
        lines, keys = self._news(newest)
        if not lines:
            return
        try:
            self._recording.append(b"".join(lines))
        except OSError as error:
            self._again |= keys | self._since | (self.sync.keys if self.sync else set())
            self._where, self._told = (None, ""), None
            self._rescue(newest, error)
            return
        if not self.unsound:
            self._failing = None
        self._written = newest.answers
        self._again.clear()
        self._since |= keys
        self.unsynced = self.unsynced or bool(keys)

    def _rescue(self, newest: Newest, error: OSError) -> None:
        """Write everything anew, or elsewhere, where that may help; else raise the error."""
        now = time.monotonic()
        self._failing = self._failing or now
        if error.errno not in _HOPELESS and now - self._failing < self._pace.patience:
            raise error
        old = self._recording
        assert old is not None
        try:
            if error.errno in _FULL:  # a whole new file needs more room than a few records
                raise error
            self._anew(newest)
        except OSError:
            try:
                self._begin(newest, but=old.path.parent)
            except OSError:
                raise error from None
            self._leave(old)

    def repair(self, newest: Newest) -> None:
        """Make the file anew, which is not to be trusted or has gone. Raises `OSError`."""
        old = self._recording
        assert old is not None
        try:
            if old.in_place():
                self._anew(newest)
            else:
                self._begin(newest)
                old.close()
        except OSError as error:
            self._rescue(newest, error)

    def _shorten(self, newest: Newest) -> None:
        """Make the file anew because it has grown: with what counts now alone."""
        assert self._recording is not None
        try:
            self._anew(newest)
        except OSError:  # everything is written; there is time to try that again later
            self._limit = self._recording.size + self._pace.largest

    def _anew(self, newest: Newest) -> None:
        old = self._recording
        assert old is not None
        self._adopt(old.anew(self._whole(newest)), newest)
        old.close()

    def _adopt(self, recording: Recording, newest: Newest) -> None:
        """Go on with a new file, which holds everything."""
        self._recording, self.path = recording, recording.path
        self._written = newest.answers
        self._where = (newest.position, newest.run)
        self._since = {leaf.key for leaf in difference(self._base.answers, newest.answers)}
        self._again.clear()
        self._failing = None
        self._limit = max(self._pace.largest, 2 * recording.size)
        self.unsynced, self.unsound, self.sync = True, False, None

    def _leave(self, old: Recording | None) -> None:
        """Go on without a file; it is removed when all is safe in the other."""
        if old is not None:
            old.close()
            self._left.append(old)

    # making it safe

    def begin_sync(self, ticket: int) -> Sync | None:
        """What is to be run in another thread now; None when there is nothing to make safe."""
        if self._recording is None:
            self.unsynced = False
            return None
        self.sync = Sync(self._recording, frozenset(self._since), ticket, time.monotonic())
        self._since, self.unsynced = set(), False
        return self.sync

    def end_sync(self, sync: Sync) -> None:
        """Take its result."""
        if sync is not self.sync:  # of a file that is no longer the one
            return
        self.sync = None
        if sync.error is not None:
            self.unsynced = self.unsound = True
        else:
            self._remove_left()

    # the end

    def remove(self) -> None:
        """Take the journal away: the plan's file holds everything."""
        self.rest()
        self._remove_left()

    def rest(self) -> None:
        """Close the file, which stays until `remove`, or until another holds everything."""
        self._leave(self._recording)
        self._recording = self.sync = None
        self._since.clear()
        self._again.clear()
        self.unsynced = self.unsound = False

    def _remove_left(self) -> None:
        """Remove the files whose content is safe elsewhere; those that cannot be, later."""
        left, self._left = self._left, []
        for one in left:
            try:
                one.remove()
            except OSError:
                self._left.append(one)

    # records

    def _line(self, record: Mapping[str, Any]) -> bytes:
        self._number += 1
        return line({"n": self._number, **record})

    def _whole(self, newest: Newest) -> bytes:
        """A whole journal. The head stands there twice: without it the rest is hard to place."""
        base, now = self._base, self._clock()
        head = head_record(replace(self._head, digest=base.digest))
        records = [leaf_record(leaf) for leaf in difference(base.answers, newest.answers)]
        # the oldest of them may be from long before this file
        self._first = self._first or now
        for record in records[:1]:
            record["t"] = _shown(self._first)
        records.append({**where_record(newest.position, newest.run), "t": _shown(now)})
        self._told = now
        records = [head, base_record(base.digest, base.text), head, *records]
        return b"".join(self._line(record) for record in records)

    def _news(self, newest: Newest) -> tuple[list[bytes], set[Key]]:
        """The records that the file lacks, and the leaves that they are about."""
        lines: list[bytes] = []
        keys: set[Key] = set()
        state, again = self._written, set(self._again)
        if _SAVED in again:
            again.remove(_SAVED)
            # up to the record everything is as in the plan's file, whatever was typed meanwhile
            leaves = difference(state, self._base.answers, again)
            lines += [*self._leaves(leaves), self._line(saved_record(self._base.digest))]
            keys = {_SAVED, *(leaf.key for leaf in leaves)}
            state, again, self._told = self._base.answers, set(), None
        leaves = difference(state, newest.answers, again)
        lines += self._leaves(leaves)
        keys.update(leaf.key for leaf in leaves)
        if self._where != (newest.position, newest.run):
            self._where = (newest.position, newest.run)
            lines.append(self._line(where_record(newest.position, newest.run)))
        return lines, keys

    def _leaves(self, leaves: Iterable[Leaf]) -> list[bytes]:
        """Records of leaves; about once a second one says what time it is."""
        found = []
        for leaf in leaves:
            record = leaf_record(leaf)
            now = self._clock()
            if self._told is None or abs((now - self._told).total_seconds()) >= 1:
                self._told = now
                self._first = self._first or now
                record["t"] = _shown(now)
            found.append(self._line(record))
        return found


def _shown(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
