"""The coach: why a question is asked, a good and a weak answer, and where that comes from.

Wide it is a column beside the page, narrow it is two or three lines under it.
"""

from collections.abc import Iterator

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from smtui.plan.answers import Place
from smtui.plan.glossary import GlossaryPart, glossary_at, headline
from smtui.plan.rules import Offer
from smtui.plan.session import Session
from smtui.questionnaire.expression import State
from smtui.text import cell_width
from smtui.tui.keys import KEYS
from smtui.tui.places import disagreement_words, section_said
from smtui.tui.teaching import said_first
from smtui.tui.texts import (
    MARKS,
    MUTED,
    NOTHING,
    STRONG,
    cut,
    ends,
    indented,
    stacked,
    ui_text,
    with_terms,
    wrapped,
)

AMONG_SECTIONS = "Arrows choose a section, Enter goes there. Tab leads back to the questions."
_COLUMN = 5  # lines from which it is a column
_LABEL = 6  # columns of "Good" and the blanks behind it


class Coach(Widget):
    """Advice on the question in focus."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._place: Place | None = None
        self._option: Offer | None = None
        self._looking = False
        self._section = ""
        self._list = ""
        self._sections = False
        self._drawn: Content = NOTHING

    def about(
        self, place: Place | None, option: Offer | None = None, *, looking: bool = False
    ) -> None:
        """Speak about a question, and the option of it under the cursor; while somebody is
        `looking` around among the options, about that one before all else.
        """
        if place != self._place:
            self.remove_class("-long")
        self._place, self._option, self._looking = place, option, looking
        self._make_room()
        self.redraw()

    def _make_room(self) -> None:
        """A low screen has two lines, and a third for a note that needs it: it stays until another
        question is in focus, so that the page does not jump while the cursor moves.
        """
        width, height = self.content_size
        if 0 < height < _COLUMN and len(self._noted(width, 0)) > height:
            self.add_class("-long")

    def about_list(self, section: str, list_id: str, *, sections: bool = False) -> None:
        """Speak about a list, or a section, while no question is in focus; about the way among
        the `sections` while one is chosen there.
        """
        self._place, self._option = None, None
        self.remove_class("-long")
        self._section, self._list, self._sections = section, list_id, sections
        self.redraw()

    def redraw(self) -> None:
        """Draw again if it looks different."""
        if not self._draw().is_same(self._drawn):
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Its height is given."""
        return 3

    def render(self) -> Content:
        """The column or the lines."""
        self._drawn = self._draw()
        return self._drawn

    def _draw(self) -> Content:
        width, height = self.content_size
        if not width or not height:
            return NOTHING
        column = height >= _COLUMN
        noted = [] if column else self._noted(width, height)
        if not (noted and self._looking):
            first = said_first(self._session, self._place, width, height, column=column)
            noted = [] if first else noted
        else:
            first = []
        left = height - len(first)
        rest = self._column(width, left) if column else self._lines(width, left, noted)
        return stacked([*first, *rest][:height])

    def _said(self, what: str) -> str:
        """What the questionnaire says here; a field without words of its own has its record's."""
        if self._place is None:
            return ""
        reading = self._session.reading
        whole = reading.whole_of(self._place)
        text = reading.words(self._place, what)
        return text or (reading.words(whole, what) if whole else "")

    def _about(self) -> tuple[str, list[str]]:
        """What is looked at within the question, an option or a row, and what is said about it."""
        if self._option is not None:
            told = [one for one in (self._option.note, self._option.help) if one]
            if told:
                return self._option.label, told
        reading = self._session.reading
        whole = reading.whole_of(self._place) if self._place and self._place.row else None
        if whole is None or self._place is None:
            return "", []
        row = whole.name, self._place.item
        told = [words for words in [reading.row_help(*row)] if words]
        return reading.row_label(*row), told

    def _sources(self) -> list[str]:
        if self._place is None:
            return []
        questionnaire = self._session.questionnaire
        question = questionnaire.questions[self._place.name]
        codes = question.sources
        if not codes and (record := questionnaire.homes[self._place.name].record):
            codes = questionnaire.questions[record].sources
        return [questionnaire.sources.get(code, code) for code in codes]

    def _marked(self, text: str) -> Content:
        return with_terms(ui_text(text), self._session.questionnaire.glossary)

    def _nearby(self) -> GlossaryPart:
        return glossary_at(self._session.reading, self._place) if self._place else GlossaryPart()

    def _look_up(self) -> Content:
        """Which key leads to words and cards, if there are any."""
        counted = self._nearby().counted
        return ui_text(f"{KEYS['glossary'].shown}: {counted}", MUTED) if counted else NOTHING

    def _cards(self) -> Iterator[tuple[str, list[Content]]]:
        """What is real here, in short; and how to read on."""
        for card in self._nearby().cards:
            gist = f"{headline(card)}: {card.lesson}" if card.lesson else headline(card)
            yield card.kind, [ui_text(gist)]
        yield "To look up", [self._look_up()]

    def _group_help(self) -> str:
        if not self._section:
            return ""
        if self._sections:
            return AMONG_SECTIONS
        return section_said(self._session.reading, self._section, self._list)[1]

    # as a column

    def _column(self, width: int, height: int) -> list[Content]:
        if self._place is None:
            return wrapped(ui_text(self._group_help()), width, height)
        parts: list[tuple[str, list[Content]]] = [
            ("Why we ask", [self._marked(self._said("why"))]),
            ("A good answer", [self._marked(self._said("good"))]),
            ("A weak one", [self._marked(self._said("weak"))]),
            ("Help", [self._marked(self._said("help"))]),
            *self._cards(),
        ]
        about, said = self._about()
        if said:
            parts.insert(0, (about, [ui_text(one) for one in said]))
        remark = self._session.answers.remarks.get(self._place)
        if remark:
            parts.append(("Note", [ui_text(remark.text)]))
        if other := self._session.answers.disagreements.get(self._place):
            parts.append(("Seen another way", [ui_text(disagreement_words(other))]))
        state = self._session.reading.state(*self._place)
        if state is State.NOT_APPLICABLE:
            parts.append(("Does not apply", [ui_text("An answer ends that, and so does ctrl+x.")]))
        elif self._session.reading.is_parked(self._place):
            parts.append(("Parked", [ui_text("An answer ends it. F3 changes who and when.")]))
        else:
            parts.append(("Not known yet?", [ui_text("F3 parks it: who finds out, and by when.")]))
        parts.append(("Where this comes from", [ui_text(one, MUTED) for one in self._sources()]))
        lines: list[Content] = []
        for title, texts in parts:
            if not any(texts):
                continue
            block = [line for text in texts for line in wrapped(text, width)]
            if lines and len(lines) + 2 + len(block) > height:
                room = height - len(lines) - 2
                if room < 1:
                    break
                block = [
                    line
                    for text in texts
                    for line in wrapped(text, width, max(room // len(texts), 1))
                ]
            lines += [NOTHING] if lines else []
            lines.append(cut(ui_text(title, STRONG), width))
            lines += block
        return lines[:height]

    # as two or three lines

    def _noted(self, width: int, most: int) -> list[Content]:
        """The note of the option under the cursor: all of it, for its row has no room for that."""
        option = self._option
        if option is None or not option.note:
            return []
        said = ", ".join(one for one in (option.note, option.help) if one)
        text = ui_text(f"{option.label}: ", STRONG) + self._marked(said)
        return wrapped(text, width, most)

    def _lines(self, width: int, height: int, noted: list[Content]) -> list[Content]:
        if self._place is None:
            return wrapped(ui_text(self._group_help(), MUTED), width, height)
        if noted:
            both_said = (("Good", self._said("good")), ("Weak", self._said("weak")))
            below = (self._line(label, text, width) for label, text in both_said if text)
            lines = [*noted, *below][:height]
            at = len(noted) - 1  # a hint in the middle of the note would part its words
            return [*lines[:at], *self._with_look_up(lines[at:], width)]
        about, said_of_it = self._about()
        why = self._said("why") or self._said("help")
        good, weak = self._said("good"), self._said("weak")
        sources = self._sources()
        source = f"source: {sources[0].split(':')[0]}" if sources else ""
        if self._session.reading.state(*self._place) is State.NOT_APPLICABLE:
            why = f"does not apply: an answer ends that, and so does ctrl+x. {why}"
        elif self._session.reading.is_parked(self._place):
            why = f"{MARKS['parked'].word}: an answer ends it, F3 changes it. {why}"
        elif said_of_it:
            why = f"{about}: {', '.join(said_of_it)}"
        lead = "This" if said_of_it else "Why "
        lines = [self._line(lead, why, width)]
        said = cut(ui_text(source, MUTED), width * 2 // 5)
        if height >= 3 and cell_width(f"Good  {good}   Weak  {weak}") > width:
            lines.append(self._line("Good", good, width))
            lines.append(ends(self._line("Weak", weak, width), said, width))
            return self._with_look_up(lines, width)
        both = self._line("Good", good, width)
        if weak and width - both.cell_length > 20:
            both = both + "   " + self._line("Weak", weak, width - both.cell_length - 3)
        if height >= 3:
            whole = wrapped(self._marked(why), width - _LABEL, 2)
            if len(whole) == 2:
                lines = [self._line(lead, why, width, whole[0]), indented(whole[1], _LABEL)]
        lines.append(
            ends(both, said, width) if both.cell_length + said.cell_length < width - 2 else both
        )
        return self._with_look_up(lines[:height], width)

    def _with_look_up(self, lines: list[Content], width: int) -> list[Content]:
        """The lines, and on the last one with room which key leads to words and cards."""
        hint = self._look_up()
        room = width - hint.cell_length - 2
        at = next((at for at in reversed(range(len(lines))) if lines[at].cell_length <= room), None)
        if hint and at is not None:
            lines[at] = ends(lines[at], hint, width)
        return lines

    def _line(self, label: str, text: str, width: int, shown: Content | None = None) -> Content:
        if not text:
            return NOTHING
        words = self._marked(text) if shown is None else shown
        return cut(ui_text(label, STRONG).pad_right(_LABEL - len(label)) + words, width)
