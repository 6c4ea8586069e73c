"""The six forms of `tests/questionnaires` on the screen, from the first page to the last."""

from datetime import datetime

import pytest

from smtui.tui.form import FormScreen
from tests.questionnaires.filling import FORMS, Person, filled
from tests.tui.calm import until
from tests.tui.forms import form_of, ready

NOW = datetime(2026, 11, 21, 14, 2)
each_form = pytest.mark.parametrize("form", FORMS)


async def pages(person: Person, most: int = 60) -> list[str]:
    """What the screen shows, page by page, from the first to the last by F8."""
    seen: list[str] = []
    app = form_of(person.session, lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        while not app.asked and len(seen) < most:
            assert isinstance(app.screen, FormScreen), app.screen
            seen.append(app.shown)
            await pilot.press("f8")
            await pilot.pause()
    assert app.asked, "the way did not end"
    return seen


@each_form
async def test_an_empty_one_is_walked_on_the_screen(form: str) -> None:
    person = Person(form)
    seen = "\n".join(await pages(person))
    for section in person.session.questionnaire.sections:
        assert person.reading.section_words(section.id, "title") in seen


@each_form
async def test_a_filled_one_is_walked_on_the_screen(form: str) -> None:
    person = filled(form)
    before = person.session.answers
    assert len(await pages(person)) >= len(person.session.questionnaire.sections)
    assert person.session.answers == before


@each_form
async def test_points_are_shown_only_where_there_are_some(form: str) -> None:
    session = Person(form).session
    app = form_of(session, lambda: NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        await until(lambda: "0 of 0 sections" not in app.shown)
        assert "Scorecard" in app.shown
        assert ("0 of 100" in app.shown) == bool(session.questionnaire.checks)
        assert "0 of 0" not in app.shown


async def test_a_page_of_nothing_but_values_shows_them() -> None:
    """The last page of the household asks nothing: the first value holds the focus."""
    person = Person("household")
    person.adds("person", name="Ada")
    person.adds("person", name="Bo")
    shown = (await pages(person))[-1]
    size = shown[shown.index("People who live here\n") :]
    assert size.split("\n")[1].strip() == "2"
    assert "0 EUR per month" in shown
