"""The former versions of a plan's file, in a folder of our own: twenty, and the oldest go."""

import contextlib
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from smtui.files import digest_of
from smtui.private import private_folder
from smtui.saving import SaveFailed, replace_file
from smtui.saving.system import System
from smtui.saving.temporary import tidy

KEPT = 20
"""How many versions are kept of a plan."""

APART = timedelta(minutes=10)
"""How long after a version the next is kept by itself."""

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-([0-9a-f]{8})\.toml")
_SOON = timedelta(minutes=1)


@dataclass(frozen=True)
class Backup:
    """A former version: its file, when it was kept (UTC), and how its sha256 begins."""

    path: Path
    when: datetime
    short: str

    def is_whole(self) -> bool:
        """Whether the file holds what was once written into it."""
        return (digest_of(self.path) or "").startswith(self.short)


class Backups:
    """The versions of one plan. The folder is made when the first is kept."""

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime],
        keep: int = KEPT,
        *,
        system: System = os,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._most = keep
        self._system = system
        self._kept_at: datetime | None = None

    def keep(self, data: bytes, *, always: bool = False) -> Path | None:
        """Keep a version, and give where it lies; None when it is too soon for the next.

        The first one is always kept, which is the plan as it was opened. What is the newest
        version already is not kept twice. Raises `OSError`.
        """
        now = self._clock()
        since = now - self._kept_at if self._kept_at is not None else APART
        # below 0: somebody has set the clock back
        if not always and timedelta(0) <= since < APART:
            return None
        private_folder(self._folder, system=self._system)
        entries = self.entries()
        digest = hashlib.sha256(data).hexdigest()
        if entries and digest_of(entries[0].path) == digest:
            self._kept_at = now
            return entries[0].path
        path = self._folder / f"{self._stamp(now, entries)}-{digest[:8]}.toml"
        try:
            replace_file(path, data, expected=None, system=self._system)
        except SaveFailed as problem:
            if not problem.replaced:
                raise
        self._kept_at = now
        self._remove_oldest(path)
        tidy(self._folder, now, system=self._system)
        return path

    def entries(self) -> list[Backup]:
        """The versions that are there, the newest first."""
        found = []
        with contextlib.suppress(OSError, ValueError):
            for name in self._system.listdir(self._folder):
                if entry := _entry(self._folder / name):
                    found.append(entry)
        # One of tomorrow was kept when the clock was wrong: before what was kept since.
        soon = self._clock().astimezone(UTC) + _SOON
        found.sort(key=lambda one: (one.when <= soon, one.when, one.path.name), reverse=True)
        return found

    def _stamp(self, now: datetime, entries: list[Backup]) -> str:
        """The time for a name, later than the newest, so that names tell the order."""
        moment = now.astimezone(UTC).replace(microsecond=0)
        if entries and moment <= entries[0].when <= moment + _SOON:
            moment = entries[0].when + timedelta(seconds=1)
        return moment.strftime(_STAMP)

    def _remove_oldest(self, newest: Path) -> None:
        for entry in self.entries()[self._most :]:
            if entry.path != newest:
                with contextlib.suppress(OSError):
                    self._system.unlink(entry.path)


def _entry(path: Path) -> Backup | None:
    """The version that a file is; None for anything else."""
    named = _NAME.fullmatch(path.name)
    if not named or not path.is_file():
        return None
    try:
        when = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, when, named[2])
