"""What authors get wrong, and word for word what smtui tells them: the cases in `mistakes/`.

Each case is put behind `frame.toml` beside them, so that what its author wrote begins on line 21;
a block with a file name is that whole file instead.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from smtui.mistakes import BadInput, Mistake
from smtui.questionnaire.compile import load
from smtui.text import clean_text

MAIN = "questionnaire.toml"
HERE = Path(__file__).parent / "mistakes"
FRAME = (HERE / "frame.toml").read_text(encoding="utf-8")
BASE = (HERE / "base.toml").read_text(encoding="utf-8")
_CASE = re.compile(r"^## (.+)\n((?:\n|(?!## ).+\n?)*)", re.MULTILINE)
_BLOCK = re.compile(r"^```(?:toml ?(\S*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """What an author wrote: `text` behind the frame or whole `files`; and what it is told."""

    name: str
    text: str
    files: tuple[tuple[str, str], ...]
    told: str

    def write(self, folder: Path) -> Path:
        """The questionnaire with the mistake in it, as files of a folder."""
        files = {"base.toml": BASE, MAIN: FRAME + self.text, **dict(self.files)}
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        return folder


def read_cases(page: Path) -> list[Case]:
    """The cases of a page: a title, blocks of TOML, and a block of what is told."""
    cases = []
    for name, body in _CASE.findall(page.read_text(encoding="utf-8")):
        *wrote, (mark, told) = _BLOCK.findall(body)
        assert wrote and not mark, f"{page.name}: {name}"
        files = tuple((file, text) for file, text in wrote if file)
        text = "".join(text for file, text in wrote if not file)
        cases.append(Case(f"{page.stem}: {name}", text, files, told))
    return cases


PAGES = sorted(HERE.glob("*.md"))
CASES = [case for page in PAGES for case in read_cases(page)]
each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def mistakes_of(folder: Path) -> list[Mistake]:
    """The mistakes of a questionnaire, in the order in which they are told."""
    with pytest.raises(BadInput) as caught:
        load(folder)
    return caught.value.mistakes


def as_told(mistakes: list[Mistake], folder: Path) -> str:
    """What the author reads, with the names of files as they stand in the folder."""
    return str(BadInput(mistakes)).replace(f"{folder}/", "") + "\n"


def test_the_frame_and_the_base_have_no_mistake(tmp_path: Path) -> None:
    assert load(Case("", "", (), "").write(tmp_path)).questions["more.reply"].kind == "text"


@each_case
def test_an_author_is_told(case: Case, tmp_path: Path) -> None:
    assert as_told(mistakes_of(case.write(tmp_path)), tmp_path) == case.told


@each_case
def test_a_mistake_leads_to_a_line_and_a_word_of_the_file(case: Case, tmp_path: Path) -> None:
    for mistake in mistakes_of(case.write(tmp_path)):
        text = Path(mistake.file).read_text(encoding="utf-8")
        lines = text.split("\n")
        assert 0 <= mistake.line <= len(lines)
        if not mistake.line:
            assert not mistake.source  # the whole file is meant: it has no word to point at
            continue
        if mistake.source:
            assert mistake.source == lines[mistake.line - 1]
            # a caret behind the end of the line says that something is missing there
            assert 0 <= mistake.start <= len(mistake.source)
            assert mistake.start + mistake.length <= len(mistake.source) + 1
            if mistake.start < len(mistake.source):
                assert not mistake.source[mistake.start].isspace() or mistake.length == 1


@each_case
def test_a_mistake_is_told_in_a_few_plain_lines(case: Case, tmp_path: Path) -> None:
    for mistake in mistakes_of(case.write(tmp_path)):
        shown = mistake.render()
        assert shown == clean_text(shown)
        assert len(shown.split("\n")) <= 4
        assert max(map(len, shown.replace(f"{tmp_path}/", "").split("\n"))) <= 160
        foreign = r"\b(?:Traceback|None|dict|list\[|str\b|int\b|pydantic|tomllib|tuple|Literal)"
        assert not re.search(foreign, f"{mistake.what} {mistake.mend}")
