"""The line above a plan: what it says, and what gives way where it is narrow."""

from datetime import datetime
from pathlib import Path

import pytest

from smtui.plan.answers import Answers, Place
from smtui.plan.contents import Document, Meta
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Session
from smtui.tui.header import Pace, header_line
from smtui.tui.texts import ends, heading, named, ui_text
from tests.tui.forms import session_of
from tests.tui.test_form import VISIT

NOW = datetime(2026, 11, 21, 14, 2)
NAME = "Weir and Sons of Upper Aller"


def line(session: Session, width: int, meta: Meta, **more: object) -> str:
    keeper = Keeper(session, None, lambda: NOW, document=Document(meta=meta))
    pace = Pace(session, lambda: 0.0)
    return header_line(session, keeper, pace, "11 of 100", width, typing=False, **more).plain  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [38, 58, 78, 118])
@pytest.mark.parametrize("fictional", [True, False])
def test_the_name_is_never_cut_into_the_next_word(
    tmp_path: Path, width: int, fictional: bool
) -> None:
    answers = Answers(values={Place("visit.name"): NAME})
    session = session_of(tmp_path, VISIT)
    session.answers = answers
    session.ask_missing(True)
    said = line(session, width, Meta(run="full", fictional=fictional, practice="garden"))
    assert len(said) <= width
    name, _, rest = said.partition("  ")
    assert name.startswith(NAME[:9])
    assert name.endswith("(fictional)") or not fictional
    assert rest.strip()


def test_a_narrow_line_says_the_same_in_fewer_words(tmp_path: Path) -> None:
    session = session_of(tmp_path, VISIT)
    session.answers = Answers(values={Place("visit.name"): NAME})
    session.ask_missing(True)
    assert "full run, what is missing" in line(session, 78, Meta(run="full"))
    assert "practice, full run, missing" in line(session, 58, Meta(run="full", practice="garden"))


def test_a_lesson_says_its_step(tmp_path: Path) -> None:
    session = session_of(tmp_path, VISIT, read_only=True)
    said = line(session, 78, Meta(run="full"), lesson="lesson, step 1 of 3")
    assert "lesson, step 1 of 3, full run" in said


@pytest.mark.parametrize("width", range(20, 40))
def test_there_is_a_gap_before_what_stands_right(width: int) -> None:
    said = heading(NAME, ui_text("full run, missing"), width).plain
    assert said == "full run, missing" or "  full run, missing" in said
    assert len(said) <= width
    assert ends(ui_text("ab"), ui_text("cdef"), 7).plain == "a  cdef"


@pytest.mark.parametrize("width", range(13, 50))
def test_a_cut_name_keeps_its_mark(width: int) -> None:
    said = named(f"{NAME} (fictional)", width).plain
    assert len(said) <= width
    assert said.endswith(" (fictional)")
