"""smtui set: answers changed from the command line, all or none."""

import tomllib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from smtui.cli import main
from smtui.commands.setting import change
from smtui.mistakes import BadInput
from smtui.questionnaire import shelf
from tests.commands.test_looking import PLAN
from tests.commands.visit import NOW, Hearing
from tests.plan.party import PARTY, party
from tests.plan.workshop import WORKSHOP


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of the party, with its questionnaire beside it."""
    party(tmp_path / "quiz")
    path = tmp_path / "p.toml"
    path.write_text("# ours\n" + PLAN, encoding="utf-8")
    return path


def put(plan: Path, *changes: str) -> tuple[int, str, str]:
    """Exit code, what is printed, what is told."""
    hearing = Hearing(plan.parent)
    quiz = str(plan.parent / "quiz")
    return (
        change(str(plan), changes, hearing.around, questionnaire=quiz),
        hearing.said,
        hearing.told,
    )


def read(plan: Path) -> dict[str, Any]:
    return tomllib.loads(plan.read_text(encoding="utf-8"))


def test_what_becomes_wrong_elsewhere_is_told(plan: Path) -> None:
    assert put(plan, "party.tune=Rock")[0] == 0
    code, said, told = put(plan, "party.music=Folk")
    assert (code, said) == (0, "party.music: Jazz, Rock -> Folk\n")
    assert told.startswith("party.tune: warning: by these answers: ")
    assert "Rock" in told or "rock" in told
    # it is told when it happens, and not each time
    assert put(plan, "party.name=Gala") == (0, "party.name: Summer -> Gala\n", "")


def test_a_rule_of_a_list_that_is_broken_from_elsewhere_is_told(tmp_path: Path) -> None:
    most = WORKSHOP.replace("over person <= 100", "over person <= work.most")
    party(tmp_path / "quiz", most)
    path = tmp_path / "p.toml"
    path.write_text(
        '[meta]\nquestionnaire = "workshop"\nversion = "1.0"\n'
        '[[person]]\nid = "p"\nname = "Ada"\nshare = 40\ncap = 90\n'
    )
    assert put(path, "work.most=30") == (
        0,
        "work.most: (none) -> 30\n",
        "person: warning: by these answers: Their shares come to over 100.\n",
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("party.name=A = B", "party.name: Summer -> A = B"),
        ("party.size=50", "party.size: 1,200 -> 50"),
        ("party.open=", "party.open: no -> (none)"),
        ("party.music=Folk", "party.music: Jazz, Rock -> Folk"),
        ("party.place=rooms: 2", "party.place: town Oslo   rooms 1 -> town Oslo   rooms 2"),
        ("party.place=", "party.place: town Oslo   rooms 1 -> (none)"),
        ("guest.food@b=all", "guest.food@b: (parked) -> All"),
        ("guest.name@Ada=Ada L.", "guest.name@a: Ada -> Ada L."),
        ("gift.guest@1=Ada", "gift.guest@x: Bo -> Ada"),
        ("party.tune=Rock", "party.tune: (none) -> Rock"),
    ],
)
def test_a_change_is_made_and_shown(plan: Path, text: str, line: str) -> None:
    assert put(plan, text) == (0, f"{line}\n", "")
    assert plan.read_text(encoding="utf-8").startswith("# ours\n")
    assert read(plan)["meta"]["changed"] == NOW
    # of the same answers nothing is changed
    before = plan.read_bytes()
    again = text.replace("guest.name@Ada=", "guest.name@1=")
    status, printed, told = put(plan, again)
    assert (status, printed) == (0, "")
    assert "nothing was changed" in told
    assert plan.read_bytes() == before


def test_several_changes_go_together(plan: Path) -> None:
    status, printed, _ = put(plan, "guest.name@b=Bea", "gift.second@x=Bea", "party.size=9")
    assert status == 0
    assert printed.splitlines() == [
        "guest.name@b: Bo -> Bea",
        "gift.second@x: (none) -> Bea",
        "party.size: 1,200 -> 9",
    ]
    assert read(plan)["gift"][0]["second"] == "b"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("party.size=900", "party.size: At most 500.\n    expected: a whole number, at least 1"),
        ("party.size=many", "party.size: A number is expected here"),
        ("party.day=soon", "expected: a day, such as 2026-09-01"),
        ("party.kind=huge", "party.kind: 'huge' is no choice here"),
        ("party.kind=1", "party.kind: '1' is no choice here"),
        ("party.music=jazz, rock, folk", "party.music: Choose at most 2; 3 are chosen."),
        ("party.hall", "'party.hall' is not NAME=VALUE"),
        ("party.hal=x", "did you mean 'party.hall'?"),
        ("guest=Cy", "'guest' is a list"),
        ("guest.name=Cy", "say which: guest.name@1"),
        ("gift.guest@1=Cy", "gift.guest@x: 'Cy' is no guest here"),
        ("guest.trip@a=hours: long", "guest.trip.hours@a: A number is expected here"),
    ],
)
def test_with_a_wrong_change_none_is_made(plan: Path, text: str, words: str) -> None:
    before = plan.read_bytes()
    with pytest.raises(BadInput) as told:
        put(plan, "party.name=New", text, "party.nmae=x")
    assert words in str(told.value)
    assert "did you mean 'party.name'?" in str(told.value)
    assert plan.read_bytes() == before


def test_one_place_is_set_once(plan: Path) -> None:
    with pytest.raises(BadInput, match=r"'guest\.name@a' is set twice"):
        put(plan, "guest.name@1=A", "guest.name@a=B")


def test_what_other_answers_hide_is_kept_and_told(plan: Path) -> None:
    status, _, told = put(plan, "party.kind_other=Quiet")
    assert status == 0
    assert "party.kind_other: other answers hide this question; it is kept" in told
    assert read(plan)["party"]["kind_other"] == "Quiet"


GRID = """
[[sections.questions]]
id = "party.reach"
kind = "grid"
ask = "How many?"
rows_from = "party.music"
columns = [{ id = "people", kind = "number", label = "people", least = 0 }]
"""


@pytest.mark.parametrize("change", ["party.reach.folk=9", "party.reach=folk: 9"])
def test_a_cell_of_a_row_that_is_not_asked_is_kept_and_told(tmp_path: Path, change: str) -> None:
    party(tmp_path / "quiz", PARTY + GRID)
    plan = tmp_path / "p.toml"
    plan.write_text(PLAN, encoding="utf-8")
    status, _, told = put(plan, change)
    assert status == 0
    assert "party.reach.folk: other answers hide this row; it is kept" in told
    assert read(plan)["party"]["reach"] == {"folk": 9}
    with pytest.raises(BadInput, match=r"party\.reach\.folk: A number is expected"):
        put(plan, change.replace("9", "lots"))
    with pytest.raises(BadInput) as bad:
        put(plan, change.replace("folk", "fokl"))
    assert "'fokl" in bad.value.mistakes[0].what
    assert "did you mean 'folk'" in bad.value.mistakes[0].mend.casefold()


def test_a_file_that_changed_meanwhile_is_left_alone(plan: Path) -> None:
    hearing = Hearing(plan.parent)

    def slow() -> datetime:
        plan.write_text("theirs", encoding="utf-8")  # after ours was read
        return NOW

    around = replace(hearing.around, clock=slow)
    quiz = str(plan.parent / "quiz")
    assert change(str(plan), ["party.name=New"], around, questionnaire=quiz) == 1
    assert plan.read_text(encoding="utf-8") == "theirs"
    assert "somebody has changed this file meanwhile" in hearing.told
    assert hearing.said == ""


def test_hostile_words(plan: Path, hostile: str) -> None:
    put(plan, "party.name=x", "party.size=5")
    status, printed, _ = put(plan, f"party.name={hostile}")
    assert status == 0
    assert "\x1b" not in printed
    tomllib.loads(plan.read_text(encoding="utf-8"))


def test_from_the_command_line(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiz = str(plan.parent / "quiz")
    assert main(["set", str(plan), "party.size=5", "party.open=yes", "-q", quiz]) == 0
    assert capsys.readouterr().out == "party.size: 1,200 -> 5\nparty.open: no -> yes\n"
    assert main(["set", str(plan), "party.size=0", "-q", quiz]) == 2
    assert main(["set", str(plan)]) == 2


def test_what_a_review_wrote_down_stays_in_the_plan(tmp_path: Path) -> None:
    """Reviews are not recorded by smtui yet; whoever does so by hand keeps what they wrote."""
    path = tmp_path / "tidewatch.toml"
    sample = shelf.find("") / "samples" / "tidewatch.toml"
    entry = '\n[[review_entry]]\nperiod = "2027-02"\n\n[[review_entry.actuals]]\nvalue = 9\n'
    path.write_text(sample.read_text(encoding="utf-8") + entry, encoding="utf-8")
    hearing = Hearing(tmp_path)
    assert change(str(path), ["profile.hours=12"], hearing.around) == 0
    after = read(path)
    assert after["profile"]["hours"] == 12
    assert after["review_entry"] == [{"period": "2027-02", "actuals": [{"value": 9}]}]
