"""The interview itself: asks, takes down, obeys, goes on, until there is nothing more to ask."""

from collections.abc import Callable, Sequence

from smtui.plain import asking, overview
from smtui.plain.commands import Typed, read
from smtui.plain.conversation import Conversation
from smtui.plain.dialogue import Dialogue, EndOfInput
from smtui.plain.errands import Errands, Quit
from smtui.plain.lists import READ_ONLY
from smtui.plain.replies import all_lines, answer_of, is_of_lines
from smtui.plain.way import Stop
from smtui.plan.answers import Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.said import NotUnderstood
from smtui.plan.session import Position, Session
from smtui.plan.titles import marked
from smtui.questionnaire.kinds import Shares
from smtui.text import plural

_PATIENCE = 200
"""Lines in a row that lead nowhere after which a pipe is not read any further."""


class Interview:
    """One person, or one pipe, and one plan. `run` returns when there is nothing more to read."""

    def __init__(
        self,
        session: Session,
        keeper: Keeper,
        dialogue: Dialogue,
        notices: Sequence[str] = (),
        meet: Callable[[], None] = lambda: None,
    ) -> None:
        """`meet` asks what is to become of a file that somebody else has changed."""
        self._talk = Conversation(session, keeper, dialogue, meet)
        self._errands = Errands(self._talk)
        self._session = session
        self._dialogue = dialogue
        self._notices = notices
        self._way = self._talk.way
        self._told: tuple[str, str, str] = ("", "", "")  # the headings that were said last
        self._explained: set[str] = set()  # kinds of question of which it was said how to answer
        self._idle = 0
        self.finished = False
        """Whether the last question was reached."""
        self._ended = False  # whether how far the plan is was the last that was said

    @property
    def refused(self) -> int:
        """How many lines were meant as answers and could not be understood."""
        return self._talk.refused

    @property
    def session(self) -> Session:
        """What was asked about."""
        return self._session

    def run(self) -> None:
        """Ask until the input ends, or somebody quits."""
        self._welcome()
        passing = self._session.known is not None
        at = self._way.missing() if passing else self._way.stop_of(self._session.position)
        try:
            while True:
                at = self._visit(self._arrive(at))
        except (EndOfInput, Quit):
            pass
        self._talk.save()
        self._farewell()

    # beginning and end

    def _welcome(self) -> None:
        questionnaire, session = self._session.questionnaire, self._session
        say = self._dialogue.say
        made_up = self._talk.keeper.document.meta.fictional
        run = questionnaire.runs.get(session.run)
        minutes = f", about {run.minutes} minutes" if run and run.minutes else ""
        say(questionnaire.title + (f", {run.title.lower()} run{minutes}." if run else "."))
        for notice in self._notices:
            say(notice)
        if session.answers.values or session.answers.parked:
            if session.title:
                say(f"The plan '{marked(session.title, made_up)}'.")
            where = "You go on where you were."
            if session.known is not None:
                where = "Only what has no answer yet is asked. /missing ends that."
            say(f"{overview.how_far(session)} {where}")
        if session.read_only:
            say(READ_ONLY)
        say("Type an answer and press Enter. /help says the commands, /quit saves and ends.")

    def _farewell(self) -> None:
        say = self._dialogue.say
        if not self._ended:
            say("", overview.how_far(self._session))
        wrong = self._session.overall().wrong
        if wrong:
            verb = "is" if wrong == 1 else "are"
            say(f"{plural(wrong, 'answer')} {verb} wrong; /open says which.")
        if self._talk.refused and not self._dialogue.interactive:
            lines = plural(self._talk.refused, "line")
            say(f"{lines} could not be understood, and nothing was taken from them.")

    # arriving

    def _arrive(self, stop: Stop) -> Stop:
        """Come to a stop, or to the next one that asks: say what is to be said on the way."""
        say = self._dialogue.say
        while not stop.is_end:
            if stop.list and not stop.item:
                first = self._into_first(stop)
                if first is None:
                    break
                stop = first
            elif stop.asks:
                break
            else:
                self._headings(stop)
                say(*self._in_passing(stop))
                stop = self._way.after(stop)
        self._go(stop)
        self._talk.save()
        self._say_stop(stop)
        return stop

    def _into_first(self, stop: Stop) -> Stop | None:
        """The first question of a list that needs items and has none; None for the list itself."""
        if not self._session.read_only:
            self._session.ensure_items(stop.section)
        blank = self._talk.list_at(stop).blank()
        fewest = self._session.questionnaire.lists[stop.list].fewest
        if not blank or not fewest or blank in self._talk.opened:
            return None
        self._talk.opened.add(blank)
        inside = self._way.of_item(stop.section, stop.list, blank)
        return inside[0] if inside else None

    def _in_passing(self, stop: Stop) -> list[str]:
        """What is said where there is nothing to answer."""
        assert stop.place is not None
        words = asking.name_of(self._session.reading, stop)
        text = self._session.reading.text(stop.place)
        if not text and self._session.reading.is_computed(stop.place):
            text = "not known yet"
        if not text:
            return [words]
        lead = words if words.endswith(("?", ".", "!", ":")) else f"{words}:"
        return [asking.sentence(f"{lead} {text}")]

    def _go(self, stop: Stop) -> None:
        """Remember where the person is. The end is no place of its own."""
        if stop.place is not None:
            self._session.go(Position(stop.section, *stop.place))
        elif stop.list:
            before, ids = self._session.position, self._session.answers.ids(stop.list)
            if before.section == stop.section and before.item in ids:
                return  # as on the screen: still at the item that was asked about
            self._session.go(Position(stop.section, "", next(iter(ids), "")))

    def _say_stop(self, stop: Stop) -> None:
        say = self._dialogue.say
        if stop.is_end:
            self._ended = self.finished = True
            say("", "That was the last question.", overview.how_far(self._session))
            if self._dialogue.interactive:
                say("Enter ends. /open says what is left, /score what the plan is worth.")
            return
        self._headings(stop)
        if stop.place is None:
            say("", *self._talk.list_at(stop).lines())
        else:
            kind = self._session.questionnaire.questions[stop.place.name].kind
            say("", *asking.question_lines(self._session, stop, brief=kind in self._explained))
            self._explained.add(kind)

    def _headings(self, stop: Stop) -> None:
        """Say what has changed above a question: the section, the item, the question of a part."""
        say, session = self._dialogue.say, self._session
        section, item, record = self._told
        if stop.section != section:
            say("", *asking.section_heading(session, stop.section))
            item = record = ""
        if stop.item and (stop.item != item):
            say("", asking.item_heading(session, stop.list, stop.item))
            record = ""
        within = stop.within.name if stop.within else ""
        if stop.within and within != record:
            say("", asking.whole_heading(session.reading, stop.within))
            say(*asking.lesson_lines(session, stop.within))
        self._told = (stop.section, stop.item, within)

    # one stop

    def _visit(self, stop: Stop) -> Stop:
        """Ask at a stop until there is another one to go to."""
        while True:
            typed = read(self._dialogue.ask())
            self._ended = self._ended and not (typed.command or typed.words.strip())
            to = self._taken(stop, typed)
            if to is not None:
                self._idle = 0
                return to  # saved on arriving there, so that the file names that place
            self._talk.save()
            self._idle += 1
            if self._idle > _PATIENCE and not self._dialogue.interactive:
                self._dialogue.say(f"{self._idle} lines in a row led nowhere: no more are read.")
                raise EndOfInput

    def _taken(self, stop: Stop, typed: Typed) -> Stop | None:
        if typed.command == "again":
            self._explained.clear()
        if typed.command:
            return self._errands.obey(stop, typed.command, typed.words)
        if stop.place is not None:
            return self._answered(stop, stop.place, typed.words)
        if stop.list:
            return self._talk.list_at(stop).typed(typed.words)
        if not typed.words.strip():
            raise Quit
        self._talk.refuse("There is nothing more to ask; this line was not taken. Enter ends.")
        return None

    def _answered(self, stop: Stop, place: Place, words: str) -> Stop | None:
        """Take an answer down, say what is to be said to it, and go on."""
        if not words.strip():
            suggestion = self._session.reading.suggestion(place)
            if suggestion is not None:
                self._session.answer(place, suggestion)
                self._dialogue.say(*self._to_answer(place, ""))
            return self._talk.onward(stop)
        if self._session.read_only:
            self._dialogue.say(READ_ONLY)
            return None
        command: Typed | None = None
        if is_of_lines(self._session.questionnaire.questions[place.name]):
            words, command = all_lines(self._dialogue, words)
        try:
            answer = answer_of(self._session.reading, place, words)
        except NotUnderstood as problem:
            mend = asking.capital(problem.mend)
            self._talk.refuse(f"Not understood: {problem.words}. {mend}".rstrip())
            return None if self._dialogue.interactive else self._talk.onward(stop)
        self._session.answer(place, answer)
        self._dialogue.say(*self._to_answer(place, words), *self._left(stop))
        if command is not None:
            return self._errands.obey(stop, command.command, command.words)
        if self._dialogue.interactive and self._session.reading.is_wrong(place):
            self._dialogue.say("Type another answer, or Enter to leave it so.")
            return None
        return self._talk.onward(stop)

    def _left(self, stop: Stop) -> list[str]:
        """How far shares are from their total, while more of them are to come."""
        if stop.within is None or self._way.after(stop).within != stop.within:
            return []
        reading = self._session.reading
        whole = reading.question(stop.within)
        return [whole.left_words(reading.total(stop.within))] if isinstance(whole, Shares) else []

    def _to_answer(self, place: Place, typed: str) -> list[str]:
        """What is said to an answer: how it was understood, where that is not plain; problems."""
        reading = self._session.reading
        shown = reading.text(place)
        plain = shown.casefold() == typed.strip().casefold() or "\n" in typed
        echo = [] if plain or reading.is_wrong(place) else [f"Taken: {shown}"]
        return [*echo, *asking.problem_lines(reading, place)]
