"""Reads the phrases of the language: count of, share of, lookup ... by, months from ... to."""

from typing import NoReturn

from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.reader import FUNCTIONS, Reader
from smtui.questionnaire.expression.tokens import RESERVED, Token

_MOST_TAKEN = 10_000
_UNITS = {
    **dict.fromkeys(("day", "days"), "days"),
    **dict.fromkeys(("week", "weeks"), "weeks"),
    **dict.fromkeys(("month", "months"), "months"),
    **dict.fromkeys(("year", "years"), "years"),
}


class Phrases(Reader):
    """What begins with a word of the language; the ranks around it are in `grammar`."""

    def expression(self) -> n.Node:
        """Any expression."""
        raise NotImplementedError

    def _or(self) -> n.Node:
        raise NotImplementedError

    def _sum(self) -> n.Node:
        raise NotImplementedError

    def _unary(self) -> n.Node:
        raise NotImplementedError

    def _postfix(self) -> n.Node:
        raise NotImplementedError

    def _phrase(self) -> n.Node | None:
        """The phrase that begins here; None for a plain name."""
        if self._ahead.text == ".":
            return None
        if self._now.text in FUNCTIONS and self._ahead.text == "(":
            self._refuse_function()
        with self._deeper():
            return self._counted() or self._reckoned() or self._chosen() or self._related()

    def _refuse_function(self) -> NoReturn:
        """Catch `sum(stall.metres)`: a spreadsheet's way."""
        word = FUNCTIONS[self._now.text]
        first, dot, last, close = (one.text for one in self._following(2, 4))
        if word == "count":
            mend = f"count of {first}" if dot == ")" else "count of LIST"
        elif dot == "." and close == ")":
            mend = f"{word} of {last} over {first}"
        else:
            mend = f"{word} of ... over LIST' or '{word} of (a, b)"
        self._fail(f"'{self._now.text}(...)' is not known", f"write '{mend}'")

    def _counted(self) -> n.Node | None:
        start = self._now.start
        if self._take("count", "of", "words", "in"):
            of = self._unary()
            return n.CountWords(start, of.end, of)
        for word in ("count", "share"):
            if self._take(word, "of"):
                source = self.source()
                return n.Loop(start, source.end, word, source)
        for word in ("any", "every"):
            if self._take(word):
                source = self.source()
                if source.where is None:
                    self._fail(f"'where' is missing after '{word} ...'", "say which ones count")
                return n.Loop(start, source.end, word, source)
        return None

    def _reckoned(self) -> n.Node | None:
        start = self._now.start
        if (rounded := self._rounded()) is not None:
            return rounded
        if self._take("points", "of"):
            of = self._postfix()
            return n.Points(start, of.end, of)
        if self._take("completeness", "of"):
            section = self._name("a section", dotted=False)
            return n.Completeness(start, section.end, section)
        for word in ("sum", "mean", "lowest", "highest"):
            if self._take(word, "of"):
                return self._gathered(word, start)
        for unit in ("years", "months", "days"):
            if self._is(unit, "between"):
                self._fail(f"'{unit} between' is not known", f"write '{unit} from ... to ...'")
            if self._take(unit, "from"):
                first = self._sum()
                self._expect("to", f"in '{unit} from ... to ...'")
                last = self._sum()
                return n.Span(start, last.end, unit, first, last)
        return None

    def _chosen(self) -> n.Node | None:
        """values of, lookup, and the parts of a list: first of, top 2 of, sort, best."""
        start = self._now.start
        if self._take("values", "of"):
            return self._values(start)
        if self._take("lookup"):
            return self._lookup(start)
        if self._take("first", "of"):
            source = self.source()
            return n.Take(start, source.end, "first", source)
        if self._now.text in ("first", "top") and self._ahead.kind == "number":
            word = self._next().text
            number = self._how_many()
            self._expect("of", f"after '{word} {number}'")
            source = self.source()
            by = self._by() if word == "top" else None
            return n.Take(start, (by or source).end, word, source, number, by)
        if self._now.text in ("sort", "best") and (
            self._ahead.kind == "word" or self._ahead.text == "("
        ):
            word = self._next().text
            source = self.source()
            by = self._by()
            return n.Take(start, by.end, word, source, 0, by)
        return None

    def _is_unit(self, ahead: int = 0) -> bool:
        """Whether a way from day to day goes on here: `days after`, `months before`."""
        unit, way = self._following(ahead, 2)
        return unit.kind == "word" and unit.text in _UNITS and way.text in ("after", "before")

    def _shifted(self, number: n.Node) -> n.Node:
        """`NUMBER days after DATE`."""
        unit = _UNITS[self._next().text]
        later = self._next().text == "after"
        with self._deeper():
            day = self._sum()
        return n.Shift(number.start, day.end, unit, number, later, day)

    def _rounded(self) -> n.Node | None:
        """`rounded X`. What is rounded stands in parentheses where it is reckoned."""
        start = self._now.start
        one, two = self._ahead, self._after_next
        way = one.text if one.text in ("up", "down") and _begins_value(two) else ""
        if self._now.text != "rounded" or not (way or _begins_value(one)):
            return None
        self._next()
        if way:
            self._next()
        whole = self._is("(")
        of = self._unary()
        if not whole and self._now.kind == "sign" and self._now.text in "+-*/":
            self._fail(
                "it is not clear how much of this is rounded",
                f"put it into parentheses: {' '.join(filter(None, ('rounded', way)))} (a / b)",
            )
        return n.Round(start, of.end, way, of)

    def _related(self) -> n.Node | None:
        """The words that stand before one value: slug of, others of, fields of."""
        start = self._now.start
        if self._take("slug", "of"):
            of = self._unary()
            return n.Slug(start, of.end, of)
        if self._take("others", "of"):
            of = self._postfix()
            return n.Others(start, of.end, of)
        if self._take("fields", "of"):
            of = self._postfix()
            return n.FieldsOf(start, of.end, of)
        return None

    def _how_many(self) -> int:
        text = self._now.text
        if not text.isdigit() or len(text) > 9 or not 1 <= int(text) <= _MOST_TAKEN:
            self._fail(f"'{text[:20]}' is not a number of values", "write a whole number from 1")
        return int(self._next().text)

    def _by(self) -> n.Node:
        self._expect("by", "before what it is ordered by")
        return self._sum()

    def _gathered(self, word: str, start: int) -> n.Node:
        """`mean of (a, b)` or `mean of a over b`."""
        if self._is("(") and self._is_list():
            self._next()
            values = [self.expression()]
            while self._take(","):
                values.append(self.expression())
            end = self._expect(")", f"to close '{word} of (...'").end
            return n.Several(start, end, word, tuple(values))
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
        column = self._part(1) if self._is(".") else ""
        self._expect("by", "in 'lookup TABLE by (...)'")
        keys: list[n.Node] = []
        self._expect("(", "after 'by'")
        while True:
            keys.append(self._key())
            if not self._take(","):
                break
        end = self._expect(")", "to close the keys").end
        return n.Lookup(start, end, table, column, tuple(keys))

    def _key(self) -> n.Node:
        """A key; a word alone may be a choice, also one that means something in the language."""
        token = self._now
        if token.kind in ("word", "number") and self._ahead.text in (",", ")"):
            self._next()
            return n.Name(token.start, token.end, (token.text,))
        return self.expression()

    def source(self) -> n.Source:
        """A sequence, `as` a name, `where` a condition."""
        return self._rest_of_source(self._postfix())

    def _rest_of_source(self, base: n.Node) -> n.Source:
        name = ""
        end = base.end
        if self._take("as"):
            token = self._now
            if token.kind != "word" or token.text in RESERVED:
                self._fail("a name is missing after 'as'")
            name = self._next().text
            end = token.end
        where = None
        if self._take("where"):
            where = self._or()
            end = where.end
        return n.Source(base.start, end, base, name, where)


def _begins_value(token: Token) -> bool:
    """Whether something can begin here that is rounded; else `rounded` is a name."""
    if token.kind == "word":
        return token.text not in RESERVED and token.text != "at"
    return token.kind == "number" or token.text == "("
