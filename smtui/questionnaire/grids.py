"""What can be named of a grid: the columns of a row in hand, and fixed rows by their ids."""

from collections.abc import Callable
from typing import Any

from smtui.questionnaire.expression import TEXT, Scope, Symbol, World
from smtui.questionnaire.kinds import Grid

Member = Symbol | Callable[[], Symbol]


def add_grid(scope: Scope, grid: Grid, owner: str, symbol_of: Callable[[str], Symbol]) -> None:
    """Add to a scope the members of a grid's rows, and the names of its fixed rows.

    `owner` is the list that the grid belongs to. A row is known by the id of the item of that
    list, a dot, and its own id.
    """
    name = grid.id
    members: dict[str, Member] = {
        one.id.removeprefix(f"{name}."): _later(symbol_of, one.id) for one in grid.columns
    }
    members.setdefault("row", lambda: _row(scope, name, symbol_of))
    label = Symbol(TEXT, lambda world, row: world.row_label(name, row), frozenset({name}))
    members.setdefault("label", label)
    if owner:
        # what the item around answers, too
        for short, found in scope.members[("item", owner)].items():
            members.setdefault(short, _of_owner(found))
    scope.members[("grid", name)] = members
    scope.fields[name] = tuple(one.id for one in grid.columns)
    target = scope.members[("item", owner)] if owner else scope.names
    short = name.removeprefix(f"{owner}.") if owner else name
    for row in grid.rows:
        for column in grid.columns:
            cell = _cell(symbol_of, column.id, row.id)
            target[f"{short}.{row.id}.{column.id.removeprefix(name + '.')}"] = cell
            if len(grid.columns) == 1:
                target[f"{short}.{row.id}"] = cell


def owner_of(row: str) -> str:
    """The item that a row belongs to; empty outside lists."""
    return row.partition(".")[0]


def row_of(row: str) -> str:
    """The own id of a row."""
    return row.partition(".")[2]


def _later(symbol_of: Callable[[str], Symbol], name: str) -> Callable[[], Symbol]:
    return lambda: symbol_of(name)


def _row(scope: Scope, name: str, symbol_of: Callable[[str], Symbol]) -> Symbol:
    """The choice or item that a row is for."""
    symbol_of(name)
    kind = scope.rows[name]

    def read(world: World, row: Any) -> Any:
        return row_of(row)

    return Symbol(kind, read, frozenset({name}))


def _of_owner(found: Member) -> Callable[[], Symbol]:
    def symbol() -> Symbol:
        one = found() if callable(found) else found

        def read(world: World, row: Any) -> Any:
            return one.read(world, owner_of(row))

        return Symbol(one.type, read, one.reads, one.answers, one.uses_clock, owner_of)

    return symbol


def _cell(symbol_of: Callable[[str], Symbol], column: str, row: str) -> Callable[[], Symbol]:
    """One cell of a fixed row, of the item in hand."""

    def place(item: str) -> str:
        return f"{item}.{row}"

    def symbol() -> Symbol:
        one = symbol_of(column)

        def read(world: World, item: Any) -> Any:
            return one.read(world, place(item))

        return Symbol(one.type, read, one.reads, column, one.uses_clock, place)

    return symbol
