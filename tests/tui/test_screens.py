"""First screen, review, scorecard, dialogs and help: what a person reads and what a key does."""

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.message import Message as TextualMessage
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from smtui.plan.answers import Place
from smtui.plan.session import Position, Session
from smtui.scoring.scorecard import Scorecard, score
from smtui.tui import keys
from smtui.tui.dialogs import AskLine, AskPark, Confirm, Message, ParkAnswer
from smtui.tui.form import FormScreen
from smtui.tui.glossary import WordScreen
from smtui.tui.help import HelpScreen
from smtui.tui.messages import GoTo, ShowForm, ShowScore
from smtui.tui.pick import PickPath
from smtui.tui.places import when_words
from smtui.tui.review import Review
from smtui.tui.rows import Rows
from smtui.tui.scorecard import ScoreScreen
from smtui.tui.search import Entry, Search, found
from smtui.tui.start import StartScreen
from smtui.tui.texts import ui_text
from tests import modelplan
from tests.conftest import HOSTILE
from tests.tui.hostile import named
from tests.tui.stage import NOW, Bare, Stage, questionnaire, shown

SIZES = [(80, 24), (120, 36), (60, 18), (40, 10)]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def listening(screen: type[Any]) -> type[Any]:
    """A screen that also remembers which messages it posted."""

    class Listening(screen):  # type: ignore[misc]
        def post_message(self, message: TextualMessage) -> bool:
            if type(message).__module__.startswith("smtui"):
                self.__dict__.setdefault("heard", []).append(message)
            return bool(super().post_message(message))

    Listening.__name__ = screen.__name__
    return Listening


def heard(app: Bare, kind: type[Any]) -> list[Any]:
    return [one for one in app.screen.__dict__.get("heard", []) if isinstance(one, kind)]


# --------------------------------------------------------------------------------- the keys


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("context", [*keys.GROUPS])
def test_the_footer_fits_and_is_never_cut_in_the_middle(context: str, width: int) -> None:
    line = keys.footer_line(context, width)
    assert len(line) <= width
    known = {f"{key.shown} {key.label}" for key in keys.KEYS.values()}
    assert set(line.split("  ")) <= known
    assert len(line.split("  ")) <= 8
    if context in ("form", "list", "choices", "start", "review", "score"):
        assert "F1 help" in line


@pytest.mark.parametrize(
    ("context", "screen"),
    [
        ("form", FormScreen), ("page", FormScreen), ("start", StartScreen), ("review", Review),
        ("score", ScoreScreen), ("rows", Rows), ("dialog", Confirm), ("reading", Message),
        ("reading", HelpScreen), ("lines", AskLine), ("lines", AskPark), ("path", PickPath),
        ("search", Search), ("words", WordScreen),
    ],
)  # fmt: skip
def test_each_key_of_a_context_does_something(context: str, screen: type[Any]) -> None:
    for binding in keys.bindings(context):
        assert callable(getattr(screen, f"action_{binding.action}", None)), binding.action


def test_no_key_is_bound_that_terminals_take_for_another() -> None:
    bound = {key for one in keys.KEYS.values() for key in one.keys}
    assert not bound & {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+a", "ctrl+b", "f10", "f11", "f12"}


def test_the_readme_table_has_every_key_of_the_plan() -> None:
    table = keys.readme_table()
    assert "| `F8` or `ctrl+n` |" in table
    assert all(key.help in table for key in keys.KEYS.values() if key.keys[0] in ("f2", "f3", "f9"))


# --------------------------------------------------------------------------- the first screen


@pytest.mark.parametrize("size", SIZES)
async def test_start_says_what_can_be_begun(stage: Stage, size: tuple[int, int]) -> None:
    app = stage.app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = shown(app)
        assert "New plan, short" in text
        assert "New plan, full" in text
        assert "▸ New plan, short" in text
        if size[0] >= 80:
            assert "about 5 minutes, 4 questions" in text
            assert "nothing leaves this machine" in text


async def test_a_plan_that_was_begun_is_offered_first(stage: Stage) -> None:
    session = stage.session({"basics.name": "Picnic"})
    opened = stage.opener.new("quick", stage.folder / "picnic.toml")
    opened.session.answer(Place("basics.name"), "Picnic")
    opened.keeper.close()
    assert session.title == "Picnic"
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        line = next(line for line in shown(app).splitlines() if "Picnic" in line)
        assert line.startswith(" ▸ Picnic")
        assert "0 of 2 sections, 3 open, short" in line
        assert line.endswith("today 14:02")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 11, 21, 9, 5), "today 9:05"),
        (datetime(2026, 11, 20, 23, 59), "yesterday 23:59"),
        (datetime(2026, 11, 17, 8, 0), "Tue 17 Nov"),
        (datetime(2025, 2, 3, 8, 0), "3 Feb 2025"),
    ],
)
def test_a_moment_in_plain_words(when: datetime, words: str) -> None:
    assert when_words(when, NOW) == words


# --------------------------------------------------------------------------------- the review


def review(stage: Stage, session: Session) -> Bare:
    keeper = stage.keeper(session)
    return Bare(lambda: listening(Review)(session, keeper))


@pytest.mark.parametrize("size", SIZES[:3])
async def test_the_review_says_what_is_left(stage: Stage, size: tuple[int, int]) -> None:
    session = stage.session({"basics.size": 0})
    session.park(Place("basics.name"), "Ada", date(2026, 12, 1))
    session.remark(Place("basics.place"), "Ask the neighbours.")
    app = review(stage, session)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = re.sub(r"\n {4,}", " ", app.screen.query_one(Rows).plain)
        assert text.startswith("1 wrong, 1 open, 1 parked.")
        assert "Basics party   1 wrong, 1 parked" in text
        assert text.count("Size party") == 1
        assert "! Size party" in text
        assert "At least 1." in text
        assert "p Name party   not known yet   Ada, by Tue 1 Dec 2026" in re.sub(
            " {2,}", "   ", text
        )
        assert "Add at least 1 guest" in text
        assert "1 optional question open" in text
        assert "n Place party" in text
        assert "Ask the neighbours." in text


async def test_enter_in_the_review_goes_there(stage: Stage) -> None:
    app = review(stage, stage.session({"basics.name": "Picnic"}, ["Ada", ""]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "▸   · Size party" in shown(app)
        await pilot.press("enter")
        assert heard(app, GoTo)[0].position == Position("basics", "basics.size")


async def test_optional_questions_unfold(stage: Stage) -> None:
    app = review(stage, stage.session({"basics.name": "Picnic", "basics.size": 7}, ["Ada"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = app.screen.query_one(Rows).plain
        assert "Nothing is open: every question that counts has an answer." in text
        assert "Place party" not in text
        await pilot.press("enter")
        await pilot.pause()
        assert "· Place party   optional" in shown(app)
        await pilot.press("down", "enter")
        assert heard(app, GoTo)[0].position == Position("basics", "basics.place")


async def test_a_finished_plan_leads_on_to_the_scorecard(stage: Stage) -> None:
    answers = {"basics.name": "Picnic", "basics.size": 7, "basics.place": "Here"}
    app = review(stage, stage.session(answers, ["Ada"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "All done: every question has an answer." in shown(app)
        await pilot.press("enter")
        assert heard(app, ShowScore)
        await pilot.press("f7")
        assert heard(app, ShowForm)


# ------------------------------------------------------------------------------ the scorecard


def judge(session: Session) -> Callable[[], Scorecard]:
    card = score(session.questionnaire, session.answers, session.run)
    return lambda: card


def scorecard(stage: Stage, session: Session) -> Bare:
    keeper = stage.keeper(session)
    return Bare(lambda: listening(ScoreScreen)(session, keeper, judge(session)))


@pytest.mark.parametrize("size", SIZES[:3])
async def test_the_scorecard_gives_points_with_reasons(stage: Stage, size: tuple[int, int]) -> None:
    session = stage.session({"basics.name": "Picnic", "basics.size": 2}, ["Ada"])
    session.park(Place("basics.place"), "Tom")
    app = scorecard(stage, session)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Picnic" in shown(app)
        rows = app.screen.query_one(Rows)
        assert "4 of 10 points   40 of 100   band B" in rows.plain
        assert "▇▇▇▇▇▇▇▇▇▇▇▇  4 / 4" in rows.plain
        assert "░░░░░░░░░░░░  0 / 6" in rows.plain
        assert "Strong  It has a name." in rows.plain
        assert "Serious Too few come." in rows.plain
        assert "Few are dull." in rows.plain
        assert "Next: Ask more people." in rows.plain
        assert "+6" in rows.plain
        assert "p Place party   Tom" in rows.plain
        assert "not whether it will succeed" in " ".join(rows.plain.split())
        bars = [line for line in rows.plain.splitlines() if " / " in line]
        assert len(bars) == (1 if size[0] >= 100 else 2)


async def test_everything_on_the_scorecard_can_be_reached_by_keys(stage: Stage) -> None:
    app = scorecard(stage, stage.session({"basics.name": "Picnic"}))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        seen = shown(app)
        for _ in range(24):
            await pilot.press("down")
            seen += shown(app)
        assert "it will succeed." in seen
        assert "Warning number 5." in seen
        assert "Warning number 6." not in seen
        for _ in range(24):
            await pilot.press("up")
        assert "of 100" in shown(app)


async def test_more_findings_and_every_check_unfold(stage: Stage) -> None:
    app = scorecard(stage, stage.session({"basics.name": "Picnic"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = app.screen.query_one(Rows)
        assert "Warning number 7." not in rows.plain
        assert "2 more" in rows.plain
        for wanted in ("fold:findings", "fold:checks"):
            for _ in range(24):
                if rows.key == wanted:
                    break
                await pilot.press("down")
            await pilot.press("enter")
            await pilot.pause()
        assert "Warning number 7." in rows.plain
        assert "4 of 4       The name is what counts here." in rows.plain
        assert "0 of 6       Five or more are asked for." in rows.plain
        assert "Five or more are asked for." in shown(app)


async def test_findings_of_one_cause_are_one_line_that_unfolds_and_folds(stage: Stage) -> None:
    app = scorecard(stage, stage.session({"basics.name": "Picnic", "basics.size": 4}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = app.screen.query_one(Rows)
        assert "Advice  5 about your party: " in rows.plain
        assert "Advice number 1." not in rows.plain
        for _ in range(24):
            if rows.key == "fold:advice:your party":
                break
            await pilot.press("down")
        await pilot.press("enter")
        await pilot.pause()
        assert "Advice number 1." in rows.plain
        assert "Advice number 5." in rows.plain
        await pilot.press("enter")
        await pilot.pause()
        assert "Advice number 1." not in rows.plain
        await pilot.press("enter", "down", "enter")
        assert heard(app, GoTo)[0].position == Position("basics", "basics.size")


async def test_enter_on_a_finding_goes_to_its_question(stage: Stage) -> None:
    app = scorecard(stage, stage.session({"basics.name": "Picnic", "basics.size": 2}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "▸ Serious" in shown(app)
        await pilot.press("enter")
        assert heard(app, GoTo)[0].position == Position("basics", "basics.size")


# -------------------------------------------------------------------------------- the dialogs

CHOICES = (("yes", "Delete it"), ("no", "Keep it"))


@pytest.mark.parametrize(
    ("pressed", "result"),
    [
        (["enter"], "yes"),
        (["down", "enter"], None),
        (["escape"], None),
        (["down", "up", "enter"], "yes"),
    ],
)
async def test_confirm(pressed: list[str], result: str | None) -> None:
    app = Bare(lambda: Confirm("Delete?", ["It is used twice."], CHOICES))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        assert "It is used twice." in shown(app)
        await pilot.press(*pressed)
        assert app.results == [result]


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_dialog_scrolls_and_shows_its_choices(size: tuple[int, int]) -> None:
    lines = [f"Line {number} of many that say what hangs on it." for number in range(24)]
    app = Bare(lambda: Confirm("Delete?", lines, CHOICES))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "▸ Delete it" in shown(app)
        assert "Enter choose" in shown(app)


async def test_parking_needs_nothing_but_enter() -> None:
    app = Bare(lambda: AskPark("How many come?"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "enter")
        assert app.results == [ParkAnswer()]


@pytest.mark.parametrize("size", SIZES)
async def test_parking_with_owner_and_day(size: tuple[int, int]) -> None:
    app = Bare(lambda: AskPark("How many come?"))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*"Ada", "enter", *"soon", "enter")
        await pilot.pause()
        assert "A date is expected here" in shown(app)
        assert "soon" in shown(app)
        assert app.results == []
        await pilot.press(*["backspace"] * 4, *"2026-12-01", "enter")
        assert app.results == [ParkAnswer("Ada", date(2026, 12, 1))]


@pytest.mark.parametrize(
    ("typed", "day"), [("1 dec", date(2026, 12, 1)), ("nov 3", date(2027, 11, 3))]
)
async def test_a_day_without_a_year_is_the_next_one(typed: str, day: date) -> None:
    app = Bare(lambda: AskPark("How many come?", today=date(2026, 11, 21)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "such as 2026-12-05, or 5 Dec" in shown(app)
        await pilot.press("enter", *typed, "enter")
        assert app.results == [ParkAnswer("", day)]


async def test_what_was_parked_can_be_taken_back() -> None:
    app = Bare(lambda: AskPark("How many come?", "Ada", date(2026, 12, 1)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("tab", "tab", "down", "enter")
        assert app.results == [ParkAnswer(unpark=True)]


async def test_escape_does_not_throw_away_what_was_typed() -> None:
    kept: list[str] = []
    app = Bare(lambda: AskLine("Note", "old", kept.append))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("!", "escape")
        await pilot.pause()
        assert kept == ["old!"]
        assert app.results == []
        assert "Press Esc once more" in shown(app)
        await pilot.press("f8")
        assert app.results == ["old!"]


async def test_escape_closes_at_once_when_nothing_is_lost() -> None:
    app = Bare(lambda: AskLine("Note", "old", lambda text: None))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("escape")
        assert app.results == [None]


async def test_a_path_is_completed_and_explained(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "picnic.toml").write_text("")
    (tmp_path / "other.txt").write_text("")
    app = Bare(lambda: PickPath("Open", tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "plans/" in shown(app)
        assert "other.txt" not in shown(app)
        await pilot.press("p", "tab", "tab")
        assert app.screen.query_one(Input).value == "plans/picnic.toml"
        await pilot.press("x", "enter")
        await pilot.pause()
        assert "There is no file plans/picnic.tomlx." in shown(app)
        await pilot.press("backspace", "enter")
        assert app.results == [tmp_path / "plans" / "picnic.toml"]


async def test_a_path_is_chosen_with_the_arrows(tmp_path: Path) -> None:
    (tmp_path / "picnic.toml").write_text("")
    app = Bare(lambda: PickPath("Open", tmp_path))
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        await pilot.press("down", "enter")
        assert app.results == [tmp_path / "picnic.toml"]


def test_a_search_finds_all_words_in_any_order() -> None:
    entries = [Entry("1", "Who comes"), Entry("2", "When it begins", common=False)]
    assert [one.key for one in found(entries, "begins when")] == ["2"]
    assert [one.key for one in found(entries, "")] == ["1"]
    assert found(entries, "nothing") == []


async def test_the_help_has_every_key_every_mark_and_says_where_answers_are() -> None:
    app = Bare(lambda: HelpScreen("score"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = app.screen.query_one(Rows).plain
        words = " ".join(text.split())
        for context in ("form", "page", "choices", "list", "app"):
            for action in keys.GROUPS[context].actions:
                assert keys.KEYS[action].help in words
        for mark in ("done", "open", "wrong", "parked"):
            assert mark in text
        assert "Nothing is sent anywhere." in words
        assert text.index("On the scorecard") < text.index("Anywhere in a plan")
        assert "Enter close" in shown(app)
        await pilot.press("enter")
        assert app.results == [None]


# ------------------------------------------------------------------------------- hostile text


async def test_hostile_answers_in_review_and_scorecard(stage: Stage) -> None:
    app = Bare(Screen)
    async with app.run_test(size=(60, 18)) as pilot:
        for name in HOSTILE:
            with named(name) as hostile:
                answers: dict[str, object] = {"basics.name": hostile, "basics.size": hostile}
                session = stage.session(answers, [hostile, "Ada"])
                session.park(Place("basics.place"), hostile, date(2026, 12, 1))
                session.remark(Place("basics.size"), hostile, hostile)
                keeper = stage.keeper(session)
                for screen in (
                    Review(session, keeper),
                    ScoreScreen(session, keeper, judge(session)),
                ):
                    app.push_screen(screen)
                    await pilot.pause()
                    assert app.screen is screen
                    for _ in range(4):
                        await pilot.press("down")
                        check_clean(app)
                    app.pop_screen()


async def test_hostile_words_of_a_questionnaire(tmp_path: Path, hostile: str) -> None:
    word = ui_text(hostile).plain.replace("{", "(").replace("}", ")").replace("\n", " ")[:200]
    stage = Stage(tmp_path, questionnaire(tmp_path, f"x{word}x"))
    app = stage.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        check_clean(app)
        for key in ("enter", "f5", "f9", "ctrl+p"):
            await pilot.press(key)
            await pilot.pause()
            check_clean(app)


async def test_hostile_texts_in_dialogs(tmp_path: Path) -> None:
    app = Bare(Screen)
    async with app.run_test(size=(60, 18)) as pilot:
        for name in HOSTILE:
            with named(name) as hostile:
                folder = tmp_path / name
                folder.mkdir()
                file = ui_text(hostile).plain.replace("/", "_")[:40]
                if file.strip():
                    (folder / f"{file}.toml").write_text("")
                dialogs: list[ModalScreen[Any]] = [
                    Confirm(hostile, [hostile], [("a", hostile), ("b", hostile)]),
                    Message(hostile, [hostile]),
                    AskLine(hostile, hostile, lambda text: None),
                    AskPark(hostile, hostile),
                    Search([Entry("k", hostile, hostile)]),
                    HelpScreen("form", [hostile]),
                    PickPath(hostile, folder),
                ]
                for dialog in dialogs:
                    app.push_screen(dialog, app.results.append)
                    await pilot.pause()
                    assert app.screen is dialog
                    check_clean(app)
                    await pilot.press("down", "escape")
                    assert app.screen is not dialog
                    assert app.results.pop() is None


def check_clean(app: App[Any]) -> None:
    """No control character is on the screen."""
    text = shown(app)
    assert not [letter for letter in text if ord(letter) < 32 and letter != "\n"]
    assert not [letter for letter in text if 127 <= ord(letter) < 160 or letter == "\u202e"]


async def test_what_is_only_looked_at_offers_no_key_that_changes_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    opened = stage.opener.new("quick", tmp_path / "fair.toml")
    opened.session.answer(Place("basics.name"), "Fair")
    opened.session.read_only = True
    async with stage.app(first=opened).run_test() as pilot:
        await pilot.pause()
        for key in ("f5", "f9"):
            foot = shown(pilot.app).splitlines()[-1]
            assert "F1 help" in foot
            assert not [word for word in ("park", "save", "take", "skip") if word in foot], foot
            await pilot.press(key)
            await pilot.pause()


async def test_bad_news_stays_and_other_notices_go_with_the_next_key(tmp_path: Path) -> None:
    app = Stage(tmp_path).app()
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        app.say("In passing.")
        await pilot.pause()
        assert "In passing." in shown(app)
        await pilot.press("down")
        await pilot.pause()
        assert "In passing." not in shown(app)
        app.say("NOT SAVED", "error")
        await pilot.press("down")
        await pilot.pause()
        assert "NOT SAVED" in shown(app)


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
async def test_the_start_says_what_is_made_up_and_what_is_for_practice(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    stage = Stage(tmp_path, modelplan.questionnaire(tmp_path))
    made = stage.opener.teacher.practise("garden", "quick")
    made.session.answer(Place("basics.name"), "Mine")
    plan = tmp_path / "long.toml"
    plan.write_text(modelplan.PLAN.replace("Garden party", "A garden party " * 9))
    for one in (made, stage.opener.open(plan)):
        one.session.answer(Place("basics.place"), "Here")
        assert one.keeper.close()
        one.keeper.let_go()
    app = stage.app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        lines = shown(app).splitlines()
        assert any("Look at a sample: Garden (fictional)" in one for one in lines)
        assert any(one.strip(" ▸").startswith("Mine") and "practice, short" in one for one in lines)
        assert any("... (fictional)" in one or "A ga (fictional)" in one for one in lines)
