"""The file beside a sample that says of its answers why each is a good one, or a weak one."""

from collections.abc import Iterator

from smtui.files import CAPS, read_toml
from smtui.mistakes import BadInput, suggestion
from smtui.questionnaire.model import Questionnaire, Sample
from smtui.questionnaire.notes import Found, Notes
from smtui.questionnaire.schema import Door
from smtui.questionnaire.teaching import Reason


def reasons_of(made: Questionnaire, sample: Sample) -> tuple[Reason, ...]:
    """The reasons of a sample; none where it has no file of them. Raises `BadInput`."""
    found, notes = reasons_noting(made, sample)
    if notes.mistakes:
        raise BadInput(notes.mistakes)
    return tuple(one.thing for one in found)


def reasons_noting(made: Questionnaire, sample: Sample) -> tuple[list[Found], Notes]:
    """The same, with where each stands, and the mistakes. Raises `BadInput` for a broken file."""
    path = made.folder / sample.reasons
    notes = Notes(str(path))
    if not sample.reasons:
        return [], notes
    file = read_toml(
        path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries, what="file of reasons"
    )
    found = Door(notes).only(file, "reasons", Reason)
    return list(_right(found, made, notes)), notes


def _right(found: list[Found], made: Questionnaire, notes: Notes) -> Iterator[Found]:
    """Those that are about a question, and say one thing of it; of the others that is noted."""
    told: dict[tuple[str, str], Found] = {}
    for one in found:
        reason: Reason = one.thing
        name = reason.question
        home = made.homes.get(name)
        first = told.setdefault((name, reason.item), one)
        if home is None:
            mend = suggestion(name, list(made.homes), noun="questions")
            notes.at(one, f"there is no question '{name}'", mend, below=("question",))
        elif bool(reason.good) == bool(reason.weak):
            notes.at(one, f"the reason for '{name}' needs 'good' or 'weak', one of the two")
        elif home.list and not reason.item:
            mend = f'say which {made.lists[home.list].one}: item = "its id"'
            notes.at(one, f"'{name}' is asked of each {made.lists[home.list].one}", mend)
        elif reason.item and not home.list:
            notes.at(one, f"'{name}' is asked once, not of items", below=("item",))
        elif first is not one:
            line = first.file.positions.line_of(first.path)
            notes.at(one, f"there are two reasons for '{name}'; the first in line {line}")
        else:
            yield one
