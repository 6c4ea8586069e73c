"""smtui set PLAN NAME=VALUE ...: answers changed from the command line, all or none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from smtui.commands.plans import keep, open_plan, run_of
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput, Mistake
from smtui.plan.answers import Place
from smtui.plan.document import written
from smtui.plan.rules import Reading
from smtui.plan.said import NotUnderstood, asked_as, place_called, understood
from smtui.plan.session import Session
from smtui.text import clean_line

_ASIDE = "smtui set"


def change(
    plan: str, changes: Sequence[str], around: Surroundings, *, questionnaire: str = ""
) -> int:
    """Change answers, and print a line for each: 0; 1 when the file has changed meanwhile.

    Raises `BadInput` with every change that cannot be; then none is made.
    """
    opened = open_plan(Path(plan), questionnaire)
    document = opened.document
    run, today = run_of(opened, ""), around.clock().date()
    session = Session(opened.questionnaire, document.answers, run=run, today=today)
    before = session.reading
    mistakes: list[Mistake] = []
    places: dict[Place, str] = {}
    for text in changes:
        try:
            place = _change(session, text)
        except NotUnderstood as problem:
            mistakes.append(Mistake(_ASIDE, 0, problem.words, problem.mend))
            continue
        if place in places:
            mistakes.append(Mistake(_ASIDE, 0, f"'{_name(place)}' is set twice", "set it once"))
        places[place] = text
    mistakes += _wrong(session, places)
    if mistakes:
        raise BadInput(mistakes)
    told = list(_told(before, session.reading, places))
    if session.answers == document.answers:
        around.tell(f"{clean_line(plan)}: these answers are there already; nothing was changed")
        return 0
    now = around.clock().replace(microsecond=0)
    made = replace(document, answers=session.answers, meta=replace(document.meta, changed=now))
    if not keep(Path(plan), written(made, opened.questionnaire), opened.digest, around):
        return 1
    for line in told:
        around.say(line)
    for place in places:
        if not session.reading.visible(place):
            around.tell(f"{_name(place)}: other answers hide this question; it is kept")
        for one in session.reading.problems(place):
            around.tell(f"{_name(place)}: {one.severity}: {one.words}")
    return 0


def _change(session: Session, text: str) -> Place:
    """Make one change; the place of it. Raises `NotUnderstood`."""
    name, given, value = text.partition("=")
    if not given:
        words = f"'{clean_line(text)[:60]}' is not NAME=VALUE"
        raise NotUnderstood(words, "such as: smtui set PLAN NAME=VALUE")
    place = place_called(session.reading, name)
    try:
        raw = understood(session.reading, place, value, typed=False)
    except NotUnderstood as problem:
        mend = problem.mend or asked_as(session.reading, place)
        raise NotUnderstood(f"{_name(place)}: {problem.words}", mend) from None
    session.answer(place, raw)
    return place


def _wrong(session: Session, places: dict[Place, str]) -> Iterator[Mistake]:
    """What is wrong with the answers that were given."""
    reading = session.reading
    for place in places:
        question = reading.questionnaire.questions[place.name]
        value = reading.answers.value(place)
        words = [one.words for one in reading.problems(place) if one.severity == "error"]
        if not reading.visible(place) and value is not None:
            words = [one for one in [question.trouble(value)] if one]
        for one in words:
            expected = asked_as(reading, place)
            yield Mistake(_ASIDE, 0, f"{_name(place)}: {one}", f"expected: {expected}")


def _told(before: Reading, after: Reading, places: dict[Place, str]) -> Iterator[str]:
    """A line for each answer that has changed: what it was, and what it is."""
    for place in places:
        old, new = (_shown(one, place) for one in (before, after))
        if old != new:
            yield f"{_name(place)}: {old} -> {new}"


def _shown(reading: Reading, place: Place) -> str:
    text = clean_line(reading.text(place))
    if place in reading.answers.parked:
        return f"{text} (parked)".strip()
    return text or "(none)"


def _name(place: Place) -> str:
    return f"{place.name}@{place.item}" if place.item else place.name
