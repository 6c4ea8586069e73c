"""Finds what is shown, or called, depending on itself, by however many steps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from smtui.questionnaire import model as m
from smtui.questionnaire.expression import Code
from smtui.questionnaire.kinds import OneOf
from smtui.questionnaire.notes import Notes

Ways = Mapping[str, Iterable[str]]
"""What each thing needs: questions by name, "state NAME" for those made of parts, "title LIST"
for titles."""


@dataclass
class Needs:
    """What is needed to know whether a question is shown, how it stands, what is offered."""

    made: m.Questionnaire
    code_of: Callable[[str, str], Code | None]

    def note_circles(self, notes: Notes) -> None:
        """Note each circle once, at the first question or list on the way that says something."""
        for way in circles(self._needs()):
            shown = " -> ".join(one.removeprefix("state ").removeprefix("title ") for one in way)
            title = next((one for one in way if one.startswith("title ")), "")
            names = [one.rpartition(" ")[2] for one in way]
            if title:
                what = f"these items are called after themselves: {shown}"
                notes.of("lists", title.rpartition(" ")[2], what, below=("title",))
            else:
                what = f"this is shown depending on itself: {shown}"
                saying = [one for one in names if self.code_of(one, "show_if") is not None]
                notes.of("questions", (saying or names)[0], what, below=("show_if",))

    def settled(self) -> frozenset[str]:
        """The choice questions whose offers turn on answers, and never on their own."""
        offers = {
            name: reads
            for name, question in self.made.questions.items()
            if isinstance(question, OneOf) and (reads := self._offers(question))
        }
        needs = self._needs()
        while offers:
            ways = {name: {*reads, *offers.get(name, ())} for name, reads in needs.items()}
            inside = {one for way in circles(ways) for one in way} & offers.keys()
            if not inside:
                break
            for name in inside:
                del offers[name]
        return frozenset(offers)

    def _offers(self, question: OneOf) -> set[str]:
        found = self._reads(question.id, "choices_from.all")
        for choice in question.choices:
            found |= self._reads(question.id, f"choices.{choice.id}.show_if")
        return found

    def _reads(self, owner: str, attribute: str) -> set[str]:
        code = self.code_of(owner, attribute)
        found = code.reads if code else frozenset[str]()
        questions = self.made.questions
        return {
            f"state {one}" if one in questions and questions[one].parts else one for one in found
        }

    def _needs(self) -> dict[str, set[str]]:
        needs: dict[str, set[str]] = {}
        for name, home in self.made.homes.items():
            shown = self._reads(name, "show_if") | self._reads(name, "value")
            shown |= self._reads(f"section {home.section}", "show_if")
            needs[name] = (
                shown | self._reads(name, "rows_from") | ({home.parent, home.record} - {""})
            )
            for row in getattr(self.made.questions[name], "rows", ()):
                needs[name] |= self._reads(name, f"rows.{row.id}.show_if")
            if home.record:
                # it is answered when those of its parts are that apply and are required
                state = needs.setdefault(f"state {home.record}", {home.record})
                state |= {name, *self._reads(name, "required")}
        for name in self.made.lists:
            needs[f"title {name}"] = self._reads(name, "title")
        return needs


def circles(needs: Ways) -> list[list[str]]:
    """Ways that end where they began, each thing in one at most. Linear, without recursion."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in needs:
        way: list[str] = []
        place: dict[str, int] = {}
        todo: list[tuple[str, bool]] = [(start, False)]
        while todo:
            name, leaving = todo.pop()
            if leaving:
                way.pop()
                del place[name]
                done.add(name)
            elif name in place:
                circle = [*way[place[name] :], name]
                if not any(name in told for told in found):
                    found.append(circle)
            elif name not in done:
                place[name] = len(way)
                way.append(name)
                todo.append((name, True))
                todo += [(other, False) for other in sorted(needs.get(name, ()), reverse=True)]
    return found
