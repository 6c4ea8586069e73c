"""Gives expressions their scope: what each name means, which choices there are, what tables hold."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from smtui.mistakes import suggestion
from smtui.questionnaire.expression import (
    DATE,
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    ChoiceRow,
    ChoiceSet,
    Code,
    Flaw,
    ItemOf,
    Scope,
    SeqOf,
    Symbol,
    TableShape,
    Type,
    World,
    compile_source,
    compile_value,
)
from smtui.questionnaire.kinds import OneOf
from smtui.questionnaire.model import Computed, Home, ItemList, Question, Table, WordList

_SIMPLE: dict[str, Type] = {
    "number": NUMBER,
    "text": TEXT,
    "texts": SeqOf(of=TEXT),
    "yesno": YESNO,
    "date": DATE,
}
_OF = re.compile(r"(choices?) of (?:\(([^)]*)\)|([a-z0-9_.]+))")
Wrong = Callable[[tuple[str, str], str, str, Flaw | None], None]


class Cycle(Exception):
    """A value that needs itself, with the way round."""


@dataclass
class Scoping:
    """Builds the scope of a questionnaire from its parts.

    `wrong(owner, what, mend, flaw)` notes a mistake; `owner` is a kind of thing
    and its id, such as ("tables", "fit") or ("choices_from", "channel.name").
    """

    questions: Mapping[str, Question]
    homes: Mapping[str, Home]
    lists: Mapping[str, ItemList]
    tables: Mapping[str, Table]
    computed: tuple[Computed, ...]
    words: Mapping[str, WordList]
    wrong: Wrong
    scope: Scope = field(default_factory=Scope)
    among: dict[str, ChoiceSet] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    codes: dict[tuple[str, str], Code] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _done: dict[str, Symbol] = field(default_factory=dict)

    def build(self) -> None:
        """Fill the scope. Afterwards `among` and `types` hold every question's."""
        runs = ChoiceSet("run", {one: ChoiceRow(one, one) for one in ("quick", "full")})
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
        for one in self.computed:
            self._add_computed(one)
        for name, table in self.tables.items():
            self._add_table(name, table)
        for name in self.questions:
            self._settle(name)

    def _settle(self, name: str) -> None:
        """Have a question's type, whether or not anything names it."""
        try:
            self.symbol_of(name)
        except (Flaw, Cycle) as problem:
            flaw = problem if isinstance(problem, Flaw) else None
            self.wrong(("choices_from", name), str(problem), flaw.mend if flaw else "", flaw)

    # questions

    def _add_question(self, name: str, question: Question) -> None:
        owner = self.homes[name].list
        if not question.answerable:
            self.types[name] = TEXT
            return

        def symbol() -> Symbol:
            return self.symbol_of(name)

        if owner:
            self.scope.members[("item", owner)][name.removeprefix(owner + ".")] = symbol
        else:
            self.scope.names[name] = symbol

    def symbol_of(self, name: str) -> Symbol:
        """What a question's name means. Raises `Flaw` or `Cycle` while its choices cannot be known."""
        if name in self._done:
            return self._done[name]
        return self._within(name, lambda: self._make_symbol(name))

    def _within(self, name: str, work: Callable[[], Symbol]) -> Symbol:
        if name in self._open:
            way = [*self._open[self._open.index(name) :], name]
            raise Cycle("this needs itself: " + " -> ".join(way))
        self._open.append(name)
        try:
            made = self._done[name] = work()
            return made
        finally:
            self._open.pop()

    def _make_symbol(self, name: str) -> Symbol:
        question = self.questions[name]
        if isinstance(question, OneOf):
            self.among[name] = self._choices(question)
        kind = question.answer_type(self.among.get(name))
        self.types[name] = kind
        return Symbol(kind, lambda world, item: world.value(name, item), frozenset({name}), name)

    def _choices(self, question: OneOf) -> ChoiceSet:
        rows = {
            one.id: ChoiceRow(one.id, one.label, one.help, one.points, one.alone)
            for one in question.choices
        }
        table = ""
        if question.choices_from:
            owner = self.homes[question.id].list
            element = ItemOf(list=owner) if owner else None
            code, _ = compile_source(question.choices_from, self.scope, element)
            inner = code.type.of if isinstance(code.type, SeqOf) else code.type
            if not isinstance(inner, ChoiceOf):
                raise Flaw(
                    "these are no choices", 0, len(question.choices_from),
                    "name a table with one key, or chosen values",
                )
            self.codes[(question.id, "choices_from")] = code
            rows = {**inner.among.rows, **rows}
            table = inner.among.table
        if question.other:
            rows["other"] = ChoiceRow("other", question.other)
        return ChoiceSet(question.id, rows, table)

    # computed values

    def _add_computed(self, one: Computed) -> None:
        owner: tuple[str, str] | None = None
        element: Type | None = None
        name = one.id
        base = one.over.split(" as ")[0].strip()
        alias = one.over.split(" as ")[1].strip() if " as " in one.over else ""
        if one.over:
            if base in self.lists:
                owner, element = ("item", base), ItemOf(list=base)
            elif base in self.among and self.among[base].table == base:
                owner, element = ("row", base), ChoiceOf(among=self.among[base])
            else:
                known = [*self.lists, *(n for n, t in self.tables.items() if t.by == ("id",))]
                self.wrong(
                    ("computed", name), f"there is no list or table '{base}' to compute for",
                    suggestion(base, known, noun="there are"), None,
                )
                return
            name = f"{base}.{one.id}"

        def symbol() -> Symbol:
            if name in self._done:
                return self._done[name]
            return self._within(name, lambda: self._compute(one, name, element, alias))

        target = self.scope.members.setdefault(owner, {}) if owner else self.scope.names
        if one.id in target:
            self.wrong(("computed", one.id), f"'{name}' is defined twice", "choose another id", None)
        target[one.id] = symbol

    def _compute(self, one: Computed, name: str, element: Type | None, alias: str) -> Symbol:
        code = compile_value(one.value, self.scope, element, name=alias)
        self.codes[(name, "value")] = code

        def read(world: World, at: Any) -> Any:
            return world.remembered(("computed", name, at), lambda: code.value(world, at))

        return Symbol(code.type, read, code.reads)

    # tables

    def _add_rows(self, name: str, table: Table) -> None:
        """A table with one key of its own: its rows are a set of choices."""
        rows = {}
        for key, raw in table.rows.items():
            cell: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
            rows[key] = ChoiceRow(
                key,
                str(cell.get("label", key)),
                str(cell.get("help", "")),
                cell.get("points"),
                cell.get("alone") is True,
            )
        among = self.among[name] = ChoiceSet(name, rows, name)
        self.scope.names[name] = Symbol(
            SeqOf(of=ChoiceOf(among=among)), lambda world, _: tuple(rows), frozenset()
        )
        members = self.scope.members[("row", name)] = {}
        for column in table.columns:
            members[column] = self._column(name, table, column)
        if "label" not in members:
            members["label"] = Symbol(TEXT, lambda world, key: among.label(key), frozenset())

    def _column(self, name: str, table: Table, column: str) -> Callable[[], Symbol]:
        def symbol() -> Symbol:
            key = f"{name}.{column}"
            if key in self._done:
                return self._done[key]
            kind = self._within(key, lambda: Symbol(self._column_type(table.columns[column]), _nothing, frozenset())).type
            cells = table.rows

            def read(world: World, row: Any) -> Any:
                found = cells.get(row)
                return found.get(column) if isinstance(found, Mapping) else None

            made = self._done[key] = Symbol(kind, read, frozenset())
            return made

        return symbol

    def _column_type(self, words: str) -> Type:
        if words in _SIMPLE:
            return _SIMPLE[words]
        match = _OF.fullmatch(words)
        if not match:
            raise Flaw(
                f"'{words}' is not a type of column", 0, len(words),
                "types: number, text, texts, yesno, date, choice of NAME, choices of NAME, choice of (a, b)",
            )
        if match[2] is not None:
            ids = [one.strip() for one in match[2].split(",")]
            among = ChoiceSet(", ".join(ids), {one: ChoiceRow(one, one) for one in ids})
        else:
            among = self.set_called(match[3])
        return SeqOf(of=ChoiceOf(among=among)) if match[1] == "choices" else ChoiceOf(among=among)

    def set_called(self, name: str) -> ChoiceSet:
        """The choices that a table's rows or a question have. Raises `Flaw`."""
        if name in self.questions and isinstance(self.questions[name], OneOf):
            self.symbol_of(name)
        if name not in self.among:
            names = [n for n, t in self.tables.items() if t.by == ("id",)]
            names += [n for n, q in self.questions.items() if isinstance(q, OneOf)]
            raise Flaw(f"'{name}' has no choices", 0, len(name), suggestion(name, names, noun="there are"))
        return self.among[name]

    def _add_table(self, name: str, table: Table) -> None:
        owner = ("tables", name)
        try:
            keys = tuple(self.among[name] if key == "id" else self.set_called(key) for key in table.by)
            columns = {column: self._column_type(kind) for column, kind in table.columns.items()}
        except (Flaw, Cycle) as problem:
            self.wrong(owner, str(problem), getattr(problem, "mend", ""), None)
            return
        cells: dict[tuple[str, ...], Mapping[str, Any]] = {}
        self._read_rows(owner, table.rows, keys, columns, (), cells)
        self.scope.tables[name] = TableShape(keys, columns, cells)

    def _read_rows(
        self,
        owner: tuple[str, str],
        rows: Mapping[str, Any],
        keys: tuple[ChoiceSet, ...],
        columns: Mapping[str, Type],
        above: tuple[str, ...],
        cells: dict[tuple[str, ...], Mapping[str, Any]],
    ) -> None:
        among = keys[len(above)]
        for key, raw in rows.items():
            where = ".".join((*above, key))
            if key not in among:
                self.wrong(
                    owner, f"row '{where}': '{key}' is not one of '{among.name}'",
                    suggestion(key, list(among.rows)), None,
                )
            elif not isinstance(raw, Mapping):
                self.wrong(owner, f"row '{where}' must be a table {{ ... }}", "", None)
            elif len(above) + 1 < len(keys):
                self._read_rows(owner, raw, keys, columns, (*above, key), cells)
            else:
                self._read_cells(owner, where, raw, columns)
                cells[(*above, key)] = raw

    def _read_cells(
        self, owner: tuple[str, str], where: str, raw: Mapping[str, Any], columns: Mapping[str, Type]
    ) -> None:
        for column, value in raw.items():
            if column not in columns:
                self.wrong(
                    owner, f"row '{where}': there is no column '{column}'",
                    suggestion(column, list(columns), noun="columns"), None,
                )
            elif words := _unfit(value, columns[column]):
                self.wrong(owner, f"row '{where}', column '{column}': {words}", "", None)


def _nothing(world: World, at: Any) -> Any:
    return None


def _items(name: str) -> Symbol:
    return Symbol(SeqOf(of=ItemOf(list=name)), lambda world, _: world.items(name), frozenset({name}))


def _unfit(value: Any, kind: Type) -> str:
    """What is wrong with a cell; empty when it fits its column."""
    if isinstance(kind, SeqOf):
        if not isinstance(value, tuple):
            return "a list [...] is expected"
        return next((words for one in value if (words := _unfit(one, kind.of))), "")
    if isinstance(kind, ChoiceOf):
        if value in kind.among:
            return ""
        return f"'{value}' is not one of {', '.join(list(kind.among.rows)[:8])}"
    wanted: dict[Type, tuple[type, ...]] = {
        NUMBER: (int, float), TEXT: (str,), YESNO: (bool,), DATE: (date,)
    }
    fits = isinstance(value, wanted[kind]) and (kind == YESNO or not isinstance(value, bool))
    return "" if fits else f"{kind.words} is expected"
