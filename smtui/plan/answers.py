"""The answers of one plan: an unchanging snapshot; every change gives a new one."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Place(NamedTuple):
    """Where an answer stands: a question's or field's full name, and an item's id in a list.

    In a grid the item is "OWNER.ROW": the item that the grid belongs to, empty outside lists,
    a dot, and the row's own id.
    """

    name: str
    item: str = ""

    @property
    def owner(self) -> str:
        """The id of the item alone, whatever the row."""
        return self.item.partition(".")[0]

    @property
    def row(self) -> str:
        """The row of a grid; empty where there is none."""
        return self.item.partition(".")[2]


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
class Disagreement:
    """Somebody sees it another way: who, and how."""

    name: str = ""
    text: str = ""


@dataclass(frozen=True)
class Answers:
    """Values by place, the items of each list in order, and the other replies: what is parked,
    what does not apply, the notes, and who disagrees.

    A record has no value of its own: its fields have. A value that does not fit
    its question is kept as it is; `rules` says what is wrong with it.
    """

    values: Mapping[Place, Any] = field(default_factory=dict)
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parked: Mapping[Place, Parked] = field(default_factory=dict)
    remarks: Mapping[Place, Remark] = field(default_factory=dict)
    not_applicable: Mapping[Place, bool] = field(default_factory=dict)
    disagreements: Mapping[Place, Disagreement] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has said anything yet; an item without answers says nothing."""
        return not any(getattr(self, name) for name in _BY_PLACE)

    def value(self, place: Place) -> Any:
        """The value at a place; None when there is none."""
        return self.values.get(place)

    def ids(self, list_id: str) -> tuple[str, ...]:
        """The ids of a list's items, in order."""
        return self.items.get(list_id, ())

    def with_value(self, place: Place, value: Any) -> "Answers":
        """With another value; None, an empty text and an empty list take it away.

        An answer ends the parking of its question, and that it does not apply. The same value
        gives the same answers.
        """
        return self.with_values({place: value}, () if is_nothing(value) else (place,))

    def with_values(self, values: Mapping[Place, Any], ended: Collection[Place] = ()) -> "Answers":
        """With many values at once, and with what is no longer parked or not applicable."""
        wanted = {at: None if is_nothing(one) else one for at, one in values.items()}
        new = {at: one for at, one in wanted.items() if not alike(self.values.get(at), one)}
        changes: dict[str, Any] = {}
        if new:
            after = {**self.values, **new}
            for at in [at for at, one in new.items() if one is None]:
                del after[at]
            changes["values"] = after
        for name in ("parked", "not_applicable"):
            before = getattr(self, name)
            if any(at in before for at in ended):
                changes[name] = {at: one for at, one in before.items() if at not in ended}
        return replace(self, **changes) if changes else self

    def with_parked(self, place: Place, why: Parked | None) -> "Answers":
        """With a question parked, or, with None, no longer."""
        kept = self if why is None else self.with_not_applicable(place, False)
        return kept._with("parked", place, why)

    def with_not_applicable(self, place: Place, on: bool) -> "Answers":
        """With a question that does not apply, or that does again."""
        kept = self.with_parked(place, None) if on else self
        return kept._with("not_applicable", place, True if on else None)

    def with_remark(self, place: Place, remark: Remark | None) -> "Answers":
        """With a note beside a question, or, with None or an empty text, without."""
        wanted = remark if remark is not None and remark.text else None
        return self._with("remarks", place, wanted)

    def with_disagreement(self, place: Place, who: Disagreement | None) -> "Answers":
        """With somebody who disagrees, or, with None or nothing said, with nobody."""
        wanted = who if who is not None and (who.name or who.text) else None
        return self._with("disagreements", place, wanted)

    def _with(self, replies: str, place: Place, one: Any) -> "Answers":
        """With another reply of one sort at a place; None takes it away."""
        before: Mapping[Place, Any] = getattr(self, replies)
        known = before.get(place)
        if known is None and one is None:
            return self
        if known is not None and one is not None and alike(known, one):
            return self
        after = _without(before, place) if one is None else {**before, place: one}
        changes: dict[str, Any] = {replies: after}
        return replace(self, **changes)

    def with_items(self, list_id: str, ids: tuple[str, ...]) -> "Answers":
        """With other items in a list, or the same in another order."""
        if ids == self.ids(list_id):
            return self
        return replace(self, items={**self.items, list_id: ids})

    def without_item(self, list_id: str, item: str) -> "Answers":
        """Without an item and everything said about it; what names it is the caller's matter."""
        ids = tuple(one for one in self.ids(list_id) if one != item)
        kept = replace(self, items={**self.items, list_id: ids})
        return kept.without(lambda at: at.owner == item)

    def without(self, gone: Callable[[Place], bool]) -> "Answers":
        """Without everything that is said at some places."""
        return self.relocated(lambda at: None if gone(at) else at)

    def relocated(self, to: Callable[[Place], Place | None]) -> "Answers":
        """With everything that is said where `to` leads it; what it leads nowhere goes."""
        led: dict[str, Any] = {
            name: {
                there: one
                for at, one in getattr(self, name).items()
                if (there := to(at)) is not None
            }
            for name in _BY_PLACE
        }
        return replace(self, **led)

    def places(self) -> set[Place]:
        """Every place at which something is said."""
        return {at for name in _BY_PLACE for at in getattr(self, name)}

    def with_copy(self, item: str, made: str) -> "Answers":
        """With everything said about an item said about another one, too."""
        copied: dict[str, Any] = {
            name: {
                **getattr(self, name),
                **{
                    Place(at.name, made + at.item.removeprefix(item)): one
                    for at, one in getattr(self, name).items()
                    if at.owner == item
                },
            }
            for name in _BY_PLACE
        }
        return replace(self, **copied)

    def differ_at(self, other: "Answers", place: Place) -> bool:
        """Whether the reply at a place is another one; what is said beside it is no part of it."""
        return (
            self.parked.get(place) != other.parked.get(place)
            or self.not_applicable.get(place) != other.not_applicable.get(place)
            or not alike(self.values.get(place), other.values.get(place))
        )

    def places_unlike(self, other: "Answers") -> set[Place]:
        """The places whose reply is another one in `other`."""
        found: set[Place] = set()
        for name in ("values", "parked", "not_applicable"):
            mine, theirs = getattr(self, name), getattr(other, name)
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
        return ((at, value) for at, value in self.values.items() if at.owner == item)


_BY_PLACE = ("values", "parked", "remarks", "not_applicable", "disagreements")
"""What is said at places."""


def is_nothing(value: Any) -> bool:
    """Whether a value is none: nobody has said anything with it."""
    return value is None or value == "" or value == ()


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
