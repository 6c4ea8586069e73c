"""Moves what an older plan says of questions beside their answers: parked, notes and the like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smtui.plan.conversion import for_people
from smtui.plan.former import Former
from smtui.plan.ledger import MOVED, PARKED, Ledger, Spot
from smtui.plan.whereabouts import are_tables
from smtui.questionnaire.kinds import Grid

REPLIES: Mapping[str, str] = {
    "parked": "not known yet",
    "note": "note",
    "not_applicable": "not applicable",
    "disagreement": "disagreement",
}
"""The lists of a plan's file that speak of questions, and what each entry says."""

_NAMING = ("question", "item", "row")
_UNLESS_ANSWERED = ("parked", "not_applicable")


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
                taken = {_place_of(one) for one in entries}
                for entry in entries:
                    if isinstance(entry.get("question"), str):
                        self._move(key, entry, taken)

    def _move(self, key: str, entry: dict[str, Any], taken: set[tuple[str, ...]]) -> None:
        name, item, row = old = _place_of(entry)
        questionnaire = self.ledger.questionnaire
        new = self.former.today(name)
        if new:
            home = questionnaire.homes[new]
            item = item or self.made_items.get(home.list, "")
            grid = questionnaire.questions.get(home.record)
            row = self.former.rows(grid).get(row, row) if isinstance(grid, Grid) else row
        place = (new, item, row)
        if place == old:
            return
        word = REPLIES[key]
        was = for_people([one for at, one in entry.items() if at not in _NAMING]) or word
        # where two answers meet and today's counts, it is no longer unknown
        rival = key in _UNLESS_ANSWERED and self.ledger.lost_to_a_rival(new, item)
        if not new or place in taken or rival:
            self.ledger.tell(PARKED, name, "", f"{name}, {word}", was)
            return
        for at, now, before in zip(_NAMING, place, old, strict=True):
            if now != before:
                entry[at] = now
        taken.add(place)
        label = f"{questionnaire.questions[new].called}, {word}"
        self.ledger.tell(MOVED, name, new, label, was)

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
            known = next((one for one in entries if _place_of(one) == place), None)
            if known is not None and isinstance(known.get("text", ""), str):
                known["text"] = "\n".join(one for one in (known.get("text"), text) if one)
            else:
                named = {at: one for at, one in zip(_NAMING, place, strict=True) if one}
                entries.append({**named, "text": text})


def _place_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The place that an entry names."""
    return tuple(str(entry.get(key, "")) for key in _NAMING)
