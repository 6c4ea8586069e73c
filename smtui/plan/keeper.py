"""Keeps a session's answers in the plan file: soon after each change, and at every end.

The file is replaced as a whole; nobody ever sees half of one. A file that
somebody else has changed meanwhile is not overwritten: ours goes beside it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from smtui.files import SaveFailed, digest_of, replace_file
from smtui.plan.answers import Answers
from smtui.plan.document import Document, Meta, written
from smtui.plan.session import Change, Session
from smtui.text import file_name

QUIET_SECONDS = 2.0
"""How long after the last change the plan file is written."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Kept:
    """A plan as it was written: where, what, and the hash of its bytes."""

    path: Path
    document: Document
    digest: str


class Keeper:
    """Writes the plan of a session. Safe to be called from several threads.

    `path` is where the plan lies; with `settled` False it is named after the
    plan's title once that is known. `after_save(kept, scorecard)` is told of
    every save; `scorecard` asks for the scorecard files too.
    """

    def __init__(
        self,
        session: Session,
        path: Path | None,
        clock: Clock,
        *,
        document: Document | None = None,
        digest: str | None = None,
        settled: bool = True,
        after_save: Callable[[Kept, bool], None] | None = None,
    ) -> None:
        self.session = session
        self.path = path
        self._clock = clock
        self._document = document or Document(meta=Meta(run=session.run, created=clock().replace(microsecond=0)))
        self._digest = digest
        self._settled = settled
        self._after_save = after_save or (lambda kept, scorecard: None)
        self._lock = threading.Lock()
        self._saved_answers: Answers = self._document.answers
        self._last_change: datetime | None = None
        self._saved_at: datetime | None = None
        self._moved = ""
        self._writer: threading.Thread | None = None
        self.failed = ""
        session.listen(self._changed)

    def _changed(self, change: Change) -> None:
        self._last_change = self._clock()

    @property
    def dirty(self) -> bool:
        """Whether there are answers that the file has not."""
        if self.session.read_only or self.path is None:
            return False
        answers = self.session.answers
        if answers == self._saved_answers:
            return False
        # only looked around: a first empty item is no reason to make a file
        empty = not (answers.values or answers.parked or answers.remarks)
        return not (empty and self._digest is None)

    @property
    def status(self) -> str:
        """The truth about the file, in a few words."""
        if self.session.read_only:
            return "read only"
        if self.failed:
            return f"NOT SAVED: {self.failed}"
        if self.dirty:
            return "changed"
        if self._saved_at is None:
            return "new" if self._digest is None else "saved"
        return f"saved {self._saved_at:%H:%M}" + (f" as {self._moved}" if self._moved else "")

    def tick(self) -> None:
        """To be called about twice a second: saves in the background when it is time."""
        if not self.dirty or self._last_change is None:
            return
        quiet = (self._clock() - self._last_change).total_seconds()
        busy = self._writer is not None and self._writer.is_alive()
        if (quiet >= QUIET_SECONDS or quiet < 0) and not busy:
            self.save_soon()

    def save_soon(self) -> None:
        """Save in a thread: a slow disk must not hold up the keys."""
        self._writer = threading.Thread(target=self.save, name="keeper", daemon=True)
        self._writer.start()

    def save(self, scorecard: bool = False) -> bool:
        """Write the plan now if anything changed; whether all answers are in the file."""
        with self._lock:
            if self.session.read_only or self.path is None:
                return True
            if self.dirty and not self._write():
                return False
            if self._digest is not None:
                self._after_save(Kept(self.path, self._current(), self._digest), scorecard)
            return True

    def close(self) -> bool:
        """Write everything at the end, the position and the scorecard files too."""
        with self._lock:
            if self.session.read_only or self.path is None:
                return True
            moved = self._document.meta.position != self.session.position
            if (self.dirty or (moved and self._digest is not None)) and not self._write():
                return False
            if self._digest is not None:
                self._after_save(Kept(self.path, self._current(), self._digest), True)
            return True

    def _current(self) -> Document:
        """The plan as it is now."""
        meta = replace(
            self._document.meta,
            run=self.session.run,
            position=self.session.position,
            changed=self._clock().replace(microsecond=0),
        )
        return replace(self._document, answers=self.session.answers, meta=meta)

    def _write(self) -> bool:
        self._settle_name()
        assert self.path is not None
        document = self._current()
        try:
            if digest_of(self.path) != self._digest:
                self._step_aside()
            data = written(document, self.session.questionnaire).encode()
            replace_file(self.path, data)
        except SaveFailed as problem:
            self.failed = str(problem)
            return False
        except OSError as problem:
            self.failed = problem.strerror or str(problem)
            return False
        self._digest = digest_of(self.path)
        self._saved_answers = document.answers
        self._document = document
        self._saved_at = self._clock()
        self.failed = ""
        return True

    def _settle_name(self) -> None:
        """Name a new plan after its title, once the person has gone on from it."""
        title = self.session.title
        first = self.session.questionnaire.sections[0].questions[0].id
        if self._settled or not title or self.session.position.name in ("", first) or self.path is None:
            return
        self._settled = True
        old, self.path = self.path, free_path(self.path.with_name(f"{file_name(title)}.toml"))
        if self._digest is not None and digest_of(old) == self._digest:
            old.rename(self.path)

    def _step_aside(self) -> None:
        """Somebody else has changed the file: keep theirs, and go on in a file beside it."""
        assert self.path is not None
        if self._digest is None and not self.path.exists():
            return
        self.path = free_path(self.path)
        self._moved = self.path.name
        self._digest = None


def free_path(path: Path) -> Path:
    """The path, or the first of path-2, path-3 ... at which nothing lies."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate
