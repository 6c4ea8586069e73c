"""The table of a plan made with an older questionnaire: what became of each answer, and whether to
go on with it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from smtui.plan.migration import AGAIN, GROUPS, KEPT, MOVED, PARKED, Migration
from smtui.plan.migration import Row as Change
from smtui.plan.opened import Opened
from smtui.text import clean_line
from smtui.tui.form import FormScreen
from smtui.tui.keys import bindings
from smtui.tui.messages import ShowHelp
from smtui.tui.rows import Row, Rows
from smtui.tui.rowscreen import RowScreen
from smtui.tui.texts import MUTED, STRONG, column, cut, hanging, mark, stacked, ui_text, wrapped

_MARKS = {AGAIN: "wrong", MOVED: "done", PARKED: "parked", KEPT: "done"}
_INDENT = 2
_LABEL = 18


class Migrating(RowScreen):
    """What can be done with the plan comes first, for Enter; the table stands below it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("migrating")]
    CONTEXT: ClassVar[str] = "migrating"

    @dataclass
    class Decided(Message):
        """Somebody has seen the table: the plan as it is to be shown."""

        opened: Opened

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        assert opened.migration is not None
        self._opened = opened
        self._migration: Migration = opened.migration
        self._unfolded = False
        self._wishes: dict[str, Callable[[], Opened]] = {
            "go_on": opened.go_on,
            "look": opened.only_look,
        }

    def head(self) -> tuple[str, str]:
        """Which plan it is, and its two versions."""
        name = clean_line(self._opened.title) or "Your plan"
        return name, f"version {self._migration.made_with} is now {self._migration.here}"

    def foot(self) -> str:
        """What has been done so far."""
        return "nothing is written yet"

    def rows(self, width: int, screen_width: int) -> Sequence[Row]:
        """What happened, what can be done, and the table."""
        words = (
            "The questions have changed since this plan was made. "
            f"Nothing is lost: {self._migration.summary}."
        )
        rows = [Row(stacked(wrapped(ui_text(words), width))), Row()]
        copy = self._opened.keeper.older_copy
        kept = f"the old file is kept as {clean_line(copy.name)}" if copy is not None else ""
        for key, label, about in (
            ("go_on", "Go on with it", kept),
            ("look", "Look at it only", "nothing can be changed"),
            ("leave", "Leave it", "the file stays as it is"),
        ):
            lead = column(ui_text(label), _LABEL)
            rows.append(Row(stacked(hanging(lead, ui_text(about, MUTED), width, 2)), key))
        for what in GROUPS:
            if changes := self._migration.of(what):
                rows += [Row(), *self._group(what, changes, width)]
        return rows

    def _group(self, what: str, changes: Sequence[Change], width: int) -> Iterator[Row]:
        title = ui_text(f"{what.capitalize()} ({len(changes)})", STRONG)
        if what == KEPT:
            hint = "Enter folds them away" if self._unfolded else "Enter shows them"
            yield Row(cut(title + ui_text(f"   {hint}", MUTED), width), "fold")
            if not self._unfolded:
                return
        else:
            about = title + ui_text(f"   {GROUPS[what]}", MUTED)
            yield Row(stacked(wrapped(about, width)))
        for change in changes:
            yield self._row(change, width)

    def _row(self, change: Change, width: int) -> Row:
        """An answer: what it is called, its value then, and what has changed."""
        lead = ui_text(" " * _INDENT) + mark(_MARKS[change.what]) + " "
        told = [change.was]
        if not change.why and change.new not in ("", change.old):
            told.append(f"(was {change.old})")
        line = ui_text(change.label) + ui_text(f"   {'   '.join(told)}", MUTED)
        lines = hanging(lead, line, width, 3)
        if change.why:
            indent = ui_text(" " * (_INDENT + 4))
            lines += hanging(indent, ui_text(change.why, MUTED), width, 3)
        return Row(stacked(lines))

    # what is done

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go on, only look, leave; or show what was kept."""
        event.stop()
        if event.key in self._wishes:
            self.post_message(self.Decided(self._wishes[event.key]()))
        elif event.key == "leave":
            self.action_previous_page()
        else:
            self._unfolded = not self._unfolded
            self.redraw()

    def action_previous_page(self) -> None:
        """Leave it."""
        self.post_message(FormScreen.Leave())

    def action_help(self) -> None:
        """Keys and marks."""
        self.post_message(ShowHelp("migrating"))
