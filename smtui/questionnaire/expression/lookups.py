"""Turns `lookup` into typed code: a cell of a table, by its keys."""

from collections.abc import Mapping
from typing import Any

from smtui.mistakes import suggestion
from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.build import NOTHING
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.scope import Env
from smtui.questionnaire.expression.types import ChoiceOf, ChoiceSet, Type, describe, same
from smtui.questionnaire.expression.values import Part
from smtui.questionnaire.expression.wording import Wording


class Lookups(Wording):
    """Builds what looks into tables."""

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
