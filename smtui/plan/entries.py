"""What a file of answers says beside the answers: what is parked, and notes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from smtui.mistakes import Mistake, suggestion
from smtui.plan.answers import Answers, Parked, Place, Remark
from smtui.plan.given import Given
from smtui.plan.rules import Reading
from smtui.plan.said import NotUnderstood, item_called
from smtui.questionnaire.kinds import Date
from smtui.text import clean_line, clean_text

_DAY = Date(id="day")


@dataclass(frozen=True)
class Entry:
    """One table of a file's [[parked]] or [[note]], and where it stands."""

    given: Given
    key: str
    at: int
    table: Mapping[str, Any]

    def put(self, answers: Answers, reading: Reading, mistakes: list[Mistake]) -> Answers:
        """The answers with what this says of a question; what is wrong with it is added."""
        wrong = len(mistakes)
        known = ("question", "item", *ENTRIES[self.key].keys)
        for key, value in self.table.items():
            if key not in known:
                mend = suggestion(key, known, noun="names")
                mistakes.append(self._wrong(key, f"'{clean_line(key)[:60]}' is not known", mend))
            elif key == "date" and (trouble := _DAY.trouble(_DAY.clean(value))):
                mistakes.append(self._wrong(key, trouble))
            elif key != "date" and not isinstance(value, str):
                mistakes.append(self._wrong(key, f"'{key}' must be a text"))
        try:
            place = self._place(reading)
        except NotUnderstood as problem:
            mistakes.append(self._wrong("question", problem.words, problem.mend))
        if len(mistakes) > wrong:
            return answers
        return ENTRIES[self.key].put(answers, place, self.table)

    def _wrong(self, key: str, what: str, mend: str = "") -> Mistake:
        return self.given.mistake((self.key, self.at, key), what, mend)

    def _place(self, reading: Reading) -> Place:
        """The place that it names. Raises `NotUnderstood`."""
        name, item = str(self.table.get("question", "")), str(self.table.get("item", ""))
        asked = reading.questionnaire.questions
        if name not in asked or not asked[name].answerable:
            mend = suggestion(name, list(asked), noun="questions")
            raise NotUnderstood(f"there is no question '{clean_line(name)[:60]}'", mend)
        owner = reading.questionnaire.homes[name].list
        return Place(name, item_called(reading, owner, item)) if owner else Place(name)


def _park(answers: Answers, place: Place, table: Mapping[str, Any]) -> Answers:
    until = _DAY.clean(table.get("date"))
    why = Parked(_line(table, "owner"), until if isinstance(until, date) else None)
    return answers.with_parked(place, why)


def _remark(answers: Answers, place: Place, table: Mapping[str, Any]) -> Answers:
    text = clean_text(table.get("text", "")).strip()
    return answers.with_remark(place, Remark(text, _line(table, "author")))


@dataclass(frozen=True)
class _Way:
    """What an entry may say beside its question, and what becomes of it."""

    keys: tuple[str, ...]
    put: Callable[[Answers, Place, Mapping[str, Any]], Answers]


ENTRIES: Mapping[str, _Way] = {
    "parked": _Way(("owner", "date"), _park),
    "note": _Way(("text", "author"), _remark),
}
"""The lists of tables in a plan that speak of a question, by their name."""


def entries_in(given: Given, key: str, rows: object, mistakes: list[Mistake]) -> list[Entry]:
    """The entries under a name; that they are none is added to the mistakes."""
    if isinstance(rows, list) and all(isinstance(one, Mapping) for one in rows):
        return [Entry(given, key, at, row) for at, row in enumerate(rows)]
    mistakes.append(
        given.mistake((key,), f"'{key}' must be a list of tables", f"write [[{key}]] above each")
    )
    return []


def _line(table: Mapping[str, Any], key: str) -> str:
    return clean_line(table.get(key, "")).strip()
