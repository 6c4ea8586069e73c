"""Text from anywhere must be safe on a terminal, and no letter that people need may go."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.text import (
    cell_width,
    clean_line,
    clean_text,
    file_name,
    format_number,
    join_words,
    masked,
    plural,
    wrapped,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates included
TROUBLE = st.text(st.sampled_from("ab \n\r\t\0\x0b\x1b\x85\u0301\u0302\u200b\u200c\u200d\u2028字"))


@given(ANY_TEXT | TROUBLE)
def test_cleaned_text_stays_as_it_is_when_cleaned_again(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    line = clean_line(text)
    assert clean_line(line) == line
    assert clean_text(line) == line


@given(ANY_TEXT | TROUBLE)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    cleaned = clean_text(text)
    assert not [
        each for each in cleaned if each != "\n" and unicodedata.category(each) in ("Cc", "Cs")
    ]
    assert "\n" not in clean_line(text)
    cleaned.encode()  # no lone surrogate: it can be written to a file


@given(ANY_TEXT | TROUBLE)
def test_masked_text_can_be_shown_and_keeps_its_length(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert clean_line(shown).replace("\u0301", "") == shown.replace("\u0301", "") or any(
        unicodedata.category(each) in ("Mn", "Me") for each in shown
    )
    assert not [each for each in shown if unicodedata.category(each) in ("Cc", "Cs")]


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("plain", "plain"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\tb", "a b"),
        ("soft\x0breturn", "soft\nreturn"),
        ("one\u2028two", "one\ntwo"),
        ("\x1b]52;c;QUJD\x07stolen", "]52;c;QUJDstolen"),
        ("\x9b31mred", "31mred"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("\u202egnp.exe", "gnp.exe"),
        ("x\r\0\ny", "x\ny"),
        ("flag\U000e0067\U000e007f", "flag"),
        ("half \ud83d", "half "),
        ("👩\u200d💻 and می\u200cخواهم", "👩\u200d💻 and می\u200cخواهم"),
        ("Größe – “Ziel” ✓ 字", "Größe – “Ziel” ✓ 字"),
    ],
)
def test_clean_text(given_text: str, cleaned: str) -> None:
    assert clean_text(given_text) == cleaned


def test_a_tower_of_accents_is_cut_to_four() -> None:
    assert clean_text("o" + "\u0301" * 500 + "k") == "o" + "\u0301" * 4 + "k"
    assert clean_text("o\u0301" * 50) == "o\u0301" * 50
    # A joiner between them does not start a new count.
    assert clean_text("o" + "\u0301\u200d" * 500).count("\u0301") == 4


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("one\r\n\r\n\ntwo", "one two"),
        ("\n\nname\n", "name"),
        ("  kept blanks ", "  kept blanks "),
        ("\n", ""),
    ],
)
def test_clean_line(given_text: str, cleaned: str) -> None:
    assert clean_line(given_text) == cleaned


def test_cell_width() -> None:
    assert cell_width("abc") == 3
    assert cell_width("字a") == 3
    assert cell_width("e\u0301") == 1


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (5, "5"),
        (5.0, "5"),
        (-0.0, "0"),
        (-0.001, "0"),
        (0.25, "0.25"),
        (0.5, "0.5"),
        (2 / 3, "0.67"),
        (999, "999"),
        (9_999, "9,999"),
        (9_999.5, "9,999.5"),
        (9_999.999, "10,000"),
        (10_000, "10,000"),
        (-1_234_567, "-1,234,567"),
        (12_345.678, "12,345.68"),
        (120.0, "120"),
    ],
)
def test_format_number(number: float, text: str) -> None:
    assert format_number(number) == text


def test_plural() -> None:
    assert plural(1, "segment") == "1 segment"
    assert plural(3, "segment") == "3 segments"
    assert plural(0, "community", "communities") == "0 communities"
    assert plural(12_000, "person", "people") == "12,000 people"


def test_join_words() -> None:
    assert join_words([]) == ""
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b"]) == "a and b"
    assert join_words(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Spring visit: Oslo!", "spring-visit-oslo"),
        ("  ../../etc/passwd ", "etc-passwd"),
        ("a.b", "a-b"),
        ("-rf *", "rf"),
        (".hidden", "hidden"),
        ("Café Straße", "café-strasse"),
        ("cafe\u0301", "café"),
        ("東京 2027", "東京-2027"),
        ("हिन्दी", "हिन्दी"),
        ("new_plan", "new-plan"),
        ("two\nlines", "two-lines"),
        ("\x1b[31mred", "31mred"),
        ("", "plan"),
        ("?!", "plan"),
        ("\u0301", "plan"),
    ],
)
def test_file_name(title: str, name: str) -> None:
    assert file_name(title) == name


@given(ANY_TEXT | TROUBLE)
def test_a_file_name_is_safe_on_every_disk(title: str) -> None:
    name = file_name(title)
    assert 0 < len(name) <= 60
    assert len(name.encode()) <= 180
    assert not set(name) & set('/\\:*?"<>| .\0\n')
    assert not name.startswith("-")
    assert not name.endswith("-")


def test_a_long_title_gives_a_name_that_leaves_room_for_endings() -> None:
    assert len(file_name("𝒜" * 500).encode()) <= 180
    assert len(file_name("word " * 500)) <= 60


@pytest.mark.parametrize("width", [10, 40, 78])
def test_wrapping_keeps_every_letter(hostile: str, width: int) -> None:
    text = f"before {hostile} after {hostile}"
    lines = wrapped(text, width=width)
    assert max(map(cell_width, lines)) <= width
    assert "".join(lines).replace(" ", "") == "".join(clean_line(text).split())
