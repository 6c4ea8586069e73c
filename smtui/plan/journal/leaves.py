"""Two snapshots of answers compared leaf by leaf, and put together again.

A leaf is the smallest thing that changes as a whole: one value, one reply beside it, or the items
of one list in their order.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, compress
from operator import is_, is_not
from typing import Any

from smtui.plan.answers import Answers, Place, alike

SORTS = ("values", "items", "parked", "remarks", "not_applicable", "disagreements")
"""The sorts of leaves: the parts of `Answers`."""

Key = tuple[str, str, str]
"""Which leaf: its sort, name and item."""


@dataclass(frozen=True)
class Leaf:
    """What stands at one place now; None when it was taken away.

    For "items" the name is the list's, and the value the ids in order.
    """

    sort: str
    name: str
    item: str = ""
    value: Any = None

    @property
    def key(self) -> Key:
        """Which leaf it is."""
        return self.sort, self.name, self.item

    @property
    def place(self) -> Place:
        """Where it stands; for "items" the name is the list's."""
        return Place(self.name, self.item)


def difference(old: Answers, new: Answers, also: Collection[Key] = ()) -> list[Leaf]:
    """What is otherwise in `new`, and, changed or not, the leaves `also`.

    `apply` of it to `old` gives `new`.
    """
    found = []
    for sort in SORTS:
        before, after = _by_place(old, sort), _by_place(new, sort)
        if before is not after:
            for at, one in _others(before, after):
                if not alike(before.get(at), one):
                    found.append(_leaf(sort, at, one))
    if also:
        there = {leaf.key for leaf in found}
        for sort, name, item in also:
            if (sort, name, item) not in there:
                key = name if sort == "items" else Place(name, item)
                found.append(Leaf(sort, name, item, _by_place(new, sort).get(key)))
    return found


def apply(answers: Answers, leaves: Iterable[Leaf]) -> Answers:
    """The answers with these leaves in them; of two at one place the last counts."""
    changed: dict[str, dict[Any, Any]] = {}
    for leaf in leaves:
        if leaf.sort not in changed:
            changed[leaf.sort] = dict(_by_place(answers, leaf.sort))
        at: Any = leaf.name if leaf.sort == "items" else leaf.place
        if leaf.value is None:
            changed[leaf.sort].pop(at, None)
        else:
            changed[leaf.sort][at] = leaf.value
    kept = {sort: _by_place(answers, sort) for sort in SORTS}
    return Answers(**{**kept, **changed})


def _others(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterable[tuple[Any, Any]]:
    """What is another object in `after`, and, with None, what is not there any more.

    Most are the very same object: a large plan must not take a while.
    """
    if len(before) == len(after) and all(map(is_, before, after)):
        # the same places in the same order, as after a key: none needs to be looked up
        return compress(after.items(), map(is_not, before.values(), after.values()))
    changed = ((at, one) for at, one in after.items() if before.get(at) is not one)
    return chain(changed, ((at, None) for at in before if at not in after))


def _by_place(answers: Answers, sort: str) -> Mapping[Any, Any]:
    found: Mapping[Any, Any] = getattr(answers, sort)
    return found


def _leaf(sort: str, at: Any, value: Any) -> Leaf:
    name, item = (at, "") if sort == "items" else at
    return Leaf(sort, name, item, value)
