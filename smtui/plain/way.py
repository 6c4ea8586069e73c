"""The way through a plan, stop by stop: the same questions in the same order as on the screen."""

from collections.abc import Iterator
from dataclasses import dataclass

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.plan.session import Position, Session
from smtui.questionnaire.kinds import Link
from smtui.questionnaire.model import ItemList


@dataclass(frozen=True)
class Stop:
    """Where something is asked or said: a question, or (no place) a list, or the end.

    `within` is the record or grid that the question is a part of. `asks` is False where there is
    nothing to answer.
    """

    section: str
    place: Place | None = None
    list: str = ""
    within: Place | None = None
    asks: bool = True

    @property
    def is_end(self) -> bool:
        """Whether all questions lie before it."""
        return self.place is None and not self.list

    @property
    def item(self) -> str:
        """The item that is asked about; empty at the list itself."""
        return self.place.owner if self.place else ""


class Way:
    """Finds stops for a session. It moves nothing itself."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._sections = [one.id for one in session.questionnaire.sections]

    @property
    def end(self) -> Stop:
        """Behind the last question."""
        return Stop(self._sections[-1])

    # the stops of a section

    def of_section(self, section: str) -> list[Stop]:
        """The stops of a section; its lists are one each."""
        questionnaire, reading = self._session.questionnaire, self._session.reading
        found: list[Stop] = []
        for entry in questionnaire.entries(section):
            if isinstance(entry, ItemList):
                if self._asks_of(section, entry.id):
                    found.append(Stop(section, None, entry.id))
                continue
            for one in reading.family(entry):
                found += self._stops(section, Place(one.id), "")
        return found

    def of_item(self, section: str, list_id: str, item: str) -> list[Stop]:
        """The stops at one item of a list."""
        return [
            stop
            for place in self._session.reading.questions_of(section, item, list_id)
            for stop in self._stops(section, place, list_id)
        ]

    def _asks_of(self, section: str, list_id: str) -> bool:
        items = self._session.answers.ids(list_id)
        reading = self._session.reading
        return bool(self._session.would_ask(section, list_id)) or any(
            True for item in items for _ in reading.questions_of(section, item, list_id)
        )

    def _stops(self, section: str, place: Place, list_id: str) -> Iterator[Stop]:
        reading = self._session.reading
        if not reading.asked(place):
            return
        question = reading.questionnaire.questions[place.name]
        if question.parts:
            for part in reading.parts(place):
                asks = reading.questionnaire.questions[part.name].answerable
                yield Stop(section, part, list_id, place, asks)
            return
        asks = question.answerable and not taken(reading, place)
        yield Stop(section, place, list_id, asks=asks)

    # from stop to stop

    def after(self, stop: Stop) -> Stop:
        """The stop behind a stop, whether it asks or not; at last the end."""
        if stop.is_end:
            return stop
        beside = self._beside(stop)
        for one in beside[self._index(stop, beside, 1) :]:
            return one
        if stop.item:
            return Stop(stop.section, None, stop.list)
        for section in self._sections[self._sections.index(stop.section) + 1 :]:
            for one in self.of_section(section):
                return one
        return self.end

    def onward(self, stop: Stop) -> Stop:
        """The stop behind a stop; while only what is missing is asked, one that lacks something.

        A list that has items is passed over: what they lack is asked one after the other.
        """
        if self._session.known is None:
            return self.after(stop)
        every = list(self._every())
        to = stop
        while not to.is_end and to not in every:
            to = self.after(to)  # hidden by what was answered last, or a list that has items
        ahead = every[every.index(to) :] if to in every else []
        return next((one for one in ahead if one != stop and not self._is_known(one)), self.end)

    def missing(self) -> Stop:
        """The first stop that lacks something, or the end."""
        return next((one for one in self._every() if not self._is_known(one)), self.end)

    def _every(self) -> Iterator[Stop]:
        """All stops in order, those of the items of a list one after the other."""
        for section in self._sections:
            for stop in self.of_section(section):
                items = self._session.answers.ids(stop.list) if stop.place is None else ()
                for item in items:
                    yield from self.of_item(section, stop.list, item)
                if not items:
                    yield stop

    def _is_known(self, stop: Stop) -> bool:
        """Whether there is nothing to ask at a stop."""
        if stop.place is None:
            return False
        return not stop.asks or self._session.passes(stop.place)

    def before(self, stop: Stop) -> Stop | None:
        """The stop before a stop that asks something; None at the beginning."""
        if not stop.is_end:
            beside = self._beside(stop)
            earlier = [one for one in beside[: self._index(stop, beside, 0)] if one.asks]
            if earlier:
                return earlier[-1]
            if stop.item:
                return Stop(stop.section, None, stop.list)
        upto = self._sections.index(stop.section) + stop.is_end
        for section in reversed(self._sections[:upto]):
            for one in reversed(self.of_section(section)):
                if one.asks:
                    return one
        return None

    def _beside(self, stop: Stop) -> list[Stop]:
        if stop.item:
            return self.of_item(stop.section, stop.list, stop.item)
        return self.of_section(stop.section)

    def _index(self, stop: Stop, beside: list[Stop], more: int) -> int:
        """Where a stop is among others; where it would be, when answers have hidden it."""
        for at, one in enumerate(beside):
            if (one.place, one.list) == (stop.place, stop.list):
                return at + more
        rank = self._rank(stop)
        return sum(self._rank(one) < rank for one in beside)

    def _rank(self, stop: Stop) -> int:
        questions = list(self._session.questionnaire.questions)
        if stop.place is not None:
            return questions.index(stop.place.name)
        homes = self._session.questionnaire.homes
        mine = (
            at
            for at, name in enumerate(questions)
            if (homes[name].list, homes[name].section) == (stop.list, stop.section)
        )
        return next(mine, len(questions))

    # where a position is

    def stop_of(self, position: Position) -> Stop:
        """The stop of a position, or the nearest that asks something. A name may be a list's."""
        place = position.place
        homes = self._session.questionnaire.homes
        if place is not None and place.name in homes:
            found = self._stop_at(place)
            if found is not None:
                return found
        section = position.section if position.section in self._sections else self._sections[0]
        owner = self._session.questionnaire.lists
        if position.name in owner and not position.item:
            the_list = Stop(section, None, position.name)
            return the_list if the_list in self.of_section(section) else self.first(section)
        if position.item and not position.name:
            ids = self._session.answers.ids
            for stop in self.of_section(section):
                if stop.list in owner and position.item in ids(stop.list):
                    return stop
        return self.first(section)

    def _stop_at(self, place: Place) -> Stop | None:
        """The stop of a question: of a record or grid the first part that needs an answer."""
        home = self._session.questionnaire.homes[place.name]
        at = self._session.answers.ids(home.list)
        if home.list and place.owner not in at:
            lists = [Stop(home.section, None, home.list)]
            return lists[0] if lists[0] in self.of_section(home.section) else None
        first = Stop(home.section, place, home.list)
        beside = self._beside(first)
        exact = [one for one in beside if one.place == place and one.asks]
        inside = [one for one in beside if one.within == place]
        reading = self._session.reading
        needy = [one for one in inside if one.place and not reading.text(one.place)]
        for one in (*exact, *needy, *inside):
            return one
        later = [one for one in beside[self._index(first, beside, 0) :] if one.asks]
        return next(iter(later), None)

    def first(self, section: str) -> Stop:
        """The first stop of a section that asks something, or of the next that has one."""
        for one in self._sections[self._sections.index(section) :]:
            for stop in self.of_section(one):
                if stop.asks:
                    return stop
        return self.end


def taken(reading: Reading, place: Place) -> bool:
    """Whether a link is answered by itself, with the only item that there is."""
    question = reading.questionnaire.questions[place.name]
    if not isinstance(question, Link) or not question.auto:
        return False
    ids = reading.answers.ids(question.to)
    return len(ids) == 1 and reading.reply(place) in (None, question.of_one(ids[0]))
