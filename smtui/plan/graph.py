"""What depends on what: results that are remembered until something that they stand on changes."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

Work = Callable[[], Any]

_DEEPEST = 24
"""Works inside one another, at most; each takes about ten of the thousand calls Python allows."""
_NOTHING = object()


class Circle(RecursionError):
    """Something needs itself, by however many steps."""


class _TooDeep(Exception):
    """There are too many works inside one another; `way` is all of them, from the outermost."""

    def __init__(self, way: "list[_Open]") -> None:
        super().__init__()
        self.way = way


@dataclass(eq=False)
class _Open:
    """Something that is being worked out, and what it has asked for so far."""

    key: Hashable
    work: Work
    reads: set[Hashable] = field(default_factory=set)


class Memory:
    """Results by key, each worked out when it is first asked for, and kept while it holds.

    Whatever a work asks for is noted: other results (`get`), and what stands in the plan
    itself (`read`), the leaves. When leaves change (`changed`), what stands on them is
    forgotten, by however many steps, and nothing else.
    """

    def __init__(self) -> None:
        self.worked = 0
        """How many works have been done; for tests."""
        self._results: dict[Hashable, Any] = {}
        self._below: dict[Hashable, set[Hashable]] = {}
        self._above: dict[Hashable, set[Hashable]] = {}
        self._open: list[_Open] = []
        self._way: set[Hashable] = set()
        self._failed: dict[Hashable, BaseException] = {}

    @property
    def nested(self) -> bool:
        """Whether a work is going on inside another: it could start anew with more room."""
        return len(self._open) > 1

    def read(self, leaf: Hashable) -> None:
        """Note that what is being worked out stands on a leaf."""
        if self._open:
            self._open[-1].reads.add(leaf)

    def get(self, key: Hashable, work: Work) -> Any:
        """The result of a key. Raises what `work` raises, and `Circle` when it needs itself."""
        if self._open:
            self._open[-1].reads.add(key)
        found = self._results.get(key, _NOTHING)
        if found is not _NOTHING:
            return found
        if key in self._way:
            raise Circle
        if key in self._failed:
            raise self._failed[key]
        if not self._open:
            return self._from_the_ground(_Open(key, work))
        if len(self._open) >= _DEEPEST:
            raise _TooDeep([*self._open, _Open(key, work)])
        self._way.add(key)
        try:
            return self._work_out(_Open(key, work))
        finally:
            self._way.discard(key)

    def changed(self, leaves: Iterable[Hashable]) -> None:
        """Forget all that stands on these leaves."""
        todo = list(leaves)
        while todo:
            key = todo.pop()
            self._results.pop(key, None)
            for one in self._below.pop(key, ()):
                if one in self._above:
                    self._above[one].discard(key)
            todo += self._above.pop(key, ())

    def _from_the_ground(self, first: _Open) -> Any:
        """The result of a key that nothing else is waiting for.

        A long chain is not worked out inside itself, for Python's calls would run out: when
        it gets too deep, all that was under way waits, and its last link is worked out first.
        """
        waiting = [first]
        self._way.add(first.key)
        result: Any = None
        try:
            while waiting:
                one = waiting[-1]
                try:
                    result = self._work_out(_Open(one.key, one.work))
                except _TooDeep as deep:
                    waiting += deep.way[1:]
                    self._way.update(each.key for each in deep.way)
                    continue
                except Exception as error:
                    exhausted = isinstance(error, RecursionError) and not isinstance(error, Circle)
                    if one is first or exhausted:
                        raise
                    # else who waits for it meets the same, and knows what to do about it
                waiting.pop()
                self._way.discard(one.key)
            return result
        finally:
            self._way.clear()
            self._failed.clear()

    def _work_out(self, one: _Open) -> Any:
        self._open.append(one)
        try:
            result = one.work()
        except _TooDeep:
            raise
        except Exception as error:
            exhausted = isinstance(error, RecursionError) and not isinstance(error, Circle)
            if exhausted and self.nested:
                raise _TooDeep(list(self._open)) from None
            # who asked for it stands on what it has read, too
            self._stands(one)
            self._failed[one.key] = error
            raise
        else:
            self.worked += 1
            self._stands(one)
            self._results[one.key] = result
            return result
        finally:
            self._open.pop()

    def _stands(self, one: _Open) -> None:
        for leaf in one.reads:
            self._above.setdefault(leaf, set()).add(one.key)
        self._below.setdefault(one.key, set()).update(one.reads)
