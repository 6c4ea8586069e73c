"""Where questionnaires stand: the shipped ones, by name, and any other by its path."""

import tomllib
from pathlib import Path
from typing import Any

from smtui.mistakes import BadInput, Mistake, suggestion


def shelf() -> Path:
    """The folder of the shipped questionnaires: in an installed smtui, or at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_questionnaires"
    return installed if installed.is_dir() else package.parent / "questionnaires"


def names() -> list[str]:
    """The shipped questionnaires."""
    return sorted(path.parent.name for path in shelf().glob("*/questionnaire.toml"))


def _index() -> dict[str, Any]:
    index = shelf() / "index.toml"
    try:
        with index.open("rb") as stream:
            found = tomllib.load(stream)
        return {**found, "default": str(found["default"])}
    except (OSError, ValueError, KeyError) as problem:
        what = f"the shipped questionnaires cannot be read: {problem}"
        raise BadInput([Mistake(str(index), 0, what, "install smtui again")]) from None


def default_name() -> str:
    """The one that is taken when none is named. Raises `BadInput` when the installation is broken."""
    return str(_index()["default"])


def introduction() -> tuple[str, list[tuple[str, str]]]:
    """What the program is for, and examples of its use: (command, what it does).

    Raises `BadInput` when the installation is broken.
    """
    index = _index()
    examples = [(str(one["command"]), str(one["about"])) for one in index.get("examples", ())]
    return str(index.get("about", "")), examples


def find(name: str) -> Path:
    """The folder or file of a questionnaire: a shipped one's name, or a path. Empty: the default.

    Raises `BadInput` when there is none.
    """
    name = name or default_name()
    if name in names():
        return shelf() / name
    path = Path(name)
    if path.is_dir() and not (path / "questionnaire.toml").is_file():
        raise BadInput([Mistake(name, 0, "there is no questionnaire.toml in this folder", "name the folder that holds it")])
    if path.exists():
        return path
    raise BadInput([Mistake(name, 0, "there is no such questionnaire", suggestion(name, names(), noun="shipped ones"))])
