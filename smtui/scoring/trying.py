"""Tries the examples of a questionnaire: makes the plan of each, and looks whether it is so."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.plan.answers import Place
from smtui.plan.exampled import Plans
from smtui.plan.named import NotUnderstood, place_called, short
from smtui.plan.rules import Reading
from smtui.questionnaire.example_files import examples_of
from smtui.questionnaire.examples import Example
from smtui.questionnaire.model import Finding, Questionnaire
from smtui.questionnaire.notes import Found, Notes, Path
from smtui.scoring.scorecard import judged, told
from smtui.text import clean_line, format_number

_NEAR = 0.005 + 1e-9
"""Shares are written with two decimals; of 0.625 both neighbours are right."""


@dataclass(frozen=True)
class Tried:
    """How many examples hold, and what none of them shows."""

    count: int
    warnings: tuple[Mistake, ...]


def tried(made: Questionnaire, notes: Notes) -> Tried:
    """Try every example of a questionnaire; `notes` are those of its load.

    Raises `BadInput` with all that is wrong with them, and those that do not hold.
    """
    examples = examples_of(made.folder, notes)
    trial = _Trial(made, notes)
    for found in examples:
        trial.run(found)
    if notes.mistakes:
        raise BadInput(notes.mistakes)
    return Tried(len(examples), tuple(trial.gaps()) if examples else ())


@dataclass
class _Trial:
    """Tries one example after the other, and remembers what they have shown."""

    made: Questionnaire
    notes: Notes
    _full: set[str] = field(default_factory=set)
    _less: set[str] = field(default_factory=set)
    _told: set[str] = field(default_factory=set)
    _spared: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._plans = Plans(self.made, self.notes)
        self._findings = {one.id: one for one in self.made.findings}
        self._bands = [one.id for one in self.made.bands]

    def run(self, found: Found) -> None:
        """Try an example. What is wrong with it, or is not as it says, is noted."""
        example: Example = found.thing
        if example.is_idle:
            mend = "say it: shows, hides, wrong, finds, silent, earns, score or band"
            self.notes.at(found, f"example '{short(example.about)}' expects nothing", mend)
        self._remember(example)
        self._look_up(found)
        reading = self._plans.of(found)
        if reading is not None:
            _Comparison(found, self.notes, reading, self._findings).compare()

    def _remember(self, example: Example) -> None:
        for name, share in example.earns.items():
            (self._full if share >= 1 else self._less).add(name)
        self._told.update(example.finds)
        if example.is_changed:
            self._spared.update(example.silent)

    def _look_up(self, found: Found) -> None:
        """Note the checks, findings and bands of an example that there are none of."""
        example: Example = found.thing
        checks, findings = self.made.checks_by_id, self._findings
        named: list[tuple[str, str, Iterable[str], Path]] = [
            *(("check", one, checks, ("earns", one)) for one in example.earns),
            *(("finding", one, findings, ("finds", at)) for at, one in enumerate(example.finds)),
            *(("finding", one, findings, ("silent", at)) for at, one in enumerate(example.silent)),
        ]
        if example.band:
            named.append(("band", example.band, self._bands, ("band",)))
        for noun, name, there, below in named:
            if name not in there:
                mend = suggestion(name, there, noun=f"{noun}s")
                self.notes.at(found, f"there is no {noun} '{short(name)}'", mend, below=below)
        for name, share in example.earns.items():
            if not 0 <= share <= 1:
                what = f"'{short(name)}' cannot earn {format_number(share)} of its points"
                mend = "write the share of its points, from 0 to 1"
                self.notes.at(found, what, mend, below=("earns", name))

    def gaps(self) -> Iterator[Mistake]:
        """A warning for each kind of thing that no example shows, with all such things."""
        checks, findings = list(self.made.checks_by_id), list(self._findings)
        kinds = (
            ("no example shows these checks with all their points", checks, self._full),
            ("no example shows these checks with fewer points", checks, self._less),
            ("no example finds these", findings, self._told),
            ("no example with a change keeps these silent", findings, self._spared),
        )
        for words, ids, shown in kinds:
            left = [one for one in ids if one not in shown]
            if left:
                yield Mistake(self.notes.main, 0, f"warning: {words}: {', '.join(left)}")


@dataclass(frozen=True)
class _Comparison:
    """Compares a plan with what an example says of it; names of nothing are passed over."""

    found: Found
    notes: Notes
    reading: Reading
    findings: Mapping[str, Finding]

    def compare(self) -> None:
        """Note everything that is not as the example says."""
        example: Example = self.found.thing
        for at, name in enumerate(example.shows):
            self._place(("shows", at), name, self._shown)
        for at, name in enumerate(example.hides):
            self._place(("hides", at), name, self._hidden)
        for at, name in enumerate(example.wrong):
            self._place(("wrong", at), name, self._wrong)
        for at, name in enumerate(example.finds):
            if name in self.findings and not told(self.reading, self.findings[name]):
                self._fails(("finds", at), f"{name} was not told", self._condition(name))
        for at, name in enumerate(example.silent):
            seen = told(self.reading, self.findings[name]) if name in self.findings else ()
            if seen:
                self._fails(("silent", at), f"{name} was told", seen[0].saw)
        for name, share in example.earns.items():
            if 0 <= share <= 1 and name in self.reading.questionnaire.checks_by_id:
                self._earned(name, share)
        self._judged(example)

    def _fails(self, below: Path, what: str, mend: str = "") -> None:
        about = clean_line(self.found.thing.about)
        self.notes.at(self.found, f"'{about}': {what}", clean_line(mend), below=below)

    # questions

    def _place(self, below: Path, name: str, look: Callable[[Place], tuple[str, str]]) -> None:
        lists = self.reading.questionnaire.lists
        try:
            # a list has rules of its own, so it may be wrong as a whole
            of_list = name in lists and below[0] == "wrong"
            place = Place(name) if of_list else place_called(self.reading, name, any_kind=True)
        except NotUnderstood as problem:
            self.notes.at(self.found, problem.words, problem.mend, below=below)
            return
        what, mend = look(place)
        if what:
            self._fails(below, f"{name} {what}", mend)

    def _shown(self, place: Place) -> tuple[str, str]:
        if self.reading.asked(place):
            return "", ""
        if self.reading.visible(place):
            return "is not shown", f"it is not a question of the {self.reading.run} run"
        code = self.reading.questionnaire.code(place.name, "show_if")
        return "is not shown", f"show_if = {code.text}" if code else "nor is what it belongs to"

    def _hidden(self, place: Place) -> tuple[str, str]:
        return ("is shown", "") if self.reading.asked(place) else ("", "")

    def _wrong(self, place: Place) -> tuple[str, str]:
        of_list = place.name in self.reading.questionnaire.lists
        found = self.reading.list_problems(place.name) if of_list else self.reading.problems(place)
        return ("", "") if any(one.severity == "error" for one in found) else ("is not wrong", "")

    # the scorecard

    def _condition(self, name: str) -> str:
        """What a finding waits for, as its author wrote it."""
        finding, run = self.findings[name], self.reading.run
        if run not in finding.runs:
            return f"it is no finding of the {run} run"
        key = "each" if finding.each else "when"
        code = self.reading.questionnaire.code(name, key)
        return f"{key} = {code.text}" if code else ""

    def _earned(self, name: str, share: float) -> None:
        earned = self.reading.earned(name)
        if earned is None:
            check = self.reading.questionnaire.checks_by_id[name]
            run = self.reading.run
            why = f"it is no check of the {run} run" if run not in check.runs else ""
            self._fails(("earns", name), f"{name} is not assessed", why or "it does not apply")
        elif abs(earned - share) > _NEAR:
            what = f"{name} earns {format_number(earned)}, not {format_number(share)}"
            self._fails(("earns", name), what, self.reading.said(name, "says"))

    def _judged(self, example: Example) -> None:
        bands = [one.id for one in self.reading.questionnaire.bands]
        if example.score is None and example.band not in bands:
            return
        card = judged(self.reading)
        came = round(card.score, 1)
        if example.score is not None and round(example.score, 1) != came:
            what = f"the score is {format_number(came)}, not {format_number(example.score)}"
            self._fails(("score",), what)
        if example.band in bands and example.band != card.band:
            what = f"the band is {card.band}, not {example.band}"
            self._fails(("band",), what, card.band_reason)
