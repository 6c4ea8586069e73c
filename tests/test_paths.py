"""smtui's own files go where the person's system keeps such files, and nowhere else."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from smtui.paths import default_plan_dir, recent_file, state_dir

HOME = {"HOME": "/home/anna"}


def test_the_usual_places() -> None:
    assert state_dir(HOME) == Path("/home/anna/.local/state/smtui")
    assert recent_file(HOME) == Path("/home/anna/.local/state/smtui/recent.toml")


def test_xdg_folders_win() -> None:
    env = HOME | {"XDG_STATE_HOME": "/state"}
    assert state_dir(env) == Path("/state/smtui")
    assert recent_file({"XDG_STATE_HOME": "/state"}) == Path("/state/smtui/recent.toml")


@pytest.mark.parametrize("value", ["", "relative", "~/state", "./x", "/nul\0"])
def test_an_xdg_value_that_is_not_absolute_is_ignored(value: str) -> None:
    env = HOME | {"XDG_STATE_HOME": value}
    assert state_dir(env) == state_dir(HOME)


@pytest.mark.parametrize("env", [{}, {"HOME": ""}, {"HOME": "~"}, {"HOME": "anna"}])
@pytest.mark.parametrize("place", [state_dir, recent_file])
def test_without_a_home_there_is_no_place(
    place: Callable[[Mapping[str, str]], Path | None], env: dict[str, str]
) -> None:
    assert place(env) is None


def test_a_new_plan_is_proposed_where_the_person_stands() -> None:
    assert default_plan_dir(HOME, Path("/work/plans")) == Path("/work/plans")
    assert default_plan_dir(HOME, Path("/")) == Path("/home/anna")
    assert default_plan_dir({}, Path("/")) == Path("/")
