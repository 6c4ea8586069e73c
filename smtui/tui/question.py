"""One question on a page: a light widget that draws it, and holds its editor while it is open."""

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from smtui.plan.answers import Place
from smtui.plan.rules import Problem, Reading
from smtui.plan.session import Session
from smtui.questionnaire.expression import State
from smtui.tui.editor import Field, suggested
from smtui.tui.keys import KEYS
from smtui.tui.places import disagreement_words
from smtui.tui.sheets import Spot
from smtui.tui.texts import (
    MARKS,
    MUTED,
    NOTHING,
    column,
    cut,
    hanging,
    indented,
    mark,
    stacked,
    ui_text,
    with_terms,
    wrapped,
)

_INDENT = 4
_LEAD = 2
_LONGEST = 4  # lines of a closed answer
_ROOM_BESIDE = 20  # columns that an editor beside its label wants at least
NOT_APPLICABLE = f"{KEYS['not_applicable'].shown}: does not apply"
_TIGHT = ("head", "row", "field")
_SIGNS = {
    State.ANSWERED: "done", State.PARKED: "parked", State.NOT_APPLICABLE: "not applicable",
}  # fmt: skip


class QuestionView(Widget):
    """Draws a spot: its question, answer, prompts, problems, parking and note.

    Problems and prompts of an answer that grows letter by letter are told once it is left; while
    it is being mended, what was told goes as soon as it no longer holds.
    """

    class Wanted(Message):
        """Somebody clicked on it."""

        def __init__(self, view: "QuestionView") -> None:
            super().__init__()
            self.view = view

    class Resized(Wanted):
        """The open question takes another room."""

    def __init__(self, session: Session, spot: Spot) -> None:
        super().__init__()
        self._session = session
        self.spot = spot
        self.field: Field | None = None
        self.busy = False
        """Whether one of its parts is being answered: then their sum is no mistake yet."""
        self._told: set[str] = set()
        self._drawn: tuple[int, list[Content], list[Content]] | None = None
        self._said: object = None
        self.set_class(spot.part in _TIGHT or bool(spot.labels), "-tight")

    @property
    def place(self) -> Place:
        """Where its answer stands."""
        return self.spot.place

    # opening and closing

    def open(self, field: Field) -> None:
        """Put the editor in; it can take the focus at once."""
        reading = self._session.reading
        self._told = {one.words for one in self._problems(reading)} | set(self._prompts(reading))
        self.field = field
        if field.columns:
            field.styles.width = field.columns
        self.add_class("-open")
        self._place_field()
        self.mount(field)
        self.redraw()

    def close(self) -> None:
        """Take the editor out and tell what is to be told."""
        if self.field is not None:
            self.field.remove()
            self.field = None
        self._told = set()
        self.remove_class("-open")
        self.redraw()

    def point(self, spot: Spot) -> None:
        """Show the same question of another item, or another shape of it."""
        if spot != self.spot:
            self.spot = spot
            self.redraw()

    def redraw(self) -> None:
        """Draw again what has changed; nothing when it looks the same."""
        if self._drawn is None:
            return
        gist = self._gist()
        if gist == self._said:
            return
        width, head, tail = self._drawn
        now = self._draw(width)
        self._said = gist
        moved = (len(head), len(tail)) != (len(now[0]), len(now[1]))
        self._drawn = (width, *now)
        if self.field is not None:
            self._place_field()
        self.refresh(layout=moved)

    def _gist(self) -> object:
        """All that its looks depend on: cheap to make, so that a key redraws little."""
        reading, answers = self._session.reading, self._session.answers
        field = self.field
        return (
            reading.remembered(("looks", self.spot), lambda: self._looks(reading)),
            answers.remarks.get(self.place),
            answers.disagreements.get(self.place),
            self.busy,
            field,
            (field.beside().plain, field.below()) if field else None,
            len(self._told),
        )

    def _looks(self, reading: Reading) -> object:
        """What its looks depend on in the answers; worked out anew when one of these changes."""
        place = self.place
        if self.spot.part == "row":
            return self.spot, reading.row_label(*place)
        called = (self.spot, reading.question(place), reading.short(place))
        if self.spot.part == "head":
            return called, reading.required(place), reading.state(*place)
        text = reading.text(place)
        return (
            called,
            text,
            reading.state(*place),
            reading.required(place),
            None if text else (reading.suggestion(place), self._may_be(reading)),
            self._sum(reading),
            reading.na_of(place),
            reading.is_put_off(place),
            reading.problems(place),
            self._prompts(reading),
            self._session.answers.parked.get(place),
        )

    def on_resize(self) -> None:
        """It has grown or shrunk: the page brings it into sight again."""
        if self.field is not None:
            self.post_message(self.Resized(self))

    def on_click(self, event: events.Click) -> None:
        """Open it."""
        if self.field is None and self.spot.stop:
            event.stop()
            self.post_message(self.Wanted(self))

    # drawing

    @property
    def _left(self) -> int:
        return _INDENT + 2 * self.spot.depth

    @property
    def _inner(self) -> int:
        """Where its answer begins, and what is said under it."""
        return self._left + (_LEAD if self.spot.labels else 0)

    def _beside_label(self, width: int) -> int:
        """The column where the editor stands beside its label; 0 when it stands under it."""
        left = self._left + _LEAD + self.spot.labels + 2
        if not self.spot.labels or width - left < _ROOM_BESIDE:
            return 0
        label = ui_text(self._session.reading.short(self.place)).cell_length
        return left if label <= self.spot.labels else 0

    def _place_field(self) -> None:
        if self.field is None:
            return
        width, head, _ = self._drawn or (self.size.width, *self._draw(self.size.width))
        beside = self._beside_label(width)
        # an answer that is drawn as text stands above what has the focus
        under = not beside or self.field.is_text
        top, left = (len(head), self._inner) if under else (0, beside)
        self.field.styles.margin = (top, 0, 0, left)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Its lines, and those of its editor."""
        head, tail = self._lines(width)
        if self.field is None:
            return len(head) + len(tail)
        self._place_field()
        inside = self.layout.get_content_height(self, container, viewport, width)
        return inside + len(tail)

    def _lines(self, width: int) -> tuple[list[Content], list[Content]]:
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = (width, *self._draw(width))
            self._said = self._gist()
        return self._drawn[1], self._drawn[2]

    def render(self) -> Content:
        """Its lines around the room that its editor takes."""
        width = self.content_size.width
        head, tail = self._lines(width)
        if self.field is None:
            return stacked([*head, *tail])
        room = max(self.content_size.height - len(tail), 1)
        lines = [*head, *([NOTHING] * (room - len(head)))][:room]
        beside = self.field.beside()
        at = 0 if self._beside_label(width) else len(head)
        if beside and at < room:
            right = self.field.styles.margin.left + self.field.columns + 1
            lines[at] = column(lines[at], right) + cut(beside, max(width - right, 0))
        return stacked([*lines, *tail])

    def _draw(self, width: int) -> tuple[list[Content], list[Content]]:
        """What stands above the editor, or all when it is closed; and what stands under it."""
        reading = self._session.reading
        if self.spot.part == "row":
            name = ui_text(reading.row_label(*self.place))
            return hanging(Content(" " * self._left), name, width), []
        question = reading.question(self.place)
        tail = self._remarks(reading, width)
        if self.spot.part == "foot":
            return [], tail
        if self.spot.part == "note" or not (question.answerable or self._is_worked_out):
            text = ui_text(question.ask or question.help or question.label, MUTED)
            left = self._inner if self.spot.labels else self._left - 2
            return [indented(line, left) for line in wrapped(text, width - left)], tail
        state = mark("here") if self.field else mark(self._mark(reading))
        lead = indented(state + " ", self._left if self.spot.labels else self._left - _INDENT + 1)
        name = self._words(reading)
        if self.field or (self.busy and self.spot.part == "head"):
            name = with_terms(name, self._session.questionnaire.glossary)
        if self.field:
            name = name.stylize("bold")
        looked_at = self.field is not None and self.field.is_text
        hidden = self.field is not None and not (self._is_worked_out or looked_at)
        most = 0 if looked_at else _LONGEST
        answer = [] if hidden else self._answer(reading, width)
        if self.spot.part == "head":
            return hanging(lead, name + self._optional(reading), width), []
        beside = self._beside_label(width)
        if beside:
            label = column(lead + name, beside)
            if hidden:
                return [label], tail
            return hanging(label, stacked(answer) if answer else NOTHING, width, most), tail
        head = hanging(lead, name + self._optional(reading), width)
        left = self._inner
        shown = [line for part in answer for line in wrapped(part, width - left, most)]
        return [*head, *(indented(line, left) for line in shown)], tail

    @property
    def _is_worked_out(self) -> bool:
        # where nothing is asked on a page, it holds the focus like a question
        return self.spot.part == "shown" or self._session.reading.is_computed(self.place)

    def _words(self, reading: Reading) -> Content:
        """What it is called here: a part by its short name, a question by what it asks."""
        if self.spot.labels:
            return ui_text(reading.short(self.place))
        question = reading.question(self.place)
        return ui_text(question.ask or question.called)

    def _optional(self, reading: Reading) -> Content:
        needed = reading.required(self.place) or self._is_worked_out
        return NOTHING if needed else ui_text("  (optional)", MUTED)

    def _mark(self, reading: Reading) -> str:
        if self._is_worked_out:
            return "worked out"
        if self.spot.part != "head" and reading.is_wrong(self.place):
            return "wrong"
        return _SIGNS.get(reading.state(*self.place), "open")

    def _answer(self, reading: Reading, width: int) -> list[Content]:
        """The answer; while there is none, what is suggested or may be chosen."""
        text = reading.text(self.place)
        if text:
            found = [ui_text(text)]
            if reading.link_is_taken(self.place):
                found.append(ui_text("taken by itself, as the only one", MUTED))
            return found
        if self._is_worked_out:
            return [ui_text("not known yet", MUTED)]
        hint = suggested(reading.question(self.place), reading, self.place)
        if hint:
            return [ui_text(f"suggested: {hint}", MUTED)]
        room = width - (self._beside_label(width) or self._left + _LEAD)
        return [cut(ui_text(words, MUTED), room) for words in [self._may_be(reading)] if words]

    def _may_be(self, reading: Reading) -> str:
        """What may be answered, in a few words."""
        place = self.place

        def work() -> str:
            question = reading.question(place)
            return question.may_be([reading.label(place, one) for one in reading.offered(place)])

        return "" if reading.is_put_off(place) else str(reading.remembered(("may be", place), work))

    def _may_not_apply(self, reading: Reading) -> bool:
        """Whether to tell, at the open question, that it can be said not to apply."""
        told = self.field is not None and not reading.is_put_off(self.place)
        return told and reading.na_of(self.place) is not None

    def _sum(self, reading: Reading) -> str:
        """What the parts come to together, where they add up."""
        if self.spot.part != "foot" or reading.is_put_off(self.place):
            return ""
        return reading.so_far(self.place)

    def _problems(self, reading: Reading) -> list[Problem]:
        """What is wrong here; a sum is not, while it is being made up."""
        if self.spot.part == "head":
            return []
        found = [one for one in reading.problems(self.place) if one.place == self.place]
        growing = self._sum(reading) if self.busy else ""
        return [one for one in found if not growing or growing not in one.words]

    def _prompts(self, reading: Reading) -> list[str]:
        return (
            [] if self.spot.part == "head" else [one for one in reading.prompts(self.place) if one]
        )

    def _remarks(self, reading: Reading, width: int) -> list[Content]:
        """What is said under an answer."""
        if self.spot.part == "head":
            return []
        left = self._inner
        lines: list[Content] = []

        def say(name: str, text: str, style: str, most: int) -> None:
            lead = indented(mark(name) + " ", left)
            lines.extend(hanging(lead, ui_text(text, style), width, most))

        field = self.field
        if field is not None and (below := field.below()):
            lines += [indented(cut(ui_text(below, MUTED), width - left), left)]
        if self._may_not_apply(reading):
            lines += [indented(cut(ui_text(NOT_APPLICABLE, MUTED), width - left), left)]
        problems = self._problems(reading)
        together = self._sum(reading)
        if together and not any(together in one.words for one in problems):
            lines += [indented(cut(ui_text(together, MUTED), width - left), left)]
        for one in problems:
            if field is None or one.words in self._told:
                name = "wrong" if one.severity == "error" else "advice"
                say(name, one.words, "$text-error" if name == "wrong" else MARKS[name].style, 3)
        for words in self._prompts(reading):
            if field is None or not field.typed or words in self._told:
                say("advice", words, MARKS["advice"].style, 3)
        self._replies(reading, say)
        return lines

    def _replies(self, reading: Reading, say: Callable[[str, str, str, int], None]) -> None:
        """What is said in place of an answer, or beside it."""
        answers = self._session.answers
        if parked := answers.parked.get(self.place):
            who = f", {parked.owner} finds out" if parked.owner else ""
            when = f" by {parked.until.day} {parked.until:%b %Y}" if parked.until else ""
            say("parked", f"parked: not known yet{who}{when}", MARKS["parked"].style, 3)
        if self.place in answers.not_applicable and reading.may_be_na(self.place):
            say("not applicable", "does not apply", MUTED, 1)
        if other := answers.disagreements.get(self.place):
            say("disagreement", disagreement_words(other), MARKS["disagreement"].style, 3)
        if remark := answers.remarks.get(self.place):
            by = f" ({remark.author})" if remark.author else ""
            say("note", f"note{by}: {remark.text}", MUTED, 2)
