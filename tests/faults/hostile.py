"""Hostile files through the real commands: what is wrong is told in words, nothing is harmed."""

import random
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from smtui.questionnaire import shelf
from tests.commands import visit
from tests.faults import files
from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.runner import GIVE_UP, Ran, Runner, unsafe

SECONDS = 2.0
MEGABYTES = 300.0
LONGEST_MESSAGE = 20_000
"""Characters of what is told at once: fifty mistakes of a few lines each."""


class Trial:
    """Runs commands on one file after the other, and notes what may not be."""

    def __init__(self, runner: Runner) -> None:
        self.outcome = Outcome()
        self._runner = runner
        self._longest = 0.0
        self._largest = 0.0

    def run(self, name: str, *arguments: str, watched: Path | None = None) -> Ran:
        """Run a command; `watched` is the file or folder that it must leave as it is."""
        before = _picture(watched)
        ran = self._runner.run(*arguments)
        if SECONDS < ran.seconds < GIVE_UP:  # the machine may have been busy: once more
            ran = min(ran, self._runner.run(*arguments), key=lambda one: one.seconds)
        said = f"{name}: smtui {' '.join(arguments)[:80]}:"
        if ran.status not in (0, 1, 2):
            self.fail(f"{said} exit {ran.status}: {ran.err[-300:]!r}")
        if b"Traceback" in ran.err or b"Traceback" in ran.out:
            self.fail(f"{said} {ran.err[-300:]!r}")
        for stream in (ran.out, ran.err):
            if found := unsafe(stream):
                self.fail(f"{said} writes {', '.join(found)}")
        if len(ran.err) > LONGEST_MESSAGE:
            self.fail(f"{said} writes {len(ran.err):,} bytes of messages")
        if ran.seconds > SECONDS:
            self.fail(f"{said} {ran.seconds:.1f} s")
        if ran.megabytes > MEGABYTES:
            self.fail(f"{said} {ran.megabytes:.0f} MB")
        if _picture(watched) != before:
            self.fail(f"{said} changed the file")
        self._longest = max(self._longest, ran.seconds)
        self._largest = max(self._largest, ran.megabytes)
        return ran

    def fail(self, words: str) -> None:
        """Note a failure."""
        self.outcome.failures.append(words)

    def ended(self, **figures: object) -> Outcome:
        """What came of it."""
        self.outcome.figures = {
            "longest": f"{self._longest:.2f} s of the processor",
            "largest": f"{self._largest:.0f} MB",
            **{name.replace("_", " "): str(one) for name, one in figures.items()},
        }
        return self.outcome


def _picture(path: Path | None) -> object:
    """A file, or all files of a folder, to the byte and the time."""
    if path is None:
        return None
    found = sorted(path.rglob("*")) if path.is_dir() and not path.is_symlink() else [path]
    return [
        (one, state.st_mtime_ns, state.st_size, one.read_bytes() if one.is_file() else b"")
        for one in found
        if one.exists() or one.is_symlink()
        for state in [one.lstat()]
        if not one.is_symlink()
    ]


def _some(names: Mapping[str, object], effort: Effort, few: int, key: str) -> list[str]:
    """All of them in a full run, else as many as that, never the same ones for ever."""
    every = list(names)
    return every if effort.full else effort.random(key).sample(every, min(few, len(every)))


# hostile files


def _plan_commands(plan: Path, home: Path) -> Iterator[tuple[str, ...]]:
    form = str(home / "visit")
    yield "check", "-q", form, str(plan)
    yield "score", "-q", form, str(plan)
    yield "open", "--plain", "-q", form, str(plan)
    yield "fill", "-q", form, "--answers", str(plan)
    yield "migrate", "-q", form, "--dry-run", str(plan)
    yield "get", "-q", form, str(plan), "about.name"
    yield "check", str(plan)


def hostile_files(effort: Effort) -> Outcome:
    """Plans, questionnaires and files of answers that are anything but what they should be."""
    with tempfile.TemporaryDirectory() as scratch, Runner(Path(scratch)) as runner:
        home = Path(scratch)
        visit.folder(home)
        trial = Trial(runner)
        plans, odd = _plans(trial, home, effort)
        asked = _questionnaires(trial, home, effort)
        given = _answers(trial, home, effort)
        trial.outcome.done = plans + odd + asked + given
        return trial.ended(plans=plans + odd, questionnaires_and_others=asked + given)


def _plans(trial: Trial, home: Path, effort: Effort) -> tuple[int, int]:
    plans = files.plans()
    names = _some(plans, effort, 4, "plans")
    for name in names:
        plan = home / "plan.toml"
        plan.write_bytes(plans[name])
        for at, arguments in enumerate(_plan_commands(plan, home)):
            if effort.full or at < 3:
                _run_on_plan(trial, name, plan, arguments)
        plan.unlink()
    kinds = files.odd_kinds()
    odd = _some(kinds, effort, 1, "kinds")
    for name in odd:
        plan = home / "odd.toml"
        kinds[name](plan)
        for arguments in _plan_commands(plan, home):
            if name == "nothing" and arguments[0] == "open":
                continue  # which begins it
            trial.run(name, *arguments)
        plan.unlink(missing_ok=True) if not plan.is_dir() else plan.rmdir()
    return len(names), len(odd)


def _run_on_plan(trial: Trial, name: str, plan: Path, arguments: tuple[str, ...]) -> None:
    # Who opens a plan that can be read may find it tidied up; the others may not touch it.
    opens = arguments[0] == "open"
    before = plan.read_bytes()
    ran = trial.run(name, *arguments, watched=None if opens else plan)
    if opens and ran.status == 2 and plan.read_bytes() != before:
        trial.fail(f"{name}: refused and yet changed")
    if opens:
        for other in plan.parent.glob("plan.*"):
            if other != plan:
                other.unlink()
        plan.write_bytes(before)


def _questionnaires(trial: Trial, home: Path, effort: Effort) -> int:
    every = files.questionnaires()
    names = _some(every, effort, 2, "questionnaires")
    folder = home / "form"
    folder.mkdir()
    (folder / "link.toml").symlink_to("/etc/passwd")
    (folder / "oslo.toml").write_text(visit.plan_text(about={"name": "Oslo"}), encoding="utf-8")
    files.odd_kinds()["pipe"](folder / "pipe.toml")
    plan = visit.plan_file(home, "of.toml")
    for name in names:
        (folder / "questionnaire.toml").write_bytes(every[name])
        for arguments in (
            ("check", str(folder)),
            ("score", "-q", str(folder), str(plan)),
            ("samples", "-q", str(folder)),
            ("samples", "-q", str(folder), "oslo"),
            ("open", "--plain", "-q", str(folder), str(home / "x" / "none.toml")),
        ):
            ran = trial.run(name, *arguments, watched=folder)
            if b"root:" in ran.out + ran.err:
                trial.fail(f"{name}: shows a file from outside of its folder")
    return len(names)


def _answers(trial: Trial, home: Path, effort: Effort) -> int:
    every = files.answers()
    names = _some(every, effort, 2, "answers")
    for name in names:
        path = home / name
        path.write_bytes(every[name])
        trial.run(name, "fill", "-q", str(home / "visit"), "--answers", str(path), watched=path)
        target = home / "made.toml"
        ran = trial.run(
            name, "fill", "-q", str(home / "visit"), "--answers", str(path), "-o", str(target)
        )
        if ran.status == 2 and target.exists():
            trial.fail(f"{name}: refused, and yet a plan was made")
        target.unlink(missing_ok=True)
        path.unlink()
    return len(names)


# mutated files

Change = Callable[[random.Random, bytes], bytes]


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def _flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


PIECES = [
    b"\0", b"\x1b[2J", b"\x1b]52;c;QUJD\x07", b"\xc2\x9b31m", b"\xe2\x80\xae", b"\xff",
    b"\xed\xa0\xbd", b"[", b"]", b"[[", b"]]", b"{", b"}", b'"', b'"""', b"'", b"'''", b"=", b".",
    b",", b"#", b"\\", b"\n", b"\r", b"\r\n", b"\t", b" = ", b"\\u001b", b"\\ud800",
    b"<<<<<<< a\n=======\n>>>>>>> b\n", b"0x" + b"f" * 5000, b"9" * 5000, b"inf", b"nan", b"1e999",
    b"2026-02-30", b"true", b"[meta]\n", b".".join([b"a"] * 5000), b"[" * 5000, b"{a=" * 3000,
    b"x" * 100_000, b"[/]", b"[@click=app.quit]",
]  # fmt: skip


def _insert(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(PIECES) + data[at:]
    return data


def _in_a_value(chance: random.Random, data: bytes) -> bytes:
    """Another value behind some equal signs."""
    lines = data.split(b"\n")
    places = [at for at, line in enumerate(lines) if b"= " in line]
    for at in chance.sample(places, min(chance.choice((1, 3, 20)), len(places))):
        value = chance.choice(
            [b"3", b"-1", b'""', b"[]", b"{}", b"[[]]", b"true", b"2026-01-01", b"12:00:00", b"0.5",
             b'"\\u001b[2J\\u202e"', b'"[@click=app.quit]x[/]"', b'[1, "a", {b = 2}]', b"inf",
             b"'" + b"x" * 30_000 + b"'", b"9007199254740993"]
        )  # fmt: skip
        lines[at] = lines[at].split(b"= ", 1)[0] + b"= " + value
    return b"\n".join(lines)


def _move_lines(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    for _ in range(chance.choice((1, 3, 30))):
        chosen, at = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[chosen] if chance.random() < 0.5 else lines.pop(chosen)
        lines.insert(at, line)
    return b"\n".join(lines)


def _rename(chance: random.Random, data: bytes) -> bytes:
    words = sorted(set(re.findall(rb"[a-z_]{3,}", data)))
    word = chance.choice(words)
    other = chance.choice([*words, b"x" * 70, b'"\\u001b[2J"', b"__proto__", b"a.b.c"])
    return data.replace(word, other, chance.choice((1, -1)))


def _grow(chance: random.Random, data: bytes) -> bytes:
    """Up to a megabyte."""
    size = chance.choice((20_000, 200_000, 1_000_000))
    if chance.random() < 0.5:
        blocks = re.split(rb"(?=^\[)", data, flags=re.MULTILINE)
        block = chance.choice(blocks) or b"# \n"
        return data + b"\n" + block * (size // len(block))
    return _insert(chance, data + b"\n# " + chance.choice((b"x", b"[", b"'", b"=\n")) * (size // 2))


CHANGES: list[Change] = [_cut, _flip, _insert, _in_a_value, _move_lines, _rename, _grow]


def mutated_files(effort: Effort) -> Outcome:
    """A valid plan of the shipped questionnaire, spoilt in some way or other."""
    good = (shelf.find("") / "samples" / "northlight.toml").read_bytes()
    chance = effort.random("mutated")
    with tempfile.TemporaryDirectory() as scratch, Runner(Path(scratch)) as runner:
        home = Path(scratch)
        plan = home / "plan.toml"
        trial = Trial(runner)
        for number in range(effort.of(750, 4)):
            kind = CHANGES[number % len(CHANGES)]
            content = kind(chance, good)
            if chance.random() < 0.2:
                content = chance.choice(CHANGES)(chance, content or b"#")
            plan.write_bytes(content)
            name = f"variant {number} ({kind.__name__.strip('_')}, {len(content):,} bytes)"
            command = (
                ("check", str(plan)),
                ("score", str(plan)),
                ("open", "--plain", str(plan)),
                ("fill", "--answers", str(plan)),
                ("migrate", "--dry-run", str(plan)),
            )[number // len(CHANGES) % 5]
            failures = len(trial.outcome.failures)
            _run_on_plan(trial, name, plan, command)
            if len(trial.outcome.failures) > failures and effort.full:
                kept = Path(tempfile.gettempdir()) / f"smtui-variant-{number}.toml"
                kept.write_bytes(content)
                trial.outcome.failures[-1] += f" (kept: {kept})"
            trial.outcome.done += 1
        return trial.ended()


GOALS = [
    Goal(
        "hostile files",
        "0 tracebacks, 0 control characters out, 2 s, 300 MB, file unchanged",
        hostile_files,
    ),
    Goal(
        "mutated files",
        "0 tracebacks, 0 control characters out, 2 s, 300 MB, file unchanged",
        mutated_files,
    ),
]
