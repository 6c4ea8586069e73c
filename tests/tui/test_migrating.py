"""An older plan on the screen: a table of what became of it, and a question; a newer one."""

import sys
import tomllib
from pathlib import Path

import pytest
import tomli_w

from smtui.plan.answers import Place
from smtui.plan.opened import Opened
from smtui.questionnaire.compile import load
from smtui.saving import SaveFailed, replace_file
from smtui.text import clean_line
from smtui.tui.form import FormScreen
from smtui.tui.migrating import Migrating
from smtui.tui.rows import Rows
from smtui.tui.start import StartScreen
from tests.plan.trips import OLD_PLAN, V3
from tests.terminal import Terminal
from tests.tui.stage import Stage, shown

CALLED = Place("trip.called")
WITH_MISFIT = OLD_PLAN.replace('mood = "merry"', 'mood = "merry"\nhours = "lots"')
ALL_KEPT = (
    '[meta]\nquestionnaire = "trip"\nversion = "2.5"\n[trip]\ncalled = "Up the river"\nhours = 5\n'
)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    (tmp_path / "trip").mkdir()
    (tmp_path / "trip" / "questionnaire.toml").write_text(V3, encoding="utf-8")
    return Stage(tmp_path, load(tmp_path / "trip"))


def opened(stage: Stage, text: str = WITH_MISFIT) -> Opened:
    path = stage.folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return stage.opener.open(path)


def files(stage: Stage) -> list[str]:
    return sorted(path.name for path in stage.folder.glob("*.toml"))


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)], ids=str)
async def test_the_table_says_what_became_of_the_answers(
    size: tuple[int, int], stage: Stage
) -> None:
    async with stage.app(first=opened(stage)).run_test(size=size) as pilot:
        words = " ".join(shown(pilot.app).split())
        assert "version 1.0 is now 3.0" in words
        assert "Nothing is lost: 1 to answer again, 7 moved, 1 parked." in words
        assert "▸ Go on with it the old file is kept as plan.v1.0.toml" in words
        assert "! Hours lots A number is expected here, such as 18." in words
        await pilot.press(*["down"] * 30)
        words = " ".join(shown(pilot.app).split())
        assert "p about.mood merry" in words
        assert max(map(len, shown(pilot.app).splitlines())) <= size[0]


async def test_going_on_keeps_the_old_file_and_writes_the_new_one(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        assert files(stage) == ["plan.toml"]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        await pilot.press("ctrl+q")
    assert (stage.folder / "plan.v1.0.toml").read_text() == WITH_MISFIT
    plan = tomllib.loads((stage.folder / "plan.toml").read_text())
    assert plan["meta"]["version"] == "3.0"
    assert plan["trip"] == {"called": "Up the river", "style": ["huge"], "hours": "lots"}
    assert plan["about"] == {"mood": "merry"}
    assert stage.opener.open(stage.folder / "plan.toml").migration is None


async def test_only_to_look_at_nothing_can_be_changed(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert "read only" in shown(app)
        assert "Up the river" in shown(app)
        await pilot.press("x", "f2", "ctrl+q")
    assert (stage.folder / "plan.toml").read_text() == WITH_MISFIT
    assert files(stage) == ["plan.toml"]


@pytest.mark.parametrize("keys", [["down", "down", "enter"], ["f7"], ["ctrl+o"]], ids=str)
async def test_leaving_it_leads_to_the_start_and_changes_nothing(
    keys: list[str], stage: Stage
) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert isinstance(app.screen, StartScreen)
        await pilot.press("ctrl+q")
    assert files(stage) == ["plan.toml"]
    assert (stage.folder / "plan.toml").read_text() == WITH_MISFIT


async def test_leaving_the_program_at_the_table_changes_nothing(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+q")
    assert all(keeper.close() for keeper in stage.opener.keepers)
    assert (stage.folder / "plan.toml").read_text() == WITH_MISFIT


async def test_when_all_is_kept_the_table_is_short_and_unfolds(stage: Stage) -> None:
    app = stage.app(first=opened(stage, ALL_KEPT))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Nothing is lost: 2 kept." in " ".join(shown(app).split())
        assert "Hours" not in shown(app)
        await pilot.press("down", "down", "down", "enter")
        assert "Hours   5" in shown(app)
        await pilot.press("enter")
        assert "Hours" not in shown(app)
        await pilot.press("up", "up", "up", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)


async def test_help_tells_the_keys_of_the_table(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert "On the table of an older plan" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Migrating)


async def test_text_of_the_old_file_is_never_markup(stage: Stage, hostile: str) -> None:
    data = tomllib.loads(WITH_MISFIT)
    data["about"] = {"mood": hostile, "style": [hostile]}
    app = stage.app(first=opened(stage, tomli_w.dumps(data)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*["down"] * 12)
        await pilot.pause()
        assert isinstance(app.screen, Migrating)
        assert clean_line(hostile).strip()[:8] in app.screen.query_one(Rows).plain


async def test_the_first_save_keeps_the_answers_given_meanwhile(stage: Stage) -> None:
    first = opened(stage).go_on()
    first.session.answer(CALLED, "Down the river")
    assert first.keeper.save()
    assert tomllib.loads((stage.folder / "plan.toml").read_text())["trip"]["called"] == (
        "Down the river"
    )
    first.session.answer(CALLED, "Home")
    assert first.keeper.save()
    assert files(stage) == ["plan.toml", "plan.v1.0.toml"]
    assert (stage.folder / "plan.v1.0.toml").read_text() == WITH_MISFIT


def test_however_often_a_save_is_tried_one_copy_is_kept(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes, **more: object) -> tuple[str, ...]:
        if path.name == "plan.toml":
            raise SaveFailed("the disk is full")
        return replace_file(path, data)

    first = opened(stage).go_on()
    with monkeypatch.context() as context:
        context.setattr("smtui.plan.keeping.planfile.replace_file", full)
        assert not first.keeper.save()
        assert not first.keeper.save()
        assert first.keeper.status == "kept, NOT SAVED: the disk is full"
    assert first.keeper.save()
    assert files(stage) == ["plan.toml", "plan.v1.0.toml"]
    assert (stage.folder / "plan.v1.0.toml").read_text() == WITH_MISFIT


def test_a_file_that_somebody_changed_meanwhile_is_not_copied_but_left(stage: Stage) -> None:
    first = opened(stage).go_on()
    (stage.folder / "plan.toml").write_text("# theirs\n")
    assert first.keeper.save()
    assert (stage.folder / "plan.toml").read_text() == "# theirs\n"
    assert files(stage) == ["plan-2.toml", "plan.toml"]


async def test_a_newer_plan_can_only_be_looked_at(stage: Stage) -> None:
    text = ALL_KEPT.replace("2.5", "9.0")
    app = stage.app(first=opened(stage, text))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        words = " ".join(shown(app).replace("│", " ").split())
        assert "This plan was made with version 9.0 of 'trip'; here is version 3.0." in words
        assert "use version 9.0 of its questionnaire" in words
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert "read only: of a newer version" in shown(app)
        assert "Up the river" in shown(app)
        await pilot.press("x", "f2", "ctrl+q")
    assert (stage.folder / "plan.toml").read_text() == text


def test_in_a_terminal_an_older_plan_is_opened_seen_and_brought_up(tmp_path: Path) -> None:
    """The whole way by keys, in a real pty."""
    (tmp_path / "trip").mkdir()
    (tmp_path / "trip" / "questionnaire.toml").write_text(V3, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(WITH_MISFIT, encoding="utf-8")
    command = [sys.executable, "-m", "smtui", "plan.toml", "-q", "trip"]
    with Terminal.spawn(command, cwd=tmp_path) as terminal:
        terminal.wait_for("▸ Go on with it")
        terminal.press("enter")
        terminal.wait_for("▸ What is it called")
        terminal.type("!")
        terminal.wait_for("Up the river!")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert (tmp_path / "plan.v1.0.toml").read_text() == WITH_MISFIT
    plan = tomllib.loads((tmp_path / "plan.toml").read_text())
    assert plan["trip"]["called"] == "Up the river!"
