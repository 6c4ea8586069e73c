"""One writer a plan: who gets the lock, who is told of whom, and what may not fool it."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.commands.who import who
from smtui.plan.keeping.lock import MOST_BYTES, Holder, Lock, can_end, end, lock_path
from smtui.processes import boot_id
from smtui.text import clean_line
from tests.terminal import Terminal

NOW = datetime(2026, 11, 21, 14, 2)
ANNA = Holder("anna", os.uname().nodename, boot_id(), os.getpid(), NOW, "/dev/pts/7")
BEN = replace(ANNA, user="ben", pid=0)
ROOT = os.geteuid() == 0


def no_locks(fd: int, how: int) -> None:
    """As a network disk that knows no locks."""
    raise OSError(errno.ENOLCK, "No locks available")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    plan = tmp_path / "plan.toml"
    plan.write_text("x = 1\n", encoding="utf-8")
    plan.chmod(0o600)
    return plan


HOLDER = """
    import sys
    from datetime import datetime
    from pathlib import Path
    from smtui.commands.who import who
    from smtui.plan.keeping.lock import Lock
    lock = Lock(Path(sys.argv[1]), who({}, lambda: datetime(2026, 11, 21, 14, 2)))
    print("held" if lock.take() is None else "not held", flush=True)
    sys.stdin.read() if sys.argv[2:] == [] else __import__("time").sleep(60)
"""


@contextmanager
def other_process(plan: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the lock."""
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), str(plan)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_is_told_who_has_the_plan(plan: Path) -> None:
    anna, ben = Lock(plan, ANNA), Lock(plan, BEN)
    assert anna.take() is None
    assert anna.held
    assert ben.take() == ANNA
    assert not ben.held
    assert not ben.impossible


def test_who_is_done_leaves_nothing_behind_and_the_next_gets_it(plan: Path) -> None:
    anna, ben = Lock(plan, ANNA), Lock(plan, BEN)
    anna.take()
    anna.release()
    anna.release()
    assert os.listdir(plan.parent) == ["plan.toml"]
    assert ben.take() is None
    assert ben.held


def test_taking_twice_is_taking_once(plan: Path) -> None:
    anna = Lock(plan, ANNA)
    assert anna.take() is None
    assert anna.take() is None
    anna.release()
    assert Lock(plan, BEN).take() is None


def test_a_link_to_the_plan_is_the_same_plan(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.toml"
    link.symlink_to(plan)
    anna = Lock(link, ANNA)
    anna.take()
    assert Lock(plan, BEN).take() == ANNA
    assert os.listdir(link.parent) == ["link.toml"]


def test_other_plans_in_the_folder_are_free(plan: Path) -> None:
    Lock(plan, ANNA).take()
    other = Lock(plan.with_name("other.toml"), BEN)
    assert other.take() is None
    assert other.held


def test_a_plan_that_is_not_there_yet_can_be_had(tmp_path: Path) -> None:
    plan = tmp_path / "new.toml"
    lock = Lock(plan, ANNA)
    assert lock.take() is None
    assert lock.held
    assert Lock(plan, BEN).take() == ANNA


def test_after_a_kill_the_next_gets_it_at_once(plan: Path) -> None:
    ben = Lock(plan, BEN)
    with other_process(plan) as holder:
        found = ben.take()
        assert found is not None
        assert found.pid == holder.pid
        holder.kill()
        holder.wait()
        assert ben.take() is None
    assert ben.held


def test_a_program_that_we_start_does_not_keep_the_lock(plan: Path) -> None:
    anna = Lock(plan, ANNA)
    anna.take()
    with subprocess.Popen(["sleep", "60"], close_fds=False) as child:
        fd_of_lock = anna._fd  # let go as a kill does: without taking the file away
        os.close(fd_of_lock)
        anna._fd = -1
        ben = Lock(plan, BEN)
        assert ben.take() is None
        child.kill()
    assert ben.held


def test_a_process_forked_off_does_not_end_the_lock(plan: Path) -> None:
    code = """
        import os, sys
        from datetime import datetime
        from pathlib import Path
        from smtui.commands.who import who
        from smtui.plan.keeping.lock import Lock
        mine = who({}, lambda: datetime(2026, 11, 21))
        lock = Lock(Path(sys.argv[1]), mine)
        lock.take()
        child = os.fork()
        if child == 0:
            lock.release()
            os._exit(0)
        os.waitpid(child, 0)
        found = Lock(Path(sys.argv[1]), mine).take()
        print("free" if found is None else found.pid == os.getpid())
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(plan)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "True\n"


@pytest.mark.parametrize("kind", ["link", "dangling link", "folder", "pipe"])
def test_what_is_no_file_under_its_name_is_left_alone(plan: Path, kind: str) -> None:
    place = lock_path(plan)
    target = plan.with_name("precious.txt")
    if kind == "link":
        target.write_text("precious", encoding="utf-8")
    if "link" in kind:
        place.symlink_to(target)
    elif kind == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)
    before = place.lstat().st_mode
    lock = Lock(plan, ANNA)
    assert lock.take() is None
    assert not lock.held
    assert "not a file" in lock.impossible
    assert place.name in lock.impossible
    assert place.lstat().st_mode == before
    assert not target.exists() or target.read_text(encoding="utf-8") == "precious"


class Refusing:
    """An operating system in which one call fails."""

    def __init__(self, call: str, number: int) -> None:
        self._call, self._number = call, number

    def __getattr__(self, name: str) -> object:
        if name != self._call:
            return getattr(os, name)

        def fails(*_: object, **__: object) -> None:
            raise OSError(self._number, os.strerror(self._number))

        return fails


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "you may not write in this folder"),
        (errno.EROFS, "the disk is read-only"),
        (errno.ENOSPC, "the disk is full"),
        (errno.ENOTBLK, os.strerror(errno.ENOTBLK)),
    ],
)
def test_where_no_lock_can_be_it_says_why(plan: Path, number: int, words: str) -> None:
    lock = Lock(plan, ANNA, system=Refusing("open", number))  # type: ignore[arg-type]
    assert lock.take() is None
    assert not lock.held
    assert words in lock.impossible
    lock.release()


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "gone" / "plan.toml", ANNA)
    assert lock.take() is None
    assert lock.impossible == "the folder is not there"


def test_an_impossible_name(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "a\0b", ANNA)
    assert lock.take() is None
    assert lock.impossible


def test_a_full_disk_takes_no_lock_away(plan: Path) -> None:
    lock = Lock(plan, ANNA, system=Refusing("write", errno.ENOSPC))  # type: ignore[arg-type]
    assert lock.take() is None
    assert lock.held
    found = Lock(plan, BEN).take()
    assert found is not None
    assert found.user  # the file's owner
    assert found.pid == 0


def test_those_who_may_write_the_plan_may_lock_it_and_nobody_else(plan: Path) -> None:
    for mode, wanted in ((0o600, 0o600), (0o644, 0o600), (0o660, 0o660), (0o666, 0o666)):
        plan.chmod(mode)
        lock = Lock(plan, ANNA)
        lock.take()
        assert lock_path(plan).stat().st_mode & 0o777 == wanted, oct(mode)
        lock.release()


@pytest.mark.skipif(not ROOT, reason="needs a second user")
def test_a_stranger_s_lock_that_may_not_be_opened_is_told_of() -> None:
    code = """
        import os, sys
        from datetime import datetime
        from pathlib import Path
        from smtui.commands.who import who
        from smtui.plan.keeping.lock import Lock
        lock = Lock(Path(sys.argv[1]), who({}, lambda: datetime(2026, 11, 21)))
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        holder = lock.take()
        print(holder and holder.user, lock.held, bool(lock.impossible))
    """
    # not in tmp_path: only its owner may look into that
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        plan = Path(folder, "plan.toml")
        lock_path(plan).touch(0o600)
        command = [sys.executable, "-c", textwrap.dedent(code), str(plan)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == "root False False\n", done.stderr


# ------------------------------------------------------------------ the text of a lock is anybody's


def held_with(plan: Path, text: bytes) -> Holder:
    """What is told of a holder that has written this."""
    lock = Lock(plan, ANNA)
    lock.take()
    lock_path(plan).write_bytes(text)
    holder = Lock(plan, BEN).take()
    assert holder is not None
    lock.release()
    return holder


@given(st.binary(max_size=300) | st.text().map(str.encode))
def test_any_text_is_only_text(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    plan = tmp_path_factory.mktemp("noise") / "plan.toml"
    holder = held_with(plan, b"user: " + noise + b"\nhost: " + noise + b"\npid: " + noise)
    for text in (holder.user, holder.host, holder.terminal):
        assert text == clean_line(text)
        assert len(text) <= 80
    assert 0 <= holder.pid < 2**31


def test_hostile_names_are_told_without_their_teeth(plan: Path, hostile: str) -> None:
    holder = held_with(plan, f"user: {hostile}\npid: 12\nsince: {hostile}\n".encode())
    assert "\x1b" not in holder.user
    assert len(holder.user) <= 80
    assert isinstance(holder.since, datetime)


def test_an_endless_lock_is_not_read_to_its_end(plan: Path) -> None:
    text = b"user: anna\n" + b"\n" * MOST_BYTES + b"pid: 12\n"
    holder = held_with(plan, text)
    assert (holder.user, holder.pid) == ("anna", 0)


def test_what_we_write_comes_back_whole(plan: Path) -> None:
    odd = replace(ANNA, user="anna: b\nc", terminal="")
    lock = Lock(plan, odd)
    lock.take()
    assert Lock(plan, BEN).take() == replace(odd, user="anna: b c")


# ------------------------------------------------------------------------ disks that know no locks


def test_without_locks_the_file_is_the_lock(plan: Path) -> None:
    anna, ben = Lock(plan, ANNA, flock=no_locks), Lock(plan, BEN, flock=no_locks)
    assert anna.take() is None
    assert anna.held
    assert ben.take() == replace(ANNA, certain=False)
    anna.release()
    assert os.listdir(plan.parent) == ["plan.toml"]
    assert ben.take() is None


def dead_pid() -> int:
    """The number of a process that is gone."""
    with subprocess.Popen(["true"]) as process:
        pass
    return process.pid


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ({"pid": -1}, True),  # -1: of a process that is gone
        ({}, False),
        ({"pid": -1, "host": "elsewhere"}, False),
        ({"boot": "another start", "pid": 1}, bool(boot_id())),
        ({"boot": "another start", "host": "elsewhere"}, False),
        ({"pid": 0}, False),
    ],
)
def test_without_locks_a_holder_is_gone_only_when_that_is_certain(
    plan: Path, changes: dict[str, object], gone: bool
) -> None:
    if changes.get("pid") == -1:
        changes = changes | {"pid": dead_pid()}
    left = Lock(plan, replace(ANNA, **changes), flock=no_locks)  # type: ignore[arg-type]
    left.take()
    ben = Lock(plan, BEN, flock=no_locks)
    assert (ben.take() is None) == gone
    if not ben.held:
        assert ben.take(anyway=True) is None
    assert ben.held
    assert os.listdir(plan.parent).count("plan.toml") == 1
    assert len(os.listdir(plan.parent)) == 2


def test_a_lock_of_the_kernel_is_never_taken_away(plan: Path) -> None:
    anna, ben = Lock(plan, ANNA), Lock(plan, BEN)
    anna.take()
    assert ben.take(anyway=True) == ANNA
    assert not ben.held


def test_a_computer_with_locks_respects_one_without(plan: Path) -> None:
    far = replace(ANNA, host="elsewhere")
    Lock(plan, far, flock=no_locks).take()
    assert Lock(plan, BEN).take() == replace(far, certain=False)


# ------------------------------------------------------------------- a session without its terminal


def test_only_a_session_that_lost_its_terminal_can_be_ended(plan: Path) -> None:
    code = textwrap.dedent(HOLDER)
    program = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh"]
    command = [*program, sys.executable, "-c", code, str(plan), "sleep"]
    with Terminal.spawn(command) as terminal:
        terminal.wait_for("held")
        holder = Lock(plan, BEN).take()
        assert holder is not None
        assert holder.pid == terminal.pid
        assert holder.terminal.startswith("/dev/")
        assert not can_end(holder)
        assert not end(holder)
        os.close(terminal._slave)  # the test's own hold on it
        terminal._slave = -1
        terminal.hang_up()
        assert can_end(holder)
        assert not can_end(replace(holder, host="elsewhere"))
        assert not can_end(replace(holder, terminal=""))
        assert not can_end(replace(holder, pid=os.getpid()))
        assert not can_end(replace(holder, pid=1))
        assert end(holder)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
    assert Lock(plan, BEN).take() is None


def test_another_program_is_never_ended(plan: Path) -> None:
    with subprocess.Popen(["sleep", "60"], stdin=subprocess.DEVNULL, start_new_session=True) as one:
        forged = replace(ANNA, pid=one.pid)
        assert not can_end(forged)
        assert not end(forged)
        assert one.poll() is None
        one.kill()


def test_who_says_who_sits_here() -> None:
    found = who({"USER": "made up"}, lambda: NOW)
    assert found.pid == os.getpid()
    assert found.host == os.uname().nodename
    assert found.since == NOW
    assert found.user
