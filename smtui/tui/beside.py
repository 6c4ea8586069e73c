"""The model plan and one's own side by side, one section open at a time."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from smtui.scoring.beside import Beside, Line, Part, Worth
from smtui.scoring.scorecard import Scorecard
from smtui.text import clean_line, format_number
from smtui.tui.keys import bindings
from smtui.tui.messages import ShowHelp
from smtui.tui.rows import Row, Rows
from smtui.tui.rowscreen import RowScreen
from smtui.tui.scorecard import NOT_A_PROPHECY
from smtui.tui.texts import (
    MUTED,
    NOTHING,
    STRONG,
    column,
    cut,
    ends,
    hanging,
    heading,
    indented,
    stacked,
    ui_text,
    wrapped,
)

TWO_COLUMNS = 100
"""From so many columns on, the two plans stand beside each other."""
_LABEL = 20
_BETWEEN = 2
_SIDE = 7  # columns of "model" and "yours" and the blanks behind them
_MOST = 8  # lines of an answer
_HEADED = {"yours": "In yours", "model": "In the model plan"}


class BesideScreen(RowScreen):
    """Both plans: the whole on top, then the sections; the next key opens one after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("beside")]
    CONTEXT: ClassVar[str] = "beside"

    class Leave(Message):
        """Somebody has seen it."""

    def __init__(self, found: Beside, model: str, yours: str) -> None:
        """`model` and `yours` are what the plans are called."""
        super().__init__()
        self._found = found
        self._model = clean_line(model)
        self._yours = clean_line(yours)
        self._open = found.pairs[0].id if found.pairs else ""

    def head(self) -> tuple[str, str]:
        """Which plans."""
        return f"Beside the model: {self._yours}", ""

    def foot(self) -> str:
        """How far one has read."""
        ids = [one.id for one in self._found.pairs]
        at = f"{ids.index(self._open) + 1} of " if self._open in ids else ""
        return f"{at}{len(ids)} sections"

    # the rows

    def rows(self, width: int, screen_width: int) -> Sequence[Row]:
        """The whole, then each section; the open one with its answers."""
        wide = screen_width >= TWO_COLUMNS
        rows = [*self._whole(width), Row()]
        for part in self._found.pairs:
            is_open = part.id == self._open
            rows.append(Row(_section_line(part, is_open, width), part.id))
            if is_open:
                rows += [*self._part(part, width, wide=wide), Row()]
        return [*rows, Row(), Row(stacked(wrapped(ui_text(NOT_A_PROPHECY, MUTED), width)))]

    def _whole(self, width: int) -> Iterator[Row]:
        sides = (
            ("model", self._model, self._found.model),
            ("yours", self._yours, self._found.yours),
        )
        for side, title, card in sides:
            yield Row(
                heading(f"{side:<{_SIDE}}{title}", ui_text(_verdict(card, self._found.run)), width)
            )

    def _part(self, part: Part, width: int, *, wide: bool) -> Iterator[Row]:
        if wide:
            yield Row(_in_columns(NOTHING, *self._heads(width), width)[0])
        for line in part.lines:
            if wide:
                yield Row(stacked(_beside(line, width)))
            else:
                yield Row(stacked(_above(line, width)))
        for side, worth in (("yours", part.yours), ("model", part.model)):
            yield from _found_in(side, worth, width)

    def _heads(self, width: int) -> tuple[list[Content], list[Content]]:
        half = _half(width)
        return (
            [cut(ui_text("The model plan", STRONG), half)],
            [cut(ui_text("Yours", STRONG), half)],
        )

    # what is done

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open a section, or close it."""
        event.stop()
        self._show("" if event.key == self._open else event.key, event.key)

    def _show(self, section: str, key: str) -> None:
        self._open = section
        self.redraw(key)
        if section:
            self.query_one(Rows).scroll_to_highlight(top=True)

    def _turn(self, by: int) -> None:
        """Open the next section, or the one before; beyond either end it was seen."""
        ids = [one.id for one in self._found.pairs]
        at = ids.index(self._open) + by if self._open in ids else 0
        if 0 <= at < len(ids):
            self._show(ids[at], ids[at])
        else:
            self.post_message(self.Leave())

    def action_next_page(self) -> None:
        """The next section; from the last one back to the lesson."""
        self._turn(1)

    def action_previous_page(self) -> None:
        """The section before; from the first one back to the lesson."""
        self._turn(-1)

    def action_help(self) -> None:
        """Keys and marks."""
        self.post_message(ShowHelp("beside"))


def _verdict(card: Scorecard, run: str) -> str:
    if not card.possible:
        return ""
    band = f", band {clean_line(card.band)}" if card.band else ""
    judged = f" ({run})" if run else ""  # a plan may do well in the short run alone
    return f"{format_number(round(card.score, 1))} of 100{judged}{band}"


def _points(worth: Worth) -> str:
    return f"{format_number(round(worth.earned, 1))} of {format_number(worth.possible)}"


def _section_line(part: Part, is_open: bool, width: int) -> Content:
    """A section with what it brings on either side."""
    points = ""
    if part.model.possible or part.yours.possible:
        points = f"model {_points(part.model)}, yours {_points(part.yours)}"
    name = ui_text(clean_line(part.title), STRONG if is_open else "")
    sign = ui_text("- " if is_open else "+ ", MUTED)
    return ends(sign + name, ui_text(points, MUTED), width)


def _half(width: int) -> int:
    return max((width - _LABEL - 2 * _BETWEEN) // 2, 10)


def _in_columns(
    label: Content, left: list[Content], right: list[Content], width: int
) -> list[Content]:
    """A label and two texts, each in its column."""
    half = _half(width)
    labels = wrapped(label, _LABEL) or [NOTHING]
    height = max(len(labels), len(left), len(right))
    lines = []
    for at in range(height):
        parts = [one[at] if at < len(one) else NOTHING for one in (labels, left, right)]
        line = column(parts[0], _LABEL + _BETWEEN) + column(parts[1], half + _BETWEEN) + parts[2]
        lines.append(line.rstrip())
    return lines


def _beside(line: Line, width: int) -> list[Content]:
    half, style = _half(width), STRONG if line.heads else ""
    left, right = (wrapped(ui_text(one, style), half, _MOST) for one in (line.model, line.yours))
    return _in_columns(ui_text(line.label, style or MUTED), left, right, width)


def _above(line: Line, width: int) -> list[Content]:
    """One above the other: the question, and under it either answer."""
    lines = wrapped(ui_text(line.label, STRONG), width)
    sides = (("model", line.model), ("yours", line.yours))
    for side, words in (one for one in sides if one[1]):
        lead = Content("  ") + column(ui_text(side, MUTED), _SIDE)
        lines += hanging(lead, ui_text(words), width, _MOST)
    return lines


def _found_in(side: str, worth: Worth, width: int) -> Iterator[Row]:
    """What the scorecard found in a section on one side."""
    found = (*worth.gaps, *worth.strengths)
    if found:
        yield Row(ui_text(f"{_HEADED[side]} the scorecard says", STRONG))
    for one in found:
        strong = one.severity == "strength"
        lead = column(ui_text("Strong" if strong else one.severity.capitalize(), MUTED), 9)
        lines = hanging(lead, ui_text(one.saw), width - 2)
        if one.next and not strong:
            lines += hanging(Content(" " * 9 + "Next: "), ui_text(one.next), width - 2)
        yield Row(stacked([indented(line, 2) for line in lines]))
