"""The page: the present questions one under the other, the one in focus open, all others light.

Question ids are never ids of the screen: the page keeps a dict from what is asked to its widget.
"""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from smtui.plan.answers import Place
from smtui.plan.session import Change, Session
from smtui.tui.editor import ONLY_TO_LOOK_AT, Field
from smtui.tui.fields import NoteField, field_of, look_of
from smtui.tui.lists import ItemStrip
from smtui.tui.places import section_said
from smtui.tui.question import QuestionView
from smtui.tui.saying import say
from smtui.tui.sheets import Spot, Step, spots_of
from smtui.tui.texts import MUTED, STRONG, stacked, ui_text, wrapped

_AROUND = 6  # lines of a page that a field leaves to its question and what is said under it
_TALL = 20  # lines from which the help of a section may take two
_GLIMPSE = 2  # lines under the open question that are kept in sight
_STRIP_SHARE = 4  # the strip of a list takes at most one line in so many


class Page(VerticalScroll, inherit_bindings=False):
    """Shows a step: its heading, the strip of its list, its questions."""

    can_focus = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]

    @dataclass
    class Here(Message):
        """The focus is at a question, or, without one, at the strip."""

        place: Place | None
        field: Field | None = None

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.step: Step | None = None
        self.views: dict[tuple[str, str, str], QuestionView] = {}
        self.spots: list[Spot] = []
        self.current: QuestionView | None = None
        self._taking = False
        self._said: object = None

    def compose(self) -> ComposeResult:
        """The heading and the strip; questions come and go."""
        yield Static(classes="page-title")
        yield Static(classes="page-help")
        yield ItemStrip(self._session)

    @property
    def strip(self) -> ItemStrip:
        """The strip of the list."""
        return self.query_one(ItemStrip)

    @property
    def field(self) -> Field | None:
        """The editor that is open."""
        return self.current.field if self.current else None

    @property
    def place(self) -> Place | None:
        """The question in focus."""
        return self.current.place if self.current else None

    @property
    def wrong(self) -> str:
        """What is wrong with the answer in focus, to be said when its page goes out of sight."""
        reading = self._session.reading
        if self.place is None:
            return ""
        whole = reading.whole_of(self.place)
        found = [*reading.problems(self.place)]
        found += [one for one in reading.problems(whole) if one.place == whole] if whole else []
        errors = (one for one in found if one.severity == "error")
        return next((f"{reading.called(one.place)}: {one.words}" for one in errors), "")

    @property
    def stops(self) -> list[Spot]:
        """Where the focus can be, from top to bottom."""
        return [spot for spot in self.spots if spot.stop]

    # showing

    def show(self, step: Step, place: Place | None = None, *, last: bool = False) -> None:
        """Show a step with a question open: `place`, else the first or last; else the strip."""
        self.flush()
        fresh = self.step is None or step.sheet != self.step.sheet
        moved = step != self.step
        self.step = step
        gone: list[QuestionView] = []
        before = self.current
        if moved:
            self.current = None
        if fresh:
            gone = list(self.views.values())
            self.views = {}
        self._head(step)
        self._sync()
        self._show_strip()
        for view in self.views.values():
            view.redraw()
        stops = self.stops
        at = next((one for one in stops if one.place == place), None)
        if at is None and stops:
            at = stops[-1 if last else 0]
        if at is None:
            self.to_strip()
        else:
            self.open(at.place)
        # only now: while it has the focus, an editor that goes would throw it anywhere
        if before is not None and before is not self.current:
            before.close()
        if gone:
            for view in gone:
                view.display = False
            self.remove_children(gone)

    def _head(self, step: Step) -> None:
        """Say which section it is, and what that is about, where that looks different."""
        part = f"   part {step.sheet.number} of {step.sheet.of}" if step.sheet.of > 1 else ""
        called, help_words = section_said(
            self._session.reading, step.sheet.section, step.sheet.list
        )
        # the coach has all of it while the strip is in focus
        width, most = self.content_size.width, 1 + (self.size.height > _TALL)
        said = (called, part, help_words, width, most)
        if said == self._said:
            return
        self._said = said
        title, about = self.query_one(".page-title", Static), self.query_one(".page-help", Static)
        title.update(ui_text(called, STRONG) + ui_text(part, MUTED))
        words = ui_text(help_words, MUTED)
        about.update(stacked(wrapped(words, width, most)) if width else words)
        about.display = bool(help_words)
        title.set_class(not help_words, "-alone")

    def _show_strip(self) -> None:
        step = self.step
        entry = self._session.questionnaire.lists.get(step.sheet.list) if step else None
        self.strip.display = entry is not None
        if step and entry:
            self.strip.rows = min(max(self.size.height // _STRIP_SHARE, 2), 8)
            self.strip.show(step.sheet.section, entry, step.item)

    def _sync(self) -> None:
        """Mount and remove views so that they are those of the present spots, in their order."""
        if self.step is None:
            return
        spots = spots_of(self._session.reading, self.step)
        if spots == self.spots and all(spot.key in self.views for spot in spots):
            return
        self.spots = spots
        wanted = {spot.key for spot in spots}
        for key in [key for key in self.views if key not in wanted]:
            view = self.views.pop(key)
            if view is self.current:
                self.current = None
            view.remove()
        after: QuestionView | ItemStrip = self.strip
        fresh: list[QuestionView] = []
        for spot in spots:
            known = self.views.get(spot.key)
            if known is None:
                known = self.views[spot.key] = QuestionView(self._session, spot)
                fresh.append(known)
                continue
            if fresh:
                self.mount(*fresh, after=after)
                fresh = []
            known.point(spot)
            after = known
        if fresh:
            self.mount(*fresh, after=after)

    # the focus

    def open(self, place: Place) -> None:
        """Open a question and put the focus into it."""
        spot = next((one for one in self.stops if one.place == place), None)
        if spot is None:
            return
        view = self.views[spot.key]
        if view is self.current and view.field is not None:
            self.screen.set_focus(view.field, scroll_visible=False)
            return
        self.flush()
        before, self.current = self.current, view
        old = view.field
        session = self._session
        make = look_of if session.read_only else field_of
        if not spot.answerable(session.reading):
            make = NoteField
        field = make(place, session.reading.question(place), session.reading)
        field.room = self._room
        field.frozen = session.read_only
        view.open(field)
        self.screen.set_focus(field, scroll_visible=False)
        if old is not None:
            old.remove()
        if before is not None:
            before.close()
        self._count()
        # Its new size is known after the next layout; if it has one, `Resized` comes first.
        self.call_after_refresh(self.call_after_refresh, self._reveal)
        self.post_message(self.Here(place, field))

    def _reveal(self) -> None:
        """Bring the whole open question into sight; with the first one, what stands above it."""
        view = self.current
        if view is None or not view.is_attached:
            return
        room = self.scrollable_content_region.height
        region = view.virtual_region
        top, bottom, y = region.y, region.bottom, round(self.scroll_y)
        for above in self._above(view):
            if bottom - above.virtual_region.y <= room:
                top = min(top, above.virtual_region.y)
        if self.stops and self.stops[0].place == view.place and bottom <= room:
            y = 0
        # a glimpse of the next question, too, and of what its parts come to
        below = bottom + _GLIMPSE
        foot = self._foot_of(view.place)
        if foot is not None and foot.virtual_region.bottom - top <= room:
            below = max(below, foot.virtual_region.bottom)
        below = min(below, self.virtual_size.height)
        y = max(y, (below if below - top <= room else bottom) - room)
        self.scroll_to(y=min(y, top), animate=False, force=True, immediate=True)

    def _above(self, view: QuestionView) -> list[QuestionView]:
        """The name of the row that a part is in, and the question that it belongs to."""
        whole = self._session.questionnaire.homes[view.place.name].record
        keys = [(whole, "row", view.place.row), (whole, "head", "")]
        return [self.views[one] for one in keys if one in self.views]

    def _foot_of(self, place: Place) -> QuestionView | None:
        """What stands under the parts of which a place is one."""
        whole = self._session.questionnaire.homes[place.name].record
        return self.views.get((whole, "foot", "")) if whole else None

    def _count(self) -> None:
        """While one of some parts is answered, what they come to is no mistake yet."""
        whole = self._session.questionnaire.homes[self.place.name].record if self.place else ""
        for (name, part, _), view in self.views.items():
            busy = bool(whole) and name == whole and part in ("head", "foot")
            if view.busy != busy:
                view.busy = busy
                view.redraw()

    def to_strip(self) -> None:
        """Put the focus on the strip."""
        self._leave()
        if self.strip.display:
            self.screen.set_focus(self.strip, scroll_visible=False)
            self.scroll_home(animate=False)
        self.post_message(self.Here(None))

    def leave(self) -> None:
        """The focus goes elsewhere: take the answer, close the editor."""
        if self.current is not None:
            self._leave()

    def _leave(self) -> None:
        self.flush()
        before, self.current = self.current, None
        if before is not None:
            before.close()
        self._count()

    def next_missing(self) -> Place | None:
        """The question behind the one in focus that is not passed over; None at the end."""
        stops = [one.place for one in self.stops]
        at = stops.index(self.place) + 1 if self.place in stops else 0
        return next((one for one in stops[at:] if not self._session.passes(one)), None)

    def next_stop(self, by: int) -> Place | None:
        """The question before or behind the one in focus; None at either end."""
        stops = [one.place for one in self.stops]
        if self.place not in stops:
            return stops[0] if stops and by > 0 else None
        to = stops.index(self.place) + by
        return stops[to] if 0 <= to < len(stops) else None

    # replies

    def flush(self) -> None:
        """Take what the editor holds, in case its last letter is still on its way."""
        if self.field is not None and self.field.unsent:
            self._take(self.field)

    def on_field_changed(self, event: Field.Changed) -> None:
        """An answer has changed."""
        event.stop()
        # a message of an editor that is closed by now has been taken by `flush`
        if event.field is self.field:
            self._take(event.field)

    def _take(self, field: Field) -> None:
        self._taking = True
        try:
            self._session.answer(field.place, field.raw)
        finally:
            self._taking = False
        if self._session.read_only:
            field.show(self._session.reading)
            say(self, ONLY_TO_LOOK_AT, "warning")
        elif self.current is not None:
            self.current.redraw()

    def on_resize(self) -> None:
        """There is more room, or less."""
        if self.step is not None:
            self._head(self.step)
            self._show_strip()
            if self.field is not None:
                self.field.room = self._room
                self.field.refresh(layout=True)
            self.call_after_refresh(self._reveal)

    @property
    def _room(self) -> int:
        """Lines that a field may take."""
        return max(self.size.height - _AROUND, 4)

    def on_question_view_wanted(self, event: QuestionView.Wanted) -> None:
        """A question was clicked."""
        event.stop()
        self.open(event.view.place)

    def on_question_view_resized(self, event: QuestionView.Resized) -> None:
        """The open question has another size: keep it in sight."""
        event.stop()
        if event.view is self.current:
            self._reveal()

    def heard(self, change: Change) -> None:
        """The plan has changed: draw again what looks different; the editor keeps its text."""
        if self.step is None:
            return
        at = self.stops.index(self._spot_in_focus) if self._spot_in_focus in self.stops else 0
        had_focus = self.current is not None
        self._head(self.step)
        self._sync()
        for view in self.views.values():
            view.redraw()
        if self.strip.display and (change.place is None or change.place.item):
            self.strip.redraw()
        field = self.field
        if field is not None and (not self._taking or not field.typed):
            field.show(self._session.reading)
        if had_focus and self.current is None:
            stops = self.stops
            if stops:
                self.open(stops[min(at, len(stops) - 1)].place)
            else:
                self.to_strip()

    @property
    def _spot_in_focus(self) -> Spot | None:
        return self.current.spot if self.current else None
