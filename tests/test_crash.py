"""A crash leaves where it happened, for its owner alone, and no value."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from smtui.crash import where, write_crash_log

NOW = datetime(2026, 11, 21, 14, 2)
SECRET = "Harbour Kitchen"


def crash() -> Exception:
    """An exception with an answer in its message, in its cause and in a local name."""
    answer = SECRET
    try:
        try:
            raise ValueError(answer)
        except ValueError as first:
            raise KeyError(answer) from first
    except KeyError as error:
        return error


def test_the_log_says_where_and_no_answer(tmp_path: Path) -> None:
    log = write_crash_log(tmp_path / "state" / "crash", crash(), "smtui 1.0", NOW)
    assert log is not None
    text = log.read_text()
    assert text.startswith("smtui 1.0\n")
    assert "KeyError" in text and "ValueError" in text and "in crash" in text
    assert SECRET not in text
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.parent.stat().st_mode & 0o777 == 0o700


def test_the_line_for_people_has_no_answer() -> None:
    line = where(crash())
    assert line.startswith("KeyError at ") and "test_crash.py" in line
    assert SECRET not in line


@pytest.mark.parametrize("kind", ["link", "file", "open to all", "none"])
def test_no_log_where_it_would_not_be_private(kind: str, tmp_path: Path) -> None:
    folder: Path | None = tmp_path / "crash"
    assert folder is not None
    other = tmp_path / "other"
    other.mkdir()
    if kind == "link":
        folder.symlink_to(other)
    elif kind == "file":
        folder.write_text("")
    elif kind == "open to all":
        folder.mkdir()
        os.chmod(folder, 0o777)
    else:
        folder = None
    assert write_crash_log(folder, crash(), "smtui", NOW) is None
    assert not list(other.iterdir())


def test_a_second_crash_of_the_same_second_is_no_crash(tmp_path: Path) -> None:
    write_crash_log(tmp_path / "crash", crash(), "smtui", NOW)
    assert write_crash_log(tmp_path / "crash", crash(), "smtui", NOW) is None
