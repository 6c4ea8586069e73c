"""What the questionnaire makes of the answers: what is shown, asked, wrong, complete, suggested.

The one place that decides these; every face asks here.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from smtui.plan.answers import Answers, Place
from smtui.questionnaire.expression import State, TooCostly
from smtui.questionnaire.kinds import AnyOf, Link, OneOf, Record
from smtui.questionnaire.model import Question, Questionnaire

MOST_STEPS = 2_000_000
"""Steps of all expressions on one state of a plan; the largest plan takes under a tenth."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer, in words. An error counts as not answered."""

    place: Place
    words: str
    severity: str = "error"


@dataclass(frozen=True)
class Offer:
    """A choice as it is offered: its note says why it is worth choosing."""

    id: str
    label: str
    help: str = ""
    note: str = ""
    alone: bool = False


@dataclass
class Reading:
    """One state of a plan, read with its questionnaire. Answers are looked up, then remembered.

    It is what expressions see (`World`). `scores` gives the share a check earned.
    """

    questionnaire: Questionnaire
    answers: Answers
    run: str = "quick"
    today: date | None = None
    scores: Callable[[str], float | None] = field(default=lambda check: None)
    _memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    _steps: int = 0

    # what expressions ask

    def value(self, name: str, item: str) -> Any:
        """The answer to a question; None when it is open, hidden, parked or wrong."""
        place = Place(name, item)
        return self.remembered(("value", place), lambda: self._value(place))

    def _value(self, place: Place) -> Any:
        value = self.answers.value(place)
        if value is None:
            return self._only_item(place)
        if place in self.answers.parked or not self.visible(place):
            return None
        question = self.questionnaire.questions[place.name]
        return None if question.trouble(value) or self._stale(question, value) else value

    def _only_item(self, place: Place) -> str | None:
        """The item that a link takes by itself while there is but one."""
        question = self.questionnaire.questions.get(place.name)
        if not isinstance(question, Link) or not question.auto or place in self.answers.parked:
            return None
        ids = self.answers.ids(question.to)
        return ids[0] if len(ids) == 1 and self.visible(place) else None

    def _stale(self, question: Question, value: Any) -> bool:
        """Whether a choice or link names what is not there."""
        if isinstance(question, Link):
            return value not in self.answers.ids(question.to)
        if isinstance(question, OneOf):
            among = self.questionnaire.among[question.id]
            return any(one not in among for one in (value if isinstance(value, tuple) else (value,)))
        return False

    def state(self, name: str, item: str) -> State:
        """How a question stands. A record is answered when its required fields are."""
        place = Place(name, item)
        return self.remembered(("state", place), lambda: self._state(place))

    def _state(self, place: Place) -> State:
        if not self.visible(place):
            return State.HIDDEN
        if place in self.answers.parked:
            return State.PARKED
        question = self.questionnaire.questions[place.name]
        if not isinstance(question, Record):
            return State.ANSWERED if self.value(*place) is not None else State.OPEN
        states = [self.state(one.id, place.item) for one in self.needed_fields(question, place.item)]
        if states and all(one is State.ANSWERED for one in states):
            return State.ANSWERED
        settled = [one for one in states if one in (State.ANSWERED, State.PARKED)]
        return State.PARKED if states and len(settled) == len(states) else State.OPEN

    def items(self, list_id: str) -> tuple[str, ...]:
        """The ids of a list's items."""
        return self.answers.ids(list_id)

    def title(self, list_id: str, item: str) -> str:
        """What an item is called; its number while it has no name."""
        code = self.questionnaire.code(list_id, "title")
        text = ""
        if code is not None and any(
            self.value(*_split(name, item)) is not None for name in code.reads if name in self.questionnaire.questions
        ):
            text = str(self.guarded(lambda: code.value(self, item)) or "").strip()
        if text:
            return text
        ids = self.answers.ids(list_id)
        number = ids.index(item) + 1 if item in ids else 0
        return f"{self.questionnaire.lists[list_id].one} {number}" if number else item

    def completeness(self, section: str) -> float:
        """How much of the section's required questions is answered, 0 to 1, in this run.

        Each required question that applies weighs one: a list's is the mean over the
        items (none: 0), a record the share of its required fields; parked counts half.
        """
        return float(self.remembered(("complete", section), lambda: self._completeness(section)))

    def _completeness(self, section: str) -> float:
        shares: list[float] = []
        for question in self.questionnaire.section(section).questions:
            owner = self.questionnaire.homes[question.id].list
            if not question.answerable:
                continue
            if not owner:
                if self._counts(Place(question.id)):
                    shares.append(self.share_of(Place(question.id)))
                continue
            items = self.answers.ids(owner)
            if not items:
                if question.required is True and question.quick is not False or (
                    question.required is True and self.run == "full"
                ):
                    shares.append(0.0)
                continue
            places = [Place(question.id, item) for item in items]
            counted = [self.share_of(place) for place in places if self._counts(place)]
            if counted:
                shares.append(sum(counted) / len(counted))
        return sum(shares) / len(shares) if shares else 1.0

    def _counts(self, place: Place) -> bool:
        return self.asked(place) and self.required(place)

    def share_of(self, place: Place) -> float:
        """How far one question is answered, 0 to 1: parked is half, a record the share of its fields."""
        if place in self.answers.parked:
            return 0.5
        question = self.questionnaire.questions[place.name]
        code = self.questionnaire.code(place.name, "complete")
        if code is not None:
            value = self.guarded(lambda: code.value(self, place.item or None))
            return min(1.0, max(0.0, float(value or 0)))
        if isinstance(question, Record):
            fields = self.needed_fields(question, place.item)
            shares = [self.share_of(Place(one.id, place.item)) for one in fields]
            return sum(shares) / len(shares) if shares else 1.0
        return 1.0 if self.state(*place) is State.ANSWERED else 0.0

    def earned(self, check: str) -> float | None:
        """The share that a check earned; None when it does not apply."""
        return self.scores(check)

    def remembered(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """The result of `work`, computed once for this state of the plan."""
        try:
            return self._memory[key]
        except KeyError:
            result = self._memory[key] = work()
            return result

    def spend(self, steps: int) -> None:
        """Count steps. Raises `TooCostly`."""
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise TooCostly

    def guarded(self, work: Callable[[], Any]) -> Any:
        """The result of evaluating something; unknown when it is too costly or goes out of bounds."""
        try:
            return work()
        except (TooCostly, OverflowError, RecursionError):
            return None

    # what is shown and asked

    def holds(self, owner: str, attribute: str, item: str = "", *, without: bool = True) -> bool:
        """Whether a condition of the questionnaire holds; `without` when nothing is said."""
        code = self.questionnaire.code(owner, attribute)
        if code is None:
            return without
        return self.guarded(lambda: code.holds(self, item or None)) is True

    def visible(self, place: Place) -> bool:
        """Whether a question applies: its own condition and those of what it belongs to hold."""
        return bool(self.remembered(("visible", place), lambda: self._visible(place)))

    def _visible(self, place: Place) -> bool:
        home = self.questionnaire.homes[place.name]
        above = home.record or home.parent
        if above and not self.visible(Place(above, place.item)):
            return False
        return self.holds(place.name, "show_if", place.item)

    def _switch(self, place: Place, attribute: str) -> bool:
        value = getattr(self.questionnaire.questions[place.name], attribute)
        return value if isinstance(value, bool) else self.holds(place.name, attribute, place.item, without=False)

    def required(self, place: Place) -> bool:
        """Whether a question counts for completeness."""
        return self._switch(place, "required")

    def asked(self, place: Place) -> bool:
        """Whether this run asks the question: it applies, and the short run asks only quick ones."""
        home = self.questionnaire.homes[place.name]
        above = home.record or home.parent
        if not self.visible(place):
            return False
        if above:
            return self.asked(Place(above, place.item))
        return self.run == "full" or self._switch(place, "quick")

    def link_is_taken(self, place: Place) -> bool:
        """Whether a link is answered by itself, with the only item that there is."""
        return self.answers.value(place) is None and self._only_item(place) is not None

    def needed_fields(self, record: Record, item: str) -> list[Question]:
        """The fields of a record that apply and are required."""
        return [
            one
            for one in record.fields
            if self.visible(Place(one.id, item)) and self.required(Place(one.id, item))
        ]

    def questions_of(self, section: str, item: str = "", list_id: str = "") -> Iterator[Place]:
        """The places that this run asks in a section: outside lists, or of one item of a list.

        What belongs to a question (`then`) follows it. Records are one place.
        """
        for question in self.questionnaire.section(section).questions:
            if self.questionnaire.homes[question.id].list == list_id:
                yield from self._with_then(question, item)

    def _with_then(self, question: Question, item: str) -> Iterator[Place]:
        place = Place(question.id, item)
        if self.asked(place):
            yield place
            for one in question.then:
                yield from self._with_then(one, item)

    def places(self) -> Iterator[Place]:
        """Every place that this run asks, in order, items one after the other."""
        for section in self.questionnaire.sections:
            yield from self.places_of(section.id)

    def places_of(self, section: str) -> Iterator[Place]:
        """Every place that this run asks in a section, in order."""
        seen: set[str] = set()
        for question in self.questionnaire.section(section).questions:
            owner = self.questionnaire.homes[question.id].list
            if not owner:
                yield from self._with_then(question, "")
            elif owner not in seen:
                seen.add(owner)
                for item in self.answers.ids(owner):
                    yield from self.questions_of(section, item, owner)

    # what is wrong

    def problems(self, place: Place) -> list[Problem]:
        """What is wrong with the answer at a place, most serious first; of a record, its fields' too."""
        found: list[Problem] = self.remembered(("problems", place), lambda: self._problems(place))
        return found

    def _problems(self, place: Place) -> list[Problem]:
        question = self.questionnaire.questions[place.name]
        found: list[Problem] = []
        if isinstance(question, Record):
            for one in question.fields:
                if self.visible(Place(one.id, place.item)):
                    found += self.problems(Place(one.id, place.item))
            return found + self._broken_rules(question, place) if self._touched(question, place) else found
        value = self.answers.value(place)
        if value is None:
            return found
        words = question.trouble(value) or self._stale_words(question, value)
        if words:
            return [Problem(place, words)]
        return self._broken_rules(question, place)

    def _touched(self, record: Record, place: Place) -> bool:
        return any(self.answers.value(Place(one.id, place.item)) is not None for one in record.fields)

    def _broken_rules(self, question: Question, place: Place) -> list[Problem]:
        found = []
        for at, rule in enumerate(question.valid_if):
            code = self.questionnaire.code(question.id, f"valid_if.{at}.rule")
            # unknown is no mistake: a rule speaks only when it is known to be broken
            if code and self.guarded(lambda code=code: code.value(self, place.item or None)) is False:
                words = self.said(question.id, f"valid_if.{at}.say", place.item)
                found.append(Problem(place, words, rule.severity))
        return found

    def _stale_words(self, question: Question, value: Any) -> str:
        if not self._stale(question, value):
            return ""
        if isinstance(question, Link):
            return f"This {self.questionnaire.lists[question.to].one} is no longer there. Choose another."
        among = self.questionnaire.among[question.id]
        wrong = [one for one in (value if isinstance(value, tuple) else (value,)) if one not in among]
        return f"'{wrong[0]}' is not one of the choices. Choose another."

    # what is said

    def said(self, owner: str, attribute: str, item: str = "", element: Any = None) -> str:
        """A text of the questionnaire with its values filled in."""
        code = self.questionnaire.code(owner, attribute)
        if code is None:
            return ""
        return str(self.guarded(lambda: code.value(self, element if element is not None else item or None)) or "")

    def prompts(self, place: Place) -> list[str]:
        """The follow-up sentences that hold at a place."""
        question = self.questionnaire.questions[place.name]
        return [
            self.said(question.id, f"prompts.{at}.say", place.item)
            for at in range(len(question.prompts))
            if self.holds(question.id, f"prompts.{at}.when", place.item)
        ]

    def suggestion(self, place: Place) -> Any:
        """What the questionnaire suggests for an open question; None when nothing."""
        code = self.questionnaire.code(place.name, "default")
        if code is None or self.answers.value(place) is not None:
            return None
        question = self.questionnaire.questions[place.name]
        value = question.clean(self.guarded(lambda: code.value(self, place.item or None)))
        return None if value is None or value in ("", ()) or question.trouble(value) else value

    def offers(self, place: Place) -> list[Offer]:
        """The choices or items that a question offers, in order, each with its note."""
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Link):
            return [Offer(one, self.title(question.to, one)) for one in self.answers.ids(question.to)]
        if not isinstance(question, OneOf):
            return []
        found: list[Offer] = self.remembered(("offers", place), lambda: self._offers(question, place))
        return found

    def _offers(self, question: OneOf, place: Place) -> list[Offer]:
        among = self.questionnaire.among[question.id]
        source = self.questionnaire.code(question.id, "choices_from")
        item = place.item or None
        if source is not None:
            ids = [one for one in self.guarded(lambda: source.value(self, item)) or () if one in among]
            ids += [one for one in among.rows if one == "other" and one not in ids]
        else:
            ids = [one for one in among.rows if self.holds(question.id, f"choices.{one}.show_if", place.item)]
        note = self.questionnaire.code(question.id, "choice_note")
        return [
            Offer(
                one,
                among.rows[one].label,
                among.rows[one].help,
                "" if note is None or one == "other" else str(self.guarded(lambda one=one: note.value(self, one)) or ""),
                among.rows[one].alone,
            )
            for one in ids
        ]

    def label(self, place: Place, value: str) -> str:
        """What a choice, or the item that a link names, is called."""
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Link):
            known = value in self.answers.ids(question.to)
            return self.title(question.to, value) if known else f"({value})"
        among = self.questionnaire.among.get(place.name)
        return among.label(value) if among else value

    def text(self, place: Place) -> str:
        """The answer at a place for people, on as many lines as it has; empty when there is none."""
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Record):
            parts = [(one.called, self.text(Place(one.id, place.item))) for one in question.fields]
            return "   ".join(f"{label} {text}" for label, text in parts if text)
        value = self.answers.value(place)
        if value is None:
            value = self._only_item(place)
        if value is None:
            return ""
        if question.trouble(value):
            return ", ".join(value) if isinstance(value, tuple) else str(value)
        if isinstance(question, AnyOf | OneOf | Link):
            return question.show(value, lambda one: self.label(place, one))
        return question.show(value, str)


def _split(name: str, item: str) -> Place:
    return Place(name, item)
