"""Findings with a cause in common, told together: more than three read as one line that unfolds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smtui.scoring.scorecard import FindingSeen
from smtui.text import shortened

MOST_APART = 3
"""So many findings of one group are told one by one; more are told together."""
_LONGEST_NAME = 32


@dataclass(frozen=True)
class Told:
    """What is told at once: one finding, or the whole of a group of the same severity."""

    findings: tuple[FindingSeen, ...]

    @property
    def is_group(self) -> bool:
        """Whether it is several findings in one line."""
        return len(self.findings) > 1

    @property
    def severity(self) -> str:
        """How bad it is; all of a group are alike."""
        return self.findings[0].severity

    @property
    def key(self) -> str:
        """What a group is known by as long as the plan is changed."""
        return f"{self.severity}:{self.findings[0].group}"

    @property
    def line(self) -> str:
        """What was seen; of a group how many, and about what: "4 about your visit: Town, Day"."""
        if not self.is_group:
            return self.findings[0].saw
        names = dict.fromkeys(shortened(one.about, _LONGEST_NAME) for one in self.findings)
        return f"{len(self.findings)} about {self.findings[0].group}: {', '.join(names)}"


def gathered(findings: Sequence[FindingSeen]) -> tuple[Told, ...]:
    """The findings as they are told, in their order; a group stands where its first one did."""
    groups: dict[tuple[str, str], list[FindingSeen]] = {}
    for one in findings:
        groups.setdefault((one.severity, one.group), []).append(one)
    found: list[Told] = []
    for one in findings:
        group = groups[one.severity, one.group]
        if not one.group or len(group) <= MOST_APART:
            found.append(Told((one,)))
        elif one is group[0]:
            found.append(Told(tuple(group)))
    return tuple(found)


def number_of(entries: Iterable[Told]) -> int:
    """How many findings there are in all of these."""
    return sum(len(one.findings) for one in entries)
