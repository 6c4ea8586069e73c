"""A plan that somebody else has open: who, since when, and what can be done."""

from typing import Any

import pytest
from textual import on

from smtui.text import clean_line
from smtui.tui.busy import Busy
from smtui.tui.rows import Rows
from tests.tui.calm import until
from tests.tui.crossings import NOW, Holder
from tests.tui.stage import Bare, shown


class Asked(Bare):
    """An app that remembers what was decided."""

    def __init__(self, who: Holder | None = None, **more: Any) -> None:
        def make() -> Busy:
            said: dict[str, Any] = {"title": "Northlight", "copy": "plan-2.toml", "now": NOW}
            return Busy(who or Holder(), **(said | more))

        super().__init__(make)
        self.decided: list[str] = []

    @on(Busy.Decided)
    def decided_so(self, event: Busy.Decided) -> None:
        """Remember it."""
        self.decided.append(event.what)

    @property
    def words(self) -> str:
        """What stands on the screen."""
        return " ".join(shown(self).split())


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36)], ids=str)
async def test_it_says_who_has_it_and_shows_every_choice(size: tuple[int, int]) -> None:
    app = Asked(end=lambda: None)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "open by ANNA on mill (pts/3) since 14:02 today" in app.words
        assert "▸ Look at it only" in app.words
        assert "a file of its own: plan-2.toml" in app.words
        assert "End the other session" in app.words
        assert "Leave it" in app.words
        assert max(map(len, shown(app).splitlines())) <= size[0]


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        (["enter"], "look"),
        (["down", "enter"], "copy"),
        (["down", "down", "enter"], "again"),
        (["down", "down", "down", "enter"], "leave"),
        (["f7"], "leave"),
        (["escape"], "leave"),
    ],
    ids=str,
)
async def test_each_choice_is_told_to_the_app(keys: list[str], what: str) -> None:
    app = Asked()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "End the other session" not in app.words, "it is somebody else's"
        await pilot.press(*keys)
        await pilot.pause()
    assert app.decided == [what]


async def test_what_nobody_knows_is_left_out() -> None:
    app = Asked(Holder(user="", host="", terminal=""))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "This plan is open elsewhere since 14:02 today." in app.words


async def test_where_the_disk_tells_nothing_for_certain_it_can_be_opened_all_the_same() -> None:
    app = Asked(certain=False)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "seems to be open by ANNA" in app.words
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
    assert app.decided == ["anyway"]


async def test_an_own_session_is_ended_and_the_plan_opened_once_it_is_free() -> None:
    done: list[str] = []
    looks = iter([False, False, True])
    app = Asked(end=lambda: done.append("ended"), is_free=lambda: next(looks))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        assert "The other session saves everything and ends" in app.words
        await pilot.press("enter")
        await until(lambda: app.decided == ["open"])
    assert done == ["ended"], "once is enough"


async def test_a_session_that_does_not_end_is_not_waited_for_for_ever() -> None:
    app = Asked(end=lambda: None, is_free=lambda: False, patience=0.2)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        await until(lambda: "It has not ended yet" in app.words)
        await pilot.press("f7")
        await pilot.pause()
    assert app.decided == ["leave"]


async def test_that_it_cannot_be_ended_is_said() -> None:
    def end() -> None:
        raise PermissionError(1, "Operation not permitted")

    app = Asked(end=end)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        assert "It could not be ended: Operation not permitted." in app.words
    assert app.decided == []


async def test_what_a_lock_says_is_never_markup(hostile: str) -> None:
    app = Asked(Holder(user=hostile, host=hostile, terminal=hostile), title=hostile, copy=hostile)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert clean_line(hostile).strip()[:8] in app.screen.query_one(Rows).plain
        assert "\x1b" not in shown(app)
        assert "Leave it" in app.words
