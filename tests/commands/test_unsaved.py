"""What an earlier run could not save, and plans that are open elsewhere: told before anything."""

import json
import os
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smtui import paths
from smtui.commands import keeping
from smtui.commands.fill import fill
from smtui.commands.first import first_plan
from smtui.commands.looking import look_up
from smtui.commands.opening import PlanOpener
from smtui.commands.plain import plain_interview
from smtui.commands.score import show_score
from smtui.commands.setting import change
from smtui.commands.who import who
from smtui.mistakes import BadInput
from smtui.plan.answers import Place
from smtui.plan.journal import journals_in
from smtui.plan.journal.records import line
from smtui.plan.opened import Opened
from smtui.plan.session import Position
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from tests.commands import visit
from tests.commands.visit import Hearing
from tests.plan.kept import GONE

NAME, SIZE, AIM = Place("about.name"), Place("about.size"), Place("about.aim")


@pytest.fixture(scope="module")
def home_of_it(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return visit.folder(tmp_path_factory.mktemp("questionnaire"))


@pytest.fixture(scope="module")
def questionnaire(home_of_it: Path) -> Questionnaire:
    return load(home_of_it)


class Runs:
    """Runs of the program, one after the other: each has a process number of its own."""

    def __init__(self, questionnaire: Questionnaire, folder: Path) -> None:
        self.questionnaire = questionnaire
        self.folder = folder
        self.opened: list[Opened] = []

    def opener(self) -> PlanOpener:
        """That of a new run."""
        given = str(self.questionnaire.folder)
        return PlanOpener(self.questionnaire, Hearing(self.folder).around, given)

    def kept(self, opened: Opened) -> Opened:
        """Let go of it at the end of the test."""
        self.opened.append(opened)
        return opened

    def open(self, path: Path) -> Opened:
        """Open a plan in a new run."""
        return self.kept(self.opener().open(path))

    def dies(self, path: Path, answers: dict[Place, object], *, new: bool = False) -> None:
        """A run in which that is answered and not saved any more."""
        opener = self.opener()
        opened = opener.new("quick", path) if new else opener.open(path)
        opened.keeper.take_over()
        for place, value in answers.items():
            opened.session.answer(place, value)
        opened.session.go(Position("about", "about.aim"))
        opened.session.answer(AIM, "half a wo")
        opened.keeper.hold()
        opened.keeper.let_go()

    def journals(self, plan: Path) -> list[Path]:
        """The journals of a plan."""
        places = paths.journal_dirs(os.environ, plan)
        return [one for place in places for one in journals_in(place)]


@pytest.fixture
def runs(
    questionnaire: Questionnaire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Runs]:
    numbers = iter(range(GONE, GONE + 100))
    monkeypatch.setattr(keeping, "who", lambda *given: replace(who(*given), pid=next(numbers)))
    made = Runs(questionnaire, tmp_path)
    yield made
    for opened in made.opened:
        opened.keeper.let_go()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return visit.plan_file(tmp_path, about={"name": "Oslo", "size": 3})


def inside(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def brought_back(opener: PlanOpener, opened: Opened) -> Opened:
    while opened.recovery is not None:
        opened = opener.bring_back(opened, opened.recovery.merge.answers)
    return opened


# ------------------------------------------------------------------------ the plan is opened again


def test_nothing_can_be_changed_before_it_is_said_what_becomes_of_it(
    runs: Runs, plan: Path
) -> None:
    runs.dies(plan, {SIZE: 7})
    before = plan.read_bytes()
    opened = runs.open(plan)
    assert opened.recovery is not None
    assert opened.recovery.same_file
    opened.session.answer(NAME, "mine")
    assert opened.keeper.close()
    assert plan.read_bytes() == before
    assert runs.journals(plan), "it is still there the next time"


def test_all_comes_back_at_the_place_where_one_stood(runs: Runs, plan: Path) -> None:
    runs.dies(plan, {SIZE: 7})
    opener = runs.opener()
    opened = brought_back(opener, runs.kept(opener.open(plan)))
    assert opened.session.answers.value(SIZE) == 7
    assert opened.session.answers.value(AIM) == "half a wo"
    assert opened.session.position == Position("about", "about.aim")
    assert len(runs.journals(plan)) == 1, "in a new journal, until it is saved"
    assert opened.keeper.close()
    assert inside(plan)["about"] == {"name": "Oslo", "size": 7, "aim": "half a wo"}
    assert runs.journals(plan) == []
    assert runs.open(plan).recovery is None


def test_what_came_back_is_back_again_when_that_run_dies_too(runs: Runs, plan: Path) -> None:
    runs.dies(plan, {SIZE: 7})
    opener = runs.opener()
    opened = brought_back(opener, opener.open(plan))
    opened.session.answer(NAME, "Bergen")
    opened.keeper.hold()
    opened.keeper.let_go()
    opener = runs.opener()
    again = brought_back(opener, runs.kept(opener.open(plan)))
    answers = again.session.answers
    assert (answers.value(NAME), answers.value(SIZE)) == ("Bergen", 7)


def test_one_undo_takes_back_what_came_back(runs: Runs, plan: Path) -> None:
    runs.dies(plan, {SIZE: 7})
    opener = runs.opener()
    opened = brought_back(opener, runs.kept(opener.open(plan)))
    opened.session.undo()
    assert opened.session.answers.value(SIZE) == 3
    assert opened.session.answers.value(AIM) is None


def test_keeping_the_file_puts_the_rest_into_the_trash(runs: Runs, plan: Path) -> None:
    runs.dies(plan, {SIZE: 7})
    opener = runs.opener()
    opened = opener.set_aside(runs.kept(opener.open(plan)))
    assert opened.recovery is None
    assert opened.session.answers.value(SIZE) == 3
    assert runs.journals(plan) == []
    trash = paths.trash_dir(os.environ)
    assert trash is not None
    (thrown,) = trash.iterdir()
    assert "half a wo" in thrown.read_text()
    opened.session.answer(SIZE, 9)
    assert opened.keeper.close()
    assert inside(plan)["about"] == {"name": "Oslo", "size": 9}


def test_a_file_that_has_been_changed_since_is_merged(runs: Runs, plan: Path) -> None:
    runs.dies(plan, {SIZE: 7})
    plan.write_text(visit.plan_text(about={"name": "Bergen", "size": 5}))
    opener = runs.opener()
    opened = runs.kept(opener.open(plan))
    assert opened.recovery is not None
    assert not opened.recovery.same_file
    assert [one.place for one in opened.recovery.merge.conflicts] == [SIZE]
    answers = brought_back(opener, opened).session.answers
    assert (answers.value(NAME), answers.value(SIZE)) == ("Bergen", 7)
    assert "5" in answers.remarks[SIZE].text, "what lost is a note"


def test_a_file_that_holds_all_of_it_by_now_needs_no_question(runs: Runs, plan: Path) -> None:
    runs.dies(plan, {SIZE: 7})
    about = {"name": "Oslo", "size": 7, "aim": "half a wo"}
    plan.write_text(visit.plan_text(about=about))
    opened = runs.open(plan)
    assert opened.recovery is None
    assert runs.journals(plan) == []


@pytest.mark.parametrize("given", [True, False], ids=["named", "from the list"])
def test_a_plan_that_never_was_a_file_comes_back(runs: Runs, tmp_path: Path, given: bool) -> None:
    path = tmp_path / "fresh.toml"
    runs.dies(path, {NAME: "Oslo", SIZE: 7}, new=True)
    assert not path.exists()
    opener = runs.opener()
    (lost,) = opener.lost()
    assert lost.head is not None
    assert lost.head.plan == str(path)
    opened = first_plan(opener, "fresh.toml", False, "") if given else opener.open(path)
    assert opened is not None
    opened = brought_back(opener, runs.kept(opened))
    assert opened.session.answers.value(SIZE) == 7
    assert opened.keeper.close()
    assert inside(path)["about"] == {"name": "Oslo", "size": 7, "aim": "half a wo"}
    assert runs.opener().lost() == []


def test_a_new_plan_that_died_without_its_name_gets_it_when_it_is_back(
    runs: Runs, tmp_path: Path
) -> None:
    opener = runs.opener()
    opened = opener.new("quick", None)
    opened.session.answer(NAME, "Oslo 2027")
    opened.keeper.hold()
    opened.keeper.let_go()
    opener = runs.opener()
    opened = brought_back(opener, runs.kept(opener.open(tmp_path / "new-plan.toml")))
    assert opened.keeper.close()
    assert (tmp_path / "oslo-2027.toml").exists()
    assert not (tmp_path / "new-plan.toml").exists()


def test_a_new_plan_leaves_alone_what_another_one_has_left(runs: Runs, tmp_path: Path) -> None:
    opener = runs.opener()
    for size in (1, 2):
        opened = opener.new("quick", None)
        opened.session.answer(SIZE, size)
        opened.keeper.hold()
        opened.keeper.let_go()
    fresh = runs.opener()
    begun = runs.kept(fresh.new("quick", None))
    assert begun.session.answers.is_empty
    assert begun.recovery is None
    assert begun.keeper.path == tmp_path / "new-plan-3.toml"
    assert len(fresh.lost()) == 2


def test_the_questionnaire_of_another_plan_at_the_same_place_is_not_mixed_in(
    runs: Runs, plan: Path
) -> None:
    runs.dies(plan, {SIZE: 7})
    (journal,) = runs.journals(plan)
    made = []
    for text in journal.read_text().splitlines():
        record = json.loads(text.split(" ", 2)[2])
        if "format" in record:
            record["questionnaire"] = "another"
        made.append(line(record))
    journal.write_bytes(b"".join(made))
    opened = runs.open(plan)
    assert opened.recovery is None
    opened.session.answer(NAME, "Bergen")
    assert opened.keeper.close()
    assert inside(plan)["about"] == {"name": "Bergen", "size": 3}
    assert journal.exists(), "it is kept"


def spoilt(journal: Path, how: str) -> None:
    data = journal.read_bytes()
    match how:
        case "newer":
            journal.write_bytes(line({"n": 0, "format": 99, "secret": 1}) + data)
        case "garbage":
            journal.write_bytes(os.urandom(300))
        case "empty":
            journal.write_bytes(b"")
        case "folder":
            journal.unlink()
            journal.mkdir()
        case "link":
            journal.unlink()
            journal.symlink_to("/etc/passwd")


@pytest.mark.parametrize("how", ["newer", "garbage", "empty", "folder", "link"])
def test_a_journal_that_cannot_be_read_locks_nobody_out(runs: Runs, plan: Path, how: str) -> None:
    runs.dies(plan, {SIZE: 7})
    (journal,) = runs.journals(plan)
    spoilt(journal, how)
    opener = runs.opener()
    opener.lost()
    opened = runs.kept(opener.open(plan))
    assert opened.recovery is None
    opened.session.answer(NAME, "Bergen")
    opened.keeper.hold()
    assert opened.keeper.close()
    assert inside(plan)["about"] == {"name": "Bergen", "size": 3}
    if how in ("newer", "garbage", "folder", "link"):
        assert os.path.lexists(journal) or paths.trash_dir(os.environ), "it is not thrown away"


def test_a_torn_journal_gives_back_what_is_whole(runs: Runs, plan: Path) -> None:
    runs.dies(plan, {SIZE: 7})
    (journal,) = runs.journals(plan)
    data = journal.read_bytes()
    at = data.index(b'"about.size"')
    journal.write_bytes(data[:at] + b"#" + data[at + 1 :])
    opened = runs.open(plan)
    assert opened.recovery is not None
    assert opened.recovery.found.broken == 1
    assert opened.recovery.merge.answers.value(AIM) == "half a wo"


def test_two_journals_of_two_days_both_come_back_the_younger_wins(runs: Runs, plan: Path) -> None:
    runs.dies(plan, {SIZE: 7})
    (first,) = runs.journals(plan)
    aside = first.with_name("aside")
    first.rename(aside)
    runs.dies(plan, {SIZE: 8, NAME: "Bergen"})
    shutil.move(aside, first.with_name("journal-2.jsonl"))
    assert len(runs.journals(plan)) == 2
    opener = runs.opener()
    opened = brought_back(opener, runs.kept(opener.open(plan)))
    answers = opened.session.answers
    assert answers.value(NAME) == "Bergen"
    said = [str(answers.value(SIZE)), answers.remarks[SIZE].text]
    assert any("7" in one for one in said)
    assert any("8" in one for one in said), "of both versions none is lost"


def test_answers_without_a_place_are_in_the_file_before_the_journal_goes(
    runs: Runs, plan: Path
) -> None:
    """They are in no new journal: only the file can hold them."""
    opener = runs.opener()
    opened = opener.open(plan)
    opened.session.answer(SIZE, 7)
    opened.keeper.hold()
    opened.keeper.let_go()
    (journal,) = runs.journals(plan)
    made = []
    for text in journal.read_text().splitlines():
        record = json.loads(text.split(" ", 2)[2])
        if record.get("q") == "about.size":
            record["q"], record["v"] = "about.gone", "an old answer"
        made.append(line(record))
    journal.write_bytes(b"".join(made))
    opener = runs.opener()
    opened = runs.kept(opener.open(plan))
    assert opened.recovery is not None
    assert opened.recovery.unplaced
    brought_back(opener, opened)
    # the machine goes off now
    opened.keeper.hold()
    kept = "an old answer" in plan.read_text()
    assert kept or any("an old answer" in one.read_text() for one in runs.journals(plan))


def test_a_damaged_plan_says_where_its_last_whole_version_lies(runs: Runs, plan: Path) -> None:
    opened = runs.open(plan)
    opened.session.answer(SIZE, 4)
    assert opened.keeper.save(scorecard=True)
    opened.session.answer(SIZE, 5)
    assert opened.keeper.close()
    opened.keeper.let_go()
    plan.write_bytes(b"\0" * 200)
    with pytest.raises(BadInput) as bad:
        runs.open(plan)
    said = str(bad.value)
    assert "a former version is kept, of 14:02 today" in said
    command = said.rpartition("to go back to it: ")[2].splitlines()[0]
    words = command.split()
    assert words[0] == "cp"
    shutil.copy(words[1], words[2])
    assert runs.open(plan).session.answers.value(SIZE) == 4


# ------------------------------------------------------------------------ it is open elsewhere


def test_a_second_one_can_only_look_until_the_first_has_gone(runs: Runs, plan: Path) -> None:
    first = runs.open(plan)
    opener = runs.opener()
    second = runs.kept(opener.open(plan))
    assert second.held_by is not None
    assert "open by" in second.keeper.status
    second.session.answer(SIZE, 9)
    assert second.keeper.close()
    first.session.answer(SIZE, 4)
    assert first.keeper.close()
    assert inside(plan)["about"]["size"] == 4
    second.keeper.let_go()
    first.keeper.let_go()
    again = runs.kept(opener.open(plan))
    assert again.held_by is None
    assert again.session.answers.value(SIZE) == 4


def test_a_second_one_is_not_asked_about_the_journal_of_the_first(runs: Runs, plan: Path) -> None:
    first = runs.open(plan)
    first.session.answer(SIZE, 4)
    first.keeper.hold()
    second = runs.open(plan)
    assert second.recovery is None
    assert runs.journals(plan), "and does not throw it away"
    second.keeper.let_go()
    assert runs.journals(plan)


def test_a_copy_is_a_file_of_its_own(runs: Runs, plan: Path) -> None:
    first = runs.open(plan)
    opener = runs.opener()
    second = runs.kept(opener.open(plan))
    copy = runs.kept(opener.copy(second))
    assert copy.keeper.path == plan.with_name("plan-2.toml")
    assert inside(plan.with_name("plan-2.toml"))["about"] == {"name": "Oslo", "size": 3}
    copy.session.answer(SIZE, 9)
    assert copy.keeper.close()
    first.session.answer(SIZE, 4)
    assert first.keeper.close()
    assert inside(plan)["about"]["size"] == 4
    assert inside(plan.with_name("plan-2.toml"))["about"]["size"] == 9


def test_a_new_plan_of_a_name_that_is_about_to_be_made_is_refused(
    runs: Runs, tmp_path: Path
) -> None:
    runs.kept(runs.opener().new("quick", tmp_path / "a.toml"))
    with pytest.raises(BadInput, match="a plan of this name is open by"):
        runs.opener().new("quick", tmp_path / "a.toml")


def test_locks_are_gone_at_the_end(runs: Runs, plan: Path) -> None:
    opened = runs.open(plan)
    assert len(list(plan.parent.glob(".smtui-*.lock"))) == 1
    assert opened.keeper.close()
    opened.keeper.let_go()
    assert list(plan.parent.glob(".smtui-*")) == []


# ---------------------------------------------------------------------------------- the commands


Command = Callable[[Path, Hearing, str], int]


def scores(plan: Path, heard: Hearing, of: str) -> int:
    return show_score(str(plan), heard.around, questionnaire=of)


def gets(plan: Path, heard: Hearing, of: str) -> int:
    return look_up(str(plan), "about.size", heard.around, questionnaire=of)


def sets(plan: Path, heard: Hearing, of: str) -> int:
    return change(str(plan), ["about.size=5"], heard.around, questionnaire=of)


def fills(plan: Path, heard: Hearing, of: str) -> int:
    data = plan.with_name("given.toml")
    data.write_text("[about]\nsize = 5\n")
    return fill([str(data)], heard.around, plan=str(plan), questionnaire=of)


@pytest.mark.parametrize("command", [scores, gets, sets, fills])
def test_commands_tell_of_answers_that_are_not_in_the_file(
    runs: Runs, plan: Path, home_of_it: Path, command: Command
) -> None:
    runs.dies(plan, {SIZE: 7})
    heard = Hearing(plan.parent)
    command(plan, heard, str(home_of_it))
    assert "2 changes are not in this file (14:02 today)" in heard.told
    assert "to bring them back, open it: smtui" in heard.told
    assert runs.journals(plan), "and leave them alone"
    heard = Hearing(plan.parent)
    opener = runs.opener()
    brought_back(opener, runs.kept(opener.open(plan))).keeper.close()
    command(plan, heard, str(home_of_it))
    assert "not in this file" not in heard.told


@pytest.mark.parametrize("command", [sets, fills])
def test_commands_do_not_write_a_plan_that_is_open(
    runs: Runs, plan: Path, home_of_it: Path, command: Command
) -> None:
    before = plan.read_bytes()
    opened = runs.open(plan)
    heard = Hearing(plan.parent)
    assert command(plan, heard, str(home_of_it)) == 1
    assert "this plan is open by" in heard.told
    assert "nothing was written" in heard.told
    assert plan.read_bytes() == before
    opened.keeper.let_go()
    assert command(plan, Hearing(plan.parent), str(home_of_it)) == 0
    assert inside(plan)["about"]["size"] == 5
    assert list(plan.parent.glob(".smtui-*")) == []


@pytest.mark.parametrize("command", [scores, gets])
def test_commands_that_only_read_need_no_lock(
    runs: Runs, plan: Path, home_of_it: Path, command: Command
) -> None:
    runs.open(plan)
    assert command(plan, Hearing(plan.parent), str(home_of_it)) == 0


# ------------------------------------------------------------------------------------ line by line


def test_answers_that_are_piped_in_do_not_pass_over_what_was_not_saved(
    runs: Runs, plan: Path, home_of_it: Path
) -> None:
    runs.dies(plan, {SIZE: 7})
    before = plan.read_bytes()
    heard = Hearing(plan.parent, "Bergen\n")
    with pytest.raises(BadInput, match="2 answers of this plan were not saved"):
        plain_interview(heard.around, plan=str(plan), questionnaire=str(home_of_it))
    assert plan.read_bytes() == before
    assert runs.journals(plan)
    assert list(plan.parent.glob(".smtui-*")) == [], "and the plan can be opened"
