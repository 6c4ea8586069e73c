"""Where in the files each thing stands, and the mistakes noted there, with a caret."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from smtui.files import TomlFile
from smtui.mistakes import BadInput, Mistake
from smtui.positions import COMMENT, NEWLINE, STRING, tokens
from smtui.questionnaire.expression import Flaw, Spoilt
from smtui.text import clean_text

Path = tuple[str | int, ...]

_LONGEST = 300  # of what is said: a pasted novel as a name would hide the mistake
_MOST = 100  # twice what is printed: finding more costs time and helps nobody
_SEARCHED = 100_000
_UNIT = re.compile(
    r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[ \t]*\r?\n[ \t\r\n]*|.)|\r\n|.", re.DOTALL
)


@dataclass
class Found:
    """Something that a file defines, with where it stands, for messages."""

    thing: Any
    path: Path
    file: TomlFile
    key: str = ""


@dataclass
class Notes:
    """The mistakes of one questionnaire. `places` tells where a kind of thing of a name stands.

    `elsewhere` tells of what is laid over a thing from another file where that stands.
    `kept` tells for an array of tables of a file which of them could be read: the others have
    a mistake, and those after them must not be looked for in their place. `examples` are what
    the files say under that key: unread, for only `smtui check` tries them.
    """

    main: str
    mistakes: list[Mistake] = field(default_factory=list)
    places: dict[tuple[str, str], Found] = field(default_factory=dict)
    kept: dict[tuple[str, Path], list[int]] = field(default_factory=dict)
    examples: list[Found] = field(default_factory=list)
    elsewhere: dict[tuple[str, str, Path], Found] = field(default_factory=dict)

    def below(self, found: Found, key: str, at: int) -> Path:
        """The path in the file of the `at`-th thing that was read of an array below another."""
        path: Path = (*found.path, key)
        kept = self.kept.get((found.file.name, path), ())
        return (*path, kept[at] if at < len(kept) else at)

    def whole(self, what: str, mend: str = "") -> None:
        """Note a mistake of the whole questionnaire."""
        self._add(Mistake(self.main, 0, what, mend))

    def at(self, found: Found, what: str, mend: str = "", *, below: Path = ()) -> None:
        """Note a mistake at a thing, or at a key of it."""
        line = found.file.positions.line_of((*found.path, *below))
        self._add(Mistake(found.file.name, line, what, mend))

    def of(self, kind: str, name: str, what: str, mend: str = "", *, below: Path = ()) -> None:
        """Note a mistake at the thing of a kind and name."""
        found = self.places.get((kind, name))
        other = self.elsewhere.get((kind, name, below))
        if other is not None:
            self.at(other, what, mend)
        elif found is None:
            self.whole(f"{name}: {what}", mend)
        else:
            self.at(found, what, mend, below=below)

    def flaw(self, kind: str, name: str, below: Path, flaw: Flaw) -> None:
        """Note a mistake in a sentence of a thing: its line, with a caret under the place."""
        if isinstance(flaw, Spoilt):
            return
        found = self.places.get((kind, name))
        sentence = _value_at(found, below) if found else None
        if isinstance(sentence, list) and flaw.sentence < len(sentence):
            below = (*below, flaw.sentence)
            sentence = sentence[flaw.sentence]
        if found is None or not isinstance(sentence, str):
            self.of(kind, name, flaw.what, flaw.mend, below=below)
            return
        file = found.file
        path = (*found.path, *below)
        line = file.positions.line_of(path)
        spot = _spot(file.text, line, path[-1], sentence, (flaw.start, flaw.end))
        if spot is None:
            source = " ".join(clean_text(sentence).split("\n"))
            start, length = flaw.start, flaw.end - flaw.start
        else:
            line, start, length = spot
            source = file.positions.source_line(line)
        self._add(Mistake(file.name, line, flaw.what, flaw.mend, source, start, length))

    def _add(self, mistake: Mistake) -> None:
        if len(mistake.what) > _LONGEST:
            cut = mistake.what[: _LONGEST - 20] + " ... " + mistake.what[-15:]
            mistake = Mistake(mistake.file, mistake.line, cut, mistake.mend)
        if mistake not in self.mistakes[-20:]:
            self.more([mistake])

    def more(self, mistakes: list[Mistake]) -> None:
        """Note mistakes. Raises `BadInput` when there are so many that more would not help."""
        self.mistakes += mistakes
        if len(self.mistakes) >= _MOST:
            raise BadInput(self.mistakes)


def _value_at(found: Found, below: Path) -> Any:
    """What the author wrote at a key of a thing; None when there is nothing."""
    value: Any = found.file.data
    for part in (*found.path, *below):
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _spot(
    text: str, line: int, key: str | int, sentence: str, part: tuple[int, int]
) -> tuple[int, int, int] | None:
    """Line, column and length of a part of a sentence, as it is written in the file.

    Escapes and texts of several lines make the file's text longer than the sentence.
    """
    begin = _offset_of(text, line)
    for start, end in _values(text[begin : begin + _SEARCHED], key):
        written = text[begin + start : begin + end]
        if _decoded(written) == sentence:
            offset, after = (begin + start + _offset_in(written, sentence, at) for at in part)
            before = text.rfind("\n", 0, offset) + 1
            stop = text.find("\n", offset, after)
            # a place behind the end of a sentence has no length, and wants its caret too
            length = max(1, (stop if stop > offset else after) - offset)
            return line + text.count("\n", begin, offset), offset - before, length
    return None


def _offset_of(text: str, line: int) -> int:
    offset = 0
    for _ in range(line - 1):
        offset = text.find("\n", offset) + 1
    return offset


def _values(text: str, key: str | int) -> Iterator[tuple[int, int]]:
    """Where texts in quotes stand that may be the value of a key, or the item of an array."""
    before: tuple[str, str] = ("", "")
    for kind, start, end in tokens(text):
        if kind in (NEWLINE, COMMENT):
            continue
        is_value = before[1] == "=" and before[0].strip("\"'") == key
        if kind == STRING and (is_value or isinstance(key, int)):
            yield start, end
        before = (before[1], text[start:end])


def _decoded(written: str) -> str | None:
    """The text that a quoted text of TOML stands for."""
    try:
        return str(tomllib.loads(f"k = {written}")["k"])
    except (ValueError, RecursionError):
        return None


def _offset_in(written: str, sentence: str, at: int) -> int:
    """Where the character at `at` of a cleaned sentence stands in its quoted form."""
    at = _uncleaned(sentence, at)
    quotes = 3 if written[:3] in ('"""', "'''") else 1
    inner = written[quotes:-quotes]
    skipped = 0
    if quotes == 3:  # a line end right after the quotes does not count
        skipped = 2 if inner.startswith("\r\n") else 1 if inner.startswith("\n") else 0
    offsets: list[int] = []
    for unit in _UNIT.finditer(inner, skipped):
        found = unit.group()
        escaped = written[0] == '"' and found[0] == "\\"
        if escaped and found[1:].strip() == "":
            continue  # a backslash at the end of a line joins it with the next
        if found[0] == "\\" and not escaped:
            offsets += range(unit.start(), unit.end())
        else:
            offsets.append(unit.start())
    offsets.append(len(inner))
    return quotes + offsets[min(at, len(offsets) - 1)]


def _uncleaned(sentence: str, at: int) -> int:
    """The place in the sentence as it was before control characters were taken out."""
    if len(clean_text(sentence)) == len(sentence) or len(sentence) > _LONGEST * 20:
        return at
    for length in range(len(sentence) + 1):
        if len(clean_text(sentence[:length])) > at:
            return length - 1
    return len(sentence)
