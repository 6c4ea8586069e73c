"""fill, get and set with what is made of parts, leads elsewhere, or does not apply."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from smtui.commands.fill import fill
from smtui.commands.looking import look_up
from smtui.commands.setting import change
from smtui.mistakes import BadInput
from smtui.plan.answers import Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Session
from tests.commands.visit import NOW, Hearing
from tests.plan.party import party
from tests.plan.workshop import WORKSHOP

ANSWERS = """
[work]
name = "Clay"
mood = "very much"
often = "Every day"
order = "Walk, Talk, Eat"
media = ["Mail", "other"]
media_other = { name = "Bus", cost = "5 EUR" }
most = 2
currency = "EUR"
time = { talk = 60, "Rest of Clay" = "40 %" }

[work.presence.mail]
state = "Dormant"
note = "old"

[[person]]
id = "p"
name = "Ada"
tasks = ["Cook", "clean"]
boss = "Bo"

[person.marks]
reach = 4

[person.marks.Bond]
mark = 2

[[person]]
id = "q"
name = "Bo"

[[disagreement]]
question = "work.presence.state"
row = "mail"
name = "Cy"
text = "not dormant"

[[parked]]
question = "person.marks.mark"
item = "Bo"
row = "Bond"
"""
TASKS = "id,what\nc,Cook\nd,Clean\n"


@pytest.fixture
def quiz(tmp_path: Path) -> str:
    party(tmp_path / "quiz", WORKSHOP)
    return str(tmp_path / "quiz")


@pytest.fixture
def plan(tmp_path: Path, quiz: str) -> Path:
    """A plan filled in from two files."""
    return filled(tmp_path, quiz)


def filled(folder: Path, quiz: str, text: str = ANSWERS, name: str = "task.csv") -> Path:
    (folder / "a.toml").write_text(text, encoding="utf-8")
    (folder / name).write_text(TASKS, encoding="utf-8")
    files = [str(folder / "a.toml"), str(folder / name)]
    plan = folder / "plan.toml"
    assert fill(files, Hearing(folder).around, plan=str(plan), questionnaire=quiz) == 0
    return plan


def test_parts_are_filled_in_by_id_and_by_label(plan: Path) -> None:
    made = tomllib.loads(plan.read_text(encoding="utf-8"))
    work, (ada, bo) = made["work"], made["person"]
    assert (work["mood"], work["often"]) == (5, 2)
    assert work["order"] == ["walk", "talk", "eat"]
    assert work["media"] == ["mail", "other"]
    assert work["media_other"] == {"name": "Bus", "cost": 5}
    assert work["time"] == {"talk": 60, "rest": 40}
    assert work["presence"] == {"mail": {"state": "dormant", "note": "old"}}
    assert (ada["tasks"], ada["boss"]) == (["c", "d"], "q")
    assert ada["marks"] == {"reach": 4, "bond": 2}
    assert made["disagreement"] == [
        {"question": "work.presence.state", "row": "mail", "name": "Cy", "text": "not dormant"}
    ]
    assert made["parked"] == [{"question": "person.marks.mark", "item": "q", "row": "bond"}]
    assert "marks" not in bo


def test_twice_is_once(plan: Path, quiz: str) -> None:
    before = plan.read_bytes()
    filled(plan.parent, quiz)
    assert plan.read_bytes() == before


def test_the_screen_would_save_the_same(tmp_path: Path, plan: Path) -> None:
    questionnaire = party(tmp_path / "quiz", WORKSHOP)
    given = tomllib.loads(plan.read_text(encoding="utf-8"))
    session = Session(questionnaire, run="full")
    answers = session.answers.with_items("person", ("p", "q")).with_items("task", ("c", "d"))
    session.take(answers)
    for key, value in reversed(given["work"].items()):
        session.answer(Place(f"work.{key}"), value)
    # rows are there once the media are
    session.answer(Place("work.presence"), given["work"]["presence"])
    for list_id in ("task", "person"):
        for item in given[list_id]:
            for key, value in item.items():
                if key != "id":
                    session.answer(Place(f"{list_id}.{key}", item["id"]), value)
    session.disagree(Place("work.presence.state", ".mail"), "Cy", "not dormant")
    session.park(Place("person.marks.mark", "q.bond"))
    screen = tmp_path / "screen.toml"
    assert Keeper(session, screen, lambda: NOW).save()
    saved = screen.read_text(encoding="utf-8")
    assert saved.replace('[meta.position]\nsection = "first"\n\n', "") == plan.read_text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[work]\ntime = { talk = 60, rest = 30 }", "a.toml:2: How is the time divided?"),
        ("[work]\ntime = { tlak = 60 }", "'tlak' is no row here"),
        ("[work]\npresence = { mail = 3 }", "the row 'mail' must be a table"),
        ("[work.presence.mail]\nstat = 1", "a.toml:2: there is no question 'stat' here"),
        ("[work]\npresence = 'mail: 3'", "does not begin with a cell and a colon"),
        ("[work]\nmood = 9", "A step from 1 to 5 is expected"),
        ("[work]\nmost = 1\nmedia = ['mail', 'post']", "a.toml:3: By which media?: Choose"),
        ("[work]\nsum = 3", "there is no question 'sum' here"),
        ("[[person]]\nname = 'A'\nboss = 'B'", "'B' is no person here"),
        ("[[person]]\nshare = 60\n[[person]]\nshare = 50", "a.toml:1: Their shares come to over"),
        ("[[not_applicable]]\nquestion = 'work.name'", "does not take the reply"),
        ("[[parked]]\nquestion = 'work.presence.state'\nrow = 'x'", "'x' is no row here"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_parts(tmp_path: Path, quiz: str, text: str, words: str) -> None:
    with pytest.raises(BadInput) as told:
        filled(tmp_path, quiz, text)
    assert words in str(told.value).replace(f"{tmp_path}/", "")
    assert not (tmp_path / "plan.toml").exists()


def test_rows_of_cells(tmp_path: Path, quiz: str) -> None:
    rows = "name,marks.reach,Bond,tasks\nAda,3,4,Cook; Clean\n"
    (tmp_path / "person.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "task.csv").write_text(TASKS, encoding="utf-8")
    files = [str(tmp_path / "person.csv"), str(tmp_path / "task.csv")]
    hearing = Hearing(tmp_path)
    assert fill(files, hearing.around, questionnaire=quiz) == 0
    (ada,) = tomllib.loads(hearing.said)["person"]
    assert ada["marks"] == {"reach": 3, "bond": 4}
    assert ada["tasks"] == ["c", "d"]


def test_what_does_not_apply(tmp_path: Path, quiz: str) -> None:
    plan = filled(tmp_path, quiz, "[[not_applicable]]\nquestion = 'work.mood'\n")
    hearing = Hearing(tmp_path)
    assert look_up(str(plan), "work.mood", hearing.around, questionnaire=quiz) == 1
    assert hearing.told == "work.mood: does not apply\n"
    hearing = Hearing(tmp_path)
    assert change(str(plan), ["work.mood=3"], hearing.around, questionnaire=quiz) == 0
    assert hearing.said == "work.mood: (not applicable) -> 3 of 5\n"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("work.mood", "5 of 5\n"),
        ("work.often", "Every day (2)\n"),
        ("work.order", "1. Walk\n2. Talk\n3. Eat\n"),
        ("work.time", "Talk: 60 %\nRest of Clay: 40 %\n"),
        ("work.time.talk", "60 %\n"),
        ("work.presence", "Mail: state: Dormant\nMail: why: old\n"),
        ("work.presence.mail.state", "Dormant\n"),
        ("work.sum", "1 of them\n"),
        ("work.media_other.cost", "5 EUR\n"),
        ("person.tasks@Ada", "Cook\nClean\n"),
        ("person.marks.reach@p", "4 of 5\n"),
        ("person.marks.reach", "4 of 5\n\n"),
    ],
)
def test_parts_as_people_read_them(plan: Path, quiz: str, name: str, printed: str) -> None:
    hearing = Hearing(plan.parent)
    assert look_up(str(plan), name, hearing.around, questionnaire=quiz) == 0
    assert hearing.said == printed


def test_parts_for_machines(plan: Path, quiz: str) -> None:
    def tree(name: str) -> Any:
        hearing = Hearing(plan.parent)
        look_up(str(plan), name, hearing.around, as_json=True, questionnaire=quiz)
        return hearing.json

    assert tree("work.presence")["value"] == {"mail": {"state": "dormant", "note": "old"}}
    cell = tree("person.marks.bond@p")
    assert (cell["item"], cell["row"], cell["value"]) == ("p", "bond", 2)
    assert tree("work.sum")["value"] == 1


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (["work.time.talk=50", "work.time.rest=50"], "work.time.talk: 60 % -> 50 %\n"),
        (["work.presence.mail.state=Active"], "work.presence.mail.state: Dormant -> Active\n"),
        (["person.marks.bond@Bo=3"], "person.marks.bond@q: (parked) -> 3 of 5\n"),
        (["person.boss@Ada="], "person.boss@p: Bo -> (none)\n"),
        (["work.time="], "work.time: Talk 60 %   Rest of Clay 40 % -> (none)\n"),
    ],
)
def test_parts_are_set(plan: Path, quiz: str, changes: list[str], lines: str) -> None:
    hearing = Hearing(plan.parent)
    assert change(str(plan), changes, hearing.around, questionnaire=quiz) == 0
    assert hearing.said.startswith(lines)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("work.time.talk=70", "work.time: These come to 110 of 100 %: 10 % too much."),
        ("work.sum=3", "there is no question 'work.sum'"),
        ("work.presence.mial.state=active", "'mial' is no row here"),
        ("work.mood=6", "expected: a step from 1 to 5: 1 not at all, 5 very much"),
    ],
)
def test_a_part_that_cannot_be_set(plan: Path, quiz: str, text: str, words: str) -> None:
    before = plan.read_bytes()
    with pytest.raises(BadInput) as told:
        change(str(plan), [text], Hearing(plan.parent).around, questionnaire=quiz)
    assert words in str(told.value)
    assert plan.read_bytes() == before
