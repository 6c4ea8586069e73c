"""Answers somebody who looks for a way or a word, from whatever screen they are on."""

from textual.app import App
from textual.screen import ModalScreen

from smtui.plan.glossary import glossary_at
from smtui.questionnaire.model import Questionnaire
from smtui.tui.desk import Desk
from smtui.tui.form import FormScreen
from smtui.tui.glossary import WORD, look_up
from smtui.tui.messages import GoTo
from smtui.tui.opening import Opener
from smtui.tui.rowscreen import RowScreen
from smtui.tui.search import Search
from smtui.tui.wayfinding import ways


class Guide:
    """Of the plan that is open, or else of the questionnaire of `opener`."""

    def __init__(self, app: App[None], desk: Desk, opener: Opener) -> None:
        self._app = app
        self._desk = desk
        self._opener = opener

    @property
    def _questionnaire(self) -> Questionnaire:
        session = self._desk.session
        return session.questionnaire if session else self._opener.questionnaire

    def commands(self) -> None:
        """Go somewhere, or do something, by its name."""
        app, screen = self._app, self._app.screen
        if isinstance(screen, ModalScreen):
            return
        context = screen.CONTEXT if isinstance(screen, RowScreen) else "form"
        found, positions = ways(self._desk.session, self._questionnaire, context)

        def chosen(key: str | None) -> None:
            if key in positions:
                app.post_message(GoTo(positions[key]))
            elif key is not None and key.startswith(WORD):
                self.words(key)
            elif key is not None:
                target = screen if hasattr(screen, f"action_{key}") else app
                app.call_later(app.run_action, key, target)

        app.push_screen(Search(found), chosen)

    def words(self, key: str = "") -> None:
        """What words mean, and what is real beside the question in focus."""
        session, screen = self._desk.session, self._app.screen
        place = screen.page.place if isinstance(screen, FormScreen) else None
        nearby = glossary_at(session.reading, place) if session and place else None
        look_up(self._app, self._questionnaire, nearby, key, self._desk.fictional)
