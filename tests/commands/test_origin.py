"""The questionnaire of a plan that does not come with smtui: named once, found again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from smtui.cli import main
from smtui.commands.check import check
from smtui.commands.fill import fill
from smtui.commands.first import first_plan
from smtui.commands.looking import look_up
from smtui.commands.migrate import bring_up
from smtui.commands.opening import PlanOpener
from smtui.commands.plain import plain_interview
from smtui.commands.score import show_score
from smtui.commands.setting import change
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput
from smtui.plan.answers import Place
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from tests.commands import visit
from tests.commands.visit import Hearing

NAME = Place("about.name")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return visit.folder(tmp_path)


@pytest.fixture
def plan(tmp_path: Path, folder: Path) -> Path:
    """A plan that was made with `-q folder`."""
    heard = Hearing(tmp_path)
    opener = PlanOpener(load(folder), heard.around, str(folder))
    made = opener.new("quick", tmp_path / "mine.toml")
    made.session.answer(NAME, "Oslo")
    assert made.keeper.close()
    made.keeper.let_go()
    return tmp_path / "mine.toml"


@pytest.fixture
def heard(tmp_path: Path) -> Hearing:
    return Hearing(tmp_path)


def shipped(around: Surroundings) -> PlanOpener:
    """The opener as it is when nobody names a questionnaire."""
    return PlanOpener(load(shelf.find("")), around)


Command = Callable[[str, Surroundings], object]
COMMANDS: dict[str, Command] = {
    "check": lambda plan, around: check([plan], around),
    "score": show_score,
    "get": lambda plan, around: look_up(plan, "about.name", around),
    "set": lambda plan, around: change(plan, ["about.size=3"], around),
    "migrate": bring_up,
    "screen": lambda plan, around: first_plan(shipped(around), plan, False, ""),
    "plain": lambda plan, around: plain_interview(around, plan=plan),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_plan_is_opened_as_lately_and_that_is_said(
    command: str, plan: Path, folder: Path, heard: Hearing
) -> None:
    COMMANDS[command](str(plan), heard.around)
    assert f"with the questionnaire in {folder}\n" in heard.told


def test_fill_completes_a_plan_and_makes_another_as_lately(
    plan: Path, folder: Path, heard: Hearing, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('[meta]\nquestionnaire = "visit"\n\n[about]\nsize = 3\n')
    assert fill([str(answers)], heard.around, plan=str(plan)) == 0
    assert fill([str(answers)], heard.around, plan=str(tmp_path / "other.toml")) == 0
    assert heard.told.count(f"with the questionnaire in {folder}\n") == 2


def test_another_plan_of_the_questionnaire_is_found_by_its_id(
    plan: Path, folder: Path, heard: Hearing, tmp_path: Path
) -> None:
    other = visit.plan_file(tmp_path, "other.toml", about={"name": "Bergen"})
    assert look_up(str(other), "about.name", heard.around) == 0
    assert heard.said == "Bergen\n"
    assert f"with the questionnaire in {folder}\n" in heard.told


def test_a_questionnaire_that_is_gone_is_asked_for(
    plan: Path, folder: Path, heard: Hearing, tmp_path: Path
) -> None:
    folder.rename(tmp_path / "elsewhere")
    with pytest.raises(BadInput) as caught:
        show_score(str(plan), heard.around)
    assert "which does not come with smtui" in str(caught.value)
    assert "name its folder or file: --questionnaire PATH" in str(caught.value)
    assert heard.told == ""


def test_a_questionnaire_that_has_become_another_is_not_taken(
    plan: Path, folder: Path, heard: Hearing
) -> None:
    file = folder / "questionnaire.toml"
    file.write_text(file.read_text().replace('id = "visit"', 'id = "party"', 1))
    with pytest.raises(BadInput, match="which does not come with smtui"):
        show_score(str(plan), heard.around)


def test_a_plan_on_the_list_is_opened_with_its_own_questionnaire(
    plan: Path, heard: Hearing
) -> None:
    opener = shipped(heard.around)
    (entry,) = opener.recent()
    opened = opener.open(entry.path)
    assert opened.session.questionnaire.id == "visit"
    assert heard.told == ""  # the screen is drawn by then
    opened.session.answer(NAME, "Bergen")
    assert opened.keeper.close()
    assert look_up(str(plan), "about.name", Hearing(plan.parent).around) == 0


def test_check_takes_the_questionnaire_of_a_plan(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = visit.plan_file(tmp_path)
    assert main(["check", str(path)]) == 2
    assert main(["check", str(path), "-q", str(folder)]) == 0
    assert "a plan of visit 2.0" in capsys.readouterr().out


def test_hints_name_the_questionnaire_where_it_was_named(
    folder: Path, heard: Hearing, tmp_path: Path
) -> None:
    opener = PlanOpener(load(folder), heard.around, str(folder))
    path = visit.plan_file(tmp_path)
    with pytest.raises(BadInput) as caught:
        first_plan(opener, str(path), True, "")
    assert f"open it with: smtui {path} -q {folder}" in str(caught.value)
    with pytest.raises(BadInput) as caught:
        first_plan(opener, "mine", True, "")
    assert f"write: smtui new mine.toml -q {folder}" in str(caught.value)
