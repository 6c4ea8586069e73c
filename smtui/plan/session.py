"""One planning session: questionnaire, answers, position, undo. It knows no disk and no screen."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from smtui.plan.answering import is_there, rows_known, with_answer
from smtui.plan.answers import Answers, Disagreement, Parked, Place, Remark, alike, new_id
from smtui.plan.bonds import Bonds
from smtui.plan.missing import Known
from smtui.plan.reasoned import Reasons
from smtui.plan.rules import Reading
from smtui.plan.standing import (
    Standing,
    item_standing,
    lacks,
    overall,
    section_standing,
    would_ask,
)
from smtui.plan.upkeep import moved, with_first, with_lines, with_new
from smtui.questionnaire.kinds import Grid
from smtui.questionnaire.model import Questionnaire
from smtui.text import clean_line, clean_text


@dataclass(frozen=True)
class Position:
    """Where the person is: a section, an item of a list in it, a question. Not an answer."""

    section: str
    name: str = ""
    item: str = ""

    @property
    def place(self) -> Place | None:
        """The question, if one is in focus."""
        return Place(self.name, self.item) if self.name else None


@dataclass(frozen=True)
class Change:
    """What has changed: an answer (`place`), a list's items (`list`), or everything (neither)."""

    place: Place | None = None
    list: str = ""


@dataclass
class _Edit:
    """A step of undo: the answers before it, and where it was made."""

    before: Answers
    position: Position


class Session:
    """Answers to a questionnaire while they are given. Listeners hear every `Change`.

    `pick` chooses a letter for new ids (random unless a test hands another). A sample has the
    `reasons` for its answers; a practice plan has the `model` beside which somebody learns.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        answers: Answers | None = None,
        *,
        run: str = "quick",
        position: Position | None = None,
        today: date | None = None,
        read_only: bool = False,
        pick: Callable[[str], str] = secrets.choice,
        reasons: Reasons | None = None,
        model: Reading | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.reasons = reasons or {}
        self.model = model
        self.answers = answers or Answers()
        self.run = run
        self.today = today
        self.read_only = read_only
        self.known: Known | None = None
        """What is passed over, while only what is missing is asked; None: nothing is."""
        self._pick = pick
        self._listeners: list[Callable[[Change], None]] = []
        self._undo: list[_Edit] = []
        self._redo: list[_Edit] = []
        self._visit: Place | None = None
        self._reading = Reading(questionnaire, self.answers, run, today)
        self._bonds = Bonds(questionnaire)
        first = questionnaire.sections[0].id
        known = {section.id for section in questionnaire.sections}
        self.position = position if position and position.section in known else Position(first)

    # hearing of changes

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` at every change; the result stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _set(self, answers: Answers, change: Change, place: Place | None = None) -> None:
        """Take new answers as one step of undo; typing on at one place stays one step."""
        if answers is self.answers or self.read_only:
            return
        known = change.place is not None and answers.items is self.answers.items
        places = list(self._around(change.place)) if known and change.place else None
        if answers.items is not self.answers.items:
            answers = self._bonds.with_only_ones(answers)
        if place is None or place != self._visit or not self._undo:
            self._undo.append(_Edit(self.answers, self.position))
        elif _same(answers, self._undo[-1].before, place):
            # typed back to where it was: there is nothing to undo
            self._undo.pop()
            place = None
        self._visit = place
        self._redo.clear()
        self._become(answers, change, places)

    def _around(self, place: Place) -> Iterator[Place]:
        """The places at which a reply to one place may change something: its whole, its parts."""
        yield place
        whole = self._reading.whole_of(place)
        if whole is not None:
            yield whole
        question = self.questionnaire.questions[place.name]
        if isinstance(question, Grid):
            for item in rows_known(self._reading, *place):
                yield from (Place(one.id, item) for one in question.parts)
        else:
            yield from (Place(one.id, place.item) for one in question.parts)

    def _become(self, answers: Answers, change: Change, at: Sequence[Place] | None = None) -> None:
        """Take new answers, which differ `at` these places alone; without them anywhere."""
        self.answers = answers
        self._reading.become(answers, at)
        for listener in tuple(self._listeners):
            listener(change)

    @property
    def reading(self) -> Reading:
        """The answers, read with the questionnaire: one reading, which goes along with them."""
        known = self._reading
        if known.run != self.run or known.today != self.today:
            self._reading = Reading(self.questionnaire, self.answers, self.run, self.today)
        elif known.answers is not self.answers:
            known.become(self.answers)
        return self._reading

    # replies

    def answer(self, place: Place, raw: object) -> bool:
        """Keep an answer, as the question's kind cleans it; nothing happens when it is the same.

        A record takes a table of its fields, a grid one of its rows, None takes the answers
        away. False when it is not taken: there is no such place, or the plan is to look at only.
        """
        if self.read_only or not is_there(self.reading, place):
            return False
        self._set(with_answer(self.answers, self.reading, place, raw), Change(place), place)
        return True

    def take(self, answers: Answers) -> None:
        """Take other answers as a whole, as a file brings them. One step of undo."""
        self._set(answers, Change())

    def park(self, place: Place, owner: str = "", until: date | None = None) -> None:
        """Park a question or a field: not known yet. What was typed stays beside it."""
        if is_there(self.reading, place):
            parked = Parked(clean_line(owner).strip(), until)
            answers = self.answers.with_parked(place, parked)
            self._set(answers, Change(place), _beside(place, "reply"))

    def unpark(self, place: Place) -> None:
        """Take the parking away; what was typed counts again."""
        answers = self.answers.with_parked(place, None)
        self._set(answers, Change(place), _beside(place, "reply"))

    def remark(self, place: Place, text: str, author: str = "") -> None:
        """Keep a note beside a question; an empty text takes it away."""
        if is_there(self.reading, place):
            cleaned = clean_text(text).strip()
            remark = Remark(cleaned, clean_line(author).strip()) if cleaned else None
            answers = self.answers.with_remark(place, remark)
            self._set(answers, Change(place), _beside(place, "note"))

    def set_not_applicable(self, place: Place, on: bool = True) -> None:
        """Say that a question does not apply here, where that may be said, or that it does."""
        if is_there(self.reading, place) and (not on or self.reading.may_be_na(place)):
            answers = self.answers.with_not_applicable(place, on)
            self._set(answers, Change(place), _beside(place, "reply"))

    def disagree(self, place: Place, name: str, text: str = "") -> None:
        """Keep that somebody sees an answer another way; nothing said takes it away."""
        if is_there(self.reading, place):
            who = Disagreement(clean_line(name).strip(), clean_text(text).strip())
            answers = self.answers.with_disagreement(place, who)
            self._set(answers, Change(place), _beside(place, "disagreement"))

    # lists

    def add_item(self, list_id: str, after: str = "") -> str:
        """Add an item (behind `after`, else last); its id, empty when the list is full."""
        made = self._id_for(list_id)
        if made:
            self._set(with_new(self.answers, list_id, made, after), Change(list=list_id))
        return made

    def add_items(self, list_id: str, name: str, lines: Sequence[str]) -> str:
        """Add an item for each line, which answers the question `name`; the last item's id.

        An only item about which nothing is said takes the first line. One step of undo;
        lines for which there is no room are left out.
        """
        if self.read_only:
            return ""
        question, most = self.questionnaire.questions[name], self.questionnaire.lists[list_id].most
        said = [(Place(name), question.clean(line)) for line in lines]
        answers, made = with_lines(self.answers, list_id, said, most, self._new_id)
        self._set(answers, Change(list=list_id))
        return made

    def _new_id(self, answers: Answers) -> str:
        return new_id(answers.all_ids(), self._pick)

    def _id_for(self, list_id: str) -> str:
        """The id of an item to be added; empty where none can be."""
        full = len(self.answers.ids(list_id)) >= self.questionnaire.lists[list_id].most
        return "" if full or self.read_only else self._new_id(self.answers)

    def duplicate_item(self, list_id: str, item: str) -> str:
        """Copy an item with its answers, behind it; the copy's id, empty when the list is full."""
        made = self._id_for(list_id) if item in self.answers.ids(list_id) else ""
        if made:
            copied = with_new(self.answers, list_id, made, item).with_copy(item, made)
            self._set(copied, Change(list=list_id))
        return made

    def move_item(self, list_id: str, item: str, by: int) -> None:
        """Move an item up (-1) or down (+1), at most to the end."""
        self._set(moved(self.answers, list_id, item, by), Change(list=list_id))

    def uses_of(self, list_id: str, item: str) -> list[Place]:
        """What hangs on an item: the links that name it, and the rows of grids for it."""
        return self._bonds.uses_of(self.answers, list_id, item)

    def going(self, list_id: str, item: str, move_to: str = "") -> list[Place]:
        """The rows for an item that `delete_item` would not lead to `move_to`."""
        return self._bonds.going(self.answers, list_id, item, move_to)

    def delete_item(self, list_id: str, item: str, move_to: str = "") -> None:
        """Delete an item; what hangs on it is led to `move_to`, or goes. One step of undo."""
        if item in self.answers.ids(list_id):
            self._set(self._bonds.without(self.answers, list_id, item, move_to), Change())

    def ensure_items(self, section: str) -> None:
        """Give the lists of a section that need one their first item, to be answered at once.

        No step of undo: to look at a section is not an edit. They were there all along, so
        that no step takes them away either.
        """
        for entry in self.questionnaire.entries(section):
            if lacks(self.reading, section, entry) and not self.answers.ids(entry.id):
                made = self._id_for(entry.id)
                if made:
                    for edit in (*self._undo, *self._redo):
                        edit.before = self._with_first(edit.before, entry.id, made)
                    answers = self._with_first(self.answers, entry.id, made)
                    self._become(answers, Change(list=entry.id))

    def _with_first(self, answers: Answers, list_id: str, made: str) -> Answers:
        begun = with_first(answers, list_id, made)
        return answers if begun is answers else self._bonds.with_only_ones(begun)

    def would_ask(self, section: str, list_id: str) -> list[str]:
        """The questions of a list that this run asks of an item, or may ask it."""
        return would_ask(self.reading, section, list_id)

    # undo

    def undo(self) -> Position | None:
        """Take the last step back; the position where it was made, None when there is none."""
        return self._step(self._undo, self._redo)

    def redo(self) -> Position | None:
        """Take the last undo back."""
        return self._step(self._redo, self._undo)

    def _step(self, source: list[_Edit], target: list[_Edit]) -> Position | None:
        if not source:
            return None
        edit = source.pop()
        target.append(_Edit(self.answers, edit.position))
        self._visit = None
        self._become(edit.before, Change())
        return edit.position

    # position: never validates, never loses, never blocks

    def go(self, position: Position) -> None:
        """Be somewhere else. Ends the visit, so that later typing is a step of undo of its own."""
        if position != self.position:
            self._visit = None
            self.position = position

    def ask_missing(self, on: bool = True, *, run: str = "") -> None:
        """From now on ask only what has no reply yet, or (`on` False) everything again.

        With `run` the plan goes on in that one. No step of undo: no answer changes.
        """
        if run and not self.read_only:
            self.run = run
        self.known = Known(self.questionnaire, self.answers, self.run) if on else None
        for listener in tuple(self._listeners):
            listener(Change())

    def passes(self, place: Place) -> bool:
        """Whether a place is passed over, since only what is missing is asked."""
        return self.known is not None and self.known.has(place)

    # how it stands

    def standing(self, section: str) -> Standing:
        """How a section stands. A list that needs items and has none counts one open."""
        return section_standing(self.reading, section)

    def item_standing(self, section: str, list_id: str, item: str) -> Standing:
        """How an item of a list stands in a section; without one, the questions outside lists."""
        return item_standing(self.reading, section, list_id, item)

    def overall(self) -> Standing:
        """How the whole plan stands in this run."""
        return overall(self.reading)

    @property
    def title(self) -> str:
        """What the plan is called: the answer to its first question."""
        value = self.answers.value(Place(self.questionnaire.naming))
        return value if isinstance(value, str) else ""


def _beside(place: Place, what: str) -> Place:
    """A visit of its own: to type a note is one step of undo, apart from the answer beside it."""
    return Place(f"{place.name} {what}", place.item)


def _same(answers: Answers, before: Answers, place: Place) -> bool:
    # the place first: two plans that differ elsewhere alone are rare, and long to compare
    return alike(answers.value(place), before.value(place)) and answers == before
