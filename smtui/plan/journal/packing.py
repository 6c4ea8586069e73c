"""Leaves of answers as JSON and back: what comes out is what was put in, in kind and in value.

JSON knows no days, times or tuples: these are objects of one key, which names the kind. A list of
JSON is a tuple, for that is what nearly all answers of several parts are.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from smtui.files import CAPS
from smtui.plan.answers import Disagreement, Parked, Remark
from smtui.plan.journal.leaves import Leaf
from smtui.text import clean_line, clean_text

_LARGE = 64
"""Bits of an integer beyond which it is written by sixteens: Python reads 4,300 digits at most."""


def packed(value: Any) -> Any:
    """A value as JSON can hold it."""
    if value is None or isinstance(value, bool):
        return value
    pack = _PACKED.get(type(value))
    # what no plan's file could hold either: its text is better than nothing
    return pack(value) if pack else str(value)


def _text(value: str) -> Any:
    try:
        value.encode()
    except UnicodeEncodeError:  # two halves of a letter would come back as one letter
        return {"str": value.encode("utf-8", "surrogatepass").hex()}
    return value


def _moment(value: datetime | time) -> Any:
    kind = "datetime" if isinstance(value, datetime) else "time"
    return {kind: value.isoformat(), **({"fold": 1} if value.fold else {})}


_PACKED: Mapping[type, Callable[[Any], Any]] = {
    str: _text,
    int: lambda value: value if value.bit_length() <= _LARGE else {"int": hex(value)},
    float: lambda value: value if math.isfinite(value) else {"float": str(value)},
    tuple: lambda value: [packed(one) for one in value],
    list: lambda value: {"list": [packed(one) for one in value]},
    dict: lambda value: {"dict": [[packed(key), packed(one)] for key, one in value.items()]},
    datetime: _moment,
    time: _moment,
    date: lambda value: {"date": value.isoformat()},
}


def unpacked(raw: Any, text: Callable[[str], str] = str, room: int = CAPS.nesting) -> Any:
    """The value again, each text of it as `text` gives it back, nested at most `room` deep.

    Raises `ValueError` or `TypeError` for what `packed` never gives.
    """
    if not room:
        raise ValueError("nested too deeply")
    if isinstance(raw, str):
        return text(raw)
    if isinstance(raw, list):
        return tuple(unpacked(one, text, room - 1) for one in raw)
    if not isinstance(raw, dict):
        return raw
    fold = raw.pop("fold", 0)
    ((kind, inside),) = raw.items()
    value = _unpacked(kind, inside, text, room - 1)
    return value.replace(fold=fold) if fold else value


def _unpacked(kind: str, raw: Any, text: Callable[[str], str], room: int) -> Any:
    if kind == "list":
        return [unpacked(one, text, room) for one in _list(raw)]
    if kind == "dict":
        return {unpacked(key, text, 1): unpacked(one, text, room) for key, one in _list(raw)}
    if kind == "str":
        return text(bytes.fromhex(_str(raw)).decode("utf-8", "surrogatepass"))
    if kind not in _UNPACKED:
        raise ValueError(f"no kind of value: {kind!r}")
    return _UNPACKED[kind](_str(raw))


_UNPACKED: Mapping[str, Callable[[str], Any]] = {
    "int": lambda raw: int(raw, 16),
    "float": float,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}


def packed_leaf(leaf: Leaf) -> Any:
    """What stands at a leaf, as JSON; None when it was taken away."""
    return None if leaf.value is None else _SORTS[leaf.sort][0](leaf.value)


def unpacked_leaf(sort: str, name: str, item: str, raw: Any) -> Leaf:
    """A leaf as a file tells of it. Its texts are cleaned, as those of every file are.

    Raises `ValueError` or `TypeError` when there can be no such leaf.
    """
    if sort not in _SORTS or not _is_name(name) or not (item == "" or _is_name(item)):
        raise ValueError("no such leaf")
    return Leaf(sort, name, item, None if raw is None else _SORTS[sort][1](raw))


def _list(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise TypeError("not a list")
    return raw


def _str(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError("not a text")
    return raw


def _line(raw: Any) -> str:
    return clean_line(_str(raw))


def _is_name(raw: Any) -> bool:
    return isinstance(raw, str) and 0 < len(raw) <= 1000 and clean_line(raw) == raw


def _ids(raw: Any) -> tuple[str, ...]:
    ids = tuple(_list(raw))
    if not all(_is_name(one) for one in ids):
        raise ValueError("no ids of items")
    return ids


def _parked(raw: Any) -> Parked:
    owner, until = _list(raw)
    return Parked(_line(owner), None if until is None else date.fromisoformat(_str(until)))


def _remark(raw: Any) -> Remark:
    text, author = _list(raw)
    return Remark(clean_text(_str(text)), _line(author))


def _disagreement(raw: Any) -> Disagreement:
    name, text = _list(raw)
    return Disagreement(_line(name), clean_text(_str(text)))


def _yes(raw: Any) -> bool:
    if raw is not True:
        raise ValueError("neither yes nor taken away")
    return True


_SORTS: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "values": (packed, lambda raw: unpacked(raw, clean_text)),
    "items": (list, _ids),
    "parked": (lambda one: [one.owner, one.until.isoformat() if one.until else None], _parked),
    "remarks": (lambda one: [one.text, one.author], _remark),
    "not_applicable": (bool, _yes),
    "disagreements": (lambda one: [one.name, one.text], _disagreement),
}
"""How what stands at a leaf of each sort is packed and unpacked."""
