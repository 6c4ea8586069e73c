"""Reads the examples of a questionnaire, which a load passes over."""

import posixpath
from collections.abc import Iterator
from pathlib import Path

from smtui.files import CAPS, TomlFile, read_toml
from smtui.mistakes import BadInput
from smtui.questionnaire.examples import Example
from smtui.questionnaire.notes import Found, Notes
from smtui.questionnaire.rubric import is_inside, may_read
from smtui.questionnaire.schema import Door

KEY = "examples"
_MOST = 5_000


def examples_of(folder: Path, notes: Notes) -> list[Found]:
    """Every example of a questionnaire, as an `Example` with where it stands; mistakes are noted.

    `notes` are those of its load. Raises `BadInput` when there are very many mistakes.
    """
    door = Door(notes)
    found: list[Found] = []
    for said in notes.examples:
        files = (said.file,) if isinstance(said.thing[0], dict) else _files(folder, said, notes)
        for file in files:
            if len(file.data.get(KEY, ())) + len(found) > _MOST:
                notes.at(Found(None, (KEY,), file), f"there are over {_MOST:,} examples")
                return found
            found += door.each(file, KEY, Example)
    return found


def _files(folder: Path, said: Found, notes: Notes) -> Iterator[TomlFile]:
    """The files that are named, as far as they can be read and hold examples alone."""
    known: set[str] = set()
    for at, name in enumerate(said.thing):
        where = Found(None, (*said.path, at), said.file)
        normal = posixpath.normpath(name)
        if not is_inside(name):
            what = f"'{name}' lies outside the questionnaire's folder"
            notes.at(where, what, "name files of this folder")
        elif normal in known:
            notes.at(where, f"'{name}' is named twice", "once is enough")
        elif may_read(folder, name, where, notes):
            known.add(normal)
            file = _read(folder / normal, notes)
            if file is not None:
                yield file


def _read(path: Path, notes: Notes) -> TomlFile | None:
    most = CAPS.questionnaire_bytes, CAPS.questionnaire_entries
    try:
        file = read_toml(path, max_bytes=most[0], max_entries=most[1], what="file of examples")
    except BadInput as bad:
        notes.more(bad.mistakes)
        return None
    for key in file.data.keys() - {KEY}:
        what = f"'{key}' does not belong in a file of examples"
        notes.at(Found(None, (key,), file), what, f"write [[{KEY}]] above each")
    return file
