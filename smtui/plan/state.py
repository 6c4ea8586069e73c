"""How each question of a plan stands: shown, asked, answered, parked; what holds and is said.

The part of `rules.Reading` that conditions look at. Whatever a method reads of the
answers it reads through `reply` and `items`, so that `Memory` knows what stands on them.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from smtui.plan.answers import Answers, Place
from smtui.plan.graph import Circle, Memory
from smtui.questionnaire.expression import Code, State, TooCostly
from smtui.questionnaire.kinds import Link, OneOf, Record
from smtui.questionnaire.model import Question, Questionnaire

MOST_STEPS = 2_000_000
"""Steps of all expressions on one state of a plan; the largest plan takes under a tenth."""


_IN_DOUBT = ("in doubt",)
"""What is unknown because it was too costly, or a circle: it is tried again at each change."""


@dataclass
class PlanState:
    """A plan as it stands, read with its questionnaire; it goes along when answers change.

    It is what expressions see (`World`). What was worked out is remembered while it holds.
    `run` and `today` stay what they are.
    """

    questionnaire: Questionnaire
    answers: Answers
    run: str = "quick"
    today: date | None = None
    memory: Memory = field(default_factory=Memory, repr=False)
    _steps: int = 0

    def become(self, answers: Answers, places: Iterable[Place] | None = None) -> None:
        """Go on to other answers: what stands on those that differ is forgotten.

        Who knows that nothing differs but at some places hands them over; else all are compared.
        """
        before, self.answers = self.answers, answers
        lists: set[str] = set()
        if places is None:
            lists, places = before.lists_unlike(answers), before.places_unlike(answers)
        unlike = [("answer", one) for one in places if before.differ_at(answers, one)]
        self.memory.changed([*unlike, *(("items", one) for one in lists), _IN_DOUBT])
        self._steps = 0

    def reply(self, place: Place) -> Any:
        """What was answered at a place, whatever it is worth; None when nothing."""
        self.memory.read(("answer", place))
        return self.answers.values.get(place)

    # what expressions ask

    def value(self, name: str, item: str) -> Any:
        """The answer to a question; None when it is open, hidden, parked or wrong."""
        place = Place(name, item)
        return self.memory.get(("value", place), lambda: self._value(place))

    def _value(self, place: Place) -> Any:
        value = self.reply(place)
        if value is None:
            return self.only_item(place)
        if self.is_parked(place) or not self.visible(place):
            return None
        question = self.questionnaire.questions[place.name]
        return None if question.trouble(value) or self.not_there(question, value) else value

    def is_parked(self, place: Place) -> bool:
        """Whether a question is parked, or the record whose field it is."""
        record = self.questionnaire.homes[place.name].record
        return self._is_put_off(place) or bool(
            record and self._is_put_off(Place(record, place.item))
        )

    def _is_put_off(self, place: Place) -> bool:
        self.memory.read(("answer", place))
        return place in self.answers.parked

    def only_item(self, place: Place) -> str | None:
        """The item that a link takes by itself while there is but one."""
        question = self.questionnaire.questions.get(place.name)
        if not isinstance(question, Link) or not question.auto or self.is_parked(place):
            return None
        ids = self.items(question.to)
        return ids[0] if len(ids) == 1 and self.visible(place) else None

    def not_there(self, question: Question, value: Any) -> list[str]:
        """What a choice or link names although the questionnaire, or the list, has it not."""
        if isinstance(question, Link):
            return [] if value in self.items(question.to) else [value]
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
        self.memory.read(("items", list_id))
        return self.answers.ids(list_id)

    def title(self, list_id: str, item: str) -> str:
        """What an item is called; its number while it has no name."""
        return str(self.remembered(("title", list_id, item), lambda: self._title(list_id, item)))

    def _title(self, list_id: str, item: str) -> str:
        code = self.questionnaire.code(list_id, "title")
        text = ""
        if code is not None and any(self._is_given(name, list_id, item) for name in code.reads):
            text = str(self.guarded(lambda: code.value(self, item)) or "").strip()
        if text:
            return text
        ids = self.items(list_id)
        number = ids.index(item) + 1 if item in ids else 0
        return f"{self.questionnaire.lists[list_id].one} {number}" if number else item

    def _is_given(self, name: str, list_id: str, item: str) -> bool:
        home = self.questionnaire.homes.get(name)
        return home is not None and home.list == list_id and self.value(name, item) is not None

    def completeness(self, section: str) -> float:
        """How much of the section's required questions is answered, 0 to 1, in this run."""
        raise NotImplementedError

    def earned(self, check: str) -> float | None:
        """The share of its points that a check earned, 0 to 1; None when it is not assessed."""
        found: float | None = self.remembered(("earned", check), lambda: self._earned(check))
        return found

    def _earned(self, name: str) -> float | None:
        check = self.questionnaire.checks_by_id[name]
        if self.run not in check.runs or not self.holds(name, "applies"):
            return None
        code = self.questionnaire.code(name, "earn")
        return self.fraction(code) if code else 0.0

    # working out

    def remembered(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """The result of `work`, computed once until something changes that it stands on."""
        return self.memory.get(key, work)

    def spend(self, steps: int) -> None:
        """Count steps. Raises `TooCostly`."""
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise TooCostly

    def guarded(self, work: Callable[[], Any]) -> Any:
        """The result of evaluating something; unknown when it is too costly or out of bounds."""
        try:
            return work()
        except (TooCostly, Circle):
            self.memory.read(_IN_DOUBT)
            return None
        except OverflowError:
            return None
        except RecursionError:
            if self.memory.nested:
                raise  # there may be more room when it is worked out by itself
            self.memory.read(_IN_DOUBT)
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
        return bool(self.memory.get(("visible", place), lambda: self._visible(place)))

    def _visible(self, place: Place) -> bool:
        home = self.questionnaire.homes[place.name]
        above = home.record or home.parent
        if above and not self.visible(Place(above, place.item)):
            return False
        return self.holds(place.name, "show_if", place.item)

    def required(self, place: Place) -> bool:
        """Whether a question counts for completeness."""
        value = self.questionnaire.questions[place.name].required
        return value if isinstance(value, bool) else self._switched(place, "required")

    def _switched(self, place: Place, attribute: str) -> bool:
        def work() -> bool:
            return self.holds(place.name, attribute, place.item, without=False)

        return bool(self.remembered((attribute, place), work))

    def asked(self, place: Place) -> bool:
        """Whether this run asks the question: it applies, and is quick in the short run."""
        return bool(self.memory.get(("asked", place), lambda: self._asked(place)))

    def _asked(self, place: Place) -> bool:
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
        return bool(self.remembered(("may ask", name), lambda: self._may_ask(name)))

    def _may_ask(self, name: str) -> bool:
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
