"""Input that nobody expects, sent to the real program while a question is open.

After each stream letters are typed: they must arrive in the answer, and the program must then be
at rest. Many streams go to one program; when one of them ends it, the next get a new one.
"""

import random
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.warm import Warm, WarmTerminal

PLAN = """\
[meta]
questionnaire = "social-marketing"
version = "1.0"
run = "quick"

[meta.position]
section = "profile"
question = "profile.offer"

[profile]
org = "Harbour Kitchen"
"""
QUESTION = "▸ In one line"
NEXT = "▸ What does a typical purchase"

ESC = b"\x1b"
PASTE, END = b"\x1b[200~", b"\x1b[201~"
ALONE = 0.3
"""Seconds in which it is measured whether the program is at rest."""
BUSY = 0.5
"""The part of a processor above which it is not."""

STREAMS: dict[str, bytes] = {
    # bytes that are not UTF-8
    "a byte FF": b"\xff",
    "a byte 80": b"\x80",
    "Latin-1": "déjà vu".encode("latin-1"),
    "a cut letter": "é".encode()[:1] + b"x",
    "a cut letter of four bytes": "🙂".encode()[:3] + b"x",
    "surrogates in UTF-8": b"\xed\xa0\xbd\xed\xb9\x82",
    "UTF-16": "Plan".encode("utf-16"),
    "overlong": b"\xc0\xaf\xe0\x80\xaf",
    "beyond Unicode": b"\xf5\x80\x80\x80\xf4\x90\x80\x80",
    "C1 as bytes": bytes(range(0x80, 0xA0)),
    # keys in forms of the kitty protocol
    "kitty: huge": b"\x1b[99999999999u",
    "kitty: beyond Unicode": b"\x1b[1114112u",
    "kitty: empty": b"\x1b[:u",
    "kitty: key let go": b"\x1b[97;1:3u",
    "kitty: huge text": b"\x1b[97;1;9999999999u",
    "kitty: other layouts": b"\x1b[97:65:97;1u",
    "kitty: text of a control character": b"\x1b[97;1;27u",
    "kitty: a surrogate": b"\x1b[55296;1;55296u",
    "kitty: many empty parts": b"\x1b[;;;;;u\x1b[::::u\x1b[0u",
    # windows
    "window of 0 x 0, then the mouse": b"\x1b[48;0;0;0;0t\x1b[<35;10;10M\x1b[<35;11;10M",
    "window without pixels, then the mouse": b"\x1b[48;24;80;0;0t\x1b[<35;10;10M",
    "window of a billion": b"\x1b[48;99999;99999;99999;99999t",
    "window: digits without end": b"\x1b[48;" + b"9" * 5000 + b";1;1;1t",
    # the mouse
    "old mouse report": b"\x1b[M !!",
    "old mouse report, high bytes": b"\x1b[M \xf0\xf0",
    "old mouse report, cut": b"\x1b[M ",
    "mouse at huge places": b"\x1b[<0;999999999;999999999M" * 3,
    "mouse at places below zero": b"\x1b[<0;-5;-5M",
    "mouse: two hundred moves": b"".join(b"\x1b[<35;%d;20M" % (i % 80 + 1) for i in range(200)),
    # pastes
    "paste without an end": PASTE + b"half",
    "paste: end without a beginning": END,
    "paste: Escape in it": PASTE + b"a\x1bb\x1b[Ac" + END,
    "paste: a long sequence in it": PASTE + ESC + b"[" + b"1;" * 40 + b"A" + END,
    "paste: quit in its tail": PASTE + b"a" + END + b"\x11\x11" + END,
    "paste: two beginnings": PASTE + b"a" + PASTE + b"b" + END,
    "paste: control characters": PASTE + b"a\x00\x01\x7f\xc2\x9bb\x11" + END,
    "paste: not UTF-8": PASTE + b"a\xff\xfeb" + END,
    "paste: end mark in pieces": PASTE + b"a\x1b[20\x1b[201\x1b[201~",
    "paste of a million characters": PASTE + b"word " * 200_000 + END,
    "unmarked paste of 20,000 characters": b"word " * 4000,
    # sequences that do not end, or that nobody asked for
    "Escape, fifty times": ESC * 50,
    "CSI without an end": b"\x1b[",
    "CSI with endless numbers": b"\x1b[" + b"1;" * 3000,
    "OSC without an end": b"\x1b]52;c;" + b"A" * 3000,
    "DCS without an end": b"\x1bP+q" + b"41" * 300,
    "late answers about colours": b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\\x1b]4;1;rgb:0/0/0\x07",
    "late answers about the terminal": b"\x1b[?64;1;2;6c\x1bP>|XTerm(390)\x1b\\",
    "late places of the cursor": b"\x1b[1;1R\x1b[24;80R\x1b[?1;1R",
    "answers about modes": b"\x1b[?2026;0$y\x1b[?2048;9$y\x1b[?99999;1$y",
    # too much of one thing
    "4096 NUL": b"\x00" * 4096,
    "500 changes of the focus": b"\x1b[O\x1b[I" * 250,
    "focus lost": b"\x1b[O",
    "2,000 arrows": b"\x1b[D\x1b[C" * 1000,
    "500 backspaces": b"\x7f" * 500,
}  # fmt: skip


def noise(chance: random.Random) -> bytes:
    """Bytes by chance, without the keys that quit, leave a question or open something else."""
    safe = [*range(0x20, 0x7F), *range(0x80, 0x100)]
    return bytes(chance.choice(safe) for _ in range(4096))


def restless(terminal: WarmTerminal, seconds: float) -> float:
    """The part of a processor that the program uses from now on."""
    before, begun = terminal.cpu(), time.perf_counter()
    time.sleep(seconds)
    return (terminal.cpu() - before) / (time.perf_counter() - begun)


def patient(wanted: Callable[[], bool], seconds: float) -> bool:
    """Whether something comes true in time."""
    end = time.perf_counter() + seconds
    while not wanted():
        if time.perf_counter() > end:
            return False
        time.sleep(0.005)
    return True


def begun(
    warm: Warm,
    folder: Path,
    *,
    env: Mapping[str, str | None] | None = None,
    controlling: bool = True,
    ignoring: Sequence[int] = (),
) -> WarmTerminal:
    """A program that shows a question of one line."""
    folder.mkdir(parents=True)
    (folder / "plan.toml").write_text(PLAN)
    terminal = warm.spawn(
        ["plan.toml"], folder, env=env, controlling=controlling, ignoring=ignoring
    )
    terminal.wait_for(QUESTION)
    return terminal


def clear(terminal: WarmTerminal) -> None:
    """Empty the answer: to its end, then delete to its beginning."""
    terminal.send(b"\x05\x15")


def sent(terminal: WarmTerminal, stream: bytes, word: str) -> str:
    """Send a stream, then a word: what went wrong, or nothing."""
    try:
        terminal.send(stream)
        # an Escape at the end of a stream must not make alt and a letter of what follows; and a
        # paste without an end has one after two seconds of silence
        endless = stream.startswith(PASTE) and END not in stream
        time.sleep(2.3 if endless else 0.25)
        clear(terminal)
        terminal.type(word)
        terminal.wait_for(word, 20)
        if QUESTION not in terminal.screen():
            return "it left the question"
    except AssertionError as problem:
        return str(problem).splitlines()[0]
    return ""


def run(effort: Effort) -> Outcome:
    """All streams, or a few of them; and random bytes."""
    outcome = Outcome()
    chance = effort.random("streams")
    streams = STREAMS | {f"random bytes {n}": noise(chance) for n in range(effort.of(5, 1))}
    names = list(streams)
    if not effort.full:
        names = sorted(chance.sample(names, 8), key=list(streams).index)
    busiest, most, slowest = 0.0, 0.0, ""
    with Warm() as warm, tempfile.TemporaryDirectory() as home:
        terminal: WarmTerminal | None = None
        word = ""
        for number, name in enumerate(names):
            if terminal is None:
                terminal = begun(warm, Path(home, str(number)))
            word = f"word{number}"
            start = time.perf_counter()
            problem = sent(terminal, streams[name], word)
            if (took := time.perf_counter() - start) > most:
                most, slowest = took, name
            if not problem and effort.full:
                share = restless(terminal, ALONE)
                busiest = max(busiest, share)
                if share > BUSY:
                    problem = f"{share:.0%} of a processor afterwards"
            outcome.done += 1
            if problem:
                outcome.failures.append(f"{name}: {problem}")
                terminal.close()
                terminal = None
        if terminal is not None:
            outcome.failures += ended_well(terminal, Path(home), word)
            terminal.close()
    survived = outcome.done - len(outcome.failures)
    outcome.figures = {
        "survived": f"{survived} of {outcome.done}",
        "slowest": f"{most:.1f} s ({slowest})",
        "busiest afterwards": f"{busiest:.0%}",
    }
    return outcome


def ended_well(terminal: WarmTerminal, home: Path, word: str) -> list[str]:
    """Quit: what is wrong with the exit, the file or the terminal."""
    terminal.press("ctrl+q")
    if (status := terminal.wait_exit()) != 0:
        return [f"the exit status is {status}"]
    folder = max(home.iterdir(), key=lambda one: int(one.name))
    plan = tomllib.loads((folder / "plan.toml").read_text())
    wrong = [f"left behind: {one}" for one in terminal.left_behind()]
    if plan["profile"].get("offer") != word:
        wrong.append(f"the file says {plan['profile'].get('offer')!r}, not {word!r}")
    return wrong


GOALS = [
    Goal(
        "streams",
        f"{len(STREAMS)} of {len(STREAMS)} input streams: keys still arrive, at rest afterwards",
        run,
    )
]
