"""The types of values that an expression can have."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ChoiceRow:
    """One choice of a set: its id, what it is called, and what it is worth."""

    id: str
    label: str
    help: str = ""
    points: float | None = None
    alone: bool = False
    group: str = ""
    retired: bool = False


@dataclass(frozen=True, eq=False)
class ChoiceSet:
    """The ids that an answer may have. `table` names the table whose rows they are, if any."""

    name: str
    rows: Mapping[str, ChoiceRow]
    table: str = ""

    def __contains__(self, choice: object) -> bool:
        return choice in self.rows

    def label(self, choice: str) -> str:
        """What a choice is called; its id when it is not one of the set."""
        row = self.rows.get(choice)
        return row.label if row else choice

    @property
    def has_points(self) -> bool:
        """Whether any choice of the set carries points."""
        return any(row.points is not None for row in self.rows.values())


@dataclass(frozen=True)
class Type:
    """A type; `words` is how a message speaks of it."""

    words: str


NUMBER = Type("a number")
TEXT = Type("a text")
DATE = Type("a date")
YESNO = Type("yes or no")


@dataclass(frozen=True)
class ChoiceOf(Type):
    """A choice of a set (also a row of a table with one key: rows are known by their id)."""

    words: str = field(default="a choice", init=False)
    among: ChoiceSet


@dataclass(frozen=True)
class ItemOf(Type):
    """An item of a list, known by its id; a link's value has this type too."""

    words: str = field(default="an item", init=False)
    list: str


@dataclass(frozen=True)
class RowOf(Type):
    """A row of a grid, known by the item that the grid belongs to and its own id."""

    words: str = field(default="a row", init=False)
    grid: str


@dataclass(frozen=True)
class SeqOf(Type):
    """Several values of one type, in order."""

    words: str = field(default="a list", init=False)
    of: Type


@dataclass(frozen=True)
class RecordOf(Type):
    """A record: only its state can be asked; its fields are names of their own."""

    words: str = field(default="a record", init=False)
    name: str


@dataclass(frozen=True)
class FieldOf(Type):
    """A field of a record, as `fields of` gives them: only its state can be asked."""

    words: str = field(default="a field", init=False)
    record: str


def describe(kind: Type) -> str:
    """How a message speaks of a type, with the name of its set or list."""
    if isinstance(kind, ChoiceOf):
        return f"a choice of '{kind.among.name}'"
    if isinstance(kind, ItemOf):
        return f"an item of '{kind.list}'"
    if isinstance(kind, RowOf):
        return f"a row of '{kind.grid}'"
    if isinstance(kind, SeqOf):
        return f"several values, each {describe(kind.of)}"
    return kind.words


def same(left: Type, right: Type) -> bool:
    """Whether values of the two types can be compared with each other."""
    if isinstance(left, ChoiceOf) and isinstance(right, ChoiceOf):
        a, b = left.among, right.among
        return (
            a.name == b.name
            or (bool(a.table) and a.table == b.table)
            or not set(a.rows).isdisjoint(b.rows)
        )
    if isinstance(left, ItemOf) and isinstance(right, ItemOf):
        return left.list == right.list
    if isinstance(left, SeqOf) and isinstance(right, SeqOf):
        return same(left.of, right.of)
    return left == right
