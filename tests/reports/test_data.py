"""The scorecard for machines: the promised keys, the same in JSON and TOML."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.rules import Reading
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.reports import data, markdown, terminal
from smtui.scoring.scorecard import judged, score
from smtui.text import clean_line
from tests.commands import visit
from tests.plan.workshop import WORKSHOP

SIZE = Place("about.size")
ROLE = Place("guest.role", "g1")


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return load(visit.folder(tmp_path_factory.mktemp("questionnaire")))


@pytest.fixture
def answers() -> Answers:
    named = Answers().with_items("guest", ("g1", "g2")).with_value(Place("guest.name", "g1"), "Kim")
    named = named.with_value(Place("guest.role", "g2"), "Host")
    return named.with_parked(ROLE, Parked("Kim", date(2026, 12, 1)))


def reading_of(questionnaire: Questionnaire, answers: Answers) -> Reading:
    return Reading(questionnaire, answers, "quick")


def tree_of(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    reading = reading_of(questionnaire, answers)
    return data.tree(judged(reading), reading)


def test_the_promised_keys(questionnaire: Questionnaire, answers: Answers) -> None:
    tree = tree_of(questionnaire, answers)
    assert tree.keys() >= {
        "questionnaire", "rubric_version", "run", "earned", "possible", "score", "band",
        "band_reason", "dimensions", "checks", "findings", "parked", "open",
    }  # fmt: skip
    assert (tree["questionnaire"], tree["rubric_version"], tree["run"]) == ("visit", "1.5", "quick")
    assert (tree["earned"], tree["possible"], tree["score"]) == (2, 10, 20)
    assert tree["band"] == "B"
    assert [one.keys() for one in tree["dimensions"]] == [{"id", "earned", "possible"}] * 2
    assert tree["dimensions"][1] == {"id": "people", "earned": 2, "possible": 4}
    assert [one.keys() for one in tree["checks"]] == [
        {"id", "dimension", "earned", "possible", "reason"}
    ] * 2
    assert tree["checks"][1] == {
        "id": "V2",
        "dimension": "people",
        "earned": 2,
        "possible": 4,
        "reason": tree["checks"][1]["reason"],
    }
    assert {frozenset(one) for one in tree["findings"]} == {
        frozenset("id severity dimension saw why next source question item recovers group".split())
    }


def test_findings_say_what_and_where(questionnaire: Questionnaire, answers: Answers) -> None:
    tree = tree_of(questionnaire, answers)
    found = {(one["id"], one["item"]): one for one in tree["findings"]}
    blocker = found["B-SIZE", ""]
    assert (blocker["severity"], blocker["question"]) == ("blocker", "about.size")
    assert blocker["source"] == ["TPL"]
    assert found["W-ROLE", "g1"]["saw"] == "Kim has no role."


def test_parked_and_open(questionnaire: Questionnaire, answers: Answers) -> None:
    tree = tree_of(questionnaire, answers)
    assert tree["parked"] == [
        {"question": "guest.role", "item": "g1", "owner": "Kim", "date": "2026-12-01"}
    ]
    assert {"question": "about.size"} in tree["open"]
    assert {"question": "guest.name", "item": "g2"} in tree["open"]


def test_wrong_answers(questionnaire: Questionnaire, answers: Answers) -> None:
    wrong = answers.with_value(SIZE, 0).with_value(Place("guest.name", "g2"), 7)
    tree = tree_of(questionnaire, wrong)
    assert tree["wrong"] == [{"question": "about.size"}, {"question": "guest.name", "item": "g2"}]


def test_toml_and_json_say_the_same(questionnaire: Questionnaire, answers: Answers) -> None:
    card = score(questionnaire, answers, "quick")
    written = tomllib.loads(
        data.write(card, reading_of(questionnaire, answers), plan="oslo.toml", digest="ab12")
    )
    assert (written.pop("plan"), written.pop("plan_sha256")) == ("oslo.toml", "ab12")
    assert written == json.loads(json.dumps(data.tree(card, reading_of(questionnaire, answers))))


def test_hostile_answers_come_back_whole(questionnaire: Questionnaire, hostile: str) -> None:
    aim = clean_line(hostile)
    answers = Answers().with_value(Place("about.aim"), aim)
    card = score(questionnaire, answers, "quick")
    written = tomllib.loads(
        data.write(card, reading_of(questionnaire, answers), plan=hostile, digest="")
    )
    assert written["plan"] == aim
    reason = written["checks"][0]["reason"]
    assert reason.endswith(f"Aim: {aim}") or not aim


def test_a_file_name_that_is_no_text(questionnaire: Questionnaire) -> None:
    card = score(questionnaire, Answers(), "quick")
    assert data.write(
        card, reading_of(questionnaire, Answers()), plan="a\udcff.toml", digest=""
    ).encode()


def test_everything_that_was_said_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "workshop"
    folder.mkdir()
    (folder / "questionnaire.toml").write_text(WORKSHOP, encoding="utf-8")
    session = Session(load(folder), run="full")
    session.answer(Place("work.media"), ["mail", "post"])
    session.answer(Place("work.presence"), {"mail": {"state": "dormant"}})
    session.park(Place("work.presence.state", ".post"), "Tom")
    session.set_not_applicable(Place("work.mood"))
    session.remark(Place("work.name"), "ask again", "Eve")
    session.disagree(Place("work.presence.state", ".mail"), "Ana", "It is active.")
    ana = session.add_items("person", "person.name", ["Ana"])
    session.answer(Place("person.share", ana), 100)
    bob = session.duplicate_item("person", ana)
    tree = data.tree(judged(session.reading), session.reading)
    assert tree["parked"] == [{"question": "work.presence.state", "row": "post", "owner": "Tom"}]
    assert tree["not_applicable"] == [{"question": "work.mood"}]
    assert tree["notes"] == [{"question": "work.name", "text": "ask again", "author": "Eve"}]
    assert tree["disagreements"] == [
        {"question": "work.presence.state", "row": "mail", "name": "Ana", "text": "It is active."}
    ]
    assert tree["computed"] == [{"question": "work.sum", "value": 1}]
    assert tree["wrong_lists"] == [{"list": "person", "words": "Their shares come to over 100."}]
    written = data.write(judged(session.reading), session.reading, plan="a.toml", digest="")
    assert tomllib.loads(written)["disagreements"] == tree["disagreements"]
    people = markdown.write(
        judged(session.reading), session.reading, title="", plan="a.toml", digest=""
    )
    lines = terminal.write(judged(session.reading), session.reading, title="")
    for words in (
        "How do they go?: Post: state", "How do you look forward to ...?", "Eve: ask again",
        "Ana: It is active.", "Their shares come to over 100",
    ):  # fmt: skip
        assert words in re.sub(r"\\(.)|\s+", lambda found: found[1] or " ", people)
        assert words in " ".join(lines.split())
    assert "Dormant ones: 1 of them" in people
    session.delete_item("person", bob)
    assert data.tree(judged(session.reading), session.reading)["wrong_lists"] == []
