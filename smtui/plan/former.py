"""What the questions, lists, sections and choices of a questionnaire were called before.

A name of today is never an older one, whatever a `renamed_from` says: it belongs to what has
it now.
"""

from collections.abc import Container, Iterable, Iterator

from smtui.questionnaire.expression import ChoiceOf
from smtui.questionnaire.kinds import Grid, OneOf
from smtui.questionnaire.model import ItemList, Question, Questionnaire, Section
from smtui.questionnaire.sentences import several

OTHER = "_other"
"""What the name of the text of "another, namely" ends in."""


class Former:
    """Finds the older names of today's questions, and today's names of older ones."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._questions = questionnaire.questions
        self.firsts = frozenset(
            {name.partition(".")[0] for name in self._questions} | set(questionnaire.lists)
        )
        """The first parts of today's names: where answers lie in the file."""
        self._older_firsts: dict[str, tuple[str, ...]] = {}
        named: tuple[Section | ItemList, ...]
        named = (*questionnaire.lists.values(), *questionnaire.sections)
        for one in named:
            older = [old for old in several(one.renamed_from) if old not in self.firsts]
            known = self._older_firsts.get(one.id, ())
            self._older_firsts[one.id] = tuple(dict.fromkeys((*known, *older)))
        self._names: dict[str, tuple[str, ...]] = {}
        self._today: dict[str, str] = {}
        self._choices: dict[str, dict[str, str]] = {}
        for name in self._questions:
            for old in self.names(name):
                self._today.setdefault(old, name)
        ids = {section.id for section in questionnaire.sections}
        self._sections = {
            old: section.id
            for section in reversed(questionnaire.sections)
            for old in several(section.renamed_from)
            if old not in ids
        }

    def first(self, first: str) -> tuple[str, ...]:
        """The older first parts of a list's or section's names, the newest first."""
        return self._older_firsts.get(first, ())

    def names(self, name: str) -> tuple[str, ...]:
        """The older full names of a question or field, the newest first."""
        if name not in self._names:
            found = dict.fromkeys(self._made_up(name))
            self._names[name] = tuple(old for old in found if old not in self._questions)
        return self._names[name]

    def _made_up(self, name: str) -> Iterator[str]:
        """Its own older names, each also below the older names of what it lies in."""
        stem, _, last = name.rpartition(".")
        stems = [stem, *(self.names(stem) if "." in stem else self.first(stem))]
        lasts, elsewhere = [last], []
        for old in several(self._questions[name].renamed_from):
            above, _, end = old.rpartition(".")
            if above and above not in stems:
                elsewhere.append(old)
            else:
                lasts.append(end)
        yield from (f"{above}.{end}" for end in lasts for above in stems)
        yield from elsewhere
        base = self._questions.get(name.removesuffix(OTHER))
        if name.endswith(OTHER) and isinstance(base, OneOf) and base.other:
            yield from (f"{old}{OTHER}" for old in self.names(base.id))

    def today(self, name: str) -> str:
        """Today's name of a question of any time; empty when it has gone."""
        return name if name in self._questions else self._today.get(name, "")

    def section(self, section: str) -> str:
        """Today's id of a section; its own when nothing is known of it."""
        return self._sections.get(section, section)

    def choices(self, name: str) -> dict[str, str]:
        """The older ids of a question's choices, and of those that it takes from other answers."""
        question = self._questions[name]
        if not isinstance(question, OneOf):
            return {}
        if name not in self._choices:
            known = self._questionnaire.among[name].rows
            sources = (question, *self._read_by(name, "choices_from"))
            self._choices[name] = self._renamed(sources, known)
        return self._choices[name]

    def rows(self, grid: Grid) -> dict[str, str]:
        """The older ids of a grid's rows."""
        kind = self._questionnaire.row_types.get(grid.id)
        if not isinstance(kind, ChoiceOf):
            return {}  # items are known by ids that never change
        return self._renamed((grid, *self._read_by(grid.id, "rows_from")), kind.among.rows)

    def columns(self, grid: Grid) -> Iterator[tuple[str, str]]:
        """The older short names of a grid's columns, each with the column's name of today."""
        taken = {one.id.rpartition(".")[2] for one in grid.columns}
        stems = {grid.id, *self.names(grid.id)}
        for one in grid.columns:
            for old in self.names(one.id):
                stem, _, last = old.rpartition(".")
                if stem in stems and last not in taken:
                    taken.add(last)
                    yield last, one.id.rpartition(".")[2]

    def _read_by(self, owner: str, attribute: str) -> Iterator[Question]:
        """The questions that an expression of a question reads."""
        code = self._questionnaire.code(owner, attribute)
        for name in sorted(code.reads) if code else ():
            if name in self._questions:
                yield self._questions[name]

    @staticmethod
    def _renamed(questions: Iterable[Question], known: Container[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for question in questions:
            if isinstance(question, OneOf | Grid):
                for one in question.choices if isinstance(question, OneOf) else question.rows:
                    for old in several(one.renamed_from):
                        if old not in known and one.id in known:
                            found.setdefault(old, one.id)
        return found
