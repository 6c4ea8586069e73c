"""Lines out and lines in: what is said is clean text, what is typed is bounded."""

from collections.abc import Callable
from typing import TextIO

from smtui.questionnaire.kinds import LONGEST_ANSWER
from smtui.text import clean_text, wrapped

PROMPT = "> "
_MOST_DROPPED = 64 * 1024 * 1024
"""Characters without a line end after which nobody is taken to be typing."""


class EndOfInput(Exception):
    """Nothing more will be typed."""


class Dialogue:
    """A conversation over two streams, which the caller hands in.

    `width` wraps what is said (0: whole sentences on one line each). `interactive`: a person
    sits there and can be asked again; else what is read is echoed, so that a log holds it.
    """

    def __init__(
        self,
        source: TextIO,
        out: TextIO,
        *,
        interactive: bool,
        width: Callable[[], int] = lambda: 0,
    ) -> None:
        self._source = source
        self._out = out
        self._width = width
        self._over = False
        self.interactive = interactive

    def say(self, *texts: str) -> None:
        """Say texts, each from the beginning of a line; an empty one is an empty line."""
        width = self._width()
        for text in texts:
            for line in clean_text(text).split("\n"):
                shown = wrapped(line, width=width) if width and line.strip() else [line]
                self._out.write("".join(f"{one}\n" for one in shown))

    def ask(self) -> str:
        """What is typed next, without its line end. Raises `EndOfInput`."""
        self._out.write(PROMPT)
        self._out.flush()
        line = "" if self._over else self._source.readline(LONGEST_ANSWER + 1)
        if not line:
            # on a terminal ctrl+d would not end the next line that is read
            self._over = True
            self._out.write("\n")
            raise EndOfInput
        whole = line.endswith("\n")
        cut = not whole and len(line) > LONGEST_ANSWER
        if cut:
            self._drop_the_rest()
            line = line[:LONGEST_ANSWER]
        elif not whole:
            self._over = True
        line = clean_text(line.removesuffix("\n")).replace("\n", " ")
        if not self.interactive:
            self._out.write(f"{line}\n")
        elif not whole and not cut:
            self._out.write("\n")
        if cut:
            self.say(f"A line has at most {LONGEST_ANSWER:,} characters: the rest was left out.")
        return line

    def _drop_the_rest(self) -> None:
        """Read on to the end of a line that is too long."""
        dropped = 0
        while dropped < _MOST_DROPPED:
            more = self._source.readline(LONGEST_ANSWER)
            dropped += len(more)
            if not more or more.endswith("\n"):
                break
        else:
            self._over = True
