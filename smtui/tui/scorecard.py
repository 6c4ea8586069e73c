"""The scorecard: points with their reasons, what is strong, what to do next; Enter goes there."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from smtui.plan.answers import Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Position, Session
from smtui.plan.titles import marked
from smtui.scoring.explained import band_explained, next_explained, wrong_words
from smtui.scoring.grouped import Told, gathered, number_of
from smtui.scoring.scorecard import (
    DimensionScore,
    FindingSeen,
    Scorecard,
)
from smtui.text import cell_width, clean_line, format_number
from smtui.tui.finding import finding_lines, lead
from smtui.tui.keys import CHANGING, bindings
from smtui.tui.messages import GoTo, SaveNow, ShowForm, ShowHelp, ShowReview
from smtui.tui.places import disagreement_words, parked_words, place_name, way_to
from smtui.tui.rows import Row, Rows
from smtui.tui.rowscreen import RowScreen
from smtui.tui.runs import LONGER, longer_run
from smtui.tui.texts import (
    MUTED,
    NOTHING,
    STRONG,
    column,
    cut,
    hanging,
    mark,
    stacked,
    ui_text,
    wrapped,
)

FINDINGS_SHOWN = 5
STRENGTHS_SHOWN = 2
TWO_COLUMNS = 100
"""From so many columns on, the bars stand in two columns."""
BAR = 12
"""Columns of a full bar."""
LONGEST_LABEL = 28
_HUNDRED = 100
NOT_A_PROPHECY = "A score says how well the plan is thought through, not whether it will succeed."


class ScoreScreen(RowScreen):
    """A judgement to read: first the whole, then what to do, each point with its reason."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("score")]
    CONTEXT: ClassVar[str] = "score"

    def __init__(
        self, session: Session, keeper: Keeper, score: Callable[[], Scorecard], title: str = ""
    ) -> None:
        super().__init__()
        self._session = session
        self._keeper = keeper
        self._score = score
        self._called = title
        self._unfolded: frozenset[str] = frozenset()
        self._places: dict[str, Position] = {}

    def head(self) -> tuple[str, str]:
        """Which plan, judged by what."""
        card = self._score()
        run = self._session.questionnaire.runs.get(card.run)
        name = clean_line(self._session.title or self._called) or "Your plan"
        name = marked(name, self._keeper.document.meta.fictional)
        called = run.title.lower() if run else card.run
        return name, f"{clean_line(called)} run, rubric {clean_line(card.rubric_version)}"

    def idle_keys(self) -> Collection[str]:
        """Nothing is saved of what is only looked at."""
        return CHANGING if self._session.read_only else ()

    def foot(self) -> str:
        """How it is kept."""
        return self._keeper.status

    # the rows

    def rows(self, width: int, screen_width: int) -> Sequence[Row]:
        """The whole scorecard."""
        self._places = {}
        card = self._score()
        rows = [
            *self._summary(card, width),
            Row(),
            *self._bars(card.dimensions, 2 if screen_width >= TWO_COLUMNS else 1, width),
            Row(),
            *self._findings(card, width),
            *self._next_best(card, width),
            *self._parked(card, width),
            *self._disagreements(width),
            *self._wrong(card, width),
            *longer_run(self._session, width),
            *_overridden(card, width),
            Row(),
            *self._checks(card, width),
            Row(),
            *self._last_words(width),
        ]
        return rows

    def _summary(self, card: Scorecard, width: int) -> Iterator[Row]:
        earned = format_number(round(card.earned, 1))
        points = f"{earned} of {format_number(card.possible)} points"
        if card.possible == _HUNDRED:  # then both say the same
            points = ""
        hundred = f"{format_number(round(card.score, 1))} of 100"
        band = f"band {card.band}: {card.band_title}" if card.band else ""
        line = ui_text("   ".join(part for part in (points, hundred, clean_line(band)) if part))
        yield Row(stacked(wrapped(line.stylize(STRONG), width)))
        about = clean_line(band_explained(card, self._session.questionnaire))
        if about:
            yield Row(stacked(wrapped(ui_text(about, MUTED), width)))
        if card.possible + 0.05 < card.full_possible:
            whole = format_number(card.full_possible)
            part = f"Judged so far: {format_number(card.possible)} of the {whole} points there are."
            yield Row(stacked(wrapped(ui_text(part, MUTED), width)))

    def _bars(
        self, dimensions: Sequence[DimensionScore], columns: int, width: int
    ) -> Iterator[Row]:
        longest = max((cell_width(clean_line(one.title)) for one in dimensions), default=0)
        label = min(longest, LONGEST_LABEL, max(width // columns - BAR - 16, 8))
        bars = [_bar(one, label) for one in dimensions]
        half = -(-len(bars) // columns)
        widest = max((one.cell_length for one in bars), default=0) + 4
        for at in range(half):
            line = NOTHING
            for one in bars[at::half]:
                line += column(one, widest)
            yield Row(line.rstrip())

    def _findings(self, card: Scorecard, width: int) -> Iterator[Row]:
        if card.strengths:
            yield from self._folded("strengths", card.strengths, STRENGTHS_SHOWN, width)
            yield Row()
        yield from self._folded("findings", card.gaps, FINDINGS_SHOWN, width)

    def _folded(
        self, kind: str, found: Sequence[FindingSeen], most: int, width: int
    ) -> Iterator[Row]:
        unfolded = kind in self._unfolded
        entries = gathered(found)
        for at, entry in enumerate(entries if unfolded else entries[:most]):
            yield from self._told(f"{kind}-{at}", entry, width)
        if len(entries) > most:
            words = "Show fewer" if unfolded else f"{number_of(entries[most:])} more"
            yield Row(ui_text(words, MUTED), f"fold:{kind}")

    def _told(self, key: str, entry: Told, width: int) -> Iterator[Row]:
        """A finding; or a group in one line, with its findings below when it is unfolded."""
        if not entry.is_group:
            yield self._finding(key, entry.findings[0], width)
            return
        unfolded = entry.key in self._unfolded
        words = ui_text(entry.line) + ui_text("   Enter folds" if unfolded else "", MUTED)
        yield Row(stacked(hanging(lead(entry.severity), words, width)), f"fold:{entry.key}")
        if unfolded:
            for at, one in enumerate(entry.findings):
                yield self._finding(f"{key}-{at}", one, width)

    def _finding(self, key: str, one: FindingSeen, width: int) -> Row:
        lines = finding_lines(one, self._session.questionnaire.sources, width)
        return Row(stacked(lines), self._leads_to(key, Place(one.question, one.item)))

    def _leads_to(self, key: str, place: Place) -> str:
        """The key of a row that leads to a place; empty when there is no such place."""
        position = way_to(self._session, place)
        if position is None:
            return ""
        self._places[key] = position
        return key

    def _next_best(self, card: Scorecard, width: int) -> Iterator[Row]:
        words = next_explained(card)
        if not words:
            return
        if card.gaps:
            yield Row()
        yield Row(stacked(wrapped(ui_text(words, STRONG), width)))
        for at, (label, points, place) in enumerate(card.next_best):
            words = f"+{format_number(round(points, 1))}"
            line = column(ui_text(words), 6) + ui_text(clean_line(label))
            yield Row(cut(line, width), self._leads_to(f"next-{at}", place))

    def _parked(self, card: Scorecard, width: int) -> Iterator[Row]:
        if not card.parked:
            return
        yield Row()
        yield Row(ui_text("Parked: not known yet", STRONG))
        for at, place in enumerate(card.parked):
            words = parked_words(self._session.answers.parked.get(place)) or "nobody yet"
            name = clean_line(place_name(self._session.reading, place))
            line = mark("parked") + " " + ui_text(name)
            line += ui_text(f"   {clean_line(words)}", MUTED)
            yield Row(cut(line, width), self._leads_to(f"parked-{at}", place))

    def _disagreements(self, width: int) -> Iterator[Row]:
        found = self._session.answers.disagreements
        if not found:
            return
        yield Row()
        yield Row(ui_text("Seen another way", STRONG))
        for at, (place, one) in enumerate(found.items()):
            name = ui_text(clean_line(place_name(self._session.reading, place)))
            lines = hanging(mark("disagreement") + " ", name, width, 2)
            lines += hanging(Content("    "), ui_text(disagreement_words(one), MUTED), width, 3)
            yield Row(stacked(lines), self._leads_to(f"disagreement-{at}", place))

    def _wrong(self, card: Scorecard, width: int) -> Iterator[Row]:
        words = wrong_words(card)
        if not words:
            return
        yield Row()
        line = mark("wrong") + " " + ui_text(f"{words}: F5 shows {_them(len(card.wrong))}")
        yield Row(cut(line, width), self._leads_to("wrong", card.wrong[0]))

    def _checks(self, card: Scorecard, width: int) -> Iterator[Row]:
        unfolded = "checks" in self._unfolded
        words = f"{'Hide' if unfolded else 'Show'} every check, with its points and its reason"
        yield Row(ui_text(words), "fold:checks")
        if not unfolded:
            return
        for dimension in card.dimensions:
            checks = [one for one in card.checks if one.dimension == dimension.id]
            if checks:
                yield Row(ui_text(clean_line(dimension.title), STRONG))
            for one in checks:
                points = f"{format_number(one.earned)} of {format_number(one.possible)}"
                lead = Content("  ") + column(ui_text(points), 13)
                reason = one.reason or one.id
                yield Row(stacked(hanging(lead, ui_text(reason, MUTED), width)))

    def _last_words(self, width: int) -> Iterator[Row]:
        lines = [NOT_A_PROPHECY]
        if self._session.read_only:
            lines.append("This plan is only to look at; nothing of it is written.")
        elif self._keeper.path is not None:
            lines.append(
                f"The plan is in {clean_line(str(self._keeper.path))}. "
                "F2 also writes this scorecard beside it, and so does leaving with ctrl+q."
            )
        for line in lines:
            yield Row(stacked(wrapped(ui_text(line, MUTED), width)))

    # what is done

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go there, or unfold."""
        event.stop()
        if event.key in self._places:
            self.post_message(GoTo(self._places[event.key]))
        elif event.key == LONGER:
            self.post_message(ShowForm(switch_run=True))
        elif event.key.startswith("fold:"):
            self._fold(event.key.removeprefix("fold:"))

    def _fold(self, kind: str) -> None:
        """Show all of a kind, beginning with the first that was hidden, or hide them again."""
        self._unfolded ^= {kind}
        first = {"strengths": STRENGTHS_SHOWN, "findings": FINDINGS_SHOWN}.get(kind)
        unfolded = kind in self._unfolded and first is not None
        self.redraw(f"{kind}-{first}" if unfolded else "")
        if kind == "checks" and kind in self._unfolded:
            self.query_one(Rows).scroll_to_highlight(top=True)

    def action_previous_page(self) -> None:
        """Back to the questions."""
        self.post_message(ShowForm())

    def action_next_page(self) -> None:
        """The last page: the review has what is left."""
        self.post_message(ShowReview())

    def action_review(self) -> None:
        """What is open."""
        self.post_message(ShowReview())

    def action_save(self) -> None:
        """Save, with the scorecard's files."""
        self.post_message(SaveNow())

    def action_help(self) -> None:
        """Keys and marks."""
        self.post_message(ShowHelp("score"))


def _overridden(card: Scorecard, width: int) -> Iterator[Row]:
    """What an organisation overrides in the tables, each with its own words."""
    if card.overrides is None or not card.overrides.rows:
        return
    yield Row()
    yield Row(cut(ui_text(clean_line(card.overrides.heading), STRONG), width))
    for one in card.overrides.rows:
        lines = hanging(Content("  "), ui_text(clean_line(one.what)), width)
        if one.words:
            lines += hanging(Content("    "), ui_text(clean_line(one.words), MUTED), width)
        yield Row(stacked(lines))


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def _bar(one: DimensionScore, label_width: int) -> Content:
    """A dimension as a bar with its numbers; without points to earn it says so."""
    label = column(ui_text(clean_line(one.title)), label_width)
    if not one.possible:
        return label + ui_text(" not judged in this run", MUTED)
    share = min(max(one.earned / one.possible, 0.0), 1.0)
    filled = round(share * BAR)
    # a bar is full or empty only when that is true
    filled = min(max(filled, int(share > 0)), BAR - int(share < 1))
    numbers = f"{format_number(round(one.earned, 1))} / {format_number(one.possible)}"
    bar = ui_text("▇" * filled) + ui_text("░" * (BAR - filled), MUTED)
    return label + " " + bar + "  " + ui_text(numbers)
