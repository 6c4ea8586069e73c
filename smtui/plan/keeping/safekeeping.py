"""What is kept of one plan beside its file, for as long as it is open: journal, backups, lock."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from smtui.plan.answers import Answers
from smtui.plan.journal import Journal
from smtui.plan.keeping.backups import Backups
from smtui.plan.keeping.lock import Holder, Lock
from smtui.plan.keeping.shelter import Shelter
from smtui.plan.session import Position
from smtui.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Base:
    """What a plan's file holds: its hash (empty while there is no file), text and answers."""

    digest: str = ""
    text: str = ""
    answers: Answers = field(default_factory=Answers)


class Safekeeping:
    """Goes along with a plan: when its file gets another name, so do journal and lock.

    Called by the screen (`put`, `sync`), by the thread that saves (`saved`) and, at the end, by
    the guard (`flush`, `close`).
    """

    def __init__(
        self, shelter: Shelter, questionnaire: Questionnaire, path: Path, base: Base, lock: Lock
    ) -> None:
        self._shelter = shelter
        self._questionnaire = questionnaire
        self._path = path
        self._base = base
        self._lock = lock
        # now, and not at the first key: to look at folders may wait for a disk
        self._places = shelter.places(path)
        self._journal: Journal | None = None
        self._backups: Backups | None = None
        self._ended = True
        self._begin = threading.Lock()

    # answers

    def put(self, answers: Answers, position: Position, run: str) -> None:
        """Have these answers in the journal within milliseconds. Never waits for a disk."""
        if self._journal is None:
            with self._begin:
                self._journal = self._new_journal()
        self._ended = False
        self._journal.put(answers, position, run)

    def _new_journal(self) -> Journal:
        base = self._base
        return self._shelter.journal(
            self._path,
            self._places,
            self._questionnaire,
            base.digest,
            base.answers,
            base.text,
        )

    @property
    def pending(self) -> bool:
        """Whether something was put that is not in the journal yet."""
        return self._journal is not None and self._journal.pending

    @property
    def failed(self) -> str:
        """Why the journal cannot be written; empty when it can."""
        return self._journal.failed if self._journal is not None else ""

    def sync(self) -> None:
        """Have the journal sure on its disk soon."""
        if self._journal is not None:
            self._journal.sync()

    def flush(self, seconds: float = 0.8) -> bool:
        """Wait until all is in the journal; whether it is."""
        return self._journal is None or self._journal.flush(seconds)

    def saved(self, path: Path, base: Base) -> None:
        """The plan's file holds these answers now, perhaps under another name.

        Journal and lock go along to that, the new lock first.
        """
        before = self._lock
        moving = path != self._path
        lock, places = before, self._places
        if moving:
            lock, places = self._shelter.lock(path), self._shelter.places(path)
            lock.take()  # a name that nobody had until now
        with self._begin:
            self._base, self._path, self._places, self._lock = base, path, places, lock
            journal = self._journal
        if journal is not None:
            if moving:
                journal.moved(places, os.path.realpath(path))
            journal.saved(base.digest, base.answers, base.text)
        if moving:
            self._backups = None
            before.release()

    def close(self, done: bool) -> None:
        """End the journal; with all answers in the plan's file it goes, else it stays."""
        self._ended = True
        if self._journal is not None:
            self._journal.close(remove=done)

    # backups and lock

    def backup(self, *, always: bool) -> Callable[[bytes], object] | None:
        """What keeps the old bytes of the file when it is replaced; None where it cannot."""
        if self._backups is None:
            self._backups = self._shelter.backups(self._path)
        return partial(self._backups.keep, always=always) if self._backups else None

    def held_by(self) -> Holder | None:
        """Who else has the plan open; None when it is ours now."""
        return None if self._lock.held else self._lock.take()

    def let_go(self) -> None:
        """Let others open the plan. The journal stays, if it holds what the file has not."""
        if not self._ended:
            self.close(done=False)
        self._lock.release()
