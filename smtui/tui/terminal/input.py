"""What the keyboard, the mouse and the window send: bytes become messages, whatever comes.

Textual's own parser does the known keys. Around it stand the things on which it would end the
program, or never come back: bytes that are not UTF-8, forms of keys that it cannot read, windows
of no size or of a million columns, pastes without an end. No thread and no terminal here.
"""

import codecs
import math
import re
from collections.abc import Iterator

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.geometry import Size
from textual.message import Message

from smtui.text import clean_text
from smtui.tui.terminal.pasting import START, Paste, Pasting

RAW_PASTE = 64
"""So many printable characters in one go are never typed: a terminal without paste marks."""
MOST_COLUMNS, MOST_ROWS = 1000, 500
FOCUS_PAUSE = 0.1
"""Seconds between two changes of the focus that are told."""
RESIZE_PAUSE = 0.03
"""Seconds between two sizes of the window that are told."""
LONGEST_STRING = 4096

_ESC = "\x1b"
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f-\x9f]+")
# A key that is held down is not so fast; and these ones are bound to nothing that one would hold.
_FLOOD = re.compile(r"([\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f])\1{31,}")
_UNKNOWN = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
# Of these the end is still to come: an old mouse report, a function key of the Linux console.
_LONGER = (f"{_ESC}[M", f"{_ESC}[[")
_STRINGS = frozenset("]P_^X")
_ANSWER = re.compile(r"\x1b(\][0-9]|P[0-9>!$+]|_G|[\^X].)", re.DOTALL)
_KITTY = re.compile(r"\x1b\[(\d+)(?::[\d:]*)?;(\d*)(?::([123]))?(;[\d:]*)?([u~ABCDEFHPQRS])")


def window_size(columns: int, rows: int) -> Size | None:
    """A size that can be drawn: cut to what is sane, None when there is none."""
    if columns < 1 or rows < 1:
        return None
    return Size(min(columns, MOST_COLUMNS), min(rows, MOST_ROWS))


class Keyboard:
    """Makes messages of bytes. Times are seconds of any clock that never goes back."""

    def __init__(self, debug: bool = False) -> None:
        self._debug = debug
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        self._parser = XTermParser(debug)
        self._sequence = ""  # what the parser has of a sequence that is not complete
        self._string = ""  # an answer of the terminal (OSC, DCS ...) that has not ended
        self._pasting: Pasting | None = None
        self._heard = 0.0
        self._focus: Message | None = None
        self._focus_told = self._resize_told = -math.inf
        self._has_focus: bool | None = None
        self._resize: events.Resize | None = None
        self._out: list[Message] = []

    def feed(self, data: bytes, now: float) -> list[Message]:
        """The messages that the bytes make."""
        self._heard = now
        self._text(self._decode(data), now)
        return self._told(now)

    def tick(self, now: float) -> list[Message]:
        """The messages that the passing of time makes; to be called when `wait` is over."""
        if self._pasting is not None and self._pasting.wait(now) <= 0:
            self._end_paste(now)
        elif self._heard + constants.ESCAPE_DELAY <= now:
            self._end_sequence()
        return self._told(now)

    def wait(self, now: float) -> float | None:
        """Seconds until `tick` has something to do if nothing comes before; None: never."""
        times = []
        if self._pasting is not None:
            times.append(self._pasting.wait(now))
        elif self._sequence or self._string:
            times.append(self._heard + constants.ESCAPE_DELAY - now)
        if self._focus is not None:
            times.append(self._focus_told + FOCUS_PAUSE - now)
        if self._resize is not None:
            times.append(self._resize_told + RESIZE_PAUSE - now)
        return max(0.0, min(times)) if times else None

    def end(self) -> list[Message]:
        """What is still held back: nothing more will come."""
        if self._pasting is not None:
            self._end_paste(self._heard)
        if self._pasting is not None:  # another one had begun behind it
            self._end_paste(self._heard)
        out, self._out = self._out, []
        return out

    # text into keys, pastes and answers of the terminal

    def _text(self, text: str, now: float) -> None:
        while text:
            if self._pasting is not None:
                if not self._pasting.feed(text, now):
                    return
                text = self._close_paste()
            elif self._string:
                text = self._in_string(text)
            else:
                text = self._keys(text, now)

    def _keys(self, text: str, now: float) -> str:
        """Feed keys to the parser, up to the beginning of something else; the rest is left."""
        at = 0
        while at < len(text):
            letter = text[at]
            if not self._sequence and letter != _ESC:
                if flood := _FLOOD.match(text, at):
                    at = flood.end()
                    continue
                run = _PRINTABLE.match(text, at)
                if run is not None and len(run[0]) > RAW_PASTE:
                    self._out.append(Paste(clean_text(run[0])))
                    at = run.end()
                    continue
            at += 1
            self._sequence = (self._sequence if letter != _ESC else "") + letter
            if self._sequence == START:
                self._sequence = ""
                self._new_parser()
                self._pasting = Pasting(now)
                return text[at:]
            if self._sequence[:-1] == _ESC and letter in _STRINGS:
                self._string, self._sequence = self._sequence, ""
                self._new_parser()
                return text[at:]
            self._key(letter)
        return ""

    def _key(self, letter: str) -> None:
        """Feed one character. A sequence that Textual's parser cannot take costs only itself."""
        try:
            for message in self._parser.feed(letter):
                self._take(message)
        except Exception:  # ints and code points out of range, divisions by zero: many sorts
            sequence = self._sequence
            self._new_parser()
            self._simpler(sequence)
        # It waits without a limit of time when it is between two sequences.
        if self._parser._awaiting.timeout is None:
            self._sequence = ""
        elif _UNKNOWN.fullmatch(self._sequence) and self._sequence not in _LONGER:
            # An answer of the terminal that nobody has asked for: the parser would type it.
            self._new_parser()

    def _simpler(self, sequence: str) -> None:
        """A key with more about it than the parser knows: other layouts, pressed or let go."""
        known = _KITTY.fullmatch(sequence)
        if known is None or known[3] == "3":
            return
        plain = f"{_ESC}[{known[1]};{known[2] or 1}{known[4] or ''}{known[5]}"
        if plain == sequence:
            return
        try:
            for message in self._parser.feed(plain):
                self._take(message)
        except Exception:
            self._new_parser()

    def _in_string(self, text: str) -> str:
        """Drop an answer of the terminal; what comes behind it is left."""
        before = len(self._string)
        whole = self._string + text
        ends = [
            (at, at + len(mark))
            for mark in ("\x07", f"{_ESC}\\", "\x9c")
            if (at := whole.find(mark, max(before - 1, 2))) >= 0
        ]
        if ends:
            self._string = ""
            return whole[min(ends)[1] :]
        # one that never ends is no reason to keep it all
        self._string = whole if len(whole) <= LONGEST_STRING else whole[:64] + whole[-1:]
        return ""

    def _end_sequence(self) -> None:
        """Nothing has come for a while: Escape was a key, not the beginning of another one."""
        string, self._string = self._string, ""
        if string and not _ANSWER.match(string):
            for letter in string:  # alt and a letter, and what was typed after it
                self._sequence = (self._sequence if letter != _ESC else "") + letter
                self._key(letter)
        if self._sequence:
            self._parser._timeout_time = 0.0
            try:
                for message in self._parser.tick():
                    self._take(message)
            except Exception:
                self._new_parser()
            self._sequence = ""

    def _end_paste(self, now: float) -> None:
        if rest := self._close_paste():
            self._text(rest, now)

    def _close_paste(self) -> str:
        assert self._pasting is not None
        paste, rest = self._pasting.finish()
        self._pasting = None
        if paste is not None:
            self._out.append(paste)
        return rest

    def _new_parser(self) -> None:
        old, self._parser = self._parser, XTermParser(self._debug)
        self._parser.last_x, self._parser.last_y = old.last_x, old.last_y
        self._parser.mouse_pixels = old.mouse_pixels
        self._parser.terminal_size = old.terminal_size
        self._parser.terminal_pixel_size = old.terminal_pixel_size
        self._sequence = ""

    # messages, not too many

    def _take(self, message: Message) -> None:
        """Pass a message on, or keep it until there have not been too many of its sort."""
        if isinstance(message, events.Resize):
            self._resized(message)
        elif isinstance(message, events.AppFocus | events.AppBlur):
            self._focus = message
        else:
            self._out.append(message)

    def _resized(self, event: events.Resize) -> None:
        size = window_size(*event.size)
        pixels = event.pixel_size
        if size is None:
            self._parser.terminal_size = self._parser.terminal_pixel_size = None
            return
        if pixels is not None and (pixels.width < size.width or pixels.height < size.height):
            pixels = None
        self._parser.terminal_size, self._parser.terminal_pixel_size = size, pixels
        self._resize = events.Resize(size, size, size, pixels)

    def _told(self, now: float) -> list[Message]:
        """All that is to be told by now."""
        self._out += self._late(now)
        out, self._out = self._out, []
        return out

    def _late(self, now: float) -> Iterator[Message]:
        if self._resize is not None and self._resize_told + RESIZE_PAUSE <= now:
            yield self._resize
            self._resize, self._resize_told = None, now
        if self._focus is not None and self._focus_told + FOCUS_PAUSE <= now:
            has = isinstance(self._focus, events.AppFocus)
            if has is not self._has_focus:
                yield self._focus
                self._has_focus, self._focus_told = has, now
            self._focus = None
