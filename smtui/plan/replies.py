"""Moves what an older plan says of questions beside their answers: parked, notes and the like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smtui.plan.contents import REPLIES, WHERE
from smtui.plan.conversion import for_people
from smtui.plan.former import Former
from smtui.plan.ledger import MOVED, PARKED, Ledger, Spot
from smtui.plan.whereabouts import are_tables
from smtui.questionnaire.kinds import Grid

_OF_THE_ANSWER = ("parked", "not_applicable", "disagreement")
"""What is said of an answer, or of there being none: it means no other answer."""

_Place = tuple[str, str, str]


@dataclass
class Replies:
    """The replies of one plan. `made_items` are items made of what was asked only once."""

    data: dict[str, Any]
    former: Former
    ledger: Ledger
    made_items: Mapping[str, str]

    def move(self) -> None:
        """Bring each to today's name of its question, where nothing of its kind stands already."""
        for key in REPLIES:
            entries = self.data.get(key)
            if are_tables(entries):
                taken = {place_of(one) for one in entries}
                for entry in entries:
                    if isinstance(entry.get("question"), str):
                        self._move(key, entry, taken)

    def _move(self, key: str, entry: dict[str, Any], taken: set[_Place]) -> None:
        old = place_of(entry)
        place = self.today(old)
        if old[0] in self.ledger.questionnaire.questions and place in (old, ("", *old[1:])):
            return
        name, new = old[0], place[0]
        word = REPLIES[key]
        was = for_people([one for at, one in entry.items() if at not in WHERE]) or word
        # where two places are one now, the answer that counts may be the other one's
        rival = key in _OF_THE_ANSWER and self._another_counts(old, place)
        if not new or place in taken or rival:
            self.ledger.tell(PARKED, name, "", f"{name}, {word}", was)
            return
        put_place(entry, old, place)
        taken.add(place)
        label = f"{self.ledger.questionnaire.questions[new].called}, {word}"
        self.ledger.tell(MOVED, name, new, label, was)

    def today(self, old: _Place) -> _Place:
        """Where a place of any time is today; without a name when there is none any more."""
        name, item, row = old
        questionnaire = self.ledger.questionnaire
        new = self.former.today(name)
        if new:
            home = questionnaire.homes[new]
            item = item or self.made_items.get(home.list, "")
            if home.list and not item:
                return "", item, row
            grid = questionnaire.questions.get(home.record)
            row = self.former.rows(grid).get(row, row) if isinstance(grid, Grid) else row
        return new, item, row

    def _another_counts(self, old: _Place, new: _Place) -> bool:
        """Whether a place has an answer today that came from elsewhere than an older place."""
        name, item, row = new
        origins = self.ledger.origins
        if not row:
            return origins.get((name, item), old[0]) != old[0]
        whole = f"{old[0].rpartition('.')[0]}.{old[2]}"
        return origins.get((name.rpartition(".")[0], f"{item}.{row}"), whole) != whole

    def add_notes(self, notes: Sequence[tuple[Spot, str]]) -> None:
        """Put what had to leave its place into a note beside its question."""
        entries = self.data.get("note", [])
        if not notes or not (entries == [] or are_tables(entries)):
            return
        self.data["note"] = entries
        for (name, item), was in notes:
            text = f"Before: {was}"
            owner, _, row = item.partition(".")
            place = (name, owner, row)
            known = next((one for one in entries if place_of(one) == place), None)
            if known is not None and isinstance(known.get("text", ""), str):
                known["text"] = "\n".join(one for one in (known.get("text"), text) if one)
            else:
                named = {at: one for at, one in zip(WHERE, place, strict=True) if one}
                entries.append({**named, "text": text})


def place_of(entry: Mapping[str, Any]) -> _Place:
    """The place that an entry names."""
    name, item, row = (str(entry.get(key, "")) for key in WHERE)
    return name, item, row


def put_place(entry: dict[str, Any], old: _Place, new: _Place) -> None:
    """Let an entry name another place; what it said of it and is the same stays as it is."""
    for key, before, now in zip(WHERE, old, new, strict=True):
        if now != before:
            entry[key] = now
