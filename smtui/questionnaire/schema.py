"""The door: what an author's TOML may hold, checked by pydantic against the classes of the model.

Every mistake of a file is found in one pass and named with its line.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from smtui.files import CAPS, TomlFile
from smtui.mistakes import suggestion
from smtui.questionnaire import model as m
from smtui.questionnaire.complaints import HEAD, RENAMED, Complaints, are_harmless, is_no_key
from smtui.questionnaire.everyday import meant_key, meant_kind
from smtui.questionnaire.kinds import KINDS, Grid, OneOf, Record, Shares
from smtui.questionnaire.notes import Found, Notes, Path
from smtui.text import clean_text

_ARRAYS: dict[str, type[Any]] = {
    "lists": m.ItemList,
    "computed": m.Computed,
    "dimensions": m.Dimension,
    "checks": m.Check,
    "bands": m.Band,
    "findings": m.Finding,
    "samples": m.Sample,
    "terms": m.Term,
    "cards": m.Card,
    "sheets": m.Sheet,
}
_TABLES: dict[str, type[Any]] = {"tables": m.Table, "words": m.WordList, "runs": m.Run}
_PARTS: tuple[tuple[str, type[m.Question]], ...] = (("fields", Record), ("columns", Grid))
"""The keys under which kinds have questions inside."""
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""What checks each class of the model. One takes longer to make than a whole file to read."""


@dataclass
class Contents:
    """What one file holds, as objects of the model. `broken` are the ids of what is wrong."""

    file: TomlFile
    notes: Notes
    head: dict[str, Any] = field(default_factory=dict)
    sections: list[Found] = field(default_factory=list)
    found: dict[str, list[Found]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def wrong(self, path: Path, what: str, mend: str = "") -> None:
        """Note a mistake at a place of the file."""
        self.notes.at(Found(None, path, self.file), what, mend)

    def spoilt(self, name: object) -> None:
        """Remember that something of this name has a mistake of its own."""
        if isinstance(name, str):
            self.broken.add(name)


class Door:
    """Reads the contents of files into objects of the model."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def read(self, file: TomlFile) -> Contents:
        """Everything that a file defines. Mistakes are noted, none is raised."""
        contents = Contents(file, self._notes)
        rooms: dict[str, Callable[[Contents, str, Any], None]] = {
            **dict.fromkeys(HEAD, self._head),
            "include": self._include,
            "sources": self._sources,
            "sections": self._sections,
            "examples": self._examples,
            **dict.fromkeys(_ARRAYS, self._array),
            **dict.fromkeys(_TABLES, self._table),
        }
        for key, value in file.data.items():
            if key in rooms:
                rooms[key](contents, key, value)
            else:
                what = f"'{key}' is not a key of a questionnaire"
                meant = meant_key(key, rooms, file.data)
                mend = f"write '{meant}'" if meant else suggestion(key, rooms, noun="keys")
                if meant in HEAD:
                    contents.head[meant] = ""  # it is there, under another word
                if key == "questions":
                    mend = "write [[sections.questions]] above each, below a [[sections]]"
                contents.wrong((key,), what, mend)
        return contents

    def only(self, file: TomlFile, key: str, wanted: type[Any]) -> list[Found]:
        """What a file defines that holds `[[key]]` tables and nothing else."""
        contents = Contents(file, self._notes)
        for other in file.data.keys() - {key}:
            contents.wrong((other,), f"'{other}' is not known here", f"this file holds [[{key}]]")
        value = file.data.get(key, [])
        if not self._is_array(contents, (key,), value):
            return []
        made = [(at, self._make(contents, wanted, raw, (key, at))) for at, raw in enumerate(value)]
        return [Found(one, (key, at), file) for at, one in made if one is not None]

    def _head(self, contents: Contents, key: str, value: Any) -> None:
        if isinstance(value, str):
            contents.head[key] = clean_text(value)
        else:
            contents.head[key] = ""
            contents.wrong((key,), f"'{key}' must be a text in quotes")

    def _include(self, contents: Contents, key: str, value: Any) -> None:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            contents.head[key] = tuple(value)
        else:
            mend = f'{key} = ["a.toml", "b.toml"]'
            contents.wrong((key,), f"'{key}' must be a list of texts", mend)
            contents.spoilt(key)  # what it would have brought is unknown

    def _sources(self, contents: Contents, key: str, value: Any) -> None:
        if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
            contents.head[key] = {code: clean_text(text) for code, text in value.items()}
        else:
            contents.wrong((key,), "[sources] gives each code a text", 'TPL = "Our template"')
            contents.broken.update(value if isinstance(value, dict) else ())

    def _array(self, contents: Contents, key: str, value: Any) -> None:
        if not self._is_array(contents, (key,), value):
            return
        for at, raw in enumerate(value):
            made = self._make(contents, _ARRAYS[key], raw, (key, at))
            if made is not None:
                contents.found.setdefault(key, []).append(Found(made, (key, at), contents.file))
            elif key == "computed" and isinstance(raw.get("for"), str):
                base = raw["for"].partition(" as ")[0].strip()
                contents.spoilt(f"{base}.{raw.get('id')}")
            else:
                contents.spoilt(raw.get("id"))

    def _examples(self, contents: Contents, key: str, value: Any) -> None:
        """Pass examples over, and say where they are: to ask and to judge needs none of them."""
        if isinstance(value, list) and {type(one) for one in value} in ({str}, {dict}):
            self._notes.examples.append(Found(value, (key,), contents.file))
        elif value != []:
            what = f"'{key}' names files, or is a list of tables"
            mend = f'{key} = ["checks.toml"], or write [[{key}]] above each'
            contents.wrong((key,), what, mend)

    def each(self, file: TomlFile, key: str, wanted: type[Any]) -> list[Found]:
        """The things of one class under a key of a file. Mistakes are noted, none is raised."""
        contents = Contents(file, self._notes)
        value = file.data.get(key, [])
        if not self._is_array(contents, (key,), value):
            return []
        made = [self._make(contents, wanted, raw, (key, at)) for at, raw in enumerate(value)]
        return [Found(one, (key, at), file) for at, one in enumerate(made) if one is not None]

    def _is_array(self, contents: Contents, path: Path, value: Any) -> bool:
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return True
        name = ".".join(part for part in path if isinstance(part, str))
        contents.wrong(path, f"'{path[-1]}' is a list of tables", f"write [[{name}]] above each")
        return False

    def _table(self, contents: Contents, key: str, value: Any) -> None:
        if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
            contents.wrong((key,), f"[{key}] holds tables with names", f"write [{key}.NAME]")
            contents.broken.update(value if isinstance(value, dict) else ())
            return
        for name, raw in value.items():
            made = self._make(contents, _TABLES[key], raw, (key, name))
            if made is not None:
                found = Found(made, (key, name), contents.file, name)
                contents.found.setdefault(key, []).append(found)
            else:
                contents.spoilt(name)

    # sections and questions

    def _sections(self, contents: Contents, key: str, value: Any) -> None:
        if not self._is_array(contents, (key,), value):
            return
        for at, raw in enumerate(value):
            path: Path = (key, at)
            plain = {name: one for name, one in raw.items() if name != "questions"}
            section = self._make(contents, m.Section, plain, path)
            questions = self._questions(contents, raw.get("questions", []), (*path, "questions"))
            if section is not None:
                section = replace(section, questions=questions)
                contents.sections.append(Found(section, path, contents.file))
            else:
                contents.spoilt(raw.get("id"))
                for question in questions:
                    contents.spoilt(question.id)

    def _questions(
        self, contents: Contents, value: Any, path: Path, record: str = ""
    ) -> tuple[m.Question, ...]:
        if not self._is_array(contents, path, value):
            if record:
                contents.spoilt(f"{record}.")  # what it consists of is unknown
            return ()
        if len(value) > CAPS.questions:
            # before they are looked at one by one, which takes seconds
            contents.wrong(path, f"there are over {CAPS.questions:,} questions")
            return ()
        made: list[m.Question] = []
        kept = self._notes.kept[(contents.file.name, path)] = []
        for at, raw in enumerate(value):
            question = self._question(contents, raw, (*path, at), record)
            if question is not None:
                made.append(question)
                kept.append(at)
            else:
                name = f"{record}.{raw.get('id')}" if record else raw.get("id")
                contents.spoilt(name)
                contents.spoilt(f"{name}_other")
        return tuple(made)

    def _question(
        self, contents: Contents, raw: dict[str, Any], path: Path, record: str
    ) -> m.Question | None:
        """A question with what is below it; of a `record` it is a field."""
        name = raw.get("id", "")
        for key in ("choices", "rows", "steps"):
            # before they are looked at one by one: each could have a mistake of its own
            if isinstance(raw.get(key), list) and len(raw[key]) > CAPS.choices:
                contents.wrong((*path, key), f"'{name}' has over {CAPS.choices:,} {key}")
                return None
        kind = self._kind(contents, raw, path)
        plain = dict(raw)
        inner: dict[str, Any] = {}
        if "then" in plain:
            inner["then"] = self._questions(contents, plain.pop("then"), (*path, "then"))
        for key, owner in _PARTS:
            if key in plain and (kind is None or issubclass(kind, owner)) and kind is not Shares:
                found = self._questions(contents, plain.pop(key), (*path, key), str(name))
                inner[key] = found
        if isinstance(plain.get("other"), dict) and (kind is None or issubclass(kind, OneOf)):
            inner["other"] = self._other(contents, plain.pop("other"), (*path, "other"), str(name))
        made: m.Question | None = None
        if kind is not None and (not record or self._may_be_part(contents, raw, path, kind)):
            if record:
                if isinstance(name, str):
                    plain["id"] = f"{record}.{name}"
                # a part is wanted unless its author says otherwise
                plain.setdefault("required", True)
            made = self._make(contents, kind, plain, path)
        if made is None:
            for one in _inside(inner):
                contents.spoilt(one.id)
            return None
        whole: m.Question = replace(made, **inner)
        return whole

    def _other(
        self, contents: Contents, raw: dict[str, Any], path: Path, name: str
    ) -> m.Other | str:
        """What `other` says with questions of its own."""
        plain = dict(raw)
        fields = self._questions(
            contents, plain.pop("fields", []), (*path, "fields"), f"{name}_other"
        )
        made = self._make(contents, m.Other, plain, path)
        return "" if made is None else replace(made, fields=fields)

    def _kind(self, contents: Contents, raw: dict[str, Any], path: Path) -> type[m.Question] | None:
        name = raw.get("id", "")
        if "kind" not in raw:
            slip = next((one for one in raw if meant_key(one, ("kind",))), "")
            if slip:
                what = f"'{slip}' is not a key of a question"
                contents.wrong((*path, slip), what, "write 'kind'")
                return None
            what = f"'kind' is missing in the question '{name}'"
            contents.wrong(path, what, f"kinds: {', '.join(KINDS)}")
            return None
        kind = raw["kind"]
        if isinstance(kind, str) and kind in KINDS:
            return KINDS[kind]
        what = f"'{kind}' is not a kind of question"
        meant = meant_kind(str(kind))
        mend = suggestion(str(kind), list(KINDS), noun="kinds")
        contents.wrong((*path, "kind"), what, f'write kind = "{meant}"' if meant else mend)
        return None

    def _may_be_part(
        self, contents: Contents, raw: dict[str, Any], path: Path, kind: type[m.Question]
    ) -> bool:
        """Whether it can be a field of a record or a column of a grid."""
        wrong: list[tuple[str, str, str]] = []
        part = "column" if "columns" in path else "field"
        if "." in str(raw.get("id", "")):
            wrong.append(("id", f"the {part} '{raw['id']}' needs no dot", "its id is one word"))
        if issubclass(kind, Record | Grid):
            of = "a grid" if part == "column" else "a record"
            wrong.append(("kind", f"a {raw['kind']} cannot be a {part} of {of}", ""))
        for key in ("then", "other") if issubclass(kind, OneOf) else ("then",):
            if key in raw:
                of = "grid" if part == "column" else "record"
                what = f"a {part} of a {of} cannot have '{key}'"
                wrong.append((key, what, "make it a question of its own"))
        for key, what, mend in wrong:
            contents.wrong((*path, key), what, mend)
        return not wrong

    # one object

    def _make(self, contents: Contents, wanted: type[Any], raw: dict[str, Any], path: Path) -> Any:
        """An object of the model, or None with its mistakes noted."""
        adapter = _ADAPTERS.get(wanted)
        if adapter is None:
            adapter = _ADAPTERS[wanted] = TypeAdapter(wanted)
        renamed = RENAMED.get(wanted, {})
        hidden = [key for key in raw if is_no_key(wanted, key)]
        named = {renamed.get(key, key): one for key, one in raw.items() if key not in hidden}
        complaints = Complaints(wanted, raw, path, contents.wrong)
        for key in hidden:
            complaints.extra(key)
        try:
            made = adapter.validate_python(prepared(named))
        except ValidationError as error:
            errors = error.errors(include_url=False, include_context=False)
            complaints.explain(errors)
            made = None
            if are_harmless(wanted, raw, errors):  # so that its sentences are read too
                known = {key: one for key, one in named.items() if (key,) not in _places(errors)}
                made = adapter.validate_python(prepared(known))
        return None if hidden else made


def _inside(inner: dict[str, Any]) -> list[m.Question]:
    """The questions inside or below one that is not made."""
    found = [one for key in ("then", "fields", "columns") for one in inner.get(key, ())]
    return [*found, *getattr(inner.get("other"), "fields", ())]


def _places(errors: Iterable[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    return {error["loc"] for error in errors}


def prepared(raw: Any) -> Any:
    """A value of a file as the model has it: lists as tuples, texts without control characters."""
    if isinstance(raw, dict):
        return {key: prepared(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return tuple(prepared(value) for value in raw)
    return clean_text(raw) if isinstance(raw, str) else raw
