"""Which questionnaire a plan is opened with: as somebody says, a shipped one, or as lately; and
with which overrides of its tables: those of the folder that the plan lies in.
"""

import os.path
import shlex
from pathlib import Path

from smtui import paths
from smtui.commands.surroundings import Surroundings
from smtui.fence import Fence
from smtui.files import TomlFile
from smtui.mistakes import BadInput, Mistake
from smtui.plan.recent import Recent
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.questionnaire.overrides import SUFFIX, overrides_beside


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


def as_lately(
    recent: Recent, path: Path | None, name: str, overrides: TomlFile | None = None
) -> tuple[Questionnaire, Path] | None:
    """The questionnaire of this id that the plan was opened with, else any plan lately; and where
    it stands. None when it is not known, or no longer there.

    Raises `BadInput` when it is there, and broken.
    """
    for place in recent.questionnaires(path, name):
        if os.path.exists(place):
            found = load(place, overrides)
            if found.id == name:
                return found, place
    return None


def in_folder(questionnaire: Questionnaire, folder: Path, fence: Fence) -> Questionnaire:
    """A questionnaire as the plans of a folder are asked by it: with the overrides there.

    Raises `BadInput` when these have mistakes.
    """
    return laid_over(questionnaire, overrides_beside(folder, questionnaire.id, fence))


def laid_over(questionnaire: Questionnaire, overrides: TomlFile | None) -> Questionnaire:
    """A questionnaire with a file of overrides, if there is one. Raises `BadInput`."""
    if overrides is None:
        return questionnaire
    # anew: what was compiled has the cells of its tables in it
    return load(Path(questionnaire.files[0]), overrides)


def questionnaire_of(
    path: Path, name: str, known: tuple[Questionnaire, Path | None], recent: Recent, fence: Fence
) -> tuple[Questionnaire, Path | None]:
    """The questionnaire for a plan of which there is no file yet, and where it stands.

    Raises `BadInput`.
    """
    overrides = overrides_beside(path.parent, name, fence)
    if name == known[0].id:
        return laid_over(known[0], overrides), known[1]
    if name in shelf.names():
        return load(shelf.find(name), overrides), None
    if lately := as_lately(recent, path, name, overrides):
        return lately
    what = f"this plan belongs to the questionnaire '{name}', which does not come with smtui"
    mend = "name its folder or file: --questionnaire PATH"
    raise BadInput(Mistake(str(path), 0, what, mend))


def refuse_overrides(name: str) -> None:
    """Refuse a plan that is called as files of overrides are. Raises `BadInput`."""
    if name.endswith(SUFFIX):
        what = "this is no name for a plan: a file of overrides is called so"
        raise BadInput(Mistake(name, 0, what, f"smtui check {shlex.quote(name)} checks one"))


def tell_place(place: Path, around: Surroundings) -> None:
    """Say which questionnaire was taken, where nobody named it."""
    around.tell(f"with the questionnaire in {place}")


def option_for(given: str) -> str:
    """What a command needs behind it, to mean this questionnaire, too: " -q PATH", or nothing."""
    return f" -q {shlex.quote(given)}" if given and given not in shelf.names() else ""
