"""Leads through lessons: opens their steps, remembers how far each is, and comes back."""

from collections.abc import Callable
from dataclasses import replace

from textual import on
from textual.screen import Screen

from smtui.mistakes import BadInput
from smtui.plan.learning import STEPS
from smtui.plan.opened import Opened
from smtui.tui.beside import BesideScreen
from smtui.tui.desk import Desk
from smtui.tui.dialogs import Message
from smtui.tui.lesson import LessonScreen
from smtui.tui.messages import Onward, ShowReview
from smtui.tui.opening import Opener
from smtui.tui.reception import Reception
from smtui.tui.start import StartScreen
from smtui.tui.steady import SteadyApp


class School:
    """One lesson at a time, over the first screen. `back` leads to a screen of the stack."""

    def __init__(
        self,
        app: SteadyApp,
        opener: Opener,
        desk: Desk,
        reception: Reception,
        back: Callable[[type[Screen[None]]], None],
    ) -> None:
        self._app = app
        self._opener = opener
        self._desk = desk
        self._reception = reception
        self._back = back
        self._walking = ""
        self._walk: Opened | None = None
        reception.leaving = self.note

    @property
    def is_on(self) -> bool:
        """Whether a lesson lies under what is shown."""
        return any(isinstance(one, LessonScreen) for one in self._app.screen_stack)

    def open(self, sample: str = "") -> None:
        """Show a lesson: with the sample named, else with the last one or the first there is."""
        try:
            name = self._opener.teacher.lesson(sample)
        except BadInput as bad:
            self._app.push_screen(Message("There is no lesson", str(bad).splitlines()))
        else:
            self._app.push_screen(LessonScreen(self._opener, name))

    def walk(self, sample: str) -> None:
        """Through the model plan, from where one was."""

        def opened() -> Opened:
            walk = self._opener.teacher.walk(sample)
            self._walk, self._walking = replace(walk, lesson=(1, len(STEPS))), sample
            return self._walk

        self._reception.open(opened)

    def note(self, *, done: bool = False) -> None:
        """Remember where somebody is in the model plan, and whether it was the end."""
        walk = self._walk
        if walk is None or self._desk.plan is not walk:
            return
        learning = self._opener.teacher.learning
        progress = learning.of(self._walking)
        at, walked = walk.session.position, progress.walked or done
        known = progress.position is not None and progress.position.section == at.section
        if not known or walked != progress.walked:
            learning.note(replace(progress, position=at, walked=walked))

    def practise(self, sample: str, run: str) -> None:
        """Begin a practice plan, or go on with it."""
        teacher = self._opener.teacher

        def opened() -> Opened:
            progress = teacher.learning.of(sample)
            if progress.practice is not None:
                return teacher.go_on(progress.practice)
            made = teacher.practise(sample, run)
            teacher.learning.note(replace(progress, practice=made.keeper.path))
            return made

        self._reception.open(opened)

    def compare(self, sample: str) -> None:
        """Lay the practice plan beside the model."""
        teacher = self._opener.teacher
        progress = teacher.learning.of(sample)
        if progress.practice is None:
            return
        try:
            found, model, yours = teacher.beside(sample, progress.practice)
        except BadInput as bad:
            lines = str(bad).splitlines()
            self._app.push_screen(Message("This cannot be laid side by side", lines))
            return
        teacher.learning.note(replace(progress, compared=True))
        self._app.push_screen(BesideScreen(found, model, yours))

    def onward(self) -> bool:
        """Behind the last page: go on with the lesson, if it is one; whether it is."""
        if not self.is_on:
            return False
        self.note(done=True)
        self._reception.leave(lambda: self._back(LessonScreen))
        return True


class LearningApp(SteadyApp):
    """The part of the app that hears what is wanted of a lesson."""

    school: School
    """Is set by the constructor of the app."""

    def back_to(self, kind: type[Screen[None]]) -> None:
        """Close what lies over a screen."""
        while not isinstance(self.screen, kind) and len(self.screen_stack) > 1:
            self.pop_screen()

    def back_home(self) -> None:
        """Close the plan's screens: to its lesson, or to the first screen."""
        self.back_to(LessonScreen if self.school.is_on else StartScreen)

    @on(StartScreen.Learn)
    def _learn(self) -> None:
        if isinstance(self.screen, StartScreen):  # else it was a second click
            self.school.open()

    @on(LessonScreen.Walk)
    def _walk(self, event: LessonScreen.Walk) -> None:
        if isinstance(self.screen, LessonScreen):
            self.school.walk(event.sample)

    @on(LessonScreen.Practise)
    def _practise(self, event: LessonScreen.Practise) -> None:
        if isinstance(self.screen, LessonScreen):
            self.school.practise(event.sample, event.run)

    @on(LessonScreen.Compare)
    def _compare(self, event: LessonScreen.Compare) -> None:
        if isinstance(self.screen, LessonScreen):
            self.school.compare(event.sample)

    @on(LessonScreen.Leave)
    def _leave_lesson(self) -> None:
        self.back_to(StartScreen)

    @on(BesideScreen.Leave)
    def _leave_beside(self) -> None:
        self.back_to(LessonScreen)

    @on(Onward)
    def _onward(self) -> None:
        if not self.school.onward():
            self.post_message(ShowReview())
