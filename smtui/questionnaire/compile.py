"""Files become a questionnaire: read, checked at the door, put together, every sentence compiled.

All mistakes are found in one pass, each with its file and line.
"""

import posixpath
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from smtui import files
from smtui.mistakes import BadInput
from smtui.questionnaire import model as m
from smtui.questionnaire.asked import Asked
from smtui.questionnaire.complaints import HEAD
from smtui.questionnaire.expression import Scope
from smtui.questionnaire.formulas import Formulas
from smtui.questionnaire.notes import Found, Notes
from smtui.questionnaire.older import OlderNames
from smtui.questionnaire.overridden import Overrides
from smtui.questionnaire.overrides import Overlay
from smtui.questionnaire.rubric import References, is_inside, may_read
from smtui.questionnaire.schema import Contents, Door
from smtui.questionnaire.scoping import Scoping


def load(path: Path, overrides: files.TomlFile | None = None) -> m.Questionnaire:
    """The questionnaire in a folder (its `questionnaire.toml`) or a file, with the cells of a
    file of `overrides` in its tables.

    Raises `BadInput` with every mistake in it, or the first hundred.
    """
    return load_noting(path, overrides)[0]


def load_noting(
    path: Path, overrides: files.TomlFile | None = None
) -> tuple[m.Questionnaire, Notes]:
    """The same, and where everything in it stands in its files. Raises `BadInput`."""
    main = path / "questionnaire.toml" if path.is_dir() else path
    notes = Notes(str(main))
    overlay = Overlay(overrides, notes) if overrides is not None else None
    return _Assembly(main, notes, overlay).questionnaire(), notes


@dataclass
class _Assembly:
    """Puts the contents of the files together, noting mistakes on the way."""

    main: Path
    notes: Notes
    overlay: Overlay | None = None
    contents: list[Contents] = field(default_factory=list)
    found: dict[str, list[Found]] = field(default_factory=dict)

    def questionnaire(self) -> m.Questionnaire:
        """The whole, or `BadInput`."""
        self._read_files()
        self._gather()
        broken = frozenset[str]().union(*(one.broken for one in self.contents))
        lists = self._by_id("lists")
        asked = Asked(self.notes, lists, broken)
        sections = asked.sections([one for each in self.contents for one in each.sections])
        broken = asked.broken
        made = self._overridden(self._made(sections, asked), broken)
        self._check_whole(made, broken)
        References(made, self.found, self.notes, broken).check()
        OlderNames(made, self.notes).check()
        made = self._compiled(made, broken)
        self._stop_if_wrong()
        return made

    def _stop_if_wrong(self) -> None:
        if self.notes.mistakes:
            raise BadInput(self.notes.mistakes)

    # reading

    def _read_files(self) -> None:
        """Read the file and all that it includes. Raises `BadInput` when one cannot be read.

        What such a file defines is unknown, and every use of it would look like a mistake.
        """
        door = Door(self.notes)
        names = [self.main.name]
        asked_for: list[Found | None] = [None]
        size = 0
        unread = False
        for name, where in zip(names, asked_for, strict=True):  # both grow while walked
            path = self.main.parent / name
            if where is not None and not may_read(self.main.parent, name, where, self.notes):
                unread = True
                continue
            try:
                file = files.read_toml(
                    path,
                    max_bytes=max(1, files.CAPS.questionnaire_bytes - size),
                    max_entries=files.CAPS.questionnaire_entries,
                    what="questionnaire",
                )
            except BadInput as bad:
                self.notes.more(bad.mistakes)
                unread = True
                continue
            size += len(file.text.encode())
            contents = door.read(file)
            self.contents.append(contents)
            for other, found in self._included(contents, names):
                names.append(other)
                asked_for.append(found)
        if unread:
            self._stop_if_wrong()

    def _included(self, contents: Contents, names: list[str]) -> list[tuple[str, Found]]:
        new: list[tuple[str, Found]] = []
        most = files.CAPS.questionnaire_files
        known = set(names)
        for at, said in enumerate(contents.head.get("include", ())):
            where = Found(None, ("include", at), contents.file)
            name = posixpath.normpath(said)
            if not is_inside(said):
                what = f"'{said}' lies outside the questionnaire's folder"
                self.notes.at(where, what, "name files of this folder")
            elif name in known:
                self.notes.at(where, f"'{said}' is included twice", "once is enough")
            elif len(known) >= most:
                self.notes.at(where, f"there are over {most} files", "put some of them together")
                break
            else:
                known.add(name)
                new.append((name, where))
        return new

    # putting together

    def _gather(self) -> None:
        """Take together what the files define; a second of the same name is a mistake."""
        for contents in self.contents:
            for key, things in contents.found.items():
                for one in things:
                    name = one.thing.name if key == "computed" else one.key or one.thing.id
                    first = self.notes.places.setdefault((key, name), one)
                    if first is one:
                        self.found.setdefault(key, []).append(one)
                        continue
                    line = first.file.positions.line_of(first.path)
                    what = f"'{name}' is there twice in {key}; first in {first.file.name}:{line}"
                    self.notes.at(one, what, "give it another id", below=("id",))
        for contents in self.contents[1:]:
            for key in HEAD:
                if key in contents.head:
                    where = Found(None, (key,), contents.file)
                    what = f"'{key}' belongs at the top of {self.main.name}"
                    self.notes.at(where, what, "files that are included do without")

    def _things(self, key: str) -> tuple[Any, ...]:
        return tuple(one.thing for one in self.found.get(key, ()))

    def _by_id(self, key: str) -> dict[str, Any]:
        return {one.key or one.thing.id: one.thing for one in self.found.get(key, ())}

    def _sources(self) -> dict[str, str]:
        sources: dict[str, str] = {}
        for contents in self.contents:
            for code, text in contents.head.get("sources", {}).items():
                if code in sources:
                    where = Found(None, ("sources", code), contents.file)
                    self.notes.at(where, f"the source '{code}' is there twice")
                sources[code] = text
        return sources

    def _made(self, sections: tuple[m.Section, ...], asked: Asked) -> m.Questionnaire:
        head = self.contents[0].head
        return m.Questionnaire(
            id=head.get("id", ""),
            version=head.get("version", ""),
            title=head.get("title", ""),
            folder=self.main.parent,
            rubric_version=head.get("rubric_version", head.get("version", "")),
            language=head.get("language", "en"),
            about=head.get("about", ""),
            files=tuple(one.file.name for one in self.contents),
            digest=sha256("".join(one.file.digest for one in self.contents).encode()).hexdigest(),
            runs=self._by_id("runs"),
            sources=self._sources(),
            sections=sections,
            lists=asked.lists,
            questions=asked.questions,
            homes=asked.homes,
            tables=self._by_id("tables"),
            words=self._by_id("words"),
            computed=self._things("computed"),
            dimensions=self._things("dimensions"),
            checks=self._things("checks"),
            bands=self._things("bands"),
            findings=self._things("findings"),
            samples=self._things("samples"),
            terms=self._things("terms"),
            cards=self._things("cards"),
            sheets=self._things("sheets"),
        )

    def _overridden(self, made: m.Questionnaire, broken: frozenset[str]) -> m.Questionnaire:
        """The whole with the cells of the overlay in its tables."""
        if self.overlay is None or not self.overlay.is_for(made.id):
            self.overlay = None  # another questionnaire's, and that a plan says the other is told
            return made
        computed = {one.name for one in made.computed}
        both = f"{made.digest}{self.overlay.file.digest}"
        return replace(
            made,
            tables=self.overlay.over(made.tables, computed, broken),
            digest=sha256(both.encode()).hexdigest(),
        )

    def _check_whole(self, made: m.Questionnaire, broken: frozenset[str]) -> None:
        top = Found(None, (), self.contents[0].file)
        for key in ("id", "version", "title"):
            self.notes.places[("head", key)] = replace(top, path=(key,))
            if key not in self.contents[0].head:
                self.notes.at(top, f"'{key}' is missing at the top of the file")
        if not made.sections and not broken:
            mend = "write [[sections]] and [[sections.questions]]"
            self.notes.whole("there is no section in it", mend)
        if len(made.questions) > files.CAPS.questions:
            self.notes.whole(f"there are over {files.CAPS.questions:,} questions")

    # expressions

    def _compiled(self, made: m.Questionnaire, broken: frozenset[str]) -> m.Questionnaire:
        scoping = Scoping(
            made.questions,
            made.homes,
            made.lists,
            made.tables,
            made.computed,
            made.words,
            self.notes,
        )
        scope = scoping.scope
        scope.broken = broken
        scope.foreign = frozenset(
            name for name, words in made.words.items() if words.language != made.language
        )
        scope.sections = {section.id for section in made.sections}
        reads: dict[str, set[str]] = {}
        for name, home in made.homes.items():
            reads.setdefault(home.section, set()).update({name, home.list} - {""})
        scope.section_reads = {name: frozenset(found) for name, found in reads.items()}
        scoping.build()
        formulas = Formulas(replace(made, types=scoping.types), scoping, self.notes)
        formulas.compile()
        return replace(
            made,
            types=scoping.types,
            among=scoping.among,
            row_types=scoping.scope.rows,
            settled=formulas.settled,
            varying=formulas.varying,
            bounded=formulas.bounded,
            codes=formulas.codes,
            overrides=self._told(scope),
        )

    def _told(self, scope: Scope) -> Overrides | None:
        if self.overlay is None or self.notes.mistakes:
            return None
        return self.overlay.told(scope)
