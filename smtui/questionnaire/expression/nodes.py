"""The parts of a parsed expression; `start` and `end` are offsets into its text."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Node:
    """Any part of an expression."""

    start: int
    end: int


@dataclass(frozen=True)
class Number(Node):
    value: float


@dataclass(frozen=True)
class Day(Node):
    value: date


@dataclass(frozen=True)
class Text(Node):
    """A text with values in braces: its parts are strings and nodes."""

    parts: tuple["str | Node", ...]


@dataclass(frozen=True)
class Name(Node):
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The name as written."""
        return ".".join(self.parts)


@dataclass(frozen=True)
class Word(Node):
    """A bare word that is a choice id, whatever else it may mean."""

    text: str


@dataclass(frozen=True)
class Check(Node):
    id: str


@dataclass(frozen=True)
class Member(Node):
    of: Node
    name: str


@dataclass(frozen=True)
class Not(Node):
    of: Node


@dataclass(frozen=True)
class Minus(Node):
    of: Node


@dataclass(frozen=True)
class Both(Node):
    """Two or more parts joined by `and`, or by `or`."""

    word: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Reckon(Node):
    """`+` and `-`, or `*` and `/`: a first value, then a sign and a value each."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Compare(Node):
    """`= != < <= > >=`."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Between(Node):
    of: Node
    low: Node
    high: Node


@dataclass(frozen=True)
class Is(Node):
    """`X is Y`; `X is one of (...)` with `among`, of words that are choices and other values."""

    of: Node
    negated: bool
    right: Node | None = None
    among: tuple[Node, ...] = ()


@dataclass(frozen=True)
class IsState(Node):
    """`X is answered`, `X is parked`, `X is not applicable`, `X is full`."""

    of: Node
    negated: bool
    state: str


@dataclass(frozen=True)
class Includes(Node):
    """`mode` is one, any, all or only; `among` when the right side is a list in parentheses."""

    of: Node
    mode: str
    right: Node | None = None
    among: tuple[Node, ...] = ()


@dataclass(frozen=True)
class TextTest(Node):
    """`test` is equals, contains, begins or ends; `words` names a word list."""

    of: Node
    test: str
    words: Name


@dataclass(frozen=True)
class TextPart(Node):
    """The same tests with one text instead of a word list."""

    of: Node
    test: str
    part: Node


@dataclass(frozen=True)
class HasNumber(Node):
    of: Node


@dataclass(frozen=True)
class SharesWord(Node):
    """`except_for` names a word list of words that do not count."""

    left: Node
    right: Node
    except_for: Name | None = None


@dataclass(frozen=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Otherwise(Node):
    """The first of these values that is known."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Source(Node):
    """What a loop goes over: a sequence, a name for its element, a filter."""

    base: Node
    name: str = ""
    where: Node | None = None


@dataclass(frozen=True)
class Loop(Node):
    """count, share, any, every (no body); sum, mean, lowest, highest (with one)."""

    word: str
    source: Source
    body: Node | None = None


@dataclass(frozen=True)
class Several(Node):
    """sum, mean, lowest, highest of a few values in parentheses."""

    word: str
    values: tuple[Node, ...]


@dataclass(frozen=True)
class Take(Node):
    """first, top, sort (sequences); best, and first without a number (one element)."""

    word: str
    source: Source
    number: int = 0
    by: Node | None = None


@dataclass(frozen=True)
class Values(Node):
    """`values of (a, b over c)`: each part with what it goes over, if anything."""

    parts: tuple[tuple[Node, Source | None], ...]


@dataclass(frozen=True)
class Lookup(Node):
    table: Name
    column: str
    keys: tuple[Node, ...]


@dataclass(frozen=True)
class Span(Node):
    """`years from A to B`, `months from A to B`, `days from A to B`."""

    unit: str
    first: Node
    last: Node


@dataclass(frozen=True)
class Shift(Node):
    """`3 months after DATE`, `30 days before DATE`; `unit` is days, weeks, months or years."""

    unit: str
    number: Node
    later: bool
    day: Node


@dataclass(frozen=True)
class Round(Node):
    """`rounded X`, `rounded up X`, `rounded down X`; `way` is up, down or empty."""

    way: str
    of: Node


@dataclass(frozen=True)
class CountWords(Node):
    of: Node


@dataclass(frozen=True)
class Slug(Node):
    of: Node


@dataclass(frozen=True)
class Others(Node):
    """`others of LIST`: all but the item in hand."""

    of: Node


@dataclass(frozen=True)
class Linking(Node):
    """`LIST linking here`, `LIST linking to X`: without `to` it is the item in hand."""

    of: Node
    to: Node | None = None


@dataclass(frozen=True)
class FieldsOf(Node):
    """`fields of RECORD`: those of its fields that are shown."""

    of: Node


@dataclass(frozen=True)
class Points(Node):
    of: Node


@dataclass(frozen=True)
class Completeness(Node):
    section: Name
