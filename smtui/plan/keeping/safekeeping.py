"""What is kept of one plan beside its file, for as long as it is open: journal, backups, lock."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from smtui import paths
from smtui.plan.answers import Answers
from smtui.plan.journal import Journal
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
        self._journal: Journal | None = None
        self._backups = shelter.backups(path)
        self._ended = True
        self._begin = threading.Lock()

    # answers

    def put(self, answers: Answers, position: Position, run: str) -> None:
        """Have these answers in the journal within milliseconds. Never waits for a disk."""
        with self._begin:
            if self._journal is None:
                self._journal = self._new_journal()
            self._ended = False
            self._journal.put(answers, position, run)

    def _new_journal(self) -> Journal:
        base = self._base
        return self._shelter.journal(
            self._path, base.digest, self._questionnaire, base.answers, base.text
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
        """The plan's file holds these answers now, perhaps under another name."""
        with self._begin:
            self._base = base
            if path != self._path:
                self._move(path)
            if self._journal is not None:
                self._journal.saved(base.digest, base.answers, base.text)

    def _move(self, path: Path) -> None:
        """Go along to another name: the journal there first, then the one here goes."""
        self._path = path
        before = self._lock
        self._lock = self._shelter.lock(path)
        self._lock.take()  # a name that nobody had until now
        before.release()
        self._backups = self._shelter.backups(path)
        if self._journal is not None:
            places = paths.journal_dirs(self._shelter.env, path)
            self._journal.moved(places, os.path.realpath(path))

    def close(self, done: bool) -> None:
        """End the journal; with all answers in the plan's file it goes, else it stays."""
        self._ended = True
        if self._journal is not None:
            self._journal.close(remove=done)

    # backups and lock

    def backup(self, *, always: bool) -> Callable[[bytes], object] | None:
        """What keeps the old bytes of the file when it is replaced; None where it cannot."""
        return partial(self._backups.keep, always=always) if self._backups else None

    def held_by(self) -> Holder | None:
        """Who else has the plan open; None when it is ours now."""
        return None if self._lock.held else self._lock.take()

    def let_go(self) -> None:
        """Let others open the plan. The journal stays, if it holds what the file has not."""
        if not self._ended:
            self.close(done=False)
        self._lock.release()
