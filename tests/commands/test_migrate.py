"""smtui migrate, and what the other commands do with plans of older and newer questionnaires."""

import io
import tomllib
from pathlib import Path
from typing import Any

import pytest

from smtui.cli import main
from smtui.commands.check import check
from smtui.commands.fill import fill
from smtui.commands.looking import look_up
from smtui.commands.migrate import bring_up
from smtui.commands.plain import plain_interview
from smtui.commands.plans import open_plan, refuse_change
from smtui.commands.score import show_score
from smtui.commands.setting import change
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput
from smtui.saving import SaveFailed
from tests.commands import visit
from tests.commands.visit import Hearing
from tests.plan.trips import OLD_PLAN, V3

NEWER_PLAN = OLD_PLAN.replace('"1.0"', '"9.0"')
TODAYS_PLAN = '[meta]\nquestionnaire = "trip"\nversion = "3.0"\n\n[trip]\ncalled = "Up the river"\n'


@pytest.fixture
def heard(tmp_path: Path) -> Hearing:
    return Hearing(tmp_path)


@pytest.fixture
def trip(tmp_path: Path) -> str:
    """The folder of the questionnaire as it is today."""
    folder = tmp_path / "trip"
    folder.mkdir()
    (folder / "questionnaire.toml").write_text(V3, encoding="utf-8")
    return str(folder)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of the first version."""
    return in_file(tmp_path, OLD_PLAN)


def in_file(folder: Path, text: str) -> Path:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def inside(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def refusal(heard: Hearing, path: Path, trip: str, **more: Any) -> str:
    with pytest.raises(BadInput) as caught:
        bring_up(str(path), heard.around, questionnaire=trip, **more)
    return str(caught.value)


def test_a_plan_is_written_over_and_its_older_version_kept(
    heard: Hearing, plan: Path, trip: str
) -> None:
    assert bring_up(str(plan), heard.around, questionnaire=trip) == 0
    assert inside(plan)["meta"]["version"] == "3.0"
    assert inside(plan)["trip"]["called"] == "Up the river"
    assert plan.read_text().startswith("# mine\n")
    copy = plan.with_name("plan.v1.0.toml")
    assert copy.read_text(encoding="utf-8") == OLD_PLAN
    assert f"written: {plan}\nthe older version is kept: {copy}\n" == heard.told


def test_a_copy_that_is_there_is_never_written_over(heard: Hearing, plan: Path, trip: str) -> None:
    plan.with_name("plan.v1.0.toml").write_text("mine")
    assert bring_up(str(plan), heard.around, questionnaire=trip) == 0
    assert plan.with_name("plan.v1.0.toml").read_text() == "mine"
    assert plan.with_name("plan.v1.0-2.toml").read_text() == OLD_PLAN


def test_the_table_has_each_answer_that_is_not_as_it_was(
    heard: Hearing, plan: Path, trip: str
) -> None:
    plan.write_text(OLD_PLAN.replace('mood = "merry"', 'mood = "merry"\nhours = "lots"'))
    assert bring_up(str(plan), heard.around, questionnaire=trip, dry_run=True) == 0
    assert "From version 1.0 to 3.0: 1 to answer again, 7 moved, 1 parked.\n" in heard.said
    assert "  Hours (about.hours -> trip.hours): lots\n      A number is expected" in heard.said
    assert "  Name (about.title -> trip.called): Up the river\n" in heard.said
    assert "\nparked: is not asked any more; it stays in the file\n  about.mood: merry\n" in (
        heard.said
    )


def test_of_what_is_as_it_was_only_what_there_is_to_say(
    heard: Hearing, plan: Path, trip: str
) -> None:
    plan.write_text(
        '[meta]\nquestionnaire = "trip"\nversion = "2.0"\nformat = 1\n'
        '[trip]\nstyle = ["old"]\nhours = 5\n'
    )
    assert bring_up(str(plan), heard.around, questionnaire=trip, dry_run=True) == 0
    assert "2 kept.\n\nkept: is as it was\n" in heard.said
    assert "  Kinds (trip.style): An old one\n      'An old one' is no longer" in heard.said
    assert "Hours" not in heard.said


def test_a_table_of_ones_own_is_said_to_be_kept(heard: Hearing, plan: Path, trip: str) -> None:
    """smtui never asked about it, so that there is nothing that it does not ask any more."""
    own = '\n[[review_entry]]\nperiod = "2027-02"\n'
    plan.write_text(OLD_PLAN + own)
    assert bring_up(str(plan), heard.around, questionnaire=trip) == 0
    kept = heard.said.partition("kept: is as it was\n")[2]
    assert "  review_entry: 1 item: 2027-02\n      no question is about it; it is kept" in kept
    assert inside(plan)["review_entry"] == [{"period": "2027-02"}]


def test_a_dry_run_writes_nothing(heard: Hearing, plan: Path, trip: str, tmp_path: Path) -> None:
    assert bring_up(str(plan), heard.around, questionnaire=trip, dry_run=True) == 0
    assert heard.told == "nothing was written\n"
    assert plan.read_text() == OLD_PLAN
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.toml", "trip"]


def test_into_another_file_the_plan_stays_as_it_is(
    heard: Hearing, plan: Path, trip: str, tmp_path: Path
) -> None:
    target = tmp_path / "new.toml"
    assert bring_up(str(plan), heard.around, questionnaire=trip, target=str(target)) == 0
    assert inside(target)["trip"]["called"] == "Up the river"
    assert plan.read_text() == OLD_PLAN
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.toml", "plan.toml", "trip"]


def test_a_file_that_is_there_is_not_written_over(heard: Hearing, plan: Path, trip: str) -> None:
    assert "there already" in refusal(heard, plan, trip, target=str(plan))
    assert "this is a folder" in refusal(heard, plan, trip, target=trip)
    assert heard.said == ""


@pytest.mark.parametrize("version", ['version = "3.0"', 'version = "3"', ""])
def test_a_plan_of_today_needs_nothing(
    version: str, heard: Hearing, trip: str, tmp_path: Path
) -> None:
    path = in_file(tmp_path, TODAYS_PLAN.replace('version = "3.0"', version))
    before = path.read_bytes()
    assert bring_up(str(path), heard.around, questionnaire=trip) == 0
    assert "of version 3.0 of 'trip' already; there is nothing to do" in heard.said
    assert path.read_bytes() == before


def test_a_second_time_there_is_nothing_to_do(heard: Hearing, plan: Path, trip: str) -> None:
    bring_up(str(plan), heard.around, questionnaire=trip)
    before = plan.read_bytes()
    bring_up(str(plan), heard.around, questionnaire=trip)
    assert "nothing to do" in heard.said
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "says", "mend"),
    [
        (
            NEWER_PLAN,
            "plan.toml:4: this plan was made with version 9.0 of 'trip'; here is",
            "use version 9.0 of its questionnaire; the file is untouched",
        ),
        (
            TODAYS_PLAN.replace('"3.0"', '"3.0"\nformat = 7'),
            "written by a later smtui (7)",
            "install a newer smtui",
        ),
    ],
)
def test_a_newer_plan_is_refused(
    text: str, says: str, mend: str, heard: Hearing, trip: str, tmp_path: Path
) -> None:
    path = in_file(tmp_path, text)
    said = refusal(heard, path, trip)
    assert says in said
    assert mend in said
    assert path.read_text() == text


def test_a_full_disk_leaves_the_plan_as_it_was(
    heard: Hearing, plan: Path, trip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise SaveFailed("the disk is full")

    monkeypatch.setattr("smtui.commands.migrate.replace_file", full)
    assert "the disk is full; the plan is as it was" in refusal(heard, plan, trip)
    assert plan.read_text() == OLD_PLAN


def test_from_the_command_line(plan: Path, trip: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", str(plan), "-q", trip, "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith(f"{plan}\nFrom version 1.0 to 3.0: ")
    in_file(plan.parent, NEWER_PLAN)
    assert main(["migrate", str(plan), "-q", trip]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "version 9.0" in err


# the other commands


def test_an_older_plan_is_scored_as_it_would_be_today(
    heard: Hearing, plan: Path, trip: str
) -> None:
    assert show_score(str(plan), heard.around, questionnaire=trip) == 0
    assert heard.said.startswith("Up the river\n")
    assert "plan.toml:4: this plan was made with version 1.0 of 'trip'" in heard.told
    assert f"smtui migrate {plan} -q {trip}" in heard.told
    assert plan.read_text() == OLD_PLAN


def test_a_newer_plan_is_scored_and_the_reason_said(
    heard: Hearing, trip: str, tmp_path: Path
) -> None:
    path = in_file(tmp_path, TODAYS_PLAN.replace('"3.0"', '"9.0"'))
    assert show_score(str(path), heard.around, questionnaire=trip) == 0
    assert heard.said.startswith("Up the river\n")
    assert "use version 9.0 of its questionnaire" in heard.told


def test_a_newer_plan_of_a_shipped_questionnaire_needs_a_newer_smtui(
    heard: Hearing, trip: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smtui.questionnaire.shelf.shelf", lambda: Path(trip).parent)
    monkeypatch.setattr("smtui.questionnaire.shelf.names", lambda: ["trip"])
    path = in_file(tmp_path, TODAYS_PLAN.replace('"3.0"', '"9.0"'))
    assert show_score(str(path), heard.around) == 0
    assert "install a newer smtui" in heard.told


def test_check_says_how_old_a_plan_is_and_what_is_wrong_with_it(
    heard: Hearing, plan: Path, trip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smtui.questionnaire.shelf.shelf", lambda: Path(trip).parent)
    monkeypatch.setattr("smtui.questionnaire.shelf.names", lambda: ["trip"])
    plan.write_text(OLD_PLAN.replace('"big"', '"secret"'))
    assert check([str(plan)], heard.around) == 1
    assert "made with version 1.0" in heard.told
    assert "plan.toml:14: error: Kinds: " in heard.said  # where it stands in the file as it is


def test_a_newer_plan_that_cannot_be_read_says_that_it_is_newer(
    heard: Hearing, trip: str, tmp_path: Path
) -> None:
    path = in_file(tmp_path, '[meta]\nquestionnaire = "trip"\nversion = "9.0"\n[person]\na = 1\n')
    with pytest.raises(BadInput) as caught:
        show_score(str(path), heard.around, questionnaire=trip)
    assert "made with version 9.0" in str(caught.value)


def test_what_writes_over_plans_refuses_older_and_newer_ones(trip: str, tmp_path: Path) -> None:
    def refused(text: str) -> str:
        with pytest.raises(BadInput) as caught:
            refuse_change(open_plan(in_file(tmp_path, text), trip))
        return str(caught.value)

    assert "bring it to this version first: smtui migrate" in refused(OLD_PLAN)
    assert f"-q {trip}" in refused(OLD_PLAN)
    assert "use version 9.0 of its questionnaire" in refused(NEWER_PLAN)
    refuse_change(open_plan(in_file(tmp_path, TODAYS_PLAN), trip))


def test_set_and_fill_leave_older_and_newer_plans_as_they_are(
    heard: Hearing, trip: str, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('[trip]\ncalled = "Home"\n')
    for text, says in ((OLD_PLAN, "smtui migrate"), (NEWER_PLAN, "use version 9.0")):
        path = in_file(tmp_path, text)
        with pytest.raises(BadInput, match=says):
            change(str(path), ["trip.called=Home"], heard.around, questionnaire=trip)
        with pytest.raises(BadInput, match=says):
            fill([str(answers)], heard.around, plan=str(path), questionnaire=trip)
        assert path.read_text() == text
    assert heard.said == ""


def test_get_finds_the_answer_under_its_name_of_today(
    heard: Hearing, plan: Path, trip: str
) -> None:
    assert look_up(str(plan), "trip.called", heard.around, questionnaire=trip) == 0
    assert heard.said == "Up the river\n"
    assert "made with version 1.0" in heard.told


# line by line


class Keyboard(io.StringIO):
    """Lines that somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def asked(plan: Path, trip: str, source: io.StringIO) -> str:
    """What the plain interview says."""
    out = io.StringIO()
    around = Surroundings(out, io.StringIO(), {}, plan.parent, lambda: visit.NOW, source)
    assert plain_interview(around, plan=str(plan), questionnaire=trip) == 0
    return out.getvalue()


def test_line_by_line_the_table_comes_first_and_one_goes_on(plan: Path, trip: str) -> None:
    said = asked(plan, trip, Keyboard("1\nDown the river\n"))
    assert said.index("7 moved, 1 parked") < said.index("What is it called?")
    assert "the old file is kept as plan.v1.0.toml" in said
    assert inside(plan)["trip"]["called"] == "Down the river"
    assert plan.with_name("plan.v1.0.toml").read_text() == OLD_PLAN


@pytest.mark.parametrize("typed", ["2\nDown the river\n", "\n", "x\n", ""])
def test_line_by_line_one_can_only_look_or_leave(typed: str, plan: Path, trip: str) -> None:
    said = asked(plan, trip, Keyboard(typed))
    assert "7 moved, 1 parked" in said
    assert plan.read_text() == OLD_PLAN
    assert not plan.with_name("plan.v1.0.toml").exists()


def test_nobody_agrees_in_a_pipe(plan: Path, trip: str) -> None:
    with pytest.raises(BadInput, match="smtui migrate"):
        asked(plan, trip, io.StringIO("1\nDown the river\n"))
    assert plan.read_text() == OLD_PLAN
