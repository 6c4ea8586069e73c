"""The outline: where one is among the sections, and how each stands; Enter goes there.

Wide it is a column, narrow it is a line above the page: the same widget, which draws what fits.
"""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from smtui.plan.session import Session
from smtui.plan.standing import Standing
from smtui.tui.lists import standing_words
from smtui.tui.texts import (
    MUTED,
    NOTHING,
    cut,
    ends,
    mark,
    stacked,
    ui_text,
)

REVIEW, SCORE = "review", "score"


class Outline(Widget):
    """All sections and their state; with the focus, arrows move and Enter goes there."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "move(-1)", show=False),
        Binding("down,right", "move(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
        Binding("enter,space", "jump", show=False),
    ]

    @dataclass
    class Jump(Message):
        """Somebody wants to go to a section."""

        section: str

    @dataclass
    class Show(Message):
        """Somebody wants the review or the scorecard."""

        what: str

    def __init__(self, session: Session, sections: list[str]) -> None:
        super().__init__()
        self._session = session
        self._sections = sections
        self._states: dict[str, Standing] = {}
        self._points = ""
        self.at = 0
        self._drawn: Content = NOTHING

    @property
    def progress(self) -> str:
        """How far the plan is, in sections."""
        asked = [one for one in self._sections if self._state(one).asked]
        done = [one for one in asked if self._finished(one)]
        return f"{len(done)} of {len(asked)} sections"

    def _state(self, section: str) -> Standing:
        return self._states.get(section, Standing())

    def _finished(self, section: str) -> bool:
        state = self._state(section)
        return state.done and (state.settled > 0 or state.open == 0)

    def settle(self, points: str = "") -> None:
        """Reckon how each section stands, and draw again if that looks different."""
        self._states = {one: self._session.standing(one) for one in self._sections}
        self._points = points
        self.redraw()

    def redraw(self) -> None:
        """Draw again if it looks different."""
        if not self._draw().is_same(self._drawn):
            self.refresh()

    @property
    def _wide(self) -> bool:
        return self.size.height > 3

    @property
    def _here(self) -> int:
        section = self._session.position.section
        return self._sections.index(section) if section in self._sections else 0

    # keys

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.at = min(max(self.at + by, 0), len(self._sections) + 1)
        self.refresh()

    def action_edge(self, at: int) -> None:
        """To the first or last line."""
        self.at = at if at >= 0 else len(self._sections) + 1
        self.refresh()

    def action_jump(self) -> None:
        """Go there."""
        if self.at < len(self._sections):
            self.post_message(self.Jump(self._sections[self.at]))
        else:
            self.post_message(self.Show((REVIEW, SCORE)[self.at - len(self._sections)]))

    def on_focus(self) -> None:
        """Begin where the page is."""
        self.at = self._here
        self.refresh()

    def on_blur(self) -> None:
        """Take the cursor away."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Go to the section that was clicked."""
        at = event.y if self._wide else self._at_column(event.x)
        gap = len(self._sections)
        if self._wide and at > gap:
            at -= 1
        if 0 <= at <= gap + 1:
            event.stop()
            self.at = at
            self.action_jump()

    # drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As a line it is one; as a column it gets its height."""
        return 1

    def render(self) -> Content:
        """The column or the line."""
        self._drawn = self._draw()
        return self._drawn

    def _draw(self) -> Content:
        width = self.content_size.width
        return stacked(self._column(width)) if self._wide else self._line(width)

    def _column(self, width: int) -> list[Content]:
        lines = []
        for at, section in enumerate(self._sections):
            title = self._session.reading.section_words(section, "title")
            name = ui_text(title, self._looks(at))
            lines.append(ends(self._lead(at) + name, self._said(section), width))
        overall = sum(self._states.values(), Standing())
        needed = f"{overall.required_open} open" if overall.required_open else "nothing open"
        last = len(self._sections)
        lines.append(NOTHING)
        for at, (title, said) in enumerate((("Review", needed), ("Scorecard", self._points)), last):
            name = self._lead(at) + ui_text(title, self._looks(at))
            lines.append(ends(name, ui_text(said, MUTED), width))
        lines += [NOTHING, cut(ui_text(f"  {self.progress}", MUTED), width)]
        if self.has_focus:
            lines.append(cut(ui_text("  Enter goes there", MUTED), width))
        return lines

    def _looks(self, at: int) -> str:
        if self.has_focus and at == self.at:
            return "reverse"
        return "bold" if at == self._here else ""

    def _lead(self, at: int) -> Content:
        if self.has_focus:
            return mark("here") + " " if at == self.at else Content("  ")
        return mark("here") + " " if at == self._here else Content("  ")

    def _said(self, section: str) -> Content:
        state = self._state(section)
        return standing_words(state) if state.asked else ui_text("not asked", MUTED)

    def _sign(self, section: str) -> Content:
        return standing_words(self._state(section), words=False)[:1] or Content(" ")

    def _pieces(self) -> list[Content]:
        """The line's pieces: all sections, and with the focus review and scorecard too."""
        at = self.at if self.has_focus else self._here
        pieces = []
        for number, section in enumerate(self._sections):
            title = self._session.reading.section_words(section, "title")
            if number == at:
                pieces.append(
                    mark("here") + ui_text(title, "reverse" if self.has_focus else "bold")
                )
            else:
                pieces.append(self._sign(section) + ui_text(title, MUTED))
        if self.has_focus:
            for number, title in enumerate(("Review", "Scorecard"), len(self._sections)):
                sign = mark("here") if number == at else Content(" ")
                pieces.append(sign + ui_text(title, "reverse" if number == at else MUTED))
        return pieces

    def _at_column(self, x: int) -> int:
        end = 0
        for number, piece in enumerate(self._pieces()):
            end += piece.cell_length + 1
            if x < end:
                return number
        return -1

    def _line(self, width: int) -> Content:
        """As many sections as fit around the present one; further ones as signs alone."""
        pieces = self._pieces()
        here = self.at if self.has_focus else self._here
        here = min(here, len(pieces) - 1)
        whole = {here}
        room = width - sum(2 for _ in pieces) - pieces[here].cell_length
        near = sorted(range(len(pieces)), key=lambda at: (abs(at - here), at < here))
        for at in near:
            need = pieces[at].cell_length - 1
            if at not in whole and need <= room:
                whole.add(at)
                room -= need
        shown = [one if at in whole else one[:1] for at, one in enumerate(pieces)]
        return cut(Content(" ").join(shown), width)
