"""Why a text is not TOML, in the words of a person who never heard of TOML.

tomllib knows where it got stuck but speaks to programmers. This turns the usual slips (a missing
quote, yes for true, a comma too few) into what to change, with the line and a caret.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from smtui.mistakes import Mistake
from smtui.positions import open_brackets, statement_start, string_start

_Told = tuple[str, str, int, int]  # what, mend, offset and length of the caret

_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_CONFLICT = re.compile(r"^<{7}(?: .*)?\r?$", re.MULTILINE)
_CONFLICT_END = re.compile(r"^(?:={7}|>{7}(?: .*)?)\r?$", re.MULTILINE)

_CURLY = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a`\u00b4"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_WORDS = dict.fromkeys(("true", "yes", "on", "y"), "true")
_WORDS |= dict.fromkeys(("false", "no", "off", "n"), "false")
_NOTHING = ("none", "null", "nil", "n/a")
_STATEMENT = re.compile(r"""[ \t]*(?:[\w-]+(?:[ \t]*\.[ \t]*[\w-]+)*|"[^"\n]*")[ \t]*=""")
_HEADER = re.compile(r"[ \t]*(\[\[?)([^\[\]\n#]*)\]")
_HEADER_LINE = re.compile(r"[ \t]*\[\[?[ \t]*[^\W\d][\w. \t-]*\]\]?[ \t]*(?:#|$)")
_DATE = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}")

_QUOTE_IT = 'put text in straight quotes: "like this"'
_STRAIGHT = 'use straight quotes: "like this"'
_NAME_MEND = 'names are made of a-z, 0-9, _ and -; others stand in quotes: "name" = ...'
_DATE_MEND = "a date is written year-month-day: 2026-03-31"
_LONG_TEXT = 'text of several lines stands between three quotes: """ ... """'


@dataclass(frozen=True)
class _Spot:
    """Where tomllib got stuck, in a text whose line ends are LF."""

    text: str
    offset: int
    message: str

    @property
    def begin(self) -> int:
        return self.text.rfind("\n", 0, self.offset) + 1

    @property
    def end(self) -> int:
        found = self.text.find("\n", self.offset)
        return found if found >= 0 else len(self.text)

    @property
    def before(self) -> str:
        return self.text[self.begin : self.offset]

    @property
    def rest(self) -> str:
        return self.text[self.offset : self.end]

    def open_brackets(self) -> list[int]:
        return open_brackets(self.text, self.offset)


def _odd_character(spot: _Spot, offset: int) -> _Told | None:
    """Characters that word processors and web pages put in place of the plain ones."""
    letter = spot.text[offset : offset + 1]
    if not letter:
        return None
    if letter in _CURLY:
        return "a curly quote", _STRAIGHT, offset, 1
    if letter in _DASHES:
        return "a long dash", "use the plain minus of the keyboard: -", offset, 1
    if letter == "\r":
        return "a line end of another system", "save the file again with line ends LF", offset, 0
    if not letter.isascii() and (letter.isspace() or not letter.isprintable()):
        name = f"U+{ord(letter):04X}"
        return f"an invisible character ({name})", "delete it, or type a blank", offset, 1
    return None


def _bare_text(spot: _Spot) -> tuple[str, int]:
    """The words that stand where a value should be, and their length."""
    stop = r"[,\]}#\n]" if spot.open_brackets() else r"[#\n]"
    words = re.split(stop, spot.text[spot.offset : spot.end], maxsplit=1)[0].rstrip()
    return words, len(words)


def _quoted(words: str) -> str:
    if len(words) > 60 or "\\" in words or '"' in words:
        return _QUOTE_IT
    return f'put it in straight quotes: "{words}"'


def _left_open(spot: _Spot) -> _Told | None:
    """An array that was never closed shows only where the next statement begins."""
    brackets = spot.open_brackets()
    if spot.rest.strip():
        line = spot.text[spot.begin : spot.end]
        if not (_STATEMENT.match(line) or _HEADER_LINE.match(line)):
            return None
        brackets = open_brackets(spot.text, spot.begin)
    if not brackets:
        return None
    sign = spot.text[brackets[-1]]
    return f"'{sign}' is never closed", f"add {']' if sign == '[' else '}'}", brackets[-1], 1


def _no_value(spot: _Spot) -> _Told:
    left_open = _left_open(spot)
    if left_open:
        return left_open
    rest = spot.rest
    if not rest.strip() or rest.startswith("#"):
        return "a value is missing after '='", 'write a value, or "" for no text', spot.offset, 1
    odd = _odd_character(spot, spot.offset)
    if odd:
        return odd
    if rest.startswith(","):
        return "a comma too many", "take it out", spot.offset, 1
    words, length = _bare_text(spot)
    if words.casefold() in _WORDS:
        right = _WORDS[words.casefold()]
        return f"'{words}' is not a value here", f"write {right}", spot.offset, length
    if words.casefold() in _NOTHING:
        return f"'{words}' is not a value here", "leave the line out", spot.offset, length
    if re.match(r"[+-]?\.\d", words):
        return "a number begins with a digit", "write 0 before the point", spot.offset, length
    if re.match(r"\w", words):
        return f"the text '{words[:60]}' has no quotes", _quoted(words), spot.offset, length
    return f"'{words[:60]}' is not a value", _QUOTE_IT, spot.offset, length


def _after_value(spot: _Spot) -> _Told:
    """More text on the line after a statement that is complete by itself."""
    odd = _odd_character(spot, spot.offset)
    rest = spot.rest
    length = len(rest.rstrip())
    if odd and rest[0] not in _DASHES:
        return odd
    header = _HEADER.match(spot.before + "]")
    if header and "=" not in spot.before:
        if rest.startswith("]"):
            return "more ']' than '['", "a list item begins with [[name]]", spot.offset, 1
        return "more text after ']'", "begin a new line here", spot.offset, length
    value = spot.before.partition("=")[2].lstrip()
    start = spot.offset - len(value)
    whole = (value + rest).partition("#")[0].rstrip()
    if spot.before[-1:].isspace() and re.match(r"[\w.-]+\s*=", rest):
        return "two names on one line", "begin a new line here", spot.offset, length
    quote = value.rstrip()[-1:]
    if quote in ("'", '"'):
        inside = '\\"' if quote == '"' else "double quotes around the text"
        what = f"the text ends at the {quote} before this, and more follows"
        mend = f"for a {quote} inside a text use {inside}, or three quotes around it"
        return what, mend, spot.offset, length
    if _DATE.match(whole):
        return f"'{whole[:60]}' is not a date", _DATE_MEND, start, len(whole)
    if re.fullmatch(r"[+-]?0\d+", whole):
        mend = "take the zeros out; a telephone number or code stands in quotes"
        return "a number may not begin with 0", mend, start, len(whole)
    if re.fullmatch(r"[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?", whole):
        plain = re.sub("[, ]", "", whole)
        return "a number with separators", f"write {plain}", start, len(whole)
    if re.fullmatch(r"[+-]?\d+,\d+", whole):
        plain = whole.replace(",", ".")
        return "a number with a comma", f"write {plain}", start, len(whole)
    if re.match(r"[+-]?[\d_.]+\s*\S{1,4}$", whole):
        mend = 'write the number alone, or put both in quotes: "like this"'
        return f"'{whole[:60]}' is more than a number", mend, start, len(whole)
    return f"the text '{whole[:60]}' has no quotes", _quoted(whole), start, len(whole)


def _no_equals(spot: _Spot) -> _Told:
    name = spot.before.strip()
    rest = spot.rest
    start = spot.begin + len(spot.before) - len(spot.before.lstrip())
    odd = _odd_character(spot, spot.offset)
    if odd:
        return odd
    if rest.startswith(":"):
        return "':' after a name", "use = between name and value", spot.offset, 1
    if name in ("-", "*"):
        return "a list with dashes", 'write a list as name = ["one", "two"]', start, 1
    if rest[:1].isalpha() and not rest[0].isascii():
        return f"a letter that needs quotes in a name: {rest[0]}", _NAME_MEND, spot.offset, 1
    more_name = re.match(r"([\w.' -]*)=", rest)
    if more_name and rest[:1].isalnum():
        length = spot.offset + len(more_name.group(1).rstrip()) - start
        return "a name may not have blanks", "use _ in place of the blank", start, length
    if not rest.strip() or rest.startswith("#"):
        what = f"'{name[:60]}' stands alone on its line: '=' and a value are missing"
        return what, _LONG_TEXT, start, max(1, len(name))
    if rest[0] in "\"'[{0123456789+-" or rest.startswith(("true", "false")):
        return "'=' is missing between name and value", "", spot.offset, 1
    line = spot.text[spot.begin : spot.end].rstrip()
    what = "this line is not 'name = value'"
    return what, _LONG_TEXT, start, spot.begin + len(line) - start


def _no_statement(spot: _Spot) -> _Told:
    first = spot.rest[:1]
    odd = _odd_character(spot, spot.offset)
    if odd:
        return odd
    if first == "=":
        return "a name is missing before '='", "", spot.offset, 1
    if first in "]},":
        return f"'{first}' closes nothing", "a bracket above is missing or too many", spot.offset, 1
    if spot.rest.startswith(("//", "/*", ";", "%", "--")):
        return "a comment begins with #", "", spot.offset, 1
    if first == "{" and not spot.text[: spot.offset].strip():
        return "this looks like JSON", "TOML is: name = value, a line each", spot.offset, 1
    if first.isalpha():
        return f"a letter that needs quotes in a name: {first}", _NAME_MEND, spot.offset, 1
    return "no line can begin like this", "a line is: name = value", spot.offset, 1


def _no_name(spot: _Spot) -> _Told:
    rest = spot.rest
    brackets = spot.open_brackets()
    if brackets and not rest.split("#")[0].strip():
        return _braces_over_lines(brackets[-1])
    if rest.startswith("}"):
        return "a comma too many before '}'", "take the comma out", spot.offset, 1
    odd = _odd_character(spot, spot.offset)
    if odd:
        return odd
    if rest[:1].isalpha():
        return f"a letter that needs quotes in a name: {rest[0]}", _NAME_MEND, spot.offset, 1
    return "a name is missing here", _NAME_MEND, spot.offset, 1


def _braces_over_lines(offset: int) -> _Told:
    what = "what stands in { } must stand on one line"
    return what, "put all of it on one line, or use [[name]] with a line for each part", offset, 1


def _no_comma(spot: _Spot) -> _Told:
    left_open = _left_open(spot)
    if left_open:
        return left_open
    odd = _odd_character(spot, spot.offset)
    if odd:
        return odd
    if spot.before[-1:] in ("'", '"') and spot.rest[:1].isalnum():
        return "the text ended at the quote before this", 'write \\" for it', spot.offset, 1
    return "a comma is missing before this", "", spot.offset, 1


def _braces(spot: _Spot) -> _Told:
    brackets = spot.open_brackets()
    if brackets and not spot.rest.split("#")[0].strip():
        return _braces_over_lines(brackets[-1])
    return _no_comma(spot)


def _open_text(spot: _Spot) -> _Told:
    start = string_start(spot.text, spot.offset)
    opener = spot.text[start : start + 3]
    if opener in ('"""', "'''"):
        return f"the closing {opener} is missing", "", start, 3
    if spot.rest.strip():
        return "a character that cannot be seen", "delete it", spot.offset, 1
    last = len(spot.text[start : spot.end].rstrip()) - 1
    if last > 0 and spot.text[start + last] in _CURLY:
        return "a curly quote", _STRAIGHT, start + last, 1
    return f"the closing {opener[:1]} is missing", _LONG_TEXT, start, spot.end - start


def _backslash(spot: _Spot) -> _Told:
    start = spot.text.rfind("\\", spot.begin, spot.offset + 1)
    mend = "write \\\\ for a backslash, or single quotes around the text"
    return "this \\ begins a code that does not exist", mend, max(start, spot.begin), 2


def _header_end(spot: _Spot) -> _Told:
    odd = _odd_character(spot, spot.offset)
    if odd:
        return odd
    brackets = "]]" if spot.before.lstrip().startswith("[[") else "]"
    if brackets in spot.rest or ("]" in spot.rest and spot.rest[:1] != "]"):
        what = "a name in brackets may not have blanks or special letters"
        return what, _NAME_MEND, spot.offset, 1
    return f"'{brackets}' is missing at the end of this name", "", spot.offset, 1


def _bad_date(spot: _Spot) -> _Told:
    found = re.match(r"[\d:.TtZz+-]+", spot.rest)
    length = found.end() if found else 1
    return f"there is no such date or time: {spot.rest[:length]}", _DATE_MEND, spot.offset, length


def _twice(spot: _Spot) -> _Told:
    """A name that was given before, as a value, as [name] or as [[name]]."""
    start = statement_start(spot.text, spot.offset)
    above = spot.text[:start].split("\n")
    end = spot.text.find("\n", start)
    line = spot.text[start : end if end >= 0 else len(spot.text)]
    header = _HEADER.match(line)
    if header:
        here, name = header.group(1), header.group(2).strip()
        length = header.end() + len(here) - 1
        for number in range(len(above), 0, -1):
            other = _HEADER.match(above[number - 1])
            if (
                other
                and other.group(2).strip() == name
                and "=" not in above[number - 1][: other.end()]
            ):
                shape = f"{other.group(1)}{name}{']' * len(other.group(1))}"
                if other.group(1) == here:
                    what = f"{shape} stands twice: first on line {number}"
                    return what, "put both together, or delete one", start, length
                what = f"line {number} opened this as {shape}"
                mend = f"[[{name}]] begins one of several, each time; [{name}] stands once"
                return what, mend, start, length
        own = name.rpartition(".")[2].strip()
    else:
        own = line.partition("=")[0].strip()
        length = max(1, len(own))
    key = re.compile(rf"[ \t]*{re.escape(own)}[ \t]*=")
    for number in range(len(above), 0, -1):
        if key.match(above[number - 1]):
            what = f"the name '{own[:60]}' stands twice: first on line {number}"
            return what, "delete or rename one of the two", start, length
        if not header and _HEADER.match(above[number - 1]):
            break
    what = f"the name '{own[:60]}' has a value or a table of its own already"
    return what, "delete or rename one of the two", start, length


def _twice_in_braces(spot: _Spot) -> _Told:
    name = spot.message.removeprefix("Duplicate inline table key ")
    return f"the name {name} stands twice in these braces", "", max(spot.offset - 1, spot.begin), 1


_EXPLAINED: dict[str, Callable[[_Spot], _Told]] = {
    "Invalid value": _no_value,
    "Expected newline or end of document": _after_value,
    "Expected '=' after a key": _no_equals,
    "Invalid statement": _no_statement,
    "Invalid initial character for a key part": _no_name,
    "Unclosed array": _no_comma,
    "Unclosed inline table": _braces,
    "Illegal character": _open_text,
    "Found invalid character": _open_text,
    "Unterminated string": _open_text,
    "Expected \"'": _open_text,
    "Expected '\"": _open_text,
    "Unescaped '\\'": _backslash,
    "Invalid hex value": _backslash,
    "Escaped character": _backslash,
    "Expected ']": _header_end,
    "Invalid date": _bad_date,
    "Duplicate inline table key": _twice_in_braces,
    "Cannot ": _twice,
}


def explain(name: str, text: str, error: ValueError) -> Mistake:
    """The mistake behind tomllib's error for this text: line, source line, caret and mend."""
    text = text.replace("\r\n", "\n")  # as tomllib does before it counts
    found = _PLACE.fullmatch(str(error))
    message = found.group(1) if found else str(error)
    offset = len(text.rstrip("\n"))
    if found and found.group(2):
        line_begin = 0
        for _ in range(int(found.group(2)) - 1):
            line_begin = text.index("\n", line_begin) + 1
        offset = min(line_begin + int(found.group(3)) - 1, len(text))
    spot = _Spot(text, offset, message)
    for beginning, tell in _EXPLAINED.items():
        if message.startswith(beginning):
            what, mend, start, length = tell(spot)
            break
    else:
        what, mend, start, length = f"this is not TOML: {message}", "", offset, 1
    there = _Spot(text, min(max(start, 0), len(text)), message)
    source = text[there.begin : there.end]
    return Mistake(
        name, text.count("\n", 0, there.begin) + 1, what, mend, source, start - there.begin, length
    )


def merge_conflict(name: str, text: str) -> Mistake | None:
    """The mistake of a file in which git left both versions of a merge; None without one."""
    found = _CONFLICT.search(text)
    if found is None or _CONFLICT_END.search(text, found.end()) is None:
        return None
    return Mistake(
        name,
        text.count("\n", 0, found.start()) + 1,
        "git merged two versions of this file, and both still stand here",
        "keep one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
        source=found.group().rstrip("\r"),
        length=7,
    )
