"""How a plan stands, said in lines: its sections, what is open, its score."""

from collections.abc import Iterator

from smtui.plain.asking import capital, sentence
from smtui.plan.answers import Place
from smtui.plan.named import place_name
from smtui.plan.places import parked_words, way_to
from smtui.plan.session import Position, Session
from smtui.plan.standing import Standing
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import ItemList
from smtui.scoring.explained import band_explained
from smtui.scoring.grouped import gathered, number_of
from smtui.scoring.left import left_in
from smtui.scoring.scorecard import score
from smtui.text import format_number, plural

_MOST_FINDINGS = 3
_MOST_STRENGTHS = 2


def standing_words(standing: Standing) -> str:
    """How something stands: "1 wrong, 3 open", "optional", "done"."""
    optional = standing.asked and not standing.answered and not standing.parked
    if not standing.wrong and not standing.required_open and not standing.parked:
        return "optional" if optional else "done" if standing.asked else "nothing to answer"
    counts = (
        (standing.wrong, "wrong"),
        (standing.required_open, "open"),
        (standing.parked, "parked"),
    )
    return ", ".join(f"{number} {word}" for number, word in counts if number)


def outline(session: Session) -> list[str]:
    """The sections with their numbers, one a line."""
    found = []
    for at, one in enumerate(session.questionnaire.sections, 1):
        title = session.reading.section_words(one.id, "title")
        here = " (you are here)" if one.id == session.position.section else ""
        found.append(f"{at}. {title}: {standing_words(session.standing(one.id))}{here}")
    return found


def how_far(session: Session) -> str:
    """The whole plan in one sentence."""
    sections = session.questionnaire.sections
    done = sum(session.standing(one.id).done for one in sections)
    whole = session.overall()
    counts = ((whole.wrong, "wrong"), (whole.required_open, "open"), (whole.parked, "parked"))
    left = ", ".join(f"{plural(number, 'question')} {word}" for number, word in counts if number)
    return f"{done} of {len(sections)} sections done" + (f"; {left}." if left else ".")


def left_to_do(session: Session) -> Iterator[tuple[str, Position]]:
    """What is wrong, open or parked, each with the way there; required questions alone."""
    reading, answers = session.reading, session.answers
    for section in session.questionnaire.sections:
        for entry in session.questionnaire.entries(section.id):
            if isinstance(entry, ItemList) and session.would_ask(section.id, entry.id):
                missing = entry.fewest - len(answers.ids(entry.id))
                if missing > 0:
                    words = f"Open: at least {plural(missing, entry.one, entry.many)} to add"
                    yield words, Position(section.id, entry.id)
                for problem in reading.list_problems(entry.id):
                    if problem.severity == "error":
                        words = f"Wrong: {sentence(capital(entry.many))} {problem.words}"
                        yield words, Position(section.id, entry.id)
        parked = left_in(reading, section.id).parked
        for place in reading.places_of(section.id):
            yield from _wrong_or_open(session, place)
            for one in parked:
                if place in (one, reading.whole_of(one)):
                    who = parked_words(answers.parked.get(one))
                    words = f"Parked: {sentence(place_name(reading, one))} {who}".rstrip()
                    yield words, way_to(session, one) or Position(section.id)


def _wrong_or_open(session: Session, place: Place) -> Iterator[tuple[str, Position]]:
    """What is wrong at a place, one by one; else whether it is open."""
    reading = session.reading
    position = way_to(session, place)
    if position is None or not session.questionnaire.questions[place.name].answerable:
        return
    wrong = [one for one in reading.problems(place) if one.severity == "error"]
    for one in dict.fromkeys(wrong):
        called = place_name(reading, one.place)
        yield f"Wrong: {sentence(called)} {one.words}", way_to(session, one.place) or position
    if not wrong and reading.state(*place) is State.OPEN and reading.required(place):
        yield f"Open: {place_name(reading, place)}", position


def score_lines(session: Session) -> Iterator[str]:
    """The scorecard in a few lines."""
    card = score(session.questionnaire, session.answers, session.run)
    if not card.dimensions:
        yield "This questionnaire has no scorecard."
        return
    band = f", band {card.band}: {card.band_title}" if card.band else ""
    yield f"{_points(card.score)} of 100{band}."
    if words := band_explained(card, session.questionnaire):
        yield words
    for one in card.dimensions:
        if one.possible:
            yield f"{one.title}: {_points(one.earned)} of {_points(one.possible)}."
    for strong in card.strengths[:_MOST_STRENGTHS]:
        yield f"Strong: {strong.saw}"
    gaps = gathered(card.gaps)
    for entry in gaps[:_MOST_FINDINGS]:
        found = entry.findings[0]
        why = "" if entry.is_group else f" {found.why}"
        yield f"{found.severity.capitalize()}: {entry.line}{why}".rstrip()
        if found.next and not entry.is_group:
            yield f"Next: {found.next}"
    if more := number_of(gaps[_MOST_FINDINGS:]):
        yield f"{plural(more, 'finding')} more in the scorecard file, which /save writes."
    if card.overrides is not None and card.overrides.rows:
        yield f"{card.overrides.heading}:"
        yield from (sentence(one.said) for one in card.overrides.rows)


def _points(value: float) -> str:
    return format_number(round(value, 1))
