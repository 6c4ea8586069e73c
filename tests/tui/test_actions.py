"""What is clicked on does nothing that a text says, and no action runs but those of our keys."""

from pathlib import Path
from typing import Any

import pytest
from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Link, Static

from smtui.tui.rows import Row, Rows
from smtui.tui.saying import MOST, say
from smtui.tui.steady import SteadyApp
from smtui.tui.texts import ui_text
from tests.faults.strings import HALVES, PAYLOADS

ACTING = {name: text for name, text in PAYLOADS.items() if "@" in text or "[link" in text}
"""Texts that name an action or a link."""

MARKUP = [
    "[@click=app.screenshot('plan.toml','.')]click me[/]",
    "[@click=app.simulate_key('ctrl+q')]click me[/]",
    "[@click=app.pwned]click me[/]",
    "[@click=screen.pwned]click me[/]",
    "[@click=quit]click me[/]",
    "[@click=app.quit]click me[/]",
    "[@click=toggle('disabled')]click me[/]",
    "[link='http://evil.example']click me[/]",
]


class Page(Screen[None]):
    """One widget after the other."""

    def __init__(self, *widgets: Any) -> None:
        super().__init__()
        self._widgets = widgets
        self.pwned = 0

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def action_pwned(self) -> None:
        self.pwned += 1


class Clicked(SteadyApp):
    """An app that notes what it is made to do."""

    def __init__(self, *widgets: Any) -> None:
        super().__init__()
        self.page = Page(*widgets)
        self.done: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(self.page)

    def action_pwned(self) -> None:
        self.done.append("pwned")

    async def action_quit(self) -> None:
        self.done.append("quit")

    async def action_simulate_key(self, key: str) -> None:
        self.done.append(key)

    @property
    def acted(self) -> bool:
        return bool(self.done or self.page.pwned or not self.is_running)


async def click_everywhere(app: Clicked, pilot: Any) -> None:
    """Click on every word of every line of the screen."""
    for y, line in enumerate(app.screen._compositor.render_strips()):
        for x in range(min(len(line.text.rstrip()), app.size.width - 1))[::4]:
            await pilot.click(offset=(x, y))
    await pilot.pause()


def acting_styles(app: Clicked) -> list[str]:
    """What on the screen would act or lead somewhere if it were clicked on."""
    return [
        piece.text
        for line in app.screen._compositor.render_strips()
        for piece in line
        if piece.style and (piece.style.link or any("@" in key for key in piece.style.meta))
    ]


async def test_a_click_on_any_text_does_nothing(tmp_path: Path) -> None:
    before = list(tmp_path.iterdir())
    shown = [
        *(Static(ui_text(text)) for text in ACTING.values()),
        Rows([Row(ui_text(text)) for text in ACTING.values()]),
    ]
    app = Clicked(*shown)
    async with app.run_test(size=(78, 60)) as pilot:
        await pilot.pause()
        assert not acting_styles(app)
        assert "click me" in str(app.screen._compositor.render_strips()[1].text)
        await click_everywhere(app, pilot)
        assert not app.acted
    assert list(tmp_path.iterdir()) == before


@pytest.mark.parametrize("markup", MARKUP)
async def test_not_even_markup_that_got_through_acts(markup: str, tmp_path: Path) -> None:
    """If a text came past `ui_text` one day: the app does not listen."""
    app = Clicked(
        Static(Content.from_markup(markup)),
        Static(Text.from_markup(markup.replace("[/]", "[/]"))) if "@click=app" not in markup
        else Static(Text("click me").on(click="app.pwned")),
        Link("a link", url="http://evil.example"),
    )  # fmt: skip
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        await click_everywhere(app, pilot)
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert not app.acted
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "action",
    [
        "app.screenshot('plan.toml', '.')",
        "screenshot",
        "app.simulate_key('x')",
        "simulate_key('x')",
        "app.push_screen('x')",
        "app.switch_screen('x')",
        "app.pop_screen",
        "app.switch_mode('x')",
        "app.suspend_process",
        "app.toggle_dark",
        "app.change_theme",
        "app.command_palette",
        "app.show_help_panel",
        "app.notify('x')",
        "app.bell",
        "app.back",
        "app.add_class('Screen', '-x')",
        "app.remove_class('Screen', '-x')",
        "app.toggle_class('Screen', '-x')",
        "app.focus('x')",
        "app.pwned",
        "screen.pwned",
        "screen.dismiss",
        "screen.toggle('disabled')",
        "toggle('disabled')",
    ],
)
async def test_what_no_key_does_is_no_action(action: str, tmp_path: Path) -> None:
    app = Clicked(Static("page"))
    async with app.run_test() as pilot:
        await pilot.pause()
        stack = list(app.screen_stack)
        assert not await app.run_action(action)
        assert not await app.run_action(action, app.page)
        await pilot.pause()
        assert not app.acted
        assert app.screen_stack == stack
        assert not app._notifications
    assert not list(tmp_path.iterdir())


async def test_what_keys_do_still_works() -> None:
    app = Clicked(Input(), Input())
    async with app.run_test() as pilot:
        await pilot.pause()
        first, second = app.page.query(Input)
        first.focus()
        await pilot.press("a", "b", "c", "end", "backspace", "tab")
        assert (first.value, app.focused) == ("ab", second)
        await pilot.press("shift+tab", "home", "delete")
        assert (first.value, app.focused) == ("b", first)
        await pilot.press("ctrl+q")
        assert app.done == ["quit"]


async def test_no_picture_is_written_and_no_link_is_followed(tmp_path: Path) -> None:
    app = Clicked(Static("page"))
    async with app.run_test():
        app.open_url("http://evil.example")
        assert app.deliver_screenshot("plan.toml", str(tmp_path)) is None
        app.action_screenshot("plan.toml", str(tmp_path))
    assert not list(tmp_path.iterdir())


async def test_what_is_said_in_passing_is_neither_markup_nor_raw_nor_long() -> None:
    app = Clicked(Static("page"))
    async with app.run_test(size=(100, 40)) as pilot:
        for text in [*PAYLOADS.values(), *HALVES.values()]:
            app.clear_notifications()
            say(app.page, text)
            await pilot.pause()
            (said,) = app._notifications
            assert len(said.message) <= MOST
            assert not said.markup
            assert not {"\x1b", "\x9b", "\x07", "\u202e", "\ud83d"} & set(said.message)
        await pilot.pause()
        assert not acting_styles(app)
