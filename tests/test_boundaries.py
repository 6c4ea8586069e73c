"""Every place where words come in from outside, and what is printed of them: nothing raw."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli_w

from smtui.cli import main
from smtui.mistakes import BadInput, Mistake
from tests.commands import visit
from tests.faults.runner import unsafe
from tests.faults.strings import HALVES, PAYLOADS

Streams = pytest.CaptureFixture[str]

NAMES = {
    name: text
    for name, text in {**PAYLOADS, **HALVES}.items()
    if len(text.encode(errors="ignore")) < 120 and "\0" not in text and not text.isprintable()
}
"""Raw texts that can be the name of a file, or an argument."""


WORDS = ("What is it called?", "Plan a visit", "Name", "Clarity", "Our own template",
         "You can go.", "It is not known how many come", "Three days in June")  # fmt: skip
"""Of the small questionnaire."""
ENVIRONMENT = (
    "USER LOGNAME HOSTNAME TERM LANG HOME EDITOR COLUMNS XDG_STATE_HOME XDG_RUNTIME_DIR "
    "SSH_CONNECTION TMPDIR NO_COLOR"
).split()


def clean(capsys: Streams) -> str:
    """What was written since, which holds nothing raw."""
    out, err = capsys.readouterr()
    found = unsafe((out + err).encode(errors="surrogateescape"))
    assert not found, (found, out[-300:], err[-300:])
    assert "Traceback" not in err
    return out + err


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(visit.folder(tmp_path_factory.mktemp("form")))


def file_name(text: str) -> str:
    """As close to the text as the name of a file can be."""
    made = text.replace("/", "_").encode(errors="ignore").decode()
    return (made or "empty") + ".toml"


ARGUMENTS: list[Callable[[str, str], list[str]]] = [
    lambda text, form: [text],
    lambda text, form: ["check", text],
    lambda text, form: ["score", text],
    lambda text, form: ["score", text, "--run", text],
    lambda text, form: ["samples", text, "-q", form],
    lambda text, form: ["samples", "-q", text],
    lambda text, form: ["fill", "--answers", text, "-q", form],
    lambda text, form: ["fill", "--answers", f"{text}.csv", "--list", text, "-q", form],
    lambda text, form: ["get", text, text],
    lambda text, form: ["set", text, f"{text}={text}"],
    lambda text, form: ["migrate", text, "-o", text],
    lambda text, form: ["open", "--plain", "-q", text],
    lambda text, form: ["open", "--plain", text, "-q", form],
    lambda text, form: ["new", "--plain", f"none/{text}.toml", "-q", form],
    lambda text, form: [f"--{text}"],
]
"""Where an argument is taken; none of them may print one as it came."""


@pytest.mark.parametrize("number", range(len(ARGUMENTS)))
def test_arguments(number: int, form: str, capsys: Streams) -> None:
    for text in NAMES.values():
        arguments = ARGUMENTS[number](text, form)
        try:
            assert main(arguments) in (0, 1, 2)
        except SystemExit as end:
            assert end.code in (0, 2)
        clean(capsys)


def test_file_names(form: str, tmp_path: Path, capsys: Streams) -> None:
    for at, text in enumerate(NAMES.values()):
        folder = tmp_path / f"f{at}"
        folder.mkdir()
        plan = folder / file_name(text)
        plan.write_text(visit.plan_text(about={"name": "Oslo", "size": 0}), encoding="utf-8")
        for command in (
            ["check", "-q", form, str(plan)],
            ["score", "-q", form, str(plan), "--write"],
            ["set", "-q", form, str(plan), "about.size=3"],
            ["set", "-q", form, str(plan), "about.nothing=3"],
            ["get", "-q", form, str(plan), "about.size"],
            ["open", "--plain", "-q", form, str(plan)],
            ["fill", "-q", form, "--answers", str(plan)],
        ):
            assert main(command) in (0, 1, 2)
            clean(capsys)
        plan.write_text("a = [", encoding="utf-8")
        assert main(["check", str(plan)]) == 2
        clean(capsys)


def test_files_of_answers(form: str, tmp_path: Path, capsys: Streams) -> None:
    for text in [*PAYLOADS.values(), *HALVES.values()]:
        path = tmp_path / "answers.json"
        path.write_text(json.dumps({"about": {"name": text, text: text}, text: 1}))
        assert main(["fill", "-q", form, "--answers", str(path)]) in (0, 2)
        clean(capsys)
        path.write_text(json.dumps({"about": {"name": text, "aim": text, "size": text}}))
        assert main(["fill", "-q", form, "--answers", str(path)]) in (0, 2)
        clean(capsys)
        rows = tmp_path / "guest.csv"
        quoted = '"' + text.replace('"', '""') + '"'
        content = f"guest.name,{quoted}\n{quoted},{quoted}\n".encode(errors="replace")
        rows.write_bytes(content)
        assert main(["fill", "-q", form, "--answers", str(rows)]) in (0, 2)
        clean(capsys)


def test_lines_that_are_shown_of_broken_files(form: str, tmp_path: Path, capsys: Streams) -> None:
    plan = tmp_path / "plan.toml"
    for text in PAYLOADS.values():
        line = text.replace("\n", " ")
        for content in (
            f"a = {line}\n",
            f"{line} = 1\n",
            f'"{line}\n',
            f"[{line}]\n[{line}]\n",
            f"<<<<<<< {line}\na = 1\n=======\n{line}\n>>>>>>> {line}\n",
            tomli_w.dumps({"meta": {"questionnaire": text, "version": text}}),
            tomli_w.dumps({"meta": {"questionnaire": "visit", "version": text}}),
            tomli_w.dumps({"id": text, "version": text, "title": text, text: {text: text}}),
        ):
            plan.write_bytes(content.encode(errors="replace"))
            assert main(["check", str(plan)]) in (0, 1, 2)
            clean(capsys)


def test_words_of_a_questionnaire(tmp_path: Path, capsys: Streams) -> None:
    raw = [text for text in PAYLOADS.values() if not text.isprintable()]
    for at, text in enumerate(raw):
        folder = tmp_path / f"q{at}"
        folder.mkdir()
        said = json.dumps(text.replace("{", "{{").replace("}", "}}"))[1:-1].replace("\x7f", "")
        words = visit.QUESTIONNAIRE
        for plain in WORDS:
            words = words.replace(f'"{plain}', f'"{said}')
        (folder / "questionnaire.toml").write_text(words, encoding="utf-8")
        (folder / "oslo.toml").write_text(visit.plan_text(about={"name": "Oslo"}))
        plan = visit.plan_file(folder, guest=[{"id": "g1"}])
        for command in (
            ["check", str(folder)],
            ["samples", "-q", str(folder)],
            ["score", "-q", str(folder), str(plan)],
            ["score", "-q", str(folder), str(plan), "--json"],
            ["open", "--plain", "-q", str(folder), str(plan)],
            ["get", "-q", str(folder), str(plan), "about.name"],
        ):
            assert main(command) in (0, 1, 2), command
            clean(capsys)


def test_the_environment(form: str, tmp_path: Path) -> None:
    """User, terminal and folders as they are set by whoever started the program."""
    plan = visit.plan_file(tmp_path, about={"name": "Oslo", "size": 3})
    for text in ("\x1b[2J\x1b]0;x\x07", "\u202eab\u2066", "[@click=app.quit]x[/]", "x" * 3000):
        ended = subprocess.run(
            [sys.executable, "-m", "smtui", "open", "--plain", "-q", form, str(plan)],
            env={**os.environ, **dict.fromkeys(ENVIRONMENT, text)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode in (0, 1, 2), ended.stderr
        assert not unsafe(ended.stdout + ended.stderr)
        assert b"Traceback" not in ended.stderr


def test_a_message_has_an_end() -> None:
    long = "x" * 500_000
    said = str(BadInput(Mistake(f"{long}.toml", 3, f"'{long}' is wrong", long, long, 5, 3)))
    assert len(said) < 5_000
    assert "is wrong" in said
    many = BadInput([Mistake("a.toml", at, "wrong") for at in range(1000)])
    assert str(many).endswith("(+950 more)")
    assert len(str(many).splitlines()) == 51
