"""A small stage for tests of the screen: a questionnaire of two sections, and an app on it."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import tomli_w
from textual.app import App
from textual.screen import Screen

from smtui.commands.opening import PlanOpener
from smtui.commands.surroundings import Surroundings
from smtui.plan.answers import Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.tui.app import SmtuiApp
from smtui.tui.steady import SteadyApp

NOW = datetime(2026, 11, 21, 14, 2)


def document(word: str = "party") -> dict[str, Any]:
    """A questionnaire; `word` stands in every text of it that a screen may show."""
    return {
        "id": "visit",
        "version": "1.0",
        "rubric_version": "1.0",
        "title": f"Plan a {word}",
        "about": f"About the {word}.",
        "runs": {
            "quick": {"title": "Short", "minutes": 5},
            "full": {"title": "Full", "minutes": 9},
        },
        "sections": [
            {
                "id": "basics",
                "title": f"Basics {word}",
                "help": f"Help {word}",
                "questions": [
                    {
                        "id": "basics.name", "kind": "text", "ask": f"What is the {word} called?",
                        "label": f"Name {word}", "quick": True, "required": True,
                        "why": f"Why {word}", "good": f"Good {word}", "weak": f"Weak {word}",
                    },
                    {
                        "id": "basics.size", "kind": "number", "ask": f"How many for the {word}?",
                        "label": f"Size {word}", "quick": True, "required": True, "least": 1,
                    },
                    {
                        "id": "basics.place", "kind": "text", "ask": f"Where is the {word}?",
                        "label": f"Place {word}", "quick": True,
                    },
                ],
            },
            {
                "id": "people",
                "title": f"People {word}",
                "questions": [
                    {
                        "id": "guest.name", "kind": "text", "ask": f"Who comes to the {word}?",
                        "label": f"Guest {word}", "quick": True, "required": True,
                    }
                ],
            },
        ],
        "lists": [
            {"id": "guest", "one": "guest", "many": "guests", "title": "{name}", "fewest": 1}
        ],
        "dimensions": [{"id": "whole", "title": f"Whole {word}"}, {"id": "fit", "title": "Fit"}],
        "checks": [
            {
                "id": "C1", "dimension": "whole", "points": 4, "earn": "basics.name is answered",
                "says": "The name is what counts here.",
            },
            {
                "id": "F1", "dimension": "fit", "points": 6, "earn": "basics.size >= 5",
                "says": "Five or more are asked for.", "question": "basics.size",
            },
        ],
        "bands": [
            {"id": "A", "from": 90, "title": "Ready", "not_with": ["serious"]},
            {"id": "B", "from": 0, "title": "Not yet"},
        ],
        "findings": [
            {
                "id": "S-SIZE", "severity": "serious", "dimension": "fit", "saw": "Too few come.",
                "when": "not basics.size >= 5", "why": "Few are dull.", "next": "Ask more people.",
                "question": "basics.size", "recovers": ["F1"],
            },
            *(
                {
                    "id": f"W-{number}", "severity": "warning", "dimension": "fit",
                    "when": "basics.size is not answered", "saw": f"Warning number {number}.",
                    "question": "basics.name",
                }
                for number in range(1, 8)
            ),
            *(
                {
                    "id": f"A-{number}", "severity": "advice", "dimension": "fit",
                    "when": "basics.size = 4", "saw": f"Advice number {number}.",
                    "question": "basics.size", "group": "your party",
                }
                for number in range(1, 6)
            ),
            {
                "id": "G-NAME", "severity": "strength", "dimension": "whole",
                "when": "basics.name is answered", "saw": "It has a name.",
            },
        ],
    }  # fmt: skip


def questionnaire(folder: Path, word: str = "party") -> Questionnaire:
    """The questionnaire, read from a file as always."""
    home = folder / "visit"
    home.mkdir(exist_ok=True)
    (home / "questionnaire.toml").write_text(tomli_w.dumps(document(word)), encoding="utf-8")
    return load(home)


class Stage:
    """A person's folder, and the app in it."""

    def __init__(self, folder: Path, made: Questionnaire | None = None) -> None:
        self.folder = folder
        self.questionnaire = made or questionnaire(folder)
        state = str(folder / "state")
        around = Surroundings(
            io.StringIO(), io.StringIO(), {"HOME": str(folder), "XDG_STATE_HOME": state},
            folder, lambda: NOW, io.StringIO(),
        )  # fmt: skip
        self.opener = PlanOpener(self.questionnaire, around)

    def app(self, **more: Any) -> SmtuiApp:
        """A new app; on the first screen unless a plan is handed in as `first`."""
        return SmtuiApp(opener=self.opener, folder=self.folder, clock=lambda: NOW, **more)

    def session(
        self, answers: dict[str, object] | None = None, guests: Sequence[str] = ()
    ) -> Session:
        """A session of the short run with answers."""
        made = Session(self.questionnaire, run="quick", today=NOW.date())
        for name, value in (answers or {}).items():
            made.answer(Place(name), value)
        for guest in guests:
            made.answer(Place("guest.name", made.add_item("guest")), guest)
        return made

    def keeper(self, session: Session, name: str = "plan.toml") -> Keeper:
        """Keeps a session in a file of the folder."""
        return Keeper(session, self.folder / name, lambda: NOW)


class Bare(SteadyApp):
    """An app that shows one screen, and remembers the result of a dialog."""

    CSS_PATH = "../../smtui/tui/smtui.tcss"

    def __init__(self, make: Callable[[], Screen[Any]]) -> None:
        super().__init__()
        self._make = make
        self.results: list[object] = []

    def on_mount(self) -> None:
        """Show it."""
        self.push_screen(self._make(), self.results.append)


def shown(app: App[Any]) -> str:
    """What stands on the screen."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(line.text.rstrip() for line in lines)
