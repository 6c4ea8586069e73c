"""Each field: what is typed, pasted or chosen becomes the answer, whatever it is."""

import json
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from smtui.plan.answers import Answers, Place
from smtui.plan.session import Session
from smtui.questionnaire.kinds import KINDS
from smtui.tui.fields import FIELDS
from smtui.tui.options import Options
from tests.conftest import HOSTILE
from tests.tui.forms import burst, choose, form_of, go, paste, ready, session_of, write
from tests.tui.hostile import named

Clock = Callable[[], datetime]

EVERY_KIND = """
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
required = true
[[sections.questions]]
id = "visit.story"
kind = "longtext"
ask = "Tell the story."
[[sections.questions]]
id = "visit.size"
kind = "number"
ask = "How many?"
unit = "people"
least = 1
[[sections.questions]]
id = "visit.cost"
kind = "money"
ask = "How much?"
currency = "EUR"
per = "month"
[[sections.questions]]
id = "visit.share"
kind = "percent"
ask = "Which share?"
[[sections.questions]]
id = "visit.day"
kind = "date"
ask = "When?"
[[sections.questions]]
id = "visit.steps"
kind = "texts"
ask = "Which steps?"
[[sections.questions]]
id = "visit.sure"
kind = "yesno"
ask = "Sure?"
[[sections.questions]]
id = "visit.way"
kind = "choice"
ask = "Which way?"
choices = [
  { id = "rail", label = "By rail", help = "slow" },
  { id = "road", label = "By road" },
  { id = "air", label = "By air" },
]
[[sections.questions]]
id = "visit.food"
kind = "choices"
ask = "What to eat?"
least = 2
most = 3
choices = [
  { id = "soup", label = "Soup" },
  { id = "bread", label = "Bread" },
  { id = "cake", label = "Cake" },
  { id = "fast", label = "Nothing", alone = true },
]
[[sections.questions]]
id = "visit.host"
kind = "link"
to = "person"
ask = "Who is the host?"

[[sections]]
id = "people"
title = "People"
[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"
"""

TYPED = (
    "visit.name", "visit.story", "visit.size", "visit.cost", "visit.share", "visit.day",
    "visit.steps",
)  # fmt: skip


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return session_of(tmp_path, EVERY_KIND)


def test_there_is_a_field_for_each_kind() -> None:
    of_parts_or_worked_out = {"record", "grid", "shares", "computed"}
    assert set(FIELDS) == set(KINDS) - of_parts_or_worked_out


async def test_hostile_text_stays_text(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, TYPED[0])
        for hostile in HOSTILE:
            with named(hostile) as text:
                cleaned = {one: session.questionnaire.questions[one].clean(text) for one in TYPED}
                expected = {name: value or None for name, value in cleaned.items()}
                for name in TYPED:  # each of them open, and closed
                    assert app.here == name
                    await paste(pilot, text)
                    assert harmless(app.shown)
                    await pilot.press("tab")
                    assert harmless(app.shown)
                assert {name: app.value(name) for name in TYPED} == expected
                app.form._settle()  # at once what else is drawn after a while: the title, say
                for name in reversed(TYPED):  # opening an answer again does not change it
                    await pilot.press("shift+tab")
                    assert app.here == name
                    assert harmless(app.shown)
                assert {name: app.value(name) for name in TYPED} == expected
                for name in TYPED:
                    session.answer(Place(name), None)
                await pilot.pause()


def harmless(shown: str) -> bool:
    """Whether a screen is free of what a terminal might obey."""
    return not any(
        unicodedata.category(one) in ("Cc", "Cs") or one in "\u202d\u202e"
        for one in shown.replace("\n", "")
    )


async def test_hostile_labels_and_titles_are_shown_as_they_are(
    tmp_path: Path, clock: Clock
) -> None:
    names = {f"h{at}": name for at, name in enumerate(HOSTILE)}
    choices = "".join(
        f"  {{ id = {json.dumps(one)}, label = {written} }},\n"
        for one, name in names.items()
        # what is in braces is a value of the plan, where it is an author who writes it
        for plain in [HOSTILE[name].partition("\r")[0].replace("{", "{{").replace("}", "}}")]
        if (written := json.dumps("x" + plain, ensure_ascii=False))
    )
    session = session_of(tmp_path, EVERY_KIND.replace("choices = [\n", f"choices = [\n{choices}"))
    clean = session.questionnaire.questions["visit.name"].clean
    titles = {Place("person.name", one): clean(HOSTILE[name]) for one, name in names.items()}
    session.answers = Answers(
        values={place: title for place, title in titles.items() if title},
        items={"person": tuple(names)},
    )
    app = form_of(session, clock)
    async with app.run_test(size=(80, 30)) as pilot:
        for question in ("visit.way", "visit.food", "visit.host"):
            await go(pilot, question)
            await pilot.press("home")
            for one, name in names.items():
                with named(name) as hostile:
                    assert isinstance(app.field, Options)
                    assert app.field.under is not None and app.field.under.id == one
                    await pilot.press("space")
                    chosen = (one,) if question == "visit.food" else one
                    assert app.value(question) == chosen
                    assert harmless(app.shown)
                    if hostile.isascii() and hostile.isprintable() and 0 < len(hostile) < 40:
                        label = hostile if question == "visit.host" else f"x{hostile}"
                        assert f") {label}" in app.shown or f"] {label}" in app.shown
                    await pilot.press("space", "down")
                    assert app.value(question) is None
        for question in ("visit.way", "visit.food", "visit.host"):  # chosen, and not in focus
            await go(pilot, question)
            await choose(pilot, "h0")
        await pilot.press("tab")
        app.form._settle()
        await pilot.pause()
        assert harmless(app.shown)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("visit.name", "Ada's visit", "Ada's visit"),
        ("visit.size", "1,500", 1500),
        ("visit.size", "twelve", "twelve"),
        ("visit.share", "86 %", 86),
        ("visit.cost", "12.5", 12.5),
        ("visit.day", "1 Sep 2026", date(2026, 9, 1)),
        ("visit.day", "1.9.2026", date(2026, 9, 1)),
        ("visit.day", "soon", "soon"),
        ("visit.story", "One\nTwo", "One\nTwo"),
        ("visit.steps", "Go\nCome back", ("Go", "Come back")),
    ],
)
async def test_typing_answers_at_once(
    session: Session, clock: Clock, name: str, typed: str, value: object
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, name)
        keys = {" ": "space", "\n": "enter", ",": "comma", ".": "full_stop", "%": "percent_sign"}
        await pilot.press(*(keys.get(one, one) for one in typed.replace("'", "")))
        await pilot.pause()
        assert app.value(name) == (value.replace("'", "") if isinstance(value, str) else value)


async def test_fast_typing_loses_no_letter_when_the_question_is_left(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.name")
        await pilot.press(*"abc", "tab", *"one", "tab", *"7", "shift+tab")
        await pilot.pause()
        assert app.value("visit.name") == "abc"
        assert app.value("visit.story") == "one"
        assert app.value("visit.size") == 7
        assert app.here == "visit.story"


async def test_keys_of_a_burst_land_where_they_were_meant_to(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.name")
        story = (*"on", "enter", *"two", "tab")
        numbers = (*"12", "enter", *"3", "enter", *"9", "enter", *"1.2.2027", "tab")
        await burst(pilot, *"abx", "backspace", *"c", "enter", *story, *numbers)
        await burst(pilot, *"x", "tab", "y", "tab", "down", "space", "down", "enter", "space")
        await burst(pilot, "down", "space", "f7", "f8", "f8", *"Ada", "f7", *"!")
        assert app.value("visit.name") == "abc!"
        assert app.value("visit.story") == "on\ntwo"
        assert app.value("visit.size") == 12
        assert app.value("visit.cost") == 3
        assert app.value("visit.share") == 9
        assert app.value("visit.day") == date(2027, 2, 1)
        assert app.value("visit.steps") == ("x",)
        assert app.value("visit.sure") is True
        assert app.value("visit.way") == "air"
        assert app.value("visit.food") == ("soup", "bread")


async def test_typing_into_an_answer_adds_to_it(session: Session, clock: Clock) -> None:
    session.answer(Place("visit.name"), "my long answer")
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.name")
        await pilot.press("Z")
        await pilot.pause()
        assert app.value("visit.name") == "my long answerZ"


async def test_lines_pasted_into_one_line_are_joined(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.name")
        await paste(pilot, "first\r\nsecond\nthird\n")
        assert app.value("visit.name") == "first second third"


async def test_the_end_of_a_long_paste_is_in_sight(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.name")
        await paste(pilot, "at the very beginning, " + "and so on, " * 20 + "to the end")
        await pilot.pause()
        assert "to the end" in app.shown


@pytest.mark.parametrize("name", ["visit.name", "visit.story"])
async def test_a_paste_too_long_is_cut_and_said(session: Session, clock: Clock, name: str) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, name)
        await paste(pilot, "y" * 20_010)
        assert app.value(name) == "y" * 20_000
        assert any("20,000" in one and "10" in one for one in app.said)


async def test_opening_a_number_does_not_round_it(session: Session, clock: Clock) -> None:
    session.answer(Place("visit.size"), 3.14159)
    session.answer(Place("visit.cost"), 1234567)
    before = session.answers
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("visit.size", "visit.cost", "visit.day"):
            await go(pilot, name)
        await pilot.pause()
        assert session.answers == before


async def test_units_and_the_day_understood_stand_beside(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.size")
        assert "people" in app.shown
        await go(pilot, "visit.cost")
        assert "EUR per month" in app.shown
        await go(pilot, "visit.day")
        await write(pilot, "2026-09-01")
        assert "= Tue 1 Sep 2026" in app.shown


async def test_one_of_is_taken_with_enter_or_space_and_cleared(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.way")
        await pilot.press("down")
        assert app.value("visit.way") is None
        await pilot.press("space")
        await pilot.pause()
        assert app.value("visit.way") == "road"
        assert "(•) By road" in app.shown
        assert app.here == "visit.way"
        await pilot.press("space")
        await pilot.pause()
        assert app.value("visit.way") is None
        await pilot.press("enter")
        await pilot.pause()
        assert app.value("visit.way") == "road"
        assert app.here == "visit.food"
        await go(pilot, "visit.way")
        await pilot.press("backspace")
        await pilot.pause()
        assert app.value("visit.way") is None


async def test_any_of_keeps_the_order_and_one_alone_excludes_the_rest(
    session: Session, clock: Clock
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.food")
        await choose(pilot, "cake", "soup")
        assert app.value("visit.food") == ("soup", "cake")
        assert "choose 2 to 3, 2 chosen" in app.shown
        await choose(pilot, "fast")
        assert app.value("visit.food") == ("fast",)
        await choose(pilot, "bread")
        assert app.value("visit.food") == ("bread",)


async def test_yes_no_has_a_third_state(session: Session, clock: Clock) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.sure")
        assert app.value("visit.sure") is None
        await pilot.press("n")
        await pilot.pause()
        assert app.value("visit.sure") is False
        await pilot.press("y")
        await pilot.pause()
        assert app.value("visit.sure") is True
        await pilot.press("backspace")
        await pilot.pause()
        assert app.value("visit.sure") is None


async def test_a_link_offers_items_by_title(session: Session, clock: Clock) -> None:
    session.answers = Answers(
        values={Place("person.name", "p1"): "Ada", Place("person.name", "p2"): "Bo"},
        items={"person": ("p1", "p2")},
    )
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.host")
        assert "Ada" in app.shown and "Bo" in app.shown
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.value("visit.host") == "p2"


async def test_many_choices_are_found_by_letters(tmp_path: Path, clock: Clock) -> None:
    many = ", ".join(f'{{ id = "c{at}", label = "Town {at}" }}' for at in range(40))
    text = EVERY_KIND.replace(
        'ask = "Which way?"\nchoices = [', f'ask = "Which way?"\nchoices = [ {many},'
    )
    session = session_of(tmp_path, text)
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.way")
        assert "more below" in app.shown
        await write(pilot, "37")
        assert "Town 37" in app.shown and "Town 1 " not in app.shown
        await pilot.press("enter")
        await pilot.pause()
        assert app.value("visit.way") == "c37"


async def test_a_choice_that_is_gone_stays_in_sight(session: Session, clock: Clock) -> None:
    session.answers = Answers(values={Place("visit.way"): "boat"})
    app = form_of(session, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.way")
        assert "boat" in app.shown
        assert "no longer offered" in app.shown
        await pilot.press("tab")
        await pilot.pause()
        assert app.value("visit.way") == "boat"
        assert "not one of the choices" in app.shown


@pytest.mark.parametrize("size", [(40, 10), (60, 18), (80, 24), (120, 36), (200, 60)])
async def test_every_field_fits_every_window(
    session: Session, clock: Clock, size: tuple[int, int]
) -> None:
    app = form_of(session, clock)
    async with app.run_test(size=size) as pilot:
        await ready(pilot)
        for name in session.questionnaire.questions:
            if name.startswith("visit."):
                await go(pilot, name)
                await pilot.pause()
                page = app.form.page.region
                assert page.contains_region(app.field.region.intersection(page))
                assert app.field.region.intersection(page).height > 0


# scales, rankings, several links


STEPPED = """
[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"
[[sections]]
id = "visit"
title = "Trip"
[[sections.questions]]
id = "visit.name"
kind = "text"
ask = "What is it called?"
[[sections.questions]]
id = "visit.mood"
kind = "scale"
ask = "Looking forward?"
low = "not at all"
high = "very much"
[[sections.questions]]
id = "visit.pain"
kind = "scale"
ask = "Any pain?"
least = 0
most = 10
[[sections.questions]]
id = "visit.often"
kind = "scale"
ask = "How often?"
least = 0
steps = ["Never", "Some days", "Every day"]
[[sections.questions]]
id = "visit.order"
kind = "ranking"
ask = "In which order?"
choices = [
  { id = "talk", label = "Talk", group = "Sitting" },
  { id = "eat", label = "Eat", group = "Sitting" },
  { id = "walk", label = "Walk", group = "Moving" },
  { id = "swim", label = "Swim", group = "Moving", retired = true },
]
[[sections.questions]]
id = "visit.guides"
kind = "links"
ask = "Who leads?"
to = "person"
most = 2
[[sections]]
id = "people"
title = "People"
[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"
"""


@pytest.fixture
def trip(tmp_path: Path) -> Session:
    session = session_of(tmp_path, STEPPED)
    session.add_items("person", "person.name", ["Ana", "Tom", "Eve"])
    return session


@pytest.mark.parametrize(
    ("name", "keys", "value"),
    [
        ("visit.mood", ["4"], 4),
        ("visit.mood", ["4", "2"], 2),
        ("visit.mood", ["right", "space"], 3),
        ("visit.mood", ["left", "left", "space"], 2),
        ("visit.mood", ["right"], None),
        ("visit.mood", ["9"], None),
        ("visit.mood", ["4", "backspace"], None),
        ("visit.pain", ["1"], 1),
        ("visit.pain", ["1", "0"], 10),
        ("visit.pain", ["0"], 0),
        ("visit.often", ["1"], 1),
        ("visit.often", ["down", "down", "space"], 1),
        ("visit.order", ["space", "down", "down", "space", "up", "space"], ("talk", "walk", "eat")),
        ("visit.order", ["space", "down", "space", "1"], ("eat", "talk")),
        ("visit.order", ["space", "down", "space", "less_than_sign"], ("eat", "talk")),
        ("visit.order", ["space", "space"], None),
    ],
)
async def test_steps_and_ranks_are_given_by_keys(
    trip: Session, clock: Clock, name: str, keys: list[str], value: object
) -> None:
    app = form_of(trip, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, name)
        await pilot.press(*keys)
        await pilot.pause()
        assert app.here == name
        assert app.value(name) == value


async def test_enter_alone_answers_no_scale(trip: Session, clock: Clock) -> None:
    app = form_of(trip, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.mood")
        await pilot.press("enter")
        await pilot.pause()
        assert (app.here, app.value("visit.mood")) == ("visit.pain", None)


async def test_a_scale_names_its_ends_and_marks_its_step(trip: Session, clock: Clock) -> None:
    app = form_of(trip, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.mood")
        await pilot.press("4")
        await pilot.pause()
        (line,) = [one for one in app.shown.split("\n") if "not at all" in one]
        assert "(4)" in line and line.index("not at all") < line.index("(4)")
        assert line.index("(4)") < line.index("very much")
        await go(pilot, "visit.often")
        assert "4 of 5" in app.shown
        assert "1 Some days" in app.shown


async def test_ranks_are_seen_under_their_groups_and_retired_choices_are_not(
    trip: Session, clock: Clock
) -> None:
    app = form_of(trip, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.order")
        await pilot.press("down", "down", "space")
        await pilot.pause()
        lines = [one.strip() for one in app.shown.split("\n")]
        found = [
            next(at for at, line in enumerate(lines) if words in line)
            for words in ("Sitting", "[ ] Talk", "[ ] Eat", "Moving", "[1] Walk")
        ]
        assert found == list(range(found[0], found[0] + 5))
        assert "Swim" not in app.shown


async def test_several_links_are_marked_by_their_titles(trip: Session, clock: Clock) -> None:
    app = form_of(trip, clock)
    ana, _, eve = trip.answers.ids("person")
    async with app.run_test(size=(80, 24)) as pilot:
        await go(pilot, "visit.guides")
        assert "choose up to 2" in app.shown
        await pilot.press("space", "down", "down", "space")
        await pilot.pause()
        assert app.value("visit.guides") == (ana, eve)
        assert "[x] Ana" in app.shown and "[ ] Tom" in app.shown
