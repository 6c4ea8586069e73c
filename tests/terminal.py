"""A terminal for tests: runs a program on a real pseudo-terminal and shows its screen.

::

    with Terminal.spawn(["smtui"]) as terminal:
        terminal.wait_for("New plan")
        terminal.press("down", "enter")
        terminal.type("Quality managers")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0

It plays an xterm: pyte holds the cells, the parser here decides what reaches them (pyte's own
raises on sequences that it does not know), and the queries that an xterm answers are answered.
A thread reads all the time, so the program never waits for us, unless ``pause()`` says so.
Linux and macOS; what it says about left-over processes needs ``/proc``.
"""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import re
import select
import shutil
import signal
import struct
import termios
import threading
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

import pyte
from pyte.screens import Char
from wcwidth import wcwidth

# ---------------------------------------------------------------------------- the keyboard

_CURSOR_KEYS = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_TILDE_KEYS = {
    "insert": 2, "delete": 3, "pageup": 5, "pagedown": 6,
    "f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24,
}  # fmt: skip
_FUNCTION_KEYS = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
_PLAIN_KEYS = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f", "space": " "}
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}

# Longer than the time for which Textual takes an ESC for the start of a sequence (100 ms).
_ESCAPE_ALONE = 0.15
# What a program wrote last may be readable only some milliseconds after its end.
_LAST_OUTPUT = 0.02
# How long a program may leave its input unread.
_INPUT_TIMEOUT = 10.0


def key_bytes(name: str, application_cursor: bool = False) -> bytes:
    """What an xterm sends for a key such as ``a``, ``ctrl+n``, ``shift+tab`` or ``F8``.

    Raises ValueError for a key that an xterm cannot send, ``ctrl+enter`` for one.
    """
    *prefixes, key = re.split(r"(?<=.)\+", name)
    if any(prefix.lower() not in _MODIFIERS for prefix in prefixes):
        raise ValueError(f"no such key: {name!r}")
    modifiers = sum(_MODIFIERS[prefix.lower()] for prefix in prefixes)
    if len(key) > 1:
        key = key.lower()
    if key in _CURSOR_KEYS:
        if modifiers:
            return f"\x1b[1;{modifiers + 1}{_CURSOR_KEYS[key]}".encode()
        return f"\x1b{'O' if application_cursor else '['}{_CURSOR_KEYS[key]}".encode()
    if key in _FUNCTION_KEYS:
        head = f"\x1b[1;{modifiers + 1}" if modifiers else "\x1bO"
        return f"{head}{_FUNCTION_KEYS[key]}".encode()
    if key in _TILDE_KEYS:
        tail = f";{modifiers + 1}~" if modifiers else "~"
        return f"\x1b[{_TILDE_KEYS[key]}{tail}".encode()
    if key == "tab" and modifiers == _MODIFIERS["shift"]:
        return b"\x1b[Z"
    text = _PLAIN_KEYS.get(key, key)
    if len(text) != 1:
        raise ValueError(f"no such key: {name!r}")
    if modifiers & _MODIFIERS["shift"]:
        if not text.isalpha():
            raise ValueError(f"an xterm cannot send {name!r}")
        text = text.upper()
    if modifiers & _MODIFIERS["ctrl"]:
        if key == "backspace":
            text = "\x08"
        elif text == " " or "@" <= text.upper() <= "_":
            text = chr(ord(text.upper()) & 31)
        else:
            raise ValueError(f"an xterm cannot send {name!r}")
    return (("\x1b" if modifiers & _MODIFIERS["alt"] else "") + text).encode()


# ------------------------------------------------------------------------------ the screen

_TOKEN = re.compile(
    r"""(?P<text>[^\x00-\x1f\x7f-\x9f]+)
      | (?:\x1b\[|\x9b) (?P<prefix>[<=>?]?) (?P<params>[0-?]*) (?P<inter>[ -/]*) (?P<final>[@-~])
      | \x1b (?P<string>[]PX^_]) (?P<body>[^\x07\x1b]*) (?:\x07|\x1b\\|(?=\x1b[^\\]))
      | \x1b (?P<escape>[ -/]*[0-OQ-WYZ`-~\\])
      | (?:\x1b\[[0-?]*|\x9b[0-?]*|\x1b) [ -/]* (?=[^ -~])  # cut off by what follows
      | (?P<control>[\x00-\x1a\x1c-\x1f\x7f-\x9a\x9c-\x9f])""",
    re.VERBOSE,
)
_LONGEST_SEQUENCE = 1 << 16

_WRAP, _VISIBLE_CURSOR, _PASTE_MARKS, _UPDATING = 7, 25, 2004, 2026
_DRAWN_MODES = {5, 6, _WRAP, _VISIBLE_CURSOR}
_ALTERNATE_SCREEN = {47, 1047, 1049}
_ERASING = {"J": ("", "0", "1", "2", "3"), "K": ("", "0", "1", "2")}
_LEFT_ON = {
    1: "application cursor keys",
    5: "reverse video",
    6: "origin mode",
    **dict.fromkeys(_ALTERNATE_SCREEN, "alternate screen"),
    1004: "focus reports",
    _PASTE_MARKS: "bracketed paste",
    _UPDATING: "synchronised update",
    2031: "colour-scheme reports",
    2048: "in-band resize",
    **{mode: f"mouse mode {mode}" for mode in (9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016)},
}


class _Cells(pyte.Screen):
    """pyte's screen, which would drop the rest of a text after a zero-width joiner."""

    def draw(self, data: str) -> None:
        if data.isascii():
            super().draw(data)
            return
        for character in data:
            width = wcwidth(character)
            if width > 0:
                if width == 2 and self.cursor.x == self.columns - 1:
                    self.cursor.x = self.columns  # it has no room here: wrap first
                super().draw(character)
            elif width == 0 and self.cursor.x:
                row, x = self.buffer[self.cursor.y], self.cursor.x - 1
                while x and not row[x].data:  # the second half of a wide character
                    x -= 1
                whole = unicodedata.normalize("NFC", row[x].data + character)
                row[x] = row[x]._replace(data=whole)

    def texts(self) -> list[str]:
        """The lines as text; pyte's own ``display`` raises where half a wide character is left."""
        lines = []
        for y in range(self.lines):
            row, line, wide = self.buffer[y], "", False
            for x in range(self.columns):
                data = row[x].data
                line += data or ("" if wide else " ")
                wide = bool(data) and wcwidth(data[0]) == 2
            lines.append(line.rstrip())
        return lines


class _Emulator:
    """Draws a program's output on a main and an alternate screen; returns an xterm's replies."""

    def __init__(self, columns: int, rows: int, whole_frames: bool = False) -> None:
        self._whole_frames = whole_frames
        self._both = {False: _Cells(columns, rows), True: _Cells(columns, rows)}
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._pending = ""
        self._last_drawn = " "
        self._replies: list[str] = []
        self.modes = {_WRAP, _VISIBLE_CURSOR}
        self.kitty_pushes = 0
        self.title = ""
        self.unknown: list[str] = []

    @property
    def cells(self) -> _Cells:
        return self._both[bool(self.modes & _ALTERNATE_SCREEN)]

    def resize(self, columns: int, rows: int) -> None:
        for screen in self._both.values():
            screen.resize(rows, columns)

    def left_on(self) -> list[str]:
        """What a program has changed and a shell prompt after it would suffer from."""
        found = [name for mode, name in _LEFT_ON.items() if mode in self.modes]
        if _VISIBLE_CURSOR not in self.modes:
            found.append("hidden cursor")
        if _WRAP not in self.modes:
            found.append("no line wrap")
        if self.kitty_pushes:
            found.append("kitty keys")
        if self.cells.cursor.attrs != self.cells.default_char:
            found.append("text style")
        if self.cells.margins is not None:
            found.append("scroll region")
        return found

    def feed(self, data: bytes) -> bytes:
        text = self._pending + self._decode(data)
        self._replies = []
        at = 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token is None:
                if len(text) - at < _LONGEST_SEQUENCE:
                    break  # the rest of the sequence is on its way
                at += 1
                continue
            at = token.end()
            try:
                self._draw(token)
            except Exception as error:  # pyte met something new: keep it for whoever looks
                self.unknown.append(f"{token[0]!r}: {error}")
        self._pending = text[at:]
        return "".join(self._replies).encode()

    def _draw(self, token: re.Match[str]) -> None:
        if (text := token["text"]) is not None:
            self._last_drawn = text[-1]
            self.cells.draw(text)
        elif token["final"] is not None:
            self._control_sequence(token)
        elif (escape := token["escape"]) is not None:
            if escape == "c":
                self.modes = {_WRAP, _VISIBLE_CURSOR}
                self.kitty_pushes = 0
            self._call(pyte.Stream.escape.get(escape))
        elif (control := token["control"]) is not None:
            if control not in "\x0e\x0f":
                self._call(pyte.Stream.basic.get(control))
        elif token["string"] == "]":
            self._operating_system_command(token["body"])

    def _call(self, method: str | None, *arguments: int) -> None:
        if method is not None:
            getattr(self.cells, method)(*arguments)

    def _control_sequence(self, token: re.Match[str]) -> None:
        prefix, final = token["prefix"], token["final"]
        groups = token["params"].split(";")
        if self._whole_frames and token[0] == f"\x1b[?{_UPDATING}$p":
            self._replies.append(f"\x1b[?{_UPDATING};2$y")
        if token["inter"] or prefix == "=":
            return  # cursor shapes, mode queries: an xterm may leave them unanswered
        if final in _ERASING and token["params"] not in _ERASING[final]:
            return
        if final == "m" and not prefix:
            # "4:3" is an underline of some shape; other groups with colons are colours.
            groups = [g.partition(":")[0] if g.startswith("4:") else g for g in groups]
            groups = [g for g in groups if ":" not in g] or ["0"]
        numbers = [min(int(g), 9999) if g.isdigit() else 0 for g in groups]
        first = numbers[0]
        if prefix == "?":
            if final in "hl":
                self._private_modes(numbers, final == "h")
        elif prefix in ("<", ">"):
            self._extension(prefix, final, first)
        elif final == "c":
            self._replies.append("\x1b[?64;1;2;6;22c")
        elif final == "n":
            if first == 5:
                self._replies.append("\x1b[0n")
            elif first == 6:
                cursor = self.cells.cursor
                self._replies.append(f"\x1b[{cursor.y + 1};{cursor.x + 1}R")
        elif final == "b":
            self.cells.draw(self._last_drawn * max(first, 1))
        elif final in "ST":
            self._scroll(max(first, 1), up=final == "S")
        elif final in "su":
            self._call("save_cursor" if final == "s" else "restore_cursor")
        elif final in pyte.Stream.csi:
            self._call(pyte.Stream.csi[final], *(numbers if token["params"] else []))

    def _extension(self, prefix: str, final: str, first: int) -> None:
        if final == "u":  # the kitty keyboard: pushed and popped, never spoken
            change = 1 if prefix == ">" else -max(first, 1)
            self.kitty_pushes = max(0, self.kitty_pushes + change)
        elif prefix == ">" and final == "c":
            self._replies.append("\x1b[>41;390;0c")
        elif prefix == ">" and final == "q":
            self._replies.append("\x1bP>|XTerm(390)\x1b\\")

    def _private_modes(self, modes: list[int], on: bool) -> None:
        for mode in modes:
            if mode in _ALTERNATE_SCREEN:
                if on and not self.modes & _ALTERNATE_SCREEN:
                    main, other = self._both[False], self._both[True]
                    other.reset()
                    other.cursor.x, other.cursor.y = main.cursor.x, main.cursor.y
                    other.cursor.attrs = main.cursor.attrs
                    other.mode = set(main.mode)
                elif not on:
                    self.modes -= _ALTERNATE_SCREEN
            if mode in _DRAWN_MODES:
                for screen in self._both.values():
                    (screen.set_mode if on else screen.reset_mode)(mode, private=True)
            (self.modes.add if on else self.modes.discard)(mode)

    def _scroll(self, lines: int, *, up: bool) -> None:
        cells = self.cells
        top, bottom = cells.margins or (0, cells.lines - 1)
        y, cells.cursor.y = cells.cursor.y, bottom if up else top
        for _ in range(min(lines, cells.lines)):
            (cells.index if up else cells.reverse_index)()
        cells.cursor.y = y

    def _operating_system_command(self, body: str) -> None:
        code, _, rest = body.partition(";")
        if code in ("0", "2"):
            self.title = rest
        elif code in ("10", "11") and rest == "?":
            colour = "e0e0/e0e0/e0e0" if code == "10" else "1e1e/1e1e/1e1e"
            self._replies.append(f"\x1b]{code};rgb:{colour}\x1b\\")


# ---------------------------------------------------------------------------- the terminal

# What the terminal around the tests says of itself, and must not say of ours.
_FOREIGN = ("LINES", "COLUMNS", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX", "STY")
# Python and `nohup` ignore some of these, and a program inherits that.
_DEFAULT_SIGNALS = (
    signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGPIPE,
    signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU, signal.SIGXFSZ,
)  # fmt: skip

Picture = tuple[tuple[tuple[Char, ...], ...], tuple[int, int] | None]


class Terminal:
    """A program on a pseudo-terminal of its own: press keys, look at the screen, wait.

    All waits raise an AssertionError that shows the screen. Use it as a context manager: leaving
    kills whatever still runs in the program's session. Times are ``time.perf_counter`` seconds:
    ``started``, ``sent_at`` (the last input), ``seen_at`` (the output that met the last
    ``wait_for``, ``wait_gone`` or ``wait_change``), ``last_output`` and ``ended``.
    """

    def __init__(
        self,
        pid: int,
        master: int,
        slave: int,
        line: list[Any],
        size: tuple[int, int],
        whole_frames: bool = False,
    ) -> None:
        """Watch a program on a pseudo-terminal that began with those settings; see ``spawn``."""
        self.pid = pid
        self.started = self.sent_at = self.last_output = self.seen_at = time.perf_counter()
        self.ended: float | None = None
        self._output = bytearray()
        self.chunks: list[tuple[float, int]] = []  # when, and how long the output was then
        self._exit: int | None = None
        self._master, self._slave = master, slave
        self._line = line
        self._emulator = _Emulator(*size, whole_frames)
        self._changed = threading.Condition()
        self._watch: Callable[[], bool] | None = None
        self._hit: float | None = None
        self._held = ""
        self._escaped = False
        self._paused = self._stopped = self._closed = False
        self._wake_reader, self._wake = os.pipe()
        os.set_blocking(master, False)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._waiter = threading.Thread(target=self._reap, daemon=True)
        self._waiter.start()

    @classmethod
    def spawn(
        cls,
        argv: Sequence[str | os.PathLike[str]],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str | None] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        term: str = "xterm-256color",
        controlling: bool = True,
        whole_frames: bool = False,
    ) -> Self:
        """Start a program on a new pseudo-terminal of columns x rows, in a session of its own.

        ``env`` is laid over this process's environment; None takes a name out. The terminal is
        the program's controlling one (closing it sends SIGHUP) unless ``controlling`` is False.
        With ``whole_frames`` it says that it knows synchronised updates, as newer terminals do:
        no wait then ends at a screen that is half drawn.
        """
        environment = {k: v for k, v in os.environ.items() if k not in _FOREIGN} | {"TERM": term}
        for name, value in (env or {}).items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = value
        words = [os.fspath(word) for word in argv]
        program = shutil.which(words[0], path=environment.get("PATH"))
        if program is None:
            raise FileNotFoundError(f"no such program: {words[0]}")
        master, slave = os.openpty()
        try:
            _set_size(slave, size)
            line = termios.tcgetattr(slave)
            # Not fork: this process has threads. In a new session, the first terminal that is
            # opened becomes the controlling one, which is what TIOCSCTTY would do.
            way = os.O_RDWR | (0 if controlling else os.O_NOCTTY)
            before = os.getcwd()
            os.chdir(before if cwd is None else cwd)
            try:
                started = time.perf_counter()
                pid = os.posix_spawn(
                    os.path.join(before, program),
                    words,
                    environment,
                    file_actions=[
                        (os.POSIX_SPAWN_OPEN, 0, os.ttyname(slave), way, 0),
                        (os.POSIX_SPAWN_DUP2, 0, 1),
                        (os.POSIX_SPAWN_DUP2, 0, 2),
                    ],
                    setsid=True,
                    setsigmask=[],
                    setsigdef=_DEFAULT_SIGNALS,
                )
            finally:
                os.chdir(before)
        except BaseException:
            os.close(master)
            os.close(slave)
            raise
        terminal = cls(pid, master, slave, line, size, whole_frames)
        terminal.started = started
        return terminal

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill what still runs in the program's session and let go of the terminal."""
        if self._closed:
            return
        self._closed = True
        deadline = time.perf_counter() + 5
        if self._exit is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self._waiter.join(5)
        while (left := self.leftovers()) and time.perf_counter() < deadline:
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.005)
        self._stop_reading()
        for fd in (self._master, self._slave, self._wake, self._wake_reader):
            if fd >= 0:
                os.close(fd)
        self._master = self._slave = -1

    # -- input

    def press(self, *names: str) -> None:
        """Press keys one after the other: ``a``, ``enter``, ``shift+tab``, ``ctrl+n``, ``F8``."""
        for name in names:
            self._after_escape()
            self.send(key_bytes(name, application_cursor=1 in self._emulator.modes))
            self._escaped = name.lower() == "escape"

    def type(self, text: str) -> None:
        """Type text, a character at a time."""
        self._after_escape()
        for character in text:
            self.send(character.encode())

    def paste(self, text: str) -> None:
        """Paste text as an xterm does: line ends as CR, marked if the program asked for that."""
        self._after_escape()
        data = re.sub(r"\r\n?|\n", "\r", text).encode()
        marked = _PASTE_MARKS in self._emulator.modes
        self.send(b"\x1b[200~" + data + b"\x1b[201~" if marked else data)

    def send(self, data: bytes) -> None:
        """Send raw bytes, valid or not."""
        if self._exit is not None or self._master < 0:
            self._fail("nothing can be typed")
        self.sent_at = time.perf_counter()
        deadline = self.sent_at + _INPUT_TIMEOUT
        while data:
            try:
                data = data[os.write(self._master, data) :]
            except BlockingIOError:
                if time.perf_counter() > deadline:
                    self._fail(f"the program reads no input: {len(data)} bytes wait")
                time.sleep(0.001)

    def _after_escape(self) -> None:
        """Wait, lest an Escape and the next key be taken for alt and that key."""
        if self._escaped:
            time.sleep(max(0.0, self.sent_at + _ESCAPE_ALONE - time.perf_counter()))
        self._escaped = False

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size; the kernel sends SIGWINCH."""
        with self._changed:
            self._emulator.resize(columns, rows)
        _set_size(self._master, (columns, rows))

    def signal(self, number: int) -> None:
        """Send a signal to the program itself."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Drop the line, as a lost connection does: the screen stays as it was last seen."""
        self._stop_reading()
        os.close(self._master)
        self._master = -1

    def pause(self) -> None:
        """Read nothing more for now, as a stalled connection does: the program may block."""
        self._paused = True
        os.write(self._wake, b"x")

    def resume(self) -> None:
        """Read again after ``pause``."""
        self._paused = False
        os.write(self._wake, b"x")

    # -- what is on the screen

    def lines(self) -> list[str]:
        """The screen's lines, without blanks at their ends; combined letters are in NFC."""
        with self._changed:
            return self._lines()

    def screen(self) -> str:
        """The screen as one text, its lines without blanks at their ends."""
        return "\n".join(self.lines())

    def picture(self) -> Picture:
        """The screen with its colours and the cursor, to be compared with another one."""
        with self._changed:
            return self._picture()

    @property
    def cursor(self) -> tuple[int, int] | None:
        """Column and row of the cursor, from 0; None while it is hidden."""
        with self._changed:
            return self._cursor()

    @property
    def title(self) -> str:
        """The window's title."""
        return self._emulator.title

    @property
    def modes(self) -> frozenset[int]:
        """The DEC private modes that are on, such as 1049 (alternate screen), 2004 (paste)."""
        with self._changed:
            return frozenset(self._emulator.modes)

    @property
    def not_understood(self) -> list[str]:
        """Output on which pyte raised: an empty list, or the screen may be wrong."""
        return self._emulator.unknown

    @property
    def output(self) -> bytes:
        """All that the program has written."""
        return self.bytes_since(0)

    def mark(self) -> int:
        """A place in the output, for ``bytes_since``."""
        with self._changed:
            return len(self._output)

    def bytes_since(self, mark: int) -> bytes:
        """All output after the mark."""
        with self._changed:
            return bytes(self._output[mark:])

    def left_behind(self) -> list[str]:
        """What a program has left wrong for the shell after it: modes, line settings, processes."""
        with self._changed:
            found = self._emulator.left_on()
        if self._master >= 0:
            now = termios.tcgetattr(self._slave)
            found += [
                f"line setting {name}"
                for field, names in _LINE_SETTINGS
                for name in names
                if (now[field] ^ self._line[field]) & getattr(termios, name)
            ]
        if left := [pid for pid in self.leftovers() if pid != self.pid]:
            found.append(f"{len(left)} processes")
        return found

    def leftovers(self) -> list[int]:
        """Living processes of the program's session, itself included."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text(errors="replace").rpartition(")")[2].split()
                if int(fields[3]) == self.pid and fields[0] not in "ZX":
                    found.append(int(stat.parent.name))
        return found

    # -- waiting

    def wait_for(self, wanted: str | re.Pattern[str], timeout: float = 30) -> str:
        """Wait until the screen holds a text, or matches a compiled pattern; return that screen.

        A pattern is searched for in the whole screen: mind ``re.MULTILINE``.
        """
        if not self._until(lambda: self._holds(wanted), timeout):
            self._fail(f"{_shown(wanted)} was not seen within {timeout:g} s")
        return self._held  # by now the next frame may be half drawn

    def wait_gone(self, unwanted: str | re.Pattern[str], timeout: float = 30) -> str:
        """Wait until the screen no longer holds a text or matches a pattern; return the screen."""
        if not self._until(lambda: not self._holds(unwanted), timeout):
            self._fail(f"{_shown(unwanted)} was still there after {timeout:g} s")
        return self.screen()

    def wait_change(self, before: Picture, timeout: float = 30) -> str:
        """Wait until the screen differs from an earlier ``picture()``; return the screen."""
        if not self._until(lambda: self._picture() != before, timeout):
            self._fail(f"nothing changed within {timeout:g} s")
        return self.screen()

    def wait_quiet(self, seconds: float = 0.15, timeout: float = 30) -> str:
        """Wait until no output has come for so long since the last key; return the screen."""
        deadline = time.perf_counter() + timeout
        while not self._quiet_for(seconds):
            if time.perf_counter() > deadline:
                self._fail(f"the output did not pause for {seconds:g} s within {timeout:g} s")
            time.sleep(min(0.01, seconds))
        return self.screen()

    def wait_exit(self, timeout: float = 20) -> int:
        """Wait for the program's end; its exit code as a shell gives it, 128+n for a signal n."""
        self._waiter.join(timeout)
        if self._exit is None:
            self._fail(f"the program did not end within {timeout:g} s")
        while not self._output_is_over():
            time.sleep(0.001)
        return self._exit

    def _until(self, done: Callable[[], bool], timeout: float) -> bool:
        deadline = time.perf_counter() + timeout
        with self._changed:
            self._watch, self._hit = done, None
            try:
                if done():
                    self.seen_at = self.last_output
                    return True
                while self._hit is None:
                    left = deadline - time.perf_counter()
                    if left <= 0 or self._output_is_over():
                        return False
                    self._changed.wait(min(left, 0.01))
            finally:
                self._watch = None
            self.seen_at = self._hit
            return True

    # -- behind the scenes; what is called with the lock held says so

    def _lines(self) -> list[str]:  # lock held
        return self._emulator.cells.texts()

    def _cursor(self) -> tuple[int, int] | None:  # lock held
        if _VISIBLE_CURSOR not in self._emulator.modes:
            return None
        cursor = self._emulator.cells.cursor
        return cursor.x, cursor.y

    def _picture(self) -> Picture:  # lock held
        cells = self._emulator.cells
        rows = (cells.buffer[y] for y in range(cells.lines))
        return tuple(tuple(row[x] for x in range(cells.columns)) for row in rows), self._cursor()

    def _holds(self, wanted: str | re.Pattern[str]) -> bool:  # lock held
        if _UPDATING in self._emulator.modes:
            return False  # half a frame: a terminal would not show it yet
        self._held = text = "\n".join(self._lines())
        return wanted in text if isinstance(wanted, str) else wanted.search(text) is not None

    def _read(self) -> None:
        """The reader thread: take the output, draw it, answer queries, tell who waits."""
        while not self._stopped:
            sources = [self._wake_reader] if self._paused else [self._wake_reader, self._master]
            ready = select.select(sources, [], [])[0]
            if self._wake_reader in ready:
                os.read(self._wake_reader, 64)
            if self._master not in ready:
                continue
            with self._changed:
                try:
                    data = os.read(self._master, 16384)
                except BlockingIOError:
                    continue
                now = time.perf_counter()
                self._output += data
                self.chunks.append((now, len(self._output)))
                replies = self._emulator.feed(data)
                self.last_output = now
                if self._watch is not None and self._hit is None and self._watch():
                    self._hit = now
                self._changed.notify_all()
            if replies:
                with contextlib.suppress(OSError):
                    os.write(self._master, replies)

    def _reap(self) -> None:
        """The waiter thread: note how and when the program ends."""
        _, status = os.waitpid(self.pid, 0)
        now = time.perf_counter()
        code = os.waitstatus_to_exitcode(status)
        with self._changed:
            self.ended = now
            self._exit = code if code >= 0 else 128 - code
            self._changed.notify_all()

    def _quiet_for(self, seconds: float) -> bool:
        with self._changed:  # not while output is being drawn
            if self._output_waits():
                return False
            return time.perf_counter() - max(self.last_output, self.sent_at) >= seconds

    def _output_waits(self) -> bool:
        if self._paused or not self._reader.is_alive():
            return False
        return bool(select.select([self._master], [], [], 0)[0])

    def _output_is_over(self) -> bool:
        """Whether the program has ended and its last output has come through the kernel."""
        if self.ended is None or self._output_waits():
            return False
        return time.perf_counter() - max(self.ended, self.last_output) > _LAST_OUTPUT

    def _stop_reading(self) -> None:
        self._stopped = True
        os.write(self._wake, b"x")
        self._reader.join(5)

    def _fail(self, what: str) -> NoReturn:
        lines = self.lines()
        state = "still runs" if self._exit is None else f"has ended with {self._exit}"
        width = max(map(len, lines), default=0)
        shown = "\n".join(f"  |{line:{width}}|" for line in lines)
        raise AssertionError(f"{what}; the program {state}. The screen:\n{shown}")


_LINE_SETTINGS = (
    (0, ("ICRNL", "INLCR", "IGNCR", "IXON")),
    (1, ("OPOST", "ONLCR")),
    (3, ("ECHO", "ICANON", "ISIG", "IEXTEN")),
)


def _set_size(fd: int, size: tuple[int, int]) -> None:
    columns, rows = size
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _shown(wanted: str | re.Pattern[str]) -> str:
    return repr(wanted) if isinstance(wanted, str) else f"/{wanted.pattern}/"
