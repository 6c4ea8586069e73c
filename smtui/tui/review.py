"""The review: what is open, wrong or parked, by section; Enter goes there."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from smtui.plan.answers import Answers, Place
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.rules import Problem
from smtui.plan.session import Position, Session
from smtui.plan.titles import marked
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import ItemList, Section
from smtui.text import clean_line, join_words, plural
from smtui.tui.keys import CHANGING, bindings
from smtui.tui.messages import GoTo, SaveNow, ShowForm, ShowHelp, ShowScore
from smtui.tui.places import (
    count_words,
    disagreement_words,
    parked_words,
    place_name,
    way_to,
)
from smtui.tui.rows import Row, Rows
from smtui.tui.rowscreen import RowScreen
from smtui.tui.runs import LONGER, longer_run
from smtui.tui.texts import MUTED, STRONG, cut, hanging, mark, stacked, ui_text, wrapped

_INDENT = 4


class Review(RowScreen):
    """What is left to do in a plan. Required questions first; optional ones are one line."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("review")]
    CONTEXT: ClassVar[str] = "review"
    GoTo = GoTo

    def __init__(self, session: Session, keeper: Keeper, title: str = "") -> None:
        super().__init__()
        self._session = session
        self._keeper = keeper
        self._called = title
        self._unfolded: frozenset[str] = frozenset()
        self._places: dict[str, Position] = {}

    def head(self) -> tuple[str, str]:
        """Which plan it is, and how it is kept."""
        name = clean_line(self._session.title or self._called) or "Your plan"
        name = marked(name, self._keeper.document.meta.fictional)
        return f"Review: {name}", self._keeper.status

    def idle_keys(self) -> Collection[str]:
        """Nothing is saved of what is only looked at."""
        return CHANGING if self._session.read_only else ()

    def foot(self) -> str:
        """How far the plan is."""
        sections = self._session.questionnaire.sections
        done = sum(self._session.standing(section.id).done for section in sections)
        return f"{done} of {len(sections)} sections done"

    # the rows

    def rows(self, width: int, screen_width: int) -> Sequence[Row]:
        """Section by section, then the way on."""
        self._places = {}
        body: list[Row] = []
        quiet: list[str] = []
        total = dict.fromkeys(("wrong", "open", "parked"), 0)
        for section in self._session.questionnaire.sections:
            left = self._left_in(section)
            counts = {"wrong": left.errors, "open": left.open_count, "parked": len(left.parked)}
            total = {kind: number + counts[kind] for kind, number in total.items()}
            rows = list(self._section_rows(section, left, width))
            if rows:
                body += [Row(_heading(self._title(section), counts)), *rows, Row()]
            else:
                quiet.append(self._title(section))
        if quiet and body:
            names = ui_text(f"Nothing to do in {join_words(quiet)}.", MUTED)
            body += [Row(stacked(hanging(mark("done") + " ", names, width))), Row()]
        for group in _GROUPS:
            body += self._group(group, width)
        onward = Row(ui_text("See the scorecard: what is strong, what to do next"), "score")
        words = _opening(total, bool(body))
        rows = [Row(stacked(wrapped(ui_text(words), width))), Row(), *body, onward]
        return [*rows, *longer_run(self._session, width)]

    def _left_in(self, section: Section) -> "_Left":
        """What is left to do in a section."""
        reading, answers = self._session.reading, self._session.answers
        left = _Left()
        for entry in self._session.questionnaire.entries(section.id):
            if isinstance(entry, ItemList) and self._session.would_ask(section.id, entry.id):
                missing = entry.fewest - len(answers.ids(entry.id))
                left.missing += [(entry, missing)] if missing > 0 else []
                left.together += [(entry, one) for one in reading.list_problems(entry.id)]
        for place in reading.places_of(section.id):
            problems = reading.problems(place)
            left.problems += problems
            question = self._session.questionnaire.questions[place.name]
            wrong = any(one.severity == "error" for one in problems)
            if question.answerable and not wrong and reading.state(*place) is State.OPEN:
                (left.open if reading.required(place) else left.optional).append(place)
        left.parked = [
            one for one in answers.parked if self._is_known(one, section.id) and reading.asked(one)
        ]
        return left

    def _is_known(self, place: Place, section: str = "") -> bool:
        """Whether the questionnaire has a place, in a certain section if one is named."""
        home = self._session.questionnaire.homes.get(place.name)
        return home is not None and section in ("", home.section)

    def _title(self, section: Section) -> str:
        return self._session.reading.section_words(section.id, "title")

    def _section_rows(self, section: Section, left: "_Left", width: int) -> Iterator[Row]:
        for problem in left.problems:
            yield self._row(_grade(problem), problem.place, width, "", problem.words)
        for at, (entry, problem) in enumerate(left.together):
            key = f"together:{entry.id}:{at}"
            self._places[key] = self._first_of(section, entry)
            lead = ui_text(" " * (_INDENT - 2)) + mark(_grade(problem)) + " "
            said = ui_text(f"{clean_line(entry.many).capitalize()}: {problem.words}")
            yield Row(stacked(hanging(lead, said, width, 3)), key)
        for entry, missing in left.missing:
            key = f"list:{entry.id}"
            self._places[key] = Position(section.id)
            words = f"Add at least {plural(missing, entry.one, entry.many)}"
            yield Row(ui_text(" " * (_INDENT - 2)) + mark("open") + ui_text(f" {words}"), key)
        for place in left.open:
            yield self._row("open", place, width)
        yield from self._optional(section, left, width)

    def _first_of(self, section: Section, entry: ItemList) -> Position:
        """The first question of a list's first item."""
        names = self._session.would_ask(section.id, entry.id)
        ids = self._session.answers.ids(entry.id)
        return Position(section.id, names[0], ids[0]) if names and ids else Position(section.id)

    def _group(self, group: "_Group", width: int) -> list[Row]:
        """All replies of one sort, each leading to its question."""
        reading, answers = self._session.reading, self._session.answers
        order = {name: at for at, name in enumerate(self._session.questionnaire.questions)}
        found = [one for one in group.places(answers) if self._is_known(one)]
        if group.counts:
            found = [one for one in found if reading.asked(one) and reading.is_put_off(one)]
        rows = [
            self._row(group.mark, one, width, *group.say(answers, one))
            for one in sorted(found, key=lambda one: order[one.name])
        ]
        return [Row(ui_text(group.title, STRONG)), *rows, Row()] if rows else []

    def _optional(self, section: Section, left: "_Left", width: int) -> Iterator[Row]:
        if not left.optional:
            return
        unfolded = section.id in self._unfolded
        words = f"{plural(len(left.optional), 'optional question')} open"
        hint = "Enter folds them away" if unfolded else "Enter shows them"
        line = ui_text(f"{' ' * _INDENT}{words}   {hint}", MUTED)
        yield Row(cut(line, width), f"fold:{section.id}")
        if unfolded:
            for place in left.optional:
                yield self._row("open", place, width, "optional")

    def _row(self, kind: str, place: Place, width: int, words: str = "", note: str = "") -> Row:
        """A line that leads to a place: its mark, its name, and what is to say about it."""
        lead = ui_text(" " * (_INDENT - 2)) + mark(kind) + " "
        line = ui_text(clean_line(place_name(self._session.reading, place)))
        if words:
            line += ui_text(f"   {clean_line(words)}", MUTED)
        lines = hanging(lead, line, width, 3)
        if note:
            lines += hanging(ui_text(" " * (_INDENT + 2)), ui_text(note, MUTED), width, 3)
        position = way_to(self._session, place)
        if position is None:
            return Row(stacked(lines))
        key = f"{kind}:{place.name}:{place.item}"
        self._places[key] = position
        return Row(stacked(lines), key)

    # what is done

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go there, unfold, or go on."""
        event.stop()
        if event.key in self._places:
            self.post_message(self.GoTo(self._places[event.key]))
        elif event.key == "score":
            self.post_message(ShowScore())
        elif event.key == LONGER:
            self.post_message(ShowForm(switch_run=True))
        elif event.key.startswith("fold:"):
            self._unfolded ^= {event.key.removeprefix("fold:")}
            self.redraw()

    def action_previous_page(self) -> None:
        """Back to the questions."""
        self.post_message(ShowForm())

    def action_next_page(self) -> None:
        """On to the scorecard."""
        self.post_message(ShowScore())

    def action_score(self) -> None:
        """On to the scorecard."""
        self.post_message(ShowScore())

    def action_save(self) -> None:
        """Save now."""
        self.post_message(SaveNow())

    def action_help(self) -> None:
        """Keys and marks."""
        self.post_message(ShowHelp("review"))


@dataclass
class _Left:
    """What is left to do in a section."""

    problems: list[Problem] = field(default_factory=list)
    missing: list[tuple[ItemList, int]] = field(default_factory=list)
    open: list[Place] = field(default_factory=list)
    parked: list[Place] = field(default_factory=list)
    optional: list[Place] = field(default_factory=list)
    together: list[tuple[ItemList, Problem]] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """Answers that are wrong."""
        of_lists = [one for _, one in self.together]
        return len({one.place for one in (*self.problems, *of_lists) if one.severity == "error"})

    @property
    def open_count(self) -> int:
        """What counts and has no answer; a list without its items is one."""
        return len(self.open) + len(self.missing)


@dataclass(frozen=True)
class _Group:
    """Replies of one sort: where they are, and what is said of one, beside its name and below.

    `counts`: only where the question is asked now.
    """

    title: str
    mark: str
    places: Callable[[Answers], Iterable[Place]]
    say: Callable[[Answers, Place], tuple[str, str]]
    counts: bool = True


def _parked(answers: Answers, place: Place) -> tuple[str, str]:
    return f"not known yet   {parked_words(answers.parked[place])}".rstrip(), ""


def _disagreement(answers: Answers, place: Place) -> tuple[str, str]:
    return "", disagreement_words(answers.disagreements[place])


def _note(answers: Answers, place: Place) -> tuple[str, str]:
    remark = answers.remarks[place]
    by = f" ({clean_line(remark.author)})" if remark.author else ""
    return "", f"{remark.text}{by}"


_GROUPS = (
    _Group("Parked", "parked", lambda answers: answers.parked, _parked),
    _Group(
        "Does not apply",
        "not applicable",
        lambda answers: answers.not_applicable,
        lambda answers, place: ("", ""),
    ),
    _Group(
        "Seen another way",
        "disagreement",
        lambda answers: answers.disagreements,
        _disagreement,
        counts=False,
    ),
    _Group("Notes", "note", lambda answers: answers.remarks, _note, counts=False),
)


def _grade(problem: Problem) -> str:
    return "wrong" if problem.severity == "error" else "advice"


def _opening(total: dict[str, int], something: bool) -> str:
    """The first words: how the plan stands as a whole."""
    if any(total.values()):
        return f"{count_words(**total)}. Enter goes to the question."
    if something:
        return "Nothing is open: every question that counts has an answer."
    return "All done: every question has an answer."


def _heading(title: str, counts: dict[str, int]) -> Content:
    sign = mark("wrong" if counts["wrong"] else "open" if counts["open"] else "done")
    return (
        sign
        + " "
        + ui_text(clean_line(title), STRONG)
        + ui_text(f"   {count_words(**counts)}", MUTED)
    )
