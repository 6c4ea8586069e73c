"""Has plans kept, in one run of the program: lock, journal and backups of each, and what an
earlier run could not save.
"""

import os
import shlex
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path

from smtui.commands.surroundings import Surroundings
from smtui.commands.who import who
from smtui.mistakes import Mistake
from smtui.plan.answers import Answers
from smtui.plan.contents import Document
from smtui.plan.journal import Found
from smtui.plan.keeping.lock import Holder, Lock
from smtui.plan.keeping.planfile import free_path
from smtui.plan.keeping.safekeeping import Base, Safekeeping
from smtui.plan.keeping.shelter import Shelter
from smtui.plan.recovery import Recovery, recovery_of, set_aside_because
from smtui.plan.telling import moment_words
from smtui.questionnaire.model import Questionnaire
from smtui.saving.temporary import tidy


class Keeping:
    """What keeps plans safe here, for the commands that open them."""

    def __init__(self, around: Surroundings) -> None:
        self._shelter = Shelter(around.env, who(around.env, around.clock), around.clock)
        self._shelter.tidy()

    # locks

    def free(self, wanted: Path) -> tuple[Path, Lock]:
        """A path for a new plan at which nothing lies and of which nobody is about to make one."""
        number, path = 2, free_path(wanted)
        while True:
            lock, holder = self._shelter.take(path)
            if holder is None and not self._shelter.journals(path):
                return path, lock
            lock.release()
            path = free_path(wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}"))
            number += 1

    def lock(self, path: Path, *, anyway: bool = False) -> tuple[Lock, Holder | None]:
        """The lock of a plan; and who has it, when it is not ours now."""
        return self._shelter.take(path, anyway=anyway)

    def safe(
        self, questionnaire: Questionnaire, path: Path, lock: Lock, base: Base | None = None
    ) -> Safekeeping:
        """What keeps an open plan safe. What killed programs have left in its folder goes."""
        tidy(Path(os.path.realpath(path)).parent, self._shelter.clock())
        return Safekeeping(self._shelter, questionnaire, path, base or Base(), lock)

    def backup(self, path: Path) -> Callable[[bytes], object] | None:
        """What keeps the old bytes of a plan that a command changes; None where it cannot."""
        backups = self._shelter.backups(path)
        return partial(backups.keep, always=True) if backups is not None else None

    def former(self, path: Path) -> Iterator[Mistake]:
        """Where the last version of a plan lies that could be read, for a message."""
        backups = self._shelter.backups(path)
        whole = (one for one in backups.entries() if one.is_whole()) if backups else ()
        for one in whole:
            when = moment_words(one.when.astimezone().replace(tzinfo=None), self._shelter.clock())
            name = shlex.quote(str(path))
            mend = f"to go back to it: cp {shlex.quote(str(one.path))} {name}"
            yield Mistake(str(path), 0, f"a former version is kept, of {when}", mend)
            return

    # what was not saved

    def journals(self, path: Path) -> Sequence[Found]:
        """What journals of a plan hold something, the latest first."""
        return [one for one in self._shelter.journals(path) if one.changes]

    def unsaved(
        self,
        path: Path,
        questionnaire: Questionnaire,
        document: Document,
        digest: str,
        now: Answers | None = None,
        but: Collection[Path] = (),
    ) -> Recovery | None:
        """What a journal holds that the plan has not `now`: of several the latest, `but` for some.

        Journals that hold nothing more are done away with.
        """
        for found in self._shelter.journals(path):
            if found.path in but:
                continue
            recovery = recovery_of(found, document, questionnaire, digest, now=now)
            if recovery is not None:
                return recovery
            if not set_aside_because(found, questionnaire):
                self._shelter.do_away(found)
        return None

    def lost(self) -> Sequence[Found]:
        """The journals of all plans that hold something, and that nobody writes now."""
        return self._shelter.lost()

    @property
    def trash(self) -> str:
        """Where what nobody wants back lies for a while, in words."""
        return str(self._shelter.trash.folder) if self._shelter.trash else ""

    def throw_away(self, found: Found) -> None:
        """Put a journal into the trash. Raises `OSError`: then it stays where it is."""
        self._shelter.throw_away(found)
