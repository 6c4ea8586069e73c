"""A questionnaire as its author wrote it, checked: frozen dataclasses, nothing that acts.

The kinds of question are in `kinds`. What an author writes as a condition,
value or text stands here as text; its compiled form is in `Questionnaire.code`,
by owner and attribute: `code("visit.size", "show_if")`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from smtui.questionnaire.expression import ChoiceSet, Code, Type
from smtui.questionnaire.glossary import Glossary
from smtui.questionnaire.judging import SEVERITIES, Band, Check, Dimension, Finding
from smtui.questionnaire.overridden import Overrides
from smtui.questionnaire.sentences import (
    Checked,
    Condition,
    Grade,
    Label,
    Older,
    Piped,
    Share,
    Switch,
    Template,
    Value,
)
from smtui.questionnaire.teaching import Card, Minutes, Part, Reason, Sample, Sheet, Term

__all__ = [
    "RUNS",
    "SEVERITIES",
    "Band",
    "Card",
    "Check",
    "Choice",
    "Computed",
    "Dimension",
    "Finding",
    "Home",
    "ItemList",
    "Other",
    "Part",
    "Prompt",
    "Question",
    "Questionnaire",
    "Reason",
    "Row",
    "Rule",
    "Run",
    "Sample",
    "Section",
    "Sheet",
    "Table",
    "Term",
    "WordList",
]

RUNS: tuple[str, ...] = ("quick", "full")


@dataclass(frozen=True, kw_only=True)
class Choice(Checked):
    """One choice of a question. `alone` excludes all others; a `retired` one is not offered."""

    id: str
    label: Piped
    help: Piped = ""
    points: float | None = None
    alone: bool = False
    group: str = ""
    show_if: Condition = ""
    retired: bool = False
    renamed_from: Older = ()


@dataclass(frozen=True, kw_only=True)
class Row(Checked):
    """A fixed row of a grid."""

    id: str
    label: Piped
    help: Piped = ""
    show_if: Condition = ""
    renamed_from: Older = ()


@dataclass(frozen=True, kw_only=True)
class Prompt(Checked):
    """A follow-up sentence under a question, while `when` holds."""

    say: Template
    when: Condition = ""


@dataclass(frozen=True, kw_only=True)
class Rule(Checked):
    """What an answer must keep to, with the sentence shown when it does not."""

    rule: Condition
    say: Template
    severity: Grade = "error"


@dataclass(frozen=True, kw_only=True)
class Question(Checked):
    """What every kind of question has. A record's fields are questions too, named in full."""

    id: str
    kind: str = ""
    ask: Piped = ""
    label: Piped = ""
    help: Piped = ""
    why: Piped = ""
    good: Piped = ""
    weak: Piped = ""
    source: str | tuple[str, ...] = ()
    required: Switch = False
    quick: Switch = False
    seconds: int = 20
    default: Value = ""
    show_if: Condition = ""
    not_applicable: Switch = False
    complete: Share = ""
    prompts: tuple[Prompt, ...] = ()
    valid_if: tuple[Rule, ...] = ()
    then: tuple["Question", ...] = ()
    renamed_from: Older = ()

    answerable: ClassVar[bool] = True
    single_line: ClassVar[bool] = True
    typed: ClassVar[bool] = True
    """Whether it is answered by typing, so that whatever was answered can be shown and mended."""
    an_answer: ClassVar[str] = ""
    """What an answer is, in words: "it is a number now"."""

    @property
    def called(self) -> str:
        """Its short name: the label, or what it asks."""
        return self.label or self.ask or self.id

    @property
    def sources(self) -> tuple[str, ...]:
        """Its source codes."""
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def parts(self) -> tuple["Question", ...]:
        """The questions that it is made of: the fields of a record, the columns of a grid."""
        return ()

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the most, as far as they are plain numbers."""
        least, most = getattr(self, "least", None), getattr(self, "most", None)
        return (
            None if isinstance(least, str) else least,
            None if isinstance(most, str) else most,
        )

    def answer_type(self, among: ChoiceSet | None) -> Type:
        """The type that its answer has in expressions."""
        raise NotImplementedError

    def clean(self, raw: object) -> object:
        """A value as it is kept: text cleaned, lists as tuples; what does not fit stays."""
        raise NotImplementedError

    def misfit(self, value: object) -> str:
        """Why a value is no answer of this kind at all; empty when it is one."""
        raise NotImplementedError

    def beyond(self, value: Any) -> Iterator[tuple[Grade, str]]:
        """What is wrong with a value of the right kind, and how grave that is."""
        return iter(())

    def trouble(self, value: object) -> str:
        """What is wrong with a value, in words that help; empty when it can stand."""
        misfit = self.misfit(value)
        if misfit:
            return misfit
        return next((words for grade, words in self.beyond(value) if grade == "error"), "")

    @property
    def size(self) -> int:
        """How many answers it takes, about: the same whatever the plan says."""
        return 1

    def ids_in(self, value: Any) -> tuple[str, ...]:
        """The choices or items that a value names; none for kinds that name nothing."""
        return ()

    def with_ids(self, value: Any, change: Callable[[str], str]) -> Any:
        """A value with each id that it names changed; None when nothing is left of it."""
        return (change(value) or None) if self.ids_in(value) else value

    def may_be(self, labels: Sequence[str]) -> str:
        """What may be answered, in a few words, where `labels` are offered; else empty."""
        return ""

    def show(self, value: Any, label: Label) -> str:
        """A value for people; `label` says what a choice or item is called."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Section(Checked):
    """A part of the questionnaire with a name, and its questions in order."""

    id: str
    title: Piped
    help: Piped = ""
    show_if: Condition = ""
    minutes: Minutes = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    renamed_from: Older = ()


@dataclass(frozen=True, kw_only=True)
class Other(Checked):
    """The choice `other` with questions of its own about what is meant."""

    label: str
    fields: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemList(Checked):
    """A list of items that are each asked the same questions."""

    id: str
    one: str
    many: str
    title: Template
    help: Piped = ""
    fewest: int = 0
    most: int = 500
    valid_if: tuple[Rule, ...] = ()
    renamed_from: Older = ()


@dataclass(frozen=True, kw_only=True)
class Table(Checked):
    """Rows by one or more keys. Cells are found by `cells[(key, ...)][column]`."""

    by: tuple[str, ...]
    columns: Mapping[str, str]
    rows: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WordList(Checked):
    """Words that texts are compared with, of one language."""

    words: tuple[str, ...]
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Computed(Checked):
    """A value of the author's own; with `over`, a further column of a list or table."""

    id: str
    value: Value
    over: str = ""

    @property
    def base(self) -> str:
        """The list or table that it is a column of; empty for a value that stands alone."""
        return self.over.partition(" as ")[0].strip()

    @property
    def alias(self) -> str:
        """What the item or row in hand is called in it."""
        return self.over.partition(" as ")[2].strip()

    @property
    def name(self) -> str:
        """Its name in full."""
        return f"{self.base}.{self.id}" if self.base else self.id


@dataclass(frozen=True, kw_only=True)
class Run(Checked):
    """A way through the questionnaire."""

    title: str
    minutes: int = 0
    help: str = ""


@dataclass(frozen=True)
class Home:
    """Where a question stands: its section; its list, the question above it, its record, or "".

    `in_grid` is whether what it is a part of is a grid.
    """

    section: str
    list: str = ""
    parent: str = ""
    record: str = ""
    in_grid: bool = False


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """A whole questionnaire, checked. Made by `compile.load`.

    `row_types` tells what the rows of a grid are for. `settled` are the choice questions whose
    offers turn on other answers, and never, by however many steps, on their own: an answer that
    is off the list is no answer. `varying` tells which texts and bounds turn on answers;
    `bounded` are the questions of such bounds, and rankings, bound by what can be ranked.
    `digest` is the hash of all its files, with the one of the `overrides` if there is one.
    """

    id: str
    version: str
    title: str
    folder: Path
    rubric_version: str = ""
    language: str = "en"
    about: str = ""
    files: tuple[str, ...] = ()
    digest: str = ""
    runs: Mapping[str, Run] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    lists: Mapping[str, ItemList] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    homes: Mapping[str, Home] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    words: Mapping[str, WordList] = field(default_factory=dict)
    computed: tuple[Computed, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    checks: tuple[Check, ...] = ()
    bands: tuple[Band, ...] = ()
    findings: tuple[Finding, ...] = ()
    samples: tuple[Sample, ...] = ()
    terms: tuple[Term, ...] = ()
    cards: tuple[Card, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    types: Mapping[str, Type] = field(default_factory=dict)
    among: Mapping[str, ChoiceSet] = field(default_factory=dict)
    row_types: Mapping[str, Type] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()
    varying: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bounded: frozenset[str] = frozenset()
    codes: Mapping[tuple[str, str], Code] = field(default_factory=dict)
    overrides: Overrides | None = None

    @property
    def naming(self) -> str:
        """The question whose answer a plan is called by: the first one."""
        return next(iter(self.questions), "")

    def code(self, owner: str, attribute: str) -> Code | None:
        """The compiled form of what `owner` says under `attribute`; None when it says nothing."""
        return self.codes.get((owner, attribute))

    def section(self, section_id: str) -> Section:
        """The section of an id. Raises KeyError."""
        return self._sections[section_id]

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The number of each question, in the order in which they are asked."""
        return {name: at for at, name in enumerate(self.questions)}

    @cached_property
    def glossary(self) -> Glossary:
        """Its words and cards."""
        return Glossary(self.terms, self.cards)

    @cached_property
    def checks_by_id(self) -> Mapping[str, Check]:
        """The rubric's checks, by their ids."""
        return {check.id: check for check in self.checks}

    def entries(self, section_id: str) -> Iterator["Question | ItemList"]:
        """A section's questions and lists in the order in which they are asked."""
        seen: set[str] = set()
        for question in self.section(section_id).questions:
            owner = self.homes[question.id].list
            if not owner:
                yield question
            elif owner not in seen:
                seen.add(owner)
                yield self.lists[owner]

    def list_of(self, name: str) -> ItemList | None:
        """The list that a question belongs to."""
        home = self.homes.get(name)
        return self.lists[home.list] if home and home.list else None
