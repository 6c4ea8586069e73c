"""Judges a plan by the rubric of its questionnaire. No rule of any rubric is in here."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from smtui.plan.answers import Answers, Place
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import ItemOf, SeqOf, written
from smtui.questionnaire.model import (
    SEVERITIES,
    Band,
    Check,
    Dimension,
    Finding,
    Questionnaire,
)
from smtui.questionnaire.overridden import Overrides
from smtui.scoring.left import Left, all_left
from smtui.text import plural


@dataclass(frozen=True)
class CheckScore:
    """What one check earned of its points, and the sentence that says why."""

    id: str
    dimension: str
    earned: float
    possible: float
    reason: str


@dataclass(frozen=True)
class DimensionScore:
    """What the checks of one dimension earned together."""

    id: str
    title: str
    earned: float
    possible: float


@dataclass(frozen=True)
class FindingSeen:
    """A finding on this plan. `recovers` is how many points mending it could bring back at most:
    findings of one rule share what their checks lost. `about` is what it is about, in a word or
    two: the item or row, or else the question.
    """

    id: str
    severity: str
    dimension: str
    saw: str
    why: str
    next: str
    source: tuple[str, ...]
    question: str
    item: str
    recovers: float
    group: str = ""
    about: str = ""


@dataclass(frozen=True)
class Scorecard:
    """The whole judgement. `score` is of 100, of the points that this run assesses."""

    questionnaire: str
    version: str
    rubric_version: str
    run: str
    earned: float
    possible: float
    full_possible: float
    score: float
    band: str
    band_title: str
    band_reason: str
    dimensions: tuple[DimensionScore, ...]
    checks: tuple[CheckScore, ...]
    findings: tuple[FindingSeen, ...]
    left: Left
    next_best: tuple[tuple[str, float, Place], ...]
    overrides: Overrides | None = None

    @property
    def parked(self) -> tuple[Place, ...]:
        """What is not known yet."""
        return self.left.parked

    @property
    def open(self) -> tuple[Place, ...]:
        """What is required and not answered."""
        return self.left.open

    @property
    def wrong(self) -> tuple[Place, ...]:
        """Where an answer cannot stand."""
        return self.left.wrong

    @property
    def strengths(self) -> tuple[FindingSeen, ...]:
        """What is strong."""
        return tuple(one for one in self.findings if one.severity == "strength")

    @property
    def gaps(self) -> tuple[FindingSeen, ...]:
        """What is not yet right, worst first."""
        return tuple(one for one in self.findings if one.severity != "strength")

    @property
    def is_full(self) -> bool:
        """Whether no points worth a word are lost."""
        return self.possible - self.earned < _WORTH_SAYING


def score(questionnaire: Questionnaire, answers: Answers, run: str) -> Scorecard:
    """The scorecard of a plan as one run assesses it. It does not read the clock."""
    return judged(Reading(questionnaire, answers, run))


def judged(reading: Reading) -> Scorecard:
    """The scorecard of a plan that is being read; anew is judged only what has changed."""
    found: Scorecard = reading.remembered(("scorecard",), _Judge(reading).scorecard)
    return found


def told(reading: Reading, finding: Finding) -> tuple[FindingSeen, ...]:
    """What one finding says of a plan that is being read; nothing in a run that is not its own."""
    return _Judge(reading).told(finding)


class _Judge:
    """One judgement. What it finds out, its reading remembers."""

    def __init__(self, reading: Reading) -> None:
        self._questionnaire = reading.questionnaire
        self._checks = reading.questionnaire.checks_by_id
        self._reading = reading
        self._run = reading.run

    def scorecard(self) -> Scorecard:
        """The judgement as a whole."""
        asked = self._questionnaire
        checks = tuple(self._check_scores())
        earned = sum(check.earned for check in checks)
        possible = sum(check.possible for check in checks)
        total = earned / possible * 100 if possible else 0.0
        findings = tuple(self._findings())
        band, title, reason = self._band(total, findings)
        left = all_left(self._reading)
        return Scorecard(
            questionnaire=asked.id,
            version=asked.version,
            rubric_version=asked.rubric_version,
            run=self._run,
            earned=earned,
            possible=possible,
            full_possible=sum(check.points for check in asked.checks),
            score=total,
            band=band,
            band_title=title,
            band_reason=reason,
            dimensions=tuple(_dimension(one, checks) for one in asked.dimensions),
            checks=checks,
            findings=findings,
            left=left,
            next_best=tuple(self._next_best(checks)),
            overrides=asked.overrides,
        )

    def _check_scores(self) -> Iterator[CheckScore]:
        for check in self._questionnaire.checks:
            found = self._reading.remembered(("check", check.id), partial(self._scored, check))
            if found is not None:
                yield found

    def _scored(self, check: Check) -> CheckScore | None:
        share = self._reading.earned(check.id)
        if share is None:
            return None
        says = self._reading.said(check.id, "says")
        return CheckScore(check.id, check.dimension, share * check.points, check.points, says)

    # findings

    def _findings(self) -> list[FindingSeen]:
        """Worst first, then what brings back most, then in the order of the sections."""
        found = [seen for finding in self._questionnaire.findings for seen in self.told(finding)]
        ids = [section.id for section in self._questionnaire.sections]
        order = {section: at for at, section in enumerate(ids)}

        def rank(one: FindingSeen) -> tuple[int, float, int]:
            home = self._questionnaire.homes.get(one.question)
            section = order[home.section] if home else len(order)
            return SEVERITIES.index(one.severity), -round(one.recovers, 6), section

        return sorted(found, key=rank)

    def told(self, finding: Finding) -> tuple[FindingSeen, ...]:
        """What a finding says of the plan."""
        if self._run not in finding.runs:
            return ()
        found: tuple[FindingSeen, ...] = self._reading.remembered(
            ("finding", finding.id), lambda: tuple(self._seen(finding))
        )
        return found

    def _seen(self, finding: Finding) -> Iterator[FindingSeen]:
        reading = self._reading
        each = self._questionnaire.code(finding.id, "each")
        if each is None:
            if reading.holds(finding.id, "when", without=False):
                about = reading.called(Place(finding.question)) if finding.question else ""
                yield self._made(finding, None, "", about, 1)
            return
        assert isinstance(each.type, SeqOf)
        kind = each.type.of
        elements = tuple(reading.guarded(lambda: each.value(reading)) or ())
        for element in elements:
            item = str(element) if isinstance(kind, ItemOf) else ""
            about = written(element, kind, reading)
            yield self._made(finding, element, item, about, len(elements))

    def _made(
        self, finding: Finding, element: Any, item: str, about: str, sharing: int
    ) -> FindingSeen:
        """A finding; `sharing` is how many its rule makes."""
        reading = self._reading
        saw, why, advice = (
            reading.said(finding.id, attribute, element=element)
            for attribute in ("saw", "why", "next")
        )
        lost = sum(
            self._checks[check].points * (1 - share)
            for check in dict.fromkeys(finding.recovers)
            if (share := self._reading.earned(check)) is not None
        )
        source = (finding.source,) if isinstance(finding.source, str) else finding.source
        owner = self._questionnaire.list_of(finding.question)
        return FindingSeen(
            id=finding.id,
            severity=finding.severity,
            dimension=finding.dimension,
            saw=saw,
            why=why,
            next=advice,
            source=tuple(code for code in source if code),
            question=finding.question,
            item=item if owner and item in reading.items(owner.id) else "",
            recovers=lost / sharing,
            group=finding.group,
            about=about,
        )

    # band and what to do next

    def _band(self, total: float, findings: tuple[FindingSeen, ...]) -> tuple[str, str, str]:
        """The highest band that the points reach and nothing keeps it from, and why no higher."""
        reasons: list[str] = []
        bands = self._questionnaire.bands
        for band in bands:
            # compared as printed, so that 84.96 does not read "85.0 points, band B"
            if round(total, 1) < band.start:
                continue
            limits = list(self._limits(band, findings))
            # the last takes what no other does, whatever its own limits say
            if not limits or band is bands[-1]:
                reason = "; ".join(dict.fromkeys([*reasons, *limits]))
                return band.id, band.title, reason or f"{band.start:g} points or more"
            reasons += limits
        return "", "", ""

    def _limits(self, band: Band, findings: tuple[FindingSeen, ...]) -> Iterator[str]:
        """What keeps the plan out of a band that its points reach."""
        barring = [one.severity for one in findings if one.severity in band.not_with]
        if barring:
            worst = min(barring, key=SEVERITIES.index)
            one, many = _NAMES[worst]
            yield plural(barring.count(worst), f"open {one}", f"open {many}")
        if self._run not in band.runs:
            run = self._questionnaire.runs.get(self._run)
            yield f"{(run.title if run else self._run).lower()} run"

    def _next_best(self, scores: tuple[CheckScore, ...]) -> Iterator[tuple[str, float, Place]]:
        """The three checks that have lost most points, one a question."""
        best: dict[str, float] = {}
        for one in sorted(scores, key=lambda one: round(one.earned - one.possible, 6)):
            question, lost = self._checks[one.id].question, one.possible - one.earned
            if question and lost >= _WORTH_SAYING:
                best.setdefault(question, lost)
        for name, lost in list(best.items())[:3]:
            owner = self._questionnaire.list_of(name)
            ids = self._reading.items(owner.id) if owner else ()
            item = ids[0] if len(ids) == 1 else ""
            yield self._reading.called(Place(name, item)), lost, Place(name, item)


def _dimension(dimension: Dimension, checks: tuple[CheckScore, ...]) -> DimensionScore:
    own = [check for check in checks if check.dimension == dimension.id]
    return DimensionScore(
        dimension.id,
        dimension.title,
        sum(check.earned for check in own),
        sum(check.possible for check in own),
    )


_WORTH_SAYING = 0.05
"""Points below this are printed as 0.0."""

_NAMES = {
    "blocker": ("blocker", "blockers"),
    "serious": ("serious finding", "serious findings"),
    "warning": ("warning", "warnings"),
    "advice": ("piece of advice", "pieces of advice"),
    "strength": ("strength", "strengths"),
}
