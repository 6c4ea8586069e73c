"""The scorecard as plain text, for `smtui score` on a terminal, in a pipe or a log."""

from collections.abc import Iterator, Mapping

from smtui.plan.named import place_name
from smtui.plan.rules import Reading
from smtui.plan.titles import marked
from smtui.reports import wording
from smtui.scoring.explained import band_explained, next_explained, short_source, wrong_words
from smtui.scoring.grouped import Told, gathered, number_of
from smtui.scoring.scorecard import (
    FindingSeen,
    Scorecard,
)
from smtui.text import LINE_WIDTH as WIDTH
from smtui.text import cell_width, clean_line, plural, wrapped

_BAR = 20
_LABEL = 11
_MOST_TITLE = 40


def write(
    card: Scorecard,
    reading: Reading,
    *,
    title: str,
    fictional: bool = False,
    whole: bool = False,
) -> str:
    """The scorecard in lines of at most 78 columns, without colour.

    `whole`: with every finding and every strength, each by itself; else with the first of them.
    """
    sources = reading.questionnaire.sources
    lines = [
        *_head(card, reading, title, fictional),
        *_bars(card),
        *_strong(card, sources, whole),
        *_next_steps(card, sources, whole),
        *_next_best(card),
        *_unfinished(card, reading),
        *_foot(card, reading),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(card: Scorecard, reading: Reading, title: str, fictional: bool) -> Iterator[str]:
    yield from wrapped(marked(clean_line(title), fictional))
    yield from wrapped(wording.verdict(card))
    yield from wrapped(band_explained(card, reading.questionnaire))
    yield ""


def _bars(card: Scorecard) -> Iterator[str]:
    shown = [one for one in card.dimensions if one.possible]
    titles = [wrapped(one.title, width=_MOST_TITLE)[:1] for one in shown]
    width = max((cell_width(title) for line in titles for title in line), default=0)
    for one, line in zip(shown, titles, strict=True):
        title = "".join(line)
        # cut, not rounded: a full bar means every point
        bar = "#" * int(one.earned / one.possible * _BAR + 1e-9)
        blanks = " " * (width - cell_width(title))
        earned, possible = wording.points(one.earned), wording.points(one.possible)
        yield f"  {title}{blanks}  {bar:.<{_BAR}}  {earned:>4} of {possible}"


def _strong(card: Scorecard, sources: Mapping[str, str], whole: bool) -> Iterator[str]:
    for one in card.strengths[: None if whole else wording.MOST_STRENGTHS]:
        yield ""
        yield from _paragraph(wording.SEVERITY[one.severity], _seen(one, sources))


def _next_steps(card: Scorecard, sources: Mapping[str, str], whole: bool) -> Iterator[str]:
    gaps = tuple(Told((one,)) for one in card.gaps) if whole else gathered(card.gaps)
    for entry in gaps[: None if whole else wording.MOST_FINDINGS]:
        yield ""
        one = entry.findings[0]
        words = entry.line if entry.is_group else _seen(one, sources)
        yield from _paragraph(wording.SEVERITY[one.severity], words)
        if not entry.is_group:
            yield from _paragraph("  next", _step(one))
    if whole:
        return
    more = [
        plural(left, noun)
        for left, noun in (
            (number_of(gaps[wording.MOST_FINDINGS :]), "finding"),
            (len(card.strengths) - wording.MOST_STRENGTHS, "strength"),
        )
        if left > 0
    ]
    if more:
        yield ""
        yield from wrapped(
            f"{' and '.join(more)} more: --all prints them, --write puts them into a file."
        )


def _seen(finding: FindingSeen, sources: Mapping[str, str]) -> str:
    """What was seen and why it matters, and in brackets who says so."""
    source = short_source(finding.source, sources)
    words = f"{finding.saw} {finding.why}".strip()
    return f"{words} ({source})" if source else words


def _step(finding: FindingSeen) -> str:
    worth = wording.gain(finding.recovers)
    return f"{finding.next} ({worth})" if finding.next and worth else finding.next


def _next_best(card: Scorecard) -> Iterator[str]:
    words = next_explained(card)
    if not words:
        return
    yield ""
    yield from wrapped(words)
    for label, lost, _ in card.next_best:
        yield from _paragraph(f"  +{wording.points(lost)}", label)


def _unfinished(card: Scorecard, reading: Reading) -> Iterator[str]:
    if card.parked or card.open or wrong_words(card):
        yield ""
    label = "Parked"
    for what, who, by in wording.parked(card, reading):
        until = f"by {by}" if by else "no date yet"
        yield from _paragraph(label, f"{what}: {who or 'nobody yet'}, {until}")
        label = ""
    if card.open:
        sections = [
            f"{title} {len(names)}" for title, names in wording.by_section(card.open, reading)
        ]
        text = f"{plural(len(card.open), 'question')} without an answer: {', '.join(sections)}"
        yield from _paragraph("Open", text)
    if words := wrong_words(card):
        names = [place_name(reading, place) for place in card.wrong]
        names += [said for _, said in card.left.lists]
        yield from _paragraph("Wrong", f"{words}: {'; '.join(names)}")
    for sort, entries in wording.beside(card, reading):
        yield ""
        yield from wrapped(f"{sort}:")
        for what, said in entries:
            yield from wrapped(f"  {what}: {said}" if said else f"  {what}")


def _foot(card: Scorecard, reading: Reading) -> Iterator[str]:
    yield ""
    yield from wrapped(wording.assessed(card, reading.questionnaire))
    yield from wrapped(wording.NO_FORECAST)


def _paragraph(label: str, text: str) -> list[str]:
    """A label at the left, the text beside it; nothing when there is no text."""
    lines = wrapped(text, width=WIDTH - _LABEL)
    labels = [label, *[""] * len(lines)]
    return [f"{at:<{_LABEL}}{line}" for at, line in zip(labels, lines, strict=False)]
