"""Receives plans that come: what is to be asked about one is asked first, screen by screen."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from textual.app import App

from smtui.mistakes import BadInput
from smtui.plan.answers import Answers
from smtui.plan.keeping.lock import can_end, end
from smtui.plan.opened import Opened
from smtui.plan.titles import marked
from smtui.tui.busy import Busy
from smtui.tui.desk import Desk
from smtui.tui.dialogs import UNSAVED, Confirm, Message
from smtui.tui.form import FormScreen
from smtui.tui.migrating import Migrating
from smtui.tui.opening import Opener
from smtui.tui.recovering import Merging, Recovering

KEPT = "Your answers are kept all the same, and come back when you open the plan again."
IN_DANGER = "They are nowhere but here. Leaving tries to put a copy where one can be written."

Decision = Migrating.Decided | Busy.Decided | Recovering.Decided | Merging.Decided


class Reception:
    """Between the first screen and the form: one plan at a time.

    `back` leads to the first screen.
    """

    def __init__(
        self,
        app: App[None],
        opener: Opener,
        desk: Desk,
        clock: Callable[[], datetime],
        back: Callable[[], None],
    ) -> None:
        self._app = app
        self._opener = opener
        self._desk = desk
        self._clock = clock
        self._back = back
        self._coming: Opened | None = None
        self._compared: Answers | None = None
        self.leaving: Callable[[], None] = lambda: None
        """Is called before a plan goes: somebody may want to remember where it was."""

    def open(self, opening: Callable[[], Opened]) -> None:
        """Show a plan, or say in words why it cannot be opened."""
        try:
            opened = opening()
        except BadInput as bad:
            self.give_up()
            self._app.push_screen(Message("This cannot be opened", str(bad).splitlines()))
        else:
            self.show(opened)

    def show(self, opened: Opened) -> None:
        """Ask what is to be asked about a plan, one thing after the other, then show it."""
        self._coming = opened
        now, path = self._clock(), opened.keeper.path
        if opened.held_by is not None and path is not None:
            holder = opened.held_by
            safe = opened.keeper.safe
            busy = Busy(
                holder,
                title=opened.title,
                copy=self._opener.copy_path(opened).name,
                now=now,
                certain=holder.certain,
                end=partial(end, holder) if can_end(holder) else None,
                is_free=lambda: safe is not None and safe.held_by() is None,
            )
            self._app.push_screen(busy)
        elif opened.migration is not None:
            self._app.push_screen(Migrating(opened))
        elif opened.recovery is not None:
            trash = self._opener.trash
            title = opened.title
            self._app.push_screen(Recovering(opened.recovery, title=title, now=now, trash=trash))
        else:
            self._in(opened)

    def _in(self, opened: Opened) -> None:
        self._coming = None
        opened.keeper.asks = True
        scored = self._desk.take(opened)
        form = FormScreen(opened.session, opened.keeper, scored, opened.lesson)
        self._app.push_screen(form)
        if opened.notices:
            self._app.push_screen(Message(opened.title or "This plan", opened.notices))

    def give_up(self) -> None:
        """The plan that was to be shown is not wanted: others may open it."""
        if self._coming is not None:
            self._coming.keeper.let_go()
            self._coming = None

    # a plan goes

    def leave(self, go: Callable[[], object]) -> None:
        """Close the plan, then go; ask only when it could not be saved."""
        self.leaving()
        self._app.run_worker(self._leaving(go), group="leave", exclusive=True)

    async def _leaving(self, go: Callable[[], object]) -> None:
        plan = self._desk.plan
        if await self._desk.closing() or plan is None:
            go()
            return

        def decided(choice: str | None) -> None:
            if choice == "again":
                self.leave(go)
            elif choice == "leave":
                self._desk.give_up()
                go()

        if not isinstance(self._app.screen, Confirm):
            told = [plan.keeper.failed, IN_DANGER if plan.keeper.in_danger else KEPT]
            self._app.push_screen(Confirm("Not saved", told, UNSAVED), decided)

    # what somebody said

    def decided(self, event: Decision) -> None:
        """Go on as somebody has said."""
        match event:
            case Migrating.Decided():
                self._back()
                self.show(event.opened)
            case Busy.Decided():
                self._busy(event)
            case Recovering.Decided():
                self._recovered(event)
            case Merging.Decided():
                self._merged(event)

    def _busy(self, event: Busy.Decided) -> None:
        """A plan is open elsewhere."""
        opened = self._coming
        if opened is None or opened.keeper.path is None:
            return
        path = opened.keeper.path
        self._back()
        match event.what:
            case "look":
                self.show(opened.only_look())
            case "copy":
                self.open(lambda: self._opener.copy(opened))
            case "again" | "open" | "anyway":
                opened.keeper.let_go()
                self.open(lambda: self._opener.open(path, anyway=event.what == "anyway"))
            case _:
                self.give_up()

    def _recovered(self, event: Recovering.Decided) -> None:
        """A journal holds what the file has not."""
        opened = self._coming
        if opened is None or opened.recovery is not event.recovery:
            return  # a second click: it was not about the journal that is asked about by now
        self._back()
        answers = event.answers
        match event.what:
            case "bring" if answers is not None:
                self.open(lambda: self._opener.bring_back(opened, answers))
            case "keep":
                self.open(lambda: self._opener.set_aside(opened))
            case "look":
                self.show(opened.only_look())
            case _:
                self.give_up()

    # a file that is changed while it is open here

    def look(self) -> None:
        """To be called twice a second: ask when somebody else has changed the plan's file."""
        plan = self._desk.plan
        if plan is None or not plan.keeper.conflict or isinstance(self._app.screen, Merging):
            return
        if not isinstance(self._app.screen, FormScreen):
            return  # what is being written there first
        try:
            self._compared = plan.session.answers
            merge = self._opener.merge(plan)
        except BadInput as bad:
            plan.keeper.go_beside()
            self._desk.tick()
            beside = plan.keeper.path.name if plan.keeper.path else ""
            lines = [f"Your plan goes on in {beside}.", *str(bad).splitlines()]
            self._app.push_screen(Message("The file has been changed by somebody else", lines))
            return
        beside = self._opener.copy_path(plan).name
        title = marked(plan.session.title, plan.keeper.document.meta.fictional)
        self._app.push_screen(Merging(merge, title=title, beside=beside))

    def _merged(self, event: Merging.Decided) -> None:
        """How to go on with both."""
        plan = self._desk.plan
        if plan is None or not isinstance(self._app.screen, Merging):
            return  # a second click
        self._app.pop_screen()
        if self._compared is not plan.session.answers:
            return  # a letter was still on its way when they were compared: ask with it
        if event.what == "both" and event.answers is not None:
            self._opener.take_both(plan, event.answers)
        elif event.what == "mine":
            plan.keeper.go_beside()
        else:
            plan.keeper.ask_later()
