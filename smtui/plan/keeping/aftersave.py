"""What follows a save: somebody is told of it, and asked for the scorecard files."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from smtui.plan.document import Document
from smtui.plan.keeping.planfile import PlanFile
from smtui.plan.session import Position
from smtui.saving import SaveFailed

UNSCORED = "not its scorecard"


@dataclass(frozen=True)
class Kept:
    """A plan as it was written: where, what, and the hash of its bytes.

    `before` is the provisional name that this save has done away with.
    """

    path: Path
    document: Document
    digest: str
    before: Path | None = None


class AfterSave:
    """Tells of the saves of one plan. What goes wrong then is a doubt, and no failure."""

    def __init__(self, told: Callable[[Kept, bool], None] | None = None) -> None:
        self._told = told or (lambda kept, scorecard: None)
        self.judged: str | None = None
        """The hash of the plan that the scorecard files judge, if any were written."""
        self.doubt = ""

    def tell(
        self, file: PlanFile, document: Document, position: Position, *, scorecard: bool
    ) -> None:
        """Tell of the plan in its file, if there is one and it is still ours."""
        if file.digest is None or not file.is_ours:
            return
        # Where the person stands is told, too, and not written by itself: to look at a plan
        # is no reason to rewrite its file.
        document = replace(document, meta=replace(document.meta, position=position))
        kept = Kept(file.path, document, file.digest, file.provisional)
        file.provisional = None
        try:
            self._told(kept, scorecard)
        except SaveFailed as problem:
            self.doubt = f"{UNSCORED}: {problem}"
        except Exception as problem:  # the answers are in the file, and the end goes on
            self.doubt = f"{UNSCORED}: {our_mistake(problem)}"
        else:
            if scorecard:
                self.judged, self.doubt = file.digest, ""


def our_mistake(error: Exception) -> str:
    """What is said of one; not its own words, which may hold an answer."""
    return f"a mistake in smtui ({type(error).__name__})"
