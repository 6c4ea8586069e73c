"""What was typed is in the journal within milliseconds, whatever happens to disk and file."""

import errno
import os
import stat
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smtui.plan.answers import Answers, Parked, Place, Remark
from smtui.plan.journal import Found, Head, Journal, Pace, journals_in, read_journal
from smtui.plan.journal.leaves import apply
from smtui.plan.session import Position, Session
from smtui.questionnaire.model import Questionnaire
from tests.faults.bad_disk import BadDisk, eventually
from tests.plan.anything import told

NAME, ABOUT = Place("party.name"), Place("party.about")
HEAD = Head(
    plan="/home/anna/plan.toml",
    digest="",
    questionnaire="party",
    version="1.2",
    questionnaire_digest="",
    program="0",
    host="desk",
    boot="",
    pid=1,
    user="anna",
    started=datetime(2026, 11, 21, 14, 0),
)
QUICK = Pace(retry=0.005, patience=0.0)
"""For tests in which a disk fails: soon tried again, and soon given up."""

Begin = Callable[..., Journal]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "smtui" / "sessions" / "k"


@pytest.fixture
def begin(folder: Path, clock: Callable[[], datetime]) -> Iterator[Begin]:
    """Begins a journal in the folder; all are closed at the end."""
    begun = []

    def made(*places: Path, base: Answers | None = None, text: str = "", **more: Any) -> Journal:
        more.setdefault("clock", clock)
        journal = Journal(places or (folder,), HEAD, base or Answers(), text, **more)
        begun.append(journal)
        return journal

    yield made
    for journal in begun:
        journal.close(seconds=0.1)


def named(text: str) -> Answers:
    return Answers().with_value(NAME, text)


def read(journal: Journal) -> Found:
    assert journal.path is not None
    found = read_journal(journal.path)
    assert found is not None
    return found


def kept(journal: Journal) -> Answers:
    """The answers that the journal gives back, for a plan that was empty."""
    found = read(journal)
    return apply(apply(Answers(), found.before), found.changes)


# what is kept


def test_looking_at_a_plan_leaves_no_file(begin: Begin, folder: Path) -> None:
    base = named("A")
    journal = begin(base=base)
    journal.put(base, Position("first", "party.name"), "quick")
    assert journal.flush(20)
    assert (journal.pending, journal.failed, journal.path) == (False, "", None)
    assert journal.close(seconds=20)
    assert not folder.exists()


def test_a_first_item_without_answers_leaves_no_file(begin: Begin, folder: Path) -> None:
    journal = begin()
    journal.put(Answers().with_items("guest", ("k3f9",)))
    assert journal.flush(20)
    assert not folder.exists()


def test_every_sort_of_change_comes_back(begin: Begin, party: Questionnaire) -> None:
    session = Session(party)
    journal = begin()
    session.listen(lambda change: journal.put(session.answers, session.position, session.run))
    session.answer(NAME, "Late")
    session.answer(NAME, "Later")
    session.undo()
    session.answer(NAME, "Last")
    guest = session.add_item("guest")
    session.add_item("guest")
    session.move_item("guest", guest, 1)
    session.answer(Place("guest.name", guest), "Ann")
    session.park(ABOUT, "Bob")
    session.remark(NAME, "A note", "Cy")
    session.disagree(NAME, "Di", "No")
    session.go(Position("first", "party.about"))
    session.park(ABOUT, "Bea")
    assert journal.flush(20)
    assert told(kept(journal)) == told(session.answers)
    assert read(journal).position == Position("first", "party.about")
    assert read(journal).run == "quick"
    assert read(journal).head == HEAD


def test_the_place_is_kept_when_only_that_changes(begin: Begin) -> None:
    journal = begin()
    journal.put(named("A"), Position("first", "party.name"), "quick")
    assert journal.flush(20)
    journal.put(named("A"), Position("second"), "full")
    assert journal.flush(20)
    assert (read(journal).position, read(journal).run) == (Position("second"), "full")


def test_one_that_is_quick_writes_once(begin: Begin) -> None:
    disk = BadDisk()
    disk.gates["write"] = threading.Event()
    journal = begin(system=disk.system)
    journal.put(named("0"))
    assert eventually(lambda: disk.calls["write"])
    for number in range(500):
        journal.put(named(str(number)))
    disk.gates["write"].set()
    assert journal.flush(20)
    assert kept(journal) == named("499")
    assert disk.calls["write"] <= 3
    assert read(journal).number < 12


def test_the_times_are_of_the_changes_that_are_not_saved(begin: Begin) -> None:
    now = datetime(2026, 11, 21, 14, 0)

    def at(minutes: int, text: str) -> None:
        nonlocal now
        now = datetime(2026, 11, 21, 14, 0) + timedelta(minutes=minutes)
        journal.put(named(text))
        assert journal.flush(20)

    journal = begin(clock=lambda: now)
    at(1, "A")
    journal.saved("a" * 64, named("A"), "")
    at(5, "B")
    at(9, "C")
    assert journal.path is not None
    journal.path.unlink()  # and made anew it still knows
    at(12, "D")
    found = read(journal)
    assert (found.first, found.last) == (
        datetime(2026, 11, 21, 14, 5),
        datetime(2026, 11, 21, 14, 12),
    )


def test_nobody_else_may_look(begin: Begin, folder: Path) -> None:
    old = os.umask(0)
    try:
        journal = begin()
        journal.put(named("secret"))
        assert journal.flush(20)
    finally:
        os.umask(old)
    assert journal.path is not None
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    for one in (folder, folder.parent, folder.parent.parent):
        assert stat.S_IMODE(one.stat().st_mode) == 0o700


# saved


def test_what_the_plans_file_holds_is_no_change(begin: Begin) -> None:
    journal = begin(text="old")
    journal.put(named("A"))
    assert journal.flush(20)
    journal.saved("a" * 64, named("A"), "name = 'A'")
    assert journal.flush(20)
    found = read(journal)
    assert (found.changes, found.base_digest, found.base_text) == ((), "a" * 64, "old")
    assert apply(Answers(), found.before) == named("A")


def test_what_was_typed_while_the_plan_was_written_is_a_change(begin: Begin) -> None:
    journal = begin()
    first = named("A").with_value(ABOUT, "x")
    for answers in (first, first.with_value(NAME, "AB")):
        journal.put(answers)
        assert journal.flush(20)
    journal.saved("a" * 64, first, "")
    assert journal.flush(20)
    found = read(journal)
    assert apply(Answers(), found.before) == first
    assert {leaf.name: leaf.value for leaf in found.changes} == {"party.name": "AB"}


def test_a_large_journal_is_made_anew_with_the_new_base(begin: Begin, folder: Path) -> None:
    journal = begin(pace=Pace(largest=3000))
    largest = 0
    for number in range(60):
        journal.put(named(f"{number} " + "x" * 300))
        assert journal.flush(20)
        assert journal.path is not None
        largest = max(largest, journal.path.stat().st_size)
    journal.saved("a" * 64, named("saved"), "name = 'saved'")
    for number in range(20):
        journal.put(named(f"{number} " + "y" * 300))
        assert journal.flush(20)
    found = read(journal)
    assert largest < 6000
    assert (found.base_text, found.base_digest) == ("name = 'saved'", "a" * 64)
    assert {leaf.value for leaf in found.changes} == {"19 " + "y" * 300}
    assert [path.name for path in folder.iterdir()] == ["journal.jsonl"]


# the end


def test_at_the_end_nothing_stays_when_the_plans_file_holds_all(begin: Begin, folder: Path) -> None:
    journal = begin()
    journal.put(named("A"))
    assert journal.flush(20)
    journal.saved("a" * 64, named("A"), "")
    assert journal.close(remove=True, seconds=20)
    assert not folder.exists()
    assert folder.parent.exists()


def test_at_the_end_the_journal_stays_when_the_plans_file_lacks_something(begin: Begin) -> None:
    journal = begin()
    journal.put(named("A"))
    journal.saved("a" * 64, named("A"), "")
    journal.put(named("AB"))
    assert journal.close(remove=True, seconds=20)
    assert kept(journal) == named("AB")


def test_what_is_typed_after_the_end_is_kept_too(begin: Begin, folder: Path) -> None:
    journal = begin()
    journal.put(named("A"))
    assert journal.close(seconds=20)
    journal.put(named("AB"))
    assert journal.flush(20)
    assert kept(journal) == named("AB")
    assert eventually(lambda: len(journals_in(folder)) == 1)


def test_another_journal_is_left_alone(begin: Begin, folder: Path) -> None:
    first, second = begin(), begin()
    first.put(named("first"))
    assert first.flush(20)
    second.put(named("second"))
    assert second.flush(20)
    assert [path.name for path in journals_in(folder)] == ["journal.jsonl", "journal-2.jsonl"]
    assert (kept(first), kept(second)) == (named("first"), named("second"))
    second.saved("a" * 64, named("second"), "")
    assert second.close(remove=True, seconds=20)
    assert journals_in(folder) == [first.path]


def test_a_forked_child_writes_nothing(begin: Begin) -> None:
    journal = begin()
    journal.put(named("parent"))
    assert journal.flush(20)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of threads
        child = os.fork()
    if not child:
        journal.put(named("child"))
        os._exit(2 if journal.close(remove=True, seconds=0.05) else 0)
    assert os.waitpid(child, 0)[1] == 0
    journal.put(named("parent, later"))
    assert journal.flush(20)
    assert kept(journal) == named("parent, later")


def test_a_plan_of_another_name_has_its_journal_there(
    begin: Begin, folder: Path, tmp_path: Path
) -> None:
    journal = begin()
    journal.put(named("A"))
    assert journal.flush(20)
    journal.moved([tmp_path / "smtui" / "sessions" / "other"], "/home/anna/other.toml")
    journal.put(named("AB"))
    assert journal.flush(20)
    assert journal.path == tmp_path / "smtui" / "sessions" / "other" / "journal.jsonl"
    assert kept(journal) == named("AB")
    head = read(journal).head
    assert head is not None
    assert head.plan == "/home/anna/other.toml"
    assert eventually(lambda: not folder.exists())


# a disk that fails


def test_a_full_disk_costs_nothing_and_is_told(begin: Begin) -> None:
    disk = BadDisk()
    journal = begin(system=disk.system, pace=Pace(retry=0.005))
    typed = {Place(f"q.{number}"): f"answer {number}" for number in range(107)}
    answers = Answers()
    for number, (place, text) in enumerate(typed.items()):
        if number == 50:
            disk.room = 30  # so that half a record is written
        if number == 100:
            assert eventually(lambda: journal.failed == "disk full")
            assert journal.pending
            disk.room = None
        answers = answers.with_value(place, text)
        journal.put(answers)
        if number < 50:
            assert journal.flush(20)
    assert journal.flush(20)
    assert (journal.failed, journal.pending) == ("", False)
    found = read(journal)
    assert found.broken == 1
    assert apply(Answers(), found.changes) == answers  # the last seven among them


def test_a_full_disk_before_the_first_change(begin: Begin, folder: Path) -> None:
    disk = BadDisk()
    disk.room = 10
    journal = begin(system=disk.system, pace=Pace(retry=0.005))
    journal.put(named("A"))
    assert eventually(lambda: journal.failed == "disk full")
    assert not journal.flush(0.02)
    assert eventually(lambda: not journals_in(folder))  # what it tries leaves nothing behind
    disk.room = None
    assert journal.flush(20)
    assert kept(journal) == named("A")
    assert journal.failed == ""


def test_what_was_taken_back_while_the_disk_was_full_is_taken_back(begin: Begin) -> None:
    disk = BadDisk()
    journal = begin(system=disk.system, pace=Pace(retry=0.005))
    journal.put(named("first"))
    assert journal.flush(20)
    disk.gates["fdatasync"] = threading.Event()  # so that nothing is sure from here on
    journal.put(named("second"))
    assert eventually(lambda: not journal.pending)
    disk.room = 0
    journal.put(named("third"))
    assert eventually(lambda: journal.failed)
    journal.put(named("first"))
    disk.room = None
    disk.gates.pop("fdatasync").set()
    assert journal.flush(20)
    assert kept(journal) == named("first")


def test_after_an_error_nothing_counts_that_no_sync_has_made_safe(begin: Begin) -> None:
    disk = BadDisk()
    journal = begin(system=disk.system, pace=Pace(retry=0.005, sync=60))
    journal.put(named("A"))
    assert journal.flush(20)
    assert journal.path is not None
    safe = journal.path.stat().st_size
    answers = named("A").with_value(ABOUT, "x")
    journal.put(answers)
    assert eventually(lambda: not journal.pending)
    os.truncate(journal.path, safe)  # the disk took it, and could not keep it
    disk.room = 0
    journal.put(answers.with_value(NAME, "AB"))
    assert eventually(lambda: journal.failed)
    disk.room = None
    assert journal.flush(20)
    assert kept(journal) == answers.with_value(NAME, "AB")


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EDQUOT])
def test_the_next_folder_is_used_when_one_cannot_be(
    begin: Begin, tmp_path: Path, number: int
) -> None:
    disk = BadDisk()
    disk.errors["mkdir"] = number
    (tmp_path / "second").mkdir(mode=0o700)
    journal = begin(tmp_path / "first", tmp_path / "second", system=disk.system)
    journal.put(named("A"))
    assert journal.flush(20)
    assert journal.failed == ""
    assert journal.path == tmp_path / "second" / "journal.jsonl"
    assert kept(journal) == named("A")


@pytest.mark.parametrize("number", [errno.EROFS, errno.EIO, errno.ESTALE, errno.ENOSPC])
def test_a_disk_that_breaks_later_is_left_with_everything(
    begin: Begin, tmp_path: Path, number: int
) -> None:
    disk = BadDisk()
    first, second = tmp_path / "first", tmp_path / "second"
    journal = begin(first, second, system=disk.system, pace=QUICK)
    journal.put(named("A"))
    assert journal.flush(20)
    real, inodes = disk.write, {(first / "journal.jsonl").stat().st_ino}

    def write(fd: int, data: bytes) -> int:
        if os.fstat(fd).st_ino in inodes or os.path.exists(f"{first}/.no"):
            raise OSError(number, os.strerror(number))
        return real(fd, data)

    disk.write = write  # type: ignore[method-assign]
    disk_open = os.open
    disk.open = lambda path, *more: (  # type: ignore[attr-defined]
        _refused(number) if Path(path).parent == first else disk_open(path, *more)
    )
    journal.put(named("AB").with_value(ABOUT, "x"))
    assert journal.flush(20)
    assert journal.failed == ""
    assert journal.path == second / "journal.jsonl"
    assert kept(journal) == named("AB").with_value(ABOUT, "x")


def _refused(number: int) -> int:
    raise OSError(number, os.strerror(number))


def test_without_any_folder_all_stays_in_memory_and_that_is_told(tmp_path: Path) -> None:
    journal = Journal([], HEAD, Answers(), "", clock=datetime.now)
    journal.put(named("A"))
    assert eventually(lambda: journal.failed)
    assert journal.pending
    assert journal.path is None
    assert not journal.close(seconds=0.01)


def test_a_folder_that_others_may_change_is_not_used(begin: Begin, folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    journal = begin(pace=QUICK)
    journal.put(named("secret"))
    assert eventually(lambda: "may be changed by others" in journal.failed)
    assert list(folder.iterdir()) == []
    folder.chmod(0o700)
    assert journal.flush(20)
    assert journal.failed == ""


def test_after_a_failed_fsync_the_file_is_another_one(begin: Begin) -> None:
    disk = BadDisk()
    journal = begin(system=disk.system, pace=Pace(retry=0.005))
    journal.put(named("A"))
    assert journal.flush(20)
    assert journal.path is not None
    before = os.open(journal.path, os.O_RDONLY)
    disk.errors["fdatasync"] = errno.EIO
    journal.put(named("AB"))
    journal.sync()
    assert eventually(lambda: journal.failed == "the disk reports an error")
    # a kill leaves it all the same: it is written, though not safe from a power cut
    journal.put(named("ABC"))
    assert eventually(lambda: not journal.pending)
    assert kept(journal) == named("ABC")
    del disk.errors["fdatasync"]
    assert journal.flush(20)
    assert journal.failed == ""
    assert kept(journal) == named("ABC")
    assert os.fstat(before).st_ino != journal.path.stat().st_ino
    assert os.fstat(before).st_nlink == 0
    os.close(before)
    assert os.listdir(journal.path.parent) == ["journal.jsonl"]


def test_a_disk_that_cannot_sync_at_all_is_good_enough(begin: Begin) -> None:
    disk = BadDisk()
    disk.errors |= {"fdatasync": errno.EINVAL, "fsync": errno.ENOTSUP}
    journal = begin(system=disk.system)
    journal.put(named("A"))
    assert journal.flush(20)
    assert journal.failed == ""


def test_typing_goes_on_to_the_file_while_the_disk_syncs(begin: Begin) -> None:
    disk = BadDisk()
    gate = disk.gates["fdatasync"] = threading.Event()
    journal = begin(system=disk.system)
    journal.put(named("A"))
    assert eventually(lambda: disk.calls["fdatasync"])
    journal.put(named("AB"))
    assert eventually(lambda: not journal.pending)
    assert kept(journal) == named("AB")
    assert not journal.flush(0.02)
    gate.set()
    assert journal.flush(20)


def test_a_disk_that_does_not_answer_is_told(begin: Begin) -> None:
    disk = BadDisk()
    gate = disk.gates["write"] = threading.Event()
    journal = begin(system=disk.system, pace=Pace(stuck=0.01))
    journal.put(named("A"))
    assert eventually(lambda: journal.failed == "the disk does not answer")
    assert journal.pending
    gate.set()
    assert journal.flush(20)
    assert (journal.failed, journal.pending) == ("", False)


@pytest.mark.parametrize("how", ["deleted", "folder deleted", "replaced", "emptied of its folder"])
def test_a_file_that_somebody_takes_away_is_made_anew(begin: Begin, folder: Path, how: str) -> None:
    journal = begin()
    journal.put(named("A").with_value(ABOUT, "x"))
    assert journal.flush(20)
    path = folder / "journal.jsonl"
    path.unlink()
    if how == "folder deleted":
        folder.rmdir()
    if how == "replaced":
        path.write_text("theirs")
    if how == "emptied of its folder":
        folder.rmdir()
        folder.parent.rmdir()
    answers = named("AB").with_value(ABOUT, "x")
    journal.put(answers)
    assert journal.flush(20)
    assert journal.failed == ""
    assert kept(journal) == answers
    if how == "replaced":
        assert path.read_text() == "theirs"


def test_a_mistake_of_our_own_is_told_and_tried_again(begin: Begin) -> None:
    disk = BadDisk()
    real, broken = disk.write, True

    def write(fd: int, data: bytes) -> int:
        if broken:
            raise RuntimeError("never thought of")
        return real(fd, data)

    disk.write = write  # type: ignore[method-assign]
    journal = begin(system=disk.system, pace=Pace(retry=0.005))
    journal.put(named("A"))
    assert eventually(lambda: "a mistake in smtui" in journal.failed)
    broken = False
    assert journal.flush(20)
    assert kept(journal) == named("A")
    assert journal.failed == ""


def test_replies_that_hold_nothing_are_kept(begin: Begin) -> None:
    answers = Answers().with_parked(NAME, Parked()).with_remark(ABOUT, Remark("x"))
    journal = begin()
    journal.put(answers)
    assert journal.flush(20)
    assert kept(journal) == answers


def test_names_of_folders_that_cannot_be(begin: Begin, tmp_path: Path) -> None:
    journal = begin(Path("/nul\0"), Path("relative"), tmp_path / "good")
    journal.put(named("A"))
    assert journal.flush(20)
    assert journal.path == tmp_path / "good" / "journal.jsonl"
