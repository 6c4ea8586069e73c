"""Turns the nodes that go over several values into code: count, share, mean, top, values of."""

from collections.abc import Callable
from typing import Any

from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.build import NOTHING
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.gather import GATHER, QUANTITY, each, filtered, flat, ordered
from smtui.questionnaire.expression.items import Items
from smtui.questionnaire.expression.scope import Env, Run
from smtui.questionnaire.expression.types import (
    DATE,
    NUMBER,
    YESNO,
    SeqOf,
    Type,
    describe,
    same,
)
from smtui.questionnaire.expression.values import Part, known


class Builder(Items):
    """The whole builder: plain expressions, texts, tables, items, and loops."""

    def sequence(self, source: n.Source) -> Part:
        """The elements of a source that pass its filter; unknown counts as none."""
        base, slot, test, weight = self._over(source)
        run = base.run
        if test is None:
            return Part(
                base.type, lambda env: run(env) or (), base.reads, base.place, base.place_item
            )
        return Part(base.type, filtered(run, slot, test.run, weight), base.reads | test.reads)

    def _over(self, source: n.Source) -> tuple[Part, int, Part | None, int]:
        """The base of a source, the slot of its element, its filter, and what that costs."""
        base, of = self._several(source.base)
        slot = self._enter(of, source.name)
        before = self.built
        test = self.condition(source.where) if source.where is not None else None
        self._leave()
        return base, slot, test, self._weight(before)

    def _body(self, of: Type, name: str, build: Callable[[], Part]) -> tuple[Part, int, int]:
        """What is built for each element, the slot of the element, and what it costs."""
        slot = self._enter(of, name)
        before = self.built
        part = build()
        self._leave()
        return part, slot, self._weight(before)

    def _weight(self, before: int) -> int:
        """The steps that one turn of a loop costs: more for long bodies."""
        return 1 + (self.built - before) // 4

    def _several(self, node: n.Node) -> tuple[Part, Type]:
        """A part with several values, and the type of each."""
        part = self.sequence(node) if isinstance(node, n.Source) else self.build(node)
        if not isinstance(part.type, SeqOf):
            raise Flaw(
                f"several values are expected here, but this is {describe(part.type)}",
                node.start,
                node.end,
                "a list, a table, or an answer of several",
            )
        return part, part.type.of

    def _enter(self, element: Type, name: str) -> int:
        slot = (self.frames[-1][0] if self.frames else 0) + 1
        self.frames.append((slot, element, name))
        self.deepest = max(self.deepest, slot)
        return slot

    def _leave(self) -> None:
        self.frames.pop()

    def on_source(self, node: n.Source) -> Part:
        return self.sequence(node)

    def on_loop(self, node: n.Loop) -> Part:
        if node.word == "count":
            part = self.sequence(node.source)
            run = part.run
            return Part(NUMBER, lambda env: len(run(env) or ()), part.reads)
        if node.body is None:
            return self._quantity(node)
        return self._gathered(node, node.body)

    def _quantity(self, node: n.Loop) -> Part:
        """share, any and every: `where` is what is counted."""
        if node.source.where is None:
            raise Flaw(
                f"'where' is missing after '{node.word} ...'",
                node.start,
                node.end,
                "say which ones count",
            )
        base, slot, test, weight = self._over(node.source)
        assert test is not None
        return Part(
            NUMBER if node.word == "share" else YESNO,
            QUANTITY[node.word](base.run, slot, test.run, weight),
            base.reads | test.reads,
        )

    def _gathered(self, node: n.Loop, inner: n.Node) -> Part:
        """sum, mean, lowest and highest of a body over a source."""
        source, of = self._several(node.source)

        def build() -> Part:
            part = self.build(inner)
            dates = part.type == DATE and node.word in ("lowest", "highest")
            return part if dates else self.as_numeric(part, inner)

        body, slot, weight = self._body(of, node.source.name, build)
        run = each(source.run, slot, body.run, GATHER[node.word], weight)
        return Part(body.type, run, source.reads | body.reads)

    def on_several(self, node: n.Several) -> Part:
        parts = [self.numeric(value) for value in node.values]
        runs = tuple(part.run for part in parts)
        gather = GATHER[node.word]
        reads = NOTHING.union(*(part.reads for part in parts))
        return Part(NUMBER, lambda env: gather([run(env) for run in runs]), reads)

    def on_take(self, node: n.Take) -> Part:
        source, of = self._several(node.source)
        run = source.run
        ranked = node.by
        count = node.number
        reads = source.reads
        if ranked is not None:
            by, slot, weight = self._body(of, node.source.name, lambda: self.numeric(ranked))
            run = ordered(run, slot, by.run, weight)
            reads |= by.reads
        if node.word == "sort":
            return Part(source.type, run, reads)
        if not count:
            return Part(of, lambda env: next(iter(run(env)), None), reads)
        return Part(source.type, lambda env: run(env)[:count], reads)

    def on_values(self, node: n.Values) -> Part:
        kinds: list[tuple[Type, n.Node]] = []
        runs: list[Run] = []
        reads = NOTHING
        for body, over in node.parts:
            part = self._one_of_values(body, over)
            reads |= part.reads
            runs.append(part.run)
            kinds.append((part.type.of if isinstance(part.type, SeqOf) else part.type, body))
        first = kinds[0][0]
        for kind, body in kinds[1:]:
            if not same(first, kind):
                raise Flaw(
                    f"this is {describe(kind)}, the first is {describe(first)}",
                    body.start,
                    body.end,
                    "values of one list must be of one kind",
                )

        def run(env: Env) -> tuple[Any, ...]:
            # each value once: something that two answers name is still one thing
            found: dict[Any, None] = {}
            for one in runs:
                value = one(env)
                several = value if isinstance(value, tuple) else (value,)
                env.world.spend(len(several))
                found.update((single, None) for single in several if known(single))
            return tuple(found)

        return Part(SeqOf(of=first), run, reads)

    def _one_of_values(self, body: n.Node, over: n.Source | None) -> Part:
        if over is None:
            return self.build(body)
        source, of = self._several(over)
        part, slot, weight = self._body(of, over.name, lambda: self.build(body))
        kind = part.type.of if isinstance(part.type, SeqOf) else part.type
        run = each(source.run, slot, part.run, flat, weight)
        return Part(SeqOf(of=kind), run, source.reads | part.reads)
