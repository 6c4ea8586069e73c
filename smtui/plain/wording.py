"""What words mean, line by line, and what is real beside a question."""

from collections.abc import Iterator

from smtui.mistakes import closest
from smtui.plan.answers import Place
from smtui.plan.glossary import glossary_at, headline, sources_said
from smtui.plan.session import Session
from smtui.questionnaire.model import Card, Questionnaire, Term
from smtui.text import join_words

MOST_SHOWN = 12
"""Meanings said at once; of more, only what they are called."""


def look_up(session: Session, place: Place | None, wanted: str) -> Iterator[str]:
    """What a word means; without one, what there is at a question, or else at all."""
    questionnaire = session.questionnaire
    glossary = questionnaire.glossary
    if not glossary:
        yield "There are no words to look up in this questionnaire."
        return
    if wanted:
        yield from _looked_up(questionnaire, wanted)
        return
    nearby = glossary_at(session.reading, place) if place is not None else None
    if nearby:
        for term in nearby.terms:
            yield from said(questionnaire, term)
        for card in nearby.cards:
            yield from said(questionnaire, card)
        yield "/words WORD looks up any other."
        return
    yield f"All words: {join_words([term.term for term in glossary.terms])}."
    for card in glossary.cards:
        yield f"{card.kind}: {headline(card)}"
    yield "/words WORD says more of one."


def _looked_up(questionnaire: Questionnaire, wanted: str) -> Iterator[str]:
    glossary = questionnaire.glossary
    found = glossary.looked_up(wanted)
    if len(found) > MOST_SHOWN:
        names = [one.term if isinstance(one, Term) else one.title for one in found]
        yield f"{len(found)} fit: {join_words(names)}. Say which, with /words."
        return
    for one in found:
        yield from said(questionnaire, one)
    if not found:
        near = closest(wanted, [term.term for term in glossary.terms])
        meant = f" Did you mean '{near}'?" if near else ""
        yield f"Nothing here is called '{wanted[:60]}'.{meant} /words says what there is."


def said(questionnaire: Questionnaire, one: Term | Card) -> Iterator[str]:
    """A term with its meaning, or a card in whole."""
    if isinstance(one, Term):
        yield f"{one.term}: {one.means}"
        return
    yield f"{one.kind}: {headline(one)}. {one.says}"
    for label, words in (("Lesson", one.lesson), ("Mind", one.caution)):
        if words:
            yield f"{label}: {words}"
    for source in sources_said(questionnaire, one):
        yield f"Source: {source}"
