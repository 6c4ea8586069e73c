"""What a file of answers says beside the answers: what is parked, what does not apply, notes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from smtui.mistakes import Mistake, suggestion
from smtui.plan.answers import Answers, Disagreement, Parked, Place, Remark
from smtui.plan.given import Given
from smtui.plan.named import NotUnderstood, cell_of, item_called
from smtui.plan.reader import DAY
from smtui.plan.rules import Reading
from smtui.questionnaire.kinds import Grid
from smtui.text import clean_line, clean_text


@dataclass(frozen=True)
class Entry:
    """One table of a file's [[parked]], [[note]] ..., and where it stands."""

    given: Given
    key: str
    at: int
    table: Mapping[str, Any]

    def put(self, answers: Answers, reading: Reading, mistakes: list[Mistake]) -> Answers:
        """The answers with what this says of a question; what is wrong with it is added."""
        wrong = len(mistakes)
        known = ("question", "item", "row", *ENTRIES[self.key].keys)
        for key, value in self.table.items():
            if key not in known:
                mend = suggestion(key, known, noun="names")
                mistakes.append(self._wrong(key, f"'{clean_line(key)[:60]}' is not known", mend))
            elif key == "date" and (trouble := DAY.trouble(DAY.clean(value))):
                mistakes.append(self._wrong(key, trouble))
            elif key != "date" and not isinstance(value, str):
                mistakes.append(self._wrong(key, f"'{key}' must be a text"))
        needed = ENTRIES[self.key].needs
        if needed and not any(self.table.get(one) for one in needed):
            words = f"nothing is said here: {' or '.join(needed)} is missing"
            mistakes.append(self._wrong("question", words))
        try:
            place = self._place(reading)
            if self.key == "not_applicable" and not reading.may_be_na(place):
                words = f"'{place.name}' does not take the reply that it is not applicable"
                raise NotUnderstood(words, "park it, or leave it open")
        except NotUnderstood as problem:
            mistakes.append(self._wrong("question", problem.words, problem.mend))
        if len(mistakes) > wrong:
            return answers
        return ENTRIES[self.key].put(answers, place, self.table)

    def _wrong(self, key: str, what: str, mend: str = "") -> Mistake:
        return self.given.mistake((self.key, self.at, key), what, mend)

    def _place(self, reading: Reading) -> Place:
        """The place that it names. Raises `NotUnderstood`."""
        name, item, row = (str(self.table.get(key, "")) for key in ("question", "item", "row"))
        asked, homes = reading.questionnaire.questions, reading.questionnaire.homes
        if name not in asked or not asked[name].answerable:
            mend = suggestion(name, list(asked), noun="questions")
            raise NotUnderstood(f"there is no question '{clean_line(name)[:60]}'", mend)
        found = item_called(reading, homes[name].list, item) if homes[name].list else ""
        grid = homes[name].record
        if isinstance(asked.get(grid), Grid):
            return Place(name, cell_of(reading, grid, found, row))
        return Place(name, found)


def _park(answers: Answers, place: Place, table: Mapping[str, Any]) -> Answers:
    until = DAY.clean(table.get("date"))
    why = Parked(_line(table, "owner"), until if isinstance(until, date) else None)
    return answers.with_parked(place, why)


def _remark(answers: Answers, place: Place, table: Mapping[str, Any]) -> Answers:
    text = clean_text(table.get("text", "")).strip()
    return answers.with_remark(place, Remark(text, _line(table, "author")))


def _disagree(answers: Answers, place: Place, table: Mapping[str, Any]) -> Answers:
    who = Disagreement(_line(table, "name"), clean_text(table.get("text", "")).strip())
    return answers.with_disagreement(place, who)


@dataclass(frozen=True)
class _Way:
    """What an entry may say beside its question, and what becomes of it.

    Of `needs` it must say something.
    """

    keys: tuple[str, ...]
    put: Callable[[Answers, Place, Mapping[str, Any]], Answers]
    needs: tuple[str, ...] = ()


ENTRIES: Mapping[str, _Way] = {
    "parked": _Way(("owner", "date"), _park),
    "not_applicable": _Way((), lambda answers, at, _: answers.with_not_applicable(at, True)),
    "note": _Way(("text", "author"), _remark, ("text",)),
    "disagreement": _Way(("name", "text"), _disagree, ("name", "text")),
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
