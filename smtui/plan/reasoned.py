"""A sample's answers and the reasons for them: which belongs to which, and which has none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from smtui.mistakes import Mistake, suggestion
from smtui.plan.answers import Place
from smtui.plan.named import name_of
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import State
from smtui.questionnaire.notes import Found, Notes
from smtui.questionnaire.teaching import Reason

Reasons = Mapping[Place, Reason]
_SHOWN = 4


def by_place(reasons: Iterable[Reason]) -> Reasons:
    """The reasons by the places of the answers that they are about."""
    return {Place(one.question, one.item): one for one in reasons}


def reason_at(reading: Reading, reasons: Reasons, place: Place) -> Reason | None:
    """The reason for an answer; what is a part of another has that one's."""
    whole = reading.whole_of(place)
    return reasons.get(place) or (reasons.get(whole) if whole is not None else None)


def items_noted(reading: Reading, found: Sequence[Found], notes: Notes, sample: str) -> None:
    """Note every reason whose item the sample does not have."""
    for one in found:
        owner = reading.questionnaire.list_of(one.thing.question)
        ids = reading.answers.ids(owner.id) if owner else ()
        if owner and one.thing.item not in ids:
            what = f"there is no {owner.one} '{one.thing.item}' in {sample}"
            mend = suggestion(one.thing.item, list(ids), noun=owner.many)
            notes.at(one, what, mend, below=("item",))


def without_reason(reading: Reading, reasons: Reasons) -> Iterator[tuple[str, list[Place]]]:
    """The answers of a sample that have no reason, by section. A question of parts counts once."""
    for section in reading.questionnaire.sections:
        bare = [
            place
            for place in reading.places_of(section.id)
            if reading.questionnaire.questions[place.name].answerable
            and reading.state(*place) is State.ANSWERED
            and place not in reasons
            and not any(one in reasons for one in reading.parts(place))
        ]
        if bare:
            yield section.id, bare


def unreasoned(reading: Reading, reasons: Reasons, file: str, line: int) -> Iterator[Mistake]:
    """A warning for each section of a sample in which answers have no reason.

    `file` and `line` are where the questionnaire names the file of reasons.
    """
    for section, places in without_reason(reading, reasons):
        names = ", ".join(name_of(reading, place) for place in places[:_SHOWN])
        more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        number = len(places)
        words = "1 answer has" if number == 1 else f"{number} answers have"
        yield Mistake(file, line, f"{words} no reason in '{section}': {names}{more}")
