"""Where questionnaires stand: the shipped ones, by name, and any other by its path."""

import os.path
from pathlib import Path

from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.questionnaire import index


def shelf() -> Path:
    """The folder of the shipped questionnaires."""
    return Path(index.folder())


def names() -> list[str]:
    """The shipped questionnaires."""
    return sorted(path.parent.name for path in shelf().glob("*/questionnaire.toml"))


def holds(folder: Path) -> bool:
    """Whether a questionnaire's folder is one of those that come with smtui."""
    return folder.name in names() and folder.absolute() == (shelf() / folder.name).absolute()


def default_name() -> str:
    """The one that is taken when none is named. Raises `BadInput` if the installation is broken."""
    try:
        return index.default_name()
    except index.BrokenIndex as problem:
        mistake = Mistake("smtui", 0, str(problem), "install smtui again")
        raise BadInput(mistake) from None


def find(name: str) -> Path:
    """The folder or file of a questionnaire: a shipped one's name, or a path. Empty: the default.

    Raises `BadInput` when there is none.
    """
    name = name or default_name()
    if name in names():
        return shelf() / name
    if os.path.isdir(name) and not os.path.isfile(os.path.join(name, "questionnaire.toml")):
        what = "there is no questionnaire.toml in this folder"
        raise BadInput(Mistake(name, 0, what, "name the folder that holds it"))
    if os.path.exists(name):
        return Path(name)
    mend = suggestion(name, names(), noun="shipped ones")
    raise BadInput(Mistake(name, 0, "there is no such questionnaire", mend))
