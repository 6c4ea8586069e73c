"""How each question of a plan stands: shown, asked, answered, parked; its parts, its choices."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from smtui.plan.answers import Place
from smtui.plan.bounds import Unbounded
from smtui.plan.offering import Offering
from smtui.questionnaire.expression import Code, State
from smtui.questionnaire.kinds import Derived, Grid, Link, Ranking, Shares
from smtui.questionnaire.model import Question

NEARLY = 1e-6
"""Shares that come this near to their total have reached it."""


@dataclass
class PlanState(Offering):
    """How the questions of a plan stand."""

    def question(self, place: Place) -> Question:
        """A question as it reads at a place: texts with their values, bounds as numbers."""
        question = self.questionnaire.questions[place.name]
        ranked = isinstance(question, Ranking) and question.least is None
        if not ranked and place.name not in self.questionnaire.varying:
            return question
        found: Question = self.remembered(
            ("question", place), lambda: self._filled(question, place)
        )
        return found

    def _filled(self, question: Question, place: Place) -> Question:
        changes: dict[str, Any] = {}
        for attribute in self.questionnaire.varying.get(question.id, ()):
            if attribute in ("least", "most"):
                code = self.questionnaire.codes[question.id, attribute]
                bound = self._bound(code, place.item)
                # unknown leaves what the kind has by itself: a share is never over 100 %
                changes[attribute] = _own_bound(question, attribute) if bound is None else bound
            elif "." not in attribute:
                changes[attribute] = self.said(question.id, attribute, place.item)
        if isinstance(question, Ranking) and question.least is None:
            # all that can be ranked, or with `most` as many as that
            ranked = {*self.offered(place), *self._retired_in(question, place)}
            most = changes.get("most", question.bounds[1])
            changes["least"] = min(len(ranked), most or len(ranked))
        return replace(question, **changes)

    def _bound(self, code: Code, item: str) -> Any:
        plan = Unbounded(self)
        return self.guarded(lambda: code.value(plan, item or None))

    def _retired_in(self, question: Question, place: Place) -> Iterator[str]:
        """The choices of an answer that are still on the list, and no longer offered."""
        rows = self.questionnaire.among[place.name].rows
        for one in question.ids_in(self.reply(place)):
            if one in rows and rows[one].retired:
                yield one

    # what was answered

    def value(self, name: str, item: str) -> Any:
        """The answer to a question; None when it is open, hidden, parked or wrong."""
        if name not in self.questionnaire.bounded:
            return self.plain_value(name, item)
        place = Place(name, item)
        return self.memory.get(("value", place), lambda: self._value(place))

    def _value(self, place: Place) -> Any:
        value = self.plain_value(*place)
        return None if value is None or self.question(place).trouble(value) else value

    def plain_value(self, name: str, item: str) -> Any:
        """The answer to a question, whether or not it keeps to the bounds that others set."""
        place = Place(name, item)
        return self.memory.get(("plain", place), lambda: self._plain_value(place))

    def _plain_value(self, place: Place) -> Any:
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Derived):
            return self._derived(place) if self.visible(place) else None
        value = self.reply(place)
        if value is None:
            return self.only_item(place)
        if self.is_put_off(place) or not self.visible(place):
            return None
        if question.trouble(value) or self.not_there(place, value):
            return None
        # of several choices those that are still on the list count on
        gone = self.gone_from(place, value)
        return question.with_ids(value, lambda one: "" if one in gone else one) if gone else value

    def _derived(self, place: Place) -> Any:
        code = self.questionnaire.code(place.name, "value")
        return self.guarded(lambda: code.value(self, place.item or None)) if code else None

    def is_put_off(self, place: Place) -> bool:
        """Whether a question is parked or does not apply, or what it is a part of."""
        self.memory.read(("answer", place))
        if place in self.answers.parked or self._does_not_apply(place):
            return True
        above = self.whole_of(place)
        return above is not None and self.is_put_off(above)

    def is_parked(self, place: Place) -> bool:
        """Whether a question is parked, or the record or grid that it is a part of."""
        self.memory.read(("answer", place))
        above = self.whole_of(place)
        return place in self.answers.parked or (above is not None and self.is_parked(above))

    def _does_not_apply(self, place: Place) -> bool:
        """Whether it was said that a question does not apply, where that may be said."""
        return place in self.answers.not_applicable and self.may_be_na(place)

    def may_be_na(self, place: Place) -> bool:
        """Whether the reply "not applicable" is allowed."""
        value = self.questionnaire.questions[place.name].not_applicable
        return value if isinstance(value, bool) else self.switched(place, "not_applicable")

    def na_of(self, place: Place) -> Place | None:
        """What can be said not to apply here: the place, else what it is a part of; or nothing."""
        whole = self.whole_of(place)
        return next((one for one in (place, whole) if one and self.may_be_na(one)), None)

    def whole_of(self, place: Place) -> Place | None:
        """The record or grid that a place is a part of."""
        home = self.questionnaire.homes[place.name]
        if not home.record:
            return None
        return Place(home.record, place.owner if home.in_grid else place.item)

    def only_item(self, place: Place) -> Any:
        """What a link says by itself while there is but one item."""
        question = self.questionnaire.questions.get(place.name)
        if not isinstance(question, Link) or not question.auto or self.is_put_off(place):
            return None
        ids = self.items(question.to)
        return question.of_one(ids[0]) if len(ids) == 1 and self.visible(place) else None

    def is_computed(self, place: Place) -> bool:
        """Whether what stands there is worked out, and not asked."""
        return isinstance(self.questionnaire.questions[place.name], Derived)

    # what is made of parts

    def rows(self, grid: str, item: str) -> tuple[str, ...]:
        """The rows of a grid, each as the item of its cells: "OWNER.ROW"."""
        place = Place(grid, item)
        found: tuple[str, ...] = self.remembered(("rows", place), lambda: self._rows(place))
        return found

    def _rows(self, place: Place) -> tuple[str, ...]:
        question = self.questionnaire.questions[place.name]
        assert isinstance(question, Grid)
        ids: Iterable[str] = [
            one.id
            for one in question.rows
            if self.holds(place.name, f"rows.{one.id}.show_if", place.item)
        ]
        code = self.questionnaire.code(place.name, "rows_from")
        if code is not None:
            found = self.guarded(lambda: code.value(self, place.item or None)) or ()
            ids = found if isinstance(found, tuple) else (found,)
        return tuple(f"{place.item}.{one}" for one in ids)

    def parts(self, place: Place) -> list[Place]:
        """The places inside a record or grid that apply; of a grid row by row."""
        question = self.questionnaire.questions[place.name]
        items = self.rows(*place) if isinstance(question, Grid) else (place.item,)
        inside = (Place(one.id, item) for item in items for one in question.parts)
        return [one for one in inside if self.visible(one)]

    def needed_parts(self, place: Place) -> list[Place]:
        """The places inside a record or grid that apply and are required."""
        questions = self.questionnaire.questions
        return [
            one
            for one in self.parts(place)
            if questions[one.name].answerable and self.required(one)
        ]

    def total(self, place: Place) -> float:
        """What the shares at a place come to so far."""
        values = (self.value(*one) for one in self.parts(place))
        return float(sum(one for one in values if one is not None))

    # how a question stands

    def state(self, name: str, item: str) -> State:
        """How a question stands. What has parts is answered when those that are required are."""
        place = Place(name, item)
        found: State = self.remembered(("state", place), lambda: self._state(place))
        return found

    def _state(self, place: Place) -> State:
        if not self.visible(place):
            return State.HIDDEN
        if self.is_put_off(place):
            return State.PARKED if self.is_parked(place) else State.NOT_APPLICABLE
        question = self.questionnaire.questions[place.name]
        if question.parts:
            return self._state_of_parts(question, place)
        if self.value(*place) is None or self.gone_from(place, self.reply(place)):
            return State.OPEN
        return State.ANSWERED

    def _state_of_parts(self, question: Question, place: Place) -> State:
        if isinstance(question, Shares) and abs(self.total(place) - question.total) < NEARLY:
            return State.ANSWERED  # what is left out has no share
        states = {self.state(*one) for one in self.needed_parts(place)} - {State.NOT_APPLICABLE}
        if not states:
            given = any(self.value(*one) is not None for one in self.parts(place))
            return State.ANSWERED if given else State.OPEN
        if isinstance(question, Shares) and State.OPEN not in states:
            return State.OPEN if states == {State.ANSWERED} else State.PARKED
        if states == {State.ANSWERED}:
            return State.ANSWERED
        return State.PARKED if states <= {State.ANSWERED, State.PARKED} else State.OPEN

    # what is shown and asked

    def visible(self, place: Place) -> bool:
        """Whether a question applies: its own condition and those of what it belongs to hold."""
        return bool(self.memory.get(("visible", place), lambda: self._visible(place)))

    def _visible(self, place: Place) -> bool:
        home = self.questionnaire.homes[place.name]
        above = self.whole_of(place) or (Place(home.parent, place.item) if home.parent else None)
        if above is not None:
            if not self.visible(above):
                return False
            if place.row and place.item not in self.rows(*above):
                return False
        elif not self.section_shown(home.section):
            return False
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Grid) and not self.rows(*place):
            return False  # there is nothing to ask
        return self.holds(place.name, "show_if", place.item)

    def section_shown(self, section: str) -> bool:
        """Whether a section applies."""
        if not self.questionnaire.section(section).show_if:
            return True
        owner = f"section {section}"
        return bool(self.remembered(("shown", section), lambda: self.holds(owner, "show_if")))

    def required(self, place: Place) -> bool:
        """Whether a question counts for completeness."""
        value = self.questionnaire.questions[place.name].required
        return value if isinstance(value, bool) else self.switched(place, "required")

    def asked(self, place: Place) -> bool:
        """Whether this run asks the question: it applies, and is quick in the short run."""
        return bool(self.memory.get(("asked", place), lambda: self._asked(place)))

    def _asked(self, place: Place) -> bool:
        if not self.visible(place):
            return False
        home = self.questionnaire.homes[place.name]
        above = self.whole_of(place) or (Place(home.parent, place.item) if home.parent else None)
        if above is not None:
            return self.asked(above)
        if self.run == "full":
            return True
        quick = self.questionnaire.questions[place.name].quick
        return quick if isinstance(quick, bool) else self.switched(place, "quick")

    def may_ask(self, name: str) -> bool:
        """Whether this run asks a list's question of an item to come, or may ask it."""
        return bool(self.remembered(("may ask", name), lambda: self._may_ask(name)))

    def _may_ask(self, name: str) -> bool:
        question = self.questionnaire.questions[name]
        if self.run != "full" and question.quick is False:
            return False
        if not self.section_shown(self.questionnaire.homes[name].section):
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


def _own_bound(question: Question, attribute: str) -> float | None:
    """The least or the most that a question of its kind has, when its author says nothing."""
    found = type(question).__dataclass_fields__[attribute].default
    return found if isinstance(found, int | float) else None
