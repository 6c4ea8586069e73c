"""Programs on pseudo-terminals, hundreds of them: started from one that has its imports behind it.

A start from nothing costs most of a second of a processor. The server has imported smtui, has no
thread and has started nothing; each program is a fork of it with a terminal of its own.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from tests.terminal import Terminal, _set_size

ROOT = Path(__file__).resolve().parents[2]


class WarmTerminal(Terminal):
    """A terminal whose program is a child of the server, which tells how it ended."""

    server: "Warm"

    def _reap(self) -> None:
        code = self.server.wait(self.pid)
        now = time.perf_counter()
        with self._changed:
            self.ended = now
            self._exit = code
            self._changed.notify_all()

    @property
    def over(self) -> int | None:
        """The exit status, if the program has ended."""
        return self._exit

    @property
    def connected(self) -> bool:
        """Whether the line has not been dropped."""
        return self._master >= 0

    @property
    def unread(self) -> int:
        """Bytes that were typed and not yet read by the program."""
        return _waiting(self._slave)

    def settings(self) -> list[Any]:
        """The settings of the line now, and as they were before the program."""
        return [termios.tcgetattr(self._slave), self._line]

    def cpu(self) -> float:
        """Seconds of a processor that the program has used so far."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _waiting(slave: int) -> int:
    with contextlib.suppress(OSError):
        # in canonical mode the kernel counts whole lines alone: then the program has ended anyway
        return len(select.select([slave], [], [], 0)[0])
    return 0


class Warm:
    """The server, as those see it who want programs started. A context manager."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TEXTUAL_ANIMATIONS": "none"},
        )
        self._told = threading.Condition()
        self._ended: dict[int, int] = {}
        self._started: list[int] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._listener.join(10)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def spawn(
        self,
        arguments: Sequence[str],
        cwd: Path,
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str | None] | None = None,
        controlling: bool = True,
        ignoring: Sequence[int] = (),
    ) -> WarmTerminal:
        """`smtui` with these arguments on a new pseudo-terminal."""
        master, slave = os.openpty()
        _set_size(slave, size)
        line = termios.tcgetattr(slave)
        request = {
            "arguments": list(arguments),
            "terminal": os.ttyname(slave),
            "cwd": str(cwd),
            "env": {"TERM": "xterm-256color", "HOME": str(cwd), "XDG_STATE_HOME": None}
            | dict(env or {}),
            "controlling": controlling,
            "ignoring": list(ignoring),
        }
        with self._told:
            count = len(self._started)
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            self._told.wait_for(lambda: len(self._started) > count, 30)
            pid = self._started[-1]
        terminal = type("Started", (WarmTerminal,), {"server": self})(
            pid, master, slave, line, size, True
        )
        assert isinstance(terminal, WarmTerminal)
        return terminal

    def wait(self, pid: int) -> int:
        """The exit status of a program, when it has ended."""
        with self._told:
            self._told.wait_for(lambda: pid in self._ended)
            return self._ended[pid]

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            word, pid, *rest = line.split()
            with self._told:
                if word == "started":
                    self._started.append(int(pid))
                else:
                    self._ended[int(pid)] = int(rest[0])
                self._told.notify_all()


# ------------------------------------------------------------------------------- the server


def serve() -> None:
    """Fork a program for each line of standard input, and tell when one has ended."""
    import gc

    from smtui import cli
    from smtui.commands import interview, plain  # noqa: F401

    gc.collect()
    gc.freeze()
    asleep, awake = os.pipe()
    os.set_blocking(asleep, False)
    os.set_blocking(awake, False)
    signal.set_wakeup_fd(awake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for line in _lines(asleep):
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            _become(request)
            cli.entry()
        _say("started", pid)


def _lines(asleep: int) -> Iterator[str]:
    waiting = b""
    while True:
        ready = select.select([0, asleep], [], [])[0]
        with contextlib.suppress(BlockingIOError):
            os.read(asleep, 4096)
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                code = os.waitstatus_to_exitcode(found[1])
                _say("ended", found[0], code if code >= 0 else 128 - code)
        if 0 in ready:
            if not (data := os.read(0, 65536)):
                return
            *whole, waiting = (waiting + data).split(b"\n")
            for line in whole:
                yield line.decode()


def _say(word: str, *numbers: int) -> None:
    os.write(1, f"{word} {' '.join(map(str, numbers))}\n".encode())


def _become(request: dict[str, Any]) -> None:
    """Be a program that has just been started on a terminal."""
    os.setsid()
    way = os.O_RDWR | (0 if request["controlling"] else os.O_NOCTTY)
    fd = os.open(request["terminal"], way)
    for number in (0, 1, 2):
        os.dup2(fd, number)
    os.closerange(3, 64)
    os.chdir(request["cwd"])
    for name, value in request["env"].items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    # The ones that Python has made were made for the server's pipes.
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        stream = open(number, mode, buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for number in request["ignoring"]:
        signal.signal(number, signal.SIG_IGN)
    sys.argv = ["smtui", *request["arguments"]]


if __name__ == "__main__":
    serve()
