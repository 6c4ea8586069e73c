"""SOURCES.md of the shipped questionnaire: each claim of the five articles has an answer."""

import re
from collections.abc import Iterator

import pytest

from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire

CLAIMS = {"S1": 27, "S2": 18, "S3": 42, "S4": 18, "S5": 14}
"""How many each article makes: 119 in all."""
_ROW = re.compile(r"\| (\d+) \| (.+?) \| (.+) \|")
_ID = re.compile(r"`([^`]+)`")


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load(shelf.find(""))


def rows() -> Iterator[tuple[str, int, str]]:
    """The article, the number of the claim in it, what became of it."""
    article = ""
    text = (shelf.find("") / "SOURCES.md").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("## "):
            article = line[3:5]
        if found := _ROW.fullmatch(line):
            yield article, int(found[1]), found[3]


def known(questionnaire: Questionnaire) -> set[str]:
    """Everything that a row can name."""
    return {
        *questionnaire.questions,
        *(one.id for one in questionnaire.checks),
        *(one.id for one in questionnaire.findings),
        *(f"{name}.{row}" for name, table in questionnaire.tables.items() for row in table.rows),
        *(f"cards.{one.id}" for one in questionnaire.cards),
    }


def test_every_claim_is_there_once() -> None:
    found = [(article, number) for article, number, _ in rows()]
    assert found == [(name, at) for name, count in CLAIMS.items() for at in range(1, count + 1)]


def test_every_claim_is_answered_or_later_or_context() -> None:
    for article, number, became in rows():
        ids = _ID.findall(became)
        kinds = [
            became.startswith("answered by `") and bool(ids),
            became.startswith("later: reviews ") and not ids,
            became == "context",
        ]
        assert sum(kinds) == 1, f"{article} {number}: {became}"


def test_every_id_exists(questionnaire: Questionnaire) -> None:
    there = known(questionnaire)
    for article, number, became in rows():
        missing = [one for one in _ID.findall(became) if one not in there]
        assert not missing, f"{article} {number}: {missing}"
