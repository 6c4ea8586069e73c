"""The scorecard as plain text, for `smtui score` on a terminal, in a pipe or a log."""

import textwrap
from collections.abc import Iterator

from smtui.plan.rules import Reading
from smtui.scoring.scorecard import Scorecard
from smtui.text import clean_line, format_number, plural

WIDTH = 78
MOST_FINDINGS = 5
SEVERITY = {"blocker": "Blocker", "serious": "Serious", "warning": "Warning", "advice": "Advice"}


def write(card: Scorecard, reading: Reading, *, title: str, fictional: bool = False) -> str:
    """The scorecard in lines of at most 78 characters, without colour."""
    return "\n".join(line.rstrip() for line in _lines(card, reading, title, fictional)) + "\n"


def _lines(card: Scorecard, reading: Reading, title: str, fictional: bool) -> Iterator[str]:
    run = reading.questionnaire.runs.get(card.run)
    yield clean_line(title) + ("  (fictional)" if fictional else "")
    yield (
        f"{card.score:.1f} of 100, band {card.band}: {card.band_title} ({card.band_reason})"
    )
    yield (
        f"{(run.title if run else card.run)} run: {_points(card.earned)} of {_points(card.possible)} points, "
        f"of {_points(card.full_possible)} in all; rubric {card.rubric_version}"
    )
    yield ""
    width = max((len(one.title) for one in card.dimensions), default=0)
    for one in card.dimensions:
        if one.possible:
            bar = "#" * round(one.earned / one.possible * 20)
            yield f"  {one.title:<{width}}  {bar:.<20}  {_points(one.earned)} of {_points(one.possible)}"
    for one_strength in card.strengths:
        yield ""
        yield from _paragraph("Strong", f"{one_strength.saw} {one_strength.why}")
    for finding in card.gaps[:MOST_FINDINGS]:
        yield ""
        yield from _paragraph(SEVERITY[finding.severity], f"{finding.saw} {finding.why}")
        if finding.next:
            yield from _paragraph("  next", finding.next)
    if len(card.gaps) > MOST_FINDINGS:
        yield ""
        yield f"{len(card.gaps) - MOST_FINDINGS} more: smtui score PLAN --write puts them into the scorecard file."
    yield ""
    yield f"{plural(len(card.parked), 'answer')} parked, {plural(len(card.open), 'question')} open."
    yield "A score says how well the plan is thought through, not whether it will succeed."


def _points(value: float) -> str:
    return format_number(round(value, 1))


def _paragraph(label: str, text: str) -> list[str]:
    return textwrap.wrap(
        clean_line(text), WIDTH, initial_indent=f"{label:<10}", subsequent_indent=" " * 10
    )
