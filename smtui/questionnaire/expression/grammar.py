"""Reads the text of an expression into nodes; every mistake has a place and a mend."""

from collections.abc import Callable
from datetime import date

from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.phrases import Phrases
from smtui.questionnaire.expression.tokens import LONGEST_TEXT, Places, tokens

_LARGEST = 2**53
_COMPARING = ("=", "!=", "<", "<=", ">", ">=")
_TWO_SIGNS = {
    "==": "write one '=', or 'is'",
    "<>": "write '!=', or 'is not'",
    "=>": "write '>='",
    "=<": "write '<='",
}
_Rank = Callable[[], n.Node]
_Make = Callable[[int, int, tuple[n.Node, ...]], n.Node]
_TEXT_TESTS = (("contains",), ("equals",), ("begins", "with"), ("ends", "with"))
_AT = {"least": ">=", "most": "<="}


def parse(text: str, places: Places | None = None, depth: int = 0) -> n.Node:
    """The node of an expression. Raises `Flaw`."""
    reader = _Ranks(tokens(text, range(len(text) + 1) if places is None else places), depth)
    node = reader.expression()
    reader.finish()
    return node


def parse_source(text: str) -> n.Source:
    """A sequence with its name and filter, as in `each`. Raises `Flaw`."""
    reader = _Ranks(tokens(text, range(len(text) + 1)))
    node = reader.source()
    reader.finish()
    return node


def parse_text(text: str, places: Places | None = None, depth: int = 0) -> n.Text:
    """A text with values in braces; {{ and }} are braces. Raises `Flaw`."""
    where = range(len(text) + 1) if places is None else places
    if len(text) > LONGEST_TEXT:
        what = f"this text is {len(text):,} characters long; at most {LONGEST_TEXT:,} are read"
        raise Flaw(what, where[0], where[0] + 1, "cut it into several")
    parts: list[str | n.Node] = []
    plain: list[str] = []
    at = 0
    while at < len(text):
        if text[at : at + 2] in ("{{", "}}"):
            plain.append(text[at])
            at += 2
        elif text[at] == "{":
            close = _closing_brace(text, at)
            if close < 0:
                raise Flaw("a brace { is not closed", where[at], where[at] + 1, "close it with }")
            if not text[at + 1 : close].strip():
                mend = "name a value in them; for braces in a text write {{ and }}"
                raise Flaw("nothing stands in these braces", where[at], where[close] + 1, mend)
            if plain:
                parts.append("".join(plain))
                plain = []
            parts.append(parse(text[at + 1 : close], where[at + 1 : close + 1], depth + 1))
            at = close + 1
        elif text[at] == "}":
            mend = "for a brace in a text write }}"
            raise Flaw("this brace closes nothing", where[at], where[at] + 1, mend)
        else:
            plain.append(text[at])
            at += 1
    if plain:
        parts.append("".join(plain))
    return n.Text(where[0], where[len(text)], tuple(parts))


def _closing_brace(text: str, opened: int) -> int:
    depth = 0
    for at in range(opened, len(text)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return at
    return -1


class _Ranks(Phrases):
    """Recursive descent over the tokens, one method a rank of the grammar, loosest first."""

    def expression(self) -> n.Node:
        """if, otherwise, and everything tighter."""
        with self._deeper():
            if self._is("if"):
                return self._if()
            parts = [self._or()]
            while self._take("otherwise"):
                parts.append(self._or() if not self._is("if") else self.expression())
            return _chain(parts, n.Otherwise)

    def _if(self) -> n.Node:
        start = self._next().start
        condition = self.expression()
        self._expect("then", "after the condition of 'if'")
        then = self.expression()
        self._expect("else", "after 'then'")
        other = self.expression()
        return n.If(start, other.end, condition, then, other)

    def _or(self) -> n.Node:
        parts = [self._and()]
        while self._take("or"):
            parts.append(self._and())
        return _chain(parts, lambda start, end, all_: n.Both(start, end, "or", all_))

    def _and(self) -> n.Node:
        parts = [self._not()]
        while self._take("and"):
            parts.append(self._not())
        return _chain(parts, lambda start, end, all_: n.Both(start, end, "and", all_))

    def _not(self) -> n.Node:
        if not self._is("not"):
            return self._test()
        start = self._next().start
        with self._deeper():
            inner = self._not()
        return n.Not(start, inner.end, inner)

    def _test(self) -> n.Node:
        left = self._sum()
        token = self._now
        if token.kind == "sign" and token.text in _COMPARING:
            self._next()
            if self._now.kind == "sign" and self._now.text in _COMPARING:
                mend = _TWO_SIGNS.get(token.text + self._now.text, "one is enough")
                self._fail("two signs of comparison", mend)
            right = self._sum()
            return n.Compare(left.start, right.end, token.text, left, right)
        if self._take("between"):
            low = self._sum()
            self._expect("and", "in 'between ... and ...'")
            high = self._sum()
            return n.Between(left.start, high.end, left, low, high)
        if self._is_at():
            return self._after_at(left)
        if self._take("is"):
            return self._after_is(left)
        if self._take("includes"):
            return self._after_includes(left)
        return self._text_test(left)

    def _is_at(self) -> bool:
        return self._is("at", "least") or self._is("at", "most")

    def _after_at(self, left: n.Node) -> n.Node:
        """`X at least 3`, `X is at least 3`: >= and <= in words."""
        self._next()
        sign = _AT[self._next().text]
        right = self._sum()
        return n.Compare(left.start, right.end, sign, left, right)

    def _text_test(self, left: n.Node) -> n.Node:
        if self._take("shares", "a", "word", "with"):
            right = self._sum()
            listed = self._name("a word list", dotted=False) if self._take("except") else None
            return n.SharesWord(left.start, self._last_end(), left, right, listed)
        if self._take("contains", "a", "number"):
            return n.HasNumber(left.start, self._last_end(), left)
        for words in _TEXT_TESTS:
            if self._is(words[0]):
                return self._after_text_test(left, words)
        return left

    def _after_text_test(self, left: n.Node, words: tuple[str, ...]) -> n.Node:
        """What a text is compared with: a text, or one of a word list."""
        whole = self._take(*words)
        if whole and self._take("one", "of"):
            mend = "the words stand in [words.NAME], and NAME here"
            listed = self._name("a word list", dotted=False, mend=mend)
            return n.TextTest(left.start, listed.end, left, words[0], listed)
        if not whole or self._is("one"):
            if not whole:
                self._next()
            rest = " ".join((*words[1:], "one of"))
            self._fail(f"after '{words[0]}' follows '{rest}' and a word list, or a text")
        part = self._sum()
        return n.TextPart(left.start, part.end, left, words[0], part)

    def _after_is(self, left: n.Node) -> n.Node:
        if self._take("not", "applicable"):
            return n.IsState(left.start, self._last_end(), left, False, "not applicable")
        if self._take("applicable"):
            return n.IsState(left.start, self._last_end(), left, True, "not applicable")
        negated = self._take("not")
        if self._is_at():
            compared = self._after_at(left)
            return n.Not(left.start, compared.end, compared) if negated else compared
        # full is also a run, so only of a check it is a state
        for state in ("answered", "parked", "full"):
            if self._is(state) and (state != "full" or isinstance(left, n.Check)):
                return n.IsState(left.start, self._next().end, left, negated, state)
        if self._take("one", "of"):
            among, right = self._listed()
            return n.Is(left.start, self._last_end(), left, negated, right, among)
        if self._take("only"):
            one = self._operand()
            only = n.Includes(left.start, one.end, left, "only", None, (one,))
            return n.Not(left.start, one.end, only) if negated else only
        right = self._operand()
        return n.Is(left.start, right.end, left, negated, right)

    def _after_includes(self, left: n.Node) -> n.Node:
        for mode in ("any", "all"):
            if self._take(mode, "of"):
                among, right = self._listed()
                return n.Includes(left.start, self._last_end(), left, mode, right, among)
        right = self._operand()
        return n.Includes(left.start, right.end, left, "one", right)

    def _operand(self) -> n.Node:
        """What stands right of `is`: a bare word is a choice, the rest as anywhere."""
        token = self._now
        if token.kind == "number" and self._is_unit(1):
            return self._sum()
        is_word = token.kind == "word" and self._ahead.text != "."
        if is_word and self._ahead.text == "of" and self._ahead.kind == "word":
            self._fail("what begins here needs parentheses", f"write 'is ({token.text} of ...)'")
        if is_word or (token.kind == "number" and token.text.isdigit()):
            said = self._several_words()
            return n.Word(said.start, said.end, said.text)
        if token.kind == "check" and self._ahead.kind in ("word", "check", "number"):
            said = self._several_words()
            if " " in said.text:
                return n.Word(said.start, said.end, said.text)
            return n.Check(said.start, said.end, said.text)
        return self._unary()

    def _choice(self) -> n.Word:
        token = self._now
        if token.kind not in ("word", "number"):
            self._fail("a choice is missing here")
        self._next()
        return n.Word(token.start, token.end, token.text)

    def _listed(self) -> tuple[tuple[n.Node, ...], n.Node | None]:
        """`(a, b)` is a list of choices or other values; the rest is a value that is a list."""
        bare = self._ahead.kind in ("word", "number") and self._after_next.text == ")"
        if not self._is("(") or not (bare or self._is_list()):
            return (), self._postfix()
        self._next()
        found = [self._operand()]
        while self._take(","):
            found.append(self._operand())
        self._expect(")", "to close the list")
        return tuple(found), None

    def _sum(self) -> n.Node:
        left = self._reckon(self._product, "+-")
        return self._shifted(left) if self._is_unit() else left

    def _product(self) -> n.Node:
        return self._reckon(self._unary, "*/")

    def _reckon(self, rank: _Rank, signs: str) -> n.Node:
        first = rank()
        rest: list[tuple[str, n.Node]] = []
        while self._now.kind == "sign" and self._now.text in signs:
            sign = self._next().text
            rest.append((sign, rank()))
        return n.Reckon(first.start, rest[-1][1].end, first, tuple(rest)) if rest else first

    def _unary(self) -> n.Node:
        if not self._is("-"):
            return self._postfix()
        start = self._next().start
        with self._deeper():
            inner = self._unary()
        return n.Minus(start, inner.end, inner)

    def _postfix(self) -> n.Node:
        start = self._now.start
        node = self._primary()
        parts = 1
        while self._is(".") and not isinstance(node, n.Number):
            name = self._part(parts)
            node = n.Member(start, self._last_end(), node, name)
            parts += 1
        return self._after_linking(node) if self._take("linking") else node

    def _after_linking(self, node: n.Node) -> n.Node:
        if self._take("here"):
            return n.Linking(node.start, self._last_end(), node)
        self._expect("to", "after 'linking' (or 'here')")
        with self._deeper():
            to = self._postfix()
        return n.Linking(node.start, to.end, node, to)

    def _primary(self) -> n.Node:
        token = self._now
        if token.kind == "number":
            if len(token.text) > 20 or float(token.text) > _LARGEST:
                self._fail("this number is too large or too long")
            self._next()
            return n.Number(token.start, token.end, float(token.text))
        if token.kind == "date":
            return self._day()
        if token.kind == "text":
            self._next()
            text = parse_text(token.text, token.inner, self._depth)
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

    def _day(self) -> n.Node:
        token = self._now
        try:
            day = date.fromisoformat(token.text)
        except ValueError:
            self._fail(f"{token.text} is not a day of the calendar")
        self._next()
        return n.Day(token.start, token.end, day)

    def _parenthesis(self) -> n.Node:
        """`( ... )`; a filtered or named sequence may stand in it, and a fallback for one."""
        start = self._next().start
        inner = self.expression()
        if self._is("as") or self._is("where"):
            parts: list[n.Node] = [self._rest_of_source(inner)]
            while self._take("otherwise"):
                parts.append(self.source())
            inner = _chain(parts, n.Otherwise)
        if self._is(","):
            self._fail(
                "one value is expected in these parentheses",
                "a list of values needs a word such as 'highest of'",
            )
        end = self._expect(")", "to close the parenthesis").end
        if isinstance(inner, n.Name):
            # kept apart from a bare word: right of `is`, parentheses make a name of it
            return n.Name(start, end, inner.parts)
        return inner


def _chain(parts: list[n.Node], make: _Make) -> n.Node:
    """One node for all parts, however many: a deep tree would exhaust the stack."""
    return make(parts[0].start, parts[-1].end, tuple(parts)) if len(parts) > 1 else parts[0]
