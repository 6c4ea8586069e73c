"""The same questions line by line: numbers choose, the end of the input loses nothing."""

import io
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from smtui.commands.asking import asked_as_busy, asked_to_merge, asked_to_recover
from smtui.commands.ways import Ways
from smtui.mistakes import BadInput
from smtui.plain.dialogue import Dialogue
from smtui.plain.interview import Interview
from smtui.plan.journal.leaves import Leaf
from smtui.plan.recovery import Recovery
from smtui.plan.recovery.crossroads import Decision
from smtui.plan.recovery.merging import merged
from smtui.plan.session import Position
from smtui.questionnaire.model import Questionnaire
from tests.plain.talk import Keyboard
from tests.tui import crossings
from tests.tui.crossings import BASE, NAME, NOW, OURS, SIZE, THEIRS, TRASH, Holder
from tests.tui.stage import Stage, questionnaire


@pytest.fixture
def made(tmp_path: Path) -> Questionnaire:
    return questionnaire(tmp_path)


def held(
    ask: Callable[[Dialogue], Decision], *lines: str, interactive: bool = True
) -> tuple[Decision, str]:
    """What was decided, and all that was said."""
    out = io.StringIO()
    source = Keyboard("".join(f"{line}\n" for line in lines), out)
    decision = ask(Dialogue(source, out, interactive=interactive))
    return decision, out.getvalue()


def recovering(recovery: Recovery, *lines: str, interactive: bool = True) -> tuple[Decision, str]:
    def ask(dialogue: Dialogue) -> Decision:
        return asked_to_recover(recovery, dialogue, path="plan.toml", now=NOW, trash=TRASH)

    return held(ask, *lines, interactive=interactive)


def test_what_was_not_saved_is_brought_back_by_its_number(made: Questionnaire) -> None:
    decision, said = recovering(crossings.recovery(made), "1")
    assert decision == Decision("bring", OURS)
    assert "2 answers were not saved when this plan was last open, 14:02 to 14:37 today." in said
    assert "1. Bring them back" in said
    assert "Enter leaves everything as it is." in said


@pytest.mark.parametrize(
    "lines", [[""], [], ["9", "bring", ""], ["2"], ["3", "no"], ["3"]], ids=str
)
def test_enter_and_the_end_of_the_input_leave_everything(
    lines: list[str], made: Questionnaire
) -> None:
    assert recovering(crossings.recovery(made), *lines)[0] == Decision("leave")


def test_throwing_away_takes_a_word(made: Questionnaire) -> None:
    decision, said = recovering(crossings.recovery(made), "3", "yes")
    assert decision == Decision("keep")
    assert f"They lie in the trash for 30 days, in {TRASH}" in said
    assert recovering(crossings.recovery(made), "3", "3", "4")[0] == Decision("look")


def test_the_answers_are_told_and_the_version_that_stays_is_asked_for(made: Questionnaire) -> None:
    decision, said = recovering(crossings.recovery(made, changed=True), "2", "2", "1")
    assert decision.what == "bring" and decision.answers is not None
    assert decision.answers.value(NAME) == "Winter fest"
    assert "Summer fest" in decision.answers.remarks[NAME].text
    for words in (
        "Changed here and in the file (1): one stays, the other becomes a note",
        "  Name party (before: Fest)",
        "      yours: Summer fest",
        "  Size party: 12",
        "  Place party: Ulm -> Bonn",
        "Which version stays? 1 question.",
        "1. yours: Summer fest",
        "2. the file's: Winter fest",
        "Enter takes 1.",
    ):
        assert f"\n{words}\n" in said, words
    decision, _ = recovering(crossings.recovery(made, changed=True), "2", "", "1")
    assert decision.answers is not None and decision.answers.value(NAME) == "Summer fest"


def test_a_pipe_cannot_be_asked(made: Questionnaire) -> None:
    with pytest.raises(BadInput) as refused:
        recovering(crossings.recovery(made), "1", interactive=False)
    assert "2 answers of this plan were not saved, 14:02 to 14:37 today" in str(refused.value)
    assert "at a terminal first: smtui plan.toml --plain" in str(refused.value)


def test_one_answer_is_told_as_one(made: Questionnaire) -> None:
    one = crossings.recovery(made, changes=(Leaf("values", "basics.size", "", 7),))
    with pytest.raises(BadInput, match="1 answer of this plan was not saved"):
        recovering(one, interactive=False)
    _, said = recovering(one, "3")
    assert "1 answer was not saved when this plan was last open" in said
    assert "1. Bring it back" in said
    assert "It lies in the trash for 30 days" in said


def merging(made: Questionnaire, *lines: str, interactive: bool = True) -> tuple[Decision, str]:
    merge = merged(BASE, OURS, THEIRS, made)
    return held(
        lambda dialogue: asked_to_merge(merge, dialogue, beside="plan-2.toml"),
        *lines,
        interactive=interactive,
    )


def test_a_changed_file_and_ours_come_together(made: Questionnaire) -> None:
    decision, said = merging(made, "1")
    assert decision.what == "both" and decision.answers is not None
    assert decision.answers.value(SIZE) == 12
    assert "changed by somebody else since you opened it (2 changes)" in said
    decision, _ = merging(made, "3", "2", "1")
    assert decision.answers is not None and decision.answers.value(NAME) == "Winter fest"
    assert merging(made, "2")[0] == Decision("mine")
    assert merging(made, "")[0] == Decision("stay")


def test_where_nobody_answers_ours_goes_into_another_file(made: Questionnaire) -> None:
    assert merging(made)[0] == Decision("mine")
    assert merging(made, "1", interactive=False) == (Decision("mine"), "")


def busy(*lines: str, interactive: bool = True, **more: Any) -> tuple[Decision, str]:
    def ask(dialogue: Dialogue) -> Decision:
        return asked_as_busy(
            Holder(), dialogue, path="plan.toml", copy="plan-2.toml", now=NOW, **more
        )

    return held(ask, *lines, interactive=interactive)


def test_a_plan_that_is_open_elsewhere() -> None:
    decision, said = busy("1")
    assert decision == Decision("look")
    assert "open by ANNA on mill (pts/3) since 14:02 today" in said
    assert "End the other session" not in said
    assert [busy(*lines)[0].what for lines in ("2", "3", [""], [])] == [
        "copy", "again", "leave", "leave",
    ]  # fmt: skip
    assert busy("4", certain=False)[0] == Decision("anyway")
    with pytest.raises(BadInput, match="open by ANNA on mill"):
        busy("1", interactive=False)


def test_an_own_session_is_ended_first() -> None:
    done: list[str] = []
    looks = iter([False, True])
    decision, said = busy("4", end=lambda: done.append("ended"), is_free=lambda: next(looks))
    assert (decision, done) == (Decision("open"), ["ended"])
    assert "saves everything and ends" in said
    decision, said = busy("4", "", end=lambda: None, patience=0.0)
    assert decision == Decision("leave")
    assert "It has not ended yet" in said

    def refused() -> None:
        raise ProcessLookupError(3, "No such process")

    decision, said = busy("4", "2", end=refused)
    assert decision == Decision("copy")
    assert "It could not be ended: No such process." in said


# in an interview


@pytest.mark.parametrize(
    ("choice", "files"),
    [
        ("1", {"a.toml": ("Gala", 7)}),
        ("2", {"a.toml": ("Gala", None), "a-2.toml": ("Picnic", 7)}),
        ("", {"a.toml": ("Gala", None), "a-2.toml": ("Picnic", 7)}),
    ],
    ids=["both", "mine", "enter"],
)
def test_an_interview_asks_about_a_file_that_somebody_else_has_changed(
    choice: str, files: dict[str, tuple[str, int | None]], tmp_path: Path
) -> None:
    stage = Stage(tmp_path)
    opened = stage.opener.new("quick", tmp_path / "a.toml")
    opened.session.answer(NAME, "Picnic")
    assert opened.keeper.save()
    path = tmp_path / "a.toml"
    path.write_text(path.read_text().replace("Picnic", "Gala"))
    opened.session.go(Position("basics", SIZE.name))
    out = io.StringIO()
    dialogue = Dialogue(Keyboard(f"7\n{choice}\n/quit\n", out), out, interactive=True)
    ways = Ways(stage.opener, dialogue, lambda: NOW)
    opened.keeper.asks = True
    Interview(opened.session, opened.keeper, dialogue, (), partial(ways.meet, opened)).run()
    assert opened.keeper.close()
    assert out.getvalue().count("has been changed by somebody else") == 1
    for name, (title, size) in files.items():
        found = tomllib.loads((tmp_path / name).read_text())["basics"]
        assert (found["name"], found.get("size")) == (title, size)
    assert (tmp_path / "a-2.toml").exists() is ("a-2.toml" in files)


def test_a_plan_that_nobody_can_be_asked_about_is_free_again(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    opened = stage.opener.new("quick", tmp_path / "a.toml")
    opened.session.answer(NAME, "Picnic")
    opened.keeper.hold()
    opened.keeper.let_go()
    dialogue = Dialogue(io.StringIO(), io.StringIO(), interactive=False)
    again = stage.opener.open(tmp_path / "a.toml")
    with pytest.raises(BadInput, match="was not saved"):
        Ways(stage.opener, dialogue, lambda: NOW).decided(again)
    assert not list(tmp_path.glob(".smtui-*.lock"))
