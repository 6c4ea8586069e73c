"""Whatever is typed, piped in or in the plan: it goes on, and nothing raw comes out."""

import io
import unicodedata
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtui.plain.dialogue import Dialogue, EndOfInput
from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.session import Position
from smtui.questionnaire.kinds import LONGEST_ANSWER
from smtui.questionnaire.model import Questionnaire
from smtui.text import cell_width
from tests.plain.talk import Talk
from tests.plan.party import party, shared
from tests.plan.workshop import WORKSHOP

COMMANDS = "/help /why /again /back /next /go /park /note /clear /undo /redo /list /open /score"
TYPED = st.one_of(
    st.sampled_from(COMMANDS.split()),
    st.sampled_from(["", "", "", "1", "2", "1, 2", "+", "yes", "2026-09-01", "Ada", ".", "?", "/"]),
    st.sampled_from(["/go 2", "/go 3", "/delete 1", "/copy 1", "/up 2", "/down 1", "/add Bo"]),
    st.sampled_from(["/park Ana, 2026-12-01", "/note x", "/note -", "/go name", "//x", "/x y"]),
    st.text(st.characters(exclude_characters="\n", exclude_categories=())),
)


@cache
def workshop() -> Questionnaire:
    with TemporaryDirectory() as folder:
        return party(Path(folder), WORKSHOP)


def raw(said: str) -> list[str]:
    return [one for one in said if one != "\n" and unicodedata.category(one) in ("Cc", "Cs")]


@given(st.lists(TYPED, max_size=40), st.booleans(), st.sampled_from(["quick", "full"]))
@settings(max_examples=60)
def test_anything_may_be_typed(lines: list[str], interactive: bool, run: str) -> None:
    for questionnaire in (shared(), workshop()):
        talk = Talk(questionnaire, *lines, interactive=interactive, run=run, width=80)
        assert "sections done" in talk.said
        if not interactive:  # a terminal shows by itself what is typed
            assert not raw(talk.said)


def test_what_a_plan_holds_is_said_clean_and_in_lines_that_fit(hostile: str) -> None:
    answers = Answers().with_items("guest", ("g1",)).with_items("gift", ("p1",))
    for name, item in (("party.name", ""), ("party.kind", ""), ("guest.name", "g1")):
        answers = answers.with_value(Place(name, item), hostile)
    answers = answers.with_value(Place("gift.second", "p1"), "g1")
    answers = answers.with_parked(Place("party.size"), Parked(hostile))
    typed = ("/open", "/list", "/go party.kind", "/go party.size", "/go 2", "/delete 1", "/go 3")
    talk = Talk(shared(), *typed, answers=answers, width=40)
    assert not raw(talk.said)
    assert max(map(cell_width, talk.said.splitlines())) <= 40


def test_a_very_long_line_is_cut_and_the_next_one_is_whole(tmp_path: Path) -> None:
    long = "x" * (LONGEST_ANSWER * 3)
    talk = Talk(shared(), long, "", "1", interactive=False)
    assert talk.value("party.name") == "x" * LONGEST_ANSWER
    assert talk.value("party.kind") == "big"
    assert "A line has at most 20,000 characters: the rest was left out." in talk.said


def test_a_text_of_too_many_lines_is_bounded() -> None:
    lines = ["y" * 100] * 1000
    at = Position("first", "party.about")
    talk = Talk(shared(), *lines, "", "1", position=at, interactive=False)
    assert len(str(talk.value("party.about"))) <= LONGEST_ANSWER
    assert talk.value("party.kind") == "big"


class Endless(io.StringIO):
    """A line that comes again and again."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self._line = line

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        return self._line[:size]


@pytest.mark.parametrize("run", ["quick", "full"])
@pytest.mark.parametrize("line", ["y\n", "/back\n", "x" * (LONGEST_ANSWER + 1)])
def test_input_that_never_ends_is_not_read_for_ever(line: str, run: str) -> None:
    talk = Talk(shared(), interactive=False, run=run, source=Endless(line))
    name = str(talk.value("party.name") or "")
    assert line.startswith("/") or (name and line.startswith(name))
    assert "sections done" in talk.said


def test_a_last_line_without_its_end_counts() -> None:
    dialogue = Dialogue(io.StringIO("Gala"), io.StringIO(), interactive=False)
    assert dialogue.ask() == "Gala"
    with pytest.raises(EndOfInput):
        dialogue.ask()
