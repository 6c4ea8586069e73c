"""Keeps a session's answers in the plan file: soon after each change, and at every end.

The file is replaced as a whole; nobody ever sees half of one. A file that
somebody else has changed meanwhile is not overwritten: ours goes beside it.
"""

import contextlib
import hashlib
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from smtui.files import digest_of
from smtui.plan.answers import Answers
from smtui.plan.document import Document, Meta, written
from smtui.plan.session import Change, Session
from smtui.saving import SaveFailed, replace_file
from smtui.text import file_name

QUIET_SECONDS = 2.0
"""How long after the last change the plan file is written."""

RETRY_SECONDS = 10.0
"""How long after a save that failed the next one is tried by itself."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Kept:
    """A plan as it was written: where, what, and the hash of its bytes.

    `before` is the provisional name that this save has done away with.
    """

    path: Path
    document: Document
    digest: str
    before: Path | None = None


class Keeper:
    """Writes the plan of a session. Safe to be called from several threads.

    `path` is where the plan lies; with `settled` False it is named after the
    plan's title once that is known. `after_save(kept, scorecard)` is told of
    every save; `scorecard` asks for the scorecard files too. It may raise
    `SaveFailed`, which the status then says. `made_with` is the version of an
    older questionnaire that the file was made with: a copy of it is kept.
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
        made_with: str = "",
    ) -> None:
        self.session = session
        self.path = path
        self._clock = clock
        new = Document(meta=Meta(run=session.run, created=clock().replace(microsecond=0)))
        self._document = document or new
        self._digest = digest
        self._settled = settled
        self._after_save = after_save or (lambda kept, scorecard: None)
        self._lock = threading.Lock()
        self._saved_answers: Answers = self._document.answers
        self._last_change: datetime | None = None
        self._last_try: datetime | None = None
        self._saved_at: datetime | None = None
        self._moved = ""
        self._doubt = ""
        self._judged: str | None = None
        self._provisional: Path | None = None
        self._writer: threading.Thread | None = None
        self._begun_as = session.run
        self._made_with = made_with
        self._older_is_kept = False
        self.read_only_because = ""
        """Why nothing can be changed, for the status."""
        self.closed = False
        """Whether the last thing that was done with it was to close it, with all answers kept."""
        self.failed = ""
        session.listen(self._changed)

    def _changed(self, change: Change) -> None:
        self._last_change = self._clock()
        self.closed = False

    def take_over(self) -> None:
        """Keep a plan that was opened to look at from now on; one of an older version soon."""
        self.session.read_only = False
        self._last_change = self._clock()

    @property
    def older_copy(self) -> Path | None:
        """Where the file of an older version will be kept; None when there is none to keep."""
        if not self._made_with or self.path is None:
            return None
        return older_copy(self.path, self._made_with)

    @property
    def dirty(self) -> bool:
        """Whether there are answers that the file has not."""
        if self.session.read_only or self.path is None:
            return False
        if self._made_with:
            return True
        answers = self.session.answers
        if answers is self._saved_answers or answers == self._saved_answers:
            return False
        # only looked around: a first empty item is no reason to make a file
        return not (answers.is_empty and self._digest is None)

    @property
    def status(self) -> str:
        """The truth about the file, in a few words."""
        if self.session.read_only:
            because = f": {self.read_only_because}" if self.read_only_because else ""
            return f"read only{because}"
        if self.dirty:
            return f"NOT SAVED: {self.failed}" if self.failed else "changed"
        if self._saved_at is None:
            words = "new" if self._digest is None else "saved"
        else:
            words = f"saved {self._saved_at:%H:%M}"
        words += f" as {self._moved}" if self._moved else ""
        return words + (f", {self._doubt}" if self._doubt else "")

    def tick(self) -> None:
        """To be called about twice a second: saves in the background when it is time."""
        if not self.dirty or self._last_change is None:
            return
        since, wait = self._last_change, QUIET_SECONDS
        if self.failed and self._last_try is not None:
            since, wait = self._last_try, RETRY_SECONDS
        quiet = (self._clock() - since).total_seconds()
        busy = self._writer is not None and self._writer.is_alive()
        # below 0: somebody has set the clock back
        if (quiet >= wait or quiet < 0) and not busy:
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
            if self._unsaved() and not self._write(settle=scorecard):
                return False
            self._tell(scorecard)
            return True

    def close(self) -> bool:
        """Write everything at the end, the scorecard files too.

        Gives whether all answers are in the file.
        """
        with self._lock:
            if self.session.read_only or self.path is None:
                return True
            # an answer that came while the guard was saving may have been overlooked then
            if self.closed and not self.dirty:
                return True
            if self._unsaved():
                if not self._write(settle=True):
                    return False
            elif self._misnamed() and digest_of(self.path) == self._digest:
                self._write(settle=True)
                # that it cannot have its right name is no failure: all answers are in the file
                self.failed = ""
            self._tell(self._judged != self._digest)
            self.closed = True
            return True

    def current(self) -> Document:
        """The plan as it is now."""
        answers, meta = self.session.answers, self._document.meta
        changed = meta.changed
        if answers != self._saved_answers or changed is None:
            changed = self._clock().replace(microsecond=0)
        # a run that is not offered here was only asked in another one: it stays the plan's
        run = meta.run if self.session.run == self._begun_as else self.session.run
        meta = replace(meta, run=run, position=self.session.position, changed=changed)
        return replace(self._document, answers=answers, meta=meta)

    def _unsaved(self) -> bool:
        """Whether answers would be lost now: new ones, or all of them because the file has gone."""
        assert self.path is not None
        return self.dirty or (self._digest is not None and not os.path.exists(self.path))

    def _misnamed(self) -> bool:
        """Whether the file has all answers, but still a provisional name."""
        return self._digest is not None and self._name(settle=True) != self.path

    def _write(self, *, settle: bool) -> bool:
        """Put the plan into its file. Nothing here changes before that has worked."""
        assert self.path is not None
        self._last_try = self._clock()
        document = self.current()
        doubt = ""
        try:
            data = written(document, self.session.questionnaire).encode()
            named = self._name(settle)
            target = self._target(named)
            if self._made_with and target == self.path and not self._older_is_kept:
                keep_older(self.path, self._made_with)
                self._older_is_kept = True
            replace_file(target, data)
        except SaveFailed as problem:
            if not problem.replaced:
                self.failed = str(problem)
                return False
            doubt = "but it might not survive a power cut now"
        except OSError as problem:
            self.failed = problem.strerror or str(problem)
            return False
        self._settle(named, target)
        # of our bytes, not of the file's: somebody may have replaced it again by now
        self._digest = hashlib.sha256(data).hexdigest()
        self._saved_answers = document.answers
        self._document = document
        self._saved_at = self._clock()
        self._made_with = ""
        self._doubt = doubt
        self.failed = ""
        return True

    def _name(self, settle: bool) -> Path:
        """The plan's path, or for a new plan the one after its title, once that is settled.

        It is when the person has gone on from the title, saves, or leaves (`settle`).
        """
        assert self.path is not None
        title, position = self.session.title, self.session.position
        if self._settled or not title:
            return self.path
        questionnaire = self.session.questionnaire
        elsewhere = position.section != questionnaire.sections[0].id
        gone_on = elsewhere or position.name not in ("", questionnaire.naming)
        return self.path.with_name(f"{file_name(title)}.toml") if gone_on or settle else self.path

    def _target(self, named: Path) -> Path:
        """Where to write: there, or beside it where somebody else's file lies."""
        if named != self.path:
            return free_path(named)
        ours = self._digest is not None and digest_of(named) == self._digest
        return free_path(named) if os.path.exists(named) and not ours else named

    def _settle(self, named: Path, target: Path) -> None:
        """The plan has been written to `target`: go on there, and clear the old name away."""
        old = self.path
        assert old is not None
        self.path = target
        if named == old:
            if target != old:
                self._moved = target.name
            return
        self._settled = True
        if self._digest is not None and digest_of(old) == self._digest:
            with contextlib.suppress(OSError):
                old.unlink()
                self._provisional = old

    def _tell(self, scorecard: bool) -> None:
        """Tell of the plan in its file, if there is one and it is still ours."""
        if self._digest is None or self.path is None or digest_of(self.path) != self._digest:
            return
        # Where the person stands is told, too, and not written by itself: to look at a plan
        # is no reason to rewrite its file.
        meta = replace(self._document.meta, position=self.session.position)
        document = replace(self._document, meta=meta)
        kept = Kept(self.path, document, self._digest, self._provisional)
        self._provisional = None
        try:
            self._after_save(kept, scorecard)
        except SaveFailed as problem:
            self._doubt = f"but not its scorecard: {problem}"
            return
        if scorecard:
            self._judged = self._digest
            self._doubt = "" if self._doubt.startswith("but not") else self._doubt


def free_path(path: Path) -> Path:
    """The path, or the first of path-2, path-3 ... at which nothing lies."""
    candidate, number = path, 2
    while os.path.lexists(candidate):
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate


def older_copy(path: Path, made_with: str) -> Path:
    """Where the copy of a plan made with an older version lies, beside it: `plan.v1.0.toml`."""
    version = re.sub(r"[^A-Za-z0-9.]+", "-", made_with)[:20].strip(".-")
    return free_path(path.with_name(f"{path.stem}.v{version}{path.suffix}"))


def keep_older(path: Path, made_with: str) -> Path:
    """Put a copy of such a plan beside it, and say where. Raises `OSError` or `SaveFailed`."""
    copy = older_copy(path, made_with)
    replace_file(copy, path.read_bytes())
    return copy
