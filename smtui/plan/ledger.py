"""The table that says what became of each answer of an older plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from smtui.plan.conversion import for_people
from smtui.plan.whereabouts import Where, are_tables, is_blank
from smtui.questionnaire.expression import ChoiceOf
from smtui.questionnaire.kinds import Grid, Text
from smtui.questionnaire.model import Questionnaire
from smtui.text import clean_line, plural

KEPT, MOVED, AGAIN, PARKED = "kept", "moved", "to answer again", "parked"
GROUPS: Mapping[str, str] = {
    AGAIN: "does not fit any more; the answer is still there",
    MOVED: "has a new name or a new form",
    PARKED: "is not asked any more; it stays in the file",
    KEPT: "is as it was",
}
"""What can become of an answer; what needs a person comes first."""

Spot = tuple[str, str]
"""A full name, and an item's id or nothing."""


@dataclass(frozen=True)
class Row:
    """What became of one answer: its names in the file then and now, its value then, and why.

    `new` is empty for what is not asked any more.
    """

    what: str
    old: str
    new: str
    label: str
    was: str
    why: str = ""


@dataclass
class Ledger:
    """Takes down what becomes of answers, in words.

    `rivals` are older names, as they would be today, with an answer that does not count, for
    there is one under today's name too. `origins` tells the older name of each answer and of
    each row of a grid.
    """

    questionnaire: Questionnaire
    rows: list[Row] = field(default_factory=list)
    rivals: dict[Spot, str] = field(default_factory=dict)
    origins: dict[Spot, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._titling: dict[str, tuple[str, ...]] = {}  # of a list: the names of its texts

    def tell(self, what: str, old: str, new: str, label: str, was: str, why: str = "") -> None:
        """Take one down."""
        self.rows.append(Row(what, old, new, clean_line(label), clean_line(was), why))

    def in_order(self) -> tuple[Row, ...]:
        """All of them, by groups."""
        order = list(GROUPS)
        return tuple(sorted(self.rows, key=lambda row: order.index(row.what)))

    def lost_to_a_rival(self, name: str, item: str) -> bool:
        """Whether an answer of today stood against an older one."""
        return any(at[1] == item and today == name for at, today in self.rivals.items())

    def label(self, name: str, where: Where) -> str:
        """What a question is called, with its item and its record or row in front."""
        questions = self.questionnaire.questions
        whole = self.questionnaire.homes[name].record
        parts = [_plain(questions[name].called, name)]
        if where.row:
            parts.insert(0, self._row_label(whole, where.row))
        elif whole:
            parts.insert(0, _plain(questions[whole].called, whole))
        if where.list:
            number = f"{self.questionnaire.lists[where.list].one} {where.number}"
            parts.insert(0, self.title(where) or number)
        return ": ".join(parts)

    def title(self, where: Where) -> str:
        """What the item of a table is called: by what its list's title names, or its first text.

        Empty when there is no text in it.
        """
        if where.list not in self._titling:
            named = self.questionnaire.lists[where.list].title.strip("{}")
            mine = (
                name
                for name, question in self.questionnaire.questions.items()
                if isinstance(question, Text)
                and name.count(".") == 1
                and self.questionnaire.homes[name].list == where.list
            )
            ordered = sorted(mine, key=lambda name: name.partition(".")[2] != named)
            self._titling[where.list] = tuple(ordered)
        found = (where.get(name) for name in self._titling[where.list])
        return next((clean_line(one) for one in found if isinstance(one, str)), "")

    def _row_label(self, grid: str, row: str) -> str:
        kind = self.questionnaire.row_types[grid]
        return _plain(kind.among.label(row), row) if isinstance(kind, ChoiceOf) else row

    def knows_row(self, grid: Grid, row: str, cells: Any) -> bool:
        """Whether a grid has a row today, and can read what lies in it."""
        kind = self.questionnaire.row_types[grid.id]
        known = not isinstance(kind, ChoiceOf) or row in kind.among
        return known and (isinstance(cells, dict) or len(grid.columns) == 1)

    def tell_what_is_left(self, data: Mapping[str, Any]) -> None:
        """Tell of all answers that today's questionnaire does not know."""
        for key, value in data.items():
            if key in self.questionnaire.lists and are_tables(value):
                for at, table in enumerate(value, 1):
                    self._left_in(table, key, Where(table, key, at))
            elif isinstance(value, dict):
                self._left_in(value, key, Where(value))
            elif are_tables(value):
                called = ", ".join(first_text(table) or for_people(table) for table in value)
                was = f"{plural(len(value), 'item')}: {called}"
                if any("id" in table for table in value):
                    self.tell(PARKED, key, "", key, was)
                else:  # no list that was asked about: smtui gives each item an id
                    self.tell(
                        KEPT, key, key, key, was, "no question is about it; it is kept as it is"
                    )
            elif not is_blank(value):
                self.tell(PARKED, key, "", key, for_people(value))

    def _left_in(self, table: Mapping[str, Any], above: str, where: Where) -> None:
        """Tell of what is not known in a table of answers, or of a record's fields."""
        for key, value in table.items():
            name = f"{above}.{key}"
            question = self.questionnaire.questions.get(name)
            if question is not None and question.parts and isinstance(value, dict):
                if isinstance(question, Grid):
                    self._left_in_rows(question, value, where)
                else:
                    self._left_in(value, name, where)
                continue
            known = question is not None and question.answerable
            if not known and not (where.list and name == f"{where.list}.id"):
                self._left(name, value, where)

    def _left_in_rows(self, grid: Grid, rows: Mapping[str, Any], where: Where) -> None:
        columns = {one.id.rpartition(".")[2] for one in grid.columns}
        for row, cells in rows.items():
            if not self.knows_row(grid, row, cells):
                self._left(f"{grid.id}.{row}", cells, where)
            elif isinstance(cells, dict):
                for key in sorted(cells.keys() - columns):
                    self._left(f"{grid.id}.{row}.{key}", cells[key], where)

    def _left(self, name: str, value: Any, where: Where) -> None:
        if not is_blank(value):
            today = self.rivals.get((name, where.item))
            why = f"{today} has an answer too, and that one counts" if today else ""
            label = f"{self.title(where) or where.number}: {name}" if where.list else name
            self.tell(PARKED, name, "", label, for_people(value), why)


def _plain(text: str, name: str) -> str:
    """A text of the questionnaire; a name where values would have to be filled into it."""
    return name if "{" in text else text


def first_text(values: Mapping[str, Any]) -> str:
    """The first text of an item that is not its id: what it is called, most likely."""
    texts = (clean_line(one) for key, one in values.items() if key != "id" and isinstance(one, str))
    return next(texts, "")
