"""Checks a parsed expression against a scope and turns it into code that can be run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.grammar import parse, parse_source, parse_text
from smtui.questionnaire.expression.loops import Builder
from smtui.questionnaire.expression.scope import Code, Env, Scope
from smtui.questionnaire.expression.types import (
    DATE,
    NUMBER,
    YESNO,
    ChoiceOf,
    SeqOf,
    Type,
    describe,
    same,
)
from smtui.questionnaire.expression.values import Part, holds


@contextmanager
def _bounded() -> Iterator[None]:
    """However a sentence is nested, its author gets a `Flaw`, not a broken program."""
    try:
        yield
    except RecursionError:
        raise Flaw("this is nested too deeply", 0, 1, "cut it into [[computed]] values") from None


def compile_condition(
    text: str | tuple[str, ...], scope: Scope, element: Type | None = None, *, name: str = ""
) -> Code:
    """Code of type yes or no; of several texts all must hold. Raises `Flaw`.

    `element` is the type of the item or row in hand; its names can be written short.
    """
    texts = (text,) if isinstance(text, str) else text
    builder = Builder(scope, element, name)
    parts: list[Part] = []
    for number, one in enumerate(texts):
        try:
            with _bounded():
                parts.append(builder.condition(parse(one)))
        except Flaw as flaw:
            flaw.sentence = number
            raise
    reads = frozenset().union(*(part.reads for part in parts))
    runs = tuple(part.run for part in parts)

    def all_hold(env: Env) -> bool | None:
        result: bool | None = True
        for run in runs:
            value = run(env)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    run = runs[0] if len(runs) == 1 else all_hold
    return Code(
        " and ".join(texts),
        YESNO,
        reads,
        run,
        builder.deepest,
        builder.uses_clock,
        builder.uses_element,
    )


def compile_value(
    text: str,
    scope: Scope,
    element: Type | None = None,
    *,
    wanted: Type | None = None,
    name: str = "",
    gaps: bool = True,
) -> Code:
    """Code of any type, or of `wanted`: NUMBER takes a condition as 0 or 1. Raises `Flaw`.

    Without `gaps` a text is unknown as soon as one of the values in it is.
    """
    builder = Builder(scope, element, name)
    builder.unknown = "" if gaps else None
    with _bounded():
        node = parse(text)
        if isinstance(wanted, ChoiceOf):
            part = builder.choice(node, wanted)
        else:
            part = builder.build(node, wanted)
    if wanted is not None and not same(part.type, wanted):
        if (wanted, part.type) != (NUMBER, YESNO):
            raise Flaw(
                f"{describe(wanted)} is expected here, but this is {describe(part.type)}",
                node.start,
                node.end,
                "a date is written year-month-day: 2026-03-31"
                if (wanted, part.type) == (DATE, NUMBER)
                else "",
            )
        part = Part(NUMBER, _zero_or_one(part.run), part.reads)
    return Code(
        text,
        part.type,
        part.reads,
        part.run,
        builder.deepest,
        builder.uses_clock,
        builder.uses_element,
    )


def _zero_or_one(condition: Callable[[Env], bool | None]) -> Callable[[Env], float]:
    return lambda env: 1.0 if holds(condition(env)) else 0.0


def compile_source(
    text: str, scope: Scope, element: Type | None = None, *, sorted: bool = True
) -> tuple[Code, str]:
    """Code for a sequence, and the name that `as` gives its elements. Raises `Flaw`.

    With `sorted` False a `sort` around it is left out: for who only wants to know what is in it.
    """
    builder = Builder(scope, element)
    with _bounded():
        source = parse_source(text)
        if not sorted:
            source = _unsorted(source)
        part = builder.sequence(source)
    assert isinstance(part.type, SeqOf)
    code = Code(
        text,
        part.type,
        part.reads,
        part.run,
        builder.deepest,
        builder.uses_clock,
        builder.uses_element,
    )
    return code, source.name


def _unsorted(source: n.Source) -> n.Source:
    while (
        isinstance(source.base, n.Take)
        and source.base.word == "sort"
        and source.where is None
        and not source.name
    ):
        source = source.base.source
    return source


def compile_template(
    text: str,
    scope: Scope,
    element: Type | None = None,
    *,
    name: str = "",
    unknown: str | None = "",
    longest: int = 0,
) -> Code:
    """Code for a text with values in braces. `name` is what `as` called the element.

    `unknown` is said for a value that is not known; when empty "not answered", or "not yet" for
    what is parked. None: then the whole text is unknown. An answer of more than `longest`
    columns is cut. Raises `Flaw`.
    """
    builder = Builder(scope, element, name)
    builder.unknown, builder.longest = unknown, longest
    with _bounded():
        part = builder.build(parse_text(text))
    return Code(
        text,
        part.type,
        part.reads,
        part.run,
        builder.deepest,
        builder.uses_clock,
        builder.uses_element,
    )
