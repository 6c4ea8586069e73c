"""Runs commands of smtui again and again: each in a process of its own, measured and bounded.

A process that has loaded everything forks for each command, so that one costs some hundredths of a
second. What a command may take is asked of the operating system, not of the command.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent.parent
GIVE_UP = 10
"""Seconds after which a command is ended: it would go on for ever."""


@dataclass(frozen=True)
class Ran:
    """What came of a command: exit code (negative: the signal), what it wrote, what it took."""

    status: int
    out: bytes
    err: bytes
    seconds: float
    """Of the processor: how busy the machine is makes no difference."""
    megabytes: float
    """The most that the process held, Python and all that it had loaded included."""


class Runner:
    """Runs commands in `folder`, with a home of its own there."""

    def __init__(self, folder: Path, more: Mapping[str, str] | None = None) -> None:
        (folder / "home").mkdir(exist_ok=True)
        self._scratch = tempfile.TemporaryDirectory()
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder / "home"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "PYTHONPATH": str(ROOT),
            **(more or {}),
        }
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.runner", self._scratch.name],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()
        self._scratch.cleanup()

    def run(self, *arguments: str) -> Ran:
        """Run one command."""
        return self._ask({"arguments": list(arguments)})

    def call(self, module: str, function: str, *arguments: Any) -> Ran:
        """Run a function of a module of the tests instead; its result is printed as JSON."""
        return self._ask({"module": module, "function": function, "arguments": list(arguments)})

    def _ask(self, wanted: dict[str, Any]) -> Ran:
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(json.dumps(wanted).encode() + b"\n")
        self._server.stdin.flush()
        said = json.loads(self._server.stdout.readline())
        out, err = (Path(self._scratch.name, name).read_bytes() for name in ("out", "err"))
        return Ran(said["status"], out, err, said["seconds"], said["megabytes"])


def _child(wanted: dict[str, Any], scratch: str) -> None:
    """One command, in a process that ends with it."""
    signal.alarm(GIVE_UP)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for fd, name in ((1, "out"), (2, "err")):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(os.path.join(scratch, name), flags, 0o600), fd)
    if "module" in wanted:
        function = getattr(__import__(wanted["module"], fromlist=["_"]), wanted["function"])
        sys.stdout.write(json.dumps(function(*wanted["arguments"])))
        status = 0
    else:
        from smtui.cli import main

        status = main(wanted["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def serve(scratch: str) -> None:
    """Fork for each command that comes in, and say what it took."""
    # what every command loads, loaded once
    __import__("smtui.questionnaire.schema")
    for name in ("fill", "check", "score", "migrate", "plain", "looking", "setting", "opening"):
        __import__(f"smtui.commands.{name}")
    for line in sys.stdin.buffer:
        wanted = json.loads(line)
        began = _now()
        pid = os.fork()
        if pid == 0:
            try:
                _child(wanted, scratch)
            except BaseException:
                sys.excepthook(*sys.exc_info())  # a traceback is what is looked for
                sys.stderr.flush()
            os._exit(70)
        _, ended, used = os.wait4(pid, 0)
        most = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        said = {
            "status": os.waitstatus_to_exitcode(ended),
            "seconds": used.ru_utime + used.ru_stime if ended_itself(ended) else _now() - began,
            "megabytes": most,
        }
        sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
        sys.stdout.buffer.flush()


def ended_itself(status: int) -> bool:
    """Whether a process came to its end, and was not ended because it went on and on."""
    return os.waitstatus_to_exitcode(status) != -signal.SIGALRM


def _now() -> float:
    import time

    return time.monotonic()


def unsafe(said: bytes) -> Sequence[str]:
    """The control characters in what was written, but line ends; and what is no UTF-8."""
    text = said.decode(errors="surrogateescape")
    found = {one for one in text if one != "\n" and _is_unsafe(ord(one))}
    return sorted(f"U+{ord(one):04X}" for one in found)


def _is_unsafe(code: int) -> bool:
    return (
        code < 32
        or 127 <= code < 160
        or code in (0x061C, 0x200E, 0x200F, 0xFEFF)
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code <= 0xDFFF
        or 0xE0000 <= code <= 0xE007F
    )


if __name__ == "__main__":
    serve(sys.argv[1])
