"""The reasons beside a sample: what is read of them, and what an author is told."""

from pathlib import Path

import pytest

from smtui.mistakes import BadInput
from smtui.questionnaire.compile import load
from smtui.questionnaire.reasons import reasons_of
from tests import modelplan


def refusal(tmp_path: Path, text: str) -> str:
    made = load(modelplan.home(tmp_path, reasons=text))
    with pytest.raises(BadInput) as caught:
        reasons_of(made, made.samples[-1])
    return str(caught.value)


def test_each_is_about_a_question_and_says_one_thing(tmp_path: Path) -> None:
    made = modelplan.questionnaire(tmp_path)
    found = {(one.question, one.item): one for one in reasons_of(made, made.samples[-1])}
    assert found["basics.size", ""].weak == "Twelve is a guess."
    assert found["guest.name", "g2"].good == "Ben brings the music."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('question = "basics.nmae"\ngood = "x"', "2: there is no question 'basics.nmae'"),
        ('question = "basics.name"', "needs 'good' or 'weak', one of the two"),
        ('question = "basics.name"\ngood = "x"\nweak = "y"', "one of the two"),
        ('question = "guest.name"\ngood = "x"', "is asked of each guest"),
        ('question = "basics.name"\nitem = "g1"\ngood = "x"', "asked once, not of items"),
        ('question = "basics.name"\ngod = "x"', "'god' is not a key"),
        (
            'question = "basics.name"\ngood = "x"\n[[reasons]]\nquestion = "basics.name"\n'
            'good = "y"',
            "two reasons for 'basics.name'; the first in line 1",
        ),
        ('question = "basics.name"\ngood = "x"\n[[reason]]\na = 1', "'reason' is not known"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    said = refusal(tmp_path, f"[[reasons]]\n{text}\n")
    assert words in said
    assert "garden.reasons.toml:" in said


def test_a_file_that_is_not_there_is_a_mistake_of_the_questionnaire(tmp_path: Path) -> None:
    folder = modelplan.home(tmp_path)
    (folder / "garden.reasons.toml").unlink()
    with pytest.raises(BadInput, match=r"'garden\.reasons\.toml' is not there"):
        load(folder)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = modelplan.home(tmp_path)
    file = folder / "garden.reasons.toml"
    outside = tmp_path / "outside.toml"
    file.rename(outside)
    file.symlink_to(outside)
    with pytest.raises(BadInput, match="link out of the questionnaire's folder"):
        load(folder)
