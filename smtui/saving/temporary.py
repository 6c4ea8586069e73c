"""The names of temporary files, and the removal of those that killed programs have left."""

import contextlib
import os
import re
import stat
from datetime import datetime
from pathlib import Path

from smtui.saving.system import System

_NAME = re.compile(r"\.smtui-[0-9a-f]{16}\.tmp")
_DAY = 86_400


def temporary_name() -> str:
    """A new one, of fixed length: made from the name of a file it could become too long."""
    return f".smtui-{os.urandom(8).hex()}.tmp"


def tidy(folder: Path, now: datetime, *, system: System = os) -> None:
    """Remove the temporary files in a folder that are ours and a day old.

    What cannot be removed stays; nothing is raised.
    """
    with contextlib.suppress(OSError, ValueError):
        inside = system.open(str(folder), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for name in filter(_NAME.fullmatch, system.listdir(folder)):
                with contextlib.suppress(OSError):
                    found = system.stat(name, dir_fd=inside, follow_symlinks=False)
                    ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
                    if ours and now.timestamp() - found.st_mtime > _DAY:
                        system.unlink(name, dir_fd=inside)
        finally:
            system.close(inside)
