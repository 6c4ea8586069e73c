"""Plans for the screen: opened where they were left, saved with their scorecard, remembered."""

import hashlib
import os
import threading
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smtui.commands.first import first_plan
from smtui.commands.leaving import last_word
from smtui.commands.opening import PlanOpener
from smtui.mistakes import BadInput
from smtui.plan.answers import Place
from smtui.plan.journal.recording import Recording
from smtui.plan.session import Position
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.saving import SaveFailed
from tests.commands import visit
from tests.commands.visit import Hearing
from tests.plan.trek import TREK
from tests.tui.forms import session_of

NAME, SIZE = Place("about.name"), Place("about.size")


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return load(visit.folder(tmp_path_factory.mktemp("questionnaire")))


@pytest.fixture
def opener(questionnaire: Questionnaire, tmp_path: Path) -> PlanOpener:
    return PlanOpener(questionnaire, Hearing(tmp_path).around)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def inside(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_a_new_plan_and_its_scorecard_have_one_name(opener: PlanOpener, tmp_path: Path) -> None:
    made = opener.new("quick", None)
    made.session.answer(SIZE, 3)
    assert made.keeper.save(scorecard=True)
    assert "new-plan.scorecard.md" in names(tmp_path)
    made.session.answer(NAME, "Oslo 2027")
    made.session.go(Position("guests"))
    assert made.keeper.close()
    made.keeper.let_go()
    assert names(tmp_path) == [
        "oslo-2027.scorecard.md",
        "oslo-2027.scorecard.toml",
        "oslo-2027.toml",
    ]


def test_the_scorecard_at_the_end_judges_what_is_in_the_file(
    opener: PlanOpener, tmp_path: Path
) -> None:
    made = opener.new("quick", tmp_path / "a.toml")
    made.session.answer(SIZE, 3)
    assert made.keeper.close()
    card = inside(tmp_path / "a.scorecard.toml")
    assert card["plan_sha256"] == hashlib.sha256((tmp_path / "a.toml").read_bytes()).hexdigest()
    assert card["earned"] == 6


def test_scorecards_of_others_stay(opener: PlanOpener, tmp_path: Path) -> None:
    (tmp_path / "new-plan.scorecard.md").write_text("from an earlier day")
    made = opener.new("quick", None)
    made.session.answer(SIZE, 3)
    assert made.keeper.save()  # by itself, without a scorecard
    made.session.answer(NAME, "Oslo")
    assert made.keeper.close()
    assert (tmp_path / "new-plan.scorecard.md").read_text() == "from an earlier day"


def test_a_plan_opens_where_it_was_left_and_is_remembered(
    opener: PlanOpener, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo", "size": 3})
    first = opener.open(path)
    assert first.title == "Oslo"
    first.session.go(Position("about", "about.aim"))
    assert first.keeper.close()
    another = PlanOpener(questionnaire, Hearing(tmp_path).around)  # the next day
    (entry,) = another.recent()
    assert (entry.path, entry.title, entry.sections, entry.when) == (path, "Oslo", 2, visit.NOW)
    assert another.open(entry.path).session.position == Position("about", "about.aim")


def test_a_sample_cannot_be_changed(opener: PlanOpener, questionnaire: Questionnaire) -> None:
    before = (questionnaire.folder / "oslo.toml").read_bytes()
    opened = opener.sample("oslo")
    opened.session.answer(NAME, "mine")
    assert opened.keeper.close()
    assert "fictional" in opened.title
    assert (questionnaire.folder / "oslo.toml").read_bytes() == before


def test_a_plan_is_asked_in_the_other_run_where_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "form").mkdir()
    opener = PlanOpener(session_of(tmp_path / "form", TREK).questionnaire, Hearing(tmp_path).around)
    path = tmp_path / "trek.toml"
    opened = opener.new("quick", path)
    opened.session.answer(Place("visit.name"), "Brocken")
    assert opened.keeper.close()
    opened.keeper.let_go()
    again = first_plan(opener, str(path), False, "full")
    assert again is not None
    assert again.session.run == "full"
    assert again.session.passes(Place("visit.name"))
    assert not again.session.passes(Place("way.length"))
    assert again.keeper.close()
    again.keeper.let_go()
    assert inside(path)["meta"]["run"] == "full"  # though nothing was answered


def test_a_run_that_there_is_not_is_refused(opener: PlanOpener, tmp_path: Path) -> None:
    path = tmp_path / "fair.toml"
    opened = opener.new("quick", path)
    opened.session.answer(NAME, "Fair")
    assert opened.keeper.close()
    opened.keeper.let_go()
    with pytest.raises(BadInput, match="no full run"):
        first_plan(opener, str(path), False, "full")
    opened = opener.open(path)
    assert opened.held_by is None  # it was let go
    opened.keeper.let_go()


def test_a_run_that_is_not_offered_is_said(opener: PlanOpener, tmp_path: Path) -> None:
    path = visit.plan_file(tmp_path, meta={"run": "full"}, about={"name": "Oslo"})
    opened = opener.open(path)
    assert opened.session.run == "quick"
    assert "nothing is lost" in " ".join(opened.notices)


def test_a_scorecard_that_cannot_be_written_does_not_stop_the_plan(
    opener: PlanOpener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise SaveFailed("the disk is full")

    monkeypatch.setattr("smtui.commands.plans.replace_file", refuse)
    made = opener.new("quick", tmp_path / "a.toml")
    made.session.answer(SIZE, 3)
    assert made.keeper.save(scorecard=True)
    assert "but not its scorecard: the disk is full" in made.keeper.status
    assert inside(tmp_path / "a.toml")["about"] == {"size": 3}


def test_without_a_home_plans_are_opened_all_the_same(
    questionnaire: Questionnaire, tmp_path: Path
) -> None:
    opener = PlanOpener(questionnaire, Hearing(tmp_path, HOME="", XDG_STATE_HOME="").around)
    made = opener.new("quick", tmp_path / "a.toml")
    made.session.answer(SIZE, 3)
    assert made.keeper.close()
    assert list(opener.recent()) == []


# what was not saved, in the same run of the program


def left(opener: PlanOpener, path: Path, place: Place, raw: object) -> None:
    """Open a plan, answer and leave it without a save."""
    opened = opener.open(path)
    opened.keeper.take_over()
    opened.session.answer(place, raw)
    opened.keeper.hold()
    opened.keeper.let_go()


def test_a_plan_that_was_left_unsaved_comes_back_in_the_same_run(
    opener: PlanOpener, tmp_path: Path
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo", "size": 3})
    left(opener, path, SIZE, 7)
    again = opener.open(path)
    assert again.recovery is not None
    opener.bring_back(again, again.recovery.merge.answers)
    assert again.session.answers.value(SIZE) == 7


def test_two_journals_are_brought_back_one_after_the_other(
    opener: PlanOpener, tmp_path: Path
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo", "size": 3})
    left(opener, path, SIZE, 7)
    left(opener, path, NAME, "Bergen")
    again = opener.open(path)
    while again.recovery is not None:
        again = opener.bring_back(again, again.recovery.merge.answers)
    answers = again.session.answers
    assert (answers.value(NAME), answers.value(SIZE)) == ("Bergen", 7)
    assert again.keeper.close()
    assert inside(path)["about"] == {"name": "Bergen", "size": 7}


def test_a_journal_that_cannot_go_into_the_trash_is_not_offered_for_ever(
    questionnaire: Questionnaire, tmp_path: Path
) -> None:
    around = replace(Hearing(tmp_path).around, env={})  # no home, so no trash
    opener = PlanOpener(questionnaire, around)
    path = visit.plan_file(tmp_path, about={"name": "Oslo", "size": 3})
    left(opener, path, SIZE, 7)
    again = opener.open(path)
    assert again.recovery is not None
    again = opener.bring_back(again, again.recovery.merge.answers)
    assert again.recovery is None
    assert again.session.answers.value(SIZE) == 7


def another_run(questionnaire: Questionnaire, folder: Path, pid: int) -> PlanOpener:
    """The same person later: the program that wrote before is gone."""
    opener = PlanOpener(questionnaire, Hearing(folder).around)
    shelter = opener._keeping._shelter
    opener._keeping._shelter = replace(shelter, who=replace(shelter.who, pid=pid))
    return opener


def test_what_has_no_place_any_more_is_safe_until_the_file_has_it(
    opener: PlanOpener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo", "size": 3})
    left(opener, path, Place("about.aim"), "to learn")
    for old, new in (("about.aim", "about.why"), ("{aim}", "{why}")):
        monkeypatch.setattr(visit, "QUESTIONNAIRE", visit.QUESTIONNAIRE.replace(old, new))
    changed = load(visit.folder(tmp_path))
    for pid in (999_998, 999_999):
        again = another_run(changed, tmp_path, pid).open(path)
        assert again.recovery is not None, "killed before the first save, it is offered again"
        assert [leaf.value for leaf in again.recovery.unplaced] == ["to learn"]
        bringing = another_run(changed, tmp_path, pid)
        again = bringing.bring_back(again, again.recovery.merge.answers)
        assert again.recovery is None
        again.keeper.let_go()
    last = another_run(changed, tmp_path, 999_997)
    again = last.open(path)
    assert again.recovery is not None
    again = last.bring_back(again, again.recovery.merge.answers)
    assert again.keeper.close()
    again.keeper.let_go()
    assert inside(path)["unplaced"][0]["value"] == "to learn"
    assert another_run(changed, tmp_path, 999_996).open(path).recovery is None


def test_the_last_word_does_not_say_kept_while_the_disk_of_the_journal_hangs(
    questionnaire: Questionnaire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing = Hearing(tmp_path, XDG_STATE_HOME=str(tmp_path / "state"))
    hanging = threading.Event()
    opened = PlanOpener(questionnaire, hearing.around).new("quick", tmp_path / "a.toml")
    opened.keeper._file._refusal = lambda path: "the disk is full"  # type: ignore[union-attr]
    monkeypatch.setattr(Recording, "begin", lambda *_: hanging.wait(10))
    opened.session.answer(SIZE, 3)
    assert last_word(opened.keeper, hearing.around) == 2
    hanging.set()
    (rescued,) = tmp_path.rglob("rescued/a.toml")
    assert str(rescued) in hearing.told
    assert inside(rescued)["about"] == {"size": 3}


def test_what_a_kill_left_of_a_save_goes_when_the_plan_is_opened_days_later(
    opener: PlanOpener, tmp_path: Path
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    for name in (".smtui-0123456789abcdef.tmp", ".smtui-notes.tmp"):
        (tmp_path / name).write_text("half of a plan")
        os.utime(tmp_path / name, (1, 1))
    (tmp_path / ".smtui-fedcba9876543210.tmp").write_text("of a save that goes on")
    os.utime(tmp_path / ".smtui-fedcba9876543210.tmp", (visit.NOW.timestamp(),) * 2)
    opener.open(path).keeper.let_go()
    left = [".smtui-fedcba9876543210.tmp", ".smtui-notes.tmp", "plan.toml"]
    assert [name for name in names(tmp_path) if name != "visit"] == left


def test_a_plan_that_was_deleted_is_told_of_with_its_former_version(
    opener: PlanOpener, tmp_path: Path
) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo"})
    opened = opener.open(path)
    opened.session.answer(SIZE, 3)
    assert opened.keeper.close()
    opened.keeper.let_go()
    path.unlink()
    begun = opener.new("quick", path)
    assert "was here before" in begun.notices[0]
    assert "cp " in begun.notices[-1] and str(path) in begun.notices[-1]
    begun.keeper.let_go()
    assert not opener.new("quick", tmp_path / "other.toml").notices
