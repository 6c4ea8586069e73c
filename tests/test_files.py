"""A file may be anything: what is wrong with it is one clear sentence."""

import hashlib
import io
import os
import socket
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.files import CAPS, TomlFile, beginning_of, digest_of, read_toml
from smtui.mistakes import BadInput, Mistake

GOOD = b"""\
# a plan
[meta]
title = "Spring" # "x"
made = 2026-03-31

[[segments]]
id = "s1"
tags = ["a", 'b', 3.5, true]
where = { city = "Ulm", size = 12 }

[[segments]]
id = "s2"
note = \"\"\"
two
lines\"\"\"
"""


def read(content: bytes | str, **limits: Any) -> TomlFile:
    """Read a file with this content, called f.toml."""
    path = Path("f.toml")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_toml(path, **({"max_bytes": 100_000, "max_entries": 1_000} | limits))


def mistake_in(content: bytes | str, **limits: Any) -> Mistake:
    """The one mistake of a file with this content."""
    with pytest.raises(BadInput) as caught:
        read(content, **limits)
    [mistake] = caught.value.mistakes
    return mistake


def under_caret(mistake: Mistake) -> str:
    return mistake.source[mistake.start : mistake.start + mistake.length]


# Reading: files that are as they should be.


def test_a_good_file() -> None:
    file = read(GOOD)
    assert file.data["segments"][0]["where"] == {"city": "Ulm", "size": 12}
    assert file.text == GOOD.decode()
    assert file.name == "f.toml"
    assert file.digest == hashlib.sha256(GOOD).hexdigest() == digest_of(file.path)
    assert file.positions.line_of(("segments", 0, "where", "city")) == 9
    assert file.positions.line_of(("segments", 1, "id")) == 12


def test_a_byte_order_mark_and_windows_line_ends_are_welcome() -> None:
    file = read(b"\xef\xbb\xbf" + b'a = "x"\r\nb = 2\r\n')
    assert file.data == {"a": "x", "b": 2}
    assert file.positions.line_of(("b",)) == 2


def test_what_is_allowed_at_the_limit() -> None:
    key = ".".join(["a"] * CAPS.key_parts)
    deep = "[" * CAPS.nesting + "]" * CAPS.nesting
    read(f"{key} = 1\nb = {deep}\nc = {2**53}\nd = {-(2**53)}\n")
    assert len(read(b"a=1\n" + b"#" * 96, max_bytes=100).text) == 100
    read("x = [1, 2, 3]", max_entries=4)


def test_a_comment_or_a_long_text_may_hold_what_a_file_may_not() -> None:
    brackets = "[" * 100 + ".a" * 100
    text = (
        f'# {brackets}\na = "{brackets}"\nb = """\n{brackets}\n=======\n"""\nc = \'{brackets}\'\n'
    )
    assert read(text).data["a"] == brackets


# Reading: files that are something else.


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(BadInput, match=r"^nowhere/plan\.toml: there is no such file$"):
        read_toml(Path("nowhere/plan.toml"), max_bytes=100, max_entries=10)


def make_link_circle(path: Path) -> None:
    path.symlink_to(path.name)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)  # a relative name: the whole path may be too long for a socket


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Path.mkdir, "a folder"),
        (os.mkfifo, "a device or a socket"),
        (make_socket, "a device or a socket"),
        (make_link_circle, "circle"),
        (lambda path: path.symlink_to("/dev/zero"), "a device or a socket"),
        (lambda path: path.symlink_to("gone"), "no such file"),
    ],
)
def test_what_is_no_file_is_named(make: Callable[[Path], None], words: str) -> None:
    path = Path("thing.toml")
    make(path)
    with pytest.raises(BadInput, match=words):
        read_toml(path, max_bytes=100, max_entries=10)
    assert digest_of(path) is None


@pytest.mark.parametrize("name", ["nul\0.toml", "x" * 300, "half\ud83d.toml", "\x1b[31m"])
def test_an_impossible_name_is_told_without_harm(name: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_toml(Path(name), max_bytes=100, max_entries=10)
    shown = str(caught.value)
    assert "\x1b" not in shown and "\0" not in shown
    shown.encode()
    assert digest_of(Path(name)) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_of_somebody_else() -> None:
    Path("f.toml").write_text("a = 1")
    Path("f.toml").chmod(0)
    with pytest.raises(BadInput, match="may not read"):
        read_toml(Path("f.toml"), max_bytes=100, max_entries=10)


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "a")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\0" * 5000, "damaged"),
        ("a = 1".encode("utf-16"), "UTF-16"),
        ("a = 1".encode("utf-16-le"), "UTF-16"),
        ("a = 1".encode("utf-16-be"), "UTF-16"),
        (zipped(), "zip"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "not a text file"),
        (b"a = 1\n" * 20, "larger than a plan may be"),
    ],
)
def test_what_is_no_text_is_named(content: bytes, words: str) -> None:
    mistake = mistake_in(content, max_bytes=100 if b"a = 1\n" in content else 10_000)
    assert words in mistake.what
    assert mistake.line == 0


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_letter_that_is_not_utf8_is_shown(mark: bytes) -> None:
    mistake = mistake_in(
        mark + 'a = 1\n# ok é\nb = "größe"\n'.encode().replace(b"\xc3\xb6", b"\xf6")
    )
    assert mistake.line == 3
    assert "UTF-8" in mistake.what
    assert mistake.source == 'b = "gr\ufffdße"'
    assert under_caret(mistake) == "\ufffd"


def test_a_conflict_that_git_left() -> None:
    mistake = mistake_in("a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> theirs\n")
    assert mistake.line == 2
    assert "git" in mistake.what


# Reading: files that are too much.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a" + ".a" * 20_000 + " = 1", "64 parts"),
        ("[" + "a." * 20_000 + "a]", "64 parts"),
        ("x = {" + "a . " * 64 + "a = 1}", "64 parts"),
        ("x = " + "[" * 33 + "]" * 33, "32 brackets"),
        ("x = " + "[" * 30_000, "32 brackets"),
        ("x = " + "{a=" * 30_000, "32 brackets"),
    ],
)
def test_what_would_choke_the_parser_never_reaches_it(text: str, words: str) -> None:
    start = time.perf_counter()
    mistake = mistake_in("\n" + text)
    assert time.perf_counter() - start < 3
    assert words in mistake.what
    assert mistake.line == 2
    assert len(mistake.source) < len(text) + 1


def test_tables_in_tables_in_tables_end_somewhere() -> None:
    key = ".".join("abcdefgh" * 8)
    assert "nested" in mistake_in(f"[{key}]\n{key} = 1\n").what


def test_too_many_entries() -> None:
    assert "1,000 entries" not in mistake_in("x = [1, 2, 3, 4]", max_entries=4).what
    assert "4 entries" in mistake_in("x = [1, 2, 3, 4]", max_entries=4).what
    assert "1,000 entries" in mistake_in("x = [" + "[]," * 1_000 + "]").what


@pytest.mark.parametrize(
    "value",
    [
        str(2**53 + 1),
        f"-{2**53 + 1}",
        "0x" + "f" * 9_000,  # str() of this raises
        "9" * 5_000,  # and int() of this
        "inf",
        "-nan",
        "1e999",
    ],
    ids=lambda value: value[:8],
)
def test_numbers_that_other_programs_cannot_hold(value: str) -> None:
    mistake = mistake_in(f"a = 1\nb = [{{ c = 2 }},\n  {value}]\n")
    assert mistake.line == 3
    assert "number" in mistake.what


# Reading: the usual slips.

SLIPS = [
    # content, line, what is under the caret, a word of the message
    ("x = hello there # y", 1, "hello there", "quotes"),
    ("x = [\n  north,\n]", 2, "north", "quotes"),
    ("x = [ten things]", 1, "ten things", "quotes"),
    ("x = 3 people", 1, "3 people", "quotes"),
    ("x = trueish", 1, "trueish", "quotes"),
    ("a = 1\nx = yes", 2, "yes", "true"),
    ("x = No # or not", 1, "No", "false"),
    ("x = True", 1, "True", "true"),
    ("x = [{a = 1, b = on}]", 1, "on", "true"),
    ("x = null", 1, "null", "leave"),
    ("x = “hi”", 1, "“", "curly"),
    ("x = [‘hi’]", 1, "‘", "curly"),
    ('x = "hi”\ny = 1', 1, "”", "curly"),
    ('a = 1\nx = "hi\ny = 1', 2, '"hi', "closing"),
    ("x = 'hi", 1, "'hi", "closing"),
    ('x = """hi\n\ny = 1', 1, '"""', "closing"),
    ('x = "say "hi" now"', 1, 'hi" now"', "inside"),
    ("x = 'don't'", 1, "t'", "inside"),
    ('x = "C:\\Users"', 1, "\\U", "backslash"),
    ("x = 1\n\nx = 2", 3, "x", "first on line 1"),
    ("x = 1\nx = [\n  2,\n]", 2, "x", "first on line 1"),
    ("[a]\nx = 1\n[b]\nx = 1\nx = 2", 5, "x", "first on line 4"),
    ("[a]\n[b]\n[a]", 3, "[a]", "first on line 1"),
    ("x = {a = 1, a = 2}", 1, None, "twice"),
    ("a = 1\n[a]", 2, "[a]", "line 1"),
    ("a.b = 1\na = 2", 2, "a", "already"),
    ("[[a]]\nx = 1\n[a]\ny = 1", 3, "[a]", "[[a]]"),
    ("[a]\nx = 1\n[[a]]\ny = 1", 3, "[[a]]", "[[a]]"),
    ("x = {a = 1,\n b = 2}", 1, "{", "one line"),
    ("x = {\n a = 1 }", 1, "{", "one line"),
    ("x = {a = 1\n, b = 1}", 1, "{", "one line"),
    ("x = {a = 1,}", 1, "}", "comma"),
    ("x = {a = 1 b = 2}", 1, "b", "comma"),
    ('x "hi"', 1, '"', "'='"),
    ("x 1", 1, "1", "'='"),
    ("x: 1", 1, ":", "="),
    ("a = 1\nlone", 2, "lone", "'='"),
    ("a = 1\nx =\nb = 2", 2, "", "value is missing"),
    ("x = # later", 1, "#", "value is missing"),
    ('x = ["a" "b"]', 1, '"', "comma"),
    ('x = [\n  "a"\n  "b"\n]', 3, '"', "comma"),
    ("x = [1,,2]", 1, ",", "comma"),
    ('x = [\n  "a",\n  "b",\n\n[other]\ny = 1\n', 1, "[", "never closed"),
    ('x = ["a"\ny = 1\n', 1, "[", "never closed"),
    ('x = ["a",', 1, "[", "never closed"),
    ("x = 2026-02-30", 1, "2026-02-30", "date"),
    ("x = 31.12.2026", 1, "31.12.2026", "2026-03-31"),
    ("x = 3/31/2026", 1, "3/31/2026", "2026-03-31"),
    ("x = 2026-3-1", 1, "2026-3-1", "2026-03-31"),
    ("a = 1\n\u00a0x = 1", 2, "\u00a0", "invisible"),
    ("x = –5", 1, "–", "minus"),
    ("my–key = 1", 1, "–", "minus"),
    ("my key = 1", 1, "my key", "blank"),
    ("größe = 1", 1, "ö", "quotes"),
    ("änderung = 1", 1, "ä", "quotes"),
    ("- item", 1, "-", "list"),
    ("x = 10,000", 1, "10,000", "10000"),
    ("x = 1,5", 1, "1,5", "1.5"),
    ("x = 5%", 1, "5%", "number"),
    ("x = 10 EUR", 1, "10 EUR", "number"),
    ("x = 007", 1, "007", "0"),
    ("x = .5", 1, ".5", "0"),
    ('x = "a" y = 2', 1, "y = 2", "new line"),
    ("[a b]\nx = 1", 1, "b", "name"),
    ("[a\nx = 1", 1, "", "']'"),
    ("[[a]\nx = 1", 1, "]", "']]'"),
    ("[a]]\nx = 1", 1, "]", "[[name]]"),
    ("= 3", 1, "=", "name"),
    ("]", 1, "]", "closes nothing"),
    ("// note", 1, "/", "#"),
    ('{"a": 1}', 1, "{", "JSON"),
    ("A sentence.\nx = 1", 1, "A sentence.", "name = value"),
    ('x = "a\x01b"', 1, "\x01", "seen"),
]


@pytest.mark.parametrize(
    ("text", "line", "marked", "word"), SLIPS, ids=[f"{slip[0]!r}" for slip in SLIPS]
)
def test_a_slip_is_told_in_plain_words(text: str, line: int, marked: str | None, word: str) -> None:
    for content in (text, text.replace("\n", "\r\n")):
        mistake = mistake_in(content)
        assert mistake.line == line
        assert mistake.source.rstrip("\r") == text.split("\n")[line - 1]
        if marked is not None:
            assert under_caret(mistake) == marked
        assert word in mistake.render()


def test_a_slip_as_it_is_printed() -> None:
    assert mistake_in('ask = "Who?"\nrequired = yes\n').render() == (
        "f.toml:2: 'yes' is not a value here\n"
        "    required = yes\n"
        "               ^^^\n"
        "    write true"
    )


# Reading: whatever else there is.


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to read again and again: hypothesis runs a test many times with one tmp_path."""
    return tmp_path_factory.mktemp("scratch") / "f.toml"


def check_reading(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        file = read_toml(path, max_bytes=50_000, max_entries=5_000)
    except BadInput as error:
        [mistake] = error.mistakes
        shown = str(error)
        shown.encode()
        assert not [each for each in shown if each != "\n" and each < " "]
        assert mistake.line <= content.count(b"\n") + 1
        assert 0 <= mistake.start <= len(mistake.source)
    else:
        assert isinstance(file.data, dict)
    assert path.read_bytes() == content


PIECES = """a b = . , [ ] { } [[ ]] " ' \'\'\' \\ # - : 1 0 true no inf é “ – \x01 \u00a0
<<<<<<< ======= 2026-01-01 [a] [[a]] a=1 a.b="x" {a=1} [1,2] \\u00e9 0x10 1e9 _""".split()
TOML_LIKE = st.lists(
    st.sampled_from(
        [*PIECES, '"""', "\n", "\n", "\n", "\r\n", "\r", " ", "\t", "\0", "\u00a0", "\ufeff"]
    ),
    max_size=30,
).map("".join)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_data_or_in_one_mistake(scratch: Path, content: bytes) -> None:
    check_reading(scratch, content)


@given(TOML_LIKE)
def test_any_text_ends_in_data_or_in_one_mistake(scratch: Path, text: str) -> None:
    check_reading(scratch, text.encode())


@given(st.integers(0, len(GOOD)), st.integers(0, 12), TOML_LIKE | st.text(max_size=3))
def test_any_edit_of_a_good_file_ends_in_data_or_in_one_mistake(
    scratch: Path, start: int, deleted: int, inserted: str
) -> None:
    check_reading(scratch, GOOD[:start] + inserted.encode() + GOOD[start + deleted :])


def test_every_cut_and_every_lost_letter_of_a_good_file(scratch: Path) -> None:
    for place in range(len(GOOD)):
        check_reading(scratch, GOOD[:place])
        check_reading(scratch, GOOD[:place] + GOOD[place + 1 :])


def test_digest_of() -> None:
    Path("a").write_bytes(b"abc")
    assert digest_of(Path("a")) == hashlib.sha256(b"abc").hexdigest()
    assert digest_of(Path("gone")) is None
    assert digest_of(Path()) is None


@pytest.mark.parametrize(
    "bomb",
    ["[[x]]\n" * 1001, "[[x]]\n[[x.y]]\n" * 501, "x = [" + "1," * 1001 + "]", "a = 1\n" * 1001],
)
def test_a_bomb_of_small_things_is_refused_before_it_is_read(
    bomb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tomllib.loads", lambda text: pytest.fail("it was read"))
    assert "entries" in mistake_in(bomb).what


def test_as_many_entries_as_may_be_are_read() -> None:
    read("".join(f"[t{at}]\n" for at in range(500)) + "x = [" + "1," * 498 + "]")


def test_the_beginning_of_a_file() -> None:
    Path("a").write_bytes(b"abcdef")
    os.mkfifo("pipe")
    assert beginning_of(Path("a"), 3) == b"abc"
    assert beginning_of(Path("a"), 99) == b"abcdef"
    for name in ("pipe", "gone", ".", "a\0b"):
        assert beginning_of(Path(name), 3) is None
