"""A questionnaire whose tables somebody may override, a plan of it, and a file of overrides."""

from pathlib import Path

QUESTIONNAIRE = '''
id = "journey"
version = "2.0"
title = "A journey"
[runs.quick]
title = "Short"

[[sections]]
id = "trip"
title = "Trip"
[[sections.questions]]
id = "trip.name"
kind = "text"
ask = "What is it called?"
quick = true
[[sections.questions]]
id = "trip.aim"
kind = "choice"
ask = "What for?"
quick = true
choices = [{ id = "rest", label = "A rest" }, { id = "work", label = "Work" }]
[[sections.questions]]
id = "trip.city"
kind = "choice"
ask = "Which city?"
label = "City"
quick = true
choices_from = "sort cities by suits"
choice_note = "'{suits} of 3: {reason}'"
[[sections.questions]]
id = "trip.why"
kind = "computed"
ask = "Why there"
value = "trip.city.reason"

[tables.cities]
by = ["id"]
columns = { label = "text", sea = "yesno", known_for = "texts", season = "choice of (warm, cold)" }
[tables.cities.rows]
oslo = { label = "Oslo", sea = true, known_for = ["skiing"], season = "cold" }
rome = { label = "Rome", sea = false, known_for = ["ruins", "food"], season = "warm" }

[tables.fit]
by = ["cities", "trip.aim"]
columns = { suits = "number 0 to 3", why = "text", seen = "date", overridden = "yesno" }
[tables.fit.rows.oslo]
rest = { suits = 1, why = "much rain" }
work = { suits = 3, why = "many offices", seen = 2025-03-01 }
[tables.fit.rows.rome]
rest = { suits = 3, why = "much sun" }
work = { suits = 1, why = "long lunches" }

[[computed]]
id = "suits"
for = "cities as c"
value = "lookup fit.suits by (c, trip.aim)"
[[computed]]
id = "grounds"
for = "cities as c"
value = "lookup fit.why by (c, trip.aim)"
[[computed]]
id = "reason"
for = "cities as c"
value = """\\
  if (lookup fit.overridden by (c, trip.aim)) is yes then 'overridden: {grounds}' else grounds\\
"""

[[dimensions]]
id = "fit"
title = "Fit"
[[checks]]
id = "F1"
dimension = "fit"
points = 6
earn = "trip.city.suits / 3"
says = "{trip.city}: {trip.city.suits} of 3."
[[checks]]
id = "F2"
dimension = "fit"
points = 4
earn = "trip.city.sea"
says = "By the sea or not."
[[bands]]
id = "A"
from = 0
title = "Fine"

[[samples]]
id = "north"
file = "north.toml"
title = "North"
'''

PLAN = """
[meta]
questionnaire = "journey"
version = "2.0"
format = 1
run = "quick"

[trip]
name = "Winter"
aim = "rest"
city = "oslo"
"""

NAME = "journey.overrides.toml"
OWN = """
[tables.fit.rows.oslo]
rest = { suits = 2, why = "our staff liked it (2025)" }
"""


def folder(at: Path) -> Path:
    """The questionnaire in a folder of its own, with its sample."""
    made = at / "journey"
    made.mkdir(parents=True)
    (made / "questionnaire.toml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (made / "north.toml").write_text(PLAN, encoding="utf-8")
    return made


def plan_file(at: Path, overrides: str = "") -> Path:
    """A plan, with a file of overrides beside it."""
    path = at / "winter.toml"
    path.write_text(PLAN, encoding="utf-8")
    if overrides:
        override(at, overrides)
    return path


def override(at: Path, overrides: str = OWN) -> Path:
    """A file of overrides in a folder."""
    (at / NAME).write_text(overrides, encoding="utf-8")
    return at / NAME
