"""What is made of parts, what hangs on other answers, and the replies that are no answers."""

from pathlib import Path

import pytest

from smtui.files import CAPS, read_toml
from smtui.mistakes import BadInput
from smtui.plan.answers import Place
from smtui.plan.document import Document, Meta, read, written
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import Questionnaire
from tests.plan.workshop import WORKSHOP, workshop

MAIL, POST = (Place("work.presence.state", f".{one}") for one in ("mail", "post"))


@pytest.fixture
def session() -> Session:
    return Session(workshop(), run="full")


def errors(session: Session, place: Place) -> list[str]:
    return [one.words for one in session.reading.problems(place) if one.severity == "error"]


# texts that quote answers


def test_a_question_quotes_an_answer_and_says_so_while_there_is_none(session: Session) -> None:
    reading = session.reading
    assert reading.words(Place("work.mood"), "ask") == "How do you look forward to ...?"
    assert reading.section_words("first", "title") == "The workshop to be"
    session.answer(Place("work.name"), "Spring {x}")
    assert reading.words(Place("work.mood"), "ask") == "How do you look forward to Spring {x}?"
    assert reading.section_words("first", "title") == "The workshop Spring {x}"
    assert reading.called(Place("work.time.share", ".rest")) == "Rest of Spring {x}"


def test_a_unit_may_be_an_answer(session: Session) -> None:
    session.answer(Place("work.media"), ["other"])
    session.answer(Place("work.media_other"), {"name": "Pigeons", "cost": 5})
    session.answer(Place("work.currency"), "CHF")
    assert session.reading.text(Place("work.media_other")) == "called Pigeons   costs 5 CHF"


# grids


def test_the_rows_of_a_grid_are_the_values_chosen(session: Session) -> None:
    reading = session.reading
    grid = Place("work.presence")
    assert reading.state(*grid) is State.HIDDEN
    session.answer(Place("work.media"), ["mail", "post"])
    assert reading.parts(grid) == [MAIL, POST]
    session.answer(MAIL, "active")
    session.answer(POST, "dormant")
    assert reading.state(*grid) is State.ANSWERED
    assert reading.text(grid) == "Mail: state Active   Post: state Dormant"
    session.answer(Place("work.media"), ["mail"])
    assert reading.value(*POST) is None, "a row that is gone counts for nothing"
    session.answer(Place("work.media"), ["mail", "post"])
    assert reading.value(*POST) == "dormant", "and comes back with its choice"


def test_a_column_may_hang_on_another_one_of_its_row(session: Session) -> None:
    session.answer(Place("work.media"), ["mail", "post"])
    session.answer(POST, "dormant")
    notes = [at for at in session.reading.parts(Place("work.presence")) if "note" in at.name]
    assert notes == [Place("work.presence.note", ".post")]


def test_what_is_computed_follows(session: Session) -> None:
    session.answer(Place("work.media"), ["mail", "post"])
    assert session.reading.text(Place("work.sum")) == "0 of them"
    session.answer(Place("work.presence"), {"mail": {"state": "dormant"}, "post": "dormant"})
    session.answer(POST, "dormant")
    assert session.reading.value("work.sum", "") == 2
    session.answer(Place("work.sum"), 7)
    assert session.reading.value("work.sum", "") == 2, "it cannot be answered"


def test_a_fixed_row_of_an_item_can_be_named(session: Session) -> None:
    ana, bob = (session.add_item("person") for _ in range(2))
    advice = Place("person.advice", ana)
    assert not session.reading.visible(advice)
    session.answer(Place("person.marks", ana), {"bond": 2})
    assert session.reading.visible(advice)
    assert not session.reading.visible(Place("person.advice", bob))
    assert session.reading.text(Place("person.marks", ana)) == "Bond 2 of 5"


# shares


@pytest.mark.parametrize(
    ("talk", "rest", "said", "state"),
    [
        (60, None, [], State.OPEN),
        (60, 30, ["These come to 90 of 100 %: 10 % left."], State.OPEN),
        (60, 50, ["These come to 110 of 100 %: 10 % too much."], State.OPEN),
        (60, 40, [], State.ANSWERED),
        (100, None, [], State.ANSWERED),
        (33.3, 66.7, [], State.ANSWERED),
    ],
)
def test_shares_come_to_their_total(
    session: Session, talk: float, rest: float | None, said: list[str], state: State
) -> None:
    time = Place("work.time")
    session.answer(time, {"talk": talk, "rest": rest})
    assert errors(session, time) == said
    assert session.reading.state(*time) is state


# choices and bounds


def test_all_are_to_be_ranked(session: Session) -> None:
    order = Place("work.order")
    session.answer(order, ["walk", "talk"])
    assert errors(session, order) == ["Rank 3; so far 2."]
    session.answer(order, ["walk", "talk", "eat"])
    assert errors(session, order) == []
    assert session.reading.text(order) == "1. Walk, 2. Talk, 3. Eat"


def test_a_bound_may_be_another_answer(session: Session) -> None:
    media = Place("work.media")
    session.answer(media, ["mail", "post", "other"])
    assert errors(session, media) == []
    session.answer(Place("work.most"), 2)
    assert errors(session, media) == ["Choose at most 2; 3 are chosen. Take one away."]
    ana = session.add_item("person")
    session.answer(Place("person.cap", ana), 50)
    session.answer(Place("person.share", ana), 60)
    assert errors(session, Place("person.share", ana)) == ["At most 50 %."]


def test_a_retired_choice_stays_and_is_said(session: Session) -> None:
    media = Place("work.media")
    session.answer(media, ["fax", "mail"])
    assert "fax" not in session.reading.offered(media)
    assert session.reading.value(*media) == ("fax", "mail")
    (problem,) = session.reading.problems(media)
    assert (problem.severity, problem.words[:5]) == ("warning", "'Fax'")


def test_a_choice_that_goes_off_the_list_counts_for_nothing_until_it_is_back(
    session: Session,
) -> None:
    room = Place("work.room")
    session.answer(room, "attic")
    assert session.reading.value(*room) == "attic"
    session.add_items("person", "person.name", list("abcd"))
    assert errors(session, room) == ["'Attic' is not offered here any more. Choose another."]
    assert session.reading.value(*room) is None
    assert session.reading.state(*room) is State.OPEN
    assert session.answers.value(room) == "attic"
    session.delete_item("person", session.answers.ids("person")[0])
    assert errors(session, room) == []
    assert session.reading.value(*room) == "attic"


def test_a_rule_over_a_list(session: Session) -> None:
    session.add_items("person", "person.name", ["Ana", "Tom"])
    for item, share in zip(session.answers.ids("person"), (60, 50), strict=True):
        session.answer(Place("person.share", item), share)
    (problem,) = session.reading.list_problems("person")
    assert problem.words == "Their shares come to over 100."
    assert session.standing("second").wrong == 1
    session.answer(Place("person.share", session.answers.ids("person")[0]), 50)
    assert session.reading.list_problems("person") == []


# sections


def test_a_section_may_hang_on_an_answer(tmp_path: Path) -> None:
    text = WORKSHOP.replace(
        'title = "People"', 'title = "People"\nshow_if = "work.most is answered"'
    )
    path = tmp_path / "questionnaire.toml"
    path.write_text(text, encoding="utf-8")
    session = Session(load(path), run="full")
    ana = session.add_item("person")
    name = Place("person.name", ana)
    session.answer(name, "Ana")
    assert not session.reading.asked(name) and session.reading.value(*name) is None
    assert session.would_ask("second", "person") == []
    assert session.standing("second").asked == 0
    session.answer(Place("work.most"), 2)
    assert session.reading.asked(name) and session.reading.value(*name) == "Ana"
    assert session.standing("second").asked > 0


# links


def test_several_links_follow_what_they_name(session: Session) -> None:
    session.add_items("task", "task.what", ["dig", "sow"])
    dig, sow = session.answers.ids("task")
    ana = session.add_item("person")
    tasks = Place("person.tasks", ana)
    session.answer(tasks, [dig, sow])
    assert session.reading.text(tasks) == "dig, sow"
    assert session.uses_of("task", dig) == [tasks]
    session.answer(Place("task.what", dig), "dig deeper")
    assert session.reading.text(tasks) == "dig deeper, sow"
    session.delete_item("task", dig)
    assert session.answers.value(tasks) == (sow,)
    session.undo()
    session.delete_item("task", dig, sow)
    assert session.answers.value(tasks) == (sow,), "named once, though both led there"
    session.delete_item("task", sow)
    assert session.answers.value(tasks) is None


def test_nobody_leads_themselves(session: Session) -> None:
    session.add_items("person", "person.name", ["Ana", "Tom"])
    ana, tom = session.answers.ids("person")
    assert [one.id for one in session.reading.offers(Place("person.boss", ana))] == [tom]


def test_a_copy_of_an_item_has_its_cells(session: Session) -> None:
    ana = session.add_item("person")
    session.answer(Place("person.marks", ana), {"reach": 3, "bond": 1})
    session.park(Place("person.marks.mark", f"{ana}.reach"), "Tom")
    copy = session.duplicate_item("person", ana)
    assert session.answers.value(Place("person.marks.mark", f"{copy}.bond")) == 1
    assert session.answers.parked[Place("person.marks.mark", f"{copy}.reach")].owner == "Tom"
    session.delete_item("person", copy)
    assert not [at for at in session.answers.values if at.owner == copy]
    assert not [at for at in session.answers.parked if at.owner == copy]


# the other replies


def test_what_does_not_apply_is_no_longer_asked_for(session: Session) -> None:
    mood = Place("work.mood")
    session.answer(mood, 4)
    session.set_not_applicable(mood)
    assert session.reading.state(*mood) is State.NOT_APPLICABLE
    assert session.reading.value(*mood) is None
    assert session.answers.value(mood) == 4, "what was typed stays"
    session.answer(mood, 4)
    assert session.reading.state(*mood) is State.ANSWERED
    name = Place("work.name")
    session.set_not_applicable(name)
    assert session.reading.state(*name) is State.OPEN, "it has to be allowed"


def test_parking_ends_not_applicable_and_the_other_way_round(session: Session) -> None:
    mood = Place("work.mood")
    session.set_not_applicable(mood)
    session.park(mood, "Tom")
    assert session.reading.state(*mood) is State.PARKED
    session.set_not_applicable(mood)
    assert session.reading.state(*mood) is State.NOT_APPLICABLE
    session.set_not_applicable(mood, False)
    assert session.reading.state(*mood) is State.OPEN


def test_everything_comes_back_from_the_file(session: Session, tmp_path: Path) -> None:
    session.answer(Place("work.media"), ["mail", "other", "fax"])
    session.answer(Place("work.media_other"), {"name": "Pigeons"})
    session.answer(Place("work.time"), {"talk": 60, "rest": 40})
    session.answer(MAIL, "dormant")
    session.answer(Place("work.order"), ["walk", "talk", "eat"])
    session.add_items("person", "person.name", ["Ana", "Tom"])
    ana = session.answers.ids("person")[0]
    session.answer(Place("person.marks", ana), {"bond": 2})
    session.park(Place("person.marks.mark", f"{ana}.reach"), "Tom")
    session.set_not_applicable(Place("work.mood"))
    session.remark(MAIL, "ask Eve")
    session.disagree(Place("person.marks.mark", f"{ana}.bond"), "Eve", "It is a 4.")
    text = written(Document(session.answers, Meta(run="full")), workshop())
    assert "[work.presence.mail]" in text and "talk = 60" in text
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    document = read(file, workshop())
    assert document.answers == session.answers
    assert not document.unknown and not document.unknown_within


def test_rows_that_nobody_knows_stay_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    text = (
        '[meta]\nquestionnaire = "workshop"\nversion = "1.0"\nformat = 1\nrun = "full"\n\n'
        "[work.time]\ntalk = 60\nsleep = 40\n\n"
        '[work.presence.mail]\nstate = "active"\ncolour = "red"\n\n'
        '[[parked]]\nquestion = "work.time.share"\nrow = "Nobody!"\n'
    )
    path.write_text(text, encoding="utf-8")
    file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    document = read(file, workshop())
    assert document.answers.value(MAIL) == "active"
    again = written(document, workshop())
    for kept in ("sleep = 40", 'colour = "red"', 'row = "Nobody!"'):
        assert kept in again


def test_a_word_beside_a_choice_is_whole_or_not_said(tmp_path: Path) -> None:
    noted = WORKSHOP.replace(
        'choices_from = "rooms where',
        'choice_note = "\'{seats} seats for {work.name}\'"\nchoices_from = "rooms where',
    ).replace(
        'ask = "In what currency?"',
        'ask = "In what currency?"\ndefault = "\'the one of {work.name}\'"',
    )
    path = tmp_path / "questionnaire.toml"
    path.write_text(noted, encoding="utf-8")
    session = Session(load(path), run="full")
    offers = session.reading.offers(Place("work.room"))
    assert [one.note for one in offers] == ["", ""]
    assert session.reading.suggestion(Place("work.currency")) is None
    session.answer(Place("work.name"), "Spring")
    assert [one.note for one in session.reading.offers(Place("work.room"))] == [
        "3 seats for Spring", "200 seats for Spring",
    ]  # fmt: skip
    assert session.reading.suggestion(Place("work.currency")) == "the one of Spring"


# what hangs on one another


def asked_of(tmp_path: Path, questions: str) -> Questionnaire:
    """A questionnaire of a few questions in a section of people and their tasks."""
    head = """
id = "small"
version = "1.0"
title = "Small"
[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"
[[lists]]
id = "task"
one = "task"
many = "tasks"
title = "{what}"
[tables.rooms]
by = ["id"]
columns = { label = "text", seats = "number" }
[tables.rooms.rows]
attic = { label = "Attic", seats = 2 }
hall = { label = "Hall", seats = 200 }
[[sections]]
id = "all"
title = "All"
[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"
[[sections.questions]]
id = "task.what"
kind = "text"
ask = "What?"
[[sections.questions]]
id = "task.who"
kind = "link"
to = "person"
ask = "Who does it?"
"""
    path = tmp_path / "questionnaire.toml"
    path.write_text(head + questions, encoding="utf-8")
    return load(path)


def question(name: str, kind: str, more: str) -> str:
    return f'[[sections.questions]]\nid = "{name}"\nkind = "{kind}"\nask = "?"\n{more}\n'


@pytest.mark.parametrize("first", [0, 1])
def test_what_is_offered_to_one_item_is_not_what_is_offered_to_another(
    tmp_path: Path, first: int
) -> None:
    source = 'choices_from = "rooms where seats > count of task linking here"'
    session = Session(asked_of(tmp_path, question("person.room", "choice", source)), run="full")
    session.add_items("person", "person.name", ["Ana", "Tom"])
    session.add_items("task", "task.what", ["dig", "sow"])
    ana, tom = session.answers.ids("person")
    for task in session.answers.ids("task"):
        session.answer(Place("task.who", task), ana)
    for person in (ana, tom):
        session.answer(Place("person.room", person), "attic")
    order = [ana, tom] if first == 0 else [tom, ana]
    found = {one: session.reading.value("person.room", one) for one in order}
    assert found == {ana: None, tom: "attic"}


@pytest.mark.parametrize("order", [("a.low", "a.high"), ("a.high", "a.low")])
def test_a_lowest_and_a_highest_may_name_each_other(tmp_path: Path, order: tuple[str, str]) -> None:
    range_of = question("a.low", "number", 'most = "a.high"')
    range_of += question("a.high", "number", 'least = "a.low"')
    session = Session(asked_of(tmp_path, range_of), run="full")
    session.answer(Place("a.low"), 10)
    session.answer(Place("a.high"), 5)
    assert {name: session.reading.value(name, "") for name in order} == dict.fromkeys(order)
    session.answer(Place("a.high"), 12)
    assert {name: session.reading.value(name, "") for name in order} == {"a.low": 10, "a.high": 12}


@pytest.mark.parametrize(
    ("questions", "way"),
    [
        (
            question("a.x", "text", 'not_applicable = "a.y is answered"')
            + question("a.y", "text", 'not_applicable = "a.x is answered"'),
            "this applies depending on itself: a.",
        ),
        (
            question("a.n", "number", 'most = "a.m"')
            + question("a.m", "number", 'show_if = "a.n > 3"'),
            "this is shown depending on itself: a.",
        ),
    ],
)
def test_circles_through_bounds_and_replies_are_told(
    tmp_path: Path, questions: str, way: str
) -> None:
    with pytest.raises(BadInput) as refused:
        asked_of(tmp_path, questions)
    assert way in str(refused.value)


def test_a_choice_whose_list_hangs_on_its_own_answer_is_only_warned_of(tmp_path: Path) -> None:
    choices = (
        'choices = [{ id = "x", label = "X", show_if = "a.n > 3" }, { id = "y", label = "Y" }]'
    )
    bound = question("a.n", "number", 'most = "if a.pick is x then 4 else 10"')
    made = asked_of(tmp_path, question("a.pick", "choice", choices) + bound)
    assert not made.settled


def test_what_is_not_known_above_is_no_mistake_below(tmp_path: Path) -> None:
    seats = question("a.seats", "number", "")
    source = 'choices_from = "rooms where seats >= a.seats"'
    session = Session(asked_of(tmp_path, seats + question("a.room", "choice", source)), run="full")
    room = Place("a.room")
    session.answer(Place("a.seats"), 100)
    session.answer(room, "hall")
    session.park(Place("a.seats"), "Tom")
    assert errors(session, room) == []
    (problem,) = session.reading.problems(room)
    assert problem.severity == "advice" and "'?'" in problem.words
    assert session.reading.value(*room) is None
    session.unpark(Place("a.seats"))
    session.answer(room, "attic")
    assert errors(session, room) == ["'Attic' is not offered here any more. Choose another."]


def test_a_link_keeps_to_what_is_offered(tmp_path: Path) -> None:
    more = question("task.done", "yesno", "")
    more += question("person.next", "link", 'to = "task"\namong = "task where done is no"')
    more += question("person.friend", "link", 'to = "person"')
    session = Session(asked_of(tmp_path, more), run="full")
    ana = session.add_items("person", "person.name", ["Ana"])
    dig = session.add_items("task", "task.what", ["dig"])
    following = Place("person.next", ana)
    session.answer(Place("task.done", dig), "no")
    session.answer(following, dig)
    assert session.reading.value(*following) == dig and errors(session, following) == []
    session.answer(Place("task.done", dig), "yes")
    assert session.reading.value(*following) is None
    assert errors(session, following) == ["'dig' is not offered here any more. Choose another."]
    friend = Place("person.friend", ana)
    session.answer(friend, ana)
    assert session.reading.value(*friend) is None
    assert errors(session, friend) == ["A person cannot be linked to itself. Choose another."]


def test_a_ranking_does_not_ask_for_what_is_retired(tmp_path: Path) -> None:
    choices = 'choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }, '
    choices += '{ id = "c", label = "C", retired = true }]'
    session = Session(asked_of(tmp_path, question("a.order", "ranking", choices)), run="full")
    order = Place("a.order")
    session.answer(order, ["b", "a"])
    assert errors(session, order) == []
    session.answer(order, ["b", "c", "a"])
    assert errors(session, order) == [], "an older plan may hold it"


def test_rows_are_called_as_their_choices_are_in_the_same_item(tmp_path: Path) -> None:
    more = question("person.can", "choices", 'choices = [{ id = "x", label = "X of {name}" }]')
    columns = 'rows_from = "can"\ncolumns = [{ id = "k", kind = "text", label = "K" }]'
    session = Session(
        asked_of(tmp_path, more + question("person.how", "grid", columns)), run="full"
    )
    ann = session.add_items("person", "person.name", ["Ann"])
    session.answer(Place("person.can", ann), ["x"])
    assert session.reading.called(Place("person.how.k", f"{ann}.x")) == "X of Ann"


def test_of_several_choices_those_still_on_the_list_count_on(tmp_path: Path) -> None:
    many = question("a.size", "number", "")
    many += question(
        "a.media",
        "choices",
        'choices = [{ id = "post", label = "Post" }, '
        '{ id = "radio", label = "Radio", show_if = "a.size > 9" }]\nother = "Another"',
    )
    columns = 'rows_from = "a.media"\ncolumns = [{ id = "k", kind = "text", label = "K" }]'
    session = Session(asked_of(tmp_path, many + question("a.how", "grid", columns)), run="full")
    media = Place("a.media")
    session.answer(Place("a.size"), 10)
    session.answer(media, ["post", "radio", "other"])
    session.answer(Place("a.media_other"), "The choir")
    assert session.reading.text(media) == "Post, Radio, The choir"
    session.answer(Place("a.how.k", ".post"), "daily")
    session.answer(Place("a.size"), 3)
    assert errors(session, media) == ["'Radio' is not offered here any more. Choose another."]
    assert session.reading.value(*media) == ("post", "other")
    assert session.reading.state(*media) is State.OPEN, "an error counts as not answered"
    assert session.reading.text(Place("a.how")) == "Post daily"
    assert session.reading.called(Place("a.how.k", ".other")) == "The choir"
    assert session.answers.value(media) == ("post", "radio", "other")


def test_blanks_are_no_answer(session: Session) -> None:
    session.answer(Place("work.name"), "  ")
    assert session.answers.value(Place("work.name")) is None
    session.answer(Place("work.name"), " Spring ")
    assert session.answers.value(Place("work.name")) == "Spring"


def test_what_is_no_choice_is_told_with_what_it_was(session: Session) -> None:
    session.answer(Place("work.mood"), "often")
    assert errors(session, Place("work.mood")) == [
        "A step from 1 to 5 is expected here. Here is: often"
    ]
