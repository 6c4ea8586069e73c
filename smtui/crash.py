"""What is kept of a crash: where in the program it happened, and never what was in it."""

import os
import traceback
from datetime import datetime
from pathlib import Path

from smtui.private import open_private, private_folder

LONGEST_CHAIN = 5


def where(error: BaseException) -> str:
    """The last three places of the program that led to it, on one line."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    return f"{type(error).__name__} at {' > '.join(places)}" if places else type(error).__name__


def report(error: BaseException, program: str) -> str:
    """The way to the mistake, without values: the message of an exception may hold an answer."""
    lines = [program, ""]
    one: BaseException | None = error
    for _ in range(LONGEST_CHAIN):
        if one is None:
            break
        kind = type(one)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        for frame in traceback.extract_tb(one.__traceback__):
            lines.append(f"  {frame.filename}:{frame.lineno} in {frame.name}")
            if frame.line:
                lines.append(f"    {frame.line}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        if one is not None:
            lines += ["", "after"]
    return "\n".join(lines) + "\n"


def write_crash_log(
    folder: Path | None, error: BaseException, program: str, now: datetime
) -> Path | None:
    """Put the report into a new file that only we can read; None when that cannot be done."""
    if folder is None:
        return None
    name = f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    try:
        path = private_folder(folder) / name
        fd = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        with open(fd, "w", encoding="utf-8", errors="replace") as file:
            file.write(report(error, program))
    except OSError:
        return None
    return path
