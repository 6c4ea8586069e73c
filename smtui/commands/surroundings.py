"""What a command gets from the outside world, handed in so that tests can hand in another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from smtui.fence import Fence
from smtui.text import clean_text


@dataclass(frozen=True)
class Surroundings:
    """Streams, environment, working folder and clock of one run of the program.

    `stdin` is what is typed or piped in, for the commands that ask line by line.
    """

    out: TextIO
    err: TextIO
    env: Mapping[str, str]
    cwd: Path
    clock: Callable[[], datetime]
    stdin: TextIO
    fence: Fence = field(default_factory=Fence)
    """What plans and questionnaires that somebody names must lie in."""

    def say(self, text: str) -> None:
        """A result, on standard output, without control characters."""
        _write(self.out, text)

    def tell(self, text: str) -> None:
        """A message, on standard error, without control characters."""
        _write(self.err, text)


def _write(stream: TextIO, text: str) -> None:
    clean = clean_text(text)
    stream.write(clean if clean.endswith("\n") else clean + "\n")
