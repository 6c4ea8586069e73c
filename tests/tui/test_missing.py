"""A short plan opened in the full run: only what is missing is asked, and the rest is in sight."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from smtui.plan.answers import Place
from smtui.plan.session import Position, Session
from smtui.tui.header import Pace
from tests.plan.trek import MISSING, SHORT, TREK
from tests.tui.forms import form_of, ready, session_of, write
from tests.tui.stage import Stage

Clock = Callable[[], datetime]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return session_of(tmp_path, TREK, run="quick", answers=SHORT)


async def test_enter_stops_at_what_is_missing_and_nowhere_else(
    session: Session, clock: Clock
) -> None:
    session.ask_missing(run="full")
    async with form_of(session, clock).run_test() as pilot:
        app = await ready(pilot)
        asked = []
        while not app.asked:
            asked.append(app.field.place)
            await write(pilot, "7")
            await pilot.press("enter")
            await pilot.pause()
        assert asked == MISSING
        assert app.asked == ["review"]
        assert session.answers.value(Place("visit.name")) == "Brocken"


async def test_what_is_known_stays_in_sight_and_the_arrows_reach_it(
    session: Session, clock: Clock
) -> None:
    session.ask_missing(run="full")
    async with form_of(session, clock).run_test() as pilot:
        app = await ready(pilot)
        assert app.field.place == Place("way.length")
        assert "Brocken" in app.shown
        assert "what is missing" in app.shown
        await pilot.press("up")
        assert app.field.place == Place("visit.name")


async def test_f8_passes_pages_that_lack_nothing_and_f7_goes_back_to_any(
    session: Session, clock: Clock
) -> None:
    session.ask_missing(run="full")
    async with form_of(session, clock).run_test() as pilot:
        app = await ready(pilot)
        for _ in range(3):
            await pilot.press("f8")
        await pilot.pause()
        assert app.field.place == Place("end.home")  # the page about food is answered
        await pilot.press("f7")
        await pilot.pause()
        assert app.field.place == Place("food.what")


async def test_everything_is_asked_again_on_request(session: Session, clock: Clock) -> None:
    session.ask_missing(run="full")
    async with form_of(session, clock).run_test() as pilot:
        app = await ready(pilot)
        app.form.action_only_missing()
        await pilot.pause()
        assert app.field.place == Place("way.length")  # where one was
        await pilot.press("enter")
        assert app.field.place == Place("way.start")  # parked, and asked all the same
        assert "what is missing" not in app.shown


async def test_the_review_leads_from_the_short_run_to_the_full_one(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    opened = stage.opener.new("quick", tmp_path / "fair.toml")
    opened.session.answer(Place("basics.name"), "Fair")
    async with stage.app(first=opened).run_test() as pilot:
        await pilot.press("f5")
        await pilot.pause()
        await pilot.press("end", "enter")
        await pilot.pause()
        assert opened.session.run == "full"
        assert opened.session.position.name == "basics.size"
        await pilot.press("ctrl+q")
    assert 'run = "full"' in (tmp_path / "fair.toml").read_text(encoding="utf-8")


def test_the_minutes_of_a_section_are_counted_where_it_has_some(tmp_path: Path) -> None:
    session = session_of(tmp_path, TREK)
    now = [0.0]
    pace = Pace(session, lambda: now[0])
    for _ in range(10):
        now[0] += 20.0
        pace.look()
    assert pace.words == "Way: 3 of 9 min"
    session.go(Position("end"))
    assert pace.words == ""
    session.go(Position("way"))
    now[0] += 3600.0  # the lid was closed
    pace.look()
    assert pace.words == "Way: 3 of 9 min"
    session.run = "quick"
    assert pace.words == "Way: 3 of 2 min"


def test_answers_given_meanwhile_do_not_move_anything(session: Session) -> None:
    session.ask_missing(run="full")
    session.answer(Place("way.length"), 7)
    assert not session.passes(Place("way.length"))
    assert session.passes(Place("way.start"))
    session.answer(Place("way.start"), date(2026, 12, 1))
    assert session.passes(Place("way.start"))


async def test_enter_goes_on_from_lines_that_are_only_looked_at(
    tmp_path: Path, clock: Clock
) -> None:
    text = TREK.replace('kind = "text"\nask = "Where to?"', 'kind = "texts"\nask = "Where to?"')
    session = session_of(tmp_path, text, run="quick", read_only=True)
    async with form_of(session, clock).run_test() as pilot:
        app = await ready(pilot)
        assert app.field.place == Place("visit.name")
        await pilot.press("enter")
        assert app.field.place == Place("way.start")
        assert app.said == []
