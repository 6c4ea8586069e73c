"""Learn with a sample, by keys: the walk, the practice, both side by side, and leaving between."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from smtui.plan.answers import Place
from smtui.questionnaire.compile import load
from smtui.tui.app import SmtuiApp
from smtui.tui.beside import BesideScreen
from smtui.tui.coach import Coach
from smtui.tui.dialogs import Message
from smtui.tui.form import FormScreen
from smtui.tui.glossary import WordScreen
from smtui.tui.help import HelpScreen
from smtui.tui.lesson import LessonScreen
from smtui.tui.review import Review
from smtui.tui.scorecard import ScoreScreen
from smtui.tui.start import StartScreen
from tests import modelplan
from tests.tui.stage import Stage, shown

SHELF = Path(__file__).resolve().parents[2] / "questionnaires"
SIZES = [(80, 24), (120, 36), (60, 18)]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, modelplan.questionnaire(tmp_path))


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def begun(pilot: Pilot[None]) -> None:
    """From the first screen to the lesson: the last line of the list."""
    await pilot.pause()
    await press(pilot, "end", "enter")
    assert isinstance(pilot.app.screen, LessonScreen)


def coach(app: SmtuiApp) -> str:
    return app.screen.query_one(Coach).render().plain


@pytest.mark.parametrize("size", SIZES)
async def test_the_whole_way(stage: Stage, size: tuple[int, int]) -> None:
    app = stage.app()
    async with app.run_test(size=size) as pilot:
        await begun(pilot)
        assert "Garden (fictional)" in shown(app)
        # the walk: read only, each answer with its reason, to the last page and on
        await press(pilot, "enter")
        assert isinstance(app.screen, FormScreen)
        assert app.screen.session.read_only
        assert "(fictional)" in shown(app).splitlines()[0]
        told = " ".join(coach(app).split())
        assert "Why this is good" in told
        assert "Everybody knows at once what it is." in told
        await press(pilot, "enter")
        assert "Twelve is a guess." in " ".join(coach(app).split())
        for _ in range(3):
            await press(pilot, "f8")
        assert isinstance(app.screen, LessonScreen)
        # the practice, in the run that is suggested, with the model's answers beside it
        assert "Begin, short run" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, FormScreen)
        assert "In the model plan" in coach(app)
        assert "Garden party" in coach(app)
        await press(pilot, *"Quiz", "enter")
        assert "12" in coach(app)
        await press(pilot, "2", "enter", "f8", *"Zoe", "f8")
        assert isinstance(app.screen, LessonScreen)
        # both side by side, section by section
        await press(pilot, "enter")
        assert "of 100 (short run)" in shown(app)
        assert isinstance(app.screen, BesideScreen)
        assert {"Garden party", "Quiz", "Name party"} <= set(_cells(shown(app)))
        await press(pilot, "f8")
        assert {"Ada", "Zoe"} <= set(_cells(shown(app)))
        await press(pilot, "f8")
        assert isinstance(app.screen, LessonScreen)
        await press(pilot, "f7")
        assert isinstance(app.screen, StartScreen)
        assert "all done" in shown(app) or size[0] < 80
        await press(pilot, "ctrl+q")
    practice = tomllib.loads((stage.folder / "practice-garden.toml").read_text())
    assert practice["meta"]["practice"] == "garden"
    assert practice["basics"] == {"name": "Quiz", "size": 2}
    assert practice["guest"][0]["name"] == "Zoe"


def _cells(said: str) -> list[str]:
    """What stands on a screen between wide gaps, without the words in front of it."""
    cells = [one.strip() for line in said.splitlines() for one in line.split("  ")]
    return [one.removeprefix("model ").removeprefix("yours ").strip() for one in cells]


async def test_leaving_in_the_middle_loses_nothing(stage: Stage) -> None:
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await press(pilot, "enter", "f8", "ctrl+q")
    again = stage.app()
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Go on learning: Garden" in shown(again)
        assert "step 1 of 3" in shown(again)
        await press(pilot, "end", "enter")
        assert "section 2 of 2" in shown(again)
        await press(pilot, "enter")
        assert isinstance(again.screen, FormScreen)
        assert again.screen.session.position.section == "people"
        await press(pilot, "f8", "f8", "enter", *"Quiz", "ctrl+q")
    third = stage.app()
    async with third.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "step 2 of 3" in shown(third)
        await press(pilot, "end", "enter")
        assert "Go on with Quiz" in shown(third)
        await press(pilot, "enter")
        assert isinstance(third.screen, FormScreen)
        assert third.screen.session.title == "Quiz"
        # out of the plan is back to its lesson
        await press(pilot, "f7")
        assert isinstance(third.screen, LessonScreen)


async def test_a_practice_plan_opened_by_its_name_knows_its_model(stage: Stage) -> None:
    made = stage.opener.teacher.practise("garden", "quick")
    assert made.keeper.path is not None
    made.keeper.close()
    made.keeper.let_go()
    app = stage.app(first=stage.opener.open(made.keeper.path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "In the model plan: Garden party" in coach(app)


async def test_a_practice_plan_opens_without_its_model(stage: Stage) -> None:
    made = stage.opener.teacher.practise("garden", "quick")
    assert made.keeper.path is not None
    made.keeper.close()
    made.keeper.let_go()
    (stage.folder / "visit" / "garden.toml").write_text("not = [toml")
    app = stage.app(first=stage.opener.open(made.keeper.path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Message)
        assert "'garden' cannot be read here" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, FormScreen)
        assert "In the model plan" not in coach(app)


async def test_a_broken_sample_is_explained_and_the_lesson_stays(stage: Stage) -> None:
    (stage.folder / "visit" / "garden.reasons.toml").write_text("[[reasons]]\nquestion = 'x'\n")
    app = stage.app(lesson="")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "enter")
        assert isinstance(app.screen, Message)
        assert "there is no question 'x'" in shown(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, LessonScreen)


async def test_every_screen_of_a_sample_says_that_it_is_made_up(stage: Stage) -> None:
    app = stage.app(first=stage.opener.sample("garden"))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        for key, screen in (("f5", Review), ("f8", ScoreScreen), ("f7", FormScreen)):
            await press(pilot, key)
            assert isinstance(app.screen, screen)
            assert "Garden party (fictional)" in shown(app).splitlines()[0]


async def test_a_long_name_is_cut_and_the_mark_stays(stage: Stage) -> None:
    path = stage.folder / "long.toml"
    path.write_text(modelplan.PLAN.replace("Garden party", "A garden party " * 9))
    app = stage.app(first=stage.opener.open(path))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        for key in ("", "f5", "f9"):
            await press(pilot, *([key] if key else []))
            assert "... (fictional)" in shown(app).splitlines()[0]


async def test_outside_a_lesson_the_last_page_leads_to_the_review(stage: Stage) -> None:
    app = stage.app(first=stage.opener.sample("garden"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "f8", "f8", "f8")
        assert isinstance(app.screen, Review)


async def test_a_sample_that_is_no_model_is_only_to_look_at(stage: Stage) -> None:
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Look at a sample: Weeds" in shown(app)
        await press(pilot, "end", "enter")
        assert "Garden" in shown(app)
        assert "Weeds" not in shown(app)


async def test_another_sample_can_be_learnt_with(tmp_path: Path) -> None:
    folder = modelplan.home(tmp_path)
    file = folder / "questionnaire.toml"
    file.write_text(file.read_text().replace("model = false", "model = true"))
    app = Stage(tmp_path, load(folder)).app(lesson="garden")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "end", "enter")
        assert "Learn with a sample: Weeds (fictional)" in shown(app)
        await press(pilot, "enter", "f7")
        assert "section 1 of 2" in shown(app)


async def test_the_start_asks_nothing_without_a_sample(tmp_path: Path) -> None:
    app = Stage(tmp_path).app(lesson="")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Message)
        assert "no sample to learn with" in shown(app)
        await press(pilot, "enter")
        assert "Learn" not in shown(app)


async def test_what_somebody_typed_is_never_markup(stage: Stage) -> None:
    words = "[/] [@click=app.quit]x[/]"
    teacher = stage.opener.teacher
    made = teacher.practise("garden", "quick")
    made.session.answer(Place("basics.name"), words)
    assert made.keeper.close()
    made.keeper.let_go()
    path = made.keeper.path
    teacher.learning.note(replace(teacher.learning.of("garden"), practice=path))
    app = stage.app(lesson="garden")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert f"Go on with {words}" in shown(app)
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, BesideScreen)
        assert shown(app).count(words) == 3  # head, title, answer


async def test_a_section_is_opened_and_closed(stage: Stage) -> None:
    teacher = stage.opener.teacher
    made = teacher.practise("garden", "full")
    made.session.answer(Place("basics.name"), "Quiz")
    assert made.keeper.path is not None
    assert made.keeper.close()
    made.keeper.let_go()
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.push_screen(BesideScreen(*teacher.beside("garden", made.keeper.path)))
        await pilot.pause()
        assert "model 10 of 10, yours 4 of 10" in shown(app)
        assert "Name party" in shown(app)
        await press(pilot, "enter")
        assert "Name party" not in shown(app)
        await press(pilot, "down", "enter")
        assert "Guest 1" in shown(app)
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        assert "Where two plans lie side by side" in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_the_words_of_a_sample_say_that_it_is_made_up(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    stage = Stage(tmp_path, load(SHELF / "social-marketing"))
    app = stage.app(first=stage.opener.sample("northlight"))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+k")
        assert isinstance(app.screen, WordScreen)
        assert "Northlight Ledger (fictional)" in shown(app).splitlines()[0]


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_the_walk_says_which_step_of_the_lesson_it_is(
    stage: Stage, size: tuple[int, int]
) -> None:
    app = stage.app(lesson="garden")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "enter")
        head, *_, foot = shown(app).splitlines()
        assert "lesson, step 1 of 3" in head
        assert " min" not in head
        assert "F8 next page, then step 2" in foot


async def test_a_long_answer_is_read_whole_where_it_is_only_looked_at(tmp_path: Path) -> None:
    words = "A garden party for " + ", ".join(f"guest {at}" for at in range(60))
    folder = modelplan.home(tmp_path, plan=modelplan.PLAN.replace("Garden party", words))
    stage = Stage(tmp_path, load(folder))
    app = stage.app(first=stage.opener.sample("garden"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert words in " ".join(shown(app).split())
