"""The one safe way to read a TOML file. (`saving` is the one safe way to replace a file.)

Reading trusts nothing: every file that cannot be used ends in `BadInput` with one clear mistake.
"""

import errno
import hashlib
import math
import os
import re
import stat
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from smtui.mistakes import BadInput, Mistake
from smtui.positions import MARK, NEWLINE, STRING, WORD, Positions, tokens
from smtui.slips import explain, merge_conflict
from smtui.text import format_number


@dataclass(frozen=True)
class Caps:
    """How large a file and its parts may be. Beyond them is a mistake or an attack."""

    plan_bytes: int = 5_000_000
    plan_entries: int = 50_000
    questionnaire_bytes: int = 20_000_000
    """Over all the files of one questionnaire, as the entries are."""
    questionnaire_files: int = 500
    questionnaire_entries: int = 2_000_000
    questions: int = 20_000
    choices: int = 2_000
    """In one question."""
    items: int = 500
    """In one list of a plan."""
    answer_characters: int = 20_000
    key_parts: int = 64
    nesting: int = 32
    largest_integer: int = 2**53
    """Beyond it a spreadsheet or a JSON reader changes the digits."""


CAPS = Caps()


@dataclass(frozen=True)
class TomlFile:
    """A TOML file as it was read: text without a byte order mark, data, sha256 of the bytes."""

    path: Path
    name: str
    text: str
    data: dict[str, Any]
    digest: str

    @cached_property
    def positions(self) -> Positions:
        """The lines of its keys: made at the first mistake, for a good file never needs them."""
        return Positions(self.text)


_CANNOT_READ = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file: a part of the path is not a folder",
    errno.EISDIR: "this is a folder, not a file",
    errno.EACCES: "you may not read this file",
    errno.EPERM: "you may not read this file",
    errno.ELOOP: "the link leads in a circle",
    errno.ENAMETOOLONG: "the file name is too long",
    errno.ENXIO: "this is not a file but a device or a socket",
    errno.EIO: "the disk reports an error while reading",
}


OpenFile = Callable[[Path, int], int]
"""Opens a path with flags, as `os.open` does."""

_NO_NUMBER = re.compile(r"[+-]?(?:(?:inf|nan)$|[0-9](?:[0-9a-fx_]{15}|\w*e\+?[0-9]{3}))", re.I)
"""What a number looks like that other programs cannot hold."""


def _refuse(name: str, what: str, mend: str = "") -> BadInput:
    return BadInput(Mistake(name, 0, what, mend))


def _read_bytes(path: Path, name: str, max_bytes: int, what: str, opener: OpenFile) -> bytes:
    try:
        # O_NONBLOCK: opening a FIFO would otherwise wait for a writer for ever.
        fd = opener(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with open(fd, "rb") as file:
            mode = os.fstat(fd).st_mode
            if stat.S_ISDIR(mode):
                raise _refuse(name, _CANNOT_READ[errno.EISDIR])
            if not stat.S_ISREG(mode):
                raise _refuse(name, _CANNOT_READ[errno.ENXIO])
            content = file.read(max_bytes + 1)
    except OSError as error:
        reason = _CANNOT_READ.get(error.errno or 0, f"cannot be read ({error.strerror})")
        raise _refuse(name, reason) from error
    except (ValueError, MemoryError) as error:  # a NUL in the name; a huge max_bytes
        raise _refuse(name, "cannot be read: the name or the size is impossible") from error
    if len(content) > max_bytes:
        mega = max_bytes / 1_000_000
        size = f"{format_number(mega)} MB" if mega >= 0.01 else f"{max_bytes} bytes"
        raise _refuse(name, f"the file is larger than a {what} may be ({size})")
    return content


def _decode(name: str, content: bytes, what: str) -> str:
    """The text, or BadInput when the bytes are no UTF-8 text, in words that say what they are."""
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        if b"\0" in content:
            raise _refuse(
                name,
                "the file was damaged: it holds only zero bytes, as a power cut can leave",
                f"take a backup of the {what}",
            )
        raise _refuse(name, "the file is empty", f"if it held a {what}, take a backup of it")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refuse(name, "the text is saved as UTF-16", "save it again with encoding UTF-8")
    if content.startswith(b"PK\x03\x04"):
        raise _refuse(
            name,
            "this is a zip archive or an office document, not a text file",
            f"a {what} is a plain text file, saved with encoding UTF-8",
        )
    if b"\0" in content[:4096]:
        hint = "save it again with encoding UTF-8"
        if 0 in (content[0], content[1:2].ljust(1, b"x")[0]):
            raise _refuse(name, "the text is saved as UTF-16 or UTF-32", hint)
        raise _refuse(name, "this is not a text file", f"a {what} is a plain text file (TOML)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        content = error.object  # the bytes that its offset counts: those after the BOM
        before = content[: error.start]
        line = before.count(b"\n") + 1
        source = content.split(b"\n", line)[line - 1].removesuffix(b"\r").decode(errors="replace")
        start = len(before.rpartition(b"\n")[2].decode(errors="replace"))
        what, mend = "this letter is not saved as UTF-8", "save the file again with encoding UTF-8"
        raise BadInput(Mistake(name, line, what, mend, source, start, 1)) from error


def _check_shape(name: str, text: str, max_entries: int, what: str) -> None:
    """Refuse long keys, deep nesting and too many entries before tomllib sees them.

    tomllib takes 5 seconds and 1.5 GB for a key of 20,000 parts, and recurses into brackets; for
    each header of the smallest tables it takes longer than we do to count them.
    """
    depth = parts = entries = 0
    line_is_new = True
    in_header = after_dot = False
    for kind, start, _ in tokens(text):
        if kind == NEWLINE:
            line_is_new = True
            if in_header:
                depth, in_header = 0, False
            parts, after_dot = 0, False
            continue
        if kind == MARK:
            mark = text[start]
            if mark in "[{":
                header = line_is_new and depth == 0 and mark == "["
                in_header = in_header or header
                entries += header
                depth += 1
                if depth > CAPS.nesting:
                    what = f"more than {CAPS.nesting} brackets inside each other"
                    raise _too_much(name, text, start, what)
                parts = 0
            elif mark in "]}":
                depth = max(0, depth - 1)
            elif mark == ".":
                parts += 1
                if parts >= CAPS.key_parts:
                    raise _too_much(
                        name, text, start, f"a name of more than {CAPS.key_parts} parts"
                    )
                after_dot = True
                continue
            elif mark in ",=":
                parts = 0
                entries += 1
            # each header, "=" and comma stands for one entry at least
            if entries > max_entries:
                raise _too_many(name, max_entries, what)
        elif kind in (WORD, STRING) and not after_dot:
            parts = 0
        line_is_new = after_dot = False


def _too_much(name: str, text: str, offset: int, what: str) -> BadInput:
    line = text.count("\n", 0, offset) + 1
    begin = text.rfind("\n", 0, offset) + 1
    source = text[begin : offset + 200].partition("\n")[0]
    return BadInput(Mistake(name, line, what, "", source, offset - begin, 1))


def _too_many(name: str, max_entries: int, what: str) -> BadInput:
    limit = format_number(max_entries)
    return _refuse(name, f"more than {limit} entries: a {what} may not be so large")


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mistake = explain(name, text, error)
    except (RecursionError, MemoryError):
        mistake = Mistake(name, 0, "the file is nested too deeply or too large to be read")
    except (ValueError, OverflowError):
        # Only numbers get here: int() refuses more than 4,300 digits with a plain ValueError.
        digits = re.search(r"(?<![0-9_])[0-9_]{1000}", text)
        line = text.count("\n", 0, digits.start()) + 1 if digits else 0
        mistake = Mistake(name, line, "a number here is too large")
    # Raised here, not in the handlers: a chained RecursionError would keep its deep traceback.
    raise BadInput(mistake)


def _check_values(file: TomlFile, max_entries: int, what: str) -> None:
    """Count entries, and refuse the numbers that other programs cannot hold."""
    largest = CAPS.largest_integer
    deepest = CAPS.nesting + CAPS.key_parts
    entries = 0
    todo: list[tuple[Any, tuple[str | int, ...]]] = [(file.data, ())]
    while todo:
        container, path = todo.pop()
        entries += len(container)
        if entries > max_entries:
            raise _too_many(file.name, max_entries, what)
        if len(path) > deepest:
            raise _wrong_value(file, path, "this is nested too deeply")
        pairs = container.items() if isinstance(container, dict) else enumerate(container)
        for key, value in pairs:
            if isinstance(value, dict | list):
                todo.append((value, (*path, key)))
            elif isinstance(value, int):
                if not -largest <= value <= largest:
                    raise _wrong_value(file, (*path, key), "this number is too large")
            elif isinstance(value, float) and not math.isfinite(value):
                raise _wrong_value(file, (*path, key), "this is not a finite number")


def _wrong_value(file: TomlFile, path: tuple[str | int, ...], what: str) -> BadInput:
    line = file.positions.line_of(path)
    source = file.positions.source_line(line)
    for kind, start, end in tokens(source):
        if kind == WORD and _NO_NUMBER.match(source[start:end]):
            return BadInput(Mistake(file.name, line, what, "", source, start, end - start))
    return BadInput(Mistake(file.name, line, what, source=source))


def read_text(
    path: Path, *, max_bytes: int, what: str, opener: OpenFile = os.open
) -> tuple[str, str]:
    """The text of a file that may be anything at all, and the sha256 of its bytes.

    Raises BadInput with one mistake, and nothing else.
    """
    content = _read_bytes(path, str(path), max_bytes, what, opener)
    return _decode(str(path), content, what), hashlib.sha256(content).hexdigest()


def read_toml(
    path: Path,
    *,
    max_bytes: int,
    max_entries: int,
    what: str = "plan",
    opener: OpenFile = os.open,
) -> TomlFile:
    """Read a TOML file that may be anything at all.

    `what` is the word for it in messages. Raises BadInput with one mistake, and nothing else.
    """
    text, digest = read_text(path, max_bytes=max_bytes, what=what, opener=opener)
    return toml_in(text, path, digest=digest, max_entries=max_entries, what=what)


def toml_in(
    text: str, path: Path, *, digest: str = "", max_entries: int, what: str = "plan"
) -> TomlFile:
    """A text as the TOML file that lies or lay at a path, as carefully as `read_toml`.

    Raises BadInput with one mistake, and nothing else.
    """
    name = str(path)
    conflict = merge_conflict(name, text)
    if conflict is not None:
        raise BadInput(conflict)
    _check_shape(name, text, max_entries, what)
    file = TomlFile(path, name, text, _parse(name, text), digest)
    _check_values(file, max_entries, what)
    return file


def beginning_of(path: Path, most: int) -> bytes | None:
    """The first bytes of a file, at most so many; None when there is no readable file."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with open(fd, "rb") as file:
            return file.read(most) if stat.S_ISREG(os.fstat(fd).st_mode) else None
    except (OSError, ValueError):
        return None


def digest_of(path: Path) -> str | None:
    """The sha256 (hex) of a file's bytes as they are now; None when there is no readable file."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        with open(fd, "rb") as file:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                return None
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
