"""Hostile texts in every answer, on every screen and in everything that is handed on."""

import json
import tempfile
import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from smtui.commands.looking import look_up
from smtui.files import CAPS, read_toml
from smtui.plan.answers import Answers
from smtui.plan.contents import Document, Meta
from smtui.plan.document import read, written
from smtui.plan.rules import Reading
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load
from smtui.reports import data, markdown, terminal
from smtui.scoring.scorecard import judged
from smtui.text import LINE_WIDTH, cell_width, clean_line
from tests.commands.visit import Hearing
from tests.faults import forms
from tests.faults.goal import Effort, Goal, Outcome
from tests.faults.leaves import Turn, places
from tests.faults.runner import unsafe
from tests.faults.strings import PAYLOADS
from tests.plain.talk import Talk

NOW = datetime(2026, 11, 21, 14, 2)
DIGEST = "0123456789abcdef" * 4


def structure(tokens: Sequence[Token]) -> list[Any]:
    """What a reader of Markdown sees, without the words."""
    return [
        (token.type, token.tag, structure(token.children or ()))
        for token in tokens
        if token.type not in ("text", "text_special")
    ]


def outline(value: Any) -> Any:
    """The shape of TOML or JSON, without the texts."""
    if isinstance(value, dict):
        return {key: outline(one) for key, one in value.items()}
    if isinstance(value, list):
        return [outline(one) for one in value]
    return type(value).__name__


def labels(report: str) -> list[str]:
    """The words at the left of the report for terminals, and its blank lines."""
    lines = report.split("\n")
    return [line[:11].strip() for line in lines if not line or line[:11].strip() in _LABELS]


_LABELS = frozenset("Blocker Serious Warning Strong next Parked Open Wrong".split())


class Exports:
    """Hands on plan after plan, and notes where a text changed more than words."""

    def __init__(self, folder: Path) -> None:
        self.outcome = Outcome()
        self._folder = folder

    def fail(self, turn: Turn, words: str) -> None:
        """Note a failure."""
        if "another" in words and turn.questionnaire.id == shelf.default_name():
            return  # its rubric judges words, so that other words give another report
        where = f"{turn.questionnaire.id}, turn {turn.number}, {turn.everywhere}"
        self.outcome.failures.append(f"{where}: {words}")

    def turn(self, turn: Turn, title: str) -> None:
        """One plan through everything."""
        plan = self._plan_file(turn, title)
        if plan is None:
            return
        hostile, harmless = plan, self._calm(turn).answers
        card, tame = self._judged(turn, hostile), self._judged(turn, harmless)
        calm = "title" if clean_line(title).strip() else ""
        self._markdown(turn, card, tame, title, calm)
        self._data(turn, card, tame, title, calm)
        self._terminal(turn, card, tame, title, calm)
        self._plain(turn, hostile)

    def _judged(self, turn: Turn, answers: Answers) -> tuple[Any, Reading]:
        reading = Reading(turn.questionnaire, answers, "full", NOW.date())
        return judged(reading), reading

    def _clean(self, turn: Turn, what: str, text: str) -> None:
        if found := unsafe(text.encode(errors="surrogateescape")):
            self.fail(turn, f"{what} holds {', '.join(found)}")

    def _plan_file(self, turn: Turn, title: str) -> Answers | None:
        """The plan as its file gives it; written again and read again, it is the same."""
        made = Document(turn.answers(), Meta(run="full", title=title))
        path = self._folder / "plan.toml"
        path.write_text(written(made, turn.questionnaire), encoding="utf-8", newline="")
        first = self._read(path, turn)
        text = written(first, turn.questionnaire)
        self._clean(turn, "the plan's file", text)
        path.write_text(text, encoding="utf-8", newline="")
        second = self._read(path, turn)
        if second.answers != first.answers or second.meta != first.meta:
            self.fail(turn, "the plan's file comes back changed")
        same = outline(tomllib.loads(written(self._calm(turn), turn.questionnaire)))
        found = outline(tomllib.loads(text))
        found["meta"].setdefault("title", "str")
        if found != same:
            self.fail(turn, "the plan's file has another shape")
        return first.answers

    def _calm(self, turn: Turn) -> Document:
        """The same plan with words, as it comes out of its file."""
        made = Document(turn.answers(harmless=True), Meta(run="full", title="title"))
        path = self._folder / "calm.toml"
        path.write_text(written(made, turn.questionnaire), encoding="utf-8")
        return self._read(path, turn)

    def _read(self, path: Path, turn: Turn) -> Document:
        file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
        return read(file, turn.questionnaire)

    def _markdown(self, turn: Turn, card: Any, tame: Any, title: str, calm: str) -> None:
        def parsed(one: Any, named: str) -> tuple[str, Any]:
            text = markdown.write(
                *one, title=named, plan=named or "plan", digest=DIGEST, changed=NOW
            )
            return text, structure(_MARKDOWN.parse(text))

        text, found = parsed(card, title)
        self._clean(turn, "the Markdown scorecard", text)
        if found != parsed(tame, calm)[1]:
            self.fail(turn, "the Markdown scorecard has another structure")
        if "javascript:" in _MARKDOWN.render(text) and "<a " in _MARKDOWN.render(text):
            self.fail(turn, "the Markdown scorecard has a link")

    def _data(self, turn: Turn, card: Any, tame: Any, title: str, calm: str) -> None:
        text = data.write(*card, plan=title, digest=DIGEST)
        self._clean(turn, "the TOML scorecard", text)
        same = outline(tomllib.loads(data.write(*tame, plan=calm, digest=DIGEST)))
        if outline(tomllib.loads(text)) != same:
            self.fail(turn, "the TOML scorecard has another shape")
        machine = json.dumps(data.tree(*card))
        if outline(json.loads(machine)) != outline(json.loads(json.dumps(data.tree(*tame)))):
            self.fail(turn, "the JSON scorecard has another shape")

    def _terminal(self, turn: Turn, card: Any, tame: Any, title: str, calm: str) -> None:
        text = terminal.write(*card, title=title)
        self._clean(turn, "the report", text)
        if labels(text) != labels(terminal.write(*tame, title=calm)):
            self.fail(turn, "the report has another row of labels")
        if (widest := max(map(cell_width, text.split("\n")))) > LINE_WIDTH:
            self.fail(turn, f"a line of the report has {widest} columns")

    def _plain(self, turn: Turn, answers: Answers) -> None:
        typed = ("/open", "/list", "/score", "/why", "/go 2", "/list", "/help")
        talk = Talk(turn.questionnaire, *typed, answers=answers, width=60, interactive=False)
        self._clean(turn, "the interview", talk.said)
        if (widest := max(map(cell_width, talk.said.split("\n")))) > 60:
            self.fail(turn, f"a line of the interview has {widest} columns")

    def look_up(self, turn: Turn, form: Path, names: Sequence[str]) -> None:
        """What `smtui get` says of some questions of the plan that was written last."""
        path = self._folder / "plan.toml"
        for name in names:
            for as_json in (False, True):
                hearing = Hearing(self._folder)
                look_up(str(path), name, hearing.around, as_json=as_json, questionnaire=str(form))
                self._clean(turn, f"get {name}", hearing.said + hearing.told)
                if as_json:
                    json.loads(hearing.said)


_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def in_turn(effort: Effort, few: int, texts: int = len(PAYLOADS)) -> list[int]:
    """The numbers of the turns; over all of them each place holds each text."""
    every = range(texts)
    return list(every) if effort.full else effort.random("turns").sample(every, few)


def exports(effort: Effort) -> Outcome:
    """All that is handed on: the plan's file, scorecards, the report, the interview, `get`."""
    turns = in_turn(effort, 1)
    titles = list(PAYLOADS.values())
    with tempfile.TemporaryDirectory() as scratch:
        trial = Exports(Path(scratch))
        met = 0
        for form, questionnaire in forms.small(Path(scratch)):
            # a cell of a grid has no name without its row
            every = {place.name: place.row for place in places(questionnaire)}
            names = [name for name, row in every.items() if not row]
            for number in turns:
                for everywhere in (False, True):
                    turn = Turn(questionnaire, number, everywhere)
                    trial.turn(turn, titles[number])
                    met += len(turn.said)
                some = [names[(number * 2 + at) % len(names)] for at in range(2)]
                trial.look_up(turn, form, some)
        if effort.full:
            shipped = load(shelf.find(""))
            for number in turns:
                turn = Turn(shipped, number, everywhere=number % 2 == 0)
                trial.turn(turn, titles[number])
                met += len(turn.said)
        trial.outcome.done = met
        trial.outcome.figures = {
            "texts": str(len(PAYLOADS)),
            "turns": str(len(turns)),
            "texts in answers": f"{met:,}",
        }
        return trial.outcome


GOALS = [
    Goal(
        "payloads, exports",
        "79 texts in every answer: 0 control characters, 0 changes of structure",
        exports,
    ),
]
