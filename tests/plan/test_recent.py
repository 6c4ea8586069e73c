"""The list of plans opened lately: it may be lost or spoilt, and nobody is stopped by it."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from smtui.plan.recent import MOST, Recent

NOW = datetime(2026, 11, 21, 14, 2)


def remember(recent: Recent, path: Path, title: str = "Oslo") -> None:
    recent.remember(path, title=title, run="quick", sections_done=1, sections=7, open=5, parked=2)


def plan(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("x")
    return path


def test_what_is_remembered_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "state" / "smtui" / "recent.toml"
    remember(Recent(file, lambda: NOW), plan(tmp_path, "a.toml"))
    (entry,) = Recent(file, lambda: NOW).entries()
    assert entry.path == tmp_path / "a.toml"
    assert (entry.title, entry.run, entry.when) == ("Oslo", "quick", NOW)
    assert (entry.sections_done, entry.sections, entry.open, entry.parked) == (1, 7, 5, 2)
    assert file.parent.stat().st_mode & 0o077 == 0  # which plans one has is nobody's business
    assert file.stat().st_mode & 0o077 == 0


def test_the_latest_is_first_and_each_plan_stands_once(tmp_path: Path) -> None:
    minutes = iter(range(10))
    recent = Recent(tmp_path / "recent.toml", lambda: NOW + timedelta(minutes=next(minutes)))
    for name in ("a.toml", "b.toml", "a.toml"):
        remember(recent, plan(tmp_path, name))
    assert [entry.path.name for entry in recent.entries()] == ["a.toml", "b.toml"]


def test_the_list_stays_short(tmp_path: Path, clock: Callable[[], datetime]) -> None:
    recent = Recent(tmp_path / "recent.toml", clock)
    for number in range(MOST + 5):
        remember(recent, plan(tmp_path, f"{number}.toml"))
    assert len(recent.entries()) == MOST
    assert f"{MOST + 4}.toml" in {entry.path.name for entry in recent.entries()}


def test_a_plan_that_is_gone_is_not_offered(tmp_path: Path, clock: Callable[[], datetime]) -> None:
    recent = Recent(tmp_path / "recent.toml", clock)
    path = plan(tmp_path, "a.toml")
    remember(recent, path)
    path.unlink()
    assert recent.entries() == []
    path.write_text("x")  # the disk is back
    assert [entry.path for entry in recent.entries()] == [path]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00 not text",
        b"plan = 3",
        b"plan = [1, [2], 'x']",
        b"[[plan]]\npath = 7\nwhen = 2026-11-21T14:02:00",
        b"[[plan]]\npath = '/etc/hostname'\nwhen = 'yesterday'",
        b"[[plan]]\npath = 'relative.toml'\nwhen = 2026-11-21T14:02:00",
        b"[[plan]]\npath = \"/a\\u0000b\"\nwhen = 2026-11-21T14:02:00",
        b"[[plan]]\npath = '/" + b"x" * 5000 + b"'\nwhen = 2026-11-21T14:02:00",
        b"a = " + b"[" * 5000 + b"]" * 5000,
        b"x" * 2_000_000,
    ],
    ids=[
        "empty", "not text", "number", "list", "path", "when", "relative", "nul", "long", "deep",
        "huge",
    ],
)  # fmt: skip
def test_garbage_in_the_file_is_no_reason_to_stop(
    tmp_path: Path, clock: Callable[[], datetime], content: bytes
) -> None:
    file = tmp_path / "recent.toml"
    file.write_bytes(content)
    plan(tmp_path, "relative.toml")
    recent = Recent(file, clock)
    assert recent.entries() == []
    remember(recent, plan(tmp_path, "a.toml"))
    assert [entry.path.name for entry in recent.entries()] == ["a.toml"]


def test_odd_fields_do_not_hide_a_plan(tmp_path: Path, clock: Callable[[], datetime]) -> None:
    path = plan(tmp_path, "a.toml")
    file = tmp_path / "recent.toml"
    file.write_text(
        f"[[plan]]\npath = '{path}'\nwhen = 2026-11-21T14:02:00+02:00\n"
        'title = "a\\u001b[31mb"\nrun = 3\nsections_done = "x"\nopen = -4\n'
    )
    (entry,) = Recent(file, clock).entries()
    assert entry.title == "a[31mb"
    assert (entry.run, entry.sections_done, entry.sections, entry.open) == ("", 0, 0, 0)
    remember(Recent(file, clock), plan(tmp_path, "b.toml"))  # one with and one without a zone
    assert len(Recent(file, clock).entries()) == 2


def test_without_a_home_nothing_is_remembered(
    tmp_path: Path, clock: Callable[[], datetime]
) -> None:
    recent = Recent(None, clock)
    remember(recent, plan(tmp_path, "a.toml"))
    assert recent.entries() == []


def test_a_list_that_cannot_be_written_or_read(
    tmp_path: Path, clock: Callable[[], datetime]
) -> None:
    path = plan(tmp_path, "a.toml")
    blocked = Recent(path / "smtui" / "recent.toml", clock)  # a file where a folder should be
    remember(blocked, path)
    assert blocked.entries() == []
    os.mkfifo(tmp_path / "fifo")
    pipe = Recent(tmp_path / "fifo", clock)
    assert pipe.entries() == []
    remember(pipe, path)


def test_hostile_titles(tmp_path: Path, clock: Callable[[], datetime], hostile: str) -> None:
    recent = Recent(tmp_path / "recent.toml", clock)
    remember(recent, plan(tmp_path, "a.toml"), title=hostile)
    (entry,) = recent.entries()
    assert "\n" not in entry.title
    assert "\x1b" not in entry.title
    assert "\x9b" not in entry.title


def test_a_name_that_is_no_text(tmp_path: Path, clock: Callable[[], datetime]) -> None:
    recent = Recent(tmp_path / "recent.toml", clock)
    try:
        path = plan(tmp_path, os.fsdecode(b"a\xff.toml"))
    except OSError:
        pytest.skip("this disk takes no such names")
    remember(recent, path)
    assert recent.entries() == []
