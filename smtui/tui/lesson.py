"""Learn with a sample: the three steps of a lesson, how each stands, and the way between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from smtui.plan.learning import HERE, OPEN, STEPS, Progress
from smtui.plan.recent import RecentPlan
from smtui.plan.titles import marked
from smtui.questionnaire.model import RUNS, Sample
from smtui.text import clean_line
from smtui.tui.keys import bindings
from smtui.tui.messages import ShowHelp
from smtui.tui.opening import Opener
from smtui.tui.rows import Row, Rows
from smtui.tui.rowscreen import RowScreen
from smtui.tui.texts import (
    MARKS,
    MUTED,
    STRONG,
    ends,
    hanging,
    indented,
    mark,
    stacked,
    ui_text,
    wrapped,
)

_INDENT = 4


class LessonScreen(RowScreen):
    """Where one is in a lesson. Nothing is lost by leaving: each step goes on where it was."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("lesson")]
    CONTEXT: ClassVar[str] = "lesson"

    @dataclass
    class Walk(Message):
        """Somebody wants to walk through the model plan."""

        sample: str

    @dataclass
    class Practise(Message):
        """Somebody wants to begin a practice plan in a run, or (without one) to go on with it."""

        sample: str
        run: str = ""

    @dataclass
    class Compare(Message):
        """Somebody wants to see both side by side."""

        sample: str

    class Leave(Message):
        """Somebody wants back to the first screen."""

    def __init__(self, opener: Opener, sample: str) -> None:
        super().__init__()
        self._opener = opener
        self._sample = sample

    @property
    def sample(self) -> Sample:
        """The sample that is learnt with."""
        return next(one for one in self._opener.samples() if one.id == self._sample)

    def head(self) -> tuple[str, str]:
        """With which plan."""
        title = marked(clean_line(self.sample.title), self.sample.fictional)
        return f"Learn with a sample: {title}", ""

    def foot(self) -> str:
        """What somebody who is in the middle wants to know."""
        return "leave at any moment, go on later"

    def start_key(self) -> str:
        """Where one is."""
        progress, practice = self._standing()
        states = progress.states(practice)
        keys = ("walk", "go-on" if progress.practice else f"new-{self._runs()[0]}", "compare")
        return next(
            (key for key, state in zip(keys, states, strict=True) if state == HERE), "compare"
        )

    def on_screen_resume(self) -> None:
        """Back from a step: the next one is chosen."""
        self.redraw(self.start_key())

    def _standing(self) -> tuple[Progress, RecentPlan | None]:
        teacher = self._opener.teacher
        progress = teacher.learning.of(self._sample)
        return progress, teacher.practice(progress)

    def _runs(self) -> list[str]:
        """The runs that a practice plan can be asked in, the suggested one first."""
        return [one for one in RUNS if one in self._opener.questionnaire.runs] or [RUNS[0]]

    # the rows

    def rows(self, width: int, screen_width: int) -> Sequence[Row]:
        """The steps, and the other samples."""
        progress, practice = self._standing()
        states = progress.states(practice)
        about = clean_line(self.sample.about)
        rows = [Row(stacked(wrapped(ui_text(about, MUTED), width))), Row()] if about else []
        steps = (
            self._walk(progress, width),
            self._practice(progress, practice, width),
            [_choice("compare", "Lay them side by side", width)] if progress.practice else [],
        )
        sections = [section.id for section in self._opener.questionnaire.sections]
        said = progress.how_far(practice, sections)
        for at, (state, more, ways) in enumerate(zip(states, said, steps, strict=True)):
            rows += [*_step(at, state, more, width), *ways, Row()]
        others = [one for one in self._opener.samples() if one.model and one.id != self._sample]
        if others:
            rows.append(Row(ui_text("Another sample", STRONG)))
        for one in others:
            title = marked(clean_line(one.title), one.fictional)
            rows.append(_choice(f"other-{one.id}", title, width, clean_line(one.about)))
        return rows

    def _walk(self, progress: Progress, width: int) -> list[Row]:
        label = "Walk through it"
        if progress.position or progress.walked:
            label = "Walk through it again" if progress.walked else "Go on with the walk"
        return [_choice("walk", label, width)]

    def _practice(
        self, progress: Progress, practice: RecentPlan | None, width: int
    ) -> Iterator[Row]:
        runs = self._opener.questionnaire.runs
        if progress.practice is not None:
            name = clean_line(practice.title if practice else "") or progress.practice.name
            yield _choice("go-on", f"Go on with {name}", width, progress.practice.name)
            return
        for at, name in enumerate(self._runs()):
            run = runs.get(name)
            label = f"Begin, {run.title.lower()} run" if run and len(runs) > 1 else "Begin"
            about = [f"about {run.minutes} minutes"] if run and run.minutes else []
            about += ["suggested"] if at == 0 and len(runs) > 1 else []
            yield _choice(f"new-{name}", clean_line(label), width, ", ".join(about))

    # what is done

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A line was taken."""
        event.stop()
        what, _, which = event.key.partition("-")
        match what:
            case "walk":
                self.post_message(self.Walk(self._sample))
            case "new":
                self.post_message(self.Practise(self._sample, which))
            case "go":
                self.post_message(self.Practise(self._sample))
            case "compare":
                self.post_message(self.Compare(self._sample))
            case "other":
                self._sample = which
                self.redraw(self.start_key())

    def action_previous_page(self) -> None:
        """Back to the first screen."""
        self.post_message(self.Leave())

    def action_help(self) -> None:
        """Keys and marks."""
        self.post_message(ShowHelp("lesson"))


def _step(at: int, state: str, more: str, width: int) -> Iterator[Row]:
    label, about = STEPS[at]
    words = ", ".join(one for one in (state, more) if one)
    lead = mark(state if state in MARKS else OPEN) + ui_text(f" {at + 1} ", STRONG)
    yield Row(ends(lead + ui_text(label, STRONG), ui_text(words, MUTED), width))
    lines = wrapped(ui_text(about, MUTED), width - _INDENT)
    yield Row(stacked([indented(line, _INDENT) for line in lines]))


def _choice(key: str, label: str, width: int, about: str = "") -> Row:
    text = ui_text(label) + (ui_text(f"   {about}", MUTED) if about else Content(""))
    return Row(stacked(hanging(Content(" " * _INDENT), text, width, 2)), key)


def lesson_words(opener: Opener, progress: Progress) -> str:
    """Where one is in a lesson that was begun: "step 2 of 3"."""
    states = progress.states(opener.teacher.practice(progress))
    return f"step {states.index(HERE) + 1} of {len(states)}" if HERE in states else "all done"
