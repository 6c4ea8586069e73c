"""The plans opened lately, for the start screen. Losing this list loses no answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import tomli_w

from smtui.files import read_toml
from smtui.mistakes import BadInput
from smtui.plan.session import Position
from smtui.saving import replace_file
from smtui.text import clean_line

MOST = 20

_MOST_BYTES, _MOST_ENTRIES = 1_000_000, 10_000


@dataclass(frozen=True)
class RecentPlan:
    """A plan opened lately: what it is called, how far it is, and when."""

    path: Path
    title: str
    run: str
    sections_done: int
    sections: int
    open: int
    parked: int
    when: datetime
    digest: str = ""
    position: Position | None = None
    """Where the person stood, as long as the file has this hash."""
    questionnaire_id: str = ""
    questionnaire: Path | None = None
    """The folder or file of its questionnaire, where that does not come with smtui."""
    practice: bool = False
    """Whether somebody learns with it."""


class Recent:
    """The list in its file (None: there is no place for it, and nothing is remembered)."""

    def __init__(
        self,
        file: Path | None,
        clock: Callable[[], datetime],
        may_see: Callable[[Path], bool] = lambda path: True,
    ) -> None:
        """What one may not see is not on the list."""
        self._file = file
        self._clock = clock
        self._may_see = may_see

    def entries(self) -> list[RecentPlan]:
        """The plans that are still there, the latest first."""
        found = [plan for plan in self._plans() if _is_file(plan.path)]
        return sorted(found, key=lambda plan: plan.when, reverse=True)

    def questionnaires(self, path: Path | None, questionnaire_id: str) -> list[Path]:
        """Where the questionnaire of this id was: for this plan first, then for others, the
        latest first; whether or not those are still there.
        """
        known = _resolved(path) if path else None
        found = [one for one in self._plans() if one.questionnaire_id == questionnaire_id]
        found.sort(key=lambda plan: plan.when, reverse=True)
        found.sort(key=lambda plan: plan.path != known)
        places = dict.fromkeys(one.questionnaire for one in found if one.questionnaire)
        return [place for place in places if self._may_see(place)]

    def position_in(self, path: Path, digest: str) -> Position | None:
        """Where the person stood in a plan that nobody has changed since; None if not known."""
        known = _resolved(path)
        same = (one for one in self.entries() if one.path == known and one.digest == digest)
        return next((one.position for one in same), None)

    def remember(
        self,
        path: Path,
        *,
        title: str,
        run: str,
        sections_done: int,
        sections: int,
        open: int,
        parked: int,
        digest: str = "",
        position: Position | None = None,
        questionnaire_id: str = "",
        questionnaire: Path | None = None,
        practice: bool = False,
    ) -> None:
        """Put a plan at the top. A list that cannot be written is no reason to stop."""
        if self._file is None:
            return
        entry = {
            "title": clean_line(title),
            "run": run,
            "sections_done": sections_done,
            "sections": sections,
            "open": open,
            "parked": parked,
            "when": self._clock().replace(microsecond=0),
            "sha256": digest,
        }
        if practice:
            entry["practice"] = True
        if position is not None:
            entry |= {"section": position.section, "question": position.name, "item": position.item}
        # ValueError: a name that is not text; RuntimeError: links in a circle
        try:
            entry["path"] = str(path.resolve())
            if questionnaire is not None:
                entry["questionnaire_id"] = questionnaire_id
                entry["questionnaire"] = str(questionnaire.resolve())
            others = [raw for raw in self._read() if raw.get("path") != entry["path"]]
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self._file, tomli_w.dumps({"plan": [entry, *others][:MOST]}).encode())
        except (OSError, ValueError, RuntimeError):
            return

    def _plans(self) -> list[RecentPlan]:
        found = [plan for raw in self._read() if (plan := _plan(raw))]
        return [plan for plan in found if self._may_see(plan.path)]

    def _read(self) -> list[dict[str, Any]]:
        if self._file is None:
            return []
        try:
            file = read_toml(self._file, max_bytes=_MOST_BYTES, max_entries=_MOST_ENTRIES)
        except BadInput:
            return []
        raw = file.data.get("plan")
        return [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []


def _plan(raw: dict[str, Any]) -> RecentPlan | None:
    path, when = raw.get("path"), raw.get("when")
    if not isinstance(path, str) or not isinstance(when, datetime) or not Path(path).is_absolute():
        return None
    return RecentPlan(
        Path(path),
        _text(raw, "title"),
        _text(raw, "run"),
        _number(raw, "sections_done"),
        _number(raw, "sections"),
        _number(raw, "open"),
        _number(raw, "parked"),
        when.replace(tzinfo=None),
        _text(raw, "sha256"),
        Position(section, _text(raw, "question"), _text(raw, "item"))
        if (section := _text(raw, "section"))
        else None,
        _text(raw, "questionnaire_id"),
        _absolute(raw.get("questionnaire")),
        raw.get("practice") is True,
    )


def _absolute(raw: object) -> Path | None:
    path = Path(raw) if isinstance(raw, str) and raw and "\0" not in raw else None
    return path if path and path.is_absolute() else None


def _resolved(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return None


def _text(raw: dict[str, Any], key: str) -> str:
    value = raw.get(key)
    return clean_line(value) if isinstance(value, str) else ""


def _number(raw: dict[str, Any], key: str) -> int:
    value = raw.get(key)
    return max(0, value) if isinstance(value, int) else 0


def _is_file(path: Path) -> bool:
    """Whether the file is there; one in a folder that may not be looked into is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
