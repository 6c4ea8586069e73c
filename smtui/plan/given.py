"""Files of answers: TOML and JSON in the shape of a plan, CSV with a row for each item of a list.

Whatever the form, what comes out is the shape of a plan file, and where each part of it stands.
"""

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smtui.files import CAPS, read_text, read_toml
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.plan.named import Names, NotUnderstood
from smtui.positions import Positions
from smtui.questionnaire.expression import ChoiceOf
from smtui.questionnaire.kinds import Grid
from smtui.questionnaire.model import ItemList, Questionnaire
from smtui.text import clean_line, format_number, join_words

Keys = tuple[str | int, ...]
"""Where something stands in a file: keys of tables, and numbers (from 0) in lists."""

_SEPARATORS = ",;\t"
_WHAT = "file of answers"


@dataclass(frozen=True)
class Given:
    """What a file of answers says, in the shape of a plan file."""

    name: str
    data: Mapping[str, Any]
    positions: Positions | None = None
    """Of a TOML file."""
    lines: Sequence[int] = ()
    """Of a CSV file: the line of each row."""
    mistakes: Sequence[Mistake] = ()
    """What is wrong with its form, and does not keep the rest from being read."""
    at: Keys = ()
    """Where it lies in its TOML file, when it is only a part of that."""

    def mistake(self, keys: Keys, what: str, mend: str = "") -> Mistake:
        """A mistake in what stands there, with its line; in JSON, with its keys."""
        if self.positions is not None:
            line = self.positions.line_of((*self.at, *keys))
            return Mistake(self.name, line, what, mend, self.positions.source_line(line))
        if self.lines:
            row = next((one for one in keys if isinstance(one, int)), 0)
            return Mistake(self.name, self.lines[row], what, mend)
        return Mistake(self.name, 0, f"{_shown(keys)}: {what}" if keys else what, mend)


def _shown(keys: Keys) -> str:
    """Keys as people write them: guest[2].name, counted from 1."""
    parts = [f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in keys]
    return clean_line("".join(parts).removeprefix("."))[:80]


def has_rows(path: Path) -> bool:
    """Whether a file is CSV, by its name."""
    return path.suffix.lower() in (".csv", ".tsv")


def read_tables(path: Path) -> Given:
    """Read a TOML or JSON file of answers. Raises `BadInput`."""
    if path.suffix.lower() == ".json":
        text, _ = read_text(path, max_bytes=CAPS.plan_bytes, what=_WHAT)
        return _from_json(str(path), text)
    most = CAPS.plan_bytes, CAPS.plan_entries
    file = read_toml(path, max_bytes=most[0], max_entries=most[1], what=_WHAT)
    return Given(file.name, file.data, file.positions)


def read_rows(path: Path, questionnaire: Questionnaire, list_id: str = "") -> Given:
    """Read a CSV file whose rows are items of a list: the one of the id, if it is given.

    Else the headers or the name of the file say which. Raises `BadInput`.
    """
    text, _ = read_text(path, max_bytes=CAPS.plan_bytes, what=_WHAT)
    return _Rows(path, text, questionnaire, list_id).given()


# JSON


class _Refused(ValueError):
    """Something that JSON allows and that cannot stand in a plan."""


def _from_json(name: str, text: str) -> Given:
    what, line = "", 0
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        line, what = problem.lineno, f"this is not JSON: {problem.msg} (column {problem.colno})"
    except _Refused as problem:
        what = str(problem)
    except (RecursionError, MemoryError):
        what = "the file is nested too deeply or too large to be read"
    except ValueError:  # int() refuses more than 4,300 digits
        what = "a number here is too large"
    # raised here: a chained RecursionError would keep its deep traceback
    if what:
        raise BadInput(Mistake(name, line, what))
    if not isinstance(data, dict):
        mend = 'write { "NAME": ... }, in the shape of a plan file'
        raise BadInput(Mistake(name, 0, "a file of answers must be a table", mend))
    given = Given(name, data)
    _check_values(given)
    return given


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A table of which no key stands twice: which one counts would be a guess."""
    table = dict(pairs)
    if len(table) < len(pairs):
        times = Counter(key for key, _ in pairs)
        twice = next(key for key, count in times.items() if count > 1)
        raise _Refused(f"the name '{clean_line(twice)[:80]}' stands twice in one table")
    return table


def _no_number(word: str) -> float:
    raise _Refused(f"{word} is not a finite number")


def _check_values(given: Given) -> None:
    """The caps that TOML files are held to, too. Raises `BadInput`."""
    entries = 0
    todo: list[tuple[Any, Keys]] = [(given.data, ())]
    while todo:
        container, keys = todo.pop()
        entries += len(container)
        if entries > CAPS.plan_entries:
            limit = format_number(CAPS.plan_entries)
            raise BadInput(given.mistake((), f"more than {limit} entries"))
        if len(keys) > CAPS.nesting:
            raise BadInput(given.mistake(keys[:3], "this is nested too deeply"))
        pairs = container.items() if isinstance(container, dict) else enumerate(container)
        for key, value in pairs:
            if isinstance(value, dict | list):
                todo.append((value, (*keys, key)))
            elif isinstance(value, float) and not math.isfinite(value):
                raise BadInput(given.mistake((*keys, key), "this is not a finite number"))
            elif isinstance(value, int) and abs(value) > CAPS.largest_integer:
                raise BadInput(given.mistake((*keys, key), "this number is too large"))


# CSV


_Columns = list[Keys | None]
"""The keys that each column fills: none without a name; None for one with a wrong name."""


class _Rows:
    """Makes the items of a list of the rows of a CSV file."""

    def __init__(self, path: Path, text: str, questionnaire: Questionnaire, list_id: str) -> None:
        self._path = path
        self._name = str(path)
        self._text = text
        self._questionnaire = questionnaire
        self._list_id = list_id
        self._mistakes: list[Mistake] = []

    def given(self) -> Given:
        """All rows, with what is wrong with their form. Raises `BadInput`."""
        rows = list(self._rows())
        if not rows:
            raise BadInput(Mistake(self._name, 0, "there are no rows in this file"))
        header, *rest = rows
        owner = self._questionnaire.lists[self._list(header[1])]
        columns = self._columns(header[0], header[1], owner)
        if len(rest) > CAPS.items:
            what = f"there are over {CAPS.items} {owner.many}"
            self._mistakes.append(Mistake(self._name, 0, what))
        items = [self._item(line, cells, columns) for line, cells in rest]
        lines = [line for line, _ in rest]
        return Given(self._name, {owner.id: items}, lines=lines, mistakes=self._mistakes)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that say something, each with its first line. Raises `BadInput`."""
        first = self._text.lstrip().partition("\n")[0]
        separator = max(_SEPARATORS, key=first.count)
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=separator, strict=True)
        line, entries = 1, 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as problem:
                what = f"this row cannot be read: {problem}"
                mend = "a text with quotes in it needs quotes around it, and each of its own twice"
                raise BadInput(Mistake(self._name, line, what, mend)) from None
            entries += len(cells)
            if entries > CAPS.plan_entries:
                what = f"more than {format_number(CAPS.plan_entries)} cells"
                raise BadInput(Mistake(self._name, line, what))
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1

    def _list(self, header: Sequence[str]) -> str:
        """The list that the rows are items of: as asked for, else by the headers, else the file."""
        lists = self._questionnaire.lists
        if self._list_id:
            return self._list_id
        for cell in header:
            if (first := cell.partition(".")[0]) in lists and "." in cell:
                return first
        stem = clean_line(self._path.stem).casefold()
        for owner in lists.values():
            if stem in (owner.id, owner.one.casefold(), owner.many.casefold()):
                return owner.id
        what = "it is not said which list these rows are of"
        mend = f"add: --list LIST  ({join_words(list(lists))})"
        raise BadInput(Mistake(self._name, 1, what, mend))

    def _columns(self, line: int, header: Sequence[str], owner: ItemList) -> _Columns:
        """What each column answers, with a mistake for each that is not known, or twice there."""
        asked = _columns_of(self._questionnaire, owner.id)
        pairs = [("id", "id")]
        for keys, called in asked.items():
            short = ".".join(keys)
            pairs += [(short, one) for one in (f"{owner.id}.{short}", *called) if one]
        names = Names(pairs, 0, f"question of a {owner.one}")
        columns: _Columns = []
        for cell in header:
            try:
                keys = tuple(names.get(cell, False).split(".")) if cell else ()
            except NotUnderstood as problem:
                shorts = list(dict.fromkeys(short for short, _ in pairs))
                mend = suggestion(cell, shorts, noun="columns")
                self._mistakes.append(Mistake(self._name, line, problem.words, mend))
                columns.append(None)
                continue
            # of a record either the whole or its fields, one by one
            told = [one for one in columns if one]
            twice = bool(keys) and any(one[: len(keys)] == keys[: len(one)] for one in told)
            if twice:
                what = f"two columns answer '{'.'.join(map(str, keys))}'"
                self._mistakes.append(Mistake(self._name, line, what, "keep one"))
            columns.append(None if twice else keys)
        return columns

    def _item(self, line: int, cells: Sequence[str], columns: _Columns) -> dict[str, Any]:
        item: dict[str, Any] = {}
        for at, cell in enumerate(cells):
            if not cell:
                continue
            keys = columns[at] if at < len(columns) else ()
            if keys is None:
                continue
            if not keys:
                what = f"column {at + 1} of this row has no name above it"
                mend = "a text with a comma in it needs quotes around it"
                self._mistakes.append(Mistake(self._name, line, what, mend))
                break
            table = item
            for key in keys[:-1]:
                table = table.setdefault(str(key), {})
            table[str(keys[-1])] = cell
        return item


def _columns_of(
    questionnaire: Questionnaire, list_id: str
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What the columns of a list may be, by their keys, and what else they may be called.

    They are its questions, the fields of records and the cells of grids; not the cells of rows
    that are items of a list, for these are the plan's.
    """
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, question in questionnaire.questions.items():
        home = questionnaire.homes[name]
        if home.list != list_id or not question.answerable:
            continue
        _, key, *field = name.split(".")
        grid = questionnaire.questions.get(home.record)
        if not isinstance(grid, Grid):
            found[(key, *field)] = (question.called, question.ask)
        elif isinstance(kind := questionnaire.row_types[grid.id], ChoiceOf):
            alone = len(grid.columns) == 1
            for row in kind.among.rows:
                label = kind.among.label(row)
                called = label if alone else f"{label} {question.called}"
                found[(key, row, *([] if alone else field))] = (called,)
    return found
