"""Turns the nodes that go over several values into code: count, share, mean, top, lookup."""

from collections.abc import Callable
from typing import Any

from smtui.mistakes import suggestion
from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.build import NOTHING, Expressions
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.scope import Env, Run
from smtui.questionnaire.expression.types import (
    DATE,
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    SeqOf,
    Type,
    describe,
    same,
)
from smtui.questionnaire.expression.values import Part, as_number, holds, known


class Builder(Expressions):
    """The whole builder: plain expressions, and loops."""

    def sequence(self, source: n.Source) -> Part:
        """The elements of a source that pass its filter; unknown counts as none."""
        base, slot, test = self._over(source)
        assert isinstance(base.type, SeqOf)
        run = base.run
        if test is None:
            return Part(base.type, lambda env: run(env) or (), base.reads, base.place, base.place_item)
        return Part(base.type, _filtered(run, slot, test.run), base.reads | test.reads)

    def _over(
        self, source: n.Source, body: Callable[[], Part] | None = None
    ) -> tuple[Part, int, Part | None]:
        """The base of a source, the slot of its element, and its filter built in that frame."""
        base = self._sequence_node(source.base)
        assert isinstance(base.type, SeqOf)
        slot = self._enter(base.type.of, source.name)
        test = self._condition(source.where) if source.where is not None else None
        self._leave()
        return base, slot, test

    def _sequence_node(self, node: n.Node) -> Part:
        part = self.sequence(node) if isinstance(node, n.Source) else self.build(node)
        if not isinstance(part.type, SeqOf):
            raise Flaw(
                f"several values are expected here, but this is {describe(part.type)}", node.start, node.end,
                "a list, a table, or an answer of several",
            )
        return part

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
        return self._gathered(node)

    def _quantity(self, node: n.Loop) -> Part:
        """share, any and every: `where` is what is counted."""
        if node.source.where is None:
            raise Flaw(
                f"'where' is missing after '{node.word} ...'", node.start, node.end,
                "say which ones count",
            )
        base, slot, test = self._over(node.source)
        assert test is not None
        return Part(
            NUMBER if node.word == "share" else YESNO,
            _QUANTITY[node.word](base.run, slot, test.run),
            base.reads | test.reads,
        )

    def _gathered(self, node: n.Loop) -> Part:
        """sum, mean, lowest and highest of a body over a source."""
        assert node.body is not None
        source = self.sequence(node.source)
        assert isinstance(source.type, SeqOf)
        slot = self._enter(source.type.of, node.source.name)
        if node.word in ("sum", "mean"):
            body = self._numeric(node.body)
        else:
            body = self.build(node.body)
            if body.type != DATE:
                body = self._numeric(node.body)
        self._leave()
        return Part(
            body.type, _each(source.run, slot, body.run, _GATHER[node.word]), source.reads | body.reads
        )

    def on_several(self, node: n.Several) -> Part:
        parts = [self._numeric(value) for value in node.values]
        runs = tuple(part.run for part in parts)
        gather = _GATHER[node.word]
        reads = NOTHING.union(*(part.reads for part in parts))
        return Part(NUMBER, lambda env: gather([run(env) for run in runs]), reads)

    def on_take(self, node: n.Take) -> Part:
        source = self.sequence(node.source)
        assert isinstance(source.type, SeqOf)
        run = source.run
        if node.by is None:
            count = node.number
            return Part(source.type, lambda env: tuple(run(env))[:count], source.reads)
        slot = self._enter(source.type.of, node.source.name)
        by = self._numeric(node.by)
        self._leave()
        ordered = _ordered(run, slot, by.run)
        reads = source.reads | by.reads
        if node.word == "best":
            return Part(source.type.of, lambda env: next(iter(ordered(env)), None), reads)
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
                    f"this is {describe(kind)}, the first is {describe(first)}", body.start, body.end,
                    "values of one list must be of one kind",
                )

        def run(env: Env) -> tuple[Any, ...]:
            found: list[Any] = []
            for one in runs:
                value = one(env)
                for single in value if isinstance(value, tuple) else (value,):
                    # each value once: a measure named twice is one measure
                    if known(single) and single not in found:
                        found.append(single)
            return tuple(found)

        return Part(SeqOf(of=first), run, reads)

    def _one_of_values(self, body: n.Node, over: n.Source | None) -> Part:
        if over is None:
            return self.build(body)
        source = self.sequence(over)
        assert isinstance(source.type, SeqOf)
        slot = self._enter(source.type.of, over.name)
        part = self.build(body)
        self._leave()
        kind = part.type.of if isinstance(part.type, SeqOf) else part.type
        return Part(SeqOf(of=kind), _each(source.run, slot, part.run, _flat), source.reads | part.reads)

    def on_lookup(self, node: n.Lookup) -> Part:
        table = self.scope.tables.get(node.table.text)
        if table is None:
            raise Flaw(
                f"there is no table '{node.table.text}'", node.table.start, node.table.end,
                suggestion(node.table.text, sorted(self.scope.tables), noun="tables"),
            )
        keys = [self._key(key, table.keys[at] if at < len(table.keys) else None) for at, key in enumerate(node.keys)]
        wanted = len(table.keys) + (0 if node.column else 1)
        if len(keys) != wanted:
            raise Flaw(
                f"'{node.table.text}' is looked up by {wanted} keys here, not {len(keys)}", node.start, node.end,
                f"its keys are {', '.join(s.name for s in table.keys)}"
                + ("" if node.column else ", and last the column"),
            )
        reads = NOTHING.union(*(key.reads for key in keys))
        runs = tuple(key.run for key in keys)
        cells = table.cells
        if not node.column:
            kind = self._column_by_key(node, keys[-1])

            def by_key(env: Env) -> Any:
                values = tuple(run(env) for run in runs)
                return cells.get(values[:-1], {}).get(values[-1])

            return Part(kind, by_key, reads)
        if node.column not in table.columns:
            return self._computed_column(node, keys[0], len(keys))
        column = node.column
        return Part(
            table.columns[column],
            lambda env: cells.get(tuple(run(env) for run in runs), {}).get(column),
            reads,
        )

    def _computed_column(self, node: n.Lookup, key: Part, keys: int) -> Part:
        found = self.scope.member(("row", node.table.text), node.column) if keys == 1 else None
        if found is None:
            table = self.scope.tables[node.table.text]
            raise Flaw(
                f"'{node.table.text}' has no column '{node.column}'", node.start, node.end,
                suggestion(node.column, list(table.columns), noun="columns"),
            )
        part = self._symbol(found, key.run)
        return Part(part.type, part.run, part.reads | key.reads)

    def _key(self, node: n.Node, among: Any) -> Part:
        if among is not None and isinstance(node, n.Name) and len(node.parts) == 1:
            if self._lookup_name(node) is None and node.text in among:
                return self._literal(node.text)
        part = self.build(node)
        if among is not None and not (
            isinstance(part.type, ChoiceOf) and same(part.type, ChoiceOf(among=among))
        ):
            raise Flaw(
                f"a choice of '{among.name}' is expected as key, but this is {describe(part.type)}",
                node.start, node.end,
            )
        return part

    def _column_by_key(self, node: n.Lookup, key: Part) -> Type:
        """The type of the columns that the last key can name; they must all be of one type."""
        table = self.scope.tables[node.table.text]
        last = node.keys[-1]
        if not isinstance(key.type, ChoiceOf):
            raise Flaw(
                f"the last key names a column, but this is {describe(key.type)}", last.start, last.end,
                f"write 'lookup {node.table.text}.COLUMN by ...'",
            )
        kinds = {table.columns[c] for c in key.type.among.rows if c in table.columns}
        if len(kinds) != 1:
            raise Flaw(
                f"'{node.table.text}' has no columns called like the choices of '{key.type.among.name}'"
                if not kinds else "these columns are not of one kind",
                last.start, last.end, suggestion("", list(table.columns), noun="columns"),
            )
        return next(iter(kinds))

    def _if(self, node: n.If, wanted: Type | None) -> Part:
        part = super()._if(node, wanted)
        return part


def _filtered(run: Run, slot: int, test: Run) -> Run:
    def filtered(env: Env) -> tuple[Any, ...]:
        kept = []
        for element in run(env) or ():
            env.world.spend(1)
            env.slots[slot] = element
            if holds(test(env)):
                kept.append(element)
        return tuple(kept)

    return filtered


def _each(run: Run, slot: int, body: Run, gather: Callable[[list[Any]], Any]) -> Run:
    def each(env: Env) -> Any:
        values = []
        for element in run(env) or ():
            env.world.spend(1)
            env.slots[slot] = element
            values.append(body(env))
        return gather(values)

    return each


def _ordered(run: Run, slot: int, by: Run) -> Run:
    """Highest first; equal ones keep their order; unknown ones come last."""

    def ordered(env: Env) -> tuple[Any, ...]:
        ranked = []
        for element in run(env) or ():
            env.world.spend(1)
            env.slots[slot] = element
            value = by(env)
            ranked.append((value is None, -(value or 0), element))
        return tuple(element for _, _, element in sorted(ranked, key=lambda row: row[:2]))

    return ordered


def _share(run: Run, slot: int, test: Run) -> Run:
    def share(env: Env) -> float:
        elements = run(env) or ()
        kept = _filtered(lambda _: elements, slot, test)(env)
        return len(kept) / len(elements) if elements else 0.0

    return share


def _any(run: Run, slot: int, test: Run) -> Run:
    def some(env: Env) -> bool | None:
        result: bool | None = False
        for element in run(env) or ():
            env.world.spend(1)
            env.slots[slot] = element
            value = test(env)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return some


def _every(run: Run, slot: int, test: Run) -> Run:
    def every(env: Env) -> bool | None:
        elements = run(env) or ()
        result: bool | None = True if elements else None
        for element in elements:
            env.world.spend(1)
            env.slots[slot] = element
            value = test(env)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return every


_QUANTITY: dict[str, Callable[[Run, int, Run], Run]] = {"share": _share, "any": _any, "every": _every}


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
    "sum": lambda values: sum(as_number(value) for value in values),
    "mean": _mean,
    "lowest": _lowest,
    "highest": _highest,
}

__all__ = ["TEXT", "Builder"]
