"""Slips in a value: quotes, numbers, dates, lists and what stands in braces."""

import re

from smtui.positions import open_brackets, string_start
from smtui.slips.names import braces_over_lines
from smtui.slips.spot import (
    COMMENTS_BEHIND,
    CURLY,
    DASHES,
    HEADER,
    LONG_TEXT,
    STRAIGHT,
    Spot,
    Told,
    odd_character,
)

_WORDS = dict.fromkeys(("true", "yes", "on", "y"), "true")
_WORDS |= dict.fromkeys(("false", "no", "off", "n"), "false")
_NOTHING = ("none", "null", "nil", "n/a")
_STATEMENT = re.compile(r"""[ \t]*(?:[\w-]+(?:[ \t]*\.[ \t]*[\w-]+)*|"[^"\n]*")[ \t]*=""")
_HEADER_LINE = re.compile(r"[ \t]*\[\[?[ \t]*[^\W\d][\w. \t-]*\]\]?[ \t]*(?:#|$)")
_DATE = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}")
_STOP = re.compile(r"[#\n]")
_STOP_IN_BRACKETS = re.compile(r"[,\]}#\n]")
_CLOSES = {"[": "]", "{": "}"}

_QUOTE_IT = 'put text in straight quotes: "like this"'
_LIST_MEND = 'a list stands in [ ]: ["one", "two"]'
_DATE_MEND = "a date is written year-month-day: 2026-03-31"


def _bare_text(spot: Spot) -> tuple[str, int]:
    """The words that stand where a value should be, and their length."""
    rest = spot.text[spot.offset : spot.end]
    stop = _STOP_IN_BRACKETS if spot.open_brackets() else _STOP
    words = stop.split(rest, maxsplit=1)[0].rstrip()
    return words, len(words)


def _quoted(words: str) -> str:
    if len(words) > 60 or "\\" in words or '"' in words:
        return _QUOTE_IT
    return f'put it in straight quotes: "{words}"'


def _left_open(spot: Spot) -> Told | None:
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
    return f"'{sign}' is never closed", f"add {_CLOSES[sign]}", brackets[-1], 1


def _wrong_bracket(spot: Spot) -> Told | None:
    """A bracket that closes another than the last one that was opened."""
    brackets = spot.open_brackets()
    last = spot.text[brackets[-1]] if brackets else ""
    if last and spot.rest[:1] in ("]", "}") and spot.rest[0] != _CLOSES[last]:
        return f"'{last}' is never closed", f"add {_CLOSES[last]}", brackets[-1], 1
    return None


def no_value(spot: Spot) -> Told:
    left_open = _left_open(spot)
    if left_open:
        return left_open
    rest = spot.rest
    if not rest.strip() or rest.startswith("#"):
        return "a value is missing after '='", 'write a value, or "" for no text', spot.offset, 1
    odd = odd_character(spot, spot.offset)
    if odd:
        return odd
    if rest.startswith(","):
        return "a comma too many", "take it out", spot.offset, 1
    if rest.startswith("="):
        return "'=' stands twice", "one is enough", spot.offset, 1
    if rest.startswith("("):
        return "'(' begins no value", _LIST_MEND, spot.offset, 1
    words, length = _bare_text(spot)
    if words.casefold() in _WORDS:
        right = _WORDS[words.casefold()]
        return f"'{words}' is not a value here", f"write {right}", spot.offset, length
    if words.casefold() in _NOTHING:
        return f"'{words}' is not a value here", "leave the line out", spot.offset, length
    if re.match(r"[+-]?\.\d", words):
        return "a number begins with a digit", "write 0 before the point", spot.offset, length
    if words.endswith('"') and words.count('"') == 1:
        return "the quote before this text is missing", _quoted(words[:-1]), spot.offset, length
    if re.match(r"\w", words):
        return f"the text '{words[:60]}' has no quotes", _quoted(words), spot.offset, length
    return f"'{words[:60]}' is not a value", _QUOTE_IT, spot.offset, length


def after_value(spot: Spot) -> Told:
    """More text on the line after a statement that is complete by itself."""
    odd = odd_character(spot, spot.offset)
    rest = spot.rest
    length = len(rest.rstrip())
    if odd and rest[0] not in DASHES:
        return odd
    header = HEADER.match(spot.before + "]")
    if header and "=" not in spot.before:
        if rest.startswith("]"):
            return "more ']' than '['", "a list item begins with [[name]]", spot.offset, 1
        return "more text after ']'", "begin a new line here", spot.offset, length
    if rest.startswith(COMMENTS_BEHIND):
        return "a comment begins with #", "", spot.offset, length
    if rest[0] in "]}":
        return f"'{rest[0]}' closes nothing", "take it out", spot.offset, 1
    if rest.strip() in (",", ";"):
        return f"a '{rest[0]}' at the end of the line", "take it out", spot.offset, 1
    if re.match(r"[,;]\s*[\w.-]+\s*=", rest):
        mend = f"begin a new line in place of the '{rest[0]}'"
        return "two names on one line", mend, spot.offset, length
    if re.match(r"""[,;]\s*["']""", rest):
        return "several values without brackets", _LIST_MEND, spot.offset, 1
    value = spot.before.partition("=")[2].lstrip()
    start = spot.offset - len(value)
    whole = (value + rest).partition("#")[0].rstrip()
    if spot.before[-1:].isspace() and re.match(r"[\w.-]+\s*=", rest):
        return "two names on one line", "begin a new line here", spot.offset, length
    quote = value.rstrip()[-1:]
    if quote in ("'", '"'):
        what = f"the text ends at the {quote} before this, and more follows"
        mend = f"for a {quote} inside a text put double quotes around it"
        if quote == '"':
            mend = 'for a " inside a text write \' or \\"'
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


def no_comma(spot: Spot) -> Told:
    left_open = _left_open(spot)
    if left_open:
        return left_open
    odd = odd_character(spot, spot.offset)
    if odd:
        return odd
    if spot.before[-1:] in ("'", '"') and spot.rest[:1].isalnum():
        quote = spot.before[-1]
        mend = f"close every text with {quote}; for a {quote} inside a text write "
        mend += "' or \\\"" if quote == '"' else '"'
        return "the text ends at the quote before this", mend, spot.offset, 1
    wrong = _wrong_bracket(spot)
    if wrong:
        return wrong
    if spot.rest.startswith(";"):
        return "a ';' between two values", "write a comma", spot.offset, 1
    return "a comma is missing before this", "", spot.offset, 1


def braces(spot: Spot) -> Told:
    brackets = spot.open_brackets()
    if brackets and not spot.rest.split("#")[0].strip():
        return braces_over_lines(brackets[-1])
    return no_comma(spot)


def open_text(spot: Spot) -> Told:
    odd = odd_character(spot, spot.offset)
    if odd:
        return odd
    start = string_start(spot.text, spot.offset)
    opener = spot.text[start : start + 3]
    if opener in ('"""', "'''"):
        return f"the closing {opener} is missing", "", start, 3
    if spot.rest.strip():
        return "a character that cannot be seen", "delete it", spot.offset, 1
    last = len(spot.text[start : spot.end].rstrip()) - 1
    if last > 0 and spot.text[start + last] in CURLY:
        return "a curly quote", STRAIGHT, start + last, 1
    length = len(spot.text[start : spot.end].rstrip())
    return f"the closing {opener[:1]} is missing", LONG_TEXT, start, length


def backslash(spot: Spot) -> Told:
    start = spot.text.rfind("\\", spot.begin, spot.offset + 1)
    mend = "write \\\\ for a backslash, or single quotes around the text"
    return "this \\ begins a code that does not exist", mend, max(start, spot.begin), 2


def bad_date(spot: Spot) -> Told:
    found = re.match(r"[\d:.TtZz+-]+", spot.rest)
    length = found.end() if found else 1
    return f"there is no such date or time: {spot.rest[:length]}", _DATE_MEND, spot.offset, length
