"""Does what the commands of the plain interview say."""

from collections.abc import Callable, Mapping

from smtui.plain import asking, overview, wording
from smtui.plain.commands import help_lines, unknown
from smtui.plain.conversation import Conversation
from smtui.plain.finding import MOST_SHOWN, find
from smtui.plain.lists import READ_ONLY
from smtui.plain.way import Stop
from smtui.plan.days import coming_day, examples
from smtui.plan.missing import other_run
from smtui.plan.session import Position


class Quit(Exception):
    """The person has had enough for now."""


class Errands:
    """Obeys commands. Each gives the stop to go to, or None to stay."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        self._session = talk.session
        self._way = talk.way
        self._dialogue = talk.dialogue
        self._goals: list[Position] = []  # what the numbers behind /go mean

    def obey(self, stop: Stop, command: str, words: str) -> Stop | None:
        """Do what a command says. Raises `Quit`."""
        do = _DO.get(command)
        if do is not None:
            return do(self, stop, words)
        self._talk.refuse(unknown(command))
        if stop.place is None:
            return None
        self._dialogue.say("An answer that begins with a slash is typed with two: //")
        # in a pipe each line is meant for its own question
        return None if self._dialogue.interactive else self._talk.onward(stop)

    def _help(self, stop: Stop, words: str) -> None:
        self._talk.aside(stop, *help_lines())

    def _why(self, stop: Stop, words: str) -> None:
        if stop.place is not None:
            self._talk.aside(stop, *asking.why_lines(self._session, stop))
            return
        reading = self._session.reading
        words = reading.list_words(stop.list, "help") if stop.list else ""
        words = words or reading.section_words(stop.section, "help")
        self._dialogue.say(words or "Nothing more is said here.")

    def _words(self, stop: Stop, words: str) -> None:
        self._talk.aside(stop, *wording.look_up(self._session, stop.place, words))

    def _more(self, stop: Stop, words: str) -> None:
        reading = self._session.reading
        lines = list(asking.choice_lines(reading, stop.place, whole=True)) if stop.place else []
        self._talk.aside(stop, *(lines or ["There is nothing to choose from here."]))

    def _again(self, stop: Stop, words: str) -> Stop:
        return stop

    def _back(self, stop: Stop, words: str) -> Stop | None:
        before = self._way.before(stop)
        if before is None:
            self._talk.aside(stop, "This is the first question.")
        elif before.list and not before.item:
            self._talk.opened.update(self._session.answers.ids(before.list))
        return before

    def _next(self, stop: Stop, words: str) -> Stop | None:
        if stop.is_end:
            self._dialogue.say("There is nothing more to ask.")
            return None
        return self._talk.onward(stop)

    def _to(self, stop: Stop, words: str) -> Stop | None:
        """Go where somebody says, or say what that may mean."""
        if not words:
            self._list_sections(stop, "")
            return None
        goals = self._goals or [Position(one.id) for one in self._session.questionnaire.sections]
        if words.isdecimal() and len(words) < 6:
            if 1 <= int(words) <= len(goals):
                return self._way.stop_of(goals[int(words) - 1])
            self._talk.aside(stop, f"There is no number {int(words)}: the last is {len(goals)}.")
            return None
        found = find(self._session, words)
        if len(found) == 1:
            place, homes = found[0].position.place, self._session.questionnaire.homes
            is_question = place is not None and place.name in homes
            if place and is_question and not self._session.reading.asked(place):
                self._talk.aside(stop, f"As the answers stand, '{found[0].called}' is not asked.")
                return None
            self._goals = []
            return self._way.stop_of(found[0].position)
        if not found:
            self._talk.aside(stop, f"Nothing is called '{words[:60]}'. /list says the sections.")
            return None
        shown = found[:MOST_SHOWN]
        self._goals = [one.position for one in shown]
        more = len(found) - len(shown)
        self._talk.aside(
            stop,
            f"{len(found)} places fit; say which, with /go and its number:",
            *(f"{at}. {one.line}" for at, one in enumerate(shown, 1)),
            *([f"and {more} more; add a word"] if more else []),
        )
        return None

    def _park(self, stop: Stop, words: str) -> Stop | None:
        place = self._talk.place_at(stop)
        if place is None:
            return None
        owner, comma, day = words.rpartition(",")
        until = coming_day(day if comma else words, self._session.today)
        owner = words if until is None else owner
        self._session.park(place, owner, until)
        said = asking.stands(self._session, place).partition(" Enter ")[0]
        such, _ = examples(self._session.today)
        doubt = f" '{day.strip()}' is no date; write {such}." if comma and not until else ""
        self._dialogue.say(f"{said}{doubt}")
        return self._talk.onward(stop)

    def _note(self, stop: Stop, words: str) -> None:
        place = self._talk.place_at(stop)
        if place is None:
            return
        was = self._session.answers.remarks.get(place)
        if not words:
            self._talk.aside(stop, f"Note: {was.text}" if was else "There is no note here.")
            return
        self._session.remark(place, "" if words == "-" else words, was.author if was else "")
        self._talk.aside(stop, "The note is gone." if words == "-" else "Noted.")

    def _not_applicable(self, stop: Stop, words: str) -> Stop | None:
        place = self._talk.place_at(stop)
        if place is None:
            return None
        if not self._session.reading.may_be_na(place):
            self._talk.aside(stop, "This question applies to every plan. /park puts it off.")
            return None
        self._session.set_not_applicable(place)
        self._dialogue.say("Not applicable.")
        return self._talk.onward(stop)

    def _disagree(self, stop: Stop, words: str) -> None:
        place = self._talk.place_at(stop)
        if place is None:
            return
        was = self._session.answers.disagreements.get(place)
        if not words:
            said = f"Disagrees: {asking.disagreement_words(was)}" if was else "Nobody disagrees."
            self._talk.aside(stop, said)
            return
        name, _, text = words.partition(":")
        self._session.disagree(place, *(("", "") if words == "-" else (name, text)))
        said = "Taken away." if words == "-" else "Noted who disagrees."
        self._talk.aside(stop, said)

    def _clear(self, stop: Stop, words: str) -> None:
        place = self._talk.place_at(stop)
        if place is None:
            return
        if place in self._session.answers.parked:
            self._session.unpark(place)
            self._talk.aside(stop, "No longer parked.")
        elif place in self._session.answers.not_applicable:
            self._session.set_not_applicable(place, False)
            self._talk.aside(stop, "It applies again.")
        elif self._session.answers.value(place) is None:
            self._talk.aside(stop, "There is no answer to take away.")
        else:
            self._session.answer(place, None)
            self._talk.aside(stop, "The answer is taken away. /undo brings it back.")

    def _undo(self, stop: Stop, words: str) -> Stop | None:
        return self._stepped(stop, self._session.undo(), "taken back", "take back")

    def _redo(self, stop: Stop, words: str) -> Stop | None:
        return self._stepped(stop, self._session.redo(), "brought back", "bring back")

    def _stepped(self, stop: Stop, to: Position | None, done: str, verb: str) -> Stop | None:
        if to is None:
            self._talk.aside(stop, f"There is nothing to {verb}.")
            return None
        self._dialogue.say(f"The last change is {done}.")
        return self._way.stop_of(to)

    def _missing(self, stop: Stop, words: str) -> Stop | None:
        if self._session.known is not None:
            self._session.ask_missing(False)
            self._talk.aside(stop, "Everything is asked again.")
            return None
        self._session.ask_missing()
        self._dialogue.say("Only what has no answer yet is asked. /missing ends that.")
        return self._way.missing()

    def _run(self, stop: Stop, words: str) -> Stop | None:
        run = other_run(self._session.questionnaire, self._session.run)
        if not run or self._session.read_only:
            self._talk.aside(stop, READ_ONLY if run else "There is no other run.")
            return None
        self._session.ask_missing(run=run)
        title = self._session.questionnaire.runs[run].title.lower()
        words = f"You go on in the {title} run. Only what has no answer yet is asked."
        self._dialogue.say(f"{words} /missing ends that.")
        return self._way.missing()

    def _list_sections(self, stop: Stop, words: str) -> None:
        self._goals = []
        self._talk.aside(
            stop, *overview.outline(self._session), "Go to one with /go and its number."
        )

    def _open(self, stop: Stop, words: str) -> None:
        left = list(overview.left_to_do(self._session))
        self._goals = [position for _, position in left]
        lines = [f"{at}. {said}" for at, (said, _) in enumerate(left, 1)]
        self._talk.aside(stop, *(lines or ["Nothing is wrong, open or parked."]))

    def _score(self, stop: Stop, words: str) -> None:
        self._talk.aside(stop, *overview.score_lines(self._session))

    def _save_now(self, stop: Stop, words: str) -> None:
        if self._session.read_only:
            self._talk.aside(stop, READ_ONLY)
        elif not self._talk.saved(scorecard=True):
            self._talk.aside(stop, f"NOT SAVED: {self._talk.keeper.failed}")
        elif self._talk.keeper.path is None or not self._talk.keeper.path.exists():
            self._talk.aside(stop, "There is nothing to save yet.")
        else:
            self._talk.aside(stop, f"Saved in {self._talk.keeper.path}")

    def _quit(self, stop: Stop, words: str) -> None:
        raise Quit

    def in_list(self, what: str, stop: Stop, words: str) -> Stop | None:
        """Do something with an item of the list, and go on at the list."""
        if not stop.list:
            self._talk.aside(stop, "This works in a list.")
            return None
        mine = self._talk.list_at(stop)
        if what == "add":
            return mine.add_several(words) if ";" in words else mine.add(words)
        if not words and not stop.item and len(self._session.answers.ids(stop.list)) == 1:
            words = "1"
        item = mine.act(what, words, stop.item)
        self._talk.opened.update(self._session.answers.ids(stop.list))
        if stop.item and item == stop.item:
            return None
        return Stop(stop.section, None, stop.list)


_Do = Callable[[Errands, Stop, str], Stop | None]


def _of_list(what: str) -> _Do:
    def do(errands: Errands, stop: Stop, words: str) -> Stop | None:
        return errands.in_list(what, stop, words)

    return do


_DO: Mapping[str, _Do] = {
    "help": Errands._help,
    "why": Errands._why,
    "words": Errands._words,
    "more": Errands._more,
    "again": Errands._again,
    "back": Errands._back,
    "next": Errands._next,
    "go": Errands._to,
    "park": Errands._park,
    "note": Errands._note,
    "na": Errands._not_applicable,
    "disagree": Errands._disagree,
    "clear": Errands._clear,
    "undo": Errands._undo,
    "redo": Errands._redo,
    "missing": Errands._missing,
    "run": Errands._run,
    "list": Errands._list_sections,
    "open": Errands._open,
    "score": Errands._score,
    "save": Errands._save_now,
    "quit": Errands._quit,
    **{what: _of_list(what) for what in ("add", "copy", "up", "down", "delete")},
}
