"""Judges a plan by the rubric of its questionnaire. No rule of any rubric is in here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from smtui.plan.answers import Answers, Place
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import ItemOf, SeqOf, State
from smtui.questionnaire.kinds import Record
from smtui.questionnaire.model import SEVERITIES, Check, Finding, Questionnaire


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
    """A finding on this plan. `recovers` is how many points mending it could bring back."""

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
    parked: tuple[Place, ...]
    open: tuple[Place, ...]
    next_best: tuple[tuple[str, float, Place], ...]

    @property
    def strengths(self) -> tuple[FindingSeen, ...]:
        """What is strong."""
        return tuple(one for one in self.findings if one.severity == "strength")

    @property
    def gaps(self) -> tuple[FindingSeen, ...]:
        """What is not yet right, worst first."""
        return tuple(one for one in self.findings if one.severity != "strength")


def score(questionnaire: Questionnaire, answers: Answers, run: str) -> Scorecard:
    """The scorecard of a plan as one run assesses it. It does not read the clock."""
    return _Judge(questionnaire, answers, run).scorecard()


class _Judge:
    """One judgement: the shares that checks earn are worked out when first asked for."""

    def __init__(self, questionnaire: Questionnaire, answers: Answers, run: str) -> None:
        self._questionnaire = questionnaire
        self._shares: dict[str, float | None] = {}
        self._checks = {check.id: check for check in questionnaire.checks}
        self._reading = Reading(questionnaire, answers, run, scores=self._share)
        self._run = run

    def _share(self, name: str) -> float | None:
        """The share a check earns, 0 to 1; None when it is not assessed."""
        if name not in self._shares:
            self._shares[name] = self._work_out(self._checks[name])
        return self._shares[name]

    def _work_out(self, check: Check) -> float | None:
        if self._run not in check.runs or not self._reading.holds(check.id, "applies"):
            return None
        code = self._questionnaire.code(check.id, "earn")
        value = self._reading.guarded(lambda: code.value(self._reading)) if code else None
        return min(1.0, max(0.0, float(value or 0)))

    def scorecard(self) -> Scorecard:
        checks = tuple(self._check_scores())
        dimensions = tuple(
            DimensionScore(
                one.id, one.title,
                sum(check.earned for check in checks if check.dimension == one.id),
                sum(check.possible for check in checks if check.dimension == one.id),
            )
            for one in self._questionnaire.dimensions
        )
        earned = sum(check.earned for check in checks)
        possible = sum(check.possible for check in checks)
        total = earned / possible * 100 if possible else 0.0
        findings = tuple(self._findings())
        band, title, reason = self._band(total, findings)
        parked = self._standing(State.PARKED)
        return Scorecard(
            self._questionnaire.id,
            self._questionnaire.version,
            self._questionnaire.rubric_version,
            self._run,
            earned,
            possible,
            sum(check.points for check in self._questionnaire.checks),
            total,
            band,
            title,
            reason,
            dimensions,
            checks,
            findings,
            parked,
            self._standing(State.OPEN),
            tuple(self._next_best(findings)),
        )

    def _check_scores(self) -> Iterator[CheckScore]:
        for check in self._questionnaire.checks:
            share = self._share(check.id)
            if share is not None:
                yield CheckScore(
                    check.id, check.dimension, share * check.points, check.points,
                    self._reading.said(check.id, "says"),
                )

    def _standing(self, state: State) -> tuple[Place, ...]:
        reading = self._reading
        return tuple(self._with_state(reading, state))

    def _with_state(self, reading: Reading, state: State) -> Iterator[Place]:
        for place in reading.places():
            question = self._questionnaire.questions[place.name]
            if not question.answerable:
                continue
            if state is State.PARKED and isinstance(question, Record):
                yield from (
                    inner for one in question.fields if (inner := Place(one.id, place.item)) in reading.answers.parked
                )
                if place in reading.answers.parked:
                    yield place
            elif reading.state(*place) is state and (state is State.PARKED or reading.required(place)):
                yield place

    # findings

    def _findings(self) -> list[FindingSeen]:
        found: list[FindingSeen] = []
        for finding in self._questionnaire.findings:
            if self._run in finding.runs:
                found += self._seen(finding)
        sections = [section.id for section in self._questionnaire.sections]

        def rank(one: FindingSeen) -> tuple[int, float, int]:
            home = self._questionnaire.homes.get(one.question)
            section = sections.index(home.section) if home else len(sections)
            return SEVERITIES.index(one.severity), -round(one.recovers, 6), section

        return sorted(found, key=rank)

    def _seen(self, finding: Finding) -> Iterator[FindingSeen]:
        reading = self._reading
        each = self._questionnaire.code(finding.id, "each")
        if each is None:
            if reading.holds(finding.id, "when", without=False):
                yield self._made(finding, None, "")
            return
        is_item = isinstance(each.type, SeqOf) and isinstance(each.type.of, ItemOf)
        for element in reading.guarded(lambda: each.value(reading)) or ():
            yield self._made(finding, element, str(element) if is_item else "")

    def _made(self, finding: Finding, element: Any, item: str) -> FindingSeen:
        said = {
            attribute: self._reading.said(finding.id, attribute, element=element) for attribute in ("saw", "why", "next")
        }
        lost = sum(
            self._checks[check].points * (1 - share)
            for check in finding.recovers
            if (share := self._share(check)) is not None
        )
        source = (finding.source,) if isinstance(finding.source, str) else finding.source
        owner = self._questionnaire.list_of(finding.question)
        return FindingSeen(
            finding.id, finding.severity, finding.dimension, said["saw"], said["why"], said["next"],
            tuple(code for code in source if code), finding.question,
            item if owner and item in self._reading.items(owner.id) else "", lost, finding.group,
        )

    # band and what to do next

    def _band(self, total: float, findings: tuple[FindingSeen, ...]) -> tuple[str, str, str]:
        """The highest band that the points reach and the findings allow, and why no higher."""
        open_now = {one.severity for one in findings}
        reasons: list[str] = []
        for band in self._questionnaire.bands:
            # compared as printed, so that 84.999 does not read "85.0, band B"
            if round(total, 1) < band.start:
                continue
            barred = [severity for severity in band.not_with if severity in open_now]
            if not barred and self._run in band.runs:
                return band.id, band.title, "; ".join(reasons) or f"{band.start:g} points or more"
            if barred:
                worst = min(barred, key=SEVERITIES.index)
                count = sum(one.severity == worst for one in findings)
                reason = f"{count} open {_PLURAL[worst] if count > 1 else _SINGULAR[worst]}"
            else:
                title = self._questionnaire.runs.get(self._run)
                reason = f"{(title.title if title else self._run).lower()} run"
            if reason not in reasons:
                reasons.append(reason)
        last = self._questionnaire.bands[-1] if self._questionnaire.bands else None
        return (last.id, last.title, "; ".join(reasons)) if last else ("", "", "")

    def _next_best(self, findings: tuple[FindingSeen, ...]) -> Iterator[tuple[str, float, Place]]:
        """The three findings that would bring back most points, one a question."""
        seen: set[str] = set()
        for one in sorted(findings, key=lambda one: -one.recovers):
            question = self._questionnaire.questions.get(one.question)
            if question is None or one.recovers < 0.05 or one.severity == "strength" or one.question in seen:
                continue
            seen.add(one.question)
            if len(seen) <= 3:
                yield question.called, one.recovers, Place(one.question, one.item)


_SINGULAR = {
    "blocker": "blocker", "serious": "serious finding", "warning": "warning", "advice": "piece of advice",
    "strength": "strength",
}
_PLURAL = {
    "blocker": "blockers", "serious": "serious findings", "warning": "warnings", "advice": "pieces of advice",
    "strength": "strengths",
}
