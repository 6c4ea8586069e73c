"""A save may fail anywhere: one clear sentence, and no file torn."""

import contextlib
import errno
import hashlib
import itertools
import os
import random
import re
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smtui.saving import ChangedMeanwhile, SaveFailed, replace_file
from smtui.saving.temporary import tidy
from tests.faults.systems import Failing, Meddling, Refusing, Short, Tapped


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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
    assert "writing the new file: the file is larger than this disk or account" in done.stderr
    assert path.read_text() == "old"
    assert leftovers() == []


ERRORS = [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EINTR]


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.__getitem__)
@pytest.mark.parametrize("exists", [True, False])
def test_an_error_at_any_call_leaves_the_old_file_or_the_new(number: int, exists: bool) -> None:
    path = Path("plan.toml")
    for at in itertools.count(1):
        path.unlink(missing_ok=True)
        if exists:
            path.write_text("old")
        shim = Failing(number, at=at)
        expected = digest(b"old") if exists else None
        kept: list[bytes] = []
        try:
            replace_file(path, b"new", expected=expected, before=kept.append, system=shim.system)
            saved = True
        except SaveFailed as problem:
            saved = problem.replaced
            assert "; " in str(problem)
        assert (path.read_text() if path.exists() else None) == (
            "new" if saved else "old" if exists else None
        ), (at, shim.failed)
        assert not leftovers()
        assert not shim.offences and not shim.left_open
        if not shim.failed:
            assert saved
            break
    assert at > 10


@pytest.mark.parametrize(
    ("call", "number", "words"),
    [
        (
            "open folder",
            errno.EMFILE,
            "opening the folder: too many files are open; nothing was written",
        ),
        (
            "write new file",
            errno.ENOSPC,
            "writing the new file: the disk is full; the old file is untouched",
        ),
        ("write new file", errno.EDQUOT, "writing the new file: your share of the disk"),
        (
            "fchmod new file",
            errno.EIO,
            "setting the rights of the new file: the disk reports an error; the",
        ),
        (
            "fsync new file",
            errno.EIO,
            "flushing the new file to the disk: the disk reports an error;",
        ),
        ("close new file", errno.EDQUOT, "closing the new file: your share of the disk"),
        ("rename", errno.EACCES, "putting the new file in its place: you may not replace this"),
        ("fsync folder", errno.EIO, "the file is saved, but not certain to survive a power cut"),
        ("rename", errno.ENODEV, "the system says: No such device; the old file is untouched"),
    ],
)
def test_the_message_names_the_step_and_the_reason(call: str, number: int, words: str) -> None:
    path = Path("plan.toml")
    path.write_text("old")
    path.chmod(0o640)
    shim = Refusing(call, number)
    with pytest.raises(SaveFailed, match=re.escape(words)):
        replace_file(path, b"new", system=shim.system)


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ENOENT])
def test_a_network_disk_that_renames_and_says_that_it_could_not(number: int) -> None:
    path = Path("plan.toml")
    path.write_text("old")
    clean = Tapped()
    replace_file(path, b"old", system=clean.system)
    shim = Failing(number, at=clean.calls.index("rename") + 1, done=True)
    replace_file(path, b"new", system=shim.system)
    assert path.read_text() == "new"
    assert not leftovers()


def test_a_folder_that_cannot_even_be_tidied_is_tidied_another_day() -> None:
    Path("plan.toml").write_text("old")
    clean = Tapped()
    replace_file(Path("plan.toml"), b"old", system=clean.system)
    shim = Failing(errno.EIO, at=clean.calls.index("write new file") + 1, on=True)
    with pytest.raises(SaveFailed, match="the old file is untouched"):
        replace_file(Path("plan.toml"), b"new", system=shim.system)
    assert Path("plan.toml").read_text() == "old"
    (left,) = leftovers()
    now = datetime.now()
    tidy(Path(), now)
    assert leftovers() == [left]
    tidy(Path(), now + timedelta(hours=25))
    assert leftovers() == []


def test_only_our_own_old_temporary_files_are_removed() -> None:
    ours, others = ".smtui-0123456789abcdef.tmp", ".smtui-fedcba9876543210.tmp"
    kept = ["plan.toml", ".smtui-0123.tmp", "x.smtui-0123456789abcdef.tmp", ".smtui-" + "a" * 16]
    for name in (ours, *kept):
        Path(name).write_text("")
    Path(f".smtui-{'b' * 16}.tmp").mkdir()
    Path(f".smtui-{'c' * 16}.tmp").symlink_to("plan.toml")
    kept += [f".smtui-{'b' * 16}.tmp", f".smtui-{'c' * 16}.tmp"]
    if os.geteuid() == 0:
        Path(others).write_text("")
        os.chown(others, 12_345, -1)
        kept.append(others)
    tidy(Path(), datetime.now() + timedelta(days=2))
    assert sorted(os.listdir()) == sorted(kept)
    tidy(Path("nowhere"), datetime.now())
    tidy(Path("nul\0"), datetime.now())


# what the file is expected to be


def test_an_expected_file_is_replaced_and_the_old_bytes_are_handed_over() -> None:
    path = Path("plan.toml")
    path.write_text("old")
    kept: list[bytes] = []
    assert not replace_file(path, b"new", expected=digest(b"old"), before=kept.append)
    assert path.read_text() == "new"
    assert kept == [b"old"]


@pytest.mark.parametrize(
    ("now", "expected", "words"),
    [
        ("theirs", b"old", "somebody has changed this file meanwhile; it is untouched"),
        (None, b"old", "the file is gone; nothing was written"),
        ("theirs", None, "there is a file of this name already; it is untouched"),
    ],
)
def test_another_file_is_not_replaced(now: str | None, expected: bytes | None, words: str) -> None:
    path = Path("plan.toml")
    if now is not None:
        path.write_text(now)
    wanted = None if expected is None else digest(expected)
    with pytest.raises(ChangedMeanwhile, match=words):
        replace_file(path, b"new", expected=wanted, in_place=True)
    assert (path.read_text() if path.exists() else None) == now
    assert not leftovers()


@pytest.mark.parametrize("way", ["written over", "replaced", "removed", "made"])
def test_a_change_by_another_during_the_save_is_seen_until_the_last_moment(way: str) -> None:
    """Between the last look and the rename no system lets it be seen."""
    path = Path("plan.toml")

    def meddle() -> None:
        if way == "removed":
            path.unlink(missing_ok=True)
        elif way == "replaced":
            Path("theirs.toml").write_text("theirs")
            os.replace("theirs.toml", path)
        else:
            path.write_text("theirs, which is longer")

    expected = None if way == "made" else digest(b"old")
    for at in itertools.count(1):
        path.unlink(missing_ok=True)
        if way != "made":
            path.write_text("old")
        shim = Meddling(meddle, at=at)
        try:
            replace_file(path, b"new", expected=expected, system=shim.system)
        except SaveFailed:
            assert "rename" not in shim.calls
            assert (path.read_text() if path.exists() else "") != "new"
        else:
            assert at >= shim.calls.index("rename") + 1
        assert not leftovers()
        if at > len(shim.calls):
            break


def test_a_file_that_was_only_touched_is_the_expected_one() -> None:
    path = Path("plan.toml")
    path.write_text("old")
    clean = Tapped()
    replace_file(path, b"old", expected=digest(b"old"), system=clean.system)
    shim = Meddling(lambda: os.utime(path, (1, 1)), at=clean.calls.index("fsync new file") + 1)
    replace_file(path, b"new", expected=digest(b"old"), system=shim.system)
    assert path.read_text() == "new"


def test_a_huge_file_in_the_place_of_ours_is_not_read() -> None:
    with open("plan.toml", "wb") as file:
        file.truncate(10**12)
    shim = Tapped()
    with pytest.raises(ChangedMeanwhile, match="another file"):
        replace_file(Path("plan.toml"), b"new", expected=digest(b"old"), system=shim.system)
    assert "read" not in shim.calls


# backups on the way


def test_a_backup_is_kept_when_the_new_file_is_safe_and_the_old_one_still_there() -> None:
    path = Path("plan.toml")
    path.write_text("old")

    def before(old: bytes) -> None:
        (temporary,) = leftovers()
        assert Path(temporary).read_text() == "new"
        assert path.read_bytes() == old == b"old"

    replace_file(path, b"new", before=before)
    assert path.read_text() == "new"


def test_a_backup_that_fails_does_not_stop_the_save_and_is_told() -> None:
    path = Path("plan.toml")
    path.write_text("old")

    def before(old: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    (notice,) = replace_file(path, b"new", before=before)
    assert notice == "the old version could not be kept as a backup: the disk is full"
    assert path.read_text() == "new"


def test_a_new_file_has_no_old_version_to_keep() -> None:
    kept: list[bytes] = []
    replace_file(Path("plan.toml"), b"new", expected=None, before=kept.append)
    assert kept == []


def test_a_hard_link_is_told_of_once() -> None:
    path = Path("plan.toml")
    path.write_text("old")
    os.link(path, "second.toml")
    (notice,) = replace_file(path, b"new")
    assert "another name" in notice
    assert Path("second.toml").read_text() == "old"
    assert replace_file(path, b"newer") == ()


# in place


@pytest.mark.parametrize(
    ("step", "number"),
    [
        ("open new file", errno.EACCES),
        ("open new file", errno.ENOSPC),
        ("open new file", errno.EROFS),
        ("rename", errno.EPERM),
        ("rename", errno.EBUSY),
    ],
)
@pytest.mark.parametrize("new", ["new", "new and longer", ""])
def test_in_place_only_with_consent(step: str, number: int, new: str) -> None:
    path = Path("plan.toml")
    path.write_text("old text")
    path.chmod(0o640)
    os.link(path, "second.toml")
    expected = digest(b"old text")
    with pytest.raises(SaveFailed) as caught:
        replace_file(path, new.encode(), expected=expected, system=Refusing(step, number).system)
    assert caught.value.in_place_possible
    assert path.read_text() == "old text"
    kept: list[bytes] = []
    told = replace_file(
        path,
        new.encode(),
        expected=expected,
        before=kept.append,
        in_place=True,
        system=Refusing(step, number).system,
    )
    assert kept == [b"old text"]
    assert told == ()
    assert Path("second.toml").read_text() == path.read_text() == new
    assert mode_of(path) == 0o640
    assert not leftovers()


@pytest.mark.parametrize("step", ["write new file", "fsync new file", "close new file"])
def test_a_full_disk_is_no_reason_to_write_in_place(step: str) -> None:
    path = Path("plan.toml")
    path.write_text("old")
    with pytest.raises(SaveFailed) as caught:
        replace_file(
            path, b"new", expected=digest(b"old"), system=Refusing(step, errno.ENOSPC).system
        )
    assert not caught.value.in_place_possible


def test_with_consent_the_safe_way_is_tried_first() -> None:
    path = Path("plan.toml")
    path.write_text("old")
    with path.open() as reader:
        replace_file(path, b"new", before=lambda old: None, in_place=True)
        assert reader.read() == "old"


@pytest.mark.parametrize("before", [None, "full"])
def test_nothing_is_written_in_place_without_a_backup(before: str | None) -> None:
    path = Path("plan.toml")
    path.write_text("old")

    def full(old: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(SaveFailed, match="backup"):
        replace_file(
            path,
            b"new",
            expected=digest(b"old"),
            before=full if before else None,
            in_place=True,
            system=Refusing("open new file", errno.EACCES).system,
        )
    assert path.read_text() == "old"


class FolderRefuses(Failing):
    """No new file is allowed, and one more call fails after that."""

    def _do(self, name: str, real: Any, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if name == "open" and given[1] & os.O_CREAT:
            raise OSError(errno.EACCES, "no")
        return super()._do(name, real, given, named)


@pytest.mark.parametrize("new", ["new text", "new text that is longer", "new"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_an_error_while_writing_in_place_puts_the_old_text_back(new: str, number: int) -> None:
    path = Path("plan.toml")
    for at in itertools.count(1):
        path.write_text("old text")
        shim = FolderRefuses(number, at=at)
        try:
            replace_file(
                path,
                new.encode(),
                expected=digest(b"old text"),
                before=lambda old: None,
                in_place=True,
                system=shim.system,
            )
            saved = True
        except SaveFailed as problem:
            saved = False
            assert not problem.damaged
        assert path.read_text() == (new if saved else "old text"), shim.failed
        assert not shim.offences and not shim.left_open
        if not shim.failed:
            break


def test_a_disk_that_dies_while_writing_in_place_is_told_with_the_way_out() -> None:
    path = Path("plan.toml")
    path.write_text("old text")
    clean = FolderRefuses(0, at=999)
    ways: dict[str, Any] = {"before": lambda old: None, "in_place": True}
    replace_file(path, b"old text", **ways, system=clean.system)
    last = max(at for at, call in enumerate(clean.calls, 1) if call == "write file")
    shim = FolderRefuses(errno.EIO, at=last + 1, on=True)
    with pytest.raises(SaveFailed, match="may be damaged, and the old version is in the backups"):
        replace_file(path, b"new", **ways, system=shim.system)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another owner")
def test_root_leaves_a_plan_to_its_owner() -> None:
    path = Path("plan.toml")
    path.write_text("old")
    path.chmod(0o600)
    os.chown(path, 12_345, 12_345)
    replace_file(path, b"new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, mode_of(path)) == (12_345, 12_345, 0o600)


def test_a_group_that_cannot_be_kept_gets_no_rights() -> None:
    path = Path("plan.toml")
    path.write_text("old")
    path.chmod(0o664)
    if os.geteuid() != 0:
        pytest.skip("needs another group")
    os.chown(path, -1, 12_345)
    replace_file(path, b"new", system=Refusing("fchown new file", errno.EPERM).system)
    assert mode_of(path) == 0o604
    assert path.stat().st_gid == os.getegid()


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


def test_a_disk_that_takes_and_gives_a_few_bytes_at_a_time() -> None:
    path = Path("plan.toml")
    old, new = b"abcdefghij" * 1000, b"0123456789" * 1000
    path.write_bytes(old)
    kept: list[bytes] = []
    shim = Short(random.Random(1), most=700)
    replace_file(path, new, expected=digest(old), before=kept.append, system=shim.system)
    assert path.read_bytes() == new
    assert kept == [old]


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
        with pytest.raises(SaveFailed, match="saved, but not certain") as caught:
            replace_file(Path("plan.toml"), b"new")
        assert caught.value.replaced
    else:
        replace_file(Path("plan.toml"), b"new")
    assert Path("plan.toml").read_bytes() == b"new"
