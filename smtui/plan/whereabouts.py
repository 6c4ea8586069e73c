"""The tables of a plan's file that hold answers: the whole file, and each item of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeGuard


def is_blank(value: Any) -> bool:
    """Whether a value of a file says nothing."""
    return value is None or value in ("", [], {})


def are_tables(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    """Whether a value is a list of tables, and not an empty one."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def id_by_place(list_id: str, at: int, taken: set[str]) -> str:
    """An id for an item written by hand without one: s1, s2 ..., so that links can be made."""
    number = at + 1
    while f"{list_id[0]}{number}" in taken:
        number += 1
    made = f"{list_id[0]}{number}"
    taken.add(made)
    return made


def written_ids(lists: Iterable[Any]) -> set[str]:
    """The ids that stand in the items of some lists of a file."""
    items = (one for raw in lists if isinstance(raw, list) for one in raw)
    ids = (one.get("id") for one in items if isinstance(one, dict))
    return {one for one in ids if isinstance(one, str)}


@dataclass
class Where:
    """A table in which answers are found by their names.

    Of a list, `number` counts from 1. In a grid `row` is a row's id; where a row is its only
    value, not a table, it is `flat`.
    """

    table: dict[str, Any]
    list: str = ""
    number: int = 0
    row: str = ""
    flat: bool = False

    @property
    def owner(self) -> str:
        """The item's id."""
        return str(self.table.get("id", "")) if self.list else ""

    @property
    def item(self) -> str:
        """The item's id, as places have it: in a grid with a dot and the row."""
        return f"{self.owner}.{self.row}" if self.row else self.owner

    def _path(self, name: str) -> tuple[str, ...]:
        """Where an answer of this name lies in the table."""
        path = tuple(name.split("."))[1 if self.list else 0 :]
        if not self.row:
            return path
        return (*path[:-1], self.row) if self.flat else (*path[:-1], self.row, path[-1])

    def get(self, name: str) -> Any:
        """The value under a name; None when there is none."""
        found: Any = self.table
        for part in self._path(name):
            found = found.get(part) if isinstance(found, dict) else None
        return None if is_blank(found) else found

    def put(self, name: str, value: Any) -> None:
        """Put a value under a name. What lies above it must be a table, or nothing."""
        *above, last = self._path(name)
        table = self.table
        for part in above:
            table = table.setdefault(part, {})
        table[last] = value

    def pop(self, name: str) -> Any:
        """Take a value out; the tables that it leaves empty go."""
        path = self._path(name)
        tables = [self.table]
        for part in path[:-1]:
            tables.append(tables[-1][part])
        value = tables[-1].pop(path[-1])
        above = list(zip(tables, path, tables[1:], strict=False))
        for table, part, below in reversed(above):
            if not below:
                del table[part]
        return value
