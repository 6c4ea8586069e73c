"""What things are called at a place of a plan: questions, choices, rows, items; and the answers."""

from dataclasses import dataclass
from typing import Any

from smtui.plan.answers import Place
from smtui.plan.state import PlanState
from smtui.questionnaire.expression import ChoiceOf, ItemOf, written
from smtui.questionnaire.kinds import Derived, Grid, Link, Shares, Text
from smtui.questionnaire.model import Question


@dataclass
class Wording(PlanState):
    """The part of a `Reading` that calls things by their names."""

    def words(self, place: Place, attribute: str) -> str:
        """A text of a question (ask, help, why, good, weak ...) as it reads at a place."""
        return str(getattr(self.question(place), attribute, ""))

    def called(self, place: Place) -> str:
        """A question's short name; in a grid of one column its row, in others both."""
        question = self.question(place)
        if not place.row:
            return question.called
        grid = self.questionnaire.homes[place.name].record
        row = self.row_label(grid, place.item)
        alone = len(self.questionnaire.questions[grid].parts) == 1
        return row if alone else f"{row}: {question.called}"

    def short(self, place: Place) -> str:
        """What a part is called under the name of its row: without the row."""
        return self.question(place).called if self.has_columns(place) else self.called(place)

    def has_columns(self, place: Place) -> bool:
        """Whether a place is a cell of a grid with several columns."""
        above = self.whole_of(place) if place.row else None
        return above is not None and len(self.questionnaire.questions[above.name].parts) > 1

    def so_far(self, place: Place) -> str:
        """What shares come to so far; empty for a question whose parts do not add up."""
        question = self.question(place)
        return question.far_words(self.total(place)) if isinstance(question, Shares) else ""

    def section_words(self, section: str, attribute: str) -> str:
        """The title or the help of a section."""
        plain = str(getattr(self.questionnaire.section(section), attribute))
        return self._piped(f"section {section}", attribute, plain)

    def list_words(self, list_id: str, attribute: str) -> str:
        """The help of a list."""
        return self._piped(
            list_id, attribute, str(getattr(self.questionnaire.lists[list_id], attribute))
        )

    def _piped(self, owner: str, attribute: str, plain: str, item: str = "") -> str:
        if self.questionnaire.code(owner, attribute) is None:
            return plain
        key = ("words", owner, attribute, item)
        return str(self.remembered(key, lambda: self.said(owner, attribute, item)))

    # items, choices, rows

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

    def worded(self, question: str, choice: str, item: str = "") -> str:
        """What a choice is called whose label turns on answers, in a text."""
        return self.label(Place(question, item), choice)

    def _choice(self, place: Place, choice: str, attribute: str = "label") -> str:
        among = self.questionnaire.among.get(place.name)
        row = among.rows.get(choice) if among else None
        if row is None:
            return choice if attribute == "label" else ""
        plain = str(getattr(row, attribute))
        return self._piped(place.name, f"choices.{choice}.{attribute}", plain, place.item)

    def row_label(self, grid: str, row: str) -> str:
        """What a row of a grid is called; `row` is the item of its cells."""
        place = Place(grid, row)
        kind = self.questionnaire.row_types[grid]
        if isinstance(kind, ItemOf):
            return self.title(kind.list, place.row)
        question = self.questionnaire.questions[grid]
        assert isinstance(question, Grid) and isinstance(kind, ChoiceOf)
        if question.rows:
            plain = kind.among.label(place.row)
            return self._piped(grid, f"rows.{place.row}.label", plain, place.owner)
        return self.label(self._source_of(place, kind.among.name), place.row)

    def _source_of(self, place: Place, name: str) -> Place:
        """Where the choices stand that the rows of a grid are for: in the same item, if there."""
        homes = self.questionnaire.homes
        same = name in homes and homes[name].list == homes[place.name].list
        return Place(name, place.owner if same else "")

    def row_help(self, grid: str, row: str) -> str:
        """What is said about a row: the help of a fixed one, or of the choice that it is for."""
        place, kind = Place(grid, row), self.questionnaire.row_types[grid]
        question = self.questionnaire.questions[grid]
        assert isinstance(question, Grid)
        for one in question.rows:
            if one.id == place.row:
                return self._piped(grid, f"rows.{one.id}.help", one.help, place.owner)
        if isinstance(kind, ChoiceOf):
            return self._choice(self._source_of(place, kind.among.name), place.row, "help")
        return ""

    def label(self, place: Place, value: str) -> str:
        """What a choice, or the item that a link names, is called."""
        question = self.questionnaire.questions.get(place.name)
        if isinstance(question, Link):
            known = value in self.items(question.to)
            return self.title(question.to, value) if known else f"({value})"
        return self._other_named(place) if value == "other" else self._choice(place, value)

    def _other_named(self, place: Place) -> str:
        """What was meant by "another, namely", once that is said."""
        said = Place(f"{place.name}_other", place.item)
        question = self.questionnaire.questions.get(said.name)
        if question is not None and self.questionnaire.homes[said.name].parent == place.name:
            named = next(
                (one for one in (question, *question.parts) if isinstance(one, Text)), None
            )
            value = self.value(named.id, place.item) if named is not None else None
            if isinstance(value, str):
                return value
        return self._choice(place, "other")

    # answers

    def text(self, place: Place) -> str:
        """The answer at a place for people; empty when there is none."""
        return str(self.remembered(("text", place), lambda: self._text(place)))

    def _text(self, place: Place) -> str:
        question = self.question(place)
        if isinstance(question, Derived):
            return self._text_of_value(question, place)
        value = self.reply(place)
        if question.parts:
            inside = [(self.called(one), self.text(one)) for one in self.parts(place)]
            shown = "   ".join(f"{label} {text}" for label, text in inside if text)
            return shown or ("" if value is None else str(value))
        if value is None:
            value = self.only_item(place)
        return "" if value is None else self._shown(question, place, value)

    def _text_of_value(self, question: Derived, place: Place) -> str:
        value = self.value(*place)
        if value is None or value in ("", ()):
            return ""
        text = written(value, self.questionnaire.types[place.name], self)
        return f"{text} {question.unit}" if question.unit else text

    def _shown(self, question: Question, place: Place, value: Any) -> str:
        """A value as its kind shows it; one of another kind as it was written."""
        if not question.misfit(value):
            return question.show(value, lambda one: self.label(place, one))
        several = value if isinstance(value, tuple) else (value,)
        return ", ".join(str(one) for one in several)
