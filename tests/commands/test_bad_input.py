"""Whatever file it is given, smtui says in one message what is wrong, and leaves the file alone."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smtui.cli import main
from smtui.commands.opening import PlanOpener
from smtui.mistakes import BadInput
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from tests.commands import visit
from tests.commands.visit import Hearing

Streams = pytest.CaptureFixture[str]
SAMPLE = shelf.find("") / "samples" / "northlight.toml"


def with_meta(*lines: str) -> bytes:
    return "\n".join(["[meta]", *lines, ""]).encode()


SHIPPED = f'questionnaire = "{shelf.default_name()}"'

# content of the file; a word or two that the message must have; the line, where there is one
BAD: dict[str, tuple[bytes, str, int]] = {
    "empty": (b"", "empty", 0),
    "blank": (b" \n\n\t\n", "empty", 0),
    "zero bytes": (b"\0" * 4096, "power cut", 0),
    "broken": (with_meta(SHIPPED, "run = quick"), "quick", 3),
    "half of one": (SAMPLE.read_bytes()[:-200].rpartition(b"=")[0], "", -1),
    "prose": (b"Dear all,\nthe plan is as follows\n", "", 1),
    "merge conflict": (
        with_meta(SHIPPED) + b"<<<<<<< ours\na = 1\n=======\na = 2\n>>>>>>> theirs\n",
        "merge",
        3,
    ),
    "foreign": (b'[project]\nname = "x"\n', "", 0),
    "foreign meta": (b'[meta]\nname = "x"\n', "not a plan", 1),
    "meta is no table": (b"meta = 3\n", "not a plan", 1),
    "latin-1": (with_meta(SHIPPED) + "[profile]\norg = 'Caf\xe9'\n".encode("latin-1"), "UTF-8", 4),
    "utf-16": (with_meta(SHIPPED).decode().encode("utf-16"), "UTF-16", 0),
    "utf-32": (with_meta(SHIPPED).decode().encode("utf-32-le"), "UTF", 0),
    "binary": (bytes(range(256)) * 50, "", -1),
    "office": (b"PK\x03\x04" + b"x" * 100, "zip archive", 0),
    "brackets": (with_meta(SHIPPED) + b"a = " + b"[" * 5000 + b"]" * 5000, "brackets", 3),
    "tables in tables": (
        with_meta(SHIPPED) + b"a = " + b"{b = " * 3000 + b"1" + b"}" * 3000,
        "brackets",
        3,
    ),
    "long key": (with_meta(SHIPPED) + b".".join([b"a"] * 20_000) + b" = 1\n", "parts", 3),
    "huge number": (with_meta(SHIPPED) + b"a = " + b"9" * 5000, "number", 3),
    "not a number": (with_meta(SHIPPED) + b"a = nan\n", "finite", 3),
    "too large": (with_meta(SHIPPED) + b"# " + b"x" * 5_000_000, "larger", 0),
    "too many entries": (with_meta(SHIPPED) + b"a = [" + b"1," * 60_000 + b"]", "entries", 0),
    "another questionnaire": (
        with_meta('questionnaire = "knitting"', 'version = "1.0"'),
        "knitting",
        2,
    ),
    "escape sequences": (b"\x1b[31m = 1\n\x1b]0;title\x07", "", 1),
    "two plans in one": (with_meta(SHIPPED) + with_meta(SHIPPED), "meta", 3),
    "a list that is none": (with_meta(SHIPPED) + b"[segment]\nname = 'x'\n", "list", 3),
    "twice the same id": (
        with_meta(SHIPPED) + b'[[segment]]\nid = "a"\n[[segment]]\nid = "a"\n',
        "two items",
        6,
    ),
    "a strange id": (with_meta(SHIPPED) + b'[[segment]]\nid = "a b"\n', "id", 4),
}


@pytest.fixture(params=list(BAD), ids=list(BAD))
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, int]:
    content, words, line = BAD[request.param]
    path = tmp_path / "plan.toml"
    path.write_bytes(content)
    return path, words, line


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return load(shelf.find(""))


class Untouched:
    """Remembers a folder and all that is in it, to the byte and to the time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = self._now()

    def _now(self) -> dict[str, tuple[bytes, int]]:
        return {
            path.name: (path.read_bytes(), path.stat().st_mtime_ns)
            for path in self._folder.iterdir()
            if path.is_file() and os.access(path, os.R_OK)
        }

    def check(self) -> None:
        assert self._now() == self._before


def is_one_message(text: str, path: Path, words: str, line: int) -> None:
    """One message, with the file, the line and what is wrong; safe for a terminal."""
    first = text.splitlines()[0]
    if line > 0:
        assert first.startswith(f"{path}:{line}: ")
    elif line == 0:
        assert first.startswith(f"{path}: ")
    else:
        assert first.startswith(str(path))
    assert words in text
    assert text.count(str(path)) <= 2  # the message, and perhaps a command in its advice
    assert "Traceback" not in text
    assert not {one for one in text if not one.isprintable()} - {"\n"}
    assert len(text.splitlines()) <= 4
    assert len(text) < 1000


@pytest.mark.parametrize("command", ["check", "score"])
def test_bad_files(bad: tuple[Path, str, int], command: str, capsys: Streams) -> None:
    path, words, line = bad
    untouched = Untouched(path.parent)
    assert main([command, str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    is_one_message(err, path, words, line)
    untouched.check()


def test_bad_files_are_refused_by_the_screen_too(
    bad: tuple[Path, str, int], shipped: Questionnaire
) -> None:
    path, words, line = bad
    untouched = Untouched(path.parent)
    opener = PlanOpener(shipped, Hearing(path.parent).around)
    with pytest.raises(BadInput) as caught:
        opener.open(path)
    is_one_message(str(caught.value), path, words, line)
    untouched.check()


@pytest.mark.parametrize("command", ["check", "score"])
def test_a_process_says_the_same(tmp_path: Path, command: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(BAD["broken"][0])
    result = subprocess.run(
        [sys.executable, "-m", "smtui", command, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    is_one_message(result.stderr, path, "quick", 3)


def test_write_leaves_no_scorecard_of_a_bad_file(
    bad: tuple[Path, str, int], capsys: Streams
) -> None:
    path, _, _ = bad
    assert main(["score", str(path), "--write", "--json"]) == 2
    assert capsys.readouterr().out == ""
    assert [each.name for each in path.parent.iterdir()] == ["plan.toml"]


# ------------------------------------------------------------------- what is not even a file


def _folder(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _nowhere(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


def _nothing(path: Path) -> None:
    pass


@pytest.mark.parametrize("command", ["check", "score", "open"])
@pytest.mark.parametrize("make", [_folder, _pipe, _loop, _nowhere, _nothing])
def test_no_file_at_all(
    make: Callable[[Path], None],
    command: str,
    tmp_path: Path,
    capsys: Streams,
    shipped: Questionnaire,
) -> None:
    path = tmp_path / "plan.toml"
    make(path)
    kind = path.lstat().st_mode if os.path.lexists(path) else None
    if command == "open":
        opener = PlanOpener(shipped, Hearing(tmp_path).around)
        with pytest.raises(BadInput) as caught:
            opener.open(path)
        is_one_message(str(caught.value), path, "", 0)
    else:
        assert main([command, str(path)]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        is_one_message(err, path, "", 0)
    assert (path.lstat().st_mode if os.path.lexists(path) else None) == kind


@pytest.fixture
def a_socket() -> Iterator[Path]:
    # a socket's path must be short
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, socket.socket(socket.AF_UNIX) as made:
        path = Path(folder) / "s.toml"
        made.bind(str(path))
        yield path


@pytest.mark.parametrize("command", ["check", "score"])
def test_sockets_and_devices(a_socket: Path, command: str, capsys: Streams) -> None:
    for path in (a_socket, Path("/dev/null"), Path("/dev/zero")):
        assert main([command, str(path)]) == 2
        is_one_message(capsys.readouterr().err, path, "device", 0)


@pytest.mark.parametrize("command", ["check", "score"])
@pytest.mark.parametrize("name", ["x" * 5000, "a/../" * 1000 + "b", "", "nul\0byte", "a\udcffb"])
def test_impossible_names(name: str, command: str, capsys: Streams) -> None:
    assert main([command, name]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert err.strip()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
@pytest.mark.parametrize("command", ["check", "score"])
def test_a_file_that_may_not_be_read(command: str, tmp_path: Path, capsys: Streams) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(SAMPLE.read_bytes())
    path.chmod(0)
    assert main([command, str(path)]) == 2
    is_one_message(capsys.readouterr().err, path, "may not read", 0)


# -------------------------------------------------------------------- what belongs together


def test_a_questionnaire_is_not_a_plan(tmp_path: Path, capsys: Streams) -> None:
    file = visit.folder(tmp_path) / "questionnaire.toml"
    assert main(["score", str(file)]) == 2
    err = capsys.readouterr().err
    is_one_message(err, file, "this is a questionnaire", 0)
    assert "smtui new" in err


def test_a_plan_and_another_questionnaire(tmp_path: Path, capsys: Streams) -> None:
    plan = visit.plan_file(tmp_path)
    assert main(["score", str(plan), "-q", shelf.default_name()]) == 2
    is_one_message(capsys.readouterr().err, plan, "belongs to the questionnaire 'visit'", 2)


def test_a_broken_questionnaire_is_named_and_not_the_plan(tmp_path: Path, capsys: Streams) -> None:
    folder = visit.folder(tmp_path)
    (folder / "questionnaire.toml").write_text("id = visit\n")
    plan = visit.plan_file(tmp_path)
    assert main(["score", str(plan), "-q", str(folder)]) == 2
    assert capsys.readouterr().err.startswith(f"{folder / 'questionnaire.toml'}:1: ")


def test_no_full_run(tmp_path: Path, capsys: Streams) -> None:
    folder = visit.folder(tmp_path)
    plan = visit.plan_file(tmp_path)
    assert main(["score", str(plan), "-q", str(folder), "--run", "full"]) == 2
    is_one_message(capsys.readouterr().err, plan, "has no full run", 0)


# ------------------------------------------------------------------------- new plans


def test_a_new_plan_takes_no_place_that_is_taken(tmp_path: Path) -> None:
    opener = PlanOpener(load(visit.folder(tmp_path)), Hearing(tmp_path).around)
    (tmp_path / "there.toml").write_text("mine")
    (tmp_path / "link.toml").symlink_to("nowhere.toml")
    for path, words in (
        (tmp_path / "there.toml", "there already"),
        (tmp_path / "link.toml", "there already"),
        (tmp_path, "this is a folder"),
        (tmp_path / "no" / "a.toml", "there is no folder"),
    ):
        with pytest.raises(BadInput, match=words):
            opener.new("quick", path)
    with pytest.raises(BadInput, match="no full run"):
        opener.new("full", None)
    assert (tmp_path / "there.toml").read_text() == "mine"
