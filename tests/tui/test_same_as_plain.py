"""The same answers give, byte for byte, the same plan file on the screen and line by line."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.kinds import LongText, Texts
from smtui.questionnaire.shelf import find
from tests.plain.talk import NOW, Talk, picker
from tests.plan.party import party, shared
from tests.plan.workshop import WORKSHOP
from tests.tui.forms import FormApp, choose, paste, ready, write
from tests.tui.test_whole_run import STEPS

Answer = tuple[str, str | tuple[str, ...]]
"""A question and what is typed, or the choices by id (items by number); + adds to a list."""

PARTY: list[Answer] = [
    ("party.name", "Gala"),
    ("party.about", "One.\n\nTwo."),
    ("party.kind", ("big",)),
    ("party.hall", " Town hall"),
    ("party.size", ""),
    ("party.music", ("folk", "jazz")),
    ("party.open", "y"),
    ("party.price", "1,500"),
    ("party.day", "1 Sep 2027"),
    ("party.rules", "No shoes\nNo phones"),
    ("party.place.town", "Oslo"),
    ("party.place.rooms", "2"),
    ("party.place.from", "2027-08-31"),
    ("party.place.hint", ""),
    ("party.tune", ("folk",)),
    ("guest.name", "Ada"),
    ("guest.food", ("green",)),
    ("guest.allergy", "Nuts"),
    ("guest.trip.by", "Boat"),
    ("guest.trip.hours", "2.5"),
    ("+", "guest"),
    ("guest.name", "Bo"),
    ("guest.food", ("all",)),
    ("guest.trip.by", ""),
    ("guest.trip.hours", "many"),
    ("+", "gift"),
    ("gift.what", "Cake"),
    ("gift.guest", ("2",)),
    ("gift.second", ("1",)),
]


@pytest.mark.parametrize("number", [1, 12, 17, len(PARTY)])
async def test_the_files_are_the_same(number: int, tmp_path: Path) -> None:
    """Wherever one stops."""
    answers = PARTY[:number]
    screen, plain = tmp_path / "screen.toml", tmp_path / "plain.toml"
    session = Session(shared(), run="full", today=NOW.date(), pick=picker())
    keeper = Keeper(session, screen, lambda: NOW)
    app = FormApp(session, keeper)
    async with app.run_test(size=(80, 24)) as pilot:
        await answered_on_screen(pilot, answers)
        assert keeper.close()
    Talk(shared(), *typed(answers), file=plain, interactive=False)
    assert plain.read_bytes() == screen.read_bytes()


async def answered_on_screen(pilot: Pilot[None], answers: Sequence[Answer]) -> None:
    """Give the answers by keys, one after the other, as the form leads."""
    app = await ready(pilot)
    for name, value in answers:
        if name == "+":
            await added_on_screen(pilot, app, str(value))
            continue
        assert app.here == name
        if isinstance(value, tuple):
            guests = app.session.answers.ids("guest")
            await choose(pilot, *(guests[int(one) - 1] if one in "12" else one for one in value))
        else:
            await write(pilot, value)
        question = app.session.questionnaire.questions[name]
        several = isinstance(question, LongText | Texts)
        await pilot.press("tab" if several else "enter")
        await pilot.pause()


async def added_on_screen(pilot: Pilot[None], app: FormApp, list_id: str) -> None:
    """Add one to the list of this page, or of the page before, which Enter has led away from."""
    step = app.form.page.step
    assert step is not None
    if step.sheet.list != list_id:
        await pilot.press("f7", "shift+tab")
    await pilot.press("plus")
    await pilot.pause()


def typed(answers: Sequence[Answer]) -> Iterator[str]:
    """The same answers as lines."""
    at = ""
    for name, value in answers:
        if name == "+":
            if at not in ("", value):
                yield ""  # on from the list before
            yield "+"
        elif isinstance(value, tuple):
            yield ", ".join(value)
        else:
            yield from (line or "." for line in value.split("\n") if line or "\n" in value)
            if "\n" in value or not value:
                yield ""
        at = (
            name.partition(".")[0] if "." in name and not name.startswith(("party", "work")) else at
        )


# the kinds that are made of parts or lead elsewhere

WORKSHOP_ANSWERS: list[Answer] = [
    ("work.name", "Day out"),
    ("work.mood", "4"),
    ("work.often", "0"),
    ("work.order", ("walk", "talk", "eat")),
    ("work.media", ("post", "other")),
    ("work.media_other.name", "Radio"),
    ("work.media_other.cost", "1,200"),
    ("work.most", "3"),
    ("work.currency", "EUR"),
    ("work.time.share", "70"),
    ("work.time.share", "30 %"),
    ("work.presence.state", ("dormant",)),
    ("work.presence.note", "Nobody writes"),
    ("work.presence.state", ("active",)),
    ("work.room", ("hall",)),
    ("+", "person"),
    ("person.name", "Ada"),
    ("person.share", "60"),
    ("person.cap", "50"),
    ("person.tasks", ""),
    ("person.boss", ""),
    ("person.marks.mark", "4"),
    ("person.marks.mark", "2"),
    ("person.advice", "Write more"),
    ("+", "task"),
    ("task.what", "Cook"),
]


@pytest.mark.parametrize("number", [7, 12, 19, len(WORKSHOP_ANSWERS)])
async def test_the_files_are_the_same_for_what_is_made_of_parts(
    number: int, tmp_path: Path
) -> None:
    answers = WORKSHOP_ANSWERS[:number]
    screen, plain = tmp_path / "screen.toml", tmp_path / "plain.toml"
    session = Session(
        party(tmp_path / "workshop", WORKSHOP), run="full", today=NOW.date(), pick=picker()
    )
    keeper = Keeper(session, screen, lambda: NOW)
    app = FormApp(session, keeper)
    async with app.run_test(size=(80, 24)) as pilot:
        await answered_on_screen(pilot, answers)
        assert keeper.close()
    talk = Talk(session.questionnaire, *typed(answers), file=plain, interactive=False)
    assert talk.interview.refused == 0
    assert plain.read_bytes() == screen.read_bytes()


# the short run of the questionnaire that comes with smtui


async def test_the_whole_short_run_gives_the_same_file(tmp_path: Path) -> None:
    screen, plain = tmp_path / "screen.toml", tmp_path / "plain.toml"
    session = Session(load(find("")), today=NOW.date(), pick=picker())
    keeper = Keeper(session, screen, lambda: NOW)
    app = FormApp(session, keeper)
    async with app.run_test(size=(80, 40)) as pilot:
        await ready(pilot)
        for wanted, how, value in STEPS:
            question = session.questionnaire.questions[app.here]
            assert (question.ask or question.called).startswith(wanted)
            await step_on_screen(pilot, app, how, value)
        assert app.asked == ["review"]
        assert keeper.close()
    lines = list(lines_of_the_short_run())
    talk = Talk(session.questionnaire, *lines, run="quick", file=plain, interactive=False)
    assert "That was the last question." in talk.said
    assert talk.interview.refused == 0
    assert plain.read_bytes() == screen.read_bytes()


async def step_on_screen(pilot: Pilot[None], app: FormApp, how: str, value: str) -> None:
    """Do by keys what a person does at a question in the test of the whole run."""
    place = app.field.place
    if how in ("type", "lines"):
        await paste(pilot, value.replace("|", "\n"))
    elif how in ("pick", "tick"):
        offers = app.session.reading.offers(place)
        labels = value.split("|")
        await choose(
            pilot, *(next(o.id for o in offers if o.label.startswith(one)) for one in labels)
        )
    elif how == "park":
        await pilot.press("f3")
        await write(pilot, "Ana")
        await pilot.press("f8")
        await pilot.pause()
        return
    await pilot.press("tab" if how == "lines" else "enter")
    await pilot.pause()


def lines_of_the_short_run() -> Iterator[str]:
    """The same as lines; behind the one item of a list an empty one leads on."""
    last = {"Where do they spend": "Facebook", "months": "4", "Which channel": "Facebook"}
    last |= {
        one: value for one, _, value in STEPS if one.startswith(("What do members", "Which kind"))
    }
    for wanted, how, value in STEPS:
        if how == "lines":
            yield from (*value.split("|"), "")
        else:
            yield {"park": "/park Ana", "take": ""}.get(how, value.replace("|", ", "))
        if last.get(wanted) == value:
            yield ""
