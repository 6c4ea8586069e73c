"""What a rubric is made of, as its author wrote it: dimensions, checks, bands, findings."""

from dataclasses import dataclass

from smtui.questionnaire.sentences import (
    Checked,
    Condition,
    RunName,
    Severity,
    Share,
    Source,
    Template,
)

SEVERITIES: tuple[str, ...] = ("blocker", "serious", "warning", "advice", "strength")


@dataclass(frozen=True, kw_only=True)
class Dimension(Checked):
    """A side of a plan that the scorecard judges."""

    id: str
    title: str
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Check(Checked):
    """Points for one thing done well, with the sentence that says why."""

    id: str
    dimension: str
    points: float
    earn: Share
    says: Template
    question: str = ""
    applies: Condition = ""
    runs: tuple[RunName, ...] = ("quick", "full")


@dataclass(frozen=True, kw_only=True)
class Band(Checked):
    """A grade from so many points of 100; open findings of `not_with` keep a plan out of it."""

    id: str
    start: float
    title: str
    meaning: str = ""
    not_with: tuple[Severity, ...] = ()
    runs: tuple[RunName, ...] = ("quick", "full")


@dataclass(frozen=True, kw_only=True)
class Finding(Checked):
    """Something that a good colleague would point out."""

    id: str
    severity: Severity
    dimension: str
    saw: Template
    why: Template = ""
    next: Template = ""
    when: Condition = ""
    each: Source = ""
    source: str | tuple[str, ...] = ()
    question: str = ""
    recovers: tuple[str, ...] = ()
    group: str = ""
    runs: tuple[RunName, ...] = ("quick", "full")
