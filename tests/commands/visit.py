"""A small questionnaire with a rubric, a sample and a list, and plans that belong to it."""

import io
import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import tomli_w

from smtui.commands.surroundings import Surroundings
from smtui.plan.answers import Answers, Parked, Place

NOW = datetime(2026, 11, 21, 14, 2)

QUESTIONNAIRE = """
id = "visit"
version = "2.0"
rubric_version = "1.5"
title = "Plan a visit"
[runs.quick]
title = "Short"
[sources]
TPL = "Our own template"

[[sections]]
id = "about"
title = "About the visit"
[[sections.questions]]
id = "about.name"
kind = "text"
ask = "What is it called?"
label = "Name"
quick = true
required = true
[[sections.questions]]
id = "about.size"
kind = "number"
ask = "How many come?"
label = "Visitors"
least = 1
quick = true
required = true
[[sections.questions]]
id = "about.aim"
kind = "longtext"
ask = "Why do they come?"
label = "Aim"
quick = true
required = true

[[sections]]
id = "guests"
title = "Guests"
[[sections.questions]]
id = "guest.name"
kind = "text"
ask = "Who is it?"
label = "Guest"
quick = true
required = true
[[sections.questions]]
id = "guest.role"
kind = "text"
ask = "What do they do?"
label = "Role"
quick = true
required = true

[[lists]]
id = "guest"
one = "guest"
many = "guests"
title = "{name}"

[[dimensions]]
id = "clear"
title = "Clarity"
[[dimensions]]
id = "people"
title = "People"

[[checks]]
id = "V1"
dimension = "clear"
points = 6
earn = "about.size is answered"
says = "Visitors of {about.name}: {about.size}. Aim: {about.aim}"
question = "about.size"
[[checks]]
id = "V2"
dimension = "people"
points = 4
earn = "share of guest where role is answered"
says = "Guests with a role: {values of (name over guest)}."
question = "guest.role"

[[bands]]
id = "A"
from = 80
title = "Ready"
meaning = "You can go."
not_with = ["blocker"]
[[bands]]
id = "B"
from = 0
title = "Not ready"

[[findings]]
id = "B-SIZE"
severity = "blocker"
dimension = "clear"
when = "not about.size is answered"
saw = "It is not known how many come to {about.name}."
why = "Without a number no room can be booked."
next = "Ask the host of {about.name} for a number."
source = "TPL"
question = "about.size"
recovers = ["V1"]
[[findings]]
id = "W-ROLE"
severity = "warning"
dimension = "people"
each = "guest as g where not g.role is answered"
saw = "{g.name} has no role."
why = "A guest without a role is forgotten."
next = "Ask {g.name}."
question = "guest.role"
recovers = ["V2"]
[[findings]]
id = "S-AIM"
severity = "strength"
dimension = "clear"
when = "about.aim is answered"
saw = "There is an aim: {about.aim}"
why = "Everybody knows why they come."
question = "about.aim"

[[samples]]
id = "oslo"
file = "oslo.toml"
title = "Oslo"
about = "Three days in June"
"""

META = {"questionnaire": "visit", "version": "2.0", "format": 1, "run": "quick"}


def folder(at: Path) -> Path:
    """The questionnaire in a folder of its own, with its sample."""
    made = at / "visit"
    made.mkdir()
    (made / "questionnaire.toml").write_text(QUESTIONNAIRE, encoding="utf-8")
    oslo = plan_text(meta={"fictional": True}, about={"name": "Oslo", "size": 3})
    (made / "oslo.toml").write_text(oslo, encoding="utf-8")
    return made


def plan_text(*, meta: dict[str, Any] | None = None, **tables: Any) -> str:
    """A plan's file."""
    return tomli_w.dumps({"meta": {**META, **(meta or {})}, **tables})


def plan_file(at: Path, name: str = "plan.toml", **tables: Any) -> Path:
    """A plan in a file."""
    path = at / name
    path.write_text(plan_text(**tables), encoding="utf-8")
    return path


ANYWHERE = (
    Place("about.name"),
    Place("about.aim"),
    Place("guest.name", "g1"),
    Place("guest.name", "g2"),
)


def about_everything(words: str) -> Answers:
    """A plan in which these words stand wherever words can stand."""
    answers = Answers().with_items("guest", ("g1", "g2"))
    for place in (*ANYWHERE, Place("guest.role", "g2")):
        answers = answers.with_value(place, words)
    return answers.with_parked(Place("guest.role", "g1"), Parked(words, date(2026, 12, 1)))


class Hearing:
    """Surroundings whose streams can be read; `typed` is what comes in on standard input."""

    def __init__(self, at: Path, typed: str = "", **env: str) -> None:
        self._out, self._err = io.StringIO(), io.StringIO()
        environment = {**os.environ, **env}
        stdin = io.StringIO(typed)
        self.around = Surroundings(self._out, self._err, environment, at, lambda: NOW, stdin)

    @property
    def said(self) -> str:
        """What went to standard output."""
        return self._out.getvalue()

    @property
    def told(self) -> str:
        """What went to standard error."""
        return self._err.getvalue()

    @property
    def json(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.said)
