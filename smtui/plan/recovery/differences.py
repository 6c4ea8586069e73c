"""What two versions of a plan do not have in common, in words: one row a question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smtui.plan.answers import Disagreement, Parked, Place, Remark
from smtui.plan.journal.leaves import Leaf
from smtui.plan.named import place_name
from smtui.plan.places import parked_words
from smtui.plan.recovery.merging import OURS, THEIRS, Merge
from smtui.plan.rules import Reading
from smtui.plan.telling import exactly, reply_words
from smtui.text import clean_line

BOTH, UNPLACED = "both", "unplaced"
"""Beside `OURS` and `THEIRS`: what both sides changed, and what has no place in the plan."""


@dataclass(frozen=True)
class Row:
    """One difference, in words of one line.

    Of a row of `OURS` or `THEIRS`: how it was and how it is to be; of one of `BOTH` what stood
    there before, our version (`after`) and the file's (`theirs`). With a `place` it can be
    chosen which of the two stays; `why` says what becomes of it where there is no choice.
    """

    kind: str
    label: str
    before: str = ""
    after: str = ""
    theirs: str = ""
    place: Place | None = None
    why: str = ""
    is_reply: bool = True
    """Whether it is an answer, or its parking; not a note, and no item of a list."""


def rows_of(merge: Merge, unplaced: Sequence[Leaf] = ()) -> tuple[Row, ...]:
    """The differences of a merge: what needs a person first, then ours, then theirs."""
    rows = [*_Telling(merge).rows(), *(_unplaced_row(leaf) for leaf in unplaced)]
    order = (BOTH, OURS, UNPLACED, THEIRS)
    return tuple(sorted(rows, key=lambda row: order.index(row.kind)))


class _Telling:
    def __init__(self, merge: Merge) -> None:
        self._merge = merge
        made = merge.questionnaire
        self._base, self._ours, self._theirs, self._woven = (
            Reading(made, one) for one in (merge.base, merge.ours, merge.theirs, merge.woven)
        )

    def rows(self) -> Iterator[Row]:
        """All rows but those of what has no place, in the order of the questions."""
        merge, woven = self._merge, self._merge.woven
        conflicts = {one.place: one for one in merge.conflicts}
        for one in merge.rescued:
            who = "here" if one.deleted_by == OURS else "in the file"
            other = "in the file" if one.deleted_by == OURS else "here"
            why = f"deleted {who}, but {other} something new is said about it: it stays"
            yield Row(BOTH, self._item(self._woven, one.list, one.item), why=why, is_reply=False)
        yield from self._items()
        ours, theirs = merge.theirs.places_unlike(woven), merge.base.places_unlike(merge.theirs)
        for place in self._in_order(ours | theirs | conflicts.keys()):
            if place in conflicts:
                was, mine, other = (
                    self._said(one, place) for one in (self._base, self._ours, self._theirs)
                )
                yield Row(BOTH, self._label(place), was, mine, other, place)
            elif place in ours:
                yield self._row(OURS, self._theirs, self._woven, place)
            else:
                yield self._row(THEIRS, self._base, self._theirs, place)
        yield from self._beside("remarks", "note")
        yield from self._beside("disagreements", "disagreement")

    def _row(self, kind: str, before: Reading, after: Reading, place: Place) -> Row:
        was, now = self._said(before, place), self._said(after, place)
        return Row(kind, self._label(place), was, now)

    def _in_order(self, places: set[Place]) -> list[Place]:
        """In the order of the questions; not those of items that go as a whole."""
        made = self._merge.questionnaire
        at: dict[str, int] = {}
        for ids in self._merge.woven.items.values():
            at.update((one, number) for number, one in enumerate(ids))
        order = made.order
        kept = [one for one in places if not self._goes(one)]
        kept.sort(key=lambda one: (order.get(one.name, 0), at.get(one.owner, 0), one))
        return kept

    def _goes(self, place: Place) -> bool:
        home = self._merge.questionnaire.homes.get(place.name)
        return home is not None and bool(home.list) and not self._has(home.list, place.owner)

    def _has(self, list_id: str, item: str) -> bool:
        return item in self._merge.woven.ids(list_id)

    # items

    def _items(self) -> Iterator[Row]:
        merge = self._merge
        for name, entry in merge.questionnaire.lists.items():
            base, theirs, woven = (one.ids(name) for one in (merge.base, merge.theirs, merge.woven))
            for item in theirs:
                if item not in woven:
                    yield Row(
                        OURS, self._item(self._theirs, name, item), after="deleted", is_reply=False
                    )
            for item in base:
                if item not in theirs and item not in woven:
                    yield Row(
                        THEIRS, self._item(self._base, name, item), after="deleted", is_reply=False
                    )
            for kind, before, after in ((OURS, theirs, woven), (THEIRS, base, theirs)):
                stood = [one for one in before if one in after]
                if stood != [one for one in after if one in before]:
                    yield Row(
                        kind, f"The order of the {entry.many}", after="changed", is_reply=False
                    )

    def _item(self, reading: Reading, list_id: str, item: str) -> str:
        one = self._merge.questionnaire.lists[list_id].one
        return clean_line(f"{one} '{reading.title(list_id, item)}'")

    # words

    def _label(self, place: Place) -> str:
        return clean_line(place_name(self._woven, place))

    def _said(self, reading: Reading, place: Place) -> str:
        return clean_line(reply_words(reading, place))

    def _beside(self, name: str, word: str) -> Iterator[Row]:
        merge = self._merge
        base, theirs, woven = (
            getattr(one, name) for one in (merge.base, merge.theirs, merge.woven)
        )
        changed = {at for at in {*base, *theirs, *woven} if base.get(at) != theirs.get(at)}
        ours = {at for at in {*theirs, *woven} if theirs.get(at) != woven.get(at)}
        for place in self._in_order(changed | ours):
            kind, before, after = (OURS, theirs, woven) if place in ours else (THEIRS, base, theirs)
            was, now = (_beside_words(one.get(place)) for one in (before, after))
            yield Row(kind, f"{self._label(place)}, {word}", was, now, is_reply=False)


def _beside_words(one: Remark | Disagreement | None) -> str:
    if one is None:
        return ""
    name, text = (one.author if isinstance(one, Remark) else one.name), one.text
    return clean_line(": ".join(part for part in (name, text) if part))


def _unplaced_row(leaf: Leaf) -> Row:
    label = leaf.name + (f" of {leaf.item}" if leaf.item else "")
    return Row(UNPLACED, clean_line(label), after=clean_line(leaf_words(leaf)))


def leaf_words(leaf: Leaf) -> str:
    """What a leaf says, in words with nothing left out."""
    value = leaf.value
    if isinstance(value, Remark | Disagreement):
        name = value.author if isinstance(value, Remark) else value.name
        return f"{value.text} ({name})" if name else value.text
    if isinstance(value, Parked):
        who = parked_words(value)
        return f"not known yet ({who})" if who else "not known yet"
    return "does not apply" if leaf.sort == "not_applicable" else exactly(value)
