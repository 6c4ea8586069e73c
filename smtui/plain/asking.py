"""What is said about a question: its words, what may be typed, how it stands, why it is asked."""

from collections.abc import Iterator, Mapping

from smtui.plain.way import Stop
from smtui.plan.answers import Disagreement, Place
from smtui.plan.glossary import glossary_at, headline
from smtui.plan.lesson import lesson_at
from smtui.plan.places import parked_words
from smtui.plan.rules import Problem, Reading
from smtui.plan.said import asked_as
from smtui.plan.session import Session
from smtui.questionnaire.expression import State
from smtui.questionnaire.kinds import Grid, Link, LongText, Scale, Text, Texts
from smtui.text import plural

GRADES = {"error": "Wrong", "warning": "Warning", "advice": "Advice"}
"""The word before a problem, by its severity."""
MANY_OFFERS, SOME_OFFERS = 24, 16
"""Choices that are said at once; of more than so many only the first, which fit best."""
_BRIEF: Mapping[str, str] = {
    "choice": "One of these",
    "link": "One of these",
    "choices": "Any of these, with commas between",
    "links": "Any of these, with commas between",
    "ranking": "The best first, with commas between",
    "date": "A day",
    "longtext": "Several lines",
    "texts": "One a line",
}
"""How to answer, in short, where it has been said in full before: people listen to this."""
_ENDS = "An empty line ends it."


def section_heading(session: Session, section: str) -> Iterator[str]:
    """Which section begins, and what it is about."""
    ids = [one.id for one in session.questionnaire.sections]
    reading = session.reading
    title = reading.section_words(section, "title")
    yield f"Section {ids.index(section) + 1} of {len(ids)}: {title}"
    if words := reading.section_words(section, "help"):
        yield words


def item_heading(session: Session, list_id: str, item: str) -> str:
    """Which item of a list the questions are about: "Guest 2: Ada"."""
    entry = session.questionnaire.lists[list_id]
    number = session.answers.ids(list_id).index(item) + 1
    title = session.reading.title(list_id, item)
    lead = f"{capital(entry.one)} {number}"
    return lead if title == f"{entry.one} {number}" else f"{lead}: {title}"


def whole_heading(reading: Reading, place: Place) -> str:
    """What a question of several parts asks, and how many there are."""
    question = reading.questionnaire.questions[place.name]
    if isinstance(question, Grid):
        number = len(reading.rows(*place))
        return f"{full_name(reading, place)} ({plural(number, 'row')})"
    return f"{full_name(reading, place)} ({plural(len(reading.parts(place)), 'part')})"


def full_name(reading: Reading, place: Place) -> str:
    """The words of a question, or its short name where it has no others."""
    return reading.words(place, "ask") or reading.called(place)


def name_of(reading: Reading, stop: Stop) -> str:
    """What is asked at a stop: the question, or the label of a part."""
    assert stop.place is not None
    if stop.within is None:
        return full_name(reading, stop.place)
    if stop.place.row:
        rows = reading.rows(*stop.within)
        at = rows.index(stop.place.item) + 1 if stop.place.item in rows else 0
        return f"Row {at}, {reading.called(stop.place)}"
    inside = reading.parts(stop.within)
    at = inside.index(stop.place) + 1 if stop.place in inside else 0
    return f"Part {at}: {reading.called(stop.place)}"


def question_lines(session: Session, stop: Stop, *, brief: bool = False) -> Iterator[str]:
    """A question as it is asked: its words, what it offers, what may be typed, how it stands.

    `brief` where how to answer such a question has been said already.
    """
    assert stop.place is not None
    reading, place = session.reading, stop.place
    yield name_of(reading, stop)
    yield from choice_lines(reading, place)
    if stop.within is None:
        yield from lesson_lines(session, place)
    if remark := session.answers.remarks.get(place):
        yield f"Note: {remark.text}"
    if who := session.answers.disagreements.get(place):
        yield f"Disagrees: {disagreement_words(who)}"
    yield " ".join(one for one in (how(reading, place, brief=brief), stands(session, place)) if one)


def lesson_lines(session: Session, place: Place) -> Iterator[str]:
    """Why a sample's answer is good or weak, or what the model plan answers here."""
    title, words = lesson_at(session, place)
    if title:
        yield sentence(f"{title}: {words}")


def choice_lines(reading: Reading, place: Place, *, whole: bool = False) -> Iterator[str]:
    """What is offered, with its numbers, and the note beside each; of very many the first ones."""
    question = reading.question(place)
    if isinstance(question, Scale) and question.steps:
        for step in question.range:
            yield f"{step}. {question.word(step)}"
    group = ""
    offers = reading.offers(place)
    shown = offers if whole or len(offers) <= MANY_OFFERS else offers[:SOME_OFFERS]
    for number, offer in enumerate(shown, 1):
        if offer.group != group:
            group = offer.group
            yield f"{group}:" if group else "Others:"
        yield f"{number}. {offer.label}" + (f" ({offer.note})" if offer.note else "")
    if len(shown) < len(offers):
        yield f"and {len(offers) - len(shown)} more: /more says all of them."


def how(reading: Reading, place: Place, *, brief: bool = False) -> str:
    """What may be typed; empty where anybody would know."""
    question = reading.question(place)
    if isinstance(question, Scale):
        return _how_on_a_scale(question)
    given = str(getattr(question, "hint", ""))
    if isinstance(question, Text) and question.single_line:
        return sentence(f"For example: {given}") if given else ""
    if isinstance(question, Link) and not reading.items(question.to):
        return _nothing_to_link(reading, question)
    hint = asked_as(reading, place)
    if brief and question.kind in _BRIEF:
        _, more, bounds = hint.partition(";")
        return f"{_BRIEF[question.kind]}{more}{bounds}."
    words = sentence(capital(hint)) if hint else ""
    return f"{words} {_ENDS}".lstrip() if isinstance(question, LongText | Texts) else words


def _nothing_to_link(reading: Reading, question: Link) -> str:
    """What to say while the list that a link names is empty."""
    homes = reading.questionnaire.homes.values()
    section = next((home.section for home in homes if home.list == question.to), "")
    way = f" /go {section} leads there." if section else ""
    return f"There is no {reading.questionnaire.lists[question.to].one} yet.{way}"


def _how_on_a_scale(question: Scale) -> str:
    first, last = question.range[0], question.range[-1]
    if question.steps or not (question.low or question.high):
        return f"A number from {first} to {last}."
    words = [(step, question.word(step)) for step in (first, last)]
    ends = [f"{step} ({word})" if word else str(step) for step, word in words]
    return f"A number from {ends[0]} to {ends[1]}."


def stands(session: Session, place: Place) -> str:
    """How a question stands, and what Enter does with it."""
    reading = session.reading
    if reading.state(*place) is State.NOT_APPLICABLE:
        return "Not applicable. Enter leaves it so."
    if reading.is_parked(place):
        who = parked_words(session.answers.parked.get(place))
        return f"Parked{': ' if who else ''}{who}. Enter leaves it so."
    text = reading.text(place)
    if text:
        wrong = any(one.severity == "error" for one in own_problems(reading, place))
        so = sentence(f"Answered: {text}")
        return f"{so} That is wrong; Enter leaves it so." if wrong else f"{so} Enter keeps it."
    hint = suggested(reading, place)
    if hint:
        return f"{sentence(f'Suggested: {hint}')} Enter takes it."
    if reading.required(place):
        return "Enter goes on."
    return "Optional. Enter goes on."


def suggested(reading: Reading, place: Place) -> str:
    """What the questionnaire suggests, for people; empty when it suggests nothing."""
    value = reading.suggestion(place)
    question = reading.question(place)
    return "" if value is None else question.show(value, lambda one: reading.label(place, one))


def own_problems(reading: Reading, place: Place) -> list[Problem]:
    """What is wrong at a place itself, without what is wrong in its parts."""
    return [one for one in reading.problems(place) if one.place == place]


def problem_lines(reading: Reading, place: Place) -> Iterator[str]:
    """What is to be said to an answer: what is wrong with it, and what to think about."""
    for problem in own_problems(reading, place):
        yield f"{GRADES[problem.severity]}: {problem.words}"
    for words in reading.prompts(place):
        if words:
            yield f"Advice: {words}"


def why_lines(session: Session, stop: Stop) -> Iterator[str]:
    """Why something is asked, a good and a weak answer, and more on what is offered."""
    assert stop.place is not None
    reading, place = session.reading, stop.place
    asked = [reading.question(one) for one in (place, stop.within) if one]
    said = 0
    for lead, what in (("Why", "why"), ("Good", "good"), ("Weak", "weak"), ("Help", "help")):
        words = next((text for one in asked if (text := str(getattr(one, what)))), "")
        if words:
            said += 1
            yield f"{lead}: {words}"
    for offer in reading.offers(place):
        if offer.help:
            said += 1
            yield f"{offer.label}: {offer.help}"
    codes = next((one.sources for one in asked if one.sources), ())
    for code in codes:
        said += 1
        yield f"Source: {session.questionnaire.sources.get(code, code)}"
    nearby = glossary_at(reading, place)
    for card in nearby.cards:
        yield f"{card.kind}: {headline(card)} (/words)"
    if nearby.terms:
        yield f"Words: {', '.join(term.term for term in nearby.terms)} (/words)"
    if not said and not nearby:
        yield "Nothing more is said about this question."


def again(reading: Reading, stop: Stop) -> str:
    """The question in short, after something else was said."""
    return f"Here: {name_of(reading, stop)}"


def disagreement_words(who: Disagreement) -> str:
    """Who disagrees, and how: "Ana: too low"."""
    return ": ".join(one for one in (who.name, who.text) if one)


def capital(words: str) -> str:
    """Words with a capital at the beginning."""
    return f"{words[:1].upper()}{words[1:]}"


def sentence(words: str) -> str:
    """Words with a full stop, unless they end in a mark of their own."""
    return words if words.endswith((".", "?", "!", ":")) else f"{words}."
