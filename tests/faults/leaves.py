"""Plans in which every place holds another hostile text, and after some turns each held each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from smtui.plan.answers import Answers, Disagreement, Parked, Place, Remark
from smtui.questionnaire.expression import ChoiceOf
from smtui.questionnaire.kinds import Grid
from smtui.questionnaire.model import Question, Questionnaire
from smtui.text import clean_line
from tests.faults.strings import PAYLOADS

FREE = ("text", "longtext", "texts")
"""Kinds in which any text is an answer. In the others it is one that does not fit."""


def items_of(list_id: str) -> tuple[str, str]:
    """The items of a list."""
    return f"{list_id}1", f"{list_id}2"


def places(questionnaire: Questionnaire) -> list[Place]:
    """Every place of a plan where an answer can stand: in each item, field and fixed cell."""
    return [
        Place(name, item)
        for name, question in questionnaire.questions.items()
        if question.answerable and not question.parts
        for item in _items(questionnaire, name)
    ]


def _items(questionnaire: Questionnaire, name: str) -> Iterator[str]:
    home = questionnaire.homes[name]
    owners: Sequence[str] = items_of(home.list) if home.list else ("",)
    whole = questionnaire.questions.get(home.record) if home.record else None
    for owner in owners:
        if not isinstance(whole, Grid):
            yield owner
            continue
        kind = questionnaire.row_types[whole.id]
        rows = list(kind.among.rows)[:3] if isinstance(kind, ChoiceOf) else ["none"]
        yield from (f"{owner}.{row}" for row in rows)


def _fitting(questionnaire: Questionnaire, question: Question) -> Any:
    """An answer that fits, so that what depends on it is asked."""
    among = questionnaire.among.get(question.id)
    leads = items_of(getattr(question, "to", ""))
    first = list(among.rows)[:1] if among is not None else ["a"]
    return {
        "number": 5, "money": 5, "percent": 5, "scale": 3, "yesno": True,
        "date": date(2026, 12, 1), "choice": first[0] if first else None, "choices": tuple(first),
        "ranking": tuple(among.rows) if among is not None else None,
        "link": leads[0], "links": leads[:1],
    }.get(question.kind)  # fmt: skip


@dataclass
class Turn:
    """One plan: which text stands where."""

    questionnaire: Questionnaire
    number: int
    everywhere: bool
    """Also where a text does not fit; else there stands what does."""
    payloads: Mapping[str, str] = field(default_factory=lambda: PAYLOADS)
    said: dict[Place, str] = field(default_factory=dict)

    def answers(self, *, harmless: bool = False) -> Answers:
        """The plan; `harmless`: the same with words instead of the texts."""
        texts = list(self.payloads.values())
        every = places(self.questionnaire)
        values: dict[Place, Any] = {}
        beside: dict[str, dict[Place, Any]] = {"parked": {}, "remarks": {}, "disagreements": {}}
        for at, place in enumerate(every):
            question = self.questionnaire.questions[place.name]
            text = texts[(at + self.number) % len(texts)]
            said = tame(question, text, at) if harmless else text
            if question.kind in FREE or self.everywhere:
                values[place] = said
                self.said[place] = text
            elif (fitting := _fitting(self.questionnaire, question)) is not None:
                values[place] = fitting
            # beside an answer must stand something that is left when it is cleaned
            line = f"word{at}" if harmless or not clean_or(text) else text
            way = (at + self.number) % 5
            if way == 0 and question.kind not in FREE:
                values.pop(place, None)
                beside["parked"][place] = Parked(line, date(2026, 12, 1))
            elif way == 1:
                beside["remarks"][place] = Remark(line, line)
            elif way == 2:
                beside["disagreements"][place] = Disagreement(line, line)
        items = {one: items_of(one) for one in self.questionnaire.lists}
        return Answers(
            {at: one for at, one in values.items() if one not in (None, "", ())},
            items,
            beside["parked"],
            beside["remarks"],
            {},
            beside["disagreements"],
        )


def clean_or(text: str) -> str:
    """What is left of a text on one line."""
    return clean_line(text).strip()


def tame(question: Question, text: str, at: int) -> str:
    """Words of the same outline as a text: a word for each line that says something."""
    cleaned = question.clean(text)
    if question.kind == "texts" and isinstance(cleaned, tuple):
        return "\n".join(f"word{at}n{number}" for number in range(len(cleaned)))
    if isinstance(cleaned, str):
        lines = cleaned.split("\n")
        return "\n".join(f"word{at}n{n}" if one.strip() else "" for n, one in enumerate(lines))
    return text
