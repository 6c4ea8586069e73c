"""Where what keeps plans safe lies, beside their files: journals, backups, the trash, locks."""

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from smtui import __version__, paths
from smtui.plan.answers import Answers
from smtui.plan.journal import Found, Head, Journal, journals_in, read_journal
from smtui.plan.keeping.backups import Backups
from smtui.plan.keeping.lock import Holder, Lock
from smtui.plan.recovery.trash import Trash
from smtui.private import private_folder
from smtui.processes import our_process
from smtui.questionnaire.model import Questionnaire

MOST_LOST = 20
"""How many plans with lost answers are looked for: more nobody reads."""


@dataclass(frozen=True)
class Shelter:
    """The places of one person on one machine, as the environment names them, and who it is."""

    env: Mapping[str, str]
    who: Holder
    clock: Callable[[], datetime]
    _made: list[Journal] = field(default_factory=list)

    def journal(
        self,
        plan: Path,
        places: Sequence[Path],
        questionnaire: Questionnaire,
        digest: str,
        base: Answers,
        text: str,
    ) -> Journal:
        """A journal for a plan, which is made when there is something to keep: in one of `places`.

        `base` are the answers of its file, which has this hash and text; both empty for none.
        """
        head = Head(
            plan=os.path.realpath(plan),
            digest=digest,
            questionnaire=questionnaire.id,
            version=questionnaire.version,
            questionnaire_digest=questionnaire.digest,
            program=__version__,
            host=self.who.host,
            boot=self.who.boot,
            pid=self.who.pid,
            user=self.who.user,
            started=self.clock().replace(microsecond=0),
        )
        made = Journal(places, head, base, text, clock=self.clock)
        self._made.append(made)
        return made

    def places(self, plan: Path) -> list[Path]:
        """The folders in which a journal of a plan may be written, the best first."""
        found, state = paths.journal_dirs(self.env, plan), self._state
        return [one for one in found if state or one != paths.journal_dir(self.env, plan)]

    @property
    def _state(self) -> Path | None:
        """The state folder, if nobody else can change what is in it."""
        state = paths.state_dir(self.env)
        try:
            return private_folder(state) if state is not None else None
        except OSError:
            return None

    def backups(self, plan: Path) -> Backups | None:
        """The backups of a plan; None where there is no place for them."""
        folder = paths.backups_dir(self.env, plan)
        return Backups(folder, self.clock) if folder and self._state else None

    def lock(self, plan: Path) -> Lock:
        """The lock of a plan, not yet taken."""
        return Lock(plan, self.who)

    def take(self, plan: Path, *, anyway: bool = False) -> tuple[Lock, Holder | None]:
        """The lock of a plan, and who has it when it is not ours now.

        Where there can be none beside the plan (a folder that nobody may write in), it is one
        in our own folder: it knows at least of the other sessions of the same person.
        """
        lock = self.lock(plan)
        holder = lock.take(anyway=anyway)
        place = paths.journal_dir(self.env, plan)
        if holder is None and lock.impossible and place is not None and self._state:
            with contextlib.suppress(OSError):
                private_folder(place.parent)
                lock = Lock(place, self.who)
                holder = lock.take(anyway=anyway)
        return lock, holder

    def journals(self, plan: Path) -> list[Found]:
        """What journals of a plan there are that nobody writes now, the latest first."""
        return self._read(
            path for place in paths.journal_dirs(self.env, plan) for path in journals_in(place)
        )

    def lost(self) -> list[Found]:
        """The journals of all plans that hold something their files may not have."""
        state = paths.state_dir(self.env)
        if state is None:
            return []
        places = sorted((state / "sessions").glob("*"), key=_changed, reverse=True)[:MOST_LOST]
        found = self._read(path for place in places for path in journals_in(place))
        return [one for one in found if one.changes and one.head is not None]

    def _read(self, journals: Iterable[Path]) -> list[Found]:
        read = (read_journal(path) for path in journals)
        found = [one for one in read if one is not None and not self._is_written(one)]
        return sorted(found, key=lambda one: one.last or datetime.min, reverse=True)

    def _is_written(self, found: Found) -> bool:
        """Whether the session that writes a journal still runs, here or in another program."""
        head = found.head
        if head is None or (head.host, head.boot) != (self.who.host, self.who.boot):
            return False
        if head.pid == self.who.pid:
            # a plan that was left here without a save is opened again like any other
            return not any(one.rests and one.path == found.path for one in self._made)
        process = our_process(head.pid)
        return process is not None and any("smtui" in word for word in process.words[:3])

    # what is no longer needed

    @property
    def trash(self) -> Trash | None:
        """What nobody wants back lies there for a month; None where there is no place for it."""
        folder = paths.trash_dir(self.env)
        return Trash(folder, self.clock) if folder is not None else None

    def throw_away(self, found: Found) -> None:
        """Put a journal into the trash. Raises `OSError`: then it stays where it is."""
        if self.trash is None:
            raise OSError("there is no place for a trash")
        self.trash.move(found.path)
        self._clear(found.path.parent)

    def do_away(self, found: Found) -> None:
        """Do away with a journal that the plan's file has made needless."""
        with contextlib.suppress(OSError):
            if found.changes:
                self.throw_away(found)  # all of it is in the file; but who knows
            else:
                found.path.unlink()
                self._clear(found.path.parent)

    def _clear(self, folder: Path) -> None:
        with contextlib.suppress(OSError):
            folder.rmdir()  # unless there is another journal in it

    def tidy(self) -> None:
        """Let go of what has lain in the trash for long enough."""
        if self.trash is not None:
            self.trash.sweep()


def _changed(folder: Path) -> float:
    """When something in a folder came or went last."""
    try:
        return folder.stat().st_mtime
    except OSError:  # it has just gone
        return 0.0
