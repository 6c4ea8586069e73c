"""The pseudo-terminal that other tests look through, tried on programs that are known."""

import re
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.terminal import Terminal, key_bytes

# Raw mode, and every byte that comes is shown as a number in a list.
SHOW_KEYS = """
import os, sys, tty
tty.setraw(0)
os.write(1, b"ready\\x1b[?2004h" + (b"\\x1b[?1h" if "application" in sys.argv else b""))
while (data := os.read(0, 100)) != b"q":
    os.write(1, repr(data).encode() + b" ")
"""


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def shown(data: str, size: tuple[int, int] = (20, 5)) -> list[str]:
    """The screen's lines after a program has written data."""
    with Terminal.spawn(python(f"import os; os.write(1, {data.encode()!r})"), size=size) as term:
        assert term.wait_exit() == 0
        assert term.not_understood == []
        return term.lines()


def test_a_line_is_typed_echoed_and_answered() -> None:
    with Terminal.spawn(["cat"]) as terminal:
        terminal.type("grüße 字")
        terminal.wait_for("grüße 字")
        terminal.press("enter")
        terminal.wait_for("grüße 字\ngrüße 字")
        terminal.press("ctrl+d")
        assert terminal.wait_exit() == 0


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("a", b"a"),
        ("+", b"+"),
        ("é", "é".encode()),
        ("enter", b"\r"),
        ("escape", b"\x1b"),
        ("space", b" "),
        ("backspace", b"\x7f"),
        ("ctrl+n", b"\x0e"),
        ("ctrl+@", b"\x00"),
        ("ctrl+space", b"\x00"),
        ("alt+x", b"\x1bx"),
        ("shift+a", b"A"),
        ("shift+tab", b"\x1b[Z"),
        ("down", b"\x1b[B"),
        ("shift+down", b"\x1b[1;2B"),
        ("ctrl+Right", b"\x1b[1;5C"),
        ("PageDown", b"\x1b[6~"),
        ("F1", b"\x1bOP"),
        ("F8", b"\x1b[19~"),
        ("shift+F8", b"\x1b[19;2~"),
        ("ctrl++", None),
        ("ctrl+enter", None),
        ("ctrl+é", None),
        ("hyper+a", None),
        ("nonsense", None),
    ],
)
def test_keys_are_encoded_as_by_an_xterm(name: str, sent: bytes | None) -> None:
    if sent is None:
        with pytest.raises(ValueError, match=re.escape(name)):
            key_bytes(name)
    else:
        assert key_bytes(name) == sent


def test_an_escape_is_not_read_together_with_the_next_key() -> None:
    with Terminal.spawn(python(SHOW_KEYS)) as terminal:
        terminal.wait_for("ready")
        terminal.press("escape", "x")
        terminal.wait_for(r"b'\x1b' b'x'")


def test_application_cursor_keys_are_used_when_asked_for() -> None:
    with Terminal.spawn(python(SHOW_KEYS, "application")) as terminal:
        terminal.wait_for("ready")
        terminal.press("up")
        terminal.wait_for(r"b'\x1bOA'")


def test_a_paste_is_marked_and_its_lines_end_in_cr() -> None:
    with Terminal.spawn(python(SHOW_KEYS)) as terminal:
        terminal.wait_for("ready")
        terminal.paste("a\r\nb\nc")
        terminal.wait_for(r"b'\x1b[200~a\rb\rc\x1b[201~'")
        assert 2004 in terminal.modes


def test_waiting_for_a_pattern_and_for_its_end() -> None:
    code = "import time; print('step 12', flush=True); time.sleep(.1); print('\\033[2J\\033[H')"
    with Terminal.spawn(python(code)) as terminal:
        assert "step 12" in terminal.wait_for(re.compile(r"^step \d+$", re.MULTILINE))
        terminal.wait_gone("step")
        assert 0 < terminal.seen_at - terminal.started < 10


def test_a_vain_wait_shows_the_screen_and_whether_the_program_lives() -> None:
    with Terminal.spawn(python("print('the answer is 42'); import time; time.sleep(60)")) as term:
        term.wait_for("42")
        with pytest.raises(AssertionError, match=r"'43' was not seen(.|\n)*still runs(.|\n)*is 42"):
            term.wait_for("43", timeout=0.05)
    with Terminal.spawn(["false"]) as terminal:
        began = time.perf_counter()
        with pytest.raises(AssertionError, match="ended with 1"):
            terminal.wait_for("hello")
        assert time.perf_counter() - began < 2, "an end is noticed at once"


def test_quiet_is_waited_for() -> None:
    code = "import time\nfor i in range(5): print(i, flush=True); time.sleep(.05)\ntime.sleep(60)"
    with Terminal.spawn(python(code)) as terminal:
        terminal.wait_for("0")
        assert terminal.wait_quiet(0.3).split()[-1] == "4"
    with Terminal.spawn(["yes"]) as terminal, pytest.raises(AssertionError, match="did not pause"):
        terminal.wait_quiet(0.1, timeout=0.3)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("raise SystemExit(3)", 3), ("import os, signal; os.kill(os.getpid(), 15)", 143)],
)
def test_exit_codes_are_those_of_a_shell(code: str, expected: int) -> None:
    with Terminal.spawn(python(code)) as terminal:
        assert terminal.wait_exit() == expected
        assert terminal.ended is not None


def test_the_last_output_of_a_program_is_not_lost() -> None:
    with Terminal.spawn(python("print('x' * 60_000 + 'end')")) as terminal:
        terminal.wait_exit()
        assert terminal.output.endswith(b"end\r\n")
        assert terminal.chunks[-1][1] == len(terminal.output)


def test_output_since_a_mark() -> None:
    with Terminal.spawn(["cat"]) as terminal:
        terminal.type("one")
        terminal.wait_for("one")
        mark = terminal.mark()
        terminal.type("two")
        terminal.wait_for("two")
        assert terminal.bytes_since(mark) == b"two"


def test_signals_default_although_we_may_ignore_them() -> None:
    with Terminal.spawn(["cat"]) as terminal:
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM


def test_a_hang_up_reaches_the_program() -> None:
    code = """
import os, signal, sys, time
signal.signal(signal.SIGHUP, lambda *_: (open("heard", "w").close(), sys.exit(9)))
os.write(1, b"ready")  # not print: its buffer could not be emptied at the end
time.sleep(60)
"""
    with Terminal.spawn(python(code)) as terminal:
        terminal.wait_for("ready")
        terminal.hang_up()
        assert terminal.wait_exit() == 9
        assert "ready" in terminal.screen()
        with pytest.raises(AssertionError, match="nothing can be typed"):
            terminal.press("a")
    assert Path("heard").exists()


def test_without_a_controlling_terminal_a_hang_up_sends_no_signal() -> None:
    code = """
import contextlib, os, sys
with contextlib.suppress(OSError):  # the line may go before the write has come back
    os.write(1, b"ready")
    os.read(0, 9)
sys.exit(5)
"""
    with Terminal.spawn(python(code), controlling=False) as terminal:
        terminal.wait_for("ready")
        terminal.hang_up()
        assert terminal.wait_exit() == 5


def test_a_new_size_is_told() -> None:
    code = """
import os, signal
tell = lambda *_: print(tuple(os.get_terminal_size()), flush=True)
signal.signal(signal.SIGWINCH, tell)
tell()
while True: signal.pause()
"""
    with Terminal.spawn(python(code), size=(70, 20)) as terminal:
        terminal.wait_for("(70, 20)")
        terminal.resize(100, 30)
        terminal.wait_for("(100, 30)")
        assert len(terminal.lines()) == 30


def test_a_stalled_reader_holds_the_program_up_until_it_reads_again() -> None:
    with Terminal.spawn(python("print('x' * 200_000); print('done')")) as terminal:
        terminal.pause()
        time.sleep(0.2)
        assert terminal.ended is None
        terminal.resume()
        terminal.wait_for("done")
        assert terminal.wait_exit() == 0


def test_environment_folder_and_size_are_the_programs_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "7")
    monkeypatch.setenv("TAKEN", "away")
    code = """
import os
print(*map(os.environ.get, ("TERM", "GIVEN", "TAKEN", "COLUMNS")), os.getcwd() == os.environ["AT"])
"""
    env = {"GIVEN": "x", "TAKEN": None, "AT": str(tmp_path / "sub")}
    (tmp_path / "sub").mkdir()
    with Terminal.spawn(python(code), env=env, cwd=tmp_path / "sub", term="vt100") as terminal:
        terminal.wait_for("vt100 x None None True")
    assert Path.cwd() != tmp_path / "sub"


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-program"):
        Terminal.spawn(["no-such-program"])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_no_process_is_left_behind() -> None:
    code = """
import signal, subprocess, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], process_group=0)
print("child", child.pid, flush=True)
if "stay" in sys.argv: child.wait()
"""
    for arguments in ([], ["stay"]):
        with Terminal.spawn(python(code, *arguments)) as terminal:
            child = int(terminal.wait_for(re.compile(r"child \d+")).split()[1])
            if not arguments:
                terminal.wait_exit()
                assert terminal.leftovers() == [child]
                assert terminal.left_behind() == ["1 processes"]
        assert not lives(terminal.pid)
        assert not lives(child)


def test_modes_and_line_settings_left_on_are_told() -> None:
    wreck = "\\x1b[?1049h\\x1b[?25l\\x1b[?1003h\\x1b[>1u\\x1b[1m"
    code = f"import tty; tty.setcbreak(0); print('{wreck}ready', flush=True); input()"
    mend = "\\x1b[m\\x1b[<u\\x1b[?1003l\\x1b[?25h\\x1b[?1049l"
    code += f"; import os; os.system('stty sane'); print('{mend}', flush=True)"
    with Terminal.spawn(python(code)) as terminal:
        terminal.wait_for("ready")
        wrong = terminal.left_behind()
        for one in ("alternate screen", "mouse mode 1003", "hidden cursor", "kitty keys"):
            assert one in wrong
        assert {"text style", "line setting ECHO", "line setting ICANON"} <= set(wrong)
        terminal.send(b"\n")
        assert terminal.wait_exit() == 0
        assert terminal.left_behind() == []


def test_queries_are_answered_as_by_an_xterm() -> None:
    asks = "\\x1b[c\\x1b[>q\\x1b[3;4H\\x1b[6n\\x1b]11;?\\x1b\\\\\\x1b[?2026$p\\x1b[?u\\x1b[5n"
    code = f"""
import os, tty
tty.setraw(0)
os.write(1, b"{asks}")
got = b""
while not got.endswith(b"0n"): got += os.read(0, 99)
os.write(1, b"\\x1b[H" + ascii(got).encode())
"""
    with Terminal.spawn(python(code), size=(120, 5)) as terminal:
        terminal.wait_for(
            r"b'\x1b[?64;1;2;6;22c\x1bP>|XTerm(390)\x1b\\\x1b[3;4R"
            r"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b[0n'"
        )


def test_the_alternate_screen_comes_and_goes() -> None:
    code = """
print("shell$ smtui")
print("\\x1b[?1049h\\x1b[H\\x1b[2Jinside", flush=True)
input()
print("\\x1b[?1049l", end="after")
"""
    with Terminal.spawn(python(code)) as terminal:
        assert "shell" not in terminal.wait_for("inside")
        terminal.press("enter")
        terminal.wait_for("shell$ smtui\nafter")
        assert "inside" not in terminal.screen()
        assert 1049 not in terminal.modes


def test_a_frame_is_not_seen_before_it_is_whole() -> None:
    code = """
import time
print("\\x1b[?2026hone", flush=True)
time.sleep(.15)
print("\\x1b[?2026l", end="", flush=True)
input()
"""
    with Terminal.spawn(python(code)) as terminal:
        terminal.wait_for("one")
        assert 2026 not in terminal.modes


def test_colours_and_the_cursor_belong_to_the_picture() -> None:
    code = """
print("word\\x1b[2;3H", end="", flush=True); input()
print("\\x1b[H\\x1b[7mword\\x1b[m\\x1b[2;3H", end="", flush=True); input()
"""
    with Terminal.spawn(python(code)) as terminal:
        terminal.wait_for("word")
        terminal.wait_quiet()
        assert terminal.cursor == (2, 1)
        before, text = terminal.picture(), terminal.screen()
        terminal.send(b"\n")
        terminal.wait_change(before)
        terminal.wait_quiet()
        assert terminal.screen() == text


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        # What pyte's own parser takes for something else, or raises on.
        ("a\x1b[?1mb\x1b[?4;2mc", ["abc"]),
        ("a\x1b[>1u\x1b[<u\x1b[=1;1u\x1b[>4;2m\x1b[?u\x1b[=5ub", ["ab"]),
        ("a\x1b[?2026$pb\x1b[2 qc\x1b[!pd", ["abcd"]),
        ("a\x1b[4:3mb\x1b[38:2::1:2:3mc\x1b[38;2;1;2;3md", ["abcd"]),
        ("a\x1b[3b", ["aaaa"]),
        ("1\r\n2\r\n3\x1b[1S", ["2", "3"]),
        ("1\r\n2\x1b[1T", ["", "1", "2"]),
        ("ab\x1b[s\x1b[3;1Hx\x1b[uc", ["abc", "", "x"]),
        ("a\x1bP+q544e\x1b\\b\x1b_x\x07c\x1b^y\x1b\\d", ["abcd"]),
        ("a\x1b]0;a title\x07b\x1b]8;;x\x1b\\c\x1b]52;c;\x1b\\d", ["abcd"]),
        ("a\x1b[31\x1b[mb\x1b\x1b[mc", ["abc"]),
        ("a\x9b31mb", ["ab"]),
        ("a\x1b(0b\x0e\x0fc\x00\x01d\x7f", ["abcd"]),
        ("\x1b[9999;9999H\x1b[99J\x1b[Hx", ["x"]),
        # Wide and joined characters.
        ("字字字\r字", ["字字字"]),
        ("字字\rx", ["x 字"]),
        ("123456789012345678字字", ["123456789012345678字", "字"]),
        ("1234567890123456789字", ["1234567890123456789", "字"]),
        ("👩\u200d👩\u200d👧 family", ["👩\u200d👩\u200d👧 family"]),
        ("e\u0301 か\u3099", ["é が"]),
    ],
)
def test_what_is_written_is_what_is_seen(written: str, lines: list[str]) -> None:
    seen = shown(written)
    assert seen[: len(lines)] == lines
    assert not any(seen[len(lines) :])


def test_sequences_and_letters_may_be_cut_anywhere() -> None:
    data = "\x1b[3;1Hdrei\x1b[?25l\x1b]0;title\x1b\\ü字\x1b[38;5;1m!".encode()
    code = f"import os, time\nfor b in {data!r}: os.write(1, bytes([b])); time.sleep(.002)"
    with Terminal.spawn(python(code), size=(20, 4)) as terminal:
        terminal.wait_exit()
        assert terminal.lines() == ["", "", "dreiü字!", ""]
        assert (terminal.title, terminal.cursor) == ("title", None)


def test_bytes_that_are_not_text_are_replaced() -> None:
    with Terminal.spawn(python("import os; os.write(1, b'a\\xffb')")) as terminal:
        terminal.wait_for("a\ufffdb")


def test_a_program_that_reads_nothing_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.terminal._INPUT_TIMEOUT", 0.2)
    code = "import tty, time; tty.setraw(0); print('ready', flush=True); time.sleep(60)"
    with Terminal.spawn(python(code)) as terminal:
        terminal.wait_for("ready")
        with pytest.raises(AssertionError, match="reads no input"):
            terminal.send(b"x" * 1_000_000)
