"""A small questionnaire with one of everything, for the tests of plans."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from smtui.files import CAPS, TomlFile, read_toml
from smtui.plan.answers import Answers, Place
from smtui.plan.rules import Reading
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire

PARTY = """
id = "party"
version = "1.2"
title = "A party"

[runs.quick]
title = "Short"
[runs.full]
title = "Full"

[[lists]]
id = "guest"
one = "guest"
many = "guests"
title = "{name}"
fewest = 1
most = 4

[[lists]]
id = "gift"
one = "gift"
many = "gifts"
title = "{what}"
most = 3

[[sections]]
id = "first"
title = "The party"

[[sections.questions]]
id = "party.name"
kind = "text"
ask = "What is it called?"
label = "Name"
quick = true
required = true

[[sections.questions]]
id = "party.about"
kind = "longtext"
ask = "What is it about?"

[[sections.questions]]
id = "party.kind"
kind = "choice"
ask = "What kind?"
quick = true
required = true
choices = [
  { id = "big", label = "A big one" },
  { id = "small", label = "A small one" },
  { id = "secret", label = "A secret one", show_if = "party.size < 10" },
]
other = "Another, namely"

[[sections.questions.then]]
id = "party.hall"
kind = "text"
ask = "In which hall?"
required = true
show_if = "party.kind is big"

[[sections.questions]]
id = "party.size"
kind = "number"
ask = "How many?"
quick = true
required = "party.kind is big"
whole = true
least = 1
most = 500
valid_if = [{ rule = "party.size <= 200", say = "At most {200}.", severity = "error" }]
default = "if party.kind is big then 100 else 10"

[[sections.questions]]
id = "party.music"
kind = "choices"
ask = "Which music?"
quick = "party.kind is big"
required = true
most = 2
choices = [
  { id = "jazz", label = "Jazz" },
  { id = "rock", label = "Rock" },
  { id = "folk", label = "Folk" },
  { id = "none", label = "None", alone = true },
]
complete = "if party.music includes none then 0.25 else if party.music is answered then 1 else 0"

[[sections.questions]]
id = "party.open"
kind = "yesno"
ask = "May anybody come?"

[[sections.questions]]
id = "party.price"
kind = "money"
ask = "What may it cost?"

[[sections.questions]]
id = "party.day"
kind = "date"
ask = "When?"

[[sections.questions]]
id = "party.rules"
kind = "texts"
ask = "Which rules?"

[[sections.questions]]
id = "party.place"
kind = "record"
ask = "Where?"
quick = true
required = true
fields = [
  { id = "town", kind = "text", label = "town" },
  { id = "rooms", kind = "number", label = "rooms", least = 1 },
  { id = "from", kind = "date", label = "from", show_if = "party.place.rooms > 1" },
  { id = "hint", kind = "text", label = "hint", required = false },
]

[[sections.questions]]
id = "party.tune"
kind = "choice"
ask = "Which of these first?"
choices_from = "party.music"

[[sections.questions]]
id = "party.words"
kind = "note"
ask = "Nearly there."

[[sections]]
id = "guests"
title = "The guests"

[[sections.questions]]
id = "guest.name"
kind = "text"
ask = "Who?"
quick = true
required = true

[[sections.questions]]
id = "guest.food"
kind = "choice"
ask = "What do they eat?"
quick = true
required = "party.kind is big"
choices = [{ id = "all", label = "All" }, { id = "green", label = "No meat" }]

[[sections.questions]]
id = "guest.allergy"
kind = "text"
ask = "What must not be in it?"
required = true
quick = true
show_if = "guest.food is green"

[[sections.questions]]
id = "guest.trip"
kind = "record"
ask = "How do they come?"
fields = [
  { id = "by", kind = "text", label = "by" },
  { id = "hours", kind = "number", label = "hours" },
]

[[sections]]
id = "gifts"
title = "The gifts"

[[sections.questions]]
id = "gift.what"
kind = "text"
ask = "What is it?"
quick = true
required = true

[[sections.questions]]
id = "gift.guest"
kind = "link"
to = "guest"
auto = "only one"
ask = "From whom?"
quick = true
required = true

[[sections.questions]]
id = "gift.second"
kind = "link"
to = "guest"
ask = "With whom?"
"""


def party(folder: Path, text: str = PARTY) -> Questionnaire:
    """The questionnaire of a text, loaded as its author's file would be."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questionnaire.toml").write_text(text, encoding="utf-8")
    return load(folder)


@cache
def shared() -> Questionnaire:
    """The party, loaded once. hypothesis would print a fixture in full at every failure."""
    with TemporaryDirectory() as folder:
        return party(Path(folder))


def answered(more: dict[str, Any] | None = None, **lists: str) -> Answers:
    """Answers by name: `name` or `name@item`; lists by keyword, their ids in one text."""
    values = {}
    for key, value in (more or {}).items():
        name, _, item = key.partition("@")
        values[Place(name, item)] = value
    return Answers(values, {name: tuple(ids.split()) for name, ids in lists.items()})


def reading(
    questionnaire: Questionnaire, answers: Answers | None = None, run: str = "quick"
) -> Reading:
    """A state of a plan as the faces see it."""
    return Reading(questionnaire, answers or Answers(), run)


def plan_file(folder: Path, text: str) -> TomlFile:
    """A plan's file with a text, as it is read from the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
