"""The plans opened lately, for the start screen. Losing this list loses no answer."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import tomli_w

from smtui.files import replace_file
from smtui.text import clean_line

MOST = 20


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


class Recent:
    """The list in its file (None: there is no place for it, and nothing is remembered)."""

    def __init__(self, file: Path | None, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    def entries(self) -> list[RecentPlan]:
        """The plans that are still there, the latest first."""
        found = [plan for raw in self._read() if (plan := _plan(raw)) and plan.path.is_file()]
        return sorted(found, key=lambda plan: plan.when, reverse=True)

    def remember(
        self, path: Path, *, title: str, run: str, sections_done: int, sections: int, open: int, parked: int
    ) -> None:
        """Put a plan at the top. A list that cannot be written is no reason to stop."""
        if self._file is None:
            return
        entry = {
            "path": str(path.resolve()),
            "title": title,
            "run": run,
            "sections_done": sections_done,
            "sections": sections,
            "open": open,
            "parked": parked,
            "when": self._clock().replace(microsecond=0),
        }
        others = [raw for raw in self._read() if raw.get("path") != entry["path"]]
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self._file, tomli_w.dumps({"plan": [entry, *others][:MOST]}).encode())
        except (OSError, ValueError):
            return

    def _read(self) -> list[dict[str, Any]]:
        if self._file is None:
            return []
        try:
            with self._file.open("rb") as stream:
                raw = tomllib.load(stream).get("plan", [])
        except (OSError, ValueError):
            return []
        return [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []


def _plan(raw: dict[str, Any]) -> RecentPlan | None:
    path, when = raw.get("path"), raw.get("when")
    if not isinstance(path, str) or not isinstance(when, datetime):
        return None
    numbers = {
        key: value if isinstance(value := raw.get(key), int) else 0
        for key in ("sections_done", "sections", "open", "parked")
    }
    return RecentPlan(
        Path(path), clean_line(str(raw.get("title", ""))), clean_line(str(raw.get("run", ""))),
        when=when.replace(tzinfo=None), **numbers,
    )
