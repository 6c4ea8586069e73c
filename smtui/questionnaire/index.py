"""The index of the shipped questionnaires: which is the default, and what the help says of it.

Apart from `shelf`, and light, because `smtui --help` must answer at once.
"""

import os.path
import tomllib
from typing import Any


class BrokenIndex(Exception):
    """The index cannot be read: the installation is broken. `str()` says which file, and why."""


def folder() -> str:
    """Where the shipped questionnaires stand: in the installed smtui, or on top of a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "_questionnaires")
    if os.path.isdir(installed):
        return installed
    return os.path.join(os.path.dirname(package), "questionnaires")


def default_name() -> str:
    """The questionnaire that is taken when none is named. Raises `BrokenIndex`."""
    return str(_read()["default"])


def introduction() -> tuple[str, list[tuple[str, str]]]:
    """What the program is for, and examples of its use: (command, what it does).

    Raises `BrokenIndex`.
    """
    index = _read()
    examples = [(str(one["command"]), str(one["about"])) for one in index["examples"]]
    return str(index["about"]), examples


def _read() -> dict[str, Any]:
    path = os.path.join(folder(), "index.toml")
    try:
        with open(path, "rb") as stream:
            found = tomllib.load(stream)
    except (OSError, ValueError, RecursionError) as problem:
        raise BrokenIndex(f"{path}: the shipped questionnaires cannot be read: {problem}") from None
    missing = {"default", "about", "examples"} - found.keys()
    if missing:
        raise BrokenIndex(f"{path}: '{min(missing)}' is missing")
    return found
