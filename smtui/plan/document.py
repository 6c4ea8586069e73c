"""A plan as TOML and back: answers, items, parked questions, notes; what is not known is kept.

The file follows the order of the questionnaire, so that people can read and
edit it: tables by the first part of each name, a record as a table under its
question's id, a list as an array of tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import tomli_w

from smtui.files import CAPS, TomlFile
from smtui.mistakes import BadInput, Mistake
from smtui.plan.answers import Answers, Parked, Place, Remark
from smtui.plan.session import Position
from smtui.questionnaire.kinds import Record
from smtui.questionnaire.model import Question, Questionnaire
from smtui.text import clean_line, clean_text

FORMAT = 1


@dataclass(frozen=True)
class Meta:
    """What a plan says of itself."""

    run: str = "quick"
    created: datetime | None = None
    changed: datetime | None = None
    position: Position | None = None
    fictional: bool = False
    title: str = ""


@dataclass(frozen=True)
class Document:
    """A plan: answers, what it says of itself, and all of its file that smtui does not know.

    `heading` holds the comment lines at the top of the file.
    """

    answers: Answers = field(default_factory=Answers)
    meta: Meta = field(default_factory=Meta)
    unknown: Mapping[str, Any] = field(default_factory=dict)
    heading: str = ""


def belongs_to(file: TomlFile) -> tuple[str, str]:
    """The id and version of the questionnaire that a plan was made with.

    Raises `BadInput` when the file is not a plan.
    """
    meta = file.data.get("meta")
    if isinstance(meta, dict) and isinstance(meta.get("questionnaire"), str):
        return meta["questionnaire"], str(meta.get("version", ""))
    mend = "a plan begins with [meta] and questionnaire = \"...\""
    if "sections" in file.data:
        mend = "this is a questionnaire; begin a plan with: smtui new PLAN --questionnaire FILE"
    raise BadInput([Mistake(file.name, 0, "this is not a plan of smtui", mend)])


def read(file: TomlFile, questionnaire: Questionnaire) -> Document:
    """The plan in a file. Raises `BadInput` when it is not one of this questionnaire.

    An answer that does not fit its question is kept as it is, to be mended by hand.
    """
    name, version = belongs_to(file)
    if name != questionnaire.id:
        raise BadInput(
            [
                Mistake(
                    file.name, file.positions.line_of(("meta", "questionnaire")),
                    f"this plan belongs to the questionnaire '{name}', not to '{questionnaire.id}'",
                    f"open it with: smtui {file.name} --questionnaire FOLDER-OF-{name.upper()}",
                )
            ]
        )
    if _version(version) > _version(questionnaire.version):
        raise BadInput(
            [
                Mistake(
                    file.name, file.positions.line_of(("meta", "version")),
                    f"this plan was made with version {version} of '{name}'; here is version {questionnaire.version}",
                    "install a newer smtui, or open it where it was made; the file is untouched",
                )
            ]
        )
    return _Reader(file, questionnaire).document()


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in text.split("."))


class _Reader:
    """Walks a plan's data along the questionnaire; what is left over is unknown."""

    def __init__(self, file: TomlFile, questionnaire: Questionnaire) -> None:
        self._file = file
        self._questionnaire = questionnaire
        self._values: dict[Place, Any] = {}
        self._items: dict[str, tuple[str, ...]] = {}
        self._rest: dict[str, Any] = _copied(file.data)
        self._ids: dict[str, int] = {}

    def document(self) -> Document:
        meta = self._rest.pop("meta")
        for list_id in self._questionnaire.lists:
            if list_id in self._rest:
                self._read_list(list_id)
        for name, question in self._top_questions():
            if not self._questionnaire.homes[name].list:
                first, second = name.split(".")
                table = self._rest.get(first)
                if isinstance(table, dict):
                    self._read_answer(question, table, second, "")
        answers = Answers(self._values, self._items)
        answers = self._read_parked(answers)
        answers = self._read_remarks(answers)
        known = ("questionnaire", "version", "format", "run", "created", "changed", "position", "fictional", "title")
        rest = {key: value for key, value in self._rest.items() if value not in ({}, [])}
        kept = {key: value for key, value in meta.items() if key not in known}
        if kept:
            rest["meta"] = kept
        return Document(answers, self._meta(meta), rest, _heading(self._file.text))

    def _top_questions(self) -> Iterator[tuple[str, Question]]:
        for name, question in self._questionnaire.questions.items():
            if question.answerable and not self._questionnaire.homes[name].record:
                yield name, question

    def _read_answer(self, question: Question, table: dict[str, Any], key: str, item: str) -> None:
        """Take an answer out of its table; a record takes its known fields."""
        if key not in table:
            return
        raw = table[key]
        if isinstance(question, Record):
            if isinstance(raw, dict):
                for one in question.fields:
                    self._read_answer(one, raw, one.id.rsplit(".", 1)[1], item)
                if not raw:
                    del table[key]
            return
        del table[key]
        value = question.clean(raw)
        if value not in (None, "", ()):
            self._values[Place(question.id, item)] = value

    def _read_list(self, list_id: str) -> None:
        raw = self._rest[list_id]
        if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
            self._refuse((list_id,), f"'{list_id}' must be a list of tables", f"write [[{list_id}]] above each")
        if len(raw) > CAPS.items:
            self._refuse((list_id,), f"over {CAPS.items} {self._questionnaire.lists[list_id].many}")
        ids = []
        for at, table in enumerate(raw):
            item = self._item_id(list_id, at, table)
            ids.append(item)
            for name, question in self._top_questions():
                if self._questionnaire.homes[name].list == list_id:
                    self._read_answer(question, table, name.split(".")[1], item)
        self._items[list_id] = tuple(ids)
        left = {item: table for item, table in zip(ids, raw, strict=True) if table}
        # what is not known of an item is kept by its id: its place in the list may change
        del self._rest[list_id]
        if left:
            self._rest.setdefault("", {})[list_id] = left

    def _item_id(self, list_id: str, at: int, table: dict[str, Any]) -> str:
        raw = table.pop("id", None)
        path = (list_id, at, "id")
        if raw is None:
            # written by hand without an id: its place gives one, so that links can be made
            raw = next(f"{list_id[0]}{n}" for n in range(at + 1, at + 10_000) if f"{list_id[0]}{n}" not in self._taken())
        item = clean_line(raw) if isinstance(raw, str) else ""
        if not item or not all(c.isascii() and (c.isalnum() or c == "_") for c in item) or len(item) > 64:
            self._refuse(path, "an item's id must be of a-z, 0-9 and _", 'id = "s1"')
        if item in self._ids:
            self._refuse(path, f"two items have the id '{item}' (the other in line {self._ids[item]})", "give one another id")
        self._ids[item] = self._file.positions.line_of(path)
        return item

    def _taken(self) -> set[str]:
        written = {
            one.get("id")
            for list_id in self._questionnaire.lists
            for one in self._file.data.get(list_id, [])
            if isinstance(one, dict)
        }
        return {one for one in written if isinstance(one, str)} | set(self._ids)

    def _refuse(self, path: tuple[Any, ...], what: str, mend: str = "") -> None:
        raise BadInput([Mistake(self._file.name, self._file.positions.line_of(path), what, mend)])

    def _place(self, entry: Mapping[str, Any]) -> Place | None:
        name, item = entry.get("question"), entry.get("item", "")
        if not isinstance(name, str) or not isinstance(item, str) or name not in self._questionnaire.questions:
            return None
        owner = self._questionnaire.homes[name].list
        if bool(owner) != bool(item) or (owner and item not in self._items.get(owner, ())):
            return None
        return Place(name, item)

    def _entries(self, key: str) -> Iterator[tuple[Place, dict[str, Any]]]:
        """The entries of [[parked]] or [[note]] whose question is known; the others stay unknown."""
        raw = self._rest.get(key)
        if not isinstance(raw, list):
            return
        left = []
        for entry in raw:
            place = self._place(entry) if isinstance(entry, dict) else None
            if place is None:
                left.append(entry)
            else:
                yield place, entry
        self._rest[key] = left

    def _read_parked(self, answers: Answers) -> Answers:
        parked = {}
        for place, entry in self._entries("parked"):
            until = entry.get("date")
            owner = entry.get("owner", "")
            parked[place] = Parked(
                clean_line(owner) if isinstance(owner, str) else "",
                until if isinstance(until, date) and not isinstance(until, datetime) else None,
            )
        return replace(answers, parked=parked)

    def _read_remarks(self, answers: Answers) -> Answers:
        remarks = {}
        for place, entry in self._entries("note"):
            text, author = entry.get("text", ""), entry.get("author", "")
            if isinstance(text, str) and isinstance(author, str) and text:
                remarks[place] = Remark(clean_text(text), clean_line(author))
        return replace(answers, remarks=remarks)

    def _meta(self, meta: Mapping[str, Any]) -> Meta:
        run = meta.get("run")
        at = meta.get("position")
        position = None
        if isinstance(at, dict) and isinstance(at.get("section"), str):
            name, item = str(at.get("question", "")), str(at.get("item", ""))
            known = name in self._questionnaire.questions
            position = Position(at["section"], name if known else "", item)
        created, changed = meta.get("created"), meta.get("changed")
        title = meta.get("title", "")
        return Meta(
            run if run in ("quick", "full") else "quick",
            created if isinstance(created, datetime) else None,
            changed if isinstance(changed, datetime) else None,
            position,
            meta.get("fictional") is True,
            clean_line(title) if isinstance(title, str) else "",
        )


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _heading(text: str) -> str:
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(clean_line(line))
    return "\n".join(lines)


def written(document: Document, questionnaire: Questionnaire) -> str:
    """The text of a plan's file."""
    return _Writer(document, questionnaire).text()


class _Writer:
    """Lays a plan out in the order of the questionnaire."""

    def __init__(self, document: Document, questionnaire: Questionnaire) -> None:
        self._document = document
        self._questionnaire = questionnaire
        self._answers = document.answers

    def text(self) -> str:
        data: dict[str, Any] = {"meta": self._meta()}
        for name, question in self._questionnaire.questions.items():
            home = self._questionnaire.homes[name]
            first, second = name.split(".")[:2]
            if home.record or not question.answerable:
                continue
            if home.list:
                if home.list not in data:
                    items = self._items(home.list)
                    if items:
                        data[home.list] = items
                continue
            value = self._value(question, "")
            if value is not None:
                data.setdefault(first, {})[second] = value
        data["parked"] = [self._parked(place) for place in self._ordered(self._answers.parked)]
        data["note"] = [self._note(place) for place in self._ordered(self._answers.remarks)]
        _merge(data, {key: one for key, one in self._document.unknown.items() if key})
        data = {key: value for key, value in data.items() if value not in ({}, [])}
        body = tomli_w.dumps({key: _plain_first(value) for key, value in data.items()}, indent=2)
        heading = self._document.heading
        return f"{heading}\n\n{body}" if heading else body

    def _meta(self) -> dict[str, Any]:
        meta = self._document.meta
        found: dict[str, Any] = {
            "questionnaire": self._questionnaire.id,
            "version": self._questionnaire.version,
            "format": FORMAT,
            "run": meta.run,
        }
        if meta.title:
            found["title"] = meta.title
        if meta.fictional:
            found["fictional"] = True
        for key in ("created", "changed"):
            if value := getattr(meta, key):
                found[key] = value
        if meta.position:
            at = {"section": meta.position.section, "question": meta.position.name, "item": meta.position.item}
            found["position"] = {key: value for key, value in at.items() if value}
        return found

    def _value(self, question: Question, item: str) -> Any:
        """A value as TOML has it; None when there is none. A record is a table of its fields."""
        if isinstance(question, Record):
            fields = {one.id.rsplit(".", 1)[1]: self._value(one, item) for one in question.fields}
            fields = {key: value for key, value in fields.items() if value is not None}
            return fields or None
        value = self._answers.value(Place(question.id, item))
        return list(value) if isinstance(value, tuple) else value

    def _items(self, list_id: str) -> list[dict[str, Any]]:
        unknown = self._document.unknown.get("", {}).get(list_id, {})
        found = []
        for item in self._answers.ids(list_id):
            table: dict[str, Any] = {"id": item}
            for name, question in self._questionnaire.questions.items():
                home = self._questionnaire.homes[name]
                if home.list == list_id and not home.record and question.answerable:
                    value = self._value(question, item)
                    if value is not None:
                        table[name.split(".")[1]] = value
            _merge(table, unknown.get(item, {}))
            found.append(_plain_first(table))
        return found

    def _ordered(self, places: Mapping[Place, Any]) -> list[Place]:
        order = {name: at for at, name in enumerate(self._questionnaire.questions)}
        items = {item: at for ids in self._answers.items.values() for at, item in enumerate(ids)}
        return sorted(places, key=lambda place: (order[place.name], items.get(place.item, 0)))

    def _at(self, place: Place) -> dict[str, Any]:
        return {"question": place.name, **({"item": place.item} if place.item else {})}

    def _parked(self, place: Place) -> dict[str, Any]:
        why = self._answers.parked[place]
        found = self._at(place)
        if why.owner:
            found["owner"] = why.owner
        if why.until:
            found["date"] = why.until
        return found

    def _note(self, place: Place) -> dict[str, Any]:
        remark = self._answers.remarks[place]
        return {**self._at(place), "text": remark.text, **({"author": remark.author} if remark.author else {})}


def _merge(data: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add what is unknown without touching what is known."""
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(data.get(key), dict):
            _merge(data[key], value)
        elif isinstance(value, list) and isinstance(data.get(key), list):
            data[key] = [*data[key], *value]
        else:
            data.setdefault(key, value)


def _plain_first(value: Any) -> Any:
    """Plain values before tables, as a person would write them."""
    if not isinstance(value, dict):
        return value
    plain = {key: one for key, one in value.items() if not isinstance(one, dict)}
    deep = {key: _plain_first(one) for key, one in value.items() if isinstance(one, dict)}
    return {**plain, **deep}
