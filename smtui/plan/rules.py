"""What the questionnaire makes of the answers: what is shown, asked, wrong, complete, suggested.

The one place that decides these; every face asks here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smtui.plan.answers import Place
from smtui.plan.completeness import Completeness
from smtui.plan.state import NEARLY
from smtui.questionnaire.expression import Code, State
from smtui.questionnaire.kinds import Link, OneOf, Shares
from smtui.questionnaire.model import Question, Rule
from smtui.text import join_words

__all__ = ["Offer", "Problem", "Reading"]


_GRADES = ("error", "warning", "advice")


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
    group: str = ""


@dataclass
class Reading(Completeness):
    """A plan as the faces see it: where to go, what to offer, what to say."""

    # the way through the questions

    def questions_of(self, section: str, item: str = "", list_id: str = "") -> Iterator[Place]:
        """The places that this run asks in a section: outside lists, or of one item of a list.

        What belongs to a question (`then`) follows it. Records are one place.
        """
        for question in self.questionnaire.section(section).questions:
            if self.questionnaire.homes[question.id].list == list_id:
                yield from self._with_then(question, item)

    def _with_then(self, question: Question, item: str) -> Iterator[Place]:
        for one in self.family(question):
            place = Place(one.id, item)
            if self.asked(place):
                yield place

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
                for item in self.items(owner):
                    yield from self.questions_of(section, item, owner)

    def link_is_taken(self, place: Place) -> bool:
        """Whether a link is answered by itself, with the only item that there is."""
        return self.reply(place) is None and self.only_item(place) is not None

    # what is wrong

    def problems(self, place: Place) -> list[Problem]:
        """What is wrong with the answer at a place, most serious first.

        Of a record its fields' problems, too. Nothing while it is hidden or parked, for then
        it counts for nothing.
        """
        found: list[Problem] = self.remembered(("problems", place), lambda: self._problems(place))
        return found

    def _problems(self, place: Place) -> list[Problem]:
        found = self._faults(place)
        question = self.questionnaire.questions[place.name]
        for at in self.parts(place) if question.parts else [place]:
            if not any(one.place == at and one.severity == "error" for one in found):
                found = [*found, *self._not_offered(at)]
        return sorted(found, key=lambda problem: _GRADES.index(problem.severity))

    def is_wrong(self, place: Place) -> bool:
        """Whether there is an error in the answer at a place."""
        question = self.questionnaire.questions[place.name]
        stales = place.name in self.questionnaire.settled or bool(question.parts)
        found = self.problems(place) if stales else self._faults(place)
        return any(one.severity == "error" for one in found)

    def _faults(self, place: Place) -> list[Problem]:
        """Problems but for choices that are off the list, which takes a while to tell."""
        found: list[Problem] = self.remembered(("faults", place), lambda: self._find(place))
        return found

    def _find(self, place: Place) -> list[Problem]:
        if not self.visible(place) or self.is_put_off(place):
            return []
        question = self.question(place)
        value = self.reply(place)
        if question.parts:
            found = [] if value is None else [Problem(place, question.trouble(value))]
            inside = self.parts(place)
            found += [problem for one in inside for problem in self._faults(one)]
            if isinstance(question, Shares):
                found += self._not_the_total(question, place)
            given = any(self.reply(one) is not None for one in inside)
            return found + (self._broken_rules(question, place) if given else [])
        if value is None or not question.answerable:
            return []
        misfit = question.misfit(value)
        if misfit and not question.typed:
            # an editor of choices cannot show it, as one of texts does
            misfit = f"{misfit} Here is: {self.text(place)}"
        words = misfit or self._gone_words(question, place, value)
        if words:
            return [Problem(place, words)]
        found = [Problem(place, words, grade) for grade, words in question.beyond(value)]
        if any(one.severity == "error" for one in found):
            return found
        return found + self._broken_rules(question, place)

    def _not_the_total(self, question: Shares, place: Place) -> list[Problem]:
        """Shares that come to too much, or all given and not to enough."""
        given = self.total(place)
        needed = self.needed_parts(place)
        some_open = any(self.state(*one) is State.OPEN for one in needed)
        near = abs(given - question.total) < NEARLY
        if near or not needed or (some_open and given < question.total):
            return []
        return [Problem(place, question.left_words(given))]

    def _broken_rules(self, question: Question, place: Place) -> list[Problem]:
        return self._rules_broken(question.id, question.valid_if, place)

    def _rules_broken(self, owner: str, rules: tuple[Rule, ...], place: Place) -> list[Problem]:
        found = []
        for at, rule in enumerate(rules):
            code = self.questionnaire.code(owner, f"valid_if.{at}.rule")
            if code is not None and self.is_false(code, place.item):
                words = self.said(owner, f"valid_if.{at}.say", place.item)
                found.append(Problem(place, words, rule.severity))
        return found

    def list_problems(self, list_id: str) -> list[Problem]:
        """What is wrong with the items of a list together; its place names the list."""
        rules = self.questionnaire.lists[list_id].valid_if
        if not rules or not self.items(list_id):
            return []
        found: list[Problem] = self.remembered(
            ("list problems", list_id), lambda: self._rules_broken(list_id, rules, Place(list_id))
        )
        return found

    def _gone_words(self, question: Question, place: Place, value: Any) -> str:
        gone = self.not_there(place, value)
        if not gone:
            return ""
        if isinstance(question, Link):
            one = self.questionnaire.lists[question.to].one
            if gone[0] == place.owner:
                return f"A {one} cannot be linked to itself. Choose another."
            return f"This {one} is no longer there. Choose another."
        return f"'{gone[0]}' is not one of the choices. Choose another."

    def _not_offered(self, place: Place) -> list[Problem]:
        """A choice or link that is off the list: other answers have taken it away, or it is
        retired. While what decides on the list is not known, that is no mistake.
        """
        question = self.questionnaire.questions[place.name]
        value = self.reply(place)
        if value is None or not question.ids_in(value) or question.misfit(value):
            return []
        if not self.visible(place) or self.is_put_off(place) or self.not_there(place, value):
            return []
        away = self.off_the_list(place, value)
        if away and (waits := self.waits_for(place)):
            names = join_words([f"'{self.called(one)}'" for one in waits])
            return [Problem(place, f"This cannot be told before {names} is known.", "advice")]
        if away:
            grade = "error" if place.name in self.questionnaire.settled else "warning"
            words = f"'{self.label(place, away[0])}' is not offered here any more. Choose another."
            return [Problem(place, words, grade)]
        retired = list(self._retired_in(question, place)) if isinstance(question, OneOf) else []
        if not retired:
            return []
        words = f"'{self.label(place, retired[0])}' is no longer used. Choose another."
        return [Problem(place, words, "warning")]

    # what is offered

    def prompts(self, place: Place) -> list[str]:
        """The follow-up sentences that hold at a place."""
        found: list[str] = self.remembered(("prompts", place), lambda: self._prompts(place))
        return found

    def _prompts(self, place: Place) -> list[str]:
        question = self.questionnaire.questions[place.name]
        return [
            self.said(question.id, f"prompts.{at}.say", place.item)
            for at in range(len(question.prompts))
            if self.holds(question.id, f"prompts.{at}.when", place.item)
        ]

    def suggestion(self, place: Place) -> Any:
        """What the questionnaire suggests for an open question; None when nothing."""
        return self.remembered(("suggestion", place), lambda: self._suggestion(place))

    def _suggestion(self, place: Place) -> Any:
        if self.questionnaire.code(place.name, "default") is None or self.reply(place) is not None:
            return None
        if self.state(*place) is not State.OPEN:
            return None
        question = self.question(place)
        value = question.clean(self.worked_out(place.name, "default", place.item))
        if value is None or value in ("", ()) or question.trouble(value):
            return None
        return None if self.not_there(place, value) else value

    def offers(self, place: Place) -> list[Offer]:
        """The choices or items that a question offers, in order, each with its note."""
        found: list[Offer] = self.remembered(("offers", place), lambda: self._offers(place))
        return found

    def _offers(self, place: Place) -> list[Offer]:
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Link):
            return [Offer(one, self.title(question.to, one)) for one in self.offered(place)]
        if not isinstance(question, OneOf):
            return []
        rows = self.questionnaire.among[place.name].rows
        note = self.questionnaire.code(place.name, "choice_note")
        return [
            Offer(
                one,
                self._choice(place, one),
                self._choice(place, one, "help"),
                self._note(note, one),
                rows[one].alone,
                rows[one].group,
            )
            for one in self.offered(place)
        ]

    def _note(self, code: Code | None, choice: str) -> str:
        if code is None or choice == "other":
            return ""
        return str(self.guarded(lambda: code.value(self, choice)) or "")
