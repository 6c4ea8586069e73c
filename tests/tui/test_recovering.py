"""What was not saved, and a file that somebody else has changed: asked first, with a way out."""

from pathlib import Path
from typing import Any

import pytest
from textual import on

from smtui.plan.answers import Answers, Place, Remark
from smtui.plan.recovery import Recovery
from smtui.plan.recovery.merging import merged
from smtui.questionnaire.model import Questionnaire
from smtui.text import clean_line
from smtui.tui import messages
from smtui.tui.dialogs import Confirm
from smtui.tui.recovering import Merging, Recovering
from smtui.tui.rows import Rows
from tests.tui import crossings
from tests.tui.crossings import BASE, NAME, NOW, OURS, PLACE, SIZE, THEIRS, TRASH
from tests.tui.stage import Bare, questionnaire, shown

SIZES = pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)], ids=str)


@pytest.fixture
def made(tmp_path: Path) -> Questionnaire:
    return questionnaire(tmp_path)


class Asked(Bare):
    """An app that remembers what was decided."""

    def __init__(self, make: Any) -> None:
        super().__init__(make)
        self.decided: list[tuple[str, Answers | None]] = []
        self.helped: list[str] = []

    @on(Recovering.Decided)
    @on(Merging.Decided)
    def decided_so(self, event: Any) -> None:
        """Remember it."""
        self.decided.append((event.what, event.answers))

    @on(messages.ShowHelp)
    def help_for(self, event: messages.ShowHelp) -> None:
        """Remember it."""
        self.helped.append(event.context)


def recovering(recovery: Recovery, title: str = "Northlight") -> Asked:
    return Asked(lambda: Recovering(recovery, title=title, now=NOW, trash=TRASH))


def merging(
    made: Questionnaire, ours: Answers = OURS, theirs: Answers = THEIRS, base: Answers = BASE
) -> Asked:
    merge = merged(base, ours, theirs, made)
    return Asked(lambda: Merging(merge, title="Northlight", beside="plan-2.toml"))


def words(app: Asked) -> str:
    return " ".join(shown(app).split())


# what was not saved


@SIZES
async def test_it_says_what_was_not_saved_and_offers_to_bring_it_back(
    size: tuple[int, int], made: Questionnaire
) -> None:
    app = recovering(crossings.recovery(made))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "not saved: 2 answers, 14:02 to 14:37 today" in words(app)
        assert "Nothing is lost" in words(app)
        assert "▸ Bring them back" in words(app)
        assert "Leave it" in words(app), "the way out can be seen at once"
        assert max(map(len, shown(app).splitlines())) <= size[0]
        await pilot.press("enter")
        await pilot.pause()
    assert app.decided == [("bring", OURS)]


async def test_each_answer_can_be_looked_at_before(made: Questionnaire) -> None:
    app = recovering(crossings.recovery(made))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Summer fest" not in words(app)
        await pilot.press("down", "enter")
        assert "Comes back (2) ✓ Name party Fest -> Summer fest ✓ Size party 12" in words(app)
        await pilot.press("enter")
        assert "Summer fest" not in words(app)
    assert app.decided == []


@pytest.mark.parametrize(
    "keys", [["f7"], ["ctrl+o"], ["escape"], ["down"] * 4 + ["enter"]], ids=str
)
async def test_it_can_be_left(keys: list[str], made: Questionnaire) -> None:
    app = recovering(crossings.worst(made))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
    assert app.decided == [("leave", None)]


async def test_the_file_can_be_looked_at(made: Questionnaire) -> None:
    app = recovering(crossings.recovery(made))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
    assert app.decided == [("look", None)]


@SIZES
async def test_throwing_away_is_asked_once_more(size: tuple[int, int], made: Questionnaire) -> None:
    app = recovering(crossings.recovery(made))
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "2 answers will not be in the plan." in words(app)
        assert "30 days" in words(app)
        assert TRASH in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Recovering), "Enter alone throws nothing away"
        assert app.decided == []
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.decided == []
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
    assert app.decided == [("keep", None)]


@SIZES
async def test_all_that_can_be_said_at_once_leaves_room_for_the_choices(
    size: tuple[int, int], made: Questionnaire
) -> None:
    app = recovering(crossings.worst(made))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        said = " ".join(app.screen.query_one(Rows).plain.split())
        assert "The file has been changed since" in said
        assert "Both changed 1 question: yours stays unless you choose" in said
        assert "3 answers have no place in the plan any more" in said
        assert "2 lines of the journal could not be read" in said
        assert "▸ Bring them back" in words(app)
        await pilot.press("down", "enter")
        await pilot.press(*["down"] * 20)
        said = " ".join(app.screen.query_one(Rows).plain.split())
        assert "Has no place in the plan any more (3)" in said
        assert "old.name2 an answer of long ago" in said
        assert "Changed in the file meanwhile (1) n Place party Ulm -> Bonn" in said


@SIZES
async def test_which_version_stays_can_be_chosen(
    size: tuple[int, int], made: Questionnaire
) -> None:
    app = recovering(crossings.recovery(made, changed=True))
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "enter")
        await pilot.press(*["down"] * 4)
        rows = app.screen.query_one(Rows)
        while rows.key != "0":
            await pilot.press("down")
        assert "(•) yours: Summer fest" in words(app)
        assert "( ) the file's: Winter fest" in words(app)
        await pilot.press("enter")
        assert "( ) yours: Summer fest" in words(app)
        assert "(•) the file's: Winter fest" in words(app)
        assert rows.key == "0"
        await pilot.press("home", "enter")
        await pilot.pause()
    ((what, answers),) = app.decided
    assert what == "bring" and answers is not None
    assert answers.value(NAME) == "Winter fest"
    assert answers.value(SIZE) == 12
    note = "Other version (typed here, 21 Nov 2026 14:37): Summer fest"
    assert answers.remarks == {NAME: Remark(note)}


async def test_the_keys_are_told(made: Questionnaire) -> None:
    app = recovering(crossings.recovery(made))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Enter choose F7 back F1 help" in words(app)
        await pilot.press("f1")
        await pilot.pause()
    assert app.helped == ["asking"]


async def test_text_of_a_journal_is_never_markup(made: Questionnaire, hostile: str) -> None:
    ours = OURS.with_value(NAME, hostile or "x").with_value(PLACE, f"{hostile}!")
    merge = merged(BASE, ours, THEIRS.with_value(NAME, f"{hostile}?"), made)
    app = Asked(lambda: Merging(merge, title=hostile, beside=hostile))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Merging)
        assert clean_line(hostile).strip()[:8] in app.screen.query_one(Rows).plain
        assert "\x1b" not in shown(app)


# a file that has been changed meanwhile


@SIZES
async def test_both_versions_can_be_taken(size: tuple[int, int], made: Questionnaire) -> None:
    app = merging(made)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "changed by somebody else" in words(app)
        assert "Back to the plan" in words(app)
        await pilot.press("enter")
        await pilot.pause()
    ((what, answers),) = app.decided
    assert what == "both" and answers is not None
    assert answers.values == {NAME: "Summer fest", SIZE: 12, PLACE: "Bonn"}
    assert "Winter fest" in answers.remarks[NAME].text


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        (["down", "enter"], "mine"),
        (["f7"], "stay"),
        (["escape"], "stay"),
        (["down", "down", "down", "enter"], "stay"),
    ],
    ids=str,
)
async def test_or_mine_kept_apart_or_nothing_done(
    keys: list[str], what: str, made: Questionnaire
) -> None:
    app = merging(made)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "in another file: plan-2.toml" in words(app)
        await pilot.press(*keys)
        await pilot.pause()
    assert app.decided == [(what, None)]


async def test_of_long_texts_the_place_where_they_differ_is_shown(made: Questionnaire) -> None:
    page = "The same words of a long page, over and over. " * 60
    app = merging(
        made, BASE.with_value(NAME, f"{page}mine"), BASE.with_value(NAME, f"{page}theirs")
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        said = " ".join(shown(app).split())
        assert "mine" in said
        assert "theirs" in said


async def test_lists_that_would_be_too_long_for_a_file_are_not_put_together(
    made: Questionnaire,
) -> None:
    def many(letter: str) -> Answers:
        ids = tuple(f"{letter}{n}" for n in range(300))
        return Answers({Place("guest.name", one): "Ann" for one in ids}, {"guest": ids})

    app = merging(made, many("o"), many("t"), Answers())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Together the guests are more than the 500 that a file may have." in words(app)
        assert "▸ Keep mine apart" in words(app)
        assert "Take both" not in words(app)
