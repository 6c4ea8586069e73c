"""`smtui --restricted DIR`: at every door where somebody names a path, no way out of the folder."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smtui.commands.beside import show_beside
from smtui.commands.first import first_plan
from smtui.commands.opening import PlanOpener
from smtui.commands.origin import place_named, recent_plans
from smtui.commands.plans import open_named
from smtui.commands.restricted import restricted
from smtui.commands.score import show_score
from smtui.commands.surroundings import Surroundings
from smtui.fence import Fence
from smtui.mistakes import BadInput
from smtui.plan.answers import Place
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.tui.app import SmtuiApp
from smtui.tui.pick import PickPath
from tests.commands import visit
from tests.commands.visit import Hearing
from tests.terminal import Terminal

NAME = Place("about.name")
SECRET = "the neighbour's plan"


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return load(visit.folder(tmp_path_factory.mktemp("questionnaire")))


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """The folder of one person, with ways that lead out of it; another's lies beside it."""
    ours, other = tmp_path / "plans", tmp_path / "plans-of-ben"
    for folder in (ours, other):
        folder.mkdir()
        (folder / "sub").mkdir()
        visit.plan_file(folder, about={"name": SECRET if folder is other else "Oslo"})
    (ours / "link.toml").symlink_to(other / "plan.toml")
    (ours / "linked").symlink_to(other)
    (ours / "dangling.toml").symlink_to(other / "none.toml")
    (ours / "up.toml").symlink_to("../plans-of-ben/plan.toml")
    (ours / "within.toml").symlink_to("plan.toml")
    visit.folder(ours)
    (ours / "visit" / "questionnaire.toml").rename(ours / "visit" / "main.toml")
    return ours


@pytest.fixture
def around(ours: Path, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    monkeypatch.chdir(ours)
    return replace(Hearing(ours).around, fence=Fence(ours))


@pytest.fixture
def opener(questionnaire: Questionnaire, around: Surroundings) -> PlanOpener:
    return PlanOpener(questionnaire, around)


LEADING_OUT = {
    "up": "../plans-of-ben/plan.toml",
    "up, nothing there": "../plans-of-ben/none.toml",
    "up and back": "../plans/plan.toml",
    "down, up and out": "sub/../../plans-of-ben/plan.toml",
    "absolute": "{other}/plan.toml",
    "absolute, nothing there": "{other}/none.toml",
    "a folder that begins like ours": "{ours}-of-ben/plan.toml",
    "absolute and up": "{ours}/../plans-of-ben/plan.toml",
    "doubled slashes": "/{ours}/..//plans-of-ben/plan.toml",
    "system": "/etc/passwd",
    "a file descriptor": "/dev/stdin",
    "a link": "link.toml",
    "a link by two dots": "up.toml",
    "a link to nothing": "dangling.toml",
    "a linked folder": "linked/plan.toml",
    "a linked folder, nothing there": "linked/none.toml",
    "a linked folder, absolute": "{ours}/linked/plan.toml",
    "a dot": "./linked/./plan.toml",
    "NUL": "plan.toml\0/../../plans-of-ben/plan.toml",
    "half a letter": "linked/\udcff.toml\ud800",
}

HARD_TO_SPELL = (
    "~/plan.toml", "~root/plan.toml", "$HOME/plan.toml", "${IFS}.toml", "-q", "..", ".", "/", " ",
    "...toml", "....//plan.toml", "..\\plans-of-ben\\plan.toml", "%2e%2e/plan.toml",
    "\u2025/plan.toml", "\uff0e\uff0e/plan.toml", "x" * 300 + ".toml", "a/" * 3000 + "b.toml",
    "plan.toml/", "plan.toml/.", "\n.toml", "\x1b[2J.toml",
)  # fmt: skip


def _picked(path: str, opener: PlanOpener, around: Surroundings) -> None:
    opener.open(around.cwd / path)  # as the list of files and the recent plans do


DOORS: dict[str, Callable[[str, PlanOpener, Surroundings], object]] = {
    "smtui PLAN": lambda path, opener, around: first_plan(opener, path, False, ""),
    "smtui new PLAN": lambda path, opener, around: first_plan(opener, path, True, "quick"),
    "smtui open": lambda path, opener, around: opener.open_named(Path(path)),
    "the list of files": _picked,
    "a new plan": lambda path, opener, around: opener.new("quick", Path(path)),
    "smtui score": lambda path, opener, around: show_score(path, around),
    "smtui score --write": lambda path, opener, around: show_score(path, around, write=True),
    "a practice plan": lambda path, opener, around: opener.teacher.go_on(Path(path)),
    "side by side": lambda path, opener, around: opener.teacher.beside("oslo", Path(path)),
    "smtui learn --beside": lambda path, opener, around: show_beside(path, around, sample="oslo"),
    "-q": lambda path, opener, around: load(place_named(path, around)),
    "score -q": lambda path, opener, around: open_named("plan.toml", path, around),
    "the screen's -q": lambda path, opener, around: PlanOpener(opener.questionnaire, around, path),
}


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.mark.parametrize("way", LEADING_OUT)
def test_no_path_leads_out(way: str, ours: Path, opener: PlanOpener, around: Surroundings) -> None:
    other = ours.with_name("plans-of-ben")
    before = everything(other)
    path = LEADING_OUT[way].format(ours=ours, other=other)
    for door, go_through in DOORS.items():
        with pytest.raises(BadInput) as refused:
            go_through(path, opener, around)
        # the same words whether there is a file or not
        said = [one.what for one in refused.value.mistakes]
        assert said == ["this is not in the folder of your plans"], door
        assert SECRET not in str(refused.value), door
        assert everything(other) == before, door


@pytest.mark.parametrize("path", HARD_TO_SPELL, ids=range(len(HARD_TO_SPELL)))
def test_no_spelling_leads_out(
    path: str, ours: Path, opener: PlanOpener, around: Surroundings
) -> None:
    def outside() -> dict[str, bytes]:
        found = everything(ours.parent)
        return {name: data for name, data in found.items() if not name.startswith("plans/")}

    before = outside()
    for door, go_through in DOORS.items():
        try:
            go_through(path, opener, around)
        except BadInput as refused:
            assert SECRET not in str(refused), door
    for keeper in opener.keepers:
        keeper.session.answer(NAME, "Written")
        keeper.close()
        assert keeper.path is not None
        assert keeper.path.resolve().is_relative_to(ours)
    assert outside() == before


def test_what_lies_in_the_folder_can_be_worked_with(
    opener: PlanOpener, ours: Path, around: Surroundings
) -> None:
    for path in ("plan.toml", str(ours / "plan.toml"), "within.toml"):
        assert opener.open_named(Path(path)).title == "Oslo"
    made = opener.new("quick", Path("sub/new.toml"))
    made.session.answer(NAME, "Bergen")
    assert made.keeper.close()
    assert (ours / "sub" / "new.toml").exists()
    assert place_named("visit/main.toml", around) == Path("visit/main.toml").resolve()


def test_a_folder_that_is_a_link_itself_is_that_folder(ours: Path, tmp_path: Path) -> None:
    link = tmp_path / "home-of-plans"
    link.symlink_to(ours)
    fence = Fence(link)
    assert fence.inside(link / "plan.toml") == ours / "plan.toml"
    assert fence.inside(ours / "plan.toml") == ours / "plan.toml"


def test_a_questionnaire_with_a_link_that_leads_out_is_refused(
    ours: Path, around: Surroundings
) -> None:
    (ours / "visit" / "more.toml").symlink_to("/etc/passwd")
    with pytest.raises(BadInput, match="leads out"):
        place_named("visit/main.toml", around)


def test_plans_elsewhere_are_not_on_the_list(
    ours: Path, questionnaire: Questionnaire, around: Surroundings
) -> None:
    other = ours.with_name("plans-of-ben")
    free = PlanOpener(questionnaire, replace(around, fence=Fence()))
    for path in (other / "plan.toml", ours / "plan.toml"):
        opened = free.open(path)
        opened.session.answer(NAME, path.parent.name)
        assert opened.keeper.close()
    assert len(free.recent()) == 2
    shut = PlanOpener(questionnaire, around)
    assert [one.path for one in shut.recent()] == [ours / "plan.toml"]
    assert recent_plans(around).position_in(other / "plan.toml", free.recent()[0].digest) is None


# --------------------------------------------------------------- links that come while one works


@pytest.fixture
def swapped(ours: Path, opener: PlanOpener) -> Iterator[Callable[[str], None]]:
    """Puts a link to the neighbour's folder in the place of a file of ours."""

    def swap(name: str) -> None:
        (ours / name).unlink(missing_ok=True)
        (ours / name).symlink_to(ours.with_name("plans-of-ben") / name)

    yield swap


def test_a_plan_that_becomes_a_link_is_not_written_through(
    ours: Path, opener: PlanOpener, swapped: Callable[[str], None]
) -> None:
    other = everything(ours.with_name("plans-of-ben"))
    opened = opener.open(ours / "plan.toml")
    opened.session.answer(NAME, "Written")
    swapped("plan.toml")
    assert not opened.keeper.save() or opened.keeper.path != ours / "plan.toml"
    assert everything(ours.with_name("plans-of-ben")) == other


def test_a_folder_that_becomes_a_link_is_not_written_into(ours: Path, opener: PlanOpener) -> None:
    other = everything(ours.with_name("plans-of-ben"))
    opened = opener.new("quick", Path("sub/plan.toml"))
    opened.session.answer(NAME, "Written")
    (ours / "sub").rename(ours / "before")
    (ours / "sub").symlink_to(ours.with_name("plans-of-ben"))
    assert not opened.keeper.save()
    assert "link" in opened.keeper.failed
    assert everything(ours.with_name("plans-of-ben")) == other


def test_a_link_that_comes_after_the_check_is_not_followed(
    ours: Path, swapped: Callable[[str], None]
) -> None:
    fence = Fence(ours)
    path = fence.inside("plan.toml")
    swapped("plan.toml")
    with pytest.raises(OSError, match="links"):
        fence.open(path, os.O_RDONLY)
    (ours / "sub" / "a.toml").touch()
    path = fence.inside("sub/a.toml")
    (ours / "sub").rename(ours / "before")
    (ours / "sub").symlink_to(ours.with_name("plans-of-ben"))
    with pytest.raises(OSError, match=r"directory|links"):
        fence.open(path, os.O_RDONLY)


def test_a_scorecard_that_is_a_link_is_not_written_through(
    ours: Path, opener: PlanOpener, around: Surroundings
) -> None:
    theirs = ours.with_name("plans-of-ben") / "plan.scorecard.md"
    show_score(str(theirs.with_name("plan.toml")), replace(around, fence=Fence()), write=True,
               questionnaire=str(ours / "visit" / "main.toml"))  # fmt: skip
    before = theirs.read_bytes()
    (ours / "plan.scorecard.md").symlink_to(theirs)
    opened = opener.open(ours / "plan.toml")
    opened.session.answer(NAME, "Written")
    assert opened.keeper.save(scorecard=True)
    assert "scorecard" in opened.keeper.status
    assert theirs.read_bytes() == before


# ------------------------------------------------------------------------ the screen's file list


def shown(app: SmtuiApp) -> str:
    """The text on the screen."""
    return "\n".join(
        "".join(segment.text for segment in strip)
        for strip in app.screen._compositor.render_strips()
    )


def test_a_lesson_stays_in_the_folder(ours: Path, opener: PlanOpener) -> None:
    other, teacher = ours.with_name("plans-of-ben"), opener.teacher
    before = everything(other)
    made = teacher.practise("oslo", "quick")
    made.session.answer(NAME, "Bergen")
    assert made.keeper.close()
    made.keeper.let_go()
    assert made.keeper.path == ours / "practice-oslo.toml"
    found, model, yours = teacher.beside("oslo", made.keeper.path)
    assert (model, yours) == ("Oslo (fictional)", "Bergen")
    assert found.pairs
    assert everything(other) == before


async def test_the_list_of_files_shows_nothing_else(
    ours: Path, opener: PlanOpener, around: Surroundings
) -> None:
    app = SmtuiApp(opener=opener, folder=ours, fence=around.fence, clock=around.clock)
    async with app.run_test(size=(80, 40)) as pilot:
        app.push_screen(PickPath("Open a plan", ours, around.fence))
        await pilot.pause()
        seen = shown(app)
        assert "plan.toml" in seen
        assert "within.toml" in seen
        for name in ("linked", "link.toml", "up.toml", "dangling"):
            assert name not in seen
        for text in ("../", f"{ours.parent}/", "/", "/etc/", "linked/", "~/", "~root/", "sub/../"):
            app.screen.query_one("Input").value = text  # type: ignore[attr-defined]
            await pilot.pause()
            seen = shown(app)
            assert "No plan begins like this" in seen, text
            await pilot.press("enter")
            await pilot.pause()
            if not text.startswith("~"):  # a name like any other
                assert "Only plans in this folder" in shown(app), text


# -------------------------------------------------------------------------- the whole program


def smtui(
    ours: Path, *words: str, typed: str = "", **env: str
) -> "subprocess.CompletedProcess[str]":
    """What a run of the program says."""
    return subprocess.run(
        [sys.executable, "-m", "smtui", *words],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **env},
        timeout=60,
        check=False,
    )


def test_a_plan_is_made_in_the_folder_wherever_one_stands(ours: Path, tmp_path: Path) -> None:
    done = smtui(ours, "--restricted", str(ours), "new", "--plain", "a.toml", typed="Harbour\n")
    assert done.returncode in (0, 1), done.stderr
    assert (ours / "a.toml").exists()
    assert sorted(os.listdir(tmp_path)) == ["plans", "plans-of-ben"]


def test_without_a_terminal_it_says_what_can_be_done_here(ours: Path) -> None:
    done = smtui(ours, "--restricted", str(ours))
    assert done.returncode == 2
    assert "ssh HOST --plain" in done.stderr
    assert "fill" not in done.stderr


@pytest.mark.parametrize("command", ["check", "fill", "get", "set", "migrate", "samples"])
def test_other_commands_are_refused(ours: Path, command: str) -> None:
    arguments = {
        "check": ["/etc/passwd"],
        "fill": ["--answers", "/etc/passwd"],
        "get": ["/etc/passwd", "x"],
        "set": ["/etc/passwd", "x=1"],
        "migrate": ["/etc/passwd"],
    }
    done = smtui(ours, f"--restricted={ours}", command, *arguments.get(command, []))
    assert done.returncode == 2
    assert "not for use here" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    ("words", "variable"),
    [
        (["--restricted", "{ours}", "--restricted", "{other}"], None),
        (["--restricted", "{ours}", "--restricted", "/"], None),
        (["--restricted", "{ours}", "--restricted", "../plans-of-ben"], None),
        (["--restricted", "{ours}", "--restricted", "linked"], None),
        (["--restricted", "{other}"], "{ours}"),
        (["--restricted", "/"], "{ours}"),
        (["--restricted", "{ours}/../plans-of-ben"], "{ours}"),
        ([], ""),
        ([], "{ours}/none"),
        ([], "{ours}/plan.toml"),
        ([], "relative"),
        (["--restricted", ""], None),
        (["--restricted"], None),
        (["--restricted", "%d"], None),
        (["--restricted", "/srv/%"], None),
    ],
)
def test_the_folder_cannot_be_talked_away(
    ours: Path, words: list[str], variable: str | None
) -> None:
    other = ours.with_name("plans-of-ben")
    said = [word.format(ours=ours, other=other) for word in words]
    env = {} if variable is None else {"SMTUI_RESTRICTED": variable.format(ours=ours)}
    with pytest.raises(BadInput):
        restricted(said, env)


def test_a_folder_within_the_folder_may_be_named(ours: Path) -> None:
    for words, env in (
        (["--restricted", str(ours), "--restricted", "sub", "x.toml"], {}),
        (["--restricted", str(ours / "sub"), "x.toml"], {"SMTUI_RESTRICTED": str(ours)}),
    ):
        found = restricted(words, env)
        assert found.fence.root == ours / "sub"
        assert found.arguments == ["x.toml"]


def test_late_in_the_arguments_it_is_no_option(ours: Path) -> None:
    done = smtui(ours, "--restricted", str(ours), "score", "--restricted", "/", "plan.toml")
    assert done.returncode == 2
    assert "unrecognized" in done.stderr


def test_the_user_s_name_comes_from_the_system_not_from_the_environment(tmp_path: Path) -> None:
    name = subprocess.run(["id", "-un"], capture_output=True, encoding="utf-8", check=True)
    mine = tmp_path / name.stdout.strip()
    mine.mkdir()
    (tmp_path / "ben").mkdir()
    lies = {"USER": "ben", "LOGNAME": "ben", "HOME": "/home/ben"}
    assert restricted(["--restricted", f"{tmp_path}/%u"], lies).fence.root == mine


@pytest.mark.parametrize(
    ("asked", "arguments"),
    [
        ("", []),
        ("plan.toml", ["plan.toml"]),
        ("smtui plan.toml", ["plan.toml"]),
        ("smtui --plain 'my plan.toml'", ["--plain", "my plan.toml"]),
        ("--plain", ["--plain"]),
        ("smtui", []),
    ],
)
def test_with_ssh_a_plan_can_be_named(ours: Path, asked: str, arguments: list[str]) -> None:
    found = restricted(["--restricted", str(ours)], {"SSH_ORIGINAL_COMMAND": asked})
    assert found.arguments == arguments


@pytest.mark.parametrize(
    "asked",
    [
        "/usr/lib/openssh/sftp-server", "internal-sftp", "scp -t .", "scp -f /etc/passwd", "sh",
        "bash -i", "smtui check /etc/passwd", "new", "smtui score plan.toml", "-q /etc/passwd",
        "--questionnaire=/etc/x.toml", "--restricted=/", "a.toml b.toml", "'", "-q.toml",
        "plan.toml; sh", "rsync --server . .",
    ],
)  # fmt: skip
def test_with_ssh_nothing_else_can_be_asked_for(ours: Path, asked: str) -> None:
    with pytest.raises(BadInput, match="only smtui can be used here"):
        restricted(["--restricted", str(ours)], {"SSH_ORIGINAL_COMMAND": asked})


def test_the_environment_opens_no_door(ours: Path, tmp_path: Path) -> None:
    module = tmp_path / "evil.py"
    trace = tmp_path / "trace"
    module.write_text(f"open({str(trace)!r}, 'w')\nclass Driver: pass\n", encoding="utf-8")
    doors = {
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_DRIVER": "evil:Driver",
        "TEXTUAL_LOG": str(trace),
        "TEXTUAL_DEBUG": "1",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_SCREENSHOT_FILENAME": "trace",
        "TEXTUAL_PRESS": "ctrl+q",
        "TEXTUAL_ALLOW_SIGNALS": "1",
        "PYTHONBREAKPOINT": "evil.Driver",
        "PYTHONPATH": f"{os.environ['PYTHONPATH']}:{tmp_path}",
        "EDITOR": "sh",
        "VISUAL": "sh",
        "BROWSER": "sh",
        "PAGER": "sh",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "TMPDIR": str(tmp_path / "tmp"),
        "HOME": str(tmp_path / "home"),
        "COLUMNS": "1",
        "LINES": "1",
        "TZ": ":/etc/passwd",
        "LOCPATH": str(tmp_path),
        "LD_PRELOAD_": "x",
        "FORCE_COLOR": "1",
        "TTY_COMPATIBLE": "0",
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
    }
    found = restricted(["--restricted", str(ours)], {**doors, "TERM": "xterm", "LC_TIME": "C"})
    left = {name: value for name, value in found.env.items() if doors.get(name) == value}
    assert left == {}
    assert found.env["TERM"] == "xterm"
    assert found.env["LC_TIME"] == "C"
    with Terminal.spawn(
        [sys.executable, "-m", "smtui", "--restricted", str(ours)], env=doors
    ) as terminal:
        terminal.wait_for("New plan")
        terminal.press("ctrl+z")  # neither sleeps ...
        terminal.press("F1")
        terminal.wait_for(re.compile("help|keys", re.IGNORECASE))
        terminal.press("escape", "ctrl+q")
        assert terminal.wait_exit() == 0  # ... nor leaves a Python behind
    assert sorted(os.listdir(tmp_path)) == ["evil.py", "plans", "plans-of-ben"]


def test_no_python_is_left_behind(ours: Path) -> None:
    done = smtui(ours, "--restricted", str(ours), typed="print('inside')\n", PYTHONINSPECT="1")
    assert done.returncode == 2
    assert "PYTHONINSPECT" in done.stderr
    assert not done.stdout


def test_line_by_line_it_cannot_be_put_to_sleep(ours: Path) -> None:
    words = [sys.executable, "-m", "smtui", "--restricted", str(ours), "new", "--plain", "a.toml"]
    # as an interactive shell starts it: only then can a program be stopped at all
    shell = ["sh", "-c", 'set -m; "$@"; echo the end', "sh", *words]
    with Terminal.spawn(shell) as terminal:
        terminal.wait_for("Section 1")
        terminal.press("ctrl+z")
        terminal.type("/quit\r")
        terminal.wait_for("the end")


def test_without_a_home_what_is_smtui_s_own_lies_in_the_folder(
    ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    found = restricted(["--restricted", str(ours)], {"HOME": "/root"})
    assert "HOME" not in found.env
    assert Path(found.env["XDG_STATE_HOME"]).parent == ours
