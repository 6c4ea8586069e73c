"""Cuts the text of an expression into words, numbers, dates, texts and signs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smtui.questionnaire.expression.errors import Flaw

LONGEST = 4000
"""Characters of one expression."""
LONGEST_TEXT = 20_000
"""Characters of one text with values in it: as many as an answer may have."""

Places = Sequence[int]
"""Where each character of a text stands in what the author wrote, and last where it ends."""

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w.]))
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?!\w))
      | (?P<word>[a-z0-9_]+(?!\w))
      | (?P<check>[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*(?!\w))
      | (?P<text>'(?:[^'\\]|\\.)*')
      | (?P<sign><=|>=|!=|[-+*/()=<>.,])
    """,
    re.VERBOSE | re.DOTALL,
)
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?![\w.])")
_ODD_WORD = re.compile(r"\w+")
_SLIPS = {
    "&&": "write 'and'",
    "&": "write 'and'",
    "||": "write 'or'",
    "|": "write 'or'",
    "!": "write 'not', or != between two values",
    '"': "choice ids stand bare, without quotes; a text stands in 'single quotes'",
    "’": "use the straight quote '",
    "‘": "use the straight quote '",
    "“": "use the straight quote '",
    "”": "use the straight quote '",
    "–": "use the plain minus -",
    "'": "close the text with '",
}
RESERVED = frozenset(
    "is not and or if then else otherwise between includes contains begins ends equals with "
    "one any all only of in over where as by from to for".split()
)
"""Words that cannot begin a name in an expression."""
TAKEN = RESERVED | frozenset("every lookup this today run yes no".split())
"""Words that nothing may be called: their own meaning would hide it."""
WORDS = TAKEN | frozenset(
    """a after answered applicable at before best completeness count day days down except fields
    first full here highest least linking lookup lowest mean month months most number others parked
    points rounded share shares slug sort sum top up values week weeks word words year
    years""".split()
)
"""Every word of the language. Those not taken mean something only beside others of them."""


@dataclass(frozen=True)
class Token:
    """A word, number, date, text, check id or sign, with its place.

    `inner` are the places of the characters of a text between its quotes.
    """

    kind: str
    text: str
    start: int
    end: int
    inner: Places = ()


def tokens(text: str, places: Places) -> list[Token]:
    """The tokens of an expression, with a last one of kind "end". Raises `Flaw`."""
    if len(text) > LONGEST:
        raise Flaw(
            f"this is {len(text):,} characters long; at most {LONGEST:,} are read",
            places[0],
            places[0] + 1,
            "cut it into [[computed]] values",
        )
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _odd(text, at, places)
        if day := _DAY_FIRST.match(text, at):
            number, month, year = day.groups()
            mend = f"write {year}-{int(month):02}-{int(number):02}"
            what = "a date is written year-month-day"
            raise Flaw(what, places[at], places[day.end() - 1] + 1, mend)
        kind = match.lastgroup or ""
        end = match.end()
        if kind == "text":
            found.append(_quoted(match.group(), places[at : end + 1]))
        elif kind != "space":
            found.append(Token(kind, match.group(), places[at], places[end - 1] + 1))
        at = end
    last = places[len(text)]
    found.append(Token("end", "", last, last))
    return found


def _odd(text: str, at: int, places: Places) -> Flaw:
    """What to say about a character that begins nothing."""
    word = _ODD_WORD.match(text, at)
    if word:
        shown = word[0][:40]
        mend = "names and choices are a-z, 0-9 and _; a check begins with a capital"
    else:
        shown = text[at : at + 2] if text[at : at + 2] in _SLIPS else text[at]
        mend = _SLIPS.get(shown, "")
    if shown == "'":
        what = "the text that begins here is not closed"
        return Flaw(what, places[at], places[at] + 1, _SLIPS[shown])
    return Flaw(f"{shown} cannot stand here", places[at], places[at + len(shown) - 1] + 1, mend)


def _quoted(text: str, places: Places) -> Token:
    """A text in quotes: \\' in it is a quote."""
    kept: list[str] = []
    inner: list[int] = []
    at = 1
    while at < len(text) - 1:
        if text[at : at + 2] == "\\'":
            at += 1
        kept.append(text[at])
        inner.append(places[at])
        at += 1
    inner.append(places[at])
    return Token("text", "".join(kept), places[0], places[len(text) - 1] + 1, inner)
