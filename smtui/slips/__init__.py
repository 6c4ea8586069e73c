"""Why a text is not TOML, in the words of a person who never heard of TOML.

tomllib knows where it got stuck but speaks to programmers. This turns the usual slips (a missing
quote, yes for true, a comma too few) into what to change, with the line and a caret.
"""

import re
from collections.abc import Callable

from smtui.mistakes import Mistake
from smtui.slips import names, values
from smtui.slips.spot import CONFLICT_MEND, Spot, Told

_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_CONFLICT = re.compile(r"^<{7}(?: .*)?\r?$", re.MULTILINE)
_CONFLICT_END = re.compile(r"^(?:={7}|>{7}(?: .*)?)\r?$", re.MULTILINE)

_EXPLAINED: dict[str, Callable[[Spot], Told]] = {
    "Invalid value": values.no_value,
    "Expected newline or end of document": values.after_value,
    "Expected '=' after a key": names.no_equals,
    "Invalid statement": names.no_statement,
    "Invalid initial character for a key part": names.no_name,
    "Unclosed array": values.no_comma,
    "Unclosed inline table": values.braces,
    "Illegal character": values.open_text,
    "Found invalid character": values.open_text,
    "Unterminated string": values.open_text,
    "Expected \"'": values.open_text,
    "Expected '\"": values.open_text,
    "Unescaped '\\'": values.backslash,
    "Invalid hex value": values.backslash,
    "Escaped character": values.backslash,
    "Expected ']": names.header_end,
    "Invalid date": values.bad_date,
    "Duplicate inline table key": names.twice_in_braces,
    "Cannot ": names.twice,
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
    spot = Spot(text, offset, message)
    for beginning, tell in _EXPLAINED.items():
        if message.startswith(beginning):
            what, mend, start, length = tell(spot)
            break
    else:
        what, mend, start, length = f"this is not TOML: {message}", "", offset, 1
    there = Spot(text, min(max(start, 0), len(text)), message)
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
        CONFLICT_MEND,
        source=found.group().rstrip("\r"),
        length=7,
    )
