"""The replies beside an answer: not known yet, does not apply, seen another way, a note."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from smtui.plan.answers import Answers, Disagreement, Parked, Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Position, Session
from smtui.questionnaire.expression import State
from smtui.scoring.scorecard import score
from smtui.tui.disagreement import AskDisagreement
from smtui.tui.messages import GoTo
from smtui.tui.review import Review
from smtui.tui.rows import Rows
from smtui.tui.scorecard import ScoreScreen
from tests.conftest import HOSTILE
from tests.tui.forms import form_of, go, ready, session_of, workshop_of, write
from tests.tui.hostile import named
from tests.tui.stage import Bare, shown

Clock = Callable[[], datetime]

MOOD, OFTEN = Place("work.mood"), Place("work.often")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return workshop_of(tmp_path)


# does not apply


async def test_a_question_that_does_not_apply_is_said_so_and_left(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.mood")
        await pilot.press("ctrl+x")
        await pilot.pause()
        assert session.answers.not_applicable == {MOOD: True}
        assert app.here == "work.often"
        assert "- does not apply" in app.shown
        await pilot.press("shift+tab")
        await pilot.pause()
        assert "ctrl+x" in app.shown  # the coach says how to end it
        await pilot.press("ctrl+x")
        await pilot.pause()
        assert not session.answers.not_applicable
        assert app.here == "work.mood"
        assert "- does not apply" not in app.shown


async def test_an_answer_ends_that_a_question_does_not_apply(
    session: Session, clock: Clock
) -> None:
    session.set_not_applicable(MOOD)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.mood")
        await pilot.press("4")
        await pilot.pause()
        assert not session.answers.not_applicable
        assert app.value("work.mood") == 4


async def test_most_questions_always_apply(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.often")
        await pilot.press("ctrl+x")
        await pilot.pause()
        assert not session.answers.not_applicable
        assert any("always applies" in one for one in app.said)
        assert app.here == "work.often"


MAY = """
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
required = true
not_applicable = true
[[sections.questions]]
id = "visit.goal"
kind = "record"
ask = "What is to be reached?"
required = true
fields = [
  { id = "what", kind = "text", label = "what" },
  { id = "by", kind = "longtext", label = "by", not_applicable = "visit.goal.what is answered" },
]
[[sections.questions]]
id = "visit.time"
kind = "shares"
ask = "How is the time divided?"
not_applicable = true
rows = [{ id = "talk", label = "Talk" }, { id = "rest", label = "Rest" }]
[[sections.questions]]
id = "visit.last"
kind = "text"
ask = "Anything else?"
"""


async def test_it_works_inside_editors_and_loses_no_text(tmp_path: Path, clock: Clock) -> None:
    session = session_of(tmp_path, MAY)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.size")
        await write(pilot, "12")
        await pilot.press("shift+home", "ctrl+x")
        await pilot.pause()
        size = Place("visit.size")
        assert session.answers.not_applicable == {size: True}
        assert session.answers.value(size) == 12
        assert session.reading.value(*size) is None
        await pilot.press("f4")
        await pilot.pause()
        assert not session.answers.not_applicable
        assert session.reading.value(*size) == 12


async def test_it_is_for_fields_where_these_allow_it(tmp_path: Path, clock: Clock) -> None:
    session = session_of(tmp_path, MAY)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.goal.by")
        await pilot.press("ctrl+x")
        await pilot.pause()
        assert not session.answers.not_applicable
        await go(pilot, "visit.goal.what")
        await write(pilot, "Peace")
        await pilot.press("tab", "ctrl+x")
        await pilot.pause()
        assert session.answers.not_applicable == {Place("visit.goal.by"): True}
        assert session.reading.state("visit.goal", "") is State.ANSWERED


async def test_in_a_part_it_is_for_the_whole_where_that_allows_it(
    tmp_path: Path, clock: Clock
) -> None:
    session = session_of(tmp_path, MAY)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.time")
        assert app.field.place == Place("visit.time.share", ".talk")
        await pilot.press("ctrl+x")
        await pilot.pause()
        assert session.answers.not_applicable == {Place("visit.time"): True}
        assert app.here == "visit.last"
        assert "- does not apply" in app.shown
        assert "% left" not in app.shown
        await go(pilot, "visit.time")
        await pilot.press("ctrl+x")
        await pilot.pause()
        assert not session.answers.not_applicable
        assert "0 of 100 %: 100 % left" in app.shown


async def test_what_does_not_apply_is_neither_open_nor_answered(
    tmp_path: Path, clock: Clock
) -> None:
    session = session_of(tmp_path, MAY)
    session.answer(Place("visit.goal.what"), "Peace")
    session.answer(Place("visit.goal.by"), "Trying")
    before = session.standing("visit")
    session.set_not_applicable(Place("visit.size"))
    after = session.standing("visit")
    assert (before.required_open, after.required_open) == (1, 0)
    assert (before.answered, after.answered) == (1, 1)
    assert after.open == before.open - 1
    assert after.not_applicable == 1


# seen another way


async def test_who_disagrees_stands_under_the_answer(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.name")
        await write(pilot, "Jam")
        await pilot.press("ctrl+f")
        await pilot.pause()
        assert isinstance(app.screen, AskDisagreement)
        await write(pilot, "Ana")
        await pilot.press("enter")
        await write(pilot, "call it Jelly")
        await pilot.press("f8")
        await pilot.pause()
        said = {Place("work.name"): Disagreement("Ana", "call it Jelly")}
        assert session.answers.disagreements == said
        assert app.value("work.name") == "Jam"
        assert "d Ana disagrees: call it Jelly" in app.shown
        assert app.here == "work.name"
        await pilot.press("ctrl+f")
        await pilot.pause()
        await pilot.press("backspace", "backspace", "backspace", "B", "o", "escape", "escape")
        await pilot.pause()
        assert session.answers.disagreements == said


async def test_nobody_disagrees_any_more(session: Session, clock: Clock) -> None:
    session.disagree(MOOD, "Ana", "grim")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.mood")
        await pilot.press("ctrl+f")
        await pilot.pause()
        await pilot.press("tab", "tab", "down")
        await pilot.pause()
        assert "▸ Nobody disagrees any more" in app.shown
        await pilot.press("enter")
        await pilot.pause()
        assert not session.answers.disagreements
        assert "disagrees" not in app.shown


async def test_emptying_both_lines_takes_a_disagreement_away(
    session: Session, clock: Clock
) -> None:
    session.disagree(MOOD, "Bo", "so")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.mood")
        await pilot.press("ctrl+f")
        await pilot.pause()
        await pilot.press("backspace", "backspace", "enter", "backspace", "backspace", "f8")
        await pilot.pause()
        assert not session.answers.disagreements


# the parts, and what is kept


async def test_every_reply_is_about_the_cell_in_focus(session: Session, clock: Clock) -> None:
    session.answer(Place("work.media"), ("mail", "post"))
    cell = Place("work.presence.state", ".post")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.name")
        app.form.go_to(Position("first", *cell))
        await pilot.pause()
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "How do they go?: Post: state" in app.shown
        await write(pilot, "ask")
        await pilot.press("f8", "ctrl+f")
        await pilot.pause()
        await write(pilot, "Ana")
        await pilot.press("f8", "f3")
        await pilot.pause()
        await write(pilot, "Bo")
        await pilot.press("f8")
        await pilot.pause()
        answers = session.answers
        assert answers.remarks[cell].text == "ask"
        assert answers.disagreements == {cell: Disagreement("Ana")}
        assert answers.parked == {cell: Parked("Bo")}
        shown = app.shown
        for words in ("n note: ask", "d Ana disagrees", "p parked: not known yet, Bo finds out"):
            assert words in shown


async def test_a_whole_that_is_parked_is_so_in_each_of_its_parts(
    tmp_path: Path, clock: Clock
) -> None:
    session = session_of(tmp_path, MAY)
    session.park(Place("visit.time"), "Bo")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.time")
        assert "p parked: not known yet, Bo finds out" in app.shown
        await pilot.press("f3")
        await pilot.pause()
        await pilot.press("tab", "tab", "down", "enter")
        await pilot.pause()
        assert not session.answers.parked
        session.park(Place("visit.time"), "Bo")
        await write(pilot, "50")
        assert not session.answers.parked
        assert app.value("visit.time.share", ".talk") == 50


async def test_what_is_typed_into_a_dialog_is_in_the_plan_at_once(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.often")
        await pilot.press("f3")
        await pilot.pause()
        await write(pilot, "Mara")
        assert session.answers.parked == {OFTEN: Parked("Mara")}
        await pilot.press("enter")
        await write(pilot, "2027-02-28")
        assert session.answers.parked == {OFTEN: Parked("Mara", date(2027, 2, 28))}
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert not session.answers.parked
        await pilot.press("ctrl+f")
        await pilot.pause()
        await write(pilot, "An")
        assert session.answers.disagreements == {OFTEN: Disagreement("An")}


async def test_typing_who_finds_out_is_one_step_of_undo(session: Session, clock: Clock) -> None:
    session.park(OFTEN, "Bo")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.often")
        await pilot.press("f3")
        await pilot.pause()
        await write(pilot, "ris")
        await pilot.press("f8")
        await pilot.pause()
        assert session.answers.parked == {OFTEN: Parked("Boris")}
        await pilot.press("f4")
        await pilot.pause()
        assert session.answers.parked == {OFTEN: Parked("Bo")}


async def test_a_plan_to_look_at_only_takes_no_reply(tmp_path: Path, clock: Clock) -> None:
    session = workshop_of(tmp_path, read_only=True)
    session.answers = Answers(values={MOOD: 3})
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "work.mood")
        for key in ("f3", "ctrl+l", "ctrl+x", "ctrl+f"):
            await pilot.press(key)
            await pilot.pause()
            assert app.said[-1] == "This plan is open to look at only."
            app.said.append("")
        assert session.answers == Answers(values={MOOD: 3})


async def test_on_the_strip_there_is_no_question_to_speak_of(
    session: Session, clock: Clock
) -> None:
    session.add_item("person")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "person.name", session.answers.ids("person")[0])
        await pilot.press("shift+tab", "ctrl+x", "ctrl+f", "f3", "ctrl+l")
        await pilot.pause()
        assert len([one for one in app.said if one.startswith("Go to a question first")]) == 4


# the review and the scorecard


def replied(session: Session) -> None:
    session.answer(Place("work.media"), ("mail",))
    session.set_not_applicable(MOOD)
    session.disagree(Place("work.presence.state", ".mail"), "Ana", "it is dead")
    session.park(OFTEN, "Bo")
    session.remark(Place("work.name"), "ask them", "Cy")


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)])
async def test_the_review_has_each_sort_of_reply_in_a_group(
    session: Session, clock: Clock, size: tuple[int, int]
) -> None:
    replied(session)
    keeper = Keeper(session, None, clock)
    app = Bare(lambda: Review(session, keeper))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = app.screen.query_one(Rows).plain
        lines = [line.strip() for line in text.splitlines()]
        for title, found in (
            ("Parked", "p How often?   not known yet   Bo"),
            ("Does not apply", "- How do you look forward to ...?"),
            ("Seen another way", "d How do they go?: Mail: state"),
            ("Notes", "n What is it called?"),
        ):
            assert lines[lines.index(title) + 1].startswith(found)
        assert "Ana disagrees: it is dead" in lines
        assert "ask them (Cy)" in lines


class Led(Bare):
    """An app that notes where a screen leads."""

    def on_go_to(self, event: GoTo) -> None:
        self.results.append(event.position)


async def test_a_line_of_the_review_leads_to_the_very_cell(session: Session, clock: Clock) -> None:
    replied(session)
    keeper = Keeper(session, None, clock)
    app = Led(lambda: Review(session, keeper))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for _ in range(30):
            if "▸   d How do they go?: Mail: state" in shown(app):
                break
            await pilot.press("down")
            await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.results == [Position("first", "work.presence.state", ".mail")]
    form = form_of(session, clock)
    async with form.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        form.form.go_to(Position("first", "work.presence.state", ".mail"))
        await pilot.pause()
        assert form.field.place == Place("work.presence.state", ".mail")


async def test_the_review_and_the_strip_tell_what_is_wrong_with_a_list(
    session: Session, clock: Clock
) -> None:
    for share in (70, 40):
        session.answer(Place("person.share", session.add_item("person")), share)
    keeper = Keeper(session, None, clock)
    app = Bare(lambda: Review(session, keeper))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = app.screen.query_one(Rows).plain
        assert "! People: Their shares come to over 100." in text
        assert "People   1 wrong" in text
    assert not session.standing("second").done


async def test_the_scorecard_has_who_disagrees(session: Session, clock: Clock) -> None:
    replied(session)
    card = score(session.questionnaire, session.answers, session.run)
    keeper = Keeper(session, None, clock)
    app = Bare(lambda: ScoreScreen(session, keeper, lambda: card))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = app.screen.query_one(Rows).plain
        assert "Seen another way" in text
        assert "Ana disagrees: it is dead" in text


async def test_hostile_words_of_those_who_disagree(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(60, 18)) as pilot:
        for name in HOSTILE:
            with named(name) as hostile:
                session.disagree(OFTEN, hostile, hostile)
                await go(pilot, "work.often")
                assert not set(app.shown) & {"\x1b", "\x07", "\x9b"}
                await pilot.press("ctrl+f")
                await pilot.pause()
                assert not set(app.shown) & {"\x1b", "\x07", "\x9b"}
                await pilot.press("escape", "escape")
                await pilot.pause()


async def test_where_it_may_be_said_that_a_question_does_not_apply_its_key_is_told(
    tmp_path: Path, clock: Clock
) -> None:
    app = form_of(session_of(tmp_path, MAY), clock)
    told = "ctrl+x: does not apply"
    async with app.run_test(size=(80, 24)) as pilot:
        for name, allowed in (
            ("visit.name", False), ("visit.size", True), ("visit.goal.by", False),
            ("visit.time", True),
        ):  # fmt: skip
            await go(pilot, name)
            assert (told in app.shown) is allowed
