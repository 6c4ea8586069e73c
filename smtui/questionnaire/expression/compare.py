"""Turns comparisons into typed code: signs, is, is answered, includes."""

import operator
from collections.abc import Callable, Iterable
from typing import Any

from smtui.mistakes import suggestion
from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.build import NOTHING, Expressions, negated
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.scope import Env, Run
from smtui.questionnaire.expression.types import (
    DATE,
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    FieldOf,
    RecordOf,
    RowOf,
    SeqOf,
    Type,
    describe,
    same,
)
from smtui.questionnaire.expression.values import DIGITS, Part, known, weight_of
from smtui.questionnaire.expression.world import State

Test = Callable[[Any, Any], bool]
_COMPARE: dict[str, Test] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ONE_BY_ONE = "go over them: any ... where, count of ... where"
_NO_STATES = frozenset("unknown open empty missing blank known given set".split())
_INCLUDES: dict[str, Callable[[set[Any], set[Any]], bool]] = {
    "one": lambda a, b: b <= a,
    "all": lambda a, b: b <= a,
    "any": lambda a, b: bool(a & b),
    "only": lambda a, b: a == b,
}


class Comparisons(Expressions):
    """Builds what compares values. Each side is built once: twice would double at every level."""

    def on_compare(self, node: n.Compare) -> Part:
        return self._compared(self.build(node.left), node.sign, node.right, node)

    def _compared(self, left: Part, sign: str, other: n.Node, node: n.Node) -> Part:
        """A comparison of a part that is built already with what stands on the right."""
        self._no_choice_by_sign(left.type, sign, other)
        self._no_rows(left.type, node)
        right = self.build(other)
        if {left.type, right.type} == {YESNO, NUMBER}:
            left, right = self.as_numeric(left, node), self.as_numeric(right, other)
        self._comparable(left.type, right.type, node, ordered=sign not in ("=", "!="))
        return self.pairwise(_test_for(left.type, _COMPARE[sign]), left, right)

    def _no_choice_by_sign(self, left: Type, sign: str, right: n.Node) -> None:
        """Catch `mode = broadcast`: a bare choice is read right of `is` alone."""
        choice = self._bare(right)
        if isinstance(left, ChoiceOf) and choice in left.among:
            word = {"=": "is", "!=": "is not"}.get(sign, "")
            raise Flaw(
                f"'{choice}' is a choice, and '{sign}' compares values",
                right.start,
                right.end,
                f"write '{word} {choice}'" if word else "compare points of ...",
            )

    def _comparable(self, left: Type, right: Type, node: n.Node, *, ordered: bool) -> None:
        if not same(left, right):
            what = f"{describe(left)} cannot be compared with {describe(right)}"
            points = isinstance(left, ChoiceOf) and left.among.has_points and right == NUMBER
            mend = _ONE_BY_ONE if isinstance(left, SeqOf) else ""
            raise Flaw(what, node.start, node.end, "compare points of it" if points else mend)
        if isinstance(left, RecordOf | FieldOf):
            mend = "compare one of its fields" if isinstance(left, RecordOf) else "ask its state"
            raise Flaw(f"{left.words} cannot be compared", node.start, node.end, mend)
        if ordered and left not in (NUMBER, DATE):
            raise Flaw(
                f"{describe(left)} has no greater and smaller",
                node.start,
                node.end,
                "compare with is" + (", or points of it" if isinstance(left, ChoiceOf) else ""),
            )

    def pairwise(self, test: Test, left: Part, right: Part) -> Part:
        """A test of two values; unknown when one of them is."""
        first, second = left.run, right.run

        def run(env: Env) -> bool | None:
            a, b = first(env), second(env)
            return None if a is None or b is None else test(a, b)

        def weighed(env: Env) -> bool | None:
            a, b = first(env), second(env)
            if a is None or b is None:
                return None
            env.world.spend(1 + weight_of(a) + weight_of(b))
            return test(a, b)

        long = any(part.type == TEXT or isinstance(part.type, SeqOf) for part in (left, right))
        return Part(YESNO, weighed if long else run, left.reads | right.reads)

    def on_between(self, node: n.Between) -> Part:
        left = self.build(node.of)
        low = self._compared(left, ">=", node.low, node)
        high = self._compared(left, "<=", node.high, node)
        return self.all_or_any("and", [low, high])

    # is

    def on_is(self, node: n.Is) -> Part:
        left = self.build(node.of)
        self._no_rows(left.type, node)
        if isinstance(left.type, SeqOf):
            raise Flaw(
                "several answers are possible here",
                node.start,
                node.end,
                "write 'includes ...', 'includes any of (...)' or 'is only ...'",
            )
        if isinstance(left.type, RecordOf | FieldOf):
            self._comparable(left.type, left.type, node, ordered=False)
        if node.among:
            values = [self._right(left.type, one) for one in node.among]
            part = _one_of(left, values)
        else:
            assert node.right is not None
            value = self._right(left.type, node.right, node, several=True)
            test = _test_for(left.type, operator.eq)
            if isinstance(value.type, SeqOf):  # is one of <a list>
                part = self.pairwise(lambda a, b: any(test(a, one) for one in b), left, value)
            else:
                part = self.pairwise(test, left, value)
        return negated(part) if node.negated else part

    def _no_rows(self, kind: Type, node: n.Node) -> None:
        """Catch `grid is active`: a whole grid has cells, not a value."""
        if isinstance(kind, SeqOf) and isinstance(kind.of, RowOf):
            what = f"'{kind.of.grid}' has rows, which cannot be compared"
            mend = "go over them: any ... where, count of ... where; or name a cell of a fixed row"
            raise Flaw(what, node.start, node.end, mend)

    def _right(
        self, kind: Type, node: n.Node, whole: n.Node | None = None, *, several: bool = False
    ) -> Part:
        """What stands right of a value of a type; a bare word is one of its choices."""
        if isinstance(node, n.Word):
            self._refuse_no_state(node, kind)
            if isinstance(kind, ChoiceOf):
                return self.literal(self._id(node, kind), kind)
            if kind == YESNO and node.text in ("yes", "no"):
                return self.literal(node.text == "yes", YESNO)
            name = n.Name(node.start, node.end, (node.text,))
            alone = whole is None and not node.text.isdigit()
            if " " in node.text or (alone and self.lookup_name(name) is None):
                self._id(node, kind)
        if isinstance(kind, ChoiceOf):
            self._refuse_no_choice(node, kind)
        part = self.build(node)
        right = part.type.of if several and isinstance(part.type, SeqOf) else part.type
        self._comparable(kind, right, whole or node, ordered=False)
        return part

    def _refuse_no_choice(self, node: n.Node, kind: ChoiceOf) -> None:
        """Catch a choice with a capital, in quotes, or by its label."""
        if isinstance(node, n.Check):
            self._id(n.Word(node.start, node.end, node.id), kind)
        if isinstance(node, n.Text) and len(node.parts) == 1 and isinstance(node.parts[0], str):
            said = node.parts[0].casefold()
            for row in kind.among.rows.values():
                if said in (row.id, row.label.casefold()):
                    what, mend = "a choice stands without quotes", f"write {row.id}"
                    raise Flaw(what, node.start, node.end, mend)

    def _refuse_no_state(self, word: n.Word, kind: Type) -> None:
        """Catch `X is unknown`: what is missing is asked by its opposite."""
        a_choice = isinstance(kind, ChoiceOf) and word.text in kind.among
        if word.text in _NO_STATES and not a_choice:
            name = n.Name(word.start, word.end, (word.text,))
            if self.lookup_name(name) is None:
                what = f"'{word.text}' is no state of a question"
                raise Flaw(what, word.start, word.end, "write 'is not answered', or 'is parked'")

    def _id(self, word: n.Word, kind: Type) -> str:
        """The id of a choice that a bare word names."""
        if kind == TEXT and " " in word.text:
            what = "a text stands in single quotes"
            raise Flaw(what, word.start, word.end, f"write '{word.text}'")
        if not isinstance(kind, ChoiceOf):
            raise Flaw(
                f"'{word.text}' would be a choice, but on the left stands {describe(kind)}",
                word.start,
                word.end,
                "put a name in parentheses, or give it its dot",
            )
        if word.text not in kind.among:
            by_label = [
                one.id
                for one in kind.among.rows.values()
                if one.label.casefold() == word.text.casefold()
            ]
            raise Flaw(
                f"'{word.text}' is not one of the choices of '{kind.among.name}'",
                word.start,
                word.end,
                f"a choice stands by its id: write {by_label[0]}"
                if by_label
                else suggestion(word.text, list(kind.among.rows)),
            )
        return word.text

    def on_isstate(self, node: n.IsState) -> Part:
        part = self.build(node.of)
        if node.state == "full":
            return _is_full(node, part)
        run, place, item_of = part.run, part.place, part.place_item
        wanted = State(node.state)
        sign = not node.negated
        if isinstance(part.type, FieldOf):

            def field_state(env: Env) -> bool:
                at = run(env)
                return (at is not None and env.world.state(*at) is wanted) is sign

            return Part(YESNO, field_state, part.reads)
        if place and item_of:

            def state(env: Env) -> bool:
                item = item_of(env)
                return (item is not None and env.world.state(place, item) is wanted) is sign

            return Part(YESNO, state, part.reads)
        if wanted is not State.ANSWERED:
            raise Flaw(f"only a question can be {node.state}", node.start, node.end)
        return Part(YESNO, lambda env: known(run(env)) is sign, part.reads)

    # includes

    def on_includes(self, node: n.Includes) -> Part:
        left = self.build(node.of)
        self._no_rows(left.type, node)
        if not isinstance(left.type, SeqOf):
            raise Flaw(
                f"this needs an answer of several, but it is {describe(left.type)}",
                node.of.start,
                node.of.end,
                ("write 'contains ...', 'is'" if left.type == TEXT else "write 'is'")
                + ", or 'is one of (...)'",
            )
        inner = left.type.of
        single = node.right if node.mode == "one" else None
        if node.among or single:
            values = [self._right(inner, one, single) for one in node.among or (single,) if one]
            several = _together(values)
            return self._has(left, node.mode, several)
        assert node.right is not None
        right = self.build(node.right)
        if not isinstance(right.type, SeqOf):
            raise Flaw(f"after '{node.mode} of' a list is expected", node.start, node.end)
        self._comparable(inner, right.type.of, node, ordered=False)
        return self._has(left, node.mode, right)

    def _has(self, left: Part, mode: str, right: Part) -> Part:
        test = _INCLUDES[mode]
        return self.pairwise(lambda a, b: test(set(a), set(b)), left, right)


def _test_for(kind: Type, test: Test) -> Test:
    """A test of two values; numbers are compared as they are written: 0.1 + 0.2 is 0.3."""
    if kind != NUMBER:
        return test
    return lambda a, b: test(round(a, DIGITS), round(b, DIGITS))


def _one_of(left: Part, values: Iterable[Part]) -> Part:
    """Whether a value is one of others; an unknown one of them leaves it open."""
    run = left.run
    runs = tuple(value.run for value in values)
    test = _test_for(left.type, operator.eq)

    def one_of(env: Env) -> bool | None:
        value = run(env)
        if value is None:
            return None
        found = [one(env) for one in runs]
        if any(one is not None and test(value, one) for one in found):
            return True
        return None if None in found else False

    return Part(YESNO, one_of, left.reads.union(*(value.reads for value in values)))


def _together(parts: list[Part]) -> Part:
    """Several values as one list; unknown while one of them is."""
    runs = tuple(part.run for part in parts)

    def together(env: Env) -> tuple[Any, ...] | None:
        found = tuple(run(env) for run in runs)
        return None if None in found else found

    kind = SeqOf(of=parts[0].type)
    return Part(kind, together, NOTHING.union(*(part.reads for part in parts)))


def _is_full(node: n.IsState, part: Part) -> Part:
    run: Run = part.run
    sign = not node.negated
    return Part(
        YESNO,
        lambda env: None if (v := run(env)) is None else (v >= 1 - 1e-9) is sign,
        part.reads,
    )
