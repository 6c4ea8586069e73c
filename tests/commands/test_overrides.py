"""A file of overrides beside plans, on every face; and what is told of a slip in it."""

import os
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from smtui.cli import main
from smtui.commands import keeping
from smtui.commands.check import check
from smtui.commands.fill import fill
from smtui.commands.first import first_plan
from smtui.commands.looking import look_up
from smtui.commands.migrate import bring_up
from smtui.commands.opening import PlanOpener
from smtui.commands.plain import plain_interview
from smtui.commands.score import show_score
from smtui.commands.setting import change
from smtui.commands.who import who
from smtui.fence import Fence
from smtui.mistakes import BadInput
from smtui.plan.answers import Place
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.scoring.scorecard import score
from tests.commands import cities
from tests.commands.visit import Hearing
from tests.plan.kept import GONE

SAID = "Oslo, A rest (fit), suits 2 instead of 1: our staff liked it (2025)"
SLIP = "[tables.fit.rows.olso]\nrest = { suits = 2 }\n"
TOLD = """\
journey.overrides.toml:1: 'fit' has no row 'olso'
    did you mean 'oslo'?  rows: oslo, rome"""
REASON = "overridden: our staff liked it (2025)"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(cities.folder(tmp_path / "shelf"))


@pytest.fixture
def heard(tmp_path: Path) -> Hearing:
    return Hearing(tmp_path)


def opener(folder: str, heard: Hearing) -> PlanOpener:
    return PlanOpener(load(Path(folder)), heard.around, folder)


# each face


def test_score_lists_what_was_and_is(tmp_path: Path, heard: Hearing, folder: str) -> None:
    plan = cities.plan_file(tmp_path, cities.OWN)
    assert show_score(str(plan), heard.around, questionnaire=folder, write=True) == 0
    assert heard.said.startswith("Winter\n80 of 100")
    assert "Overridden by journey.overrides.toml:\nOslo, A rest (fit), suits 2 inst" in heard.said
    human = (tmp_path / "winter.scorecard.md").read_text(encoding="utf-8")
    assert "## Overridden by journey.overrides.toml\n\n- Oslo, A rest (fit)" in human
    machine = tomllib.loads((tmp_path / "winter.scorecard.toml").read_text(encoding="utf-8"))
    assert machine["overrides"]["file"] == "journey.overrides.toml"
    assert machine["overridden"] == [
        {
            "table": "fit", "row": ["oslo", "rest"], "label": "Oslo, A rest",
            "column": "suits", "was": 1, "now": 2, "words": "our staff liked it (2025)",
        },
        {
            "table": "fit", "row": ["oslo", "rest"], "label": "Oslo, A rest",
            "column": "why", "was": "much rain", "now": "our staff liked it (2025)",
            "words": "our staff liked it (2025)",
        },
    ]  # fmt: skip


def test_json_says_the_same(tmp_path: Path, heard: Hearing, folder: str) -> None:
    plan = cities.plan_file(tmp_path, cities.OWN)
    assert show_score(str(plan), heard.around, questionnaire=folder, as_json=True) == 0
    assert [one["now"] for one in heard.json["overridden"]] == [2, "our staff liked it (2025)"]


def test_without_such_a_file_nothing_is_said_of_it(
    tmp_path: Path, heard: Hearing, folder: str
) -> None:
    plan = cities.plan_file(tmp_path)
    assert show_score(str(plan), heard.around, questionnaire=folder) == 0
    assert show_score(str(plan), heard.around, questionnaire=folder, as_json=True) == 0
    assert heard.said.startswith("Winter\n60 of 100")
    assert "overrid" not in heard.said.lower()


def test_get_tells_the_reason(tmp_path: Path, heard: Hearing, folder: str) -> None:
    plan = cities.plan_file(tmp_path, cities.OWN)
    assert look_up(str(plan), "trip.why", heard.around, questionnaire=folder) == 0
    assert heard.said == f"{REASON}\n"


def test_set_and_fill_keep_the_plan_free_of_it(tmp_path: Path, heard: Hearing, folder: str) -> None:
    plan = cities.plan_file(tmp_path, cities.OWN)
    assert change(str(plan), ["trip.name=Spring"], heard.around, questionnaire=folder) == 0
    more = tmp_path / "more.toml"
    more.write_text('[trip]\nname = "Autumn"\n', encoding="utf-8")
    assert fill([str(more)], heard.around, plan=str(plan), questionnaire=folder) == 0
    new = tmp_path / "new.toml"
    assert fill([str(more)], heard.around, plan=str(new), questionnaire=folder) == 0
    for one in (plan, new):
        data = tomllib.loads(one.read_text(encoding="utf-8"))
        assert data["trip"]["name"] == "Autumn"
        assert set(data) == {"meta", "trip"}
        assert not any("overrid" in key for key in data["meta"])


def test_line_by_line_the_choices_are_in_their_new_order(tmp_path: Path, folder: str) -> None:
    cities.override(tmp_path, "[tables.fit.rows.rome]\nrest = { suits = 0, why = 'too hot' }")
    new = str(tmp_path / "new.toml")
    heard = Hearing(tmp_path, "Winter\n1\n/why\n/score\n")
    plain_interview(heard.around, plan=new, begin=True, questionnaire=folder)
    assert heard.said.index("Oslo") < heard.said.index("Rome")
    assert "0 of 3: overridden: too hot" in heard.said
    changed = "Rome, A rest (fit), suits 0 instead of 3: too hot"
    assert f"Overridden by journey.overrides.toml:\n{changed}" in heard.said


def test_the_screen_opens_and_begins_plans_with_it(
    tmp_path: Path, heard: Hearing, folder: str
) -> None:
    plan = cities.plan_file(tmp_path, cities.OWN)
    opening = opener(folder, heard)
    opened = opening.open(plan)
    assert opened.session.reading.value("trip.why", "") == REASON
    made = opening.new("quick", tmp_path / "new.toml")
    made.session.answer(Place("trip.aim"), "rest")
    made.session.answer(Place("trip.city"), "oslo")
    assert score(made.session.questionnaire, made.session.answers, "quick").earned == 8
    assert made.keeper.close()
    assert "Overridden by" in (tmp_path / "new.scorecard.md").read_text(encoding="utf-8")
    opened.keeper.let_go()
    made.keeper.let_go()


def test_a_plan_that_gets_its_name_later_has_those_of_its_folder(
    tmp_path: Path, folder: str
) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    cities.override(plans)
    heard = Hearing(plans)
    made = opener(folder, heard).new("quick", None)
    assert made.keeper.path == plans / "new-plan.toml"
    assert made.session.questionnaire.overrides is not None
    made.keeper.let_go()


def test_a_sample_is_as_it_was_written(tmp_path: Path, heard: Hearing, folder: str) -> None:
    cities.override(Path(folder))
    cities.override(tmp_path)
    sample = opener(folder, heard).sample("north")
    assert sample.session.reading.value("trip.why", "") == "much rain"


def test_an_older_plan_is_brought_along_with_it(
    tmp_path: Path, heard: Hearing, folder: str
) -> None:
    plan = cities.plan_file(tmp_path, cities.OWN)
    old = cities.PLAN.replace('version = "2.0"', 'version = "1.0"')
    plan.write_text(old, encoding="utf-8")
    assert bring_up(str(plan), heard.around, questionnaire=folder) == 0
    assert show_score(str(plan), heard.around, questionnaire=folder) == 0
    assert SAID.split(":", maxsplit=1)[0] in " ".join(heard.said.split())


def test_what_somebody_else_writes_is_merged_as_the_plan_is_asked(
    tmp_path: Path, heard: Hearing, folder: str
) -> None:
    plan = cities.plan_file(tmp_path, cities.OWN)
    opening = opener(folder, heard)
    opened = opening.open(plan)
    opened.session.answer(Place("trip.aim"), "work")
    plan.write_text(cities.PLAN.replace("Winter", "Snow"), encoding="utf-8")
    cities.override(tmp_path, SLIP)  # which is told when the plan is opened next
    merge = opening.merge(opened)
    opening.take_both(opened, merge.answers)
    assert opened.keeper.close()
    opened.keeper.let_go()
    trip = tomllib.loads(plan.read_text(encoding="utf-8"))["trip"]
    assert (trip["name"], trip["aim"]) == ("Snow", "work")


# check


def test_check_of_a_plan_says_what_is_in_force(tmp_path: Path, heard: Hearing, folder: str) -> None:
    plan = cities.plan_file(tmp_path, cities.OWN)
    assert check([str(plan)], heard.around, questionnaire=folder) == 0
    assert heard.said.endswith(f"Overridden by journey.overrides.toml: 1 row\n    {SAID}\n")


def test_check_of_the_file_says_what_it_changes(
    tmp_path: Path, heard: Hearing, folder: str
) -> None:
    path = str(cities.override(tmp_path))
    assert check([path], heard.around, questionnaire=folder) == 0
    assert heard.said == f"    {SAID}\n{path}: overrides of journey 2.0: 2 cells. No mistakes.\n"


def test_check_of_the_file_knows_a_shipped_questionnaire_by_the_name(
    tmp_path: Path, heard: Hearing
) -> None:
    path = tmp_path / "social-marketing.overrides.toml"
    path.write_text("[tables.fit.rows.linkedin]\nservice = { b2b = 2 }\n", encoding="utf-8")
    assert check([str(path)], heard.around) == 0
    assert "LinkedIn" in heard.said
    assert "b2b 2 instead of " in heard.said


def test_check_of_the_file_finds_the_questionnaire_of_a_plan_opened_lately(
    tmp_path: Path, heard: Hearing, folder: str
) -> None:
    made = opener(folder, heard).new("quick", tmp_path / "mine.toml")
    made.session.answer(Place("trip.name"), "Oslo")
    assert made.keeper.close()
    made.keeper.let_go()
    assert check([str(cities.override(tmp_path))], heard.around) == 0
    assert folder in heard.told


def test_check_asks_for_a_questionnaire_that_it_cannot_know(tmp_path: Path, heard: Hearing) -> None:
    assert check([str(cities.override(tmp_path))], heard.around) == 2
    assert "these overrides are for the questionnaire 'journey'" in heard.told
    assert "--questionnaire PATH" in heard.told


def test_check_refuses_a_file_that_is_called_after_another(
    tmp_path: Path, heard: Hearing, folder: str
) -> None:
    path = tmp_path / "journy.overrides.toml"
    path.write_text(cities.OWN, encoding="utf-8")
    assert check([str(path)], heard.around, questionnaire=folder) == 2
    assert "call it journey.overrides.toml" in heard.told


# slips

Face = Callable[[str, Hearing, str], object]
FACES: dict[str, Face] = {
    "score": lambda plan, heard, of: show_score(plan, heard.around, questionnaire=of),
    "get": lambda plan, heard, of: look_up(plan, "trip.name", heard.around, questionnaire=of),
    "set": lambda plan, heard, of: change(plan, ["trip.name=X"], heard.around, questionnaire=of),
    "migrate": lambda plan, heard, of: bring_up(plan, heard.around, questionnaire=of),
    "fill": lambda plan, heard, of: fill([plan], heard.around, plan=plan, questionnaire=of),
    "plain": lambda plan, heard, of: plain_interview(heard.around, plan=plan, questionnaire=of),
    "screen": lambda plan, heard, of: first_plan(opener(of, heard), plan, False, ""),
}


@pytest.mark.parametrize("face", FACES)
def test_a_slip_is_told_and_the_plan_stays_shut(
    face: str, tmp_path: Path, heard: Hearing, folder: str
) -> None:
    plan = cities.plan_file(tmp_path, SLIP)
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}
    with pytest.raises(BadInput) as caught:
        FACES[face](str(plan), heard, folder)
    assert str(caught.value).replace(f"{tmp_path}{os.sep}", "") == TOLD
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()} == before
    # mended, it opens: nothing of the first try is left to hold it
    cities.override(tmp_path)
    opened = opener(folder, heard).open(plan)
    assert opened.held_by is None
    opened.keeper.let_go()


def test_a_slip_ends_in_exit_code_2(
    tmp_path: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = cities.plan_file(tmp_path, SLIP)
    assert main(["score", str(plan), "-q", folder]) == 2
    assert main(["check", str(plan), "-q", folder]) == 2
    assert main(["check", str(tmp_path / cities.NAME), "-q", folder]) == 2
    assert capsys.readouterr().err.count("did you mean 'oslo'?") == 3


def test_a_new_plan_is_not_begun_with_a_slip(tmp_path: Path, heard: Hearing, folder: str) -> None:
    cities.override(tmp_path, SLIP)
    with pytest.raises(BadInput, match="olso"):
        opener(folder, heard).new("quick", tmp_path / "new.toml")
    assert not (tmp_path / "new.toml").exists()


def test_a_slip_does_not_speak_of_former_versions_of_the_plan(
    tmp_path: Path, heard: Hearing, folder: str
) -> None:
    plan = cities.plan_file(tmp_path)
    opened = opener(folder, heard).open(plan)
    opened.session.answer(Place("trip.name"), "Snow")
    assert opened.keeper.close()
    opened.keeper.let_go()
    cities.override(tmp_path, SLIP)
    with pytest.raises(BadInput) as caught:
        opener(folder, heard).open(plan)
    assert "former" not in str(caught.value)


def test_what_was_not_saved_waits_until_a_slip_is_mended(
    tmp_path: Path, heard: Hearing, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(GONE, GONE + 100))
    monkeypatch.setattr(keeping, "who", lambda *given: replace(who(*given), pid=next(numbers)))
    made = opener(folder, heard).new("quick", tmp_path / "new.toml")
    made.session.answer(Place("trip.name"), "Only in the journal")
    made.keeper.hold()
    made.keeper.let_go()
    cities.override(tmp_path, SLIP)
    with pytest.raises(BadInput, match="olso"):
        opener(folder, heard).open(tmp_path / "new.toml")
    cities.override(tmp_path)
    opened = opener(folder, heard).open(tmp_path / "new.toml")
    assert opened.recovery is not None
    assert opened.session.questionnaire.overrides is not None
    opened.keeper.let_go()


@pytest.mark.parametrize("name", ["journey.overrides.toml", "x.overrides.toml"])
def test_no_plan_is_called_as_files_of_overrides_are(
    name: str, tmp_path: Path, heard: Hearing, folder: str
) -> None:
    more = tmp_path / "more.toml"
    more.write_text('[trip]\nname = "Autumn"\n', encoding="utf-8")
    path = str(tmp_path / name)
    with pytest.raises(BadInput, match=r"a file of overrides is called so"):
        first_plan(opener(folder, heard), path, True, "")
    with pytest.raises(BadInput, match=r"a file of overrides is called so"):
        fill([str(more)], heard.around, plan=path, questionnaire=folder)


# a folder that nobody gets out of


def fenced(ours: Path) -> Hearing:
    heard = Hearing(ours)
    heard.around = replace(heard.around, fence=Fence(ours))
    return heard


def test_inside_a_fence_the_file_of_the_folder_counts(
    tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "plans"
    ours.mkdir()
    monkeypatch.chdir(ours)
    cities.plan_file(ours, cities.OWN)
    heard = fenced(ours)
    opened = PlanOpener(load(Path(folder)), heard.around).open(Path("winter.toml"))
    assert opened.session.reading.value("trip.why", "") == REASON
    opened.keeper.let_go()


@pytest.mark.parametrize("there", [True, False])
def test_a_link_out_of_the_fence_is_not_followed(
    there: bool, tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "plans"
    ours.mkdir()
    monkeypatch.chdir(ours)
    cities.plan_file(ours)
    if there:
        cities.override(tmp_path, "[tables.fit.rows]\nsecret = {}\n")
    (ours / cities.NAME).symlink_to(tmp_path / cities.NAME)
    heard = fenced(ours)
    with pytest.raises(BadInput) as caught:
        PlanOpener(load(Path(folder)), heard.around).open(Path("winter.toml"))
    assert "this is a link out of the folder of your plans" in str(caught.value)
    assert "secret" not in str(caught.value)


# the shipped questionnaire


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("fit.rows.forum", "channel.fit_reason"),
        ("activity_fit.rows.service_actions", "activity.fit_reason"),
    ],
)
def test_the_reasons_of_channels_and_activities_say_so(
    cell: str, name: str, tmp_path: Path, heard: Hearing
) -> None:
    sample = shelf.shelf() / "social-marketing" / "samples" / "northlight.toml"
    plan = tmp_path / "plan.toml"
    plan.write_bytes(sample.read_bytes())
    own = f"[tables.{cell}]\nservice = {{ b2b = 2.5, why = 'our log of 2025' }}\n"
    (tmp_path / "social-marketing.overrides.toml").write_text(own, encoding="utf-8")
    assert look_up(str(plan), name, heard.around) == 0
    reasons = heard.said.splitlines()
    assert "overridden: our log of 2025" in reasons
    assert sum(one.startswith("overridden") for one in reasons) == 1
