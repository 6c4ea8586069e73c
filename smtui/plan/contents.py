"""What a plan's file holds, once it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from smtui.plan.answers import Answers
from smtui.plan.session import Position

FORMAT = 1
"""The form of plan files; a file of a later one is not opened."""


REPLIES: Mapping[str, str] = {
    "parked": "not known yet",
    "note": "note",
    "not_applicable": "not applicable",
    "disagreement": "disagreement",
}
"""The lists of a plan's file that speak of questions, and what each entry says."""

WHERE = ("question", "item", "row")
"""The keys of such an entry that say what it speaks of."""


@dataclass(frozen=True)
class Meta:
    """What a plan says of itself. `practice` is the sample beside which somebody learns with it."""

    run: str = "quick"
    created: datetime | None = None
    changed: datetime | None = None
    position: Position | None = None
    fictional: bool = False
    practice: str = ""
    title: str = ""


@dataclass(frozen=True)
class Document:
    """A plan: answers, what it says of itself, and all of its file that smtui does not know.

    `unknown` lies where it lay in the file. What is not known of an item, a
    parking or a note is in `unknown_within`, for these can move: by
    ("item", id), ("parked", question, item) or ("note", question, item).
    `heading` holds the comment lines at the top of the file.
    """

    answers: Answers = field(default_factory=Answers)
    meta: Meta = field(default_factory=Meta)
    unknown: Mapping[str, Any] = field(default_factory=dict)
    heading: str = ""
    unknown_within: Mapping[tuple[str, ...], Mapping[str, Any]] = field(default_factory=dict)
