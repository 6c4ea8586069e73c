"""Gives expressions their scope: what each name means, and which choices there are."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from smtui.mistakes import suggestion
from smtui.questionnaire.expression import (
    TEXT,
    ChoiceOf,
    ChoiceRow,
    ChoiceSet,
    Code,
    Flaw,
    ItemOf,
    RowOf,
    Scope,
    SeqOf,
    Spoilt,
    Symbol,
    TableShape,
    Type,
    World,
    compile_source,
    compile_value,
)
from smtui.questionnaire.grids import add_grid
from smtui.questionnaire.kinds import Derived, Grid, Link, Note, OneOf
from smtui.questionnaire.meanings import Meanings
from smtui.questionnaire.model import RUNS, Computed, Home, ItemList, Question, Table, WordList
from smtui.questionnaire.notes import Notes, Path
from smtui.questionnaire.tables import cells_of, column_type, rows_as_choices

_T = TypeVar("_T")


@dataclass
class Scoping:
    """Builds the scope of a questionnaire from its parts.

    What a name means is worked out when it is first asked for. A mistake in it is noted
    once, where it stands; whatever names it is `Spoilt`, which is no mistake of its own.
    """

    questions: Mapping[str, Question]
    homes: Mapping[str, Home]
    lists: Mapping[str, ItemList]
    tables: Mapping[str, Table]
    computed: tuple[Computed, ...]
    words: Mapping[str, WordList]
    notes: Notes
    scope: Scope = field(default_factory=Scope)
    among: dict[str, ChoiceSet] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    codes: dict[tuple[str, str], Code] = field(default_factory=dict)
    _meanings: Meanings = field(init=False)

    def __post_init__(self) -> None:
        self._meanings = Meanings(self.notes)

    def build(self) -> None:
        """Fill the scope. Afterwards `among` and `types` hold every question's."""
        runs = ChoiceSet("run", {one: ChoiceRow(one, one) for one in RUNS})
        self.scope.names["run"] = Symbol(
            ChoiceOf(among=runs), lambda world, _: world.run, frozenset({"run"})
        )
        for name, words in self.words.items():
            self.scope.words[name] = words.words
        for name, table in self.tables.items():
            if table.by == ("id",):
                self._add_rows(name, table)
        for name in self.lists:
            self.scope.names[name] = _items(name)
            self.scope.members[("item", name)] = {}
        for name, question in self.questions.items():
            self._add_question(name, question)
        for name, question in self.questions.items():
            if isinstance(question, Grid):
                add_grid(self.scope, question, self.homes[name].list, self.symbol_of)
        for one in self.computed:
            self._add_computed(one)
        for name in self.tables:
            self.scope.tables[name] = partial(self._shape_of, name)
        self._settle()

    def _settle(self) -> None:
        """Work out everything, whether or not anything names it."""
        for name in self.tables:
            with suppress(Spoilt):
                self._shape_of(name)
        for name, question in self.questions.items():
            if not isinstance(question, Note):
                with suppress(Spoilt):
                    self.symbol_of(name)
        for one in self.computed:
            with suppress(Spoilt):
                self._named(one)

    # questions

    def _add_question(self, name: str, question: Question) -> None:
        home = self.homes[name]
        if isinstance(question, Note):
            self.types[name] = TEXT
            self.scope.notes.add(name)
            return
        if isinstance(self.questions.get(home.record), Grid):
            return  # only a row of the grid has it
        if home.record:
            self.scope.fields[home.record] = (*self.scope.fields.get(home.record, ()), name)
        if home.list and isinstance(question, Link):
            links = self.scope.links.setdefault(home.list, {})
            links[name.removeprefix(home.list + ".")] = question.to

        def symbol() -> Symbol:
            return self.symbol_of(name)

        if home.list:
            self.scope.members[("item", home.list)][name.removeprefix(home.list + ".")] = symbol
        else:
            self.scope.names[name] = symbol

    def element_of(self, name: str) -> Type | None:
        """What is in hand where a question's sentences are read: a row, an item, nothing."""
        home = self.homes[name]
        if isinstance(self.questions.get(home.record), Grid):
            return RowOf(grid=home.record)
        return ItemOf(list=home.list) if home.list else None

    def symbol_of(self, name: str) -> Symbol:
        """What a question's name means. Raises `Spoilt` when its choices cannot be known."""
        question = self.questions[name]
        key = "choices_from"
        if isinstance(question, Grid | Derived):
            key = "rows_from" if isinstance(question, Grid) else "value"
        return self._meanings.within(
            name, ("questions", name, (key,)), lambda: self._make_symbol(name)
        )

    def _make_symbol(self, name: str) -> Symbol:
        question = self.questions[name]
        if isinstance(question, Derived):
            return self._derived(question)
        among = self._choices(question) if isinstance(question, OneOf) else None
        if among is not None:
            self.among[name] = among
        if isinstance(question, Grid):
            self._add_rows_of(question)
        kind = question.answer_type(among)
        self.types[name] = kind
        if isinstance(question, Grid):
            return Symbol(kind, lambda world, item: world.rows(name, item), frozenset({name}), name)
        return Symbol(kind, lambda world, item: world.value(name, item), frozenset({name}), name)

    def _derived(self, question: Derived) -> Symbol:
        name = question.id
        code = compile_value(question.value, self.scope, self.element_of(name))
        self.codes[(name, "value")] = code
        self.types[name] = code.type
        reads = code.reads | {name}
        return Symbol(code.type, lambda world, item: world.value(name, item), reads, name)

    def _add_rows_of(self, grid: Grid) -> None:
        """What the rows of a grid are for: its own set, or the choices or items that it names."""
        name = grid.id
        rows = {row.id: ChoiceRow(row.id, row.label, row.help) for row in grid.rows}
        self.among[name] = ChoiceSet(name, rows)
        if grid.rows_from:
            self._refuse_hidden(grid.rows_from, name)
            code, _ = compile_source(grid.rows_from, self.scope, self.element_of(name))
            inner = code.type.of if isinstance(code.type, SeqOf) else code.type
            if not isinstance(inner, ChoiceOf | ItemOf):
                mend = "name chosen values, a table with one key, or a list"
                raise Flaw("these cannot be rows", 0, len(grid.rows_from), mend)
            self.codes[(name, "rows_from")] = code
            if isinstance(inner, ChoiceOf):
                self.among[name] = inner.among
            self.scope.rows[name] = inner
        else:
            self.scope.rows[name] = ChoiceOf(among=self.among[name])

    def _refuse_hidden(self, source: str, name: str) -> None:
        """Catch a table that a question of the same item or row hides by its short name."""
        element = self.element_of(name)
        word = source.partition(" ")[0]
        if word not in self.tables or not isinstance(element, ItemOf | RowOf):
            return
        inner = element.list if isinstance(element, ItemOf) else element.grid
        hiding = [f"{inner}.{word}", f"{inner.partition('.')[0]}.{word}"]
        kind = "item" if isinstance(element, ItemOf) else "grid"
        if word in self.scope.members.get((kind, inner), {}):
            found = next((one for one in hiding if one in self.questions), word)
            what = f"'{word}' is the question '{found}' here, not the table"
            raise Flaw(what, 0, len(word), "give the table another name")

    def _choices(self, question: OneOf) -> ChoiceSet:
        rows = {
            one.id: ChoiceRow(
                one.id, one.label, one.help, one.points, one.alone, one.group, one.retired
            )
            for one in question.choices
        }
        table = ""
        if question.choices_from:
            self._refuse_hidden(question.choices_from, question.id)
            element = self.element_of(question.id)
            code, _ = compile_source(question.choices_from, self.scope, element)
            inner = code.type.of if isinstance(code.type, SeqOf) else code.type
            if not isinstance(inner, ChoiceOf):
                raise Flaw(
                    "these are no choices",
                    0,
                    len(question.choices_from),
                    "name a table with one key, or chosen values",
                )
            self.codes[(question.id, "choices_from")] = code
            of_all, _ = compile_source(question.choices_from, self.scope, element, sorted=False)
            self.codes[(question.id, "choices_from.all")] = of_all
            rows = {**inner.among.rows, **rows}
            table = inner.among.table
        if question.other:
            rows["other"] = ChoiceRow("other", question.other_label)
        return ChoiceSet(question.id, rows, table)

    # computed values

    def _add_computed(self, one: Computed) -> None:
        owner, element = self._for(one)
        if one.base and owner is None:
            if one.base not in self.scope.broken and one.base not in self.tables:
                known = [*self.lists, *self._tables_of_choices()]
                what = f"there is no list or table '{one.base}' to compute for"
                mend = suggestion(one.base, known, noun="there are")
                self.notes.of("computed", one.name, what, mend, below=("for",))
            self._meanings.fail(one.name)
            return
        stands = ("computed", one.name, ("value",))

        def symbol() -> Symbol:
            return self._meanings.within(one.name, stands, lambda: self._compute(one, element))

        target = self.scope.members[owner] if owner else self.scope.names
        if one.id in target:
            what = f"'{one.name}' means something else already"
            self.notes.of("computed", one.name, what, "choose another id", below=("id",))
            return
        target[one.id] = symbol

    def _for(self, one: Computed) -> tuple[tuple[str, str] | None, Type | None]:
        """What a computed value is a column of, and the type of the item or row in hand."""
        if one.base in self.lists:
            return ("item", one.base), ItemOf(list=one.base)
        if ("row", one.base) in self.scope.members:
            return ("row", one.base), ChoiceOf(among=self.among[one.base])
        return None, None

    def _named(self, one: Computed) -> None:
        owner, _ = self._for(one)
        if owner:
            self.scope.member(owner, one.id)
        else:
            self.scope.find(one.id)

    def _compute(self, one: Computed, element: Type | None) -> Symbol:
        name = one.name
        code = compile_value(one.value, self.scope, element, name=one.alias)
        self.codes[(name, "value")] = code

        def read(world: World, at: Any) -> Any:
            return world.remembered(("computed", name, at), lambda: code.value(world, at))

        return Symbol(code.type, read, code.reads)

    # tables

    def _add_rows(self, name: str, table: Table) -> None:
        """A table with one key of its own: its rows are a set of choices."""
        among = self.among[name] = rows_as_choices(name, table)
        keys = tuple(among.rows)
        self.scope.names[name] = Symbol(
            SeqOf(of=ChoiceOf(among=among)), lambda world, _: keys, frozenset()
        )
        members = self.scope.members[("row", name)] = {}
        for column in table.columns:
            members[column] = self._column(name, table, column)
        if "label" not in members:
            members["label"] = Symbol(TEXT, lambda world, key: among.label(key), frozenset())

    def _column(self, name: str, table: Table, column: str) -> Callable[[], Symbol]:
        cells = table.rows

        def read(world: World, row: Any) -> Any:
            found = cells.get(row)
            return found.get(column) if isinstance(found, Mapping) else None

        def symbol() -> Symbol:
            stands: tuple[str, str, Path] = ("tables", name, ("columns", column))
            return self._meanings.within(
                f"{name}.{column}",
                stands,
                lambda: Symbol(
                    column_type(table.columns[column], self.set_called), read, frozenset()
                ),
            )

        return symbol

    def _tables_of_choices(self) -> list[str]:
        return [name for name, table in self.tables.items() if table.by == ("id",)]

    def set_called(self, name: str) -> ChoiceSet:
        """The choices that a table's rows or a question have. Raises `Flaw`."""
        if isinstance(self.questions.get(name), OneOf):
            self.symbol_of(name)
        if name in self.among:
            return self.among[name]
        if name in self.scope.broken:
            raise Spoilt
        names = self._tables_of_choices()
        names += [name for name, one in self.questions.items() if isinstance(one, OneOf)]
        mend = suggestion(name, names, noun="there are")
        raise Flaw(f"'{name}' has no choices", 0, len(name), mend)

    def _shape_of(self, name: str) -> TableShape:
        """A table for `lookup`. Raises `Spoilt` when its head is wrong; every mistake is noted."""
        stands: tuple[str, str, Path] = ("tables", name, ())
        return self._meanings.within(f"the table {name}", stands, lambda: self._make_shape(name))

    def _make_shape(self, name: str) -> TableShape:
        table = self.tables[name]
        keys = [
            self._tried(("tables", name, ("by", at)), partial(self._key_set, name, key))
            for at, key in enumerate(table.by)
        ]
        columns = {column: self._kind_of(name, column) for column in table.columns}
        sets = tuple(one for one in keys if one is not None)
        kinds = {column: kind for column, kind in columns.items() if kind is not None}
        if len(sets) < len(keys) or len(kinds) < len(columns) or not sets:
            raise Spoilt

        def wrong(path: Path, what: str, mend: str) -> None:
            self.notes.of("tables", name, what, mend, below=("rows", *path))

        cells = cells_of(table.rows, sets, kinds, wrong, table.columns)
        return TableShape(sets, kinds, cells)

    def _kind_of(self, name: str, column: str) -> Type | None:
        """The type of a column, or None with its mistake noted."""
        member = self.scope.members.get(("row", name), {}).get(column)
        if callable(member):
            try:
                return member().type
            except Spoilt:
                return None
        work = partial(column_type, self.tables[name].columns[column], self.set_called)
        return self._tried(("tables", name, ("columns", column)), work)

    def _key_set(self, name: str, key: str) -> ChoiceSet:
        if key != "id":
            return self.set_called(key)
        if self.tables[name].by != ("id",):
            raise Flaw("'id' can only be the one key of a table", 0, 2)
        return self.among[name]

    def _tried(self, stands: tuple[str, str, Path], work: Callable[[], _T]) -> _T | None:
        """The result of some work, or None with its mistake noted."""
        try:
            return work()
        except Flaw as flaw:
            self.notes.flaw(*stands, flaw)
            return None


def _items(name: str) -> Symbol:
    return Symbol(
        SeqOf(of=ItemOf(list=name)), lambda world, _: world.items(name), frozenset({name})
    )
