"""How far somebody is who learns with a sample. Losing this loses no answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomli_w

from smtui.files import read_toml
from smtui.mistakes import BadInput
from smtui.plan.recent import RecentPlan
from smtui.plan.session import Position
from smtui.saving import replace_file
from smtui.text import clean_line, plural

_MOST = 50
_MOST_BYTES, _MOST_ENTRIES = 100_000, 2_000
DONE, HERE, OPEN, SEEN = "done", "here", "open", "seen"
STEPS = (
    ("Walk through the model plan", "Each answer stands there with its reason."),
    (
        "Practise with your own plan",
        "The same questions for a name you choose, and what the model answers.",
    ),
    ("Lay the two side by side", "Section by section, with what the scorecard says of each."),
)
"""The steps of a lesson, each with what happens in it."""


@dataclass(frozen=True)
class Progress:
    """A lesson: where one is in the model plan, which plan one practises with, what is done."""

    questionnaire: str
    sample: str
    position: Position | None = None
    """The last place of the walk through the model plan."""
    walked: bool = False
    practice: Path | None = None
    compared: bool = False

    @property
    def begun(self) -> bool:
        """Whether anything of it was done."""
        return bool(self.position or self.walked or self.practice or self.compared)

    def how_far(self, practice: RecentPlan | None, sections: Sequence[str]) -> tuple[str, str, str]:
        """What is said beside each step; `sections` are those of the questionnaire."""
        at = self.position.section if self.position and not self.walked else ""
        walked = f"section {sections.index(at) + 1} of {len(sections)}" if at in sections else ""
        left = sections_left(practice)
        practised = f"{plural(left, 'section')} left" if left else ""
        return walked, practised, "" if self.practice else "needs step 2"

    def states(self, practice: RecentPlan | None) -> tuple[str, str, str]:
        """How the three steps stand: walk, practise, compare. One of them is where one is.

        To compare is done when there was a whole plan to compare; before that it was only seen.
        """
        done = (
            self.walked,
            sections_left(practice) == 0,
            self.compared and self.practice is not None,
        )
        # who practises already may have left the walk out for good
        left_out = 0 if self.practice is not None else None
        undone = [at for at, one in enumerate(done) if not one]
        first = next((at for at in undone if at != left_out), next(iter(undone), None))
        states = [DONE if one else HERE if at == first else OPEN for at, one in enumerate(done)]
        return states[0], states[1], SEEN if states[2] == DONE != states[1] else states[2]


class Learning:
    """The lessons in their file (None: there is no place for it, and it lasts as long as this)."""

    def __init__(
        self,
        file: Path | None,
        questionnaire: str,
        may_see: Callable[[Path], bool] = lambda path: True,
    ) -> None:
        """`questionnaire` is the one whose samples are learnt with; what one may not see is left
        out.
        """
        self._file = file
        self._questionnaire = questionnaire
        self._may_see = may_see
        self._known: list[Progress] | None = None

    def lessons(self) -> list[Progress]:
        """The lessons with samples of this questionnaire, the last one first."""
        return [one for one in self._all() if one.questionnaire == self._questionnaire]

    def of(self, sample: str) -> Progress:
        """The lesson with a sample, whose practice plan is still there."""
        fresh = Progress(self._questionnaire, sample)
        found = next((one for one in self.lessons() if one.sample == sample), fresh)
        gone = found.practice is not None and not _is_there(found.practice)
        return replace(found, practice=None, compared=False) if gone else found

    def note(self, progress: Progress) -> None:
        """Keep how far a lesson is. That it cannot be written is no reason to stop."""
        if progress == next(iter(self._all()), None):
            return
        if self._file is not None:
            self._known = None  # another program may have noted something since
        same = (progress.questionnaire, progress.sample)
        others = [one for one in self._all() if (one.questionnaire, one.sample) != same]
        self._known = [progress, *others][:_MOST]
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            tree = {"lesson": [_written(one) for one in self._known]}
            replace_file(self._file, tomli_w.dumps(tree).encode())
        except (OSError, ValueError):
            return

    def _all(self) -> list[Progress]:
        if self._known is None:
            self._known = self._read()
        return self._known

    def _read(self) -> list[Progress]:
        if self._file is None:
            return []
        try:
            file = read_toml(self._file, max_bytes=_MOST_BYTES, max_entries=_MOST_ENTRIES)
        except BadInput:
            return []
        raw = file.data.get("lesson")
        tables = [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []
        return [self._progress(one) for one in tables]

    def _progress(self, raw: dict[str, Any]) -> Progress:
        section, practice = _text(raw, "section"), _text(raw, "practice")
        position = Position(section, _text(raw, "question"), _text(raw, "item"))
        path = Path(practice) if practice else None
        return Progress(
            _text(raw, "questionnaire"),
            _text(raw, "sample"),
            position if section else None,
            raw.get("walked") is True,
            path if path and path.is_absolute() and self._may_see(path) else None,
            raw.get("compared") is True,
        )


def sections_left(practice: RecentPlan | None) -> int | None:
    """How many sections of a practice plan are not done; None when that is not known."""
    return practice.sections - practice.sections_done if practice is not None else None


def _written(one: Progress) -> dict[str, Any]:
    at = one.position or Position("")
    found: dict[str, Any] = {
        "questionnaire": one.questionnaire,
        "sample": one.sample,
        "section": at.section,
        "question": at.name,
        "item": at.item,
        "walked": one.walked,
        "practice": str(one.practice or ""),
        "compared": one.compared,
    }
    return {key: value for key, value in found.items() if value}


def _text(raw: dict[str, Any], key: str) -> str:
    value = raw.get(key)
    return clean_line(value) if isinstance(value, str) else ""


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
