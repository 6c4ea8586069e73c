"""Sections cut into sheets, and a sheet read as spots: what a page shows, from top to bottom.

The cut does not depend on the answers, so that no question jumps to another page while one types.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.plan.session import Session
from smtui.questionnaire.kinds import Link, Note
from smtui.questionnaire.model import ItemList, Question, Questionnaire
from smtui.text import cell_width

MOST = 12
"""Questions on one sheet."""
_AROUND = ("head", "row", "foot")
_AS_PART = {"question": "field", "taken": "field"}
_CELLS = 3  # of a grid that take the room of a question
_LABELS = 20  # columns of the labels of fields, at most
_LABELS_OF_ROWS = 22


@dataclass(frozen=True)
class Sheet:
    """Questions that are shown together: of a section, or of each item of a list in it."""

    section: str
    list: str = ""
    questions: tuple[str, ...] = ()
    number: int = 1
    of: int = 1


@dataclass(frozen=True)
class Step:
    """A page: a sheet, and the item that it is for; no item where a list has none yet."""

    sheet: Sheet
    item: str = ""


@dataclass(frozen=True)
class Spot:
    """One thing on a page: a question, or a part of one that has parts.

    That is its head or foot, a field, or the name of a row of a grid. What is "shown" or "taken"
    or a "note" is to be read.
    """

    place: Place
    part: str = "question"
    depth: int = 0
    labels: int = 0
    """Columns of the labels of fields."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is, whatever the item."""
        return self.place.name, self.part, self.place.row

    @property
    def stop(self) -> bool:
        """Whether the focus can be here."""
        return self.part in ("question", "field")

    def answerable(self, reading: Reading) -> bool:
        """Whether there is something to answer here; else it is only to be read."""
        question = reading.questionnaire.questions[self.place.name]
        return question.answerable and not question.parts


def sheets_of(questionnaire: Questionnaire, run: str) -> list[Sheet]:
    """All sheets of a run, in order."""
    found: list[Sheet] = []
    for section in questionnaire.sections:
        for list_id, questions in _stretches(questionnaire, section.id, run):
            cuts = _cut(questions)
            found += [
                Sheet(section.id, list_id, tuple(one.id for one in part), at + 1, len(cuts))
                for at, part in enumerate(cuts)
            ]
    return found


def _stretches(
    questionnaire: Questionnaire, section: str, run: str
) -> Iterator[tuple[str, list[Question]]]:
    """The questions of a section between its lists, and those of each list."""
    run_of: list[Question] = []
    for entry in questionnaire.entries(section):
        if not isinstance(entry, ItemList):
            if _in_run(entry, run):
                run_of.append(entry)
            continue
        if run_of:
            yield "", run_of
            run_of = []
        mine = [
            one
            for one in questionnaire.section(section).questions
            if questionnaire.homes[one.id].list == entry.id and _in_run(one, run)
        ]
        if mine:
            yield entry.id, mine
    if run_of:
        yield "", run_of


def _in_run(question: Question, run: str) -> bool:
    return run == "full" or question.quick is not False


def _weight(question: Question) -> int:
    """How many questions it counts for: the same whatever the plan says."""
    mine = min(max(1, round(question.size / _CELLS)), MOST)
    return mine + sum(_weight(one) for one in question.then)


def _cut(questions: Sequence[Question]) -> list[list[Question]]:
    """As few parts as hold at most `MOST` questions each, about equally long."""
    total = sum(_weight(one) for one in questions)
    share = total / max(1, -(-total // MOST))
    parts: list[list[Question]] = [[]]
    weight, done = 0, 0.0
    for one in questions:
        mine = _weight(one)
        if parts[-1] and (weight + mine > MOST or done + mine / 2 > share * len(parts)):
            parts.append(_headings_at_the_end(parts[-1]))
            weight = sum(_weight(one) for one in parts[-1])
        parts[-1].append(one)
        weight += mine
        done += mine
    return parts


def _headings_at_the_end(part: list[Question]) -> list[Question]:
    """The texts at the end of a part, taken out of it: they speak of what comes next."""
    found: list[Question] = []
    while len(part) > 1 and isinstance(part[-1], Note):
        found.insert(0, part.pop())
    return found


def steps_of(session: Session, sheets: Sequence[Sheet]) -> list[Step]:
    """All pages in order: the sheets of a list come once for each item."""
    found: list[Step] = []
    for at, sheet in enumerate(sheets):
        if not sheet.list:
            found.append(Step(sheet))
            continue
        if sheet.number > 1:
            continue
        items = session.answers.ids(sheet.list) or ("",)
        together = sheets[at : at + sheet.of]
        found += [Step(one, item) for item in items for one in together[: None if item else 1]]
    return found


def top_of(questionnaire: Questionnaire, name: str) -> str:
    """The question of a section that a question or field belongs to."""
    home = questionnaire.homes[name]
    above = home.record or home.parent
    return top_of(questionnaire, above) if above else name


def spots_of(reading: Reading, step: Step) -> list[Spot]:
    """What a page shows with the present answers."""
    found: list[Spot] = reading.remembered(("spots", step), lambda: _spots_of(reading, step))
    return found


def _spots_of(reading: Reading, step: Step) -> list[Spot]:
    if step.sheet.list and not step.item:
        return []
    found: list[Spot] = []
    for name in step.sheet.questions:
        found += _spots(reading, Place(name, step.item), 0)
    if found and not any(one.stop for one in found):
        # nothing but texts and values: the focus needs a place
        at = next((at for at, one in enumerate(found) if one.part not in _AROUND), 0)
        found[at] = replace(found[at], part="question")
    return found


def _spots(reading: Reading, place: Place, depth: int) -> Iterator[Spot]:
    if not reading.asked(place):
        return
    question = reading.questionnaire.questions[place.name]
    if question.parts:
        yield Spot(place, "head", depth)
        yield from _inside(reading, place, depth)
        yield Spot(place, "foot", depth)
    else:
        yield Spot(place, _part(reading, question, place), depth)
    for then in reading.followers(question):
        yield from _spots(reading, Place(then.id, place.item), depth + 1)


def _inside(reading: Reading, place: Place, depth: int) -> Iterator[Spot]:
    """The fields of a record, or the cells of a grid; several of a row stand under its name."""
    inside = [
        (one, _part(reading, reading.questionnaire.questions[one.name], one))
        for one in reading.parts(place)
    ]
    most = _LABELS_OF_ROWS if any(one.row for one, _ in inside) else _LABELS
    widths = (cell_width(reading.short(one)) for one, part in inside if part != "note")
    # a longer label stands above its answer, and moves no other one away
    labels = max((one for one in widths if one <= most), default=most)
    row = ""
    for one, part in inside:
        below = reading.has_columns(one)
        if below and one.item != row:
            row = one.item
            yield Spot(Place(place.name, row), "row", depth)
        yield Spot(one, _AS_PART.get(part, part), depth + below, labels)


def _part(reading: Reading, question: Question, place: Place) -> str:
    """Shown and not asked are what is worked out, and a link to the only item that there is."""
    if not question.answerable:
        return "note" if isinstance(question, Note) else "shown"
    if isinstance(question, Link) and question.auto:
        ids = reading.items(question.to)
        if len(ids) == 1 and reading.reply(place) in (None, question.of_one(ids[0])):
            return "taken"
    return "question"
