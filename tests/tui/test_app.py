"""The app as a whole: from the first key to the file, and what it survives."""

import asyncio
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import Static

from smtui.plan.answers import Place
from smtui.plan.opened import Opened
from smtui.plan.session import Position
from smtui.tui import app as app_module
from smtui.tui.app import SmtuiApp
from smtui.tui.desk import in_background
from smtui.tui.dialogs import Confirm, Message
from smtui.tui.form import FormScreen
from smtui.tui.help import HelpScreen
from smtui.tui.recovering import Merging
from smtui.tui.review import Review
from smtui.tui.scorecard import ScoreScreen
from smtui.tui.search import Search
from smtui.tui.small import TooSmall
from smtui.tui.start import StartScreen
from smtui.tui.terminal.ability import Ability, ability
from smtui.tui.terminal.filters import Ascii, NoControl
from smtui.tui.texts import ASCII_TWINS
from tests.tui.stage import Stage, shown

GROUND = Color(0, 0, 0)
STYLES = Path(app_module.__file__).with_name("smtui.tcss")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def test_from_the_first_key_to_the_file(stage: Stage) -> None:
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        await pilot.press(*"Picnic", "enter", "7", "enter")
        await pilot.pause()
        await pilot.press("ctrl+q")
    assert app.return_code == 0
    plans = [path for path in stage.folder.glob("*.toml") if "scorecard" not in path.name]
    assert len(plans) == 1
    assert '"Picnic"' in plans[0].read_text()


async def test_plans_of_one_title_are_told_apart_by_their_files(stage: Stage) -> None:
    for name, title in (("a.toml", "Picnic"), ("b.toml", "Picnic"), ("c.toml", "Gala")):
        made = stage.opener.new("quick", stage.folder / name)
        made.session.answer(Place("basics.name"), title)
        assert made.keeper.close()
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        said = shown(app)
        assert f"{stage.folder.name}/a.toml" in said
        assert f"{stage.folder.name}/b.toml" in said
        assert "c.toml" not in said
        assert len(stage.opener.recent()) == 3


async def test_every_screen_leads_to_the_next_and_back(stage: Stage) -> None:
    app = stage.app(first=stage.opener.new("quick", None))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key, screen in (
            ("f5", Review), ("f8", ScoreScreen), ("f5", Review), ("f7", FormScreen),
            ("f9", ScoreScreen), ("f7", FormScreen), ("ctrl+r", Review), ("f1", HelpScreen),
            ("escape", Review), ("ctrl+t", ScoreScreen), ("ctrl+g", HelpScreen),
        ):  # fmt: skip
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, screen), key
        assert len(app.screen_stack) <= 4


async def test_a_row_of_the_review_opens_its_question(stage: Stage) -> None:
    opened = stage.opener.new("quick", None)
    opened.session.answer(Place("basics.name"), "Picnic")
    app = stage.app(first=opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert opened.session.position == Position("basics", "basics.size")


async def test_a_file_that_is_no_plan_is_explained(stage: Stage) -> None:
    (stage.folder / "broken.toml").write_text("this is not = [TOML")
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        await pilot.press(*"broken.toml", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Message)
        assert "broken.toml:1" in re.sub(r"[│\s]", "", shown(app))
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, StartScreen)


async def test_what_cannot_be_saved_is_asked_about(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = stage.opener.new("quick", None)
    app = stage.app(first=opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        opened.session.answer(Place("basics.name"), "Picnic")
        opened.keeper.failed = "the disk is full"
        monkeypatch.setattr(opened.keeper, "close", lambda: False)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "the disk is full" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        await pilot.press("ctrl+q")
        await pilot.pause()
        await pilot.press("down", "enter")
    assert app.return_code == 0


# ---------------------------------------------------------------------------- going by name


async def test_going_to_a_section_by_its_name(stage: Stage) -> None:
    opened = stage.opener.new("quick", None)
    app = stage.app(first=opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, Search)
        text = shown(app).lower()
        assert "basics" in text
        assert "screenshot" not in text
        assert "theme" not in text
        await pilot.press(*"people", "enter")
        await pilot.pause()
        assert opened.session.position.section == "people"


async def test_calling_an_action_by_its_name(stage: Stage) -> None:
    app = stage.app(first=stage.opener.new("quick", None))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p", *"scorecard", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ScoreScreen)
        await pilot.press("ctrl+p", *"another plan", "enter")
        await pilot.pause()
        assert isinstance(app.screen, StartScreen)


# ---------------------------------------------------------------------------------- windows


async def test_a_window_without_room_is_covered_until_there_is_some(stage: Stage) -> None:
    opened = stage.opener.new("quick", None)
    app = stage.app(first=opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*"Pic", "f3")
        await pilot.pause()
        await pilot.press("A")
        await pilot.resize_terminal(39, 24)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        assert "Please make the window larger" in " ".join(shown(app).split())
        await pilot.press("x", "f1", "ctrl+p", "enter", "escape")
        await pilot.pause()
        await pilot.resize_terminal(1, 1)
        await pilot.resize_terminal(80, 9)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert not isinstance(app.screen, TooSmall)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
    assert opened.session.answers.value(Place("basics.name")) == "Pic"
    assert opened.session.answers.parked[Place("basics.name")].owner == "A"


async def test_quit_works_from_everywhere(stage: Stage) -> None:
    for keys in ([], ["f1"], ["ctrl+p"], ["down", "down", "enter"]):
        app = stage.app()
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
            await pilot.press("ctrl+q")
            await pilot.pause()
            assert app._exit, keys


# ------------------------------------------------------------------------------ what breaks


def test_a_crash_saves_and_shows_no_answer(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = stage.opener.new("quick", stage.folder / "picnic.toml")

    class Breaking(SmtuiApp):
        CSS_PATH = str(STYLES)

        def action_help(self) -> None:
            secret = "the secret answer"
            raise ValueError(secret)

    app = Breaking(opener=stage.opener, folder=stage.folder, first=opened)

    async def drive(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        opened.session.answer(Place("basics.name"), "the secret answer")
        app.call_later(app.action_help)
        await pilot.pause()

    app.run(headless=True, auto_pilot=drive)
    printed = "".join(capsys.readouterr())
    assert app.return_code == 1
    assert "ValueError" in printed
    assert "test_app.py" in printed
    assert "picnic.toml" in printed
    assert "secret" not in printed
    assert len(printed.strip().splitlines()) == 1
    assert "the secret answer" in (stage.folder / "picnic.toml").read_text()


@pytest.mark.parametrize("refusal", ["", "the disk is full"])
def test_a_crash_says_where_the_answers_are_and_nothing_where_they_were_not_saved(
    stage: Stage, capsys: pytest.CaptureFixture[str], refusal: str
) -> None:
    opened = stage.opener.new("quick", None)
    opened.keeper._file._refusal = lambda path: refusal  # type: ignore[union-attr]
    app = stage.app(first=opened)

    async def drive(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        opened.session.answer(Place("basics.name"), "Picnic")
        app.call_later(lambda: 1 // 0)
        await pilot.pause()

    app.run(headless=True, auto_pilot=drive)
    opened.keeper.let_go()
    printed = "".join(capsys.readouterr())
    assert "ZeroDivisionError" in printed
    assert ("picnic.toml" in printed) is not bool(refusal), "by the name that it has now"
    assert "new-plan" not in printed


class FakeGuard:
    """Plays the guard: what it was told, and the end that it asks for."""

    def __init__(self) -> None:
        self.words: list[Callable[[], None]] = []
        self.ask: Callable[[int], None] | None = None
        self.watched = self.has_left = False

    def watch_terminal(self) -> None:
        self.watched = True

    def last_words(self, callback: Callable[[], None]) -> Callable[[], None]:
        self.words.append(callback)
        return lambda: self.words.remove(callback)

    def ask_to_leave(self, callback: Callable[[int], None] | None) -> None:
        self.ask = callback

    def left(self) -> None:
        self.has_left = True


async def test_the_guard_can_end_it_from_its_own_thread(stage: Stage) -> None:
    guard: Any = FakeGuard()
    opened = stage.opener.new("quick", stage.folder / "picnic.toml")
    app = stage.app(first=opened, guard=guard)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        opened.session.answer(Place("basics.name"), "Picnic")
        for words in guard.words:
            words()
        assert "Picnic" in (stage.folder / "picnic.toml").read_text()
        opened.session.answer(Place("basics.size"), 7)
        thread = threading.Thread(target=guard.ask, args=(143,))
        thread.start()
        thread.join()
        while not app._exit:  # the keys before it are worked off first
            await pilot.pause(0.01)
    assert app.return_code == 143
    assert "size = 7" in (stage.folder / "picnic.toml").read_text()
    assert guard.words == []


async def test_a_text_that_is_clicked_on_runs_nothing(stage: Stage) -> None:
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        # with markup on purpose: what a widget of ours would do if it forgot ui_text
        await app.screen.mount(Static("[@click=app.quit]quit[/]", id="trap"), before=0)
        await pilot.pause()
        await pilot.click("#trap", offset=(1, 0))
        await pilot.pause()
        assert not app._exit


async def test_two_apps_in_one_loop(tmp_path: Path) -> None:
    async def one(name: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        stage = Stage(folder)
        opened = stage.opener.new("quick", folder / "plan.toml")
        app = stage.app(first=opened)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            for letter in name:
                await pilot.press(letter)
            await pilot.press("enter", "f5")
            await pilot.pause()
            assert name in shown(app)
            await pilot.press("ctrl+q")
        return (folder / "plan.toml").read_text()

    first, second = await asyncio.gather(one("picnic"), one("dinner"))
    assert "picnic" in first
    assert "dinner" not in first
    assert "dinner" in second


# -------------------------------------------------------------------------------- terminals


async def test_in_ascii_everything_is_ascii(stage: Stage) -> None:
    app = stage.app(ability=Ability("ascii", "ansi-dark"))
    seen: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in ("enter", "f5", "f9", "f1", "escape", "ctrl+p"):
            await pilot.press(key)
            await pilot.pause()
            seen.append(shown(app))
    assert "".join(seen).isascii()


def test_our_signs_become_their_twins_and_nothing_moves() -> None:
    line = [Segment("✓ ▇▇░ caf\u00e9 字 ─│")]
    twins = Ascii(ASCII_TWINS, strict=False).apply(line, GROUND)
    assert twins[0].text == "v ##. caf\u00e9 字 -|"
    strict = Ascii(ASCII_TWINS, strict=True).apply(line, GROUND)
    assert strict[0].text == "v ##. caf? ?? -|"
    assert strict[0].cell_length == line[0].cell_length


def test_no_control_character_passes_the_last_wall() -> None:
    line = [Segment("a\x1b[31mb\x9b1m\x07"), Segment("plain")]
    text = "".join(segment.text for segment in NoControl().apply(line, GROUND))
    assert text == "a?[31mb?1m?plain"


@pytest.mark.parametrize(
    ("environment", "encoding", "glyphs", "theme"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", "all", "textual-dark"),
        ({"TERM": "linux"}, "UTF-8", "twins", "ansi-dark"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "utf-8", "all", "textual-dark"),
        ({"TERM": "xterm"}, "iso8859-1", "ascii", "ansi-dark"),
        ({}, "ascii", "ascii", "ansi-dark"),
    ],
)
def test_what_a_terminal_can_show(
    environment: dict[str, str], encoding: str, glyphs: str, theme: str
) -> None:
    assert ability(environment, encoding) == Ability(glyphs, theme)


async def test_a_second_click_does_not_open_a_plan_again(stage: Stage) -> None:
    opened = picnic(stage)
    assert opened.keeper.close()
    opened.keeper.let_go()
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(2):
            app.screen.post_message(
                StartScreen.Open(lambda: stage.opener.open(stage.folder / "a.toml"))
            )
        await pilot.pause()
        assert isinstance(app.screen, FormScreen), "not busy because of ourselves"


# a file that somebody else has changed


async def changed_meanwhile(stage: Stage, pilot: Pilot[None], opened: Opened) -> Merging:
    """Answer a question while somebody else has answered another in the file."""
    path = opened.keeper.path
    assert path is not None
    path.write_text(path.read_text().replace("Picnic", "Gala"))
    opened.session.answer(Place("basics.size"), 7)
    assert not await in_background(opened.keeper.save)
    app = pilot.app
    assert isinstance(app, SmtuiApp)
    app._tick()
    await pilot.pause()
    assert isinstance(app.screen, Merging)
    return app.screen


def picnic(stage: Stage) -> Opened:
    opened = stage.opener.new("quick", stage.folder / "a.toml")
    opened.session.answer(Place("basics.name"), "Picnic")
    assert opened.keeper.save()
    return opened


async def test_a_second_click_does_not_decide_again_how_to_go_on(stage: Stage) -> None:
    opened = picnic(stage)
    app = stage.app(first=opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = await changed_meanwhile(stage, pilot, opened)
        screen.decide("both")
        screen.decide("both")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        assert opened.session.title == "Gala"
        assert opened.session.answers.value(Place("basics.size")) == 7


async def test_a_letter_that_came_while_versions_were_compared_is_not_lost(stage: Stage) -> None:
    opened = picnic(stage)
    app = stage.app(first=opened)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = await changed_meanwhile(stage, pilot, opened)
        opened.session.answer(Place("basics.size"), 70)
        screen.decide("both")
        await pilot.pause()
        assert opened.session.answers.value(Place("basics.size")) == 70
        app._tick()
        await pilot.pause()
        assert isinstance(app.screen, Merging), "it is asked again, with that letter"
        app.screen.decide("both")
        await pilot.pause()
        assert opened.session.title == "Gala"
        assert opened.session.answers.value(Place("basics.size")) == 70
