"""The scorecard to read and hand on: Markdown whose structure no answer can break."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from smtui.plan.answered import answer_words
from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.plan.titles import marked
from smtui.questionnaire.model import ItemList, Question
from smtui.reports import wording
from smtui.scoring.explained import band_explained, next_explained, wrong_words
from smtui.scoring.grouped import Told, gathered
from smtui.scoring.scorecard import (
    FindingSeen,
    Scorecard,
)
from smtui.text import clean_line, plural

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")
# What would begin a list, a rule or a quotation, were it to stand first in a line.
_STARTS = re.compile(r"^(?:([-+=:])|(\d+)([.)]))(?=[-+=: \t]*(?:\s|$))")
MARK = "Its sha256:"
"""What a file of this kind can be told by."""


def plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line; a dash where there is nothing to show."""
    escaped = _SPECIAL.sub(r"\\\1", clean_line(text).strip())
    return _STARTS.sub(lambda found: _defused(*found.groups()), escaped) or "–"


def _defused(sign: str | None, digits: str | None, after: str | None) -> str:
    return f"\\{sign}" if sign else f"{digits}\\{after}"


def write(
    card: Scorecard,
    reading: Reading,
    *,
    title: str,
    plan: str,
    digest: str,
    changed: datetime | None = None,
    fictional: bool = False,
) -> str:
    """The scorecard as Markdown: what to do first, every point at the end.

    `plan` is the name of the plan's file, `digest` the sha256 of its bytes, `changed` when its
    answers changed last.
    """
    lines = [
        *_head(card, reading, title or plan, fictional),
        *_strong("Strong", card.strengths[: wording.MOST_STRENGTHS]),
        *_next_steps(card, reading),
        *_parked(card, reading),
        *_open(card, reading),
        *_wrong(card, reading),
        *_beside(card, reading),
        *_strong("Also strong", card.strengths[wording.MOST_STRENGTHS :]),
        *_points(card),
        *_further(card, reading),
        *_checks(card),
        *_in_short(reading),
        *_foot(card, plan, digest, changed),
    ]
    return "\n".join(lines) + "\n"


def _head(card: Scorecard, reading: Reading, title: str, fictional: bool) -> Iterator[str]:
    questionnaire = reading.questionnaire
    yield f"# {plain(marked(title, fictional))}: scorecard"
    yield ""
    if fictional:
        yield "*This plan is fictional: an example.*"
        yield ""
    yield f"**{plain(wording.verdict(card))}.**"
    yield ""
    said = [band_explained(card, questionnaire), wording.assessed(card, questionnaire)]
    yield plain(" ".join(filter(None, said)))
    yield ""
    yield wording.NO_FORECAST
    yield ""


def _next_steps(card: Scorecard, reading: Reading) -> Iterator[str]:
    yield "## Next steps"
    yield ""
    yield from _findings(gathered(card.gaps)[: wording.MOST_FINDINGS], reading, 1)
    if words := next_explained(card):
        yield words
        yield ""
    for label, lost, _ in card.next_best:
        yield f"- {plain(f'{clean_line(label)}: {wording.gain(lost)}')}"
    if card.next_best:
        yield ""


def _further(card: Scorecard, reading: Reading) -> Iterator[str]:
    if rest := gathered(card.gaps)[wording.MOST_FINDINGS :]:
        yield "## Further findings"
        yield ""
        yield from _findings(rest, reading, wording.MOST_FINDINGS + 1)


def _findings(entries: tuple[Told, ...], reading: Reading, first: int) -> Iterator[str]:
    """A numbered list; what is told together has a list of its own under its number."""
    for number, entry in enumerate(entries, first):
        indent = " " * (len(str(number)) + 2)
        if not entry.is_group:
            yield from _finding(entry.findings[0], reading, f"{number}. ", indent)
            continue
        yield f"{number}. **{plain(entry.line)}**"
        yield ""
        for one in entry.findings:
            yield from _finding(one, reading, f"{indent}- ", f"{indent}  ")


def _finding(one: FindingSeen, reading: Reading, lead: str, indent: str) -> Iterator[str]:
    """The step in bold, under it the reason and what it brings."""
    yield f"{lead}**{plain(one.next or one.saw)}**"
    yield ""
    reason = f"{one.saw} {one.why}" if one.next else one.why
    yield f"{indent}{wording.SEVERITY[one.severity]}: {plain(reason)}"
    codes = reading.questionnaire.sources
    more = [
        f"Brings back {worth}." if (worth := wording.gain(one.recovers)) else "",
        f"Source: {'; '.join(codes.get(code, code) for code in one.source)}." if one.source else "",
    ]
    if any(more):
        yield f"{indent}{plain(' '.join(filter(None, more)))}"
    yield ""


def _parked(card: Scorecard, reading: Reading) -> Iterator[str]:
    if not card.parked:
        return
    yield "## Not known yet"
    yield ""
    yield "| What | Who finds out | By |"
    yield "|---|---|---|"
    for what, who, by in wording.parked(card, reading):
        yield f"| {plain(what)} | {plain(who or 'nobody yet')} | {plain(by or 'no date yet')} |"
    yield ""


def _open(card: Scorecard, reading: Reading) -> Iterator[str]:
    if not card.open:
        return
    yield f"## Open: {plural(len(card.open), 'question')} without an answer"
    yield ""
    for section, names in wording.by_section(card.open, reading):
        yield f"- **{plain(section)}:** {plain('; '.join(names))}"
    yield ""


def _wrong(card: Scorecard, reading: Reading) -> Iterator[str]:
    if not wrong_words(card):
        return
    yield f"## Wrong: {wrong_words(card)}"
    yield ""
    for list_id, words in card.left.lists:
        yield f"- **{plain(reading.questionnaire.lists[list_id].many)}:** {plain(words)}"
    for section, names in wording.by_section(card.wrong, reading):
        yield f"- **{plain(section)}:** {plain('; '.join(names))}"
    yield ""


def _beside(card: Scorecard, reading: Reading) -> Iterator[str]:
    """What was said beside answers: who disagrees, what does not apply, notes."""
    for sort, entries in wording.beside(card, reading):
        yield f"## {sort}"
        yield ""
        for what, said in entries:
            yield f"- {plain(f'{clean_line(what)}: {clean_line(said)}' if said else what)}"
        yield ""


def _strong(title: str, strengths: tuple[FindingSeen, ...]) -> Iterator[str]:
    if not strengths:
        return
    yield f"## {title}"
    yield ""
    for one in strengths:
        yield f"- {plain(f'{one.saw} {one.why}')}"
    yield ""


def _points(card: Scorecard) -> Iterator[str]:
    yield "## Points"
    yield ""
    yield "| What | Points | Of |"
    yield "|---|---:|---:|"
    for one in card.dimensions:
        if one.possible:
            earned, possible = wording.points(one.earned), wording.points(one.possible)
            yield f"| {plain(one.title)} | {earned} | {possible} |"
    earned, possible = wording.points(card.earned), wording.points(card.possible)
    yield f"| **Together** | **{earned}** | **{possible}** |"
    yield ""


def _checks(card: Scorecard) -> Iterator[str]:
    yield "## Every point, with its reason"
    yield ""
    for dimension in card.dimensions:
        checks = [one for one in card.checks if one.dimension == dimension.id]
        if not checks:
            continue
        yield f"### {plain(dimension.title)}"
        yield ""
        yield "| Check | Points | Of | Why |"
        yield "|---|---:|---:|---|"
        for one in checks:
            earned, possible = wording.points(one.earned), wording.points(one.possible)
            yield f"| {plain(one.id)} | {earned} | {possible} | {plain(one.reason)} |"
        yield ""


def _in_short(reading: Reading) -> Iterator[str]:
    """The plan itself: what is answered, section by section."""
    told: list[str] = []
    for section in reading.questionnaire.sections:
        lines = list(_section(section.id, reading))
        if lines:
            title = reading.section_words(section.id, "title")
            told += [f"### {plain(title)}", "", *lines, ""]
    if told:
        yield "## The plan in short"
        yield ""
        yield from told


def _section(section: str, reading: Reading) -> Iterator[str]:
    for entry in reading.questionnaire.entries(section):
        if not isinstance(entry, ItemList):
            yield from _answers(_family(entry, reading), reading, "")
            continue
        asked = {
            item: places
            for item in reading.items(entry.id)
            if (places := list(reading.questions_of(section, item, entry.id)))
        }
        if asked:
            yield f"- {plain(entry.many[:1].upper() + entry.many[1:])}"
        for item, places in asked.items():
            title = reading.title(entry.id, item)
            yield f"  - {plain(title)}"
            yield from _answers(places, reading, "    ", title)


def _family(question: Question, reading: Reading) -> Iterator[Place]:
    """A question and what belongs to it, where this run asks it."""
    return (at for one in reading.family(question) if reading.asked(at := Place(one.id)))


def _answers(
    places: Iterable[Place], reading: Reading, indent: str, title: str = ""
) -> Iterator[str]:
    """A bullet for each answer; what the title of its item says already is left out.

    What does not count is not sent on: it stands under what is wrong.
    """
    for place in places:
        answer = clean_line(answer_words(reading, place)).strip()
        if answer and answer != clean_line(title).strip():
            called = clean_line(reading.called(place))
            yield f"{indent}- {plain(f'{called}: {answer}')}"


def _foot(card: Scorecard, plan: str, digest: str, changed: datetime | None) -> Iterator[str]:
    yield "---"
    yield ""
    when = f", last changed {wording.day(changed)} {changed:%H:%M}" if changed else ""
    yield plain(f"Judged plan: {plan}{when}.")
    yield plain(f"{MARK} {digest}.")
    yield plain(f"Questionnaire {card.questionnaire} {card.version}, rubric {card.rubric_version}.")
