"""What a name in an expression means: the loops around it first, then the questionnaire."""

from collections.abc import Callable
from heapq import nlargest
from operator import eq
from typing import Any

from smtui.mistakes import closest, suggestion
from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.errors import Flaw, Spoilt, Unplaced
from smtui.questionnaire.expression.scope import Env, Run, Scope, Symbol
from smtui.questionnaire.expression.types import (
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    ItemOf,
    RecordOf,
    RowOf,
    SeqOf,
    Type,
    describe,
)
from smtui.questionnaire.expression.values import Part

_MOST_COMPARED = 200
"""Names that a wrong one is compared with; comparing is slow, and a file may have many mistakes."""


class Names:
    """Builds names. `frames` are the loops around: slot, element type, name."""

    def __init__(self, scope: Scope, element: Type | None, name: str = "") -> None:
        self.scope = scope
        self.frames: list[tuple[int, Type, str]] = [(0, element, name)] if element else []
        self.deepest = 0
        self.built = 0
        self.uses_clock = False
        self.uses_element = False
        self.unknown: str | None = ""
        """What a text says for a value that is unknown; empty says "not answered", and with
        None the whole text is unknown."""
        self.longest = 0
        """Columns that a text leaves to an answer that it quotes; 0 is any number."""

    def build(self, node: n.Node, wanted: Type | None = None) -> Part:
        """The typed code of a node. Raises `Flaw`."""
        raise NotImplementedError

    def literal(self, value: Any, kind: Type = TEXT) -> Part:
        """A constant."""
        return Part(kind, lambda env: value)

    def missing(self, what: str, name: str, node: n.Node, known: list[str], noun: str) -> Flaw:
        """The flaw of naming something that is not there; none of its own if it is broken."""
        if name in self.scope.broken:
            return Spoilt()
        return Flaw(what, node.start, node.end, suggestion(name, near(name, known), noun=noun))

    def on_check(self, node: n.Check) -> Part:
        """The share that a check earned; whether a finding is told."""
        if node.id in self.scope.findings:
            return self.symbol(self.scope.findings[node.id])
        if node.id not in self.scope.checks:
            what = f"there is no check '{node.id}' that can be named here"
            flaw = self.missing(what, node.id, node, sorted(self.scope.checks), "checks")
            flaw.mend = flaw.mend or "findings name checks; all other names have small letters"
            raise flaw
        return Part(NUMBER, lambda env: env.world.earned(node.id), frozenset({f"check {node.id}"}))

    def on_name(self, node: n.Name) -> Part:
        """A name, or yes and no."""
        part = self.lookup_name(node)
        if part is not None:
            return part
        if node.text in ("yes", "no"):
            return self.literal(node.text == "yes", YESNO)
        if node.text == "today":
            raise Flaw(
                "'today' is not allowed here",
                node.start,
                node.end,
                "a score never reads the clock; only prompts and sheets may",
            )
        if node.text == "this":
            raise Flaw("'this' is the item or row in hand, and here is none", node.start, node.end)
        raise self._unknown(node)

    def on_member(self, node: n.Member) -> Part:
        """An answer or column of what stands before the dot."""
        part = self.build(node.of)
        found = self._member(part, node.name)
        if found is None:
            raise self._no_member(part, node.name, node)
        return found

    def lookup_name(self, node: n.Name) -> Part | None:
        """The part that a name means; None when it means nothing."""
        try:
            return self._found(node)
        except Unplaced as flaw:
            raise Flaw(flaw.what, node.start, node.end, flaw.mend) from None

    def _found(self, node: n.Name) -> Part | None:
        parts = node.parts
        for slot, kind, name in reversed(self.frames):
            if parts[0] == name or (parts[0] == "this" and slot == self.frames[-1][0]):
                return self._members(Part(kind, self.in_slot(slot)), node, 1)
            owner = _owner(kind)
            if owner is None:
                continue
            if parts[0] == owner[1] and len(parts) > 1:
                # LIST.name inside a loop over the list: the item in hand
                return self._members(Part(kind, self.in_slot(slot)), node, 1)
            for length in range(len(parts), 0, -1):
                symbol = self.scope.member(owner, ".".join(parts[:length]))
                if symbol:
                    return self._members(self.symbol(symbol, self.in_slot(slot)), node, length)
        for length in range(len(parts), 0, -1):
            symbol = self.scope.find(".".join(parts[:length]))
            if symbol:
                return self._members(self.symbol(symbol), node, length)
        return None

    def in_slot(self, slot: int) -> Run:
        """What a loop around holds at the moment; in the outermost slot the element in hand."""
        self.uses_element = self.uses_element or slot == 0
        return lambda env: env.slots[slot]

    def symbol(self, symbol: Symbol, element: Run | None = None) -> Part:
        """The part of a symbol, of the item or row that `element` gives."""
        self.uses_clock = self.uses_clock or symbol.uses_clock
        at = element or _nowhere
        read = symbol.read

        def run(env: Env) -> Any:
            item = at(env)
            return None if item is None else read(env.world, item)

        item = at if symbol.place is None else _led(at, symbol.place)
        return Part(
            symbol.type, run, symbol.reads, symbol.answers, item if symbol.answers else None
        )

    def _members(self, part: Part, node: n.Name, at: int) -> Part:
        while at < len(node.parts):
            for length in range(len(node.parts), at, -1):
                found = self._member(part, ".".join(node.parts[at:length]))
                if found:
                    part, at = found, length
                    break
            else:
                raise self._no_member(part, node.parts[at], node)
        return part

    def _member(self, part: Part, name: str) -> Part | None:
        owner = _owner(part.type)
        symbol = self.scope.member(owner, name) if owner else None
        if symbol is None:
            return None
        inner = self.symbol(symbol, part.run)
        return Part(inner.type, inner.run, part.reads | inner.reads, inner.place, inner.place_item)

    def _no_member(self, part: Part, name: str, node: n.Node) -> Flaw:
        owner = _owner(part.type)
        if isinstance(part.type, SeqOf):
            flaw = Flaw(
                f"here are several values, and '{name}' belongs to one of them",
                node.start,
                node.end,
                "go over them: any ... where, values of (... over ...)",
            )
            inner = part.type.of
            cell = self._no_cell(inner.grid, name, node) if isinstance(inner, RowOf) else None
            return cell or flaw
        if isinstance(part.type, RecordOf):
            fields = self.scope.fields.get(part.type.name, ())
            mend = suggestion(name, [one.rpartition(".")[2] for one in fields], noun="fields")
            return Flaw(f"'{part.type.name}' has no field '{name}'", node.start, node.end, mend)
        if owner is None:
            return Flaw(f"{describe(part.type)} has no '{name}'", node.start, node.end)
        if {owner[1], f"{owner[1]}.{name}"} & self.scope.broken:
            return Spoilt()
        known = near(name, sorted(self.scope.member_names(owner)))
        return Flaw(
            f"{describe(part.type)} has no '{name}'",
            node.start,
            node.end,
            suggestion(name, known, noun="it has"),
        )

    def _no_cell(self, grid: str, name: str, node: n.Node) -> Flaw | None:
        """The flaw of a row of a grid that is not there, or of a column in one that is."""
        rows = self.scope.rows.get(grid)
        if not isinstance(rows, ChoiceOf) or rows.among.name != grid:
            return None  # they are no names
        columns = [one.rpartition(".")[2] for one in self.scope.fields.get(grid, ())]
        what, noun, known = f"'{grid}' has no row '{name}'", "rows", list(rows.among.rows)
        if name in rows.among:
            last = node.parts[-1] if isinstance(node, n.Name) else name
            if last == name or last in columns:
                return None
            name, noun, known = last, "columns", columns
            what = f"'{grid}' has no column '{last}'"
        elif name in columns:
            return None
        return Flaw(what, node.start, node.end, suggestion(name, known, noun=noun))

    def _unknown(self, node: n.Name) -> Flaw:
        """The flaw of a name that means nothing: with the name that was probably meant."""
        names = set(self.scope.names)
        owners = []
        for _, kind, name in self.frames:
            owner = _owner(kind)
            if owner:
                owners.append(owner[1])
                names.update(self.scope.member_names(owner))
            names.add(name)
        for length in range(1, len(node.parts) + 1):
            said = ".".join(node.parts[:length])
            full = {said, *owners, *(f"{owner}.{said}" for owner in owners)}
            if full & self.scope.broken:
                return Spoilt()
            if full & self.scope.notes:
                what = f"'{node.text}' is a note, which has no answer"
                return Flaw(what, node.start, node.end, "name a question")
        meant = closest(node.text, near(node.text, sorted(names - {""})))
        elsewhere = self._elsewhere(node.text)
        if elsewhere:
            mend = elsewhere
        elif meant:
            mend = f"did you mean '{meant}'?"
        else:
            mend = "names are section.question, a list, a table, a value"
        return Flaw(f"there is nothing called '{node.text}'", node.start, node.end, mend)

    def _elsewhere(self, text: str) -> str:
        """How a word is written that means something, but not as it stands."""
        if text in ("true", "false"):
            return f"write {'yes' if text == 'true' else 'no'}"
        state = closest(text, ("answered", "parked", "applicable"))
        if state:
            return f"did you mean '{state}'?"
        for name in sorted(self.scope.names):
            if name.endswith(f".{text}"):
                return f"did you mean '{name}'?"
            if name.startswith(f"{text}."):
                return f"a name has a dot, no blank and no minus: such as {name}"
        for (sort, owner), members in self.scope.members.items():
            if sort == "item" and text in members:
                return f"it is asked of each '{owner}': any {owner} where {text} ..."
        return ""


def near(word: str, names: list[str]) -> list[str]:
    """The names that are worth comparing with a wrong one: all, unless they are very many."""
    if len(names) <= _MOST_COMPARED:
        return names
    return nlargest(_MOST_COMPARED, names, key=lambda name: _alike(word, name))


def _alike(word: str, name: str) -> int:
    """How many characters of two names are the same, counted from either end."""
    ends: int = sum(map(eq, word, name)) + sum(map(eq, word[::-1], name[::-1]))
    return ends


def _owner(kind: Type) -> tuple[str, str] | None:
    """What has the members of a value: its list, its table or its grid."""
    if isinstance(kind, ItemOf):
        return ("item", kind.list)
    if isinstance(kind, ChoiceOf) and kind.among.table:
        return ("row", kind.among.table)
    if isinstance(kind, RowOf):
        return ("grid", kind.grid)
    return None


def _led(at: Run, place: Callable[[str], str]) -> Run:
    """From the element in hand to the item that a question is asked of."""
    return lambda env: None if (element := at(env)) is None else place(element)


def _nowhere(env: Env) -> str:
    """The item of a name that belongs to none."""
    return ""
