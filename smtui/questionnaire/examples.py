"""What an author writes as an example: a plan, a change of it, and what is so then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from smtui.questionnaire.sentences import Checked

CHANGES = ("change", "add", "remove", "clear", "park", "not_applicable")
"""The keys that make another plan of the one that an example begins with."""
EXPECTS = ("shows", "hides", "wrong", "finds", "silent", "earns", "score", "band")
"""The keys that say what is so then."""


@dataclass(frozen=True, kw_only=True)
class Example(Checked):
    """A sample, or some answers in the shape of a plan, what is changed, and what is so then.

    `earns` are shares of a check's points, 0 to 1; `score` is of 100, as it is printed.
    """

    about: str
    sample: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    run: str = ""
    change: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    clear: tuple[str, ...] = ()
    park: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    earns: Mapping[str, float] = field(default_factory=dict)
    score: float | None = None
    band: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether its plan is one of its own, and not a sample as it stands."""
        return bool(self.answers) or any(getattr(self, key) for key in CHANGES)

    @property
    def is_idle(self) -> bool:
        """Whether it says nothing that could fail."""
        return self.score is None and not any(getattr(self, key) for key in EXPECTS)
