"""Turns the nodes about texts, dates, points and completeness into code."""

import operator
from collections.abc import Callable
from datetime import date
from typing import Any

from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.build import NOTHING
from smtui.questionnaire.expression.compare import Comparisons
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.scope import Env
from smtui.questionnaire.expression.types import (
    DATE,
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    FieldOf,
    ItemOf,
    RecordOf,
    SeqOf,
    Type,
    describe,
)
from smtui.questionnaire.expression.values import (
    Part,
    folded,
    known,
    months_between,
    share_a_word,
    shifted,
    slug,
    weight_of,
    whole,
    words_of,
    written,
    years_between,
)
from smtui.questionnaire.expression.world import State, TooCostly
from smtui.text import shortened

_LONGEST_TEXT = 200_000
"""Characters of a text that an expression makes; texts of texts could double without end."""


class Wording(Comparisons):
    """Builds texts, tests of texts, spans of time, points and completeness."""

    def on_text(self, node: n.Text) -> Part:
        pieces = [one if isinstance(one, str) else self._piece(one) for one in node.parts]
        parts = [one for one in pieces if isinstance(one, Part)]
        reads = NOTHING.union(*(part.reads for part in parts))
        for part in parts:
            listed = part.type.of if isinstance(part.type, SeqOf) else part.type
            if isinstance(listed, ItemOf):
                reads |= {f"title {listed.list}"}

        unknown, longest = self.unknown, self.longest

        def said(part: Part, env: Env) -> str | None:
            value = part.run(env)
            if known(value):
                shown = value if part.place else _roughly(value)
                text = _named_in_item(part, value, env) or written(shown, part.type, env.world)
                quoted = longest and _is_of_a_person(part, value)
                return shortened(text, longest) if quoted else text
            if value == "" and unknown is not None:
                return ""  # no answer is empty: an author wrote it, and means nothing by it
            if unknown == "":
                return _not_known(part, value, env)
            return unknown

        def run(env: Env) -> str | None:
            texts: list[str] = []
            length = 0
            for one in pieces:
                text = one if isinstance(one, str) else said(one, env)
                if text is None:
                    return None
                if longest and text.startswith(".") and texts and texts[-1].endswith("..."):
                    text = text[1:]  # what was cut ends the sentence with its dots
                length += len(text)
                if length > _LONGEST_TEXT:
                    raise TooCostly
                texts.append(text)
            env.world.spend(length // 64)
            return "".join(texts)

        return Part(TEXT, run, reads)

    def _piece(self, node: n.Node) -> Part:
        part = self.build(node)
        if isinstance(part.type, RecordOf):
            raise Flaw(
                f"'{part.type.name}' has several fields; name one of them", node.start, node.end
            )
        if isinstance(part.type.of if isinstance(part.type, SeqOf) else part.type, FieldOf):
            raise Flaw(
                "a field of a record has no text",
                node.start,
                node.end,
                "ask its state: where this is answered",
            )
        return part

    def _wanted(self, node: n.Node, kind: Type) -> Part:
        part = self.build(node)
        if part.type != kind:
            raise Flaw(
                f"{kind.words} is expected here, but this is {describe(part.type)}",
                node.start,
                node.end,
            )
        return part

    def on_span(self, node: n.Span) -> Part:
        first, last = self._wanted(node.first, DATE), self._wanted(node.last, DATE)
        start, end = first.run, last.run
        between = _SPANS[node.unit]

        def run(env: Env) -> int | None:
            a, b = start(env), end(env)
            return None if a is None or b is None else between(a, b)

        return Part(NUMBER, run, first.reads | last.reads)

    def on_shift(self, node: n.Shift) -> Part:
        number, day = self.numeric(node.number), self._wanted(node.day, DATE)
        count, start = number.run, day.run
        sign = 1 if node.later else -1

        def run(env: Env) -> date | None:
            a, b = count(env), start(env)
            return None if a is None or b is None else shifted(b, sign * a, node.unit)

        return Part(DATE, run, number.reads | day.reads)

    def on_round(self, node: n.Round) -> Part:
        part = self.numeric(node.of)
        run = part.run

        def rounded(env: Env) -> int | None:
            return None if (value := run(env)) is None else whole(value, node.way)

        return Part(NUMBER, rounded, part.reads)

    def on_countwords(self, node: n.CountWords) -> Part:
        return self._of_text(node.of, NUMBER, lambda text: len(words_of(text)))

    def on_hasnumber(self, node: n.HasNumber) -> Part:
        return self._of_text(node.of, YESNO, lambda text: any(c.isdigit() for c in text))

    def on_slug(self, node: n.Slug) -> Part:
        return self._of_text(node.of, TEXT, slug)

    def on_sharesword(self, node: n.SharesWord) -> Part:
        left, right = self._wanted(node.left, TEXT), self._wanted(node.right, TEXT)
        without = self._word_list(node.except_for) if node.except_for else ()
        stop = frozenset(word for listed in without for word in words_of(listed))
        return self.pairwise(lambda a, b: share_a_word(a, b, stop), left, right)

    def on_texttest(self, node: n.TextTest) -> Part:
        words = self._word_list(node.words)
        test = _TESTS[node.test](words)
        weight = 1 + len(words) // 16
        part = self._of_text(node.of, YESNO, lambda text: test(folded(text)), weight)
        if node.words.text not in self.scope.foreign:
            return part
        return Part(YESNO, lambda env: None, part.reads | {f"words {node.words.text}"})

    def on_textpart(self, node: n.TextPart) -> Part:
        text, part = self._wanted(node.of, TEXT), self._wanted(node.part, TEXT)
        test = _PART_TESTS[node.test]
        return self.pairwise(lambda a, b: test(folded(a), folded(b)), text, part)

    def _of_text(
        self, node: n.Node, kind: Type, work: Callable[[str], Any], weight: int = 1
    ) -> Part:
        """What is worked out from one text; unknown stays unknown."""
        part = self._wanted(node, TEXT)
        run = part.run

        def worked_out(env: Env) -> Any:
            text = run(env)
            if text is None:
                return None
            env.world.spend(weight + weight_of(text))
            return work(text)

        return Part(kind, worked_out, part.reads)

    def _word_list(self, name: n.Name) -> tuple[str, ...]:
        words = self.scope.words.get(name.text)
        if words is None:
            what = f"there is no word list '{name.text}'"
            raise self.missing(what, name.text, name, sorted(self.scope.words), "word lists")
        return words

    def on_points(self, node: n.Points) -> Part:
        part = self.build(node.of)
        inner = part.type.of if isinstance(part.type, SeqOf) else part.type
        what = mend = ""
        if not isinstance(inner, ChoiceOf):
            what = f"only a choice has points, and this is {describe(part.type)}"
        elif not inner.among.has_points:
            what, mend = "these choices carry no points", "give the choices points = ..."
        elif inner != part.type:
            what = "several choices are possible here, each with points of its own"
            mend = "add them up: sum of points of this over ..."
        if what or not isinstance(inner, ChoiceOf):
            raise Flaw(what, node.start, node.end, mend)
        rows, run = inner.among.rows, part.run

        def points(env: Env) -> float | None:
            row = rows.get(run(env))
            return row.points if row else None

        return Part(NUMBER, points, part.reads)

    def on_completeness(self, node: n.Completeness) -> Part:
        section = node.section.text
        if section not in self.scope.sections:
            what = f"there is no section '{section}'"
            raise self.missing(what, section, node.section, sorted(self.scope.sections), "sections")
        reads = self.scope.section_reads.get(section, NOTHING)
        return Part(NUMBER, lambda env: env.world.completeness(section), reads)


def _is_of_a_person(part: Part, value: Any) -> bool:
    """Whether a value is in words of whoever answers: of any length, unlike labels and numbers."""
    if isinstance(part.type, ChoiceOf):
        return bool(value == "other")
    if isinstance(part.type, ItemOf):
        return True
    return bool(part.place) and (part.type == TEXT or isinstance(part.type, SeqOf))


def _roughly(value: Any) -> Any:
    """A number that was worked out, to one decimal: nobody answered it, nor reads more of it."""
    return round(value, 1) if isinstance(value, float) and abs(value) >= 1 else value


def _named_in_item(part: Part, value: Any, env: Env) -> str:
    """What an item means by "another, namely"; empty for any other value."""
    if value != "other" or not isinstance(part.type, ChoiceOf) or part.place_item is None:
        return ""
    item = part.place_item(env)
    return env.world.worded(part.place, "other", str(item)) if item else ""


def _not_known(part: Part, value: Any, env: Env) -> str:
    """What stands for an answer that is not there; what is parked will be."""
    if part.place and part.place_item is not None:
        item = part.place_item(env)
        if item is not None and env.world.state(part.place, str(item)) is State.PARKED:
            return "not yet"
    return written(value, part.type, env.world)


def _listed(words: tuple[str, ...]) -> tuple[str, ...]:
    # a list may begin a word with a blank (" team"): folding must not take it away
    return tuple(folded(w) if w == w.strip() else f" {folded(w)}" for w in words)


def _equals(words: tuple[str, ...]) -> Callable[[str], bool]:
    return frozenset(_listed(words)).__contains__


def _contains(words: tuple[str, ...]) -> Callable[[str], bool]:
    listed = _listed(words)
    return lambda text: any(word in text for word in listed)


def _begins(words: tuple[str, ...]) -> Callable[[str], bool]:
    listed = [found for word in words if (found := words_of(folded(word)))]

    def begins(text: str) -> bool:
        said = words_of(text)
        return any(said[: len(word)] == word for word in listed)

    return begins


def _ends(words: tuple[str, ...]) -> Callable[[str], bool]:
    listed = _listed(words)
    return lambda text: text.endswith(listed)


_SPANS: dict[str, Callable[[date, date], int]] = {
    "years": years_between,
    "months": months_between,
    "days": lambda first, last: (last - first).days,
}
_PART_TESTS: dict[str, Callable[[str, str], bool]] = {
    "equals": operator.eq,
    "contains": operator.contains,
    "begins": str.startswith,
    "ends": str.endswith,
}
_TESTS: dict[str, Callable[[tuple[str, ...]], Callable[[str], bool]]] = {
    "equals": _equals,
    "contains": _contains,
    "begins": _begins,
    "ends": _ends,
}
