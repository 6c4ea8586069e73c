"""Two versions of a plan become one: both are heard, no link breaks, nothing said is lost."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtui.plan.answers import Answers, Disagreement, Parked, Place, Remark, alike
from smtui.plan.bonds import Bonds
from smtui.plan.document import Document, read, written
from smtui.plan.recovery.merging import OURS, THEIRS, Merge, Origins, merged, reply_at
from smtui.plan.session import Session
from smtui.questionnaire.model import Questionnaire
from tests.plan.party import answered, shared
from tests.plan.tangle import tangle
from tests.plan.test_bonds import household
from tests.plan.test_document import file_of

NAME = Place("party.name")
SIZE = Place("party.size")


def together(base: Answers, ours: Answers, theirs: Answers, **more: Any) -> Merge:
    return merged(base, ours, theirs, shared(), **more)


# one question at a time


def test_what_only_one_side_changed_is_taken_from_either() -> None:
    base = answered({"party.name": "Fest", "party.size": 5, "party.about": "Old"})
    ours = base.with_value(NAME, "Summer fest")
    theirs = base.with_value(SIZE, 9).with_value(Place("party.about"), None)
    merge = together(base, ours, theirs)
    assert merge.answers == answered({"party.name": "Summer fest", "party.size": 9})
    assert not merge.conflicts and not merge.rescued


def test_of_two_versions_ours_stays_and_theirs_is_a_note() -> None:
    base = answered({"party.kind": "small"})
    ours = base.with_value(Place("party.kind"), "big")
    theirs = base.with_value(Place("party.kind"), "secret")
    origins = Origins("typed here, 14:37", "from the file, 14:02")
    merge = together(base, ours, theirs, origins=origins)
    (conflict,) = merge.conflicts
    assert (conflict.place, conflict.default) == (Place("party.kind"), OURS)
    assert merge.answers.value(Place("party.kind")) == "big"
    note = "Other version (from the file, 14:02): A secret one"
    assert merge.answers.remarks == {Place("party.kind"): Remark(note)}


def test_the_other_version_can_be_chosen() -> None:
    base = answered({"party.name": "Fest"})
    ours, theirs = base.with_value(NAME, "Ours"), base.with_value(NAME, "Theirs")
    theirs = theirs.with_remark(NAME, Remark("Ask Bob", "Ada"))
    merge = together(base, ours, theirs)
    chosen = merge.taking({NAME: THEIRS})
    assert chosen.value(NAME) == "Theirs"
    words = "Ask Bob\nOther version (typed here): Ours"
    assert chosen.remarks == {NAME: Remark(words, "Ada")}


def test_an_answer_taken_away_gives_way_to_one_that_says_something() -> None:
    base = answered({"party.name": "Fest", "party.size": 5})
    ours = base.with_value(NAME, None).with_value(SIZE, 6)
    theirs = base.with_value(NAME, "Winter fest").with_value(SIZE, None)
    merge = together(base, ours, theirs)
    assert len(merge.conflicts) == 2
    assert merge.answers == answered({"party.name": "Winter fest", "party.size": 6})
    nothing = merge.taking({NAME: OURS, SIZE: THEIRS})
    assert nothing.remarks[NAME].text == "Other version (from the file): Winter fest"
    assert nothing.remarks[SIZE].text == "Other version (typed here): 6"


def test_answer_parking_and_not_applicable_are_one_reply() -> None:
    base = answered({"party.size": 5})
    ours = base.with_value(SIZE, 6)
    theirs = base.with_parked(SIZE, Parked("Ada", date(2026, 12, 1)))
    merge = together(base, ours, theirs)
    assert reply_at(merge.answers, SIZE) == (6, None, False)
    words = "Other version (from the file): 5; not known yet (Ada, by Tue 1 Dec 2026)"
    assert merge.answers.remarks[SIZE].text == words
    parked = merge.taking({SIZE: THEIRS})
    assert reply_at(parked, SIZE) == (5, Parked("Ada", date(2026, 12, 1)), False)


def test_all_digits_of_a_number_are_in_the_note() -> None:
    base = answered({"party.price": 1})
    ours, theirs = (base.with_value(Place("party.price"), one) for one in (2, 3.14159))
    note = together(base, ours, theirs).answers.remarks[Place("party.price")]
    assert note.text.endswith("3.14159")


def test_yes_is_not_one_and_a_number_is_not_its_text() -> None:
    base = Answers({Place("party.open"): True, SIZE: 1})
    theirs = Answers({Place("party.open"): 1, SIZE: "1"})
    merge = together(base, base, theirs)
    assert [type(one) for one in merge.answers.values.values()] == [int, str]


def test_notes_and_disagreements_of_both_are_joined() -> None:
    base = answered({"party.name": "Fest"}).with_remark(SIZE, Remark("Why?"))
    ours = base.with_remark(NAME, Remark("mine", "Bob")).with_disagreement(
        NAME, Disagreement("Bob", "too short")
    )
    theirs = base.with_remark(NAME, Remark("theirs", "Ada")).with_disagreement(
        NAME, Disagreement("Cy", "too long")
    )
    ours, theirs = ours.with_remark(SIZE, None), theirs.with_remark(SIZE, Remark("Why? Because."))
    answers = together(base, ours, theirs).answers
    assert answers.remarks[NAME] == Remark("theirs\nmine", "Ada, Bob")
    assert answers.remarks[SIZE] == Remark("Why? Because."), "taken away here, added to there"
    assert answers.disagreements[NAME] == Disagreement("Cy, Bob", "too long\ntoo short")


# lists


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "wanted"),
    [
        ("a b", "a b o", "a b t", "a b t o"),
        ("", "o", "t", "t o"),
        ("a b c", "a c", "a b c t", "a c t"),
        ("a b c", "a b c", "c a b", "c a b"),
        ("a b c", "b a c", "a b t c", "b t a c"),
        ("a b c", "b a c o", "c b a", "c o b a"),
        ("a b", "o a b", "b a t", "o b a t"),
        ("a b c d", "a d", "d c b a", "d a"),
    ],
)
def test_items_of_both_stand_in_a_sensible_order(
    base: str, ours: str, theirs: str, wanted: str
) -> None:
    def plan(ids: str) -> Answers:
        named = {f"guest.name@{one}": one.upper() for one in ids.split()}
        return answered(named, guest=ids)

    merge = together(plan(base), plan(ours), plan(theirs))
    assert merge.answers == plan(wanted)
    assert not merge.conflicts and not merge.rescued


def test_an_empty_first_item_does_not_stand_beside_those_of_the_file() -> None:
    """smtui makes a first item by itself when somebody looks at a section."""
    theirs = answered({"guest.name@t": "Ada"}, guest="t")
    assert together(Answers(), answered({}, guest="o"), theirs).answers == theirs


def guests(**more: str) -> Answers:
    said = {"guest.name@a": "Ann", "guest.name@b": "Bob", "gift.what@g": "Cake"}
    said |= {key.replace("__", ".").replace("_at_", "@"): one for key, one in more.items()}
    return answered(said, guest="a b", gift="g")


def test_a_deleted_item_goes_with_its_answers() -> None:
    base = guests(gift__guest_at_g="b")
    ours = Bonds(shared()).without(base, "guest", "b", "a")
    theirs = base.with_value(NAME, "Fest")
    assert together(base, ours, theirs).answers == ours.with_value(NAME, "Fest")
    assert together(base, theirs, ours).answers == ours.with_value(NAME, "Fest")


@pytest.mark.parametrize("what", ["answer", "note", "link", "parked"])
def test_a_deleted_item_about_which_the_other_says_something_stays(what: str) -> None:
    base = guests()
    gone = Bonds(shared()).without(base, "guest", "b")
    said = {
        "answer": base.with_value(Place("guest.food", "b"), "green"),
        "note": base.with_remark(Place("guest.name", "b"), Remark("comes late")),
        "link": base.with_value(Place("gift.guest", "g"), "b"),
        "parked": base.with_parked(Place("guest.food", "b"), Parked("Ada")),
    }[what]
    merge = together(base, gone, said)
    assert merge.answers == said
    assert [(one.item, one.deleted_by) for one in merge.rescued] == [("b", OURS)]
    merge = together(base, said, gone)
    assert merge.answers == said
    assert [(one.item, one.deleted_by) for one in merge.rescued] == [("b", THEIRS)]


def test_an_item_that_stays_keeps_those_that_it_names() -> None:
    """Ours deletes Cy and, after him, Bob, who is led by Cy; the file says something of Bob."""
    people = {"person.name@a": "Ann", "person.name@b": "Bob", "person.name@c": "Cy"}
    people |= {"person.boss@b": "c", "person.relation.is@a.b": "wife"}
    base = answered(people, person="a b c")
    bonds = Bonds(household())
    ours = bonds.without(bonds.without(base, "person", "c"), "person", "b")
    theirs = base.with_value(Place("person.name", "b"), "Bobby")
    merge = merged(base, ours, theirs, household())
    assert merge.answers == theirs
    assert {one.item for one in merge.rescued} == {"b", "c"}


def test_one_id_in_two_lists_becomes_two() -> None:
    base = guests()
    ours = answered(
        {
            "guest.name@a": "Ann", "guest.name@b": "Bob", "guest.name@x": "Xu",
            "gift.what@g": "Cake", "gift.guest@g": "x",
        },
        guest="a b x", gift="g",
    )  # fmt: skip
    theirs = answered(
        {"guest.name@a": "Ann", "guest.name@b": "Bob", "gift.what@g": "Cake", "gift.what@x": "Pie"},
        guest="a b", gift="g x",
    )  # fmt: skip
    answers = together(base, ours, theirs).answers
    assert answers.ids("guest") == ("a", "b", "x_2")
    assert answers.ids("gift") == ("g", "x")
    assert answers.value(Place("guest.name", "x_2")) == "Xu"
    assert answers.value(Place("gift.guest", "g")) == "x_2"
    assert answers.value(Place("gift.what", "x")) == "Pie"


def test_a_list_that_would_be_too_long_for_a_file_is_told() -> None:
    ours = Answers(items={"guest": tuple(f"o{n}" for n in range(300))})
    ours = ours.with_values({Place("guest.name", f"o{n}"): "Ann" for n in range(300)})
    theirs = Answers(items={"guest": tuple(f"t{n}" for n in range(300))})
    assert together(Answers(), ours, theirs).too_many == ("guest",)
    assert together(Answers(), ours, Answers()).too_many == ()


# any two versions


@dataclass
class Hand:
    """Somebody who changes a plan in the ways that a screen offers, by chance."""

    session: Session
    chance: random.Random
    letter: str

    def __post_init__(self) -> None:
        self.said = 0

    def act(self) -> None:
        """One thing."""
        ways = (self.answer,) * 6 + (self.clear, self.park, self.note, self.disagree, self.na)
        self.chance.choice((*ways, self.add, self.add, self.delete, self.delete, self.move))()

    def _place(self) -> Place | None:
        reading = self.session.reading
        names = [
            name
            for name, one in reading.questionnaire.questions.items()
            if one.answerable and not one.parts
        ]
        name = self.chance.choice(names)
        home = reading.questionnaire.homes[name]
        item = ""
        if home.list:
            ids = reading.items(home.list)
            if not ids:
                return None
            item = self.chance.choice(ids)
        if home.record in reading.questionnaire.row_types:
            rows = reading.rows(home.record, item)
            if not rows:
                return None
            item = self.chance.choice(rows)
        return Place(name, item)

    def _word(self) -> str:
        self.said += 1
        return f"{self.letter}{self.said}"

    def answer(self) -> None:
        """Something that fits, or, where anything fits, a word that is said only once."""
        if (place := self._place()) is None:
            return
        question = self.session.questionnaire.questions[place.name]
        items = self.session.reading.items(getattr(question, "to", "") or "")
        made: dict[str, Callable[[], object]] = {
            "text": self._word,
            "number": lambda: self.chance.randrange(9),
            "link": lambda: self.chance.choice(items) if items else None,
            "links": lambda: tuple(one for one in items if self.chance.random() < 0.6),
            "choice": lambda: "attic",
            "choices": lambda: self.chance.choice([("mail",), ("mail", "post"), ("fax",)]),
            "ranking": lambda: self.chance.choice([("post", "mail"), ("mail",)]),
        }
        self.session.answer(place, made[question.kind]() if question.kind in made else 5)

    def clear(self) -> None:
        """Take an answer away."""
        if (place := self._place()) is not None:
            self.session.answer(place, None)

    def park(self) -> None:
        """Not known."""
        if (place := self._place()) is not None:
            self.session.park(place, self._word())

    def note(self) -> None:
        """A note."""
        if (place := self._place()) is not None:
            self.session.remark(place, self._word(), self.chance.choice(["", self.letter]))

    def disagree(self) -> None:
        """Another view."""
        if (place := self._place()) is not None:
            self.session.disagree(place, self.letter, self._word())

    def na(self) -> None:
        """Does not apply."""
        if (place := self._place()) is not None:
            self.session.set_not_applicable(place)

    def add(self) -> None:
        """An item."""
        self.session.add_item(self.chance.choice(list(self.session.questionnaire.lists)))

    def _item(self) -> tuple[str, str] | None:
        held = [(name, one) for name, ids in self.session.answers.items.items() for one in ids]
        return self.chance.choice(held) if held else None

    def delete(self) -> None:
        """An item; what hangs on it is led to another one, or goes."""
        if (found := self._item()) is not None:
            others = ["", *(one for one in self.session.answers.ids(found[0]) if one != found[1])]
            self.session.delete_item(*found, self.chance.choice(others))

    def move(self) -> None:
        """An item, up or down."""
        if (found := self._item()) is not None:
            self.session.move_item(*found, self.chance.choice([-1, 1]))


def changed(
    questionnaire: Questionnaire, base: Answers, letter: str, seed: int, steps: int
) -> Answers:
    """What somebody makes of a plan."""
    chance = random.Random(f"{letter}{seed}")
    session = Session(questionnaire, base, run="full", pick=chance.choice)
    hand = Hand(session, chance, letter)
    for _ in range(steps):
        hand.act()
    return session.answers


MADE = {"tangle": tangle, "household": household}


class Drawn(NamedTuple):
    """The name of a questionnaire, which would be long to print, and three versions."""

    name: str
    base: Answers
    ours: Answers
    theirs: Answers


@st.composite
def versions(draw: st.DrawFn) -> Drawn:
    """A plan, and what two people make of it."""
    name = draw(st.sampled_from(sorted(MADE)))
    made = MADE[name]()
    seeds = st.integers(0, 2**32)
    base = changed(made, Answers(), "b", draw(seeds), draw(st.integers(0, 40)))
    ours = changed(made, base, "o", draw(seeds), draw(st.integers(0, 12)))
    theirs = changed(made, base, "t", draw(seeds), draw(st.integers(0, 12)))
    return Drawn(name, base, ours, theirs)


@given(versions())
def test_who_alone_changed_something_gets_it_all(
    drawn: Drawn,
) -> None:
    made, base, ours, theirs = MADE[drawn.name](), *drawn[1:]
    assert merged(base, ours, base, made).answers == ours
    assert merged(base, base, theirs, made).answers == theirs
    assert merged(base, ours, ours, made).answers == ours


def sides(merge: Merge, seed: int) -> dict[Place, str]:
    chance = random.Random(seed)
    return {one.place: chance.choice([OURS, THEIRS]) for one in merge.conflicts}


@given(versions(), st.integers(0, 99))
@settings(max_examples=200)
def test_links_lead_somewhere_and_the_file_can_be_read(drawn: Drawn, seed: int) -> None:
    made, base, ours, theirs = MADE[drawn.name](), *drawn[1:]
    merge = merged(base, ours, theirs, made)
    answers = merge.taking(sides(merge, seed))
    ids = [one for found in answers.items.values() for one in found]
    assert len(ids) == len(set(ids))
    bonds = Bonds(made)
    for place in answers.places():
        home = made.homes[place.name]
        assert not home.list or place.owner in answers.ids(home.list), place
        for list_id, item in bonds.named_at(answers, place):
            assert item in answers.ids(list_id), place
    text = written(Document(answers), made)
    back = read(file_of(text), made)
    held = {name: found for name, found in answers.items.items() if found}
    assert back.answers == replace(answers, items=held)


@given(versions(), st.integers(0, 99))
@settings(max_examples=200)
def test_nothing_that_was_said_is_lost(drawn: Drawn, seed: int) -> None:
    """Each new word of either side is in the plan or in a note, whoever wins."""
    made, base, ours, theirs = MADE[drawn.name](), *drawn[1:]
    merge = merged(base, ours, theirs, made)
    answers = merge.taking(sides(merge, seed))
    for side in (ours, theirs):
        for place in base.places_unlike(side):
            value, why = side.value(place), side.parked.get(place)
            note = answers.remarks.get(place, Remark("")).text
            if made.questions[place.name].kind == "text" and value is not None:
                assert alike(answers.value(place), value) or f": {value}" in note
            if value is not None and not alike(base.value(place), value):
                assert alike(answers.value(place), value) or "Other version" in note
            if why is not None and base.parked.get(place) != why:
                assert answers.parked.get(place) == why or why.owner in note
        for place, remark in side.remarks.items():
            if base.remarks.get(place) != remark:
                assert remark.text in answers.remarks[place].text
                assert remark.author in answers.remarks[place].author
        for place, one in side.disagreements.items():
            if base.disagreements.get(place) != one:
                assert one.text in answers.disagreements[place].text
        for list_id, found in side.items.items():
            for item in set(found) - set(base.ids(list_id)):
                bare = not any(item in at.item for at in ours.places())
                assert item in answers.ids(list_id) or bare


@given(versions())
def test_it_does_not_matter_who_is_who_but_for_conflicts(
    drawn: Drawn,
) -> None:
    made, base, ours, theirs = MADE[drawn.name](), *drawn[1:]
    one, other = merged(base, ours, theirs, made), merged(base, theirs, ours, made)
    assert {at.place for at in one.conflicts} == {at.place for at in other.conflicts}
    assert {(at.list, at.item) for at in one.rescued} == {
        (at.list, at.item) for at in other.rescued
    }
    conflicts = {at.place for at in one.conflicts}
    assert one.woven.places_unlike(other.woven) <= conflicts
    assert one.woven.remarks.keys() == other.woven.remarks.keys()
