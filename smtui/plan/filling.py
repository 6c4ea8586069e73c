"""Puts what files of answers say into a plan, all or nothing: all mistakes are found at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from smtui.mistakes import Mistake
from smtui.plan.answering import said_at, with_answers
from smtui.plan.answers import Answers, Place, is_nothing
from smtui.plan.contents import Meta
from smtui.plan.given import Given
from smtui.plan.intake import Intake, Said
from smtui.plan.named import NotUnderstood, cell_of, name_of
from smtui.plan.rules import Problem, Reading
from smtui.plan.said import understood
from smtui.plan.session import Session
from smtui.questionnaire.kinds import Grid, Link
from smtui.questionnaire.model import Questionnaire


@dataclass
class Filling:
    """Takes files of answers (`take`), then works out the plan that they make (`finish`).

    `mistakes` keep the plan from being written, `advice` does not. `pick` chooses a letter for
    the ids of new items.
    """

    questionnaire: Questionnaire
    answers: Answers
    run: str
    today: date | None
    pick: Callable[[str], str]
    mistakes: list[Mistake] = field(default_factory=list)
    advice: list[Mistake] = field(default_factory=list)
    _done: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._before = self.answers
        self._intake = Intake(
            self.questionnaire, self.answers, self.run, self.today, self.pick, self.mistakes
        )

    def take(self, given: Given) -> None:
        """Go through a file: its items are found or added, what it says is noted down."""
        self._intake.take(given)

    def meta_with(self, meta: Meta) -> Meta:
        """What a plan says of itself, with what the files say of it."""
        title = self._intake.meta.get("title", meta.title)
        return replace(
            meta, title=title, fictional=self._intake.meta.get("fictional", meta.fictional)
        )

    def finish(self) -> None:
        """Put everything into `answers`, and find out what is wrong with it."""
        self.put()
        self.advice += self._intake.passed
        self._judge()

    def put(self) -> None:
        """Put everything into `answers`; what cannot be read is told, wrong answers are not."""
        self.answers = self._intake.answers
        # links name items by their titles; rows may be for what is chosen
        for at in range(3):
            self._put([one for one in self._intake.said if self._turn(one) == at])
        session = Session(self.questionnaire, self._before, run=self.run, today=self.today)
        session.take(self.answers)
        self.answers = session.answers
        reading = self._reading()
        for entry in self._intake.entries:
            self.answers = entry.put(self.answers, reading, self.mistakes)

    def _turn(self, said: Said) -> int:
        """When something is put down: 0 at once, 1 after titles and units are known, 2 after rows.

        What reads differently with other answers (units, the names of choices) waits for these.
        """
        question = self.questionnaire.questions[said.place.name]
        if said.row or isinstance(question, Grid):
            return 2
        varying = self.questionnaire.varying
        waits = (isinstance(one, Link) or one.id in varying for one in (question, *question.parts))
        return 1 if any(waits) else 0

    def _put(self, said: Sequence[Said]) -> None:
        reading = self._reading()
        given: list[tuple[Place, dict[Place, object]]] = []
        for one in said:
            try:
                place = self._settled(reading, one)
                raw = understood(reading, place, one.value, typed=False)
            except NotUnderstood as problem:
                label = self.questionnaire.questions[one.place.name].called
                words = f"{label}: {problem.words}"
                self.mistakes.append(one.given.mistake(one.keys, words, problem.mend))
                continue
            # a file takes no answer away
            inside = {
                at: value
                for at, value in said_at(reading, place, raw).items()
                if not is_nothing(value)
            }
            given.append((place, inside))
            self._done += [replace(one, place=at) for at in dict.fromkeys((place, *inside))]
        self.answers = with_answers(self.answers, reading, given)

    def _reading(self) -> Reading:
        return Reading(self.questionnaire, self.answers, self.run, self.today)

    def _settled(self, reading: Reading, said: Said) -> Place:
        """The place of what was said, with its row. Raises `NotUnderstood`."""
        if not said.row:
            return said.place
        grid = self.questionnaire.homes[said.place.name].record
        return Place(said.place.name, cell_of(reading, grid, said.place.item, said.row))

    def _judge(self) -> None:
        """Find what is wrong with what was said, and what has become wrong by it."""
        reading = self._reading()
        said: dict[Place, Said] = {}
        for one in self._done:
            before = said.get(one.place)
            if before is not None and before.value != one.value:
                words = f"advice: {one.given.name} says something else; what is said last counts"
                self.advice.append(before.given.mistake(before.keys, words))
            said[one.place] = one
        for one in self._done:
            whole = reading.whole_of(one.place)
            if whole is not None:
                said.setdefault(whole, replace(one, keys=one.keys[:-1]))
        told: set[tuple[Place, str]] = set()
        for place, one in said.items():
            for problem in self._problems(reading, place):
                if (problem.place, problem.words) not in told:
                    told.add((problem.place, problem.words))
                    where = said.get(problem.place, one)
                    label = reading.called(problem.place)
                    self._tell(where, problem.severity, f"{label}: {problem.words}")
            if place == one.place and not reading.visible(place):
                words = f"{reading.called(place)}: other answers hide this; it is kept"
                self._tell(one, "advice", words)
        for list_id, given in self._intake.lists.items():
            for problem in reading.list_problems(list_id):
                where = Said(given, (list_id,), Place(list_id), None)
                self._tell(where, problem.severity, problem.words)
        self._side_effects(reading, {place for place, _ in told})

    def _problems(self, reading: Reading, place: Place) -> Sequence[Problem]:
        """What is wrong at a place; of a hidden one whether its answer can be one at all."""
        question, value = reading.question(place), self.answers.value(place)
        if reading.visible(place) or value is None or question.parts:
            return reading.problems(place)
        gone = reading.not_there(place, value)
        words = question.misfit(value) or (f"'{gone[0]}' is not there to choose" if gone else "")
        return [Problem(place, words)] if words else []

    def _tell(self, one: Said, severity: str, words: str) -> None:
        if severity == "error":
            self.mistakes.append(one.given.mistake(one.keys, words))
        else:
            self.advice.append(one.given.mistake(one.keys, f"{severity}: {words}"))

    def _side_effects(self, reading: Reading, told: set[Place]) -> None:
        """Answers that nobody touched, and that are wrong now."""
        before = Reading(self.questionnaire, self._before, self.run, self.today)
        there = {place for place in before.places() if before.is_wrong(place)}
        for place in reading.places():
            if place not in there and place not in told and reading.is_wrong(place):
                words = reading.problems(place)[0].words
                what = f"warning: by these answers: {words}"
                self.advice.append(Mistake(name_of(reading, place), 0, what))
