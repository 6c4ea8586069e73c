"""The form as a person meets it: pages, lists, parking, undo, and nothing that is ever lost."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.session import Position, Session
from smtui.tui.dialogs import AskLine, AskPark, Confirm
from smtui.tui.lists import ItemStrip
from smtui.tui.outline import Outline
from smtui.tui.sheets import MOST, sheets_of
from tests.tui.calm import until
from tests.tui.forms import FormApp, choose, form_of, go, paste, ready, session_of, write

Clock = Callable[[], datetime]

VISIT = """
[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"
fewest = 1
most = 4

[[sections]]
id = "visit"
title = "Visit"
help = "What it is about."
[[sections.questions]]
id = "visit.name"
kind = "text"
ask = "What is it called?"
required = true
quick = true
why = "It names the plan."
good = "Ada's round"
weak = "A visit"
source = ["TPL"]
[[sections.questions]]
id = "visit.mode"
kind = "choice"
ask = "Alone or together?"
required = true
choices = [
  { id = "alone", label = "Alone" },
  { id = "group", label = "Together" },
]
[[sections.questions.then]]
id = "visit.reason"
kind = "text"
ask = "Why together?"
show_if = "visit.mode is group"
[[sections.questions]]
id = "visit.last"
kind = "number"
ask = "How many came last time?"
[[sections.questions]]
id = "visit.size"
kind = "number"
ask = "How many come?"
required = true
default = "visit.last"
unit = "people"
prompts = [{ when = "visit.size > 50", say = "Two groups?" }]
valid_if = [{ rule = "visit.size >= 3", say = "At least three, please." }]
[[sections.questions]]
id = "visit.goal"
kind = "record"
ask = "What is to be reached?"
required = true
why = "A goal can be checked."
fields = [
  { id = "what", kind = "text", label = "what" },
  { id = "by", kind = "date", label = "by" },
  { id = "note", kind = "text", label = "remark", required = false },
]

[[sections]]
id = "people"
title = "People"
help = "Who comes along."
[[sections.questions]]
id = "people.first"
kind = "text"
ask = "Who invites them?"
[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"
required = true
[[sections.questions]]
id = "person.age"
kind = "number"
ask = "How old?"
required = true
[[sections.questions]]
id = "people.after"
kind = "text"
ask = "Who stays at home?"

[[sections]]
id = "host"
title = "Host"
[[sections.questions]]
id = "host.who"
kind = "link"
to = "person"
ask = "Who is the host?"
"""


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return session_of(tmp_path, VISIT)


@pytest.fixture
def peopled(session: Session) -> Session:
    session.answers = Answers(
        values={
            Place("person.name", "p1"): "Ada",
            Place("person.name", "p2"): "Bo",
            Place("host.who"): "p1",
        },
        items={"person": ("p1", "p2")},
    )
    return session


async def on_strip(pilot: Pilot[None], item: str) -> FormApp:
    """Put the focus on the strip, at an item."""
    app = await go(pilot, "person.name", item)
    await pilot.press("shift+tab")
    await pilot.pause()
    assert isinstance(app.focused, ItemStrip)
    return app


# pages


async def test_the_first_question_can_be_answered_at_once(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await write(pilot, "Round trip")
        assert app.value("visit.name") == "Round trip"
        await until(lambda: "Round trip" in app.shown.splitlines()[0])


async def test_tab_walks_question_by_question_and_field_by_field(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        met = [app.here]
        for _ in range(6):
            await pilot.press("tab")
            await pilot.pause()
            met.append(app.here)
        assert met == [
            "visit.name", "visit.mode", "visit.last", "visit.size",
            "visit.goal.what", "visit.goal.by", "visit.goal.note",
        ]  # fmt: skip
        await pilot.press("tab")
        await pilot.pause()
        assert app.here == "people.first"
        await pilot.press("f7")
        await pilot.pause()
        assert app.here == "visit.name"


async def test_enter_leads_through_everything_to_the_review(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        met: list[str] = []
        while not app.asked and len(met) < 40:
            met.append(app.here)
            await pilot.press("enter")
            await pilot.pause()
        assert met[-1] == "host.who"
        assert "person.age" in met and "people.after" in met
        assert app.asked == ["review"]


async def test_f8_goes_on_from_an_open_or_wrong_page(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.size")
        await write(pilot, "many")
        await pilot.press("f8")
        await pilot.pause()
        assert app.here == "people.first"
        assert app.value("visit.size") == "many"
        for _ in range(4):
            await pilot.press("f8")
            await pilot.pause()
        assert app.asked == ["review"]


async def test_the_short_run_asks_what_is_quick(tmp_path: Path, clock: Clock) -> None:
    session = session_of(tmp_path, VISIT, run="quick")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "What is it called?" in app.shown
        assert "How many come?" not in app.shown


def test_long_sections_are_cut_into_pages(tmp_path: Path) -> None:
    questions = "".join(
        f'[[sections.questions]]\nid = "visit.q{at}"\nkind = "text"\nask = "Question {at}?"\n'
        for at in range(30)
    )
    text = f'[[sections]]\nid = "visit"\ntitle = "V"\n{questions.replace("visit.q0", "visit.name")}'
    sheets = sheets_of(session_of(tmp_path, text).questionnaire, "full")
    sizes = [len(sheet.questions) for sheet in sheets]
    assert sum(sizes) == 30 and max(sizes) <= MOST
    assert max(sizes) - min(sizes) <= 1
    assert [sheet.number for sheet in sheets] == [1, 2, 3]


def test_a_heading_goes_to_the_next_page_with_what_stands_under_it(tmp_path: Path) -> None:
    asked = ["name", *(f"q{at}" for at in range(1, 13))]
    questions = "".join(
        f'[[sections.questions]]\nid = "visit.{one}"\nkind = "text"\nask = "{one}?"\n'
        + '[[sections.questions]]\nid = "visit.h"\nkind = "note"\nask = "More"\n' * (one == "q5")
        for one in asked
    )
    text = f'[[sections]]\nid = "visit"\ntitle = "V"\n{questions}'
    first, second = sheets_of(session_of(tmp_path, text).questionnaire, "full")
    assert first.questions[-1] == "visit.q5"
    assert second.questions[:2] == ("visit.h", "visit.q6")


# what is shown


async def test_a_further_question_comes_and_goes_without_touching_the_focus(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.mode")
        before = app.field
        await choose(pilot, "group")
        assert "Why together?" in app.shown
        assert app.focused is before
        await pilot.press("tab")
        await write(pilot, "fun")
        await go(pilot, "visit.mode")
        before = app.field
        await choose(pilot, "alone")
        assert "Why together?" not in app.shown
        assert app.focused is before
        await choose(pilot, "group")
        await pilot.pause()
        assert "fun" in app.shown


async def test_when_undo_hides_the_question_in_focus_its_neighbour_has_it(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.mode")
        await choose(pilot, "group")
        await pilot.press("tab")
        await pilot.pause()
        assert app.here == "visit.reason"
        session.answer(Place("visit.mode"), "alone")
        await pilot.pause()
        assert app.here in ("visit.mode", "visit.last")


async def test_problems_are_told_after_leaving_and_go_while_mending(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.size")
        await write(pilot, "2")
        assert "At least three" not in app.shown
        await pilot.press("tab")
        await pilot.pause()
        assert "! At least three, please." in app.shown
        await go(pilot, "visit.size")
        assert "! At least three, please." in app.shown
        await write(pilot, "0")
        assert "At least three" not in app.shown


async def test_prompts_come_after_leaving(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.size")
        await write(pilot, "60")
        assert "Two groups?" not in app.shown
        await pilot.press("tab")
        await pilot.pause()
        assert "? Two groups?" in app.shown


async def test_a_suggestion_is_shown_and_taken_with_enter(session: Session, clock: Clock) -> None:
    session.answer(Place("visit.last"), 12)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "suggested: 12 people" in app.shown
        await go(pilot, "visit.size")
        assert "suggested: 12" in app.shown
        await pilot.press("enter")
        await pilot.pause()
        assert app.value("visit.size") == 12
        assert app.here == "visit.goal.what"


async def test_optional_is_said_where_it_is(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        lines = app.shown.splitlines()
        assert any("How many came last time?" in line and "(optional)" in line for line in lines)
        assert not any("What is it called?" in line and "(optional)" in line for line in lines)


async def test_a_long_answer_is_shown_on_four_lines(session: Session, clock: Clock) -> None:
    session.answer(Place("visit.name"), "word " * 200)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.mode")
        lines = [line for line in app.shown.splitlines()[1:] if "word word" in line]
        assert len(lines) == 4
        assert lines[-1].rstrip(" ▁▂▃▄▅▆▇█").endswith("...")


async def test_the_coach_speaks_of_the_question_in_focus(session: Session, clock: Clock) -> None:
    for size in ((80, 24), (120, 36), (60, 18)):
        app = form_of(session, clock)
        async with app.run_test(size=size) as pilot:
            await go(pilot, "visit.name")
            assert "It names the plan." in app.shown
            assert "Ada's round" in app.shown
            await go(pilot, "visit.goal.by")
            assert "A goal can be checked." in app.shown


async def test_points_and_sections_follow_the_answers(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        assert app.shown.count("0 of 100") == 2  # above, and beside the scorecard
        assert "0 of 3 sections" in app.shown
        await write(pilot, "A")
        await until(lambda: app.shown.count("100 of 100") == 2)


# lists


async def test_the_first_item_is_open_at_once(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "people.first")
        await pilot.press("f8")
        await pilot.pause()
        await write(pilot, "Ada")
        (item,) = session.answers.ids("person")
        assert app.value("person.name", item) == "Ada"
        assert "1 Ada" in app.shown


async def test_adding_is_one_key_and_opens_the_new_item(peopled: Session, clock: Clock) -> None:
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_strip(pilot, "p1")
        await pilot.press("plus")
        await pilot.pause()
        await write(pilot, "Cy")
        ids = peopled.answers.ids("person")
        assert [app.value("person.name", one) for one in ids] == ["Ada", "Bo", "Cy"]


async def test_the_strip_chooses_items_and_enter_opens_their_questions(
    peopled: Session, clock: Clock
) -> None:
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_strip(pilot, "p1")
        await pilot.press("down")
        await pilot.pause()
        assert isinstance(app.focused, ItemStrip)
        assert app.form.page.step is not None and app.form.page.step.item == "p2"
        await pilot.press("enter")
        await pilot.pause()
        assert app.field.place == Place("person.name", "p2")
        await pilot.press("backspace", "backspace", "E")
        await pilot.pause()
        assert app.value("person.name", "p2") == "E"
        assert app.value("person.name", "p1") == "Ada"


async def test_items_move_and_are_copied(peopled: Session, clock: Clock) -> None:
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_strip(pilot, "p1")
        await pilot.press("greater_than_sign")
        await pilot.pause()
        assert peopled.answers.ids("person") == ("p2", "p1")
        assert isinstance(app.focused, ItemStrip)
        await pilot.press("less_than_sign")
        await pilot.pause()
        assert peopled.answers.ids("person") == ("p1", "p2")
        await pilot.press("equals_sign")
        await pilot.pause()
        made = peopled.answers.ids("person")[1]
        assert app.value("person.name", made) == "Ada"


async def test_deleting_at_once_where_nothing_hangs_on_it(peopled: Session, clock: Clock) -> None:
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_strip(pilot, "p2")
        await pilot.press("minus")
        await pilot.pause()
        assert peopled.answers.ids("person") == ("p1",)
        assert any("Bo" in one and "F4" in one for one in app.said)
        await pilot.press("f4")
        await pilot.pause()
        assert peopled.answers.ids("person") == ("p1", "p2")
        assert app.value("person.name", "p2") == "Bo"


@pytest.mark.parametrize(
    ("keys", "ids", "host"),
    [
        (("enter",), ("p1", "p2"), "p1"),
        (("down", "enter"), ("p2",), "p2"),
        (("down", "down", "enter"), ("p2",), None),
        (("escape",), ("p1", "p2"), "p1"),
    ],
)
async def test_deleting_shows_what_hangs_on_it(
    peopled: Session, clock: Clock, keys: tuple[str, ...], ids: tuple[str, ...], host: str | None
) -> None:
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_strip(pilot, "p1")
        await pilot.press("minus")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "Who is the host?" in app.shown
        await pilot.press(*keys)
        await pilot.pause()
        assert peopled.answers.ids("person") == ids
        assert app.value("host.who") == host
        assert isinstance(app.focused, ItemStrip)


async def test_lines_pasted_on_a_list_become_items(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "people.first")
        await pilot.press("f8", "shift+tab")
        await pilot.pause()
        await paste(pilot, "Ada\r\n\n[/] Bo\nCy")
        assert isinstance(app.screen, Confirm)
        assert "Add 3 people" in app.shown
        await pilot.press("enter")
        await pilot.pause()
        ids = session.answers.ids("person")
        assert [app.value("person.name", one) for one in ids] == ["Ada", "[/] Bo", "Cy"]


async def test_a_full_list_says_so(peopled: Session, clock: Clock) -> None:
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_strip(pilot, "p1")
        await paste(pilot, "C\nD\nE\nF")
        assert "no room for E and F" in app.shown
        await pilot.press("enter")
        await pilot.pause()
        assert len(peopled.answers.ids("person")) == 4
        await pilot.press("plus")
        await pilot.pause()
        assert any("no more than 4 people" in one for one in app.said)


# parking, notes, undo, position


async def test_parking_a_field_goes_on_to_the_next(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.goal.by")
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, AskPark)
        await write(pilot, "Mara")
        await pilot.press("enter")
        await write(pilot, "2027-02-28")
        await pilot.press("enter")
        await pilot.pause()
        parked = session.answers.parked
        assert parked == {Place("visit.goal.by"): Parked("Mara", date(2027, 2, 28))}
        assert app.here == "visit.goal.note"
        assert "parked: not known yet, Mara finds out by 28 Feb 2027" in app.shown
        await go(pilot, "visit.goal.by")
        await write(pilot, "1.3.2027")
        assert not session.answers.parked


async def test_a_note_stands_beside_its_question(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.mode")
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, AskLine)
        await write(pilot, "ask Bo")
        await pilot.press("f8")
        await pilot.pause()
        assert session.answers.remarks[Place("visit.mode")].text == "ask Bo"
        assert app.here == "visit.mode"
        assert "note: ask Bo" in app.shown


async def test_undo_goes_where_the_change_was(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await write(pilot, "abc")
        await go(pilot, "host.who")
        await pilot.press("f4")
        await pilot.pause()
        if app.here != "visit.name":  # the item that the list was given at first
            await pilot.press("f4")
            await pilot.pause()
        assert app.here == "visit.name"
        assert app.value("visit.name") is None
        assert getattr(app.field, "value") == ""  # noqa: B009 - a field of text
        await pilot.press("f6")
        await pilot.pause()
        assert app.value("visit.name") == "abc"
        await write(pilot, "d")
        assert app.value("visit.name") == "abcd"


async def test_undo_on_the_question_in_focus_shows_in_its_editor(
    session: Session, clock: Clock
) -> None:
    session.answer(Place("visit.name"), "before")
    session.go(Position("visit", "visit.mode"))
    session.go(Position("visit", "visit.name"))
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await write(pilot, "XY")
        assert app.value("visit.name") == "beforeXY"
        await pilot.press("f4")
        await pilot.pause()
        assert app.value("visit.name") == "before"
        await write(pilot, "Z")
        assert app.value("visit.name") == "beforeZ"


async def test_reopening_stands_at_the_same_question(peopled: Session, clock: Clock) -> None:
    peopled.go(Position("people", "person.age", "p2"))
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert app.field.place == Place("person.age", "p2")
        await pilot.press("shift+tab")
        await pilot.pause()
        assert peopled.position == Position("people", "person.name", "p2")


@pytest.mark.parametrize(
    "position",
    [
        Position("people", "person.age", "gone"),
        Position("visit", "visit.reason"),
        Position("visit", "visit.goal"),
        Position("people"),
        Position("people", "no.such"),
        Position("nowhere"),
    ],
)
async def test_any_position_leads_to_a_question(
    peopled: Session, clock: Clock, position: Position
) -> None:
    app = form_of(peopled, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.form.go_to(position)
        await pilot.pause()
        assert app.session.questionnaire.homes[app.here].section in (position.section, "visit")


async def test_the_outline_leads_to_a_section(session: Session, clock: Clock) -> None:
    for size in ((80, 24), (120, 36)):
        app = form_of(session, clock)
        async with app.run_test(size=size) as pilot:
            await go(pilot, "visit.name")
            await pilot.press("shift+tab")
            await pilot.pause()
            assert isinstance(app.focused, Outline)
            await pilot.press("down", "down", "enter")
            await pilot.pause()
            assert app.here == "host.who"
            await go(pilot, "visit.name")
            await pilot.press("shift+tab", "end", "up", "enter")
            await pilot.pause()
            assert app.asked == ["review"]


async def test_a_plan_to_look_at_only_stays_as_it_is(tmp_path: Path, clock: Clock) -> None:
    session = session_of(tmp_path, VISIT, read_only=True)
    session.answers = Answers(values={Place("visit.name"): "Round"})
    before = session.answers
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        assert "Round" in app.shown
        await pilot.press("tab", "shift+tab", "down", "up")
        assert app.said == []
        await write(pilot, "x")
        assert app.said == ["This plan is open to look at only."]
        await go(pilot, "visit.mode")
        await pilot.press("space", "f3", "ctrl+l", "f4", "f8", "f8")
        await pilot.pause()
        assert session.answers == before
        assert app.said


@pytest.mark.parametrize("size", [(40, 10), (60, 18), (80, 24), (120, 36), (30, 6), (1, 1)])
async def test_resizing_loses_nothing(
    session: Session, clock: Clock, size: tuple[int, int]
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await write(pilot, "ab")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        await write(pilot, "cd")
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert app.value("visit.name") == "abcd"
        assert app.here == "visit.name"


async def test_what_was_asked_of_a_list_that_is_gone_from_the_screen_is_let_be(
    session: Session, clock: Clock
) -> None:
    """A click or key on a slow line may arrive behind the turn of the page."""
    app = form_of(session, clock)
    async with app.run_test() as pilot:
        await go(pilot, "visit.name")
        before = session.answers
        for what in ("add", "copy", "delete", "up", "down"):
            app.form.post_message(ItemStrip.Act(what, "" if what == "add" else "gone"))
        app.form.post_message(ItemStrip.Chosen("gone", open=True))
        await pilot.pause()
        await pilot.pause()
        assert app.is_running
        assert session.answers == before
        assert app.here == "visit.name"
