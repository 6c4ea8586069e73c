"""A plan as the sentences of its questionnaire see it: what they read, and how they are worked out.

Whatever is read of the answers is read through `reply`, `items` and `is_put_off`, so that
`Memory` knows what stands on them.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from smtui.plan.answers import Answers, Place
from smtui.plan.graph import Circle, Memory
from smtui.questionnaire.expression import Code, TooCostly, World
from smtui.questionnaire.model import Questionnaire

MOST_STEPS = 2_000_000
"""Steps of all expressions on one state of a plan; the largest plan takes under a tenth."""


_IN_DOUBT = ("in doubt",)
"""What is unknown because it was too costly, or a circle: it is tried again at each change."""


@dataclass
class Evaluation(World):
    """A plan, read with its questionnaire; it goes along when answers change.

    It is what expressions see (`World`). What was worked out is remembered while it holds.
    `run` and `today` stay what they are.
    """

    questionnaire: Questionnaire
    answers: Answers
    run: str = "quick"
    today: date | None = None
    memory: Memory = field(default_factory=Memory, repr=False)
    _steps: int = 0

    def become(self, answers: Answers, places: Iterable[Place] | None = None) -> None:
        """Go on to other answers: what stands on those that differ is forgotten.

        Who knows that nothing differs but at some places hands them over; else all are compared.
        """
        before, self.answers = self.answers, answers
        lists: set[str] = set()
        if places is None:
            lists, places = before.lists_unlike(answers), before.places_unlike(answers)
        unlike = [("answer", one) for one in places if before.differ_at(answers, one)]
        self.memory.changed([*unlike, *(("items", one) for one in lists), _IN_DOUBT])
        self._steps = 0

    def reply(self, place: Place) -> Any:
        """What was answered at a place, whatever it is worth; None when nothing."""
        self.memory.read(("answer", place))
        return self.answers.values.get(place)

    def items(self, list_id: str) -> tuple[str, ...]:
        """The ids of a list's items."""
        self.memory.read(("items", list_id))
        return self.answers.ids(list_id)

    def remembered(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """The result of `work`, computed once until something changes that it stands on."""
        return self.memory.get(key, work)

    def spend(self, steps: int) -> None:
        """Count steps. Raises `TooCostly`."""
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise TooCostly

    def guarded(self, work: Callable[[], Any]) -> Any:
        """The result of evaluating something; unknown when it is too costly or out of bounds."""
        try:
            return work()
        except (TooCostly, Circle):
            self.memory.read(_IN_DOUBT)
            return None
        except OverflowError:
            return None
        except RecursionError:
            if self.memory.nested:
                raise  # there may be more room when it is worked out by itself
            self.memory.read(_IN_DOUBT)
            return None

    def worked_out(self, owner: str, attribute: str, item: str = "", element: Any = None) -> Any:
        """The value of a sentence of the questionnaire; None when it is unknown."""
        code = self.questionnaire.code(owner, attribute)
        if code is None:
            return None
        at = element if element is not None else item or None
        return self.guarded(lambda: code.value(self, at))

    def fraction(self, code: Code, item: str = "") -> float:
        """The value of an expression as a share, 0 to 1; unknown is 0."""
        value = self.guarded(lambda: float(code.value(self, item or None) or 0))
        return min(1.0, max(0.0, value or 0.0))

    def is_false(self, code: Code, item: str) -> bool:
        """Whether an expression is known not to hold; unknown is no mistake."""
        return self.guarded(lambda: code.value(self, item or None)) is False

    def holds(self, owner: str, attribute: str, item: str = "", *, without: bool = True) -> bool:
        """Whether a condition of the questionnaire holds; `without` when nothing is said."""
        code = self.questionnaire.codes.get((owner, attribute))
        if code is None:
            return without
        return self.guarded(lambda: code.holds(self, item or None)) is True

    def said(self, owner: str, attribute: str, item: str = "", element: Any = None) -> str:
        """A text of the questionnaire with its values filled in."""
        return str(self.worked_out(owner, attribute, item, element) or "")

    def switched(self, place: Place, attribute: str) -> bool:
        """Whether a condition of a question holds; not where nothing is said."""

        def work() -> bool:
            return self.holds(place.name, attribute, place.item, without=False)

        return bool(self.remembered((attribute, place), work))
