"""What a command gets from the outside world, handed in so that tests can hand in another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True)
class Surroundings:
    """Streams, environment, working folder and clock of one run of the program."""

    out: TextIO
    err: TextIO
    env: Mapping[str, str]
    cwd: Path
    clock: Callable[[], datetime]

    def say(self, text: str) -> None:
        """A result, on standard output."""
        self.out.write(text if text.endswith("\n") else text + "\n")

    def tell(self, text: str) -> None:
        """A message, on standard error."""
        self.err.write(text if text.endswith("\n") else text + "\n")
