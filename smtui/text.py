"""Clean text: what a file, a paste or a key may bring in, made safe for a terminal and for a plan.

Everything smtui prints or stores passes through here, so a control character never reaches a
terminal and the same answer is always the same text.
"""

import re
import unicodedata
from collections.abc import Sequence

LINE_WIDTH = 78
"""Columns of a line of text for people, where the terminal says nothing else."""

MARKS_IN_A_ROW = 4
"""No language stacks more combining marks than this; a joke text stacks hundreds."""

# VT, FF and the Unicode separators are line breaks in the programs people paste from (a soft
# return in a word processor is VT). Removing them would glue two words together.
_OTHER_BREAKS = re.compile("[\x0b\x0c\u2028\u2029]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 (LF, CR and tab are dealt with apart), DEL, C1
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_FORBIDDEN_IN_TOML = re.compile(f"[\u2028\u2029{_FORBIDDEN.pattern[1:-1]}]")
_UNPRINTABLE = re.compile(f"[\n\r{_OTHER_BREAKS.pattern[1:-1]}{_FORBIDDEN.pattern[1:-1]}]")
# Only a run of five or more characters above Latin can hold five combining marks.
_MARK_RUN = re.compile(f"[\u0300-\U0010ffff]{{{MARKS_IN_A_ROW + 1},}}")
_JOINERS = "\u200c\u200d"  # they hold emoji and Persian words together: kept, and never a base


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me")


def _thin_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run.group():
        if character in _JOINERS:
            kept.append(character)
        elif _is_mark(character):
            marks += 1
            if marks <= MARKS_IN_A_ROW:
                kept.append(character)
        else:
            marks = 0
            kept.append(character)
    return "".join(kept)


def clean_text(text: str) -> str:
    """Text of one or more lines, safe to store and to show.

    Line ends become LF, a tab becomes one blank; control characters, invisible direction and
    formatting characters and lone surrogates go; of many combining marks in a row four stay.
    Cleaning twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _FORBIDDEN.sub("", text)
    text = _OTHER_BREAKS.sub("\n", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return text if text.isascii() else _MARK_RUN.sub(_thin_marks, text)


def clean_line(text: str) -> str:
    """Like `clean_text`, on one line: line breaks at the ends go, others become one blank."""
    return re.sub("\n+", " ", clean_text(text).strip("\n"))


def masked(text: str) -> str:
    """Text for one line of a message, of the same length: what cannot be shown becomes "?".

    The length stays so that a caret under it still points at the right place.
    """
    return _UNPRINTABLE.sub("?", text.replace("\t", " "))


def escaped(text: str) -> str:
    """A text of TOML in which what `clean_text` would take away is written out: \\u202e.

    It says the same, and whoever prints the file is safe. Only what stands in quotes can hold such
    characters.
    """
    if text.isascii():
        return text
    return _FORBIDDEN_IN_TOML.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cell_width(text: str) -> int:
    """How many columns of a terminal the text takes (wide letters two, combining marks none)."""
    if text.isascii():
        return len(text)
    width = 0
    for character in text:
        if _is_mark(character) or character in _JOINERS:
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def format_number(number: int | float) -> str:
    """A number as people write it: 5, 0.25, 999, 1,000 (two decimals at most)."""
    if isinstance(number, float):
        rounded = round(number, 2)
        if not rounded.is_integer():
            return f"{rounded:,.2f}".rstrip("0")
        number = int(rounded)  # also turns -0.0 into 0
    return f"{number:,}"


def shortened(text: str, width: int) -> str:
    """A text on one line of at most so many columns; dots stand for what is left off."""
    line = clean_line(text)
    if cell_width(line) <= width:
        return line
    first = wrapped(line, width=width - 3)[:1]
    return "".join(first).rstrip(" ,;:.-(") + "..."


def plural(number: int, one: str, many: str | None = None) -> str:
    """A counted noun: "1 answer", "3 answers"; `many` is for plurals that are not one + "s"."""
    noun = one if number == 1 else many if many is not None else one + "s"
    return f"{format_number(number)} {noun}"


def join_words(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "a", "a and b", "a, b and c"; nothing gives ""."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def file_name(title: str) -> str:
    """A safe file name made of a title: letters and digits of any script, hyphens between.

    At most 60 characters and 180 bytes; "plan" when nothing is left.
    """
    text = unicodedata.normalize("NFC", clean_line(title).casefold())
    # marks stay with their letters: Hindi and Thai write vowels so
    apart = "".join(
        one if one.isalnum() or unicodedata.category(one)[0] == "M" else " " for one in text
    )
    name = "-".join(word for word in apart.split() if any(map(str.isalnum, word)))[:60]
    return name.encode()[:180].decode(errors="ignore").strip("-") or "plan"


def wrapped(text: str, *, width: int = LINE_WIDTH) -> list[str]:
    """Text in lines of at most so many columns, wide letters counted as two; cleaned."""
    lines: list[str] = []
    line = ""
    for word in clean_line(text).split():
        if line and cell_width(line) + 1 + cell_width(word) <= width:
            line += f" {word}"
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width)
        lines += full
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> list[str]:
    """A word in pieces that fit, most often one."""
    if cell_width(word) <= width:
        return [word]
    pieces, used = [""], 0
    for character in word:
        columns = cell_width(character)
        if used + columns > width:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += columns
    return pieces
