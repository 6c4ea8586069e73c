"""A person's folder in which plans are kept with journal, backups and lock, for tests."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smtui import paths
from smtui.files import CAPS, read_toml
from smtui.plan.answers import Answers
from smtui.plan.document import read
from smtui.plan.journal import Found, Journal, journals_in, read_journal
from smtui.plan.keeping import planfile, shelter
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.keeping.lock import Holder, lock_path
from smtui.plan.keeping.safekeeping import Base, Safekeeping
from smtui.plan.keeping.shelter import Shelter
from smtui.plan.recovery import recovery_of
from smtui.plan.session import Session
from smtui.questionnaire.model import Questionnaire
from smtui.saving import replace_file
from tests.faults.bad_disk import BadDisk

GONE = 2**22 + 17
"""The number of a process that there cannot be (on Linux); else most likely is not."""


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 14, 2)

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> None:
        """Let some time pass."""
        self.now += timedelta(seconds=seconds)


class Folder:
    """The folder of somebody's plans, with the places of smtui's own files beside it."""

    def __init__(self, at: Path, questionnaire: Questionnaire) -> None:
        self.plans = at / "plans"
        self.plans.mkdir()
        self.clock = Clock()
        self.env = {"HOME": str(at), "XDG_STATE_HOME": str(at / "state")}
        self.questionnaire = questionnaire
        self.keepers: list[Keeper] = []
        who = Holder("ann", os.uname().nodename, "another boot", GONE, self.clock())
        self.shelter = Shelter(self.env, who, self.clock)

    def begin(self, name: str = "new-plan.toml", **options: Any) -> Keeper:
        """A keeper of a new plan; named after its title, when `name` is left out."""
        options.setdefault("settled", name != "new-plan.toml")
        return self._kept(self.plans / name, Session(self.questionnaire), Base(), **options)

    def open(self, path: Path, **options: Any) -> Keeper:
        """A keeper of a plan that is in a file."""
        file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
        document = read(file, self.questionnaire)
        session = Session(self.questionnaire, document.answers, position=document.meta.position)
        base = Base(file.digest, file.text, document.answers)
        return self._kept(path, session, base, document=document, digest=file.digest, **options)

    def _kept(self, path: Path, session: Session, base: Base, **options: Any) -> Keeper:
        lock = self.shelter.lock(path)
        assert lock.take() is None
        safe = Safekeeping(self.shelter, self.questionnaire, path, base, lock)
        keeper = Keeper(session, path, self.clock, safe=safe, **options)
        self.keepers.append(keeper)
        return keeper

    def end(self) -> None:
        """Let go of everything, as at the end of the program."""
        for keeper in self.keepers:
            keeper.let_go()

    # what is left

    def journals(self, plan: Path) -> list[Path]:
        """The journals of a plan, wherever they may lie."""
        return [one for place in paths.journal_dirs(self.env, plan) for one in journals_in(place)]

    def found(self, plan: Path) -> Found:
        """What its only journal holds."""
        (path,) = self.journals(plan)
        found = read_journal(path)
        assert found is not None
        return found

    def back(self, plan: Path) -> Answers:
        """The answers that somebody has who opens the plan now and brings all back."""
        answers = Answers()
        digest = ""
        document = None
        if plan.exists():
            file = read_toml(plan, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
            document = read(file, self.questionnaire)
            answers, digest = document.answers, file.digest
        for path in self.journals(plan):
            found = read_journal(path)
            assert found is not None
            empty = self.keepers[0].document
            at = document or replace(empty, answers=Answers())
            recovery = recovery_of(found, at, self.questionnaire, digest)
            if recovery is not None:
                answers = recovery.merge.taking({})
        return answers

    def is_locked(self, plan: Path) -> bool:
        """Whether somebody who comes now would find it open elsewhere."""
        lock = self.shelter.lock(plan)
        try:
            return lock.take() is not None
        finally:
            lock.release()

    def left(self) -> list[str]:
        """What lies in the folder, but for locks that are in use."""
        locks = {lock_path(keeper.path).name for keeper in self.keepers if keeper.path}
        return sorted(one.name for one in self.plans.iterdir() if one.name not in locks)

    def backups(self, plan: Path) -> list[str]:
        """What its former versions held, the newest first."""
        backups = self.shelter.backups(plan)
        assert backups is not None
        return [one.path.read_text(encoding="utf-8") for one in backups.entries()]


def on(disk: BadDisk, patch: pytest.MonkeyPatch) -> None:
    """Have journals and plans written to a disk that does what it is told."""
    journal_on(disk, patch)
    plans_on(disk, patch)


def journal_on(disk: BadDisk, patch: pytest.MonkeyPatch) -> None:
    """The journals alone."""

    def journal(*given: Any, **options: Any) -> Journal:
        return Journal(*given, **options, system=disk.system)

    patch.setattr(shelter, "Journal", journal)


def plans_on(disk: BadDisk, patch: pytest.MonkeyPatch) -> None:
    """The plans alone."""

    def replaced(path: Path, data: bytes, **options: Any) -> tuple[str, ...]:
        return replace_file(path, data, **options, system=disk.system)  # type: ignore[arg-type]

    patch.setattr(planfile, "replace_file", replaced)
