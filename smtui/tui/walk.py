"""The way through a plan, page by page: which page comes next, and which one a position is on."""

from smtui.plan.answers import Place
from smtui.plan.session import Position, Session
from smtui.questionnaire.expression import State
from smtui.tui.sheets import Sheet, Step, sheets_of, spots_of, steps_of, top_of


class Walk:
    """Finds pages for a session. It moves nothing itself."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sheets = sheets_of(session.questionnaire, session.run)

    @property
    def steps(self) -> list[Step]:
        """All pages with the present items, in order."""
        return steps_of(self._session, self._sheets)

    def first_sheet(self, section: str, list_id: str) -> Sheet | None:
        """The first sheet of a list in a section."""
        mine = (one for one in self._sheets if (one.section, one.list) == (section, list_id))
        return next(mine, None)

    def has_something(self, step: Step) -> bool:
        """Whether a page shows anything now."""
        sheet = step.sheet
        if sheet.list and self._session.would_ask(sheet.section, sheet.list):
            return True
        return bool(spots_of(self._session.reading, step))

    def turn(self, step: Step | None, by: int) -> Step | None:
        """The page behind (1) or before (-1) a page, passing empty ones; None at either end.

        Onward, while only what is missing is asked, pages that lack nothing are passed too.
        """
        steps = self.steps
        wanted = self.lacks_something if by > 0 else self.has_something
        at = (steps.index(step) if step in steps else -1) + by
        while 0 <= at < len(steps) and not wanted(steps[at]):
            at += by
        return steps[at] if 0 <= at < len(steps) else None

    def lacks_something(self, step: Step) -> bool:
        """Whether a page has a question that is not passed over."""
        if self._session.known is None:
            return self.has_something(step)
        if step.sheet.list and not step.item:
            return self.has_something(step)
        return self.first_missing(step) is not None

    def first_missing(self, step: Step | None) -> Place | None:
        """The first question of a page that is not passed over, while some are."""
        if step is None or self._session.known is None:
            return None
        reading = self._session.reading
        stops = (one for one in spots_of(reading, step) if one.stop and one.answerable(reading))
        return next((one.place for one in stops if not self._session.passes(one.place)), None)

    def step_of(self, position: Position) -> Step | None:
        """The page of a position, or the nearest; None when nothing at all is asked."""
        steps = self.steps
        questionnaire = self._session.questionnaire
        section = position.section
        item = Place(position.name, position.item).owner
        if position.name in questionnaire.homes:
            section = questionnaire.homes[position.name].section
            top = top_of(questionnaire, position.name)
            for step in steps:
                if top in step.sheet.questions and step.item in ("", item):
                    return step
        ids = [one.id for one in questionnaire.sections]
        from_here = ids[ids.index(section) :] if section in ids else []
        for one in [*from_here, *ids]:
            mine = [step for step in steps if step.sheet.section == one]
            exact = [step for step in mine if item and step.item == item]
            filled = [step for step in mine if self.has_something(step)]
            if found := [*exact, *filled, *mine]:
                return found[0]
        return None

    def stop_of(self, position: Position) -> Place | None:
        """Where the focus goes: of what has parts to the first that needs an answer."""
        place = position.place
        question = self._session.questionnaire.questions.get(position.name)
        if place is None or question is None or not question.parts:
            return place
        reading = self._session.reading
        questions = self._session.questionnaire.questions
        parts = [one for one in reading.parts(place) if questions[one.name].answerable]
        needy = (one for one in parts if reading.is_wrong(one) or self._is_open(one))
        return next(needy, next(iter(parts), place))

    def _is_open(self, place: Place) -> bool:
        return self._session.reading.state(*place) is State.OPEN
