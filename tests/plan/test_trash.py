"""The trash: what comes in stays for a month, comes from any disk, and is for its owner alone."""

import errno
import os
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from smtui.plan.recovery.trash import DAYS, Trash

NOW = datetime(2026, 11, 21, 14, 2)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"all my answers\n")
    path.chmod(0o600)
    return path


def test_a_journal_is_moved_and_can_be_found_again(tmp_path: Path, journal: Path) -> None:
    trash = Trash(tmp_path / "state" / "trash", lambda: NOW)
    assert trash.entries() == []
    moved = trash.move(journal)
    assert not journal.exists()
    assert moved.read_bytes() == b"all my answers\n"
    assert stat.S_IMODE(moved.parent.stat().st_mode) == 0o700
    (entry,) = trash.entries()
    assert (entry.path, entry.name) == (moved, "journal.jsonl")
    assert entry.since == NOW.astimezone()


def test_two_of_one_moment_do_not_replace_each_other(tmp_path: Path, journal: Path) -> None:
    trash = Trash(tmp_path / "trash", lambda: NOW)
    trash.move(journal)
    journal.write_bytes(b"more\n")
    trash.move(journal)
    assert {one.path.read_bytes() for one in trash.entries()} == {b"all my answers\n", b"more\n"}


def test_after_a_month_it_goes_and_nothing_else_does(tmp_path: Path, journal: Path) -> None:
    now = NOW
    trash = Trash(tmp_path / "trash", lambda: now)
    old = trash.move(journal)
    mine = tmp_path / "trash" / "20200101T000000Z my own notes"
    mine.write_text("not smtui's")
    now = NOW + timedelta(days=DAYS)
    trash.sweep()
    assert old.exists()
    now = NOW + timedelta(days=DAYS, seconds=2)
    trash.sweep()
    assert not old.exists()
    assert mine.exists()
    trash.sweep()


def test_from_another_disk_it_is_copied_first(
    tmp_path: Path, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_disk(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "rename", other_disk)
    moved = Trash(tmp_path / "trash", lambda: NOW).move(journal)
    assert moved.read_bytes() == b"all my answers\n"
    assert stat.S_IMODE(moved.stat().st_mode) == 0o600
    assert not journal.exists()


def test_what_cannot_be_moved_stays_whole(
    tmp_path: Path, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_disk(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "rename", other_disk)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        Trash(tmp_path / "trash", lambda: NOW).move(journal)
    assert journal.read_bytes() == b"all my answers\n"
    assert list((tmp_path / "trash").iterdir()) == []


def test_a_folder_that_is_a_link_takes_nothing(tmp_path: Path, journal: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "trash").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="link"):
        Trash(tmp_path / "trash", lambda: NOW).move(journal)
    assert journal.exists()
