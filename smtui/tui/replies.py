"""The keys of the form for what is said in place of an answer, or beside it."""

from collections.abc import Callable
from datetime import date

from textual.screen import Screen

from smtui.plan.answers import Disagreement, Parked, Place, Remark
from smtui.plan.session import Session
from smtui.tui.dialogs import AskLine, AskPark, ParkAnswer
from smtui.tui.disagreement import AskDisagreement
from smtui.tui.editor import ONLY_TO_LOOK_AT
from smtui.tui.page import Page
from smtui.tui.places import place_name
from smtui.tui.saying import say


class Replies:
    """Asks for them and tells the session. They are about the question, field or cell in focus.

    What is typed into a dialog is kept letter by letter, for the program may end any time.
    """

    def __init__(self, screen: Screen[None], session: Session, page: Callable[[], Page]) -> None:
        self._screen = screen
        self._session = session
        self._find_page = page

    @property
    def _page(self) -> Page:
        return self._find_page()

    def _say(self, words: str) -> None:
        say(self._screen, words)

    def _place(self, otherwise: str) -> Place | None:
        """The place in focus, if something can be said of it; else that is told."""
        page = self._page
        spot = page.current.spot if page.current else None
        if self._session.read_only:
            self._say(ONLY_TO_LOOK_AT)
        elif spot is None or not spot.answerable(self._session.reading):
            self._say(otherwise)
        else:
            page.flush()
            return spot.place
        return None

    def _go_on(self, place: Place) -> None:
        """To the next question of the page, past all parts of this one."""
        page, reading = self._page, self._session.reading
        about = {place, *reading.parts(place)}
        if page.place not in about:
            return
        stops = [one.place for one in page.stops]
        further = (one for one in stops[stops.index(page.place) :] if one not in about)
        if (after := next(further, None)) is not None:
            page.open(after)

    # not known yet

    def park(self) -> None:
        """Ask who finds out, and by when."""
        place = self._place("Go to a question first, then F3 parks it.")
        if place is None:
            return
        session = self._session
        whole = session.reading.whole_of(place)
        if whole is not None and whole in session.answers.parked:
            place = whole
        was = session.answers.parked.get(place)
        did_not_apply = place in session.answers.not_applicable

        def keep(owner: str, until: date | None) -> None:
            session.park(place, owner, until)

        def answered(answer: ParkAnswer | None) -> None:
            if answer is None:
                self._as_it_was(place, was, did_not_apply)
            elif answer.unpark:
                session.unpark(place)
            else:
                session.park(place, answer.owner, answer.until)
                self._go_on(place)

        dialog = AskPark(
            place_name(session.reading, place),
            was.owner if was else "",
            was.until if was else None,
            parked=was is not None,
            keep=keep,
            today=session.today,
        )
        self._screen.app.push_screen(dialog, answered)

    def _as_it_was(self, place: Place, was: Parked | None, did_not_apply: bool) -> None:
        if was is not None:
            self._session.park(place, was.owner, was.until)
        else:
            self._session.unpark(place)
        if did_not_apply:
            self._session.set_not_applicable(place)

    # does not apply

    def not_applicable(self) -> None:
        """Say that the question does not apply, and go on; or that it does."""
        place = self._place("Go to a question first, then ctrl+x says that it does not apply.")
        if place is None:
            return
        session = self._session
        whole = session.reading.whole_of(place)
        reading = session.reading
        said = whole is not None and whole in session.answers.not_applicable
        about = reading.na_of(whole if whole is not None and said else place)
        if about is None:
            self._say("This question always applies. F3 parks it while its answer is not known.")
        elif about in session.answers.not_applicable:
            session.set_not_applicable(about, False)
        else:
            session.set_not_applicable(about)
            self._go_on(about)

    # seen another way, and notes

    def disagree(self) -> None:
        """Ask who sees the answer another way, and how."""
        place = self._place("Go to a question first, then ctrl+f notes who disagrees.")
        if place is None:
            return
        was = self._session.answers.disagreements.get(place, Disagreement())

        def keep(one: Disagreement) -> None:
            self._session.disagree(place, one.name, one.text)

        def answered(one: Disagreement | None) -> None:
            keep(was if one is None else one)

        dialog = AskDisagreement(place_name(self._session.reading, place), was, keep)
        self._screen.app.push_screen(dialog, answered)

    def note(self) -> None:
        """Ask for a note beside the question."""
        place = self._place("Go to a question first, then write its note.")
        if place is None:
            return
        was = self._session.answers.remarks.get(place, Remark(""))

        def keep(text: str) -> None:
            self._session.remark(place, text, was.author)

        def written(text: str | None) -> None:
            keep(was.text if text is None else text)

        title = f"Note: {place_name(self._session.reading, place)}"
        self._screen.app.push_screen(AskLine(title, was.text, keep), written)
