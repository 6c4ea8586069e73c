"""Answers outlive everything, seen from the screen: what was not saved comes back, a second one
is told, a slow or full disk holds up no key and is not kept quiet about.
"""

import asyncio
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from smtui.commands import keeping
from smtui.commands.who import who
from smtui.plan.answers import Place
from smtui.plan.keeping import planfile
from smtui.plan.opened import Opened
from smtui.plan.session import Position
from smtui.questionnaire.model import Questionnaire
from smtui.saving import SaveFailed, replace_file
from smtui.tui.app import SmtuiApp
from smtui.tui.busy import Busy
from smtui.tui.dialogs import Confirm
from smtui.tui.form import FormScreen
from smtui.tui.recovering import Merging, Recovering
from smtui.tui.start import StartScreen
from smtui.tui.texts import MARKS
from tests.faults.bad_disk import BadDisk
from tests.plan.kept import GONE, journal_on
from tests.tui.calm import until
from tests.tui.stage import Stage, questionnaire, shown

NAME, SIZE, PLACE = Place("basics.name"), Place("basics.size"), Place("basics.place")
PLAN = """[meta]
questionnaire = "visit"
version = "1.0"
format = 1
run = "quick"

[basics]
name = "Picnic"
size = 3
"""


class Runs:
    """Runs of the program in one folder, each with a process number of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: Questionnaire = questionnaire(folder)
        self.plan = folder / "picnic.toml"
        self.plan.write_text(PLAN)
        self.opened: list[Opened] = []

    def stage(self) -> Stage:
        """That of a new run."""
        return Stage(self.folder, self.made)

    def open(self, stage: Stage | None = None, path: Path | None = None) -> Opened:
        """Open the plan in a run of its own, or in this."""
        opened = (stage or self.stage()).opener.open(path or self.plan)
        self.opened.append(opened)
        return opened

    def dies(self) -> None:
        """A run that is killed in a word."""
        opened = self.open()
        opened.session.answer(SIZE, 12)
        opened.session.go(Position("basics", "basics.place"))
        opened.session.answer(PLACE, "by the riv")
        opened.keeper.hold()
        opened.keeper.let_go()

    @property
    def basics(self) -> Any:
        """What the file says."""
        return tomllib.loads(self.plan.read_text())["basics"]


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    numbers = iter(range(GONE, GONE + 100))
    monkeypatch.setattr(keeping, "who", lambda *given: replace(who(*given), pid=next(numbers)))
    made = Runs(tmp_path)
    yield made
    for one in made.opened:
        one.keeper.let_go()


def words(app: SmtuiApp) -> str:
    """What stands on the screen."""
    return " ".join(shown(app).split())


def header(app: SmtuiApp) -> str:
    """The line on top of the form."""
    form = next(one for one in app.screen_stack if isinstance(one, FormScreen))
    form._draw_header()
    return str(form.query_one("#form-header", Static).content)


# ------------------------------------------------------------------------- what was not saved


@pytest.mark.parametrize("size", [(60, 18), (80, 24)], ids=str)
async def test_what_was_not_saved_is_the_first_line_of_the_first_screen(
    runs: Runs, size: tuple[int, int]
) -> None:
    runs.dies()
    app = runs.stage().app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Bring back" in words(app)
        assert "▸ picnic.toml 2 changes not saved" in words(app)
        assert words(app).index("not saved") < words(app).index("New plan")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Recovering)
        assert "▸ Bring them back" in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert "by the riv" in words(app)
        assert app.screen.session.position.name == "basics.place"
        await pilot.press(*"er")
        await pilot.press("ctrl+q")
    assert runs.basics == {"name": "Picnic", "size": 12, "place": "by the river"}
    app = runs.stage().app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "not saved" not in words(app)
        assert "▸ Picnic" in words(app)


async def test_leaving_the_question_leaves_everything(runs: Runs) -> None:
    runs.dies()
    app = runs.stage().app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(2):
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, Recovering)
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(app.screen, StartScreen)
            assert "▸ picnic.toml 2 changes not saved" in words(app)
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    assert runs.plan.read_text() == PLAN
    assert list(runs.folder.glob(".smtui-*")) == []


async def test_keeping_the_file_as_it_is(runs: Runs) -> None:
    runs.dies()
    app = runs.stage().app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert app.screen.session.answers.value(SIZE) == 3
        await pilot.press("ctrl+q")
    assert runs.plan.read_text() == PLAN
    assert len(list((runs.folder / "state/smtui/trash").iterdir())) == 1


# ------------------------------------------------------------------------------- a second one


async def test_a_second_one_is_told_and_can_look(runs: Runs) -> None:
    first = runs.open()
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Busy)
        assert "open by" in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert "read only: open by" in header(app)
        await pilot.press(*"xyz")
        await pilot.pause()
        assert app.screen.session.answers.value(NAME) == "Picnic"
        await pilot.press("ctrl+q")
    assert runs.plan.read_text() == PLAN
    first.session.answer(SIZE, 4)
    assert first.keeper.close()
    assert runs.basics["size"] == 4


async def test_a_second_one_can_have_a_copy(runs: Runs) -> None:
    runs.open()
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        app.screen.session.answer(SIZE, 9)
        await pilot.press("ctrl+q")
    assert runs.plan.read_text() == PLAN
    copy = tomllib.loads((runs.folder / "picnic-2.toml").read_text())
    assert copy["basics"] == {"name": "Picnic", "size": 9}


async def test_trying_again_opens_it_once_the_other_has_gone(runs: Runs) -> None:
    first = runs.open()
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Busy), "it still is"
        first.session.answer(SIZE, 4)
        assert first.keeper.close()
        first.keeper.let_go()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert app.screen.session.answers.value(SIZE) == 4
        app.screen.session.answer(SIZE, 5)
        await pilot.press("ctrl+q")
    assert runs.basics["size"] == 5
    assert list(runs.folder.glob(".smtui-*")) == []


# ---------------------------------------------------------- a file that somebody else has changed


async def asked(runs: Runs, app: SmtuiApp, pilot: Pilot[None]) -> None:
    """Answer, while somebody else has answered another question in the file, and save."""
    await pilot.pause()
    await pilot.press("enter", "ctrl+u", *"12")
    await pilot.pause()
    runs.plan.write_text(PLAN.replace("Picnic", "Gala"))
    await pilot.press("f2")
    await until(lambda: isinstance(app.screen, Merging))


def typed(app: SmtuiApp) -> object:
    form = next(one for one in app.screen_stack if isinstance(one, FormScreen))
    return form.session.answers.value(SIZE)


async def test_both_go_on_in_one_file(runs: Runs) -> None:
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(runs, app, pilot)
        assert "▸ Take both" in words(app)
        assert typed(app) == 12
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert app.screen.session.title == "Gala"
        await pilot.press(*"0")
        await pilot.press("ctrl+q")
    assert runs.basics == {"name": "Gala", "size": 120}


async def test_ours_goes_on_in_another_file(runs: Runs) -> None:
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(runs, app, pilot)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        await pilot.press(*"0")
        await pilot.press("ctrl+q")
    assert runs.basics == {"name": "Gala", "size": 3}
    ours = tomllib.loads((runs.folder / "picnic-2.toml").read_text())
    assert ours["basics"] == {"name": "Picnic", "size": 120}


async def test_going_back_to_the_plan_writes_nothing_and_the_next_save_asks_again(
    runs: Runs,
) -> None:
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(runs, app, pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        await pilot.press(*"0")
        await pilot.pause()
        assert runs.basics == {"name": "Gala", "size": 3}
        await pilot.press("f2")
        await until(lambda: isinstance(app.screen, Merging))
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("ctrl+q")
    assert runs.basics == {"name": "Gala", "size": 120}
    assert not (runs.folder / "picnic-2.toml").exists()


async def test_a_file_that_is_no_plan_any_more_is_left_alone(runs: Runs) -> None:
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "ctrl+u", *"12")
        runs.plan.write_text("<<<<<<< HEAD\n")
        await pilot.press("f2")
        await until(lambda: "Your plan goes on in" in words(app))
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("ctrl+q")
    assert runs.plan.read_text() == "<<<<<<< HEAD\n"
    ours = tomllib.loads((runs.folder / "picnic-2.toml").read_text())
    assert ours["basics"] == {"name": "Picnic", "size": 12}


# ------------------------------------------------------------------------ slow and full disks


class SlowDisk:
    """Plans are written when they are let through."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.through = threading.Event()
        self.come = threading.Event()
        patch.setattr(planfile, "replace_file", self._replaced)

    def _replaced(self, path: Path, data: bytes, **options: Any) -> tuple[str, ...]:
        self.come.set()
        assert self.through.wait(20)
        return replace_file(path, data, **options)


async def test_a_slow_disk_holds_up_no_key(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = SlowDisk(monkeypatch)
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "ctrl+u", *"12")
        await pilot.pause()
        form = app.screen
        assert isinstance(form, FormScreen)
        # not through the pilot, which waits for saves
        form.action_save()
        assert await asyncio.to_thread(disk.come.wait, 20)
        form.session.answer(PLACE, "typed on")
        form.keeper.hold()
        form._settle()
        assert " kept " in header(app), "not saved, and not lost"
        assert runs.basics["size"] == 3
        disk.through.set()
        await until(lambda: runs.basics["size"] == 12)
        await pilot.pause()
        assert "saved" not in header(app), "for there is more by now"
        await pilot.press("f2")
        await pilot.pause()
        assert "saved 14:02" in header(app)
        await pilot.press("ctrl+q")
    assert runs.basics == {"name": "Picnic", "size": 12, "place": "typed on"}


async def test_leaving_waits_for_a_slow_disk_beside_the_keys(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch)
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "ctrl+u", *"12")
        await pilot.pause()
        form = app.screen
        assert isinstance(form, FormScreen)
        await app.action_quit()
        assert await asyncio.to_thread(disk.come.wait, 20)
        form.session.answer(PLACE, "typed on")
        assert app.is_running
        disk.through.set()
        await until(lambda: not app.is_running or app.return_code is not None)
    assert runs.basics == {"name": "Picnic", "size": 12, "place": "typed on"}


def full(*_: object, **__: object) -> None:
    raise SaveFailed("the disk is full")


def in_colour(app: SmtuiApp, text: str) -> bool:
    """Whether the words of the header are those of an error."""
    form = next(one for one in app.screen_stack if isinstance(one, FormScreen))
    content = form.query_one("#form-header", Static).content
    spans = getattr(content, "spans", [])
    at = str(content).index(text)
    return any(
        one.start <= at < one.end and str(one.style) == str(MARKS["wrong"].style) for one in spans
    )


async def test_that_nothing_can_be_kept_is_shown_at_once_and_as_an_error(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = BadDisk()
    disk.room = 0
    journal_on(disk, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(planfile, "replace_file", full)
        stage = runs.stage()
        app = stage.app(first=runs.open(stage))
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await pilot.pause()
            await pilot.press("enter", "ctrl+u", *"12")
            await until(lambda: "NOT KEPT: disk full" in words(app))
            assert in_colour(app, "NOT KEPT")
            await pilot.press("f2")
            await until(lambda: "NOT SAVED: the disk is full" in words(app))
            assert "NOT KEPT: disk full" in words(app)
            disk.room = None
            await until(lambda: "kept, NOT SAVED: the disk is full" in words(app))
            assert not in_colour(app, "kept")
            patch.undo()
            await pilot.press("f2")
            await until(lambda: "saved 14:02" in words(app))
            await pilot.press("ctrl+q")
    assert runs.basics["size"] == 12


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "in danger"])
async def test_leaving_says_what_it_means_that_nothing_can_be_saved(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    disk = BadDisk()
    journal_on(disk, monkeypatch)
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        with monkeypatch.context() as patch:
            patch.setattr(planfile, "replace_file", full)
            disk.room = None if kept else 0
            await pilot.press("enter", "ctrl+u", *"12")
            form = app.screen
            assert isinstance(form, FormScreen)
            if kept:
                form.keeper.hold()
            else:
                await until(lambda: form.keeper.in_danger)
            await pilot.press("ctrl+q")
            await until(lambda: isinstance(app.screen, Confirm))
            assert ("Your answers are kept all the same" in words(app)) is kept
            assert ("They are nowhere but here" in words(app)) is not kept
            await pilot.press("escape")
            await pilot.pause()
            assert app.screen is form, "one can go on"
            await pilot.press(*"0")
            await pilot.press("ctrl+q")
            await until(lambda: isinstance(app.screen, Confirm))
        disk.room = None
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    assert runs.basics["size"] == 120


async def test_what_was_left_unsaved_is_offered_again_at_once(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = runs.stage()
    app = stage.app(first=runs.open(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        with monkeypatch.context() as patch:
            patch.setattr(planfile, "replace_file", full)
            await pilot.press("enter", "ctrl+u", *"12")
            form = app.screen
            assert isinstance(form, FormScreen)
            form.keeper.hold()
            form.post_message(FormScreen.Leave())
            await until(lambda: isinstance(app.screen, Confirm))
            await chosen(app, pilot, "Leave")
        await until(lambda: isinstance(app.screen, StartScreen))
        assert "▸ picnic.toml 1 change not saved" in words(app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert app.screen.session.answers.value(SIZE) == 12
        await pilot.press("ctrl+q")
    assert runs.basics["size"] == 12


async def chosen(app: SmtuiApp, pilot: Pilot[None], label: str) -> None:
    """Go down to a line that begins so, and take it."""
    for _ in range(9):
        if f"▸ {label}" in words(app):
            break
        await pilot.press("down")
    assert f"▸ {label}" in words(app)
    await pilot.press("enter")
    await pilot.pause()
