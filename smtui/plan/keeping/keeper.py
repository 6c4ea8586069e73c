"""Keeps a session's answers: each change in the journal at once, all of them in the plan's file
soon after, and at every end.

The file is replaced as a whole; nobody ever sees half of one. A file that somebody else has
changed meanwhile is not overwritten: somebody is asked, or ours goes beside it.
"""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from smtui.plan.answers import Answers
from smtui.plan.document import Document, Meta, written
from smtui.plan.keeping.aftersave import AfterSave, Kept, our_mistake
from smtui.plan.keeping.planfile import PlanFile
from smtui.plan.keeping.readback import trouble_reading
from smtui.plan.keeping.safekeeping import Base, Safekeeping
from smtui.plan.keeping.status import Standing, status_words
from smtui.plan.session import Change, Session
from smtui.saving import SaveFailed

QUIET_SECONDS = 2.0
"""How long after the last change the plan file is written."""

RETRY_SECONDS = 10.0
"""How long after a save that failed the next one is tried by itself."""

LOOK_SECONDS = 5.0
"""How often it is looked what others have done to a file that has all answers."""

CHANGED = "somebody else has changed the file"
GONE = "the file is gone"


class Keeper:
    """Keeps the plan of a session. Safe to be called from several threads.

    `path` is where the plan lies; with `settled` False it is named after the
    plan's title once that is known. `after_save(kept, scorecard)` is told of
    every save; `scorecard` asks for the scorecard files too. It may raise
    `SaveFailed`, which the status then says. `made_with` is the version of an
    older questionnaire that the file was made with: a copy of it is kept.
    `refusal` says why a path must not be written, if it must not.
    `safe` holds journal, backups and lock; without one only the file is written.
    """

    def __init__(
        self,
        session: Session,
        path: Path | None,
        clock: Callable[[], datetime],
        *,
        document: Document | None = None,
        digest: str | None = None,
        settled: bool = True,
        after_save: Callable[[Kept, bool], None] | None = None,
        made_with: str = "",
        refusal: Callable[[Path], str] = lambda path: "",
        safe: Safekeeping | None = None,
    ) -> None:
        self.session = session
        self.safe = safe
        self._file = (
            PlanFile(path, digest, settled=settled, made_with=made_with, refusal=refusal)
            if path
            else None
        )
        self._clock = clock
        new = Document(meta=Meta(run=session.run, created=clock().replace(microsecond=0)))
        self._document = document or new
        self._after = AfterSave(after_save)
        self._lock = threading.Lock()
        self._saved_answers: Answers = self._document.answers
        self._last_change: datetime | None = None
        self._last_try: datetime | None = None
        self._saved_at: datetime | None = None
        self._doubt = ""
        self._writer: threading.Thread | None = None
        self._begun_as = session.run
        self.read_only_because = ""
        """Why nothing can be changed, for the status."""
        self.asks = False
        """Whether somebody can be asked what is to become of a file that somebody else changed."""
        self.conflict = False
        """Whether that is the question now."""
        self.closed = False
        """Whether the last thing that was done with it was to close it, with all answers kept."""
        self.overwritten = False
        """Whether what was saved here was overwritten, and is among the former versions now."""
        self.failed = ""
        self._owes = False
        self._outside = ""
        self._looked: datetime | None = None
        session.listen(self._changed)

    def _changed(self, change: Change) -> None:
        self._last_change = self._clock()
        self.closed = False
        self._owes = self._owes or self.session.run != self._begun_as
        if self.safe is not None and not self.session.read_only:
            self.safe.put(self.session.answers, self.session.position, self.session.run)

    def take_over(self) -> None:
        """Keep a plan that was opened to look at from now on; one of an older version soon."""
        self.session.read_only = False
        self._last_change = self._clock()

    @property
    def path(self) -> Path | None:
        """Where the plan lies; None for one that is nowhere."""
        return self._file.path if self._file else None

    @property
    def moved(self) -> bool:
        """Whether somebody else's file lies at its own path, and it went beside that."""
        return self._file is not None and bool(self._file.moved)

    @property
    def digest(self) -> str:
        """The hash of what is ours in the file; empty while there is none."""
        return (self._file.digest if self._file else None) or ""

    def look_only(self, because: str = "") -> None:
        """Let nothing be changed, and say why; others may open the plan."""
        self.session.read_only = True
        self.read_only_because = because
        self.let_go()

    @property
    def older_copy(self) -> Path | None:
        """Where the file of an older version will be kept; None when there is none to keep."""
        return self._file.older_copy if self._file else None

    @property
    def dirty(self) -> bool:
        """Whether there are answers that the file has not."""
        if self.session.read_only or self._file is None:
            return False
        if self._file.made_with or self._owes:
            return True
        answers = self.session.answers
        if answers is self._saved_answers or answers == self._saved_answers:
            return False
        return not (answers.is_empty and self._file.digest is None)  # only looked around: no file

    @property
    def status(self) -> str:
        """The truth about the answers, in a few words."""
        if self.session.read_only:
            because = f": {self.read_only_because}" if self.read_only_because else ""
            return f"read only{because}"
        file, safe = self._file, self.safe
        return status_words(
            Standing(
                has_file=bool(self.digest),
                dirty=self.dirty,
                failed=self.failed,
                unkept=safe.failed if safe is not None else None,
                pending=safe is not None and safe.pending,
                saved_at=self._saved_at,
                moved=file.moved if file is not None else "",
                doubt=self._doubt or self._after.doubt,
                outside=self._outside,
            )
        )

    @property
    def in_danger(self) -> bool:
        """Whether answers are in the memory of this program alone, and cannot be put elsewhere."""
        failed = self.safe.failed if self.safe is not None else self.failed
        return self.dirty and bool(failed)

    def tick(self) -> None:
        """To be called about twice a second: saves in the background when it is time."""
        if not self.dirty or self._last_change is None or self.conflict:
            self._look_out()
            return
        since, wait = self._last_change, QUIET_SECONDS
        if self.failed and self._last_try is not None:
            since, wait = self._last_try, RETRY_SECONDS
        quiet = (self._clock() - since).total_seconds()
        # below 0: somebody has set the clock back
        if (quiet >= wait or quiet < 0) and not self.busy:
            self.save_soon()

    def _look_out(self) -> None:
        """See in the background, every few seconds, what others have done to the file."""
        now = self._clock()
        since = (now - self._looked).total_seconds() if self._looked else LOOK_SECONDS
        if self.asks and self.digest and not self.busy and not 0 <= since < LOOK_SECONDS:
            self._looked = now
            self._writer = threading.Thread(target=self._look, name="keeper", daemon=True)
            self._writer.start()

    def _look(self) -> None:
        with self._lock:
            if self._file is None or self.dirty:
                return
            changed = self._is_overwritten()
            self._outside = GONE if self._file.is_gone else CHANGED if changed else ""
            self.conflict = self.conflict or changed

    @property
    def busy(self) -> bool:
        """Whether a save is under way in the background."""
        return self._writer is not None and self._writer.is_alive()

    def save_soon(self) -> None:
        """Save in a thread: a slow disk must not hold up the keys."""
        self._writer = threading.Thread(target=self.save, name="keeper", daemon=True)
        self._writer.start()

    def left_a_question(self) -> None:
        """Somebody has gone on: what is in the journal is to be sure on its disk soon."""
        if self.safe is not None:
            self.safe.sync()

    def save(self, scorecard: bool = False) -> bool:
        """Write the plan now if anything changed; whether all answers are in the file."""
        with self._lock:
            if self.session.read_only or self._file is None:
                return True
            # by hand: that what was written here is saved must be so when it is said
            by_hand = scorecard and self._saved_at is not None
            if self._unsaved() or (by_hand and self._is_overwritten()):
                if self.asks and self._is_overwritten():
                    self.conflict, self.failed = True, CHANGED
                elif self._write(settle=scorecard):
                    self._tell(scorecard)
                return not self.failed
            self._tell(scorecard)
            return True

    def close(self) -> bool:
        """Write everything at the end, the scorecard files too.

        Gives whether all answers are in the file.
        """
        with self._lock:
            if self.session.read_only or self._file is None:
                return True
            # an answer that came while the guard was saving may have been overlooked then
            if self.closed and not self.dirty:
                return True
            if self._unsaved():
                if not self._write(settle=True):
                    return False
            elif self._misnamed() and self._file.is_ours:
                self._write(settle=True)
                # that it cannot have its right name is no failure: all answers are in the file
                self.failed = ""
            elif self._saved_at is not None and self._is_overwritten():
                self._keep_ours()
            self._tell(self._after.judged != self._file.digest)
            self.closed = True
            if self.safe is not None:
                self.safe.close(self.session.answers is self._saved_answers or not self.dirty)
            return True

    def _keep_ours(self) -> None:
        """Put what was saved here, and somebody has overwritten, among the former versions."""
        backup = self.safe.backup(always=True) if self.safe is not None else None
        if backup is not None:
            with contextlib.suppress(OSError):
                backup(written(self._document, self.session.questionnaire).encode())
                self.overwritten = True

    def hold(self) -> None:
        """Have everything in the journal, for the end may come at any moment."""
        # what was taken back is no change to the file, but one to the journal
        if self.safe is not None and (self.dirty or self.safe.pending):
            self.safe.flush()

    def let_go(self) -> None:
        """Let others open the plan."""
        if self.safe is not None:
            self.safe.let_go()

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

    # answers from elsewhere

    def take_back(self, document: Document, answers: Answers) -> bool:
        """Take answers that were not saved lately; whether they are in the journal now.

        `document` is the plan of the file, with what else of them it is to hold.
        """
        self._owes = self._owes or document is not self._document
        self._document = document
        self.take_over()
        self.session.take(answers)
        return self.safe is None or self.safe.flush()

    @property
    def document(self) -> Document:
        """What the file held when it was last read or written here."""
        return self._document

    def take_on(self, theirs: Document, digest: str, text: str, merged: Answers) -> None:
        """Go on with what somebody else wrote and what was answered here, brought together.

        The file had this hash and text when it was read.
        """
        assert self._file is not None
        with self._lock:
            self._file.take_on(digest)
            self._document = theirs
            self._saved_answers = theirs.answers
            if self.safe is not None:
                self.safe.saved(self._file.path, Base(digest, text, theirs.answers))
            self.conflict, self.failed = False, ""
        self.session.take(merged)

    def ask_later(self) -> None:
        """Write nothing for now, and ask again after a while."""
        self.conflict = False
        self._last_try = self._clock()

    def go_beside(self) -> None:
        """Leave the file to whoever changed it, and go on in one beside it."""
        assert self._file is not None
        with self._lock:
            self._file.go_beside()
            self._owes = True
            self.conflict, self.failed = False, ""

    # the file

    def _unsaved(self) -> bool:
        """Whether answers would be lost now: new ones, or all of them because the file has gone."""
        assert self._file is not None
        return self.dirty or self._file.is_gone

    def _is_overwritten(self) -> bool:
        """Whether somebody else has put something in the place of what was saved."""
        assert self._file is not None
        return bool(self._file.digest) and self._file.is_anothers

    def _misnamed(self) -> bool:
        """Whether the file has all answers, but still a provisional name."""
        assert self._file is not None
        return self._file.digest is not None and self._name(settle=True) != self._file.path

    def _write(self, *, settle: bool) -> bool:
        """Put the plan into its file. Nothing here changes before that has worked."""
        self._last_try = self._clock()
        document = self.current()
        try:
            questionnaire = self.session.questionnaire
            text = written(document, questionnaire)
            if trouble := trouble_reading(text, document, questionnaire):
                raise SaveFailed(f"{trouble}; nothing was written")
            backup = self.safe.backup(always=settle) if self.safe is not None else None
            assert self._file is not None
            doubt = self._file.write(text.encode(), self._name(settle), backup)
        except OSError as problem:  # SaveFailed, too
            self.failed = problem.strerror or str(problem)
            return False
        except Exception as problem:  # the answers stay in the journal, and the end goes on
            self.failed = our_mistake(problem)
            return False
        if self.safe is not None:
            self.safe.saved(self._file.path, Base(self.digest, text, document.answers))
        self._saved_answers = document.answers
        self._document = document
        self._owes = False
        self._saved_at = self._clock()
        self._doubt, self._outside = doubt, ""
        self.failed = ""
        self.conflict = False
        return True

    def _name(self, settle: bool) -> Path:
        """The plan's path, or for a new plan the one after its title, once that is settled.

        It is when the person has gone on from the title, saves, or leaves (`settle`).
        """
        assert self._file is not None
        questionnaire, position = self.session.questionnaire, self.session.position
        elsewhere = position.section != questionnaire.sections[0].id
        gone_on = elsewhere or position.name not in ("", questionnaire.naming)
        return self._file.named(self.session.title) if gone_on or settle else self._file.path

    def _tell(self, scorecard: bool) -> None:
        """Tell of the plan in its file, if there is one and it is still ours."""
        if self._file is not None:
            at = self.session.position
            self._after.tell(self._file, self._document, at, scorecard=scorecard)
