"""smtui samples: the model plans, to see and to take."""

from pathlib import Path

import pytest

from smtui.commands.samples import samples
from smtui.mistakes import BadInput
from smtui.saving import SaveFailed
from tests.commands import visit
from tests.commands.visit import Hearing


@pytest.fixture
def heard(tmp_path: Path) -> Hearing:
    return Hearing(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return visit.folder(tmp_path)


def refusal(heard: Hearing, folder: Path, name: str, target: str = "") -> str:
    with pytest.raises(BadInput) as caught:
        samples(name, target, heard.around, questionnaire=str(folder))
    assert heard.said == ""
    return str(caught.value)


def test_the_list(heard: Hearing, folder: Path) -> None:
    assert samples("", "", heard.around, questionnaire=str(folder)) == 0
    assert heard.said == "oslo  Oslo (fictional). Three days in June\n"


def test_the_list_of_the_shipped_ones_begins_with_their_names(heard: Hearing) -> None:
    assert samples("", "", heard.around) == 0
    assert heard.said.startswith("northlight ")


def test_printed(heard: Hearing, folder: Path) -> None:
    assert samples("oslo", "", heard.around, questionnaire=str(folder)) == 0
    assert heard.said == (folder / "oslo.toml").read_text(encoding="utf-8")


def test_into_a_file(heard: Hearing, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.toml"
    assert samples("oslo", str(target), heard.around, questionnaire=str(folder)) == 0
    assert target.read_bytes() == (folder / "oslo.toml").read_bytes()
    assert heard.said == ""
    assert str(target) in heard.told


def test_never_over_another_file(heard: Hearing, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.toml"
    target.write_text("mine")
    assert "this file is there already" in refusal(heard, folder, "oslo", str(target))
    assert target.read_text() == "mine"
    (tmp_path / "link.toml").symlink_to(tmp_path / "nowhere.toml")
    assert "there already" in refusal(heard, folder, "oslo", str(tmp_path / "link.toml"))
    assert not (tmp_path / "nowhere.toml").exists()
    assert "this is a folder" in refusal(heard, folder, "oslo", str(tmp_path))


def test_a_name_that_is_not_there(heard: Hearing, folder: Path) -> None:
    assert "did you mean 'oslo'?" in refusal(heard, folder, "olso")


def test_a_target_without_a_name(heard: Hearing, folder: Path, tmp_path: Path) -> None:
    assert "samples: oslo" in refusal(heard, folder, "", str(tmp_path / "mine.toml"))
    assert not (tmp_path / "mine.toml").exists()


def test_a_place_that_cannot_be_written(heard: Hearing, folder: Path, tmp_path: Path) -> None:
    target = str(tmp_path / "no" / "mine.toml")
    assert "the folder does not exist" in refusal(heard, folder, "oslo", target)


def test_a_full_disk(
    heard: Hearing, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise SaveFailed("the disk is full")

    monkeypatch.setattr("smtui.commands.samples.replace_file", refuse)
    assert "the disk is full" in refusal(heard, folder, "oslo", str(tmp_path / "mine.toml"))


def test_a_sample_that_is_no_text_is_not_printed(heard: Hearing, folder: Path) -> None:
    (folder / "oslo.toml").write_bytes(b"\xff\x1b[31m")
    assert "UTF-8" in refusal(heard, folder, "oslo")
