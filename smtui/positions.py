"""Which line of a TOML file each key stands on, so that a mistake can name its line.

tomllib forgets lines. This is a forgiving scanner beside it: one pass, linear in time, and no text
makes it raise (what it does not understand it skips, and picks up again at the next line).
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence

# Kinds of token: the numbers of the groups in _TOKEN.
NEWLINE, COMMENT, WORD, MARK, STRING = 1, 2, 3, 4, 5
_OPENER, _JUNK = 6, 7

_TOKEN = re.compile(
    r"""[ \t\r]*(?:
      (\n)
    | (\#[^\n]*)
    | ([^\s"'\#.,=\[\]{}]+)              # a bare key, a number, a date, true
    | ([.,=\[\]{}])
    | ("(?!"")[^"\\\n]*" | '(?!'')[^'\n]*'?)
    | (\"\"\"|'''|")                       # ends where _string_end says
    | (.)
    )""",
    re.VERBOSE,
)
_BASIC_END = re.compile(r'\\[^\n]|"|(?=\n)')
_LONG_BASIC_END = re.compile(r'\\.|"{3,5}', re.DOTALL)
_LONG_LITERAL_END = re.compile(r"'{3,5}")
_KEY_GOES_ON = re.compile(r"(?:[ \t]*\.[ \t]*[A-Za-z0-9_-]+)*[ \t]*=(?!=)")
_OTHER_VALUE = re.compile(r"[+-]?(?:inf|nan|[0-9].*)$|true$|false$")

# The deepest path that is kept. Deeper files are refused before anyone asks for their lines; the
# limit keeps this scanner linear on them too.
_PARTS = 64
_NESTING = 64


def _string_end(text: str, start: int, opener: str) -> int:
    """Where the string ends (after its quotes); one that is left open ends with line or file."""
    position = start + len(opener)
    if opener == "'''":
        found = _LONG_LITERAL_END.search(text, position)
        return found.end() if found else len(text)
    end = _BASIC_END if opener == '"' else _LONG_BASIC_END
    # A loop, not one pattern with a repeated group: `re` keeps a record for each repetition.
    for found in end.finditer(text, position):
        if not found.group().startswith("\\"):
            return found.end()
    return len(text)


def tokens(text: str) -> Iterator[tuple[int, int, int]]:
    """Every token of a TOML text as (kind, start, end); blanks are left out, nothing raises."""
    match = _TOKEN.match
    position = 0
    while True:
        found = match(text, position)
        if found is None:
            return
        kind = found.lastindex or _JUNK
        start, position = found.span(kind)
        if kind == _OPENER:
            position = _string_end(text, start, found.group(kind))
            kind = STRING
        yield (kind, start, position)


def open_brackets(text: str, offset: int) -> list[int]:
    """Offsets of the brackets of values that are still open at `offset`, outermost first."""
    found: list[int] = []
    line_is_new, in_header = True, False
    for kind, start, _ in tokens(text):
        if start >= offset:
            break
        if kind == NEWLINE:
            line_is_new, in_header = True, False
            continue
        mark = text[start] if kind == MARK else ""
        in_header = in_header or (line_is_new and not found and mark == "[")
        if mark and mark in "[{" and not in_header:
            found.append(start)
        elif mark and mark in "]}" and found:
            found.pop()
        line_is_new = False
    return found


def statement_start(text: str, offset: int) -> int:
    """Offset of the beginning of the statement (maybe of many lines) that reaches `offset`."""
    found = 0
    depth, line_is_new = 0, True
    for kind, start, _ in tokens(text):
        if start >= offset:
            break
        if line_is_new and kind not in (NEWLINE, COMMENT):
            found = start
        if kind == MARK and text[start] in "[]{}":
            depth += 1 if text[start] in "[{" else -1
        line_is_new = kind == NEWLINE and depth <= 0
    return found


def defines(text: str, name: str) -> bool:
    """Whether a statement at the top of a file is about this name: `[name]`, `name = ...`.

    Ends where the first one is found: in a plan or questionnaire, that is after a few lines.
    """
    depth, line_is_new, in_header, at_top = 0, True, False, True
    for kind, start, end in tokens(text):
        if kind == NEWLINE:
            line_is_new, in_header = True, False
            continue
        mark = text[start] if kind == MARK else ""
        if line_is_new and depth == 0 and mark == "[":
            in_header, at_top = True, False
        elif in_header or (line_is_new and depth == 0 and at_top):
            if kind in (WORD, STRING) and text[start:end].strip("\"'") == name:
                return True
            if mark != "[":
                in_header = False
        if mark and mark in "[]{}" and not in_header:
            depth = max(0, depth + (1 if mark in "[{" else -1))
        line_is_new = False
    return False


def string_start(text: str, offset: int) -> int:
    """Offset of the last text in quotes that begins before `offset`; 0 when there is none."""
    found = 0
    for kind, start, _ in tokens(text):
        if start >= offset:
            break
        if kind == STRING:
            found = start
    return found


class _Node:
    """One key or one item of a list: its line, and what is below it."""

    __slots__ = ("below", "items", "line", "sure")

    def __init__(self, line: int) -> None:
        self.line = line
        self.sure = False  # False: seen only as part of a longer name, as the a in [a.b]
        self.items = 0  # how many [[tables]] it has
        self.below: dict[str | int, _Node] = {}

    def child(self, key: str | int, line: int) -> "_Node":
        node = self.below.get(key)
        if node is None:
            node = self.below[key] = _Node(line)
        return node

    def settle(self, line: int) -> None:
        """A key's own line wins over the line of a longer name that mentioned it before."""
        if not self.sure:
            self.line = line
            self.sure = True


class _Frame:
    """A bracket that is open: an array (counting its items) or an inline table."""

    __slots__ = ("awaits", "index", "is_array", "node")

    def __init__(self, node: _Node, is_array: bool) -> None:
        self.node = node
        self.is_array = is_array
        self.index = -1
        self.awaits = True  # an item (array) or a key (inline table) comes next


class _Scanner:
    """Builds the tree of nodes from the tokens of one text."""

    def __init__(self, text: str, starts: Sequence[int]) -> None:
        self.text = text
        self.starts = starts
        self.root = _Node(1)
        self.table = self.root  # the table that the last header opened
        self.frames: list[_Frame] = []
        self.key: list[str] = []
        self.in_key = True  # False from "=" to the end of the value
        self.in_header = False
        self.is_list_header = False
        self.value: _Node = self.root  # what the next bracket belongs to

    def run(self) -> _Node:
        text = self.text
        line_is_new = True
        skipped = 0  # brackets opened beyond _NESTING
        for kind, start, end in tokens(text):
            if kind == NEWLINE:
                line_is_new = True
                skipped = 0 if not self.frames else skipped
                self._end_of_line()
                continue
            if kind == COMMENT:
                continue
            if line_is_new:
                line_is_new = False
                if self.frames and self._starts_afresh(kind, start, end):
                    self.frames.clear()
                    skipped = 0
                    self._next_statement()
                if not self.frames and kind == MARK and text[start] == "[":
                    self.in_header = True
                    self.is_list_header = text.startswith("[[", start)
                    continue
            if kind == MARK:
                mark = text[start]
                if skipped and mark in "[]{}":
                    skipped += 1 if mark in "[{" else -1
                elif mark in "[{" and len(self.frames) >= _NESTING:
                    skipped = 1
                elif not skipped:
                    self._mark(mark, start)
            elif not skipped and kind in (WORD, STRING):
                self._word(kind, start, end)
        return self.root

    def _line(self, offset: int) -> int:
        return bisect_right(self.starts, offset)

    def _next_statement(self) -> None:
        self.key = []
        self.in_key = True
        self.in_header = False

    def _end_of_line(self) -> None:
        if not self.frames:
            self._next_statement()

    def _starts_afresh(self, kind: int, start: int, end: int) -> bool:
        """True when a bracket above was left open: this line can only be a new statement."""
        text = self.text
        frame = self.frames[-1]
        stop = text.find("\n", start)
        line = text[start : stop if stop >= 0 else len(text)][:200]
        if kind == MARK and text[start] == "[":
            name = re.match(r"\[\[?[ \t]*([A-Za-z0-9_-]+)[ \t]*[\].]", line)
            if name is None:
                return False
            return not frame.is_array or _OTHER_VALUE.match(name.group(1)) is None
        if frame.is_array and kind in (WORD, STRING):
            return _KEY_GOES_ON.match(line[end - start :]) is not None
        return False

    def _word(self, kind: int, start: int, end: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.is_array:
            self._item(frame, start)
        elif self.in_key and len(self.key) < _PARTS:
            word = self.text[start:end]
            self.key.append(word if kind == WORD else _unquoted(word))

    def _item(self, frame: _Frame, start: int) -> None:
        """Take down the next item of an array (once: an item may be many tokens)."""
        if frame.awaits:
            frame.awaits = False
            frame.index += 1
            self.value = frame.node.child(frame.index, self._line(start))
            self.value.sure = True

    def _mark(self, mark: str, start: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if self.in_header:
            if mark == "]":
                self._open_table(start)
        elif mark in "[{":
            if frame is not None and frame.is_array:
                self._item(frame, start)
            elif self.in_key:
                return
            self.frames.append(_Frame(self.value, mark == "["))
            self.key, self.in_key = [], True
        elif mark in "]}":
            if frame is not None:
                self.frames.pop()
                self.key, self.in_key = [], False
        elif mark == "=":
            if self.in_key and self.key and not (frame is not None and frame.is_array):
                self._assign(start)
        elif mark == "," and frame is not None:
            frame.awaits = True
            self.key, self.in_key = [], True

    def _assign(self, start: int) -> None:
        node = self.frames[-1].node if self.frames else self.table
        line = self._line(start)
        for part in self.key:
            node = node.child(part, line)
        node.settle(line)
        self.value = node
        self.key, self.in_key = [], False

    def _open_table(self, start: int) -> None:
        """At the "]" of a header: later keys belong to this table."""
        if not self.key:
            return
        line = self._line(start)
        node = self.root
        for part in self.key[:-1]:
            node = node.child(part, line)
            if node.items:
                node = node.child(node.items - 1, line)
        node = node.child(self.key[-1], line)
        node.settle(line)
        if self.is_list_header:
            node.items += 1
            node = node.child(node.items - 1, line)
            node.settle(line)
        elif node.items:  # [x] after [[x]]: wrong, but its keys belong to the last item
            node = node.child(node.items - 1, line)
        self.table = node
        self._next_statement()
        self.in_key = False  # the second "]" and anything else on this line is no key


def _unquoted(token: str) -> str:
    """The key that a quoted token stands for."""
    if token.startswith('"') and "\\" in token and len(token) < 1000:
        try:
            return str(tomllib.loads("k = " + token)["k"])
        except (ValueError, RecursionError):
            return token
    for quotes in ('"""', "'''", '"', "'"):
        if token.startswith(quotes):
            return token[len(quotes) :].removesuffix(quotes)
    return token


class Positions:
    """The lines of one TOML text. Making one never raises, whatever the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._root = _Scanner(text, self._starts).run()

    def line_of(self, path: Sequence[str | int]) -> int:
        """The line (from 1) of a key path such as ("sections", 0, "title").

        A path that is not in the file gets the line of its nearest parent that is; 1 when there
        is none.
        """
        node = self._root
        for part in path:
            below = node.below.get(part)
            if below is None:
                break
            node = below
        return node.line

    def source_line(self, line: int) -> str:
        """The text of a line (from 1) without its line end; "" when the file has no such line."""
        if not 1 <= line <= len(self._starts):
            return ""
        start = self._starts[line - 1]
        end = self._text.find("\n", start)
        return self._text[start : end if end >= 0 else len(self._text)].rstrip("\r")
