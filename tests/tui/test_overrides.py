"""What an organisation overrides, on the screen: the reason beside a choice, and the scorecard."""

from pathlib import Path

import pytest

from smtui.questionnaire.compile import load
from smtui.tui.dialogs import Message
from smtui.tui.pick import PickPath
from smtui.tui.start import StartScreen
from tests.commands import cities
from tests.tui.stage import Stage, shown


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, load(cities.folder(tmp_path / "shelf")))


async def test_the_reason_beside_a_choice_says_so_and_the_scorecard_lists_it(stage: Stage) -> None:
    plan = cities.plan_file(stage.folder, cities.OWN)
    app = stage.app(first=stage.opener.open(plan))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert "2 of 3: overridden: our staff liked it (2025)" in shown(app)
        await pilot.press("f9")
        await pilot.pause()
        seen = shown(app)
        assert "Overridden by journey.overrides.toml" in seen
        assert "Oslo, A rest (fit), suits 2 instead of 1" in seen
        assert "our staff liked it (2025)" in seen


async def test_without_a_file_neither_speaks_of_it(stage: Stage) -> None:
    app = stage.app(first=stage.opener.open(cities.plan_file(stage.folder)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert "1 of 3: much rain" in shown(app)
        await pilot.press("f9")
        await pilot.pause()
        assert "verridden" not in shown(app)


async def test_a_slip_is_told_on_the_screen_and_the_plan_stays_shut(stage: Stage) -> None:
    plan = cities.plan_file(stage.folder, "[tables.fit.rows.oslo]\nrest = { suits = 'two' }")
    before = plan.read_bytes()
    app = stage.app()
    async with app.run_test(size=(100, 24)) as pilot:
        app.screen.post_message(StartScreen.Open(lambda: stage.opener.open(plan)))
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, Message)
        seen = shown(app)
        assert "This cannot be opened" in seen
        assert "column 'suits': a number is expected" in seen
    assert plan.read_bytes() == before


async def test_it_is_not_among_the_plans_to_open(stage: Stage) -> None:
    cities.plan_file(stage.folder, cities.OWN)
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(PickPath("Open a plan", stage.folder, stage.opener._around.fence))
        await pilot.pause()
        assert "winter.toml" in shown(app)
        assert "overrides" not in shown(app)
