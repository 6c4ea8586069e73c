"""What a journal holds that the plan's file has not: put together, told, and brought back.

A journal is bound to its questionnaire and to the file as it was. Where the file has changed
since, the two are merged; what has no place in the plan any more is kept in it as text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from smtui.files import CAPS, toml_in
from smtui.mistakes import BadInput
from smtui.plan.age import belongs_to, is_older
from smtui.plan.answers import Answers, Place
from smtui.plan.contents import Document
from smtui.plan.conversion import converted
from smtui.plan.former import Former
from smtui.plan.journal.leaves import Leaf, apply
from smtui.plan.journal.records import Found
from smtui.plan.migration import migrate
from smtui.plan.reader import ITEM_ID, read
from smtui.plan.recovery.differences import Row, leaf_words, rows_of
from smtui.plan.recovery.merging import THEIRS, Merge, Origins, merged
from smtui.questionnaire.expression import ChoiceOf
from smtui.questionnaire.kinds import Grid, OneOf
from smtui.questionnaire.model import Questionnaire

UNPLACED = "unplaced"
"""The list of a plan's file for answers whose questions or items are not there."""

_WHAT = {
    "values": "",
    "items": "items of a list",
    "parked": "parked",
    "remarks": "note",
    "not_applicable": "not applicable",
    "disagreements": "disagreement",
}


@dataclass(frozen=True)
class Recovery:
    """What a journal holds that the plan's file has not. `rows` tell it in words.

    `same_file`: nobody has changed the file since. `unplaced` is what no question or item of the
    plan takes.
    """

    found: Found
    merge: Merge
    same_file: bool
    unplaced: tuple[Leaf, ...]
    rows: tuple[Row, ...]

    @property
    def count(self) -> int:
        """How many answers, notes and the like come back."""
        return sum(row.kind != THEIRS for row in self.rows)

    @property
    def first(self) -> datetime | None:
        """When the first of them was given, as far as that is known."""
        return self.found.first

    @property
    def last(self) -> datetime | None:
        """When the last of them was given."""
        return self.found.last

    def kept_in(self, document: Document) -> Document:
        """A document that also holds what has no place, as text, so that saves keep it."""
        return _with_unplaced(document, [_entry(leaf) for leaf in self.unplaced])


def together(ours: Document, theirs: Document, answers: Answers) -> Document:
    """The plan to go on with when the file was changed meanwhile: `answers` are those of both.

    What smtui does not know is as the file has it now, for here nobody can change it. What had
    no place in the plan stays, and so does what is said of items that only we still have.
    """
    theirs_ids = theirs.answers.all_ids()
    within = {
        key: one
        for key, one in ours.unknown_within.items()
        if key[0] == "item" and key[1] not in theirs_ids and key[1] in answers.all_ids()
    }
    meta = replace(ours.meta, created=theirs.meta.created, title=theirs.meta.title)
    made = replace(
        theirs, answers=answers, meta=meta, unknown_within={**within, **theirs.unknown_within}
    )
    return _with_unplaced(made, _unplaced_in(ours))


def _unplaced_in(document: Document) -> list[Any]:
    known = document.unknown.get(UNPLACED, [])
    return known if isinstance(known, list) else [known]


def _with_unplaced(document: Document, entries: Sequence[Any]) -> Document:
    known = _unplaced_in(document)
    fresh = [one for one in entries if one not in known]
    if not fresh:
        return document
    return replace(document, unknown={**document.unknown, UNPLACED: [*known, *fresh]})


def _entry(leaf: Leaf) -> dict[str, Any]:
    said = {
        "question": leaf.name,
        "item": leaf.place.owner,
        "row": leaf.place.row,
        "what": _WHAT[leaf.sort],
        "value": leaf_words(leaf),
    }
    return {key: value for key, value in said.items() if value}


def set_aside_because(found: Found, questionnaire: Questionnaire) -> str:
    """Why a journal is not offered although it may hold something; empty when it can be.

    It is kept as it is.
    """
    if found.unread:
        return f"it cannot be read: {found.unread}"
    if found.newer_format:
        return "a newer smtui has written it; open the plan with that one"
    if found.head is not None and found.head.questionnaire != questionnaire.id:
        return f"it belongs to the questionnaire '{found.head.questionnaire}'"
    return ""


def recovery_of(
    found: Found,
    document: Document,
    questionnaire: Questionnaire,
    digest: str,
    *,
    now: Answers | None = None,
) -> Recovery | None:
    """What comes back from a journal beside the plan in a file with this digest.

    None when there is nothing, or it is not to be offered (see `set_aside_because`). `document`
    is the plan as today's questionnaire has it, `now` what it is to come to: its answers, unless
    another journal's have been brought back before.
    """
    if not found.changes or set_aside_because(found, questionnaire):
        return None
    theirs = document.answers if now is None else now
    same_file = digest == found.base_digest
    base = document.answers if same_file else _stood(found, questionnaire)
    # where it is not known what the file held then, it is taken as it is now
    placing = _Placing(found, questionnaire, document.answers if base is None else base)
    origins = Origins.dated(found.last, document.meta.changed)
    merge = merged(placing.base, placing.ours(), theirs, questionnaire, origins)
    known = _unplaced_in(document)
    unplaced = tuple(leaf for leaf in placing.unplaced if _entry(leaf) not in known)
    recovery = Recovery(found, merge, same_file, unplaced, rows_of(merge, unplaced))
    return recovery if recovery.count else None


def _stood(found: Found, questionnaire: Questionnaire) -> Answers | None:
    """The answers that the file held when it was saved last; None when that cannot be read."""
    try:
        file = toml_in(found.base_text, found.path, max_entries=CAPS.plan_entries)
        if belongs_to(file)[0] != questionnaire.id:
            return None
        if is_older(file, questionnaire):
            file = replace(file, data=migrate(file.data, questionnaire).data)
        plan = read(file, questionnaire, newer_too=True).answers
    except BadInput:
        return None
    return _Placing(replace(found, changes=found.before), questionnaire, plan).ours()


class _Placing:
    """Finds the place of each leaf of a journal in a plan, by today's names."""

    def __init__(self, found: Found, questionnaire: Questionnaire, base: Answers) -> None:
        self.base = base
        self.unplaced: list[Leaf] = []
        self._found = found
        self._questionnaire = questionnaire
        head = found.head
        self._same_version = head is not None and head.version == questionnaire.version
        self._former = Former(questionnaire)
        self._lists = {
            old: name for name in questionnaire.lists for old in (name, *self._former.first(name))
        }

    def ours(self) -> Answers:
        """The plan with all leaves that have a place in it; the others are then `unplaced`."""
        lists = [leaf for leaf in self._found.changes if leaf.sort == "items"]
        others = [self._today(leaf) for leaf in self._found.changes if leaf.sort != "items"]
        items = self._items(lists, others)
        placed = [leaf for leaf in others if self._has_place(leaf, items)]
        self.unplaced += [
            leaf for leaf in others if leaf.value is not None and not self._has_place(leaf, items)
        ]
        made = replace(apply(self.base, placed), items=items)
        return made.without(lambda at: not self._is_there(at, items))

    # items

    def _items(self, lists: Iterable[Leaf], others: Iterable[Leaf]) -> dict[str, tuple[str, ...]]:
        """The items of each list: ids that a plan's file may have, each in one list only."""
        found: dict[str, Iterable[str]] = dict(self.base.items)
        for leaf in lists:
            name = self._lists.get(leaf.name)
            if name is not None:
                found[name] = leaf.value or ()
            elif leaf.value:
                self.unplaced.append(leaf)
        if self._found.broken:
            # the line that told of an item may be one of those that cannot be read
            for leaf in others:
                home = self._questionnaire.homes.get(leaf.name)
                if home is not None and home.list and leaf.value is not None:
                    found[home.list] = (*found.get(home.list, ()), leaf.place.owner)
        taken: set[str] = set()
        made = {}
        for name, ids in found.items():
            fits = [one for one in dict.fromkeys(ids) if ITEM_ID.fullmatch(one)]
            kept = [one for one in fits if one not in taken][: CAPS.items]
            taken.update(kept)
            made[name] = tuple(kept)
        return made

    def _is_there(self, place: Place, items: Mapping[str, tuple[str, ...]]) -> bool:
        home = self._questionnaire.homes.get(place.name)
        return home is None or not home.list or place.owner in items.get(home.list, ())

    # places

    def _has_place(self, leaf: Leaf, items: Mapping[str, tuple[str, ...]]) -> bool:
        question = self._questionnaire.questions.get(leaf.name)
        if question is None or not question.answerable or not self._is_there(leaf.place, items):
            return False
        home = self._questionnaire.homes[leaf.name]
        if leaf.place.owner and not home.list:
            return False
        grid = self._questionnaire.row_types.get(home.record)
        if grid is None:
            return not leaf.place.row
        known = grid.among.rows if isinstance(grid, ChoiceOf) else None
        row = leaf.place.row
        return bool(ITEM_ID.fullmatch(row)) and (known is None or row in known)

    # names

    def _today(self, leaf: Leaf) -> Leaf:
        """A leaf under the names that its question, row and choices have today."""
        name = self._former.today(leaf.name)
        if self._same_version or not name:
            return leaf
        grid = self._questionnaire.questions.get(self._questionnaire.homes[name].record)
        item = leaf.item
        if isinstance(grid, Grid) and leaf.place.row:
            row = self._former.rows(grid).get(leaf.place.row, leaf.place.row)
            item = f"{leaf.place.owner}.{row}"
        value = self._value_today(name, leaf.value) if leaf.sort == "values" else leaf.value
        return Leaf(leaf.sort, name, item, value)

    def _value_today(self, name: str, value: Any) -> Any:
        """A value as the question's kind of today has it, as far as sense can be made of it."""
        question = self._questionnaire.questions[name]
        if value is None or question.parts:
            return value
        raw = list(value) if isinstance(value, tuple) else value
        if isinstance(question, OneOf):
            today = self._former.choices(name)
            several = [today.get(one, one) for one in raw] if isinstance(raw, list) else []
            raw = several or (today.get(raw, raw) if isinstance(raw, str) else raw)
        return question.clean(converted(question, raw))
