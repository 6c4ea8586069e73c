"""Bytes from a terminal become keys, pastes and sizes, whatever comes in whatever pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from smtui.tui.terminal.input import FOCUS_PAUSE, Keyboard
from smtui.tui.terminal.pasting import END, LONGEST, SILENCE, START, Paste


def read(*pieces: bytes, pause: float = 0.0, after: float = 10.0) -> list[Message]:
    """The messages of pieces that come with a pause between them, and then silence."""
    keyboard, now, out = Keyboard(), 0.0, []
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        out += keyboard.feed(piece, now)
        end = now + (after if number == last else pause)
        while (wait := keyboard.wait(now)) is not None and now + wait <= end:
            now += wait + 1e-6
            out += keyboard.tick(now)
        now = max(now, end)
    return out


def told(messages: list[Message]) -> list[str]:
    """Keys by their name, pastes as 'paste: text', other messages by their class."""
    words = []
    for message in messages:
        if isinstance(message, events.Key):
            words.append(message.key)
        elif isinstance(message, events.Paste):
            words.append(f"paste: {message.text}")
        else:
            words.append(type(message).__name__)
    return words


def keys(*pieces: bytes, pause: float = 0.0) -> list[str]:
    return told(read(*pieces, pause=pause))


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        (b"ab\t\r", ["a", "b", "tab", "enter"]),
        (b"\x1b[A\x1bOP\x1b[1;5C", ["up", "f1", "ctrl+right"]),
        (b"\x1b", ["escape"]),
        (b"\x1bn", ["alt+n"]),
        (b"\x1b[[A", ["f1"]),  # the Linux console
        (b"\x1b[97;5u", ["ctrl+a"]),
        (b"\x1b[97;1;228u", ["ä"]),
        ("ä字".encode(), ["ä", "字"]),
        (b"\x1b[I", ["AppFocus"]),
        (b"\x1b[<0;3;4M", ["MouseDown"]),
    ],
)
def test_keys_are_what_they_were(sent: bytes, wanted: list[str]) -> None:
    assert keys(sent) == wanted


@pytest.mark.parametrize(
    "sequence",
    [
        b"\x1b[99999999999u", b"\x1b[1114112u", b"\x1b[:u", b"\x1b[97;1;9999999999u",
        b"\x1b[97;1:3u", b"\x1b[48;0;0;0;0t\x1b[<0;1;1m", b"\x1b[?64;1;2c",
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", b"\x1b]0;title\x07", b"\x1bP>|XTerm(390)\x1b\\",
        b"\x00" * 4096,
    ],
)  # fmt: skip
def test_what_is_no_key_types_nothing_and_costs_nothing(sequence: bytes) -> None:
    letters = [word for word in keys(sequence + b"ab") if len(word) == 1]
    assert letters == ["a", "b"]


@pytest.mark.parametrize("sent", [b"\x1b[97;1:1u", b"\x1b[97;1:2u", b"\x1b[97:65:97;1u"])
def test_a_key_with_more_about_it_is_still_the_key(sent: bytes) -> None:
    assert keys(sent) == ["a"]


def test_bytes_that_are_not_utf8_are_shown_as_such() -> None:
    shown = [one.character for one in read(b"d\xe9j") if isinstance(one, events.Key)]
    assert shown == ["d", "\ufffd", "j"]


def test_a_letter_that_comes_in_two_pieces_is_one_letter() -> None:
    assert keys("é".encode()[:1], "é".encode()[1:], pause=0.01) == ["é"]


def test_an_escape_sequence_that_comes_in_two_pieces_is_one_key() -> None:
    assert keys(b"\x1b[", b"A", pause=0.05) == ["up"]


def test_escape_and_then_a_letter_are_two_keys() -> None:
    assert keys(b"\x1b", b"a", pause=1.0) == ["escape", "a"]


# windows


@pytest.mark.parametrize(
    ("sent", "size"),
    [
        (b"\x1b[48;99999;99999;0;0t", (1000, 500)),
        (b"\x1b[48;24;80;480;800t", (80, 24)),
        (b"\x1b[48;1;1;1;1t", (1, 1)),
        (b"\x1b[48;0;80;0;0t", None),
    ],
)
def test_a_window_has_a_size_that_can_be_drawn(sent: bytes, size: tuple[int, int] | None) -> None:
    sizes = [tuple(one.size) for one in read(sent) if isinstance(one, events.Resize)]
    assert sizes == ([size] if size else [])


def test_of_many_sizes_in_a_burst_the_last_one_is_told() -> None:
    burst = b"".join(b"\x1b[48;%d;80;0;0t" % rows for rows in range(1, 101))
    sizes = [one.size.height for one in read(burst) if isinstance(one, events.Resize)]
    assert sizes[-1] == 100
    assert len(sizes) <= 2


def test_ten_changes_of_the_focus_a_second_are_enough() -> None:
    flips = [b"\x1b[O", b"\x1b[I"] * 100
    focus = [one for one in keys(*flips, pause=0.005) if one.startswith("App")]
    assert focus[-1] == "AppFocus"
    assert len(focus) <= 1 / FOCUS_PAUSE + 2  # in the second that they took


# pastes


def test_a_paste_is_one_text_without_control_characters() -> None:
    text = "a\x00\x01\x7f\x9b\x1b[31m\r\nb\tc"
    assert keys((START + text + END).encode()) == ["paste: a[31m\nb c"]


@given(st.text(), st.lists(st.integers(0, 60)))
def test_a_paste_may_come_in_any_pieces(text: str, cuts: list[int]) -> None:
    if START in text or END in text:
        return
    data = (START + text + END).encode("utf-8", "surrogatepass")
    pieces = [data[a:b] for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), None], strict=True)]
    assert keys(*pieces, pause=0.001) == keys(data)


def test_keys_behind_a_paste_stay_keys_and_come_after_it() -> None:
    assert keys((START + "one" + END + "\tx").encode()) == ["paste: one", "tab", "x"]


def test_two_pastes_with_a_key_between_them_stay_apart() -> None:
    sent = f"{START}one{END}\t{START}two{END}\t"
    assert keys(sent.encode()) == ["paste: one", "tab", "paste: two", "tab"]


def test_an_end_mark_inside_a_paste_makes_no_keys_of_the_rest() -> None:
    assert keys(f"{START}one{END}\x11two{END}".encode()) == ["paste: onetwo"]


def test_a_paste_without_an_end_is_over_after_a_silence() -> None:
    assert keys(START.encode() + b"half", b"\t", pause=SILENCE + 0.1) == ["paste: half", "tab"]


def test_a_late_end_of_a_paste_is_no_key() -> None:
    sent = (START.encode() + b"half", END.encode(), b"x")
    assert keys(*sent, pause=SILENCE + 0.1) == ["paste: half", "x"]


def test_a_giant_paste_says_how_much_was_left_out() -> None:
    paste = read(START.encode(), *[b"word " * 1000] * 200, END.encode(), pause=0.001)
    (found,) = [one for one in paste if isinstance(one, Paste)]
    assert len(found.text) == LONGEST
    assert found.beyond == 1_000_000 - LONGEST


def test_an_unmarked_paste_is_one_text_and_keys_around_it_stay_keys() -> None:
    line = b"Cooking classes for couples who live near the harbour, at night."
    assert len(line) == 64
    assert keys(b"\t" + line + b"!" + b"\t") == ["tab", f"paste: {line.decode()}!", "tab"]
    assert all(len(word) == 1 or word in ("space", "comma", "full_stop") for word in keys(line))


def test_what_was_held_back_comes_at_the_end() -> None:
    keyboard = Keyboard()
    assert keyboard.feed(START.encode() + b"half", 0.0) == []
    assert told(keyboard.end()) == ["paste: half"]
    assert keyboard.feed((START + "whole" + END + "x").encode(), 1.0) == []
    assert told(keyboard.end()) == ["paste: whole", "x"]


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_no_bytes_end_the_reading(pieces: list[bytes]) -> None:
    keyboard, now = Keyboard(), 0.0
    for piece in pieces:
        now += 0.2
        keyboard.feed(piece, now)
        keyboard.tick(now + 0.1)
    now += 10
    keyboard.tick(now)
    keyboard.tick(now + 10)
    letters = [*keyboard.feed(b"z", now + 20), *keyboard.tick(now + 30), *keyboard.end()]
    assert any(
        "z" in (getattr(one, "character", "") or getattr(one, "text", "")) for one in letters
    )
