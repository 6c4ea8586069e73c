"""What may be chosen at a place of a plan: the choices on the list, the items to link to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smtui.plan.answers import Place
from smtui.plan.evaluation import Evaluation
from smtui.questionnaire.expression import Code, State
from smtui.questionnaire.kinds import Link, OneOf

ALL = "choices_from.all"
"""The source of choices without its order: for who only asks what is on the list."""


@dataclass
class Offering(Evaluation):
    """The part of a `Reading` that knows what is on offer, and what of an answer is not."""

    def listed(self, place: Place, source: str = ALL) -> Iterator[str]:
        """The ids of the choices that stand on the list of a choice question.

        In their order, when `source` is "choices_from". Retired ones are among them: they
        still hold where they were chosen.
        """
        question = self.questionnaire.questions[place.name]
        if not isinstance(question, OneOf):
            return
        among = self.questionnaire.among[place.name]
        yield from (one for one in self._from_source(place, source) if one in among)
        for one in question.choices:
            if self.holds(place.name, f"choices.{one.id}.show_if", place.item):
                yield one.id
        if question.other:
            yield "other"

    def _from_source(self, place: Place, attribute: str) -> tuple[str, ...]:
        source = self.questionnaire.code(place.name, attribute)
        if source is None:
            return ()
        # a source that asks nothing of the item is the same for all of them
        item = place.item if source.uses_element else ""
        found: tuple[str, ...] = self.remembered(
            (attribute, place.name, item),
            lambda: self.guarded(lambda: source.value(self, place.item or None)) or (),
        )
        return found

    def offered(self, place: Place) -> tuple[str, ...]:
        """The ids of what a question offers, in order: choices, or the items to link to."""
        found: tuple[str, ...] = self.remembered(("offered", place), lambda: self._offered(place))
        return found

    def _offered(self, place: Place) -> tuple[str, ...]:
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Link):
            return self._linkable(question, place)
        if not isinstance(question, OneOf):
            return ()
        rows = self.questionnaire.among[place.name].rows
        ids = dict.fromkeys(self.listed(place, "choices_from"))
        return tuple(one for one in ids if not rows[one].retired)

    def _linkable(self, question: Link, place: Place) -> tuple[str, ...]:
        """The items that a link may name: of its own list all but the one in hand."""
        ids = self.items(question.to)
        if question.among:
            ids = self.worked_out(place.name, "among", place.item) or ()
        return tuple(one for one in ids if one != place.owner)

    def not_there(self, place: Place, value: Any) -> list[str]:
        """What a choice or link names although the questionnaire, or the list, has it not.

        An item is not there for its own links.
        """
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Link):
            known = {*self.items(question.to)} - {place.owner}
            return [one for one in question.ids_in(value) if one not in known]
        if not isinstance(question, OneOf):
            return []
        rows = self.questionnaire.among[question.id].rows
        return [one for one in question.ids_in(value) if one not in rows]

    def off_the_list(self, place: Place, value: Any) -> list[str]:
        """What an answer names that other answers have taken off the list."""
        question = self.questionnaire.questions[place.name]
        listed = self.remembered(("listed", place), lambda: self._listed(place))
        return [one for one in question.ids_in(value) if one not in listed]

    def _listed(self, place: Place) -> frozenset[str]:
        question = self.questionnaire.questions[place.name]
        return frozenset(self.offered(place) if isinstance(question, Link) else self.listed(place))

    def gone_from(self, place: Place, value: Any) -> list[str]:
        """What of an answer is no answer any more because it has gone off the list.

        Nothing where the list turns, by however many steps, on this very answer.
        """
        settled = place.name in self.questionnaire.settled
        return self.off_the_list(place, value) if settled and value is not None else []

    def waits_for(self, place: Place) -> list[Place]:
        """The questions on which the list of a question hangs and that are not answered."""
        questions, homes = self.questionnaire.questions, self.questionnaire.homes
        own = homes[place.name].list
        found = []
        for name in sorted(frozenset[str]().union(*(one.reads for one in self._lists(place)))):
            if name in questions and name != place.name and homes[name].list in ("", own):
                at = Place(name, place.owner if homes[name].list else "")
                # one that is answered and wrong is to be mended there
                put_off = self.reply(at) is None or self.state(*at) is not State.OPEN
                if not homes[name].record and self.value(*at) is None and put_off:
                    found.append(at)
        return found

    def _lists(self, place: Place) -> Iterator[Code]:
        """What decides on the list of a question."""
        question = self.questionnaire.questions[place.name]
        keys = [ALL, "among", *(f"choices.{one.id}.show_if" for one in _choices(question))]
        for key in keys:
            code = self.questionnaire.code(place.name, key)
            if code is not None:
                yield code


def _choices(question: Any) -> Any:
    return question.choices if isinstance(question, OneOf) else ()
