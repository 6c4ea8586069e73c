"""What an answer makes of the answers: which places there are, and what ends with a reply."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from smtui.plan.answers import Answers, Place, is_nothing
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import ChoiceOf, ItemOf
from smtui.questionnaire.kinds import Grid
from smtui.questionnaire.model import Question

Said = Mapping[Place, Any]
"""Cleaned values by place; None where there is to be no answer."""


def with_answer(answers: Answers, reading: Reading, place: Place, raw: object) -> Answers:
    """With an answer as its question's kind cleans it; the same answers when it is no other.

    A record takes a table of its fields, a grid one of its rows, or None for no answer in any
    of them. What it has not is left out.
    """
    return with_answers(answers, reading, [(place, said_at(reading, place, raw))])


def with_answers(
    answers: Answers, reading: Reading, given: Iterable[tuple[Place, Said]]
) -> Answers:
    """With many answers at once, each as `said_at` makes it.

    An answer ends that its question is parked or does not apply, and so of the whole and of the
    parts that it belongs to. To take an answer away ends neither.
    """
    values: dict[Place, Any] = {}
    ended: set[Place] = set()
    for place, said in given:
        values.update(said)
        answered = [at for at, value in said.items() if not is_nothing(value)]
        if answered:
            about = {place, reading.whole_of(place) or place}
            ended.update(about, answered)
            # what stands at a whole itself is a text where a table belongs
            values.update((at, None) for at in about if at not in said)
    return answers.with_values(values, ended)


def said_at(reading: Reading, place: Place, raw: object) -> Said:
    """What a raw answer says, by the places at which that is kept."""
    question = reading.questionnaire.questions[place.name]
    if not question.parts or not (raw is None or isinstance(raw, Mapping)):
        return {place: _cleaned(question, raw)}
    said: dict[Place, Any] = {place: None}
    for item, cells in _rows_said(reading, question, place, raw):
        for one in question.parts:
            key = one.id.rpartition(".")[2]
            if one.answerable and (cells is None or key in cells):
                value = None if cells is None else _cleaned(one, cells[key])
                said[Place(one.id, item)] = value
    return said


def _rows_said(
    reading: Reading, whole: Question, place: Place, raw: Mapping[Any, Any] | None
) -> Iterator[tuple[str, Mapping[Any, Any] | None]]:
    """The rows that a table names, with what it says of each; a record is one row."""
    if not isinstance(whole, Grid):
        yield place.item, raw
        return
    if raw is None:
        yield from ((item, None) for item in reading.rows(*place))
        return
    known = set(rows_known(reading, *place))
    for row, cells in raw.items():
        item = f"{place.item}.{row}"
        if item in known:
            alone = len(whole.columns) == 1 and not isinstance(cells, Mapping)
            yield item, {whole.columns[0].id.rpartition(".")[2]: cells} if alone else cells


def _cleaned(question: Question, raw: object) -> object:
    return None if raw is None else question.clean(raw)


def rows_known(reading: Reading, grid: str, owner: str) -> list[str]:
    """The rows that a grid has or could have, as `Reading.rows` gives them: those asked first."""
    kind = reading.questionnaire.row_types[grid]
    others: Iterable[str] = ()
    if isinstance(kind, ItemOf):
        others = reading.items(kind.list)
    elif isinstance(kind, ChoiceOf):
        others = kind.among.rows
    asked = reading.rows(grid, owner)
    return list(dict.fromkeys([*asked, *(f"{owner}.{one}" for one in others)]))


def is_there(reading: Reading, place: Place) -> bool:
    """Whether a place can hold a reply: a late key must not write to an item that is gone.

    The row of a grid need not be asked now: what is hidden is kept.
    """
    questionnaire = reading.questionnaire
    home = questionnaire.homes[place.name]
    if home.list and place.owner not in reading.items(home.list):
        return False
    if not questionnaire.questions[place.name].answerable or (place.owner and not home.list):
        return False
    whole = reading.whole_of(place)
    if whole is None or not isinstance(questionnaire.questions[whole.name], Grid):
        return not place.row
    return place.item in reading.rows(*whole) or place.item in rows_known(reading, *whole)
