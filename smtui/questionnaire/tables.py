"""What a table holds: the types of its columns, its rows as choices, its cells checked."""

import re
from collections.abc import Callable, Mapping
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
    Flaw,
    SeqOf,
    Spoilt,
    Type,
)
from smtui.questionnaire.model import Table
from smtui.questionnaire.notes import Path

Cells = dict[tuple[str, ...], Mapping[str, Any]]
Wrong = Callable[[Path, str, str], None]
"""Notes a mistake at a row or cell: its path in the rows, what, and how to mend it."""

_SIMPLE: dict[str, Type] = {
    "number": NUMBER,
    "text": TEXT,
    "texts": SeqOf(of=TEXT),
    "yesno": YESNO,
    "date": DATE,
}
_FITS: dict[Type, tuple[type, ...]] = {
    NUMBER: (int, float),
    TEXT: (str,),
    YESNO: (bool,),
    DATE: (date,),
}
_BOUND = r"(-?[0-9]{1,12}(?:\.[0-9]{1,6})?)"
_BOUNDED = re.compile(f"number {_BOUND} to {_BOUND}")
_OF = re.compile(r"(choices?) of (?:\(([a-z0-9_, ]*)\)|([a-z0-9_.]+))")


def column_type(words: str, set_called: Callable[[str], ChoiceSet]) -> Type:
    """The type that a column is said to have. Raises `Flaw`."""
    if words in _SIMPLE:
        return _SIMPLE[words]
    if bounds := bounds_of(words):
        if bounds[0] < bounds[1]:
            return NUMBER
        mend = f"write the lower first: number {bounds[1]:g} to {bounds[0]:g}"
        raise Flaw(f"no number is in '{words}'", 0, len(words), mend)
    match = _OF.fullmatch(words)
    if not match:
        raise Flaw(
            f"'{words}' is not a type of column",
            0,
            len(words),
            "types: number, number 0 to 3, text, texts, yesno, date, choice of NAME, "
            "choices of NAME, choice of (a, b)",
        )
    if match[2] is not None:
        ids = [one.strip() for one in match[2].split(",") if one.strip()]
        among = ChoiceSet(", ".join(ids), {one: ChoiceRow(one, one) for one in ids})
    else:
        try:
            among = set_called(match[3])
        except Spoilt:
            raise
        except Flaw as flaw:
            raise Flaw(flaw.what, match.start(3), match.end(3), flaw.mend) from None
    return SeqOf(of=ChoiceOf(among=among)) if match[1] == "choices" else ChoiceOf(among=among)


def bounds_of(words: str) -> tuple[float, float] | None:
    """The least and the most that a column takes, if it says so: "number 0 to 3"."""
    found = _BOUNDED.fullmatch(words)
    return (float(found[1]), float(found[2])) if found else None


def rows_as_choices(name: str, table: Table) -> ChoiceSet:
    """The rows of a table with one key of its own: a set of choices."""
    rows = {}
    for key, raw in table.rows.items():
        cell: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        points = cell.get("points")
        rows[key] = ChoiceRow(
            key,
            str(cell.get("label", key)),
            str(cell.get("help", "")),
            points if isinstance(points, int | float) else None,
            cell.get("alone") is True,
        )
    return ChoiceSet(name, rows, name)


def cells_of(
    rows: Mapping[str, Any],
    keys: tuple[ChoiceSet, ...],
    columns: Mapping[str, Type],
    wrong: Wrong,
    said: Mapping[str, str],
    above: tuple[str, ...] = (),
) -> Cells:
    """The cells by their keys; what does not fit is noted. `said` is what columns are said to be,
    with their bounds.
    """
    cells: Cells = {}
    among = keys[len(above)]
    for key, raw in rows.items():
        path = (*above, key)
        where = ".".join(path)
        if key not in among:
            what = f"row '{where}': '{key}' is not one of '{among.name}'"
            wrong(path, what, suggestion(key, list(among.rows)))
        elif not isinstance(raw, Mapping):
            wrong(path, f"row '{where}' must be a table {{ ... }}", "")
        elif len(path) < len(keys):
            cells.update(cells_of(raw, keys, columns, wrong, said, path))
        else:
            _check_cells(raw, columns, wrong, said, path)
            cells[path] = raw
    return cells


def _check_cells(
    raw: Mapping[str, Any],
    columns: Mapping[str, Type],
    wrong: Wrong,
    said: Mapping[str, str],
    row: tuple[str, ...],
) -> None:
    where = ".".join(row)
    for column, value in raw.items():
        if column not in columns:
            mend = suggestion(column, list(columns), noun="columns")
            wrong((*row, column), f"row '{where}': there is no column '{column}'", mend)
        elif words := _unfit(value, columns[column]):
            wrong((*row, column), f"row '{where}', column '{column}': {words}", "")
        elif (bounds := bounds_of(said.get(column, ""))) and not bounds[0] <= value <= bounds[1]:
            what = f"row '{where}', column '{column}': {value:g} is out of its bounds"
            wrong((*row, column), what, f"write a number from {bounds[0]:g} to {bounds[1]:g}")


def _unfit(value: Any, kind: Type) -> str:
    """What is wrong with a cell; empty when it fits its column."""
    if isinstance(kind, SeqOf):
        if not isinstance(value, tuple):
            return "a list [...] is expected"
        return next((words for one in value if (words := _unfit(one, kind.of))), "")
    if isinstance(kind, ChoiceOf):
        if isinstance(value, str) and value in kind.among:
            return ""
        return f"'{value}' is not one of {', '.join(list(kind.among.rows)[:8])}"
    fits = isinstance(value, _FITS[kind]) and (kind == YESNO or not isinstance(value, bool))
    words = "true or false" if kind == YESNO else kind.words
    return "" if fits else f"{words} is expected"
