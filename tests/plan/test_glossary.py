"""What belongs to a question: the words of its texts and choices, and its cards."""

from pathlib import Path

import pytest
import tomli_w

from smtui.plan.answers import Place
from smtui.plan.glossary import MOST_OFFERS, glossary_at, headline, noun
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.teaching import Card


def card(kind: str, year: str = "") -> Card:
    return Card(id="a", kind=kind, title="Rain", says="It rained.", year=year)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("A real case", "real case"),
        ("An example", "example"),
        ("A figure, as quoted", "figure"),
        ("Then and now", "card"),
        ("Anecdote", "card"),
        ("", "card"),
    ],
)
def test_what_a_kind_is_called_in_a_sentence(kind: str, said: str) -> None:
    assert noun(card(kind)) == said


def test_the_year_stands_behind_the_title() -> None:
    assert headline(card("A case", "1987")) == "Rain (1987)"
    assert headline(card("A case")) == "Rain"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    halls = [{"id": f"h{at}", "label": f"Hall{at}"} for at in range(MOST_OFFERS + 1)]
    content = {
        "id": "visit", "version": "1.0", "title": "A visit", "runs": {"full": {"title": "Full"}},
        "terms": [
            *({"id": f"hall{at}", "term": f"Hall{at}", "means": "A room."} for at in (0, 16)),
            {"id": "feast", "term": "Feast", "means": "Eating."},
            {"id": "day", "term": "Day", "means": "24 hours."},
            {"id": "name", "term": "Name", "means": "What it is called."},
        ],
        "cards": [
            {"id": "a", "kind": "A case", "title": "A", "says": "So.", "questions": ["p.when"]},
            {"id": "b", "kind": "A case", "title": "B", "says": "So.", "questions": ["p.when.day"]},
            {"id": "c", "kind": "Then and now", "title": "C", "says": "So.",
             "questions": ["p.hall"]},
        ],
        "sections": [{"id": "first", "title": "Feasts", "questions": [
            {"id": "p.name", "kind": "text", "ask": "What is {p.hall} called?", "label": "Name"},
            {"id": "p.hall", "kind": "choice", "ask": "Where?", "choices": halls},
            {"id": "p.when", "kind": "record", "ask": "When is the feast?", "fields": [
                {"id": "day", "kind": "text", "label": "day"},
                {"id": "hour", "kind": "text", "label": "hour"},
            ]},
        ]}],
    }  # fmt: skip
    (tmp_path / "questionnaire.toml").write_text(tomli_w.dumps(content), encoding="utf-8")
    return Session(load(tmp_path), run="full")


def test_a_field_has_the_words_and_cards_of_its_record_too(session: Session) -> None:
    day = glossary_at(session.reading, Place("p.when.day"))
    hour = glossary_at(session.reading, Place("p.when.hour"))
    assert [one.term for one in day.terms] == ["Feast", "Day"]
    assert [one.title for one in day.cards] == ["A", "B"]
    assert [one.term for one in hour.terms] == ["Feast"]
    assert [one.title for one in hour.cards] == ["A"]
    assert day.counted == "2 words, 2 cases"


def test_of_very_many_choices_the_first_ones_count(session: Session) -> None:
    nearby = glossary_at(session.reading, Place("p.hall"))
    assert [one.term for one in nearby.terms] == ["Hall0"]
    assert nearby.counted == "1 word, 1 card"


def test_a_word_in_an_answer_that_a_text_quotes_counts(session: Session) -> None:
    name = Place("p.name")
    assert [one.term for one in glossary_at(session.reading, name).terms] == ["Name"]
    session.answer(Place("p.hall"), "h16")
    assert [one.term for one in glossary_at(session.reading, name).terms] == ["Name", "Hall16"]
