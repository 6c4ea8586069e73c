"""A save may fail anywhere: one clear sentence, and no file torn."""

import contextlib
import errno
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from smtui.saving import SaveFailed, replace_file


def leftovers() -> list[str]:
    return [each.name for each in Path().iterdir() if each.name.startswith(".smtui-")]


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextlib.contextmanager
def umask(mask: int) -> Iterator[None]:
    old = os.umask(mask)
    try:
        yield
    finally:
        os.umask(old)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_a_new_file_is_for_its_owner_alone(mask: int) -> None:
    with umask(mask):
        replace_file(Path("new.toml"), b"a = 1\n")
    assert Path("new.toml").read_bytes() == b"a = 1\n"
    assert mode_of(Path("new.toml")) == 0o600
    assert leftovers() == []


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o640, 0o755])
def test_the_mode_of_the_old_file_stays(mode: int) -> None:
    path = Path("plan.toml")
    path.write_text("old")
    path.chmod(mode)
    with umask(0o077):
        replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert mode_of(path) == mode


def test_the_group_of_the_old_file_stays() -> None:
    others = [group for group in os.getgroups() if group != os.getegid()]
    if os.geteuid() == 0:
        others.append(12_345)
    if not others:
        pytest.skip("needs a second group")
    path = Path("plan.toml")
    path.write_text("old")
    os.chown(path, -1, others[0])
    replace_file(path, b"new")
    assert path.stat().st_gid == others[0]


def test_a_large_file_and_an_empty_one() -> None:
    data = os.urandom(3_000_000)
    replace_file(Path("big"), data)
    assert Path("big").read_bytes() == data
    replace_file(Path("big"), b"")
    assert Path("big").read_bytes() == b""


def test_a_link_stays_a_link() -> None:
    Path("there").mkdir()
    Path("there/plan.toml").write_text("old")
    Path("link.toml").symlink_to("there/plan.toml")
    replace_file(Path("link.toml"), b"new")
    assert Path("link.toml").is_symlink()
    assert Path("there/plan.toml").read_bytes() == b"new"


def test_a_link_to_a_file_that_is_not_there_yet() -> None:
    Path("link.toml").symlink_to("later.toml")
    replace_file(Path("link.toml"), b"new")
    assert Path("link.toml").is_symlink()
    assert Path("later.toml").read_bytes() == b"new"


def test_the_longest_name_can_be_saved() -> None:
    path = Path("x" * 250 + ".toml")
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_who_has_the_old_file_open_still_reads_the_old_file() -> None:
    path = Path("plan.toml")
    path.write_text("old")
    with path.open() as reader:
        replace_file(path, b"new")
        assert reader.read() == "old"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Path.mkdir, "a folder"),
        (os.mkfifo, "a pipe"),
        (lambda path: path.symlink_to(path.name), "circle"),
        (lambda path: path.symlink_to("/dev/full"), "a device"),
        (lambda path: path.symlink_to("/dev/null"), "a device"),
        (lambda path: path.symlink_to("no/such/folder.toml"), "folder does not exist"),
    ],
)
def test_what_is_no_file_is_never_replaced(make: Callable[[Path], None], words: str) -> None:
    path = Path("thing.toml")
    make(path)
    before = path.lstat()
    with pytest.raises(SaveFailed, match=words):
        replace_file(path, b"new")
    assert path.lstat().st_ino == before.st_ino
    assert leftovers() == []


def test_a_write_protected_file_stays_as_it_is() -> None:
    path = Path("plan.toml")
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(SaveFailed, match="write-protected; the old file is untouched"):
        replace_file(path, b"new")
    assert path.read_text() == "old"
    assert leftovers() == []


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(SaveFailed) as caught:
        replace_file(Path("nowhere/plan.toml"), b"new")
    assert str(caught.value) == "the folder does not exist; nothing was written"
    assert not caught.value.replaced


@pytest.mark.parametrize("name", ["nul\0.toml", "x" * 300, "plan.toml/below.toml"])
def test_an_impossible_name_cannot_be_saved(name: str) -> None:
    Path("plan.toml").write_text("old")
    with pytest.raises(SaveFailed):
        replace_file(Path(name), b"new")
    assert Path("plan.toml").read_text() == "old"
    assert leftovers() == []


def test_a_file_that_grows_over_the_limit_of_the_account() -> None:
    path = Path("plan.toml")
    path.write_text("old")
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from smtui.saving import replace_file\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "replace_file(Path('plan.toml'), b'x' * 96_000)\n"
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 60_000
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, text=True
    )
    assert "SaveFailed: the file is larger than this disk or account allows" in done.stderr
    assert path.read_text() == "old"
    assert leftovers() == []


STEPS = ["open", "write", "fchmod", "fsync", "close", "rename"]
ERRORS = ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE", "ESTALE", "EXDEV"]


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("exists", [True, False])
def test_an_error_at_any_step_leaves_the_old_file(
    monkeypatch: pytest.MonkeyPatch, step: str, name: str, exists: bool
) -> None:
    path = Path("plan.toml")
    if exists:
        path.write_text("old")
    number = getattr(errno, name)
    real = getattr(os, step)
    failed: list[str] = []

    def fail(*arguments: Any, **keywords: Any) -> Any:
        # Only the temporary file fails, and at "close" the file is closed all the same.
        if failed or (step == "open" and "dir_fd" not in keywords):
            return real(*arguments, **keywords)
        failed.append(step)
        if step == "close":
            real(*arguments)
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch, pytest.raises(SaveFailed) as caught:
        patch.setattr(os, step, fail)
        replace_file(path, b"new")
    assert caught.value.errno == number
    assert not caught.value.replaced
    untouched = "the old file is untouched" if exists else "nothing was written"
    assert str(caught.value).endswith(untouched)
    assert (path.read_text() if path.exists() else None) == ("old" if exists else None)
    assert leftovers() == []


def test_an_interrupt_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("plan.toml")
    path.write_text("old")

    def interrupt(fd: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "fsync", interrupt)
        replace_file(path, b"new")
    assert path.read_text() == "old"
    assert leftovers() == []


def test_a_disk_that_takes_a_few_bytes_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[:7]))
    replace_file(Path("plan.toml"), b"0123456789" * 10)
    assert Path("plan.toml").read_bytes() == b"0123456789" * 10


@pytest.mark.parametrize(("name", "fails"), [("EINVAL", False), ("ENOTSUP", False), ("EIO", True)])
def test_a_folder_that_cannot_be_flushed(
    monkeypatch: pytest.MonkeyPatch, name: str, fails: bool
) -> None:
    real = os.fsync

    def fsync(fd: int) -> None:
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(getattr(errno, name), name)
        real(fd)

    monkeypatch.setattr(os, "fsync", fsync)
    if fails:
        with pytest.raises(SaveFailed, match="saved, but") as caught:
            replace_file(Path("plan.toml"), b"new")
        assert caught.value.replaced
    else:
        replace_file(Path("plan.toml"), b"new")
    assert Path("plan.toml").read_bytes() == b"new"
