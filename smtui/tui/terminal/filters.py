"""Line filters: the last thing that touches a line before the terminal gets it."""

import re
from collections.abc import Mapping

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\ud800-\udfff]")
# They take no column, so that nothing stands in their place.
_INVISIBLE = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)

_ASCII: Mapping[int, str] = {
    **dict.fromkeys(map(ord, "─━═╌┄╴╶╸╺▔▁▂"), "-"),
    **dict.fromkeys(map(ord, "│┃║▏▕▎▍▌▐"), "|"),
    **dict.fromkeys(map(ord, "┌┐└┘├┤┬┴┼╭╮╯╰╔╗╚╝┏┓┗┛▛▜▙▟"), "+"),
    **dict.fromkeys(map(ord, "█▇▆▅▄▃▀■"), "#"),
    **dict.fromkeys(map(ord, "‘’\u201a\u2032"), "'"),
    **dict.fromkeys(map(ord, "“”„″"), '"'),
    **dict.fromkeys(map(ord, "–−\u2014\u2010\u2011"), "-"),
    **dict.fromkeys(map(ord, "▲△"), "^"),
    **dict.fromkeys(map(ord, "▼▽"), "v"),
    **dict.fromkeys(map(ord, "▶►→"), ">"),
    **dict.fromkeys(map(ord, "◀◄←"), "<"),
    ord("…"): ".",
    ord("×"): "x",
    ord("\u00a0"): " ",
}


class NoControl(LineFilter):
    """The second wall: no control character of any text reaches the terminal.

    Nor half a character, which cannot be sent, nor what turns the direction of a line.
    """

    def apply(self, line: list[Segment], background: Color) -> list[Segment]:
        """A question mark in the place of each control character."""
        if all(piece.text.isprintable() for piece in line):
            return line
        return [
            Segment(_CONTROL.sub("?", _INVISIBLE.sub("", text)), style, control)
            for text, style, control in line
        ]


class Ascii(LineFilter):
    """For terminals without our signs: each becomes its ASCII twin, one for one.

    `strict` is for a terminal or locale that has ASCII only: any other letter becomes "?".
    """

    def __init__(self, twins: Mapping[str, str], *, strict: bool) -> None:
        super().__init__()
        self._table = {**_ASCII, **str.maketrans(dict(twins))}
        self._strict = strict

    def apply(self, line: list[Segment], background: Color) -> list[Segment]:
        """The same line in ASCII."""
        if all(piece.text.isascii() for piece in line):
            return line
        return [piece if piece.text.isascii() else self._translated(piece) for piece in line]

    def _translated(self, piece: Segment) -> Segment:
        text = piece.text.translate(self._table)
        if self._strict and not text.isascii():
            # as wide as before: what follows on the line must not move
            text = "".join(
                letter if letter.isascii() else "?" * cell_len(letter) for letter in text
            )
        return Segment(text, piece.style, piece.control)
