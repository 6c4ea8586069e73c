"""Slips in the name of a key, in a header, and in how a line begins."""

import re

from smtui.positions import STRING, WORD, statement_start, tokens
from smtui.slips.spot import (
    COMMENTS,
    CONFLICT_MEND,
    HEADER,
    LONG_TEXT,
    Spot,
    Told,
    odd_character,
)

_IS_KEY = re.compile(r"[ \t]*=")
_CONFLICT = re.compile(r"<{7}|={7}|>{7}")
_NAME_MEND = 'names are made of a-z, 0-9, _ and -; others stand in quotes: "like this"'
_STATEMENT_MEND = f"a comment begins with #; {LONG_TEXT}"


def no_equals(spot: Spot) -> Told:
    name = spot.before.strip()
    rest = spot.rest
    start = spot.begin + len(spot.before) - len(spot.before.lstrip())
    odd = odd_character(spot, spot.offset)
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
        return what, LONG_TEXT, start, max(1, len(name))
    if rest[0] in "\"'[{0123456789+-" or rest.startswith(("true", "false")):
        return "'=' is missing between name and value", "", spot.offset, 1
    if re.match(r"[^\w\s][\w.' -]*=", rest):
        return f"'{rest[0]}' cannot stand in a name", _NAME_MEND, spot.offset, 1
    line = spot.text[spot.begin : spot.end].rstrip()
    what = "this line is not 'name = value'"
    return what, _STATEMENT_MEND, start, spot.begin + len(line) - start


def no_statement(spot: Spot) -> Told:
    first = spot.rest[:1]
    if _CONFLICT.match(spot.rest):
        return "git left this line from a merge", CONFLICT_MEND, spot.offset, 7
    odd = odd_character(spot, spot.offset)
    if odd:
        return odd
    if first == "=":
        return "a name is missing before '='", "", spot.offset, 1
    if first in "]},":
        return f"'{first}' closes nothing", "a bracket above is missing or too many", spot.offset, 1
    if spot.rest.startswith(COMMENTS):
        return "a comment begins with #", "", spot.offset, 1
    if first == "{" and not spot.text[: spot.offset].strip():
        return "this looks like JSON", "TOML is: name = value, a line each", spot.offset, 1
    if first.isalpha():
        return f"a letter that needs quotes in a name: {first}", _NAME_MEND, spot.offset, 1
    return "no line can begin like this", "a line is: name = value", spot.offset, 1


def no_name(spot: Spot) -> Told:
    rest = spot.rest
    brackets = spot.open_brackets()
    if brackets and not rest.split("#")[0].strip():
        return braces_over_lines(brackets[-1])
    if rest.startswith("[") and spot.before.strip() == "[":
        return "a blank between two brackets", "write [[ and ]]", spot.offset - 1, 1
    if rest.startswith("}"):
        return "a comma too many before '}'", "take the comma out", spot.offset, 1
    odd = odd_character(spot, spot.offset)
    if odd:
        return odd
    if rest[:1].isalpha():
        return f"a letter that needs quotes in a name: {rest[0]}", _NAME_MEND, spot.offset, 1
    return "a name is missing here", _NAME_MEND, spot.offset, 1


def braces_over_lines(offset: int) -> Told:
    what = "what stands in { } must stand on one line"
    return what, "put all of it on one line, or use [[name]] with a line for each part", offset, 1


def header_end(spot: Spot) -> Told:
    odd = odd_character(spot, spot.offset)
    if odd:
        return odd
    brackets = "]]" if spot.before.lstrip().startswith("[[") else "]"
    if brackets in spot.rest or ("]" in spot.rest and spot.rest[:1] != "]"):
        what = "a name in brackets may not have blanks or special letters"
        return what, _NAME_MEND, spot.offset, 1
    return f"'{brackets}' is missing at the end of this name", "", spot.offset, 1


def twice(spot: Spot) -> Told:
    """A name that was given before, as a value, as [name] or as [[name]]."""
    start = statement_start(spot.text, spot.offset)
    above = spot.text[:start].split("\n")
    end = spot.text.find("\n", start)
    line = spot.text[start : end if end >= 0 else len(spot.text)]
    header = HEADER.match(line)
    if header:
        here, name = header.group(1), header.group(2).strip()
        length = header.end() + len(here) - 1
        for number in range(len(above), 0, -1):
            other = HEADER.match(above[number - 1])
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
        if not header and HEADER.match(above[number - 1]):
            break
    what = f"the name '{own[:60]}' has a value or a table of its own already"
    return what, "delete or rename one of the two", start, length


def twice_in_braces(spot: Spot) -> Told:
    name = spot.message.removeprefix("Duplicate inline table key ")
    start, length = max(spot.offset - 1, spot.begin), 1
    for kind, begin, end in tokens(spot.text):
        if begin >= spot.offset:
            break
        said = spot.text[begin:end].strip("\"'") if kind in (WORD, STRING) else ""
        if said == name.strip("\"'") and _IS_KEY.match(spot.text, end):
            start, length = begin, end - begin
    return f"the name {name} stands twice in these braces", "take one out", start, length
