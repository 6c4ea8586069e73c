"""The scorecard to read and hand on: Markdown whose structure no answer can break."""

import re
from collections.abc import Iterator

from smtui.plan.rules import Reading
from smtui.scoring.scorecard import FindingSeen, Scorecard
from smtui.text import clean_line, format_number, plural

MOST_FINDINGS = 5
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")
_SEVERITY = {"blocker": "Blocker", "serious": "Serious", "warning": "Warning", "advice": "Advice"}


def plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    escaped = _SPECIAL.sub(r"\\\1", clean_line(text))
    return _STARTS.sub(r"\1\\\2", escaped)


def write(card: Scorecard, reading: Reading, *, title: str, plan: str, fictional: bool = False) -> str:
    """The scorecard as Markdown. `plan` is the name of the plan's file."""
    return "\n".join(_lines(card, reading, title, plan, fictional)).rstrip() + "\n"


def _lines(card: Scorecard, reading: Reading, title: str, plan: str, fictional: bool) -> Iterator[str]:
    run = reading.questionnaire.runs.get(card.run)
    yield f"# Scorecard: {plain(title or plan)}"
    yield ""
    if fictional:
        yield "*This plan is fictional: an example.*"
        yield ""
    assessed = f"{format_number(round(card.possible, 1))} of {format_number(round(card.full_possible, 1))} points assessed"
    yield (
        f"**{card.score:.0f} of 100, band {card.band}: {plain(card.band_title)}** "
        f"({plain(card.band_reason)}; {plain((run.title if run else card.run).lower())} run: {assessed})"
    )
    yield ""
    yield "A score says how well the plan is thought through. It does not forecast success,"
    yield "grade a team or compare companies."
    yield ""
    yield "| What | Points | Of |"
    yield "|---|---:|---:|"
    for one in card.dimensions:
        if one.possible:
            yield f"| {plain(one.title)} | {_points(one.earned)} | {_points(one.possible)} |"
    yield f"| **Together** | **{_points(card.earned)}** | **{_points(card.possible)}** |"
    yield ""
    yield from _strong(card)
    yield from _gaps(card, reading)
    yield from _open(card, reading)
    yield from _checks(card)
    yield f"Plan file: {plain(plan)}. Questionnaire {card.questionnaire} {card.version}, rubric {card.rubric_version}."


def _points(value: float) -> str:
    return format_number(round(value, 1))


def _strong(card: Scorecard) -> Iterator[str]:
    if card.strengths:
        yield "## Strong"
        yield ""
        for one in card.strengths:
            yield f"- {plain(one.saw)} {plain(one.why)}".rstrip()
        yield ""


def _gaps(card: Scorecard, reading: Reading) -> Iterator[str]:
    if not card.gaps:
        return
    yield "## To do next"
    yield ""
    for number, one in enumerate(card.gaps, 1):
        if number == MOST_FINDINGS + 1:
            yield "### And further"
            yield ""
        yield from _gap(number, one, reading)
    yield ""


def _gap(number: int, one: FindingSeen, reading: Reading) -> Iterator[str]:
    sources = reading.questionnaire.sources
    yield f"{number}. **{_SEVERITY[one.severity]}:** {plain(one.saw)} {plain(one.why)}".rstrip()
    if one.next:
        yield f"   Next: {plain(one.next)}"
    if one.source:
        yield f"   Source: {plain('; '.join(sources.get(code, code) for code in one.source))}"


def _open(card: Scorecard, reading: Reading) -> Iterator[str]:
    questions = reading.questionnaire.questions
    if card.parked:
        yield "## Parked: not known yet"
        yield ""
        for place in card.parked:
            why = reading.answers.parked.get(place)
            who = f", {why.owner}" if why and why.owner else ""
            when = f", by {why.until.isoformat()}" if why and why.until else ""
            yield f"- {plain(_where(reading, place.name, place.item) + questions[place.name].called + who + when)}"
        yield ""
    if card.open:
        yield f"## Open: {plural(len(card.open), 'question')} without an answer"
        yield ""
        for place in card.open:
            yield f"- {plain(_where(reading, place.name, place.item) + questions[place.name].called)}"
        yield ""


def _where(reading: Reading, name: str, item: str) -> str:
    owner = reading.questionnaire.list_of(name)
    return f"{reading.title(owner.id, item)}: " if owner and item else ""


def _checks(card: Scorecard) -> Iterator[str]:
    yield "## Every point"
    yield ""
    yield "| Check | Points | Of | Why |"
    yield "|---|---:|---:|---|"
    for one in card.checks:
        yield f"| {one.id} | {_points(one.earned)} | {_points(one.possible)} | {plain(one.reason)} |"
    yield ""
