"""What is wrong in a file, said so that its author can mend it: file, line, thing and mend.

Every reader of files reports its findings as `Mistake`s and raises them together in `BadInput`.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from smtui.text import cell_width, clean_line, masked

SHOWN = 50
"""Mistakes printed at once: more would only scroll the first ones away."""

_COLUMNS = 96  # of the source line, beside the indent of four
_LISTED = 8
_MOST_SAID = 1000  # of one part of a message: a file can hold a name of a megabyte


@dataclass(frozen=True)
class Mistake:
    """One mistake in one file.

    `line` counts from 1; 0 means the whole file. `source` is the line as it stands in the file,
    and `start` and `length` (in characters) are the part of it that is wrong.
    """

    file: str
    line: int
    what: str
    mend: str = ""
    source: str = ""
    start: int = 0
    length: int = 0

    def render(self) -> str:
        """The mistake as text of one to four lines, without control characters."""
        place = f"{self.file}:{self.line}" if self.line > 0 else self.file
        lines = [f"{_cut(masked(place))}: {_cut(clean_line(self.what))}"]
        if self.source.strip():
            lines += self._excerpt()
        if self.mend:
            lines.append(_cut(clean_line(self.mend)))
        return "\n    ".join(lines)

    def _excerpt(self) -> list[str]:
        """The source line without its indent, cut around the caret, and the caret line."""
        source = masked(self.source.rstrip())
        indent = len(source) - len(source.lstrip(" "))  # a hard blank may be what is wrong
        source = source[indent:]
        start = min(max(self.start - indent, 0), len(source))
        end = min(start + max(self.length, 0), max(len(source), start + 1))
        if len(source) > _COLUMNS:
            left = max(0, min(start - _COLUMNS // 2, len(source) - _COLUMNS))
            right = left + _COLUMNS
            before = "... " if left else ""
            after = " ..." if right < len(source) else ""
            start, end = start - left + len(before), min(end, right) - left + len(before)
            source = before + source[left:right] + after
        lines = [source]
        if end > start:
            blanks = cell_width(source[:start])
            lines.append(" " * blanks + "^" * max(1, cell_width(source[start:end])))
        return lines


def _cut(said: str) -> str:
    """What is said, without its middle where it is very long: what is wrong stands at the ends."""
    half = _MOST_SAID // 2
    return said if len(said) <= _MOST_SAID else f"{said[:half]} ... {said[-half:]}"


class BadInput(Exception):
    """A file that cannot be used. `mistakes` has at least one, sorted by file, then line."""

    def __init__(self, mistakes: Mistake | Iterable[Mistake]) -> None:
        """Raises ValueError without any mistake: there would be nothing to tell the user."""
        found = [mistakes] if isinstance(mistakes, Mistake) else list(mistakes)
        if not found:
            raise ValueError("BadInput needs at least one mistake")
        super().__init__(found)
        self.mistakes: list[Mistake] = sorted(found, key=lambda each: (each.file, each.line))

    def __str__(self) -> str:
        lines = [mistake.render() for mistake in self.mistakes[:SHOWN]]
        if len(self.mistakes) > SHOWN:
            lines.append(f"(+{len(self.mistakes) - SHOWN} more)")
        return "\n".join(lines)


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that the writer of `word` most likely meant, capitals aside, or None."""
    by_folded: dict[str, str] = {}
    for candidate in candidates:
        by_folded.setdefault(candidate.casefold(), candidate)
    # Ids are at most 64 long; difflib is quadratic, so a pasted novel is not compared whole.
    near = difflib.get_close_matches(word.casefold()[:128], by_folded, n=1)
    return by_folded[near[0]] if near else None


def suggestion(word: str, candidates: Iterable[str], *, noun: str = "choices") -> str:
    """The `mend` of a wrong name: "did you mean 'leads'?  choices: awareness, leads ...".

    Only the list when nothing is near; "" when there are no candidates.
    """
    names = list(candidates)
    if not names:
        return ""
    near = closest(word, names)
    question = f"did you mean '{near}'?  " if near is not None else ""
    more = " ..." if len(names) > _LISTED else ""
    return f"{question}{noun}: {', '.join(names[:_LISTED])}{more}"
