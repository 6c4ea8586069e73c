"""Folders of our own: for their owner alone, or not used at all."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smtui.private import NotPrivate, open_private, private_folder

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def umask(mask: int) -> Iterator[None]:
    old = os.umask(mask)
    try:
        yield
    finally:
        os.umask(old)


def refusal(path: Path, top: Path | None = None) -> str:
    with pytest.raises(NotPrivate) as caught:
        private_folder(path, top=top)
    return str(caught.value)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o277, 0o777])
def test_folders_and_files_are_for_their_owner_alone(tmp_path: Path, mask: int) -> None:
    folder = tmp_path / "state" / "smtui" / "sessions"
    with umask(mask):
        assert private_folder(folder) == folder
        os.close(open_private(folder / "file", NEW))
    for one in (folder, folder.parent, folder.parent.parent):
        assert mode_of(one) == 0o700
    assert mode_of(folder / "file") == 0o600


def test_a_folder_that_is_there_is_used_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "smtui"
    folder.mkdir(mode=0o750)
    private_folder(folder)
    assert mode_of(folder) == 0o750


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "smtui").symlink_to("elsewhere")
    assert "is a link" in refusal(tmp_path / "smtui")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "smtui").symlink_to("nowhere")
    assert "is a link" in refusal(tmp_path / "smtui")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "smtui").write_text("")
    assert "is not a folder" in refusal(tmp_path / "smtui")


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777, 0o1777])
def test_a_folder_that_others_may_change_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "smtui").mkdir()
    (tmp_path / "smtui").chmod(mode)
    assert "may be changed by others" in refusal(tmp_path / "smtui")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_the_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "smtui").mkdir(mode=0o700)
    os.chown(tmp_path / "smtui", 12_345, -1)
    assert "belongs to somebody else" in refusal(tmp_path / "smtui")


def test_all_folders_of_our_own_are_looked_at(tmp_path: Path) -> None:
    top = tmp_path / "smtui"
    top.mkdir()
    top.chmod(0o777)
    assert "may be changed by others" in refusal(top / "sessions" / "one", top=top)
    assert not (top / "sessions").exists()
    top.chmod(0o700)
    private_folder(top / "sessions" / "one", top=top)


@pytest.mark.parametrize("path", [Path("/nul\0"), Path("relative"), Path("~/state")])
def test_an_impossible_name_is_refused_in_words(path: Path) -> None:
    assert "impossible" in refusal(path)


def test_what_cannot_be_made_is_the_systems_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        private_folder(tmp_path / "file" / "smtui")


def test_a_file_is_never_opened_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("theirs")
    (tmp_path / "link").symlink_to("target")
    for flags in (os.O_RDONLY, os.O_WRONLY, NEW):
        with pytest.raises(OSError):
            open_private(tmp_path / "link", flags)
    with pytest.raises(NotPrivate):
        open_private(tmp_path / "nul\0", os.O_RDONLY)


def test_a_user_that_the_system_does_not_know_is_a_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise KeyError("no such user")

    monkeypatch.setattr("pwd.getpwuid", unknown)
    monkeypatch.delenv("HOME")
    private_folder(tmp_path / "smtui")
