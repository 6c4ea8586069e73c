"""The plan that an example of a questionnaire speaks of: a sample or some answers, then changed.

What it says is read as `smtui set` and `smtui fill` read it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any

from smtui.files import CAPS, TomlFile, read_toml
from smtui.mistakes import BadInput, suggestion
from smtui.plan.answering import with_answer
from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.bonds import Bonds
from smtui.plan.document import read
from smtui.plan.filling import Filling
from smtui.plan.given import Given, Keys
from smtui.plan.named import NotUnderstood, item_called, name_of, place_called, short
from smtui.plan.rules import Reading
from smtui.plan.said import asked_as, understood
from smtui.questionnaire.examples import Example
from smtui.questionnaire.model import RUNS, Questionnaire
from smtui.questionnaire.notes import Found, Notes


@dataclass(frozen=True)
class _Base:
    """What examples begin with: answers, and the run that they are of."""

    answers: Answers
    run: str


@dataclass
class Plans:
    """Makes the plans of examples. A sample is read once, and with one `Reading` a run."""

    made: Questionnaire
    notes: Notes
    _bases: dict[str, _Base | None] = field(default_factory=dict)
    _readings: dict[tuple[str, str], Reading] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bonds = Bonds(self.made)

    def of(self, found: Found) -> Reading | None:
        """The plan of an example, read; None when it says something wrong, which is noted.

        It holds until the next one is made.
        """
        example: Example = found.thing
        before = len(self.notes.mistakes)
        base = self._base(found)
        runs = tuple(self.made.runs) or RUNS
        if example.run and example.run not in runs:
            what = f"there is no run '{short(example.run)}'"
            self.notes.at(found, what, suggestion(example.run, runs, noun="runs"), below=("run",))
            return None
        if base is None:
            return None
        run = example.run or base.run
        reading = self._readings.setdefault(
            (example.sample, run), Reading(self.made, base.answers, run)
        )
        reading.become(base.answers)
        _Making(found, self.notes, reading, self._bonds).make()
        return reading if len(self.notes.mistakes) == before else None

    def _base(self, found: Found) -> _Base | None:
        """What an example begins with: its sample, or nothing."""
        example: Example = found.thing
        if example.sample and example.answers:
            what = "an example begins with a sample or with answers of its own"
            self.notes.at(found, what, "leave one of the two out", below=("answers",))
            return None
        name = example.sample
        if name not in self._bases:
            self._bases[name] = self._sample(found) if name else _Base(Answers(), self._last_run)
        return self._bases[name]

    def _sample(self, found: Found) -> _Base | None:
        name = found.thing.sample
        sample = next((one for one in self.made.samples if one.id == name), None)
        if sample is None:
            mend = suggestion(name, [one.id for one in self.made.samples], noun="samples")
            self.notes.at(found, f"there is no sample '{short(name)}'", mend, below=("sample",))
            return None
        most = CAPS.plan_bytes, CAPS.plan_entries
        try:
            file = read_toml(self.made.folder / sample.file, max_bytes=most[0], max_entries=most[1])
            document = read(file, self.made)
        except BadInput as bad:
            self.notes.more(bad.mistakes)
            return None
        return _Base(document.answers, document.meta.run if _says_run(file) else self._last_run)

    @property
    def _last_run(self) -> str:
        return (tuple(self.made.runs) or RUNS)[-1]


def _says_run(file: TomlFile) -> bool:
    return "run" in file.data.get("meta", {})


@dataclass
class _Making:
    """Makes the plan of one example out of the one that is read, step by step."""

    found: Found
    notes: Notes
    reading: Reading
    bonds: Bonds
    _keys: dict[Place, Keys] = field(default_factory=dict)
    """Where what was said of a place stands in the example."""

    def make(self) -> None:
        """Carry out what the example says. What is wrong with it is noted."""
        example: Example = self.found.thing
        before = self.reading.answers
        mistakes = len(self.notes.mistakes)
        raw = self._raw()
        if example.answers:
            self._fill("answers", raw["answers"])
        for at, text in enumerate(example.remove):
            self._try(("remove", at), partial(self._remove, text))
        if example.add:
            self._add(raw["add"])
        for name, value in raw.get("change", {}).items():
            self._reply(("change", name), name, partial(self._set, value))
        for key, one in (("clear", _clear), ("park", _park), ("not_applicable", _na)):
            for at, name in enumerate(getattr(example, key)):
                self._reply((key, at), name, partial(one, self.reading))
        if len(self.notes.mistakes) == mistakes:
            self._refuse_slips(before)

    def _raw(self) -> dict[str, Any]:
        """What the author wrote, as files hold it."""
        value: Any = self.found.file.data
        for part in self.found.path:
            value = value[part]
        return dict(value)

    def _try(self, below: Keys, work: Callable[[], Answers]) -> None:
        try:
            self.reading.become(work())
        except NotUnderstood as problem:
            self.notes.at(self.found, problem.words, problem.mend, below=below)

    # items

    def _remove(self, text: str) -> Answers:
        list_id, _, item = text.partition("@")
        lists = self.reading.questionnaire.lists
        if list_id not in lists:
            mend = suggestion(list_id, lists, noun="lists")
            raise NotUnderstood(f"there is no list '{short(list_id)}'", mend)
        if not item:
            raise NotUnderstood(f"'{list_id}' is a list", f"say which of it: {list_id}@1")
        found = item_called(self.reading, list_id, item)
        left = self.bonds.without(self.reading.answers, list_id, found)
        return self.bonds.with_only_ones(left)

    def _add(self, added: dict[str, Any]) -> None:
        lists = self.reading.questionnaire.lists
        for list_id, tables in added.items():
            if list_id not in lists:
                what = f"there is no list '{short(list_id)}'"
                mend = suggestion(list_id, lists, noun="lists")
                self.notes.at(self.found, what, mend, below=("add", list_id))
                continue
            wanted = len(self.reading.items(list_id)) + len(tables)
            mistakes = len(self.notes.mistakes)
            self._fill("add", {list_id: tables})
            there = len(self.reading.items(list_id)) == wanted
            if not there and len(self.notes.mistakes) == mistakes:
                what = f"the plan has a {lists[list_id].one} of this id or name already"
                self.notes.at(self.found, what, "use change for it", below=("add", list_id))

    def _fill(self, key: str, data: dict[str, Any]) -> None:
        """Take in what stands under a key in the shape of a plan."""
        file, at = self.found.file, (*self.found.path, key)
        reading = self.reading
        filling = Filling(
            reading.questionnaire, reading.answers, reading.run, reading.today, Random(0).choice
        )
        filling.take(Given(file.name, data, file.positions, at=at))
        filling.put()
        # as all that is told of a questionnaire: a line of it only with a caret
        self.notes.more([replace(one, source="") for one in filling.mistakes])
        self.reading.become(filling.answers)

    # replies

    def _reply(self, below: Keys, name: str, reply: Callable[[Place], Answers]) -> None:
        def work() -> Answers:
            place = place_called(self.reading, name)
            self._keys[place] = below
            return reply(place)

        self._try(below, work)

    def _set(self, value: object, place: Place) -> Answers:
        try:
            raw = understood(self.reading, place, value, typed=False)
        except NotUnderstood as problem:
            mend = problem.mend or asked_as(self.reading, place)
            raise NotUnderstood(problem.words, mend) from None
        return with_answer(self.reading.answers, self.reading, place, raw)

    # what is hardly meant

    def _refuse_slips(self, before: Answers) -> None:
        """Note every answer of the example that cannot stand, unless it says that it is wrong."""
        meant = set(self._meant())
        changed = before.places_unlike(self.reading.answers)
        # a record or grid has rules of its own, over all its parts
        wholes = {whole for place in changed if (whole := self.reading.whole_of(place))}
        for place in sorted(changed | wholes):
            whole = self.reading.whole_of(place)
            if meant & {place, whole}:
                continue
            for problem in self.reading.problems(place):
                if problem.severity == "error" and problem.place == place:
                    self._slip(place, whole, problem.words)

    def _slip(self, place: Place, whole: Place | None, words: str) -> None:
        inside = (at for at in self._keys if place == self.reading.whole_of(at))
        near = (at for at in (place, whole, *inside) if at in self._keys)
        below = self._keys.get(next(near, place), ())
        name = name_of(self.reading, place)
        mend = f'if this is meant, write: wrong = ["{name}"]'
        self.notes.at(self.found, f"{name}: {words}", mend, below=below)

    def _meant(self) -> Iterator[Place]:
        for name in self.found.thing.wrong:
            try:
                yield place_called(self.reading, name)
            except NotUnderstood:
                continue  # it is told where it is looked at


def _clear(reading: Reading, place: Place) -> Answers:
    """Without an answer, and without what was said in its stead."""
    answers = with_answer(reading.answers, reading, place, None)
    answers = answers.with_parked(place, None).with_not_applicable(place, False)
    if answers is reading.answers:
        raise NotUnderstood("there is no answer to take away", "leave it out")
    return answers


def _park(reading: Reading, place: Place) -> Answers:
    return reading.answers.with_parked(place, Parked())


def _na(reading: Reading, place: Place) -> Answers:
    if not reading.may_be_na(place):
        words = f"'{place.name}' does not take the reply that it is not applicable"
        raise NotUnderstood(words, "park it, or leave it open")
    return reading.answers.with_not_applicable(place, True)
