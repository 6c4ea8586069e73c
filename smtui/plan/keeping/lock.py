"""One writer a plan: a lock beside its file, and who has it.

The lock is the kernel's (flock), so it ends with its holder, however that ends: on a local disk
there is no stale lock. Who has it is written into the file for people to read. Where the disk
knows no such locks (some network folders) the file itself is the lock, and what it says decides
whether its holder is gone.

A lock can only warn: that the file is still the one that was read is looked at before every save.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import pwd
import re
import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from smtui.processes import ask_to_end, boot_id, is_running, our_process
from smtui.text import clean_line

MOST_BYTES = 4096
"""How much of a lock file is read: it may be anything."""

_LONGEST = 80
_TRIES = 100
_BY_KERNEL, _BY_FILE = "by the system", "by this file"
_A_PID = re.compile("[0-9]{1,9}", re.ASCII)

_NO_LOCKS_HERE = {
    errno.ENOLCK,
    errno.EOPNOTSUPP,
    errno.ENOTSUP,
    errno.EBADF,
    errno.ENOSYS,
    errno.EINVAL,
}
_IMPOSSIBLE = {
    errno.EACCES: "you may not write in this folder",
    errno.EPERM: "you may not write in this folder",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk (quota) is used up",
    errno.ENOENT: "the folder is not there",
    errno.ENOTDIR: "the folder is not there",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open on this computer",
    errno.EIO: "the disk reports an error",
    errno.ESTALE: "the network folder is gone",
}


class System(Protocol):
    """The calls of the operating system that a lock needs; the module `os` has them."""

    def open(self, path: str, flags: int, mode: int = 0o777) -> int: ...
    def close(self, fd: int) -> None: ...
    def stat(self, path: str) -> os.stat_result: ...
    def fstat(self, fd: int) -> os.stat_result: ...
    def lstat(self, path: str) -> os.stat_result: ...
    def fchmod(self, fd: int, mode: int) -> None: ...
    def fchown(self, fd: int, uid: int, gid: int) -> None: ...
    def pread(self, fd: int, length: int, offset: int, /) -> bytes: ...
    def write(self, fd: int, data: bytes, /) -> int: ...
    def ftruncate(self, fd: int, length: int, /) -> None: ...
    def rename(self, src: str, dst: str) -> None: ...
    def link(self, src: str, dst: str) -> None: ...
    def unlink(self, path: str) -> None: ...


@dataclass(frozen=True)
class Holder:
    """Who has a plan open, for people to read. What is not known is empty, or 0.

    `certain` is False where only a file says that the plan is open, and its writer may be gone.
    """

    user: str
    host: str
    boot: str
    pid: int
    since: datetime
    terminal: str = ""
    certain: bool = True


class Lock:
    """The right to write a plan. Safe to be called from several threads.

    `impossible` says why there can be no lock here; the plan is opened all the same.
    `flock` locks an open file or raises `OSError`, as that of `fcntl` does.
    """

    def __init__(
        self,
        plan: Path,
        who: Holder,
        *,
        flock: Callable[[int, int], None] = fcntl.flock,
        system: System = os,
    ) -> None:
        self.plan = plan
        self.impossible = ""
        self._who = who
        self._flock = flock
        self._system = system
        self._path = ""
        self._fd = -1
        self._pid = 0
        self._threads = threading.Lock()

    @property
    def held(self) -> bool:
        """Whether we have it."""
        return self._fd >= 0

    def take(self, *, anyway: bool = False) -> Holder | None:
        """Take the lock. None: we have it, or none is possible here; else who has it.

        With `anyway` it is taken over from a holder that is not `certain`, and from no other.
        """
        with self._threads:
            if self.held:
                return None
            self.impossible = ""
            try:
                self._path = str(lock_path(self.plan))
                return self._take(anyway)
            except _InTheWay as found:
                self.impossible = str(found)
            except OSError as problem:
                known = _IMPOSSIBLE.get(problem.errno or 0)
                self.impossible = known or f"the system says: {problem.strerror or problem}"
            except ValueError:  # a NUL in the name
                self.impossible = "the file name is impossible"
            return None

    def release(self) -> None:
        """Give the lock back, if we have it. A process forked off only lets go of its copy."""
        with self._threads:
            if not self.held:
                return
            if self._pid == os.getpid() and self._is_in_place(self._fd):
                # while it is still held: else the file of the next holder could be taken away
                with contextlib.suppress(OSError):
                    self._system.unlink(self._path)
            self._let_go(self._fd)
            self._fd = -1

    def _take(self, anyway: bool) -> Holder | None:
        for _ in range(_TRIES):
            try:
                fd, made = self._open()
            except OSError as problem:
                return self._behind(problem)
            if fd < 0:
                continue
            keep = False
            try:
                if not stat.S_ISREG(self._system.fstat(fd).st_mode):
                    raise _InTheWay(self._path)
                by_kernel = self._locked_by_kernel(fd)
                if by_kernel is None:
                    return self._holder(fd)
                claimed = None if made else self._claimed_by_its_text(fd, by_kernel)
                if claimed is not None:
                    if not anyway and not _is_gone(claimed):
                        return claimed
                    self._clear_away(fd)
                    continue
                if not self._is_in_place(fd):
                    continue  # its holder took the file away between our opening and our locking
                self._sign(fd, by_kernel=by_kernel)
                self._fd, self._pid, keep = fd, os.getpid(), True
                return None
            finally:
                if not keep:
                    self._let_go(fd)
        raise OSError(errno.EAGAIN, "the lock comes and goes")

    def _open(self) -> tuple[int, bool]:
        """The lock's file, and whether we have made it; -1 when it came between looking and making.

        Whatever else has the lock's name is not followed.
        """
        flags = os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
        with contextlib.suppress(FileNotFoundError):
            # without O_CREAT: in a folder like /tmp the kernel refuses that for a stranger's file
            return self._system.open(self._path, flags), False
        with contextlib.suppress(FileExistsError):
            return self._system.open(self._path, flags | os.O_CREAT | os.O_EXCL, 0o600), True
        return -1, False

    def _behind(self, problem: OSError) -> Holder:
        """Whose lock it is that we may not even open; the problem again when it is no lock."""
        try:
            found = self._system.lstat(self._path)
        except OSError:
            raise problem from None
        if not stat.S_ISREG(found.st_mode):
            raise _InTheWay(self._path) from None
        if problem.errno not in (errno.EACCES, errno.EPERM):
            raise problem
        return Holder(_user_of(found.st_uid), "", "", 0, _changed(found), certain=False)

    def _locked_by_kernel(self, fd: int) -> bool | None:
        """Whether the kernel holds the lock for us; None when it holds it for somebody else."""
        try:
            self._flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            if problem.errno in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES):
                return None
            if problem.errno in _NO_LOCKS_HERE:
                return False
            raise
        return True

    def _claimed_by_its_text(self, fd: int, by_kernel: bool) -> Holder | None:
        """Who has the lock by what its file says, where the kernel knows nothing of it."""
        holder = self._holder(fd)
        # another computer may know no locks of the kernel on the disk that we share
        return None if by_kernel and holder.certain else replace(holder, certain=False)

    def _is_in_place(self, fd: int) -> bool:
        """Whether the file that we have open is the one that has the lock's name."""
        try:
            there, ours = self._system.lstat(self._path), self._system.fstat(fd)
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)

    def _clear_away(self, fd: int) -> None:
        """Take away the file of a holder that is gone, and no other."""
        aside = os.path.join(os.path.dirname(self._path), f".smtui-{os.urandom(8).hex()}.tmp")
        self._system.rename(self._path, aside)
        moved, meant = self._system.lstat(aside), self._system.fstat(fd)
        if (moved.st_dev, moved.st_ino) != (meant.st_dev, meant.st_ino):
            # somebody else has cleared it away and taken the lock meanwhile: give it back
            try:
                self._system.link(aside, self._path)
            except FileExistsError:
                pass
            except OSError:  # a disk without links
                self._system.rename(aside, self._path)
                return
        self._system.unlink(aside)

    def _sign(self, fd: int, *, by_kernel: bool) -> None:
        """Write who has the lock. That it cannot be written (a full disk) takes nothing away."""
        with contextlib.suppress(OSError):
            self._share(fd)
            self._system.ftruncate(fd, 0)
            self._system.write(fd, _written(self._who, by_kernel=by_kernel))

    def _share(self, fd: int) -> None:
        """Let those who may write the plan open its lock, too, and nobody else."""
        ours = self._system.fstat(fd)
        try:
            plan = self._system.stat(os.path.realpath(self.plan))
        except OSError:  # a plan that is not there yet
            return
        if ours.st_uid != os.geteuid():
            return
        mode = 0o600 | (plan.st_mode & 0o022) | (plan.st_mode & 0o022) << 1
        if plan.st_gid != ours.st_gid:
            try:
                self._system.fchown(fd, -1, plan.st_gid)
            except OSError:
                mode &= ~0o070
        self._system.fchmod(fd, mode)

    def _holder(self, fd: int) -> Holder:
        """Who has the lock, as far as its file says so."""
        found = self._system.fstat(fd)
        try:
            text = self._system.pread(fd, MOST_BYTES, 0)
        except OSError:
            text = b""
        return _read(text, _user_of(found.st_uid), _changed(found))

    def _let_go(self, fd: int) -> None:
        with contextlib.suppress(OSError):
            self._system.close(fd)


class _InTheWay(Exception):
    """Something that is no file has the lock's name. `str()` says so."""

    def __init__(self, path: str) -> None:
        name = clean_line(os.path.basename(path))
        super().__init__(f"{name} in its folder is not a file; take it away")


def lock_path(plan: Path) -> Path:
    """Where the lock of a plan lies: beside the file itself, not beside a link to it."""
    folder, name = os.path.split(os.path.realpath(plan))
    key = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return Path(folder, f".smtui-{key}.lock")


def can_end(holder: Holder) -> bool:
    """Whether it is a session of our own, on this computer, that has lost its terminal."""
    here = holder.host == os.uname().nodename and holder.boot == boot_id()
    if not here or not holder.terminal:
        return False  # what never had a terminal (a script) has not lost it
    process = our_process(holder.pid)
    if process is None or process.on_terminal:
        return False
    # the number could be another program's by now, or the text of the lock made up
    return any("smtui" in word for word in process.words[:3])


def end(holder: Holder) -> bool:
    """Ask such a session to save and to end; whether it was asked."""
    return ask_to_end(holder.pid, lambda: can_end(holder))


def _is_gone(holder: Holder) -> bool:
    """Whether a holder that is known by its text alone is gone for certain."""
    if not holder.pid or holder.host != os.uname().nodename:
        return False
    here = boot_id()
    if here and holder.boot and holder.boot != here:
        return True
    return not is_running(holder.pid)


def _written(who: Holder, *, by_kernel: bool) -> bytes:
    fields = {
        "user": who.user,
        "host": who.host,
        "boot": who.boot,
        "pid": str(who.pid),
        "since": who.since.isoformat(timespec="seconds"),
        "terminal": who.terminal,
        "held": _BY_KERNEL if by_kernel else _BY_FILE,
    }
    return "".join(f"{name}: {_word(value)}\n" for name, value in fields.items()).encode()


def _read(text: bytes, user: str, since: datetime) -> Holder:
    """The holder that a lock's file names; it may be anything. `user` and `since` are the file's:
    taken where it does not say.
    """
    fields: dict[str, str] = {}
    for line in text[:MOST_BYTES].decode(errors="replace").split("\n"):
        name, _, value = line.partition(": ")
        fields.setdefault(name, _word(value))
    pid = fields.get("pid", "")
    with contextlib.suppress(KeyError, ValueError):
        since = datetime.fromisoformat(fields["since"]).replace(tzinfo=None)
    return Holder(
        fields.get("user") or user,
        fields.get("host", ""),
        fields.get("boot", ""),
        int(pid) if _A_PID.fullmatch(pid) else 0,
        since,
        fields.get("terminal", ""),
        certain=fields.get("held") != _BY_FILE,
    )


def _word(value: str) -> str:
    return clean_line(value)[:_LONGEST].strip()


def _changed(found: os.stat_result) -> datetime:
    return datetime.fromtimestamp(found.st_mtime)


def _user_of(uid: int) -> str:
    try:
        return _word(pwd.getpwuid(uid).pw_name)
    except (KeyError, OverflowError):
        return str(uid)
