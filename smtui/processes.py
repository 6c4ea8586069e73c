"""Other processes of this computer: whether one still runs, what it is, how to ask it to end.

Only what a lock needs. Where there is no /proc (macOS) the command `ps` is asked.
"""

import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PS_SECONDS = 2.0


@dataclass(frozen=True)
class Process:
    """A living process of ours: its program with its arguments, and whether it has a terminal."""

    words: tuple[str, ...]
    on_terminal: bool


def boot_id() -> str:
    """What is another one after each start of this computer; empty where nothing says so."""
    try:
        return (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def is_running(pid: int) -> bool:
    """Whether a process of this number runs, whoever it belongs to."""
    if not 0 < pid < 2**31:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def our_process(pid: int) -> Process | None:
    """The process of this number, if it runs and belongs to us."""
    if pid == 1 or pid == os.getpid() or not is_running(pid):
        return None
    return _seen_in_proc(pid) if (_PROC / "self/stat").exists() else _seen_by_ps(pid)


def _seen_in_proc(pid: int) -> Process | None:
    folder = _PROC / str(pid)
    try:
        if folder.stat().st_uid != os.geteuid():
            return None
        words = (folder / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        # after the name, which may hold blanks and brackets: state, parent, group, session, tty
        fields = (folder / "stat").read_bytes().rpartition(b")")[2].split()
        controlled = int(fields[4]) != 0
    except (OSError, ValueError, IndexError):
        return None
    if fields[0] in (b"Z", b"X"):
        return None
    decoded = tuple(os.fsdecode(word) for word in words)
    return Process(decoded, controlled or _reads_a_terminal(folder))


def _reads_a_terminal(folder: Path) -> bool:
    """Whether standard input is a terminal that is still there: it need not be the controlling."""
    try:
        target = os.readlink(folder / "fd/0")
    except OSError:
        return False
    # a pseudo-terminal whose other end has gone is "/dev/pts/3 (deleted)", and its number may
    # be somebody else's by now
    return target.startswith(("/dev/pts/", "/dev/tty")) and os.path.exists(target)


def _seen_by_ps(pid: int) -> Process | None:
    command = ["ps", "-o", "uid=", "-o", "tty=", "-o", "args=", "-p", str(pid)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PS_SECONDS,
            check=False,
        )
        uid, terminal, *words = done.stdout.split()
        if int(uid) != os.geteuid():
            return None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return Process(tuple(words), not terminal.startswith(("?", "-")))


def ask_to_end(pid: int, still_meant: Callable[[], bool]) -> bool:
    """Send SIGTERM if the process is `still_meant`; whether it was sent.

    Where the system can hold a process fast, it is asked only then: else the number could have
    gone to another process meanwhile.
    """
    if not 1 < pid < 2**31:
        return False
    try:
        held = os.pidfd_open(pid)
    except (AttributeError, OSError):  # not Linux, or an old one
        held = -1
    try:
        if not still_meant():
            return False
        if held >= 0:
            signal.pidfd_send_signal(held, signal.SIGTERM)
        else:
            os.kill(pid, signal.SIGTERM)
    except OSError:
        return False
    finally:
        if held >= 0:
            os.close(held)
    return True
