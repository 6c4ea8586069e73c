"""The command line as a whole: help, exit codes, what goes to which stream, what is loaded."""

import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from smtui import __version__
from smtui.cli import main
from smtui.commands.arguments import COMMANDS, with_command
from smtui.questionnaire import index, shelf
from tests.commands import visit

Streams = pytest.CaptureFixture[str]
ALL_HELP = [["--help"], *([name, "--help"] for name in COMMANDS)]


def run(*arguments: str | os.PathLike[str], **options: object) -> subprocess.CompletedProcess[str]:
    """smtui in a process of its own."""
    settings = {"stdin": subprocess.DEVNULL, "capture_output": True, "timeout": 60, **options}
    command = [sys.executable, "-m", "smtui", *(os.fspath(one) for one in arguments)]
    return subprocess.run(command, text=True, check=False, **settings)  # type: ignore[call-overload,no-any-return]


def test_version(capsys: Streams) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr() == (f"smtui {__version__}\n", "")


def test_help_has_the_examples_of_the_questionnaires(capsys: Streams) -> None:
    assert main(["--help"]) == 0
    out, err = capsys.readouterr()
    text = (shelf.shelf() / "index.toml").read_text(encoding="utf-8")
    examples = tomllib.loads(text)["examples"]
    assert len(examples) > 3
    for one in examples:
        assert one["command"] in out
        assert one["about"] in out
    assert err == ""


@pytest.mark.parametrize("arguments", ALL_HELP, ids=" ".join)
def test_help_fits_the_terminal(
    arguments: list[str], capsys: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(arguments) == 0
    out, _ = capsys.readouterr()
    assert out.startswith("usage: smtui ")
    assert max(map(len, out.splitlines())) <= 80


def test_the_examples_can_be_parsed() -> None:
    from smtui.commands.arguments import parse

    _, examples = index.introduction()
    for command, _ in examples:
        name, *words = command.split()
        assert name == "smtui"
        assert parse(words).command in COMMANDS


def test_every_example_that_draws_nothing_works_as_printed(tmp_path: Path) -> None:
    # the folder that the last one names stands beside the reader
    (tmp_path / "questionnaires").symlink_to(shelf.shelf())
    done = []
    for command, _ in index.introduction()[1]:
        words = command.split()[1:]
        if words[:1] in (["samples"], ["score"], ["check"]):
            result = run(*words, cwd=tmp_path)
            assert (result.returncode, result.args[3:]) == (0, words), result.stderr
            done.append(words[0])
    assert done == ["samples", "score", "check"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["score"],
        ["score", "a.toml", "--run", "slow"],
        ["score", "a.toml", "--jso"],
        ["samples", "a", "b"],
        ["new", "--slow"],
        ["new", "--quick", "--full"],
        ["fill"],
        ["fill", "--answers"],
        ["get", "a.toml"],
        ["set", "a.toml"],
        ["a.toml", "b.toml"],
        ["check", "--\x1b[31mred"],
    ],
    ids=repr,
)
def test_wrong_use(arguments: list[str], capsys: Streams) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("smtui: ")
    assert "--help" in err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ([], ["open"]),
        (["a.toml"], ["open", "a.toml"]),
        (["-q", "x", "score"], ["open", "-q", "x", "score"]),
        (["open", "a.toml"], ["open", "a.toml"]),
        (["score", "a.toml"], ["score", "a.toml"]),
        (["./check"], ["open", "./check"]),
    ],
)
def test_a_plan_alone_is_opened(arguments: list[str], meant: list[str]) -> None:
    assert with_command(arguments) == meant


def test_the_screen_needs_a_terminal() -> None:
    for arguments in ([], ["new"], ["a.toml"]):
        result = run(*arguments)
        assert result.returncode == 2
        assert result.stdout == ""
        assert "terminal" in result.stderr
        assert "smtui new --plain PLAN" in result.stderr
        assert "smtui fill --answers FILE -o PLAN" in result.stderr


def test_a_whole_round_without_a_screen(tmp_path: Path) -> None:
    assert run("samples", "northlight", "-o", "s.toml", cwd=tmp_path).stdout == ""
    plan = (tmp_path / "s.toml").read_bytes()
    score = run("score", "s.toml", "--json", "--write", cwd=tmp_path)
    assert score.returncode == 0
    assert json.loads(score.stdout)["questionnaire"] == shelf.default_name()
    assert run("check", "s.toml", cwd=tmp_path).returncode == 0
    assert (tmp_path / "s.toml").read_bytes() == plan
    assert {path.name for path in tmp_path.iterdir()} == {
        "s.toml",
        "s.scorecard.toml",
        "s.scorecard.md",
    }


def test_a_plan_is_made_read_and_changed_without_a_screen(tmp_path: Path) -> None:
    folder = visit.folder(tmp_path)
    (tmp_path / "guests.csv").write_text("Guest,Role\nAda,host\nBo,\n", encoding="utf-8")
    (tmp_path / "a.json").write_text('{"about": {"name": "Rome", "size": "4"}}')
    files = ("--answers", "a.json", "--answers", "guests.csv")
    made = run("fill", *files, "-o", "p.toml", "-q", folder, cwd=tmp_path)
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    assert run("get", "p.toml", "guest.role", "-q", folder, cwd=tmp_path).stdout == "host\n\n"
    change = run("set", "p.toml", "guest.role@Bo=cook", "-q", folder, cwd=tmp_path)
    assert change.returncode == 0
    assert change.stdout.endswith(": (none) -> cook\n")
    assert run("get", "p.toml", "guest.role@2", "-q", folder, cwd=tmp_path).stdout == "cook\n"
    assert run("score", "p.toml", "-q", folder, cwd=tmp_path).returncode == 0


def test_exit_code_1_is_for_wrong_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    visit.folder(tmp_path)
    monkeypatch.setattr(index, "folder", lambda: str(tmp_path))
    (tmp_path / "index.toml").write_text('default = "visit"\nabout = ""\nexamples = []\n')
    assert main(["check", str(visit.plan_file(tmp_path, about={"size": 3}))]) == 0
    assert main(["check", str(visit.plan_file(tmp_path, about={"size": 0}))]) == 1
    assert capsys.readouterr().err == ""


def test_a_reader_that_has_gone_is_no_mistake(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m smtui samples northlight; echo code $? >&2"
    result = subprocess.run(
        ["bash", "-c", f"({command}) | true"], capture_output=True, text=True, check=False
    )
    assert result.stderr == "code 0\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [["samples"], ["samples", "northlight"], ["--help"]])
def test_output_that_cannot_be_written(arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        result = run(*arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 2
    assert result.stderr == "smtui: No space left on device\n"


def test_a_closed_output() -> None:
    command = f"'{sys.executable}' -m smtui samples >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], check=False).returncode == 0


def test_a_terminal_that_knows_few_letters(tmp_path: Path) -> None:
    folder = visit.folder(tmp_path)
    plan = visit.plan_file(tmp_path, about={"name": "字 café"})
    few = {**os.environ, "PYTHONIOENCODING": "ascii"}
    shown = run("score", plan, "-q", folder, env=few)
    assert (shown.returncode, shown.stderr) == (0, "")
    machine = run("score", plan, "-q", folder, "--json", env=few)
    assert "字 café" in json.loads(machine.stdout)["checks"][0]["reason"]


def test_a_working_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"cd '{gone}' && rmdir '{gone}' && '{sys.executable}' -m smtui samples"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert "northlight" in result.stdout


def test_an_interrupt_ends_with_its_number(
    monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    def interrupted(*_: object, **named: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("smtui.commands.check.check", interrupted)
    assert main(["check", "x"]) == 128 + signal.SIGINT
    assert capsys.readouterr() == ("", "")


def test_a_broken_installation_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: Streams, tmp_path: Path
) -> None:
    monkeypatch.setattr(index, "folder", lambda: str(tmp_path))
    for content in (None, "default = [", 'default = "x"\nabout = "y"\n'):
        if content is not None:
            (tmp_path / "index.toml").write_text(content)
        for arguments in (["--help"], ["samples"]):
            assert main(arguments) == 2
            out, err = capsys.readouterr()
            assert out == ""
            assert "index.toml" in err
            assert "install smtui again" in err


def test_an_unknown_questionnaire(capsys: Streams) -> None:
    assert main(["samples", "-q", "social-marketting"]) == 2
    assert f"did you mean '{shelf.default_name()}'?" in capsys.readouterr().err
    assert main(["samples", "-q", "x" * 5000]) == 2


PROBE = """
import sys
from smtui.cli import main
status = main(sys.argv[1:])
heavy = ("textual", "rich", "asyncio", "pydantic", "typing", "argparse", "dataclasses", "re")
print(status, *(name for name in heavy if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "may_load"),
    [
        (["--version"], set()),
        (["--help"], {"argparse", "typing", "re"}),
        (["samples"], {"argparse", "typing", "re", "dataclasses", "pydantic"}),
        (["check", "{plan}"], {"argparse", "typing", "re", "dataclasses", "pydantic"}),
        (["score", "{plan}", "--write"], {"argparse", "typing", "re", "dataclasses", "pydantic"}),
        (
            ["report", "{plan}", "--one-page"],
            {"argparse", "typing", "re", "dataclasses", "pydantic"},
        ),
        (["get", "{plan}", "profile.org"], {"argparse", "typing", "re", "dataclasses", "pydantic"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_loads_only_what_it_needs(
    arguments: list[str], may_load: set[str], tmp_path: Path
) -> None:
    sample = shelf.find("") / "samples" / "northlight.toml"
    plan = tmp_path / "plan.toml"
    plan.write_bytes(sample.read_bytes())
    words = [word.format(plan=plan) for word in arguments]
    # -S: what a virtual environment loads at its start is not smtui's doing
    paths = os.pathsep.join(one for one in sys.path if one)
    result = subprocess.run(
        [sys.executable, "-S", "-c", PROBE, *words],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    status, *loaded = result.stderr.splitlines()[-1].split()
    assert status == "0"
    assert set(loaded) <= may_load
