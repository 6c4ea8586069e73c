"""Brings the data of a plan made with an older questionnaire to today's names and kinds.

Nothing is dropped. An answer that is asked no more stays where it lies in the file; one that
cannot lie there goes under [earlier], with a note beside its question.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from smtui.plan.contents import REPLIES
from smtui.plan.conversion import converted, for_people, lies_askew, retired, shown, trouble
from smtui.plan.former import Former
from smtui.plan.ledger import AGAIN, GROUPS, KEPT, MOVED, PARKED, Ledger, Row, Spot, first_text
from smtui.plan.replies import Replies, place_of, put_place
from smtui.plan.whereabouts import Where, are_tables, id_by_place, is_blank, written_ids
from smtui.questionnaire.kinds import Grid
from smtui.questionnaire.model import Question, Questionnaire

__all__ = ["AGAIN", "GROUPS", "KEPT", "MOVED", "PARKED", "Migration", "Row", "migrate"]

EARLIER = "earlier"
"""The table of a plan's file for what could not stay where it was."""


@dataclass(frozen=True)
class Migration:
    """The data of a plan with today's names, and what became of each of its answers."""

    data: dict[str, Any]
    rows: tuple[Row, ...]
    made_with: str
    here: str

    def of(self, what: str) -> list[Row]:
        """The rows of a group."""
        return [row for row in self.rows if row.what == what]

    @cached_property
    def older_names(self) -> Mapping[str, str]:
        """The names in the file as it was, by those of today."""
        return {row.new: row.old for row in self.rows if row.new}

    @property
    def summary(self) -> str:
        """The counts in one line."""
        counts = [(len(self.of(what)), what) for what in GROUPS]
        return ", ".join(f"{count} {what}" for count, what in counts if count) or "no answers"


def migrate(data: Mapping[str, Any], questionnaire: Questionnaire) -> Migration:
    """The data of an older plan as today's questionnaire has it. The given data stays as it is."""
    return _Work(deepcopy(dict(data)), questionnaire).done()


@dataclass
class _Work:
    """The data on its way. Each step leaves a plan of which nothing is lost."""

    data: dict[str, Any]
    questionnaire: Questionnaire
    moved: dict[Spot, str] = field(default_factory=dict)  # today's place: the older name
    lists: dict[str, str] = field(default_factory=dict)  # list: its id in the file
    made_items: dict[str, str] = field(default_factory=dict)  # list: its item made of a table
    titles: dict[str, str] = field(default_factory=dict)  # of the items, by their ids
    notes: list[tuple[Spot, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.former = Former(self.questionnaire)
        self.ledger = Ledger(self.questionnaire)
        meta = self.data.get("meta")
        self.meta: dict[str, Any] = meta if isinstance(meta, dict) else {}
        self.made_with = str(self.meta.get("version", ""))
        self.by_list: dict[str, list[Question]] = {}
        for name, question in self.questionnaire.questions.items():
            home = self.questionnaire.homes[name]
            if question.answerable and not home.record:
                self.by_list.setdefault(home.list, []).append(question)
        self.earlier = EARLIER
        while self.earlier in self.former.firsts or not isinstance(
            self.data.get(self.earlier, {}), dict
        ):
            self.earlier += "_"

    def done(self) -> Migration:
        """All steps, in the order in which each finds what it needs."""
        here = self.questionnaire.version
        self._clear_the_way()
        self._rename_lists()
        plan = Where(self.data)
        self._bring_home(plan)
        self._make_lists()
        items = [where for one in self.questionnaire.lists for where in self._items(one)]
        for where in items:
            self._bring_home(where)
        for where in (plan, *items):
            for question in self._questions(where.list):
                self._fit_whole(question, where)
        replies = Replies(self.data, self.former, self.ledger, self.made_items)
        replies.move()
        replies.add_notes(self.notes)
        self._position(replies)
        if "version" in self.meta:
            self.meta["version"] = here
        known = ("meta", self.earlier, *REPLIES)
        self.ledger.tell_what_is_left(
            {key: value for key, value in self.data.items() if key not in known}
        )
        return Migration(self.data, self.ledger.in_order(), self.made_with, here)

    # what there is

    def _questions(self, list_id: str) -> list[Question]:
        """The questions of a list, or those outside lists; fields come with their records."""
        return self.by_list.get(list_id, [])

    def _tables(self, list_id: str) -> list[dict[str, Any]]:
        tables = self.data.get(list_id)
        return tables if are_tables(tables) else []

    def _items(self, list_id: str) -> list[Where]:
        return [Where(table, list_id, at) for at, table in enumerate(self._tables(list_id), 1)]

    # lists and tables

    def _rename_lists(self) -> None:
        lists = self.questionnaire.lists
        for list_id in lists:
            for old in self.former.first(list_id):
                if self._tables(old) and is_blank(self.data.get(list_id)):
                    self._name_items(old)
                    self.data[list_id] = self.data.pop(old)
                    self.lists[list_id] = old
        for list_id in lists:
            self._name_items(list_id)

    def _name_items(self, key: str) -> None:
        """Give the items of a list their ids, as the reader would, so that they can be named."""
        older = [old for one in self.questionnaire.lists for old in self.former.first(one)]
        taken = written_ids(self.data.get(one) for one in (*self.questionnaire.lists, *older))
        for at, table in enumerate(self._tables(key)):
            if "id" not in table:
                table["id"] = id_by_place(key, at, taken)

    def _clear_the_way(self) -> None:
        """Put aside what lies where a table must be, or a list of tables."""
        for first in sorted(self.former.firsts & self.data.keys()):
            raw = self.data[first]
            is_list = first in self.questionnaire.lists
            fits = isinstance(raw, dict) or (is_list and are_tables(raw))
            if fits and not is_blank(raw):
                continue
            del self.data[first]
            if is_blank(raw):
                continue
            self._put_aside((first,), raw)
            if are_tables(raw):
                self._tell_of_a_list_no_more(first, raw)
            else:
                why = f"put under [{self.earlier}]: a table must be there"
                self.ledger.tell(PARKED, first, "", first, for_people(raw), why)

    def _tell_of_a_list_no_more(self, first: str, tables: list[dict[str, Any]]) -> None:
        """Its questions are asked once now: a note beside each says what was answered."""
        items = [Where(table, first, at) for at, table in enumerate(tables, 1)]
        told = {"id"}
        for question in self._questions(""):
            for name in (question.id, *self.former.names(question.id)):
                values = [where.get(name) for where in items if name.partition(".")[0] == first]
                given = [one for one in values if one is not None]
                if given:
                    told.add(name.split(".")[1])
                    was = "; ".join(for_people(one) for one in given)
                    self.notes.append(((question.id, ""), was))
                    label = self.ledger.label(question.id, Where(self.data))
                    self.ledger.tell(
                        AGAIN, name, question.id, label, was, "it is asked only once now"
                    )
        for key in dict.fromkeys(key for table in tables for key in table if key not in told):
            was = "; ".join(for_people(table[key]) for table in tables if key in table)
            name = f"{first}.{key}"
            self.ledger.tell(PARKED, name, "", name, was, f"put under [{self.earlier}]")

    def _make_lists(self) -> None:
        """Make the first item of a list out of what was asked only once."""
        for list_id in self.questionnaire.lists:
            for key in (list_id, *self.former.first(list_id)):
                raw = self.data.get(key)
                others = self.data.get(list_id) if key != list_id else None
                if isinstance(raw, dict) and raw and is_blank(others):
                    del self.data[key]
                    if "id" in raw:  # of the answers: an item has one of its own
                        self.ledger.tell(
                            PARKED, f"{key}.id", "", f"{key}.id", for_people(raw["id"])
                        )
                        self._put_aside((key, "id"), raw.pop("id"))
                    self.data[list_id] = [raw]
                    self.lists[list_id] = key
                    self._name_items(list_id)
                    self.made_items[list_id] = str(raw["id"])

    def _put_aside(self, path: tuple[str, ...], raw: Any) -> None:
        """Keep a value under [earlier], by the version that it comes from."""
        table: dict[str, Any] = self.data.setdefault(self.earlier, {})
        *above, last = (self.made_with or "0", *path)
        for part in above:
            key = part
            while not isinstance(table.get(key, {}), dict):
                key += "_"
            table = table.setdefault(key, {})
        while last in table:
            last += "_"
        table[last] = raw

    # names

    def _bring_home(self, where: Where) -> None:
        """Bring what has an older name, in a table of answers, to its name of today."""
        for question in self._questions(where.list):
            self._settle(question, where)
            rival = self.ledger.lost_to_a_rival(question.id, where.item)
            if isinstance(question, Grid):
                self._settle_rows(question, where)
            elif not rival:
                for one in question.parts:
                    self._settle(one, where)

    def _settle(self, question: Question, where: Where) -> None:
        name = question.id
        if (raw := where.get(name)) is not None and lies_askew(question, raw):
            self._replace(question, name, where)
        for old in self._older(name, where):
            raw = where.get(old)
            if raw is None:
                continue
            if lies_askew(question, raw):
                self._replace(question, old, where)
            elif where.get(name) is not None:
                # as it would be called today in the item of a list that was renamed
                spot = f"{where.list}.{old.partition('.')[2]}" if where.list else old
                self.ledger.rivals[(spot, where.item)] = name
            else:
                where.put(name, where.pop(old))
                self.moved[(name, where.item)] = old

    def _older(self, name: str, where: Where) -> Iterator[str]:
        """The older names of a question that can lie in the same table."""
        firsts = (where.list, *self.former.first(where.list)) if where.list else ()
        for old in self.former.names(name):
            first, _, rest = old.partition(".")
            # in an item the first part says nothing: there it may be a name of today
            if not where.list or (
                first in firsts and f"{where.list}.{rest}" not in self.questionnaire.questions
            ):
                yield old

    def _settle_rows(self, grid: Grid, where: Where) -> None:
        """Bring the rows of a grid, and the columns in each, to their names of today."""
        rows = where.get(grid.id)
        if not isinstance(rows, dict):
            return
        for old, new in self.former.rows(grid).items():
            self._rename(rows, old, new, (grid.id, f"{where.owner}.{new}"), grid.id)
        for row, cells in rows.items():
            if isinstance(cells, dict):
                for old, new in self.former.columns(grid):
                    spot = (f"{grid.id}.{new}", f"{where.owner}.{row}")
                    self._rename(cells, old, new, spot, f"{grid.id}.{row}")
        for cell in self._cells(grid, where):
            for column in grid.columns:
                raw = cell.get(column.id)
                if raw is not None and lies_askew(column, raw):
                    self._replace(column, column.id, cell)

    def _rename(self, table: dict[str, Any], old: str, new: str, spot: Spot, above: str) -> None:
        """Rename a key below a name, unless there is something under the newer one."""
        if is_blank(table.get(old)):
            return
        if is_blank(table.get(new)):
            table[new] = table.pop(old)
            self.moved[spot] = old
        else:
            owner = spot[1].partition(".")[0]
            self.ledger.rivals[(f"{above}.{old}", owner)] = f"{above}.{new}"

    def _cells(self, grid: Grid, where: Where) -> list[Where]:
        """Each row of a grid that is known today, with what is in it."""
        rows = where.get(grid.id)
        return [
            replace(where, row=row, flat=not isinstance(cells, dict))
            for row, cells in (list(rows.items()) if isinstance(rows, dict) else ())
            if self.ledger.knows_row(grid, row, cells)
        ]

    def _replace(self, question: Question, name: str, where: Where) -> None:
        """Put aside a value that cannot lie there, with a note beside its question."""
        raw = where.pop(name)
        first, *rest = name.split(".")
        if where.row:
            rest.insert(1, where.row)
        self._put_aside((first, where.owner, *rest) if where.list else (first, *rest), raw)
        was = for_people(raw)
        self.notes.append(((question.id, where.item), was))
        words = question.misfit(question.clean(raw))
        label = self.ledger.label(question.id, where)
        self.ledger.tell(AGAIN, name, question.id, label, was, words)

    # values

    def _fit_whole(self, question: Question, where: Where) -> None:
        """Bring the value of a question to today's choices and kind, or those of its parts."""
        places = self._cells(question, where) if isinstance(question, Grid) else [where]
        if question.parts and where.get(question.id) is not None:
            self.ledger.origins[(question.id, where.item)] = self._names(question.id, where)[0]
        for at in places:
            if at.row:
                cell = self._names(question.parts[0].id, at)[0]
                row = cell if at.flat else cell.rpartition(".")[0]
                self.ledger.origins[(question.id, at.item)] = row
            for one in question.parts or (question,):
                self._fit(one, at)

    def _fit(self, question: Question, where: Where) -> None:
        raw = where.get(question.id)
        if raw is None:
            return
        renamed, changes = self._with_choices_of_today(question, raw)
        made = converted(question, renamed)
        if type(made) is not type(renamed) or made != renamed:
            changes.append(f"it is {question.an_answer} now")
        if changes:
            where.put(question.id, made)
        old, new = self._names(question.id, where)
        self.ledger.origins[(question.id, where.item)] = old
        if where.owner and where.owner == self.made_items.get(where.list):
            changes.append(f"it is asked of each {self.questionnaire.lists[where.list].one} now")
        words = trouble(self.questionnaire, question, made)
        what = AGAIN if words else MOVED if changes or old != new else KEPT
        why = words or "; ".join(changes + retired(self.questionnaire, question, made))
        label = self.ledger.label(question.id, where)
        self.ledger.tell(what, old, new, label, self._shown(question, made), why)

    def _names(self, name: str, where: Where) -> Spot:
        """The name of a value then and now; it may have come with its list, record or row."""
        whole, _, last = name.rpartition(".")
        came = self.moved.get((whole, where.owner), whole)
        if where.row:
            row = self.moved.get((whole, where.item), where.row)
            column = self.moved.get((name, where.item), last)
            old = f"{came}.{row}" if where.flat else f"{came}.{row}.{column}"
            new = f"{whole}.{where.row}" if where.flat else f"{whole}.{where.row}.{last}"
        else:
            old, new = self.moved.get((name, where.item), name), name
            inside, _, last = old.rpartition(".")
            old = f"{came}.{last}" if inside == whole else old
        if where.list:
            # in an item the first part is not written: it is the list that it was in
            old = f"{self.lists.get(where.list, where.list)}.{old.partition('.')[2]}"
        return old, new

    def _with_choices_of_today(self, question: Question, raw: Any) -> tuple[Any, list[str]]:
        """A value with today's ids of its choices, and what was changed, in words."""
        today = self.former.choices(question.id)
        named = [raw] if isinstance(raw, str) else raw if isinstance(raw, list) else []
        hits = [one for one in named if isinstance(one, str) and one in today]
        if not hits:
            return raw, []
        among = self.questionnaire.among[question.id]
        words = [f"'{old}' is '{among.label(today[old])}' now" for old in hits]
        if isinstance(raw, str):
            return today[raw], words
        ids = [today.get(one, one) if isinstance(one, str) else one for one in named]
        return [one for at, one in enumerate(ids) if one not in ids[:at]], words

    def _shown(self, question: Question, raw: Any) -> str:
        among = self.questionnaire.among.get(question.id)
        return shown(question, raw, among.label if among else self._title)

    def _title(self, item: str) -> str:
        """What the item of an id is called."""
        if not self.titles:
            for list_id in self.questionnaire.lists:
                for where in self._items(list_id):
                    self.titles[where.item] = self.ledger.title(where) or first_text(where.table)
        return self.titles.get(item) or item

    def _position(self, replies: Replies) -> None:
        """Where the person was."""
        at = self.meta.get("position")
        if isinstance(at, dict):
            if isinstance(at.get("section"), str):
                at["section"] = self.former.section(at["section"])
            old = place_of(at)
            if (new := replies.today(old))[0]:
                put_place(at, old, new)
