"""Line by line: what words mean, and the cases of a question."""

from pathlib import Path

import pytest
import tomli_w

from smtui.plan.session import Position
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from tests.plain.talk import Talk

QUESTIONS = [
    {
        "id": "party.name", "kind": "text", "ask": "Which party is it?", "why": "Guests ask.",
        "label": "Name",
    },
    {
        "id": "party.kind", "kind": "choice", "ask": "What kind?",
        "choices": [{"id": "ball", "label": "A ball", "help": "with a guest book"}],
    },
    {"id": "party.size", "kind": "number", "ask": "How many?"},
]  # fmt: skip
TERMS = [
    {"id": "party", "term": "Party", "means": "People who came to be glad."},
    {"id": "guest", "term": "Guest", "means": "Somebody who was asked."},
    {"id": "guest_book", "term": "Guest book", "means": "Where they write."},
]
CARDS = [
    {
        "id": "flood", "kind": "A real case", "title": "The flood", "year": "1987",
        "says": "It rained into the soup.", "lesson": "Have a roof.", "caution": "Roofs leak.",
        "source": "TPL", "questions": ["party.name"],
    },
]  # fmt: skip

MORE = " /words says what there is."


def made(folder: Path, **more: object) -> Questionnaire:
    content = {
        "id": "visit", "version": "1.0", "title": "A visit", "sources": {"TPL": "Our template"},
        "runs": {"full": {"title": "Full"}}, "terms": TERMS, "cards": CARDS,
        "sections": [{"id": "first", "title": "First", "questions": QUESTIONS}], **more,
    }  # fmt: skip
    (folder / "questionnaire.toml").write_text(tomli_w.dumps(content), encoding="utf-8")
    return load(folder)


def told(folder: Path, *lines: str, at: str = "party.name", **more: object) -> list[str]:
    """What is said to some lines, at a question, from the first prompt to the next."""
    talk = Talk(made(folder, **more), *lines, position=Position("first", at))
    return talk.said.partition("\n> ")[2].partition("\n> ")[0].splitlines()[1:]


def test_words_of_a_question_and_its_cases(tmp_path: Path) -> None:
    assert told(tmp_path, "/words") == [
        "Party: People who came to be glad.",
        "Guest: Somebody who was asked.",
        "A real case: The flood (1987). It rained into the soup.",
        "Lesson: Have a roof.",
        "Mind: Roofs leak.",
        "Source: Our template",
        "/words WORD looks up any other.",
        "Here: Which party is it?",
    ]


def test_words_of_choices_count(tmp_path: Path) -> None:
    assert told(tmp_path, "/words", at="party.kind")[0] == "Guest book: Where they write."


def test_where_there_are_none_all_are_named(tmp_path: Path) -> None:
    assert told(tmp_path, "/words", at="party.size")[:3] == [
        "All words: Guest, Guest book and Party.",
        "A real case: The flood (1987)",
        "/words WORD says more of one.",
    ]


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("party", "Party: People who came to be glad."),
        ("GUESTS", "Guest: Somebody who was asked."),
        ("guest b", "Guest book: Where they write."),
        ("flood", "A real case: The flood (1987). It rained into the soup."),
        ("partie", "Nothing here is called 'partie'. Did you mean 'Party'?" + MORE),
        ("xyz", "Nothing here is called 'xyz'." + MORE),
    ],
)  # fmt: skip
def test_one_word_is_looked_up(tmp_path: Path, wanted: str, first: str) -> None:
    assert told(tmp_path, f"/words {wanted}", at="party.size")[0] == first


def test_of_very_many_only_the_names_are_said(tmp_path: Path) -> None:
    terms = [{"id": f"t{at}", "term": f"Hall {at}", "means": "A room."} for at in range(30)]
    said = told(tmp_path, "/words hall", terms=terms)[0]
    assert said.startswith("30 fit: Hall 0, Hall 1, ")
    assert "A room." not in said


def test_why_ends_with_them(tmp_path: Path) -> None:
    assert told(tmp_path, "/why")[:3] == [
        "Why: Guests ask.",
        "A real case: The flood (1987) (/words)",
        "Words: Party, Guest (/words)",
    ]
    assert told(tmp_path, "/why", at="party.size")[0] == (
        "Nothing more is said about this question."
    )


def test_without_words_it_is_said_so(tmp_path: Path) -> None:
    words = "There are no words to look up in this questionnaire."
    assert told(tmp_path, "/words", terms=[], cards=[])[0] == words
    assert told(tmp_path, "/words party", terms=[], cards=[])[0] == words
