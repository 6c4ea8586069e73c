"""Brings two versions of a plan together that began as one, question by question.

What only one side changed is taken. Where both did, and differently, one version stays and the
other becomes a note beside the question: nothing that somebody said is lost.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from smtui.plan.answers import Answers, Disagreement, Place, Remark
from smtui.plan.bonds import Bonds
from smtui.plan.recovery.versions import (
    OURS,
    REPLY,
    THEIRS,
    Conflict,
    Merge,
    Origins,
    Rescued,
    put_reply,
    reply_at,
)
from smtui.questionnaire.model import Questionnaire

__all__ = ["OURS", "THEIRS", "Conflict", "Merge", "Origins", "Rescued", "merged", "reply_at"]

_LONGEST_ID = 64


def merged(
    base: Answers,
    ours: Answers,
    theirs: Answers,
    questionnaire: Questionnaire,
    origins: Origins | None = None,
) -> Merge:
    """Two versions of a plan, `ours` and `theirs`, that both began as `base`."""
    named = origins or Origins()
    merge = _Weaving(base, ours, theirs, questionnaire, named).merge()
    for list_id, item in _twice(merge.woven, theirs):
        # two items of different lists were made with one id: a file must not have that
        free = _free_id(item, (base, ours, theirs))
        bonds = Bonds(questionnaire)
        base, ours = (bonds.renamed(one, list_id, item, free) for one in (base, ours))
        merge = _Weaving(base, ours, theirs, questionnaire, named).merge()
    return merge


def _twice(answers: Answers, theirs: Answers) -> list[tuple[str, str]]:
    """The items of ours whose id another list has too."""
    at: dict[str, list[str]] = {}
    for list_id, ids in answers.items.items():
        for one in ids:
            at.setdefault(one, []).append(list_id)
    shared = ((one, lists) for one, lists in at.items() if len(lists) > 1)
    return [
        (list_id, one)
        for one, lists in shared
        for list_id in sorted(lists, key=lambda name: one in theirs.ids(name))[:-1]
    ]


def _free_id(item: str, versions: Iterable[Answers]) -> str:
    taken = {one for version in versions for one in version.all_ids()}
    number = 2
    while (made := f"{item[: _LONGEST_ID - 4]}_{number}") in taken:
        number += 1
    return made


@dataclass
class _Weaving:
    """Works out one merge."""

    base: Answers
    ours: Answers
    theirs: Answers
    questionnaire: Questionnaire
    origins: Origins
    gone: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    """The items that a side has deleted, and the other still has: by that other side."""
    survivors: dict[tuple[str, str], str] = field(default_factory=dict)
    """The items that stay although one side deleted them: which side still has them."""

    def __post_init__(self) -> None:
        self.bonds = Bonds(self.questionnaire)
        self.sides = {OURS: self.ours, THEIRS: self.theirs}
        self.changed = {side: self.base.places_unlike(self.sides[side]) for side in self.sides}

    def merge(self) -> Merge:
        """All of it."""
        self._rescue()
        items = self._items()
        present = {(name, one) for name, ids in items.items() for one in ids}
        # most of a plan is the same on both sides, and not looked at one by one
        values = {name: dict(getattr(self.theirs, name)) for name in REPLY}
        conflicts = []
        for place in self._places(REPLY) if self.survivors else self.changed[OURS]:
            ours, theirs = (reply_at(self.sides[side], place) for side in (OURS, THEIRS))
            side = self._side_at(place, self.changed)
            if side is None and not self.ours.differ_at(self.theirs, place):
                side = THEIRS
            if side is None and self._is_there(place, present):
                conflict = Conflict(place, ours, theirs)
                conflicts.append(conflict)
                side = conflict.default
            put_reply(values, place, ours if side == OURS else theirs)
        if (self.gone[OURS] | self.gone[THEIRS]) - self.survivors.keys():
            for held in values.values():
                for place in [at for at in held if not self._is_there(at, present)]:
                    del held[place]
        woven = Answers(
            values["values"],
            items,
            values["parked"],
            self._beside("remarks", present, _both_remarks),
            values["not_applicable"],
            self._beside("disagreements", present, _both_disagreements),
        )
        order = self.questionnaire.order
        conflicts.sort(key=lambda one: (order.get(one.place.name, 0), one.place))
        rescued = [
            Rescued(list_id, item, OURS if side == THEIRS else THEIRS)
            for (list_id, item), side in sorted(self.survivors.items())
        ]
        return Merge(
            self.questionnaire, self.base, self.ours, self.theirs, woven,
            tuple(conflicts), tuple(rescued), self.origins,
        )  # fmt: skip

    # items

    def _rescue(self) -> None:
        """Find the deleted items about which the other side says something new.

        An item that what stays hangs on stays, too: no link may lead nowhere.
        """
        lists = {*self.base.items, *self.ours.items, *self.theirs.items}
        todo: list[tuple[str, tuple[str, str]]] = []
        for side, other in ((OURS, THEIRS), (THEIRS, OURS)):
            mine, others = self.sides[side], self.sides[other]
            self.gone[side] = {
                (name, one)
                for name in lists
                for one in self.base.ids(name)
                if one in mine.ids(name) and one not in others.ids(name)
            }
            for place in self._said_anew(side) if self.gone[side] else ():
                todo += [(side, one) for one in self._involved(mine, place)]
        needs = {side: self._needs(self.sides[side]) for side in {side for side, _ in todo}}
        while todo:
            side, one = todo.pop()
            if one in self.gone[side] and one not in self.survivors:
                self.survivors[one] = side
                todo += [(side, other) for other in needs[side].get(one, ())]

    def _said_anew(self, side: str) -> Iterator[Place]:
        """Where a side says what the plan did not say before."""
        mine = self.sides[side]
        yield from (at for at in self.changed[side] if reply_at(mine, at).says_something)
        for name in ("remarks", "disagreements"):
            before, now = getattr(self.base, name), getattr(mine, name)
            yield from (at for at, one in now.items() if before.get(at) != one)

    def _involved(self, answers: Answers, place: Place) -> Iterator[tuple[str, str]]:
        """The items that a reply at a place has to do with."""
        home = self.questionnaire.homes.get(place.name)
        if home is not None and home.list:
            yield home.list, place.owner
        yield from self.bonds.named_at(answers, place)

    def _needs(self, answers: Answers) -> dict[tuple[str, str], set[tuple[str, str]]]:
        """For each item those on which what is said about it hangs."""
        found: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for place in answers.places():
            named = set(self.bonds.named_at(answers, place))
            for one in self._involved(answers, place) if named else ():
                found.setdefault(one, set()).update(named)
        return found

    def _items(self) -> dict[str, tuple[str, ...]]:
        found = {}
        for name in dict.fromkeys((*self.theirs.items, *self.ours.items, *self.base.items)):
            base, ours, theirs = (one.ids(name) for one in (self.base, self.ours, self.theirs))
            lost = {
                one
                for side in (OURS, THEIRS)
                for list_id, one in self.gone[side] - self.survivors.keys()
                if list_id == name
            }
            if not base and theirs:
                lost |= {one for one in ours if one not in theirs and self._is_bare(name, one)}
            ids = _in_order(base, ours, theirs, lost)
            # an empty list and none are the same; but who changed nothing gets the same back
            theirs_alone = (name in self.theirs.items) != (name in self.base.items)
            holder = self.theirs if theirs_alone else self.ours
            if ids or name in holder.items:
                found[name] = ids
        return found

    def _is_bare(self, list_id: str, item: str) -> bool:
        """Whether an item of ours says nothing: smtui makes a first one to be answered at once."""
        one = (list_id, item)
        return not any(one in self._involved(self.ours, at) for at in self.ours.places())

    # what is said at places

    def _places(self, names: Iterable[str]) -> set[Place]:
        versions = (self.base, self.ours, self.theirs)
        return {at for name in names for one in versions for at in getattr(one, name)}

    def _is_there(self, place: Place, present: set[tuple[str, str]]) -> bool:
        home = self.questionnaire.homes.get(place.name)
        return home is None or not home.list or (home.list, place.owner) in present

    def _side_at(self, place: Place, changed: Mapping[str, set[Place]]) -> str | None:
        """Whose word a place has; None when both have changed it."""
        if self.survivors:
            for one in self._items_of(place):
                if one in self.survivors:
                    return self.survivors[one]
        if place not in changed[OURS]:
            return THEIRS
        return None if place in changed[THEIRS] else OURS

    def _items_of(self, place: Place) -> Iterator[tuple[str, str]]:
        """The item that a place belongs to, and the one that its row is for."""
        home = self.questionnaire.homes.get(place.name)
        if home is not None and home.list:
            yield home.list, place.owner
        if (row := self.bonds.row_item(place)) is not None:
            yield row

    def _beside(self, name: str, present: set[tuple[str, str]], both: Any) -> dict[Place, Any]:
        """The notes, or the disagreements: where both sides have one, theirs and ours."""
        before, ours, theirs = (getattr(one, name) for one in (self.base, self.ours, self.theirs))
        changed = {
            side: {at for at in {*before, *now} if before.get(at) != now.get(at)}
            for side, now in ((OURS, ours), (THEIRS, theirs))
        }
        found = {}
        for place in sorted(self._places((name,))):
            if not self._is_there(place, present):
                continue
            mine, other = ours.get(place), theirs.get(place)
            side = self._side_at(place, changed)
            if side is None and mine is not None and other is not None:
                kept = both(mine, other)
            elif side is None:
                kept = mine or other  # what somebody took away, the other has said anew
            else:
                kept = mine if side == OURS else other
            if kept is not None:
                found[place] = kept
        return found


def _in_order(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...], lost: set[str]
) -> tuple[str, ...]:
    """The items of a list that stay: in their order if they moved any, else in ours.

    What only the other side has comes where it stands there; of what both added at one spot
    theirs comes first.
    """
    stood = [one for one in base if one in theirs]
    they_moved = [one for one in theirs if one in base] != stood
    frame, more = (theirs, ours) if they_moved else (ours, theirs)
    found = [one for one in frame if one not in lost]
    known = set(found)
    added = set(frame) - set(base) - set(more)
    last = ""
    for one in more:
        if one not in known and one not in lost:
            at = found.index(last) + 1 if last else 0
            while they_moved and at < len(found) and found[at] in added:
                at += 1
            found.insert(at, one)
            known.add(one)
        last = one if one in known else last
    return tuple(found)


def _both_remarks(ours: Remark, theirs: Remark) -> Remark:
    return Remark(_joined(theirs.text, ours.text, "\n"), _joined(theirs.author, ours.author, ", "))


def _both_disagreements(ours: Disagreement, theirs: Disagreement) -> Disagreement:
    return Disagreement(
        _joined(theirs.name, ours.name, ", "), _joined(theirs.text, ours.text, "\n")
    )


def _joined(theirs: str, ours: str, between: str) -> str:
    """Two texts in one; the longer one alone where it holds the other."""
    if ours in theirs:
        return theirs
    return ours if theirs in ours else f"{theirs}{between}{ours}"
