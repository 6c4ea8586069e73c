"""Lays an organisation's own cells over the tables of a questionnaire.

They stand in a file beside its plans, written as the tables themselves are. Rows and columns
must be there already: what is new would be known to no sentence of the questionnaire.
"""

import os.path
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from smtui.fence import Fence
from smtui.files import CAPS, TomlFile, read_toml
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.questionnaire.expression import TEXT, ChoiceOf, Scope, SeqOf, TableShape, Type
from smtui.questionnaire.model import Table
from smtui.questionnaire.notes import Found, Notes
from smtui.questionnaire.overridden import OverriddenCell, OverriddenRow, Overrides
from smtui.questionnaire.schema import prepared
from smtui.text import format_number

SUFFIX = ".overrides.toml"
"""How the names of such files end, behind the id of their questionnaire."""

MARK = "overridden"
"""The column that says of a row whether any cell of it is overridden, where a table has it."""

_ID = re.compile(r"[a-z0-9_-]{1,64}")

_Row = tuple[str, ...]
"""A table's name and the keys of a row."""


def overrides_beside(folder: Path, questionnaire: str, fence: Fence) -> TomlFile | None:
    """The file of overrides for a questionnaire in a folder of plans; None where there is none.

    Raises `BadInput` when it cannot be read, or is a link out of the fence.
    """
    if not _ID.fullmatch(questionnaire):
        return None  # no questionnaire is called so; as a part of a path it could lead anywhere
    path = folder / f"{questionnaire}{SUFFIX}"
    return read_overrides(path, fence) if os.path.lexists(path) else None


def read_overrides(path: Path, fence: Fence) -> TomlFile:
    """A file of overrides. Raises `BadInput`."""
    if not fence.holds(path):
        what = "this is a link out of the folder of your plans"
        raise BadInput(Mistake(str(path), 0, what, "put the file itself into the folder"))
    return read_toml(
        fence.inside(path),
        max_bytes=CAPS.plan_bytes,
        max_entries=CAPS.plan_entries,
        what="set of overrides",
        opener=fence.open,
    )


class Overlay:
    """The cells of one file, laid over tables. What does not fit is noted where it stands."""

    def __init__(self, file: TomlFile, notes: Notes) -> None:
        self.file = file
        self._notes = notes
        self._given: dict[_Row, dict[str, Any]] = {}
        self._before: dict[_Row, Mapping[str, Any]] = {}

    def is_for(self, questionnaire: str) -> bool:
        """Whether the file is one for a questionnaire, as its name has it."""
        return self.file.path.name == f"{questionnaire}{SUFFIX}"

    def over(
        self, tables: Mapping[str, Table], computed: Collection[str], broken: Collection[str]
    ) -> dict[str, Table]:
        """The tables with the file's cells in them.

        `computed` are the names of what is worked out; what is `broken` is complained of already.
        """
        for key, value in self.file.data.items():
            if key != "tables":
                what = f"'{key}' cannot be overridden"
                self._wrong((key,), what, "cells of tables can: [tables.NAME.rows.ROW]")
            elif not isinstance(value, dict):
                self._wrong((key,), "'tables' must be a table", "write [tables.NAME.rows.ROW]")
            else:
                for name, raw in value.items():
                    if name not in broken:
                        self._table(name, raw, tables, computed)
        return {name: self._laid(name, table) for name, table in tables.items()}

    def told(self, scope: Scope) -> Overrides:
        """What is another now, with the labels of the rows; for tables without a mistake."""
        rows = []
        for where in self._given:
            name, *keys = where
            shape = scope.table(name)
            cells = self._changed(where, shape) if shape else ()
            if shape and cells:
                labels = [_label(*both) for both in zip(shape.keys, keys, strict=True)]
                rows.append(OverriddenRow(name, tuple(keys), ", ".join(labels), cells))
        return Overrides(self.file.path, self.file.digest, tuple(rows))

    # reading

    def _wrong(self, path: tuple[str, ...], what: str, mend: str = "") -> None:
        self._notes.at(Found(None, path, self.file), what, mend)

    def _table(
        self, name: str, raw: Any, tables: Mapping[str, Table], computed: Collection[str]
    ) -> None:
        path = ("tables", name)
        if name not in tables:
            self._wrong(
                path, f"there is no table '{name}'", suggestion(name, tables, noun="tables")
            )
            return
        if not isinstance(raw, dict):
            self._wrong(path, f"'{name}' must be a table", f"write [tables.{name}.rows.ROW]")
            return
        for key, value in raw.items():
            if key in tables[name].rows and key != "rows":
                what = f"'{key}' is a row, and stands outside the rows of '{name}'"
                self._wrong((*path, key), what, f"write [tables.{name}.rows] above it")
            elif key != "rows":
                what = f"'{key}' of a table cannot be overridden"
                self._wrong((*path, key), what, f"its cells can: [tables.{name}.rows.ROW]")
            elif not isinstance(value, dict):
                self._wrong((*path, key), f"the rows of '{name}' must be a table {{ ... }}")
            else:
                self._rows(value, tables[name].rows, tables[name], (name,), computed)

    def _rows(
        self,
        rows: Mapping[str, Any],
        known: Any,
        table: Table,
        above: _Row,
        computed: Collection[str],
    ) -> None:
        for key, raw in rows.items():
            at = (*above, key)
            where = ".".join(at[1:])
            path = ("tables", above[0], "rows", *at[1:])
            if not isinstance(known, Mapping) or key not in known:
                mend = suggestion(key, known if isinstance(known, Mapping) else (), noun="rows")
                if key in table.columns:
                    mend = f"'{key}' is a column; a row has {len(table.by)} keys"
                self._wrong(path, f"'{above[0]}' has no row '{where}'", mend)
            elif not isinstance(raw, dict):
                self._wrong(path, f"row '{where}' must be a table {{ ... }}")
            elif len(at) <= len(table.by):
                self._rows(raw, known[key], table, at, computed)
            else:
                self._cells(raw, known[key], table, at, computed)

    def _cells(
        self, raw: Mapping[str, Any], known: Any, table: Table, at: _Row, computed: Collection[str]
    ) -> None:
        name, where = at[0], ".".join(at[1:])
        before: Mapping[str, Any] = known if isinstance(known, Mapping) else {}
        columns = [one for one in table.columns if one != MARK]
        self._before[at] = before
        for column, value in raw.items():
            below = ("rows", *at[1:], column)
            path = ("tables", name, *below)
            if column == MARK:
                self._wrong(path, f"row '{where}': '{MARK}' is set by itself", "leave it out")
            elif column in table.columns:
                self._given.setdefault(at, {})[column] = prepared(value)
                # what does not fit its column is found with all other cells, and told here
                self._notes.elsewhere[("tables", name, below)] = Found(None, path, self.file)
            elif f"{name}.{column}" in computed:
                what = f"row '{where}': '{column}' is worked out from others"
                self._wrong(path, what, f"override what is written: {', '.join(columns)}")
            else:
                mend = suggestion(column, columns, noun="columns")
                self._wrong(path, f"row '{where}': there is no column '{column}'", mend)

    # laying over

    def _laid(self, name: str, table: Table) -> Table:
        mine = {at: cells for at, cells in self._given.items() if at[0] == name}
        if not mine:
            return table
        rows = dict(table.rows)
        for at, cells in mine.items():
            marked = table.columns.get(MARK) == "yesno" and self._differs(at)
            inner = rows
            for key in at[1:-1]:
                inner[key] = inner = dict(inner[key])
            inner[at[-1]] = {**self._before[at], **cells, **({MARK: True} if marked else {})}
        return replace(table, rows=rows)

    def _differs(self, at: _Row) -> bool:
        before = self._before[at]
        return any(before.get(column) != now for column, now in self._given[at].items())

    def _changed(self, at: _Row, shape: TableShape) -> tuple[OverriddenCell, ...]:
        before = self._before[at]
        return tuple(
            OverriddenCell(column, was, now, _said(was, kind), _said(now, kind), kind == TEXT)
            for column, now in self._given[at].items()
            if (was := before.get(column)) != now
            for kind in [shape.columns[column]]
        )


def _label(among: Any, key: str) -> str:
    """What a key is called; one whose words turn on answers goes by its id."""
    label: str = among.label(key)
    return key if "{" in label else label


def _said(value: Any, kind: Type) -> str:
    """A cell for people; nothing for an empty one."""
    if isinstance(value, tuple) and isinstance(kind, SeqOf):
        return ", ".join(_said(one, kind.of) for one in value)
    if isinstance(kind, ChoiceOf) and isinstance(value, str):
        return _label(kind.among, value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return format_number(value)
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return "" if value is None else str(value)
