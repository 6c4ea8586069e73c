"""What may be named in an expression, and what a compiled one is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from smtui.questionnaire.expression.types import ChoiceSet, Type
from smtui.questionnaire.expression.world import World


@dataclass
class Env:
    """One evaluation: the plan, and what the loops around hold at the moment."""

    world: World
    slots: list[Any]


Run = Callable[[Env], Any]


@dataclass(frozen=True)
class Code:
    """A compiled expression: its type, what it reads, and how to evaluate it.

    `reads` holds the names of questions and lists whose change can change the
    value, directly or through computed values; beside them "run", "check ID" and,
    where an item is called by its title, "title LIST". `uses_element` is whether the
    item or row in hand makes a difference.
    """

    text: str
    type: Type
    reads: frozenset[str]
    run: Run
    depth: int
    uses_clock: bool = False
    uses_element: bool = True

    def value(self, world: World, element: Any = None) -> Any:
        """The value on a plan; None is unknown. `element` is the item or row in hand.

        Raises `TooCostly` for an expression without reasonable end.
        """
        slots: list[Any] = [None] * (self.depth + 1)
        slots[0] = element
        return self.run(Env(world, slots))

    def holds(self, world: World, element: Any = None) -> bool:
        """Whether a condition holds; unknown does not."""
        return self.value(world, element) is True


@dataclass(frozen=True)
class Symbol:
    """A name that can stand in an expression.

    `read(world, element)` gives the value; `element` is the id of the item or
    row that it belongs to, empty for names that stand alone. `answers` is the
    name of the question behind it, if it is one, and `place` leads from the
    element to the item of that question, where it is another one.
    """

    type: Type
    read: Callable[[World, Any], Any]
    reads: frozenset[str]
    answers: str = ""
    uses_clock: bool = False
    place: Callable[[str], str] | None = None


@dataclass(frozen=True)
class TableShape:
    """A table as `lookup` needs it: the sets of its keys, its columns, its cells."""

    keys: tuple[ChoiceSet, ...]
    columns: Mapping[str, Type]
    cells: Mapping[tuple[str, ...], Mapping[str, Any]]


Lazy = Callable[[], Symbol]
LazyTable = Callable[[], TableShape]


@dataclass
class Scope:
    """Everything that an expression of a questionnaire may name.

    `names` are global (questions, fields, lists, tables, computed values),
    `members` are reached through an item ("item", list), a row of a table ("row", table)
    or of a grid ("grid", name).
    What needs more work is worked out when first asked for, hence functions. `rows` tells
    for each grid what a row is for: a choice or an item. `foreign` are the word lists of
    another language: no text can be compared with them; who tries reads "words NAME". `broken`
    holds what has a mistake of its own, so that its name is no second one. `fields` are the
    full names of a record's fields and a grid's columns. `notes` have no answer to name.
    """

    names: dict[str, Symbol | Lazy] = field(default_factory=dict)
    members: dict[tuple[str, str], dict[str, Symbol | Lazy]] = field(default_factory=dict)
    tables: dict[str, TableShape | LazyTable] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    foreign: frozenset[str] = frozenset()
    sections: set[str] = field(default_factory=set)
    section_reads: dict[str, frozenset[str]] = field(default_factory=dict)
    checks: set[str] = field(default_factory=set)
    rows: dict[str, Type] = field(default_factory=dict)
    findings: dict[str, Symbol] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    notes: set[str] = field(default_factory=set)

    def find(self, name: str) -> Symbol | None:
        """The symbol of a global name."""
        found = self.names.get(name)
        return found() if callable(found) else found

    def table(self, name: str) -> TableShape | None:
        """The shape of a table."""
        found = self.tables.get(name)
        return found() if callable(found) else found

    def member(self, owner: tuple[str, str], name: str) -> Symbol | None:
        """The symbol of an item's question or a row's column."""
        found = self.members.get(owner, {}).get(name)
        return found() if callable(found) else found

    def member_names(self, owner: tuple[str, str]) -> Iterable[str]:
        """What can be named on an item or row, for suggestions."""
        return self.members.get(owner, {})
