"""Turns nodes into typed code: logic, comparison, reckoning. Loops and texts build on it."""

import operator
from collections.abc import Callable
from typing import Any

from smtui.mistakes import suggestion
from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.names import Names
from smtui.questionnaire.expression.scope import Env
from smtui.questionnaire.expression.types import (
    DATE,
    NUMBER,
    YESNO,
    ChoiceOf,
    RecordOf,
    SeqOf,
    Type,
    describe,
    same,
)
from smtui.questionnaire.expression.values import Part, bounded, holds, known
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
    "/": lambda a, b: None if b == 0 else a / b,
}
_INCLUDES: dict[str, Callable[[set[Any], set[Any]], bool]] = {
    "one": lambda a, b: b <= a,
    "all": lambda a, b: b <= a,
    "any": lambda a, b: bool(a & b),
    "only": lambda a, b: a == b,
}


class Expressions(Names):
    """Builds parts from nodes, all but loops and texts."""

    def build(self, node: n.Node, wanted: Type | None = None) -> Part:
        """The typed code of a node. `wanted` lets a bare word be read as a choice."""
        self.built += 1
        if isinstance(node, n.If):
            return self._if(node, wanted)
        if isinstance(node, n.Otherwise):
            return self._otherwise(node, wanted)
        if isinstance(wanted, ChoiceOf) and self._bare(node) in wanted.among:
            return self.literal(self._bare(node), wanted)
        method: Callable[[Any], Part] = getattr(self, f"on_{type(node).__name__.lower()}")
        return method(node)

    def choice(self, node: n.Node, wanted: ChoiceOf) -> Part:
        """A part where a choice is wanted: a word alone is a name, or one of the choices."""
        word = self._bare(node)
        if word and word not in wanted.among and word not in self.scope.broken:
            raise Flaw(
                f"'{word}' is neither a name nor one of '{wanted.among.name}'",
                node.start,
                node.end,
                suggestion(word, list(wanted.among.rows)),
            )
        return self.build(node, wanted)

    def _bare(self, node: n.Node) -> str:
        """A word that stands alone and is no name; empty for anything else."""
        if isinstance(node, n.Name) and len(node.parts) == 1 and self.lookup_name(node) is None:
            return node.text
        return ""

    # constants

    def on_number(self, node: n.Number) -> Part:
        value = int(node.value) if node.value.is_integer() else node.value
        return self.literal(value, NUMBER)

    def on_day(self, node: n.Day) -> Part:
        return self.literal(node.value, DATE)

    def on_word(self, node: n.Word) -> Part:
        if node.text.isdigit():
            return self.on_number(n.Number(node.start, node.end, float(node.text)))
        if node.text == "full":
            raise Flaw("only a check can be full", node.start, node.end, "write 'P1 is full'")
        return self.on_name(n.Name(node.start, node.end, (node.text,)))

    # what a part must be

    def condition(self, node: n.Node) -> Part:
        """A part that holds or not."""
        part = self.build(node)
        if part.type != YESNO:
            raise Flaw(
                f"a condition is expected here, but this is {describe(part.type)}",
                node.start,
                node.end,
                "compare it: is, is answered, >=, includes ...",
            )
        return part

    def numeric(self, node: n.Node) -> Part:
        """A number; a condition counts as 0 or 1."""
        return self.as_numeric(self.build(node), node)

    def as_numeric(self, part: Part, node: n.Node) -> Part:
        """A part as a number."""
        if part.type == YESNO:
            run = part.run
            return Part(NUMBER, lambda env: None if (v := run(env)) is None else int(v), part.reads)
        if part.type != NUMBER:
            mend = ""
            if isinstance(part.type, SeqOf | ChoiceOf):
                mend = "'count of ...' or 'points of ...' make a number"
            raise Flaw(
                f"a number is expected here, but this is {describe(part.type)}",
                node.start,
                node.end,
                mend,
            )
        return part

    # logic

    def on_not(self, node: n.Not) -> Part:
        return _negated(self.condition(node.of))

    def on_minus(self, node: n.Minus) -> Part:
        part = self.numeric(node.of)
        run = part.run
        return Part(NUMBER, lambda env: None if (v := run(env)) is None else -v, part.reads)

    def on_both(self, node: n.Both) -> Part:
        parts = [self.condition(one) for one in node.parts]
        runs = tuple(part.run for part in parts)
        decides = node.word == "or"  # the value that settles it alone

        def run(env: Env) -> bool | None:
            result: bool | None = not decides
            for one in runs:
                value: bool | None = one(env)
                if value is decides:
                    return decides
                if value is None:
                    result = None
            return result

        return Part(YESNO, run, NOTHING.union(*(part.reads for part in parts)))

    def _if(self, node: n.If, wanted: Type | None) -> Part:
        condition = self.condition(node.condition)
        then, other = self.build(node.then, wanted), self.build(node.otherwise, wanted)
        kind = self._common(then.type, other.type, node.otherwise)
        test, yes, no = condition.run, then.run, other.run
        return Part(
            kind,
            lambda env: yes(env) if holds(test(env)) else no(env),
            condition.reads | then.reads | other.reads,
        )

    def _otherwise(self, node: n.Otherwise, wanted: Type | None) -> Part:
        parts = [self.build(one, wanted) for one in node.parts]
        kind = parts[0].type
        for part, one in zip(parts[1:], node.parts[1:], strict=True):
            kind = self._common(kind, part.type, one)
        runs = tuple(part.run for part in parts)

        def run(env: Env) -> Any:
            value = None
            for one in runs:
                value = one(env)
                if known(value):
                    break
            return value

        return Part(kind, run, NOTHING.union(*(part.reads for part in parts)))

    def _common(self, left: Type, right: Type, node: n.Node) -> Type:
        """The type of a value that is one or the other."""
        if {left, right} == {NUMBER, YESNO}:
            return NUMBER
        if not same(left, right):
            raise Flaw(
                f"this is {describe(right)}, the other is {describe(left)}",
                node.start,
                node.end,
                "both must be of one kind",
            )
        return left

    # comparison

    def on_compare(self, node: n.Compare) -> Part:
        left = self.build(node.left)
        self._no_choice_by_sign(left.type, node)
        right = self.build(node.right)
        if {left.type, right.type} == {YESNO, NUMBER}:
            left, right = self.numeric(node.left), self.numeric(node.right)
        self._comparable(left.type, right.type, node, ordered=node.sign not in ("=", "!="))
        return self.pairwise(_COMPARE[node.sign], left, right)

    def _no_choice_by_sign(self, left: Type, node: n.Compare) -> None:
        """Catch `mode = broadcast`: a bare choice is read right of `is` alone."""
        choice = self._bare(node.right)
        if isinstance(left, ChoiceOf) and choice in left.among:
            word = {"=": "is", "!=": "is not"}.get(node.sign, "")
            raise Flaw(
                f"'{choice}' is a choice, and '{node.sign}' compares values",
                node.right.start,
                node.right.end,
                f"write '{word} {choice}'" if word else "compare points of ...",
            )

    def _comparable(self, left: Type, right: Type, node: n.Node, *, ordered: bool) -> None:
        if not same(left, right):
            raise Flaw(
                f"{describe(left)} cannot be compared with {describe(right)}", node.start, node.end
            )
        if isinstance(left, RecordOf):
            raise Flaw(
                "a record cannot be compared", node.start, node.end, "compare one of its fields"
            )
        if ordered and left not in (NUMBER, DATE):
            raise Flaw(
                f"{describe(left)} has no greater and smaller",
                node.start,
                node.end,
                "compare with is, or with points of ...",
            )

    def pairwise(self, test: Callable[[Any, Any], bool], left: Part, right: Part) -> Part:
        """A test of two values; unknown when one of them is."""
        first, second = left.run, right.run

        def run(env: Env) -> bool | None:
            a, b = first(env), second(env)
            return None if a is None or b is None else test(a, b)

        return Part(YESNO, run, left.reads | right.reads)

    def on_between(self, node: n.Between) -> Part:
        low = n.Compare(node.start, node.end, ">=", node.of, node.low)
        high = n.Compare(node.start, node.end, "<=", node.of, node.high)
        return self.on_both(n.Both(node.start, node.end, "and", (low, high)))

    def on_is(self, node: n.Is) -> Part:
        left = self.build(node.of)
        if isinstance(left.type, SeqOf):
            raise Flaw(
                "several answers are possible here",
                node.start,
                node.end,
                "write 'includes ...', 'includes any of (...)' or 'is only ...'",
            )
        if isinstance(left.type, RecordOf):
            self._comparable(left.type, left.type, node, ordered=False)
        if node.words:
            part = self._one_of(left, tuple(self._value_of(word, left.type) for word in node.words))
        else:
            assert node.right is not None
            part = self._is_value(left, node.right, node)
        return _negated(part) if node.negated else part

    def _value_of(self, word: n.Word, kind: Type) -> Any:
        """What a word means on the right of a value of this type: a choice, or a number."""
        return int(word.text) if kind == NUMBER and word.text.isdigit() else self._id(word, kind)

    def _one_of(self, left: Part, allowed: tuple[Any, ...]) -> Part:
        run, values = left.run, frozenset(allowed)
        return Part(YESNO, lambda env: None if (v := run(env)) is None else v in values, left.reads)

    def _is_value(self, left: Part, right: n.Node, node: n.Node) -> Part:
        if isinstance(right, n.Word) and isinstance(left.type, ChoiceOf):
            return self._one_of(left, (self._id(right, left.type),))
        if isinstance(right, n.Word) and left.type == YESNO and right.text in ("yes", "no"):
            return self._one_of(left, (right.text == "yes",))
        value = self.build(right)
        if isinstance(value.type, SeqOf):  # is one of <a list>
            self._comparable(left.type, value.type.of, node, ordered=False)
            return self.pairwise(lambda a, b: a in b, left, value)
        self._comparable(left.type, value.type, node, ordered=False)
        return self.pairwise(operator.eq, left, value)

    def _id(self, word: n.Word, kind: Type) -> str:
        """The id of a choice that a bare word names."""
        if not isinstance(kind, ChoiceOf):
            raise Flaw(
                f"'{word.text}' would be a choice, but on the left stands {describe(kind)}",
                word.start,
                word.end,
                "put a name in parentheses, or give it its dot",
            )
        if word.text not in kind.among:
            raise Flaw(
                f"'{word.text}' is not one of the choices of '{kind.among.name}'",
                word.start,
                word.end,
                suggestion(word.text, list(kind.among.rows)),
            )
        return word.text

    def on_isstate(self, node: n.IsState) -> Part:
        part = self.build(node.of)
        if node.state == "full":
            return _is_full(node, part)
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

    def on_includes(self, node: n.Includes) -> Part:
        left = self.build(node.of)
        if not isinstance(left.type, SeqOf):
            raise Flaw(
                f"this needs an answer of several, but it is {describe(left.type)}",
                node.of.start,
                node.of.end,
                "write 'is', or 'is one of (...)'",
            )
        inner = left.type.of
        words = node.words
        if isinstance(node.right, n.Word) and isinstance(inner, ChoiceOf):
            words = (node.right,)
        if words:
            ids = tuple(self._id(word, inner) for word in words)
            return self._has(left, node.mode, self.literal(ids))
        assert node.right is not None
        right = self.build(node.right)
        if node.mode == "one":
            self._comparable(inner, right.type, node, ordered=False)
            run = right.run
            single = Part(inner, lambda env: None if (v := run(env)) is None else (v,), right.reads)
            return self._has(left, "one", single)
        if not isinstance(right.type, SeqOf):
            raise Flaw(f"after '{node.mode} of' a list is expected", node.start, node.end)
        self._comparable(inner, right.type.of, node, ordered=False)
        return self._has(left, node.mode, right)

    def _has(self, left: Part, mode: str, right: Part) -> Part:
        test = _INCLUDES[mode]
        return self.pairwise(lambda a, b: test(set(a), set(b)), left, right)

    def on_reckon(self, node: n.Reckon) -> Part:
        parts = [self.numeric(node.first), *(self.numeric(one) for _, one in node.rest)]
        first, *others = (part.run for part in parts)
        steps = tuple(
            (_RECKON[sign], run) for (sign, _), run in zip(node.rest, others, strict=True)
        )

        def run(env: Env) -> Any:
            value = first(env)
            for reckon, other in steps:
                operand = other(env)
                if value is None or operand is None:
                    return None
                value = bounded(reckon(value, operand))
            return value

        return Part(NUMBER, run, NOTHING.union(*(part.reads for part in parts)))


def _negated(part: Part) -> Part:
    run = part.run
    return Part(YESNO, lambda env: None if (v := run(env)) is None else not v, part.reads)


def _is_full(node: n.IsState, part: Part) -> Part:
    run, sign = part.run, not node.negated
    return Part(
        YESNO,
        lambda env: None if (v := run(env)) is None else (v >= 1 - 1e-9) is sign,
        part.reads,
    )
