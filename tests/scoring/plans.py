"""Plans of the shipped questionnaire, at random, for hypothesis.

What may be answered is taken from the questionnaire itself: the kinds of its questions, their
choices and bounds, its lists and samples, its word lists. So a new question is tried as it comes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st

from smtui.files import CAPS, read_toml
from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.document import read
from smtui.questionnaire.compile import load
from smtui.questionnaire.expression import ChoiceOf, ItemOf
from smtui.questionnaire.kinds import Grid, Link, OneOf, Shares
from smtui.questionnaire.model import RUNS, Question, Questionnaire
from tests.conftest import HOSTILE

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires" / "social-marketing"
RUN = st.sampled_from(RUNS)
CHANCE = st.randoms(use_true_random=False)
"""Chance whose every throw hypothesis can make simpler."""


def examples(few: int) -> settings:
    """So many examples; a hundred times as many in the profile `many` of `conftest`."""
    # to explain a failure line by line takes minutes with plans as large as these
    phases = [one for one in Phase if one is not Phase.explain]
    return settings(max_examples=few * settings().max_examples // 100, phases=phases)


@cache
def shipped() -> Questionnaire:
    """The questionnaire as it ships, loaded once."""
    return load(SHIPPED)


@cache
def bases() -> tuple[Answers, ...]:
    """What a plan can start with: nothing, or a sample."""
    paths = [SHIPPED / one.file for one in shipped().samples]
    files = [
        read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries) for path in paths
    ]
    return (Answers(), *(read(file, shipped()).answers for file in files))


# answers that fit


def fitting(question: Question, ids: Sequence[str], chance: Random) -> Any:
    """An answer of a question's kind, within its own bounds; of `ids` where it names any."""
    return _BY_KIND[question.kind](question, ids, chance)


def all_ids(question: Question, items: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a question may name: the choices that it has, whether offered or not, or items."""
    if isinstance(question, Link):
        return items.get(question.to, ())
    return tuple(shipped().among[question.id].rows) if isinstance(question, OneOf) else ()


@cache
def texts() -> tuple[str, ...]:
    """Short and long texts, with what the rubric looks for in them and without."""
    chance = Random(5)
    listed = sorted({word for one in shipped().words.values() for word in one.words})
    told = sorted({v for one in bases() for v in one.values.values() if isinstance(v, str)})
    plain = "how do i prove a lot was cleaned before noon 7 30 % Ann Bo our team we they".split()
    mixed = [
        " ".join(chance.choice(chance.choice([listed, plain])) for _ in range(chance.randint(1, 9)))
        for _ in range(150)
    ]
    odd = [one.replace("\r\n", " ") for one in HOSTILE.values() if one and "\x1b" not in one]
    return ("Ann", *listed, *mixed, *told, *odd)


def _text(question: Question, ids: Sequence[str], chance: Random) -> Any:
    return chance.choice(texts())


def _lines(question: Question, ids: Sequence[str], chance: Random) -> Any:
    least, most = question.bounds
    wanted = chance.randint(int(least or 1), int(most or 6))
    lines = [chance.choice(texts()) for _ in range(wanted * 3)]
    return tuple({one.casefold().strip(): one for one in lines}.values())[:wanted]


def _one(question: Question, ids: Sequence[str], chance: Random) -> Any:
    return chance.choice(ids or ("gone",))


def _some(question: Question, ids: Sequence[str], chance: Random) -> Any:
    """A few choices, or one that goes with no other."""
    least, most = question.bounds
    rows = shipped().among[question.id].rows if isinstance(question, OneOf) else {}
    together = [one for one in ids if one not in rows or not rows[one].alone]
    if len(together) < len(ids) and chance.random() < 0.2:
        return (chance.choice([one for one in ids if one not in together]),)
    top = min(int(most or 7), len(together))
    return tuple(chance.sample(together, chance.randint(min(int(least or 1), top), top)))


def _number(question: Any, ids: Sequence[str], chance: Random) -> Any:
    low, high = question.bounds
    least, most = int(low if low is not None else -40), int(high if high is not None else 4000)
    found = chance.choice([chance.randint(least, most), chance.randint(least, most), least, most])
    half = not getattr(question, "whole", False) and found < most and chance.random() < 0.3
    return found + 0.5 if half else found


def _day(question: Question, ids: Sequence[str], chance: Random) -> Any:
    if chance.random() < 0.05:
        return chance.choice([date(2028, 2, 29), date(1, 1, 1), date(9999, 12, 31)])
    return date(2026, 6, 1) + timedelta(days=chance.randint(0, 600))


_BY_KIND: Mapping[str, Callable[[Any, Sequence[str], Random], Any]] = {
    "text": _text, "longtext": _text, "texts": _lines,
    "choice": _one, "link": _one, "choices": _some, "links": _some, "ranking": _some,
    "yesno": lambda question, ids, chance: chance.random() < 0.5, "date": _day,
    "number": _number, "money": _number, "percent": _number, "scale": _number,
}  # fmt: skip

WRONG = (
    7, -1, 10**12, 0.25, True, "gone", "seven", ["a", "a"], ["none", "gone"], [3], date(2027, 1, 1),
)  # fmt: skip
"""Values as a file may have them that fit few questions; where one does, it is an answer."""


# whole plans


def leaves(items: Mapping[str, tuple[str, ...]]) -> Iterator[Place]:
    """Every place that can hold a value, but for what stands in grids."""
    for name, question in shipped().questions.items():
        home = shipped().homes[name]
        if question.answerable and not question.parts and not home.in_grid:
            yield from (Place(name, one) for one in (items[home.list] if home.list else ("",)))


def wholes(items: Mapping[str, tuple[str, ...]], kind: type[Question]) -> Iterator[Place]:
    """Every place of a kind that has parts."""
    for name, question in shipped().questions.items():
        owner = shipped().homes[name].list
        if isinstance(question, kind) and question.parts:
            yield from (Place(name, one) for one in (items[owner] if owner else ("",)))


class _Plan:
    """One plan in the making."""

    def __init__(self, base: Answers) -> None:
        self._values = dict(base.values)
        self._parked = dict(base.parked)
        self._na = dict(base.not_applicable)
        self.items = {one: base.ids(one) for one in shipped().lists}

    def lists(self, chance: Random) -> None:
        """Some items go and some come, and they stand in any order."""
        for one, kept in self.items.items():
            gone = chance.choice([(), (), (), kept[:1], kept[1:], kept])
            new = [f"{one[:3]}{at}" for at in range(chance.randint(0, 3))]
            ids = [at for at in kept if at not in gone] + new
            chance.shuffle(ids)
            self.items[one] = tuple(ids[: shipped().lists[one].most])
        there = {"", *(one for ids in self.items.values() for one in ids)}
        sorts: list[dict[Place, Any]] = [self._values, self._parked, self._na]
        for sort in sorts:
            for at in [at for at in sort if at.owner not in there]:
                del sort[at]

    def say(self, at: Place, fates: Sequence[str], chance: Random) -> None:
        """One place meets one of some fates; of a grid some of its cells."""
        question, fate = shipped().questions[at.name], chance.choice(fates)
        if isinstance(question, Grid) and fate in ("right", "wrong"):
            self._fill(question, at, fates, chance)
        elif fate == "open":
            sorts: list[dict[Place, Any]] = [self._values, self._parked, self._na]
            for sort in sorts:
                sort.pop(at, None)
        elif fate == "right" and not question.parts:
            value = fitting(question, all_ids(question, self.items), chance)
            self._values[at] = question.clean(value)
        elif fate == "wrong":
            self._values[at] = question.clean(chance.choice(WRONG))
        elif fate == "parked":
            self._parked[at] = Parked()
        elif fate == "not applicable":
            self._na[at] = True

    def _fill(self, grid: Grid, at: Place, fates: Sequence[str], chance: Random) -> None:
        """Cells of a grid; those of shares come to their total as often as not."""
        rows = self._rows(grid)
        if isinstance(grid, Shares) and chance.random() < 0.5:
            whole = int(grid.total)
            cuts = sorted(chance.randint(0, whole) for _ in rows[1:])
            for row, low, high in zip(rows, [0, *cuts], [*cuts, whole], strict=True):
                self._values[Place(grid.columns[0].id, f"{at.item}.{row}")] = high - low
            return
        for row in rows if grid.rows else chance.sample(rows, min(4, len(rows))):
            for column in grid.columns:
                self.say(Place(column.id, f"{at.item}.{row}"), fates, chance)

    def _rows(self, grid: Grid) -> list[str]:
        """The rows that a grid may have."""
        if grid.rows:
            return [one.id for one in grid.rows]
        kind = shipped().row_types[grid.id]
        assert isinstance(kind, ChoiceOf | ItemOf)
        return list(kind.among.rows if isinstance(kind, ChoiceOf) else self.items[kind.list])

    def answers(self) -> Answers:
        """The plan as it is. What has parts holds a value of its own only instead of them."""
        for at in [at for at in self._values if shipped().questions[at.name].parts]:
            parts = {one.id for one in shipped().questions[at.name].parts}
            if any(one.name in parts and one.owner == at.item for one in self._values):
                del self._values[at]
        return Answers(self._values, self.items, self._parked, not_applicable=self._na)


FATES = {
    "mixed": ("open", "right", "right", "right", "right", "wrong", "parked", "not applicable"),
    "sound": ("right",) * 16 + ("open", "parked"),
    "right": ("right",),
}
"""What becomes of the places of a plan."""


@st.composite
def plans(draw: st.DrawFn) -> Answers:
    """Any plan: a sample or nothing, with everything answered anew or but a part, and at the end
    a few changes. So that plans are unlike, the bulk hangs on one number; a plan that fails is
    made smaller by how much of the bulk is done.
    """
    plan = _Plan(draw(st.sampled_from(bases())))
    mood = draw(st.sampled_from(list(FATES)))
    bulk = Random(draw(st.integers(0, 2**32)))
    if draw(st.booleans()):
        plan.lists(bulk)
    places = [*leaves(plan.items), *wholes(plan.items, Grid)]
    bulk.shuffle(places)
    for at in places[: draw(st.sampled_from([0, 8, 40, *[len(places)] * 4]))]:
        plan.say(at, FATES[mood], bulk)
    chance = draw(CHANCE)
    everywhere = [*places, *wholes(plan.items, Question)]
    for at in draw(st.lists(st.sampled_from(everywhere), max_size=6)):
        plan.say(at, FATES["mixed"], chance)
    return plan.answers()
