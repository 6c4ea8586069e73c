"""Compiles every sentence of a questionnaire, each in the scope in which it is read."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_args, get_type_hints

from smtui.questionnaire import model as m
from smtui.questionnaire import sentences as said
from smtui.questionnaire.cases import Case, Unfit
from smtui.questionnaire.circles import Needs
from smtui.questionnaire.expression import (
    DATE,
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    Code,
    Flaw,
    ItemOf,
    Scope,
    SeqOf,
    Symbol,
    TooCostly,
    Type,
    World,
    compile_condition,
    compile_source,
    compile_template,
    compile_value,
    describe,
    same,
)
from smtui.questionnaire.kinds import Link
from smtui.questionnaire.notes import Notes, Path
from smtui.questionnaire.scoping import Scoping

_ROLES = frozenset(
    {said.CONDITION, said.VALUE, said.SHARE, said.SOURCE, said.TEMPLATE, said.PIPED, said.BOUND}
)
_LONGEST_IN_SHEETS = 160
"""Columns of an answer in a sheet: what stands behind a long one still has a place there."""
_PLAIN = re.compile(r"(?!.*[a-z0-9_]\.[a-z])[^']+", re.DOTALL)
"""Words of a person where a text is wanted: no quotes, and nothing like the name of an answer."""
_TEXT_MEND = "a text stands in single quotes inside the double ones: \"'like this'\""
LONGEST_QUOTED = 32
"""Columns of an answer that a finding quotes: whoever wrote it knows it by its first words."""
_WITH_SCOPE = ("choices_from", "rows_from", "value")
"""Sentences of questions that say what their type is: compiled with the scope."""
_UNITS = ("unit", "currency", "per")
"""Words beside a number: nothing stands for what they quote while it is not answered."""


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a thing: its attribute in `codes`, and its path below the thing's own."""

    attribute: str
    path: Path
    role: str
    text: Any


@dataclass(frozen=True)
class _Reader:
    """Where a sentence is read: its scope, the item or row in hand and what it is called."""

    scope: Scope
    element: Type | None = None
    alias: str = ""


@dataclass
class Formulas:
    """`codes` holds every compiled sentence by owner and attribute; `varying` tells for each
    question which of its texts and bounds turn on answers.
    """

    questionnaire: m.Questionnaire
    scoping: Scoping
    notes: Notes
    codes: dict[tuple[str, str], Code] = field(default_factory=dict)
    varying: dict[str, tuple[str, ...]] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()
    bounded: frozenset[str] = frozenset()
    _roles: dict[type, dict[str, str]] = field(default_factory=dict)

    def compile(self) -> None:
        """Compile all; mistakes are noted."""
        made, scope = self.questionnaire, self.scoping.scope
        today = Symbol(DATE, lambda world, _: world.today, frozenset(), uses_clock=True)
        with_clock = replace(scope, names={**scope.names, "today": today})
        for name, question in made.questions.items():
            self._question(name, question, scope, with_clock)
        for section in made.sections:
            for one in self._sentences(section):
                self._one("sections", section.id, one, _Reader(scope), key=f"section {section.id}")
        for name, entry in made.lists.items():
            for one in self._sentences(entry):
                of_item = one.attribute == "title"
                reader = _Reader(scope, ItemOf(list=name) if of_item else None)
                self._one("lists", name, one, reader)
        for check in made.checks:
            self._all("checks", check.id, check, _Reader(scope))
            self._check_earn(check.id)
        judging = replace(scope, checks={check.id for check in made.checks}, findings={})
        for finding in made.findings:
            self._finding(finding, judging)
            self._name_finding(finding, judging)
        for sheet in made.sheets:
            self._sheet(sheet, replace(judging, names=with_clock.names))
        self.codes.update(self.scoping.codes)
        needs = Needs(made, lambda owner, attribute: self.codes.get((owner, attribute)))
        needs.note_circles(self.notes)
        self.settled = needs.settled()
        self.bounded = needs.bounded
        self._read_through_titles()

    def _question(self, name: str, question: m.Question, scope: Scope, with_clock: Scope) -> None:
        here = _Reader(scope, self.scoping.element_of(name))
        for one in self._sentences(question):
            if one.attribute in _WITH_SCOPE:
                continue
            if one.role in (said.PIPED, said.BOUND):
                self.varying[name] = (*self.varying.get(name, ()), one.attribute)
            if one.attribute == "choice_note":
                among = self.scoping.among.get(name)
                if among is not None:
                    self._one("questions", name, one, _Reader(scope, ChoiceOf(among=among)), TEXT)
            elif one.attribute == "default":
                if name in self.scoping.types:
                    self._one("questions", name, one, here, self.scoping.types[name])
            elif isinstance(question, Link) and one.attribute == "among":
                self._one("questions", name, one, here, SeqOf(of=ItemOf(list=question.to)))
            elif one.attribute.startswith("prompts."):
                self._one("questions", name, one, replace(here, scope=with_clock))
            else:
                self._one("questions", name, one, here)

    def _check_earn(self, check: str) -> None:
        """Note a share that never changes and is none: the number of points, most likely."""
        code = self.codes.get((check, "earn"))
        if code is None or code.reads or code.uses_clock:
            return
        with suppress(Unfit, TooCostly, ArithmeticError):
            earned = code.value(Case({}))
            if earned is not None and not 0 <= earned <= 1:
                what = "a check earns a share from 0 (nothing) to 1 (all of its points)"
                mend = "points = ... says what it is worth"
                self.notes.flaw("checks", check, ("earn",), Flaw(what, 0, len(code.text), mend))

    def _finding(self, finding: m.Finding, scope: Scope) -> None:
        reader = _Reader(scope)
        if finding.each:
            try:
                code, alias = compile_source(finding.each, scope)
            except Flaw as flaw:
                self.notes.flaw("findings", finding.id, ("each",), flaw)
                return
            self.codes[(finding.id, "each")] = code
            assert isinstance(code.type, SeqOf)
            reader = _Reader(scope, code.type.of, alias)
        self._all("findings", finding.id, finding, reader)

    def _name_finding(self, finding: m.Finding, scope: Scope) -> None:
        """Let the findings after this one ask whether it is told."""
        name = finding.id
        code = self.codes.get((name, "each")) or self.codes.get((name, "when"))
        if code is None:
            scope.broken |= {name}
            return

        def told(world: World, _: Any) -> bool:
            if world.run not in finding.runs:
                return False
            found = world.remembered(("told", name), lambda: code.value(world))
            return found is True or (isinstance(found, tuple) and bool(found))

        scope.findings[name] = Symbol(YESNO, told, code.reads | {"run"})

    def _sheet(self, sheet: m.Sheet, scope: Scope) -> None:
        """What a sheet says. It is no judgement: it may read the clock."""
        key, nothing = f"sheet {sheet.id}", _Reader(scope)
        for one in self._sentences(sheet):
            self._one("sheets", sheet.id, one, nothing, key=key)
        for at, part in enumerate(sheet.parts):
            reader = nothing
            if part.each:
                try:
                    code, alias = compile_source(part.each, scope)
                except Flaw as flaw:
                    self.notes.flaw("sheets", sheet.id, ("parts", at, "each"), flaw)
                    continue
                self.codes[(key, f"parts.{at}.each")] = code
                assert isinstance(code.type, SeqOf)
                reader = _Reader(scope, code.type.of, alias)
            for one in self._sentences(part):
                below = replace(
                    one, attribute=f"parts.{at}.{one.attribute}", path=("parts", at, *one.path)
                )
                if one.attribute != "each":
                    here = reader if one.attribute == "say" else nothing
                    self._one("sheets", sheet.id, below, here, key=key)

    def _all(self, kind: str, owner: str, thing: Any, reader: _Reader) -> None:
        for one in self._sentences(thing):
            if one.attribute != "each":
                self._one(kind, owner, one, reader)

    def _sentences(self, thing: Any) -> Iterator[_Sentence]:
        """Every sentence of an object and of its prompts, rules and choices."""
        for attribute, role in self._roles_of(type(thing)).items():
            text = getattr(thing, attribute)
            if text and isinstance(text, str | tuple) and (role != said.PIPED or _has_braces(text)):
                yield _Sentence(attribute, (attribute,), role, text)
        for outer in ("prompts", "valid_if", "choices", "rows"):
            for at, inner in enumerate(getattr(thing, outer, ())):
                key = inner.id if outer in ("choices", "rows") else at
                for one in self._sentences(inner):
                    yield replace(
                        one,
                        attribute=f"{outer}.{key}.{one.attribute}",
                        path=(outer, at, *one.path),
                    )

    def _roles_of(self, kind: type) -> dict[str, str]:
        """Which attributes of a class are sentences, and of what role."""
        if kind not in self._roles:
            hints = get_type_hints(kind, include_extras=True)
            self._roles[kind] = {
                one.name: arg
                for one in fields(kind)
                for arg in get_args(hints[one.name])[1:]
                if isinstance(arg, str) and arg in _ROLES
            }
        return self._roles[kind]

    def _one(
        self,
        kind: str,
        owner: str,
        one: _Sentence,
        reader: _Reader,
        wanted: Type | None = None,
        *,
        key: str = "",
    ) -> None:
        """Compile a sentence; its code stands under its owner, or under `key`."""
        scope, element, alias = reader.scope, reader.element, reader.alias
        try:
            if one.role == said.CONDITION:
                code = compile_condition(one.text, scope, element, name=alias)
            elif one.role in (said.TEMPLATE, said.PIPED):
                # a question is read before what it quotes is answered; a unit is whole or not said
                gap: str | None = "..." if one.role == said.PIPED else ""
                gap = None if one.attribute in _UNITS else gap
                longest = LONGEST_QUOTED if one.attribute == "saw" else 0
                longest = _LONGEST_IN_SHEETS if kind == "sheets" else longest
                code = compile_template(
                    one.text, scope, element, name=alias, unknown=gap, longest=longest
                )
            elif one.role == said.SOURCE:
                code, _ = compile_source(one.text, scope, element)
                if wanted is not None and not same(code.type, wanted):
                    what = f"{describe(wanted)} is expected here, but this is {describe(code.type)}"
                    raise Flaw(what, 0, len(one.text))
            else:
                kind_wanted = NUMBER if one.role in (said.SHARE, said.BOUND) else wanted
                # a suggestion, or a word beside a choice, is whole or not said at all
                gaps = one.attribute not in ("default", "choice_note")
                code = compile_value(
                    one.text, scope, element, wanted=kind_wanted, name=alias, gaps=gaps
                )
        except Flaw as flaw:
            if wanted == TEXT and _PLAIN.fullmatch(one.text):
                flaw.mend = _TEXT_MEND
            self.notes.flaw(kind, owner, one.path, flaw)
            self._others(kind, owner, one, reader, flaw.sentence + 1)
            return
        self.codes[(key or owner, one.attribute)] = code

    def _others(self, kind: str, owner: str, one: _Sentence, reader: _Reader, first: int) -> None:
        """Note the mistakes of further sentences that must all hold."""
        for at in range(first, len(one.text) if isinstance(one.text, tuple) else 0):
            try:
                compile_condition(one.text[at], reader.scope, reader.element, name=reader.alias)
            except Flaw as flaw:
                flaw.sentence = at
                self.notes.flaw(kind, owner, one.path, flaw)

    def _read_through_titles(self) -> None:
        """Who calls an item by its title reads what the title reads."""
        titles = {
            f"title {name}": code.reads
            for name in self.questionnaire.lists
            if (code := self.codes.get((name, "title"))) is not None
        }
        for key, code in self.codes.items():
            reads = code.reads
            todo = [one for one in reads if one in titles]
            while todo:
                more = titles[todo.pop()] - reads
                reads |= more
                todo += [one for one in more if one in titles]
            if reads is not code.reads:
                self.codes[key] = replace(code, reads=reads)


def _has_braces(text: str | tuple[str, ...]) -> bool:
    return isinstance(text, str) and ("{" in text or "}" in text)
