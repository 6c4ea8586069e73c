"""A session: answers while they are given, undo, lists and their links, how the plan stands."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from smtui.plan.answers import Answers, Parked, Place, Remark
from smtui.plan.session import Change, Position, Session
from smtui.plan.standing import Standing
from smtui.questionnaire.model import Questionnaire
from tests.plan.party import PARTY, answered
from tests.plan.party import party as made

NAME = Place("party.name")
SIZE = Place("party.size")
HALL = Place("party.hall")


@pytest.fixture
def session(party: Questionnaire) -> Session:
    """A session that has just begun."""
    return Session(party)


def with_gifts(party: Questionnaire) -> Session:
    """Three guests, of whom the first gives two gifts."""
    given = {"guest.name@g1": "Ann", "gift.guest@x1": "g1", "gift.guest@x2": "g1"}
    return Session(party, answered(given, guest="g1 g2 g3", gift="x1 x2"))


# replies


def test_an_answer_is_kept_clean_and_told_once(session: Session) -> None:
    heard: list[Change] = []
    session.listen(heard.append)
    session.answer(SIZE, " 1,500 ")
    session.answer(SIZE, 1500)
    assert session.answers.value(SIZE) == 1500
    assert heard == [Change(SIZE)]


def test_a_listener_that_has_left_hears_nothing(session: Session) -> None:
    heard: list[Change] = []
    leave = session.listen(heard.append)
    leave()
    session.answer(NAME, "Summer")
    assert heard == []


def test_a_wrong_answer_is_kept_and_said(session: Session) -> None:
    session.answer(SIZE, "many")
    assert session.answers.value(SIZE) == "many"
    assert session.reading.problems(SIZE)


def test_a_number_in_the_place_of_a_misfit_yes_is_a_change(party: Questionnaire) -> None:
    """True equals 1 for Python; a person who mends it wants the 1."""
    session = Session(party, Answers({SIZE: True}))
    session.answer(SIZE, "1")
    assert not session.reading.problems(SIZE)


def test_park_keeps_what_was_typed_and_unpark_gives_it_back(session: Session) -> None:
    session.answer(NAME, "Summer")
    session.park(NAME, " Ann\n", date(2026, 9, 1))
    assert session.answers.parked == {NAME: Parked("Ann", date(2026, 9, 1))}
    assert session.reading.value(*NAME) is None
    session.unpark(NAME)
    assert session.reading.value(*NAME) == "Summer"


def test_a_field_is_parked_by_itself(session: Session) -> None:
    session.answer(Place("party.place.town"), "Ulm")
    session.park(Place("party.place.rooms"))
    assert session.reading.value("party.place.town", "") == "Ulm"
    assert session.standing("first").parked == 1


def test_a_field_that_is_answered_ends_the_parking_of_its_record(session: Session) -> None:
    session.park(Place("party.place"))
    session.answer(Place("party.place.town"), "Ulm")
    assert session.answers.parked == {}
    session.undo()
    assert Place("party.place") in session.answers.parked


def test_a_record_takes_a_table_and_gives_it_back_at_once(session: Session) -> None:
    record = Place("party.place")
    session.answer(record, {"town": "Ulm", "rooms": "2"})
    assert session.answers.values == {
        Place("party.place.town"): "Ulm",
        Place("party.place.rooms"): 2,
    }
    session.answer(record, {"town": "Bonn"})
    assert session.reading.text(record) == "town Bonn   rooms 2"
    session.go(Position("first", "party.name"))
    session.answer(record, None)
    assert session.answers.values == {}
    session.undo()
    assert session.reading.text(record) == "town Bonn   rooms 2"


def test_a_text_in_place_of_a_record_goes_with_its_first_field(party: Questionnaire) -> None:
    session = Session(party, Answers({Place("party.place"): "in Ulm"}))
    assert session.reading.text(Place("party.place")) == "in Ulm"
    session.answer(Place("party.place.town"), "Ulm")
    assert session.reading.problems(Place("party.place")) == []


def test_a_remark_is_clean_and_an_empty_one_goes(session: Session) -> None:
    session.remark(NAME, " Ask\x1b[31m Ann\r\nfirst ", "Bob\n")
    assert session.answers.remarks == {NAME: Remark("Ask[31m Ann\nfirst", "Bob")}
    session.remark(NAME, "  ")
    assert session.answers.remarks == {}


def test_no_reply_reaches_an_item_that_is_gone(session: Session) -> None:
    """A key that was on its way while the item was deleted."""
    item = session.add_item("guest")
    session.delete_item("guest", item)
    place = Place("guest.name", item)
    session.answer(place, "Ann")
    session.park(place)
    session.remark(place, "Who?")
    assert session.answers == Answers(items={"guest": ()})


def test_no_hostile_text_is_too_much(session: Session, hostile: str) -> None:
    for name in ("party.name", "party.about", "party.kind", "party.size", "party.day"):
        session.answer(Place(name), hostile)
        session.remark(Place(name), hostile, hostile)
        session.park(Place(name), hostile)
    session.overall()
    while session.undo():
        pass
    assert session.answers == Answers()


def test_read_only_takes_nothing(party: Questionnaire) -> None:
    session = Session(party, answered(guest="g1"), read_only=True)
    before = session.answers
    session.answer(NAME, "Winter")
    session.park(NAME)
    session.remark(NAME, "No")
    session.delete_item("guest", "g1")
    session.ensure_items("gifts")
    assert session.add_item("guest") == "" and session.duplicate_item("guest", "g1") == ""
    assert session.add_items("guest", "guest.name", ["Bo", "Cy"]) == ""
    assert session.answers is before and session.undo() is None


# lists


def test_items_are_added_at_the_end_or_behind_another(session: Session) -> None:
    first = session.add_item("guest")
    last = session.add_item("guest")
    middle = session.add_item("guest", after=first)
    assert session.answers.ids("guest") == (first, middle, last)


def test_a_list_takes_as_many_as_its_author_says(session: Session) -> None:
    added = [session.add_item("guest") for _ in range(5)]
    assert added[4] == "" and all(added[:4])
    assert session.duplicate_item("guest", added[0]) == ""
    assert len(session.answers.ids("guest")) == 4


def test_ids_are_short_and_unique_in_the_whole_plan(party: Questionnaire) -> None:
    """The first letters drawn would give `aaaa` over and over."""
    drawn = iter("aaaa" * 3 + "aaab" + "aaaa" * 2 + "aaac")
    session = Session(party, pick=lambda letters: next(drawn))
    assert session.add_item("guest") == "aaaa"
    assert session.add_item("gift") == "aaab"
    assert session.add_item("guest") == "aaac"


def test_a_copy_has_the_answers_and_what_is_parked(session: Session) -> None:
    item = session.add_item("guest")
    session.answer(Place("guest.name", item), "Ann")
    session.park(Place("guest.food", item), "Bob")
    copy = session.duplicate_item("guest", item)
    assert session.answers.ids("guest") == (item, copy)
    assert session.answers.value(Place("guest.name", copy)) == "Ann"
    assert session.answers.parked[Place("guest.food", copy)] == Parked("Bob")
    session.answer(Place("guest.name", copy), "Cem")
    assert session.answers.value(Place("guest.name", item)) == "Ann"


def test_items_move_and_stop_at_the_ends(party: Questionnaire) -> None:
    session = Session(party, answered(guest="g1 g2 g3"))
    session.move_item("guest", "g3", -1)
    assert session.answers.ids("guest") == ("g1", "g3", "g2")
    session.move_item("guest", "g1", -1)
    session.move_item("guest", "g2", +5)
    assert session.answers.ids("guest") == ("g1", "g3", "g2")
    session.undo()
    assert session.answers.ids("guest") == ("g1", "g2", "g3"), "what moved nothing is no step"


def test_what_hangs_on_an_item_is_known(party: Questionnaire) -> None:
    session = with_gifts(party)
    assert set(session.uses_of("guest", "g1")) == {
        Place("gift.guest", "x1"),
        Place("gift.guest", "x2"),
    }
    assert session.uses_of("guest", "g2") == []


@pytest.mark.parametrize(("move_to", "left"), [("g2", "g2"), ("", None), ("g1", None)])
def test_links_go_with_their_item_or_to_another_in_one_step(
    party: Questionnaire, move_to: str, left: str | None
) -> None:
    session = with_gifts(party)
    before = session.answers
    session.delete_item("guest", "g1", move_to)
    assert session.answers.ids("guest") == ("g2", "g3")
    assert session.answers.value(Place("gift.guest", "x1")) == left
    assert session.answers.value(Place("guest.name", "g1")) is None
    session.undo()
    assert session.answers == before


def test_a_link_to_the_only_item_is_stored_and_stays_when_a_second_one_comes(
    party: Questionnaire,
) -> None:
    session = Session(party)
    guest, gift = session.add_item("guest"), session.add_item("gift")
    assert session.answers.value(Place("gift.guest", gift)) == guest
    session.add_item("guest")
    assert session.answers.value(Place("gift.guest", gift)) == guest
    second = session.add_item("gift")
    assert session.answers.value(Place("gift.guest", second)) is None


def test_a_link_that_is_parked_stays_so_when_its_item_goes(party: Questionnaire) -> None:
    session = with_gifts(party)
    session.park(Place("gift.guest", "x1"))
    session.delete_item("guest", "g1", "g2")
    assert Place("gift.guest", "x1") in session.answers.parked


def test_a_list_that_needs_one_gets_its_first_item_without_a_step_of_undo(
    session: Session,
) -> None:
    session.ensure_items("guests")
    assert len(session.answers.ids("guest")) == 1
    session.ensure_items("guests")
    assert len(session.answers.ids("guest")) == 1
    assert session.undo() is None


def test_looking_at_a_section_after_an_undo_keeps_the_redo(session: Session) -> None:
    session.answer(NAME, "Summer")
    session.undo()
    session.ensure_items("guests")
    session.redo()
    assert session.answers.value(NAME) == "Summer"


def test_undo_leaves_the_first_item_that_a_look_at_the_list_gave_it(session: Session) -> None:
    session.answer(HALL, "East")
    session.answer(NAME, "S")
    session.ensure_items("guests")
    (guest,) = session.answers.ids("guest")
    session.answer(NAME, "Summer")
    for _ in range(2):
        session.undo()
        assert session.answers.ids("guest") == (guest,)
    assert session.answers.values == {}
    assert session.undo() is None
    for _ in range(2):
        session.redo()
        assert session.answers.ids("guest") == (guest,)
    assert session.answers.value(NAME) == "Summer"


def test_what_was_typed_and_taken_back_is_no_step_although_a_list_was_begun_meanwhile(
    session: Session,
) -> None:
    session.answer(NAME, "S")
    session.ensure_items("guests")
    session.answer(NAME, "")
    assert session.undo() is None


def test_an_item_that_undo_brings_back_is_the_only_one(session: Session) -> None:
    guest = session.add_item("guest")
    session.delete_item("guest", guest)
    session.ensure_items("guests")
    session.undo()
    assert session.answers.ids("guest") == (guest,)


def test_a_list_that_needs_none_stays_empty(session: Session) -> None:
    session.ensure_items("gifts")
    assert session.answers.ids("gift") == ()


def test_a_list_that_does_not_apply_gets_no_item_and_is_not_missed(tmp_path: Path) -> None:
    """A whole list that only a big party asks for."""
    asked = 'quick = true\nrequired = true\nshow_if = "party.kind is big"\n'
    text = PARTY.replace('ask = "Who?"\nquick = true\nrequired = true\n', f'ask = "Who?"\n{asked}')
    text = text.replace(
        'ask = "What do they eat?"\n', 'ask = "Eat?"\nshow_if = "party.kind is big"\n'
    )
    session = Session(made(tmp_path, text))
    session.ensure_items("guests")
    assert session.answers.ids("guest") == ()
    assert session.standing("guests").done
    session.answer(Place("party.kind"), "big")
    assert not session.standing("guests").done
    session.ensure_items("guests")
    assert len(session.answers.ids("guest")) == 1


# undo


def test_typing_at_one_place_is_one_step(session: Session) -> None:
    session.answer(HALL, "East")
    for text in ("S", "Su", "Sum"):
        session.answer(NAME, text)
    session.undo()
    assert session.answers.values == {HALL: "East"}
    session.redo()
    assert session.answers.value(NAME) == "Sum"


def test_going_elsewhere_ends_the_visit(session: Session) -> None:
    session.answer(NAME, "Summer")
    session.go(Position("first", "party.size"))
    session.go(Position("first", "party.name"))
    session.answer(NAME, "Winter")
    session.undo()
    assert session.answers.value(NAME) == "Summer"


def test_what_was_typed_and_taken_back_is_no_step(session: Session) -> None:
    session.answer(SIZE, 5)
    session.answer(NAME, "S")
    session.answer(NAME, "")
    session.undo()
    assert session.answers.values == {}


def test_undo_leads_to_where_it_was(session: Session) -> None:
    there = Position("first", "party.size")
    session.go(there)
    session.answer(SIZE, 5)
    session.go(Position("guests"))
    assert session.undo() == there
    assert session.redo() == there
    assert session.redo() is None


def test_a_new_answer_ends_the_redo(session: Session) -> None:
    session.answer(NAME, "Summer")
    session.undo()
    session.answer(SIZE, 5)
    assert session.redo() is None
    assert session.answers.values == {SIZE: 5}


class Editing(RuleBasedStateMachine):
    """Any sequence of edits: undone to the first state, redone to the last."""

    questionnaire: Questionnaire

    @initialize()
    def begin(self) -> None:
        self.session = Session(self.questionnaire)
        self.first = self.session.answers
        self.seen = [self.first]
        self.session.listen(lambda change: self.seen.append(self.session.answers))

    def item(self, data: st.DataObject, list_id: str) -> str:
        ids = self.session.answers.ids(list_id)
        return data.draw(st.sampled_from([*ids, "gone"]))

    @rule(name=st.sampled_from(["party.name", "party.kind", "party.size", "party.place.town"]),
          raw=st.sampled_from(["big", "5", "", None, True, 1, 3.5]))  # fmt: skip
    def answer(self, name: str, raw: Any) -> None:
        self.session.answer(Place(name), raw)

    @rule(data=st.data(), raw=st.sampled_from(["Ann", "", "g1", None]))
    def answer_item(self, data: st.DataObject, raw: Any) -> None:
        name = data.draw(st.sampled_from(["guest.name", "gift.guest"]))
        self.session.answer(Place(name, self.item(data, name.split(".")[0])), raw)

    @rule(data=st.data())
    def link(self, data: st.DataObject) -> None:
        place = Place("gift.guest", self.item(data, "gift"))
        self.session.answer(place, self.item(data, "guest"))

    @rule(name=st.sampled_from(["party.name", "party.place", "party.place.rooms"]))
    def park(self, name: str) -> None:
        self.session.park(Place(name), "Ann")

    @rule(name=st.sampled_from(["party.name", "party.place", "party.place.rooms"]))
    def unpark(self, name: str) -> None:
        self.session.unpark(Place(name))

    @rule(text=st.sampled_from(["", "Why?"]))
    def remark(self, text: str) -> None:
        self.session.remark(NAME, text)

    @rule(data=st.data(), list_id=st.sampled_from(["guest", "gift"]))
    def add(self, data: st.DataObject, list_id: str) -> None:
        self.session.add_item(list_id, self.item(data, list_id))

    @rule(data=st.data(), list_id=st.sampled_from(["guest", "gift"]))
    def duplicate(self, data: st.DataObject, list_id: str) -> None:
        self.session.duplicate_item(list_id, self.item(data, list_id))

    @rule(data=st.data(), by=st.integers(-2, 2))
    def move(self, data: st.DataObject, by: int) -> None:
        self.session.move_item("guest", self.item(data, "guest"), by)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        list_id = data.draw(st.sampled_from(["guest", "gift"]))
        self.session.delete_item(list_id, self.item(data, list_id), self.item(data, list_id))

    @rule(section=st.sampled_from(["first", "guests"]))
    def go(self, section: str) -> None:
        self.session.go(Position(section))

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @invariant()
    def undone_and_redone(self) -> None:
        last = self.session.answers
        undone = 0
        while self.session.undo() is not None:
            undone += 1
        assert self.session.answers == self.first
        for _ in range(undone):
            assert self.session.redo() is not None
        assert self.session.answers == last

    @invariant()
    def nothing_hangs_in_the_air(self) -> None:
        answers = self.session.answers
        ids = [one for list_ids in answers.items.values() for one in list_ids]
        assert len(ids) == len(set(ids))
        assert all(len(answers.ids(one)) <= self.session.questionnaire.lists[one].most
                   for one in ("guest", "gift"))  # fmt: skip
        places = [*answers.values, *answers.parked, *answers.remarks]
        assert all(not place.item or place.item in ids for place in places)
        links = {value for place, value in answers.values.items() if place.name == "gift.guest"}
        # a link is to an item, or to what never was one
        assert links <= {*answers.ids("guest"), "gone", "Ann", "g1"}


def test_any_edits_are_undone_to_the_first_state_and_redone_to_the_last(
    party: Questionnaire,
) -> None:
    """The invariants of `Editing` undo and redo everything after every step."""
    from hypothesis import settings
    from hypothesis.stateful import run_state_machine_as_test

    machine = type("EditingParty", (Editing,), {"questionnaire": party})
    run_state_machine_as_test(machine, settings=settings(max_examples=60, stateful_step_count=30))


# how it stands


def test_an_empty_plan_counts_what_the_short_run_asks(session: Session) -> None:
    """Name, kind, size and place; size is not required. The guests miss their first."""
    assert session.standing("first") == Standing(asked=4, required_open=3)
    assert session.standing("guests") == Standing(asked=1, required_open=1)
    assert session.standing("gifts") == Standing()
    assert session.overall() == Standing(asked=5, required_open=4)
    assert session.overall().open == 5 and not session.overall().done


def test_answered_parked_and_wrong_are_counted_apart(session: Session) -> None:
    session.answer(NAME, "Summer")
    session.park(Place("party.kind"))
    session.answer(SIZE, "many")
    standing = session.standing("first")
    assert (standing.answered, standing.parked, standing.wrong) == (1, 1, 1)
    assert standing.open == 2


def test_parked_is_done_and_wrong_is_not(session: Session) -> None:
    session.answer(NAME, "Summer")
    session.park(Place("party.kind"))
    session.park(Place("party.place"))
    assert session.standing("first").done
    session.answer(SIZE, "many")
    assert not session.standing("first").done


def test_an_answer_against_a_rule_is_not_answered(session: Session) -> None:
    session.answer(SIZE, 300)
    standing = session.standing("first")
    assert (standing.answered, standing.wrong) == (0, 1)


def test_an_item_stands_by_itself(party: Questionnaire) -> None:
    session = Session(party, answered({"guest.name@g1": "Ann"}, guest="g1 g2"))
    assert session.item_standing("guests", "guest", "g1").done
    assert session.item_standing("guests", "guest", "g2").required_open == 1


def test_a_link_that_is_taken_by_itself_is_answered(party: Questionnaire) -> None:
    session = Session(party, answered({"gift.what@x1": "Cake"}, guest="g1", gift="x1"))
    assert session.standing("gifts") == Standing(asked=2, answered=2)


def test_another_run_is_read_anew(session: Session) -> None:
    short = session.overall().asked
    session.run = "full"
    assert session.overall().asked > short


def test_a_position_of_another_questionnaire_is_the_beginning(party: Questionnaire) -> None:
    session = Session(party, position=Position("elsewhere", "x.y"))
    assert session.position == Position("first")


def test_a_plan_is_called_by_its_first_answer(session: Session) -> None:
    assert session.title == ""
    session.answer(NAME, "Summer")
    assert session.title == "Summer"
