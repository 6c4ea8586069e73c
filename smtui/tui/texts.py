"""Text on its way to the screen: `ui_text` is the only door; here it is cut, wrapped and marked.

A text of a file or a person is never markup and never raw: what comes out is `Content`, which
Textual takes as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from textual.content import Content

from smtui.plan.titles import unmarked
from smtui.questionnaire.glossary import Glossary
from smtui.text import clean_line, clean_text

MUTED = "$foreground-muted"
STRONG = "bold"
TERM = "underline"
"""How a word looks that can be looked up: so that it shows without colour, too."""
DOTS = "..."
NOTHING = Content("")


@dataclass(frozen=True)
class Mark:
    """How a state is shown: a sign one column wide, its twin in ASCII, a word and a style.

    The word stands wherever there is room, and the sign alone says it without colour.
    """

    sign: str
    ascii: str
    word: str
    style: str


MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        "done": Mark("✓", "v", "done", "$text-success"),
        "open": Mark("·", ".", "open", MUTED),
        "wrong": Mark("!", "!", "wrong", "bold $text-error"),
        "parked": Mark("p", "p", "parked", "$text-warning"),
        "not applicable": Mark("-", "-", "n/a", MUTED),
        "disagreement": Mark("d", "d", "disagreed", "$text-warning"),
        "worked out": Mark("=", "=", "worked out", MUTED),
        "note": Mark("n", "n", "note", "$text-accent"),
        "here": Mark("▸", ">", "here", "bold $text-accent"),
        "advice": Mark("?", "?", "think about it", "$text-accent"),
    }
)
"""Every mark by its name."""

ASCII_TWINS: Mapping[str, str] = MappingProxyType(
    {
        **{mark.sign: mark.ascii for mark in MARKS.values()},
        "•": "*", "─": "-", "│": "|", "▾": "v", "▴": "^", "▇": "#", "░": ".",
    }
)  # fmt: skip
"""One ASCII character for each other one that the screen itself draws."""


def ui_text(text: str, style: str = "") -> Content:
    """A text as a widget takes it: cleaned, never markup; `style` names theme variables."""
    return Content.styled(clean_text(text), style, strip_control_codes=False)


def plain_line(text: str) -> str:
    """A text as the placeholder of an `Input` takes it: one clean line, which is no markup there.

    That is the only place of the screen that takes a `str` and shows it as it is.
    """
    return clean_line(text)


def with_terms(text: Content, glossary: Glossary) -> Content:
    """A text in which each term of the trade is marked where it stands first."""
    for spot in glossary.spots(text.plain):
        text = text.stylize(TERM, spot.start, spot.end)
    return text


def mark(name: str) -> Content:
    """The sign of a state, in its style."""
    found = MARKS[name]
    return Content.styled(found.sign, found.style)


def cut(text: Content, width: int, dots: str = DOTS) -> Content:
    """A text on at most `width` columns; what was cut off shows as dots."""
    line = text.first_line if "\n" in text.plain else text
    if line.cell_length <= width and line is text:
        return text
    room = width - len(dots)
    if room < 1:
        return line.truncate(max(width, 0))
    if line.cell_length <= room:
        return line + dots
    return line.truncate(room) + dots


def wrapped(text: Content, width: int, most: int = 0) -> list[Content]:
    """A text as lines of at most `width` columns; at most `most` of them when that is not 0."""
    if not text:
        return []
    width = max(width, 2)
    lines = text.wrap(width)
    if most and len(lines) > most:
        lines = lines[:most]
        lines[-1] = lines[-1].truncate(width - len(DOTS)).rstrip() + DOTS
    return lines


def hanging(lead: Content, text: Content, width: int, most: int = 0) -> list[Content]:
    """A text behind a lead (a mark, a label); further lines stand under its first letter."""
    before = lead.cell_length
    lines = wrapped(text, max(width - before, 8), most) or [NOTHING]
    return [lead + lines[0], *(indented(line, before) for line in lines[1:])]


def indented(text: Content, by: int) -> Content:
    """A line moved to the right."""
    return Content(" " * by) + text if by > 0 else text


def ends(left: Content, right: Content, width: int) -> Content:
    """One line with a text at either end; the left one is cut for the right one."""
    if right.cell_length > width:
        right = cut(right, width)
    room = width - right.cell_length - 2
    if room < 1 or not left:
        return right
    if room < 4:  # no room for dots; a gap there must be
        return left.truncate(room).pad_right(max(room - left.cell_length, 0)) + "  " + right
    return column(left, room) + "  " + right


def named(title: str, width: int, style: str = "") -> Content:
    """A title on at most `width` columns; a mark behind it stays when the title is cut."""
    name, sign = unmarked(clean_line(title))
    room = width - len(sign)
    if sign and room < 1:
        return cut(ui_text(sign.strip(), style), width)
    return cut(ui_text(name, style), room) + ui_text(sign, style)


def heading(title: str, right: Content, width: int) -> Content:
    """A title with something at the other end; a mark behind it stays when the title is cut."""
    room = width - right.cell_length - 2
    return ends(named(title, max(room, 4), STRONG), right, width)


def column(text: Content, width: int) -> Content:
    """A text on exactly `width` columns."""
    short = cut(text, width)
    return short.pad_right(width - short.cell_length) if short.cell_length < width else short


def stacked(lines: list[Content]) -> Content:
    """Lines as one text."""
    return Content("\n").join(lines)


def same(one: Content, other: Content) -> bool:
    """Whether two texts look alike: letters and styles."""
    return one.is_same(other)
