"""What loops do at run time: filter, share, any, every, order, and gathering of values."""

from collections.abc import Callable
from typing import Any

from smtui.questionnaire.expression.scope import Env, Run
from smtui.questionnaire.expression.values import as_number, bounded, holds


def filtered(run: Run, slot: int, test: Run, weight: int) -> Run:
    """The elements for which a test holds. `weight` is what one turn costs, in steps."""

    def kept(env: Env) -> tuple[Any, ...]:
        found = []
        for element in run(env) or ():
            env.world.spend(weight)
            env.slots[slot] = element
            if holds(test(env)):
                found.append(element)
        return tuple(found)

    return kept


def each(run: Run, slot: int, body: Run, gather: Callable[[list[Any]], Any], weight: int) -> Run:
    """A body for every element, gathered."""

    def gathered(env: Env) -> Any:
        values = []
        for element in run(env) or ():
            env.world.spend(weight)
            env.slots[slot] = element
            values.append(body(env))
        return gather(values)

    return gathered


def ordered(run: Run, slot: int, by: Run, weight: int) -> Run:
    """Highest first; equal ones keep their order; unknown ones come last."""

    def ranking(env: Env) -> tuple[Any, ...]:
        ranked = []
        for element in run(env) or ():
            env.world.spend(weight)
            env.slots[slot] = element
            value = by(env)
            ranked.append((value is None, -(value or 0), element))
        return tuple(element for _, _, element in sorted(ranked, key=lambda row: row[:2]))

    return ranking


def _share(run: Run, slot: int, test: Run, weight: int) -> Run:
    def share(env: Env) -> float:
        elements = run(env) or ()
        kept = filtered(lambda _: elements, slot, test, weight)(env)
        return len(kept) / len(elements) if elements else 0.0

    return share


def _any(run: Run, slot: int, test: Run, weight: int) -> Run:
    def some(env: Env) -> bool | None:
        result: bool | None = False
        for element in run(env) or ():
            env.world.spend(weight)
            env.slots[slot] = element
            value = test(env)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return some


def _every(run: Run, slot: int, test: Run, weight: int) -> Run:
    def every(env: Env) -> bool | None:
        elements = run(env) or ()
        result: bool | None = True if elements else None
        for element in elements:
            env.world.spend(weight)
            env.slots[slot] = element
            value = test(env)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return every


QUANTITY: dict[str, Callable[[Run, int, Run, int], Run]] = {
    "share": _share,
    "any": _any,
    "every": _every,
}
"""What makes `where` of share, any and every into one value."""


def _sum(values: list[Any]) -> Any:
    return bounded(sum(as_number(value) for value in values))


def _mean(values: list[Any]) -> float:
    return sum(as_number(value) for value in values) / len(values) if values else 0.0


def _lowest(values: list[Any]) -> Any:
    return min((value for value in values if value is not None), default=None)


def _highest(values: list[Any]) -> Any:
    return max((value for value in values if value is not None), default=None)


def flat(values: list[Any]) -> tuple[Any, ...]:
    """Values and several values as one row of values."""
    found: list[Any] = []
    for value in values:
        found.extend(value if isinstance(value, tuple) else (value,))
    return tuple(found)


GATHER: dict[str, Callable[[list[Any]], Any]] = {
    "sum": _sum,
    "mean": _mean,
    "lowest": _lowest,
    "highest": _highest,
}
"""What makes one value of several."""
