"""smtui samples [NAME] [-o FILE]: the model plans that come with a questionnaire."""

from pathlib import Path

from smtui.commands.surroundings import Surroundings
from smtui.files import SaveFailed, replace_file
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load


def samples(name: str, target: str, around: Surroundings, *, questionnaire: str = "") -> int:
    """List the samples, print one, or put one into a new file. Raises `BadInput`."""
    found = load(shelf.find(questionnaire))
    if not name:
        for one in found.samples:
            fictional = "  (fictional)" if one.fictional else ""
            around.say(f"{one.id:<14} {one.title}{fictional}  {one.about}".rstrip())
        return 0
    sample = next((one for one in found.samples if one.id == name), None)
    if sample is None:
        mend = suggestion(name, [one.id for one in found.samples], noun="samples")
        raise BadInput([Mistake("smtui samples", 0, f"there is no sample '{name}'", mend)])
    content = (found.folder / sample.file).read_bytes()
    if not target:
        around.say(content.decode())
        return 0
    path = Path(target)
    if path.exists():
        raise BadInput([Mistake(target, 0, "this file is there already", "name another; nothing was written")])
    try:
        replace_file(path, content)
    except SaveFailed as problem:
        raise BadInput([Mistake(target, 0, str(problem))]) from None
    around.tell(f"written: {path}")
    return 0
