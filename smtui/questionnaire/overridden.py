"""What an organisation sets otherwise in the tables of a questionnaire: for it, and to be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class OverriddenCell:
    """A cell that is another now: what it was (None: empty) and is, also in words for people."""

    column: str
    was: Any
    now: Any
    was_said: str
    now_said: str
    is_text: bool = False


@dataclass(frozen=True)
class OverriddenRow:
    """A row of a table with cells that are others now. `label` is what its keys are called."""

    table: str
    row: tuple[str, ...]
    label: str
    cells: tuple[OverriddenCell, ...]

    @property
    def what(self) -> str:
        """Which row, and what its values were and are: "Oslo (cities), size 2 instead of 3"."""
        values = [
            f"{one.column} {one.now_said} instead of {one.was_said or 'nothing'}"
            for one in self.cells
            if not one.is_text
        ]
        texts = [one.column for one in self.cells if one.is_text]
        return f"{self.label} ({self.table}), {', '.join(values or texts)}"

    @property
    def words(self) -> str:
        """The organisation's own words: the texts that it gave."""
        return "; ".join(one.now_said for one in self.cells if one.is_text and one.now_said)

    @property
    def said(self) -> str:
        """What was and is, with the words behind it."""
        return f"{self.what}: {self.words}" if self.words else self.what


@dataclass(frozen=True)
class Overrides:
    """What a file of overrides changes. `digest` is the hash of the file."""

    file: Path
    digest: str
    rows: tuple[OverriddenRow, ...]

    @property
    def heading(self) -> str:
        """What stands above them wherever they are listed."""
        return f"Overridden by {self.file.name}"

    def cells(self) -> Iterator[tuple[OverriddenRow, OverriddenCell]]:
        """Every cell that is another now, with its row."""
        return ((row, cell) for row in self.rows for cell in row.cells)
