"""Reads the text of an expression into nodes; every mistake has a place and a mend."""

import re
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from smtui.mistakes import closest
from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.errors import Flaw

LONGEST = 4000
DEEPEST = 40

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<date>\d{4}-\d{2}-\d{2}(?![\w.]))
      | (?P<number>\d+(?:\.\d+)?(?![\w]))
      | (?P<word>[a-z0-9_]+(?![A-Za-z]))
      | (?P<check>[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)
      | (?P<text>'(?:[^'\\]|\\.)*')
      | (?P<sign><=|>=|!=|[-+*/()=<>.,])
    """,
    re.VERBOSE,
)
_SLIPS = {
    "==": "write one '=', or 'is'",
    "&": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not'",
    '"': "choice ids stand bare, without quotes; a text stands in 'single quotes'",
    "’": "use the straight quote '",
    "‘": "use the straight quote '",
    "“": "use the straight quote '",
    "”": "use the straight quote '",
    "–": "use the plain minus -",
    "'": "close the text with '",
}
_RESERVED = frozenset(
    "is not and or if then else otherwise between includes contains begins ends equals with "
    "one any all only of in over where as by from to for".split()
)


@dataclass(frozen=True)
class Token:
    """A word, number, date, text, check id or sign, with its place."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str, offset: int = 0) -> list[Token]:
    """The tokens of an expression, with a last one of kind "end"."""
    if len(text) > LONGEST:
        raise Flaw(
            f"this is {len(text):,} characters long; at most {LONGEST:,} are read", offset, offset + 1,
            "cut it into [[computed]] values",
        )
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            slip = text[at : at + 2] if text[at : at + 2] in _SLIPS else text[at]
            raise Flaw(
                f"{slip} cannot stand here", offset + at, offset + at + len(slip), _SLIPS.get(slip, "")
            )
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, match.group(), offset + at, offset + match.end()))
        at = match.end()
    found.append(Token("end", "", offset + len(text), offset + len(text)))
    return found


def parse(text: str, offset: int = 0) -> n.Node:
    """The node of an expression. Raises `Flaw`."""
    reader = _Reader(tokens(text, offset))
    node = reader.expression()
    reader.finish()
    return node


def parse_source(text: str) -> n.Source:
    """A sequence with its name and filter, as in `each`. Raises `Flaw`."""
    reader = _Reader(tokens(text))
    node = reader.source()
    reader.finish()
    return node


def parse_text(text: str, offset: int = 0) -> n.Text:
    """A text with values in braces. Raises `Flaw`."""
    parts: list[str | n.Node] = []
    plain = ""
    at = 0
    while at < len(text):
        two = text[at : at + 2]
        if two in ("{{", "}}"):
            plain += two[0]
            at += 2
        elif text[at] == "{":
            close = _closing_brace(text, at)
            if close < 0:
                raise Flaw("a brace { is not closed", offset + at, offset + at + 1, "close it with }")
            if plain:
                parts.append(plain)
                plain = ""
            parts.append(parse(text[at + 1 : close], offset + at + 1))
            at = close + 1
        else:
            plain += text[at]
            at += 1
    if plain:
        parts.append(plain)
    return n.Text(offset, offset + len(text), tuple(parts))


def _closing_brace(text: str, opened: int) -> int:
    depth = 0
    for at in range(opened, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return -1


class _Reader:
    """Recursive descent over the tokens, one method a rank of the grammar."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _is(self, *words: str) -> bool:
        """Whether the next tokens are these words or signs."""
        ahead = self._tokens[self._at : self._at + len(words)]
        return len(ahead) == len(words) and all(
            token.text == word and token.kind in ("word", "sign")
            for token, word in zip(ahead, words, strict=True)
        )

    def _take(self, *words: str) -> bool:
        if self._is(*words):
            self._at += len(words)
            return True
        return False

    def _next(self) -> Token:
        token = self._now
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _fail(self, what: str, mend: str = "") -> NoReturn:
        raise Flaw(what, self._now.start, self._now.end, mend)

    def _expect(self, word: str, where: str) -> Token:
        if not self._is(word):
            seen = f"'{self._now.text}'" if self._now.text else "the end"
            self._fail(f"'{word}' is missing {where}; here stands {seen}")
        return self._next()

    def finish(self) -> None:
        """Refuse what is left over."""
        if self._now.kind == "end":
            return
        near = closest(self._now.text, sorted(_RESERVED))
        self._fail(
            f"'{self._now.text}' cannot stand here",
            f"did you mean '{near}'?" if near and near != self._now.text else "",
        )

    # ranks, loosest first

    def expression(self) -> n.Node:
        """if, otherwise, and everything tighter."""
        self._depth += 1
        if self._depth > DEEPEST:
            self._fail(f"this is nested over {DEEPEST} deep", "cut it into [[computed]] values")
        try:
            if self._is("if"):
                start = self._next().start
                condition = self.expression()
                self._expect("then", "after the condition of 'if'")
                then = self.expression()
                self._expect("else", "after 'then'")
                other = self.expression()
                return n.If(start, other.end, condition, then, other)
            left = self._or()
            while self._take("otherwise"):
                right = self._or() if not self._is("if") else self.expression()
                left = n.Otherwise(left.start, right.end, left, right)
            return left
        finally:
            self._depth -= 1

    def _or(self) -> n.Node:
        left = self._and()
        while self._take("or"):
            right = self._and()
            left = n.Both(left.start, right.end, "or", left, right)
        return left

    def _and(self) -> n.Node:
        left = self._not()
        while self._take("and"):
            right = self._not()
            left = n.Both(left.start, right.end, "and", left, right)
        return left

    def _not(self) -> n.Node:
        if not self._is("not"):
            return self._test()
        start = self._next().start
        self._depth += 1
        if self._depth > DEEPEST:
            self._fail(f"this is nested over {DEEPEST} deep")
        inner = self._not()
        self._depth -= 1
        return n.Not(start, inner.end, inner)

    def _test(self) -> n.Node:
        left = self._sum()
        token = self._now
        if token.kind == "sign" and token.text in ("=", "!=", "<", "<=", ">", ">="):
            self._next()
            if self._is("="):
                self._fail("two signs of comparison", "write one '=', or 'is'")
            right = self._sum()
            return n.Compare(left.start, right.end, token.text, left, right)
        if self._take("between"):
            low = self._sum()
            self._expect("and", "in 'between ... and ...'")
            high = self._sum()
            return n.Between(left.start, high.end, left, low, high)
        if self._take("is"):
            return self._after_is(left)
        if self._take("includes"):
            return self._after_includes(left)
        if self._take("shares", "a", "word", "with"):
            right = self._sum()
            return n.SharesWord(left.start, right.end, left, right)
        if self._take("contains", "a", "number"):
            return n.HasNumber(left.start, self._tokens[self._at - 1].end, left)
        for test, words in (
            ("contains", ("contains", "one", "of")),
            ("equals", ("equals", "one", "of")),
            ("begins", ("begins", "with", "one", "of")),
            ("ends", ("ends", "with", "one", "of")),
        ):
            if self._take(*words):
                listed = self._name("a word list")
                return n.TextTest(left.start, listed.end, left, test, listed)
            if self._is(words[0]):
                self._fail(f"after '{words[0]}' follows {' '.join(words[1:])} and a word list")
        return left

    def _after_is(self, left: n.Node) -> n.Node:
        negated = self._take("not")
        for state in ("answered", "parked", "full"):
            if self._is(state):
                return n.IsState(left.start, self._next().end, left, negated, state)
        if self._take("one", "of"):
            words, right = self._choices_or_value()
            end = self._tokens[self._at - 1].end
            return n.Is(left.start, end, left, negated, right, words)
        if self._take("only"):
            word = self._choice()
            only = n.Includes(left.start, word.end, left, "only", None, (word,))
            return n.Not(left.start, word.end, only) if negated else only
        right = self._operand()
        return n.Is(left.start, right.end, left, negated, right)

    def _after_includes(self, left: n.Node) -> n.Node:
        for mode in ("any", "all"):
            if self._take(mode, "of"):
                words, right = self._choices_or_value()
                return n.Includes(left.start, self._tokens[self._at - 1].end, left, mode, right, words)
        right = self._operand()
        return n.Includes(left.start, right.end, left, "one", right)

    def _operand(self) -> n.Node:
        """What stands right of `is`: a bare word is a choice, the rest as anywhere."""
        token = self._now
        after = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        if token.kind == "word" and after.text != ".":
            self._next()
            return n.Word(token.start, token.end, token.text)
        return self._unary()

    def _choice(self) -> n.Word:
        token = self._now
        if token.kind not in ("word", "number"):
            self._fail("a choice is missing here")
        self._next()
        return n.Word(token.start, token.end, token.text)

    def _choices_or_value(self) -> tuple[tuple[n.Word, ...], n.Node | None]:
        """`(a, b)` is a list of choices; anything else is a value that is a list."""
        if not self._is("("):
            return (), self._postfix()
        mark = self._at
        self._next()
        words: list[n.Word] = []
        while self._now.kind == "word":
            words.append(self._choice())
            if self._take(")"):
                return tuple(words), None
            if not self._take(","):
                break
        self._at = mark
        return (), self._postfix()

    def _sum(self) -> n.Node:
        left = self._product()
        while self._is("+") or self._is("-"):
            sign = self._next().text
            right = self._product()
            left = n.Reckon(left.start, right.end, sign, left, right)
        return left

    def _product(self) -> n.Node:
        left = self._unary()
        while self._is("*") or self._is("/"):
            sign = self._next().text
            right = self._unary()
            left = n.Reckon(left.start, right.end, sign, left, right)
        return left

    def _unary(self) -> n.Node:
        if self._is("-"):
            start = self._next().start
            self._depth += 1
            if self._depth > DEEPEST:
                self._fail(f"this is nested over {DEEPEST} deep")
            inner = self._unary()
            self._depth -= 1
            return n.Minus(start, inner.end, inner)
        return self._postfix()

    def _postfix(self) -> n.Node:
        node = self._primary()
        while self._is(".") and not isinstance(node, n.Number):
            self._next()
            token = self._now
            if token.kind not in ("word", "number"):
                self._fail("a name is missing after the dot")
            self._next()
            node = n.Member(node.start, token.end, node, token.text)
        return node

    def _primary(self) -> n.Node:
        token = self._now
        if token.kind == "number":
            self._next()
            return n.Number(token.start, token.end, float(token.text))
        if token.kind == "date":
            self._next()
            try:
                return n.Day(token.start, token.end, date.fromisoformat(token.text))
            except ValueError:
                raise Flaw(f"{token.text} is not a day of the calendar", token.start, token.end) from None
        if token.kind == "text":
            self._next()
            inner = token.text[1:-1].replace("\\'", "'")
            text = parse_text(inner, token.start + 1)
            return n.Text(token.start, token.end, text.parts)
        if token.kind == "check":
            self._next()
            return n.Check(token.start, token.end, token.text)
        if self._is("("):
            return self._parenthesis()
        if token.kind == "word":
            return self._phrase() or self._name("a name")
        if token.kind == "end":
            self._fail("the sentence stops too early", "something is missing at its end")
        self._fail(f"'{token.text}' cannot stand here")

    def _parenthesis(self) -> n.Node:
        """`( ... )`; a filtered or named sequence may stand in it, and a fallback for one."""
        start = self._next().start
        inner = self.expression()
        if self._is("as") or self._is("where"):
            inner = self._rest_of_source(inner)
            while self._take("otherwise"):
                other = self.source()
                inner = n.Otherwise(inner.start, other.end, inner, other)
        if self._is(","):
            self._fail("one value is expected in these parentheses", "a list of values needs a word such as 'highest of'")
        end = self._expect(")", "to close the parenthesis").end
        if isinstance(inner, n.Name):
            # kept apart from a bare word: right of `is`, parentheses make a name of it
            return n.Name(start, end, inner.parts)
        return inner

    def _phrase(self) -> n.Node | None:
        """The phrases that begin with a word of the language; None for a plain name."""
        start = self._now.start
        if self._take("count", "of", "words", "in"):
            of = self._unary()
            return n.CountWords(start, of.end, of)
        if self._take("points", "of"):
            of = self._postfix()
            return n.Points(start, of.end, of)
        if self._take("completeness", "of"):
            section = self._name("a section")
            return n.Completeness(start, section.end, section)
        for word in ("count", "share"):
            if self._take(word, "of"):
                source = self.source()
                return n.Loop(start, source.end, word, source)
        for word in ("any", "every"):
            if self._is(word):
                self._next()
                source = self.source()
                if source.where is None:
                    self._fail(f"'where' is missing after '{word} ...'")
                return n.Loop(start, source.end, word, source)
        for word in ("sum", "mean", "lowest", "highest"):
            if self._take(word, "of"):
                return self._gathered(word, start)
        for unit in ("months", "days"):
            if self._take(unit, "from"):
                first = self._sum()
                self._expect("to", f"in '{unit} from ... to ...'")
                last = self._sum()
                return n.Span(start, last.end, unit, first, last)
        if self._take("values", "of"):
            return self._values(start)
        if self._is("lookup"):
            self._next()
            return self._lookup(start)
        return self._taken(start)

    def _taken(self, start: int) -> n.Node | None:
        ahead = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        if self._now.text in ("first", "top") and ahead.kind == "number":
            word = self._next().text
            number = int(float(self._next().text))
            self._expect("of", f"after '{word} {number}'")
            source = self.source(by=word == "top")
            by = self._by() if word == "top" else None
            return n.Take(start, (by or source).end, word, source, number, by)
        if self._now.text in ("sort", "best") and (ahead.kind == "word" or ahead.text == "("):
            word = self._next().text
            source = self.source(by=True)
            by = self._by()
            return n.Take(start, by.end, word, source, 0, by)
        return None

    def _by(self) -> n.Node:
        self._expect("by", "before what it is ordered by")
        return self._sum()

    def _gathered(self, word: str, start: int) -> n.Node:
        """`mean of (a, b)` or `mean of a over b`."""
        mark = self._at
        if self._is("("):
            self._next()
            values = [self.expression()]
            if self._is(","):
                while self._take(","):
                    values.append(self.expression())
                end = self._expect(")", f"to close '{word} of (...'").end
                return n.Several(start, end, word, tuple(values))
            self._at = mark
        body = self.expression()
        self._expect("over", f"after '{word} of ...' (or several values in parentheses)")
        source = self.source()
        return n.Loop(start, source.end, word, source, body)

    def _values(self, start: int) -> n.Node:
        self._expect("(", "after 'values of'")
        parts: list[tuple[n.Node, n.Source | None]] = []
        while True:
            body = self.expression()
            parts.append((body, self.source() if self._take("over") else None))
            if not self._take(","):
                break
        end = self._expect(")", "to close 'values of (...'").end
        return n.Values(start, end, tuple(parts))

    def _lookup(self, start: int) -> n.Node:
        table = self._name("a table", dotted=False)
        column = ""
        if self._take("."):
            column = self._next().text
        self._expect("by", "in 'lookup TABLE by (...)'")
        keys: list[n.Node] = []
        self._expect("(", "after 'by'")
        while True:
            keys.append(self.expression())
            if not self._take(","):
                break
        end = self._expect(")", "to close the keys").end
        return n.Lookup(start, end, table, column, tuple(keys))

    def source(self, *, by: bool = False) -> n.Source:
        """A sequence, `as` a name, `where` a condition."""
        base = self._postfix()
        return self._rest_of_source(base, by=by)

    def _rest_of_source(self, base: n.Node, *, by: bool = False) -> n.Source:
        name = ""
        end = base.end
        if self._take("as"):
            token = self._now
            if token.kind != "word" or token.text in _RESERVED:
                self._fail("a name is missing after 'as'")
            name = self._next().text
            end = token.end
        where = None
        if self._take("where"):
            where = self._or()
            end = where.end
        return n.Source(base.start, end, base, name, where)

    def _name(self, what: str, *, dotted: bool = True) -> n.Name:
        token = self._now
        if token.kind != "word":
            self._fail(f"{what} is missing here")
        if token.text in _RESERVED:
            self._fail(f"'{token.text}' cannot stand here; {what} is missing")
        self._next()
        parts = [token.text]
        end = token.end
        while dotted and self._is("."):
            self._next()
            part = self._now
            if part.kind not in ("word", "number"):
                self._fail("a name is missing after the dot")
            self._next()
            parts.append(part.text)
            end = part.end
        return n.Name(token.start, end, tuple(parts))
