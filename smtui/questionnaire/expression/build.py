"""Turns nodes into typed code: names, comparisons, reckoning, texts. Loops are in `loops`."""

import operator
from collections.abc import Callable
from typing import Any

from smtui.mistakes import closest, suggestion
from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.scope import Env, Run, Scope, Symbol
from smtui.questionnaire.expression.types import (
    DATE,
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    ItemOf,
    RecordOf,
    SeqOf,
    Type,
    describe,
    same,
)
from smtui.questionnaire.expression.values import (
    Part,
    folded,
    holds,
    known,
    months_between,
    share_a_word,
    words_of,
    written,
)
from smtui.questionnaire.expression.world import State

NOTHING: frozenset[str] = frozenset()
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_RECKON: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_TEST: dict[str, Callable[[str, tuple[str, ...]], bool]] = {
    "equals": lambda text, words: text in words,
    "contains": lambda text, words: any(word in text for word in words),
    "begins": lambda text, words: any(words_of(text)[: len(words_of(w))] == words_of(w) for w in words),
    "ends": lambda text, words: any(text.endswith(word) for word in words),
}


class Expressions:
    """Builds parts from nodes. `frames` are the loops around: slot, element type, name."""

    def __init__(self, scope: Scope, element: Type | None, name: str = "") -> None:
        self.scope = scope
        self.frames: list[tuple[int, Type, str]] = [(0, element, name)] if element else []
        self.deepest = 0
        self.uses_clock = False

    def build(self, node: n.Node, wanted: Type | None = None) -> Part:
        """The typed code of a node. `wanted` helps a bare word to be read as a choice."""
        if isinstance(node, n.Name) and isinstance(wanted, ChoiceOf) and node.text in wanted.among:
            if self._lookup_name(node) is None:
                return self._literal(node.text)
        if isinstance(node, n.If):
            return self._if(node, wanted)
        method: Callable[[Any], Part] = getattr(self, f"on_{type(node).__name__.lower()}")
        return method(node)

    def _literal(self, value: Any, kind: Type = TEXT) -> Part:
        return Part(kind, lambda env: value)

    # constants and names

    def on_number(self, node: n.Number) -> Part:
        value = int(node.value) if node.value.is_integer() else node.value
        return self._literal(value, NUMBER)

    def on_day(self, node: n.Day) -> Part:
        return self._literal(node.value, DATE)

    def on_word(self, node: n.Word) -> Part:
        return self.on_name(n.Name(node.start, node.end, (node.text,)))

    def on_text(self, node: n.Text) -> Part:
        pieces: list[str | Part] = [p if isinstance(p, str) else self.build(p) for p in node.parts]
        parts = [piece for piece in pieces if isinstance(piece, Part)]
        reads = NOTHING.union(*(part.reads for part in parts))
        for part in parts:
            if isinstance(part.type, RecordOf):
                raise Flaw(
                    f"'{part.type.name}' has several fields; name one of them", node.start, node.end
                )

        def run(env: Env) -> str:
            return "".join(
                piece if isinstance(piece, str) else written(piece.run(env), piece.type, env.world)
                for piece in pieces
            )

        return Part(TEXT, run, reads)

    def on_check(self, node: n.Check) -> Part:
        if node.id not in self.scope.checks:
            raise Flaw(
                f"there is no check '{node.id}' that can be named here", node.start, node.end,
                suggestion(node.id, sorted(self.scope.checks), noun="checks"),
            )
        return Part(NUMBER, lambda env: env.world.earned(node.id), frozenset({f"check {node.id}"}))

    def _symbol(self, symbol: Symbol, element: Run | None = None) -> Part:
        self.uses_clock = self.uses_clock or symbol.uses_clock
        at = element or (lambda env: "")
        read = symbol.read

        def run(env: Env) -> Any:
            item = at(env)
            return None if item is None else read(env.world, item)

        return Part(symbol.type, run, symbol.reads, symbol.answers, at if symbol.answers else None)

    def _frame_value(self, slot: int) -> Run:
        return lambda env: env.slots[slot]

    def _owner(self, kind: Type) -> tuple[str, str] | None:
        if isinstance(kind, ItemOf):
            return ("item", kind.list)
        if isinstance(kind, ChoiceOf) and kind.among.table:
            return ("row", kind.among.table)
        return None

    def _lookup_name(self, node: n.Name) -> Part | None:
        """The part that a name means: loops inside out, then the questionnaire's names."""
        parts = node.parts
        for slot, kind, name in reversed(self.frames):
            element = self._frame_value(slot)
            if parts[0] == name or (parts[0] == "this" and slot == self.frames[-1][0]):
                return self._members(Part(kind, element), node, 1)
            owner = self._owner(kind)
            if owner is None:
                continue
            if parts[0] == owner[1] and len(parts) > 1:
                # segment.name inside a loop over segments: the item in hand
                return self._members(Part(kind, element), node, 1)
            for length in range(len(parts), 0, -1):
                symbol = self.scope.member(owner, ".".join(parts[:length]))
                if symbol:
                    return self._members(self._symbol(symbol, element), node, length)
        for length in range(len(parts), 0, -1):
            symbol = self.scope.find(".".join(parts[:length]))
            if symbol:
                return self._members(self._symbol(symbol), node, length)
        return None

    def _members(self, part: Part, node: n.Name, at: int) -> Part:
        while at < len(node.parts):
            for length in range(len(node.parts), at, -1):
                found = self._member(part, ".".join(node.parts[at:length]))
                if found:
                    part, at = found, length
                    break
            else:
                self._no_member(part, node.parts[at], node)
        return part

    def _member(self, part: Part, name: str) -> Part | None:
        owner = self._owner(part.type)
        symbol = self.scope.member(owner, name) if owner else None
        if symbol is None:
            return None
        inner = self._symbol(symbol, part.run)
        return Part(inner.type, inner.run, part.reads | inner.reads, inner.place, inner.place_item)

    def _no_member(self, part: Part, name: str, node: n.Node) -> None:
        owner = self._owner(part.type)
        if owner is None:
            raise Flaw(f"{describe(part.type)} has no '{name}'", node.start, node.end)
        raise Flaw(
            f"{describe(part.type)} has no '{name}'", node.start, node.end,
            suggestion(name, sorted(self.scope.member_names(owner)), noun="it has"),
        )

    def on_name(self, node: n.Name) -> Part:
        part = self._lookup_name(node)
        if part is not None:
            return part
        if node.text in ("yes", "no"):
            return self._literal(node.text == "yes", YESNO)
        if node.text == "today":
            raise Flaw(
                "'today' is not allowed here", node.start, node.end,
                "a score never reads the clock; only prompts may",
            )
        names = set(self.scope.names)
        for _, kind, name in self.frames:
            owner = self._owner(kind)
            names.update(self.scope.member_names(owner) if owner else ())
            names.add(name)
        near = closest(node.text, sorted(names - {""}))
        first = self.scope.find(node.parts[0])
        mend = f"did you mean '{near}'?" if near else "names are section.question, a list, a table, a value"
        del first
        raise Flaw(f"there is nothing called '{node.text}'", node.start, node.end, mend)

    def on_member(self, node: n.Member) -> Part:
        part = self.build(node.of)
        found = self._member(part, node.name)
        if found is None:
            self._no_member(part, node.name, node)
            raise AssertionError
        return found

    # logic

    def _condition(self, node: n.Node) -> Part:
        part = self.build(node)
        if part.type != YESNO:
            raise Flaw(
                f"a condition is expected here, but this is {describe(part.type)}", node.start, node.end,
                "compare it: is, is answered, >=, includes ...",
            )
        return part

    def _numeric(self, node: n.Node) -> Part:
        """A number; a condition counts as 0 or 1."""
        part = self.build(node)
        if part.type == YESNO:
            run = part.run
            return Part(NUMBER, lambda env: None if (v := run(env)) is None else int(v), part.reads)
        if part.type != NUMBER:
            raise Flaw(
                f"a number is expected here, but this is {describe(part.type)}", node.start, node.end,
                "'count of ...' or 'points of ...' make a number" if isinstance(part.type, SeqOf | ChoiceOf) else "",
            )
        return part

    def _text(self, node: n.Node) -> Part:
        part = self.build(node)
        if part.type != TEXT:
            raise Flaw(f"a text is expected here, but this is {describe(part.type)}", node.start, node.end)
        return part

    def on_not(self, node: n.Not) -> Part:
        part = self._condition(node.of)
        run = part.run
        return Part(YESNO, lambda env: None if (v := run(env)) is None else not v, part.reads)

    def on_minus(self, node: n.Minus) -> Part:
        part = self._numeric(node.of)
        run = part.run
        return Part(NUMBER, lambda env: None if (v := run(env)) is None else -v, part.reads)

    def on_both(self, node: n.Both) -> Part:
        left, right = self._condition(node.left), self._condition(node.right)
        first, second = left.run, right.run
        decides = node.word == "or"  # the value that settles it alone

        def run(env: Env) -> bool | None:
            a = first(env)
            if a is decides:
                return decides
            b = second(env)
            if b is decides:
                return decides
            return None if a is None or b is None else not decides

        return Part(YESNO, run, left.reads | right.reads)

    def _if(self, node: n.If, wanted: Type | None) -> Part:
        condition = self._condition(node.condition)
        then, other = self.build(node.then, wanted), self.build(node.otherwise, wanted)
        kind = self._common(then, other, node.otherwise)
        test, yes, no = condition.run, then.run, other.run
        return Part(
            kind,
            lambda env: yes(env) if holds(test(env)) else no(env),
            condition.reads | then.reads | other.reads,
        )

    def _common(self, left: Part, right: Part, node: n.Node) -> Type:
        if {left.type, right.type} == {NUMBER, YESNO}:
            return NUMBER
        if not same(left.type, right.type):
            raise Flaw(
                f"this is {describe(right.type)}, the other is {describe(left.type)}", node.start, node.end,
                "both must be of one kind",
            )
        return left.type

    def on_otherwise(self, node: n.Otherwise) -> Part:
        left, right = self.build(node.first), self.build(node.second)
        kind = self._common(left, right, node.second)
        first, second = left.run, right.run
        return Part(
            kind, lambda env: value if known(value := first(env)) else second(env), left.reads | right.reads
        )

    # comparison

    def on_compare(self, node: n.Compare) -> Part:
        left, right = self.build(node.left), self.build(node.right)
        if YESNO in (left.type, right.type) and NUMBER in (left.type, right.type):
            left, right = self._numeric(node.left), self._numeric(node.right)
        self._comparable(left, right, node, ordered=node.sign not in ("=", "!="))
        return self._pairwise(_COMPARE[node.sign], left, right)

    def _comparable(self, left: Part, right: Part, node: n.Node, *, ordered: bool) -> None:
        if not same(left.type, right.type):
            raise Flaw(
                f"{describe(left.type)} cannot be compared with {describe(right.type)}", node.start, node.end
            )
        if ordered and left.type not in (NUMBER, DATE):
            raise Flaw(
                f"{describe(left.type)} has no greater and smaller", node.start, node.end,
                "compare with is, or with points of ...",
            )
        if isinstance(left.type, RecordOf):
            raise Flaw("a record cannot be compared", node.start, node.end, "compare one of its fields")

    def _pairwise(self, test: Callable[[Any, Any], bool], left: Part, right: Part) -> Part:
        first, second = left.run, right.run

        def run(env: Env) -> bool | None:
            a, b = first(env), second(env)
            return None if a is None or b is None else test(a, b)

        return Part(YESNO, run, left.reads | right.reads)

    def on_between(self, node: n.Between) -> Part:
        return self.on_both(
            n.Both(
                node.start, node.end, "and",
                n.Compare(node.start, node.end, ">=", node.of, node.low),
                n.Compare(node.start, node.end, "<=", node.of, node.high),
            )
        )

    def on_is(self, node: n.Is) -> Part:
        left = self.build(node.of)
        if isinstance(left.type, SeqOf) and node.right is not None and not node.words:
            raise Flaw(
                "several answers are possible here", node.start, node.end,
                "write 'includes ...' or 'is only ...'",
            )
        if node.words or node.right is None:
            part = self._one_of(left, tuple(self._choice_id(word, left.type) for word in node.words))
        else:
            part = self._is_value(left, node.right, node)
        if not node.negated:
            return part
        run = part.run
        return Part(YESNO, lambda env: None if (v := run(env)) is None else not v, part.reads)

    def _one_of(self, left: Part, allowed: tuple[str, ...]) -> Part:
        run, ids = left.run, frozenset(allowed)
        return Part(YESNO, lambda env: None if (v := run(env)) is None else v in ids, left.reads)

    def _is_value(self, left: Part, right: n.Node, node: n.Node) -> Part:
        if isinstance(right, n.Word) and isinstance(left.type, ChoiceOf):
            return self._one_of(left, (self._choice_id(right, left.type),))
        if isinstance(right, n.Word) and left.type == YESNO and right.text in ("yes", "no"):
            wanted = right.text == "yes"
            run = left.run
            return Part(YESNO, lambda env: None if (v := run(env)) is None else v is wanted, left.reads)
        value = self.build(right)
        if isinstance(value.type, SeqOf):  # is one of <a list>
            first, second = left.run, value.run
            if not same(left.type, value.type.of):
                self._comparable(left, Part(value.type.of, value.run), node, ordered=False)

            def among(env: Env) -> bool | None:
                a, b = first(env), second(env)
                return None if a is None or b is None else a in b

            return Part(YESNO, among, left.reads | value.reads)
        self._comparable(left, value, node, ordered=False)
        return self._pairwise(operator.eq, left, value)

    def _choice_id(self, word: n.Word, kind: Type) -> str:
        if not isinstance(kind, ChoiceOf):
            raise Flaw(
                f"'{word.text}' would be a choice, but on the left stands {describe(kind)}", word.start, word.end,
                "put a name in parentheses, or give it its dot",
            )
        if word.text not in kind.among:
            raise Flaw(
                f"'{word.text}' is not one of the choices of '{kind.among.name}'", word.start, word.end,
                suggestion(word.text, list(kind.among.rows)),
            )
        return word.text

    def on_isstate(self, node: n.IsState) -> Part:
        part = self.build(node.of)
        if node.state == "full":
            return self._is_full(node, part)
        run, place, item_of = part.run, part.place, part.place_item
        wanted = State(node.state)
        sign = not node.negated
        if place and item_of:

            def state(env: Env) -> bool:
                item = item_of(env)
                return (item is not None and env.world.state(place, item) is wanted) is sign

            return Part(YESNO, state, part.reads)
        if node.state == "parked":
            raise Flaw("only a question can be parked", node.start, node.end)
        return Part(YESNO, lambda env: known(run(env)) is sign, part.reads)

    def _is_full(self, node: n.IsState, part: Part) -> Part:
        if not isinstance(node.of, n.Check):
            raise Flaw("only a check can be full", node.start, node.end, "write 'P1 is full'")
        run, sign = part.run, not node.negated
        return Part(
            YESNO, lambda env: None if (v := run(env)) is None else (v >= 1 - 1e-9) is sign, part.reads
        )

    def on_includes(self, node: n.Includes) -> Part:
        left = self.build(node.of)
        if not isinstance(left.type, SeqOf):
            raise Flaw(
                f"'includes' needs an answer of several, but this is {describe(left.type)}",
                node.start, node.end, "write 'is'",
            )
        inner = left.type.of
        if node.mode == "one" and isinstance(node.right, n.Word) and isinstance(inner, ChoiceOf):
            return self._has(left, "one", self._literal((self._choice_id(node.right, inner),)))
        if node.words:
            ids = tuple(self._choice_id(word, inner) for word in node.words)
            return self._has(left, node.mode, self._literal(ids))
        assert node.right is not None
        right = self.build(node.right)
        if node.mode == "one":
            self._comparable(Part(inner, left.run), right, node, ordered=False)
            run = right.run
            return self._has(left, "one", Part(TEXT, lambda env: None if (v := run(env)) is None else (v,), right.reads))
        if not isinstance(right.type, SeqOf):
            raise Flaw(f"after '{node.mode} of' a list is expected", node.start, node.end)
        self._comparable(Part(inner, left.run), Part(right.type.of, right.run), node, ordered=False)
        return self._has(left, node.mode, right)

    def _has(self, left: Part, mode: str, right: Part) -> Part:
        tests: dict[str, Callable[[set[Any], set[Any]], bool]] = {
            "one": lambda a, b: b <= a,
            "all": lambda a, b: b <= a,
            "any": lambda a, b: bool(a & b),
            "only": lambda a, b: a == b,
        }
        test, first, second = tests[mode], left.run, right.run

        def run(env: Env) -> bool | None:
            a, b = first(env), second(env)
            return None if a is None or b is None else test(set(a), set(b))

        return Part(YESNO, run, left.reads | right.reads)

    # reckoning, dates, texts

    def on_reckon(self, node: n.Reckon) -> Part:
        left, right = self._numeric(node.left), self._numeric(node.right)
        first, second = left.run, right.run
        reckon = _RECKON.get(node.sign)

        def run(env: Env) -> Any:
            a, b = first(env), second(env)
            if a is None or b is None:
                return None
            if reckon is None:
                return None if b == 0 else a / b
            return reckon(a, b)

        return Part(NUMBER, run, left.reads | right.reads)

    def on_span(self, node: n.Span) -> Part:
        sides = []
        for side in (node.first, node.last):
            part = self.build(side)
            if part.type != DATE:
                raise Flaw(f"a date is expected here, but this is {describe(part.type)}", side.start, side.end)
            sides.append(part)
        first, last = sides[0].run, sides[1].run
        months = node.unit == "months"

        def run(env: Env) -> int | None:
            a, b = first(env), last(env)
            if a is None or b is None:
                return None
            return months_between(a, b) if months else (b - a).days

        return Part(NUMBER, run, sides[0].reads | sides[1].reads)

    def on_countwords(self, node: n.CountWords) -> Part:
        part = self._text(node.of)
        run = part.run
        return Part(NUMBER, lambda env: None if (v := run(env)) is None else len(words_of(v)), part.reads)

    def on_hasnumber(self, node: n.HasNumber) -> Part:
        part = self._text(node.of)
        run = part.run
        return Part(
            YESNO, lambda env: None if (v := run(env)) is None else any(c.isdigit() for c in v), part.reads
        )

    def on_sharesword(self, node: n.SharesWord) -> Part:
        return self._pairwise(share_a_word, self._text(node.left), self._text(node.right))

    def on_texttest(self, node: n.TextTest) -> Part:
        words = self.scope.words.get(node.words.text)
        if words is None:
            raise Flaw(
                f"there is no word list '{node.words.text}'", node.words.start, node.words.end,
                suggestion(node.words.text, sorted(self.scope.words), noun="word lists"),
            )
        part = self._text(node.of)
        run, test = part.run, _TEST[node.test]
        # a list may begin a word with a blank (" team"): folding must not take it away
        listed = tuple(folded(w) if w == w.strip() else f" {folded(w)}" for w in words)
        return Part(
            YESNO, lambda env: None if (v := run(env)) is None else test(folded(v), listed), part.reads
        )

    def on_points(self, node: n.Points) -> Part:
        part = self.build(node.of)
        if not isinstance(part.type, ChoiceOf) or not part.type.among.has_points:
            raise Flaw(
                "these choices carry no points", node.start, node.end, "give the choices points = ..."
            )
        rows, run = part.type.among.rows, part.run

        def points(env: Env) -> float | None:
            row = rows.get(run(env))
            return row.points if row else None

        return Part(NUMBER, points, part.reads)

    def on_completeness(self, node: n.Completeness) -> Part:
        section = node.section.text
        if section not in self.scope.sections:
            raise Flaw(
                f"there is no section '{section}'", node.section.start, node.section.end,
                suggestion(section, sorted(self.scope.sections), noun="sections"),
            )
        reads = self.scope.section_reads.get(section, NOTHING)
        return Part(NUMBER, lambda env: env.world.completeness(section), reads)
