"""What a sentence asks of each name, read from its text: a state, a comparison, or anything else.

From this the linter knows which answers are worth trying.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.grammar import parse


@dataclass
class Outline:
    """The names of a sentence as written, by what is asked of them.

    `compared` has the numbers and days that a name is compared with, `stated` the names of
    which only the state is asked, `other` all that stand elsewhere. `parts` are the words
    that all of them are made of; `ordered` tells whether the order of several values counts.
    """

    compared: dict[str, set[float | date]] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)
    other: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    ordered: bool = False

    @property
    def names(self) -> set[str]:
        """All names."""
        return {*self.compared, *self.stated, *self.other}

    def add(self, more: "Outline") -> None:
        """Take in another sentence."""
        for name, found in more.compared.items():
            self.compared.setdefault(name, set()).update(found)
        self.stated |= more.stated
        self.other |= more.other
        self.states |= more.states
        self.parts |= more.parts
        self.ordered = self.ordered or more.ordered

    def _walk(self, node: n.Node) -> None:
        self.ordered = self.ordered or isinstance(node, n.Take | n.Text)
        if isinstance(node, n.Name):
            self.parts.update(node.parts)
        elif isinstance(node, n.Member):
            self.parts.add(node.name)
        if isinstance(node, n.IsState):
            self.states.add(node.state)
            if isinstance(node.of, n.Name):
                self.stated.add(node.of.text)
                self.parts.update(node.of.parts)
                return
        name, constants = _comparison(node)
        if name:
            self.compared.setdefault(name.text, set()).update(constants)
            self.parts.update(name.parts)
            return
        if isinstance(node, n.Name):
            self.other.add(node.text)
        for one in _inner(node):
            self._walk(one)


def outline(text: str) -> Outline:
    """The outline of an expression. Raises `Flaw` when it is none."""
    made = Outline()
    made._walk(parse(text))
    return made


def _comparison(node: n.Node) -> tuple[n.Name | None, list[float | date]]:
    """The name that a node compares with constants, and these; None if it does not."""
    if isinstance(node, n.Compare):
        sides = [node.left, node.right]
    elif isinstance(node, n.Between):
        sides = [node.of, node.low, node.high]
    elif isinstance(node, n.Is):
        sides = [node.of, *([node.right] if node.right else node.among)]
    else:
        return None, []
    named = [one for one in sides if isinstance(one, n.Name)]
    constants = [value for one in sides if (value := _constant(one)) is not None]
    if len(named) != 1 or len(constants) != len(sides) - 1:
        return None, []
    return named[0], constants


def _constant(node: n.Node) -> float | date | None:
    if isinstance(node, n.Number | n.Day):
        return node.value
    if isinstance(node, n.Word) and node.text.isdigit():
        return float(node.text)
    if isinstance(node, n.Minus) and isinstance(node.of, n.Number):
        return -node.of.value
    return None


def _inner(node: n.Node) -> Iterator[n.Node]:
    for one in fields(node):
        yield from _nodes(getattr(node, one.name))


def _nodes(value: Any) -> Iterator[n.Node]:
    if isinstance(value, n.Node):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _nodes(one)
