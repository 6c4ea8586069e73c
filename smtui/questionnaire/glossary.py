"""Finds the words of the trade in a text, and what else is said about a question or a word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from smtui.questionnaire.teaching import Card, Term

_WORD = re.compile(r"[\w-]+")
"""A word; a hyphen is a part of it."""
_REMEMBERED = 2_000
"""Texts whose words are remembered: a screen asks for the same few again and again."""


@dataclass(frozen=True)
class Spot:
    """Where a term stands in a text."""

    start: int
    end: int
    term: Term


class Glossary:
    """The words and cards of a questionnaire.

    A term is found as a whole word, capitals aside, in any of its forms and with an s behind it;
    where several fit, the longest counts; and only where it stands first in a text. A hyphen is
    a part of a word: "co-author" is no "author".
    """

    def __init__(self, terms: Sequence[Term], cards: Sequence[Card] = ()) -> None:
        self.terms = tuple(sorted(terms, key=lambda term: folded(term.term)))
        self.cards = tuple(cards)
        self._known: dict[str, tuple[Spot, ...]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}

    def __bool__(self) -> bool:
        """Whether there is anything to look up."""
        return bool(self.terms or self.cards)

    @cached_property
    def _starts(self) -> dict[str, list[tuple[str, Term]]]:
        """The forms by their first words, the longest first."""
        starts: dict[str, list[tuple[str, Term]]] = {}
        forms = [(form, term) for term in self.terms for form in forms_of(term)]
        for form, term in sorted(forms, key=lambda one: len(one[0]), reverse=True):
            if first := _WORD.match(form):
                starts.setdefault(first[0].casefold(), []).append((form, term))
        return starts

    def _at(self, word: str) -> tuple[re.Pattern[str], list[tuple[str, Term]]] | None:
        """What to look for where a word stands; it is made when the first text has that word."""
        forms = self._starts.get(word)
        if forms is None:
            return None
        if word not in self._patterns:
            either = "|".join(f"({_spaced(form)}s?)" for form, _ in forms)
            self._patterns[word] = re.compile(rf"(?:{either})(?![\w-])", re.IGNORECASE)
        return self._patterns[word], forms

    def spots(self, text: str) -> tuple[Spot, ...]:
        """Where the terms stand in a text, each once."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[text] = tuple(self._found(text))
        return known

    def _found(self, text: str) -> Iterator[Spot]:
        seen: set[str] = set()
        behind = 0
        for word in _WORD.finditer(text):
            if word.start() < behind:
                continue
            spot = max(self._from(text, word), key=lambda spot: spot.end, default=None)
            if spot is None:
                continue
            behind = spot.end
            if spot.term.id not in seen:
                seen.add(spot.term.id)
                yield spot

    def _from(self, text: str, word: re.Match[str]) -> Iterator[Spot]:
        """What may be meant where a word stands: it may be a plural."""
        begins = word[0].casefold()
        for one in dict.fromkeys((begins, begins.removesuffix("s"))):
            at = self._at(one)
            match = at[0].match(text, word.start()) if at else None
            if at and match:
                yield Spot(match.start(), match.end(), at[1][(match.lastindex or 1) - 1][1])

    def terms_in(self, texts: Sequence[str]) -> tuple[Term, ...]:
        """The terms of some texts, each once, in the order in which they stand there."""
        found = {spot.term.id: spot.term for text in texts for spot in self.spots(text)}
        return tuple(found.values())

    def cards_of(self, *questions: str) -> tuple[Card, ...]:
        """The cards that belong to one of some questions."""
        return tuple(card for card in self.cards if not set(questions).isdisjoint(card.questions))

    def looked_up(self, wanted: str) -> tuple[Term | Card, ...]:
        """What somebody means: what is called so, else what begins so, else what has such a word.

        The meanings are looked through last.
        """
        words = folded(wanted)
        if not words:
            return ()
        everything: tuple[Term | Card, ...] = (*self.terms, *self.cards)
        named = [(_names(one), one) for one in everything]
        for fits in (
            lambda name: name == words or f"{name}s" == words,
            lambda name: name.startswith(words),
            lambda name: f" {words}" in f" {name}",
        ):
            found = tuple(one for names, one in named if any(map(fits, names)))
            if found:
                return found
        return tuple(term for term in self.terms if f" {words}" in f" {folded(term.means)}")


def forms_of(term: Term) -> tuple[str, ...]:
    """A term in all its forms, those that say nothing left out."""
    return tuple(form for one in (term.term, *term.also) if (form := " ".join(one.split())))


def folded(words: str) -> str:
    """Words as they are compared: capitals and blanks do not count."""
    return " ".join(words.split()).casefold()


def _names(one: Term | Card) -> list[str]:
    return [folded(name) for name in (forms_of(one) if isinstance(one, Term) else (one.title,))]


def _spaced(form: str) -> str:
    """A form as a pattern: a line may end between two of its words."""
    return r"\s+".join(re.escape(word) for word in form.split())
