"""What is allowed in a questionnaire, and yet hardly meant: warnings for `smtui check`.

Sentences that can never hold or always do, choices that nobody can be offered, questions that
hang on later ones, dimensions and runs without checks, word lists of another language.
Nothing is said that is not sure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smtui.mistakes import Mistake
from smtui.questionnaire import model as m
from smtui.questionnaire.asked import offered
from smtui.questionnaire.cases import MOST_IN_ALL, Cases
from smtui.questionnaire.expression import TAKEN, Code, Flaw
from smtui.questionnaire.kinds import AnyOf
from smtui.questionnaire.notes import Notes, Path
from smtui.text import plural

_NEVER = {
    "show_if": "this can never be shown",
    "required": "this can never be required",
    "quick": "this is never asked in the short run",
    "rule": "no answer can keep to this rule",
    "when": "this can never be said",
    "applies": "this check can never apply",
    "earn": "this check can never earn a point",
    "choice": "this choice can never be offered",
    "row": "this row can never be shown",
    "not_applicable": "this can never be answered with 'not applicable'",
}
_ALWAYS = {
    "show_if": "this holds as soon as it is known, whatever the answers",
    "rule": "this rule refuses no answer",
    "when": "this is said as soon as it is known, whatever the answers",
}
_MENDS = {
    "show_if": "leave it out, or write '... is answered' if that is meant",
    "choice": "leave it out, or write '... is answered' if that is meant",
    "required": "write true, or '... is answered' if that is meant",
    "quick": "write true, or '... is answered' if that is meant",
    "not_applicable": "write true, or '... is answered' if that is meant",
    "row": "leave it out, or write '... is answered' if that is meant",
    "rule": "does the kind of the question refuse it already?",
    "applies": "leave it out",
}


def warnings(made: m.Questionnaire, notes: Notes, most: int = MOST_IN_ALL) -> list[Mistake]:
    """Everything to warn of, by file and line. `notes` knows where each thing stands.

    At most so many combinations of answers are tried.
    """
    linter = _Linter(made, notes, Cases(made, most))
    found = [one for said in linter.all() for one in said.mistakes]
    return sorted(found, key=lambda one: (one.file, one.line))


@dataclass(frozen=True)
class _Condition:
    """A condition of a thing: what it is for, and the questions that are shown with it."""

    kind: str
    owner: str
    path: Path
    role: str
    code: Code
    shown: tuple[str, ...] = ()


@dataclass
class _Linter:
    made: m.Questionnaire
    notes: Notes
    cases: Cases

    def all(self) -> Iterator[Notes]:
        for one in self._conditions():
            yield from self._settled(one, self.cases.outcomes(one.code, one.shown))
        yield from self._forward()
        yield from self._lists()
        yield from self._bounds()
        yield from self._columns()
        yield from self._rubric()

    def _note(self) -> Notes:
        return Notes(self.notes.main, places=self.notes.places, kept=self.notes.kept)

    # what never or always holds

    def _settled(self, one: _Condition, outcomes: set[Any]) -> Iterator[Notes]:
        known = outcomes - {None}
        what, mend = "", ""
        if outcomes and not any(known):
            what = f"{_NEVER[one.role]}: no answers make it true"
        elif known and False not in known and one.role != "earn":
            what = _ALWAYS.get(one.role, _ALWAYS["show_if"])
            mend = _MENDS.get(one.role, "")
        if what:
            note = self._note()
            flaw = Flaw(f"warning: {what}", 0, len(one.code.text), mend)
            note.flaw(one.kind, one.owner, one.path, flaw)
            yield note

    def _conditions(self) -> Iterator[_Condition]:
        for name, question in self.made.questions.items():
            home = self.made.homes[name]
            above = (home.parent or home.record,)
            yield from self._one("questions", name, ("show_if",), "show_if", above)
            for role in ("required", "quick", "not_applicable"):
                yield from self._one("questions", name, (role,), role, (name,))
            for at in range(len(question.prompts)):
                yield from self._one("questions", name, ("prompts", at, "when"), "when", (name,))
            for at in range(len(question.valid_if)):
                yield from self._one("questions", name, ("valid_if", at, "rule"), "rule", (name,))
            for key, role in (("choices", "choice"), ("rows", "row")):
                for at, inner in enumerate(getattr(question, key, ())):
                    code = self.made.code(name, f"{key}.{inner.id}.show_if")
                    if code is not None:
                        path: Path = (key, at, "show_if")
                        yield _Condition("questions", name, path, role, code, (name,))
        for check in self.made.checks:
            yield from self._one("checks", check.id, ("applies",), "applies")
            yield from self._one("checks", check.id, ("earn",), "earn")
        for finding in self.made.findings:
            yield from self._one("findings", finding.id, ("when",), "when")
        for sheet in self.made.sheets:
            for at in range(len(sheet.parts)):
                code = self.made.code(f"sheet {sheet.id}", f"parts.{at}.show_if")
                if code is not None and not code.uses_clock:
                    path = ("parts", at, "show_if")
                    yield _Condition("sheets", sheet.id, path, "show_if", code)

    def _one(
        self, kind: str, owner: str, path: Path, role: str, shown: tuple[str, ...] = ()
    ) -> Iterator[_Condition]:
        code = self.made.code(owner, ".".join(map(str, path)))
        if code is not None:
            yield _Condition(kind, owner, path, role, code, shown)

    # order

    def _forward(self) -> Iterator[Notes]:
        """What is shown, offered or suggested depending on later answers."""
        order = self._places_in_order()
        for name, key, path, verb in self._looking():
            code = self.made.code(name, key)
            if code is None:
                continue
            later = sorted(one for one in code.reads & order.keys() if order[one] > order[name])
            for read in later:
                note = self._note()
                what = f"warning: '{name}' {verb} '{read}', which is asked later"
                flaw = Flaw(what, 0, len(code.text), "ask it after that")
                note.flaw("questions", name, path, flaw)
                yield note

    def _looking(self) -> Iterator[tuple[str, str, Path, str]]:
        """Sentences of questions that should look back only, and what hangs on them."""
        for name, question in self.made.questions.items():
            yield name, "show_if", ("show_if",), "is shown depending on"
            yield name, "default", ("default",), "is suggested from"
            for at, choice in enumerate(getattr(question, "choices", ())):
                path: Path = ("choices", at, "show_if")
                yield name, f"choices.{choice.id}.show_if", path, "offers a choice depending on"

    def _places_in_order(self) -> dict[str, tuple[int, int]]:
        """When each question is asked: those of a list all together, where its first stands."""
        order: dict[str, tuple[int, int]] = {}  # of questions and lists
        for at, (name, home) in enumerate(self.made.homes.items()):
            first = order.setdefault(home.list, (at, 0))[0] if home.list else at
            # the fields of a record are asked with it, before what belongs to it
            order[name] = order[home.record] if home.record else (first, at)
        return order

    # lists

    def _lists(self) -> Iterator[Notes]:
        """Lists of whose items nothing is asked."""
        asked = {home.list for home in self.made.homes.values()}
        for name in sorted(self.made.lists.keys() - asked):
            note = self._note()
            what = f"warning: the list '{name}' has no questions"
            note.of("lists", name, what, f"the names of its questions begin with '{name}.'")
            yield note

    # tables

    def _columns(self) -> Iterator[Notes]:
        """Columns that are called like a word of the language."""
        for name, table in self.made.tables.items():
            for column in table.columns.keys() & TAKEN if table.by == ("id",) else ():
                note = self._note()
                what = f"warning: the column '{column}' is called like a word of the language"
                mend = f"give it another name; as it is: any {name} as one where one.{column} ..."
                note.of("tables", name, what, mend, below=("columns", column))
                yield note

    # bounds

    def _bounds(self) -> Iterator[Notes]:
        """Bounds of the number of choices beyond the choices that there are."""
        for name, question in self.made.questions.items():
            there = offered(question) if isinstance(question, AnyOf) else None
            if not isinstance(question, AnyOf) or there is None:
                continue
            for key, bound in zip(("least", "most"), question.bounds, strict=True):
                if bound is not None and bound > there:
                    note = self._note()
                    what = (
                        f"warning: '{key}' of '{name}' is {bound:g}: of {plural(there, 'choice')}"
                    )
                    note.of("questions", name, what, below=(key,))
                    yield note

    # the rubric

    def _rubric(self) -> Iterator[Notes]:
        yield from self._languages()
        judged = {check.dimension for check in self.made.checks}
        for dimension in self.made.dimensions:
            if self.made.checks and dimension.id not in judged:
                note = self._note()
                what = f"warning: the dimension '{dimension.id}' has no check, so it has no points"
                note.of("dimensions", dimension.id, what, "give it one, or leave it out")
                yield note
        for run in self.made.runs or m.RUNS:
            if self.made.checks and not any(run in check.runs for check in self.made.checks):
                note = self._note()
                note.whole(f"warning: in the run '{run}' no check gives points")
                yield note

    def _languages(self) -> Iterator[Notes]:
        """Word lists of another language: checks that compare with them do not apply."""
        for name, words in self.made.words.items():
            if words.language != self.made.language:
                note = self._note()
                what = f"warning: the word list '{name}' is of the language '{words.language}'"
                mend = f"the questionnaire is of '{self.made.language}'"
                note.of("words", name, what, mend)
                yield note
