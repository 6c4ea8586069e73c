"""Walks over the tokens of an expression: look ahead, take, refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from smtui.mistakes import closest
from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.tokens import RESERVED, Token

DEEPEST = 40
"""Sentences in each other."""
_GOES_ON = (
    "and or otherwise is between includes contains begins ends equals shares at where as by over "
    "to with linking"
).split()
"""Words with which a sentence can go on."""
_ENDS = frozenset({*_GOES_ON, "then", "else", "of"})
"""Words that cannot be the second of a choice: there the sentence goes on, or a slip is another."""
_INSTEAD = {
    "in": "write 'is one of (...)'",
    ",": "several choices stand in parentheses: is one of (a, b); a number has a point: 1.5",
    ".": "a date is written year-month-day: 2026-03-31",
    **dict.fromkeys(
        ("day", "days", "week", "weeks", "month", "months", "year", "years"),
        "write '30 days after DATE', '3 months before DATE'",
    ),
}
"""What is meant by words and signs that cannot go on."""
FUNCTIONS = {
    **{word: word for word in ("sum", "mean", "lowest", "highest", "count")},
    **{"avg": "mean", "average": "mean", "min": "lowest", "max": "highest", "len": "count"},
}
"""What spreadsheets write with a parenthesis, and our word for it."""
_MOST_PARTS = 16
"""Parts of a name: a longer way over links is no sentence that anybody can read."""


class Reader:
    """The tokens, and how far they are read."""

    def __init__(self, found: list[Token], depth: int = 0) -> None:
        self._tokens = found
        self._at = 0
        self._depth = depth
        self._listing = _with_commas(found)

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    @property
    def _ahead(self) -> Token:
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    @property
    def _after_next(self) -> Token:
        return self._tokens[min(self._at + 2, len(self._tokens) - 1)]

    def _following(self, first: int, count: int) -> list[Token]:
        """Some tokens from the `first` behind this one; behind the end there are ends."""
        last = len(self._tokens) - 1
        return [self._tokens[min(self._at + first + at, last)] for at in range(count)]

    def _is(self, *words: str) -> bool:
        """Whether the next tokens are these words or signs."""
        tokens, at = self._tokens, self._at
        if at + len(words) > len(tokens):
            return False
        for word in words:  # asked 80 times for each sentence: no slice, no generator
            token = tokens[at]
            if token.text != word or token.kind not in ("word", "sign"):
                return False
            at += 1
        return True

    def _is_list(self) -> bool:
        """Whether the parenthesis that opens here holds several values.

        Known beforehand: to read it twice would double the work at every level.
        """
        return self._at in self._listing

    def _take(self, *words: str) -> bool:
        if self._is(*words):
            self._at += len(words)
            return True
        return False

    def _next(self) -> Token:
        token = self._now
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _last_end(self) -> int:
        return self._tokens[self._at - 1].end

    def _fail(self, what: str, mend: str = "") -> NoReturn:
        raise Flaw(what, self._now.start, self._now.end, mend)

    def _expect(self, word: str, where: str) -> Token:
        if not self._is(word):
            seen = f"'{self._now.text}'" if self._now.text else "the end"
            self._fail(f"'{word}' is missing {where}; here stands {seen}")
        return self._next()

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        """One level further in; the depth is bounded, for reading and running recurse."""
        self._depth += 1
        if self._depth > DEEPEST:
            self._fail(f"this is nested over {DEEPEST} deep", "cut it into [[computed]] values")
        yield
        self._depth -= 1

    def _several_words(self) -> Token:
        """The word here, or several that were meant as one: the label of a choice."""
        first = last = self._next()
        words = [first.text]
        while self._now.kind in ("word", "check", "number") and self._now.text not in _ENDS:
            near = closest(self._now.text, _GOES_ON) if first.kind != "check" else None
            if near and abs(len(near) - len(self._now.text)) < 2:
                break  # a slip of the word with which the sentence goes on
            last = self._next()
            words.append(last.text)
        return Token(first.kind, " ".join(words), first.start, last.end)

    def finish(self) -> None:
        """Refuse what is left over."""
        if self._now.kind == "end":
            return
        text = self._now.text
        near = closest(text, _GOES_ON)
        meant = f"did you mean '{near}'?" if near and near != text else self._joined()
        self._fail(f"'{text}' cannot stand here", _INSTEAD.get(text, meant))

    def _joined(self) -> str:
        """How two words are written that were meant as one name."""
        before = self._tokens[max(0, self._at - 2) : self._at]
        if self._now.kind != "word" or not before or before[-1].kind != "word":
            return ""
        if before[0].text == "." or before[-1].text in RESERVED:
            return ""
        return f"a name has no blanks: {before[-1].text}.{self._now.text}"

    def _name(self, what: str, *, dotted: bool = True, mend: str = "") -> n.Name:
        token = self._now
        if token.kind != "word":
            self._fail(f"{what} is missing here", mend)
        if token.text in RESERVED:
            self._fail(f"'{token.text}' cannot stand here; {what} is missing")
        self._next()
        parts = [token.text]
        while dotted and self._is("."):
            parts.append(self._part(len(parts)))
        return n.Name(token.start, self._last_end(), tuple(parts))

    def _part(self, before: int) -> str:
        """The part of a name after a dot."""
        self._next()
        if self._now.kind not in ("word", "number"):
            self._fail("a name is missing after the dot")
        if before >= _MOST_PARTS:
            self._fail(f"a name of over {_MOST_PARTS} parts", "cut it into [[computed]] values")
        return self._next().text


def _with_commas(found: list[Token]) -> frozenset[int]:
    """Which tokens open a parenthesis with a comma directly in it."""
    open_ones: list[int] = []
    listing = set()
    for at, token in enumerate(found):
        if token.kind != "sign":
            continue
        if token.text == "(":
            open_ones.append(at)
        elif token.text == ")" and open_ones:
            open_ones.pop()
        elif token.text == "," and open_ones:
            listing.add(open_ones[-1])
    return frozenset(listing)
