"""Two versions of a plan brought together: what stays, what both changed, who wins."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from smtui.files import CAPS
from smtui.plan.answers import Answers, Parked, Place, Remark
from smtui.plan.rules import Reading
from smtui.plan.telling import day_and_time, reply_words
from smtui.questionnaire.model import Questionnaire

OURS, THEIRS = "ours", "theirs"
"""The two sides: what is here in memory or in a journal, and what stands in the file."""

_NOBODY: Mapping[Place, str] = MappingProxyType({})


@dataclass(frozen=True)
class Origins:
    """Where each side's version comes from, in words, for the note that keeps the other one."""

    ours: str = "typed here"
    theirs: str = "from the file"

    @classmethod
    def dated(cls, typed: datetime | None = None, changed: datetime | None = None) -> "Origins":
        """With the moments when ours was typed and the file was changed, where they are known."""
        plain = cls()
        return cls(
            plain.ours + (f", {day_and_time(typed)}" if typed else ""),
            plain.theirs + (f", {day_and_time(changed)}" if changed else ""),
        )

    def of(self, side: str) -> str:
        """The words for a side."""
        return self.ours if side == OURS else self.theirs


class Reply(NamedTuple):
    """All that a place replies: an answer, that it is parked, that it does not apply."""

    value: Any = None
    parked: Parked | None = None
    not_applicable: bool = False

    @property
    def says_something(self) -> bool:
        """Whether it is a reply at all."""
        return self.value is not None or self.parked is not None or self.not_applicable


def reply_at(answers: Answers, place: Place) -> Reply:
    """What a place replies."""
    return Reply(answers.value(place), answers.parked.get(place), place in answers.not_applicable)


@dataclass(frozen=True)
class Conflict:
    """A question that both sides have changed, each in its own way. `default` is who wins.

    Ours does: it is the newest thing that this person typed. But an answer that was only taken
    away gives way to one that says something, for a note cannot show that there was nothing.
    """

    place: Place
    ours: Reply
    theirs: Reply

    @property
    def default(self) -> str:
        """The side whose version stays unless somebody chooses."""
        return OURS if self.ours.says_something or not self.theirs.says_something else THEIRS


@dataclass(frozen=True)
class Rescued:
    """An item that one side deleted and about which the other has said something: it stays."""

    list: str
    item: str
    deleted_by: str


@dataclass(frozen=True)
class Merge:
    """Two versions brought together. `answers` are those with every conflict as by default."""

    questionnaire: Questionnaire
    base: Answers
    ours: Answers
    theirs: Answers
    woven: Answers
    """All but the conflicts, which stand as by default, and without notes of what they replace."""
    conflicts: tuple[Conflict, ...] = ()
    rescued: tuple[Rescued, ...] = ()
    origins: Origins = Origins()

    @cached_property
    def answers(self) -> Answers:
        """What comes of it when nobody chooses."""
        return self.taking()

    @property
    def too_many(self) -> tuple[str, ...]:
        """The lists that would have more items than a plan's file may have: it must not be."""
        return tuple(one for one, ids in self.woven.items.items() if len(ids) > CAPS.items)

    def taking(self, choices: Mapping[Place, str] = _NOBODY) -> Answers:
        """What comes of it with these sides (`OURS`, `THEIRS`) at the conflicts; else by default.

        The other version is put into a note beside the question, behind what stands there.
        """
        if not self.conflicts:
            return self.woven
        made = {name: dict(getattr(self.woven, name)) for name in (*REPLY, "remarks")}
        # in the words of what comes of it: there items have the numbers that people will see
        reading = Reading(self.questionnaire, self.woven)
        for one in self.conflicts:
            side = choices.get(one.place, one.default)
            stays, goes = (one.ours, one.theirs) if side == OURS else (one.theirs, one.ours)
            put_reply(made, one.place, stays)
            if goes.says_something:
                words = said_of(reading, one.place, goes)
                origin = self.origins.of(THEIRS if side == OURS else OURS)
                _add_note(made["remarks"], one.place, f"Other version ({origin}): {words}")
        return replace(self.woven, **made)


REPLY = ("values", "parked", "not_applicable")
"""The parts of `Answers` of which a reply consists, in its order."""


def said_of(reading: Reading, place: Place, reply: Reply) -> str:
    """What a reply would say at a place of a plan, in words with nothing left out."""
    known = reading.answers
    made = {name: dict(getattr(known, name)) for name in REPLY}
    put_reply(made, place, reply)
    reading.become(replace(known, **made), (place,))
    words = reply_words(reading, place)
    reading.become(known, (place,))
    return words


def put_reply(made: Mapping[str, dict[Place, Any]], place: Place, reply: Reply) -> None:
    """Put a reply among others, which are kept by the parts of `Answers`; none takes it away."""
    for name, one in zip(REPLY, reply, strict=True):
        if one is None or (one is False and name == "not_applicable"):
            made[name].pop(place, None)
        else:
            made[name][place] = one


def _add_note(remarks: dict[Place, Remark], place: Place, note: str) -> None:
    """Put a text behind the note at a place.

    It may become longer than what can be typed: to cut it would be to lose an answer.
    """
    known = remarks.get(place, Remark(""))
    text = f"{known.text}\n{note}" if known.text else note
    remarks[place] = Remark(text, known.author)
