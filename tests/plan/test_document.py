"""The plan file: it comes back as it went, keeps what it does not know, says what is wrong."""

import copy
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tomli_w
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smtui.files import TomlFile
from smtui.mistakes import BadInput
from smtui.plan.answers import Answers, Parked, Place, Remark
from smtui.plan.document import Document, Meta, belongs_to, read, written
from smtui.plan.session import Position, Session
from smtui.questionnaire.kinds import Grid
from smtui.questionnaire.model import Questionnaire
from smtui.text import clean_line, clean_text
from tests.plan.party import plan_file, reading, shared
from tests.plan.workshop import workshop

HEAD = '[meta]\nquestionnaire = "party"\nversion = "1.2"\n'


def file_of(text: str, name: str = "plan.toml") -> TomlFile:
    """A file as it would be read from the disk, without one."""
    return TomlFile(Path(name), name, text, tomllib.loads(text), "")


def opened(party: Questionnaire, text: str) -> Document:
    """The plan of a text that a person wrote below [meta]."""
    return read(file_of(HEAD + text), party)


def mistakes(party: Questionnaire, text: str) -> str:
    """What is said of a text that is not taken."""
    with pytest.raises(BadInput) as refused:
        read(file_of(text), party)
    return str(refused.value)


# round trips

_LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_TEXT = _LINES.map(clean_line).filter(bool)
# blanks at the ends are no part of an answer
_LONG = _LINES.map(lambda one: clean_text(one).strip()).filter(bool)
_NUMBER = st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9).filter(lambda one: one != int(one))
_DAY = st.dates(date(1, 1, 1))
_STRIPPED = _TEXT.map(str.strip).filter(bool)
_KINDS: dict[str, st.SearchStrategy[Any]] = {
    "party.name": _STRIPPED,
    "party.about": _LONG,
    "party.kind": st.sampled_from(["big", "other"]) | _STRIPPED,
    "party.kind_other": _STRIPPED,
    "party.hall": _STRIPPED,
    "party.size": _NUMBER,
    "party.music": st.lists(_STRIPPED, min_size=1, unique=True).map(tuple),
    "party.open": st.booleans(),
    "party.price": _NUMBER,
    "party.day": _DAY,
    "party.rules": st.lists(_STRIPPED, min_size=1).map(tuple),
    "party.place.town": _STRIPPED,
    "party.place.rooms": _NUMBER,
    "party.place.from": _DAY,
}
_OF_ITEMS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "guest": {"guest.name": _STRIPPED, "guest.trip.by": _STRIPPED, "guest.trip.hours": _NUMBER},
    "gift": {"gift.what": _STRIPPED, "gift.guest": _STRIPPED},
}
_ID = st.text("abcxyz0189_", min_size=1, max_size=5)


@st.composite
def any_answers(draw: st.DrawFn) -> Answers:
    """Answers to any questions, any items, anything parked and noted."""
    values = {
        Place(name): one for name, one in draw(st.fixed_dictionaries({}, optional=_KINDS)).items()
    }
    ids = draw(st.lists(_ID, unique=True, max_size=5))
    cut = draw(st.integers(0, len(ids)))
    items = {"guest": tuple(ids[:cut]), "gift": tuple(ids[cut:])}
    for list_id, kinds in _OF_ITEMS.items():
        for item in items[list_id]:
            given_so = draw(st.fixed_dictionaries({}, optional=kinds))
            values |= {Place(name, item): one for name, one in given_so.items()}
    names = [Place(name) for name in (*_KINDS, "party.place")]
    names += [Place("guest.name", item) for item in items["guest"]]
    places = st.sampled_from(names)
    parked = st.dictionaries(places, st.builds(Parked, _LINES.map(clean_line), st.none() | _DAY))
    remarks = st.dictionaries(places, st.builds(Remark, _LONG, _LINES.map(clean_line)))
    return Answers(
        values, {name: one for name, one in items.items() if one}, draw(parked), draw(remarks)
    )


@given(any_answers())
def test_any_answers_come_back_as_they_went(answers: Answers) -> None:
    party = shared()
    text = written(Document(answers), party)
    back = read(file_of(text), party)
    assert back.answers == answers
    assert not back.unknown and not back.unknown_within
    assert written(back, party) == text


_KEY = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_PLAIN = (
    st.booleans() | st.integers(-99, 99) | st.floats(-9, 9) | _LINES | _DAY
    | st.datetimes(datetime(1, 1, 1)).map(lambda one: one.replace(fold=0))
    | st.times().map(lambda one: one.replace(fold=0))
)  # fmt: skip
_TREE = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEY, inner, max_size=3),
    max_leaves=8,
)
_UNKNOWN = st.dictionaries(_KEY.map(lambda key: f"x{key}"), _TREE, max_size=3)


_LEVELS = ("top", "meta", "party", "place", "parked", "note", "g1", "g2", "trip")


@given(st.fixed_dictionaries(dict.fromkeys(_LEVELS, _UNKNOWN)))
def test_unknown_keys_survive_at_every_level(extra: dict[str, dict[str, Any]]) -> None:
    """On the top, in tables, records, items, [meta], parkings, notes; while items move and go."""
    party = shared()
    tree = {
        **extra["top"],
        "meta": {"questionnaire": "party", "version": "1.2", **extra["meta"]},
        "party": {"name": "Summer", "place": {"town": "Ulm", **extra["place"]}, **extra["party"]},
        "guest": [
            {"id": "g1", "name": "Ann", **extra["g1"]},
            {"id": "g2", "trip": {"by": "train", **extra["trip"]}, **extra["g2"]},
            {"id": "g3", "xgone": 1},
        ],
        "parked": [{"question": "party.kind", **extra["parked"]}],
        "note": [{"question": "party.name", "text": "Why?", **extra["note"]}],
    }
    document = read(file_of(tomli_w.dumps(tree)), party)
    session = Session(party, document.answers)
    session.move_item("guest", "g1", +1)
    session.delete_item("guest", "g3")
    session.answer(Place("party.name"), "Winter")
    session.add_item("guest")
    moved = replace(document, answers=session.answers)
    back = tomllib.loads(written(moved, party))

    def kept(table: dict[str, Any], level: str) -> bool:
        return all(_exact(table[key]) == _exact(value) for key, value in extra[level].items())

    assert kept(back, "top") and kept(back["meta"], "meta")
    assert kept(back["party"], "party") and kept(back["party"]["place"], "place")
    assert kept(back["parked"][0], "parked") and kept(back["note"][0], "note")
    guests = {one["id"]: one for one in back["guest"]}
    assert list(guests)[:2] == ["g2", "g1"] and "g3" not in guests
    assert kept(guests["g1"], "g1") and kept(guests["g2"], "g2")
    assert kept(guests["g2"]["trip"], "trip")


def _exact(tree: Any) -> Any:
    """A tree to compare: 1 is not true, and the order of keys does not matter."""
    if isinstance(tree, dict):
        return {key: _exact(one) for key, one in tree.items()}
    return [_exact(one) for one in tree] if isinstance(tree, list) else repr(tree)


MISFITS = {
    "a number for a text": ("[party]\nname = 5\n", "party.name"),
    "a table for a text": ("[party]\nname = { a = 1 }\n", "party.name"),
    "an unknown choice": ('[party]\nkind = "huge"\n', "party.kind"),
    "a list for a choice": ('[party]\nkind = ["big"]\n', "party.kind"),
    "a text for choices": ('[party]\nmusic = "jazz"\n', "party.music"),
    "numbers for choices": ("[party]\nmusic = [1, 2]\n", "party.music"),
    "a text for a number": ('[party]\nsize = "many"\n', "party.size"),
    "yes for a number": ("[party]\nsize = true\n", "party.size"),
    "1 for yes": ("[party]\nopen = 1\n", "party.open"),
    "a text for a date": ('[party]\nday = "soon"\n', "party.day"),
    "a time for a date": ("[party]\nday = 10:00:00\n", "party.day"),
    "tables for texts": ("[[party.rules]]\na = 1\n", "party.rules"),
    "a text for a record": ('[party]\nplace = "in Ulm"\n', "party.place"),
    "a list for a record": ("[party]\nplace = [1]\n", "party.place"),
    "tables for a record": ('[[party.place]]\ntown = "Ulm"\n', "party.place"),
    "a number for a link": ('[[gift]]\nid = "x1"\nguest = 5\n', "gift.guest"),
    "a link to nowhere": ('[[gift]]\nid = "x1"\nguest = "g9"\n', "gift.guest"),
}


@pytest.mark.parametrize(("text", "name"), MISFITS.values(), ids=list(MISFITS))
def test_a_value_that_does_not_fit_is_said_and_saved_as_it_was(
    party: Questionnaire, text: str, name: str
) -> None:
    document = opened(party, text)
    (item,) = document.answers.ids("gift") or ("",)
    read_so = reading(party, document.answers, "full")
    assert read_so.problems(Place(name, item))
    assert read_so.text(Place(name, item))
    saved = tomllib.loads(written(document, party))
    before = tomllib.loads(text)
    assert _exact({key: saved[key] for key in before}) == _exact(before)


def test_a_day_with_a_time_or_as_text_is_a_day(party: Questionnaire) -> None:
    for day in ("2026-09-01", "2026-09-01T10:00:00Z", '"2026-09-01"', '"1 Sep 2026"'):
        document = opened(party, f"[party]\nday = {day}\n")
        assert document.answers.value(Place("party.day")) == date(2026, 9, 1)


# plans written by hand


def test_items_without_ids_get_some_by_their_places(party: Questionnaire) -> None:
    text = '[[guest]]\nname = "Ann"\n[[guest]]\nid = "g1"\n[[guest]]\nname = "Cem"\n[[gift]]\n'
    document = opened(party, text + 'guest = "g3"\n')
    ids = document.answers.ids("guest")
    assert ids[1] == "g1" and len(set(ids)) == 3
    assert document.answers.value(Place("guest.name", "g3")) == "Cem"
    assert written(read(file_of(written(document, party)), party), party) == written(
        document, party
    )


def test_many_items_without_ids_are_read_in_no_time(party: Questionnaire) -> None:
    document = opened(party, "[[guest]]\n" * 500 + "[[gift]]\n" * 500)
    assert len(document.answers.all_ids()) == 1000


def test_more_items_than_the_author_wants_are_kept(party: Questionnaire) -> None:
    assert len(opened(party, "[[guest]]\n" * 9).answers.ids("guest")) == 9


@pytest.mark.parametrize(
    "line",
    ['run = 5', 'run = "long"', 'created = "soon"', "created = 5", "changed = []",
     "position = 3", 'position = { section = 1 }', 'position = { section = "nowhere" }',
     'position = { section = "guests", question = "guest.name", item = "gone" }',
     'position = { section = "first", question = ["party.name"] }',
     'fictional = "yes"', "title = 7", "format = true"],
)  # fmt: skip
def test_meta_of_wrong_types_opens(party: Questionnaire, line: str) -> None:
    document = opened(party, f'{line}\n[party]\nname = "Summer"\n')
    assert document.answers.value(Place("party.name")) == "Summer"
    assert document.meta.run == "quick"
    text = written(document, party)
    assert written(read(file_of(text), party), party) == text


def test_a_wrong_entry_of_meta_is_kept(party: Questionnaire) -> None:
    text = written(opened(party, 'created = "soon"\ntitle = 7\nowner = "Ann"\n'), party)
    meta = tomllib.loads(text)["meta"]
    assert (meta["created"], meta["title"], meta["owner"]) == ("soon", 7, "Ann")


def test_meta_comes_back(party: Questionnaire) -> None:
    meta = Meta(
        "full", datetime(2026, 9, 1, 9), datetime(2026, 9, 2, 10, 30),
        Position("guests", "guest.name", "g1"), True, "The summer party",
    )  # fmt: skip
    answers = Answers(items={"guest": ("g1",)})
    assert read(file_of(written(Document(answers, meta), party)), party).meta == meta


@pytest.mark.parametrize("day", ["2026-09-01", '"2026-09-01T09:00:00"'])
def test_a_moment_may_be_a_day_or_a_text(party: Questionnaire, day: str) -> None:
    created = opened(party, f"created = {day}\n").meta.created
    assert created is not None and created.date() == date(2026, 9, 1)


def test_parkings_and_notes_of_what_is_not_known_are_kept(party: Questionnaire) -> None:
    text = (
        '[[parked]]\nquestion = "party.ghost"\nowner = "Ann"\n'
        '[[parked]]\nquestion = "party.name"\ndate = 2026-09-01\n'
        '[[parked]]\nquestion = "guest.name"\nitem = "gone"\n'
        '[[note]]\nquestion = "party.ghost"\ntext = "Why?"\n'
        '[[note]]\nquestion = "party.name"\ntext = "First"\n'
        '[[note]]\nquestion = "party.name"\ntext = "Second"\n'
        '[[note]]\nquestion = "party.kind"\ntext = 5\n'
    )
    document = opened(party, text)
    assert document.answers.parked == {Place("party.name"): Parked("", date(2026, 9, 1))}
    assert document.answers.remarks == {Place("party.name"): Remark("First")}
    saved = tomllib.loads(written(document, party))
    for key in ("parked", "note"):
        before = tomllib.loads(text)[key]
        assert sorted(map(repr, saved[key])) == sorted(map(repr, before))


def test_a_parking_of_wrong_types_parks_and_is_kept(party: Questionnaire) -> None:
    document = opened(party, '[[parked]]\nquestion = "party.name"\nowner = 5\ndate = "soon"\n')
    assert document.answers.parked == {Place("party.name"): Parked()}
    saved = tomllib.loads(written(document, party))["parked"]
    assert saved == [{"question": "party.name", "owner": 5, "date": "soon"}]


def test_the_comment_at_the_top_stays(party: Questionnaire) -> None:
    heading = "# FICTIONAL.\n# For the course.\n\n# Ask Ann."
    document = read(file_of(f"\n{heading}\n\n{HEAD}\n# not this one\n"), party)
    text = written(document, party)
    assert text.startswith(f"{heading}\n\n[meta]\n")
    assert written(read(file_of(text), party), party) == text


def test_windows_line_ends_are_read(party: Questionnaire, tmp_path: Path) -> None:
    file = plan_file(tmp_path, f'# Mine\n{HEAD}[party]\nname = "Summer"\n'.replace("\n", "\r\n"))
    document = read(file, party)
    assert document.heading == "# Mine"
    assert document.answers.value(Place("party.name")) == "Summer"


# what is refused


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[meta]\nquestionnaire = "picnic"\n', 2, "belongs to the questionnaire 'picnic'"),
        ('[meta]\nquestionnaire = "party"\nversion = "1.3"\n', 3, "version 1.3"),
        ('[meta]\nquestionnaire = "party"\nversion = "2"\n', 3, "version 2"),
        (HEAD + "format = 2\n", 4, "later smtui"),
        (HEAD + "party = 3\n", 0, "must be a table"),
    ],
)
def test_another_plan_is_refused_with_its_line(
    party: Questionnaire, text: str, line: int, says: str
) -> None:
    if line == 0:  # before [meta], where it is on the top
        text, line = "party = 3\n" + HEAD, 1
    said = mistakes(party, text)
    assert said.startswith(f"plan.toml:{line}: ") and says in said


@pytest.mark.parametrize("version", ['"1.2"', '"1.2.0"', '"1"', '"0.9"', "1.2", '"²"', "[]", '""'])
def test_a_plan_of_this_version_or_before_is_opened(party: Questionnaire, version: str) -> None:
    text = f'[meta]\nquestionnaire = "party"\nversion = {version}\n'
    assert read(file_of(text), party).answers == Answers()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = 1\n", "not a plan"),
        ("meta = 1\n", "not a plan"),
        ("[meta]\nquestionnaire = 5\n", "not a plan"),
        ('[[sections]]\nid = "a"\n', "this is a questionnaire"),
    ],
)
def test_what_is_no_plan_is_said_to_be_none(text: str, says: str) -> None:
    with pytest.raises(BadInput, match="not a plan of smtui") as refused:
        belongs_to(file_of(text))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[[party]]\nname = "a"\n', 4, "write [party]"),
        ('[guest]\nname = "Ann"\n', 4, "write [[guest]]"),
        ('[parked]\nquestion = "party.name"\n', 4, "write [[parked]]"),
        ('[[guest]]\nid = "g1"\n[[guest]]\nid = "g1"\n', 7, "the other in line 5"),
        ('[[guest]]\nid = "g1"\n[[gift]]\nid = "g1"\n', 7, "the other in line 5"),
        ('[[guest]]\nid = 5\n', 5, 'id = "s1"'),
        ('[[guest]]\nid = "Ann Lee"\n', 5, "a-z, 0-9"),
        ('[[guest]]\nid = ""\n', 5, "a-z, 0-9"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_line_and_mend(
    party: Questionnaire, text: str, line: int, says: str
) -> None:
    said = mistakes(party, HEAD + text)
    assert said.startswith(f"plan.toml:{line}: ") and says in said


def test_all_mistakes_are_said_at_once(party: Questionnaire) -> None:
    with pytest.raises(BadInput) as refused:
        opened(party, '[guest]\n[[gift]]\nid = "A"\n[[gift]]\nid = "x"\n[[gift]]\nid = "x"\n')
    assert len(refused.value.mistakes) == 3


WHOLE: dict[str, Any] = {
    "meta": {"questionnaire": "party", "version": "1.2", "run": "full",
             "created": datetime(2026, 9, 1),
             "position": {"section": "first", "question": "party.name"}},
    "party": {"name": "Summer", "kind": "big", "size": 5, "music": ["jazz"], "open": True,
              "price": 9.5, "day": date(2026, 9, 1), "rules": ["a", "b"],
              "place": {"town": "Ulm", "rooms": 2}},
    "guest": [{"id": "g1", "name": "Ann", "trip": {"by": "train"}}, {"id": "g2"}],
    "gift": [{"id": "x1", "what": "Cake", "guest": "g1"}],
    "parked": [{"question": "party.hall", "owner": "Ann", "date": date(2026, 9, 1)}],
    "note": [{"question": "guest.name", "item": "g1", "text": "Why?", "author": "Bob"}],
}  # fmt: skip


def _ways(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    return [path, *(way for key, one in pairs for way in _ways(one, (*path, key)))]


@settings(max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(_ways(WHOLE)[1:]), _TREE), min_size=1, max_size=3))
def test_no_change_by_hand_is_answered_with_a_traceback(
    changes: list[tuple[tuple[Any, ...], Any]],
) -> None:
    """A value of any kind in any place: refused with words, or kept and shown, and saved stably."""
    party = shared()
    tree = copy.deepcopy(WHOLE)
    for way, value in changes:
        at: Any = tree
        try:
            for key in way[:-1]:
                at = at[key]
            if isinstance(at, dict) == isinstance(way[-1], str):  # not what an earlier change took
                at[way[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    try:
        document = read(file_of(tomli_w.dumps(tree)), party)
    except BadInput as refused:
        assert all(one.what for one in refused.mistakes)
        return
    read_so = reading(party, document.answers, "full")
    for place in read_so.places():
        read_so.problems(place)
        read_so.text(place)
        read_so.share_of(place)
    session = Session(party, document.answers, run="full", position=document.meta.position)
    session.overall()
    text = written(document, party)
    assert written(read(file_of(text), party), party) == text
    # nothing that was there is lost; [meta] is the program's own
    back = tomllib.loads(text)
    del tree["meta"], back["meta"]
    assert _words(tree) <= _words(back)


def _words(tree: Any) -> set[str]:
    """The words and numbers in a tree, as they are after cleaning: 1,500 is 1500."""
    if isinstance(tree, dict | list):
        inner = tree.values() if isinstance(tree, dict) else tree
        return {word for one in inner for word in _words(one)}
    if isinstance(tree, datetime):
        tree = tree.date()
    if isinstance(tree, str):
        return {_as_number(word) for word in clean_text(tree).split()}
    # of [1, true] a list of choices keeps the first: they are equal
    return {_as_number(str(int(tree) if isinstance(tree, bool) else tree))}


def _as_number(word: str) -> str:
    try:
        return str(float(word))
    except ValueError:
        return word


# how it looks


def test_the_file_follows_the_questionnaire_and_reads_well(party: Questionnaire) -> None:
    session = Session(party)
    guest = session.add_item("guest")
    session.answer(Place("guest.name", guest), "Ann")
    session.answer(Place("party.place.town"), "Ulm")
    session.answer(Place("party.music"), ["jazz", "rock"])
    session.answer(Place("party.rules"), ["Nobody brings a dog that is larger than a table"] * 2)
    session.answer(Place("party.about"), 'First line\n"Second" line')
    session.answer(Place("party.name"), "Summer")
    session.park(Place("party.day"), "Ann", date(2026, 9, 1))
    session.remark(Place("guest.name", guest), "Sister of Bob")
    text = written(Document(session.answers), party)
    assert (
        text
        == f'''\
[meta]
questionnaire = "party"
version = "1.2"
format = 1
run = "quick"

[party]
name = "Summer"
about = """
First line
\\"Second\\" line"""
music = ["jazz", "rock"]
rules = [
  "Nobody brings a dog that is larger than a table",
  "Nobody brings a dog that is larger than a table",
]

[party.place]
town = "Ulm"

[[guest]]
id = "{guest}"
name = "Ann"

[[parked]]
question = "party.day"
owner = "Ann"
date = 2026-09-01

[[note]]
question = "guest.name"
item = "{guest}"
text = "Sister of Bob"
'''
    )


def test_hostile_text_comes_back_from_the_disk(
    party: Questionnaire, tmp_path: Path, hostile: str
) -> None:
    session = Session(party)
    for name in ("party.name", "party.about", "party.kind"):
        session.answer(Place(name), hostile)
    session.answer(Place("party.rules"), [hostile, hostile])
    session.remark(Place("party.name"), hostile, hostile)
    session.park(Place("party.day"), hostile)
    document = Document(session.answers, Meta(title=clean_line(hostile)))
    back = read(plan_file(tmp_path, written(document, party)), party)
    assert back.answers == session.answers
    assert back.meta.title == clean_line(hostile)


_TYPED = (
    st.text(max_size=40)
    | st.from_regex(r"[-+]?[0-9]{1,20}([ ,'.][0-9]{3}){0,3}(\.[0-9]+)? ?%?", fullmatch=True)
    | st.builds(lambda digit, many: digit * many, st.sampled_from("19"), st.integers(1, 5000))
    | st.builds("{}{}{}".format, st.integers(1, 31), st.sampled_from([".9.", " Sep "]),
                st.integers(0, 99999))
    | st.lists(
        st.sampled_from(
            ["1", "e400", "inf", "nan", "\x00", "\ud800", "\x85", "\r", "\t", "'''", '"' * 3,
             "\\", "\\u0000", "\n", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "[meta]\n",
             "a = 1\n", "#", "x" * 21_000, "\u0301" * 50, "\U000e0041", "0001-01-01",
             "9999-12-31", "yes"]
        ),
        max_size=8,
    ).map("".join)
)  # fmt: skip
_HANDED = (
    st.integers(-(2**70), 2**70) | st.floats() | st.dates() | st.booleans()
    | st.sampled_from([10**400, -(10**5000), [2**60, float("nan")], {"town": float("inf")}])
)  # fmt: skip


def _typed_into(party: Questionnaire, typed: Any) -> Answers:
    """A plan in which all questions are answered with the same, and all is said of one."""
    session = Session(party, run="full")
    items = {list_id: session.add_item(list_id) for list_id in party.lists}
    for name, question in party.questions.items():
        home = party.homes[name]
        if question.parts:  # in parts
            continue
        in_grid = isinstance(party.questions.get(home.record), Grid)
        rows = ("talk", "mail", "reach") if in_grid else ("",)
        for row in rows:
            item = items.get(home.list, "")
            session.answer(Place(name, f"{item}.{row}" if row else item), typed)
    first = Place(next(iter(party.questions)))
    if isinstance(typed, str):
        session.remark(first, typed, typed)
        session.park(first, typed)
        session.disagree(first, typed, typed)
    return session.answers


@pytest.mark.parametrize("of", [shared, workshop])
@settings(max_examples=60)
@given(typed=_TYPED)
@example(typed="1" + "0" * 309)
@example(typed="9007199254740993")
@example(typed="<<<<<<< ours\nred\n=======\nblue\n>>>>>>> theirs")
@example(typed="1.9.1")
def test_whatever_is_typed_anywhere_comes_back_from_the_disk(
    of: Callable[[], Questionnaire], typed: str
) -> None:
    answers = _typed_into(of(), typed)
    with TemporaryDirectory() as folder:
        back = read(plan_file(Path(folder), written(Document(answers), of())), of())
    assert back.answers == answers


@pytest.mark.parametrize("of", [shared, workshop])
@settings(max_examples=60)
@given(value=_HANDED)
def test_no_value_makes_a_plan_that_cannot_be_opened_again(
    of: Callable[[], Questionnaire], value: Any
) -> None:
    answers = _typed_into(of(), value)
    with TemporaryDirectory() as folder:
        back = read(plan_file(Path(folder), written(Document(answers), of())), of())
    assert back.answers.values.keys() == answers.values.keys()


def test_a_time_beside_the_answers_is_kept(party: Questionnaire) -> None:
    text = written(opened(party, "[party]\nxtime = 10:30:00\n[empty]\n"), party)
    data = tomllib.loads(text)
    assert data["party"] == {"xtime": time(10, 30)} and data["empty"] == {}


def test_what_is_not_known_stays_and_is_safe_to_print(tmp_path: Path) -> None:
    odd = "a\u202eb\x9b31mc\U000e0041d\u2028e\x7f"
    text = 'more = "x"\n[meta]\nquestionnaire = "party"\nversion = "1.2"\nformat = 1\n[strange]\n'
    spelled = "".join(f"\\U{ord(one):08x}" for one in odd)
    file = plan_file(tmp_path, f'{text}"k{spelled}" = "v{spelled}"\n')
    made = written(read(file, shared()), shared())
    assert tomllib.loads(made)["strange"] == {f"k{odd}": f"v{odd}"}
    assert not set(odd) - set("abcde31m") & set(made)
