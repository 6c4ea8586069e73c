"""The app: opens the first screen or a plan, leads from screen to screen, and ends in order."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen

from smtui.fence import Fence
from smtui.guard import Guard
from smtui.tui.busy import Busy
from smtui.tui.desk import Desk
from smtui.tui.form import FormScreen
from smtui.tui.guide import Guide
from smtui.tui.help import HelpScreen
from smtui.tui.keys import bindings
from smtui.tui.messages import GoTo, SaveNow, ShowForm, ShowHelp, ShowReview, ShowScore
from smtui.tui.migrating import Migrating
from smtui.tui.opening import Opened, Opener
from smtui.tui.pick import PickPath
from smtui.tui.reception import Decision, Reception
from smtui.tui.recovering import Merging, Recovering
from smtui.tui.review import Review
from smtui.tui.rowscreen import RowScreen
from smtui.tui.school import LearningApp, School
from smtui.tui.scorecard import ScoreScreen
from smtui.tui.start import StartScreen
from smtui.tui.terminal.ability import Ability

TICK_SECONDS = 0.5


class SmtuiApp(LearningApp):
    """One person at one terminal. It takes what it needs by its constructor."""

    CSS_PATH = "smtui.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]

    def __init__(
        self,
        *,
        opener: Opener,
        first: Opened | None = None,
        lesson: str | None = None,
        guard: Guard | None = None,
        ability: Ability | None = None,
        folder: Path = Path(),
        fence: Fence | None = None,
        clock: Callable[[], datetime] = datetime.now,
        driver_class: type[Driver] | None = None,
        crash_folder: Path | None = None,
    ) -> None:
        """`first` is a plan to show at once, `lesson` the sample of a lesson (any if it is empty);
        a search for plans begins in `folder`, and stays in the `fence`.
        """
        super().__init__(
            guard=guard,
            ability=ability,
            driver_class=driver_class,
            crash_folder=crash_folder,
            clock=clock,
        )
        self._opener = opener
        self._first = first
        self._lesson = lesson
        self._folder = folder
        self._fence = fence or Fence()
        self._clock = clock
        self._desk = Desk(guard)
        self._reception = Reception(self, opener, self._desk, clock, self.back_home)
        self._guide = Guide(self, self._desk, opener)
        self.school = School(self, opener, self._desk, self._reception, self.back_to)

    def get_default_screen(self) -> Screen[None]:
        """Below all others lies the first screen."""
        return StartScreen(self._opener, self._clock)

    def on_mount(self) -> None:
        """Show the plan, if there is one already."""
        self.set_interval(TICK_SECONDS, self._tick)
        if self._first is not None:
            self._reception.show(self._first)
        elif self._lesson is not None:
            self.school.open(self._lesson)

    # plans come and go

    @on(StartScreen.Open)
    def _open(self, event: StartScreen.Open) -> None:
        if isinstance(self.screen, StartScreen):  # else it was a second click
            self._reception.open(event.opening)

    @on(Busy.Decided)
    @on(Migrating.Decided)
    @on(Recovering.Decided)
    @on(Merging.Decided)
    def _decided(self, event: Decision) -> None:
        self._reception.decided(event)

    def _tick(self) -> None:
        self._desk.tick()
        self._reception.look()
        self.school.note()

    def kept_at(self) -> Path | None:
        """Where the answers are, once they are saved: a plan may get its name only then."""
        return self._desk.closed_at

    def let_go(self) -> bool:
        """Save everything and close the plan; whether that worked."""
        return self._desk.close()

    async def action_quit(self) -> None:
        """Save and leave."""
        self._reception.leave(self.exit)

    @on(FormScreen.Leave)
    def action_leave(self) -> None:
        """Save, and go to the first screen, for another plan."""
        self._reception.give_up()
        self._reception.leave(self.back_home)

    @on(StartScreen.Browse)
    def _browse(self) -> None:
        def picked(path: Path | None) -> None:
            if path is not None:
                self._reception.open(lambda: self._opener.open(path))

        if isinstance(self.screen, StartScreen):
            self.push_screen(PickPath("Open a plan", self._folder, self._fence), picked)

    # from screen to screen

    @on(ShowForm)
    def _to_form(self, event: ShowForm) -> None:
        self.back_to(FormScreen)
        if event.switch_run and isinstance(self.screen, FormScreen):
            self.screen.action_switch_run()

    @on(GoTo)
    def _to_place(self, event: GoTo) -> None:
        self.back_to(FormScreen)
        if isinstance(self.screen, FormScreen):
            self.screen.go_to(event.position)

    @on(ShowReview)
    def _to_review(self) -> None:
        plan = self._desk.plan
        if plan is not None:
            self.back_to(FormScreen)
            self.push_screen(Review(plan.session, plan.keeper, plan.title))

    @on(ShowScore)
    def _to_score(self) -> None:
        plan, scored = self._desk.plan, self._desk.scored
        if plan is not None and scored is not None:
            self.back_to(FormScreen)
            self.push_screen(ScoreScreen(plan.session, plan.keeper, scored, plan.title))

    @on(SaveNow)
    def _save(self) -> None:
        self.run_worker(self._saving(), group="save", exclusive=False)

    async def _saving(self) -> None:
        words, good = await self._desk.save()
        self.say(words, "information" if good else "error")
        if isinstance(self.screen, RowScreen):
            self.screen.redraw()

    # help and search

    @on(ShowHelp)
    def _help(self, event: ShowHelp) -> None:
        self.push_screen(HelpScreen(event.context))

    def action_help(self) -> None:
        """Where a screen has no help of its own."""
        self.push_screen(HelpScreen("app"))

    def action_commands(self) -> None:
        """Go somewhere, or do something, by its name."""
        self._guide.commands()

    def action_glossary(self) -> None:
        """What words mean, and what is real beside the question in focus."""
        self._guide.words()
