"""The first screen: begin a plan, go on with one, open one, look at a sample."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from smtui.plan.journal import Found
from smtui.plan.opened import Opened
from smtui.plan.recent import RecentPlan
from smtui.plan.titles import marked
from smtui.questionnaire.model import RUNS
from smtui.text import clean_line, plural
from smtui.tui.keys import bindings
from smtui.tui.lesson import lesson_words
from smtui.tui.messages import ShowHelp
from smtui.tui.opening import Opener
from smtui.tui.places import count_words, questions_words, when_words
from smtui.tui.rows import Row, Rows
from smtui.tui.rowscreen import RowScreen
from smtui.tui.texts import MUTED, STRONG, column, cut, ends, named, stacked, ui_text

OFFERED = 9
"""Plans offered for going on; older ones are opened by their name."""


class StartScreen(RowScreen):
    """What can be begun, in one list; the line on top of it is the likeliest."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("start")]
    CONTEXT: ClassVar[str] = "start"

    @dataclass
    class Open(Message):
        """Somebody wants a plan: `opening` opens it, or raises BadInput."""

        opening: Callable[[], Opened]

    @dataclass
    class Browse(Message):
        """Somebody wants to name a plan."""

    @dataclass
    class Learn(Message):
        """Somebody wants to learn with a sample."""

    def __init__(self, opener: Opener, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._opener = opener
        self._clock = clock
        self._recent: Sequence[RecentPlan] = ()
        self._lost: Mapping[str, Found] = {}
        self._wishes: dict[str, Message] = {}

    def head(self) -> tuple[str, str]:
        """The program, and what it is for."""
        return "smtui", clean_line(self._opener.questionnaire.title)

    def foot(self) -> str:
        """What a careful person wants to know."""
        return "nothing leaves this machine"

    def start_key(self) -> str:
        """Whoever was here before most likely goes on."""
        if self._opener.lost():
            return "lost-0"
        return "recent-0" if self._opener.recent() else ""

    def on_screen_resume(self) -> None:
        """Back from a plan: that one is the first to go on with."""
        self.redraw(self.start_key())

    def rows(self, width: int, screen_width: int) -> Sequence[Row]:
        """All that can be chosen."""
        self._recent = self._opener.recent()[:OFFERED]
        self._wishes = {}
        rows = [*self._lost_rows(width), *self._new_rows(width)]
        if self._recent:
            rows += [Row(), Row(ui_text("Continue", STRONG))]
            rows += [self._recent_row(at, one, width) for at, one in enumerate(self._recent)]
        rows += [Row(), self._row("browse", self.Browse(), "Open a plan ...", "", width)]
        for at, sample in enumerate(self._opener.samples()):
            about = sample.about
            label = marked(f"Look at a sample: {clean_line(sample.title)}", sample.fictional)
            rows.append(
                self._row(
                    f"sample-{at}",
                    self.Open(partial(self._opener.sample, sample.id)),
                    label,
                    about,
                    width,
                )
            )
        if any(one.model for one in self._opener.samples()):
            rows.append(self._learning_row(width))
        about = self._opener.questionnaire.about
        return [*rows, Row(), Row(ui_text(about, MUTED))] if about else rows

    def _learning_row(self, width: int) -> Row:
        """A lesson; one that was begun is offered to go on with."""
        teacher = self._opener.teacher
        progress = teacher.learning.of(teacher.lesson())
        if not progress.begun:
            about = "a model plan, then your own beside it"
            return self._row("learn", self.Learn(), "Learn with a sample", about, width)
        sample = next(one for one in self._opener.samples() if one.id == progress.sample)
        label = marked(f"Go on learning: {clean_line(sample.title)}", sample.fictional)
        return self._row("learn", self.Learn(), label, lesson_words(self._opener, progress), width)

    def _lost_rows(self, width: int) -> list[Row]:
        """Plans that could not be saved when they were open last."""
        lost = reversed(self._opener.lost())
        self._lost = {one.head.plan: one for one in lost if one.head is not None}
        rows = []
        for at, (plan, found) in enumerate(self._lost.items()):
            key, path = f"lost-{at}", Path(plan)
            self._wishes[key] = self.Open(partial(self._opener.open, path))
            left = column(ui_text(clean_line(path.name)), max(12, width * 3 // 10))
            left += ui_text(f"   {plural(len(found.changes), 'change')} not saved", MUTED)
            when = when_words(found.last, self._clock()) if found.last else ""
            rows.append(Row(ends(left, ui_text(when, MUTED), width), key))
        title = Row(ui_text("Bring back", STRONG))
        return [title, *rows, Row()] if rows else []

    def _new_rows(self, width: int) -> list[Row]:
        questionnaire = self._opener.questionnaire
        rows = []
        for name in (name for name in RUNS if name in questionnaire.runs):
            run = questionnaire.runs[name]
            parts = [f"about {run.minutes} minutes"] if run.minutes else []
            parts.append(questions_words(self._asked(name)))
            label = f"New plan, {run.title.lower()}" if len(questionnaire.runs) > 1 else "New plan"
            wish = self.Open(partial(self._opener.new, name, None))
            rows.append(self._row(f"new-{name}", wish, label, ", ".join(parts), width, 22))
        return rows

    def _asked(self, run: str) -> int:
        """Questions that a run asks, as far as that does not hang on answers."""
        return sum(
            question.answerable and (run == "full" or question.quick is not False)
            for section in self._opener.questionnaire.sections
            for question in section.questions
        )

    def _row(
        self, key: str, wish: Message, label: str, about: str, width: int, label_width: int = 0
    ) -> Row:
        self._wishes[key] = wish
        text = named(label, width)
        if about:
            if label_width:
                text = column(text, label_width)
            text += ui_text("   " + clean_line(about), MUTED)
        return Row(cut(text, width), key)

    def _recent_row(self, at: int, one: RecentPlan, width: int) -> Row:
        key = f"recent-{at}"
        self._wishes[key] = self.Open(partial(self._opener.open, one.path))
        runs = self._opener.questionnaire.runs
        run = runs[one.run].title.lower() if one.run in runs else one.run
        far = [
            f"{one.sections_done} of {one.sections} sections",
            count_words(open=one.open, parked=one.parked) or "nothing open",
        ]
        # whoever practises must not take that plan for their own: it is not cut off
        far = ["practice", run, *far] if one.practice else [*far, run]
        room = max(12, width * 3 // 10)
        name = column(named(_called(one), room), room)
        left = name + ui_text("   " + clean_line(", ".join(far)), MUTED)
        line = ends(left, ui_text(when_words(one.when, self._clock()), MUTED), width)
        where = self._told_apart(one)
        below = [cut(ui_text(f"  {clean_line(where)}", MUTED), width)] if where else []
        return Row(stacked([line, *below]), key)

    def _told_apart(self, one: RecentPlan) -> str:
        """Where a plan lies, when another on the list is called the same: as short as may be."""
        same = [other.path for other in self._recent if _called(other) == _called(one)]
        if len(same) < 2:
            return ""
        short = [path.parts[-2:] for path in same]
        alone = short.count(one.path.parts[-2:]) == 1
        return "/".join(one.path.parts[-2:]) if alone else str(one.path)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A line was taken."""
        event.stop()
        self.post_message(self._wishes[event.key])

    def action_help(self) -> None:
        """Keys and marks."""
        self.post_message(ShowHelp("start"))


def _called(one: RecentPlan) -> str:
    return clean_line(one.title or one.path.name)
