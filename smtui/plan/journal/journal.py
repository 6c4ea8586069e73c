"""Keeps every change of a session within milliseconds, in a file of its own beside the plan's.

The thread that draws the screen only hands over a reference; a thread of the journal compares it
with what it wrote last and writes what is new. The plan's file is written less often; if the
program or the machine dies before, the journal has what the plan has not.
"""

import contextlib
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from smtui.plan.answers import Answers
from smtui.plan.journal.recording import System, why
from smtui.plan.journal.records import Found, Head, journals_in, read_journal
from smtui.plan.journal.writing import Base, Newest, Pace, Sync, Writing
from smtui.plan.session import Position

__all__ = ["Found", "Head", "Journal", "Pace", "journals_in", "read_journal"]

SLOW = 5.0
"""Seconds after which a disk that makes nothing safe is said not to answer."""

_SILENT = "the disk does not answer"


class Journal:
    """The journal of one session. Safe to be called from several threads; `put` from one.

    `places` are the folders that it may lie in, the best first; they are made, for their owner
    alone. `base` and `base_text` are what the plan's file holds. The file is made at the first
    change; one that lies there already is left alone.
    """

    def __init__(
        self,
        places: Sequence[Path],
        head: Head,
        base: Answers,
        base_text: str,
        *,
        clock: Callable[[], datetime],
        pace: Pace | None = None,
        system: System = os,
    ) -> None:
        self._pace = pace or Pace()
        self._newest = self._kept = Newest(base)
        on_file = Base(head.digest, base, base_text)
        self._writing = Writing(places, head, on_file, clock=clock, pace=self._pace, system=system)
        # what others ask of the thread
        self._calls: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._called = False
        self._saved: deque[Base] = deque(maxlen=1)
        self._moved: deque[tuple[Sequence[Path], str]] = deque(maxlen=1)
        self._synced: deque[Sync] = deque()
        self._soon = False
        self._ending = ""
        self._settled = threading.Condition()
        self._asked = self._done = 0
        # what the thread knows
        self._cannot_write = self._cannot_sync = ""
        self._busy_since = self._write_at = self._repair_at = self._sync_at = 0.0
        self._last_sync = float("-inf")
        self._written_for = 0
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._start()

    # for the thread that draws

    def put(self, answers: Answers, position: Position | None = None, run: str = "") -> None:
        """Have these answers kept soon. Takes microseconds, whatever the disk does."""
        before = self._newest
        self._newest = Newest(answers, position or before.position, run or before.run)
        self._call()

    @property
    def pending(self) -> bool:
        """Whether there are answers that are not on the disk yet."""
        return self._newest.answers is not self._kept.answers

    @property
    def failed(self) -> str:
        """Why something cannot be kept now, in a few words; empty when all is well."""
        now, busy, sync = time.monotonic(), self._busy_since, self._writing.sync
        if busy and now - busy > self._pace.stuck:
            return _SILENT
        if sync is not None and now - sync.begun > SLOW:
            return _SILENT
        return self._cannot_write or self._cannot_sync

    @property
    def path(self) -> Path | None:
        """Where the journal lies, or lay last; None when there was nothing to keep yet."""
        return self._writing.path

    @property
    def rests(self) -> bool:
        """Whether it has ended: its file, if there still is one, waits to be brought back."""
        return self._thread is None

    def sync(self) -> None:
        """Have what was put safe from a power cut soon."""
        self._soon = True
        self._call()

    # for any thread

    def saved(self, digest: str, answers: Answers, text: str) -> None:
        """The plan's file holds these answers now: its hash and its text."""
        self._saved.append(Base(digest, answers, text))
        self._call()

    def moved(self, places: Sequence[Path], plan: str) -> None:
        """The plan's file has another name now, and its journal other folders."""
        self._moved.append((tuple(places), plan))
        self._call()

    def flush(self, seconds: float = 0.8) -> bool:
        """Wait until all that was put is safe on the disk; whether that was so in time."""
        with self._settled:
            self._asked += 1
            ticket = self._asked
        self._call()
        with self._settled:
            return self._settled.wait_for(lambda: self._done >= ticket, seconds)

    def close(self, *, remove: bool = False, seconds: float = 0.8) -> bool:
        """Put an end to it; whether nothing can be lost now.

        With `remove` the file is taken away if the plan's file holds all that was put. What is
        put later is kept all the same.
        """
        self._ending = "remove" if remove else "rest"
        return self.flush(seconds)

    # the thread

    def _call(self) -> None:
        """Have the thread look. Never waits for it."""
        self._wake()
        if self._thread is None:
            self._start()

    def _wake(self) -> None:
        if not self._called:
            self._called = True
            self._calls.put(None)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                # a daemon: a disk that hangs must not keep the program from ending
                thread = threading.Thread(target=self._run, name="journal", daemon=True)
                try:
                    thread.start()
                except RuntimeError:
                    self._cannot_write = "the system starts no more threads"
                    return
                self._thread = thread

    def _run(self) -> None:
        while True:
            with contextlib.suppress(queue.Empty):
                self._calls.get(timeout=self._rest())
                time.sleep(self._pace.gather)
            self._called = False
            try:
                ended = self._turn()
            except Exception as error:  # whatever it is: it is told, and tried again
                self._cannot_write, ended = why(error), False
                self._write_at = time.monotonic() + self._pace.retry
            self._busy_since = 0.0
            if ended:
                with self._starting:
                    self._thread = None
                    if not self._called:
                        return
                    self._thread = threading.current_thread()  # called just now: it goes on

    def _rest(self) -> float | None:
        """Seconds until something is due; None when nothing is."""
        due = []
        if self._cannot_write and self._writing.has_places:
            due.append(self._write_at)
        if self._writing.unsound:
            due.append(self._repair_at)
        elif self._writing.unsynced and self._writing.sync is None:
            due.append(self._sync_at)
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _turn(self) -> bool:
        """Do what is due; whether that was the end."""
        asked, newest = self._asked, self._newest
        self._take_requests()
        if self._ending == "remove" and self._writing.has_all(newest.answers):
            self._writing.remove()
            self._cannot_write = self._cannot_sync = ""
            return self._end(newest, asked)
        self._busy_since = time.monotonic()
        self._write(newest, asked)
        self._repair(newest, asked)
        self._busy_since = 0.0
        self._make_safe(asked)
        writing = self._writing
        unsafe = writing.unsynced or writing.unsound or writing.sync is not None
        if self._cannot_write or unsafe:
            return False
        self._tell(self._written_for)
        return bool(self._ending) and self._written_for == asked and self._end(newest, asked)

    def _end(self, newest: Newest, asked: int) -> bool:
        self._writing.rest()
        self._kept, self._ending = newest, ""
        self._tell(asked)
        return True

    def _tell(self, ticket: int) -> None:
        """Those who wait up to this ticket have what they want."""
        if ticket > self._done:
            with self._settled:
                self._done = ticket
                self._settled.notify_all()

    def _take_requests(self) -> None:
        while self._synced:
            sync = self._synced.popleft()
            self._writing.end_sync(sync)
            if sync.error is None:
                self._cannot_sync = ""
                self._tell(sync.ticket)
            else:
                self._repair_at = 0.0
        if self._saved:
            self._writing.saved(self._saved.popleft())
            self._soon = True
        if self._moved:
            self._writing.move(*self._moved.popleft())

    def _write(self, newest: Newest, asked: int) -> None:
        now = time.monotonic()
        if self._cannot_write and now < self._write_at:
            return
        try:
            self._writing.bring(newest)
        except OSError as error:
            self._cannot_write = why(error)
            self._write_at = time.monotonic() + self._pace.retry
            return
        self._cannot_write = ""
        self._kept, self._written_for = newest, asked

    def _repair(self, newest: Newest, asked: int) -> None:
        now = time.monotonic()
        if not self._writing.unsound or now < self._repair_at:
            return
        try:
            self._writing.repair(newest)
        except OSError as error:
            self._cannot_sync = why(error)
            self._repair_at = time.monotonic() + self._pace.retry
            return
        self._cannot_write = self._cannot_sync = ""
        self._kept, self._written_for = newest, asked
        self._last_sync = float("-inf")

    def _make_safe(self, asked: int) -> None:
        """Have another thread make safe what is written, when it is time."""
        writing = self._writing
        if not writing.unsynced:
            self._soon = False
        if writing.unsound or writing.sync is not None or not writing.unsynced:
            return
        now = time.monotonic()
        self._sync_at = self._last_sync + self._pace.sync
        if now < self._sync_at and not self._soon and self._done >= asked:
            return
        self._soon = False
        self._last_sync = now
        sync = writing.begin_sync(self._written_for)
        if sync is None:
            return
        # Some disks take seconds for it, and meanwhile more is typed that must be written.
        thread = threading.Thread(target=self._sync, args=(sync,), name="sync", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            self._sync(sync)

    def _sync(self, sync: Sync) -> None:
        try:
            sync.recording.sync()
        except OSError as error:
            sync.error = error
        except Exception as error:
            sync.error = OSError(why(error))
        self._synced.append(sync)
        self._wake()
