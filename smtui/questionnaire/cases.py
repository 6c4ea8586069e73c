"""Tries a condition on every kind of answers that it can meet, where those are few.

Choices, yes and no are tried one by one; of numbers and days those on, between and beside
the bounds that the sentence names. Where that cannot be done nothing is claimed.
"""

import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import prod
from typing import Any

from smtui.questionnaire.expression import (
    NUMBER,
    TEXT,
    YESNO,
    ChoiceOf,
    Code,
    Flaw,
    Outline,
    RecordOf,
    SeqOf,
    State,
    TooCostly,
    Type,
    outline,
)
from smtui.questionnaire.kinds import OneOf
from smtui.questionnaire.model import RUNS, Question, Questionnaire

MOST_CASES = 5_000
"""Combinations of answers that one condition is tried on."""
MOST_IN_ALL = 500_000
"""The same for all conditions of a questionnaire together: what comes after is let pass."""
_MOST_CHOICES = 10
_MOST_ORDERED = 5
_MOST_STEPS = 10_000
_ASKED_FOR = {"parked": State.PARKED, "not applicable": State.NOT_APPLICABLE}

Standing = tuple[Any, State]
"""An answer, and how its question stands."""
_OPEN: Standing = (None, State.OPEN)
_ITEM = "one"


class Unfit(Exception):
    """A condition asks for something that cannot be tried."""


@dataclass
class Case:
    """Answers to a few questions, as expressions see a plan; there is no item in it."""

    answers: Mapping[str, Standing]
    run: str = "full"
    today: date | None = None
    _steps: int = 0

    def value(self, name: str, item: str) -> Any:
        """The answer that is tried."""
        return self._standing(name, item)[0]

    def state(self, name: str, item: str) -> State:
        """How the question stands in this case."""
        return self._standing(name, item)[1]

    def _standing(self, name: str, item: str) -> Standing:
        if item not in ("", _ITEM):
            raise Unfit  # of another item, or another row of a grid, the answer is another
        try:
            return self.answers[name]
        except KeyError:
            raise Unfit from None

    def items(self, list_id: str) -> tuple[str, ...]:
        """Raises `Unfit`: there are endless lists."""
        raise Unfit

    def title(self, list_id: str, item: str) -> str:
        """Raises `Unfit`."""
        raise Unfit

    def rows(self, grid: str, item: str) -> tuple[str, ...]:
        """Raises `Unfit`: rows hang on answers, and there are many cells."""
        raise Unfit

    def row_label(self, grid: str, row: str) -> str:
        """Raises `Unfit`."""
        raise Unfit

    def worded(self, question: str, choice: str, item: str = "") -> str:
        """Raises `Unfit`."""
        raise Unfit

    def completeness(self, section: str) -> float:
        """Raises `Unfit`."""
        raise Unfit

    def earned(self, check: str) -> float | None:
        """Raises `Unfit`."""
        raise Unfit

    def remembered(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """The work done: every case is another plan."""
        return work()

    def spend(self, steps: int) -> None:
        """Count steps. Raises `TooCostly`."""
        self._steps += steps
        if self._steps > _MOST_STEPS:
            raise TooCostly


@dataclass
class Cases:
    """What conditions of a questionnaire come to on the answers that can be given.

    `left` is how many combinations may still be tried.
    """

    made: Questionnaire
    left: int = MOST_IN_ALL
    _outlines: dict[str, Outline] = field(default_factory=dict)

    def outcomes(self, code: Code, shown: Iterable[str] = ()) -> set[Any]:
        """All that a sentence can come to while the questions `shown` are on the screen.

        Empty when that cannot be tried. Stops when both something true and something false
        was seen.
        """
        if code.uses_clock or not code.reads:
            return set()
        needs = {name for name in shown if name}
        for conditions in (self._conditions(code.reads | needs), {}):
            try:
                return self._tried(code, conditions, needs & conditions.keys())
            except (Unfit, TooCostly, Flaw, ArithmeticError, RecursionError):
                continue
        return set()

    def _tried(
        self, code: Code, conditions: Mapping[str, list[Code]], shown: Iterable[str]
    ) -> set[Any]:
        codes = [code, *itertools.chain(*conditions.values())]
        said = self._said(codes)
        reads = sorted(frozenset[str]().union(*(one.reads for one in codes)))
        names = [name for name in reads if name != "run"]
        standings = [self._standings(name, said) for name in names]
        runs = RUNS if "run" in reads else RUNS[-1:]
        if prod(map(len, standings)) * len(runs) > min(MOST_CASES, self.left):
            raise Unfit
        seen: set[Any] = set()
        plans = itertools.product(*standings)
        for combined, run in itertools.product(plans, runs):
            self.left -= 1
            case = Case(dict(zip(names, combined, strict=True)), run)
            if not _can_be(case, conditions, shown):
                continue
            seen.add(code.value(case, _ITEM))
            if any(seen) and False in seen:
                break
        return seen

    # what is shown

    def _conditions(self, reads: Iterable[str]) -> dict[str, list[Code]]:
        """The conditions under which the questions that are read are shown, and so on."""
        found: dict[str, list[Code]] = {}
        todo = [name for name in reads if name in self.made.homes]
        while todo:
            name = todo.pop()
            if name in found:
                continue
            found[name] = [code for code in self._above(name) if self._can_be_tried(code)]
            todo += [one for code in found[name] for one in code.reads if one in self.made.homes]
        return found

    def _above(self, name: str) -> Iterator[Code]:
        """The conditions of a question, and of what it belongs to."""
        while name:
            code = self.made.code(name, "show_if")
            if code is not None:
                yield code
            home = self.made.homes[name]
            name = home.parent or home.record

    def _can_be_tried(self, code: Code) -> bool:
        try:
            said = self._said([code])
            return all(name == "run" or self._standings(name, said) for name in code.reads)
        except (Unfit, Flaw):
            return False

    # what is tried

    def _said(self, codes: list[Code]) -> Outline:
        said = Outline()
        for code in codes:
            if code.text not in self._outlines:
                self._outlines[code.text] = outline(code.text)
            said.add(self._outlines[code.text])
        return said

    def _standings(self, name: str, said: Outline) -> list[Standing]:
        """Every way in which a question can stand, as far as a sentence can tell them apart."""
        question, kind = self.made.questions.get(name), self.made.types.get(name)
        if question is None or kind is None:
            raise Unfit
        states = [_OPEN, *((None, _ASKED_FOR[one]) for one in said.states if one in _ASKED_FOR)]
        if isinstance(kind, RecordOf):
            return [*states, (None, State.ANSWERED)]
        values = self._values(question, kind, said)
        return [*states, *((value, State.ANSWERED) for value in values)]

    def _values(self, question: Question, kind: Type, said: Outline) -> list[Any]:
        written = {one for one in said.names if _means(one, question.id)}
        if isinstance(kind, ChoiceOf):
            return list(self._reachable(question, kind))
        if kind == YESNO:
            return [True, False]
        # by way of another value, or of arithmetic, any answer could make a difference
        if not written or said.parts & {one.id for one in self.made.computed}:
            raise Unfit
        if isinstance(kind, SeqOf) and isinstance(kind.of, ChoiceOf) and said.other & written:
            return self._choosings(question, kind.of, ordered=said.ordered)
        if said.other & written:
            raise Unfit
        compared = set().union(*(said.compared.get(one, set()) for one in written))
        if not compared:
            return ["any"] if kind == TEXT else [1]
        found = _numbers(question, compared) if kind == NUMBER else _days(compared)
        fits = [one for one in found if not question.trouble(one)]
        if not fits:
            raise Unfit
        return fits

    def _choosings(
        self, question: Question, kind: ChoiceOf, *, ordered: bool
    ) -> list[tuple[str, ...]]:
        """Every answer of several choices; where their order counts, in every order."""
        ids = list(self._reachable(question, kind))
        if len(ids) > (_MOST_ORDERED if ordered else _MOST_CHOICES):
            raise Unfit
        draw = itertools.permutations if ordered else itertools.combinations
        found = itertools.chain(*(draw(ids, size) for size in range(1, len(ids) + 1)))
        return [one for one in found if not question.trouble(one)]

    def _reachable(self, question: Question, kind: ChoiceOf) -> Iterable[str]:
        """The choices that a question can ever offer; all, where that hangs on answers."""
        source = self.made.code(question.id, "choices_from")
        if source is None or source.reads or not isinstance(question, OneOf):
            return kind.among.rows
        own = [choice.id for choice in question.choices]
        return [*source.value(Case({})), *own, *(["other"] if question.other else [])]


def _can_be(case: Case, conditions: Mapping[str, list[Code]], shown: Iterable[str]) -> bool:
    """Whether a plan can be so: what is not shown has no answer."""
    for name, codes in conditions.items():
        standing = case.answers.get(name, _OPEN)
        if (standing[1] is not State.OPEN or name in shown) and not all(
            code.holds(case, _ITEM) for code in codes
        ):
            return False
    return True


def _means(written: str, name: str) -> bool:
    """Whether a name in a sentence can be that of a question: in full, or short in its list."""
    return written == name or name.endswith(f".{written}") or written.startswith(f"{name}.")


def _numbers(question: Question, compared: Iterable[Any]) -> list[float]:
    """On, between and beside the bounds."""
    bounds = {one for one in compared if isinstance(one, int | float)}
    bounds |= {one for one in question.bounds if one is not None}
    near = {one + step for one in bounds for step in (-1, 0, 1)}
    near |= {(low + high) / 2 for low, high in itertools.pairwise(sorted(bounds))}
    return sorted(int(one) if float(one).is_integer() else one for one in near)


def _days(compared: Iterable[Any]) -> list[date]:
    days = {one for one in compared if isinstance(one, date)}
    return sorted(one + timedelta(days=step) for one in days for step in (-1, 0, 1))
