"""What is answered in parts, each a question of its own: records, grids, shares; and no answer at
all: what is worked out and only shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from smtui.questionnaire.expression import TEXT, ChoiceSet, RecordOf, RowOf, SeqOf, Type
from smtui.questionnaire.kinds.written import lines_of
from smtui.questionnaire.model import Question, Row
from smtui.questionnaire.sentences import SOURCE, VALUE, Label, Piped
from smtui.text import format_number

_ROWS = 4
"""How many rows a grid has, about, whose rows come from the answers."""


@dataclass(frozen=True, kw_only=True)
class Record(Question):
    """A few named fields answered together; each field is a question of its own."""

    kind: str = "record"
    fields: tuple[Question, ...] = ()
    single_line: ClassVar[bool] = False

    @property
    def parts(self) -> tuple[Question, ...]:
        return self.fields

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return RecordOf(name=self.id)

    def clean(self, raw: object) -> object:
        """A table of fields, which clean their own values; anything else as clean text."""
        return raw if isinstance(raw, Mapping) else lines_of(raw)

    def misfit(self, value: object) -> str:
        return "" if isinstance(value, Mapping) else "Several fields are expected here."

    def show(self, value: Any, label: Label) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Grid(Question):
    """The same few questions (`columns`) of every row: fixed rows, or those that an expression
    gives: chosen values, or the items of a list.
    """

    kind: str = "grid"
    rows: tuple[Row, ...] = ()
    rows_from: Annotated[str, SOURCE] = ""
    columns: tuple[Question, ...] = ()
    single_line: ClassVar[bool] = False

    @property
    def parts(self) -> tuple[Question, ...]:
        return self.columns

    @property
    def size(self) -> int:
        return (len(self.rows) or _ROWS) * len(self.columns)

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return SeqOf(of=RowOf(grid=self.id))

    def clean(self, raw: object) -> object:
        """A table of rows, whose columns clean their own values; anything else as clean text."""
        return raw if isinstance(raw, Mapping) else lines_of(raw)

    def misfit(self, value: object) -> str:
        return "" if isinstance(value, Mapping) else "A table of rows is expected here."

    def show(self, value: Any, label: Label) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Shares(Grid):
    """How something is divided: a share for each row, which together come to `total`."""

    kind: str = "shares"
    total: float = 100
    unit: Piped = ""

    @property
    def after(self) -> str:
        """What stands behind a share."""
        return f" {self.unit}" if self.unit else " %" if self.total == 100 else ""

    def far_words(self, given: float) -> str:
        """How far some shares are: "60 of 100 %: 40 % left"."""
        said = f"{format_number(given)} of {format_number(self.total)}{self.after}"
        left = round(self.total - given, 6)
        if not left:
            return said
        words = f"{format_number(abs(left))}{self.after} {'left' if left > 0 else 'too much'}"
        return f"{said}: {words}"

    def left_words(self, given: float) -> str:
        """How far some shares are from the total."""
        over = given - self.total
        words = f"{format_number(abs(over))}{self.after}"
        said = f"These come to {format_number(given)} of {format_number(self.total)}{self.after}"
        return f"{said}: {words} too much." if over > 0 else f"{said}: {words} left."


@dataclass(frozen=True, kw_only=True)
class Derived(Question):
    """A value that is worked out from the answers: shown, never asked, in no plan file."""

    kind: str = "computed"
    value: Annotated[str, VALUE]
    unit: Piped = ""
    answerable: ClassVar[bool] = False

    def answer_type(self, among: ChoiceSet | None) -> Type:
        return TEXT  # the type of its value, once that is compiled

    def clean(self, raw: object) -> object:
        return raw

    def misfit(self, value: object) -> str:
        return "This is worked out from other answers."

    def show(self, value: Any, label: Label) -> str:
        return str(value)
