"""What binds items: the links that name them, the rows of grids that are for them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from smtui.plan.answers import Answers, Place
from smtui.questionnaire.expression import ItemOf
from smtui.questionnaire.kinds import Grid, Link
from smtui.questionnaire.model import Question, Questionnaire


class Bonds:
    """The links of a questionnaire, found once, and what becomes of them with the items."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._links = {
            name: one for name, one in questionnaire.questions.items() if isinstance(one, Link)
        }
        self._auto = [one for one in self._links.values() if one.auto]

    def named_at(self, answers: Answers, place: Place) -> Iterator[tuple[str, str]]:
        """The items on which a place hangs, each with its list: those that its link names, and
        the one that its row is for; not the one that it belongs to.
        """
        link = self._links.get(place.name)
        if link is not None:
            yield from ((link.to, one) for one in link.ids_in(answers.value(place)))
        if (row := self.row_item(place)) is not None:
            yield row

    def row_item(self, place: Place) -> tuple[str, str] | None:
        """The item that the row of a place is for, with its list; None where it is for none."""
        home = self._questionnaire.homes.get(place.name)
        rows = self._questionnaire.row_types.get(home.record) if home and place.row else None
        return (rows.list, place.row) if isinstance(rows, ItemOf) else None

    def renamed(self, answers: Answers, list_id: str, old: str, new: str) -> Answers:
        """With another id for an item of a list, wherever it is named."""
        if old not in answers.ids(list_id):
            return answers
        values = dict(answers.values)
        for place in self._links_to(answers, list_id, old):
            led = self._links[place.name].with_ids(values[place], partial(_led, old, new))
            values[place] = led
        homes, grids = self._questionnaire.homes, self._grids_of(list_id)

        def where(at: Place) -> Place:
            mine = at.owner == old and at.name in homes and homes[at.name].list == list_id
            owner = new if mine else at.owner
            row = new if at.row == old and at.name in grids else at.row
            return Place(at.name, f"{owner}.{row}" if row else owner)

        ids = tuple(new if one == old else one for one in answers.ids(list_id))
        led_so = replace(answers, values=values).relocated(where)
        return replace(led_so, items={**answers.items, list_id: ids})

    def uses_of(self, answers: Answers, list_id: str, item: str) -> list[Place]:
        """What hangs on an item: the places of the links that name it, then the rows for it.

        What belongs to the item itself is none of it: that goes anyway.
        """
        links = self._links_to(answers, list_id, item)
        return [*(at for at in links if at.owner != item), *self._rows_for(answers, list_id, item)]

    def _links_to(self, answers: Answers, list_id: str, item: str) -> list[Place]:
        return [
            place
            for place, value in answers.values.items()
            if (link := self._links.get(place.name)) is not None
            and link.to == list_id
            and item in link.ids_in(value)
        ]

    def _rows_for(self, answers: Answers, list_id: str, item: str) -> list[Place]:
        """The rows of grids that are for an item and say something: the grid, with the row."""
        grids = self._grids_of(list_id)
        found = {
            Place(grids[at.name], at.item)
            for at in answers.places()
            if at.row == item and at.owner != item and at.name in grids
        }
        order = self._questionnaire.order
        return sorted(found, key=lambda at: (order.get(at.name, 0), at.item))

    def _grids_of(self, list_id: str) -> dict[str, str]:
        """The columns of the grids whose rows are the items of a list, each with its grid."""
        types, kind = self._questionnaire.row_types, ItemOf(list=list_id)
        homes = self._questionnaire.homes.items()
        return {name: home.record for name, home in homes if types.get(home.record) == kind}

    def going(self, answers: Answers, list_id: str, item: str, move_to: str = "") -> list[Place]:
        """The rows that go with an item, although what hangs on it is led to `move_to`.

        An item has no row for itself, and a row that is there already stays as it is.
        """
        taken = set(self._rows_for(answers, list_id, move_to)) if move_to else set()
        return [
            at
            for at in self._rows_for(answers, list_id, item)
            if not move_to or at.owner == move_to or _row_of(at, move_to) in taken
        ]

    def without(self, answers: Answers, list_id: str, item: str, move_to: str = "") -> Answers:
        """Without an item; links to it name `move_to` instead, or it is taken out of them.

        The rows of grids that are for it are for `move_to`, too, or go (see `going`).
        """
        to = move_to if move_to in answers.ids(list_id) and move_to != item else ""
        values = dict(answers.values)  # changed here: what is parked stays so
        for place in self._links_to(answers, list_id, item):
            link, value = self._links[place.name], values.pop(place)
            # an item that named it does not come to name itself
            heir = "" if place.owner == to else to
            led = link.with_ids(value, partial(_led, item, heir))
            if led is not None:
                values[place] = led
        going = set(self.going(answers, list_id, item, to))
        grids = self._grids_of(list_id)

        def where(at: Place) -> Place | None:
            if at.row != item or at.name not in grids:
                return at
            return None if Place(grids[at.name], at.item) in going else _row_of(at, to)

        answers = replace(answers, values=values).relocated(where)
        return answers.without_item(list_id, item)

    def with_only_ones(self, answers: Answers) -> Answers:
        """With every `auto` link led to the only item that there is.

        It is stored, so that the link stays what it was when a second item is added.
        """
        taken = {}
        for link in self._auto:
            ids = answers.ids(link.to)
            if len(ids) != 1:
                continue
            for place in self._places(answers, link):
                put_off = place in answers.parked or place in answers.not_applicable
                if place not in answers.values and not put_off:
                    taken[place] = link.of_one(ids[0])
        return replace(answers, values={**answers.values, **taken}) if taken else answers

    def _places(self, answers: Answers, link: Question) -> list[Place]:
        """Where a link is asked; those in grids are left to people."""
        home = self._questionnaire.homes[link.id]
        if home.record and isinstance(self._questionnaire.questions[home.record], Grid):
            return []
        owner = home.list
        return [Place(link.id, one) for one in (answers.ids(owner) if owner else ("",))]


def _led(item: str, heir: str, one: str) -> str:
    return heir if one == item else one


def _row_of(at: Place, item: str) -> Place:
    """The same place in the row of another item."""
    return Place(at.name, f"{at.owner}.{item}")
