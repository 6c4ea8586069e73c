"""Nothing that was answered is lost: it is in the journal first, and in the plan's file soon."""

import errno
import hashlib
import threading
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smtui.files import CAPS, read_toml
from smtui.plan.answers import Answers, Place
from smtui.plan.document import read
from smtui.plan.journal import Journal
from smtui.plan.keeping import planfile
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.keeping.lock import Lock
from smtui.plan.session import Position
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.saving import SaveFailed
from tests.commands import visit
from tests.faults.bad_disk import BadDisk, eventually
from tests.plan.kept import Folder, journal_on, on, plans_on

NAME, SIZE, AIM = Place("about.name"), Place("about.size"), Place("about.aim")


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return load(visit.folder(tmp_path_factory.mktemp("questionnaire")))


@pytest.fixture
def folder(questionnaire: Questionnaire, tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path, questionnaire)
    yield made
    made.end()


@pytest.fixture
def oslo(folder: Folder) -> Path:
    """A plan in a file."""
    return visit.plan_file(folder.plans, "oslo.toml", about={"name": "Oslo"})


def inside(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def answers_in(path: Path, questionnaire: Questionnaire) -> Answers:
    file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    return read(file, questionnaire).answers


def refused(*_: object, **__: object) -> None:
    raise SaveFailed("the disk is full")


def settle(keeper: Keeper) -> None:
    """Let a save in the background come to its end."""
    assert eventually(lambda: not keeper.busy)


# ------------------------------------------------------------------------------------ the journal


def test_an_answer_is_in_the_journal_before_any_save(folder: Folder, oslo: Path) -> None:
    before = oslo.read_bytes()
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    keeper.session.remark(NAME, "ask Kim")
    assert keeper.safe is not None
    assert keeper.safe.flush(20)
    assert folder.back(oslo).value(SIZE) == 3
    assert folder.back(oslo).remarks[NAME].text == "ask Kim"
    found = folder.found(oslo)
    assert found.base_digest == hashlib.sha256(before).hexdigest()
    assert found.base_text == before.decode()
    assert oslo.read_bytes() == before


def test_where_one_stood_is_in_the_journal(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    keeper.session.go(Position("about", "about.size"))
    keeper.session.answer(SIZE, 3)
    keeper.hold()
    assert folder.found(oslo).position == Position("about", "about.size")


def test_looking_around_makes_no_journal(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    keeper.session.go(Position("guests"))
    keeper.session.ensure_items("guests")
    keeper.left_a_question()
    keeper.hold()
    assert folder.journals(oslo) == []
    new = folder.begin("new.toml")
    new.session.ensure_items("guests")
    new.hold()
    assert folder.journals(folder.plans / "new.toml") == []
    assert new.close()
    assert keeper.close()
    assert folder.left() == ["oslo.toml"]


def test_a_plan_that_is_only_looked_at_has_no_journal(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    keeper.look_only("open by ANNA")
    keeper.session.answer(SIZE, 3)
    assert keeper.status == "read only: open by ANNA"
    assert keeper.close()
    assert folder.journals(oslo) == []
    assert not folder.is_locked(oslo)


def test_after_a_good_end_nothing_is_left_but_the_plan(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    keeper.hold()
    (journal,) = folder.journals(oslo)
    assert keeper.close()
    keeper.let_go()
    assert not journal.parent.exists()
    assert [one.name for one in folder.plans.iterdir()] == ["oslo.toml"]
    assert inside(oslo)["about"] == {"name": "Oslo", "size": 3}


def test_after_a_save_that_failed_the_journal_stays(
    folder: Folder, oslo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    monkeypatch.setattr(planfile, "replace_file", refused)
    assert not keeper.close()
    keeper.let_go()
    assert folder.back(oslo).value(SIZE) == 3
    assert not folder.is_locked(oslo)


def test_what_was_taken_back_leaves_nothing(folder: Folder, oslo: Path) -> None:
    before = oslo.read_bytes()
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    keeper.hold()
    keeper.session.undo()
    keeper.hold()
    assert folder.back(oslo) == answers_in(oslo, folder.questionnaire)
    assert keeper.close()
    assert folder.journals(oslo) == []
    assert oslo.read_bytes() == before


def test_answers_after_a_save_are_in_the_journal_on_top_of_it(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    assert keeper.save()
    keeper.session.answer(AIM, "To see it")
    keeper.hold()
    found = folder.found(oslo)
    assert found.base_digest == hashlib.sha256(oslo.read_bytes()).hexdigest()
    assert [(leaf.name, leaf.value) for leaf in found.changes] == [("about.aim", "To see it")]


def test_an_answer_that_comes_while_a_save_is_under_way_is_in_the_journal(
    folder: Folder, oslo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = BadDisk()
    disk.gates["rename"] = threading.Event()
    plans_on(disk, monkeypatch)
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    keeper.save_soon()
    assert eventually(lambda: disk.calls["rename"])
    keeper.session.answer(SIZE, 4)
    keeper.hold()
    assert folder.back(oslo).value(SIZE) == 4
    disk.gates["rename"].set()
    settle(keeper)
    assert inside(oslo)["about"]["size"] == 3
    keeper.hold()
    assert folder.back(oslo).value(SIZE) == 4
    assert keeper.dirty
    assert keeper.close()
    assert inside(oslo)["about"]["size"] == 4


# -------------------------------------------------------------------------- a plan gets its name


def test_journal_and_lock_go_along_to_the_name_of_the_title(folder: Folder) -> None:
    keeper = folder.begin()
    first, then = folder.plans / "new-plan.toml", folder.plans / "spring.toml"
    keeper.session.answer(SIZE, 3)
    assert keeper.save()
    keeper.session.answer(NAME, "Spring")
    keeper.hold()
    assert folder.is_locked(first)
    keeper.session.go(Position("guests"))
    assert keeper.save()
    assert keeper.path == then
    keeper.session.answer(AIM, "To see it")
    assert folder.is_locked(then)
    assert not folder.is_locked(first)
    assert keeper.safe is not None
    assert keeper.safe.flush(20)
    assert eventually(lambda: folder.journals(first) == [])
    found = folder.found(then)
    assert found.head is not None
    assert found.head.plan == str(then)
    assert folder.back(then).value(AIM) == "To see it"
    assert keeper.close()
    keeper.let_go()
    assert [one.name for one in folder.plans.iterdir()] == ["spring.toml"]
    assert folder.journals(then) == []


def test_a_plan_that_goes_beside_another_has_its_journal_there(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    keeper.hold()
    theirs = visit.plan_text(about={"name": "Bergen"}).encode()
    oslo.write_bytes(theirs)
    assert keeper.save()
    beside = folder.plans / "oslo-2.toml"
    assert keeper.path == beside
    keeper.session.answer(SIZE, 4)
    assert keeper.safe is not None
    assert keeper.safe.flush(20)
    assert eventually(lambda: folder.journals(oslo) == [])
    assert folder.back(beside).value(SIZE) == 4
    assert folder.is_locked(beside)
    assert not folder.is_locked(oslo)
    assert keeper.close()
    assert oslo.read_bytes() == theirs


class Died(BaseException):
    """The program ends here."""


def dying(at: int) -> Callable[[str], None]:
    """Says of each step that it comes; the one of this number is not done any more."""
    seen = 0

    def step(name: str) -> None:
        nonlocal seen
        seen += 1
        if seen == at:
            raise Died(name)

    return step


STEPS = 8


@pytest.mark.parametrize("at", range(1, STEPS + 1))
def test_nothing_is_lost_when_it_dies_while_a_plan_gets_its_name(
    folder: Folder, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before or after each thing that a save does: in one of the files, or its journal, is all."""
    keeper = folder.begin()
    first, then = folder.plans / "new-plan.toml", folder.plans / "spring.toml"
    keeper.session.answer(SIZE, 3)
    assert keeper.save()
    keeper.session.answer(NAME, "Spring")
    keeper.session.go(Position("guests"))
    keeper.hold()
    step = dying(at)

    def told(module: Any, name: str) -> None:
        real = getattr(module, name)

        def call(*given: Any, **options: Any) -> Any:
            step(name)
            return real(*given, **options)

        monkeypatch.setattr(module, name, call)

    told(planfile, "replace_file")
    told(Path, "unlink")
    for name in ("lock", "places"):
        told(type(folder.shelter), name)
    told(Lock, "take")
    for name in ("moved", "saved"):
        told(Journal, name)
    told(Lock, "release")
    with pytest.raises(Died):
        keeper.save()
    monkeypatch.undo()
    wanted = keeper.session.answers
    assert any(folder.back(plan) == wanted for plan in (first, then))
    for plan in (first, then):
        if plan.exists():
            answers_in(plan, folder.questionnaire)  # whole, whichever it is


# -------------------------------------------------------------------------------- what is said


def test_the_status_is_the_truth_at_each_moment(
    folder: Folder, oslo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = BadDisk()
    on(disk, monkeypatch)
    keeper = folder.open(oslo)
    assert keeper.status == "saved"
    gate = disk.gates["write"] = threading.Event()
    keeper.session.answer(SIZE, 3)
    assert keeper.status == "typing"
    del disk.gates["write"]
    gate.set()
    keeper.hold()
    assert keeper.status == "kept"
    with monkeypatch.context() as patch:
        patch.setattr(planfile, "replace_file", refused)
        assert not keeper.save()
        assert keeper.status == "kept, NOT SAVED: the disk is full"
        assert not keeper.in_danger
    assert keeper.save()
    assert keeper.status == "saved 14:02"


def test_a_disk_that_is_full_for_both_and_then_is_freed(
    folder: Folder, oslo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = BadDisk()
    on(disk, monkeypatch)
    before = oslo.read_bytes()
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    keeper.hold()
    disk.room = 0
    for number in range(4, 20):
        keeper.session.answer(SIZE, number)
        keeper.session.answer(AIM, f"for reason {number}")
    assert eventually(lambda: keeper.in_danger)
    assert keeper.status == "NOT KEPT: disk full"
    assert not keeper.save()
    assert keeper.status == "NOT KEPT: disk full"
    assert "the disk is full" in keeper.failed
    assert keeper.in_danger
    assert not keeper.close()
    assert oslo.read_bytes() == before
    disk.room = None
    assert eventually(lambda: not keeper.in_danger), "it tries by itself"
    assert keeper.status.startswith("kept, NOT SAVED: ")
    assert folder.back(oslo) == keeper.session.answers
    folder.clock.on(10)
    keeper.tick()
    settle(keeper)
    assert keeper.status == "saved 14:02"
    assert inside(oslo)["about"] == {"name": "Oslo", "size": 19, "aim": "for reason 19"}
    assert keeper.close()
    assert folder.journals(oslo) == []


def test_a_disk_that_is_full_for_the_journal_alone_does_not_keep_the_plan_from_being_saved(
    folder: Folder, oslo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = BadDisk()
    disk.errors["write"] = errno.ENOSPC
    journal_on(disk, monkeypatch)
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    assert eventually(lambda: keeper.in_danger)
    folder.clock.on(2)
    keeper.tick()
    settle(keeper)
    assert keeper.status == "saved 14:02"
    assert not keeper.in_danger
    assert keeper.close()


def test_without_any_place_for_a_journal_the_file_is_all_there_is(
    folder: Folder, oslo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = BadDisk()
    disk.errors["mkdir"] = errno.EROFS
    journal_on(disk, monkeypatch)
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    assert eventually(lambda: keeper.in_danger)
    assert keeper.status.startswith("NOT KEPT: ")
    assert keeper.close()
    assert inside(oslo)["about"]["size"] == 3


# ----------------------------------------------------------------------------------- the backups


def test_former_versions_are_kept_the_opened_one_first(folder: Folder, oslo: Path) -> None:
    opened = oslo.read_text()
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 1)
    assert keeper.save()
    assert folder.backups(oslo) == [opened]
    for size in (2, 3, 4):
        folder.clock.on(60)
        keeper.session.answer(SIZE, size)
        assert keeper.save()
    assert folder.backups(oslo) == [opened], "one in ten minutes"
    folder.clock.on(600)
    keeper.session.answer(SIZE, 5)
    assert keeper.save()
    kept = folder.backups(oslo)
    assert [tomllib.loads(one)["about"].get("size") for one in kept] == [4, None]


def test_each_save_by_hand_keeps_the_version_before_it(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    for size in (1, 2, 3):
        folder.clock.on(1)
        keeper.session.answer(SIZE, size)
        assert keeper.save(scorecard=True)
    kept = folder.backups(oslo)
    assert [tomllib.loads(one)["about"].get("size") for one in kept] == [2, 1, None]


def test_backups_that_cannot_be_kept_do_not_stop_the_save(folder: Folder, oslo: Path) -> None:
    (Path(folder.env["XDG_STATE_HOME"]) / "smtui").mkdir(parents=True, mode=0o700)
    (Path(folder.env["XDG_STATE_HOME"]) / "smtui" / "backups").write_text("in the way")
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 1)
    assert keeper.save()
    assert keeper.status.startswith("saved 14:02, but the old version could not be kept")
    assert keeper.close()


# --------------------------------------------------------------- files that others change or take


def changed_by_both(folder: Folder, oslo: Path) -> tuple[Keeper, bytes]:
    """A plan with an answer of ours that the file has not, and theirs in the file."""
    keeper = folder.open(oslo)
    keeper.asks = True
    keeper.session.answer(SIZE, 3)
    theirs = visit.plan_text(about={"name": "Bergen", "aim": "theirs"}).encode()
    oslo.write_bytes(theirs)
    return keeper, theirs


def test_somebody_is_asked_about_a_file_that_was_changed(folder: Folder, oslo: Path) -> None:
    keeper, theirs = changed_by_both(folder, oslo)
    folder.clock.on(2)
    keeper.tick()
    settle(keeper)
    assert keeper.conflict
    assert keeper.status == "kept, NOT SAVED: somebody else has changed the file"
    keeper.session.answer(SIZE, 4)
    for _ in range(60):
        folder.clock.on(0.5)
        keeper.tick()
        settle(keeper)
    assert oslo.read_bytes() == theirs
    assert folder.left() == ["oslo.toml"]
    keeper.hold()
    assert folder.found(oslo).changes


def test_going_on_with_both(folder: Folder, oslo: Path) -> None:
    keeper, theirs = changed_by_both(folder, oslo)
    assert not keeper.save()
    file = read_toml(oslo, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    document = read(file, folder.questionnaire)
    merged = document.answers.with_value(SIZE, 3)
    keeper.take_on(document, file.digest, file.text, merged)
    assert not keeper.conflict
    assert keeper.dirty
    keeper.hold()
    assert folder.back(oslo) == merged
    assert folder.found(oslo).base_digest == hashlib.sha256(theirs).hexdigest()
    assert keeper.save()
    assert inside(oslo)["about"] == {"name": "Bergen", "aim": "theirs", "size": 3}
    assert theirs.decode() in folder.backups(oslo)
    assert keeper.close()
    assert folder.journals(oslo) == []


def test_going_beside(folder: Folder, oslo: Path) -> None:
    keeper, theirs = changed_by_both(folder, oslo)
    assert not keeper.save()
    keeper.go_beside()
    assert not keeper.conflict
    assert keeper.dirty
    assert keeper.close()
    assert oslo.read_bytes() == theirs
    assert inside(folder.plans / "oslo-2.toml")["about"] == {"name": "Oslo", "size": 3}
    assert folder.journals(oslo) == folder.journals(folder.plans / "oslo-2.toml") == []


def test_going_beside_is_safe_from_the_moment_that_it_is_said(folder: Folder, oslo: Path) -> None:
    """Between the word and the save of it the program may die, or another plan may come."""
    keeper, _ = changed_by_both(folder, oslo)
    assert not keeper.save()
    keeper.go_beside()
    keeper.session.answer(SIZE, 5)
    keeper.hold()
    assert folder.back(oslo).value(SIZE) == 5
    (folder.plans / "oslo-2.toml").write_text("somebody else's, meanwhile")
    assert keeper.close()
    assert (folder.plans / "oslo-2.toml").read_text() == "somebody else's, meanwhile"
    assert keeper.path not in (oslo, folder.plans / "oslo-2.toml")
    assert keeper.path is not None
    assert inside(keeper.path)["about"]["size"] == 5


def test_asking_later_asks_again_after_a_while_and_writes_nothing(
    folder: Folder, oslo: Path
) -> None:
    keeper, theirs = changed_by_both(folder, oslo)
    assert not keeper.save()
    keeper.ask_later()
    assert not keeper.conflict
    folder.clock.on(1)
    keeper.tick()
    settle(keeper)
    assert not keeper.conflict
    folder.clock.on(10)
    keeper.tick()
    settle(keeper)
    assert keeper.conflict
    assert oslo.read_bytes() == theirs
    assert not keeper.close() or folder.left() == ["oslo-2.toml", "oslo.toml"]


def test_at_the_end_nobody_is_asked_and_ours_goes_beside(folder: Folder, oslo: Path) -> None:
    keeper, theirs = changed_by_both(folder, oslo)
    assert not keeper.save()
    assert keeper.close()
    assert oslo.read_bytes() == theirs
    assert inside(folder.plans / "oslo-2.toml")["about"] == {"name": "Oslo", "size": 3}
    assert not keeper.conflict


def test_a_plan_deleted_underneath_is_written_again(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    keeper.asks = True
    keeper.session.answer(SIZE, 3)
    oslo.unlink()
    folder.clock.on(2)
    keeper.tick()
    settle(keeper)
    assert inside(oslo)["about"] == {"name": "Oslo", "size": 3}
    assert keeper.close()
    assert folder.journals(oslo) == []


def test_a_folder_that_is_away_for_a_while_costs_nothing(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    away = folder.plans.rename(folder.plans.with_name("away"))
    keeper.session.answer(SIZE, 3)
    folder.clock.on(2)
    keeper.tick()
    settle(keeper)
    keeper.hold()
    assert keeper.status.startswith("kept, NOT SAVED: the folder does not exist")
    keeper.session.answer(SIZE, 4)
    away.rename(folder.plans)
    folder.clock.on(10)
    keeper.tick()
    settle(keeper)
    assert keeper.status == "saved 14:02"
    assert inside(oslo)["about"]["size"] == 4
    assert keeper.close()
    keeper.let_go()
    assert [one.name for one in folder.plans.iterdir()] == ["oslo.toml"]


# ------------------------------------------------------------------------------------ many threads


def test_the_end_may_come_twice_and_from_two_threads_while_it_saves(
    folder: Folder, oslo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = BadDisk()
    disk.gates["rename"] = threading.Event()
    plans_on(disk, monkeypatch)
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    keeper.save_soon()
    assert eventually(lambda: disk.calls["rename"])
    keeper.session.answer(SIZE, 4)
    closed: list[bool] = []

    def end() -> None:
        keeper.hold()
        closed.append(keeper.close())
        keeper.let_go()

    threads = [threading.Thread(target=end) for _ in range(2)]
    for one in threads:
        one.start()
    disk.gates["rename"].set()
    for one in threads:
        one.join(20)
    assert closed == [True, True]
    assert keeper.close()
    assert inside(oslo)["about"]["size"] == 4
    assert folder.journals(oslo) == []
    assert [one.name for one in folder.plans.iterdir()] == ["oslo.toml"]


def test_an_answer_after_the_end_is_not_lost(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    assert keeper.close()
    keeper.session.answer(SIZE, 4)
    keeper.hold()
    assert folder.back(oslo).value(SIZE) == 4
    assert keeper.close()
    assert inside(oslo)["about"]["size"] == 4
    assert folder.journals(oslo) == []


# --------------------------------------------------------------------------- answers from elsewhere


def test_what_comes_back_without_a_change_of_an_answer_is_saved_too(
    folder: Folder, oslo: Path
) -> None:
    """Answers of questions that are gone stand in the file as text."""
    keeper = folder.open(oslo)
    keeper.session.read_only = True
    document = replace(keeper.document, unknown={"unplaced": [{"question": "old", "value": "x"}]})
    assert keeper.take_back(document, keeper.session.answers)
    assert keeper.dirty
    folder.clock.on(10)
    keeper.tick()
    settle(keeper)
    assert inside(oslo)["unplaced"] == [{"question": "old", "value": "x"}]
    assert not keeper.dirty


def test_what_came_back_is_told_to_be_safe_only_when_it_is(
    folder: Folder, oslo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = BadDisk()
    disk.errors["write"] = errno.ENOSPC
    journal_on(disk, monkeypatch)
    keeper = folder.open(oslo)
    answers = keeper.session.answers.with_value(SIZE, 7)
    assert not keeper.take_back(keeper.document, answers)
    del disk.errors["write"]
    assert keeper.take_back(keeper.document, answers.with_value(SIZE, 8))
    assert folder.back(oslo).value(SIZE) == 8


# ------------------------------------------------------------------- what others do to the file


def test_a_file_that_is_deleted_or_changed_meanwhile_is_seen(folder: Folder, oslo: Path) -> None:
    keeper = folder.open(oslo)
    keeper.asks = True
    keeper.session.answer(SIZE, 3)
    assert keeper.save()
    ours = oslo.read_bytes()
    oslo.unlink()
    folder.clock.on(10)
    keeper.tick()
    settle(keeper)
    assert keeper.status == "saved 14:02, but the file is gone"
    assert not keeper.conflict
    oslo.write_bytes(ours + b"# theirs\n")
    folder.clock.on(10)
    keeper.tick()
    settle(keeper)
    assert keeper.status == "saved 14:02, but somebody else has changed the file"
    assert keeper.conflict


def test_what_was_saved_here_and_overwritten_is_among_the_former_versions(
    folder: Folder, oslo: Path
) -> None:
    keeper = folder.open(oslo)
    keeper.session.answer(SIZE, 3)
    assert keeper.save()
    ours, theirs = oslo.read_bytes(), b'[meta]\nquestionnaire = "visit"\nversion = "2.0"\n'
    oslo.write_bytes(theirs)
    assert keeper.close()
    assert oslo.read_bytes() == theirs
    assert keeper.overwritten
    backups = folder.shelter.backups(oslo)
    assert backups is not None
    assert backups.entries()[0].path.read_bytes() == ours
