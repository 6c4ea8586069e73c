"""A questionnaire as its author wrote it, checked: frozen dataclasses, nothing that acts.

The kinds of question are in `kinds`. What an author writes as a condition,
value or text stands here as text; its compiled form is in `Questionnaire.code`,
by owner and attribute: `code("visit.size", "show_if")`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from smtui.questionnaire.expression import ChoiceSet, Code, Type

CONDITION = "condition"
VALUE = "value"
SHARE = "share"
SOURCE = "source"
TEMPLATE = "template"

Condition = Annotated[str | tuple[str, ...], CONDITION]
"""A sentence that holds or not; several must all hold."""
Switch = Annotated[bool | str | tuple[str, ...], CONDITION]
"""yes, no, or a condition."""
Value = Annotated[str, VALUE]
Share = Annotated[str, SHARE]
"""A number from 0 to 1; a condition is 0 or 1."""
Source = Annotated[str, SOURCE]
"""Which values or rows."""
Template = Annotated[str, TEMPLATE]
"""A text with values in braces."""

Severity = Literal["blocker", "serious", "warning", "advice", "strength"]
SEVERITIES: tuple[str, ...] = ("blocker", "serious", "warning", "advice", "strength")
Grade = Literal["error", "warning", "advice"]
RunName = Literal["quick", "full"]
RUNS: tuple[str, ...] = ("quick", "full")
Label = Callable[[str], str]
"""What a choice of a question, or an item that it links to, is called."""


class Checked:
    """What the door (`schema`) demands: no unknown keys, no value bent into shape."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "strict": True}

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: Callable[[Any], dict[str, Any]]
    ) -> dict[str, Any]:
        """Strict in its fields, while a plain table may become an object."""
        schema = handler(source)
        return {**schema, "strict": False} if schema.get("type") == "dataclass" else schema


@dataclass(frozen=True, kw_only=True)
class Choice(Checked):
    """One choice of a question. `alone` excludes all others."""

    id: str
    label: str
    help: str = ""
    points: float | None = None
    alone: bool = False
    show_if: Condition = ""


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
    ask: str = ""
    label: str = ""
    help: str = ""
    why: str = ""
    good: str = ""
    weak: str = ""
    source: str | tuple[str, ...] = ()
    required: Switch = False
    quick: Switch = False
    seconds: int = 20
    default: Value = ""
    show_if: Condition = ""
    complete: Share = ""
    prompts: tuple[Prompt, ...] = ()
    valid_if: tuple[Rule, ...] = ()
    then: tuple["Question", ...] = ()

    answerable: ClassVar[bool] = True
    single_line: ClassVar[bool] = True

    @property
    def called(self) -> str:
        """Its short name: the label, or what it asks."""
        return self.label or self.ask or self.id

    @property
    def sources(self) -> tuple[str, ...]:
        """Its source codes."""
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def fields_in_order(self) -> tuple["Question", ...]:
        """The fields of a record; of any other kind the question itself."""
        return (self,)

    def answer_type(self, among: ChoiceSet | None) -> Type:
        """The type that its answer has in expressions."""
        raise NotImplementedError

    def clean(self, raw: object) -> object:
        """A value as it is kept: text cleaned, lists as tuples; what does not fit stays."""
        raise NotImplementedError

    def trouble(self, value: object) -> str:
        """What is wrong with a value, in words that help; empty when it fits."""
        raise NotImplementedError

    def show(self, value: Any, label: Label) -> str:
        """A value for people; `label` says what a choice or item is called."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Section(Checked):
    """A part of the questionnaire with a name, and its questions in order."""

    id: str
    title: str
    help: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemList(Checked):
    """A list of items that are each asked the same questions."""

    id: str
    one: str
    many: str
    title: Template
    help: str = ""
    fewest: int = 0
    most: int = 500


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


@dataclass(frozen=True, kw_only=True)
class Dimension(Checked):
    """A side of a plan that the scorecard judges."""

    id: str
    title: str
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Check(Checked):
    """Points for one thing done well, with the sentence that says why."""

    id: str
    dimension: str
    points: float
    earn: Share
    says: Template
    question: str = ""
    applies: Condition = ""
    runs: tuple[RunName, ...] = ("quick", "full")


@dataclass(frozen=True, kw_only=True)
class Band(Checked):
    """A grade from so many points of 100; open findings of `not_with` keep a plan out of it."""

    id: str
    start: float
    title: str
    meaning: str = ""
    not_with: tuple[Severity, ...] = ()
    runs: tuple[RunName, ...] = ("quick", "full")


@dataclass(frozen=True, kw_only=True)
class Finding(Checked):
    """Something that a good colleague would point out."""

    id: str
    severity: Severity
    dimension: str
    saw: Template
    why: Template = ""
    next: Template = ""
    when: Condition = ""
    each: Source = ""
    source: str | tuple[str, ...] = ()
    question: str = ""
    recovers: tuple[str, ...] = ()
    group: str = ""
    runs: tuple[RunName, ...] = ("quick", "full")


@dataclass(frozen=True, kw_only=True)
class Sample(Checked):
    """A plan that comes with the questionnaire."""

    id: str
    file: str
    title: str
    about: str = ""
    fictional: bool = True


@dataclass(frozen=True)
class Home:
    """Where a question stands: its section; its list, the question above it, its record, or ""."""

    section: str
    list: str = ""
    parent: str = ""
    record: str = ""


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """A whole questionnaire, checked. Made by `compile.load`."""

    id: str
    version: str
    title: str
    folder: Path
    rubric_version: str = ""
    language: str = "en"
    about: str = ""
    files: tuple[str, ...] = ()
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
    types: Mapping[str, Type] = field(default_factory=dict)
    among: Mapping[str, ChoiceSet] = field(default_factory=dict)
    codes: Mapping[tuple[str, str], Code] = field(default_factory=dict)

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
