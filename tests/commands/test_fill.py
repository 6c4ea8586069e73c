"""smtui fill: plans made and completed from TOML, JSON and CSV; every mistake with its line."""

import json
import secrets
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smtui.cli import main
from smtui.commands.fill import fill
from smtui.files import CAPS
from smtui.mistakes import BadInput
from smtui.plan.answers import Answers, Place
from smtui.plan.document import Document, written
from smtui.plan.filling import Filling
from smtui.plan.given import read_tables
from smtui.plan.keeping.keeper import Keeper
from smtui.plan.session import Session
from smtui.questionnaire import shelf
from tests.commands.visit import NOW, Hearing
from tests.plan.party import PARTY, party, shared

ANSWERS = """
[party]
name = "Summer"
kind = "A big one"
hall = "The old one"
size = "120"
music = ["Jazz", "rock"]
open = true
day = "1 Sep 2026"
rules = ["No shoes"]
place = { town = "Oslo", rooms = 2 }

[[guest]]
name = "Ada"
food = "No meat"

[[guest]]
id = "bo"
name = "Bo"
trip = "by: train; hours: 3"

[[gift]]
what = "A book"
guest = "ada"

[[parked]]
question = "guest.food"
item = "Bo"
owner = "Cy"
date = 2026-12-01

[[note]]
question = "party.size"
text = "maybe more"
author = "Dee"
"""


@pytest.fixture
def quiz(tmp_path: Path) -> str:
    """The folder of the party's questionnaire."""
    party(tmp_path / "quiz")
    return str(tmp_path / "quiz")


@pytest.fixture
def filled(tmp_path: Path, quiz: str) -> "Callable[..., dict[str, Any]]":
    """Fills a plan from texts by file name; the plan as it is then."""

    def work(run: str = "", list_id: str = "", **texts: str) -> dict[str, Any]:
        names = put(tmp_path, texts)
        plan = tmp_path / "plan.toml"
        around = Hearing(tmp_path).around
        kept = {"run": run, "list_id": list_id, "questionnaire": quiz}
        assert fill(names, around, plan=str(plan), **kept) == 0
        return tomllib.loads(plan.read_text(encoding="utf-8"))

    return work


def put(folder: Path, texts: dict[str, str]) -> list[str]:
    """Files with these texts; an underscore in a name stands for the dot."""
    for name, text in texts.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(text.encode())
    return [str(folder / name.replace("_", ".")) for name in texts]


def refused(tmp_path: Path, quiz: str, list_id: str = "", **texts: str) -> str:
    """What is said of files that cannot be taken; nothing is written then."""
    plan = tmp_path / "plan.toml"
    before = plan.read_bytes() if plan.exists() else None
    with pytest.raises(BadInput) as told:
        fill(
            put(tmp_path, texts),
            Hearing(tmp_path).around,
            plan=str(plan),
            list_id=list_id,
            questionnaire=quiz,
        )
    assert (plan.read_bytes() if plan.exists() else None) == before
    return str(told.value).replace(f"{tmp_path}/", "")


def test_a_plan_is_made_of_answers_as_people_write_them(filled: Any) -> None:
    made = filled(a_toml=ANSWERS)
    assert made["party"] == {
        "name": "Summer",
        "kind": "big",
        "hall": "The old one",
        "size": 120,
        "music": ["jazz", "rock"],
        "open": True,
        "day": date(2026, 9, 1),
        "rules": ["No shoes"],
        "place": {"town": "Oslo", "rooms": 2},
    }
    ada, bo = made["guest"]
    assert (ada["name"], ada["food"]) == ("Ada", "green")
    assert bo == {"id": "bo", "name": "Bo", "trip": {"by": "train", "hours": 3}}
    assert made["gift"][0]["guest"] == ada["id"]
    parked = {"question": "guest.food", "item": "bo", "owner": "Cy", "date": date(2026, 12, 1)}
    assert made["parked"] == [parked]
    assert made["note"] == [{"question": "party.size", "text": "maybe more", "author": "Dee"}]
    assert made["meta"]["run"] == "full"
    assert made["meta"]["created"] == made["meta"]["changed"] == NOW


def test_to_fill_in_the_same_file_twice_changes_nothing(tmp_path: Path, filled: Any) -> None:
    rows = "what,guest\nA hat,Bo\nA hat,Ada\n,Ada\n"
    filled(a_toml=ANSWERS, gift_csv="second,guest\nBo,Ada\n")
    first = (tmp_path / "plan.toml").read_bytes()
    filled(a_toml=ANSWERS, gift_csv="second,guest\nBo,Ada\n")
    assert (tmp_path / "plan.toml").read_bytes() == first
    (tmp_path / "plan.toml").unlink()
    twins = rows.replace(",Ada\n,Ada", ",Ada")
    filled(a_toml=ANSWERS.replace('[[gift]]\nwhat = "A book"\nguest = "ada"\n', ""), gift_csv=twins)
    first = (tmp_path / "plan.toml").read_bytes()
    assert first.count(b"A hat") == 2
    filled(gift_csv=twins)
    assert (tmp_path / "plan.toml").read_bytes() == first


def test_json_has_the_same_shape(filled: Any) -> None:
    made = filled(a_json=json.dumps({"party": {"name": "Y", "day": "2026-09-01", "size": None}}))
    assert made["party"] == {"name": "Y", "day": date(2026, 9, 1)}


@pytest.mark.parametrize(
    "rows",
    [
        "name,food,trip.by\nAda,No meat,train\nBo,all,\n",
        "\ufeffname;food;trip.by\r\nAda;No meat;train\r\n;;\r\nBo;all;\r\n",
        "Who?\tWhat do they eat?\tguest.trip.by\nAda\tgreen\ttrain\nBo\tALL\n",
        'guest.trip.by,"GUEST.NAME",food\n"train","Ada",green\n\n,Bo,"All"\n',
    ],
    ids=["commas", "spreadsheet", "tabs and questions", "quotes"],
)
def test_rows_are_items(filled: Any, rows: str) -> None:
    items = filled(guests_csv=rows)["guest"]
    assert [{key: one[key] for key in one if key != "id"} for one in items] == [
        {"name": "Ada", "food": "green", "trip": {"by": "train"}},
        {"name": "Bo", "food": "all"},
    ]


def test_which_list_rows_are_of(tmp_path: Path, quiz: str, filled: Any) -> None:
    assert len(filled(people_csv="name\nAda\n", list_id="guest")["guest"]) == 1
    assert len(filled(people_csv="guest.name\nBo\n")["guest"]) == 2
    told = refused(tmp_path, quiz, people_csv="name\nAda\n")
    assert "people.csv:1: it is not said which list these rows are of" in told
    assert "--list LIST  (guest and gift)" in told
    assert "did you mean 'guest'?" in refused(tmp_path, quiz, "gest", people_csv="name\nAda\n")


def test_items_are_found_by_id_then_by_name_and_else_added(filled: Any) -> None:
    filled(guest_csv="id,name,food\nx,Ada,all\ny,Bo,all\n")
    made = filled(guest_csv="id,name,food\n,bo,green\nx,Ada L.,\n,Cy,\n")["guest"]
    assert [one["name"] for one in made] == ["Ada L.", "bo", "Cy"]
    assert [one.get("food") for one in made] == ["all", "green", None]
    assert made[0]["id"] == "x"


def test_a_link_to_an_only_item_is_kept_as_on_the_screen(filled: Any) -> None:
    made = filled(a_toml='[[guest]]\nid = "g"\nname = "Ada"\n[[gift]]\nwhat = "A hat"\n')
    assert made["gift"][0]["guest"] == "g"


def test_the_file_is_the_one_that_the_screen_would_save(
    tmp_path: Path, filled: Any, clock: Callable[[], datetime]
) -> None:
    questionnaire = party(tmp_path / "quiz")
    session = Session(questionnaire, run="full")
    screen = tmp_path / "screen.toml"
    keeper = Keeper(session, screen, clock)
    # another order than the file's, and changes of mind
    book = session.add_item("gift")
    session.answer(Place("gift.what", book), "A book")
    session.answer(Place("party.size"), "12")
    ada, bo = session.add_item("guest"), session.add_item("guest")
    for place, value in (
        (Place("guest.name", bo), "Bo"),
        (Place("guest.name", ada), "Ada"),
        (Place("gift.guest", book), bo),
        (Place("party.place"), {"rooms": 2, "town": "Oslo"}),
        (Place("party.music"), ["rock", "jazz"]),
        (Place("party.about"), "two\nlines"),
        (Place("party.size"), "120"),
        (Place("party.name"), "Summer"),
        (Place("party.kind"), "other"),
        (Place("party.kind_other"), "A quiet one"),
    ):
        session.answer(place, value)
    session.park(Place("guest.food", bo), "Cy", date(2026, 12, 1))
    session.remark(Place("party.name"), "or Winter")
    assert keeper.save()

    text = f"""
    [[note]]
    question = "party.name"
    text = "or Winter"
    [[parked]]
    question = "guest.food"
    item = "{bo}"
    owner = "Cy"
    date = "2026-12-01"
    [[gift]]
    guest = "Bo"
    what = "A book"
    id = "{book}"
    [party]
    size = 120
    kind_other = "A quiet one"
    kind = "Another, namely"
    about = "two\\nlines"
    music = "Rock, Jazz"
    place = {{ rooms = 2, town = "Oslo" }}
    name = "Summer"
    """
    rows = f"id,name\n{ada},Ada\n{bo},Bo\n"
    filled(a_toml=text, guest_csv=rows)
    expected = screen.read_text(encoding="utf-8").replace('position = { section = "first" }\n', "")
    expected = expected.replace('[meta.position]\nsection = "first"\n\n', "")
    assert (tmp_path / "plan.toml").read_text(encoding="utf-8") == expected


def test_what_stands_in_the_plan_stays(tmp_path: Path, quiz: str, filled: Any) -> None:
    plan = tmp_path / "plan.toml"
    filled(a_toml='[party]\nname = "Old"\nprice = 5\n')
    text = plan.read_text(encoding="utf-8") + '\n[ours]\nkey = "kept"\n'
    plan.write_text("# our comment\n" + text, encoding="utf-8")
    made = filled(a_toml='[party]\nname = "New"\nabout = ""\n')
    assert (made["party"], made["ours"]) == ({"name": "New", "price": 5}, {"key": "kept"})
    assert plan.read_text(encoding="utf-8").startswith("# our comment\n")


def test_an_answer_ends_the_parking_and_an_empty_one_does_not(filled: Any) -> None:
    parked = '[[parked]]\nquestion = "party.size"\n'
    assert filled(a_toml=parked)["parked"] == [{"question": "party.size"}]
    assert "parked" in filled(a_toml='[party]\nsize = ""\n')
    assert "parked" not in filled(a_toml="[party]\nsize = 3\n")


def test_every_mistake_of_every_file_is_told_in_one_pass(tmp_path: Path, quiz: str) -> None:
    told = refused(
        tmp_path,
        quiz,
        a_toml="""
[party]
nmae = "Summer"
kind = "huge"
size = 900
day = "soon"

[party.place]
rooms = 0

[[gift]]
what = "A book"
guest = "Nobody"

[prty]
name = "x"

[[parked]]
question = "party.siez"
""",
        b_json='{"party": {"music": ["flok"], "size": 0.5}, "guest": {"name": "Ada"}}',
        guest_csv='nick,food,name\n"two\nlines",green,Ada\nx,grass,Bo,spare\n',
        c_json="{",
    )
    for one in (
        "a.toml:3: there is no question 'nmae' here",
        "did you mean 'name'?",
        "a.toml:4: What kind?: 'huge' is no choice here",
        "a.toml:6: When?: A date is expected here",
        "a.toml:9: rooms: At least 1",
        "a.toml:13: From whom?: 'Nobody' is no guest here",
        "a.toml:15: 'prty' is not known in this questionnaire",
        "did you mean 'party'?",
        "a.toml:19: there is no question 'party.siez'",
        "b.json: party.music: Which music?: 'flok' is no choice here",
        "b.json: party.size: How many?: A whole number is expected",
        "b.json: guest: 'guest' must be a list of tables",
        "c.json:1: this is not JSON",
        "guest.csv:1: 'nick' is no question of a guest here",
        "guest.csv:4: column 4 of this row has no name above it",
        "guest.csv:4: What do they eat?: 'grass' is no choice here",
    ):
        assert one in told, one


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"a_toml": "[party\n"}, "a.toml:1:"),
        ({"a_toml": '[party]\nsize = 50\nkind = "secret"'}, "a.toml:3: What kind?: 'A secret one'"),
        ({"a_toml": "party = 3"}, "'party' must be a table"),
        ({"a_toml": "guest = 3"}, "'guest' must be a list of tables"),
        ({"a_toml": "parked = 3"}, "'parked' must be a list of tables"),
        ({"a_toml": '[[guest]]\nid = "A!"'}, "a.toml:2: an item's id must be"),
        ({"a_toml": '[[guest]]\nid = "a"\n[[guest]]\nid = "a"'}, "two items have the id 'a'"),
        ({"a_toml": '[[guest]]\nid = "a"\n[[gift]]\nid = "a"'}, "another list has the id 'a'"),
        ({"a_toml": "[[guest]]\n" * 5}, "with this one there are over 4 guests"),
        ({"a_toml": '[[parked]]\nquestion = "party.size"\ndate = "soon"'}, "a.toml:3: A date is"),
        ({"a_toml": '[[note]]\nquestion = "party.size"\ntext = 3'}, "'text' must be a text"),
        (
            {"a_toml": '[[note]]\nquestion = "party.size"'},
            "a.toml:2: nothing is said here: text",
        ),
        ({"a_toml": '[[disagreement]]\nquestion = "party.size"'}, "name or text is missing"),
        ({"a_toml": '[[note]]\nquestion = "party.size"\ntxt = ""'}, "did you mean 'text'?"),
        ({"a_toml": '[[note]]\nquestion = "guest.name"\nitem = "x"'}, "'x' is no guest here"),
        ({"a_toml": '[meta]\nquestionnaire = "ball"'}, "belong to the questionnaire 'ball'"),
        ({"a_toml": '[meta]\nrun = "qick"'}, "a.toml:2: there is no run 'qick'\n    run = "),
        ({"a_toml": '[meta]\ntitel = "x"'}, "a.toml:2: 'titel' is not known in [meta]"),
        ({"a_json": "[]"}, "a file of answers must be a table"),
        ({"a_json": '{"party": {"size": NaN}}'}, "NaN is not a finite number"),
        ({"a_json": '{"party": {"size": 1e999}}'}, "party.size: this is not a finite number"),
        ({"a_json": '{"party": {"size": %s}}' % ("9" * 5000)}, "a number here is too large"),
        ({"a_json": '{"party": {"size": 99999999999999999999}}'}, "this number is too large"),
        ({"a_json": '{"party": {}, "party": {}}'}, "the name 'party' stands twice"),
        ({"a_json": '{"party": ' + "[" * 100_000}, "nested too deeply"),
        ({"a_json": '{"party": ' + "[" * 60 + "]" * 60 + "}"}, "nested too deeply"),
        ({"guest_csv": "name,name\n"}, "two columns answer 'name'"),
        ({"guest_csv": "trip,trip.by\n"}, "two columns answer 'trip.by'"),
        ({"guest_csv": ",,\n , ,\n"}, "there are no rows in this file"),
        ({"guest_csv": 'name\n"Ada\n'}, "guest.csv:2: this row cannot be read"),
        ({"guest_csv": "name\n" + "A\n" * (CAPS.items + 1)}, "there are over 500 guests"),
        ({"guest_csv": "name\n" + "," * (CAPS.plan_entries + 1)}, "more than 50,000 cells"),
        ({"guest_csv": "name\n" + "x" * 200_000}, "guest.csv:2: this row cannot be read"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_taken(
    tmp_path: Path, quiz: str, texts: dict[str, str], words: str
) -> None:
    assert words in refused(tmp_path, quiz, **texts)


def test_hostile_words_everywhere(tmp_path: Path, quiz: str, hostile: str) -> None:
    rows = f'name,food\n"{hostile.replace(chr(34), chr(34) * 2)}","All"\n'
    tree = {"party": {"name": hostile, hostile or "x": hostile, "kind": hostile or "x"}}
    told = refused(tmp_path, quiz, a_json=json.dumps(tree), guest_csv=rows)
    assert "\x1b" not in told and "\x9b" not in told
    names = put(tmp_path, {"a_json": json.dumps({"party": {"name": hostile}}), "guest_csv": rows})
    hearing = Hearing(tmp_path)
    assert fill(names, hearing.around, questionnaire=quiz) == 0
    tomllib.loads(hearing.said)


NAMES = ["meta", "party", "guest", "gift", "parked", "note", "disagreement", "not_applicable"]
KEYS = [
    "name", "kind", "size", "music", "open", "price", "day", "rules", "place", "tune", "id",
    "question", "item", "row", "date", "text", "owner", "what", "guest", "trip", "town", "run",
]  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["big", "Jazz", "party.size", "guest.name", "1", "Ada", "jazz, rock"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=4), VALUES, max_size=4))
def test_nothing_that_a_file_can_say_breaks_it(tmp_path: Path, tree: dict[str, Any]) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    try:
        given_file = read_tables(path)
        work = Filling(shared(), Answers(), "full", NOW.date(), secrets.choice)
        work.take(given_file)
        work.finish()
    except BadInput as told:
        assert str(told)
        return
    for one in (*work.mistakes, *work.advice):
        assert one.render()
    if not work.mistakes:
        # what was taken can be written, and is the same when it is read again
        text = written(Document(work.answers), shared())
        again = tomllib.loads(text)
        assert again["meta"]["questionnaire"] == "party"


@pytest.mark.parametrize("wanted", [[], {}, 0, False, None, 3, "No Id", ["a"]])
def test_an_id_that_is_no_id_is_told(tmp_path: Path, wanted: object) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"guest": [{"id": wanted}]}), encoding="utf-8")
    work = Filling(shared(), Answers(), "full", NOW.date(), secrets.choice)
    work.take(read_tables(path))
    work.finish()
    assert "an item's id must be a text" in work.mistakes[0].render()


def test_tables_that_a_plan_may_hold_besides_are_passed_over(tmp_path: Path, quiz: str) -> None:
    """`party_log` is near `party` by its letters, and no slip: it is longer by a word."""
    text = '[party]\nsize = 3\n\n[[party_log]]\nperiod = "2027-02"\n\n[earlier.v1]\nmood = 1\n'
    hearing = Hearing(tmp_path)
    names = put(tmp_path, {"a_toml": text})
    assert fill(names, hearing.around, plan=str(tmp_path / "p.toml"), questionnaire=quiz) == 0
    assert "a.toml:4: 'party_log' is not known in this questionnaire; it is passed over" in (
        hearing.told
    )
    assert "'earlier' is not known in this questionnaire; it is passed over" in hearing.told
    assert "size = 3" in (tmp_path / "p.toml").read_text()


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("guests", "guest"), ("gest", "guest"), ("prty", "party"), ("parkd", "parked")],
)
def test_a_misspelt_list_is_refused(tmp_path: Path, quiz: str, slip: str, meant: str) -> None:
    told = refused(tmp_path, quiz, a_toml=f'[[{slip}]]\nname = "Ada"\n')
    assert f"did you mean '{meant}'?" in told


def test_advice_is_told_and_the_plan_is_written(tmp_path: Path, quiz: str) -> None:
    text = '[party]\nkind = "small"\nhall = "Here"\n'
    hearing = Hearing(tmp_path)
    names = put(tmp_path, {"a_toml": text})
    assert fill(names, hearing.around, plan=str(tmp_path / "p.toml"), questionnaire=quiz) == 0
    assert "a.toml:3: advice: In which hall?: other answers hide this; it is kept" in hearing.told
    assert "hall = " in (tmp_path / "p.toml").read_text()


def test_what_becomes_wrong_elsewhere_is_told(tmp_path: Path, quiz: str, filled: Any) -> None:
    rule = 'valid_if = [{ rule = "party.price <= party.size", say = "Dear" }]'
    ask = 'ask = "What may it cost?"'
    text = PARTY.replace(ask, f"{ask}\n{rule}")
    (tmp_path / "quiz" / "questionnaire.toml").write_text(text, encoding="utf-8")
    filled(a_toml="[party]\nsize = 50\nprice = 40\n")
    hearing = Hearing(tmp_path)
    names = put(tmp_path, {"a_toml": "[party]\nsize = 30\n"})
    plan = str(tmp_path / "plan.toml")
    assert fill(names, hearing.around, plan=plan, questionnaire=quiz) == 0
    assert "party.price: warning: by these answers: Dear" in hearing.told


def test_what_two_files_say_is_told_and_the_last_counts(tmp_path: Path, quiz: str) -> None:
    one, two = '[party]\nname = "A"\nsize = 3\n', '{"party": {"name": "B", "size": 3}}'
    hearing = Hearing(tmp_path)
    names = put(tmp_path, {"a_toml": one, "b_json": two})
    assert fill(names, hearing.around, questionnaire=quiz) == 0
    assert tomllib.loads(hearing.said)["party"] == {"name": "B", "size": 3}
    assert hearing.told.count("says something else; what is said last counts") == 1
    assert "a.toml:2: advice: " in hearing.told


def test_answers_say_which_questionnaire_is_meant(tmp_path: Path) -> None:
    (name,) = put(tmp_path, {"a_toml": '[meta]\nquestionnaire = "../party"\n'})
    with pytest.raises(BadInput) as told:
        fill([name], Hearing(tmp_path).around)
    assert "a.toml:2: these answers belong to the questionnaire '../party'" in str(told.value)
    shipped = shelf.names()[0]
    (name,) = put(tmp_path, {"a_toml": f'[meta]\nquestionnaire = "{shipped}"\n'})
    hearing = Hearing(tmp_path)
    assert fill([name], hearing.around) == 0
    assert tomllib.loads(hearing.said)["meta"]["questionnaire"] == shipped


def test_without_a_plan_it_is_printed(tmp_path: Path, quiz: str) -> None:
    hearing = Hearing(tmp_path)
    names = put(tmp_path, {"a_toml": '[meta]\nrun = "quick"\ntitle = "T"\n[party]\nname = "S"\n'})
    assert fill(names, hearing.around, questionnaire=quiz) == 0
    made = tomllib.loads(hearing.said)
    assert made["party"] == {"name": "S"}
    assert (made["meta"]["run"], made["meta"]["title"]) == ("quick", "T")
    hearing = Hearing(tmp_path)
    assert fill(names, hearing.around, questionnaire=quiz, run="full") == 0
    assert tomllib.loads(hearing.said)["meta"]["run"] == "full"


def test_a_plan_that_changed_meanwhile_is_not_overwritten(
    tmp_path: Path, quiz: str, filled: Any
) -> None:
    filled(a_toml='[party]\nname = "Old"\n')
    plan = tmp_path / "plan.toml"
    hearing = Hearing(tmp_path)

    def slow() -> datetime:
        plan.write_text("theirs", encoding="utf-8")  # after ours was read
        return NOW

    around = replace(hearing.around, clock=slow)
    names = put(tmp_path, {"a_toml": '[party]\nname = "New"\n'})
    assert fill(names, around, plan=str(plan), questionnaire=quiz) == 1
    assert plan.read_text() == "theirs"
    assert "somebody has changed this file meanwhile; nothing was written" in hearing.told


def test_where_a_plan_cannot_be_written(tmp_path: Path, quiz: str) -> None:
    names = put(tmp_path, {"a_toml": '[party]\nname = "New"\n'})
    for plan, words in (
        (tmp_path / "no" / "p.toml", "the folder does not exist"),
        (tmp_path / "plan", "a plan's file ends in .toml"),
        (tmp_path, "this is a folder"),
    ):
        with pytest.raises(BadInput, match=words):
            fill(names, Hearing(tmp_path).around, plan=str(plan), questionnaire=quiz)


def test_from_the_command_line(
    tmp_path: Path, quiz: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = put(tmp_path, {"a_toml": '[party]\nname = "New"\n', "people_csv": "name\nAda\n"})
    plan = str(tmp_path / "p.toml")
    words = ["fill", "--answers", a, "--answers", b, "--list", "guest", "-o", plan, "-q", quiz]
    assert main(words) == 0
    assert capsys.readouterr() == ("", f"written: {plan} (2 answers)\n")
    assert main(["fill", "--answers", a, "-o", plan, "-q", quiz]) == 0
    assert "nothing was changed" in capsys.readouterr().err
    assert main(["fill", "-o", plan]) == 2
    assert main(["fill", "--answers", "no.toml", "-q", quiz]) == 2
    assert "no.toml: there is no such file" in capsys.readouterr().err
