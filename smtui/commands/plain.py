"""smtui new --plain, smtui open --plain: the interview line by line, on the streams at hand."""

import contextlib
import errno
import os
import select
import signal
from collections.abc import Callable
from functools import partial
from typing import TextIO

from smtui.commands.first import first_plan
from smtui.commands.leaving import last_word
from smtui.commands.lessons import PlainLesson
from smtui.commands.modelplans import open_sample
from smtui.commands.opening import PlanOpener
from smtui.commands.origin import place_named
from smtui.commands.surroundings import Surroundings
from smtui.commands.ways import Ways
from smtui.guard import Guard
from smtui.plain.dialogue import Dialogue, EndOfInput
from smtui.plain.interview import Interview
from smtui.plan.opened import Opened
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire, Sample
from smtui.text import clean_line

_WIDEST = 80
_NARROWEST = 20
_MOST_RECENT = 9


def plain_interview(
    around: Surroundings,
    *,
    plan: str = "",
    begin: bool = False,
    run: str = "",
    questionnaire: str = "",
    guard: Guard | None = None,
) -> int:
    """Ask line by line until the input ends. Returns the exit code. Raises `BadInput`.

    Answers that are wrong or could not be understood give 1 when nobody sits there to mend them.
    """

    def talk(room: _Room) -> int:
        interactive = room.dialogue.interactive
        opened = first_plan(room.opener, plan, begin or not (plan or interactive), run)
        opened = opened or _asked_for(room.opener, room.dialogue, run)
        interview = room.held(opened) if opened is not None else None
        if interview is None:
            return 0
        wrong = interview.refused + interview.session.overall().wrong
        return 1 if wrong and not interactive else 0

    return _plainly(around, load(place_named(questionnaire, around)), talk, questionnaire, guard)


def plain_lesson(
    around: Surroundings, sample: str, *, questionnaire: str = "", guard: Guard | None = None
) -> int:
    """Learn with a sample, line by line. Returns the exit code. Raises `BadInput`."""

    def talk(room: _Room) -> int:
        PlainLesson(room.opener, room.dialogue, room.held, sample).run()
        return 0

    return _plainly(around, load(place_named(questionnaire, around)), talk, questionnaire, guard)


def plain_walk(around: Surroundings, sample: Sample, made: Questionnaire) -> int:
    """Walk through a sample, line by line. Returns the exit code. Raises `BadInput`."""

    def talk(room: _Room) -> int:
        room.held(open_sample(made, sample, around.clock))
        return 0

    return _plainly(around, made, talk)


class _Room:
    """Where interviews are held: the streams at hand, and who opens plans."""

    def __init__(
        self, opener: PlanOpener, dialogue: Dialogue, ways: Ways, guard: Guard | None
    ) -> None:
        self.opener = opener
        self.dialogue = dialogue
        self._ways = ways
        self._guard = guard

    def held(self, opened: Opened) -> Interview | None:
        """Ask about a plan what is to be asked about it, then its questions, until that ends.

        None when the plan was to be left alone.
        """
        decided = self._ways.decided(opened)
        if decided is None:
            return None
        if self._guard is not None:
            self._guard.last_words(decided.keeper.hold)
            self._guard.last_words(_closing(decided))
        decided.keeper.asks = self.dialogue.interactive
        meet = partial(self._ways.meet, decided)
        interview = Interview(decided.session, decided.keeper, self.dialogue, decided.notices, meet)
        interview.run()
        return interview


def _plainly(
    around: Surroundings,
    made: Questionnaire,
    talk: Callable[[_Room], int],
    given: str = "",
    guard: Guard | None = None,
) -> int:
    """Talk on the streams at hand, whatever becomes of them; then say where the plans are."""
    source = _readable(around.stdin)
    interactive = source.isatty()
    dialogue = Dialogue(source, around.out, interactive=interactive, width=_width_of(around.out))
    opener = PlanOpener(made, around, given)
    if guard is not None and interactive:
        guard.watch_terminal(source.fileno(), -1)  # no codes for a terminal like this
    try:
        status = talk(_Room(opener, dialogue, Ways(opener, dialogue, around.clock), guard))
        around.out.flush()
    except OSError as problem:
        status = _lost(problem, around)
    if interactive and _has_hung_up(source):
        status = 128 + signal.SIGHUP
        for stream in (around.out, around.err):
            _leave(stream)
    for keeper in {keeper.path: keeper for keeper in opener.keepers}.values():
        status = max(status, last_word(keeper, around))
    return status


def _closing(opened: Opened) -> Callable[[], None]:
    def close() -> None:
        opened.keeper.close()
        opened.keeper.let_go()

    return close


def _asked_for(opener: PlanOpener, dialogue: Dialogue, run: str) -> Opened | None:
    """The plan that the person wants: one that was open lately, or a new one."""
    recent = list(opener.recent())[:_MOST_RECENT]
    if recent:
        dialogue.say("Your plans:")
        for number, one in enumerate(recent, 1):
            dialogue.say(f"{number}. {clean_line(one.title)}, {one.path}")
        dialogue.say("A number opens one. Enter begins a new plan.")
        try:
            said = dialogue.ask().strip()
        except EndOfInput:
            return None
        if said.isdecimal() and len(said) == 1 and 1 <= int(said) <= len(recent):
            return opener.open_named(recent[int(said) - 1].path)
    return first_plan(opener, "", True, run)


def _readable(stream: TextIO) -> TextIO:
    """A stream whose bytes may be anything."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")
    return stream


def _width_of(stream: TextIO) -> Callable[[], int]:
    """How wide lines may be: as the terminal is, at most 80; not cut at all in a file or pipe."""

    def width() -> int:
        try:
            columns = os.get_terminal_size(stream.fileno()).columns or _WIDEST
            return max(min(columns, _WIDEST), _NARROWEST)
        except (OSError, ValueError):
            return 0

    return width


def _lost(problem: OSError, around: Surroundings) -> int:
    """The exit code when a stream is gone: whoever read what we say, or the terminal itself."""
    _leave(around.out)
    if isinstance(problem, BrokenPipeError):
        return 128 + signal.SIGPIPE
    if problem.errno == errno.EIO:
        return 128 + signal.SIGHUP
    around.tell(f"smtui: {problem.strerror or problem}")
    return 2


def _leave(stream: TextIO) -> None:
    """Write no more to a stream: what is in its buffer must not complain when Python ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _has_hung_up(stream: TextIO) -> bool:
    """Whether the terminal is gone, so that its end of input was no wish to end."""
    poll = select.poll()
    try:
        poll.register(stream.fileno(), 0)
    except (OSError, ValueError):
        return False
    return bool(poll.poll(0))
