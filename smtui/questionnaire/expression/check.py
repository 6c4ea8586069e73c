"""Checks a parsed expression against a scope and turns it into code that can be run."""

from smtui.questionnaire.expression import nodes as n
from smtui.questionnaire.expression.errors import Flaw
from smtui.questionnaire.expression.grammar import parse, parse_source, parse_text
from smtui.questionnaire.expression.loops import Builder
from smtui.questionnaire.expression.scope import Code, Env, Scope
from smtui.questionnaire.expression.types import NUMBER, YESNO, SeqOf, Type, describe
from smtui.questionnaire.expression.values import Part, as_number, holds


def compile_condition(
    text: str | tuple[str, ...], scope: Scope, element: Type | None = None, *, name: str = ""
) -> Code:
    """Code of type yes or no; of several texts all must hold. Raises `Flaw`.

    `element` is the type of the item or row in hand; its names can be written short.
    """
    texts = (text,) if isinstance(text, str) else text
    parts: list[Part] = []
    builder = Builder(scope, element, name)
    for one in texts:
        node = parse(one)
        part = builder.build(node)
        if part.type != YESNO:
            raise Flaw(
                f"a condition is expected here, but this is {describe(part.type)}",
                node.start, node.end, "compare it: is, is answered, >=, includes ...",
            )
        parts.append(part)
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
    return Code(" and ".join(texts), YESNO, reads, run, builder.deepest, builder.uses_clock)


def compile_value(
    text: str,
    scope: Scope,
    element: Type | None = None,
    *,
    wanted: Type | None = None,
    name: str = "",
) -> Code:
    """Code of any type, or of `wanted`: NUMBER takes a condition as 0 or 1. Raises `Flaw`."""
    builder = Builder(scope, element, name)
    node = parse(text)
    part = builder.build(node, wanted)
    run = part.run
    kind = part.type
    if wanted == NUMBER and kind == YESNO:
        condition = run
        kind = NUMBER

        def run(env: Env) -> float:
            return 1.0 if holds(condition(env)) else 0.0

    elif wanted == NUMBER and kind != NUMBER:
        raise Flaw(f"a number is expected here, but this is {describe(kind)}", node.start, node.end)
    return Code(text, kind, part.reads, run, builder.deepest, builder.uses_clock)


def compile_source(
    text: str, scope: Scope, element: Type | None = None
) -> tuple[Code, str]:
    """Code for a sequence, and the name that `as` gives its elements. Raises `Flaw`."""
    builder = Builder(scope, element)
    source = parse_source(text)
    part = builder.sequence(source)
    assert isinstance(part.type, SeqOf)
    return Code(text, part.type, part.reads, part.run, builder.deepest, builder.uses_clock), source.name


def compile_template(
    text: str, scope: Scope, element: Type | None = None, *, name: str = ""
) -> Code:
    """Code for a text with values in braces. `name` is what `as` called the element. Raises `Flaw`."""
    builder = Builder(scope, element, name)
    part = builder.build(parse_text(text))
    return Code(text, part.type, part.reads, part.run, builder.deepest, builder.uses_clock)


__all__ = ["as_number", "compile_condition", "compile_source", "compile_template", "compile_value"]
