"""What people call the parts of a plan: choices, items, rows, and the places of answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from smtui.mistakes import closest, suggestion
from smtui.plan.answering import rows_known
from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.questionnaire.kinds import Grid
from smtui.text import clean_line

NUMBER = re.compile(r"([0-9]{1,6})[.)]?")
"""A number by which something is named: 2, or 2. as it stands in a list."""

_LONGEST_NAME = 200  # what is longer is a text that somebody pasted, and no name
_SHOWN = 40


class NotUnderstood(Exception):
    """What was said names nothing, or two things. `words` says so, `mend` what to do about it."""

    def __init__(self, words: str, mend: str = "") -> None:
        super().__init__(words, mend)
        self.words = words
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.words}\n    {self.mend}" if self.mend else self.words


@dataclass(frozen=True)
class Names:
    """What may be named at a place: ids with their labels; the first `offered` have numbers.

    `thing` is the word for one of them in a complaint.
    """

    pairs: Sequence[tuple[str, str]]
    offered: int
    thing: str

    def find(self, words: str, typed: bool) -> str | None:
        """The id that words name; None when they name nothing. Raises `NotUnderstood`."""
        wanted = folded(words)
        if len(wanted) > _LONGEST_NAME or not wanted:
            return None
        found = [wanted] if wanted in self._ids else self._by_label.get(wanted, [])
        if not found and typed:
            number = NUMBER.fullmatch(wanted)
            if number and 1 <= int(number[1]) <= self.offered:
                return self.pairs[int(number[1]) - 1][0]
            found = Names(self.pairs[: self.offered], 0, self.thing)._beginning(wanted)
        if len(found) > 1:
            raise self._twofold(words, found)
        return found[0] if found else None

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(one for one, _ in self.pairs)

    @cached_property
    def _by_label(self) -> dict[str, list[str]]:
        """The ids that go by each label: found once, for a file may name hundreds."""
        found: dict[str, list[str]] = {}
        for one, label in self.pairs:
            ids = found.setdefault(folded(label), [])
            if one not in ids:
                ids.append(one)
        return found

    def _beginning(self, wanted: str) -> list[str]:
        found = (pair[0] for pair in self.pairs if any(folded(n).startswith(wanted) for n in pair))
        return list(dict.fromkeys(found))

    def _twofold(self, words: str, found: list[str]) -> NotUnderstood:
        labels = dict(self.pairs)
        either = ", ".join(f"{labels[one]} ({one})" for one in found[:8])
        return NotUnderstood(f"'{short(words)}' may be any of these: {either}", "say which")

    def get(self, words: str, typed: bool) -> str:
        """The id that words name. Raises `NotUnderstood` when they name none or several."""
        found = self.find(words, typed)
        if found is None:
            raise NotUnderstood(f"'{short(words)}' is no {self.thing} here", self._mend(words))
        return found

    def _mend(self, words: str) -> str:
        """What may have been meant."""
        labels, ids = [label for _, label in self.pairs], [one for one, _ in self.pairs]
        near_id = closest(words, labels) is None and closest(words, ids) is not None
        return suggestion(words, ids if near_id else labels, noun="to choose from")


def place_name(reading: Reading, place: Place) -> str:
    """What a question is called, with its item's and its record's name in front.

    "Bakers: Scope: From"; the id of a question that the questionnaire does not have.
    """
    home = reading.questionnaire.homes.get(place.name)
    if home is None:
        return place.name
    name = name_in_item(reading, place)
    return f"{reading.title(home.list, place.owner)}: {name}" if home.list and place.owner else name


def name_in_item(reading: Reading, place: Place) -> str:
    """What a question is called, with its record's or its grid's name in front: "Scope: From"."""
    whole = reading.whole_of(place)
    name = reading.called(place)
    return name if whole is None else f"{reading.called(whole)}: {name}"


def place_called(reading: Reading, text: str, *, any_kind: bool = False) -> Place:
    """The place of NAME or NAME@ITEM; ITEM is an item's id, its number from 1 or its title.

    Only with `any_kind` also of what is shown and takes no answer.

    A cell of a grid has its row in its name: NAME.ROW.COLUMN, or NAME.ROW where there is but one
    column. Raises `NotUnderstood`, with what may have been meant.
    """
    name, at, item = text.partition("@")
    name = clean_line(name).strip()
    grid, row, column = _cell(reading, name)
    question = reading.questionnaire.questions.get(column or name)
    takes = question is not None and (any_kind or question.answerable)
    if question is None or not takes or (_in_grid(reading, name) and not grid):
        raise _unknown(reading, name)
    owner = reading.questionnaire.homes[question.id].list
    if at and not owner:
        raise NotUnderstood(f"'{name}' is asked once, not of items", "leave the @ away")
    if owner and not at:
        one = reading.questionnaire.lists[owner].one
        raise NotUnderstood(f"'{name}' is asked of each {one}", f"say which: {name}@1")
    found = item_called(reading, owner, item) if owner else ""
    return Place(column, cell_of(reading, grid, found, row)) if grid else Place(name, found)


def _cell(reading: Reading, name: str) -> tuple[str, str, str]:
    """The grid, the row and the column that a name speaks of; empty when it is no cell's."""
    first, second, *rest = (*name.split("."), "", "")
    questions = reading.questionnaire.questions
    grid = questions.get(f"{first}.{second}")
    if not isinstance(grid, Grid) or not rest[0] or name in questions or len(rest) > 4:
        return "", "", ""
    columns = {one.id.rpartition(".")[2]: one.id for one in grid.columns}
    alone = next(iter(columns.values())) if len(columns) == 1 else ""
    return grid.id, rest[0], columns.get(rest[1], "") if rest[1] else alone


def _in_grid(reading: Reading, name: str) -> bool:
    home = reading.questionnaire.homes.get(name)
    return home is not None and isinstance(reading.questionnaire.questions.get(home.record), Grid)


def _unknown(reading: Reading, name: str) -> NotUnderstood:
    """What to say of a name that is no question's."""
    asked, homes = reading.questionnaire.questions, reading.questionnaire.homes
    if name in reading.questionnaire.lists:
        inside = [one for one, home in homes.items() if home.list == name]
        mend = f"name one of its questions: {inside[0]}@1" if inside else ""
        return NotUnderstood(f"'{name}' is a list, and no question", mend)
    if _in_grid(reading, name) or _cell(reading, name)[0]:
        grid = homes[name].record if name in homes else _cell(reading, name)[0]
        columns = [one.id.rpartition(".")[2] for one in asked[grid].parts]
        words = f"'{short(name)}' is no cell of the grid '{grid}'"
        return NotUnderstood(words, suggestion(name.rpartition(".")[2], columns, noun="columns"))
    known = [one for one, question in asked.items() if question.answerable]
    first = name.partition(".")[0]
    beside = [one for one in known if one.partition(".")[0] == first]
    near = closest(name, beside) is not None or closest(name, known) is None
    mend = suggestion(name, beside if beside and near else known, noun="questions")
    return NotUnderstood(f"there is no question '{short(name)}'", mend)


def item_called(reading: Reading, list_id: str, words: str) -> str:
    """The item of a list that has this id, number (from 1) or title. Raises `NotUnderstood`."""
    ids = reading.items(list_id)
    wanted = NUMBER.fullmatch(clean_line(words).strip())
    if words not in ids and wanted and 1 <= int(wanted[1]) <= len(ids):
        return ids[int(wanted[1]) - 1]
    pairs = [(one, reading.title(list_id, one)) for one in ids]
    return Names(pairs, 0, reading.questionnaire.lists[list_id].one).get(words, False)


def rows_named(reading: Reading, grid: str, owner: str) -> Names:
    """The rows of a grid that may be named: those that are asked, then all that could be."""
    items = rows_known(reading, grid, owner)
    pairs = [(one.partition(".")[2], reading.row_label(grid, one)) for one in items]
    return Names(pairs, len(reading.rows(grid, owner)), "row")


def cell_of(reading: Reading, grid: str, owner: str, row: str) -> str:
    """The item of the cells of a row, which has this id or label. Raises `NotUnderstood`."""
    return f"{owner}.{rows_named(reading, grid, owner).get(row, False)}"


def name_of(reading: Reading, place: Place) -> str:
    """The name by which `place_called` finds a place: NAME@ITEM, with its row if it has one."""
    name = place.name
    if place.row:
        grid = reading.questionnaire.homes[place.name].record
        column = "" if len(reading.questionnaire.questions[grid].parts) == 1 else place.name
        name = f"{grid}.{place.row}" + (f".{column.rpartition('.')[2]}" if column else "")
    return f"{name}@{place.owner}" if place.owner else name


def folded(words: str) -> str:
    """Words for comparing: without capitals, and blanks alike."""
    return " ".join(clean_line(words).casefold().split())


def short(words: str) -> str:
    """Words for a complaint: on one line, and not all of a page that somebody pasted."""
    line = clean_line(words.strip())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 3] + "..."
