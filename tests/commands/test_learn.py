"""smtui learn, line by line and as a report, and samples with their reasons."""

import json
import tomllib
from pathlib import Path

import pytest

from smtui.commands.beside import show_beside
from smtui.commands.check import check
from smtui.commands.plain import plain_interview, plain_lesson
from smtui.commands.samples import samples
from smtui.commands.score import show_score
from smtui.mistakes import BadInput
from tests import modelplan
from tests.commands.visit import Hearing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return modelplan.home(tmp_path)


def hearing(tmp_path: Path, *lines: str) -> Hearing:
    state = str(tmp_path / "state")
    typed = "".join(f"{line}\n" for line in lines)
    return Hearing(tmp_path, typed, HOME=str(tmp_path), XDG_STATE_HOME=state)


def lesson(tmp_path: Path, folder: Path, *lines: str) -> str:
    heard = hearing(tmp_path, *lines)
    assert plain_lesson(heard.around, "", questionnaire=str(folder)) == 0
    return heard.said


# line by line


def test_a_sample_is_walked_through_with_its_reasons(tmp_path: Path, folder: Path) -> None:
    heard = hearing(tmp_path, *[""] * 9)
    assert samples("garden", "", heard.around, plain=True, questionnaire=str(folder)) == 0
    assert "The plan 'Garden party (fictional)'." in heard.said
    assert "Why this is good: Everybody knows at once what it is." in heard.said
    assert "Why this is weak: Twelve is a guess." in heard.said
    assert "Answered: 12." in heard.said
    assert "That was the last question." in heard.said
    assert [one.name for one in tmp_path.glob("*.toml")] == []


def test_the_whole_way(tmp_path: Path, folder: Path) -> None:
    said = lesson(tmp_path, folder, "", "/go people", "/quit", "/quit")
    assert said.startswith("Learn with a sample: Garden (fictional)\n1. Walk through")
    assert "(here, section 2 of 2)" in said
    said = lesson(tmp_path, folder, "1", "/next", "/quit", "/quit")
    assert "2. Practise with your own plan (here)" in said
    said = lesson(tmp_path, folder, "2", "", "Quiz", "2", "", "/quit", "3", "/quit")
    assert "Enter takes the first one, which is suggested." in said
    assert "In the model plan: Garden party." in said
    assert "Garden (fictional) and Quiz, side by side" in said
    assert "  Model  Garden party\n  Yours  Quiz\n" in said
    plan = tomllib.loads((tmp_path / "practice-garden.toml").read_text())
    assert plan["meta"]["practice"] == "garden"
    assert plan["meta"]["run"] == "quick"
    again = lesson(tmp_path, folder, "2", "/quit")
    assert "The plan 'Quiz'." in again
    assert len(list(tmp_path.glob("practice*.toml"))) == 2  # with its scorecard


def test_to_compare_needs_a_plan(tmp_path: Path, folder: Path) -> None:
    said = lesson(tmp_path, folder, "3", "7", "/quit")
    assert "Step 2 comes first" in said
    assert "There is no such step" in said


def test_a_sample_that_is_not_there(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(BadInput, match="did you mean 'garden'"):
        plain_lesson(hearing(tmp_path).around, "gardn", questionnaire=str(folder))


def test_a_practice_plan_goes_on_as_any_other(tmp_path: Path, folder: Path) -> None:
    lesson(tmp_path, folder, "2", "2", "Quiz", "/quit", "/quit")
    heard = hearing(tmp_path, "/go basics.size", "/quit")
    plain_interview(
        heard.around, plan=str(tmp_path / "practice-garden.toml"), questionnaire=str(folder)
    )
    assert "full run" in heard.said
    assert "In the model plan: 12." in heard.said


# side by side


def test_a_practice_plan_knows_its_model(tmp_path: Path, folder: Path) -> None:
    lesson(tmp_path, folder, "2", "", "Quiz", "/quit", "/quit")
    heard = hearing(tmp_path)
    plan = str(tmp_path / "practice-garden.toml")
    assert show_beside(plan, heard.around, questionnaire=str(folder)) == 0
    assert heard.said.startswith("Garden (fictional) and Quiz, side by side\n")


def test_any_plan_can_be_laid_beside_a_sample(tmp_path: Path, folder: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(modelplan.PLAN.replace("fictional = true", "").replace("Garden", "Winter"))
    heard = hearing(tmp_path)
    with pytest.raises(BadInput, match="add --sample NAME"):
        show_beside(str(plan), heard.around, questionnaire=str(folder))
    show_beside(str(plan), heard.around, sample="garden", questionnaire=str(folder))
    assert heard.said.startswith("Garden (fictional) and Winter party, side by side\n")


def test_a_model_without_a_plan(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--beside PLAN"):
        show_beside("", hearing(tmp_path).around, sample="garden")


# what check says


def checked(tmp_path: Path, folder: Path) -> tuple[int, str]:
    heard = hearing(tmp_path)
    return check([str(folder)], heard.around), heard.said + heard.told


def test_answers_without_a_reason_are_warned_of(tmp_path: Path, folder: Path) -> None:
    code, said = checked(tmp_path, folder)
    assert code == 0
    assert "1 answer has no reason in 'basics': basics.place" in said
    assert "1 answer has no reason in 'people': guest.name@g1" in said
    assert "2 warnings" in said


def test_a_reason_for_nothing_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    text = f'{modelplan.REASONS}\n[[reasons]]\nquestion = "guest.name"\nitem = "g3"\ngood = "x"\n'
    code, said = checked(tmp_path, modelplan.home(tmp_path, reasons=text))
    assert code == 2
    assert "garden.reasons.toml:16: there is no guest 'g3' in garden.toml" in said


# made up


def test_a_copy_of_a_sample_says_that_it_is_made_up(tmp_path: Path) -> None:
    plain = modelplan.PLAN.replace("fictional = true\n", "")
    folder = modelplan.home(tmp_path, plan=plain)
    target = tmp_path / "copy.toml"
    samples("garden", str(target), hearing(tmp_path).around, questionnaire=str(folder))
    assert tomllib.loads(target.read_text())["meta"]["fictional"] is True
    heard = hearing(tmp_path)
    show_score(str(target), heard.around, questionnaire=str(folder), write=True)
    assert heard.said.startswith("Garden party (fictional)\n")
    assert "# Garden party (fictional): scorecard" in (
        (tmp_path / "copy.scorecard.md").read_text().replace("\\(", "(").replace("\\)", ")")
    )
    assert tomllib.loads((tmp_path / "copy.scorecard.toml").read_text())["fictional"] is True


def test_it_stays_so_under_another_name(tmp_path: Path, folder: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(modelplan.PLAN)
    heard = hearing(tmp_path, "/clear", "Harvest", "/quit")
    plain_interview(heard.around, plan=str(plan), questionnaire=str(folder))
    heard = hearing(tmp_path)
    show_score(str(plan), heard.around, questionnaire=str(folder))
    assert heard.said.startswith("Harvest (fictional)\n")
    heard = hearing(tmp_path)
    show_score(str(plan), heard.around, questionnaire=str(folder), as_json=True)
    assert json.loads(heard.said)["fictional"] is True
