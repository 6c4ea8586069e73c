"""What the questionnaire makes of the answers: what is shown, asked, wrong, complete, suggested.

The one place that decides these; every face asks here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smtui.plan.answers import Place
from smtui.plan.completeness import Completeness
from smtui.plan.state import several
from smtui.questionnaire.expression import Code, State
from smtui.questionnaire.kinds import AnyOf, Link, Number, OneOf, Record
from smtui.questionnaire.model import Question

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
        for at in [Place(one.id, place.item) for one in question.fields_in_order]:
            if not any(one.place == at and one.severity == "error" for one in found):
                found = [*found, *self._not_offered(at)]
        return sorted(found, key=lambda problem: _GRADES.index(problem.severity))

    def is_wrong(self, place: Place) -> bool:
        """Whether there is an error in the answer at a place."""
        return any(one.severity == "error" for one in self._faults(place))

    def _faults(self, place: Place) -> list[Problem]:
        """Problems but for choices that are off the list, which takes a while to tell."""
        found: list[Problem] = self.remembered(("faults", place), lambda: self._find(place))
        return found

    def _find(self, place: Place) -> list[Problem]:
        question = self.questionnaire.questions[place.name]
        value = self.reply(place)
        if not self.visible(place) or self.is_parked(place):
            return []
        if isinstance(question, Record):
            found = [] if value is None else [Problem(place, question.trouble(value))]
            inside = [Place(one.id, place.item) for one in question.fields]
            found += [problem for one in inside for problem in self._faults(one)]
            given = any(self.reply(one) is not None for one in inside)
            return found + (self._broken_rules(question, place) if given else [])
        if value is None:
            return []
        words = question.trouble(value) or self._gone_words(question, value)
        return [Problem(place, words)] if words else self._broken_rules(question, place)

    def _broken_rules(self, question: Question, place: Place) -> list[Problem]:
        found = []
        for at, rule in enumerate(question.valid_if):
            code = self.questionnaire.code(question.id, f"valid_if.{at}.rule")
            if code is not None and self.is_false(code, place.item):
                words = self.said(question.id, f"valid_if.{at}.say", place.item)
                found.append(Problem(place, words, rule.severity))
        return found

    def _gone_words(self, question: Question, value: Any) -> str:
        gone = self.not_there(question, value)
        if not gone:
            return ""
        if isinstance(question, Link):
            one = self.questionnaire.lists[question.to].one
            return f"This {one} is no longer there. Choose another."
        return f"'{gone[0]}' is not one of the choices. Choose another."

    def _not_offered(self, place: Place) -> list[Problem]:
        """A choice that the other answers have taken off the list: it stays, and is said."""
        question = self.questionnaire.questions[place.name]
        value = self.value(*place)
        if value is None or not isinstance(question, OneOf):
            return []
        offered = self.offered(place)
        away = [one for one in several(value) if one not in offered]
        label = self.questionnaire.among[place.name].label(away[0]) if away else ""
        words = f"'{label}' is not offered here any more. Choose another."
        return [Problem(place, words, "warning")] if away else []

    # what is offered

    def offered(self, place: Place) -> tuple[str, ...]:
        """The ids of the choices that a choice question offers, in order."""
        found: tuple[str, ...] = self.remembered(("offered", place), lambda: self._offered(place))
        return found

    def _offered(self, place: Place) -> tuple[str, ...]:
        question = self.questionnaire.questions[place.name]
        if not isinstance(question, OneOf):
            return ()
        among = self.questionnaire.among[place.name]
        ids = [one for one in self._from_source(place) if one in among]
        own = [one.id for one in question.choices]
        ids += [one for one in own if self.holds(place.name, f"choices.{one}.show_if", place.item)]
        ids += ["other"] if question.other else []
        return tuple(dict.fromkeys(ids))

    def _from_source(self, place: Place) -> tuple[str, ...]:
        source = self.questionnaire.code(place.name, "choices_from")
        if source is None:
            return ()
        homes = self.questionnaire.homes
        owner = homes[place.name].list
        own = any(homes[name].list == owner for name in source.reads if name in homes)
        # a source that asks nothing of the item is the same for all of them
        item = place.item if own else ""
        found: tuple[str, ...] = self.remembered(
            ("source", place.name, item),
            lambda: self.guarded(lambda: source.value(self, place.item or None)) or (),
        )
        return found

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
        code = self.questionnaire.code(place.name, "default")
        if code is None or self.reply(place) is not None:
            return None
        if self.state(*place) is not State.OPEN:
            return None
        question = self.questionnaire.questions[place.name]
        value = question.clean(self.guarded(lambda: code.value(self, place.item or None)))
        if value is None or value in ("", ()) or question.trouble(value):
            return None
        return None if self.not_there(question, value) else value

    def offers(self, place: Place) -> list[Offer]:
        """The choices or items that a question offers, in order, each with its note."""
        found: list[Offer] = self.remembered(("offers", place), lambda: self._offers(place))
        return found

    def _offers(self, place: Place) -> list[Offer]:
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Link):
            ids = self.items(question.to)
            return [Offer(one, self.title(question.to, one)) for one in ids]
        if not isinstance(question, OneOf):
            return []
        rows = self.questionnaire.among[place.name].rows
        note = self.questionnaire.code(place.name, "choice_note")
        return [
            Offer(one, rows[one].label, rows[one].help, self._note(note, one), rows[one].alone)
            for one in self.offered(place)
        ]

    def _note(self, code: Code | None, choice: str) -> str:
        if code is None or choice == "other":
            return ""
        return str(self.guarded(lambda: code.value(self, choice)) or "")

    # what is said

    def label(self, place: Place, value: str) -> str:
        """What a choice, or the item that a link names, is called."""
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Link):
            known = value in self.items(question.to)
            return self.title(question.to, value) if known else f"({value})"
        among = self.questionnaire.among.get(place.name)
        return among.label(value) if among else value

    def text(self, place: Place) -> str:
        """The answer at a place for people; empty when there is none."""
        return str(self.remembered(("text", place), lambda: self._text(place)))

    def _text(self, place: Place) -> str:
        question = self.questionnaire.questions[place.name]
        value = self.reply(place)
        if isinstance(question, Record):
            inside = [(one.called, Place(one.id, place.item)) for one in question.fields]
            parts = [(label, self.text(at)) for label, at in inside if self.visible(at)]
            shown = "   ".join(f"{label} {text}" for label, text in parts if text)
            return shown or ("" if value is None else str(value))
        if value is None:
            value = self.only_item(place)
        if value is None:
            return ""
        return self._shown(question, place, value)

    def _shown(self, question: Question, place: Place, value: Any) -> str:
        """A value as its kind shows it; one of another kind as it was written."""

        def label(one: str) -> str:
            return self.label(place, one)

        if not question.trouble(value):
            return question.show(value, label)
        # out of bounds is still a number, too many are still choices
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if (isinstance(question, Number) and number) or (
            isinstance(question, AnyOf) and isinstance(value, tuple)
        ):
            return question.show(value, label)
        return ", ".join(str(one) for one in several(value))
