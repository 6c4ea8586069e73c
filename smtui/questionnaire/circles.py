"""Finds what is shown, or called, depending on itself, by however many steps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from smtui.questionnaire import model as m
from smtui.questionnaire.expression import Code
from smtui.questionnaire.kinds import OneOf, Ranking
from smtui.questionnaire.notes import Notes

Ways = Mapping[str, Iterable[str]]
"""What each thing needs: that a question is shown, by its name; "state NAME" of what is made of
parts; "value NAME" where more must be known to tell whether an answer counts; "title LIST"."""


@dataclass
class Needs:
    """What is needed to know whether a question is shown, how it stands, what is offered."""

    made: m.Questionnaire
    code_of: Callable[[str, str], Code | None]

    @cached_property
    def bounded(self) -> frozenset[str]:
        """The questions whose bounds other answers say, and rankings of what is offered."""
        return frozenset(
            name
            for name, question in self.made.questions.items()
            if isinstance(question, Ranking) or any(self.code_of(name, one) for one in _BOUNDS)
        )

    def note_circles(self, notes: Notes) -> None:
        """Note each circle once, at the first question or list on the way that says something."""
        for way in circles(self._needs({})):
            # an answer and its question are one to people
            steps = [one for one, then in zip_longest(way, way[1:]) if one != f"value {then}"]
            names = [one.rpartition(" ")[2] for one in steps]
            shown = " -> ".join(names)
            title = next((one for one in way if one.startswith("title ")), "")
            if title:
                what = f"these items are called after themselves: {shown}"
                notes.of("lists", title.rpartition(" ")[2], what, below=("title",))
                continue
            for key, what in _SAID.items():
                saying = [one for one in names if self.code_of(one, key) is not None]
                if saying:
                    notes.of("questions", saying[0], f"{what}: {shown}", below=(key,))
                    break
            else:
                notes.of("questions", names[0], f"{_SAID['show_if']}: {shown}", below=("show_if",))

    def settled(self) -> frozenset[str]:
        """The questions of choices and links whose offers turn on answers, never on their own."""
        offers = {
            name: reads
            for name, question in self.made.questions.items()
            if (reads := self._offers(question))
        }
        while offers:
            inside = {
                one.removeprefix("value ") for way in circles(self._needs(offers)) for one in way
            } & offers.keys()
            if not inside:
                break
            for name in inside:
                del offers[name]
        return frozenset(offers)

    def offers(self, name: str) -> frozenset[str]:
        """What the offers of a question turn on."""
        return frozenset(self._offers(self.made.questions[name]))

    def _offers(self, question: m.Question) -> set[str]:
        found = self._reads(question.id, "choices_from.all") | self._reads(question.id, "among")
        for choice in question.choices if isinstance(question, OneOf) else ():
            found |= self._reads(question.id, f"choices.{choice.id}.show_if")
        return found

    def _reads(self, owner: str, attribute: str) -> set[str]:
        code = self.code_of(owner, attribute)
        return set(code.reads) if code else set()

    def _needs(self, offers: Mapping[str, set[str]]) -> dict[str, set[str]]:
        """What each thing needs; of `offers` an answer needs to know what is offered."""
        homes = self.made.homes
        after: dict[str, set[str]] = {}  # what it takes to tell that an answer counts
        for name, home in homes.items():
            found = self._reads(name, "not_applicable") | self._reads(home.record, "not_applicable")
            found |= offers.get(name, set())
            if found or name in self.bounded:
                after[name] = found

        def nodes(reads: Iterable[str]) -> set[str]:
            questions = self.made.questions
            return {
                f"state {one}"
                if one in questions and questions[one].parts
                else f"value {one}"
                if one in after
                else one
                for one in reads
            }

        needs: dict[str, set[str]] = {}
        for name, home in homes.items():
            shown = self._reads(name, "show_if") | self._reads(name, "value")
            shown |= self._reads(f"section {home.section}", "show_if")
            shown |= self._reads(name, "rows_from")
            for row in getattr(self.made.questions[name], "rows", ()):
                shown |= self._reads(name, f"rows.{row.id}.show_if")
            needs[name] = nodes(shown) | ({home.parent, home.record} - {""})
            if name in after:
                # a bound is read plainly: it needs that what it names is shown and on offer
                bounds = set[str]().union(*(self._reads(name, one) for one in _BOUNDS))
                plain = {f"value {one}" if one in offers else one for one in bounds & homes.keys()}
                needs[f"value {name}"] = {name, *nodes(after[name]), *plain}
            if home.record:
                # it is answered when those of its parts are that apply and are required
                state = needs.setdefault(f"state {home.record}", {home.record})
                state |= nodes({name}) | nodes(self._reads(name, "required"))
        for name in self.made.lists:
            needs[f"title {name}"] = nodes(self._reads(name, "title"))
        return needs


_BOUNDS = ("least", "most")
_SAID = {
    "show_if": "this is shown depending on itself",
    "not_applicable": "this applies depending on itself",
}


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
