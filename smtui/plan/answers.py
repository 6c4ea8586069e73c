"""The answers of one plan: an unchanging snapshot; every change gives a new one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Place(NamedTuple):
    """Where an answer stands: a question's or field's full name, and an item's id in a list."""

    name: str
    item: str = ""


@dataclass(frozen=True)
class Parked:
    """Not known yet: who finds out, and by when."""

    owner: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Remark:
    """A note beside an answer."""

    text: str
    author: str = ""


@dataclass(frozen=True)
class Answers:
    """Values by place, the items of each list in order, what is parked, and the notes.

    A record has no value of its own: its fields have. A value that does not fit
    its question is kept as it is; `rules` says what is wrong with it.
    """

    values: Mapping[Place, Any] = field(default_factory=dict)
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parked: Mapping[Place, Parked] = field(default_factory=dict)
    remarks: Mapping[Place, Remark] = field(default_factory=dict)

    def value(self, place: Place) -> Any:
        """The value at a place; None when there is none."""
        return self.values.get(place)

    def ids(self, list_id: str) -> tuple[str, ...]:
        """The ids of a list's items, in order."""
        return self.items.get(list_id, ())

    def with_value(self, place: Place, value: Any) -> "Answers":
        """With another value; None, an empty text and an empty list take it away.

        An answer ends the parking of its question. The same value gives the same answers.
        """
        if value is None or value == "" or value == ():
            if place not in self.values:
                return self
            return replace(self, values=_without(self.values, place))
        if place not in self.parked and alike(self.values.get(place), value):
            return self
        parked = _without(self.parked, place) if place in self.parked else self.parked
        return replace(self, values={**self.values, place: value}, parked=parked)

    def with_parked(self, place: Place, why: Parked | None) -> "Answers":
        """With a question parked, or, with None, no longer."""
        if self.parked.get(place) == why:
            return self
        parked = _without(self.parked, place)
        return replace(self, parked=parked if why is None else {**parked, place: why})

    def with_remark(self, place: Place, remark: Remark | None) -> "Answers":
        """With a note beside a question, or, with None or an empty text, without."""
        wanted = remark if remark is not None and remark.text else None
        if self.remarks.get(place) == wanted:
            return self
        remarks = _without(self.remarks, place)
        return replace(self, remarks=remarks if wanted is None else {**remarks, place: wanted})

    def with_items(self, list_id: str, ids: tuple[str, ...]) -> "Answers":
        """With other items in a list, or the same in another order."""
        if ids == self.ids(list_id):
            return self
        return replace(self, items={**self.items, list_id: ids})

    def without_item(self, list_id: str, item: str) -> "Answers":
        """Without an item and everything said about it; links to it are the caller's matter."""
        return replace(
            self,
            values={at: value for at, value in self.values.items() if at.item != item},
            items={**self.items, list_id: tuple(one for one in self.ids(list_id) if one != item)},
            parked={at: why for at, why in self.parked.items() if at.item != item},
            remarks={at: why for at, why in self.remarks.items() if at.item != item},
        )

    def differ_at(self, other: "Answers", place: Place) -> bool:
        """Whether the reply at a place is another one; notes are no part of it."""
        return self.parked.get(place) != other.parked.get(place) or not alike(
            self.values.get(place), other.values.get(place)
        )

    def places_unlike(self, other: "Answers") -> set[Place]:
        """The places whose reply is another one in `other`."""
        found: set[Place] = set()
        for mine, theirs in ((self.values, other.values), (self.parked, other.parked)):
            if mine is not theirs:
                # most values are the very same object: a large plan must not take a while
                found.update(at for at, one in mine.items() if theirs.get(at) is not one)
                found.update(at for at in theirs if at not in mine)
        return {at for at in found if self.differ_at(other, at)}

    def lists_unlike(self, other: "Answers") -> set[str]:
        """The lists whose items, or their order, are others in `other`."""
        if self.items is other.items:
            return set()
        return {one for one in (*self.items, *other.items) if self.ids(one) != other.ids(one)}

    def all_ids(self) -> frozenset[str]:
        """The ids of all items of all lists."""
        return frozenset(one for ids in self.items.values() for one in ids)

    def of_item(self, item: str) -> Iterator[tuple[Place, Any]]:
        """The places and values of one item."""
        return ((at, value) for at, value in self.values.items() if at.item == item)


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same to a person: yes is not 1, although Python says so."""
    if one is other:
        return True
    return type(one) is type(other) and bool(one == other) and repr(one) == repr(other)


def _without(places: Mapping[Place, T], place: Place) -> dict[Place, T]:
    left = dict(places)
    left.pop(place, None)
    return left


_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id(taken: frozenset[str], pick: Callable[[str], str]) -> str:
    """A short id that no item of the plan has; `pick` chooses one letter of a text.

    A letter comes first, and letters that look like digits are left out.
    """
    letters = _ALPHABET[:23]
    while True:
        candidate = pick(letters) + "".join(pick(_ALPHABET) for _ in range(3))
        if candidate not in taken:
            return candidate
