"""The records of a journal: one line each, which says itself whether it is whole.

    crc32-as-8-hex-digits length json

A line that is not whole is skipped, and those behind it count all the same: a disk that was full
for a moment must not hide what came after. The first records say which plan the journal belongs
to and hold the plan's text; then each says what stands at one leaf of the answers now, where the
person is, or that the plan's file holds everything so far.
"""

import json
import os
import re
import stat
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from smtui.plan.journal.leaves import Key, Leaf
from smtui.plan.journal.packing import packed_leaf, unpacked_leaf
from smtui.plan.session import Position
from smtui.private import open_private
from smtui.text import clean_line

FORMAT = 1

LARGEST = 64_000_000
"""Bytes of a journal. One that is written here is made anew long before."""

LONGEST = 32_000_000
"""Bytes of a line: the text of the largest plan, every letter of it escaped, fits."""

_NAME = re.compile(r"journal(?:-([1-9]\d{0,3}))?\.jsonl")
_BEGIN = re.compile(rb"([0-9a-f]{8}) (\d{1,8}) ")
_DIGEST = re.compile(r"(?:[0-9a-f]{64})?")


@dataclass(frozen=True)
class Head:
    """What a journal is bound to: a plan's file as it was, a questionnaire, and who writes it.

    `digest` is the sha256 of the file that it stands on; empty when there was none yet. Read
    back, only `digest` is sure to look like one; the path is as it was written.
    """

    plan: str
    digest: str
    questionnaire: str
    version: str
    questionnaire_digest: str
    program: str
    host: str
    boot: str
    pid: int
    user: str
    started: datetime


@dataclass(frozen=True)
class Found:
    """What a journal holds.

    `before` was in the plan's file at the last save (`base_digest`): with `base_text` it gives the
    answers that the file held then. `changes` came later. `number` is the last record's: of two
    journals of one session (see its head) the higher one knows more.
    """

    path: Path
    head: Head | None = None
    base_text: str = ""
    base_digest: str = ""
    before: tuple[Leaf, ...] = ()
    changes: tuple[Leaf, ...] = ()
    position: Position | None = None
    run: str = ""
    first: datetime | None = None
    last: datetime | None = None
    number: int = -1
    broken: int = 0
    """Lines that were skipped."""
    newer_format: bool = False
    """A newer smtui has written it: nothing of it was read."""
    unread: str = ""
    """Why it could not be read at all, in words; empty when it could."""


def line(record: Mapping[str, Any]) -> bytes:
    """A record as it stands in the file."""
    body = json.dumps(record, separators=(",", ":")).encode("ascii")
    return b"%08x %d %s\n" % (zlib.crc32(body), len(body), body)


def head_record(head: Head) -> dict[str, Any]:
    """The record that begins a journal."""
    return {"format": FORMAT, **asdict(head), "started": head.started.isoformat()}


def base_record(digest: str, text: str) -> dict[str, Any]:
    """The record of the plan's file that the leaves stand on."""
    return {"base": text, "digest": digest}


def leaf_record(leaf: Leaf) -> dict[str, Any]:
    """The record of what stands at a leaf now."""
    found = {"s": leaf.sort, "q": leaf.name, "i": leaf.item, "v": packed_leaf(leaf)}
    if leaf.sort == "values":  # most are
        del found["s"]
    if not leaf.item:
        del found["i"]
    return found


def saved_record(digest: str) -> dict[str, Any]:
    """The record that the plan's file, of this hash, holds everything so far."""
    return {"saved": digest}


def where_record(position: Position | None, run: str) -> dict[str, Any]:
    """The record of where the person is, and in which run."""
    at = [position.section, position.name, position.item] if position else None
    return {"at": at, "run": run}


def journals_in(folder: Path) -> list[Path]:
    """The journals in a folder, the first made first; none when there is no such folder."""
    try:
        names = os.listdir(folder)
    except (OSError, ValueError):
        return []
    numbered = [(int(match[1] or 1), name) for name in names if (match := _NAME.fullmatch(name))]
    return [folder / name for _, name in sorted(numbered)]


def journal_name(number: int) -> str:
    """What the first, second ... journal of a folder is called."""
    return "journal.jsonl" if number == 1 else f"journal-{number}.jsonl"


def read_journal(path: Path) -> Found | None:
    """What a journal holds, whatever is in the file; None when there is no such file."""
    try:
        data = _bytes_of(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return Found(path, unread=error.strerror or str(error))
    return _Reader(path, data).found()


def _bytes_of(path: Path) -> bytes:
    # O_NONBLOCK: opening a FIFO would otherwise wait for a writer for ever.
    fd = open_private(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError("it is not a file")
        if found.st_uid != os.geteuid():
            raise OSError("it belongs to somebody else")
        if found.st_size > LARGEST:
            raise OSError("it is larger than a journal can be")
        with open(fd, "rb", closefd=False) as file:
            return file.read(LARGEST)
    finally:
        os.close(fd)


def _records(data: bytes) -> Iterator[dict[str, Any] | None]:
    """The records in the order of the file; None for each line that is broken."""
    at = 0
    while at < len(data):
        end_of_line = data.find(b"\n", at)
        end_of_line = end_of_line if end_of_line >= 0 else len(data)
        begin = _BEGIN.match(data, at)
        if begin:
            # A record behind a damaged line end is whole all the same, so its length counts.
            end = begin.end() + int(begin[2])
            if end <= end_of_line and end - at <= LONGEST:
                body = data[begin.end() : end]
                if zlib.crc32(body) == int(begin[1], 16):
                    yield _parsed(body)
                    at = end + 1
                    continue
        if end_of_line > at:
            yield None
        at = end_of_line + 1


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body, parse_constant=_refused)
    except (ValueError, RecursionError, MemoryError):
        return None
    number = found.get("n") if isinstance(found, dict) else None
    return found if type(number) is int and 0 <= number < 2**63 else None


def _refused(word: str) -> Any:
    raise ValueError(word)


@dataclass
class _Reader:
    """Goes through the records of a journal. Numbers order them, not their place in the file."""

    path: Path
    data: bytes
    head: Head | None = None
    base_text: str = ""
    base_digest: str = ""
    where: tuple[int, Position | None, str] = (-1, None, "")
    saved: int = -1
    last: int = -1
    broken: int = 0
    leaves: dict[Key, tuple[int, Leaf]] = field(default_factory=dict)
    before: dict[Key, tuple[int, Leaf]] = field(default_factory=dict)
    times: list[tuple[int, datetime]] = field(default_factory=list)

    def found(self) -> Found:
        """Everything that the journal holds."""
        for record in _records(self.data):
            if record is None:
                self.broken += 1
                continue
            if record.get("format", FORMAT) != FORMAT:
                return Found(self.path, newer_format=True, number=record["n"])
            try:
                self._take(record, record["n"])
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                self.broken += 1
                continue
            self.last = max(self.last, record["n"])
        times = [when for number, when in self.times if number > self.saved and self.leaves]
        plain = Found(self.path)
        return replace(
            plain,
            head=self.head,
            base_text=self.base_text,
            base_digest=self._digest(),
            before=tuple(leaf for _, leaf in self.before.values()),
            changes=tuple(leaf for _, leaf in self.leaves.values()),
            position=self.where[1],
            run=self.where[2],
            first=times[0] if times else None,
            last=times[-1] if times else None,
            number=self.last,
            broken=self.broken,
        )

    def _digest(self) -> str:
        """The hash of the plan's file that the changes stand on."""
        if self.saved < 0 and not self.base_digest and self.head is not None:
            return self.head.digest  # the record of the base was broken
        return self.base_digest

    def _take(self, record: dict[str, Any], number: int) -> None:
        if "format" in record:
            self.head = _head(record)
        elif "base" in record:
            self._take_base(record, number)
        elif "saved" in record:
            self._take_saved(_digest(record["saved"]), number)
        elif "at" in record:
            where = (number, _position(record["at"]), _line(record["run"]))
            self._take_time(record, number)
            self.where = max(self.where, where, key=lambda one: one[0])
        else:
            self._take_leaf(record, number)

    def _take_base(self, record: dict[str, Any], number: int) -> None:
        if not isinstance(record["base"], str):
            raise TypeError("no text")
        digest = _digest(record["digest"])
        self.base_text = record["base"]
        if self.saved < 0:
            self.base_digest = digest

    def _take_saved(self, digest: str, number: int) -> None:
        if number < self.saved:
            return
        self.saved = number
        self.base_digest = digest
        for key in [key for key, (when, _) in self.leaves.items() if when < number]:
            self.before[key] = self.leaves.pop(key)

    def _take_leaf(self, record: dict[str, Any], number: int) -> None:
        sort, item = record.get("s", "values"), record.get("i", "")
        leaf = unpacked_leaf(sort, record["q"], item, record["v"])
        self._take_time(record, number)
        known = self.leaves if number > self.saved else self.before
        if leaf.key not in known or known[leaf.key][0] < number:
            known[leaf.key] = (number, leaf)

    def _take_time(self, record: dict[str, Any], number: int) -> None:
        if "t" in record:
            self.times.append((number, datetime.fromisoformat(record["t"])))


def _line(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError("not a text")
    return clean_line(raw)[:200]


def _digest(raw: Any) -> str:
    if not isinstance(raw, str) or not _DIGEST.fullmatch(raw):
        raise ValueError("no digest")
    return raw


def _position(raw: Any) -> Position | None:
    if raw is None:
        return None
    section, name, item = raw
    return Position(_line(section), _line(name), _line(item))


def _head(record: dict[str, Any]) -> Head:
    if not isinstance(record["plan"], str) or type(record["pid"]) is not int:
        raise TypeError("no head")
    words = ("questionnaire", "version", "questionnaire_digest", "program", "host", "boot", "user")
    return Head(
        plan=record["plan"],
        digest=_digest(record["digest"]),
        pid=record["pid"],
        started=datetime.fromisoformat(record["started"]),
        **{word: _line(record[word]) for word in words},
    )
