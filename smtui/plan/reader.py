"""Reads a plan's file along its questionnaire; what the questionnaire does not know is kept."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from smtui.files import CAPS, TomlFile
from smtui.mistakes import BadInput, Mistake
from smtui.plan.age import belongs_to, newer
from smtui.plan.answers import Answers, Disagreement, Parked, Place, Remark
from smtui.plan.contents import REPLIES, WHERE, Document, Meta
from smtui.plan.session import Position
from smtui.plan.whereabouts import id_by_place, written_ids
from smtui.questionnaire.expression import ChoiceOf
from smtui.questionnaire.kinds import Date, Grid
from smtui.questionnaire.model import RUNS, Question, Questionnaire
from smtui.text import clean_line, clean_text

Path = tuple[str | int, ...]

ITEM_ID = re.compile(r"[a-z0-9_]{1,64}")
"""How the ids of items and rows look."""

DAY = Date(id="day")
"""Reads the day of a reply, as an answer of that kind is read."""


def read(file: TomlFile, questionnaire: Questionnaire, *, newer_too: bool = False) -> Document:
    """The plan in a file. Raises `BadInput` when it is not one of this questionnaire.

    An answer that does not fit its question is kept as it is, to be mended by hand. A plan of
    a newer questionnaire is only read with `newer_too`: it must not be written again.
    """
    name, _ = belongs_to(file)
    if name != questionnaire.id:
        what = f"this plan belongs to the questionnaire '{name}', not to '{questionnaire.id}'"
        mend = f"open it with: smtui {file.name} --questionnaire FOLDER-OF-{name.upper()}"
        line = file.positions.line_of(("meta", "questionnaire"))
        raise BadInput(Mistake(file.name, line, what, mend))
    if not newer_too and (reason := newer(file, questionnaire)):
        raise BadInput(reason)
    return _Reader(file, questionnaire).document()


class _Reader:
    """Takes out of a copy of the data what the questionnaire knows; the rest is unknown."""

    def __init__(self, file: TomlFile, questionnaire: Questionnaire) -> None:
        self._file = file
        self._questionnaire = questionnaire
        self._rest: dict[str, Any] = self._copied(file.data, ())
        self._values: dict[Place, Any] = {}
        self._items: dict[str, tuple[str, ...]] = {}
        self._within: dict[tuple[str, ...], Mapping[str, Any]] = {}
        self._lines: dict[str, int] = {}
        self._mistakes: list[Mistake] = []

    def document(self) -> Document:
        """The whole plan, or every mistake that keeps it from being one."""
        meta: dict[str, Any] = self._rest.pop("meta")
        taken = self._written_ids()
        for list_id in self._questionnaire.lists:
            if list_id in self._rest:
                self._read_list(list_id, taken)
        for name, question in self._questions(""):
            first, second = name.split(".")
            if table := self._table(first):
                self._read_answer(question, table, second, "")
        answers = Answers(
            self._values,
            self._items,
            self._parked(),
            self._remarks(),
            self._not_applicable(),
            self._disagreements(),
        )
        if self._mistakes:
            raise BadInput(self._mistakes)
        ours = {name.split(".")[0] for name in self._questionnaire.questions} | REPLIES.keys()
        rest = {key: one for key, one in self._rest.items() if one or key not in ours}
        known = self._meta(meta)
        if meta:
            rest["meta"] = meta
        return Document(answers, known, rest, _heading(self._file.text), self._within)

    def _wrong(self, path: Path, what: str, mend: str) -> None:
        line = self._file.positions.line_of(path)
        self._mistakes.append(Mistake(self._file.name, line, what, mend))

    def _copied(self, value: Any, path: Path) -> Any:
        if len(path) > CAPS.nesting:
            line = self._file.positions.line_of(path)
            raise BadInput(Mistake(self._file.name, line, "this is nested too deeply"))
        if isinstance(value, dict):
            return {key: self._copied(one, (*path, key)) for key, one in value.items()}
        if isinstance(value, list):
            return [self._copied(one, (*path, at)) for at, one in enumerate(value)]
        return value

    # answers

    def _questions(self, list_id: str) -> Iterator[tuple[str, Question]]:
        """The questions of a list, or those outside lists; fields come with their records."""
        for name, question in self._questionnaire.questions.items():
            home = self._questionnaire.homes[name]
            if question.answerable and home.list == list_id and not home.record:
                yield name, question

    def _table(self, key: str) -> dict[str, Any]:
        """A table that holds answers. Anything else under its name is a mistake."""
        table = self._rest.get(key, {})
        if isinstance(table, dict):
            return table
        self._wrong((key,), f"'{key}' must be a table", f"write [{key}], and each answer below it")
        self._rest.pop(key)
        return {}

    def _read_answer(self, question: Question, table: dict[str, Any], key: str, item: str) -> None:
        """Take an answer out of its table; what is made of parts takes those that are known."""
        if key not in table or not question.answerable:
            return
        raw = table[key]
        if question.parts and isinstance(raw, dict):
            if isinstance(question, Grid):
                self._read_rows(question, raw, item)
            else:
                self._read_parts(question, raw, item)
            if not raw:
                del table[key]
            return
        del table[key]
        value = question.clean(raw)
        if value is not None and value not in ("", ()):
            self._values[Place(question.id, item)] = value

    def _read_parts(self, whole: Question, table: dict[str, Any], item: str) -> None:
        for one in whole.parts:
            self._read_answer(one, table, one.id.rpartition(".")[2], item)

    def _read_rows(self, grid: Grid, table: dict[str, Any], item: str) -> None:
        """Take the cells out of a table by rows; with one column a row may be its value alone."""
        kind = self._questionnaire.row_types[grid.id]
        known = kind.among if isinstance(kind, ChoiceOf) else None
        for row in list(table):
            if not ITEM_ID.fullmatch(row) or (known is not None and row not in known):
                continue
            if isinstance(table[row], dict):
                self._read_parts(grid, table[row], f"{item}.{row}")
                if not table[row]:
                    del table[row]
            elif len(grid.columns) == 1:
                self._read_answer(grid.columns[0], table, row, f"{item}.{row}")

    def _is_tables(self, key: str) -> bool:
        """Whether there is a list of tables under a name. Anything else is a mistake."""
        raw = self._rest.get(key, [])
        if isinstance(raw, list) and all(isinstance(one, dict) for one in raw):
            return True
        self._wrong((key,), f"'{key}' must be a list of tables", f"write [[{key}]] above each")
        return False

    def _read_list(self, list_id: str, taken: set[str]) -> None:
        if not self._is_tables(list_id):
            return
        tables: list[dict[str, Any]] = self._rest.pop(list_id)
        if len(tables) > CAPS.items:
            many = self._questionnaire.lists[list_id].many
            self._wrong((list_id,), f"there are over {CAPS.items} {many}", "divide the plan")
            return
        ids = []
        for at, table in enumerate(tables):
            item = self._item_id(list_id, at, table, taken)
            ids.append(item)
            for name, question in self._questions(list_id):
                self._read_answer(question, table, name.partition(".")[2], item)
            if table:
                self._within[("item", item)] = table
        self._items[list_id] = tuple(ids)

    def _item_id(self, list_id: str, at: int, table: dict[str, Any], taken: set[str]) -> str:
        path = (list_id, at, "id")
        if "id" not in table:
            return id_by_place(list_id, at, taken)
        item = table.pop("id")
        if not isinstance(item, str) or not ITEM_ID.fullmatch(item):
            what = "an item's id must be a text of at most 64 of a-z, 0-9 and _"
            self._wrong(path, what, 'such as id = "s1"; without one it gets one')
        elif item in self._lines:
            other = self._lines[item]
            what = f"two items have the id '{item}' (the other in line {other})"
            self._wrong(path, what, "give one another id")
        else:
            self._lines[item] = self._file.positions.line_of(path)
        return str(item)

    def _written_ids(self) -> set[str]:
        """The ids that stand in the file."""
        return written_ids(self._rest.get(list_id) for list_id in self._questionnaire.lists)

    # the other replies

    def _entries(self, key: str) -> Iterator[tuple[Place, dict[str, Any]]]:
        """The entries of [[parked]], [[note]] ..., one a question; those not used stay unknown.

        What the caller leaves in an entry is kept with it.
        """
        if not self._is_tables(key):
            return
        left: list[dict[str, Any]] = []
        seen: set[Place] = set()
        for entry in self._rest.get(key, []):
            place = self._place(entry)
            says = _SAYS.get(key, bool)(entry)
            if place is None or place in seen or not says or not self._takes_answers(place):
                left.append(entry)
                continue
            seen.add(place)
            more = {one: value for one, value in entry.items() if one not in WHERE}
            yield place, more
            if more:
                self._within[(key, *place)] = more
        if key in self._rest:
            self._rest[key] = left

    def _takes_answers(self, place: Place) -> bool:
        return self._questionnaire.questions[place.name].answerable

    def _place(self, entry: Mapping[str, Any]) -> Place | None:
        """The place that an entry names, if the plan has it."""
        name, item, row = entry.get("question"), entry.get("item", ""), entry.get("row", "")
        home = self._questionnaire.homes.get(name) if isinstance(name, str) else None
        if home is None or not isinstance(item, str) or not isinstance(row, str):
            return None
        in_grid = isinstance(self._questionnaire.questions.get(home.record), Grid)
        there = item in self._items.get(home.list, ()) if home.list else item == ""
        if not there or in_grid != bool(ITEM_ID.fullmatch(row)):
            return None
        return Place(str(name), f"{item}.{row}" if in_grid else item)

    def _parked(self) -> dict[Place, Parked]:
        found = {}
        for place, entry in self._entries("parked"):
            until = DAY.clean(entry.get("date"))
            if isinstance(until, date):
                del entry["date"]
            owner = _taken_text(entry, "owner")
            found[place] = Parked(owner, until if isinstance(until, date) else None)
        return found

    def _remarks(self) -> dict[Place, Remark]:
        return {
            place: Remark(clean_text(entry.pop("text")), _taken_text(entry, "author"))
            for place, entry in self._entries("note")
        }

    def _not_applicable(self) -> dict[Place, bool]:
        return {place: True for place, _ in self._entries("not_applicable")}

    def _disagreements(self) -> dict[Place, Disagreement]:
        return {
            place: Disagreement(_taken_text(entry, "name"), clean_text(entry.pop("text", "")))
            for place, entry in self._entries("disagreement")
        }

    # meta

    def _meta(self, meta: dict[str, Any]) -> Meta:
        """What is known, taken out of `meta`; what has the wrong type stays in it."""
        for key in ("questionnaire", "version", "format"):
            meta.pop(key, None)
        run = meta.pop("run", "")
        position = self._position(meta.get("position"))
        if position is not None:
            del meta["position"]
        made = Meta(
            run=run if run in RUNS else RUNS[0],
            created=_moment(meta.get("created")),
            changed=_moment(meta.get("changed")),
            position=position,
            fictional=meta.get("fictional") is True,
            practice=_taken_text(meta, "practice"),
            title=_taken_text(meta, "title"),
        )
        for key in ("created", "changed", "fictional"):
            if getattr(made, key) or meta.get(key) is False:
                meta.pop(key, None)
        return made

    def _position(self, raw: Any) -> Position | None:
        """Where the person was, as far as it is still there."""
        if not isinstance(raw, dict) or not isinstance(raw.get("section"), str):
            return None
        if raw["section"] not in {one.id for one in self._questionnaire.sections}:
            return None
        position = Position(raw["section"])
        place = self._place(raw)
        item = raw.get("item", "")
        if place is not None:
            return replace(position, name=place.name, item=place.item)
        return replace(position, item=item) if item in self._all_ids() else position

    def _all_ids(self) -> list[str]:
        return [one for ids in self._items.values() for one in ids]


def _is_note(entry: Mapping[str, Any]) -> bool:
    text = entry.get("text")
    return isinstance(text, str) and clean_text(text) != ""


def _disagrees(entry: Mapping[str, Any]) -> bool:
    said = [entry.get("name", ""), entry.get("text", "")]
    return all(isinstance(one, str) for one in said) and any(clean_text(one) for one in said)


_SAYS: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "note": _is_note,
    "disagreement": _disagrees,
}
"""Whether an entry says what it is there for, where it has to say something."""


def _taken_text(table: dict[str, Any], key: str) -> str:
    """A line of text taken out of a table; anything else stays in it."""
    return clean_line(table.pop(key)) if isinstance(table.get(key), str) else ""


def _moment(raw: Any) -> datetime | None:
    """A day and time, also one without the time or written as a text."""
    if isinstance(raw, str):
        try:
            return datetime.fromisoformat(raw)
        except ValueError:
            return None
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return datetime.combine(raw, time())
    return raw if isinstance(raw, datetime) else None


def _heading(text: str) -> str:
    """The comment at the top of a file: all lines before the first that says something."""
    lines = []
    for line in text.split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        lines.append(clean_line(line).strip())
    return "\n".join(lines).strip("\n")
