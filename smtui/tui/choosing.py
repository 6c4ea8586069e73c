"""The fields that offer options: one of, any of, an order, a step of a scale, items of a list."""

from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content

from smtui.plan.answers import Place
from smtui.plan.rules import Offer, Reading
from smtui.questionnaire.kinds import Scale
from smtui.questionnaire.model import Question
from smtui.text import cell_width
from smtui.tui.options import Options
from smtui.tui.texts import MUTED, indented, ui_text, wrapped


class OneOfField(Options):
    """One of several choices; Space on the chosen one takes it back."""

    def __init__(self, place: Place, question: Question, reading: Reading) -> None:
        self.place, self.question = place, question
        super().__init__()
        self.show(reading)

    @property
    def raw(self) -> object:
        """The choice's id; None when none is taken."""
        return self.chosen[0] if self.chosen else None


class AnyOfField(OneOfField):
    """Any of several choices; one that stands alone excludes the others."""

    boxes = ("[ ]", "[x]")
    keys_said = "Space marks, Enter goes on"

    @property
    def raw(self) -> object:
        """The ids chosen, in the order of the list."""
        return self.chosen

    def ids_of(self, value: object) -> tuple[str, ...]:
        """A value as ids."""
        return (
            tuple(str(one) for one in value) if isinstance(value, tuple) else super().ids_of(value)
        )

    def choose(self, option: Offer) -> None:
        """Mark an option, or take its mark away."""
        if option.id in self.chosen:
            self.become(tuple(one for one in self.chosen if one != option.id))
            return
        alone = {one.id for one in self.options if one.alone}
        kept = set() if option.alone else set(self.chosen) - alone
        self.become(tuple(one.id for one in self.options if one.id in kept | {option.id}))

    def action_take(self) -> None:
        """Take what is suggested when nothing is marked, and go on."""
        if not self.chosen and (
            hints := [one for one, word in self.said.items() if word == "suggested"]
        ):
            self.become(tuple(one.id for one in self.options if one.id in hints))
        self.post_message(self.Done(self))

    @property
    def keys_line(self) -> str:
        """How many may be marked, how many are, and the keys."""
        least, most = self.question.bounds
        if least and most:
            number = f"{least:g}" if least == most else f"{least:g} to {most:g}"
        elif least or most:
            number = f"at least {least:g}" if least else f"up to {most:g}"
        else:
            number = "any"
        return f"choose {number}, {len(self.chosen)} chosen   {self.keys_said}"


class YesNoField(OneOfField):
    """Yes, no, or not answered."""

    keys_said = "y or n; Backspace: not answered"

    @property
    def raw(self) -> object:
        """True, False, or None."""
        return self.chosen[0] == "yes" if self.chosen else None

    def offered(self, reading: Reading) -> list[Offer]:
        """Yes and no."""
        return [Offer("yes", "Yes"), Offer("no", "No")]

    def ids_of(self, value: object) -> tuple[str, ...]:
        """A value as ids; one that is neither yes nor no has none."""
        return ("yes" if value else "no",) if isinstance(value, bool) else ()

    def letter(self, letter: str) -> None:
        """Answer with a letter."""
        super().letter(letter)
        if letter in "yn":
            self.become(("yes" if letter == "y" else "no",))


class LinkField(OneOfField):
    """An item of a list, by its title."""

    def __init__(self, place: Place, question: Question, reading: Reading) -> None:
        self._taken = False
        super().__init__(place, question, reading)

    def show(self, reading: Reading) -> None:
        """Offer the items; the only one may be taken by itself."""
        self._taken = reading.link_is_taken(self.place)
        super().show(reading)
        if self._taken:
            self.said |= {one.id: "the only one" for one in self.options}

    def chosen_in(self, reading: Reading) -> tuple[str, ...]:
        """The item that the plan names, or the only one."""
        value = reading.value(*self.place) if self._taken else reading.answers.value(self.place)
        return self.ids_of(value)

    @property
    def nothing_offered(self) -> str:
        """What to do first."""
        return "There is nothing to choose from yet: add one to that list first. Tab goes on."


class LinksField(LinkField, AnyOfField):
    """Any of the items of a list, by their titles."""


class RankingField(AnyOfField):
    """Choices in an order: Space ranks the next best, or takes a rank back."""

    keys_said = "Space ranks, < > move, Enter goes on"

    def box(self, option: Offer) -> str:
        """The rank of an option."""
        at = self.chosen.index(option.id) + 1 if option.id in self.chosen else 0
        return f"[{at}]" if at else "[ ]"

    def choose(self, option: Offer) -> None:
        """Give an option the next rank, or take its rank back."""
        kept = tuple(one for one in self.chosen if one != option.id)
        self.become(kept if option.id in self.chosen else (*kept, option.id))

    @property
    def keys_line(self) -> str:
        """How many are to be ranked, how many are, and the keys."""
        least, most = self.question.bounds
        wish = "all" if least == len(self.options) else f"the best {most:g}" if most else "any"
        return f"rank {wish}, {len(self.chosen)} so far   {self.keys_said}"

    def on_key(self, event: events.Key) -> None:
        """Move the option under the cursor one rank up or down; letters as everywhere."""
        by = {"<": -1, ">": 1}.get(event.character or "", 0)
        if not by:
            super().on_key(event)
            return
        event.stop()
        # what has been told here must not be told again by the class below
        event.prevent_default()
        if self.under is not None and self.under.id in self.chosen:
            self._rank(self.under.id, self.chosen.index(self.under.id) + by)

    def letter(self, letter: str) -> None:
        """A digit is a rank; a letter goes to an option."""
        if letter.isdecimal() and self.under is not None:
            self._rank(self.under.id, int(letter) - 1)
        else:
            super().letter(letter)

    def _rank(self, choice: str, to: int) -> None:
        kept = [one for one in self.chosen if one != choice]
        kept.insert(min(max(to, 0), len(kept)), choice)
        self.become(tuple(kept))


class ScaleField(OneOfField):
    """The steps of a scale: in one line, or with a word for each step one under the other.

    Until a step is looked at none is under the cursor, so that Enter alone answers nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
    ]

    def __init__(self, place: Place, question: Question, reading: Reading) -> None:
        self._looked = False
        super().__init__(place, question, reading)

    @property
    def scale(self) -> Scale:
        """The question."""
        assert isinstance(self.question, Scale)
        return self.question

    @property
    def raw(self) -> object:
        """The step; None when none is taken."""
        taken = self.chosen[0] if self.chosen else ""
        return int(taken) if taken.lstrip("-").isdecimal() else taken or None

    def offered(self, reading: Reading) -> list[Offer]:
        """The steps, with their words."""
        self.question = reading.question(self.place)
        return [Offer(str(one), self._step(one)) for one in self.scale.range]

    def _step(self, step: int) -> str:
        return f"{step} {self.scale.word(step)}" if self.scale.steps else str(step)

    def ids_of(self, value: object) -> tuple[str, ...]:
        """A value as ids; one that is no step keeps its words."""
        return () if value is None else (str(value),)

    @property
    def under(self) -> Offer | None:
        """The step under the cursor, once one is looked at."""
        return super().under if self._looked or self.chosen else None

    @property
    def in_line(self) -> bool:
        """Whether the steps stand in one line."""
        return not self.scale.steps

    def action_cursor(self, by: int) -> None:
        """Up and down lead to the questions around, unless the steps stand below each other."""
        if self.in_line:
            raise SkipAction
        self._look(by)

    def action_step(self, by: int) -> None:
        """The step to the left or to the right."""
        self._look(by)

    def _look(self, by: int) -> None:
        if self.under is None:
            # the middle is as near to one end as to the other
            self._looked = True
            self._move(len(self.options) // 2 if self.in_line else 0)
        elif 0 <= self.at + by < len(self.options):
            self._move(self.at + by)
        elif not self.in_line:
            raise SkipAction

    def letter(self, letter: str) -> None:
        """A digit takes its step; of two digits the second completes the first."""
        ids = [one.id for one in self.options]
        both = (self.chosen[0] if self.chosen else "") + letter
        wanted = both if both in ids else letter
        if wanted in ids:
            self._looked = True
            self.at = ids.index(wanted)
            self.become((wanted,))

    @property
    def keys_said(self) -> str:  # type: ignore[override] # its words turn on the steps
        """The keys."""
        ids = [one.id for one in self.options]
        digits = f"{ids[0]} to {ids[-1]}" if ids else ""
        move = "left, right and Space" if self.in_line else "up, down and Space"
        return f"{digits}, or {move}; Enter goes on"

    def lines_of_options(self, width: int) -> list[Content]:
        """All steps in one line between the words of their ends."""
        if not self.in_line:
            return super().lines_of_options(width)
        cells = [self._cell(at, one) for at, one in enumerate(self.options)]
        row = Content(" ").join(cells)
        low, high = (ui_text(one, MUTED) for one in (self.scale.low, self.scale.high))
        if low.cell_length + row.cell_length + high.cell_length + 6 <= width:
            parts = [one for one in (low, row, high) if one]
            return [Content("  ") + Content("  ").join(parts)]
        ends = [part for part in (low, high) if part]
        said = Content(" ... ").join(ends)
        return [Content("  ") + row, *(indented(one, 2) for one in wrapped(said, width - 2))]

    def _cell(self, at: int, option: Offer) -> Content:
        taken = option.id in self.chosen
        here = self.under is not None and at == self.at
        looks = "bold reverse" if here and self.has_focus else "bold" if taken else ""
        return ui_text(f"({option.label})" if taken else f" {option.label} ", looks)

    def on_click(self, event: events.Click) -> None:
        """Take the step that was clicked."""
        if not self.in_line:
            super().on_click(event)
            return
        lead = 2 + (cell_width(self.scale.low) + 2 if self.scale.low else 0)
        at = 0
        for option in self.options:
            width = cell_width(option.label) + 2
            if lead <= event.x < lead + width and event.y == 0:
                event.stop()
                self._looked, self.at = True, at
                self.choose(option)
            lead, at = lead + width + 1, at + 1
