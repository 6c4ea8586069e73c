"""The strip of a list: its items one a line, the chosen one marked, and a line to add one."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from smtui.plan.session import Session
from smtui.plan.standing import Standing
from smtui.questionnaire.model import ItemList
from smtui.text import clean_line, clean_text, join_words
from smtui.tui.keys import bindings
from smtui.tui.texts import (
    MARKS,
    MUTED,
    NOTHING,
    column,
    cut,
    ends,
    hanging,
    indented,
    mark,
    stacked,
    ui_text,
    wrapped,
)

_WORDS_FROM = 46  # columns from which a state is said in words
_SAID_FROM = 70  # columns from which it is said whose questions stand below


def standing_words(standing: Standing, words: bool = True) -> Content:
    """How something stands: a sign, a number where one helps, words where there is room."""
    if standing.wrong:
        return mark("wrong") + ui_text(f" {standing.wrong}{' wrong' if words else ''}")
    if standing.required_open:
        return mark("open") + ui_text(f" {standing.required_open}{' open' if words else ''}", MUTED)
    if standing.parked:
        return mark("parked") + ui_text(f" {standing.parked}{' parked' if words else ''}")
    if standing.open and standing.open == standing.asked:
        return mark("open") + ui_text(" optional" if words else "", MUTED)
    return mark("done") + ui_text(" done" if words else "") if standing.asked else NOTHING


class ItemStrip(Widget):
    """The items of a list. It chooses and asks; the page adds, deletes and moves."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]

    @dataclass
    class Chosen(Message):
        """Another item is chosen; `open` when its questions are wanted."""

        item: str
        open: bool = False

    @dataclass
    class Act(Message):
        """Something is to be done: "add", "copy", "delete", "up" or "down"."""

        what: str
        item: str = ""

    @dataclass
    class Pasted(Message):
        """Several lines were pasted."""

        lines: list[str]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._section = ""
        self._list: ItemList | None = None
        self.item = ""
        self.at = 0
        self.rows = 6
        self._states: dict[str, Standing] = {}
        self._drawn: list[Content] = []

    def show(self, section: str, entry: ItemList, item: str) -> None:
        """Show a list with one of its items chosen."""
        self._section, self._list, self.item = section, entry, item
        ids = self._ids
        self.at = ids.index(item) if item in ids else len(ids)
        self.settle()

    def settle(self) -> None:
        """Reckon how each item stands and draw again what has changed."""
        if self._list is not None:
            stands = self._session.item_standing
            self._states = {one: stands(self._section, self._list.id, one) for one in self._ids}
        self.redraw()

    def redraw(self) -> None:
        """Draw again if it looks different."""
        lines = self._lines(self.content_size.width)
        if len(lines) != len(self._drawn) or not stacked(lines).is_same(stacked(self._drawn)):
            self.refresh(layout=len(lines) != len(self._drawn))

    @property
    def _ids(self) -> tuple[str, ...]:
        return self._session.answers.ids(self._list.id) if self._list else ()

    # keys

    def action_previous_item(self) -> None:
        """Choose the item above."""
        self._choose(self.at - 1)

    def action_next_item(self) -> None:
        """Choose the item below, at last the line that adds one."""
        self._choose(self.at + 1)

    def _choose(self, to: int) -> None:
        ids = self._ids
        if not 0 <= to <= len(ids):
            raise SkipAction
        self.at = to
        if to < len(ids) and ids[to] != self.item:
            self.post_message(self.Chosen(ids[to]))
        self.redraw()

    def action_open_item(self) -> None:
        """Open the item's questions, or add one."""
        ids = self._ids
        if self.at < len(ids):
            self.post_message(self.Chosen(ids[self.at], open=True))
        else:
            self.post_message(self.Act("add"))

    def action_add_item(self) -> None:
        """Add an item behind the last."""
        self.post_message(self.Act("add"))

    def _act(self, what: str) -> None:
        ids = self._ids
        if self.at < len(ids):
            self.post_message(self.Act(what, ids[self.at]))

    def action_duplicate_item(self) -> None:
        """Copy the item."""
        self._act("copy")

    def action_delete_item(self) -> None:
        """Delete the item."""
        self._act("delete")

    def action_move_item_up(self) -> None:
        """Move the item up."""
        self._act("up")

    def action_move_item_down(self) -> None:
        """Move the item down."""
        self._act("down")

    def on_paste(self, event: events.Paste) -> None:
        """Offer to make each line an item."""
        event.stop()
        lines = [clean_line(one).strip() for one in clean_text(event.text).split("\n")]
        if lines := [one for one in lines if one]:
            self.post_message(self.Pasted(lines))

    def on_click(self, event: events.Click) -> None:
        """Choose the item that was clicked, or add one."""
        first, shown = self._window()
        row = event.y - self._above
        if 0 <= row < len(shown):
            event.stop()
            self.at = first + row
            self.action_open_item()

    # drawing

    @property
    def _above(self) -> int:
        """Lines above the first item."""
        return int(len(self._window()[1]) < len(self._ids) + 1)

    def _window(self) -> tuple[int, list[str]]:
        """The items in sight, "" for the line that adds one, and the number of the first."""
        entries = [*self._ids, ""]
        rows = max(self.rows, 2)
        first = min(max(self.at - rows // 2, 0), max(len(entries) - rows, 0))
        return first, entries[first : first + rows]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it draws."""
        return len(self._lines(width))

    def render(self) -> Content:
        """All lines in one."""
        self._drawn = self._lines(self.content_size.width)
        return stacked(self._drawn)

    def _lines(self, width: int) -> list[Content]:
        if self._list is None:
            return []
        ids = self._ids
        first, shown = self._window()
        below = len(ids) + 1 - first - len(shown)
        hidden = [f"{first} more above"] if first else []
        hidden += [f"{below} more below"] if below else []
        lines: list[Content] = []
        if hidden:
            count = f"{len(ids)} {self._list.many}: {', '.join(hidden)}"
            lines.append(cut(ui_text(f"  {count}", MUTED), width))
        for at, item in enumerate(shown, first):
            lines.append(self._item_line(at, item, width) if item else self._add_line(at, width))
        lines += self._problem_lines(width)
        if self.has_focus:
            keys = "Enter opens, + adds, - deletes, = copies, < > move, paste lines to add many"
            lines += [indented(line, 2) for line in wrapped(ui_text(keys, MUTED), width - 2, 2)]
        return lines

    def _problem_lines(self, width: int) -> list[Content]:
        """What is wrong with the items together."""
        assert self._list is not None
        lines: list[Content] = []
        for one in self._session.reading.list_problems(self._list.id):
            name = "wrong" if one.severity == "error" else "advice"
            lead = indented(mark(name) + " ", 2)
            lines += hanging(lead, ui_text(one.words, MARKS[name].style), width, 2)
        return lines

    def _lead(self, at: int, item: str) -> Content:
        if self.has_focus and at == self.at:
            return mark("here") + " "
        return Content("• ") if item and item == self.item else Content("  ")

    def _item_line(self, at: int, item: str, width: int) -> Content:
        assert self._list is not None
        chosen = item == self.item
        title = self._session.reading.title(self._list.id, item)
        name = ui_text(f"{at + 1} {title}", "bold" if chosen else "")
        state = standing_words(self._states.get(item, Standing()), width >= _WORDS_FROM)
        if chosen and len(self._ids) > 1 and width >= _SAID_FROM:
            state = ui_text("(these questions)  ", MUTED) + state
        return ends(self._lead(at, item) + name, column(state, state.cell_length), width)

    def _add_line(self, at: int, width: int) -> Content:
        assert self._list is not None
        if len(self._ids) >= self._list.most:
            return cut(ui_text(f"  no more than {self._list.most} {self._list.many}", MUTED), width)
        looks = "bold" if self.has_focus and at == self.at else MUTED
        which = "another" if self._ids else "the first"
        return cut(self._lead(at, "") + ui_text(f"+ add {which} {self._list.one}", looks), width)

    def on_focus(self) -> None:
        """Show the keys."""
        self.refresh(layout=True)

    def on_blur(self) -> None:
        """Hide the keys."""
        ids = self._ids
        self.at = ids.index(self.item) if self.item in ids else len(ids)
        self.refresh(layout=True)


def kept_in_mind(words: list[str]) -> str:
    """A few words of a longer list."""
    return join_words(words if len(words) < 5 else [*words[:4], f"{len(words) - 4} more"])
