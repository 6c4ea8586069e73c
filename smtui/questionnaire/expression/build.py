"""Turns nodes into typed code: constants, logic, reckoning. The rest builds on it."""

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
    SeqOf,
    Type,
    describe,
    same,
)
from smtui.questionnaire.expression.values import Part, bounded, holds, known

NOTHING: frozenset[str] = frozenset()
_RECKON: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: None if b == 0 else a / b,
}


class Expressions(Names):
    """Builds parts from nodes, all but comparisons, loops and texts."""

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
            elif part.type == DATE:
                mend = "write '30 days after DATE', or 'days from DATE to DATE'"
            raise Flaw(
                f"a number is expected here, but this is {describe(part.type)}",
                node.start,
                node.end,
                mend,
            )
        return part

    # logic

    def on_not(self, node: n.Not) -> Part:
        return negated(self.condition(node.of))

    def on_minus(self, node: n.Minus) -> Part:
        part = self.numeric(node.of)
        run = part.run
        return Part(NUMBER, lambda env: None if (v := run(env)) is None else -v, part.reads)

    def on_both(self, node: n.Both) -> Part:
        return self.all_or_any(node.word, [self.condition(one) for one in node.parts])

    def all_or_any(self, word: str, parts: list[Part]) -> Part:
        """Conditions joined by `and`, or by `or`."""
        runs = tuple(part.run for part in parts)
        decides = word == "or"  # the value that settles it alone

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


def negated(part: Part) -> Part:
    run = part.run
    return Part(YESNO, lambda env: None if (v := run(env)) is None else not v, part.reads)
