"""The lines above and below a plan: its name, its run, the time of its section; the keys."""

import time
from collections.abc import Callable

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Session
from smtui.plan.titles import marked
from smtui.text import clean_line
from smtui.tui.keys import CHANGING, footer_line
from smtui.tui.texts import MARKS, MUTED, ends, heading, ui_text

_WIDE = 100
_AWAY = 30.0
"""Seconds between two looks after which nobody was here: a suspended program, a closed lid."""


class Pace:
    """How long each section has been on the screen. It lasts as long as the screen does."""

    def __init__(self, session: Session, seconds: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._seconds = seconds
        self._looked = seconds()
        self._spent: dict[str, float] = {}

    def look(self) -> None:
        """Count the time since the last look for the section where the plan is now."""
        now = self._seconds()
        passed, self._looked = now - self._looked, now
        if passed < _AWAY:
            here = self._session.position.section
            self._spent[here] = self._spent.get(here, 0.0) + passed

    @property
    def words(self) -> str:
        """The minutes that the section has had, of those that its author gives it in this run."""
        here = self._session.position.section
        minutes = self._session.questionnaire.section(here).minutes.get(self._session.run, 0)
        if not minutes:
            return ""
        title = clean_line(self._session.reading.section_words(here, "title"))
        return f"{title}: {int(self._spent.get(here, 0.0) // 60)} of {minutes} min"


def header_line(
    session: Session, keeper: Keeper, pace: Pace, points: str, width: int, *, typing: bool
) -> Content:
    """The line; the time of the section stands in it where there is room."""
    run = session.questionnaire.runs.get(session.run)
    asked = f"{run.title.lower()} run" if run else ""
    if keeper.document.meta.practice:
        asked = f"practice, {asked}" if asked else "practice"
    if session.known is not None:
        asked = f"{asked}, what is missing" if asked else "what is missing"
    danger = keeper.in_danger
    status = ui_text("typing" if typing and not danger else keeper.status)
    if danger:
        status = status.stylize(MARKS["wrong"].style)
    parts = [ui_text(asked), status, ui_text(points)]
    if width >= _WIDE:
        parts.insert(1, ui_text(pace.words))
    right = Content("   ").join(part for part in parts if part).stylize_before(MUTED)
    title = marked(session.title or "A plan without a name", keeper.document.meta.fictional)
    return heading(title, right, width)


class Edges:
    """Draws the lines at the upper and the lower end of the form, when they look different."""

    def __init__(self, screen: Screen[None], session: Session, keeper: Keeper) -> None:
        self._screen = screen
        self._session = session
        self._keeper = keeper
        self._pace = Pace(session)
        self._shown: dict[str, Content] = {}

    def draw_header(self, points: str, *, typing: bool) -> None:
        """The line above."""
        self._pace.look()
        width = self._screen.size.width - 2
        line = header_line(self._session, self._keeper, self._pace, points, width, typing=typing)
        self._put("form-header", line)

    def draw_footer(self, context: str, said: str) -> None:
        """The keys of what is in focus, and how far the plan is."""
        without = set() if self._session.questionnaire.glossary else {"glossary"}
        if self._session.read_only:
            without |= CHANGING
            context = "form" if context == "choices" else context
        progress = ui_text(said, MUTED)
        width = self._screen.size.width
        room = width - progress.cell_length - 4
        keys = ui_text(footer_line(context, max(room, 8), without), MUTED)
        self._put("form-footer", ends(keys, progress, width - 2))

    def _put(self, where: str, text: Content) -> None:
        if where not in self._shown or not self._shown[where].is_same(text):
            self._shown[where] = text
            self._screen.query_one(f"#{where}", Static).update(text)
