"""One question on a page: a light widget that draws it, and holds its editor while it is open."""

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from smtui.plan.answers import Place
from smtui.plan.rules import Problem, Reading
from smtui.plan.session import Session
from smtui.questionnaire.expression import State
from smtui.questionnaire.kinds import AnyOf, Note, OneOf, YesNo
from smtui.tui.editor import Field, suggested
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
    wrapped,
)

_INDENT = 4
_LEAD = 2
_LONGEST = 4  # lines of a closed answer
_SOME = 4  # choices named while none is taken
_ROOM_BESIDE = 24  # columns that an editor beside its label wants at least


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
        self._told: set[str] = set()
        self._drawn: tuple[int, list[Content], list[Content]] | None = None
        self._said: object = None
        self.set_class(spot.part == "field", "-field")
        self.set_class(spot.part == "head", "-head")

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
        place = self.place
        if self.spot.part == "head":
            return self.spot, reading.required(place), reading.state(*place)
        return (
            self.spot,
            reading.text(place),
            reading.state(*place),
            reading.required(place),
            [] if reading.text(place) else (reading.suggestion(place), self._may_be(reading)),
            self._problems(reading),
            self._prompts(reading),
            answers.parked.get(place),
            answers.remarks.get(place),
            self.field,
            (self.field.beside().plain, self.field.below()) if self.field else None,
            len(self._told),
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

    def _beside_label(self, width: int) -> int:
        """The column where the editor stands beside its label; 0 when it stands under it."""
        left = self._left + _LEAD + self.spot.labels + 2
        label = ui_text(self._session.questionnaire.questions[self.place.name].called).cell_length
        fits = label <= self.spot.labels and width - left >= _ROOM_BESIDE
        return left if self.spot.part == "field" and fits else 0

    def _place_field(self) -> None:
        if self.field is None:
            return
        width, head, _ = self._drawn or (self.size.width, *self._draw(self.size.width))
        beside = self._beside_label(width)
        lead = _LEAD if self.spot.part == "field" else 0
        top, left = (0, beside) if beside else (len(head), self._left + lead)
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
        question = self._session.questionnaire.questions[self.place.name]
        tail = self._remarks(reading, width)
        if self.spot.part == "foot":
            return [], tail
        if self.spot.part == "note" or isinstance(question, Note):
            text = ui_text(question.ask or question.help, MUTED)
            return [indented(line, self._left - 2) for line in wrapped(text, width - 4)], tail
        state = mark("here") if self.field else mark(self._mark(reading))
        lead = indented(
            state + " ", self._left - _INDENT + 1 if self.spot.part != "field" else self._left
        )
        name = ui_text(
            question.called if self.spot.part == "field" else question.ask or question.called
        )
        if self.field:
            name = name.stylize("bold")
        answer = [] if self.field else self._answer(reading, width)
        if self.spot.part == "head":
            return hanging(lead, name + self._optional(reading), width), []
        beside = self._beside_label(width)
        if beside:
            label = column(lead + name, beside)
            if self.field:
                return [label], tail
            return hanging(label, stacked(answer) if answer else NOTHING, width, _LONGEST), tail
        head = hanging(lead, name + self._optional(reading), width)
        left = self._left + (_LEAD if self.spot.part == "field" else 0)
        shown = [line for part in answer for line in wrapped(part, width - left, _LONGEST)]
        return [*head, *(indented(line, left) for line in shown)], tail

    def _optional(self, reading: Reading) -> Content:
        needed = reading.required(self.place)
        return NOTHING if needed else ui_text("  (optional)", MUTED)

    def _mark(self, reading: Reading) -> str:
        if self.spot.part != "head" and reading.is_wrong(self.place):
            return "wrong"
        state = reading.state(*self.place)
        return {State.ANSWERED: "done", State.PARKED: "parked"}.get(state, "open")

    def _answer(self, reading: Reading, width: int) -> list[Content]:
        """The answer; while there is none, what is suggested or may be chosen."""
        text = reading.text(self.place)
        if text:
            found = [ui_text(text)]
            if reading.link_is_taken(self.place):
                found.append(ui_text("taken by itself, as the only one", MUTED))
            return found
        question = self._session.questionnaire.questions[self.place.name]
        hint = suggested(question, reading, self.place)
        if hint:
            return [ui_text(f"suggested: {hint}", MUTED)]
        room = width - (self._beside_label(width) or self._left + _LEAD)
        return [cut(ui_text(words, MUTED), room) for words in [self._may_be(reading)] if words]

    def _may_be(self, reading: Reading) -> str:
        question = self._session.questionnaire.questions[self.place.name]
        if isinstance(question, YesNo):
            return "yes or no"
        if not isinstance(question, OneOf):
            return ""
        offered = reading.offered(self.place)
        label = self._session.questionnaire.among[self.place.name].label
        some = ", ".join(label(one) for one in offered[:_SOME])
        more = f" and {len(offered) - _SOME} more" if len(offered) > _SOME else ""
        which = "any of" if isinstance(question, AnyOf) else "one of"
        return f"{which}: {some}{more}" if offered else ""

    def _problems(self, reading: Reading) -> list[Problem]:
        if self.spot.part == "head":
            return []
        return [one for one in reading.problems(self.place) if one.place == self.place]

    def _prompts(self, reading: Reading) -> list[str]:
        return (
            [] if self.spot.part == "head" else [one for one in reading.prompts(self.place) if one]
        )

    def _remarks(self, reading: Reading, width: int) -> list[Content]:
        """What is said under an answer."""
        if self.spot.part == "head":
            return []
        left = self._left + (_LEAD if self.spot.part == "field" else 0)
        lines: list[Content] = []

        def say(name: str, text: str, style: str, most: int = 3) -> None:
            lead = indented(mark(name) + " ", left)
            lines.extend(hanging(lead, ui_text(text, style), width, most))

        field = self.field
        if field is not None and (below := field.below()):
            lines += [indented(cut(ui_text(below, MUTED), width - left), left)]
        for one in self._problems(reading):
            if field is None or one.words in self._told:
                name = "wrong" if one.severity == "error" else "advice"
                say(name, one.words, "$text-error" if name == "wrong" else MARKS[name].style)
        for words in self._prompts(reading):
            if field is None or not field.typed or words in self._told:
                say("advice", words, MARKS["advice"].style)
        answers = self._session.answers
        if parked := answers.parked.get(self.place):
            who = f", {parked.owner} finds out" if parked.owner else ""
            when = f" by {parked.until.day} {parked.until:%b %Y}" if parked.until else ""
            say("parked", f"parked: not known yet{who}{when}", MARKS["parked"].style)
        if remark := answers.remarks.get(self.place):
            by = f" ({remark.author})" if remark.author else ""
            say("note", f"note{by}: {remark.text}", MUTED, 2)
        return lines
