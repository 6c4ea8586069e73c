"""A conversation for tests: what is typed goes in, what is said comes out, the plan is at hand."""

import io
import itertools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from smtui.plain.dialogue import Dialogue
from smtui.plain.interview import Interview
from smtui.plan.answers import Answers, Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Position, Session
from smtui.questionnaire.model import Questionnaire

NOW = datetime(2026, 11, 21, 14, 2)


def picker() -> Callable[[str], str]:
    """Chooses letters for ids in a known order."""
    numbers = itertools.count()
    return lambda letters: letters[next(numbers) % len(letters)]


class Keyboard(io.StringIO):
    """What is typed at a terminal, which shows each line as it is typed."""

    def __init__(self, typed: str, screen: io.StringIO) -> None:
        super().__init__(typed)
        self._screen = screen

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """The next line."""
        line = super().readline(-1 if size is None else size)
        self._screen.write(line)
        return line


class Talk:
    """An interview that has been held. `lines` are typed one after the other."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        *lines: str,
        answers: Answers | None = None,
        run: str = "full",
        position: Position | None = None,
        interactive: bool = True,
        file: Path | None = None,
        width: int = 0,
        read_only: bool = False,
        source: io.StringIO | None = None,
    ) -> None:
        self.session = Session(
            questionnaire,
            answers,
            run=run,
            position=position,
            today=NOW.date(),
            pick=picker(),
            read_only=read_only,
        )
        self.keeper = Keeper(self.session, file, lambda: NOW)
        out = io.StringIO()
        typed = "".join(f"{line}\n" for line in lines)
        source = source or (Keyboard(typed, out) if interactive else io.StringIO(typed))
        dialogue = Dialogue(source, out, interactive=interactive, width=lambda: width)
        self.interview = Interview(self.session, self.keeper, dialogue)
        self.interview.run()
        if file is not None:
            self.keeper.close()
        self.said = out.getvalue()

    def value(self, name: str, item: str = "") -> object:
        """The answer at a place."""
        return self.session.answers.value(Place(name, item))

    def after(self, words: str) -> str:
        """What was said from some words on."""
        assert words in self.said, self.said
        return self.said[self.said.index(words) :]

    @property
    def asked(self) -> list[str]:
        """The first line of each thing that was asked, in order."""
        blocks = self.said.split("\n\n")
        return [block.splitlines()[0] for block in blocks if "\n> " in f"\n{block}"]
