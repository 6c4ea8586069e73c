"""Words and cases: ctrl+k from anywhere, marks where words occur, and the way back."""

from pathlib import Path
from typing import Any

import pytest
import tomli_w
from textual.pilot import Pilot
from textual.widgets import Input

from smtui.plan.opened import Opened
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.tui.app import SmtuiApp
from smtui.tui.form import FormScreen
from smtui.tui.glossary import WordScreen
from smtui.tui.review import Review
from smtui.tui.rows import Rows
from smtui.tui.scorecard import ScoreScreen
from smtui.tui.start import StartScreen
from tests.conftest import HOSTILE
from tests.tui.hostile import named
from tests.tui.stage import Stage, document, shown

TERMS = [
    {"id": "party", "term": "Party", "means": "People who came to be glad.", "also": ["parties"]},
    {"id": "why", "term": "Why", "means": "A reason."},
    {"id": "zeal", "term": "Zeal", "means": "Nobody speaks of it here."},
]
CARDS = [
    {
        "id": "flood", "kind": "A real case", "title": "The flood", "year": "1987",
        "says": "It rained into the soup.", "lesson": "Have a roof.", "caution": "Roofs leak.",
        "source": "TPL", "questions": ["basics.name"],
    },
    {"id": "dry", "kind": "Then and now", "title": "Dry years", "says": "There were some."},
]  # fmt: skip
SIZES = [(60, 18), (80, 24), (120, 36)]


def made(folder: Path, **more: Any) -> Questionnaire:
    sources = {"TPL": "Our own template"}
    content = {**document(), "sources": sources, "terms": TERMS, "cards": CARDS, **more}
    home = folder / "visit"
    home.mkdir(exist_ok=True)
    (home / "questionnaire.toml").write_text(tomli_w.dumps(content), encoding="utf-8")
    return load(home)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path, made(tmp_path))


def opened(stage: Stage) -> Opened:
    return stage.opener.new("quick", stage.folder / "plan.toml")


def rows(app: SmtuiApp) -> str:
    assert isinstance(app.screen, WordScreen), app.screen
    return app.screen.query_one(Rows).plain


def underlined(app: SmtuiApp) -> list[str]:
    return [
        piece.text
        for line in app.screen._compositor.render_strips()
        for piece in line
        if piece.style and piece.style.underline
    ]


async def pressed(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def test_the_key_works_while_one_types_and_leads_back_to_the_letter(
    stage: Stage,
) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pressed(pilot, *"Gala", "left", "left")
        field = app.focused
        assert isinstance(field, Input)
        for back in ("ctrl+k", "escape", "f7", "enter"):
            await pressed(pilot, "ctrl+k")
            assert isinstance(app.screen, WordScreen)
            await pressed(pilot, back)
            assert isinstance(app.screen, FormScreen), back
            assert (app.focused, field.value, field.cursor_position) == (field, "Gala", 2)
        await pressed(pilot, "x")
        assert field.value == "Gaxla"


async def test_first_comes_what_belongs_to_the_question(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pressed(pilot, "ctrl+k")
        here, all_words = rows(app).split("All words")
        assert here.startswith("In this question\n")
        for words in (
            "Party", "People who came to be glad.", "A reason.", "A real case: The flood (1987)",
            "It rained into the soup.", "Lesson: Have a roof.", "Mind: Roofs leak.",
            "Source: Our own template",
        ):  # fmt: skip
            assert words in here
        assert "Zeal" not in here
        assert "Dry years" not in here
        assert all_words.index("Party") < all_words.index("Why") < all_words.index("Zeal")
        assert "Then and now\n  There were some." not in all_words
        assert all_words.index("Then and now") < all_words.index("Dry years")


@pytest.mark.parametrize("size", SIZES)
async def test_it_opens_on_every_screen(stage: Stage, size: tuple[int, int]) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for way, screen in (("f5", Review), ("f9", ScoreScreen)):
            await pressed(pilot, way)
            assert isinstance(app.screen, screen)
            await pressed(pilot, "ctrl+k")
            assert rows(app).startswith("All words")
            await pressed(pilot, "escape")
            assert isinstance(app.screen, screen)
    app = stage.app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pressed(pilot, "ctrl+k")
        assert "Nobody speaks of it here." in shown(app)
        await pressed(pilot, "f1", "escape", "escape")
        assert isinstance(app.screen, StartScreen)


async def test_a_list_without_a_question_in_focus_has_all_words(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pressed(pilot, "f8", "shift+tab", "ctrl+k")
        assert rows(app).startswith("All words")


async def test_in_a_dialog_the_key_is_the_editors(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pressed(pilot, "f3", *"Ana", "home", "ctrl+k")
        assert not isinstance(app.screen, WordScreen)
        assert app.screen.query(Input).first().value == ""


async def test_a_word_is_found_by_its_name(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        await pressed(pilot, "ctrl+p", *"zeal")
        assert "Word: Zeal" in shown(app)
        await pressed(pilot, "enter")
        assert app.screen.query_one(Rows).key == "word term zeal"
        assert "Nobody speaks of it here." in shown(app)
        await pressed(pilot, "ctrl+p", *"flood", "enter")
        assert isinstance(app.screen, WordScreen)
        assert "It rained into the soup." in shown(app)
        await pressed(pilot, "escape")
        assert isinstance(app.screen, FormScreen)


async def test_words_are_marked_where_they_stand_first(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        # what is asked; why (two words); good; weak
        assert sorted(underlined(app)) == ["Why", "party", "party", "party", "party"]
        await pressed(pilot, "tab")
        assert underlined(app) == ["party"]


async def test_the_question_over_a_field_is_marked_too(tmp_path: Path) -> None:
    content = document()
    content["sections"][0]["questions"] = [
        {"id": "basics.name", "kind": "text", "ask": "Name?", "quick": True},
        {
            "id": "basics.when", "kind": "record", "ask": "When is the party?", "quick": True,
            "fields": [{"id": "day", "kind": "text", "label": "day"}],
        },
    ]  # fmt: skip
    content.update({key: [] for key in ("checks", "findings", "bands", "dimensions", "cards")})
    stage = Stage(tmp_path, made(tmp_path, **content))
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert underlined(app) == []
        await pressed(pilot, "tab")
        assert underlined(app) == ["party"]
        await pressed(pilot, "shift+tab")
        assert underlined(app) == []


@pytest.mark.parametrize("size", SIZES)
async def test_the_coach_says_what_there_is(stage: Stage, size: tuple[int, int]) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "ctrl+k: 2 words, 1 real case" in shown(app)
        assert ("The flood (1987):" in shown(app)) == (size[0] > 100)
        assert ("Have a roof." in shown(app)) == (size[0] > 100)


async def test_without_room_the_coach_says_what_it_always_said(tmp_path: Path) -> None:
    content = document()
    long = {what: f"{what} party ".title() * 8 for what in ("why", "good", "weak")}
    content["sections"][0]["questions"][0].update(long, source="TPL")
    stage = Stage(tmp_path, made(tmp_path, **content))
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "ctrl+k" not in shown(app).replace("ctrl+k words", "")
        assert "source: Our own template" in shown(app)


async def test_where_there_are_no_words_nothing_speaks_of_them(tmp_path: Path) -> None:
    stage = Stage(tmp_path, made(tmp_path, terms=[], cards=[]))
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "ctrl+k" not in shown(app)
        assert underlined(app) == []
        await pressed(pilot, "ctrl+k")
        assert isinstance(app.screen, FormScreen)
        (said,) = app._notifications
        assert said.message == "There are no words to look up in this questionnaire."


async def test_the_footer_names_the_key_where_there_is_room(stage: Stage) -> None:
    app = stage.app(first=opened(stage))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "ctrl+k words" in shown(app).splitlines()[-1]


async def test_hostile_words_are_shown_as_words(tmp_path: Path) -> None:
    for number, name in enumerate(HOSTILE):
        with named(name) as hostile:
            text = hostile or "?"
            term = {"id": "a", "term": f"x {text}", "means": text, "also": []}
            case = {
                "id": "a", "kind": text, "title": text, "says": text, "lesson": text,
                "caution": text, "year": text, "questions": ["basics.name"],
            }  # fmt: skip
            folder = tmp_path / str(number)
            folder.mkdir()
            stage = Stage(folder, made(folder, terms=[term], cards=[case]))
            app = stage.app(first=opened(stage))
            async with app.run_test(size=(120, 36)) as pilot:
                await pilot.pause()
                for keys in ((), ("ctrl+k",), ("end",)):
                    await pressed(pilot, *keys)
                    seen = shown(app)
                    assert not [one for one in seen if ord(one) < 32 and one != "\n"]
                    assert not [one for one in seen if 127 <= ord(one) < 160]
                assert isinstance(app.screen, WordScreen)
