"""The lines above and below a plan: its name, its run, the time of its section; the keys."""

import time
from collections.abc import Callable

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Session
from smtui.plan.titles import marked, unmarked
from smtui.text import cell_width, clean_line
from smtui.tui.keys import CHANGING, footer_line
from smtui.tui.texts import MARKS, MUTED, NOTHING, ends, heading, ui_text

_WIDE = 100
_NAME = 12
"""Columns that the name of a plan has at least, as far as there are so many."""
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
        if self._session.read_only:
            return ""  # the minutes are for answering
        here = self._session.position.section
        minutes = self._session.questionnaire.section(here).minutes.get(self._session.run, 0)
        if not minutes:
            return ""
        title = clean_line(self._session.reading.section_words(here, "title"))
        return f"{title}: {int(self._spent.get(here, 0.0) // 60)} of {minutes} min"


def _asked(session: Session, keeper: Keeper, lesson: str) -> list[str]:
    """What of the plan is asked: in full, and shorter for a narrow screen."""
    run = session.questionnaire.runs.get(session.run)
    parts = [lesson, "practice" if keeper.document.meta.practice else ""]
    parts.append(f"{run.title.lower()} run" if run else "")
    ways = [parts] if session.known is None else [[*parts, "what is missing"], [*parts, "missing"]]
    if lesson:
        ways.append([lesson])  # in a lesson, its step says more than the run
    return [", ".join(one for one in way if one) for way in ways]


def header_line(
    session: Session,
    keeper: Keeper,
    pace: Pace,
    points: str,
    width: int,
    *,
    typing: bool,
    lesson: str = "",
) -> Content:
    """The line; the time of the section stands in it where there is room.

    What stands right gives way until the name has room: it is better cut than the name of a plan.
    """
    danger = keeper.in_danger
    status = ui_text("typing" if typing and not danger else keeper.status)
    if danger:
        status = status.stylize(MARKS["wrong"].style)
    title = marked(session.title or "A plan without a name", keeper.document.meta.fictional)
    name, sign = unmarked(clean_line(title))
    wanted = min(cell_width(name), _NAME) + len(sign)
    asked = [ui_text(one) for one in _asked(session, keeper, lesson)]
    beside = ui_text(pace.words) if width >= _WIDE else NOTHING
    ways = [[one, beside, status, ui_text(points)] for one in asked]
    ways += [[asked[-1], status], [status]]
    for way in ways:
        right = Content("   ").join(part for part in way if part)
        if width - right.cell_length - 2 >= wanted:
            break
    return heading(title, right.stylize_before(MUTED), width)


class Edges:
    """Draws the lines at the upper and the lower end of the form, when they look different.

    `lesson` is the step of a lesson that the plan is shown for: of how many, counted from 1.
    """

    def __init__(
        self,
        screen: Screen[None],
        session: Session,
        keeper: Keeper,
        lesson: tuple[int, int] | None = None,
    ) -> None:
        self._screen = screen
        self._session = session
        self._keeper = keeper
        self._step = lesson
        self._pace = Pace(session)
        self._shown: dict[str, Content] = {}

    def draw_header(self, points: str, *, typing: bool) -> None:
        """The line above."""
        self._pace.look()
        width = self._screen.size.width - 2
        lesson = "lesson, step {} of {}".format(*self._step) if self._step else ""
        line = header_line(
            self._session, self._keeper, self._pace, points, width, typing=typing, lesson=lesson
        )
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
        labels = {"next_page": f"next page, then step {self._step[0] + 1}"} if self._step else {}
        keys = ui_text(footer_line(context, max(room, 8), without, labels), MUTED)
        self._put("form-footer", ends(keys, progress, width - 2))

    def _put(self, where: str, text: Content) -> None:
        if where not in self._shown or not self._shown[where].is_same(text):
            self._shown[where] = text
            self._screen.query_one(f"#{where}", Static).update(text)
