"""A screen that asks how to go on with a plan: what can be done, and what two versions of it
do not have in common. Between the versions of a question a person can choose.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from smtui.plan.recovery.crossroads import COMPARE, NOTHING_SAID, Way, Wording, apart
from smtui.plan.recovery.differences import BOTH, UNPLACED, Row
from smtui.plan.recovery.versions import OURS, THEIRS, Merge
from smtui.tui.keys import bindings
from smtui.tui.messages import ShowHelp
from smtui.tui.rows import Row as Line
from smtui.tui.rows import Rows
from smtui.tui.rowscreen import RowScreen
from smtui.tui.texts import (
    MUTED,
    NOTHING,
    STRONG,
    column,
    cut,
    hanging,
    indented,
    mark,
    stacked,
    ui_text,
    wrapped,
)

_LABEL = 25
_INDENT = 2
_INSIDE = 6
_FEWEST_LINES = 4
_SIDE_BY_SIDE = 70
"""Columns from which on two versions stand beside each other."""
_MARKS = {BOTH: "wrong", OURS: "done", UNPLACED: "parked", THEIRS: "note"}


def ways_shown(ways: Sequence[Way], width: int) -> Iterator[Line]:
    """The lines of what can be done; the labels in a column where there is room for it."""
    for way in ways:
        about = ui_text(way.about, MUTED)
        room = width - _LABEL
        if room >= 26 and len(way.label) < _LABEL:
            yield Line(stacked(hanging(column(ui_text(way.label), _LABEL), about, width)), way.key)
        else:
            under = [indented(line, 2) for line in wrapped(about, width - 2)]
            yield Line(stacked([*wrapped(ui_text(way.label), width), *under]), way.key)


class Asking(RowScreen):
    """A screen of a few sentences and what can be done, the first of it for Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("asking")]
    CONTEXT: ClassVar[str] = "asking"

    def sentences(self) -> Sequence[str]:
        """What has happened, a paragraph each."""
        raise NotImplementedError

    def ways(self) -> Sequence[Way]:
        """What can be done."""
        raise NotImplementedError

    def take(self, key: str) -> None:
        """Do what was chosen."""
        raise NotImplementedError

    def leave(self) -> None:
        """Go away and change nothing."""
        raise NotImplementedError

    def rows(self, width: int, screen_width: int) -> Sequence[Line]:
        """The sentences, and what can be done."""
        said = [Line(stacked(wrapped(ui_text(one), width))) for one in self.sentences()]
        return [*said, Line(), *ways_shown(self.ways(), width), *self.below(width)]

    def below(self, width: int) -> Iterator[Line]:
        """What stands below the choices."""
        yield from ()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A line was taken."""
        event.stop()
        self.take(event.key)

    def action_previous_page(self) -> None:
        """Leave it."""
        self.leave()

    def action_cancel(self) -> None:
        """Leave it."""
        self.leave()

    def action_help(self) -> None:
        """Keys and marks."""
        self.post_message(ShowHelp("asking"))


class Comparing(Asking):
    """Two versions of a plan: what can be done, and below it, unfolded, the differences."""

    def __init__(self, merge: Merge, rows: Sequence[Row], wording: Wording) -> None:
        super().__init__()
        self._merge = merge
        self._differences = rows
        self._wording = wording
        self._unfolded = False
        defaults = {one.place: one.default for one in merge.conflicts}
        self.choices = defaults
        """Which side's version stays, at each question that both have changed."""

    def below(self, width: int) -> Iterator[Line]:
        """The differences, in groups, where somebody wants to see them."""
        if not self._unfolded:
            return
        for kind, title in self._wording.groups.items():
            found = [(at, row) for at, row in enumerate(self._differences) if row.kind == kind]
            if not found:
                continue
            head = ui_text(f"{title} ({len(found)})", STRONG)
            hint = ui_text(f"   {self._wording.hints.get(kind, '')}", MUTED)
            yield Line()
            yield Line(stacked(wrapped(head + hint, width)))
            for at, row in found:
                if row.place is not None:
                    yield Line(stacked(self._both(row, width)), str(at))
                else:
                    yield Line(stacked(self._one(row, width)))

    def _one(self, row: Row, width: int) -> list[Content]:
        """A difference that only is told: how it was, and how it is to be."""
        before, after = apart(row.before, row.after)
        said = row.why or after or NOTHING_SAID
        if before and not row.why:
            said = f"{before} -> {said}"
        return hanging(_lead(row), ui_text(row.label) + ui_text(f"   {said}", MUTED), width, 4)

    def _both(self, row: Row, width: int) -> list[Content]:
        """Two versions of a question, one of which stays."""
        assert row.place is not None
        ours = self.choices[row.place] == OURS
        before = ui_text(f"   (before: {row.before})" if row.before else "", MUTED)
        lines = hanging(_lead(row), ui_text(row.label) + before, width, 3)
        inside = max(width - _INSIDE, 16)
        most = max(self.app.size.height // 3, _FEWEST_LINES)
        mine, other = apart(row.after, row.theirs)
        sides = (
            (ours, self._wording.sides[OURS], mine, most),
            (not ours, self._wording.sides[THEIRS], other, most),
        )
        if width < _SIDE_BY_SIDE:
            versions = [line for side in sides for line in _version(*side, inside)]
        else:
            half = (inside - 2) // 2
            left, right = (_version(*side, half) for side in sides)
            height = max(len(left), len(right))
            left += [NOTHING] * (height - len(left))
            right += [NOTHING] * (height - len(right))
            versions = [
                column(one, half + 2) + other for one, other in zip(left, right, strict=True)
            ]
        return lines + [indented(line, _INSIDE) for line in versions]

    def take(self, key: str) -> None:
        """Unfold or fold the differences; let the other version of a question stay; or decide."""
        if key == COMPARE:
            self._unfolded = not self._unfolded
            self.redraw()
        elif key.isdecimal():
            place = self._differences[int(key)].place
            assert place is not None
            self.choices[place] = THEIRS if self.choices[place] == OURS else OURS
            self.redraw(key)
        else:
            self.decide(key)

    def decide(self, key: str) -> None:
        """Do what was chosen of what can be done."""
        raise NotImplementedError


def _lead(row: Row) -> Content:
    return cut(ui_text(" " * _INDENT) + mark(_MARKS[row.kind]) + " ", _INSIDE)


def _version(stays: bool, whose: str, said: str, most: int, width: int) -> list[Content]:
    """One version: a sign that says whether it stays, whose it is, and what it says."""
    lead = ui_text(f"({'•' if stays else ' '}) {whose}: ")
    style = "" if stays else MUTED
    return hanging(lead, ui_text(said or NOTHING_SAID, style), width, most)
