"""How the shipped questionnaire reads on a narrow screen: lines of questions, labels, findings.

`python -m tests.tui.readable` prints the table.
"""

import asyncio
import sys
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from smtui.files import read_toml
from smtui.plan.answers import Place
from smtui.plan.document import Document
from smtui.plan.exampled import Plans
from smtui.plan.reader import read
from smtui.plan.session import Session
from smtui.questionnaire import shelf
from smtui.questionnaire.compile import load_noting
from smtui.questionnaire.example_files import examples_of
from smtui.questionnaire.kinds import OneOf
from smtui.scoring.scorecard import FindingSeen, judged
from smtui.tui.finding import finding_lines
from smtui.tui.options import Options
from smtui.tui.rows import GUTTER
from smtui.tui.texts import ui_text, wrapped
from tests.tui.forms import form_of, go

NARROW, SMALL = 80, 60
_BESIDE = 7
"""Columns of a page that a question has not: margins, its mark, the scroll bar."""
_AROUND = GUTTER + 4
"""Columns of the scorecard that a finding has not."""
MADE, NOTES = load_noting(shelf.find(""))


def sample() -> Session:
    """The first sample in the full run: texts that quote answers have some to quote."""
    file = read_toml(MADE.folder / MADE.samples[0].file, max_bytes=10**6, max_entries=10**5)
    document: Document = read(file, MADE)
    return Session(MADE, document.answers, run="full", today=date(2026, 11, 21))


def long_questions(session: Session, width: int = NARROW, most: int = 2) -> Iterator[str]:
    """Questions that take more lines than so many."""
    for name, question in MADE.questions.items():
        home = MADE.homes[name]
        if not home.record:
            ids = session.answers.ids(home.list) or ("",)
            asked = session.reading.question(Place(name, ids[0] if home.list else "")).ask
            if len(wrapped(ui_text(asked or question.called), width - _BESIDE)) > most:
                yield name


async def cut_labels(session: Session, size: tuple[int, int] = (SMALL, 18)) -> list[str]:
    """Choices whose label does not stand on the screen as a whole."""
    found: list[str] = []
    async with form_of(session, datetime.now).run_test(size=size) as pilot:
        for place in list(session.reading.places()):
            places = [place, *session.reading.parts(place)]
            for one in places:
                if not isinstance(MADE.questions[one.name], OneOf):
                    continue
                app = await go(pilot, one.name, one.item)
                field = app.focused
                if not isinstance(field, Options) or field.place != one:
                    continue
                for at, option in enumerate(field.options):
                    field.at = at
                    lines = field.lines_of_options(field.content_size.width)
                    if not any(option.label in line.plain for line in lines):
                        found.append(f"{one.name}: {option.label}")
    return found


@cache
def findings() -> dict[str, FindingSeen]:
    """Every finding as an example of the questionnaire brings it about."""
    seen: dict[str, FindingSeen] = {}
    plans = Plans(MADE, NOTES)
    for example in examples_of(MADE.folder, NOTES):
        reading = plans.of(example) if set(example.thing.finds) - seen.keys() else None
        if reading is not None:
            for one in judged(reading).findings:
                seen.setdefault(one.id, one)
    return seen


def lines_of(one: FindingSeen, width: int = NARROW) -> int:
    """How many lines a finding takes on the scorecard."""
    return len(finding_lines(one, MADE.sources, width - _AROUND))


def main() -> None:
    """Print how many there are of each, and which."""
    session = sample()
    asked = list(long_questions(session))
    labels = asyncio.run(cut_labels(session))
    seen = findings()
    long = [f"{one.id} ({lines_of(one)})" for one in seen.values() if lines_of(one) > 3]
    rows = (
        (f"questions of more than two lines at {NARROW} columns", len(MADE.questions), asked),
        (f"choices whose label is cut at {SMALL} columns", "all", labels),
        (f"findings of more than three lines at {NARROW} columns", len(seen), long),
    )
    for what, of, which in rows:
        sys.stdout.write(f"{what}: {len(which)} of {of}  {', '.join(which)}\n")


if __name__ == "__main__":
    main()
