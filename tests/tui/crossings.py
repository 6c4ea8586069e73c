"""Plans at which it is asked how to go on, for tests of those screens and of their plain twins."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from smtui.plan.answers import Answers, Place
from smtui.plan.document import Document, written
from smtui.plan.journal.leaves import Leaf, difference
from smtui.plan.journal.records import Found, Head
from smtui.plan.recovery import Recovery, recovery_of
from smtui.questionnaire.model import Questionnaire

FIRST, LAST = datetime(2026, 11, 21, 14, 2), datetime(2026, 11, 21, 14, 37)
NOW = datetime(2026, 11, 21, 15, 0)
TRASH = "/home/ann/.local/state/smtui/trash"
NAME, SIZE, PLACE = Place("basics.name"), Place("basics.size"), Place("basics.place")
BASE = Answers({NAME: "Fest", PLACE: "Ulm"})
OURS = Answers({NAME: "Summer fest", SIZE: 12, PLACE: "Ulm"})
THEIRS = Answers({NAME: "Winter fest", PLACE: "Bonn"})


@dataclass(frozen=True)
class Holder:
    """Who has a plan open."""

    user: str = "ANNA"
    host: str = "mill"
    since: datetime = FIRST
    terminal: str = "pts/3"


def recovery(made: Questionnaire, *, changed: bool = False, **more: Any) -> Recovery:
    """What was typed and not saved; with `changed` somebody else has changed the file since."""
    head = Head(
        "/plan.toml", "a" * 64, made.id, made.version, "", "1", "mill", "b", 1, "ann", FIRST
    )
    said: dict[str, Any] = {
        "head": head, "base_text": written(Document(BASE), made), "base_digest": "a" * 64,
        "changes": tuple(difference(BASE, OURS)), "first": FIRST, "last": LAST,
    }  # fmt: skip
    found = Found(Path("journal.jsonl"), **(said | more))
    file = THEIRS if changed else BASE
    back = recovery_of(found, Document(file), made, ("b" if changed else "a") * 64)
    assert back is not None
    return back


def worst(made: Questionnaire) -> Recovery:
    """All that can be said at once: broken lines, answers without a place, a changed file."""
    lost = tuple(Leaf("values", f"old.name{n}", "", "an answer of long ago") for n in range(3))
    changes = (*difference(BASE, OURS), *lost)
    return recovery(made, changed=True, changes=changes, broken=2)
