"""What authors get wrong, and word for word what smtui tells them: the cases in `mistakes/`.

Each case is put behind `frame.toml` beside them, so that what its author wrote begins on line 21;
a block with a file name is that whole file instead. `visit.overrides.toml` overrides its tables.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from smtui.fence import Fence
from smtui.mistakes import BadInput, Mistake
from smtui.questionnaire.compile import load, load_noting
from smtui.questionnaire.overrides import overrides_beside
from smtui.scoring.trying import tried
from smtui.text import clean_text

MAIN = "questionnaire.toml"
HERE = Path(__file__).parent / "mistakes"
FRAME = (HERE / "frame.toml").read_text(encoding="utf-8")
BASE = (HERE / "base.toml").read_text(encoding="utf-8")
_CASE = re.compile(r"^## (.+)\n((?:\n|(?!## ).+\n?)*)", re.MULTILINE)
_OF_PROGRAMMERS = re.compile(
    r"Traceback|[Ii]nput should|dictionary|\b(?:None|dict|str|int|bool|tuple|pydantic|tomllib)\b"
)
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


@dataclass(frozen=True)
class Complaint:
    """What was found in a case: the mistakes, as they are told, and the texts of the files."""

    mistakes: list[Mistake]
    told: str
    texts: dict[str, str]


Told = Callable[[Case], Complaint]


@pytest.fixture(scope="module")
def complaint(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The complaint of a case; each is loaded once."""
    known: dict[str, Complaint] = {}

    def of(case: Case) -> Complaint:
        if case.name not in known:
            folder = case.write(tmp_path_factory.mktemp("case"))
            found = mistakes_of(folder)
            texts = {str(one): one.read_text(encoding="utf-8") for one in folder.iterdir()}
            known[case.name] = Complaint(found, as_told(found, folder), texts)
        return known[case.name]

    return of


def mistakes_of(folder: Path) -> list[Mistake]:
    """The mistakes of a questionnaire, in the order in which they are told."""
    with pytest.raises(BadInput) as caught:
        tried(*load_noting(folder, overrides_beside(folder, "visit", Fence())))
    return caught.value.mistakes


def as_told(mistakes: list[Mistake], folder: Path) -> str:
    """What the author reads, with the names of files as they stand in the folder."""
    return str(BadInput(mistakes)).replace(f"{folder}/", "") + "\n"


def test_the_frame_and_the_base_have_no_mistake(tmp_path: Path) -> None:
    assert load(Case("", "", (), "").write(tmp_path)).questions["more.reply"].kind == "text"


@each_case
def test_an_author_is_told(case: Case, complaint: Told) -> None:
    assert complaint(case).told == case.told


@each_case
def test_a_mistake_leads_to_a_line_and_a_word_of_the_file(case: Case, complaint: Told) -> None:
    found = complaint(case)
    for mistake in found.mistakes:
        lines = found.texts[mistake.file].split("\n")
        assert 0 <= mistake.line <= len(lines)
        if mistake.source:  # never where line is 0: the whole file has no word to point at
            assert mistake.source == lines[mistake.line - 1]
            # a caret right behind the end of the line says that something is missing there
            assert 0 <= mistake.start <= len(mistake.source)
            assert 1 <= mistake.length <= len(mistake.source) + 1 - mistake.start


@each_case
def test_a_mistake_is_told_in_a_few_plain_lines(case: Case, complaint: Told) -> None:
    found = complaint(case)
    assert found.told == clean_text(found.told)
    for mistake in found.mistakes:
        assert len(mistake.render().split("\n")) <= 4
        assert not _OF_PROGRAMMERS.search(f"{mistake.what} {mistake.mend}")
    assert max(map(len, found.told.split("\n"))) <= 160


# Keys of one question: many of them, each in a question of its own, make one file.
TOGETHER = [
    case
    for case in CASES
    if case.name.startswith(("conditions", "questions"))
    and not case.text.startswith("[")
    and "more." not in case.text
]


@pytest.mark.parametrize("first", range(0, len(TOGETHER), 40))
def test_all_mistakes_are_told_in_one_pass_in_the_order_of_the_lines(
    first: int, complaint: Told, tmp_path: Path
) -> None:
    text, expected = FRAME, []
    for number, case in enumerate(TOGETHER[first : first + 40]):
        text += f'[[sections.questions]]\nid = "more.q{number}"\nkind = "text"\nask = "?"\n'
        shift = text.count("\n") - FRAME.count("\n")
        text += case.text
        for mistake in complaint(case).mistakes:
            expected.append(replace(mistake, file=MAIN, line=mistake.line + shift))
    assert len(expected) >= len(TOGETHER[first : first + 40])
    folder = Case("", "", ((MAIN, text),), "").write(tmp_path)
    assert [replace(one, file=MAIN) for one in mistakes_of(folder)] == expected


# Bytes that are no text as it should be: written as bytes, for a page could not show them.

BYTES = {
    "UTF-16, as some editors call Unicode": (
        FRAME.encode("utf-16"),
        f"{MAIN}: the text is saved as UTF-16\n    save it again with encoding UTF-8\n",
    ),
    "UTF-16 without a mark at its beginning": (
        FRAME.encode("utf-16-le"),
        f"{MAIN}: the text is saved as UTF-16 or UTF-32\n    save it again with encoding UTF-8\n",
    ),
    "the letters of an old Windows": (
        (FRAME + 'help = "Größe"\n').encode("cp1252"),
        f"{MAIN}:21: this letter is not saved as UTF-8\n"
        '    help = "Gr\ufffd\ufffde"\n'
        "              ^\n"
        "    save the file again with encoding UTF-8\n",
    ),
    "an office document": (
        b"PK\x03\x04" + b"x" * 100,
        f"{MAIN}: this is a zip archive or an office document, not a text file\n"
        "    a questionnaire is a plain text file, saved with encoding UTF-8\n",
    ),
    "nothing": (
        b"",
        f"{MAIN}: the file is empty\n    if it held a questionnaire, take a backup of it\n",
    ),
    "zeros, as a power cut leaves them": (
        b"\0" * 4096,
        f"{MAIN}: the file was damaged: it holds only zero bytes, as a power cut can leave\n"
        "    take a backup of the questionnaire\n",
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        f"{MAIN}: this is not a text file\n    a questionnaire is a plain text file (TOML)\n",
    ),
    "a byte order mark in the middle, where two files were joined": (
        (FRAME + '\ufeffhelp = "Say it"\n').encode(),
        f"{MAIN}:21: an invisible character (U+FEFF)\n"
        '    ?help = "Say it"\n'
        "    ^\n"
        "    delete it, or type a blank\n",
    ),
    "line ends of an old Mac": (
        FRAME.replace("\n", "\r").encode(),
        f"{MAIN}:1: a line end of another system\n"
        "    ...  of a case wrote begins on line 21 of this file."
        '?id = "visit"?version = "1.0"?title = "A visit"? ...\n'
        "                                                        ^\n"
        "    save the file again with line ends LF\n",
    ),
    "a key of the keyboard that writes nothing": (
        (FRAME + 'help = "Say\x08 it"\n').encode(),
        f"{MAIN}:21: a character that cannot be seen\n"
        '    help = "Say? it"\n'
        "               ^\n"
        "    delete it\n",
    ),
}


@pytest.mark.parametrize("case", BYTES)
def test_an_author_is_told_of_bytes_that_are_no_text(case: str, tmp_path: Path) -> None:
    content, expected = BYTES[case]
    Case("", "", (), "").write(tmp_path)
    (tmp_path / MAIN).write_bytes(content)
    assert as_told(mistakes_of(tmp_path), tmp_path) == expected


@pytest.mark.parametrize(
    "case", [one for one in CASES if one.name.startswith("slips")], ids=lambda one: one.name
)
def test_line_ends_and_the_mark_of_windows_change_nothing(case: Case, tmp_path: Path) -> None:
    case.write(tmp_path)
    text = (tmp_path / MAIN).read_text(encoding="utf-8").replace("\n", "\r\n")
    (tmp_path / MAIN).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert as_told(mistakes_of(tmp_path), tmp_path) == case.told
