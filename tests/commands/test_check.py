"""smtui check: what it finds in questionnaires and plans, and how that ends."""

from pathlib import Path
from typing import Any

import pytest

from smtui.commands.check import check
from smtui.questionnaire import shelf
from tests.commands import visit
from tests.commands.visit import Hearing


@pytest.fixture
def heard(tmp_path: Path) -> Hearing:
    return Hearing(tmp_path)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The questionnaire as one that comes with smtui, so that plans find it by its name."""
    folder = visit.folder(tmp_path)
    monkeypatch.setattr(shelf, "names", lambda: ["visit"])
    monkeypatch.setattr(shelf, "shelf", lambda: tmp_path)
    return folder


def test_a_right_questionnaire_is_counted(heard: Hearing, tmp_path: Path) -> None:
    folder = visit.folder(tmp_path)
    assert check([str(folder)], heard.around) == 0
    assert heard.said == (
        f"{folder}: Plan a visit 2.0: 2 sections, 5 questions, 1 list, 0 tables, "
        "2 checks (10 points), 3 findings. No mistakes.\n"
    )
    assert heard.told == ""


def test_the_shipped_questionnaire_is_right(heard: Hearing) -> None:
    assert check([str(shelf.find(""))], heard.around) == 0


def test_what_is_hardly_meant_is_a_warning_and_no_mistake(heard: Hearing, tmp_path: Path) -> None:
    folder = visit.folder(tmp_path)
    file = folder / "questionnaire.toml"
    never = 'label = "Role"\nshow_if = "run is quick and run is full"'
    file.write_text(visit.QUESTIONNAIRE.replace('label = "Role"', never))
    assert check([str(folder)], heard.around) == 0
    line = file.read_text().splitlines().index(never.splitlines()[1]) + 1
    warned, *_, verdict = heard.said.splitlines()
    assert warned.startswith(f"{file}:{line}: warning: this can never be shown")
    assert verdict.endswith("No mistakes, 1 warning.")
    assert heard.told == ""


EXAMPLES = """
[[examples]]
about = "A visit to Oslo is ready"
sample = "oslo"
add = { guest = [{ name = "Kim", role = "Speaker" }] }
change = { "about.aim" = "To meet" }
earns = { V1 = 1, V2 = 1 }
finds = ["S-AIM"]
silent = ["B-SIZE", "W-ROLE"]
[[examples]]
about = "An empty plan is not"
earns = { V1 = 0, V2 = 0 }
finds = ["B-SIZE"]
band = "B"
[[examples]]
about = "A guest without a role"
answers = { guest = [{ name = "Kim" }] }
finds = ["W-ROLE"]
silent = ["S-AIM"]
"""


@pytest.fixture
def exemplary(tmp_path: Path) -> Path:
    """The questionnaire with examples in a file of their own."""
    folder = visit.folder(tmp_path)
    named = f'examples = ["shown/all.toml"]\n{visit.QUESTIONNAIRE}'
    (folder / "questionnaire.toml").write_text(named)
    (folder / "shown").mkdir()
    (folder / "shown" / "all.toml").write_text(EXAMPLES)
    return folder


def test_examples_are_tried_and_counted(heard: Hearing, exemplary: Path) -> None:
    assert check([str(exemplary)], heard.around) == 0
    assert heard.said.endswith("3 findings, 3 examples. No mistakes.\n")


def test_an_example_that_does_not_hold_is_a_mistake(heard: Hearing, exemplary: Path) -> None:
    file = exemplary / "questionnaire.toml"
    file.write_text(file.read_text().replace("where not g.role is", "where g.role is"))
    assert check([str(exemplary)], heard.around) == 2
    shown = exemplary / "shown" / "all.toml"
    assert heard.told == (
        f"{shown}:9: 'A visit to Oslo is ready': W-ROLE was told\n    Kim has no role.\n"
        f"{shown}:18: 'A guest without a role': W-ROLE was not told\n"
        "    each = guest as g where g.role is answered\n"
        f"{exemplary}: 2 mistakes\n"
    )
    assert heard.said == ""


def test_what_no_example_shows_is_a_warning(heard: Hearing, exemplary: Path) -> None:
    shown = exemplary / "shown" / "all.toml"
    shown.write_text(EXAMPLES.replace('silent = ["S-AIM"]', "").replace("V1 = 0, ", ""))
    assert check([str(exemplary)], heard.around) == 0
    main = exemplary / "questionnaire.toml"
    assert heard.said.splitlines()[:2] == [
        f"{main}: warning: no example shows these checks with fewer points: V1",
        f"{main}: warning: no example with a change keeps these silent: S-AIM",
    ]
    assert heard.said.endswith("3 examples. No mistakes, 2 warnings.\n")


def test_a_file_of_examples_leads_to_the_whole(heard: Hearing, exemplary: Path) -> None:
    assert check([str(exemplary / "shown" / "all.toml")], heard.around) == 2
    assert f"smtui check {exemplary}" in heard.told


def test_every_mistake_of_a_questionnaire_with_its_line(heard: Hearing, tmp_path: Path) -> None:
    folder = visit.folder(tmp_path)
    file = folder / "questionnaire.toml"
    wrong = visit.QUESTIONNAIRE.replace("about.size is answered", "about.siez is answered")
    file.write_text(wrong.replace('one = "guest"', 'one = "guest"\nmanny = "x"'))
    assert check([str(folder)], heard.around) == 2
    assert heard.said == ""
    lines = file.read_text().splitlines()
    for text in ("about.siez", "manny"):
        number = next(at for at, line in enumerate(lines, 1) if text in line)
        assert f"{file}:{number}:" in heard.told
    assert "about.size" in heard.told  # did you mean
    assert heard.told.rstrip().endswith("mistakes")


def test_all_files_are_checked_whatever_is_in_the_first(
    heard: Hearing, tmp_path: Path, shipped: Path
) -> None:
    (tmp_path / "broken.toml").write_text("[meta\n")
    good = visit.plan_file(tmp_path)
    assert check([str(tmp_path / "broken.toml"), str(shipped), str(good)], heard.around) == 2
    assert "broken.toml:1" in heard.told
    assert "Plan a visit" in heard.said
    assert f"{good}: a plan of visit 2.0" in heard.said


def test_a_right_plan(heard: Hearing, tmp_path: Path, shipped: Path) -> None:
    path = visit.plan_file(tmp_path, about={"name": "Oslo", "size": 3})
    assert check([str(path)], heard.around) == 0
    assert heard.said == f"{path}: a plan of visit 2.0: 2 answers. No mistakes.\n"


def test_a_wrong_answer_is_said_with_its_line(
    heard: Hearing, tmp_path: Path, shipped: Path
) -> None:
    guests = [{"id": "g1", "name": "Kim"}, {"id": "g2", "name": 7}]
    path = visit.plan_file(tmp_path, about={"name": "Oslo", "size": 0}, guest=guests)
    before = path.read_bytes()
    assert check([str(path)], heard.around) == 1
    lines = path.read_text().splitlines()
    for text, label in (("size = 0", "Visitors"), ("name = 7", "Guest")):
        number = next(at for at, line in enumerate(lines, 1) if text in line)
        assert f"{path}:{number}: error: {label}: " in heard.said
    assert heard.said.rstrip().endswith("2 mistakes.")
    assert path.read_bytes() == before


def test_misspelled_names_are_told_and_kept(heard: Hearing, tmp_path: Path, shipped: Path) -> None:
    guests = [{"id": "g1", "name": "Kim"}, {"id": "g2", "nmae": "Ada", "shoes": 40}]
    tables: dict[str, Any] = {
        "about": {"siez": 3, "colour": "red"},
        "guest": guests,
        "gest": [{"name": "Bo"}],
    }
    path = visit.plan_file(tmp_path, **tables)
    assert check([str(path)], heard.around) == 0
    lines = path.read_text().splitlines()
    for wrong, known in (("siez", "size"), ("nmae", "name"), ("gest", "guest")):
        assert f"advice: '{wrong}' is not known here; did you mean '{known}'? It is" in heard.said
    number = next(at for at, line in enumerate(lines, 1) if line.startswith("siez"))
    assert f"{path}:{number}: advice: 'siez'" in heard.said
    assert "colour" not in heard.said
    assert "shoes" not in heard.said
    assert heard.said.rstrip().endswith("No mistakes.")


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"abuot": {"name": "Oslo"}}, True),
        ({"abuot": {"name": "Oslo"}, "about": {"size": 3}}, True),
        ({"abuot": {"name": "Oslo"}, "about": {"name": "Bergen"}}, False),
        ({"abuot": "Oslo"}, False),
        ({"about": {"nam": "Oslo", "name": "Bergen"}}, False),
    ],
)
def test_a_name_whose_answer_is_there_is_no_slip(
    heard: Hearing, tmp_path: Path, shipped: Path, tables: dict[str, Any], told: bool
) -> None:
    assert check([str(visit.plan_file(tmp_path, **tables))], heard.around) == 0
    assert ("did you mean" in heard.said) == told


def test_a_part_of_a_questionnaire_leads_to_the_whole(heard: Hearing, tmp_path: Path) -> None:
    folder = visit.folder(tmp_path)
    (folder / "tables").mkdir()
    part = folder / "tables" / "words.toml"
    part.write_text('[words.vague]\nlanguage = "en"\nwords = ["x"]\n')
    assert check([str(part)], heard.around) == 2
    assert f"smtui check {folder}" in heard.told


def test_another_programs_file_is_neither(heard: Hearing, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[project]\nname = "x"\n')
    assert check([str(path)], heard.around) == 2
    assert "neither a plan nor a questionnaire" in heard.told


def test_a_folder_without_a_questionnaire(heard: Hearing, tmp_path: Path) -> None:
    assert check([str(tmp_path)], heard.around) == 2
    assert "there is no questionnaire.toml in this folder" in heard.told


def test_names_and_titles_cannot_reach_the_terminal_raw(
    heard: Hearing, tmp_path: Path, shipped: Path
) -> None:
    path = visit.plan_file(tmp_path, name="a\x1b[31m\n.toml", about={"size": 0})
    assert check([str(path), str(tmp_path / "\x1b]0;x\x07")], heard.around) == 2
    assert "\x1b" not in heard.said + heard.told
    assert "\x07" not in heard.said + heard.told
