"""Naming a plan: a path is typed, completed with Tab, or chosen from those in the folder."""

import os
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from smtui.fence import Fence
from smtui.questionnaire.overrides import SUFFIX
from smtui.text import clean_line
from smtui.tui.dialogs import Writing, line_input
from smtui.tui.keys import bindings
from smtui.tui.rows import Row, Rows
from smtui.tui.texts import MUTED, ui_text

PLAN = ".toml"
BESIDE = (".scorecard.toml", SUFFIX)
"""What lies beside plans and is none."""
MOST = 200
"""Names shown at once."""


class PickPath(Writing[Path]):
    """Gives the path of a file that is there; says in words what is wrong with any other."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("path")]
    CONTEXT: ClassVar[str] = "path"

    def __init__(self, title: str, start: Path, fence: Fence | None = None) -> None:
        """Paths count from `start`; none leads out of the `fence`, or shows what lies there."""
        super().__init__(title)
        self._start = start
        self._fence = fence or Fence()

    def body(self) -> ComposeResult:
        """The path and the names that begin like it."""
        folder = str(self._start)
        yield Static(ui_text(f"Type a path, or choose one. Here: {folder}", MUTED))
        yield line_input("")
        yield Static(classes="dialog-problem")
        yield Rows(first="never")

    def on_mount(self) -> None:
        """Show what there is."""
        self.said()
        self._list("")

    @property
    def _field(self) -> Input:
        return self.query_one(Input)

    def _path(self, text: str) -> Path:
        if self._fence.root is not None:
            return self._start / text  # nobody's home is to be seen
        try:
            path = Path(text).expanduser()
        except RuntimeError:  # a person of that name has no home
            path = Path(text)
        return self._start / path

    def _names(self, text: str) -> list[str]:
        """What can stand there instead of `text`: folders and plans that begin like it."""
        head, _, beginning = text.rpartition("/")
        head = head + "/" if "/" in text else ""
        folder = self._path(head) if head else self._start
        if not self._fence.holds(folder):
            return []
        found = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    hidden = entry.name.startswith(".") and not beginning.startswith(".")
                    if hidden or not entry.name.startswith(beginning):
                        continue
                    if entry.is_symlink() and not self._fence.holds(entry.path):
                        continue
                    if entry.is_dir():
                        found.append(f"{head}{entry.name}/")
                    elif entry.name.endswith(PLAN) and not entry.name.endswith(BESIDE):
                        found.append(head + entry.name)
        except (OSError, ValueError):
            return []
        return sorted(found, key=lambda name: (name.endswith("/"), name.casefold()))

    def _list(self, text: str) -> None:
        names = self._names(text)
        rows = [Row(ui_text(clean_line(name)), name) for name in names[:MOST]]
        if len(names) > MOST:
            rows.append(Row(ui_text(f"{len(names) - MOST} more: type a few letters", MUTED)))
        if not names:
            what = "begins like this" if text else "is in this folder"
            rows.append(Row(ui_text(f"No plan {what}.", MUTED)))
        shown = self.query_one(Rows)
        shown.highlighted = None
        shown.show(rows)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Typing."""
        event.stop()
        self.touched()
        self._list(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: what is chosen below, else what is written."""
        event.stop()
        self._take(self.query_one(Rows).key or event.value)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A name was taken."""
        event.stop()
        self._take(event.key)

    def _take(self, text: str) -> None:
        """Give a file; go into a folder; say what is wrong with anything else."""
        path = self._path(text)
        if not self._fence.holds(path):
            self.said("Only plans in this folder can be opened here.")
            return
        try:
            folder, there = path.is_dir(), path.exists()
        except (OSError, ValueError):
            folder, there = False, False
        if not text.strip():
            self.said("Type the path of a plan, or choose one with the arrow keys.")
        elif folder:
            self._write(text if text.endswith("/") else text + "/")
        elif there:
            self.dismiss(path)
        else:
            self.said(f"There is no file {clean_line(text)}. Tab completes a name.")

    def _write(self, text: str) -> None:
        self._field.value = text
        self._field.cursor_position = len(text)
        self._field.focus()

    def action_complete(self) -> None:
        """Write as much as all names that begin like this have in common."""
        text = self._field.value
        common = _common(self._names(text))
        if len(common) > len(text):
            self._write(common)
        else:
            self._field.focus()

    def action_line_down(self) -> None:
        """The next name, from the line where one types."""
        self.query_one(Rows).action_line_down()

    def action_line_up(self) -> None:
        """The name before."""
        self.query_one(Rows).action_line_up()


def _common(names: list[str]) -> str:
    """The letters with which all names begin."""
    first, last = min(names, default=""), max(names, default="")
    same = (at for at, letter in enumerate(first) if last[at : at + 1] != letter)
    return first[: next(same, len(first))]
