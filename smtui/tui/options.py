"""A light list of options: one widget that draws them all, for every field that offers choices."""

from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size

from smtui.plan.rules import Offer, Reading
from smtui.tui.editor import Field
from smtui.tui.keys import bindings
from smtui.tui.texts import (
    MARKS,
    MUTED,
    NOTHING,
    column,
    cut,
    indented,
    mark,
    stacked,
    ui_text,
    wrapped,
)

MANY = 12
"""From more choices than these, letters narrow the list."""
_BEFORE = 6  # columns before a label: the sign of the cursor and the box
_FEWEST_ROWS = 3
_LEAST_BESIDE = 12  # columns; fewer say nothing


class Options(Field):
    """Options with a cursor. What choosing one means is the subclass's matter.

    The cursor is not an answer: moving it changes nothing. Space and Enter do.
    """

    can_focus = True
    typed = False
    boxes = ("( )", "(•)")
    keys_said = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("choices"),
        Binding("up", "cursor(-1)", show=False),
        Binding("down", "cursor(1)", show=False),
        Binding("home", "edge(False)", show=False),
        Binding("end", "edge(True)", show=False),
        Binding("backspace,delete", "clear", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.options: list[Offer] = []
        self.chosen: tuple[str, ...] = ()
        self.said: dict[str, str] = {}
        """A word behind some options: that it is suggested, or no longer offered."""
        self.find = ""
        self.at = 0

    # what is offered and chosen

    def show(self, reading: Reading) -> None:
        """Offer what the plan offers now; the cursor stays on its option."""
        self.question = reading.question(self.place)
        under = self.under
        self.said = {}
        self.options = self.offered(reading)
        self.chosen = self.chosen_in(reading)
        known = {one.id for one in self.options}
        for one in self.chosen:
            if one not in known:
                self.options.append(Offer(one, reading.label(self.place, one)))
                self.said[one] = "no longer offered"
        suggested = self.ids_of(reading.suggestion(self.place))
        self.said |= dict.fromkeys(suggested, "suggested")
        ids = [one.id for one in self.matching]
        wanted = [
            one for one in (under.id if under else "", *self.chosen, *suggested) if one in ids
        ]
        self.at = ids.index(wanted[0]) if wanted else 0
        self.refresh(layout=True)

    def offered(self, reading: Reading) -> list[Offer]:
        """What the question offers."""
        return list(reading.offers(self.place))

    def chosen_in(self, reading: Reading) -> tuple[str, ...]:
        """The ids that the plan holds."""
        return self.ids_of(reading.answers.value(self.place))

    def ids_of(self, value: object) -> tuple[str, ...]:
        """A value as ids."""
        return (value,) if isinstance(value, str) else ()

    @property
    def matching(self) -> list[Offer]:
        """The options that hold the letters typed."""
        wanted = self.find.casefold()
        return (
            [one for one in self.options if wanted in one.label.casefold()]
            if wanted
            else self.options
        )

    @property
    def under(self) -> Offer | None:
        """The option under the cursor."""
        matching = self.matching
        return matching[self.at] if 0 <= self.at < len(matching) else None

    # keys

    def action_cursor(self, by: int) -> None:
        """Move the cursor; past either end to the question there."""
        to = self.at + by
        if not 0 <= to < len(self.matching):
            raise SkipAction
        self._move(to)

    def action_edge(self, last: bool) -> None:
        """Go to the first or the last option."""
        self._move(len(self.matching) - 1 if last else 0)

    def _move(self, to: int) -> None:
        self.at = max(0, to)
        self.refresh(layout=True)
        self.post_message(self.Looked(self))

    async def action_toggle(self, attribute_name: str = "") -> None:
        """Choose the option, or take it back. (A widget's own toggle takes an attribute.)"""
        self._toggle()

    def _toggle(self) -> None:
        under = self.under
        if under:
            # what was looked for is found: the next letters look for another one
            self.find = ""
            self.at = self.options.index(under)
            self.choose(under)

    def action_take(self) -> None:
        """Choose the option and go on."""
        if self.under and self.under.id not in self.chosen:
            self.choose(self.under)
        self.post_message(self.Done(self))

    def action_clear(self) -> None:
        """Take the last letter of the search back, or the answer."""
        if self.find:
            self._look_for(self.find[:-1])
        else:
            self.become(())

    def choose(self, option: Offer) -> None:
        """Take one option, or take it back."""
        self.become(() if option.id in self.chosen else (option.id,))

    def become(self, chosen: tuple[str, ...]) -> None:
        """Hold other choices, and say so."""
        if chosen != self.chosen and not self.frozen:
            self.chosen = chosen
            self.refresh(layout=True)
            self.post_message(self.Changed(self))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are for finding an option."""
        return character is not None and character.isprintable() and character != " "

    def on_key(self, event: events.Key) -> None:
        """Narrow a long list by the letters typed; in a short one go to the next that begins so."""
        letter = event.character
        if not letter or not letter.isprintable() or letter == " ":
            return
        event.stop()
        if len(self.options) > MANY:
            self._look_for(self.find + letter)
        else:
            self.letter(letter.casefold())

    def letter(self, letter: str) -> None:
        """Go to the next option that begins with a letter."""
        order = [*range(self.at + 1, len(self.options)), *range(self.at + 1)]
        for at in order:
            if self.options[at].label.casefold().startswith(letter):
                self._move(at)
                return

    def _look_for(self, letters: str) -> None:
        under = self.under
        self.find = letters
        matching = self.matching
        self._move(matching.index(under) if under in matching else 0)

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was clicked."""
        rows = self._rows()
        if 0 <= event.y < len(rows) and rows[event.y] >= 0:
            event.stop()
            self.at = rows[event.y]
            self._toggle()

    # drawing

    def _window(self) -> tuple[int, list[Offer]]:
        """The options in sight, the cursor in their middle, and the number of the first."""
        matching = self.matching
        grouped = {one.group for one in matching}
        rows = max(self.room - (len(grouped) if grouped != {""} else 0), _FEWEST_ROWS)
        if len(matching) <= rows:
            return 0, matching
        rows = max(rows - 1, _FEWEST_ROWS)
        first = min(max(self.at - rows // 2, 0), len(matching) - rows)
        return first, matching[first : first + rows]

    def _rows(self) -> list[int]:
        """The lines in sight: each the number of its option, or -1 for the name of a group.

        What follows a group without being of one stands below a blank line.
        """
        first, shown = self._window()
        rows: list[int] = []
        group = ""
        for at, option in enumerate(shown, first):
            if option.group != group:
                group = option.group
                rows.append(-1)
            rows.append(at)
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it draws."""
        return len(self._lines(width))

    def render(self) -> Content:
        """All lines in one."""
        return stacked(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        if not self.options:
            return wrapped(ui_text(self.nothing_offered, MUTED), width)
        first, shown = self._window()
        lines = self.lines_of_options(width)
        if self.find and not shown:
            lines.append(ui_text("nothing has these letters; Backspace takes them back", MUTED))
        more = [f"{first} more above"] if first else []
        below = len(self.matching) - first - len(shown)
        more += [f"{below} more below"] if below else []
        if len(self.options) > MANY:
            more.append(f"letters: {self.find}" if self.find else "type letters to find one")
        if more:
            lines.append(indented(cut(ui_text(", ".join(more), MUTED), width - 2), 2))
        lines += [indented(line, 2) for line in wrapped(ui_text(self.keys_line, MUTED), width - 2)]
        return lines

    def lines_of_options(self, width: int) -> list[Content]:
        """The options in sight, under the names of their groups."""
        longest = max(ui_text(one.label).cell_length for one in self.options)
        labels = min(longest, (width - _BEFORE) * 3 // 5)
        matching = self.matching
        rows = self._rows()
        return [
            self._row(matching[at], at == self.at, labels, width - _BEFORE)
            if at >= 0
            else indented(cut(ui_text(matching[rows[line + 1]].group, MUTED), width - 2), 2)
            for line, at in enumerate(rows)
        ]

    def box(self, option: Offer) -> str:
        """What stands before an option: whether it is chosen."""
        return self.boxes[option.id in self.chosen]

    @property
    def keys_line(self) -> str:
        """What the keys do, and how many may be chosen."""
        return self.keys_said

    @property
    def nothing_offered(self) -> str:
        """What is said where there is nothing to choose from."""
        return "Nothing to choose from yet."

    def _row(self, option: Offer, here: bool, labels: int, width: int) -> Content:
        """A label is never cut for what stands beside it: the coach says that in full."""
        box = self.box(option)
        lead = mark("here") + " " if here else Content("  ")
        looks = "bold" if here or option.id in self.chosen else ""
        label = ui_text(option.label, looks)
        labels = min(max(labels, label.cell_length), width)
        row = lead + ui_text(box, looks) + " " + column(label, labels)
        beside = width - labels - 2
        if beside >= _LEAST_BESIDE:
            row = row + "  " + cut(self._extra(option), beside)
        return row

    def _extra(self, option: Offer) -> Content:
        word = self.said.get(option.id, "")
        parts = [ui_text(word, MARKS["advice"].style)] if word else []
        parts += [ui_text(text, MUTED) for text in (option.note, option.help) if text]
        return Content("  ").join(parts) if parts else NOTHING
