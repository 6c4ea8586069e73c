"""What files of answers say, noted down: their items are found or added, their names known.

The file's items are those of the plan that have their id, else their name; the others are added.
So to fill in the same file twice changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from smtui.files import CAPS
from smtui.mistakes import Mistake, closest, suggestion
from smtui.plan.answering import said_at
from smtui.plan.answers import Answers, Place, new_id
from smtui.plan.entries import ENTRIES, Entry, entries_in
from smtui.plan.given import Given, Keys
from smtui.plan.migration import EARLIER
from smtui.plan.named import NotUnderstood
from smtui.plan.reader import ITEM_ID
from smtui.plan.rules import Reading
from smtui.plan.said import understood
from smtui.plan.whereabouts import are_tables
from smtui.questionnaire.kinds import Grid, Text
from smtui.questionnaire.model import RUNS, Question, Questionnaire
from smtui.text import clean_line

_META = frozenset(
    "questionnaire version format run title fictional practice created changed position".split()
)
_MOST_SLIPPED = 2


@dataclass(frozen=True)
class Said:
    """What a file says at a place, and where it says so.

    A cell of a grid has the row as the file calls it, until that can be found out.
    """

    given: Given
    keys: Keys
    place: Place
    value: object
    row: str = ""


@dataclass
class Intake:
    """Goes through files of answers (`take`): what they `said`, and the `answers` with their items.

    `pick` chooses a letter for the ids of new items.
    """

    questionnaire: Questionnaire
    answers: Answers
    run: str
    today: date | None
    pick: Callable[[str], str]
    mistakes: list[Mistake]
    meta: dict[str, Any] = field(default_factory=dict)
    """What the files say of the plan itself."""
    said: list[Said] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    lists: dict[str, Given] = field(default_factory=dict)
    """The lists of which a file has items, with the first such file."""
    passed: list[Mistake] = field(default_factory=list)
    """What the files have besides, and was not taken."""

    def take(self, given: Given) -> None:
        """Go through a file: its items are found or added, what it says is noted down."""
        self.mistakes += given.mistakes
        tables = _below(self.questionnaire, "")
        for key, value in given.data.items():
            if key == "meta" and isinstance(value, Mapping):
                self._take_meta(given, value)
            elif key in ENTRIES:
                self.entries += entries_in(given, key, value, self.mistakes)
            elif key in self.questionnaire.lists:
                self._take_items(given, key, value)
            elif key not in tables:
                known = [*tables, *self.questionnaire.lists, *ENTRIES]
                what = f"'{_short(key)}' is not known in this questionnaire"
                if key == EARLIER or (are_tables(value) and not _is_slip(key, known)):
                    # of another program's, or of an older version: a plan has such tables too
                    self.passed.append(given.mistake((key,), f"{what}; it is passed over"))
                    continue
                self._wrong(given, (key,), what, suggestion(key, known, noun="names"))
            elif not isinstance(value, Mapping):
                self._wrong(given, (key,), f"'{key}' must be a table", f"write [{key}]")
            else:
                self._take_table(given, (key,), value, tables[key], "")

    def _wrong(self, given: Given, keys: Keys, what: str, mend: str = "") -> None:
        self.mistakes.append(given.mistake(keys, what, mend))

    def _take_meta(self, given: Given, meta: Mapping[str, Any]) -> None:
        named = meta.get("questionnaire", self.questionnaire.id)
        if named != self.questionnaire.id:
            what = f"these answers belong to the questionnaire '{_short(str(named))}'"
            mend = f"this plan belongs to '{self.questionnaire.id}'"
            self._wrong(given, ("meta", "questionnaire"), what, mend)
        run, runs = meta.get("run"), self.questionnaire.runs or RUNS
        if run is not None and run not in tuple(runs):
            mend = suggestion(str(run), list(runs), noun="runs")
            self._wrong(given, ("meta", "run"), f"there is no run '{_short(str(run))}'", mend)
        for key in meta.keys() - _META:
            mend = suggestion(key, sorted(_META), noun="names")
            self._wrong(given, ("meta", key), f"'{_short(key)}' is not known in [meta]", mend)
        if isinstance(meta.get("title"), str):
            self.meta["title"] = clean_line(meta["title"])
        if isinstance(meta.get("fictional"), bool):
            self.meta["fictional"] = meta["fictional"]

    def _take_table(
        self,
        given: Given,
        keys: Keys,
        table: Mapping[str, Any],
        known: Mapping[str, Question],
        item: str,
    ) -> None:
        """Note down what a table says; a table of a record says it of its fields."""
        for key, value in table.items():
            question = known.get(key)
            if question is None:
                what = f"there is no question '{_short(key)}' here"
                self._wrong(given, (*keys, key), what, suggestion(key, known, noun="questions"))
            elif isinstance(question, Grid) and isinstance(value, Mapping):
                self._take_rows(given, (*keys, key), value, question, item)
            elif question.parts and isinstance(value, Mapping):
                self._take_table(given, (*keys, key), value, _parts(question), item)
            elif value not in (None, "", [], {}):
                self.said.append(Said(given, (*keys, key), Place(question.id, item), value))

    def _take_rows(
        self, given: Given, keys: Keys, table: Mapping[str, Any], grid: Grid, item: str
    ) -> None:
        """Note down what a table of rows says; with one column a row may be its value alone."""
        columns = _parts(grid)
        for row, value in table.items():
            alone = not isinstance(value, Mapping) and len(columns) == 1
            cells = {next(iter(columns)): value} if alone else value
            if not isinstance(cells, Mapping):
                what = f"the row '{_short(row)}' must be a table"
                self._wrong(given, (*keys, row), what, f"columns: {', '.join(columns)}")
                continue
            before = len(self.said)
            self._take_table(given, (*keys, row), cells, columns, item)
            self.said[before:] = [replace(one, row=row) for one in self.said[before:]]

    def _take_items(self, given: Given, list_id: str, rows: object) -> None:
        if not isinstance(rows, list) or not all(isinstance(one, Mapping) for one in rows):
            mend = f"write [[{list_id}]] above each"
            self._wrong(given, (list_id,), f"'{list_id}' must be a list of tables", mend)
            return
        known = _below(self.questionnaire, list_id).get(list_id, {})
        owner = self.questionnaire.lists[list_id]
        self.lists.setdefault(list_id, given)
        claimed: set[str] = set()
        for at, row in enumerate(rows):
            item = self._item(given, (list_id, at), row, claimed)
            if len(self.answers.ids(list_id)) > min(owner.most, CAPS.items):
                what = f"with this one there are over {min(owner.most, CAPS.items)} {owner.many}"
                self._wrong(given, (list_id, at), what)
                return
            claimed.add(item)
            said = {key: value for key, value in row.items() if key != "id"}
            self._take_table(given, (list_id, at), said, known, item)

    def _item(self, given: Given, keys: Keys, row: Mapping[str, Any], claimed: set[str]) -> str:
        """The item that a row is about: the one of its id, of its name, of its answers; or new."""
        list_id = str(keys[0])
        wanted = row.get("id", "")
        if wanted != "" and (not isinstance(wanted, str) or not ITEM_ID.fullmatch(wanted)):
            what = "an item's id must be a text of at most 64 of a-z, 0-9 and _"
            self._wrong(given, (*keys, "id"), what, "without an id it is found by its name")
            wanted = ""
        ids = self.answers.ids(list_id)
        if wanted in claimed:
            self._wrong(given, (*keys, "id"), f"two items have the id '{wanted}'")
        elif wanted not in ids and wanted in self.answers.all_ids():
            self._wrong(given, (*keys, "id"), f"an item of another list has the id '{wanted}'")
        free = [one for one in ids if one not in claimed]
        found = wanted if wanted else self._same_item(list_id, row, free)
        if not found:
            found = new_id(self.answers.all_ids() | claimed, self.pick)
        if found not in self.answers.all_ids():
            self.answers = self.answers.with_items(list_id, (*ids, found))
            if name := self._name_in(list_id, row):
                # so that the rows of the next file find it
                self.answers = self.answers.with_value(Place(_naming(self, list_id), found), name)
        return found

    def _name_in(self, list_id: str, row: Mapping[str, Any]) -> str:
        """What a row calls its item: the answer to the first question for a text."""
        name = row.get(_naming(self, list_id).partition(".")[2])
        return clean_line(name).strip() if isinstance(name, str) else ""

    def _same_item(self, list_id: str, row: Mapping[str, Any], ids: Sequence[str]) -> str:
        """The item of this name; for a row without one, the item that has all its answers."""
        naming, name = _naming(self, list_id), self._name_in(list_id, row)
        if name:
            called = {
                one: str(self.answers.value(Place(naming, one)) or "").casefold() for one in ids
            }
            return next((one for one in ids if called[one] == name.casefold()), "")
        known = _below(self.questionnaire, list_id).get(list_id, {})
        said = [(known[key], value) for key, value in row.items() if key in known]
        reading = self._reading()
        same = (one for one in ids if all(_agrees(reading, *each, one) for each in said))
        return next(same, "") if said else ""

    def _reading(self) -> Reading:
        return Reading(self.questionnaire, self.answers, self.run, self.today)


def _below(questionnaire: Questionnaire, list_id: str) -> dict[str, dict[str, Question]]:
    """The questions of a list, or those outside lists, by the table and the key they stand in."""
    found: dict[str, dict[str, Question]] = {}
    for name, question in questionnaire.questions.items():
        home = questionnaire.homes[name]
        if home.list == list_id and not home.record and question.answerable:
            first, _, key = name.partition(".")
            found.setdefault(first, {})[key] = question
    return found


def _parts(whole: Question) -> dict[str, Question]:
    """The parts of a record, or the columns of a grid, by their keys."""
    return {one.id.rpartition(".")[2]: one for one in whole.parts if one.answerable}


def _naming(intake: Intake, list_id: str) -> str:
    """The question whose answer an item is called by: the first of its list for a text."""
    homes = intake.questionnaire.homes
    for name, question in intake.questionnaire.questions.items():
        home = homes[name]
        own = home.list == list_id and not home.record and not home.parent
        if own and isinstance(question, Text):
            return name
    return ""


def _agrees(reading: Reading, question: Question, said: object, item: str) -> bool:
    """Whether an item has the answer that a row gives."""
    place = Place(question.id, item)
    try:
        raw = understood(reading, place, said, typed=False)
    except NotUnderstood:
        return False
    inside = said_at(reading, place, raw)
    return all(reading.answers.value(at) == value for at, value in inside.items())


def _is_slip(word: str, known: Sequence[str]) -> bool:
    """Whether a name is a known one misspelt: near it, and with a letter or two more or less."""
    near = closest(word, known)
    return near is not None and abs(len(near) - len(word)) <= _MOST_SLIPPED


def _short(words: str) -> str:
    return clean_line(words)[:60]
