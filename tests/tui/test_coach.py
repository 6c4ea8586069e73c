"""The coach under a narrow page: what it says of an option is there to the last word."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from smtui.commands.modelplans import open_sample, read_sample, sample_named
from smtui.plan.answers import Place
from smtui.plan.session import Position, Session
from smtui.questionnaire.compile import load
from smtui.tui.coach import Coach
from smtui.tui.options import Options
from tests.tui.forms import form_of, ready

SHELF = Path(__file__).resolve().parents[2] / "questionnaires"
NOW = datetime(2026, 11, 21, 14, 2)


@pytest.fixture(scope="module")
def sample() -> Session:
    made = load(SHELF / "social-marketing")
    plan = read_sample(made, sample_named(made, "northlight", "test"))
    return Session(made, plan.document.answers, run="full")


def of_outcome(sample: Session, outcome: str) -> Session:
    """The sample, its outcomes others, at its first channel."""
    place = Place("channel.name", sample.answers.ids("channel")[0])
    position = Position("channels", *place[:2])
    at = replace(position, section=sample.questionnaire.homes[place.name].section)
    session = Session(sample.questionnaire, sample.answers, run="full", position=at)
    if outcome:
        session.answer(Place("objective.primary"), outcome)
        session.answer(Place("objective.secondary"), ())
    return session


@pytest.mark.parametrize("size", [(80, 24), (60, 18)])
@pytest.mark.parametrize("outcome", ["", "retention"])
async def test_the_reason_of_each_channel_is_there_whole(
    sample: Session, outcome: str, size: tuple[int, int]
) -> None:
    session = of_outcome(sample, outcome)
    app = form_of(session, lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        field = app.focused
        assert isinstance(field, Options)
        through = 0
        await pilot.press("home")
        named = [one for one in field.options if one.note]
        for option in named:
            await pilot.pause()
            assert field.under == option
            said = " ".join(app.screen.query_one(Coach).render().plain.split())
            assert f"{option.label}: {option.note}" in said
            through += "(up to 2)" in option.note
            await pilot.press("down")
        assert len(named) == 19
        assert through or outcome


async def test_looking_around_comes_before_the_reason_of_the_sample() -> None:
    made = load(SHELF / "social-marketing")
    opened = open_sample(made, sample_named(made, "northlight", "test"), lambda: NOW)
    item = opened.session.answers.ids("channel")[0]
    section = made.homes["channel.name"].section
    opened.session.go(Position(section, "channel.name", item))
    app = form_of(opened.session, lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        coach = app.screen.query_one(Coach)
        assert "Why this is" in coach.render().plain
        await pilot.press("home")
        await pilot.pause()
        field = app.focused
        assert isinstance(field, Options)
        assert field.under is not None
        said = " ".join(coach.render().plain.split())
        assert said.startswith(f"{field.under.label}: {field.under.note}")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 18)])
async def test_among_the_sections_it_says_what_enter_does(
    sample: Session, size: tuple[int, int]
) -> None:
    session = Session(sample.questionnaire, sample.answers, run="full")
    app = form_of(session, lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        await pilot.press("shift+tab")
        await pilot.pause()
        coach = app.screen.query_one(Coach)
        assert "Enter goes there" in " ".join(coach.render().plain.split())
        styled = app.form.outline.render()
        chosen = [
            styled.plain[one.start : one.end] for one in styled.spans if one.style == "reverse"
        ]
        assert chosen == ["Profile"]
        await pilot.press("tab")
        await pilot.pause()
        assert "Enter goes there" not in coach.render().plain
