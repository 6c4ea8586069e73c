"""How complete a plan is: how much of what is required is answered, in the present run."""

from collections.abc import Iterator
from dataclasses import dataclass

from smtui.plan.answers import Place
from smtui.plan.wording import Wording
from smtui.questionnaire.expression import State
from smtui.questionnaire.kinds import Shares
from smtui.questionnaire.model import Question


@dataclass
class Completeness(Wording):
    """The part of a `Reading` that measures: sections, questions, single answers."""

    def completeness(self, section: str) -> float:
        """How much of the section's required questions is answered, 0 to 1, in this run.

        Each that applies weighs one: a list's is the mean over the items it applies
        to (without items 0), a record the share of its required fields.
        """
        return float(self.remembered(("complete", section), lambda: self._completeness(section)))

    def earned(self, check: str) -> float | None:
        """The share of its points that a check earned, 0 to 1; None when it is not assessed."""
        found: float | None = self.remembered(("earned", check), lambda: self._earned(check))
        return found

    def _earned(self, name: str) -> float | None:
        check = self.questionnaire.checks_by_id[name]
        if self.run not in check.runs or not self.holds(name, "applies"):
            return None
        code = self.questionnaire.code(name, "earn")
        if code is None:
            return 0.0
        # without a list of words in the language of the texts there is nothing to judge by
        foreign = any(one.startswith("words ") for one in code.reads)
        return None if foreign else self.fraction(code)

    def _completeness(self, section: str) -> float:
        shares = [
            share
            for top in self.questionnaire.section(section).questions
            for question in self.family(top)
            if (share := self._share_in_plan(question.id)) is not None
        ]
        return sum(shares) / len(shares) if shares else 1.0

    def family(self, question: Question) -> Iterator[Question]:
        """A question and all that belongs to it (`then`), to it and to its fields."""
        # the questionnaire's own list of questions knows the texts that `other` adds
        question = self.questionnaire.questions[question.id]
        yield question
        for one in self.followers(question):
            yield from self.family(one)

    def followers(self, question: Question) -> list[Question]:
        """What belongs to a question (`then`), and to its fields."""
        question = self.questionnaire.questions[question.id]
        return [one for owner in (question, *question.parts) for one in owner.then]

    def _share_in_plan(self, name: str) -> float | None:
        """How far a question is answered, over its list's items; None when it does not count."""
        found: float | None = self.remembered(("part", name), lambda: self._mean_share(name))
        return found

    def _mean_share(self, name: str) -> float | None:
        question = self.questionnaire.questions[name]
        if not question.answerable or question.required is False:
            return None
        owner = self.questionnaire.homes[question.id].list
        items = self.items(owner) if owner else ("",)
        if not items:
            return 0.0 if self._counts(Place(question.id)) else None
        places = [place for item in items if self._counts(place := Place(question.id, item))]
        if not places:
            return None
        return sum(self.share_of(place) for place in places) / len(places)

    def _counts(self, place: Place) -> bool:
        """Whether a question counts: asked here, required, and it applies."""
        needed = self.asked(place) and self.required(place)
        return needed and self.state(*place) is not State.NOT_APPLICABLE

    def share_of(self, place: Place) -> float:
        """How far one question is answered, 0 to 1: parked is half, an error is nothing.

        Else what its `complete` says; without one a record is the share of its fields.
        """
        return float(self.remembered(("share", place), lambda: self._share_of(place)))

    def _share_of(self, place: Place) -> float:
        if self.is_parked(place):
            return 0.5
        question = self.questionnaire.questions[place.name]
        # the fields of a record count one by one: a rule over several does not say which is wrong
        if not question.parts and self._breaks_a_rule(question, place):
            return 0.0
        code = self.questionnaire.code(place.name, "complete")
        if code is not None:
            return self.fraction(code, place.item)
        if isinstance(question, Shares):
            return self._share_of_shares(place)
        if question.parts:
            shares = [
                self.share_of(one)
                for one in self.needed_parts(place)
                if self.state(*one) is not State.NOT_APPLICABLE
            ]
            if shares:
                return sum(shares) / len(shares)
        return 1.0 if self.state(*place) is State.ANSWERED else 0.0

    def _share_of_shares(self, place: Place) -> float:
        """How many shares are given; nothing when all are and do not come to the total."""
        if self.state(*place) is State.ANSWERED:
            return 1.0
        states = [self.state(*one) for one in self.needed_parts(place)]
        if State.OPEN not in states:
            return 0.0
        return 1 - states.count(State.OPEN) / len(states)

    def _breaks_a_rule(self, question: Question, place: Place) -> bool:
        codes = (
            self.questionnaire.code(question.id, f"valid_if.{at}.rule")
            for at, rule in enumerate(question.valid_if)
            if rule.severity == "error"
        )
        return any(code is not None and self.is_false(code, place.item) for code in codes)
