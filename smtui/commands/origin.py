"""Which questionnaire a plan is opened with: as somebody says, a shipped one, or as lately."""

import os.path
import shlex
from pathlib import Path

from smtui import paths
from smtui.commands.surroundings import Surroundings
from smtui.mistakes import BadInput, Mistake
from smtui.plan.recent import Recent
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire


def recent_plans(around: Surroundings) -> Recent:
    """The plans that were open lately."""
    return Recent(paths.recent_file(around.env), around.clock, around.fence.holds)


def place_named(name: str, around: Surroundings) -> Path:
    """The folder or file of a questionnaire that somebody names. Raises `BadInput`."""
    if around.fence.root is None or not name or name in shelf.names():
        return shelf.find(name)
    place = around.fence.inside(name)
    if not around.fence.holds_all(place if os.path.isdir(place) else place.parent):
        what = "a link in this questionnaire's folder leads out of the folder of your plans"
        raise BadInput(Mistake(name, 0, what))
    return shelf.find(str(place))


def as_lately(recent: Recent, path: Path | None, name: str) -> tuple[Questionnaire, Path] | None:
    """The questionnaire of this id that the plan was opened with, else any plan lately; and where
    it stands. None when it is not known, or no longer there.

    Raises `BadInput` when it is there, and broken.
    """
    for place in recent.questionnaires(path, name):
        if os.path.exists(place):
            found = load(place)
            if found.id == name:
                return found, place
    return None


def tell_place(place: Path, around: Surroundings) -> None:
    """Say which questionnaire was taken, where nobody named it."""
    around.tell(f"with the questionnaire in {place}")


def option_for(given: str) -> str:
    """What a command needs behind it, to mean this questionnaire, too: " -q PATH", or nothing."""
    return f" -q {shlex.quote(given)}" if given and given not in shelf.names() else ""
