"""smtui get: answers as people read them, and for machines; why there is none."""

from pathlib import Path
from typing import Any

import pytest

from smtui.cli import main
from smtui.commands.looking import look_up
from smtui.mistakes import BadInput
from tests.commands.visit import Hearing
from tests.plan.party import PARTY, party

PLAN = """
[meta]
questionnaire = "party"
version = "1.2"
run = "full"

[party]
name = "Summer"
about = "two\\nlines"
kind = "big"
size = 1200
music = ["jazz", "rock"]
open = false
price = 12500
day = 2026-09-01
rules = ["No shoes", "No phones"]
place = { town = "Oslo", rooms = 1 }

[[guest]]
id = "a"
name = "Ada"
food = "green"
allergy = "nuts"

[[guest]]
id = "b"
name = "Bo"
trip = { by = "train" }

[[gift]]
id = "x"
what = "A hat"
guest = "b"

[[parked]]
question = "guest.food"
item = "b"
owner = "Cy"
date = 2026-12-01
"""
COMPUTED = """
[[computed]]
id = "guests"
value = "count of guest"
[[computed]]
id = "loud"
value = "party.music includes rock"
[[computed]]
id = "cost"
value = "party.price / count of gift where second is answered"
[[computed]]
id = "short"
for = "guest"
value = "count of words in name"
"""


@pytest.fixture
def asked(tmp_path: Path) -> Any:
    """Asks for a name: exit code, what is printed, what is told."""
    party(tmp_path / "quiz", PARTY + COMPUTED)
    (tmp_path / "p.toml").write_text(PLAN, encoding="utf-8")

    def ask(name: str, **options: bool) -> tuple[int, str, str]:
        hearing = Hearing(tmp_path)
        plan, quiz = str(tmp_path / "p.toml"), str(tmp_path / "quiz")
        status = look_up(plan, name, hearing.around, questionnaire=quiz, **options)
        return status, hearing.said, hearing.told

    return ask


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("party.name", "Summer\n"),
        ("party.about", "two\nlines\n"),
        ("party.kind", "A big one\n"),
        ("party.music", "Jazz\nRock\n"),
        ("party.open", "no\n"),
        ("party.price", "12,500\n"),
        ("party.day", "1 Sep 2026\n"),
        ("party.rules", "No shoes\nNo phones\n"),
        ("party.place", "town: Oslo\nrooms: 1\n"),
        ("party.place.town", "Oslo\n"),
        ("guest", "Ada\nBo\n"),
        ("guest@b", "Bo\n"),
        ("guest.name", "Ada\nBo\n"),
        ("guest.name@2", "Bo\n"),
        ("guest.trip@bo", "by: train\n"),
        ("gift.guest@A hat", "Bo\n"),
        ("guests", "2\n"),
        ("loud", "yes\n"),
        ("guest.short", "1\n1\n"),
        ("guest.short@ada", "1\n"),
    ],
)
def test_an_answer_as_people_read_it(asked: Any, name: str, printed: str) -> None:
    assert asked(name) == (0, printed, "")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("party.tune", "party.tune: not answered"),
        ("party.hall", "party.hall: not answered"),
        ("party.kind_other", "party.kind_other: other answers hide this question"),
        ("party.words", "party.words: a text to read"),
        ("party.size", "party.size: wrong: At most 500. (1,200)"),
        ("guest.food@b", "guest.food@b: parked: not known yet, Cy finds out by 2026-12-01"),
        ("cost", "cost: not known yet"),
    ],
)
def test_why_there_is_no_answer(asked: Any, name: str, reason: str) -> None:
    status, printed, told = asked(name)
    assert (status, printed) == (1, "")
    assert told.startswith(reason)


def test_of_all_items_each_has_its_line(asked: Any) -> None:
    status, printed, told = asked("guest.food")
    assert (status, printed) == (0, "No meat\n\n")
    assert told.startswith("guest.food@b: parked")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("party.nmae", "did you mean 'party.name'?"),
        ("guset", "did you mean 'guest'?"),
        ("gusts", "did you mean 'guest"),
        ("guest.name@Cy", "'Cy' is no guest here"),
        ("guest@9", "'9' is no guest here"),
        ("party.name@1", "'party.name' is there once, not for each item"),
        ("\x1b[31m", "there is nothing called '[31m'"),
    ],
)
def test_a_name_that_is_not_there(asked: Any, name: str, words: str) -> None:
    with pytest.raises(BadInput) as told:
        asked(name)
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("name", "tree"),
    [
        (
            "party.music",
            {
                "question": "party.music",
                "state": "answered",
                "value": ["jazz", "rock"],
                "text": "Jazz\nRock",
            },
        ),
        ("guest", [{"id": "a", "title": "Ada"}, {"id": "b", "title": "Bo"}]),
        (
            "guest.trip@b",
            {
                "question": "guest.trip",
                "item": "b",
                "state": "open",
                "value": {"by": "train"},
                "text": "by: train",
            },
        ),
        ("guests", {"computed": "guests", "value": 2, "text": "2"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_for_machines(asked: Any, tmp_path: Path, name: str, tree: object) -> None:
    hearing = Hearing(tmp_path)
    plan, quiz = str(tmp_path / "p.toml"), str(tmp_path / "quiz")
    assert look_up(plan, name, hearing.around, as_json=True, questionnaire=quiz) == 0
    assert hearing.json == tree


def test_machines_hear_of_what_is_missing(asked: Any, tmp_path: Path) -> None:
    status, printed, _ = asked("party.size", as_json=True)
    assert status == 1
    assert '"state": "wrong"' in printed
    assert '"value": null' in printed


def test_an_empty_list(asked: Any, tmp_path: Path) -> None:
    text = PLAN.partition("[[gift]]")[0]
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    assert asked("gift") == (1, "", "gift: there is no item yet\n")
    assert asked("gift", as_json=True)[:2] == (1, "[]\n")


def test_from_the_command_line(asked: Any, tmp_path: Path, capsys: Any) -> None:
    plan, quiz = str(tmp_path / "p.toml"), str(tmp_path / "quiz")
    assert main(["get", plan, "party.name", "-q", quiz]) == 0
    assert capsys.readouterr().out == "Summer\n"
    assert main(["get", plan]) == 2
