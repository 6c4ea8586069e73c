"""Files become a questionnaire: read, checked at the door, put together, every sentence compiled.

All mistakes are found in one pass, each with its file and line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from smtui import files
from smtui.mistakes import BadInput, Mistake, suggestion
from smtui.questionnaire import model as m
from smtui.questionnaire.expression import Flaw
from smtui.questionnaire.formulas import Formulas
from smtui.questionnaire.kinds import Link, OneOf, Record, Text
from smtui.questionnaire.schema import Contents, Door, Found
from smtui.questionnaire.scoping import Scoping

_PART = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_CHECK = re.compile(r"[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")
_NOT_CHOICES = frozenset("answered parked not one only full".split())
_NOT_FIRST = frozenset("meta parked note".split())
_MOST_MISTAKES = 200


def load(path: Path) -> m.Questionnaire:
    """The questionnaire in a folder (its `questionnaire.toml`) or a file.

    Raises `BadInput` with every mistake in it.
    """
    main = path / "questionnaire.toml" if path.is_dir() else path
    return _Assembly(main).questionnaire()


@dataclass
class _Assembly:
    """Puts the contents of the files together, noting mistakes on the way."""

    main: Path
    mistakes: list[Mistake] = field(default_factory=list)
    contents: list[Contents] = field(default_factory=list)
    places: dict[tuple[str, str], Found] = field(default_factory=dict)
    questions: dict[str, m.Question] = field(default_factory=dict)
    homes: dict[str, m.Home] = field(default_factory=dict)

    def questionnaire(self) -> m.Questionnaire:
        """The whole, or `BadInput`."""
        self._read_files()
        head = self.contents[0].head
        for key in ("id", "version", "title"):
            if key not in head:
                self._note(Found(None, (), self.contents[0].file), f"'{key}' is missing at the top of the file")
        lists = {one.thing.id: one.thing for one in self._found("lists")}
        sections = self._sections(lists)
        made = m.Questionnaire(
            id=head.get("id", ""),
            version=head.get("version", ""),
            title=head.get("title", ""),
            folder=self.main.parent,
            rubric_version=head.get("rubric_version", head.get("version", "")),
            language=head.get("language", "en"),
            about=head.get("about", ""),
            files=tuple(one.file.name for one in self.contents),
            runs=self._by_key("runs"),
            sources={code: text for one in self.contents for code, text in one.head.get("sources", {}).items()},
            sections=sections,
            lists=lists,
            questions=self.questions,
            homes=self.homes,
            tables=self._by_key("tables"),
            words=self._by_key("words"),
            computed=self._things("computed"),
            dimensions=self._things("dimensions"),
            checks=self._things("checks"),
            bands=self._things("bands"),
            findings=self._things("findings"),
            samples=self._things("samples"),
        )
        self._check_names(made)
        self._check_rubric(made)
        made = self._compiled(made)
        if self.mistakes:
            raise BadInput(self.mistakes[:_MOST_MISTAKES])
        return made

    # reading

    def _read_files(self) -> None:
        door = Door()
        names = [self.main.name]
        total = 0
        for name in names:  # grows while it is walked: a file may include others
            try:
                file = files.read_toml(
                    self.main.parent / name,
                    max_bytes=files.CAPS.questionnaire_bytes - total,
                    max_entries=files.CAPS.questionnaire_entries,
                    what="questionnaire",
                )
            except BadInput as bad:
                self.mistakes += bad.mistakes
                continue
            total += len(file.text)
            contents = door.read(file)
            self.contents.append(contents)
            self.mistakes += contents.mistakes
            names += self._included(contents, names)
        if not self.contents:
            raise BadInput(self.mistakes)

    def _included(self, contents: Contents, names: list[str]) -> list[str]:
        new = []
        for at, name in enumerate(contents.head.get("include", ())):
            where = Found(None, ("include", at), contents.file)
            if Path(name).is_absolute() or ".." in Path(name).parts:
                self._note(where, f"'{name}' lies outside the questionnaire's folder", "name files of this folder")
            elif name in names or name in new:
                self._note(where, f"'{name}' is included twice")
            else:
                new.append(name)
        return new

    def _found(self, key: str) -> Iterator[Found]:
        for contents in self.contents:
            for one in contents.found.get(key, ()):
                self.places.setdefault((key, one.key or one.thing.id), one)
                yield one

    def _things(self, key: str) -> tuple[Any, ...]:
        return tuple(one.thing for one in self._found(key))

    def _by_key(self, key: str) -> dict[str, Any]:
        return {one.key: one.thing for one in self._found(key)}

    def _note(self, found: Found | None, what: str, mend: str = "", *, below: tuple[str | int, ...] = ()) -> None:
        if found is None:
            self.mistakes.append(Mistake(str(self.main), 0, what, mend))
            return
        line = found.file.positions.line_of((*found.path, *below))
        self.mistakes.append(Mistake(found.file.name, line, what, mend))

    # sections and questions

    def _sections(self, lists: dict[str, m.ItemList]) -> tuple[m.Section, ...]:
        sections = []
        for contents in self.contents:
            for found in contents.sections:
                sections.append(found.thing)
                self._place("sections", found.thing.id, found)
                for at, question in enumerate(found.thing.questions):
                    below = Found(question, (*found.path, "questions", at), found.file)
                    self._take(question, below, found.thing.id, lists)
        if not sections:
            self._note(None, "there is no section in it", "write [[sections]] and [[sections.questions]]")
        return tuple(sections)

    def _place(self, kind: str, name: str, found: Found) -> None:
        if (kind, name) in self.places:
            first = self.places[(kind, name)]
            line = first.file.positions.line_of(first.path)
            self._note(found, f"'{name}' is there twice; first in {first.file.name}:{line}", "give it another id", below=("id",))
            return
        self.places[(kind, name)] = found

    def _take(
        self, question: m.Question, found: Found, section: str, lists: dict[str, m.ItemList],
        parent: str = "", record: str = "",
    ) -> None:
        """Register a question, its fields and what belongs to it."""
        first = question.id.split(".")[0]
        self._place("questions", question.id, found)
        self._check_id(question, found, record)
        if question.id in self.questions:
            return
        owner = first if first in lists else ""
        self.questions[question.id] = question
        self.homes[question.id] = m.Home(section, owner, parent, record)
        if not question.ask and not record:
            self._note(found, f"'ask' is missing in the question '{question.id}'")
        if record and not question.label:
            self._note(found, f"'label' is missing in the field '{question.id}'")
        if isinstance(question, OneOf):
            self._check_choices(question, found)
        if isinstance(question, Link) and question.to not in lists:
            self._note(found, f"there is no list '{question.to}' to link to", suggestion(question.to, list(lists), noun="lists"), below=("to",))
        for key, inner in (("then", question.then), ("fields", question.fields_in_order)):
            for at, one in enumerate(inner):
                if one is not question:
                    below = Found(one, (*found.path, key, at), found.file)
                    into = question.id if key == "fields" else record
                    above = question.id if key == "then" else parent
                    self._take(one, below, section, lists, above if key == "then" else "", into if key == "fields" else "")
        if isinstance(question, OneOf) and question.other:
            self._add_other(question, found, section, lists, record)
        if isinstance(question, Record) and not question.fields:
            self._note(found, f"the record '{question.id}' has no fields", "write [[sections.questions.fields]]")

    def _add_other(self, question: OneOf, found: Found, section: str, lists: dict[str, m.ItemList], record: str) -> None:
        """`other`: a text of its own, shown while the choice `other` is taken."""
        test = "includes" if question.answer_type.__qualname__.startswith("AnyOf") else "is"
        text = Text(
            id=f"{question.id}_other", ask=question.other, label=question.other, required=False,
            show_if=f"{question.id} {test} other",
        )
        self.questions[question.id] = replace(question, then=(text, *question.then))
        self._take(text, found, section, lists, question.id, "")

    def _check_id(self, question: m.Question, found: Found, record: str) -> None:
        parts = question.id.split(".")
        if not all(_PART.fullmatch(part) for part in parts) or len(parts) != (3 if record else 2):
            self._note(
                found, f"'{question.id}' is not a name",
                "a name is part.part, each of a-z, 0-9 and _", below=("id",),
            )
        elif parts[0] in _NOT_FIRST:
            self._note(found, f"a name cannot begin with '{parts[0]}'", "the plan file uses it", below=("id",))

    def _check_choices(self, question: OneOf, found: Found) -> None:
        seen: set[str] = set()
        for at, choice in enumerate(question.choices):
            below: tuple[str | int, ...] = ("choices", at, "id")
            if not _PART.fullmatch(choice.id):
                self._note(found, f"'{choice.id}' is not a choice id", "use a-z, 0-9 and _", below=below)
            elif choice.id in _NOT_CHOICES:
                self._note(found, f"a choice cannot be called '{choice.id}': the language uses it", below=below)
            elif choice.id in seen:
                self._note(found, f"the choice '{choice.id}' is there twice", below=below)
            seen.add(choice.id)
        if len(question.choices) > files.CAPS.choices:
            self._note(found, f"'{question.id}' has over {files.CAPS.choices:,} choices")
        if not question.choices and not question.choices_from:
            self._note(found, f"'{question.id}' has no choices", "give it choices = [...] or choices_from")

    # names and rubric

    def _check_names(self, made: m.Questionnaire) -> None:
        if made.id and not _NAME.fullmatch(made.id):
            self._note(Found(None, ("id",), self.contents[0].file), f"'{made.id}' is not an id", "use a-z, 0-9, _ and -")
        for key in ("lists", "computed", "dimensions", "checks", "bands", "findings", "samples"):
            seen: set[str] = set()
            for found in self._found(key):
                name = found.thing.id if key != "computed" else f"{found.thing.over} {found.thing.id}"
                if name in seen:
                    self._note(found, f"'{found.thing.id}' is there twice in {key}", "give it another id", below=("id",))
                seen.add(name)
                pattern = _CHECK if key in ("checks", "findings", "bands") else _PART
                if not pattern.fullmatch(found.thing.id):
                    shape = "a capital, then letters, digits and -" if pattern is _CHECK else "a-z, 0-9 and _"
                    self._note(found, f"'{found.thing.id}' is not an id of {key}", f"use {shape}", below=("id",))
        for found in self._found("tables"):
            self._check_name_clash(found, made)
        for found in self._found("runs"):
            if found.key not in m.RUNS:
                self._note(found, f"there is no run '{found.key}'", "runs are quick and full")
        for name, question in made.questions.items():
            self._check_sources(self.places.get(("questions", name)), question.sources, made)

    def _check_name_clash(self, found: Found, made: m.Questionnaire) -> None:
        if found.key in made.lists:
            self._note(found, f"'{found.key}' is a list and a table", "give one of them another name")

    def _check_sources(self, found: Found | None, codes: Iterable[str], made: m.Questionnaire) -> None:
        for code in codes:
            if code not in made.sources:
                self._note(found, f"there is no source '{code}'", suggestion(code, list(made.sources), noun="sources"), below=("source",))

    def _check_rubric(self, made: m.Questionnaire) -> None:
        dimensions = [one.id for one in made.dimensions]
        checks = [one.id for one in made.checks]
        for found in (*self._found("checks"), *self._found("findings")):
            if found.thing.dimension not in dimensions:
                self._note(
                    found, f"there is no dimension '{found.thing.dimension}'",
                    suggestion(found.thing.dimension, dimensions, noun="dimensions"), below=("dimension",),
                )
        for found in self._found("checks"):
            if found.thing.points <= 0:
                self._note(found, f"the check '{found.thing.id}' gives no points", below=("points",))
        for found in self._found("findings"):
            self._check_finding(found, made, checks)
        self._check_bands(made)
        for found in self._found("samples"):
            if not (self.main.parent / found.thing.file).is_file():
                self._note(found, f"the file '{found.thing.file}' is not there", below=("file",))

    def _check_finding(self, found: Found, made: m.Questionnaire, checks: list[str]) -> None:
        finding: m.Finding = found.thing
        if bool(finding.when) == bool(finding.each):
            self._note(found, f"the finding '{finding.id}' needs 'when' or 'each', one of the two")
        for check in finding.recovers:
            if check not in checks:
                self._note(found, f"there is no check '{check}'", suggestion(check, checks, noun="checks"), below=("recovers",))
        if finding.question and finding.question not in made.questions:
            self._note(
                found, f"there is no question '{finding.question}'",
                suggestion(finding.question, list(made.questions), noun="questions"), below=("question",),
            )
        codes = (finding.source,) if isinstance(finding.source, str) else finding.source
        self._check_sources(found, codes, made)

    def _check_bands(self, made: m.Questionnaire) -> None:
        found = list(self._found("bands"))
        starts = [one.thing.start for one in found]
        if any(low >= high for high, low in zip(starts, starts[1:], strict=False)):
            self._note(found[0], "the bands must stand from the highest to the lowest", "order them by 'from'")
        elif starts and starts[-1] != 0:
            self._note(found[-1], f"the lowest band begins at {starts[-1]:g}: below it there is none", "let it begin at 0")
        if made.checks and not made.bands:
            self._note(None, "there are checks and no bands", "write [[bands]]")

    # expressions

    def _compiled(self, made: m.Questionnaire) -> m.Questionnaire:
        scoping = Scoping(
            made.questions, made.homes, made.lists, made.tables, made.computed, made.words, self._wrong
        )
        scoping.scope.sections = {section.id for section in made.sections}
        scoping.scope.section_reads = {
            section.id: frozenset(
                name for name, home in made.homes.items() if home.section == section.id
            ) | frozenset(home.list for home in made.homes.values() if home.section == section.id and home.list)
            for section in made.sections
        }
        scoping.build()
        formulas = Formulas(made, scoping, self._wrong)
        formulas.compile()
        return replace(made, types=scoping.types, among=scoping.among, codes=formulas.codes)

    def _wrong(self, owner: tuple[str, str], what: str, mend: str, flaw: Flaw | None) -> None:
        """Note a mistake in an expression: its line, its text, a caret under the place."""
        kind, rest = owner
        name, _, attribute = rest.partition(" ")
        below = tuple(int(one) if one.isdigit() else one for one in attribute.split(".")) if attribute else ()
        if kind == "choices_from":
            kind, below = "questions", ("choices_from",)
        found = self.places.get((kind, name))
        if found is None:
            self._note(None, f"{name}: {what}", mend)
            return
        path = (*found.path, *below)
        line = found.file.positions.line_of(path)
        source, start = self._shown(found, line, path, flaw)
        length = flaw.end - flaw.start if flaw and source else 0
        self.mistakes.append(Mistake(found.file.name, line, what, mend, source, start, length))

    def _shown(self, found: Found, line: int, path: tuple[Any, ...], flaw: Flaw | None) -> tuple[str, int]:
        """The line of the file with the place of a flaw in it; the sentence itself when it is spread."""
        if flaw is None:
            return "", 0
        raw: Any = found.file.data
        for part in path:
            raw = raw.get({"over": "for", "start": "from"}.get(str(part), part)) if isinstance(raw, dict) else raw[part]
        text = raw if isinstance(raw, str) else str(raw)
        source = found.file.positions.source_line(line)
        at = source.find(text)
        if at >= 0:
            return source, at + flaw.start
        return " ".join(text.split("\n")), flaw.start
