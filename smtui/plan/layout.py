"""Lays a tree of values out as TOML that people like to read and edit by hand.

Every table under a header of its own, lists of tables as [[...]], a list of
short values on one line, a long one with a value a line, texts of several
lines as they are. How single values are written is left to tomli_w.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

from smtui.text import escaped

_WIDTH = 88


def lay_out(tree: Mapping[str, Any]) -> str:
    """The tree as TOML. Tables keep their order, behind the plain values beside them."""
    return escaped("\n".join(_table(tree, "", "")).lstrip("\n") + "\n")


def _table(table: Mapping[str, Any], name: str, header: str) -> Iterator[str]:
    """The lines of a table; `name` is its full key, `header` the line above it, if any."""
    plain = {key: value for key, value in table.items() if not _is_deep(value)}
    # a table that only holds other tables is there by their names
    if header and (plain or not table or header.startswith("[[")):
        yield ""
        yield header
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value, len(_key(key)) + 3)}"
    for key, value in table.items():
        full = f"{name}.{_key(key)}" if name else _key(key)
        if isinstance(value, Mapping):
            yield from _table(value, full, f"[{full}]")
        elif _is_deep(value):
            for one in value:
                yield from _table(one, full, f"[[{full}]]")


def _is_deep(value: Any) -> bool:
    """Whether a value stands under headers: a table, or a list of nothing but tables."""
    if isinstance(value, Mapping):
        return True
    return (
        isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)
    )


def _key(key: str) -> str:
    return tomli_w.dumps({key: 0}).removesuffix(" = 0\n")


def _value(value: Any, indent: int) -> str:
    if isinstance(value, str):
        # TOML reads a CR before a line end as the line end: only escaped does it stay; and two
        # versions of a text that git could not merge would look like two versions of the file
        return _single(value, lines="\r" not in value and "\n<<<<<<<" not in f"\n{value}")
    line = _inline(value)
    if not isinstance(value, list) or not value or indent + len(line) <= _WIDTH:
        return line
    return "".join(["[\n", *(f"  {_inline(one)},\n" for one in value), "]"])


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_inline(one)}" for key, one in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(one) for one in value)}]"
    return _single(value)


def _single(value: Any, *, lines: bool = False) -> str:
    text = tomli_w.dumps({"a": value}, multiline_strings=lines)
    return text.removeprefix("a = ").removesuffix("\n")
