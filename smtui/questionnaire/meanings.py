"""What names mean, each worked out once, when it is first asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from smtui.questionnaire.expression import Flaw, Spoilt, Unplaced
from smtui.questionnaire.notes import Notes, Path

_T = TypeVar("_T")
_HIGHEST = 40
"""Values that build on one another: each is worked out inside the one that needs it."""


@dataclass
class Meanings:
    """A mistake in what a name means is noted once, where it stands; whatever names it is
    `Spoilt`, which is no mistake of its own.
    """

    notes: Notes
    _open: list[str] = field(default_factory=list)
    _done: dict[str, Any] = field(default_factory=dict)
    _failed: set[str] = field(default_factory=set)
    _heights: dict[str, int] = field(default_factory=dict)

    def fail(self, name: str) -> None:
        """Remember that a name means nothing, and that this is told already."""
        self._failed.add(name)

    def within(self, name: str, stands: tuple[str, str, Path], work: Callable[[], _T]) -> _T:
        """What a name means, worked out once. `stands` is where a mistake in it is noted."""
        if name in self._failed:
            raise Spoilt
        if name in self._open:
            way = [*self._open[self._open.index(name) :], name]
            raise Unplaced("this needs itself: " + " -> ".join(way))
        if name not in self._done:
            if len(self._open) > _HIGHEST:
                raise _too_high()
            self._open.append(name)
            self._heights[name] = 0
            try:
                self._done[name] = work()
            except Flaw as flaw:
                self._failed.add(name)
                self.notes.flaw(*stands, flaw)
                raise Spoilt from None
            finally:
                self._open.pop()
        self._raise_height(name)
        done: _T = self._done[name]
        return done

    def _raise_height(self, name: str) -> None:
        """Count how many values stand on one another: working them out recurses."""
        if not self._open:
            return
        above = self._open[-1]
        self._heights[above] = max(self._heights[above], self._heights[name] + 1)
        if self._heights[above] > _HIGHEST:
            raise _too_high()


def _too_high() -> Flaw:
    what = f"over {_HIGHEST} values build on one another here"
    return Unplaced(what, "let some of them stand on answers directly")
