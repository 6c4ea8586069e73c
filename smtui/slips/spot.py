"""The place where tomllib got stuck in a text, and what every explanation of it needs."""

import re
from dataclasses import dataclass

from smtui.positions import open_brackets

Told = tuple[str, str, int, int]
"""What is wrong, how to mend it, offset and length of the caret."""

CURLY = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a`\u00b4"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
COMMENTS = ("//", "/*", ";", "%", "--", "<!--")
"""How a comment begins elsewhere."""
COMMENTS_BEHIND = ("//", "/*", "--", "<!--")
"""Of these, what means nothing else behind a value."""
HEADER = re.compile(r"[ \t]*(\[\[?)([^\[\]\n#]*)\]")

STRAIGHT = 'use straight quotes: "like this"'
CONFLICT_MEND = "keep one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
LONG_TEXT = 'text of several lines stands between three quotes: """ ... """'


@dataclass(frozen=True)
class Spot:
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


def odd_character(spot: Spot, offset: int) -> Told | None:
    """Characters that word processors and web pages put in place of the plain ones."""
    letter = spot.text[offset : offset + 1]
    if not letter:
        return None
    if letter in CURLY:
        return "a curly quote", STRAIGHT, offset, 1
    if letter in DASHES:
        return "a long dash", "use the plain minus of the keyboard: -", offset, 1
    if letter == "\r":
        return "a line end of another system", "save the file again with line ends LF", offset, 1
    if not letter.isascii() and (letter.isspace() or not letter.isprintable()):
        name = f"U+{ord(letter):04X}"
        return f"an invisible character ({name})", "delete it, or type a blank", offset, 1
    return None
