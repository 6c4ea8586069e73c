"""Former versions: the one opened, one in ten minutes, one for each save by hand, twenty in all."""

import errno
import hashlib
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smtui.plan.keeping.backups import Backups
from smtui.saving import SaveFailed, replace_file
from tests.faults.systems import Refusing

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Watch:
    """A clock that is set by hand."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "backups" / "0123456789abcdef"


def kept(folder: Path) -> list[bytes]:
    """What is kept, the oldest first by name."""
    return [one.read_bytes() for one in sorted(folder.iterdir())]


def test_the_version_opened_is_kept_then_one_in_ten_minutes(folder: Path, watch: Watch) -> None:
    backups = Backups(folder, watch)
    for minute in range(30):
        backups.keep(b"%d" % minute)
        watch.wait(minutes=1)
    assert kept(folder) == [b"0", b"10", b"20"]


def test_each_save_by_hand_keeps_one(folder: Path, watch: Watch) -> None:
    backups = Backups(folder, watch)
    for number in range(5):
        backups.keep(b"%d" % number, always=True)
        watch.wait(seconds=7)
    assert kept(folder) == [b"0", b"1", b"2", b"3", b"4"]


def test_a_save_by_hand_starts_the_ten_minutes_anew(folder: Path, watch: Watch) -> None:
    backups = Backups(folder, watch)
    backups.keep(b"opened")
    watch.wait(minutes=9)
    backups.keep(b"by hand", always=True)
    watch.wait(minutes=9)
    backups.keep(b"too soon")
    assert kept(folder) == [b"opened", b"by hand"]


def test_the_next_session_keeps_the_version_that_it_opened(folder: Path, watch: Watch) -> None:
    Backups(folder, watch).keep(b"one")
    watch.wait(minutes=1)
    Backups(folder, watch).keep(b"two")
    assert kept(folder) == [b"one", b"two"]


def test_the_name_says_when_and_what(folder: Path, watch: Watch) -> None:
    path = Backups(folder, watch).keep(b"plan")
    assert path is not None
    short = hashlib.sha256(b"plan").hexdigest()[:8]
    assert path == folder / f"20261121T120000Z-{short}.toml"
    assert path.read_bytes() == b"plan"


def test_a_backup_is_for_its_owner_alone(folder: Path, watch: Watch) -> None:
    old = os.umask(0)
    try:
        path = Backups(folder, watch).keep(b"plan")
    finally:
        os.umask(old)
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_same_content_is_not_kept_twice_in_a_row(folder: Path, watch: Watch) -> None:
    backups = Backups(folder, watch)
    first = backups.keep(b"same")
    watch.wait(minutes=11)
    assert backups.keep(b"same", always=True) == first
    assert Backups(folder, watch).keep(b"same") == first
    watch.wait(minutes=11)
    backups.keep(b"other")
    watch.wait(minutes=11)
    backups.keep(b"same")
    assert kept(folder) == [b"same", b"other", b"same"]


def test_many_in_one_second_stay_in_their_order(folder: Path, watch: Watch) -> None:
    backups = Backups(folder, watch)
    for number in (1, 2, 1, 3, 1, 2):
        backups.keep(b"%d" % number, always=True)
    assert kept(folder) == [b"1", b"2", b"1", b"3", b"1", b"2"]
    assert [one.path.read_bytes() for one in backups.entries()] == kept(folder)[::-1]


def test_the_oldest_go_beyond_twenty(folder: Path, watch: Watch) -> None:
    backups = Backups(folder, watch)
    for number in range(50):
        backups.keep(b"%d" % number, always=True)
        watch.wait(seconds=30)
    assert kept(folder) == [b"%d" % number for number in range(30, 50)]


def test_a_clock_set_back_costs_no_new_version(folder: Path, watch: Watch) -> None:
    backups = Backups(folder, watch, keep=5)
    for number in range(5):
        backups.keep(b"old %d" % number, always=True)
        watch.wait(minutes=1)
    watch.now = NOON - timedelta(days=400)
    for number in range(4):
        assert backups.keep(b"new %d" % number) is not None
        watch.wait(minutes=10)
    read = [one.path.read_bytes() for one in backups.entries()]
    assert read == [b"new 3", b"new 2", b"new 1", b"new 0", b"old 4"]


def test_other_files_in_the_folder_are_left_alone(folder: Path, watch: Watch) -> None:
    folder.mkdir(mode=0o700, parents=True)
    for name in ("notes.txt", "20269999T999999Z-00000000.toml", "20261121T120000Z-1.toml"):
        (folder / name).write_text("theirs")
    (folder / "20261121T120000Z-00000000.toml").mkdir()
    backups = Backups(folder, watch, keep=1)
    backups.keep(b"1", always=True)
    backups.keep(b"2", always=True)
    assert [one.path.read_bytes() for one in backups.entries()] == [b"2"]
    assert len(list(folder.iterdir())) == 5


def test_a_damaged_backup_is_known(folder: Path, watch: Watch) -> None:
    backups = Backups(folder, watch)
    backups.keep(b"plan")
    (entry,) = backups.entries()
    assert entry.is_whole()
    entry.path.write_bytes(b"\0\0\0\0")
    assert not entry.is_whole()
    entry.path.unlink()
    assert not entry.is_whole()


def test_no_folder_yet_is_no_version(folder: Path, watch: Watch) -> None:
    assert Backups(folder, watch).entries() == []


def test_a_folder_behind_a_link_is_refused(folder: Path, watch: Watch, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.parent.mkdir(parents=True, mode=0o700)
    folder.symlink_to(elsewhere)
    with pytest.raises(OSError, match="link"):
        Backups(folder, watch).keep(b"plan")
    assert list(elsewhere.iterdir()) == []


def test_after_an_error_it_is_tried_again_at_the_next_save(folder: Path, watch: Watch) -> None:
    Backups(folder, watch).keep(b"0")
    watch.wait(minutes=1)
    shim = Refusing("write new file", errno.ENOSPC)
    backups = Backups(folder, watch, system=shim.system)
    with pytest.raises(SaveFailed, match="the disk is full; nothing was written"):
        backups.keep(b"1")
    assert kept(folder) == [b"0"]
    shim.call = ""
    backups.keep(b"1")
    assert kept(folder) == [b"0", b"1"]


def test_a_save_goes_on_without_its_backup(folder: Path, watch: Watch) -> None:
    folder.parent.mkdir(parents=True, mode=0o700)
    folder.write_text("in the way")
    plan = Path("plan.toml")
    plan.write_text("old")
    (notice,) = replace_file(plan, b"new", before=Backups(folder, watch).keep)
    assert "backup" in notice
    assert plan.read_text() == "new"
