"""Words of the trade are found in texts: whole, capitals aside, the longest, each once a text."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.questionnaire.glossary import Glossary, Spot
from smtui.questionnaire.teaching import Card, Term


def term(word: str, *also: str, means: str = "something") -> Term:
    return Term(id=re.sub(r"\W", "_", word.lower()), term=word, means=means, also=also)


def card(title: str, *questions: str) -> Card:
    return Card(
        id=title.lower(), kind="A case", title=title, says="It was so.", questions=questions
    )


GLOSSARY = Glossary(
    [
        term("Voice", means="Who you are in words"),
        term("Share of voice"),
        term("Community", "communities", means="People with a voice of their own"),
        term("Out-take", "out take"),
        term("A/B test"),
        term("Segment"),
        term("B2B"),
    ],
    [card("Motrin", "a.b"), card("Dell", "a.b", "a.c")],
)


def found(text: str, glossary: Glossary = GLOSSARY) -> list[str]:
    return [text[spot.start : spot.end] for spot in glossary.spots(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Your voice, and theirs.", ["voice"]),
        ("VOICE", ["VOICE"]),
        ("Two voices", ["voices"]),
        ("invoice voiced", []),
        ("share of voice", ["share of voice"]),
        ("share  of\nvoices", ["share  of\nvoices"]),
        ("share of voice, and voice", ["share of voice", "voice"]),
        ("a voice, a voice", ["voice"]),
        ("Communities and a community", ["Communities"]),
        ("the community's rules", ["community"]),
        ("out-take", ["out-take"]),
        ("outtake out take", ["out take"]),
        ("micro-segment", []),
        ("segment-wise", []),
        ("(segment)", ["segment"]),
        ("an A/B test of B2B", ["A/B test", "B2B"]),
        ("", []),
    ],
)
def test_what_is_found(text: str, words: list[str]) -> None:
    assert found(text) == words
    assert found(text) == words  # remembered


def test_a_plural_of_one_word_can_be_another_word() -> None:
    glossary = Glossary([term("New"), term("News desk")])
    assert found("news desk, new", glossary) == ["news desk", "new"]


_WORDS = ("a", "as", "b", "bs", "ab", "a b", "a-b", "b a", "b  a b", "c")
_texts = st.lists(st.sampled_from([*"abcABCs", " ", "  ", "-", "\n", ",", "as ", "b "])).map(
    "".join
)
_forms = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4, unique=True)


def simply(forms: Sequence[str], text: str) -> list[str]:
    """What is found, the slow way: at each place every form, the longest first."""
    told, at, seen = [], 0, set()
    while at < len(text):
        ends = []
        for form in forms:
            said = r"\s+".join(form.split()) + "s?"
            match = re.compile(rf"(?<![\w-]){said}(?![\w-])", re.IGNORECASE).match(text, at)
            if match and match.end() > at:
                ends.append((match.end(), form))
        if not ends:
            at += 1
            continue
        end, form = max(ends)
        if form not in seen:
            seen.add(form)
            told.append(text[at:end])
        at = end
    return told


@given(_forms, _texts)
def test_it_finds_what_looking_everywhere_finds(forms: list[str], text: str) -> None:
    distinct = [one for one in forms if f"{one}s" not in forms]
    glossary = Glossary([Term(id=f"t{at}", term=one, means="") for at, one in enumerate(distinct)])
    assert found(text, glossary) == simply(distinct, text)


@given(st.text())
def test_any_text_is_only_cut_into_pieces_of_itself(text: str) -> None:
    spots = GLOSSARY.spots(text)
    assert all(0 <= spot.start < spot.end <= len(text) for spot in spots)
    assert all(one.end <= other.start for one, other in pairwise(spots))
    assert len({spot.term.id for spot in spots}) == len(spots)


@given(st.lists(_texts, max_size=5))
def test_the_terms_of_some_texts_are_those_of_each(texts: list[str]) -> None:
    glossary = Glossary([term("a"), term("b a"), term("c")])
    each = {spot.term.id for text in texts for spot in glossary.spots(text)}
    ids = [one.id for one in glossary.terms_in(texts)]
    assert set(ids) == each
    assert len(ids) == len(each)


def test_more_texts_than_are_remembered() -> None:
    glossary = Glossary([term("Voice")])
    for number in range(5_000):
        text = f"{number} voice"
        assert glossary.spots(text) == (Spot(len(text) - 5, len(text), glossary.terms[0]),)


def test_terms_stand_by_alphabet() -> None:
    assert [one.term for one in GLOSSARY.terms][:3] == ["A/B test", "B2B", "Community"]


def test_cards_of_a_question() -> None:
    assert [one.title for one in GLOSSARY.cards_of("a.b")] == ["Motrin", "Dell"]
    assert [one.title for one in GLOSSARY.cards_of("x.y", "a.c")] == ["Dell"]
    assert GLOSSARY.cards_of("a") == ()


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("voice", ["Voice"]),
        (" VOICES ", ["Voice"]),
        ("communities", ["Community"]),
        ("share", ["Share of voice"]),
        ("of voice", ["Share of voice"]),
        ("of voi", ["Share of voice"]),
        ("oice", []),
        ("dell", ["Dell"]),
        ("who you are", ["Voice"]),
        ("nothing of that", []),
        ("", []),
        (" ", []),
    ],
)
def test_looking_up(wanted: str, names: list[str]) -> None:
    assert [
        one.term if isinstance(one, Term) else one.title for one in GLOSSARY.looked_up(wanted)
    ] == names


def test_nothing_to_look_up() -> None:
    assert not Glossary([], [])
    assert Glossary([], []).spots("voice") == ()
    assert Glossary([term("Voice")])
    assert Glossary([], [card("Dell")])
