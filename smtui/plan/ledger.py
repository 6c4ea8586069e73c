"""The table that says what became of each answer of an older plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from smtui.plan.conversion import for_people
from smtui.plan.whereabouts import Where, are_tables, is_blank
from smtui.questionnaire.kinds import Record
from smtui.questionnaire.model import Questionnaire
from smtui.text import clean_line, plural

KEPT, MOVED, AGAIN, PARKED = "kept", "moved", "to answer again", "parked"
GROUPS: Mapping[str, str] = {
    AGAIN: "does not fit any more; what was answered is still there",
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
    there is one under today's name too.
    """

    questionnaire: Questionnaire
    rows: list[Row] = field(default_factory=list)
    rivals: dict[Spot, str] = field(default_factory=dict)

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
        """What a question is called, with its item and its record in front."""
        home = self.questionnaire.homes[name]
        parts = [self.questionnaire.questions[name].called]
        if home.record:
            parts.insert(0, self.questionnaire.questions[home.record].called)
        if where.list:
            parts.insert(0, f"{self.questionnaire.lists[where.list].one} {where.number}")
        return ": ".join(parts)

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
                self.tell(PARKED, key, "", key, f"{plural(len(value), 'item')}: {called}")
            elif not is_blank(value):
                self.tell(PARKED, key, "", key, for_people(value))

    def _left_in(self, table: Mapping[str, Any], above: str, where: Where) -> None:
        for key, value in table.items():
            name = f"{above}.{key}"
            question = self.questionnaire.questions.get(name)
            if isinstance(question, Record) and isinstance(value, dict):
                self._left_in(value, name, where)
                continue
            known = question is not None and question.answerable
            if known or is_blank(value) or (where.list and name == f"{where.list}.id"):
                continue
            today = self.rivals.get((name, where.item))
            why = f"{today} has an answer too, and that one counts" if today else ""
            label = f"{name}, {where.number}" if where.list else name
            self.tell(PARKED, name, "", label, for_people(value), why)


def first_text(values: Mapping[str, Any]) -> str:
    """The first text of an item that is not its id: what it is called, most likely."""
    texts = (clean_line(one) for key, one in values.items() if key != "id" and isinstance(one, str))
    return next(texts, "")
