"""smtui set PLAN NAME=VALUE ...: answers changed from the command line, all or none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from smtui.commands.plans import keep, open_named, refuse_change, run_of
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput, Mistake
from smtui.plan.answers import Place
from smtui.plan.document import written
from smtui.plan.named import NotUnderstood, name_of, place_called
from smtui.plan.rules import Problem, Reading
from smtui.plan.said import asked_as, understood
from smtui.plan.session import Session
from smtui.text import clean_line

_ASIDE = "smtui set"


def change(
    plan: str, changes: Sequence[str], around: Surroundings, *, questionnaire: str = ""
) -> int:
    """Change answers, and print a line for each: 0; 1 when the file has changed meanwhile.

    Raises `BadInput` with every change that cannot be; then none is made.
    """
    opened = open_named(plan, questionnaire, around)
    refuse_change(opened)
    document = opened.document
    run, today = run_of(opened, ""), around.clock().date()
    session = Session(opened.questionnaire, document.answers, run=run, today=today)
    before = Reading(opened.questionnaire, document.answers, run, today)
    mistakes: list[Mistake] = []
    places: dict[Place, str] = {}
    for text in changes:
        try:
            place = _change(session, text)
        except NotUnderstood as problem:
            mistakes.append(Mistake(_ASIDE, 0, problem.words, problem.mend))
            continue
        if place in places:
            mistakes.append(
                Mistake(
                    _ASIDE, 0, f"'{name_of(session.reading, place)}' is set twice", "set it once"
                )
            )
        places[place] = text
    hidden = list(_hidden(before, session.reading, places))
    mistakes += _wrong(before, session.reading, [*places, *hidden])
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
    for place in hidden:
        what = f"other answers hide this {'row' if place.row else 'question'}"
        around.tell(f"{name_of(session.reading, place)}: {what}; it is kept")
    for place in places:
        for one in session.reading.problems(place):
            around.tell(f"{name_of(session.reading, place)}: {one.severity}: {one.words}")
    for name, words in _elsewhere(before, session.reading, places):
        around.tell(f"{name}: warning: by these answers: {words}")
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
        raise NotUnderstood(f"{name_of(session.reading, place)}: {problem.words}", mend) from None
    if not session.answer(place, raw):
        raise NotUnderstood(f"{name_of(session.reading, place)}: this takes no answer")
    return place


def _hidden(before: Reading, reading: Reading, places: Iterable[Place]) -> Iterator[Place]:
    """Which of the answers that were given other answers hide: they count for nothing."""
    changed = reading.answers.places_unlike(before.answers)
    for place in places:
        inside = (at for at in changed if reading.whole_of(at) == place)
        shown = reading.visible(place)
        yield from (at for at in sorted(inside) if not reading.visible(at)) if shown else [place]


def _wrong(before: Reading, reading: Reading, places: Iterable[Place]) -> Iterator[Mistake]:
    """What is wrong with the answers that were given."""
    told: set[Problem] = set()
    for place in dict.fromkeys(places):
        found = list(reading.problems(place))
        value = reading.answers.value(place)
        if not reading.visible(place) and value is not None:
            words = reading.question(place).misfit(value)
            found = [Problem(place, words)] if words else []
        whole = reading.whole_of(place)
        if whole is not None and not before.is_wrong(whole):
            # what was right as a whole must not become wrong by one of its parts
            found += reading.problems(whole)
        for one in found:
            if one.severity == "error" and one not in told:
                told.add(one)
                expected = asked_as(reading, one.place)
                words = f"{name_of(reading, one.place)}: {one.words}"
                yield Mistake(_ASIDE, 0, words, f"expected: {expected}" if expected else "")
    for list_id in {reading.questionnaire.homes[place.name].list for place in places} - {""}:
        known = {one.words for one in before.list_problems(list_id)}
        for one in reading.list_problems(list_id):
            if one.severity == "error" and one.words not in known:
                yield Mistake(_ASIDE, 0, f"{list_id}: {one.words}")


def _elsewhere(
    before: Reading, reading: Reading, places: Iterable[Place]
) -> Iterator[tuple[str, str]]:
    """What nobody touched, and what is wrong now: where, and why."""
    told = {*places, *(one.place for one in _errors(before))}
    for one in _errors(reading):
        if one.place not in told:
            told.add(one.place)
            is_list = one.place.name in reading.questionnaire.lists
            yield one.place.name if is_list else name_of(reading, one.place), one.words


def _errors(reading: Reading) -> Iterator[Problem]:
    """All that is wrong in a plan; of the items of a list together at the list's own name."""
    found = [reading.problems(place) for place in reading.places()]
    found += [reading.list_problems(one) for one in reading.questionnaire.lists]
    yield from (one for each in found for one in each if one.severity == "error")


def _told(before: Reading, after: Reading, places: dict[Place, str]) -> Iterator[str]:
    """A line for each answer that has changed: what it was, and what it is."""
    for place in places:
        old, new = (_shown(one, place) for one in (before, after))
        if old != new:
            yield f"{name_of(after, place)}: {old} -> {new}"


def _shown(reading: Reading, place: Place) -> str:
    text = clean_line(reading.text(place))
    put_off = "parked" if place in reading.answers.parked else ""
    put_off = "not applicable" if place in reading.answers.not_applicable else put_off
    if put_off:
        return f"{text} ({put_off})".strip()
    return text or "(none)"
