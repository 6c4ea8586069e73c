"""What does not fit at the door, in the author's words: wrong keys, missing ones, other shapes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from itertools import pairwise
from typing import Any

from smtui.mistakes import closest, suggestion
from smtui.questionnaire import model as m
from smtui.questionnaire.everyday import meant_key
from smtui.questionnaire.examples import Example
from smtui.questionnaire.kinds import KINDS, Shares, Text
from smtui.questionnaire.notes import Path

Wrong = Callable[[Path, str, str], None]
"""Notes a mistake: its path in the file, what, and how to mend it."""

HEAD = ("id", "version", "rubric_version", "title", "language", "about")
"""Keys that stand in the first file only."""
RENAMED: dict[type[Any], dict[str, str]] = {m.Computed: {"for": "over"}, m.Band: {"from": "start"}}
"""Keys that are words of Python: the author's name and the model's."""
_NO_KEYS: dict[type[Any], tuple[str, ...]] = {Shares: ("columns",)}
"""Attributes of the model that an author cannot give."""
_THING = {
    m.ItemList: "a list",
    m.Computed: "a computed value",
    m.Dimension: "a dimension",
    m.Check: "a check",
    m.Band: "a band",
    m.Finding: "a finding",
    m.Sample: "a sample",
    Example: "an example",
    m.Term: "a term",
    m.Card: "a card",
    m.Sheet: "a sheet",
    m.Part: "a part of a sheet",
    m.Reason: "a reason",
    m.Table: "a table",
    m.WordList: "a word list",
    m.Run: "a run",
    m.Section: "a section",
    m.Choice: "a choice",
    m.Row: "a row",
    m.Other: "'other'",
    m.Prompt: "a prompt",
    m.Rule: "a rule",
}
_INNER: dict[str, type[Any]] = {
    "choices": m.Choice,
    "rows": m.Row,
    "prompts": m.Prompt,
    "valid_if": m.Rule,
    "parts": m.Part,
}
_BUILDING = frozenset(
    "id kind choices choices_from rows rows_from columns fields to other then value steps".split()
)
"""Keys without which a question is another one: what names it would look wrong too."""
_ASKING = ("ask", "label")
"""Keys that a question must have: where another word stands for one, that alone is told."""
_EXTRA = ("extra_forbidden", "unexpected_keyword_argument")
_MISSING = ("missing", "missing_argument", "missing_keyword_only_argument")
_MOST_OF_ONE = 20
_LISTED = 6
_SHORT = 60

_Found = Mapping[str, Any]
"""One finding of the validation: its `type`, its `loc`, its `msg`."""


def is_no_key(wanted: type[Any], key: str) -> bool:
    """Whether something is an attribute of the model, but no key of a file."""
    return key in RENAMED.get(wanted, {}).values() or key in _NO_KEYS.get(wanted, ())


def are_harmless(wanted: type[Any], raw: Mapping[str, Any], errors: Iterable[_Found]) -> bool:
    """Whether a question means the same without what was found: keys that nobody knows."""
    return issubclass(wanted, m.Question) and all(
        error["type"] in _EXTRA
        and len(error["loc"]) == 1
        and _is_harmless(str(error["loc"][0]), wanted, raw)
        for error in errors
    )


def _is_harmless(key: str, wanted: type[Any], raw: Mapping[str, Any]) -> bool:
    keys = _keys_of(wanted)
    meant = meant_key(key, keys, raw)
    return closest(key, keys) not in _BUILDING and meant not in (*_BUILDING, *_ASKING)


@dataclass(frozen=True)
class Complaints:
    """Says what is wrong with one thing of a file: the class that it should be, what its author
    wrote, and where it stands.
    """

    wanted: type[Any]
    raw: dict[str, Any]
    path: Path
    wrong: Wrong

    def extra(self, key: str, place: Path = ()) -> None:
        """Note a key that is none, with what was probably meant."""
        inner = _innermost(self.wanted, place)
        keys = _keys_of(inner)
        mend = suggestion(key, keys, noun="keys")
        taken = set(_walk(self.raw, place)[1])
        if "fields" in self.path or "columns" in self.path:
            taken.add("ask")  # a part has a label only
        meant = meant_key(key, keys, taken)
        elsewhere = _kinds_with(key) if issubclass(inner, m.Question) else []
        if meant:
            mend = f"write '{meant}'"
        elif key in (*HEAD, "include"):
            mend = "write it at the top of the first file, above everything in brackets"
        elif elsewhere:
            more = " ..." if len(elsewhere) > _LISTED else ""
            kinds = "kind" if len(elsewhere) == 1 else "kinds"
            mend = f"it is a key of the {kinds} {', '.join(elsewhere[:_LISTED])}{more}"
        what = f"'{key}' is not a key of {_called(inner)}"
        self.wrong((*self.path, *place, key), what, mend)

    def explain(self, errors: Iterable[_Found]) -> None:
        """Note what the validation found, each place once and in our words."""
        author = {new: old for old, new in RENAMED.get(self.wanted, {}).items()}
        unfit: dict[Path, list[_Found]] = {}
        for error in list(errors)[:_MOST_OF_ONE]:
            loc = tuple(author.get(one, one) for one in error["loc"])
            place, value = _walk(self.raw, loc)
            last = str(loc[-1]) if loc else ""
            if error["type"] in _EXTRA:
                self.extra(last, place[:-1])
            elif error["type"] in _MISSING:
                self._missing(last, place)
            else:
                unfit.setdefault(place, []).append({**error, "value": value})
        for place, found in unfit.items():
            if not any(place == other[: len(place)] != other for other in unfit):
                self._unfit(place, found)

    def _missing(self, key: str, place: Path) -> None:
        inner = _innermost(self.wanted, place)
        there = _walk(self.raw, place)[1]
        keys = _keys_of(inner)
        if any(meant_key(one, keys, there) == key for one in there if one not in keys):
            return  # it is there, under another word, and that is told
        name = self.raw.get("id", "") if inner is self.wanted else ""
        what = f"'{key}' is missing in {_called(inner)}" + (f" '{name}'" if name else "")
        if name and issubclass(inner, m.Question):
            what = f"'{key}' is missing in the question '{name}'"
        self.wrong((*self.path, *place), what, "")

    def _unfit(self, place: Path, found: list[_Found]) -> None:
        key = next((part for part in reversed(place) if isinstance(part, str)), "")
        thing = _called(_innermost(self.wanted, place[:-1]))
        what = f"'{key}' of {thing}: {_expected(found)}"
        self.wrong((*self.path, *place), what, self._mend(key, place, found))

    def _mend(self, key: str, place: Path, found: list[_Found]) -> str:
        """How what was expected is written, where its author wrote something of another shape."""
        kinds, value = {one["type"] for one in found}, found[0]["value"]
        inner = _INNER.get(key)
        name = ".".join(str(one) for one in (*self.path, *place) if isinstance(one, str))
        of_text = kinds == {"string_type"} and place[-1] == key
        if of_text and isinstance(value, bool | int | float | date):
            said = str(value) if not isinstance(value, bool) else "yes" if value else "no"
            if key == "default" and issubclass(self.wanted, Text):
                said = f"'{said}'"
            return f'write {key} = "{said}"'
        if kinds <= {"dict_type", "mapping_type"} and isinstance(value, list):
            of_tables = any(isinstance(one, dict) for one in value)
            return f"write [{name}]" if of_tables else f"write {key} = {{ NAME = ... }}"
        if inner and "tuple_type" in kinds and isinstance(value, dict):
            return f"write [[{name}]] above each, or [{{ ... }}, {{ ... }}]"
        if kinds == {"tuple_type"} and isinstance(value, str):
            return f"such as {key} = [{_example(inner) if inner else _listed(value)}]"
        if inner is not None and "dataclass_type" in kinds:
            return f"such as {_example(inner)}"
        return ""


def _example(wanted: type[Any]) -> str:
    """A thing with the keys that it needs."""
    needed = [one.name for one in fields(wanted) if one.default is MISSING]
    return "{ " + ", ".join(f'{key} = "..."' for key in needed) + " }"


def _listed(text: str) -> str:
    """Several values that an author wrote as one text, each in its quotes."""
    if len(text) > _SHORT or not text.isprintable() or '"' in text or "\\" in text:
        return '"..."'
    return ", ".join(f'"{one.strip()}"' for one in text.split(","))


def _kinds_with(key: str) -> list[str]:
    """The kinds of question that have a key, if not all have it."""
    return [name for name, kind in KINDS.items() if key in _keys_of(kind)]


def _walk(raw: Any, loc: Iterable[Any]) -> tuple[Path, Any]:
    """The part of the validation's location that exists in the file, and what stands there."""
    place: list[str | int] = []
    for part in loc:
        is_key = isinstance(raw, dict) and part in raw
        if is_key or (isinstance(raw, list) and isinstance(part, int) and part < len(raw)):
            raw = raw[part]
            place.append(part)
    return tuple(place), raw


def _innermost(wanted: type[Any], place: Path) -> type[Any]:
    """The class of what lies at a place of a thing."""
    for part, after in pairwise(place):
        if isinstance(after, int):
            wanted = _INNER.get(str(part), wanted)
    return wanted


def _called(wanted: type[Any]) -> str:
    if issubclass(wanted, m.Question):
        return f"a question of kind '{wanted.__dataclass_fields__['kind'].default}'"
    return _THING[wanted]


def _keys_of(wanted: type[Any]) -> list[str]:
    author = {new: old for old, new in RENAMED.get(wanted, {}).items()}
    hidden = _NO_KEYS.get(wanted, ())
    return [author.get(one.name, one.name) for one in fields(wanted) if one.name not in hidden]


_WORDS = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list [...]",
    "dict_type": "a table { ... }",
    "mapping_type": "a table { ... }",
    "dataclass_type": "a table { ... }",
    "dataclass_exact_type": "a table { ... }",
}


def _expected(errors: list[_Found]) -> str:
    """What was expected at a place; of several possibilities all."""
    for error in errors:
        if error["type"] == "literal_error":
            # the empty text stands for a key that is left out: nobody writes it
            said = str(error["msg"]).replace("Input should be", "it must be")
            return said.replace("'' or ", "").replace("'', ", "")
    words = list(dict.fromkeys(_WORDS.get(one["type"], "") for one in errors))
    if not all(words):
        return str(errors[0]["msg"])[:120]
    return f"{' or '.join(words)} is expected"
