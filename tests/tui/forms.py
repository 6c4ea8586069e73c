"""What the tests of the form stand on: an app with nothing but a form, and hands to fill it."""

from datetime import date
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from smtui.plan.answers import Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Position, Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.scoring.scorecard import Scorecard, score
from smtui.tui import messages
from smtui.tui.editor import Field
from smtui.tui.form import FormScreen
from smtui.tui.inorder import InOrder
from smtui.tui.options import Options
from tests.plan.workshop import WORKSHOP

TODAY = date(2026, 11, 21)

HEAD = """
id = "visit"
version = "1.0"
rubric_version = "1.0"
title = "Plan a visit"
[runs.quick]
title = "Short"
[runs.full]
title = "Full"
[sources]
TPL = "Our own template: made here"
"""

FOOT = """
[[dimensions]]
id = "all"
title = "All"
[[checks]]
id = "C1"
dimension = "all"
points = 4
earn = "if visit.name is answered then 1 else 0"
says = "The name."
[[bands]]
id = "A"
from = 0
title = "A plan"
"""


class FormApp(InOrder):
    """A form and nothing else; it notes what the form asks of the app."""

    def __init__(self, session: Session, keeper: Keeper) -> None:
        super().__init__()
        self.animation_level = "none"
        self.session = session
        self.keeper = keeper
        self.asked: list[str] = []
        self.said: list[str] = []

    def on_mount(self) -> None:
        def judged() -> Scorecard:
            return score(self.session.questionnaire, self.session.answers, self.session.run)

        self.push_screen(FormScreen(self.session, self.keeper, judged))

    def notify(self, message: str, **more: object) -> None:
        assert more.get("markup") is False
        self.said.append(message)

    def on_show_review(self, event: messages.ShowReview) -> None:
        self.asked.append("review")

    def on_onward(self, event: messages.Onward) -> None:
        self.asked.append("review")

    def on_show_score(self, event: messages.ShowScore) -> None:
        self.asked.append("score")

    @property
    def form(self) -> FormScreen:
        found = self.screen_stack[1]
        assert isinstance(found, FormScreen)
        return found

    @property
    def field(self) -> Field:
        """The editor in focus."""
        assert isinstance(self.focused, Field), self.focused
        return self.focused

    @property
    def here(self) -> str:
        """The name of the question in focus."""
        return self.field.place.name

    @property
    def shown(self) -> str:
        """What the screen shows."""
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(part.text for part in strip).rstrip() for strip in strips)

    def value(self, name: str, item: str = "") -> object:
        return self.session.answers.value(Place(name, item))


_read: dict[str, Questionnaire] = {}


def session_of(folder: Path, text: str, run: str = "full", **more: object) -> Session:
    """A session of a tiny questionnaire."""
    if text not in _read:  # nothing in it changes, and reading it takes a while
        path = folder / "questionnaire.toml"
        path.write_text(HEAD + text + FOOT, encoding="utf-8")
        _read[text] = load(folder)
    return _session(text, run, more)


def _session(text: str, run: str, more: dict[str, object]) -> Session:
    letters = iter("abcdefghjkmnpqrstuvwxyz" * 99)
    return Session(
        _read[text],
        run=run,
        today=TODAY,
        pick=lambda choices: next(letters),
        **more,  # type: ignore[arg-type]
    )


def form_of(session: Session, clock: object) -> FormApp:
    """An app with a form of a session, which keeps nothing on disk."""
    return FormApp(session, Keeper(session, None, clock))  # type: ignore[arg-type]


async def ready(pilot: Pilot[None]) -> FormApp:
    """The app, once the form stands."""
    await pilot.pause()
    app = pilot.app
    assert isinstance(app, FormApp)
    return app


async def go(pilot: Pilot[None], name: str, item: str = "") -> FormApp:
    """Bring a question into focus."""
    app = await ready(pilot)
    app.form.go_to(Position(app.session.questionnaire.homes[name].section, name, item))
    await pilot.pause()
    await pilot.pause()
    return app


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste into what has the focus."""
    app = pilot.app
    target = app.focused or app.screen
    target.post_message(events.Paste(text))
    await pilot.pause()
    await pilot.pause()


async def write(pilot: Pilot[None], text: str) -> None:
    """Type a text key by key."""
    names = {" ": "space", "\n": "enter"}
    await pilot.press(*(names.get(one, one) for one in text))
    await pilot.pause()


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Keys that come all at once, as from a slow line."""
    for key in keys:
        letter = " " if key == "space" else key if len(key) == 1 else None
        pilot.app.post_message(events.Key(key, letter))
    await pilot.pause()


async def choose(pilot: Pilot[None], *ids: str) -> None:
    """Choose options of the field in focus."""
    app = pilot.app
    assert isinstance(app, FormApp)
    for one in ids:
        field = app.field
        assert isinstance(field, Options)
        await pilot.press("home")
        for _ in field.options:
            if field.under and field.under.id == one:
                break
            await pilot.press("down")
        await pilot.press("space")
    await pilot.pause()


def workshop_of(folder: Path, **more: object) -> Session:
    """A session of the questionnaire with the kinds that are made of parts."""
    if WORKSHOP not in _read:
        (folder / "questionnaire.toml").write_text(WORKSHOP, encoding="utf-8")
        _read[WORKSHOP] = load(folder)
    return _session(WORKSHOP, "full", more)
