"""Takes down the questions of a questionnaire: where each stands, and whether it can be asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from smtui.mistakes import closest, suggestion
from smtui.questionnaire import model as m
from smtui.questionnaire.expression import TAKEN
from smtui.questionnaire.kinds import (
    AnyOf,
    Grid,
    Link,
    Number,
    OneOf,
    Percent,
    Record,
    Scale,
    Shares,
    Text,
)
from smtui.questionnaire.notes import Found, Notes, Path
from smtui.questionnaire.rubric import NOT_CHOICES, PART
from smtui.text import plural

_NOT_FIRST = frozenset("meta parked note not_applicable disagreement earlier".split())
_STEPS = 11
"""The most steps of a scale: 0 to 10."""


@dataclass
class Asked:
    """The questions by name, records' fields and what belongs to a question included."""

    notes: Notes
    lists: dict[str, m.ItemList]
    broken: frozenset[str]
    questions: dict[str, m.Question] = field(default_factory=dict)
    homes: dict[str, m.Home] = field(default_factory=dict)

    def sections(self, found: list[Found]) -> tuple[m.Section, ...]:
        """The sections, each with its questions completed."""
        self._check_lists([question for one in found for question in one.thing.questions])
        made = []
        for one in found:
            section: m.Section = one.thing
            if self._place("sections", section.id, one) and not PART.fullmatch(section.id):
                what = f"'{section.id}' is not an id of sections"
                self.notes.at(one, what, "use a-z, 0-9 and _, at most 64", below=("id",))
            questions = tuple(_completed(question) for question in section.questions)
            for at, question in enumerate(questions):
                path = self.notes.below(one, "questions", at)
                self._take(question, Found(question, path, one.file), m.Home(section.id))
            made.append(replace(section, questions=questions))
        return tuple(made)

    def _check_lists(self, questions: list[m.Question]) -> None:
        """Note lists whose questions are called otherwise. What follows is no mistake then."""
        firsts = {name.partition(".")[0] for name in (*self.broken, *_names_of(questions))}
        others = sorted(firsts - self.lists.keys())
        for name in sorted(self.lists.keys() - firsts - TAKEN):
            meant = closest(name, others)
            if meant and "include" not in self.broken:
                what = f"the list '{name}' has no questions"
                mend = f"did you mean '{meant}'?  the names of its questions begin with '{name}.'"
                self.notes.of("lists", name, what, mend)
                self.broken |= {name, meant}

    def _place(self, kind: str, name: str, found: Found) -> bool:
        """Remember where something stands; a second of the same name is a mistake."""
        first = self.notes.places.setdefault((kind, name), found)
        if first is found:
            return True
        line = first.file.positions.line_of(first.path)
        what = f"'{name}' is there twice; first in {first.file.name}:{line}"
        self.notes.at(found, what, "give it another id", below=("id",))
        return False

    def _take(self, question: m.Question, found: Found, home: m.Home) -> None:
        """Register a question, its fields and what belongs to it."""
        name = question.id
        if not self._place("questions", name, found):
            return
        first = name.split(".")[0]
        home = replace(home, list=first if first in self.lists else "")
        self.questions[name] = question
        self.homes[name] = home
        self._check_name(question, found, home)
        self._check_kind(question, found)
        key = "columns" if isinstance(question, Grid) else "fields"
        inside = m.Home(home.section, record=name, in_grid=isinstance(question, Grid))
        for at, one in enumerate(question.parts):
            path = found.path if isinstance(question, Shares) else self.notes.below(found, key, at)
            self._take(one, Found(one, path, found.file), inside)
        added = isinstance(question, OneOf) and bool(question.other)
        for at, one in enumerate(question.then):
            path = (*found.path, "other")
            if at or not added:
                path = self.notes.below(found, "then", at - added)
            self._take(one, Found(one, path, found.file), m.Home(home.section, parent=name))

    # what a question must have

    def _check_name(self, question: m.Question, found: Found, home: m.Home) -> None:
        parts = question.id.split(".")
        wrong, mend = "", ""
        if not all(PART.fullmatch(part) for part in parts) or len(parts) != 2 + bool(home.record):
            wrong = f"'{question.id}' is not a name"
            mend = "a name is part.part, each of a-z, 0-9 and _, at most 64"
        elif parts[0] in _NOT_FIRST:
            wrong, mend = f"a name cannot begin with '{parts[0]}'", "the plan file uses it"
        elif parts[0] in TAKEN:
            wrong, mend = f"a name cannot begin with '{parts[0]}'", "the language uses it"
        elif home.parent and self.homes[home.parent].list != home.list:
            wrong = f"'{question.id}' does not belong to the same list as '{home.parent}' above it"
            mend = "what belongs to a question is asked of the same item"
        if wrong:
            self.notes.at(found, wrong, mend, below=("id",))
        if home.record:
            if not question.label:
                part = "column" if isinstance(self.questions[home.record], Grid) else "field"
                self.notes.at(found, f"'label' is missing in the {part} '{question.id}'")
        elif not question.ask:
            self.notes.at(found, f"'ask' is missing in the question '{question.id}'")

    def _check_kind(self, question: m.Question, found: Found) -> None:
        if isinstance(question, OneOf):
            self._check_choices(question, found)
        spoilt = any(one.startswith(f"{question.id}.") for one in self.broken)
        if isinstance(question, Record) and not question.fields and not spoilt:
            what = f"the record '{question.id}' has no fields"
            self.notes.at(found, what, "write [[sections.questions.fields]]")
        if isinstance(question, Grid):
            self._check_grid(question, found, spoilt)
        if isinstance(question, Link) and question.to not in {*self.lists, *self.broken}:
            what = f"there is no list '{question.to}' to link to"
            mend = suggestion(question.to, list(self.lists), noun="lists")
            self.notes.at(found, what, mend, below=("to",))
        least, most = question.bounds
        bound = isinstance(question, Number) or bool(most)  # 0 choices at most: any number
        if bound and least is not None and most is not None and most < least:
            what = f"'{question.id}' wants at least {least:g} and at most {most:g}"
            self.notes.at(found, what, below=("least",))
        if isinstance(question, Scale):
            self._check_scale(question, found)

    def _check_scale(self, question: Scale, found: Found) -> None:
        least, most = question.least, question.most
        if not isinstance(least, int | float) or not isinstance(most, int | float):
            key = "most" if isinstance(least, int | float) else "least"
            what = f"the steps of the scale '{question.id}' go from a number to a number"
            self.notes.at(found, what, "such as least = 0 and most = 10", below=(key,))
        elif least != int(least) or most != int(most) or not 1 < len(question.range) <= _STEPS:
            what = f"a scale has 2 to {_STEPS} steps, each a whole number"
            mend = "such as least = 0 and most = 10"
            key = "least" if isinstance(least, float) and least != int(least) else "most"
            if question.steps:
                key, mend = "steps", 'such as steps = ["Never", "Some days", "Every day"]'
            self.notes.at(found, what, mend, below=(key,))
        elif question.steps and (question.low or question.high):
            what = "a scale has words for its ends (low, high) or for every step (steps)"
            self.notes.at(found, what, "keep one of the two", below=("steps",))

    def _check_grid(self, question: Grid, found: Found, spoilt: bool) -> None:
        if not question.columns and not spoilt:
            what = f"the grid '{question.id}' has no columns"
            self.notes.at(found, what, "write [[sections.questions.columns]]")
        if bool(question.rows) == bool(question.rows_from):
            what = f"'{question.id}' has no rows"
            if question.rows:
                what = f"'{question.id}' has rows, and rows_from"
            self.notes.at(found, what, "give it rows = [...] or rows_from")
        seen: set[str] = set()
        for at, row in enumerate(question.rows):
            self._check_id(row.id, seen, found, ("rows", at, "id"), "row")

    def _check_id(self, name: str, seen: set[str], found: Found, below: Path, thing: str) -> None:
        """An id of a choice or a row: well-formed, none of the language's words, only once."""
        what, mend = "", ""
        if not PART.fullmatch(name):
            what, mend = f"'{name}' is not a {thing} id", "use a-z, 0-9 and _"
        elif name in NOT_CHOICES:
            what = f"a {thing} cannot be called '{name}': the language uses it"
        elif name in seen:
            what, mend = f"the {thing} '{name}' is there twice", "give it another id"
        seen.add(name)
        if what:
            self.notes.at(found, what, mend, below=below)

    def _check_choices(self, question: OneOf, found: Found) -> None:
        seen = {"other"} if question.other else set()
        for at, choice in enumerate(question.choices):
            self._check_id(choice.id, seen, found, ("choices", at, "id"), "choice")
        self._check_least(question, found)
        if not question.choices and not question.choices_from:
            mend = "give it choices = [...] or choices_from"
            self.notes.at(found, f"'{question.id}' has no choices", mend)

    def _check_least(self, question: OneOf, found: Found) -> None:
        """Note when more choices are wanted than there are: nobody could answer."""
        there = offered(question)
        if not isinstance(question, AnyOf) or there is None or question.least_is != "error":
            return
        least = question.bounds[0]
        if least is not None and least > there:
            what = f"'{question.id}' wants at least {least:g} of {plural(there, 'choice')}"
            self.notes.at(found, what, below=("least",))


def offered(question: OneOf) -> int | None:
    """How many choices a question offers at most; None where that hangs on something else."""
    if question.choices_from or not question.choices:
        return None
    return sum(not one.retired for one in question.choices) + bool(question.other)


def _names_of(questions: Iterable[m.Question]) -> Iterator[str]:
    """The names of questions and of what belongs to them."""
    for one in questions:
        yield one.id
        yield from _names_of(one.then)


def _completed(question: m.Question) -> m.Question:
    """A question with what its kind adds: the question that `other` leads to, the column of
    shares; and so for what belongs to it.
    """
    then = tuple(_completed(one) for one in question.then)
    if isinstance(question, OneOf) and question.other:
        then = (_after_other(question, question.other), *then)
    if isinstance(question, Shares) and not question.columns:
        return replace(question, then=then, columns=(_share(question),))
    return replace(question, then=then) if then != question.then else question


def _after_other(question: OneOf, other: str | m.Other) -> m.Question:
    test = "includes" if isinstance(question, AnyOf) else "is"
    label = question.other_label
    fields = other.fields if isinstance(other, m.Other) else ()
    kind = Record if fields else Text
    made: m.Question = kind(
        id=f"{question.id}_other",
        ask=label,
        label=label,
        show_if=f"{question.id} {test} other",
    )
    # it is asked wherever its question is: what is below a question follows that
    return replace(made, fields=fields) if isinstance(made, Record) else made


def _share(question: Shares) -> m.Question:
    """The one column of shares."""
    name = f"{question.id}.share"
    if question.total == 100 and not question.unit:
        return Percent(id=name, label="share", required=True)
    unit = question.unit
    return Number(id=name, label="share", required=True, least=0, most=question.total, unit=unit)
