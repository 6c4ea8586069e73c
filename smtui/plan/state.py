"""How each question of a plan stands: shown, asked, answered, wrong; how complete a section is.

The part of `rules.Reading` that conditions look at.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from smtui.plan.answers import Answers, Place
from smtui.questionnaire.expression import Code, State, TooCostly
from smtui.questionnaire.kinds import Link, OneOf, Record
from smtui.questionnaire.model import Question, Questionnaire

MOST_STEPS = 2_000_000
"""Steps of all expressions on one state of a plan; the largest plan takes under a tenth."""


@dataclass
class PlanState:
    """One state of a plan, read with its questionnaire. What was worked out is remembered.

    It is what expressions see (`World`). `scores` gives the share a check earned.
    """

    questionnaire: Questionnaire
    answers: Answers
    run: str = "quick"
    today: date | None = None
    scores: Callable[[str], float | None] = field(default=lambda check: None)
    _memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    _values: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    _visible: dict[Place, bool] = field(default_factory=dict, repr=False)
    _steps: int = 0

    # what expressions ask

    def value(self, name: str, item: str) -> Any:
        """The answer to a question; None when it is open, hidden, parked or wrong."""
        key = (name, item)
        if key not in self._values:
            self._values[key] = self._value(Place(name, item))
        return self._values[key]

    def _value(self, place: Place) -> Any:
        value = self.answers.values.get(place)
        if value is None:
            return self.only_item(place)
        if self.is_parked(place) or not self.visible(place):
            return None
        question = self.questionnaire.questions[place.name]
        return None if question.trouble(value) or self.not_there(question, value) else value

    def is_parked(self, place: Place) -> bool:
        """Whether a question is parked, or the record whose field it is."""
        parked = self.answers.parked
        if not parked:
            return False
        record = self.questionnaire.homes[place.name].record
        return place in parked or bool(record and Place(record, place.item) in parked)

    def only_item(self, place: Place) -> str | None:
        """The item that a link takes by itself while there is but one."""
        question = self.questionnaire.questions.get(place.name)
        if not isinstance(question, Link) or not question.auto or self.is_parked(place):
            return None
        ids = self.answers.ids(question.to)
        return ids[0] if len(ids) == 1 and self.visible(place) else None

    def not_there(self, question: Question, value: Any) -> list[str]:
        """What a choice or link names although the questionnaire, or the list, has it not."""
        if isinstance(question, Link):
            return [] if value in self.answers.ids(question.to) else [value]
        if isinstance(question, OneOf):
            among = self.questionnaire.among[question.id]
            return [one for one in several(value) if one not in among]
        return []

    def state(self, name: str, item: str) -> State:
        """How a question stands. A record is answered when its required fields are."""
        place = Place(name, item)
        found: State = self.remembered(("state", place), lambda: self._state(place))
        return found

    def _state(self, place: Place) -> State:
        if not self.visible(place):
            return State.HIDDEN
        if self.is_parked(place):
            return State.PARKED
        question = self.questionnaire.questions[place.name]
        if not isinstance(question, Record):
            return State.ANSWERED if self.value(*place) is not None else State.OPEN
        needed = self.needed_fields(question, place.item)
        if not needed:
            any_given = any(self.value(one.id, place.item) is not None for one in question.fields)
            return State.ANSWERED if any_given else State.OPEN
        states = {self.state(one.id, place.item) for one in needed}
        if states == {State.ANSWERED}:
            return State.ANSWERED
        return State.PARKED if states <= {State.ANSWERED, State.PARKED} else State.OPEN

    def items(self, list_id: str) -> tuple[str, ...]:
        """The ids of a list's items."""
        return self.answers.ids(list_id)

    def title(self, list_id: str, item: str) -> str:
        """What an item is called; its number while it has no name."""
        code = self.questionnaire.code(list_id, "title")
        text = ""
        if code is not None and any(self._is_given(name, list_id, item) for name in code.reads):
            text = str(self.guarded(lambda: code.value(self, item)) or "").strip()
        if text:
            return text
        ids = self.answers.ids(list_id)
        number = ids.index(item) + 1 if item in ids else 0
        return f"{self.questionnaire.lists[list_id].one} {number}" if number else item

    def _is_given(self, name: str, list_id: str, item: str) -> bool:
        home = self.questionnaire.homes.get(name)
        return home is not None and home.list == list_id and self.value(name, item) is not None

    def earned(self, check: str) -> float | None:
        """The share that a check earned; None when it does not apply."""
        return self.scores(check)

    # completeness

    def completeness(self, section: str) -> float:
        """How much of the section's required questions is answered, 0 to 1, in this run.

        Each that applies weighs one: a list's is the mean over the items it applies
        to (without items 0), a record the share of its required fields.
        """
        return float(self.remembered(("complete", section), lambda: self._completeness(section)))

    def _completeness(self, section: str) -> float:
        shares = [
            share
            for top in self.questionnaire.section(section).questions
            for question in self.family(top)
            if (share := self._share_in_plan(question)) is not None
        ]
        return sum(shares) / len(shares) if shares else 1.0

    def family(self, question: Question) -> Iterator[Question]:
        """A question and all that belongs to it (`then`), to it and to its fields."""
        # the questionnaire's own list of questions knows the texts that `other` adds
        question = self.questionnaire.questions[question.id]
        yield question
        for one in self._followers(question):
            yield from self.family(one)

    def _followers(self, question: Question) -> list[Question]:
        inner = question.fields if isinstance(question, Record) else ()
        return [one for owner in (question, *inner) for one in owner.then]

    def _share_in_plan(self, question: Question) -> float | None:
        """How far a question is answered, over its list's items; None when it does not count."""
        if not question.answerable or question.required is False:
            return None
        owner = self.questionnaire.homes[question.id].list
        items = self.answers.ids(owner) if owner else ("",)
        if not items:
            return 0.0 if self._counts(Place(question.id)) else None
        places = [place for item in items if self._counts(place := Place(question.id, item))]
        if not places:
            return None
        return sum(self.share_of(place) for place in places) / len(places)

    def _counts(self, place: Place) -> bool:
        return self.asked(place) and self.required(place)

    def share_of(self, place: Place) -> float:
        """How far one question is answered, 0 to 1: parked is half, an error is nothing.

        Else what its `complete` says; without one a record is the share of its fields.
        """
        if self.is_parked(place):
            return 0.5
        question = self.questionnaire.questions[place.name]
        # the fields of a record count one by one: a rule over several does not say which is wrong
        if not isinstance(question, Record) and self._breaks_a_rule(question, place):
            return 0.0
        code = self.questionnaire.code(place.name, "complete")
        if code is not None:
            return self.fraction(code, place.item)
        if isinstance(question, Record):
            shares = [
                self.share_of(Place(one.id, place.item))
                for one in self.needed_fields(question, place.item)
            ]
            if shares:
                return sum(shares) / len(shares)
        return 1.0 if self.state(*place) is State.ANSWERED else 0.0

    def _breaks_a_rule(self, question: Question, place: Place) -> bool:
        codes = (
            self.questionnaire.code(question.id, f"valid_if.{at}.rule")
            for at, rule in enumerate(question.valid_if)
            if rule.severity == "error"
        )
        return any(code is not None and self.is_false(code, place.item) for code in codes)

    # working out

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
        """The result of evaluating something; unknown when it is too costly or out of bounds."""
        try:
            return work()
        except (TooCostly, OverflowError, RecursionError):
            return None

    def fraction(self, code: Code, item: str = "") -> float:
        """The value of an expression as a share, 0 to 1; unknown is 0."""
        value = self.guarded(lambda: float(code.value(self, item or None) or 0))
        return min(1.0, max(0.0, value or 0.0))

    def is_false(self, code: Code, item: str) -> bool:
        """Whether an expression is known not to hold; unknown is no mistake."""
        return self.guarded(lambda: code.value(self, item or None)) is False

    def holds(self, owner: str, attribute: str, item: str = "", *, without: bool = True) -> bool:
        """Whether a condition of the questionnaire holds; `without` when nothing is said."""
        code = self.questionnaire.codes.get((owner, attribute))
        if code is None:
            return without
        return self.guarded(lambda: code.holds(self, item or None)) is True

    def said(self, owner: str, attribute: str, item: str = "", element: Any = None) -> str:
        """A text of the questionnaire with its values filled in."""
        code = self.questionnaire.code(owner, attribute)
        if code is None:
            return ""
        at = element if element is not None else item or None
        return str(self.guarded(lambda: code.value(self, at)) or "")

    # what is shown and asked

    def visible(self, place: Place) -> bool:
        """Whether a question applies: its own condition and those of what it belongs to hold."""
        found = self._visible.get(place)
        if found is None:
            home = self.questionnaire.homes[place.name]
            above = home.record or home.parent
            found = (not above or self.visible(Place(above, place.item))) and self.holds(
                place.name, "show_if", place.item
            )
            self._visible[place] = found
        return found

    def required(self, place: Place) -> bool:
        """Whether a question counts for completeness."""
        value = self.questionnaire.questions[place.name].required
        return value if isinstance(value, bool) else self._switched(place, "required")

    def _switched(self, place: Place, attribute: str) -> bool:
        return self.holds(place.name, attribute, place.item, without=False)

    def asked(self, place: Place) -> bool:
        """Whether this run asks the question: it applies, and is quick in the short run."""
        if not self.visible(place):
            return False
        home = self.questionnaire.homes[place.name]
        above = home.record or home.parent
        if above:
            return self.asked(Place(above, place.item))
        if self.run == "full":
            return True
        quick = self.questionnaire.questions[place.name].quick
        return quick if isinstance(quick, bool) else self._switched(place, "quick")

    def may_ask(self, name: str) -> bool:
        """Whether this run asks a list's question of an item to come, or may ask it."""
        question = self.questionnaire.questions[name]
        if self.run != "full" and question.quick is False:
            return False
        switches = ["show_if"]
        if self.run != "full" and question.quick is not True:
            switches.append("quick")
        return all(self._may_hold(name, one) for one in switches)

    def _may_hold(self, name: str, attribute: str) -> bool:
        code = self.questionnaire.code(name, attribute)
        value = True if code is None else self.guarded(lambda: code.value(self))
        if value is not None or code is None:
            return value is True
        # unknown: it may turn on what the item will answer, if it is asked that
        homes = self.questionnaire.homes
        own = [one for one in code.reads if one in homes and homes[one].list == homes[name].list]
        return any(self._may_hold(one, "show_if") for one in own)

    def needed_fields(self, record: Record, item: str) -> list[Question]:
        """The fields of a record that apply and are required."""
        return [
            one
            for one in record.fields
            if self.visible(at := Place(one.id, item)) and self.required(at)
        ]


def several(value: Any) -> tuple[Any, ...]:
    """The choices in an answer, of one or of several."""
    return value if isinstance(value, tuple) else (value,)
