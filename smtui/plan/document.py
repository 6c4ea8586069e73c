"""A plan as TOML and back: answers, items, parked questions, notes; what is not known is kept.

The file follows the order of the questionnaire, so that people can read and
edit it: tables by the first part of each name, a record as a table under its
question's id, a list as an array of tables.
"""

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from smtui.files import CAPS
from smtui.plan.age import belongs_to
from smtui.plan.answers import Place
from smtui.plan.contents import FORMAT, Document, Meta
from smtui.plan.layout import lay_out
from smtui.plan.reader import read
from smtui.questionnaire.expression import ChoiceOf, ItemOf
from smtui.questionnaire.kinds import Grid
from smtui.questionnaire.model import Question, Questionnaire

__all__ = ["FORMAT", "Document", "Meta", "belongs_to", "read", "written"]


def written(document: Document, questionnaire: Questionnaire) -> str:
    """The text of a plan's file."""
    return _Writer(document, questionnaire).text()


class _Writer:
    """Puts a plan together in the order of the questionnaire."""

    def __init__(self, document: Document, questionnaire: Questionnaire) -> None:
        self._document = document
        self._questionnaire = questionnaire
        self._answers = document.answers

    def text(self) -> str:
        data: dict[str, Any] = {"meta": self._meta()}
        for name, question in self._questionnaire.questions.items():
            home = self._questionnaire.homes[name]
            if home.record or not question.answerable:
                continue
            if home.list:
                if home.list not in data and self._answers.ids(home.list):
                    data[home.list] = self._items(home.list)
                continue
            value = self._value(question, "")
            if value is not None:
                first, _, second = name.partition(".")
                data.setdefault(first, {})[second] = value
        for key, entries in self._replies().items():
            if entries:
                data[key] = entries
        _merge(data, self._document.unknown)
        heading = self._document.heading
        return f"{heading}\n\n{lay_out(data)}" if heading else lay_out(data)

    def _meta(self) -> dict[str, Any]:
        meta = self._document.meta
        found: dict[str, Any] = {
            "questionnaire": self._questionnaire.id,
            "version": self._questionnaire.version,
            "format": FORMAT,
            "run": meta.run,
            "title": meta.title,
            "fictional": meta.fictional,
            "practice": meta.practice,
            "created": meta.created,
            "changed": meta.changed,
        }
        if at := meta.position:
            inside = Place(at.name, at.item)
            place = {"section": at.section, "question": at.name}
            place |= {"item": inside.owner, "row": inside.row}
            found["position"] = {key: value for key, value in place.items() if value}
        return {key: value for key, value in found.items() if value}

    def _value(self, question: Question, item: str) -> Any:
        """A value as TOML has it; None when there is none. What has parts is a table of them."""
        if isinstance(question, Grid):
            inside = self._rows(question, item)
        else:
            inside = self._fields(question, item)
        if inside:
            return inside
        return readable(self._answers.value(Place(question.id, item)))

    def _fields(self, whole: Question, item: str) -> dict[str, Any]:
        return {
            one.id.rpartition(".")[2]: value
            for one in whole.parts
            if (value := self._value(one, item)) is not None
        }

    def _rows(self, grid: Grid, item: str) -> dict[str, Any]:
        """The cells of a grid by rows; with one column a row is its value alone."""
        inside = {row: self._fields(grid, f"{item}.{row}") for row in self._rows_of(grid, item)}
        if len(grid.columns) > 1:
            return inside
        unknown = self._unknown_of(grid, item)
        return {row: _flat(cells, unknown.get(row)) for row, cells in inside.items()}

    def _unknown_of(self, whole: Question, item: str) -> Mapping[str, Any]:
        """What is not known in the table of a record or grid."""
        first, *path = whole.id.split(".")
        if self._questionnaire.homes[whole.id].list:
            found: Any = self._document.unknown_within.get(("item", item), {})
        else:
            found = self._document.unknown.get(first, {})
        for part in path:
            found = found.get(part, {}) if isinstance(found, Mapping) else {}
        return found if isinstance(found, Mapping) else {}

    def _rows_of(self, grid: Grid, item: str) -> list[str]:
        """The rows that hold something, in the order in which they are asked."""
        held = {row for one in grid.columns for row in self._held.get((one.id, item), ())}
        return sorted(held, key=lambda row: (self._row_order(grid.id, row), row))

    def _row_order(self, grid: str, row: str) -> int:
        kind = self._questionnaire.row_types[grid]
        if isinstance(kind, ItemOf):
            known: list[str] = list(self._answers.ids(kind.list))
        else:
            known = list(kind.among.rows) if isinstance(kind, ChoiceOf) else []
        return known.index(row) if row in known else len(known)

    @cached_property
    def _held(self) -> dict[tuple[str, str], list[str]]:
        """The rows that hold a value, by column and owner."""
        held: dict[tuple[str, str], list[str]] = {}
        for place in self._answers.values:
            if place.row:
                held.setdefault((place.name, place.owner), []).append(place.row)
        return held

    def _items(self, list_id: str) -> list[dict[str, Any]]:
        questions = [
            (name.partition(".")[2], question)
            for name, question in self._questionnaire.questions.items()
            if (home := self._questionnaire.homes[name]).list == list_id
            and not home.record
            and question.answerable
        ]
        return [self._item(item, questions) for item in self._answers.ids(list_id)]

    def _item(self, item: str, questions: list[tuple[str, Question]]) -> dict[str, Any]:
        table: dict[str, Any] = {"id": item}
        for key, question in questions:
            value = self._value(question, item)
            if value is not None:
                table[key] = value
        return self._with_unknown(table, "item", item)

    def _replies(self) -> dict[str, list[dict[str, Any]]]:
        """What is said beside answers, or in their place."""
        answers = self._answers
        said: dict[str, dict[Place, dict[str, Any]]] = {
            "parked": {
                at: {"owner": why.owner, "date": why.until} for at, why in answers.parked.items()
            },
            "not_applicable": {at: {} for at in answers.not_applicable},
            "note": {
                at: {"text": one.text, "author": one.author} for at, one in answers.remarks.items()
            },
            "disagreement": {
                at: {"name": one.name, "text": one.text}
                for at, one in answers.disagreements.items()
            },
        }
        return {
            key: [self._entry(key, at, places[at]) for at in sorted(places, key=self._order)]
            for key, places in said.items()
        }

    def _order(self, place: Place) -> tuple[int, int, int, str]:
        record = self._questionnaire.homes[place.name].record
        row = self._row_order(record, place.row) if place.row else 0
        at = self._order_of_items.get(place.owner, 0)
        return self._questionnaire.order[place.name], at, row, place.row

    @cached_property
    def _order_of_items(self) -> dict[str, int]:
        return {item: at for ids in self._answers.items.values() for at, item in enumerate(ids)}

    def _entry(self, key: str, place: Place, more: dict[str, Any]) -> dict[str, Any]:
        found = {"question": place.name, "item": place.owner, "row": place.row, **more}
        given = {one: value for one, value in found.items() if value}
        return self._with_unknown(given, key, *place)

    def _with_unknown(self, table: dict[str, Any], *key: str) -> dict[str, Any]:
        _merge(table, self._document.unknown_within.get(key, {}))
        return table


def readable(value: Any) -> Any:
    """A value as a plan's file can hold it: a number that no file is read with is a text."""
    if isinstance(value, tuple | list):
        return [readable(one) for one in value]
    if isinstance(value, Mapping):
        return {key: readable(one) for key, one in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and abs(value) > CAPS.largest_integer:
        # Python does not write more than 4,300 digits
        return str(value) if value.bit_length() < 10_000 else hex(value)
    return value


def _flat(cells: dict[str, Any], unknown: Any) -> Any:
    """The only cell of a row, without its table; the table where more lies in it."""
    (value,) = cells.values()
    return cells if isinstance(value, Mapping) or isinstance(unknown, Mapping) else value


def _merge(data: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add what is unknown without touching what is known.

    What lay where something else must lie now stays beside it.
    """
    for key, value in more.items():
        known = data.get(key)
        if isinstance(value, Mapping) and isinstance(known, dict):
            _merge(known, value)
        elif isinstance(value, list) and isinstance(known, list):
            data[key] = [*known, *value]
        else:
            free = key
            while free in data or (free != key and free in more):
                free += "_"
            data[free] = value
