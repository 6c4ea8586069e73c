"""The scorecard for machines: the promised keys, the same in JSON and TOML."""

import json
import tomllib
from datetime import date

import pytest

from smtui.plan.answers import Answers, Parked, Place
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.reports import data
from smtui.scoring.scorecard import score
from smtui.text import clean_line
from tests.commands import visit

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


def test_the_promised_keys(questionnaire: Questionnaire, answers: Answers) -> None:
    tree = data.tree(score(questionnaire, answers, "quick"), answers)
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
        frozenset({"id", "severity", "saw", "why", "next", "source", "question", "item"})
    }


def test_findings_say_what_and_where(questionnaire: Questionnaire, answers: Answers) -> None:
    tree = data.tree(score(questionnaire, answers, "quick"), answers)
    found = {(one["id"], one["item"]): one for one in tree["findings"]}
    blocker = found["B-SIZE", ""]
    assert (blocker["severity"], blocker["question"]) == ("blocker", "about.size")
    assert blocker["source"] == ["TPL"]
    assert found["W-ROLE", "g1"]["saw"] == "Kim has no role."


def test_parked_and_open(questionnaire: Questionnaire, answers: Answers) -> None:
    tree = data.tree(score(questionnaire, answers, "quick"), answers)
    assert tree["parked"] == [
        {"question": "guest.role", "item": "g1", "owner": "Kim", "date": "2026-12-01"}
    ]
    assert {"question": "about.size"} in tree["open"]
    assert {"question": "guest.name", "item": "g2"} in tree["open"]


def test_wrong_answers(questionnaire: Questionnaire, answers: Answers) -> None:
    wrong = answers.with_value(SIZE, 0).with_value(Place("guest.name", "g2"), 7)
    tree = data.tree(score(questionnaire, wrong, "quick"), wrong)
    assert tree["wrong"] == [{"question": "about.size"}, {"question": "guest.name", "item": "g2"}]


def test_toml_and_json_say_the_same(questionnaire: Questionnaire, answers: Answers) -> None:
    card = score(questionnaire, answers, "quick")
    written = tomllib.loads(data.write(card, answers, plan="oslo.toml", digest="ab12"))
    assert (written.pop("plan"), written.pop("plan_sha256")) == ("oslo.toml", "ab12")
    assert written == json.loads(json.dumps(data.tree(card, answers)))


def test_hostile_answers_come_back_whole(questionnaire: Questionnaire, hostile: str) -> None:
    aim = clean_line(hostile)
    answers = Answers().with_value(Place("about.aim"), aim)
    card = score(questionnaire, answers, "quick")
    written = tomllib.loads(data.write(card, answers, plan=hostile, digest=""))
    assert written["plan"] == aim
    reason = written["checks"][0]["reason"]
    assert reason.endswith(f"Aim: {aim}") or not aim


def test_a_file_name_that_is_no_text(questionnaire: Questionnaire) -> None:
    card = score(questionnaire, Answers(), "quick")
    assert data.write(card, Answers(), plan="a\udcff.toml", digest="").encode()
