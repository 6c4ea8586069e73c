"""smtui's own files go where the person's system keeps such files, and nowhere else."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from smtui.paths import (
    backups_dir,
    crash_dir,
    default_plan_dir,
    journal_dir,
    journal_dirs,
    plan_key,
    recent_file,
    runtime_dir,
    state_dir,
    trash_dir,
)

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
@pytest.mark.parametrize("place", [state_dir, recent_file, trash_dir, crash_dir])
def test_without_a_home_there_is_no_place(
    place: Callable[[Mapping[str, str]], Path | None], env: dict[str, str]
) -> None:
    assert place(env) is None


def test_a_new_plan_is_proposed_where_the_person_stands() -> None:
    assert default_plan_dir(HOME, Path("/work/plans")) == Path("/work/plans")
    assert default_plan_dir(HOME, Path("/")) == Path("/home/anna")
    assert default_plan_dir({}, Path("/")) == Path("/")


def test_the_places_of_one_plan_lie_below_the_state_folder(tmp_path: Path) -> None:
    state, plan = Path("/home/anna/.local/state/smtui"), tmp_path / "plan.toml"
    key = plan_key(plan)
    assert journal_dir(HOME, plan) == state / "sessions" / key
    assert backups_dir(HOME, plan) == state / "backups" / key
    assert trash_dir(HOME) == state / "trash"
    assert crash_dir(HOME) == state / "crash"


def test_a_plan_has_one_key_whatever_it_is_called_by(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text("")
    (tmp_path / "link.toml").symlink_to("plan.toml")
    (tmp_path / "folder").mkdir()
    names = (tmp_path / "link.toml", tmp_path / "folder" / ".." / "plan.toml", Path("plan.toml"))
    assert {plan_key(one) for one in names} == {plan_key(plan)}
    assert plan_key(tmp_path / "other.toml") != plan_key(plan)
    assert len(plan_key(plan)) == 16


@pytest.mark.parametrize("name", ["nul\0.toml", "latin-1 \udce9.toml", "half \ud83d.toml", "é.toml"])
def test_every_name_has_a_key(name: str) -> None:
    assert len(plan_key(Path(name))) == 16
    assert len(journal_dirs(HOME, Path(name))) == 2


def test_where_there_is_no_home_a_journal_lies_beside_the_plan(tmp_path: Path) -> None:
    (beside,) = journal_dirs({}, tmp_path / "plan.toml")
    assert beside.parent == tmp_path.resolve()
    assert beside.name.startswith(".smtui-")


def test_a_journal_lies_in_the_state_folder_first_and_until_logout_last(tmp_path: Path) -> None:
    env = HOME | {"XDG_RUNTIME_DIR": "/run/user/1000"}
    places = journal_dirs(env, tmp_path / "plan.toml")
    assert places[0] == journal_dir(env, tmp_path / "plan.toml")
    assert places[1].parent == tmp_path.resolve()
    assert places[2].is_relative_to("/run/user/1000/smtui")


@pytest.mark.parametrize("value", ["", "relative", "~/run", "/nul\0"])
def test_a_runtime_folder_is_absolute_or_none(value: str) -> None:
    assert runtime_dir({"XDG_RUNTIME_DIR": value}) is None
    assert runtime_dir({}) is None
