"""Compiles every sentence of a questionnaire, each in the scope in which it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_args, get_type_hints

from smtui.questionnaire import model as m
from smtui.questionnaire.expression import (
    NUMBER,
    TEXT,
    ChoiceOf,
    Code,
    Flaw,
    ItemOf,
    Scope,
    SeqOf,
    Symbol,
    Type,
    compile_condition,
    compile_source,
    compile_template,
    compile_value,
)
from smtui.questionnaire.expression.types import DATE
from smtui.questionnaire.kinds import OneOf
from smtui.questionnaire.scoping import Cycle, Scoping, Wrong

_ROLES = frozenset({m.CONDITION, m.VALUE, m.SHARE, m.SOURCE, m.TEMPLATE})


@dataclass
class Formulas:
    """`codes` holds every compiled sentence by owner and attribute."""

    questionnaire: m.Questionnaire
    scoping: Scoping
    wrong: Wrong
    codes: dict[tuple[str, str], Code] = field(default_factory=dict)
    _roles: dict[type, dict[str, str]] = field(default_factory=dict)

    def compile(self) -> None:
        """Compile all; mistakes are noted."""
        scope = self.scoping.scope
        with_clock = replace(
            scope,
            names={**scope.names, "today": Symbol(DATE, lambda world, _: world.today, frozenset(), uses_clock=True)},
        )
        for name, question in self.questionnaire.questions.items():
            self._question(name, question, scope, with_clock)
        for one in self.questionnaire.lists.values():
            self._one("lists", one.id, "title", m.TEMPLATE, one.title, scope, ItemOf(list=one.id))
        for check in self.questionnaire.checks:
            self._all("checks", check.id, check, scope, None)
        judging = replace(scope, checks={check.id for check in self.questionnaire.checks})
        for finding in self.questionnaire.findings:
            self._finding(finding, judging)
        self._settle_computed()
        self.codes.update(self.scoping.codes)
        self._no_circles()

    def _settle_computed(self) -> None:
        """Compile computed values that nothing names, too."""
        for one in self.questionnaire.computed:
            base = one.over.split(" as ")[0].strip()
            scope = self.scoping.scope
            try:
                if not base:
                    scope.find(one.id)
                elif base in self.questionnaire.lists:
                    scope.member(("item", base), one.id)
                else:
                    scope.member(("row", base), one.id)
            except (Flaw, Cycle) as problem:
                flaw = problem if isinstance(problem, Flaw) else None
                self.wrong(("computed", f"{one.id} value"), str(problem), flaw.mend if flaw else "", flaw)

    def _question(self, name: str, question: m.Question, scope: Scope, with_clock: Scope) -> None:
        owner = self.questionnaire.homes[name].list
        element: Type | None = ItemOf(list=owner) if owner else None
        for attribute, role, text in self._sentences(question):
            if attribute == "choices_from" or (attribute == "show_if" and name.endswith("_other") and not text):
                continue
            at, wanted = element, None
            if attribute == "choice_note":
                among = self.scoping.among.get(name)
                at, wanted = (ChoiceOf(among=among) if among else None), TEXT
            elif attribute == "default":
                wanted = self.scoping.types.get(name)
            elif attribute.startswith("choices."):
                at = element
            used = with_clock if attribute.startswith("prompts.") else scope
            self._one("questions", name, attribute, role, text, used, at, wanted)

    def _finding(self, finding: m.Finding, scope: Scope) -> None:
        element: Type | None = None
        alias = ""
        if finding.each:
            try:
                code, alias = compile_source(finding.each, scope)
            except (Flaw, Cycle) as problem:
                self._note("findings", finding.id, "each", problem)
                return
            self.codes[(finding.id, "each")] = code
            assert isinstance(code.type, SeqOf)
            element = code.type.of
        self._all("findings", finding.id, finding, scope, element, alias)

    def _all(self, kind: str, owner: str, thing: Any, scope: Scope, element: Type | None, alias: str = "") -> None:
        for attribute, role, text in self._sentences(thing):
            if attribute != "each":
                self._one(kind, owner, attribute, role, text, scope, element, None, alias)

    def _sentences(self, thing: Any) -> Iterator[tuple[str, str, Any]]:
        """Every sentence of an object: its attribute (with dots where it lies deeper), role, text."""
        for attribute, role in self._roles_of(type(thing)).items():
            text = getattr(thing, attribute)
            if text not in ("", (), True, False):
                yield attribute, role, text
        for outer in ("prompts", "valid_if", "choices"):
            for at, inner in enumerate(getattr(thing, outer, ())):
                key = inner.id if outer == "choices" else at
                for attribute, role, text in self._sentences(inner):
                    yield f"{outer}.{key}.{attribute}", role, text

    def _roles_of(self, kind: type) -> dict[str, str]:
        if kind not in self._roles:
            hints = get_type_hints(kind, include_extras=True)
            found = {}
            for one in fields(kind):
                role = next((arg for arg in get_args(hints[one.name])[1:] if isinstance(arg, str) and arg in _ROLES), "")
                if role:
                    found[one.name] = role
            self._roles[kind] = found
        return self._roles[kind]

    def _one(
        self, kind: str, owner: str, attribute: str, role: str, text: Any, scope: Scope,
        element: Type | None, wanted: Type | None = None, alias: str = "",
    ) -> None:
        texts = (text,) if isinstance(text, str) else text
        try:
            if role == m.CONDITION:
                for at, one in enumerate(texts):
                    part = attribute if isinstance(text, str) else f"{attribute}.{at}"
                    compile_condition(one, scope, element, name=alias)
                code = compile_condition(texts, scope, element, name=alias)
            elif role == m.TEMPLATE:
                code = compile_template(text, scope, element, name=alias)
            elif role == m.SOURCE:
                code, _ = compile_source(text, scope, element)
            else:
                number = NUMBER if role == m.SHARE else wanted
                code = compile_value(text, scope, element, wanted=number, name=alias)
        except (Flaw, Cycle) as problem:
            where = part if role == m.CONDITION else attribute
            self._note(kind, owner, where, problem)
            return
        self.codes[(owner, attribute)] = code

    def _note(self, kind: str, owner: str, attribute: str, problem: Flaw | Cycle) -> None:
        flaw = problem if isinstance(problem, Flaw) else None
        place = self._numbered(kind, owner, attribute)
        self.wrong((kind, f"{owner} {place}"), str(problem), flaw.mend if flaw else "", flaw)

    def _numbered(self, kind: str, owner: str, attribute: str) -> str:
        """The attribute as it lies in the file: choices are numbered there."""
        question = self.questionnaire.questions.get(owner)
        if kind == "questions" and isinstance(question, OneOf) and attribute.startswith("choices."):
            _, choice, rest = attribute.split(".", 2)
            number = next(at for at, one in enumerate(question.choices) if one.id == choice)
            return f"choices.{number}.{rest}"
        return attribute

    def _no_circles(self) -> None:
        """A question must not be shown depending on itself, by however many steps."""
        needs: dict[str, set[str]] = {}
        for name, home in self.questionnaire.homes.items():
            code = self.codes.get((name, "show_if"))
            reads = set(code.reads) & set(self.questionnaire.questions) if code else set()
            needs[name] = reads | ({home.parent} if home.parent else set()) | ({home.record} if home.record else set())
        done: set[str] = set()
        for name in needs:
            way = _circle(name, needs, done, [])
            if way:
                self.wrong(
                    ("questions", f"{name} show_if"), "this is shown depending on itself: " + " -> ".join(way), "", None
                )
                return


def _circle(name: str, needs: dict[str, set[str]], done: set[str], way: list[str]) -> list[str]:
    """The way from a name back to itself, if there is one."""
    if name in way:
        return [*way[way.index(name) :], name]
    if name in done:
        return []
    for other in sorted(needs.get(name, ())):
        found = _circle(other, needs, done, [*way, name])
        if found:
            return found
    done.add(name)
    return []
