"""Every place on disk that smtui uses by itself (XDG), as functions of the environment.

Nothing is created here, and the environment is handed in, so a test or a second session in the
same process can have its own.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

_NAME = "smtui"


def _absolute(value: str | None) -> Path | None:
    """The path if it is absolute: the XDG standard says that a relative value is ignored."""
    if not value or "\0" in value:
        return None
    path = Path(value)
    return path if path.is_absolute() else None


def _home(env: Mapping[str, str]) -> Path | None:
    # Not Path.home(): it asks the password database, and a literal "~" could come back.
    return _absolute(env.get("HOME"))


def _base(env: Mapping[str, str], variable: str, *below_home: str) -> Path | None:
    given = _absolute(env.get(variable))
    if given is not None:
        return given / _NAME
    home = _home(env)
    return home.joinpath(*below_home, _NAME) if home is not None else None


def state_dir(env: Mapping[str, str]) -> Path | None:
    """Where journals, backups and the list of recent plans live; None when there is no home."""
    return _base(env, "XDG_STATE_HOME", ".local", "state")


def recent_file(env: Mapping[str, str]) -> Path | None:
    """The list of plans opened lately; None when there is no state folder."""
    state = state_dir(env)
    return state / "recent.toml" if state is not None else None


def learning_file(env: Mapping[str, str]) -> Path | None:
    """How far somebody is who learns with a sample; None when there is no state folder."""
    state = state_dir(env)
    return state / "learning.toml" if state is not None else None


def runtime_dir(env: Mapping[str, str]) -> Path | None:
    """Where things may live until the person logs out; None when the system offers no place."""
    given = _absolute(env.get("XDG_RUNTIME_DIR"))
    return given / _NAME if given is not None else None


def plan_key(plan: Path) -> str:
    """Sixteen letters that stand for a plan's file, wherever it is called from."""
    try:
        real = os.path.realpath(plan)
    except (OSError, ValueError):  # a NUL in the name: no file, but still a name
        real = os.path.abspath(plan)
    return _short_hash(real)


def _short_hash(text: str) -> str:
    # A name that is no UTF-8 comes with surrogates, and is a name like any other.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def journal_dir(env: Mapping[str, str], plan: Path) -> Path | None:
    """Where the journal of a plan lies; None when there is no state folder."""
    state = state_dir(env)
    return state / "sessions" / plan_key(plan) if state is not None else None


def journal_dirs(env: Mapping[str, str], plan: Path) -> list[Path]:
    """Every folder in which the journal of a plan may lie, the best first.

    In the state folder it gets into nobody's mail or repository. Where there is none or its disk
    does not take it, it lies in a hidden folder beside the plan, or until the person logs out.
    """
    try:
        real = Path(os.path.realpath(plan))
    except (OSError, ValueError):
        real = Path(os.path.abspath(plan))
    usual, runtime = journal_dir(env, plan), runtime_dir(env)
    beside = real.parent / f".smtui-{_short_hash(real.name)}.journal"
    until = runtime / "sessions" / plan_key(plan) if runtime is not None else None
    return [one for one in (usual, beside, until) if one is not None]


def backups_dir(env: Mapping[str, str], plan: Path) -> Path | None:
    """Where the former versions of a plan lie; None when there is no state folder."""
    state = state_dir(env)
    return state / "backups" / plan_key(plan) if state is not None else None


def trash_dir(env: Mapping[str, str]) -> Path | None:
    """Where journals lie that nobody wants back, for a while; None without a state folder."""
    state = state_dir(env)
    return state / "trash" if state is not None else None


def crash_dir(env: Mapping[str, str]) -> Path | None:
    """Where the reports of smtui's own mistakes lie; None when there is no state folder."""
    state = state_dir(env)
    return state / "crash" if state is not None else None


def default_plan_dir(env: Mapping[str, str], cwd: Path) -> Path:
    """Where a new plan is proposed: the working folder, where the person stands.

    Started from "/" (a desktop icon, a service) it is the home folder, if there is one: nobody
    keeps plans in the root folder.
    """
    if cwd == Path(cwd.anchor):
        return _home(env) or cwd
    return cwd
