"""Sections cut into sheets, and a sheet read as spots: what a page shows, from top to bottom.

The cut does not depend on the answers, so that no question jumps to another page while one types.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.plan.session import Session
from smtui.questionnaire.kinds import Link, Note, Record
from smtui.questionnaire.model import ItemList, Question, Questionnaire
from smtui.text import cell_width

MOST = 12
"""Questions on one sheet."""


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
    """One thing on a page: a question, the head or the foot of a record, one of its fields."""

    place: Place
    part: str = "question"
    depth: int = 0
    labels: int = 0
    """Columns of the labels of a record's fields."""

    @property
    def key(self) -> tuple[str, str]:
        """What it is, whatever the item."""
        return self.place.name, self.part

    @property
    def stop(self) -> bool:
        """Whether the focus can be here."""
        return self.part in ("question", "field")


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
    return 1 + sum(_weight(one) for one in question.then)


def _cut(questions: Sequence[Question]) -> list[list[Question]]:
    """As few parts as hold at most `MOST` questions each, about equally long."""
    total = sum(_weight(one) for one in questions)
    share = total / max(1, -(-total // MOST))
    parts: list[list[Question]] = [[]]
    weight, done = 0, 0.0
    for one in questions:
        mine = _weight(one)
        if parts[-1] and (weight + mine > MOST or done + mine / 2 > share * len(parts)):
            parts.append([])
            weight = 0
        parts[-1].append(one)
        weight += mine
        done += mine
    return parts


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
    if step.sheet.list and not step.item:
        return []
    found: list[Spot] = []
    for name in step.sheet.questions:
        found += _spots(reading, reading.questionnaire.questions[name], step.item, 0)
    if found and not any(one.stop for one in found):
        found[0] = replace(found[0], part="question")  # nothing but texts: the focus needs a place
    return found


def _spots(reading: Reading, question: Question, item: str, depth: int) -> Iterator[Spot]:
    place = Place(question.id, item)
    if not reading.asked(place):
        return
    if isinstance(question, Record):
        fields = [one for one in question.fields if reading.visible(Place(one.id, item))]
        labels = min(20, max((cell_width(one.called) for one in fields), default=0))
        yield Spot(place, "head", depth)
        for one in fields:
            yield Spot(Place(one.id, item), "field", depth, labels)
        yield Spot(place, "foot", depth)
    else:
        yield Spot(place, _part(reading, question, place), depth)
    for then in question.then:
        yield from _spots(reading, then, item, depth + 1)


def _part(reading: Reading, question: Question, place: Place) -> str:
    """A link to the only item that there is, is shown and not asked."""
    if isinstance(question, Note):
        return "note"
    if isinstance(question, Link) and question.auto:
        ids = reading.answers.ids(question.to)
        if len(ids) == 1 and reading.answers.value(place) in (None, ids[0]):
            return "taken"
    return "question"
