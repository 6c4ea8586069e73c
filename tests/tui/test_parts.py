"""What is made of parts, on the screen: grids, shares, "other" with fields, values worked out."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from smtui.plan.answers import Place
from smtui.plan.session import Position, Session
from smtui.tui.dialogs import Confirm
from smtui.tui.lists import ItemStrip
from smtui.tui.sheets import MOST, sheets_of
from tests.tui.calm import until
from tests.tui.forms import (
    FormApp,
    choose,
    form_of,
    go,
    ready,
    session_of,
    workshop_of,
    write,
)

Clock = Callable[[], datetime]
SIZES = [(60, 18), (80, 24), (120, 36)]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return workshop_of(tmp_path)


@pytest.fixture
def peopled(session: Session) -> Session:
    """Two people, who each have a task."""
    for name, what in (("Ana", "Cook"), ("Bo", "Sing")):
        person, task = session.add_item("person"), session.add_item("task")
        session.answer(Place("person.name", person), name)
        session.answer(Place("task.what", task), what)
    return session


def lines_of(app: FormApp) -> list[str]:
    """The lines of the screen, without what stands right of the page."""
    return [re.sub(r" +[▁-█]?$", "", line) for line in app.shown.splitlines()]


def line_with(app: FormApp, words: str) -> str:
    """The line of the screen that has these words; the test fails when there is no single one."""
    (found,) = [line for line in lines_of(app) if words in line]
    return found


async def walk(pilot: Pilot[None], key: str, steps: int) -> list[Place]:
    """Where the focus is, and where a key leads, step by step."""
    app = pilot.app
    assert isinstance(app, FormApp)
    met = [app.field.place]
    for _ in range(steps):
        await pilot.press(key)
        await pilot.pause()
        met.append(app.field.place)
    return met


# grids


@pytest.mark.parametrize("size", SIZES)
async def test_a_grid_of_one_column_is_a_field_for_each_row(
    peopled: Session, clock: Clock, size: tuple[int, int]
) -> None:
    app = form_of(peopled, clock)
    ana = peopled.answers.ids("person")[0]
    async with app.run_test(size=size) as pilot:
        await go(pilot, "person.marks", ana)
        assert app.field.place == Place("person.marks.mark", f"{ana}.reach")
        assert "▸ Reach" in line_with(app, "Reach")
        assert "mark" not in line_with(app, "Bond")
        await pilot.press("4", "tab")
        await pilot.pause()
        assert app.field.place == Place("person.marks.mark", f"{ana}.bond")
        assert "✓ Reach  4 of 5" in line_with(app, "Reach")
    assert peopled.answers.value(Place("person.marks.mark", f"{ana}.reach")) == 4


async def test_a_grid_of_several_columns_has_the_name_of_each_row_above_its_fields(
    session: Session, clock: Clock
) -> None:
    session.answer(Place("work.media"), ("mail", "post"))
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.presence")
        await choose(pilot, "dormant")
        await pilot.press("tab")
        await write(pilot, "nobody reads")
        lines = lines_of(app)
        at = lines.index("     Mail")
        assert lines[at + 1] == "       ✓ state  Dormant"
        assert lines[at + 2].startswith("       ▸ why    nobody reads")
        assert lines[at + 3] == "     Post"
        assert "state" in lines[at + 4] and "one of: Active, Dormant" in lines[at + 4]
    assert session.answers.value(Place("work.presence.state", ".mail")) == "dormant"
    assert session.answers.value(Place("work.presence.note", ".mail")) == "nobody reads"


async def test_the_focus_goes_cell_by_cell_and_on(session: Session, clock: Clock) -> None:
    session.answer(Place("work.media"), ("mail", "post"))
    session.answer(Place("work.presence.state", ".mail"), "dormant")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        app = await ready(pilot)
        app.form.go_to(Position("first", "work.presence.state", ".mail"))
        await pilot.pause()
        met = await walk(pilot, "tab", 3)
        assert met == [
            Place("work.presence.state", ".mail"),
            Place("work.presence.note", ".mail"),
            Place("work.presence.state", ".post"),
            Place("work.room"),
        ]
        assert (await walk(pilot, "shift+tab", 3))[::-1] == met


async def test_rows_come_and_go_with_the_answers_they_are_for(
    session: Session, clock: Clock
) -> None:
    session.answer(Place("work.media"), ("mail", "post"))
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.form.go_to(Position("first", "work.presence.state", ".post"))
        await pilot.pause()
        assert "     Post" in lines_of(app)
        session.answer(Place("work.media"), ("mail",))
        await pilot.pause()
        assert "     Post" not in lines_of(app)
        assert app.field.place == Place("work.room")
        session.answer(Place("work.media"), ())
        await pilot.pause()
        assert "How do they go?" not in app.shown
        assert app.field.place == Place("work.room")


async def test_a_row_is_called_as_its_item_is_now(tmp_path: Path, clock: Clock) -> None:
    session = session_of(tmp_path, KNOWN)
    ana = session.add_item("person")
    session.answer(Place("person.name", ana), "Ana")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.known")
        assert "▸ Ana" in line_with(app, "Ana")
        session.answer(Place("person.name", ana), "Anna [/] Bo")
        await pilot.pause()
        assert "Anna [/] Bo" in app.shown
        assert app.field.place == Place("visit.known.years", f".{ana}")


async def test_a_long_grid_scrolls_with_the_focus(tmp_path: Path, clock: Clock) -> None:
    session = session_of(tmp_path, KNOWN)
    for at in range(20):
        session.answer(Place("person.name", session.add_item("person")), f"Person {at}")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.known")
        for at in range(20):
            assert f"▸ Person {at} " in app.shown + " "
            await write(pilot, str(at))
            await pilot.press("tab")
            await pilot.pause()
    ids = session.answers.ids("person")
    given = [session.answers.value(Place("visit.known.years", f".{one}")) for one in ids]
    assert given == list(range(20))


KNOWN = """
[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"

[[sections]]
id = "visit"
title = "Visit"
[[sections.questions]]
id = "visit.name"
kind = "text"
ask = "What is it called?"
[[sections.questions]]
id = "visit.known"
kind = "grid"
ask = "Known for how long?"
rows_from = "person"
columns = [{ id = "years", kind = "number", label = "years", unit = "years", required = true }]

[[sections]]
id = "people"
title = "People"
[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"
"""


def test_the_pages_are_cut_without_a_look_at_the_answers(tmp_path: Path) -> None:
    rows = ", ".join(f'{{ id = "r{at}", label = "Row {at}" }}' for at in range(12))
    grid = (
        f'[[sections.questions]]\nid = "visit.grid%d"\nkind = "grid"\nask = "Grid?"\n'
        f'rows = [{rows}]\ncolumns = [{{ id = "one", kind = "number", label = "one" }}]\n'
    )
    text = '[[sections]]\nid = "visit"\ntitle = "V"\n' + "".join(grid % at for at in range(6))
    text += '[[sections.questions]]\nid = "visit.name"\nkind = "text"\nask = "Name?"\n'
    sheets = sheets_of(session_of(tmp_path, text).questionnaire, "full")
    assert sum(len(sheet.questions) for sheet in sheets) == 7
    # twelve rows take the room of some questions: not all six grids stand on one page
    assert len(sheets) >= 2 and all(len(sheet.questions) * 4 <= MOST + 4 for sheet in sheets)


# shares


@pytest.mark.parametrize("size", SIZES)
async def test_shares_say_how_far_they_are_as_one_types(
    session: Session, clock: Clock, size: tuple[int, int]
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=size) as pilot:
        await go(pilot, "work.time")
        assert "0 of 100 %: 100 % left" in app.shown
        await write(pilot, "60")
        assert "60 of 100 %: 40 % left" in app.shown
        await pilot.press("tab")
        await write(pilot, "4")
        assert "64 of 100 %: 36 % left" in app.shown
        assert "! These" not in app.shown
        await write(pilot, "0")
        assert "100 of 100 %" in app.shown and "100 of 100 %:" not in app.shown
    assert session.answers.value(Place("work.time.share", ".talk")) == 60
    assert session.answers.value(Place("work.time.share", ".rest")) == 40


async def test_shares_that_miss_their_total_are_wrong_once_they_are_left(
    session: Session, clock: Clock
) -> None:
    session.answer(Place("work.time"), {"talk": 60})
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.time")
        assert app.field.place == Place("work.time.share", ".rest")
        await write(pilot, "50")
        assert "     110 of 100 %: 10 % too much" in lines_of(app)
        await pilot.press("tab")
        await pilot.pause()
        told = "     ! These come to 110 of 100 %: 10 % too much."
        assert told in lines_of(app)
        assert not any(line.startswith("     110") for line in lines_of(app))
        await pilot.press("shift+tab")
        await pilot.pause()
        assert told not in lines_of(app)
        await pilot.press("backspace", "backspace", "4", "0", "tab")
        await pilot.pause()
        assert "     100 of 100 %" in lines_of(app)


async def test_who_turns_the_page_hears_that_shares_miss_their_total(
    session: Session, clock: Clock
) -> None:
    session.answer(Place("work.time"), {"talk": 60})
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.time")
        await write(pilot, "50")
        assert app.form.page.wrong.startswith("How is the time divided?: These come to 110")


# worked out, and other


async def test_what_is_worked_out_is_shown_and_never_met(session: Session, clock: Clock) -> None:
    session.answer(Place("work.media"), ("mail", "post"))
    app = form_of(session, clock)
    async with app.run_test(size=(80, 36)) as pilot:
        await go(pilot, "work.room")
        assert "= Dormant ones" in app.shown
        assert "     0 of them" in lines_of(app)
        await pilot.press("tab")
        await pilot.pause()
        assert session.position.section == "second"
        session.answer(Place("work.presence.state", ".mail"), "dormant")
        app.form.go_to(Position("first", "work.room"))
        await pilot.pause()
        assert "     1 of them" in lines_of(app)


async def test_what_is_not_known_yet_says_so(tmp_path: Path, clock: Clock) -> None:
    session = session_of(tmp_path, WORKED_OUT)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.size")
        at = lines_of(app).index("  = Twice as many")
        assert lines_of(app)[at + 1] == "     not known yet"
        await write(pilot, "21")
        assert lines_of(app)[at + 1] == "     42 people"


async def test_a_page_with_nothing_to_answer_can_be_read_and_left(
    tmp_path: Path, clock: Clock
) -> None:
    session = session_of(tmp_path, WORKED_OUT)
    session.answer(Place("visit.size"), 3)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.size")
        await pilot.press("f8")
        await pilot.pause()
        assert "Thrice as many" in app.shown and "9" in app.shown
        await pilot.press("x", "f3", "ctrl+x", "f8")
        await pilot.pause()
        assert app.asked == ["review"]
    assert not session.answers.parked


WORKED_OUT = """
[[sections]]
id = "visit"
title = "Visit"
[[sections.questions]]
id = "visit.name"
kind = "text"
ask = "What is it called?"
[[sections.questions]]
id = "visit.size"
kind = "number"
ask = "How many come?"
[[sections.questions]]
id = "visit.twice"
kind = "computed"
ask = "Twice as many"
value = "visit.size * 2"
unit = "people"
[[sections]]
id = "sums"
title = "Sums"
[[sections.questions]]
id = "sums.thrice"
kind = "computed"
ask = "Thrice as many"
value = "visit.size * 3"
"""


async def test_other_asks_its_fields_below_its_question(session: Session, clock: Clock) -> None:
    session.answer(Place("work.currency"), "EUR")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.media")
        assert "called" not in app.shown
        await choose(pilot, "other")
        await pilot.press("tab")
        await write(pilot, "Radio")
        await pilot.press("tab")
        await write(pilot, "90")
        assert "▸ costs" in app.shown and "90               EUR" in app.shown
    assert session.answers.value(Place("work.media_other.name")) == "Radio"
    assert session.answers.value(Place("work.media_other.cost")) == 90


# texts with values


async def test_texts_follow_the_answers_that_they_name(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.name")
        assert app.shown.count("The workshop to be") == 2  # the outline and the page
        await write(pilot, "Jam")
        assert "How do you look forward to Jam?" in app.shown
        assert "The workshop Jam" in line_with(app, "part 1 of 2")
        await until(lambda: app.shown.count("The workshop Jam") == 2)
        await pilot.press("f8")
        await pilot.pause()
        assert "Rest of Jam" in app.shown


async def test_a_question_of_an_item_is_asked_with_its_name(peopled: Session, clock: Clock) -> None:
    ana, bo = peopled.answers.ids("person")
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "person.name", ana)
        assert "Share of Ana?" in app.shown
        await pilot.press("backspace", "backspace", "backspace")
        await write(pilot, "Zoe")
        assert "Share of Zoe?" in app.shown
        await go(pilot, "person.name", bo)
        assert "Share of Bo?" in app.shown


# lists


async def test_what_is_wrong_with_a_list_stands_at_its_strip(
    peopled: Session, clock: Clock
) -> None:
    ana, bo = peopled.answers.ids("person")
    peopled.answer(Place("person.share", ana), 70)
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "person.share", bo)
        assert "over 100" not in app.shown
        await write(pilot, "40")
        await pilot.press("tab")
        await pilot.pause()
        assert "! Their shares come to over 100." in app.shown
        peopled.answer(Place("person.share", ana), 60)
        await pilot.pause()
        assert "over 100" not in app.shown


def linked(session: Session) -> None:
    """Bo is led by Ana and does both tasks; Ana does the first."""
    (ana, bo), (cook, sing) = session.answers.ids("person"), session.answers.ids("task")
    session.answer(Place("person.boss", bo), ana)
    session.answer(Place("person.tasks", ana), (cook,))
    session.answer(Place("person.tasks", bo), (cook, sing))


@pytest.mark.parametrize(
    ("words", "of_ana", "of_bo"),
    [
        ("let these name 'Sing'", ("sing",), ("sing",)),
        ("take it out of these", None, ("sing",)),
        ("Keep it", ("cook",), ("cook", "sing")),
    ],
)
async def test_deleting_what_several_links_name_asks(
    peopled: Session,
    clock: Clock,
    words: str,
    of_ana: tuple[str, ...] | None,
    of_bo: tuple[str, ...],
) -> None:
    linked(peopled)
    (ana, bo), (cook, sing) = peopled.answers.ids("person"), peopled.answers.ids("task")
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_strip(pilot, "task.what", cook)
        await pilot.press("minus")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "Which tasks? of person 'Ana'" in app.shown
        await take(pilot, words)
        ids = {"cook": cook, "sing": sing}
        tasks = [app.value("person.tasks", one) for one in (ana, bo)]
        assert tasks[0] == (None if of_ana is None else tuple(ids[one] for one in of_ana))
        assert tasks[1] == tuple(ids[one] for one in of_bo)


async def test_an_item_does_not_come_to_name_itself(peopled: Session, clock: Clock) -> None:
    linked(peopled)
    ana, bo = peopled.answers.ids("person")
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_strip(pilot, "person.name", ana)
        await pilot.press("minus")
        await pilot.pause()
        assert "Who leads Bo? of person 'Bo'" in app.shown
        assert "name 'Bo'" not in app.shown
        await take(pilot, "leave these open")
        assert peopled.answers.ids("person") == (bo,)
        assert app.value("person.boss", bo) is None


async def test_the_rows_that_go_with_an_item_are_told(tmp_path: Path, clock: Clock) -> None:
    session = session_of(tmp_path, KNOWN)
    ana = session.add_item("person")
    session.answer(Place("person.name", ana), "Ana")
    session.answer(Place("visit.known.years", f".{ana}"), 3)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_strip(pilot, "person.name", ana)
        await pilot.press("minus")
        await pilot.pause()
        assert "its row in 'Known for how long?'" in app.shown
        await take(pilot, "Delete it, with these rows")
        assert not session.answers.values


async def on_strip(pilot: Pilot[None], name: str, item: str) -> None:
    """Put the focus on the strip, at an item."""
    app = await go(pilot, name, item)
    while not isinstance(app.focused, ItemStrip):
        await pilot.press("shift+tab")
        await pilot.pause()


async def take(pilot: Pilot[None], words: str) -> None:
    """Take the choice of a dialog that has these words."""
    app = pilot.app
    assert isinstance(app, FormApp)
    await pilot.press("home")
    for _ in range(9):
        await pilot.pause()
        if words in next((line for line in app.shown.splitlines() if "▸" in line), ""):
            break
        await pilot.press("down")
    else:
        raise AssertionError(f"no choice has {words!r}:\n{app.shown}")
    await pilot.press("enter")
    await pilot.pause()


MIXED = """
[[sections]]
id = "visit"
title = "Visit"
[[sections.questions]]
id = "visit.name"
kind = "text"
ask = "What is it called?"
[[sections.questions]]
id = "visit.goal"
kind = "record"
ask = "What for?"
fields = [
  { id = "a", kind = "number", label = "first" },
  { id = "hint", kind = "note", label = "mind", ask = "Mind the gap." },
  { id = "c", kind = "computed", label = "twice", value = "visit.goal.a * 2" },
]
[[sections.questions]]
id = "visit.tab"
kind = "grid"
ask = "Table?"
rows = [{ id = "left", label = "Row one" }]
columns = [
  { id = "price", kind = "number", label = "price" },
  { id = "size", kind = "number", label = "a rather long label of a column" },
  { id = "sum", kind = "computed", label = "sum", value = "price * 2" },
]
"""


@pytest.mark.parametrize("size", SIZES)
async def test_texts_and_values_stand_among_the_parts(
    tmp_path: Path, clock: Clock, size: tuple[int, int]
) -> None:
    session = session_of(tmp_path, MIXED)
    app = form_of(session, clock)
    async with app.run_test(size=size) as pilot:
        await go(pilot, "visit.goal")
        await write(pilot, "4")
        await pilot.press("tab")
        await pilot.pause()
        assert app.here == "visit.tab.price"
        await write(pilot, "5")
        for words in ("= twice  8", "Mind the gap.", "▸ price  5", "= sum    10"):
            assert words in app.shown
        await pilot.press("tab")
        await pilot.pause()
        assert app.here == "visit.tab.size"
        assert "▸ a rather long label of a column" in app.shown


# the coach


HELPFUL = """
[[sections]]
id = "visit"
title = "Visit"
[[sections.questions]]
id = "visit.name"
kind = "text"
ask = "What is it called?"
[[sections.questions]]
id = "visit.feel"
kind = "grid"
ask = "How was it?"
why = "We ask about {visit.name otherwise 'it'}."
rows = [
  { id = "food", label = "Food", help = "All that was eaten at {visit.name}" },
  { id = "talk", label = "Talk" },
]
columns = [{ id = "mark", kind = "number", label = "mark" }]
"""


@pytest.mark.parametrize("size", SIZES)
async def test_the_coach_speaks_of_the_row_and_of_the_grid(
    tmp_path: Path, clock: Clock, size: tuple[int, int]
) -> None:
    session = session_of(tmp_path, HELPFUL)
    session.answer(Place("visit.name"), "Jam")
    app = form_of(session, clock)
    async with app.run_test(size=size) as pilot:
        await go(pilot, "visit.feel")
        assert "All that was eaten at" in app.shown
        await pilot.press("tab")
        await pilot.pause()
        assert "All that was eaten" not in app.shown
        assert "We ask about Jam." in app.shown
