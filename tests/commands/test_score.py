"""smtui score: the scorecard on standard output, and its files beside the plan."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from smtui.commands.plans import open_plan, scored
from smtui.commands.score import show_score
from smtui.mistakes import BadInput
from smtui.saving import SaveFailed
from smtui.scoring.scorecard import judged
from tests.commands import visit
from tests.commands.visit import Hearing


@pytest.fixture
def heard(tmp_path: Path) -> Hearing:
    return Hearing(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(visit.folder(tmp_path))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    guests = [{"id": "g1", "name": "Kim", "role": "Host"}, {"id": "g2", "name": "Ida"}]
    return visit.plan_file(tmp_path, about={"name": "Oslo", "size": 3}, guest=guests)


def test_for_people(heard: Hearing, folder: str, plan: Path) -> None:
    before = sorted(plan.parent.iterdir())
    assert show_score(str(plan), heard.around, questionnaire=folder) == 0
    assert heard.said.startswith("Oslo\n80 of 100, band A: Ready\n")
    assert heard.told == ""
    assert sorted(plan.parent.iterdir()) == before  # nothing is written unasked


def test_for_machines(heard: Hearing, folder: str, plan: Path) -> None:
    assert show_score(str(plan), heard.around, questionnaire=folder, as_json=True) == 0
    assert heard.json["score"] == 80
    assert heard.json["band"] == "A"
    assert [one["earned"] for one in heard.json["checks"]] == [6, 2]


def test_the_files_beside_the_plan_name_its_hash(heard: Hearing, folder: str, plan: Path) -> None:
    before = plan.read_bytes()
    digest = hashlib.sha256(before).hexdigest()
    assert show_score(str(plan), heard.around, questionnaire=folder, as_json=True, write=True) == 0
    machine = tomllib.loads((plan.parent / "plan.scorecard.toml").read_text(encoding="utf-8"))
    assert (machine.pop("plan"), machine.pop("plan_sha256")) == ("plan.toml", digest)
    assert machine == heard.json
    human = (plan.parent / "plan.scorecard.md").read_text(encoding="utf-8")
    assert human.startswith("# Oslo: scorecard\n")
    assert digest in human
    assert "plan.scorecard.md" in heard.told  # a message, not a result
    assert plan.read_bytes() == before


def test_the_same_plan_gives_the_same_bytes(heard: Hearing, folder: str, plan: Path) -> None:
    files = [plan.parent / "plan.scorecard.toml", plan.parent / "plan.scorecard.md"]
    show_score(str(plan), heard.around, questionnaire=folder, write=True)
    first = [path.read_bytes() for path in files]
    show_score(str(plan), heard.around, questionnaire=folder, write=True)
    assert [path.read_bytes() for path in files] == first


def test_a_run_that_is_not_offered(heard: Hearing, folder: str, plan: Path) -> None:
    with pytest.raises(BadInput) as caught:
        show_score(str(plan), heard.around, questionnaire=folder, run="full")
    assert "'visit' has no full run" in str(caught.value)
    assert "--run quick" in str(caught.value)
    assert heard.said == ""


def test_a_plan_of_a_run_that_is_not_offered_is_judged_in_one_that_is(
    heard: Hearing, folder: str, tmp_path: Path
) -> None:
    path = visit.plan_file(tmp_path, meta={"run": "full"})
    assert show_score(str(path), heard.around, questionnaire=folder, as_json=True) == 0
    assert heard.json["run"] == "quick"


def test_a_place_that_cannot_be_written(
    heard: Hearing, folder: str, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise SaveFailed("the disk is full")

    monkeypatch.setattr("smtui.commands.plans.replace_file", refuse)
    with pytest.raises(BadInput) as caught:
        show_score(str(plan), heard.around, questionnaire=folder, write=True)
    assert str(plan) in str(caught.value)
    assert "the disk is full" in str(caught.value)
    assert heard.said.startswith("Oslo\n")  # the result itself is there


def test_a_title_of_the_plan_itself_comes_first(
    heard: Hearing, folder: str, tmp_path: Path
) -> None:
    titled = visit.plan_file(tmp_path, meta={"title": "The big one"}, about={"name": "Oslo"})
    show_score(str(titled), heard.around, questionnaire=folder)
    nameless = visit.plan_file(tmp_path, name="b.toml")
    show_score(str(nameless), heard.around, questionnaire=folder)
    assert heard.said.startswith("The big one\n")
    assert "\nb\n" in heard.said


def test_the_sample_that_comes_with_smtui(heard: Hearing) -> None:
    from smtui.questionnaire import shelf

    sample = shelf.find("") / "samples" / "northlight.toml"
    assert show_score(str(sample), heard.around, run="quick", as_json=True) == 0
    assert (heard.json["score"], heard.json["band"]) == (97.8, "B")


def test_it_is_judged_in_the_reading_that_it_is_reported_from(folder: str, plan: Path) -> None:
    card, reading = scored(open_plan(plan, folder), "quick")
    assert judged(reading) is card
