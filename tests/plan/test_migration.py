"""A plan made with an older questionnaire comes to today's names and kinds, and loses nothing."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.files import TomlFile
from smtui.plan.age import is_older
from smtui.plan.answers import Parked, Place, Remark
from smtui.plan.document import read, written
from smtui.plan.migration import AGAIN, KEPT, MOVED, PARKED, Migration, Row, migrate
from smtui.plan.session import Position
from smtui.questionnaire.kinds import Number
from smtui.text import clean_line, clean_text
from tests.plan.trips import OLD_PLAN, V1, V2, V3, trip

LEAST = 'id = "trip.hours"\nleast = 5\nkind = "number"'
META = {"questionnaire": "trip", "version": "1.0", "format": 1}


def moved(**tables: Any) -> Migration:
    """A plan of version 1 with these tables, brought to version 3."""
    return migrate({"meta": dict(META), **tables}, trip())


def trip_of(**answers: Any) -> dict[str, Any]:
    """What becomes of answers that lie in [trip]."""
    made: dict[str, Any] = moved(trip=answers).data["trip"]
    return made


def row_of(migration: Migration, name: str) -> Row:
    """The one row about a name, then or now."""
    (row,) = [one for one in migration.rows if name in (one.old, one.new)]
    return row


def opened(migration: Migration) -> Any:
    """The plan as the reader takes it."""
    return read(TomlFile(Path("plan.toml"), "plan.toml", "", migration.data, ""), trip())


# names


def test_an_old_plan_comes_to_the_names_of_today() -> None:
    migration = migrate(tomllib.loads(OLD_PLAN), trip())
    document = opened(migration)
    answers = document.answers
    assert answers.value(Place("trip.called")) == "Up the river"
    assert answers.value(Place("trip.style")) == ("huge",)
    assert answers.ids("person") == ("g1", "g2")
    assert answers.value(Place("person.food", "g1")) == "green"
    assert answers.parked == {Place("person.food", "g2"): Parked("Ben")}
    assert answers.remarks == {Place("trip.called"): Remark("Ask Ben")}
    assert document.meta.position == Position("trip", "trip.called")
    assert document.unknown == {"about": {"mood": "merry"}}


def test_what_became_of_each_is_told() -> None:
    migration = migrate(tomllib.loads(OLD_PLAN), trip())
    assert migration.made_with == "1.0"
    assert migration.here == "3.0"
    name = row_of(migration, "about.style")
    assert (name.what, name.new, name.label, name.was) == (
        MOVED, "trip.style", "Kinds", "A huge one",
    )  # fmt: skip
    assert name.why == "'big' is 'A huge one' now; it is a list of choices now"
    mood = row_of(migration, "about.mood")
    assert (mood.what, mood.new, mood.was) == (PARKED, "", "merry")
    (food,) = [row for row in migration.rows if row.label == "Anna: Food"]
    assert (food.old, food.new, food.was) == ("guest.eats", "person.food", "No meat")
    (asked,) = [row for row in migration.rows if row.label == "Food, not known yet"]
    assert asked.was == "Ben"
    assert migration.summary == "7 moved, 1 parked"


def test_what_did_not_change_is_kept() -> None:
    migration = migrate({"meta": dict(META), "trip": {"hours": 5, "called": "Up"}}, trip())
    assert [(row.label, row.was) for row in migration.of(KEPT)] == [("Name", "Up"), ("Hours", "5")]
    assert migration.summary == "2 kept"


def test_the_given_data_stays_as_it_is() -> None:
    data = tomllib.loads(OLD_PLAN)
    migrate(data, trip())
    assert data == tomllib.loads(OLD_PLAN)


def test_names_of_several_versions_lead_to_today() -> None:
    """a -> b -> c: a plan of any version finds its way."""
    second = migrate(tomllib.loads(OLD_PLAN), trip(V2)).data
    assert second["about"]["name"] == "Up the river"
    assert second["about"]["style"] == "large"
    assert migrate(second, trip()).data == migrate(tomllib.loads(OLD_PLAN), trip()).data


def test_of_two_answers_the_one_with_the_newer_name_counts() -> None:
    migration = moved(
        trip={"called": "New"},
        about={"title": "Old"},
        parked=[{"question": "about.title", "owner": "Ben"}],
    )
    assert migration.data["trip"] == {"called": "New"}
    assert migration.data["about"] == {"title": "Old"}
    old = next(row for row in migration.rows if row.was == "Old")
    assert old.what == PARKED
    assert "trip.called has an answer too" in old.why
    assert opened(migration).answers.parked == {}  # it is known by now
    assert migration.data["parked"] == [{"question": "about.title", "owner": "Ben"}]


def test_of_two_older_names_the_newer_one_counts() -> None:
    data = moved(about={"title": "Oldest", "name": "Old"}).data
    assert data["trip"]["called"] == "Old"
    assert data["about"] == {"title": "Oldest"}


def test_a_name_of_today_is_never_taken_away() -> None:
    """The section is called otherwise now, but the mood is still asked under the older name."""
    text = V1.replace('"1.0"', '"2.0"').replace('id = "about"', 'id = "trip"')
    text = text.replace('title = "The trip"', 'title = "The trip"\nrenamed_from = "about"')
    text = text.replace('"about.title"', '"trip.mood"')
    data: dict[str, Any] = {"meta": dict(META), "about": {"mood": "merry"}}
    assert migrate(data, trip(text)).data["about"] == {"mood": "merry"}


def test_a_record_moves_with_its_fields_and_what_is_unknown_in_it() -> None:
    day = date(2026, 9, 1)
    data = moved(about={"range": {"start": day, "why": "sun"}, "price": 50}).data
    assert data["trip"]["scope"] == {"from": day, "cost": 50, "why": "sun"}
    assert "about" not in data


def test_a_field_says_where_it_came_from() -> None:
    migration = moved(about={"range": {"start": date(2026, 9, 1)}})
    row = row_of(migration, "trip.scope.from")
    assert (row.what, row.old, row.was) == (MOVED, "about.range.start", "1 Sep 2026")


def test_the_text_of_another_choice_moves_with_its_question() -> None:
    data = moved(about={"style": ["other"], "style_other": "A wet one"}).data
    assert data["trip"] == {"style": ["other"], "style_other": "A wet one"}


def test_choices_taken_from_another_answer_are_renamed_with_it() -> None:
    assert trip_of(style=["big", "calm"], first="big")["first"] == "huge"


def test_two_old_choices_that_are_one_now_are_chosen_once() -> None:
    assert trip_of(style=["big", "large"])["style"] == ["huge"]


def test_links_to_items_without_written_ids_stay_after_the_list_is_renamed() -> None:
    guests = [{"name": "Anna"}, {"name": "Ben", "friend": "g1"}]
    answers = opened(moved(guest=guests)).answers
    anna, ben = answers.ids("person")
    assert answers.value(Place("person.friend", ben)) == anna


def test_a_reply_stays_where_one_of_its_kind_is_already() -> None:
    notes = [{"question": "trip.called", "text": "a"}, {"question": "about.title", "text": "b"}]
    migration = moved(note=notes)
    assert migration.data["note"] == notes
    assert row_of(migration, "about.title").what == PARKED


@pytest.mark.parametrize("key", ["not_applicable", "disagreement"])
def test_every_kind_of_reply_moves(key: str) -> None:
    data = moved(**{key: [{"question": "about.title", "name": "Ben"}]}).data
    assert data[key] == [{"question": "trip.called", "name": "Ben"}]


# grids


def test_a_grid_comes_with_its_rows_columns_and_choices() -> None:
    modes = {"big": {"state": "certain", "reason": "Fast"}, "calm": {"state": "sure"}}
    migration = moved(
        about={"modes": modes},
        note=[{"question": "about.modes.reason", "row": "big", "text": "Ask"}],
    )
    assert migration.data["trip"]["ways"] == {
        "huge": {"state": "sure", "note": "Fast"},
        "calm": {"state": "sure"},
    }
    answers = opened(migration).answers
    assert answers.value(Place("trip.ways.note", ".huge")) == "Fast"
    assert answers.remarks == {Place("trip.ways.note", ".huge"): Remark("Ask")}
    row = next(row for row in migration.rows if row.was == "Fast")
    assert (row.what, row.old, row.new, row.label) == (
        MOVED, "about.modes.big.reason", "trip.ways.huge.note", "A huge one: why",
    )  # fmt: skip


def test_a_grid_of_one_column_comes_with_its_rows() -> None:
    migration = moved(trip={"marks": {"width": 3, "fun": "4"}})
    assert migration.data["trip"]["marks"] == {"reach": 3, "fun": 4}
    assert {(row.old, row.new, row.was) for row in migration.rows} == {
        ("trip.marks.width", "trip.marks.reach", "3 of 5"),
        ("trip.marks.fun", "trip.marks.fun", "4 of 5"),
    }


def test_what_does_not_fit_a_grid_is_still_there() -> None:
    migration = moved(
        trip={
            "marks": {"reach": 9, "gone": 2},
            "ways": {"calm": {"state": "on", "note": {"a": 1}}, "huge": "yes"},
        }
    )
    assert migration.data["trip"] == {
        "marks": {"reach": 9, "gone": 2},
        "ways": {"calm": {"state": "on"}, "huge": "yes"},
    }
    assert migration.data["earlier"]["1.0"]["trip"]["ways"]["calm"] == {"note": {"a": 1}}
    assert migration.data["note"] == [
        {"question": "trip.ways.note", "row": "calm", "text": "Before: a 1"}
    ]
    told = {(row.what, row.old) for row in migration.rows}
    assert told == {
        (AGAIN, "trip.marks.reach"), (PARKED, "trip.marks.gone"),
        (AGAIN, "trip.ways.calm.state"), (AGAIN, "trip.ways.note"), (PARKED, "trip.ways.huge"),
    }  # fmt: skip


def test_a_text_where_a_grid_is_asked_is_a_note_and_put_aside() -> None:
    migration = moved(about={"modes": "By boat"})
    assert migration.data["earlier"]["1.0"] == {"about": {"modes": "By boat"}}
    assert opened(migration).answers.remarks[Place("trip.ways")].text == "Before: By boat"


# kinds


@pytest.mark.parametrize(
    ("name", "then", "now"),
    [
        ("style", "calm", ["calm"]),
        ("first", ["calm"], "calm"),
        ("hours", "1,500", 1500),
        ("public", True, "yes"),
        ("public", False, "no"),
        ("private", "yes", True),
        ("day", "1 Sep 2026", date(2026, 9, 1)),
        ("rules", "Be kind\n\nBe early", ["Be kind", "Be early"]),
        ("motto", ["Up", "and on"], "Up, and on"),
        ("story", ["Up", "and on"], "Up\nand on"),
        ("motto", 1500, "1500"),
        ("motto", date(2026, 9, 1), "2026-09-01"),
    ],
)
def test_an_answer_of_an_older_kind_is_converted_and_told(name: str, then: Any, now: Any) -> None:
    migration = moved(trip={name: then})
    assert migration.data["trip"] == {name: now}
    row = row_of(migration, f"trip.{name}")
    assert row.what == MOVED
    assert row.why.startswith("it is ")


def test_a_link_of_several_that_were_one_is_a_link() -> None:
    data = moved(guest=[{"id": "g1", "name": "Anna"}, {"id": "g2", "friend": ["g1"]}]).data
    assert data["person"][1]["friend"] == "g1"


@pytest.mark.parametrize(
    ("name", "then", "why"),
    [
        ("hours", "many", "A number is expected"),
        ("first", ["calm", "huge"], "One of the choices"),
        ("style", ["secret"], "'secret' is not one of the choices"),
        ("private", "maybe", "Yes or no"),
    ],
)
def test_what_does_not_fit_stays_and_is_to_answer_again(name: str, then: Any, why: str) -> None:
    migration = moved(trip={name: then})
    assert migration.data["trip"] == {name: then}
    row = row_of(migration, f"trip.{name}")
    assert row.what == AGAIN
    assert why in row.why


def test_a_choice_that_is_offered_no_more_is_kept_where_it_was_chosen() -> None:
    row = row_of(moved(trip={"style": ["old", "calm"]}), "trip.style")
    assert (row.what, row.was) == (KEPT, "An old one, A calm one")
    assert row.why == "'An old one' is no longer offered"


def test_what_was_wrong_before_is_no_matter_of_the_change() -> None:
    """Too low is told in the plan, as ever; of one that is no number any more the table tells."""
    least = trip(V3.replace('id = "trip.hours"\nkind = "number"', LEAST))
    data = {"meta": dict(META), "trip": {"hours": 3}}
    assert row_of(migrate(data, least), "trip.hours").what == KEPT


def test_items_are_called_by_their_titles() -> None:
    people = [
        {"id": "q1", "name": "Anna"},
        {"id": "q2", "name": "Ben"},
        {"id": "q3", "name": "Cleo", "friend": ["q1", "q2"]},
        {"id": "q4", "food": "all", "hobby": "chess"},
    ]
    migration = moved(person=people)
    row = next(one for one in migration.rows if one.new == "person.friend")
    assert (row.what, row.label) == (AGAIN, "Cleo: Friend")
    assert (row.was, row.why) == ("Anna, Ben", "Choose one person.")
    labels = [one.label for one in migration.rows]
    assert "person 4: Food" in labels  # it has no name
    assert "4: person.hobby" in labels


@pytest.mark.parametrize(
    ("name", "then", "was"),
    [("scope", "All of it", "All of it"), ("motto", {"a": 1, "b": "x"}, "a 1   b x")],
    ids=["a text where fields are asked", "fields where a text is asked"],
)
def test_what_cannot_lie_there_is_a_note_and_put_aside(name: str, then: Any, was: str) -> None:
    migration = moved(trip={name: then})
    assert "trip" not in migration.data
    assert migration.data["earlier"] == {"1.0": {"trip": {name: then}}}
    assert migration.data["note"] == [{"question": f"trip.{name}", "text": f"Before: {was}"}]
    assert row_of(migration, f"trip.{name}").what == AGAIN


def test_the_note_joins_one_that_is_there() -> None:
    notes = [{"question": "about.range", "text": "Ask Ben"}]
    data = moved(about={"range": "All of it"}, note=notes).data
    assert data["note"] == [{"question": "trip.scope", "text": "Ask Ben\nBefore: All of it"}]


def test_a_list_that_is_asked_once_now_leaves_notes() -> None:
    migration = moved(trip=[{"id": "t1", "called": "North"}, {"called": "South", "x": 1}])
    assert opened(migration).answers.remarks[Place("trip.called")].text == "Before: North; South"
    assert migration.data["earlier"]["1.0"]["trip"][1]["called"] == "South"
    assert {(row.what, row.old) for row in migration.rows} == {
        (AGAIN, "trip.called"), (PARKED, "trip.x"),
    }  # fmt: skip


def test_what_was_asked_once_is_the_first_of_a_list_now() -> None:
    migration = moved(stop={"town": "Bergen"}, note=[{"question": "stop.town", "text": "Rain"}])
    answers = opened(migration).answers
    (item,) = answers.ids("stop")
    assert answers.value(Place("stop.town", item)) == "Bergen"
    assert answers.remarks[Place("stop.town", item)].text == "Rain"
    assert "of each stop" in row_of(moved(stop={"town": "Bergen"}), "stop.town").why


def test_an_answer_called_id_is_no_id_of_an_item() -> None:
    migration = moved(stop={"town": "Bergen", "id": "Our id"})
    (item,) = opened(migration).answers.ids("stop")
    assert item == "s1"
    assert migration.data["earlier"]["1.0"]["stop"] == {"id": "Our id"}
    assert row_of(migration, "stop.id").was == "Our id"


def test_a_list_that_has_gone_is_one_row() -> None:
    migration = moved(boat=[{"id": "b1", "name": "Gull"}, {"name": "Tern"}])
    assert migration.data["boat"] == [{"id": "b1", "name": "Gull"}, {"name": "Tern"}]
    assert row_of(migration, "boat").was == "2 items: Gull, Tern"


# nothing is ever lost

KEYS = st.sampled_from(
    "called title name style mood hours public private day rules motto story first scope range "
    "price from start cost food eats friend town ways modes marks "
    "state note reason reach width mark big calm huge".split()
)
LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12)
IDS = st.sampled_from(
    "big large huge calm secret old yes no all g1 certain sure 1,500 2026-09-01".split()
)
SCALARS = st.one_of(
    st.booleans(), st.integers(-5000, 5000), LINES, IDS, st.dates(),
    st.datetimes(min_value=datetime(1900, 1, 1)),
    st.floats(-1e6, 1e6).map(lambda one: round(one, 3)),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(SCALARS, st.lists(st.one_of(IDS, LINES), max_size=3)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=5)
FIRSTS = st.sampled_from("about trip guest person stop people boat earlier".split())
REPLIES = st.lists(
    st.fixed_dictionaries(
        {"question": st.builds("{}.{}".format, FIRSTS, KEYS), "text": LINES.filter(str.strip)}
    ),
    max_size=3,
)
PLANS = st.builds(
    lambda tables, notes, parked: {"meta": dict(META), **tables, "note": notes, "parked": parked},
    st.dictionaries(FIRSTS, st.one_of(TABLES, st.lists(TABLES, max_size=3), VALUES), max_size=4),
    REPLIES,
    REPLIES,
)


def leaves(value: Any) -> Iterator[Any]:
    """All single values of a tree; of a reply what it says, for its question may be renamed."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one) if key != "question" else ()
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield value


RENAMED = {"big": "huge", "large": "huge", "certain": "sure"}


def found_again(line: str, text: str) -> bool:
    """Whether a line of an answer stands in a text, as it was or with its name of today."""
    number = Number(id="a.b").clean(line)
    return line in text or RENAMED.get(line, line) in text or str(number) in text


def lines_of(value: Any) -> list[str]:
    """A value as a person would look for it: its lines, a number's figures."""
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, str):
        lines = [clean_line(line).strip() for line in clean_text(value).split("\n")]
        return [line for line in lines if line]
    return [str(int(value) if isinstance(value, float) and value.is_integer() else value)]


def text_of(data: dict[str, Any]) -> str:
    """All values of a tree, a line each."""
    return "\n".join(line for one in leaves(data) for line in lines_of(one))


@given(PLANS)
def test_no_value_is_ever_lost(data: dict[str, Any]) -> None:
    text = text_of(migrate(data, trip()).data)
    for leaf in leaves({key: one for key, one in data.items() if key != "meta"}):
        for line in lines_of(leaf):
            assert found_again(line, text), line


@given(PLANS)
def test_a_second_migration_changes_nothing(data: dict[str, Any]) -> None:
    once = migrate(data, trip())
    older = {**once.data, "meta": {**once.data["meta"], "version": "1.0"}}
    twice = migrate(older, trip())
    assert twice.data == once.data
    assert twice.of(MOVED) == []


@given(PLANS)
def test_what_comes_out_is_a_plan_that_is_read_and_written_whole(data: dict[str, Any]) -> None:
    migration = migrate(data, trip())
    text = written(opened(migration), trip())
    again = text_of(tomllib.loads(text))
    for leaf in leaves({key: one for key, one in migration.data.items() if key != "meta"}):
        # where a day is asked for, the reader takes the day of a moment
        for line in [] if isinstance(leaf, datetime) else lines_of(leaf):
            assert found_again(line, again), line


# two that are one now


MERGED = """
id = "trip"
version = "2.0"
title = "A trip"
[[sections]]
id = "trip"
title = "The trip"
[[sections.questions]]
id = "trip.called"
kind = "text"
ask = "What is it called?"
renamed_from = ["name", "title"]
[[sections.questions]]
id = "trip.media"
kind = "choices"
ask = "By which media?"
choices = [
  { id = "mail", label = "Mail", renamed_from = ["fax", "post"] },
  { id = "web", label = "Web" },
]
[[sections.questions]]
id = "trip.use"
kind = "grid"
ask = "How are they used?"
rows_from = "trip.media"
columns = [
  { id = "how", kind = "text", label = "how" },
  { id = "who", kind = "text", label = "who" },
]
[[sections.questions]]
id = "trip.time"
kind = "shares"
ask = "How much time?"
rows_from = "trip.media"
"""

OF_ANSWERS = ["parked", "not_applicable", "disagreement"]


def merged(**tables: Any) -> Migration:
    return migrate({"meta": dict(META), **tables}, trip(MERGED))


@pytest.mark.parametrize("key", OF_ANSWERS)
@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"use": {"fax": {"how": "Daily"}}}, {"question": "trip.use.how", "row": "post"}),
        (
            {"use": {"fax": {"how": "Daily"}, "post": {"how": "Never"}}},
            {"question": "trip.use.how", "row": "post"},
        ),
        ({"use": {"fax": {"how": "Daily"}}}, {"question": "trip.use.who", "row": "post"}),
        ({"time": {"fax": 40}}, {"question": "trip.time.share", "row": "post"}),
        ({"time": {"fax": {"share": 40}}}, {"question": "trip.time.share", "row": "post"}),
        ({"name": "Up the river"}, {"question": "trip.title"}),
    ],
)
def test_what_is_said_of_one_is_not_said_of_the_other_whose_answer_counts(
    key: str, answers: dict[str, Any], said: dict[str, str]
) -> None:
    entry = {**said, "name": "Ben"}
    migration = merged(trip=answers, **{key: [dict(entry)]})
    assert migration.data[key] == [entry], "it stays in the file as it was"
    (told,) = [row for row in migration.rows if row.was == "Ben"]
    assert told.what == PARKED


@pytest.mark.parametrize("key", OF_ANSWERS)
@pytest.mark.parametrize(
    ("answers", "said", "now"),
    [
        (
            {"use": {"fax": {"how": "Daily"}}},
            {"question": "trip.use.who", "row": "fax"},
            {"question": "trip.use.who", "row": "mail"},
        ),
        (
            {"use": {"fax": {}}},
            {"question": "trip.use.who", "row": "post"},
            {"question": "trip.use.who", "row": "mail"},
        ),
        (
            {"use": {"post": {"how": "Daily"}}},
            {"question": "trip.use.how", "row": "post"},
            {"question": "trip.use.how", "row": "mail"},
        ),
        (
            {"time": {"fax": 40}},
            {"question": "trip.time.share", "row": "fax"},
            {"question": "trip.time.share", "row": "mail"},
        ),
        ({"title": "Up the river"}, {"question": "trip.title"}, {"question": "trip.called"}),
        ({"media": ["fax"]}, {"question": "trip.title"}, {"question": "trip.called"}),
    ],
)
def test_what_is_said_of_an_answer_comes_with_it(
    key: str, answers: dict[str, Any], said: dict[str, str], now: dict[str, str]
) -> None:
    assert merged(trip=answers, **{key: [said]}).data[key] == [now]


def test_of_two_rows_that_are_one_now_the_loser_says_which_one_counts() -> None:
    migration = merged(trip={"use": {"fax": {"how": "Daily"}, "post": {"how": "Never"}}})
    assert migration.data["trip"]["use"] == {"mail": {"how": "Daily"}, "post": {"how": "Never"}}
    lost = row_of(migration, "trip.use.post")
    assert lost.what == PARKED
    assert lost.why == "trip.use.mail has an answer too, and that one counts"


def test_where_somebody_was_comes_to_the_row_of_today() -> None:
    at = {"section": "trip", "question": "trip.use.how", "row": "post"}
    migration = merged(trip={"use": {"post": {"how": "Daily"}}})
    assert migration.data["meta"] == {**META, "version": "2.0"}
    moved_at = migrate({"meta": {**META, "position": dict(at)}}, trip(MERGED)).data["meta"]
    assert moved_at["position"] == {**at, "row": "mail"}


def test_what_is_said_of_no_item_stays_where_it_is() -> None:
    said = [{"question": "guest.food", "owner": one} for one in ("Ann", "Ben")]
    once = moved(guest={"name": "Cem"}, parked=said).data
    assert once["parked"] == [{"question": "person.food", "item": "p1", "owner": "Ann"}, said[1]]
    assert moved(**{**once, "meta": dict(META)}).data["parked"] == once["parked"]


@pytest.mark.parametrize(
    ("made_with", "older"),
    [("1.0", True), ("spring-2026", True), ("0", True), ("2.0", False), ("2", False), ("", False)],
)
def test_a_version_that_is_no_number_is_older_than_any(made_with: str, older: bool) -> None:
    data = {"meta": {**META, "version": made_with}, "trip": {"title": "Up the river"}}
    file = TomlFile(Path("plan.toml"), "plan.toml", "", data, "")
    assert is_older(file, trip(MERGED)) is older
    read(file, trip(MERGED))
