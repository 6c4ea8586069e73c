"""A plan as TOML and back: answers, items, parked questions, notes; what is not known is kept.

The file follows the order of the questionnaire, so that people can read and
edit it: tables by the first part of each name, a record as a table under its
question's id, a list as an array of tables.
"""

from collections.abc import Mapping
from typing import Any

from smtui.plan.answers import Place
from smtui.plan.contents import FORMAT, Document, Meta
from smtui.plan.layout import lay_out
from smtui.plan.reader import belongs_to, read
from smtui.questionnaire.kinds import Record
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
        if self._answers.parked:
            data["parked"] = [self._parked(place) for place in self._ordered(self._answers.parked)]
        if self._answers.remarks:
            data["note"] = [self._note(place) for place in self._ordered(self._answers.remarks)]
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
            "created": meta.created,
            "changed": meta.changed,
        }
        if at := meta.position:
            place = {"section": at.section, "question": at.name, "item": at.item}
            found["position"] = {key: value for key, value in place.items() if value}
        return {key: value for key, value in found.items() if value}

    def _value(self, question: Question, item: str) -> Any:
        """A value as TOML has it; None when there is none. A record is a table of its fields."""
        if isinstance(question, Record):
            inside = {
                one.id.rpartition(".")[2]: value
                for one in question.fields
                if (value := self._value(one, item)) is not None
            }
            if inside:
                return inside
        value = self._answers.value(Place(question.id, item))
        return list(value) if isinstance(value, tuple) else value

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

    def _ordered(self, places: Mapping[Place, Any]) -> list[Place]:
        order = {name: at for at, name in enumerate(self._questionnaire.questions)}
        items = {item: at for ids in self._answers.items.values() for at, item in enumerate(ids)}
        return sorted(places, key=lambda place: (order[place.name], items.get(place.item, 0)))

    def _parked(self, place: Place) -> dict[str, Any]:
        why = self._answers.parked[place]
        return self._entry("parked", place, {"owner": why.owner, "date": why.until})

    def _note(self, place: Place) -> dict[str, Any]:
        remark = self._answers.remarks[place]
        return self._entry("note", place, {"text": remark.text, "author": remark.author})

    def _entry(self, key: str, place: Place, more: dict[str, Any]) -> dict[str, Any]:
        found = {"question": place.name, "item": place.item, **more}
        given = {one: value for one, value in found.items() if value}
        return self._with_unknown(given, key, *place)

    def _with_unknown(self, table: dict[str, Any], *key: str) -> dict[str, Any]:
        _merge(table, self._document.unknown_within.get(key, {}))
        return table


def _merge(data: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add what is unknown without touching what is known."""
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(data.get(key), dict):
            _merge(data[key], value)
        elif isinstance(value, list) and isinstance(data.get(key), list):
            data[key] = [*data[key], *value]
        else:
            data.setdefault(key, value)
