"""A model plan and one's own laid side by side, section by section, with what each is worth."""

from collections.abc import Iterator
from dataclasses import dataclass

from smtui.plan.answered import answer_words
from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.questionnaire.model import Check, ItemList, Questionnaire
from smtui.scoring.scorecard import FindingSeen, Scorecard, judged
from smtui.text import clean_line

NOTHING_YET, NOT_ASKED, PARKED, NOT_APPLICABLE = (
    "no answer yet", "not asked", "parked: not known yet", "does not apply",
)  # fmt: skip
"""What stands in the place of an answer."""
WRONG = "! wrong:"
"""Stands before an answer that does not count as it is."""


@dataclass(frozen=True)
class Line:
    """A question, or (`heads`) an item of a list, as it is answered on either side."""

    label: str
    model: str
    yours: str
    heads: bool = False


@dataclass(frozen=True)
class Worth:
    """What the scorecard says of one side of a section: its points, and what it found there."""

    earned: float
    possible: float
    gaps: tuple[FindingSeen, ...] = ()
    strengths: tuple[FindingSeen, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section on either side."""

    id: str
    title: str
    lines: tuple[Line, ...]
    model: Worth
    yours: Worth


@dataclass(frozen=True)
class Beside:
    """Both plans as a whole. `model` and `yours` are their scorecards, of the same run."""

    model: Scorecard
    yours: Scorecard
    pairs: tuple[Part, ...]
    run: str = ""
    """What both are judged as: "short run"; empty where the questionnaire has no runs."""


def beside(model: Reading, yours: Reading) -> Beside:
    """Lay two plans of one questionnaire side by side. Both are to be read in the same run."""
    questionnaire = yours.questionnaire
    cards = judged(model), judged(yours)
    sections = {check.id: _section_of(questionnaire, check) for check in questionnaire.checks}
    parts = []
    for section in questionnaire.sections:
        lines = tuple(_lines(model, yours, section.id))
        ours, theirs = (_worth(card, section.id, sections, questionnaire) for card in cards)
        if lines or ours.possible or theirs.possible:
            title = yours.section_words(section.id, "title")
            parts.append(Part(section.id, title, lines, ours, theirs))
    run = questionnaire.runs.get(yours.run)
    return Beside(*cards, tuple(parts), f"{clean_line(run.title).lower()} run" if run else "")


def _section_of(questionnaire: Questionnaire, check: Check) -> str:
    """The section that a check belongs to: where it leads, else where it looks first."""
    code = questionnaire.code(check.id, "earn")
    reads = sorted(code.reads, key=lambda one: questionnaire.order.get(one, 0)) if code else []
    homes = questionnaire.homes
    return next((homes[one].section for one in (check.question, *reads) if one in homes), "")


def _worth(
    card: Scorecard, section: str, sections: dict[str, str], questionnaire: Questionnaire
) -> Worth:
    checks = [one for one in card.checks if sections[one.id] == section]
    homes = questionnaire.homes

    def here(found: tuple[FindingSeen, ...]) -> tuple[FindingSeen, ...]:
        known = (one for one in found if one.question in homes)
        return tuple(one for one in known if homes[one.question].section == section)

    earned, possible = sum(one.earned for one in checks), sum(one.possible for one in checks)
    return Worth(earned, possible, here(card.gaps), here(card.strengths))


def _lines(model: Reading, yours: Reading, section: str) -> Iterator[Line]:
    for entry in yours.questionnaire.entries(section):
        if isinstance(entry, ItemList):
            yield from _items(model, yours, section, entry)
            continue
        for one in yours.family(entry):
            yield from _line(model, yours, Place(one.id), Place(one.id))


def _items(model: Reading, yours: Reading, section: str, entry: ItemList) -> Iterator[Line]:
    """Items of a list, the first beside the first and so on."""
    theirs, mine = model.items(entry.id), yours.items(entry.id)
    names = [
        one.id
        for asked in yours.questionnaire.section(section).questions
        if yours.questionnaire.homes[asked.id].list == entry.id
        for one in yours.family(asked)
    ]
    for at in range(max(len(theirs), len(mine))):
        left, right = (ids[at] if at < len(ids) else "" for ids in (theirs, mine))
        pairs = [(Place(name, left), Place(name, right)) for name in names]
        inside = [line for pair in pairs for line in _line(model, yours, *pair, entry)]
        none = f"no {entry.one} {at + 1}"
        title = clean_line(model.title(entry.id, left)) if left else none
        own = clean_line(yours.title(entry.id, right)) if right else none
        if inside:
            yield Line(f"{entry.one[:1].upper()}{entry.one[1:]} {at + 1}", title, own, heads=True)
            # what an item is called says its head already
            yield from (one for one in inside if {one.model, one.yours} - {title, own, ""})


def _line(
    model: Reading, yours: Reading, theirs: Place, mine: Place, entry: ItemList | None = None
) -> Iterator[Line]:
    question = yours.questionnaire.questions[mine.name]
    sides = ((model, theirs), (yours, mine))
    there = [entry is None or bool(place.item) for _, place in sides]
    asked = [
        here and reading.asked(place) for here, (reading, place) in zip(there, sides, strict=True)
    ]
    if not question.answerable or not any(asked):
        return
    reading, place = sides[1] if asked[1] else sides[0]
    said, own = (
        _said(one, at) if here else "" for here, (one, at) in zip(there, sides, strict=True)
    )
    yield Line(clean_line(reading.called(place)), said, own)


def _said(reading: Reading, place: Place) -> str:
    """An answer, or what stands in its place."""
    if not reading.visible(place):
        return NOT_ASKED
    if reading.is_put_off(place):
        return PARKED if reading.is_parked(place) else NOT_APPLICABLE
    if reading.is_wrong(place):
        return _wrong(reading, place)
    words = clean_line(answer_words(reading, place)).strip()
    return words or (NOTHING_YET if reading.asked(place) else NOT_ASKED)


def _wrong(reading: Reading, place: Place) -> str:
    """An answer that does not count as it is; of what has parts, the wrong ones say so."""
    parts = reading.parts(place) if reading.questionnaire.questions[place.name].parts else []
    texts = []
    for part in parts:
        if text := clean_line(reading.text(part)).strip():
            mark = f"{WRONG} " if reading.is_wrong(part) else ""
            texts.append(f"{reading.called(part)}: {mark}{text}")
    if any(WRONG in one for one in texts):
        return "; ".join(texts)
    words = "; ".join(texts) or clean_line(reading.text(place)).strip()
    return f"{WRONG} {words}".rstrip()
