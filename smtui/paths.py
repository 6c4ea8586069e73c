"""Every place on disk that smtui uses by itself (XDG), as functions of the environment.

Nothing is created here, and the environment is handed in, so a test or a second session in the
same process can have its own.
"""

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


def default_plan_dir(env: Mapping[str, str], cwd: Path) -> Path:
    """Where a new plan is proposed: the working folder, where the person stands.

    Started from "/" (a desktop icon, a service) it is the home folder, if there is one: nobody
    keeps plans in the root folder.
    """
    if cwd == Path(cwd.anchor):
        return _home(env) or cwd
    return cwd
