"""What is kept of one plan beside its file, for as long as it is open: journal, backups, lock."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from smtui.plan.answers import Answers
from smtui.plan.journal import Journal
from smtui.plan.lock import Holder, Lock
from smtui.plan.session import Position
from smtui.plan.shelter import Shelter
from smtui.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Base:
    """What a plan's file holds: its hash (empty while there is no file), text and answers."""

    digest: str = ""
    text: str = ""
    answers: Answers = Answers()


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
        self._latest: tuple[Answers, Position, str] | None = None
        self._begin = threading.Lock()
        self._has_backup = False

    # answers

    def put(self, answers: Answers, position: Position, run: str) -> None:
        """Have these answers in the journal within milliseconds. Never waits for a disk."""
        with self._begin:
            if self._journal is None:
                self._journal = self._new_journal()
            self._latest = (answers, position, run)
            self._journal.put(*self._latest)

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
            elif self._journal is not None:
                self._journal.saved(base.digest, base.answers, base.text)

    def _move(self, path: Path) -> None:
        """Go along to another name: the journal there first, then the one here goes."""
        self._path = path
        before = self._lock
        self._lock = self._shelter.lock(path)
        self._lock.take()  # a name that nobody had until now
        before.release()
        old = self._journal
        if old is not None and self._latest is not None:
            self._journal = self._new_journal()
            self._journal.put(*self._latest)
            # what was typed since the save stands in the old one alone until it is in the new one
            old.close(remove=self._journal.flush(), all_kept=True)

    def close(self, done: bool) -> None:
        """End the journal; with all answers in the plan's file it goes, else it stays."""
        with self._begin:
            if self._journal is not None:
                self._journal.close(remove=done)
                self._journal = None

    # backups and lock

    def backup(self, *, always: bool) -> Callable[[bytes], None] | None:
        """What keeps the old bytes of the file when it is replaced; None where it cannot."""
        backups = self._shelter.backups(self._path)
        if backups is None:
            return None
        always, self._has_backup = always or not self._has_backup, True
        return partial(backups.keep, always=always)

    def held_by(self) -> Holder | None:
        """Who else has the plan open; None when it is ours now."""
        return None if self._lock.held else self._lock.take()

    def let_go(self) -> None:
        """Let others open the plan."""
        self._lock.release()
