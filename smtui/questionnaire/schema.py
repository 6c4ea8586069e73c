"""The door: what an author's TOML may hold, checked by pydantic against the classes of the model.

Every mistake of a file is found in one pass and named with its line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from smtui.files import TomlFile
from smtui.mistakes import Mistake, suggestion
from smtui.questionnaire import model as m
from smtui.questionnaire.kinds import KINDS, LATER, Record
from smtui.text import clean_text

Path = tuple[str | int, ...]

_ARRAYS: dict[str, type[Any]] = {
    "lists": m.ItemList,
    "computed": m.Computed,
    "dimensions": m.Dimension,
    "checks": m.Check,
    "bands": m.Band,
    "findings": m.Finding,
    "samples": m.Sample,
}
_TABLES: dict[str, type[Any]] = {"tables": m.Table, "words": m.WordList, "runs": m.Run}
_HEAD: dict[str, type[Any]] = {
    "id": str,
    "version": str,
    "rubric_version": str,
    "title": str,
    "language": str,
    "about": str,
}
_RENAMED = {"for": "over", "from": "start"}
"""Keys that are words of Python: the author's name and the model's."""
_THING = {
    m.ItemList: "a list",
    m.Computed: "a computed value",
    m.Dimension: "a dimension",
    m.Check: "a check",
    m.Band: "a band",
    m.Finding: "a finding",
    m.Sample: "a sample",
    m.Table: "a table",
    m.WordList: "a word list",
    m.Run: "a run",
    m.Section: "a section",
    m.Choice: "a choice",
    m.Prompt: "a prompt",
    m.Rule: "a rule",
}


@dataclass
class Found:
    """Something that a file defines, with where it stands, for messages."""

    thing: Any
    path: Path
    file: TomlFile
    key: str = ""


@dataclass
class Contents:
    """What one file holds, as objects of the model, and the mistakes in it."""

    file: TomlFile
    head: dict[str, Any] = field(default_factory=dict)
    sections: list[Found] = field(default_factory=list)
    found: dict[str, list[Found]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, path: Path, what: str, mend: str = "") -> None:
        """Note a mistake at a place of the file."""
        line = self.file.positions.line_of(path)
        self.mistakes.append(Mistake(self.file.name, line, what, mend))


class Door:
    """Reads the contents of files into objects of the model; its adapters are made once."""

    def __init__(self) -> None:
        self._adapters: dict[type[Any], TypeAdapter[Any]] = {}

    def read(self, file: TomlFile) -> Contents:
        """Everything that a file defines. Mistakes are collected, none is raised."""
        contents = Contents(file)
        known = [*_HEAD, "include", "sources", "sections", *_ARRAYS, *_TABLES]
        for key, value in file.data.items():
            if key in _HEAD:
                if isinstance(value, str):
                    contents.head[key] = clean_text(value)
                else:
                    contents.wrong((key,), f"'{key}' must be a text in quotes")
            elif key == "include":
                contents.head[key] = self._texts(contents, key, value)
            elif key == "sources":
                contents.head[key] = self._sources(contents, value)
            elif key == "sections":
                self._sections(contents, value)
            elif key in _ARRAYS:
                self._array(contents, key, value)
            elif key in _TABLES:
                self._table(contents, key, value)
            else:
                contents.wrong(
                    (key,), f"'{key}' is not a key of a questionnaire", suggestion(key, known, noun="keys")
                )
        return contents

    def _texts(self, contents: Contents, key: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        contents.wrong((key,), f"'{key}' must be a list of texts", f'{key} = ["a.toml", "b.toml"]')
        return ()

    def _sources(self, contents: Contents, value: Any) -> dict[str, str]:
        if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
            return {code: clean_text(text) for code, text in value.items()}
        contents.wrong(("sources",), "[sources] gives each code a text", 'TPL = "Our template"')
        return {}

    def _array(self, contents: Contents, key: str, value: Any) -> None:
        if not self._is_array(contents, (key,), value):
            return
        for at, raw in enumerate(value):
            made = self._make(contents, _ARRAYS[key], raw, (key, at))
            if made is not None:
                contents.found.setdefault(key, []).append(Found(made, (key, at), contents.file))

    def _is_array(self, contents: Contents, path: Path, value: Any) -> bool:
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return True
        name = str(path[-1])
        contents.wrong(path, f"'{name}' is a list of tables", f"write [[{'.'.join(p for p in path if isinstance(p, str))}]] above each")
        return False

    def _table(self, contents: Contents, key: str, value: Any) -> None:
        if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
            contents.wrong((key,), f"[{key}] holds tables with names", f"write [{key}.NAME]")
            return
        for name, raw in value.items():
            made = self._make(contents, _TABLES[key], raw, (key, name))
            if made is not None:
                contents.found.setdefault(key, []).append(Found(made, (key, name), contents.file, name))

    # sections and questions

    def _sections(self, contents: Contents, value: Any) -> None:
        if not self._is_array(contents, ("sections",), value):
            return
        for at, raw in enumerate(value):
            path: Path = ("sections", at)
            plain = {key: one for key, one in raw.items() if key != "questions"}
            section = self._make(contents, m.Section, plain, path)
            questions = self._questions(contents, raw.get("questions", []), (*path, "questions"))
            if section is not None:
                section = replace(section, questions=tuple(questions))
                contents.sections.append(Found(section, path, contents.file))

    def _questions(self, contents: Contents, value: Any, path: Path, prefix: str = "") -> list[m.Question]:
        if not self._is_array(contents, path, value):
            return []
        made = (self._question(contents, raw, (*path, at), prefix) for at, raw in enumerate(value))
        return [question for question in made if question is not None]

    def _question(self, contents: Contents, raw: dict[str, Any], path: Path, prefix: str) -> m.Question | None:
        name = raw.get("id", "")
        if "kind" not in raw:
            contents.wrong(path, f"'kind' is missing in the question '{name}'", f"kinds: {', '.join(KINDS)}")
            return None
        kind = raw["kind"]
        if kind not in KINDS:
            known = f"'{kind}' is not built yet" if kind in LATER else f"'{kind}' is not a kind of question"
            contents.wrong((*path, "kind"), known, suggestion(str(kind), list(KINDS), noun="kinds"))
            return None
        inner: dict[str, Any] = {}
        plain = dict(raw)
        if prefix:
            if "." in str(name):
                contents.wrong((*path, "id"), f"the field '{name}' needs no dot", "a field's id is one word")
            plain["id"] = f"{prefix}.{name}"
        for key, below in (("then", ""), ("fields", str(name))):
            if key in raw and (key == "then" or KINDS[kind] is Record):
                inner[key] = tuple(self._questions(contents, raw[key], (*path, key), below))
                del plain[key]
        if prefix:
            # a field is named by its label, and is wanted unless its author says otherwise
            plain.setdefault("required", True)
        made = self._make(contents, KINDS[kind], plain, path)
        return replace(made, **inner) if made is not None else None

    # one object

    def _make(self, contents: Contents, wanted: type[Any], raw: dict[str, Any], path: Path) -> Any:
        """An object of the model, or None with its mistakes noted."""
        adapter = self._adapters.get(wanted)
        if adapter is None:
            adapter = self._adapters[wanted] = TypeAdapter(wanted)
        try:
            return adapter.validate_python(_prepared(raw))
        except ValidationError as error:
            for one in error.errors(include_url=False, include_context=False)[:20]:
                self._explain(contents, wanted, raw, path, one)  # type: ignore[arg-type]
            return None

    def _explain(
        self, contents: Contents, wanted: type[Any], raw: dict[str, Any], path: Path, error: Mapping[str, Any]
    ) -> None:
        place, inner = _walk(raw, error["loc"])
        key = next((part for part in reversed(place) if isinstance(part, str)), "")
        last = error["loc"][-1] if error["loc"] else ""
        author = {new: old for old, new in _RENAMED.items()}
        last = author.get(str(last), last)
        thing = _THING.get(wanted) or f"a question of kind '{raw.get('kind')}'"
        if error["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
            known = _keys_of(wanted, inner)
            contents.wrong((*path, *place), f"'{last}' is not a key of {thing}", suggestion(str(last), known, noun="keys"))
        elif error["type"] in ("missing", "missing_argument", "missing_keyword_only_argument"):
            name = raw.get("id", "")
            contents.wrong((*path, *place), f"'{last}' is missing in {thing}" + (f" '{name}'" if name else ""))
        else:
            contents.wrong((*path, *place), f"'{key}' of {thing}: {_plain(error)}")


def _prepared(raw: Any) -> Any:
    """Lists as tuples, keys by the model's names, texts without control characters."""
    if isinstance(raw, dict):
        return {_RENAMED.get(key, key): _prepared(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return tuple(_prepared(value) for value in raw)
    return clean_text(raw) if isinstance(raw, str) else raw


def _walk(raw: Any, loc: Iterable[Any]) -> tuple[Path, Path]:
    """The part of pydantic's location that exists in the file, and the keys on the way."""
    place: list[str | int] = []
    for part in loc:
        if isinstance(raw, dict) and part in raw:
            raw = raw[part]
        elif isinstance(raw, list) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
        else:
            continue
        place.append(part)
    return tuple(place), tuple(place[:-1])


def _keys_of(wanted: type[Any], inner: Path) -> list[str]:
    nested = {"choices": m.Choice, "prompts": m.Prompt, "valid_if": m.Rule}
    for part in inner:
        wanted = nested.get(str(part), wanted)
    author = {new: old for old, new in _RENAMED.items()}
    return [author.get(one.name, one.name) for one in fields(wanted)]


_WORDS = {
    "string_type": "a text in quotes is expected",
    "int_type": "a whole number is expected",
    "float_type": "a number is expected",
    "bool_type": "true or false is expected",
    "tuple_type": "a list [...] is expected",
    "literal_error": "",
    "mapping_type": "a table { ... } is expected",
    "dataclass_type": "a table { ... } is expected",
}


def _plain(error: Mapping[str, Any]) -> str:
    if error["type"] == "literal_error":
        return str(error["msg"]).replace("Input should be", "it must be")
    return _WORDS.get(error["type"], str(error["msg"])[:120])
