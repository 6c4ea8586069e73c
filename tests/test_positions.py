"""The line that a mistake names must be the line on which its key stands."""

import re
import time
import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from smtui.positions import Positions, defines

DOCUMENT = '''\
# a comment = 1
title = "t" # not = this
"quoted key" = 1
'lit.eral' = 2
"esc\\u00e4ped" = 3
site."a.b".c = true
long = """
fake = 1
[fake]
\\""" still
"""
raw = \'\'\'
also = "fake\'\'\'

[meta]
date = 2026-03-31T10:00:00Z
point = 1.5

[meta.deep."x y"]
z = 0

[[sections]]
id = "one"

[[sections.questions]]
id = "q1"
choices = [
    { id = "a", label = "A, or {b}" }, # first
    { id = "b",
      label = "]" },

    {
        "id" = "c",
        points = [1,
            [2, 3]] },
]

[sections.questions.limits]
most = 3

[[sections.questions]]
kind = "text"

[[sections]]
id = "two"
[[sections.questions]]
kind = "number"
'''

Q = ("sections", 0, "questions")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("title",), "title ="),
        (("quoted key",), '"quoted key"'),
        (("lit.eral",), "'lit.eral'"),
        (("escäped",), "esc"),
        (("site",), "site."),
        (("site", "a.b", "c"), "site."),
        (("long",), "long ="),
        (("raw",), "raw ="),
        (("meta",), "[meta]"),
        (("meta", "date"), "date ="),
        (("meta", "point"), "point ="),
        (("meta", "deep", "x y"), '[meta.deep."x y"]'),
        (("meta", "deep", "x y", "z"), "z ="),
        (("sections", 0, "id"), 'id = "one"'),
        ((*Q, 0, "id"), 'id = "q1"'),
        ((*Q, 0, "choices"), "choices = ["),
        ((*Q, 0, "choices", 0, "id"), '"a"'),
        ((*Q, 0, "choices", 0, "label"), '"a"'),
        ((*Q, 0, "choices", 1), '{ id = "b"'),
        ((*Q, 0, "choices", 1, "label"), '"]"'),
        ((*Q, 0, "choices", 2), "    {\n"),
        ((*Q, 0, "choices", 2, "id"), '"c"'),
        ((*Q, 0, "choices", 2, "points", 0), "points"),
        ((*Q, 0, "choices", 2, "points", 1, 1), "[2, 3]"),
        ((*Q, 0, "limits", "most"), "most"),
        ((*Q, 1, "kind"), '"text"'),
        (("sections", 1, "id"), '"two"'),
        (("sections", 1, "questions", 0, "kind"), '"number"'),
    ],
)
def test_every_way_to_write_a_key(path: tuple[str | int, ...], text: str) -> None:
    line = DOCUMENT[: DOCUMENT.index(text)].count("\n") + 1
    assert Positions(DOCUMENT).line_of(path) == line


def test_the_key_that_is_not_there_has_the_line_of_its_parent() -> None:
    positions = Positions(DOCUMENT)
    assert positions.line_of((*Q, 1, "label")) == positions.line_of((*Q, 1))
    assert positions.line_of(("meta", "date", "x", 3)) == positions.line_of(("meta", "date"))
    assert positions.line_of(("nowhere", 1)) == 1
    assert positions.line_of(()) == 1


def test_text_in_strings_and_comments_is_no_key() -> None:
    positions = Positions(DOCUMENT)
    for name in ("fake", "also", "a comment", "a", "not"):
        assert positions.line_of((name,)) == 1


def test_the_table_itself_wins_over_an_earlier_mention() -> None:
    positions = Positions("[a.b]\nx = 1\n\n[a]\ny = 2\n")
    assert positions.line_of(("a",)) == 4
    assert positions.line_of(("a", "b")) == 1


def test_windows_line_ends() -> None:
    positions = Positions("a = 1\r\nb = [\r\n  2,\r\n  3]\r\n")
    assert positions.line_of(("b", 1)) == 4
    assert positions.source_line(3) == "  2,"


def test_source_line() -> None:
    positions = Positions("a = 1\nb = 2")
    assert positions.source_line(1) == "a = 1"
    assert positions.source_line(2) == "b = 2"
    assert positions.source_line(0) == positions.source_line(3) == ""


@pytest.mark.parametrize(
    "slip",
    ["x = [1, 2", 'x = ["a', "x = {a = 1", "[x", "x = ]]]", 'x = "open', "x", "= =", "x = [[[{{"],
)
def test_one_slip_does_not_hide_the_lines_below(slip: str) -> None:
    positions = Positions(slip + "\n\n[below]\nkey = 1\n[[many]]\nid = 2\n")
    assert positions.line_of(("below", "key")) == 4
    assert positions.line_of(("many", 0, "id")) == 6


def test_an_array_left_open_does_not_hide_the_next_key() -> None:
    positions = Positions('x = [\n  "a",\nnext = 1\n')
    assert positions.line_of(("next",)) == 3


KEYS = st.text(st.sampled_from("abc é.\"'\\ 1-_"), max_size=5)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.integers(-9, 9)
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.text(st.sampled_from("ab=#[]{}\"'\\\n,."), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def paths_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path of a document, parents before their children."""
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    else:
        return [path]
    return [path, *(each for key, below in pairs for each in paths_of(below, (*path, key)))]


def stands_on(key: str, line: str) -> bool:
    """True when the line has the key as tomli_w writes it: after a blank, bracket or point."""
    written = tomli_w.dumps({key: 1}).removesuffix(" = 1\n")
    return re.search(rf"(^|[\s\[{{.,]){re.escape(written)}(?= =|\.|\])", line) is not None


@given(st.dictionaries(KEYS, VALUES, max_size=5), st.booleans())
def test_every_key_of_a_written_document_is_found_on_its_line(
    document: dict[str, Any], multiline: bool
) -> None:
    text = tomli_w.dumps(document, multiline_strings=multiline)
    positions = Positions(text)
    for path in paths_of(tomllib.loads(text)):
        if path and isinstance(path[-1], str):
            line = positions.source_line(positions.line_of(path))
            assert stands_on(path[-1], line), (path, text)


def write(value: Any, lines: list[str]) -> None:
    """Write a value so that every item and every key of an array has a line of its own."""
    if isinstance(value, list):
        lines[-1] += "[ # ] ["
        for item in value:
            lines.append("  ")
            write(item, lines)
            lines[-1] += ", # ,"
        lines.append("]")
    elif isinstance(value, dict):
        lines[-1] += "{"
        for number, (key, below) in enumerate(value.items()):
            lines[-1] += (", " if number else "") + key + " = "
            write(below, lines)
        lines[-1] += "}"
    else:
        lines[-1] += str(value)


PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.integers(0, 9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.lists(PLAIN, max_size=5))
def test_every_item_of_an_array_over_many_lines_has_its_own_line(items: list[Any]) -> None:
    lines = ["x = "]
    write(items, lines)
    text = "\n".join(lines)
    assert tomllib.loads(text) == {"x": items}
    positions = Positions(text)
    found = [positions.line_of(path) for path in paths_of(items, ("x",))]
    assert found == sorted(found)  # in the order of the text
    own = [positions.line_of(("x", number)) for number in range(len(items))]
    assert len(set(own)) == len(own)
    for line, item in zip(own, items, strict=True):
        first = str(item) if isinstance(item, int) else "[" if isinstance(item, list) else "{"
        assert positions.source_line(line).strip().startswith(first)


@given(st.text(st.sampled_from("[]{}=,.\"'\\#\n ab\r\t")) | st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    positions = Positions(text)
    assert positions.line_of(("a", 0, "b")) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "x = " + "[" * 200_000,
        "x = " + "{a=" * 100_000,
        "a" + ".a" * 200_000 + " = 1",
        '"' * 200_001,
        "x = " + '"\\' * 200_000,
        "x = '''" + "'" * 200_000,
        'x = """' + "\\\\" * 200_000,
        "[" + " " * 300_000,
        "x" + " " * 300_000,
        "x = [\n" * 50_000,
        "[a\n" * 100_000,
        "a.b.c.d = 1\n" * 50_000,
    ],
    ids=lambda text: text[:12].encode("unicode_escape").decode(),
)
def test_time_grows_with_the_length_of_the_text_alone(text: str) -> None:
    start = time.perf_counter()
    Positions(text)
    assert time.perf_counter() - start < 5  # quadratic would be minutes


def test_a_file_of_twenty_thousand_lines() -> None:
    item = '[[sections.questions]]\nid = "q"\nask = "Who is it for?"\nchoices = ["a", "b"]\n\n'
    text = "[[sections]]\n" + item * 4_000
    start = time.perf_counter()
    positions = Positions(text)
    assert time.perf_counter() - start < 5
    assert positions.line_of(("sections", 0, "questions", 3_999, "ask")) == 2 + 3_999 * 5 + 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[meta]", True),
        ("a = 1\n[[meta]]", True),
        ("meta.x = 1", True),
        ('[ "meta" . x]', True),
        ("[a]\n[meta.b]", True),
        ("[a]\nmeta = 1", False),
        ('a = """\n[meta]\n"""', False),
        ('a = [\n"meta",\n[\n"meta"\n]\n]', False),
        ("a = {meta = 1}", False),
        ("[x.meta]\nx.meta = 1", False),
        ("# [meta]", False),
        ("", False),
    ],
)
def test_whether_a_name_is_defined_at_the_top(text: str, found: bool) -> None:
    assert defines(text, "meta") is found
