"""Hostile texts on every screen, on a real terminal: what comes out, and what a click does."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import tomli_w

from smtui.plan.contents import Document, Meta
from smtui.plan.document import written
from smtui.questionnaire.model import Questionnaire
from tests.commands import visit
from tests.faults import forms
from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.leaves import Turn
from tests.faults.payloads import in_turn
from tests.faults.runner import ROOT, unsafe
from tests.faults.strings import PAYLOADS, together
from tests.terminal import Terminal

SIZE = (100, 36)
PAGES = 9
"""Pages that are turned on the way to the review; the small questionnaires have fewer."""
AT_ONCE = 4
"""Short texts beside each other in one answer: as many as a line of the screen shows."""
CLICKED_COLUMNS = (4, 30, 60)

_SEQUENCE = re.compile(r"\x1b\[([<=>?]?)[0-9;:]*([ -/]*[@-~])|\x1b(\]22;)[a-z_-]*(?:\x07|\x1b\\)")


def shapes(output: bytes) -> tuple[set[str], str]:
    """The kinds of sequence in an output, and what is left without them."""
    text = output.decode(errors="surrogateescape")
    found = {"".join(part or "" for part in one.groups()) for one in _SEQUENCE.finditer(text)}
    return found, _SEQUENCE.sub("", text)


ESCAPES = {
    one.group()
    for text in PAYLOADS.values()
    for one in re.finditer(r"\x1b\[[0-9;]{4,}[@-~]|\x1b[\]P_^X].*?(?:\x07|\x1b\\)", text)
}
"""Sequences of the texts that no program of ours sends."""


class Screens:
    """Walks through all screens of plan after plan."""

    def __init__(self, home: Path) -> None:
        self.outcome = Outcome()
        self._home = home
        self._usual: set[str] = set()
        self._screens = 0
        self._clicks = 0

    def fail(self, name: str, words: str) -> None:
        """Note a failure."""
        self.outcome.failures.append(f"{name}: {words}")

    def learn(self, form: Path, plan: Path) -> None:
        """Remember which kinds of sequence a plan of plain words brings about."""
        self._usual |= shapes(self._walked(form, plan, "usual"))[0]

    def walk(self, name: str, form: Path, plan: Path) -> None:
        """All screens of one plan."""
        before = sorted(os.listdir(plan.parent))
        try:
            output = self._walked(form, plan, name)
        except AssertionError as broken:
            self.fail(name, str(broken)[:600])
            return
        self.check(name, output)
        new = sorted(set(os.listdir(plan.parent)) - set(before))
        if extra := [one for one in new if not one.startswith((plan.stem, ".smtui-"))]:
            self.fail(name, f"new files: {extra}")
        if Path("/tmp/owned").exists():
            self.fail(name, "a command was run")

    def check(self, name: str, output: bytes) -> None:
        """What must not be in an output."""
        found, rest = shapes(output)
        if self._usual and found - self._usual:
            self.fail(name, f"sends other sequences: {sorted(found - self._usual)}")
        allowed = {"U+000D", "U+0008"}  # what a terminal's driver writes itself
        if raw := set(unsafe(rest.encode(errors="surrogateescape"))) - allowed:
            self.fail(name, f"sends raw {sorted(raw)}")
        text = output.decode(errors="surrogateescape")
        if sent := [one for one in ESCAPES if one in text]:
            self.fail(name, f"sends {sent[:3]!a}")

    def _spawn(self, form: Path, *more: str) -> Terminal:
        home = self._home / "home"
        return Terminal.spawn(
            [sys.executable, "-m", "smtui", *more, "-q", str(form)],
            size=SIZE,
            cwd=self._home,
            env={
                "HOME": str(home),
                "XDG_STATE_HOME": str(home / "state"),
                "PYTHONPATH": str(ROOT),
                "TEXTUAL_ANIMATIONS": "none",
            },
            whole_frames=True,
        )

    def _walked(self, form: Path, plan: Path, name: str) -> bytes:
        with self._spawn(form, "open", str(plan)) as terminal:
            terminal.wait_for("help")
            for keys in _way():
                terminal.press(*keys)
                terminal.wait_quiet(0.12)
                self._screens += 1
            for screen in ("f5", "f9"):
                terminal.press(screen)
                terminal.wait_quiet(0.12)
                self._click(terminal)
                terminal.press("escape")
                terminal.wait_quiet(0.2)
            terminal.press("ctrl+q")
            status = terminal.wait_exit()
            if status != 0:
                self.fail(name, f"exit {status}")
            if left := terminal.left_behind():
                self.fail(name, f"left behind: {left}")
            return terminal.bytes_since(0)

    def _click(self, terminal: Terminal) -> None:
        """Click on the lines of the screen, wherever that leads."""
        for y in range(2, SIZE[1] - 2, 5):
            for x in CLICKED_COLUMNS:
                terminal.send(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m".encode())
                self._clicks += 1
        terminal.wait_quiet(0.12)

    def start(self, name: str, form: Path) -> None:
        """The first screen, whose list of plans has these titles."""
        with self._spawn(form) as terminal:
            terminal.wait_for("New plan")
            terminal.press("end", "home", "f1")
            terminal.wait_quiet(0.12)
            terminal.press("escape")
            terminal.wait_quiet(0.2)
            terminal.press("ctrl+q")
            terminal.wait_exit()
            self._screens += 2
            self.check(name, terminal.bytes_since(0))

    def migrating(self, name: str, form: Path, plan: Path) -> None:
        """The table of what becomes of an older plan."""
        with self._spawn(form, "open", str(plan)) as terminal:
            terminal.wait_quiet(0.3)
            for _ in range(12):
                terminal.press("pagedown")
                terminal.wait_quiet(0.1)
            self._screens += 1
            self._click(terminal)
            terminal.press("ctrl+q")
            terminal.wait_exit()
            self.check(name, terminal.bytes_since(0))

    def ended(self, texts: int) -> Outcome:
        """What came of it."""
        self.outcome.done = texts
        self.outcome.figures = {
            "texts": str(len(PAYLOADS)),
            "texts in answers": f"{texts:,}",
            "screens seen": f"{self._screens:,}",
            "clicks": f"{self._clicks:,}",
        }
        return self.outcome


def _way() -> Iterator[tuple[str, ...]]:
    """Keys that lead from screen to screen."""
    for _ in range(PAGES):
        yield ("tab", "tab", "tab", "f8")
    yield ("f5", "pagedown", "end")
    yield ("f9", "pagedown")
    yield ("pagedown", "pagedown", "end")
    yield ("f7",)
    yield ("f1", "pagedown")
    yield ("escape",)
    yield ("f3",)
    yield ("escape",)
    yield ("ctrl+f",)
    yield ("escape",)
    yield ("ctrl+l",)
    yield ("escape",)
    yield ("ctrl+p", "e")
    yield ("escape",)
    yield ("f7",)
    yield ("f2",)


def _plan(folder: Path, turn: Turn, title: str, *, harmless: bool = False) -> Path:
    path = folder / "plan.toml"
    for old in folder.glob("plan*"):
        old.unlink()
    document = Document(turn.answers(harmless=harmless), Meta(run="full", title=title))
    path.write_text(written(document, turn.questionnaire), encoding="utf-8", newline="")
    return path


def _titles(folder: Path, number: int) -> None:
    """A list of plans opened lately, of twenty hostile titles."""
    texts = list(PAYLOADS.values())
    entries = []
    for at in range(20):
        path = folder / f"recent{at}.toml"
        path.write_text("", encoding="utf-8")
        text = texts[(number * 20 + at) % len(texts)]
        entries.append(
            {"path": str(path), "title": text, "run": text, "sections_done": 1, "sections": 2,
             "open": 3, "parked": 4, "when": datetime(2026, 11, 21, 14, 2), "sha256": text,
             "section": text, "question": text, "item": text, "questionnaire_id": text}
        )  # fmt: skip
    place = folder / "home" / "state" / "smtui" / "recent.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(tomli_w.dumps({"plan": entries}), encoding="utf-8")


def _older(folder: Path) -> Path:
    """A plan of an older version in which each text is an answer that nobody asks for now."""
    answers = {f"old{at}": text for at, text in enumerate(PAYLOADS.values())}
    return visit.plan_file(folder, "older.toml", meta={"version": "0.1"}, about=answers)


def screens(effort: Effort) -> Outcome:
    """Every screen with hostile texts in every answer, on a pseudo-terminal; and clicks on them."""
    texts = together(AT_ONCE)
    turns = in_turn(effort, 1, len(texts))
    titles = list(texts.values())
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch).resolve()
        trial = Screens(home)
        met, most = 0, len(PAYLOADS) / len(texts)
        every: list[tuple[Path, Questionnaire]] = list(forms.small(home))
        some = every if effort.full else every[1:2]
        for form, questionnaire in some:
            trial.learn(form, _plan(home, Turn(questionnaire, 0, False), "title", harmless=True))
        for form, questionnaire in some:
            for number in turns:
                # where a text does not fit, it hides the questions that come of an answer
                turn = Turn(questionnaire, number, everywhere=number % 2 == 0, payloads=texts)
                plan = _plan(home, turn, titles[number])
                trial.walk(f"{questionnaire.id}, turn {number}", form, plan)
                met += round(len(turn.said) * most)
        visited = next(form for form, questionnaire in every if questionnaire.id == "visit")
        trial.migrating("the table of an older plan", visited, _older(home))
        for number in range(6 if effort.full else 1):
            _titles(home, number)
            trial.start(f"the first screen, {number}", visited)
        return trial.ended(met)


GOALS = [
    Goal(
        "payloads, screens",
        "79 texts in every answer: 0 raw bytes on the terminal, 0 actions by a click",
        screens,
        slow=True,
    ),
]
