"""Turns the nodes that go over several values into code: count, share, mean, top, lookup."""

from collections.abc import Callable, Mapping
from typing import Any

from smtui.mistakes import suggestion
from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.build import NOTHING
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.scope import Env, Run
from smtui.questionnaire.expression.types import (
    DATE,
    NUMBER,
    YESNO,
    ChoiceOf,
    ChoiceSet,
    SeqOf,
    Type,
    describe,
    same,
)
from smtui.questionnaire.expression.values import Part, as_number, bounded, holds, known
from smtui.questionnaire.expression.wording import Wording


class Builder(Wording):
    """The whole builder: plain expressions, texts, and loops."""

    def sequence(self, source: n.Source) -> Part:
        """The elements of a source that pass its filter; unknown counts as none."""
        base, slot, test, weight = self._over(source)
        run = base.run
        if test is None:
            return Part(
                base.type, lambda env: run(env) or (), base.reads, base.place, base.place_item
            )
        return Part(base.type, _filtered(run, slot, test.run, weight), base.reads | test.reads)

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
            _QUANTITY[node.word](base.run, slot, test.run, weight),
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
        run = _each(source.run, slot, body.run, _GATHER[node.word], weight)
        return Part(body.type, run, source.reads | body.reads)

    def on_several(self, node: n.Several) -> Part:
        parts = [self.numeric(value) for value in node.values]
        runs = tuple(part.run for part in parts)
        gather = _GATHER[node.word]
        reads = NOTHING.union(*(part.reads for part in parts))
        return Part(NUMBER, lambda env: gather([run(env) for run in runs]), reads)

    def on_take(self, node: n.Take) -> Part:
        source, of = self._several(node.source)
        run = source.run
        ranked = node.by
        if ranked is None:
            count = node.number
            return Part(source.type, lambda env: tuple(run(env))[:count], source.reads)
        by, slot, weight = self._body(of, node.source.name, lambda: self.numeric(ranked))
        ordered = _ordered(run, slot, by.run, weight)
        reads = source.reads | by.reads
        if node.word == "best":
            return Part(of, lambda env: next(iter(ordered(env)), None), reads)
        if node.word == "top":
            count = node.number
            return Part(source.type, lambda env: ordered(env)[:count], reads)
        return Part(source.type, ordered, reads)

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
        run = _each(source.run, slot, part.run, _flat, weight)
        return Part(SeqOf(of=kind), run, source.reads | part.reads)

    def on_lookup(self, node: n.Lookup) -> Part:
        table = self.scope.table(node.table.text)
        if table is None:
            what = f"there is no table '{node.table.text}'"
            raise self.missing(
                what, node.table.text, node.table, sorted(self.scope.tables), "tables"
            )
        wanted = len(table.keys) + (0 if node.column else 1)
        if len(node.keys) != wanted:
            names = ", ".join(one.name for one in table.keys)
            raise Flaw(
                f"'{node.table.text}' is looked up by {wanted} keys here, not {len(node.keys)}",
                node.start,
                node.end,
                f"its keys are {names}" + ("" if node.column else ", and last the column"),
            )
        sets: list[ChoiceSet | None] = [*table.keys, None]
        keys = [self._key(key, among) for key, among in zip(node.keys, sets, strict=False)]
        reads = NOTHING.union(*(key.reads for key in keys))
        runs = tuple(key.run for key in keys)
        cells = table.cells
        if not node.column:
            kind = self._column_by_key(node, table.columns, keys[-1])

            def by_key(env: Env) -> Any:
                *values, column = (run(env) for run in runs)
                return cells.get(tuple(values), {}).get(column)

            return Part(kind, by_key, reads)
        if node.column not in table.columns:
            return self._computed_column(node, list(table.columns), keys)
        column = node.column
        return Part(
            table.columns[column],
            lambda env: cells.get(tuple(run(env) for run in runs), {}).get(column),
            reads,
        )

    def _computed_column(self, node: n.Lookup, columns: list[str], keys: list[Part]) -> Part:
        name, column = node.table.text, node.column
        found = self.scope.member(("row", name), column) if len(keys) == 1 else None
        if found is None:
            what = f"'{name}' has no column '{column}'"
            if f"{name}.{column}" in self.scope.broken:
                raise self.missing(what, f"{name}.{column}", node, columns, "columns")
            raise Flaw(what, node.start, node.end, suggestion(column, columns, noun="columns"))
        part = self.symbol(found, keys[0].run)
        return Part(part.type, part.run, part.reads | keys[0].reads)

    def _key(self, node: n.Node, among: ChoiceSet | None) -> Part:
        if among is None:
            return self.build(node)
        wanted = ChoiceOf(among=among)
        part = self.choice(node, wanted)
        if not isinstance(part.type, ChoiceOf) or not same(part.type, wanted):
            raise Flaw(
                f"a choice of '{among.name}' is expected as key, but this is {describe(part.type)}",
                node.start,
                node.end,
            )
        return part

    def _column_by_key(self, node: n.Lookup, columns: Mapping[str, Type], key: Part) -> Type:
        """The type of the columns that the last key can name; they must all be of one type."""
        name = node.table.text
        last = node.keys[-1]
        if not isinstance(key.type, ChoiceOf):
            raise Flaw(
                f"the last key names a column, but this is {describe(key.type)}",
                last.start,
                last.end,
                f"write 'lookup {name}.COLUMN by ...'",
            )
        kinds = [columns[one] for one in key.type.among.rows if one in columns]
        if not kinds:
            raise Flaw(
                f"'{name}' has no columns called like the choices of '{key.type.among.name}'",
                last.start,
                last.end,
                f"columns: {', '.join(list(columns)[:8])}",
            )
        if not all(same(kinds[0], kind) for kind in kinds):
            raise Flaw("these columns are not of one kind", last.start, last.end)
        return kinds[0]


def _filtered(run: Run, slot: int, test: Run, weight: int) -> Run:
    def filtered(env: Env) -> tuple[Any, ...]:
        kept = []
        for element in run(env) or ():
            env.world.spend(weight)
            env.slots[slot] = element
            if holds(test(env)):
                kept.append(element)
        return tuple(kept)

    return filtered


def _each(run: Run, slot: int, body: Run, gather: Callable[[list[Any]], Any], weight: int) -> Run:
    def each(env: Env) -> Any:
        values = []
        for element in run(env) or ():
            env.world.spend(weight)
            env.slots[slot] = element
            values.append(body(env))
        return gather(values)

    return each


def _ordered(run: Run, slot: int, by: Run, weight: int) -> Run:
    """Highest first; equal ones keep their order; unknown ones come last."""

    def ordered(env: Env) -> tuple[Any, ...]:
        ranked = []
        for element in run(env) or ():
            env.world.spend(weight)
            env.slots[slot] = element
            value = by(env)
            ranked.append((value is None, -(value or 0), element))
        return tuple(element for _, _, element in sorted(ranked, key=lambda row: row[:2]))

    return ordered


def _share(run: Run, slot: int, test: Run, weight: int) -> Run:
    def share(env: Env) -> float:
        elements = run(env) or ()
        kept = _filtered(lambda _: elements, slot, test, weight)(env)
        return len(kept) / len(elements) if elements else 0.0

    return share


def _any(run: Run, slot: int, test: Run, weight: int) -> Run:
    def some(env: Env) -> bool | None:
        result: bool | None = False
        for element in run(env) or ():
            env.world.spend(weight)
            env.slots[slot] = element
            value = test(env)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return some


def _every(run: Run, slot: int, test: Run, weight: int) -> Run:
    def every(env: Env) -> bool | None:
        elements = run(env) or ()
        result: bool | None = True if elements else None
        for element in elements:
            env.world.spend(weight)
            env.slots[slot] = element
            value = test(env)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return every


_QUANTITY: dict[str, Callable[[Run, int, Run, int], Run]] = {
    "share": _share,
    "any": _any,
    "every": _every,
}


def _sum(values: list[Any]) -> Any:
    return bounded(sum(as_number(value) for value in values))


def _mean(values: list[Any]) -> float:
    return sum(as_number(value) for value in values) / len(values) if values else 0.0


def _lowest(values: list[Any]) -> Any:
    return min((value for value in values if value is not None), default=None)


def _highest(values: list[Any]) -> Any:
    return max((value for value in values if value is not None), default=None)


def _flat(values: list[Any]) -> tuple[Any, ...]:
    flat: list[Any] = []
    for value in values:
        flat.extend(value if isinstance(value, tuple) else (value,))
    return tuple(flat)


_GATHER: dict[str, Callable[[list[Any]], Any]] = {
    "sum": _sum,
    "mean": _mean,
    "lowest": _lowest,
    "highest": _highest,
}
