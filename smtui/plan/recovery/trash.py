"""The trash: journals that nobody wanted back lie here for a month before they go for good.

Nothing else in smtui does away with answers that no plan's file holds.
"""

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from smtui.private import open_private, private_folder

DAYS = 30
"""How long something stays in the trash."""

_NAME = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]{8}-.+")
_STAMP = "%Y%m%dT%H%M%SZ"
_LONGEST_NAME = 100
_TRIES = 100


@dataclass(frozen=True)
class Thrown:
    """A file in the trash: where it lies, what it was called, since when."""

    path: Path
    name: str
    since: datetime


class Trash:
    """The trash in its folder, which is made when something comes into it."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.folder = folder
        self._clock = clock

    def move(self, path: Path) -> Path:
        """Move a file into the trash; where it lies now. Raises `OSError`: then it stays."""
        private_folder(self.folder)
        stamp = self._now().strftime(_STAMP)
        for _ in range(_TRIES):
            target = self.folder / f"{stamp}-{os.urandom(4).hex()}-{path.name[-_LONGEST_NAME:]}"
            if os.path.lexists(target):
                continue
            try:
                os.rename(path, target)
            except OSError as problem:
                if problem.errno != errno.EXDEV:
                    raise
                _copy(path, target)
                os.unlink(path)
            return target
        raise FileExistsError(errno.EEXIST, "the trash has a file of every name")

    def entries(self) -> list[Thrown]:
        """What lies in it, the newest first."""
        return sorted(self._found(), key=lambda one: one.since, reverse=True)

    def sweep(self) -> None:
        """Do away with what has lain in it for longer than `DAYS`. What cannot go stays."""
        oldest = self._now() - timedelta(days=DAYS)
        for one in self._found():
            if one.since < oldest:
                with contextlib.suppress(OSError):
                    os.unlink(one.path)

    def _found(self) -> Iterator[Thrown]:
        try:
            names = os.listdir(self.folder)
        except OSError:
            return
        for name in names:
            # the name says when it came: the times of a file are those of its last record
            match = _NAME.fullmatch(name)
            if match:
                with contextlib.suppress(ValueError):
                    since = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
                    yield Thrown(self.folder / name, name[len(match[1]) + 10 :], since)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def _copy(path: Path, target: Path) -> None:
    """Copy a file to another disk, and be sure of it before the first one goes."""
    source = open_private(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(source, "rb") as old:
        fd = open_private(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            with open(fd, "wb") as new:
                shutil.copyfileobj(old, new)
                new.flush()
                os.fsync(new.fileno())
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(target)
            raise
