"""The form: a plan being answered, page by page. Going anywhere never checks and never blocks."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from smtui.plan.answers import Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.missing import other_run
from smtui.plan.session import Change, Position, Session
from smtui.scoring.scorecard import Scorecard
from smtui.tui import messages
from smtui.tui.coach import Coach
from smtui.tui.editor import Field
from smtui.tui.header import Edges
from smtui.tui.itemwork import ItemWork
from smtui.tui.keys import bindings
from smtui.tui.lists import ItemStrip
from smtui.tui.options import Options
from smtui.tui.outline import REVIEW, Outline
from smtui.tui.page import Page
from smtui.tui.replies import Replies
from smtui.tui.saying import say
from smtui.tui.sheets import Step
from smtui.tui.walk import Walk

SETTLED = 0.2
"""Seconds after the last change until what is reckoned from all answers is reckoned again."""
_LOOK = 0.5


class FormScreen(Screen[None]):
    """A plan being answered: header, outline, page, coach, keys."""

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("form"),
        # the arrows stay on the page, whereas Tab and Enter lead to the next one
        *(one for one in bindings("page") if one.key not in ("up", "down")),
        Binding("down", "within(1)", show=False),
        Binding("up", "within(-1)", show=False),
    ]

    class Leave(Message):
        """Somebody wants back to the start."""

    def __init__(
        self,
        session: Session,
        keeper: Keeper,
        score: Callable[[], Scorecard],
        lesson: tuple[int, int] | None = None,
    ) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]
        self.session = session
        self.keeper = keeper
        self._score = score
        self._walk = Walk(session)
        self._edges = Edges(self, session, keeper, lesson)
        self._points = ""
        self._timer: Timer | None = None
        self._deaf: Callable[[], None] | None = None
        self._typing = False
        self._items = ItemWork(self, session, self._to_item)
        self._replies = Replies(self, session, lambda: self.page)

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield Static(id="form-header")
        with Container(id="form-body"):
            yield Outline(self.session, [one.id for one in self.session.questionnaire.sections])
            yield Page(self.session)
            yield Coach(self.session)
        yield Static(id="form-footer")

    # parts

    @property
    def page(self) -> Page:
        """The page."""
        return self.query_one(Page)

    @property
    def outline(self) -> Outline:
        """The outline."""
        return self.query_one(Outline)

    @property
    def coach(self) -> Coach:
        """The coach."""
        return self.query_one(Coach)

    # coming and going

    def on_mount(self) -> None:
        """Stand where the plan was left."""
        self._deaf = self.session.listen(self._heard)
        self._begin(self.session.known is not None)
        self.call_after_refresh(self._settle)
        self.set_interval(_LOOK, self._draw_header)

    def on_unmount(self) -> None:
        """Hear no more."""
        if self._deaf is not None:
            self._deaf()

    def go_to(self, position: Position, *, ensure: bool = True) -> None:
        """Bring a place into focus, or the nearest that this run asks."""
        step = self._walk.step_of(position)
        if step is not None:
            self._show(step, self._walk.stop_of(position), ensure=ensure)

    def _show(
        self, step: Step, place: Place | None = None, *, last: bool = False, ensure: bool = True
    ) -> None:
        if step.sheet.list and not step.item and ensure and not self.session.read_only:
            self.session.ensure_items(step.sheet.section)
            ids = self.session.answers.ids(step.sheet.list)
            step = Step(step.sheet, ids[0]) if ids else step
        self.page.show(step, place, last=last)
        self.outline.redraw()

    def _to_item(self, list_id: str, item: str, open_it: bool) -> None:
        """Show another item of the list on the page; without one, its strip alone."""
        sheet = self._walk.first_sheet(self._section, list_id)
        if sheet is not None:
            self.page.show(Step(sheet, item))
            if not open_it:
                self.page.to_strip()

    @property
    def _section(self) -> str:
        step = self.page.step
        return step.sheet.section if step else self.session.position.section

    def on_page_here(self, event: Page.Here) -> None:
        """The focus is somewhere else: remember it, advise on it, say its keys."""
        event.stop()
        if event.field is not self.page.field:
            return  # it has moved on since
        step = self.page.step
        if step is None:
            return
        place = event.place
        name, item = place if place else ("", step.item)
        here = Position(step.sheet.section, name, item)
        if here != self.session.position:
            self.keeper.left_a_question()
        self.session.go(here)
        if place is None:
            self.coach.about_list(step.sheet.section, step.sheet.list)
        else:
            under = event.field.under if isinstance(event.field, Options) else None
            self.coach.about(place, under)
        self.outline.redraw()
        self._draw_footer()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The strip and the outline close the question that was open."""
        if isinstance(event.widget, ItemStrip | Outline) and event.widget is self.focused:
            self.page.leave()
            if self.page.step is not None:
                sheet, among = self.page.step.sheet, event.widget is self.outline
                self.coach.about_list(sheet.section, sheet.list, sections=among)
        self._draw_footer()

    # the keys of the form

    def action_next_page(self) -> None:
        """The next page that asks something; behind the last one the review."""
        self._turn(1)

    def action_previous_page(self) -> None:
        """The page before."""
        self._turn(-1)

    def _turn(self, by: int, *, last: bool = False) -> None:
        self.page.flush()
        step = self._walk.turn(self.page.step, by)
        if step is not None:
            self._show(step, self._walk.first_missing(step) if by > 0 else None, last=last)
        elif by > 0:
            self.post_message(messages.Onward())
        else:
            self.post_message(self.Leave())

    def action_next_question(self) -> None:
        """The next question; behind the last one of the page the next page."""
        place = self.page.next_missing()
        if place is not None:
            self.page.open(place)
        else:
            if wrong := self.page.wrong:
                say(self, f"{wrong} F7 goes back.", "warning")
            self._turn(1)

    def action_previous_question(self) -> None:
        """The question before; before the first one the strip, then the outline."""
        focused = self.focused
        place = self.page.next_stop(-1)
        if isinstance(focused, Outline):
            stops = self.page.stops
            if stops:
                self.page.open(stops[-1].place)
        elif place is not None:
            self.page.open(place)
        elif self.page.strip.display and not isinstance(focused, ItemStrip):
            self.page.to_strip()
        else:
            self.set_focus(self.outline)

    def action_within(self, by: int) -> None:
        """The question below or above, on this page."""
        place = self.page.next_stop(by)
        if place is not None:
            self.page.open(place)
        elif by < 0 and self.page.strip.display and not isinstance(self.focused, ItemStrip):
            self.page.to_strip()

    def on_field_done(self, event: Field.Done) -> None:
        """Enter in an editor."""
        event.stop()
        if event.field is self.page.field:
            self.page.flush()
            self.action_next_question()

    def on_field_looked(self, event: Field.Looked) -> None:
        """The cursor is on another option."""
        event.stop()
        if event.field is self.page.field and isinstance(event.field, Options):
            self.coach.about(event.field.place, event.field.under, looking=True)

    def action_review(self) -> None:
        """What is open."""
        self.page.flush()
        self.post_message(messages.ShowReview())

    def action_score(self) -> None:
        """The scorecard."""
        self.page.flush()
        self.post_message(messages.ShowScore())

    def action_help(self) -> None:
        """The keys."""
        self.post_message(messages.ShowHelp("form"))

    def action_save(self) -> None:
        """Save now."""
        self.page.flush()
        self.post_message(messages.SaveNow())

    def action_undo(self) -> None:
        """Take the last change back, and go where it was."""
        self.page.flush()
        self._back_at(self.session.undo(), "There is nothing to take back.")

    def action_redo(self) -> None:
        """Take the last undo back, and go where it was."""
        self.page.flush()
        self._back_at(self.session.redo(), "There is nothing to bring back.")

    def _back_at(self, position: Position | None, otherwise: str) -> None:
        if position is None:
            say(self, otherwise)
        else:
            self.go_to(position, ensure=False)

    def action_park(self) -> None:
        """Not known yet: the question, field or cell in focus."""
        self._replies.park()

    def action_not_applicable(self) -> None:
        """It does not apply, or does again."""
        self._replies.not_applicable()

    def action_disagree(self) -> None:
        """Somebody sees it another way."""
        self._replies.disagree()

    def action_note(self) -> None:
        """Write a note beside it."""
        self._replies.note()

    # the run, and what of it is asked

    def action_switch_run(self) -> None:
        """Go on in the other run, which asks only what is missing."""
        run = other_run(self.session.questionnaire, self.session.run)
        if run and not self.session.read_only:
            self._ask_missing(run=run)

    def action_only_missing(self) -> None:
        """Ask only what is missing, or everything again."""
        self._ask_missing(self.session.known is None)

    def _ask_missing(self, on: bool = True, *, run: str = "") -> None:
        self.page.flush()
        self.session.ask_missing(on, run=run)
        self._walk = Walk(self.session)
        if not self._begin(on):
            say(self, "Nothing is missing.")

    def _begin(self, missing: bool) -> bool:
        """Stand where the plan was left, or at the first thing missing; False if nothing is."""
        steps = self._walk.steps if missing else []
        step = next((one for one in steps if self._walk.lacks_something(one)), None)
        if step is None:
            self.go_to(self.session.position)
        else:
            self._show(step, self._walk.first_missing(step))
        return step is not None or not missing

    # other parts speak

    def on_outline_jump(self, event: Outline.Jump) -> None:
        """To a section."""
        event.stop()
        self.go_to(Position(event.section))

    def on_outline_show(self, event: Outline.Show) -> None:
        """To the review or the scorecard."""
        event.stop()
        self.post_message(messages.ShowReview() if event.what == REVIEW else messages.ShowScore())

    def on_item_strip_chosen(self, event: ItemStrip.Chosen) -> None:
        """Another item of the list."""
        event.stop()
        step = self.page.step
        # the page may have been turned since
        if step is not None and event.item in self.session.answers.ids(step.sheet.list):
            self._to_item(step.sheet.list, event.item, event.open)

    def on_item_strip_act(self, event: ItemStrip.Act) -> None:
        """Add, copy, delete or move an item."""
        event.stop()
        if self.page.step is not None:
            self._items.act(event.what, self.page.step.sheet.list, event.item)

    def on_item_strip_pasted(self, event: ItemStrip.Pasted) -> None:
        """Several lines for a list."""
        event.stop()
        if self.page.step is not None:
            self._items.offer(self.page.step.sheet.list, event.lines)

    # what is drawn around the page

    def _heard(self, change: Change) -> None:
        if not self.is_mounted:
            return
        self.page.heard(change)
        if self._timer is not None:
            self._timer.stop()
        if not self._typing:
            self._typing = True
            self._draw_header()
        self._timer = self.set_timer(SETTLED, self._settle)

    def _settle(self) -> None:
        """Reckon what depends on all answers; never on the way of a key."""
        self._typing = False
        card = self._score()
        # many questionnaires have no checks
        self._points = f"{round(card.score)} of 100" if card.possible else ""
        self.outline.settle(self._points)
        self.page.strip.settle()
        self.coach.redraw()
        self._draw_header()
        self._draw_footer()

    def _draw_header(self) -> None:
        self._edges.draw_header(self._points, typing=self._typing)

    def _draw_footer(self) -> None:
        context = "form"
        if isinstance(self.focused, Options):
            context = "choices"
        elif isinstance(self.focused, ItemStrip):
            context = "list"
        self._edges.draw_footer(context, self.outline.progress)

    def on_resize(self) -> None:
        """Lines are cut anew."""
        if self.page.step is not None:
            self.call_after_refresh(self._after_resize)

    def _after_resize(self) -> None:
        self._draw_header()
        self._draw_footer()
        self.coach.redraw()
        self.outline.refresh()
