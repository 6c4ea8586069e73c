"""What a questionnaire teaches at a question: the words of its texts, and the cards beside it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.questionnaire.model import Card, Questionnaire, Term
from smtui.text import plural

MOST_OFFERS = 16
"""Choices of which the words count: of very many the first ones, which fit best."""
_SAID = ("ask", "why", "good", "weak", "help")
_ARTICLE = re.compile(r"(?:a|an) ", re.IGNORECASE)


@dataclass(frozen=True)
class GlossaryPart:
    """Words and cards."""

    terms: tuple[Term, ...] = ()
    cards: tuple[Card, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.terms or self.cards)

    @property
    def counted(self) -> str:
        """How many there are of each: "2 words, 1 real case"."""
        kinds = Counter(noun(card) for card in self.cards)
        words = [plural(len(self.terms), "word")] if self.terms else []
        return ", ".join([*words, *(plural(number, kind) for kind, number in kinds.items())])


def glossary_at(reading: Reading, place: Place) -> GlossaryPart:
    """What stands in the texts of a question and its choices; a field has those of its record."""

    def work() -> GlossaryPart:
        questionnaire = reading.questionnaire
        glossary = questionnaire.glossary
        if not glossary:
            return GlossaryPart()
        names = (place.name, questionnaire.homes[place.name].record)
        terms = glossary.terms_in(list(_texts(reading, place)))
        return GlossaryPart(terms, glossary.cards_of(*names))

    found: GlossaryPart = reading.remembered(("glossary", place), work)
    return found


def _texts(reading: Reading, place: Place) -> Iterator[str]:
    whole = reading.whole_of(place)
    for one in (whole, place) if whole else (place,):
        yield reading.called(one)
        yield from (reading.words(one, what) for what in _SAID)
    for offer in reading.offers(place)[:MOST_OFFERS]:
        yield from (offer.label, offer.help)


def noun(card: Card) -> str:
    """What kind of card it is, within a sentence: "A figure, as quoted" is a "figure"."""
    kind = card.kind.partition(",")[0].strip()
    return _ARTICLE.sub("", kind, count=1).casefold() if _ARTICLE.match(kind) else "card"


def headline(card: Card) -> str:
    """What a card is called, with its year."""
    return f"{card.title} ({card.year})" if card.year else card.title


def sources_said(questionnaire: Questionnaire, card: Card) -> list[str]:
    """Where a card comes from, in words."""
    codes = (card.source,) if isinstance(card.source, str) else card.source
    return [questionnaire.sources.get(code, code) for code in codes if code]
