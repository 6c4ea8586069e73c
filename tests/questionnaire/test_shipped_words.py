"""The words, cases and figures that come with smtui say what they promise."""

import re
import tomllib
from pathlib import Path

import pytest

from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Card, Questionnaire

SHIPPED = Path(__file__).parents[2] / "questionnaires"
NEEDED = """
Objective; Business result; Baseline; Fit; B2B; B2C; Account maintenance; Segment; Micro-segment;
Behaviour ladder; Creator; Conversationalist; Critic; Collector; Joiner; Spectator; Inactive;
Community; Brand-based network; House rules; Influencer; Authority; Credibility; Peer pressure;
Celebrity; Gifting; Disclosure; Voice; Tone; Broadcast; Dialogue; Multilogue; Responder;
Escalation; Listening plan; Channel plan; SEO; Curation; Content mix; Leading measure;
Lagging measure; Output; Out-take; Outcome; Impact; Vanity measure; CAC; LTV; ROI; Credit share;
Self-reported source; Share of voice; Net sentiment; Deflection; Pace; Pivot; Parked
"""


@pytest.fixture(scope="module")
def made() -> Questionnaire:
    index = tomllib.loads((SHIPPED / "index.toml").read_text(encoding="utf-8"))
    return load(SHIPPED / index["default"])


def of_kind(made: Questionnaire, kind: str) -> list[Card]:
    found = [card for card in made.cards if card.kind == kind]
    assert len(found) > 5
    return found


def test_a_new_hire_can_look_up_each_word_of_the_trade(made: Questionnaire) -> None:
    needed = [" ".join(one.split()) for one in NEEDED.split(";")]
    assert [one for one in needed if one not in {term.term for term in made.terms}] == []


def test_an_everyday_word_is_not_taken_for_one_of_the_trade(made: Questionnaire) -> None:
    said = "Who leads, and whom do you reach? Trial and error; a leading firm, on target."
    assert [spot.term.term for spot in made.glossary.spots(said)] == []


def test_meanings_are_short_sentences_without_shouting(made: Questionnaire) -> None:
    for term in made.terms:
        assert term.means.endswith((".", "?")), term.id
        assert "!" not in term.means
        assert len(term.means) <= 200, term.id


def test_a_real_case_says_when_what_to_learn_and_what_to_mind(made: Questionnaire) -> None:
    cases = of_kind(made, "A real case")
    assert len(cases) == 6
    for card in cases:
        assert all((card.year, card.says, card.lesson, card.caution, card.source)), card.id


def test_a_figure_is_never_a_mark_to_reach(made: Questionnaire) -> None:
    never = re.compile(
        r"\b[Nn]o (pass )?(marks?|price|size|number of people|rule)\b|Neither is a mark"
    )
    for card in of_kind(made, "A figure, as quoted"):
        assert never.search(card.caution), card.id
        assert card.source, card.id


@pytest.mark.parametrize("name", ["amr", "bizreport"])
def test_what_could_not_be_found_again_is_said_to_be_so(made: Questionnaire, name: str) -> None:
    (card,) = (card for card in made.cards if card.id == name)
    assert "As quoted by Goodman" in card.says
    assert "not confirmed" in card.says
    assert not card.year


def test_every_card_teaches_somewhere(made: Questionnaire) -> None:
    assert [card.id for card in made.cards if not card.questions] == []
