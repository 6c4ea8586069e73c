"""Tests of what is asked: a small scope and plan for sentences, small files for the rest."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from smtui.mistakes import BadInput
from smtui.questionnaire.compile import load
from smtui.questionnaire.expression import (
    DATE,
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    ChoiceRow,
    ChoiceSet,
    ItemOf,
    RecordOf,
    Scope,
    SeqOf,
    State,
    Symbol,
    TableShape,
    TooCostly,
    Type,
    compile_value,
)

MODES = ChoiceSet(
    "trip.mode",
    {
        "train": ChoiceRow("train", "By train", points=3),
        "car": ChoiceRow("car", "By car", points=1),
        "none": ChoiceRow("none", "Not at all"),
        "24": ChoiceRow("24", "Around the clock"),
    },
)
CITIES = ChoiceSet(
    "cities",
    {one: ChoiceRow(one, one.title()) for one in ("rome", "oslo", "bern", "lima")},
    "cities",
)
WARMTH = {"rome": 9, "oslo": 2, "lima": 7}  # nobody has measured Bern
WAYS = {"rome": ("train", "car"), "oslo": ("car",), "bern": ("train",)}
TAGS = {"rome": ("old", "warm"), "oslo": ("old",)}
QUESTIONS: dict[str, Type] = {
    "trip.size": NUMBER,
    "trip.price": NUMBER,
    "trip.paid": YESNO,
    "trip.mode": ChoiceOf(among=MODES),
    "trip.modes": SeqOf(of=ChoiceOf(among=MODES)),
    "trip.cities": SeqOf(of=ChoiceOf(among=CITIES)),
    "trip.name": TEXT,
    "trip.need": TEXT,
    "trip.start": DATE,
    "trip.end": DATE,
    "trip.when": RecordOf(name="trip.when"),
    "person.name": TEXT,
    "person.age": NUMBER,
    "person.city": ChoiceOf(among=CITIES),
    "person.friend": ItemOf(list="person"),
    "bag.owner": ItemOf(list="person"),
    "bag.weight": NUMBER,
    "bag.users": SeqOf(of=ItemOf(list="person")),
    "trip.when.from": DATE,
    "trip.when.nights": NUMBER,
    "trip.when.note": TEXT,
}
"""A trip with a list of persons, a list of bags that they own, and a table of cities."""


def scope(*, checks: bool = False, clock: bool = False) -> Scope:
    """What sentences about a trip may name."""
    made = Scope(sections={"trip"}, section_reads={"trip": frozenset({"trip.size"})})
    made.links = {"person": {"friend": "person"}, "bag": {"owner": "person", "users": "person"}}
    made.fields = {"trip.when": ("trip.when.from", "trip.when.nights", "trip.when.note")}
    for one in ("person", "bag"):
        made.members[("item", one)] = {}
        made.names[one] = _items(one)
    for name, kind in QUESTIONS.items():
        owner, _, short = name.partition(".")
        symbol = _question(name, kind)
        if owner == "trip":
            made.names[name] = symbol
        else:
            made.members[("item", owner)][short] = symbol
    runs = ChoiceSet("run", {one: ChoiceRow(one, one) for one in ("quick", "full")})
    made.names["run"] = Symbol(ChoiceOf(among=runs), lambda world, _: world.run, frozenset({"run"}))
    made.names["cities"] = Symbol(
        SeqOf(of=ChoiceOf(among=CITIES)), lambda world, _: tuple(CITIES.rows), frozenset()
    )
    made.members[("row", "cities")] = {
        "warm": Symbol(NUMBER, lambda world, row: WARMTH.get(row), frozenset()),
        "label": Symbol(TEXT, lambda world, row: CITIES.label(row), frozenset()),
        "ways": Symbol(
            SeqOf(of=ChoiceOf(among=MODES)), lambda world, row: WAYS.get(row), frozenset()
        ),
        "tags": Symbol(SeqOf(of=TEXT), lambda world, row: TAGS.get(row), frozenset()),
    }
    made.tables["cities"] = TableShape(
        (CITIES,), {"warm": NUMBER}, {(one,): {"warm": WARMTH.get(one)} for one in CITIES.rows}
    )
    made.tables["fares"] = TableShape(
        (CITIES, MODES),
        {"price": NUMBER, "quick": NUMBER, "full": NUMBER},
        {
            ("rome", "train"): {"price": 80, "quick": 1, "full": 2},
            ("oslo", "car"): {"price": 200},
        },
    )
    made.words["vague"] = ("somewhere", "a place", "we")
    made.words["small"] = ("into", "with", "their")
    made.words["endings"] = (" team",)
    if checks:
        made.checks = {"P1", "F-2"}
    if clock:
        made.names["today"] = Symbol(DATE, lambda world, _: world.today, frozenset(), "", True)
    return made


def _question(name: str, kind: Type) -> Symbol:
    return Symbol(kind, lambda world, item: world.value(name, item), frozenset({name}), name)


def _items(name: str) -> Symbol:
    return Symbol(
        SeqOf(of=ItemOf(list=name)), lambda world, _: world.items(name), frozenset({name})
    )


@dataclass
class Trip:
    """A plan of a trip: answers by name, those of items by "name item"."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parked: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()
    run: str = "quick"
    today: date | None = None
    checks: Mapping[str, float] = field(default_factory=dict)
    steps: int = 200_000

    def rows(self, grid: str, item: str) -> tuple[str, ...]:
        return ()

    def row_label(self, grid: str, row: str) -> str:
        return row

    def worded(self, question: str, choice: str, item: str = "") -> str:
        return choice

    def value(self, name: str, item: str) -> Any:
        return self.answers.get(f"{name} {item}".strip())

    def state(self, name: str, item: str) -> State:
        at = f"{name} {item}".strip()
        for names, state in (
            (self.hidden, State.HIDDEN),
            (self.not_applicable, State.NOT_APPLICABLE),
            (self.parked, State.PARKED),
        ):
            if at in names:
                return state
        return State.ANSWERED if at in self.answers else State.OPEN

    def items(self, list_id: str) -> tuple[str, ...]:
        return self.lists.get(list_id, ())

    def title(self, list_id: str, item: str) -> str:
        return str(self.value(f"{list_id}.name", item) or f"{list_id} {item}")

    def completeness(self, section: str) -> float:
        return 0.75

    def earned(self, check: str) -> float | None:
        return self.checks.get(check)

    def remembered(self, key: Hashable, work: Callable[[], Any]) -> Any:
        return work()

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooCostly


def value(sentence: str, trip: Trip | None = None, **scoped: bool) -> Any:
    """What a sentence comes to on a plan."""
    return compile_value(sentence, scope(**scoped)).value(trip or Trip())


HEAD = 'id = "visit"\nversion = "1"\ntitle = "A visit"\n'


def write(folder: Path, text: str, **others: str) -> Path:
    """A questionnaire of a head of three lines and this text, with other files beside it."""
    for name, content in others.items():
        (folder / f"{name}.toml").write_text(content, encoding="utf-8", newline="")
    main = folder / "questionnaire.toml"
    main.write_text(HEAD + text, encoding="utf-8", newline="")
    return folder


def told(folder: Path) -> str:
    """The mistakes of a questionnaire as an author reads them, without the folder's name."""
    try:
        load(folder)
    except BadInput as bad:
        return str(bad).replace(f"{folder}/", "")
    return ""
