"""smtui report: a page of a plan, on standard output or in a file."""

from pathlib import Path

import pytest

from smtui.commands.report import report
from smtui.mistakes import BadInput
from smtui.questionnaire import shelf
from smtui.saving import SaveFailed
from tests.commands import visit
from tests.commands.visit import Hearing

SHEETS = """
[[sheets]]
id = "one-page"
title = "{about.name} in short"
[[sheets.parts]]
label = "Visitors"
say = "{about.size}"
[[sheets.parts]]
label = "Score"
shows = "score"
[[sheets]]
id = "door-sign"
title = "Welcome to {about.name}"
[[sheets.parts]]
label = "Day"
say = "{today}"
"""


@pytest.fixture
def heard(tmp_path: Path) -> Hearing:
    return Hearing(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    made = visit.folder(tmp_path)
    main = made / "questionnaire.toml"
    main.write_text(main.read_text(encoding="utf-8") + SHEETS, encoding="utf-8")
    return str(made)


@pytest.fixture
def plan(tmp_path: Path) -> str:
    return str(visit.plan_file(tmp_path, about={"name": "Oslo *", "size": 3}))


def test_the_page_is_text_on_standard_output(heard: Hearing, folder: str, plan: str) -> None:
    assert report(plan, heard.around, questionnaire=folder) == 0
    assert heard.said.startswith("Oslo * in short\n====")
    assert "\nVisitors          3\n" in heard.said
    assert "Made by smtui from the plan plan.toml, 21 Nov 2026." in heard.said
    assert heard.told == ""


def test_in_markdown_when_that_is_asked_for(heard: Hearing, folder: str, plan: str) -> None:
    assert report(plan, heard.around, style="markdown", questionnaire=folder) == 0
    assert heard.said.startswith("# Oslo \\* in short\n\n**Visitors:** 3\n")


@pytest.mark.parametrize(
    ("name", "style", "begins"),
    [
        ("page.md", "", "# Oslo"),
        ("page.MD", "", "# Oslo"),
        ("page.txt", "", "Oslo * in short"),
        ("page", "", "Oslo * in short"),
        ("page.md", "text", "Oslo * in short"),
        ("page.txt", "markdown", "# Oslo"),
    ],
)
def test_into_a_file_whose_name_says_the_format(
    name: str, style: str, begins: str, heard: Hearing, folder: str, plan: str, tmp_path: Path
) -> None:
    target = tmp_path / name
    assert report(plan, heard.around, target=str(target), style=style, questionnaire=folder) == 0
    assert target.read_text(encoding="utf-8").startswith(begins)
    assert (heard.said, heard.told) == ("", f"written: {target}\n")


def test_another_sheet_by_its_name(heard: Hearing, folder: str, plan: str) -> None:
    assert report(plan, heard.around, sheet="door-sign", questionnaire=folder) == 0
    assert heard.said.startswith("Welcome to Oslo *\n====")
    assert "Day               21 Nov 2026\n" in heard.said


def test_a_page_that_was_made_before_is_replaced(
    heard: Hearing, folder: str, plan: str, tmp_path: Path
) -> None:
    for name in ("page.md", "page.txt"):
        target = str(tmp_path / name)
        report(plan, heard.around, target=target, sheet="door-sign", questionnaire=folder)
        report(plan, heard.around, target=target, questionnaire=folder)
        assert "in short" in Path(target).read_text(encoding="utf-8")


def refusal(heard: Hearing, plan: str, **options: str) -> str:
    with pytest.raises(BadInput) as caught:
        report(plan, heard.around, **options)
    assert heard.said == ""
    return str(caught.value)


def test_never_over_another_file(heard: Hearing, folder: str, plan: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("mine")
    for target in (mine, Path(plan)):
        before = target.read_bytes()
        told = refusal(heard, plan, target=str(target), questionnaire=folder)
        assert "is there already, and is no page of smtui" in told
        assert "name another file; nothing was written" in told
        assert target.read_bytes() == before
    assert "this is a folder" in refusal(heard, plan, target=str(tmp_path), questionnaire=folder)
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere.md")
    link = str(tmp_path / "link.md")
    assert "is there already" in refusal(heard, plan, target=link, questionnaire=folder)
    assert not (tmp_path / "nowhere.md").exists()


def test_a_file_that_cannot_be_written(
    heard: Hearing, folder: str, plan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = str(tmp_path / "no" / "page.md")
    told = refusal(heard, plan, target=target, questionnaire=folder)
    assert "the folder does not exist" in told

    def refuse(path: Path, data: bytes) -> None:
        raise SaveFailed("the disk is full")

    monkeypatch.setattr("smtui.commands.report.replace_file", refuse)
    target = str(tmp_path / "page.md")
    assert "the disk is full" in refusal(heard, plan, target=target, questionnaire=folder)


def test_an_unknown_sheet_is_named_with_what_there_is(
    heard: Hearing, folder: str, plan: str
) -> None:
    told = refusal(heard, plan, sheet="dor-sign", questionnaire=folder)
    assert "the questionnaire 'visit' has no sheet 'dor-sign'" in told
    assert "did you mean 'door-sign'?" in told
    assert "sheets: one-page, door-sign" in told


def test_a_questionnaire_without_sheets_says_what_there_is_instead(
    heard: Hearing, plan: str, tmp_path: Path
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    told = refusal(heard, plan, questionnaire=str(visit.folder(bare)))
    assert "the questionnaire 'visit' has no page to print" in told
    assert "smtui score PLAN" in told


def test_a_bad_plan_and_a_run_that_is_not_offered(
    heard: Hearing, folder: str, plan: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.toml").write_text("[meta\n")
    bad = str(tmp_path / "bad.toml")
    assert "bad.toml:1:" in refusal(heard, bad, questionnaire=folder)
    assert "no full run" in refusal(heard, plan, run="full", questionnaire=folder)


def test_a_fictional_plan_is_marked(heard: Hearing, folder: str, tmp_path: Path) -> None:
    plan = visit.plan_file(tmp_path, meta={"fictional": True}, about={"name": "Oslo"})
    for style in ("text", "markdown"):
        report(str(plan), heard.around, style=style, questionnaire=folder)
    assert heard.said.count("This plan is fictional: an example.") == 2


def test_the_run_that_judges_can_be_chosen(heard: Hearing) -> None:
    sample = str(shelf.find("") / "samples" / "northlight.toml")
    for run in ("quick", "full"):
        assert report(sample, heard.around, run=run) == 0
    short, full = heard.said.split("social media on one page\n")[1:]
    assert "short run" in short
    assert "short run" not in full


def test_an_older_plan_says_so_and_is_read(heard: Hearing, folder: str, tmp_path: Path) -> None:
    plan = visit.plan_file(tmp_path, meta={"version": "1.0"}, about={"name": "Oslo"})
    assert report(str(plan), heard.around, questionnaire=folder) == 0
    assert "this plan was made with version 1.0" in heard.told
    assert heard.said.startswith("Oslo in short\n")
