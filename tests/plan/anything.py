"""Any answers at all, for hypothesis: every kind of value that a plan may hold, anywhere."""

from datetime import timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from smtui.plan.answers import Answers, Disagreement, Parked, Place, Remark
from smtui.plan.journal.leaves import SORTS, Leaf
from smtui.text import clean_text

ZONES = st.none() | st.integers(-840, 840).map(lambda by: timezone(timedelta(minutes=by)))

TEXTS = st.text(st.characters(), max_size=30)
"""Any text, lone surrogates and control characters included."""

CLEAN = TEXTS.map(clean_text)
"""Any text that a plan holds."""


def values(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Any value that says something, with such texts in it."""
    single = (
        texts
        | st.booleans()
        | st.integers()
        | st.integers(-(2**70), 2**70)
        | st.floats()
        | st.dates()
        | st.datetimes(timezones=ZONES)
        | st.times(timezones=ZONES)
    )
    return st.recursive(
        single,
        lambda inside: st.one_of(
            st.lists(inside, max_size=4),
            st.lists(inside, max_size=4).map(tuple),
            st.dictionaries(texts, inside, max_size=4),
        ),
        max_leaves=6,
    )


NAMES = st.sampled_from(["a.one", "a.two", "list.name", "list.grid.cell", "b"])
ITEMS = st.sampled_from(["", "k3f9", "s1", "k3f9.row", ".row"])
PLACES = st.builds(Place, NAMES, ITEMS)
LINES = CLEAN.map(lambda text: text.replace("\n", " "))


def replies(texts: st.SearchStrategy[str], lines: st.SearchStrategy[str]) -> dict[str, Any]:
    """What may stand at a leaf, by sort."""
    return {
        "values": values(texts),
        "items": st.lists(st.sampled_from(["k3f9", "s1", "x"]), unique=True).map(tuple),
        "parked": st.builds(Parked, lines, st.none() | st.dates()),
        "remarks": st.builds(Remark, texts, lines),
        "not_applicable": st.just(True),
        "disagreements": st.builds(Disagreement, lines, texts),
    }


def leaves() -> st.SearchStrategy[Leaf]:
    """Any leaf."""
    said = replies(CLEAN, LINES)

    def of(sort: str) -> st.SearchStrategy[Leaf]:
        item = st.just("") if sort == "items" else ITEMS
        return st.builds(Leaf, st.just(sort), NAMES, item, st.none() | said[sort])

    return st.sampled_from(SORTS).flatmap(of)


def answers() -> st.SearchStrategy[Answers]:
    """Any answers."""
    said = replies(CLEAN, LINES)
    parts = {
        sort: st.dictionaries(NAMES if sort == "items" else PLACES, said[sort], max_size=4)
        for sort in SORTS
    }
    return st.builds(Answers, **parts)


def told(answers: Answers) -> dict[str, dict[Any, str]]:
    """Answers so that they can be compared: yes is not 1, and nothing is unlike itself."""
    return {
        sort: {at: f"{type(one).__name__} {one!r}" for at, one in getattr(answers, sort).items()}
        for sort in SORTS
    }
