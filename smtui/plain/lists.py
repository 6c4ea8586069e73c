"""A list between two rounds of its questions: what is in it, adding, opening, deleting, moving."""

from collections.abc import Callable, Iterator

from smtui.plain.asking import GRADES, capital, problem_lines
from smtui.plain.dialogue import Dialogue
from smtui.plain.overview import standing_words
from smtui.plain.way import Stop, Way
from smtui.plan.answers import Place
from smtui.plan.places import going_said, heirs, left_to_one, uses_said
from smtui.plan.said import NotUnderstood, item_called
from smtui.plan.session import Session
from smtui.questionnaire.kinds import Link, Text
from smtui.text import join_words, plural

READ_ONLY = "This plan is open to look at only."


class ListStop:
    """Speaks about the items of one list and does what is typed there."""

    def __init__(self, session: Session, way: Way, dialogue: Dialogue, stop: Stop) -> None:
        self._session = session
        self._way = way
        self._dialogue = dialogue
        self._stop = stop
        self._list = session.questionnaire.lists[stop.list]

    @property
    def _ids(self) -> tuple[str, ...]:
        return self._session.answers.ids(self._list.id)

    def blank(self) -> str:
        """The only item, while nobody has said anything about it; else empty."""
        ids, answers = self._ids, self._session.answers
        if len(ids) != 1:
            return ""
        questions = self._session.questionnaire.questions
        replies = (answers.parked, answers.remarks, answers.not_applicable, answers.disagreements)
        said = any(at.owner == ids[0] for one in replies for at in one)
        for at, _ in answers.of_item(ids[0]):
            question = questions.get(at.name)
            # a link to the only item that there is has answered itself
            said = said or not (isinstance(question, Link) and question.auto)
        return "" if said else ids[0]

    def _naming(self) -> str:
        """The text that a typed name answers: the first question of an item, if it is a text."""
        asked = self._session.would_ask(self._stop.section, self._list.id)
        first = self._session.questionnaire.questions[asked[0]] if asked else None
        return first.id if isinstance(first, Text) and type(first).single_line else ""

    # what is said

    def lines(self) -> Iterator[str]:
        """What is in the list, and what may be typed."""
        entry, ids = self._list, self._ids
        blank = self.blank()
        yield f"{capital(entry.many)}: {'none yet' if blank or not ids else len(ids)}."
        for number, item in enumerate(ids, 1) if not blank else ():
            title = self._session.reading.title(entry.id, item)
            standing = self._session.item_standing(self._stop.section, entry.id, item)
            yield f"{number}. {title}: {standing_words(standing)}"
        if entry.fewest > max(len(ids), 1):
            yield f"At least {plural(entry.fewest, entry.one, entry.many)} are wanted."
        for problem in self._session.reading.list_problems(entry.id):
            yield f"{GRADES[problem.severity]}: {problem.words}"
        said = []
        if len(ids) < entry.most or blank:
            said.append("A name adds one." if self._naming() else "A plus sign adds one.")
        if ids and not blank:
            said.append("A number opens one.")
        yield " ".join([*said, "Enter goes on."])

    # what is typed

    def typed(self, words: str) -> Stop | None:
        """Go on, open an item or add one; None when that cannot be, which is said."""
        words = words.strip()
        if not words:
            return self._way.after(self._stop)
        if words == "+":
            return self.add()
        if words.isdecimal() and self._ids and not self.blank():
            number = int(words[:9])
            if 1 <= number <= len(self._ids):
                return self._first_of(self._ids[number - 1])
            return self._refused(f"There is no number {number}. A plus sign adds one.")
        if not self._naming():
            return self._refused(f"'{words[:40]}' is no number of the list.")
        return self.add(words)

    def add(self, name: str = "") -> Stop | None:
        """Add an item, with its name if that is given, and go to its next question."""
        if self._session.read_only:
            return self._refused(READ_ONLY)
        blank = self.blank()
        if not blank and len(self._ids) >= self._list.most:
            most = plural(self._list.most, self._list.one, self._list.many)
            return self._refused(f"There are no more than {most}.")
        if not name:
            return self._first_of(blank or self._session.add_item(self._list.id))
        naming = self._naming()
        if blank:
            self._session.answer(Place(naming, blank), name)
        place = Place(naming, blank or self._session.add_items(self._list.id, naming, [name]))
        named = Stop(self._stop.section, place, self._list.id)
        reading = self._session.reading
        self._dialogue.say(*problem_lines(reading, place))
        return named if reading.is_wrong(place) else self._way.after(named)

    def add_several(self, names: str) -> Stop | None:
        """Add an item for each name, and say the list again."""
        naming = self._naming()
        if self._session.read_only or not naming:
            words = READ_ONLY if self._session.read_only else "These have no names to type."
            return self._refused(words)
        asked = [one for name in names.split(";") if (one := name.strip())]
        if asked and (blank := self.blank()):
            self._session.answer(Place(naming, blank), asked.pop(0))
        room = self._list.most - len(self._ids)
        if asked[:room]:
            self._session.add_items(self._list.id, naming, asked[:room])
        if left := asked[room:]:
            self._dialogue.say(f"There is no room for {join_words(left)}.")
        return self._stop

    def _first_of(self, item: str) -> Stop | None:
        for stop in self._way.of_item(self._stop.section, self._list.id, item):
            return stop
        return self._refused("Nothing is asked about it here.")

    def _refused(self, words: str) -> Stop | None:
        """Say why nothing is done: the stop stays."""
        self._dialogue.say(words)
        return None

    # what is done to an item

    def act(self, what: str, words: str, item: str) -> str:
        """Copy, move or delete an item; the item to go on with, empty for none.

        `item` is the one in hand, which is meant when no other is named.
        """
        if self._session.read_only:
            self._refused(READ_ONLY)
            return item
        if words:
            try:
                item = item_called(self._session.reading, self._list.id, words)
            except NotUnderstood as problem:
                self._refused(f"{problem.words}. {capital(problem.mend)}".rstrip())
                return item
        if not item:
            self._refused(f"Say which: /{what} 1")
            return ""
        done: dict[str, Callable[[str], str]] = {
            "copy": self._copy,
            "up": lambda one: self._move(one, -1),
            "down": lambda one: self._move(one, 1),
            "delete": self._delete,
        }
        return done[what](item)

    def _title(self, item: str) -> str:
        return self._session.reading.title(self._list.id, item)

    def _copy(self, item: str) -> str:
        made = self._session.duplicate_item(self._list.id, item)
        if not made:
            most = plural(self._list.most, self._list.one, self._list.many)
            self._refused(f"There are no more than {most}.")
            return item
        self._dialogue.say(f"Copied as number {self._ids.index(made) + 1}.")
        return made

    def _move(self, item: str, by: int) -> str:
        self._session.move_item(self._list.id, item, by)
        number = self._ids.index(item) + 1
        self._dialogue.say(f"'{self._title(item)}' is number {number} of {len(self._ids)}.")
        return item

    def _delete(self, item: str) -> str:
        """Delete an item; where something names it, ask first what becomes of that."""
        title, hanging = self._title(item), uses_said(self._session, self._list.id, item)
        move_to: str | None = ""
        if hanging:
            move_to = self._what_becomes_of(item, title, hanging)
        if move_to is None:
            self._dialogue.say("Nothing is deleted.")
            return item
        self._session.delete_item(self._list.id, item, move_to)
        self._dialogue.say(f"'{title}' is deleted. /undo brings it back.")
        return ""

    def _what_becomes_of(self, item: str, title: str, hanging: list[str]) -> str | None:
        """The item that takes over; empty to take the links away; None to keep the item."""
        session, list_id = self._session, self._list.id
        self._dialogue.say(f"These name '{title}':", *hanging)
        choices: list[tuple[str, str]] = [
            (f"move them to '{self._title(one)}'{going_said(session, list_id, item, one)}", one)
            for one in heirs(session, list_id, item)
        ]
        if not left_to_one(session, list_id, item):
            uses = session.uses_of(list_id, item)
            rows = session.going(list_id, item)
            words = "unlink them: leave them open" if len(rows) < len(uses) else "leave them out"
            choices.append((words + going_said(session, list_id, item, ""), ""))
        for number, (words, _) in enumerate(choices, 1):
            self._dialogue.say(f"{number}. Delete it and {words}")
        self._dialogue.say("A number, or Enter to keep it.")
        said = self._dialogue.ask().strip()
        if said.isdecimal() and len(said) < 5 and 1 <= int(said) <= len(choices):
            return choices[int(said) - 1][1]
        return None
