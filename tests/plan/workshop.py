"""A questionnaire with the kinds that are made of parts or lead elsewhere, for tests of plans."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire

WORKSHOP = """
id = "workshop"
version = "1.0"
title = "A workshop"

[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"
most = 6
valid_if = [
  { rule = "sum of share over person <= 100", say = "Their shares come to over 100." },
]

[[lists]]
id = "task"
one = "task"
many = "tasks"
title = "{what}"

[tables.rooms]
by = ["id"]
columns = { label = "text", seats = "number" }
[tables.rooms.rows]
attic = { label = "Attic", seats = 3 }
hall = { label = "Hall", seats = 200 }

[[sections]]
id = "first"
title = "The workshop {work.name otherwise 'to be'}"

[[sections.questions]]
id = "work.name"
kind = "text"
ask = "What is it called?"

[[sections.questions]]
id = "work.mood"
kind = "scale"
ask = "How do you look forward to {work.name}?"
low = "not at all"
high = "very much"
not_applicable = true

[[sections.questions]]
id = "work.often"
kind = "scale"
ask = "How often?"
least = 0
steps = ["Never", "Some days", "Every day"]

[[sections.questions]]
id = "work.order"
kind = "ranking"
ask = "In which order?"
choices = [
  { id = "talk", label = "Talk" },
  { id = "eat", label = "Eat" },
  { id = "walk", label = "Walk" },
]

[[sections.questions]]
id = "work.media"
kind = "choices"
ask = "By which media?"
most = "work.most"
choices = [
  { id = "mail", label = "Mail", group = "Written" },
  { id = "post", label = "Post", group = "Written" },
  { id = "fax", label = "Fax", retired = true },
]
other = { label = "Another", fields = [
  { id = "name", kind = "text", label = "called" },
  { id = "cost", kind = "money", label = "costs", currency = "{work.currency}" },
] }

[[sections.questions]]
id = "work.most"
kind = "number"
ask = "At most how many?"

[[sections.questions]]
id = "work.currency"
kind = "text"
ask = "In what currency?"

[[sections.questions]]
id = "work.time"
kind = "shares"
ask = "How is the time divided?"
rows = [
  { id = "talk", label = "Talk" },
  { id = "rest", label = "Rest of {work.name}" },
]

[[sections.questions]]
id = "work.presence"
kind = "grid"
ask = "How do they go?"
rows_from = "work.media"
[[sections.questions.columns]]
id = "state"
kind = "choice"
label = "state"
choices = [{ id = "active", label = "Active" }, { id = "dormant", label = "Dormant" }]
[[sections.questions.columns]]
id = "note"
kind = "text"
label = "why"
required = false
show_if = "state is dormant"

[[sections.questions]]
id = "work.room"
kind = "choice"
ask = "Where?"
choices_from = "rooms where seats >= count of person"

[[sections.questions]]
id = "work.sum"
kind = "computed"
ask = "Dormant ones"
value = "count of work.presence where state is dormant"
unit = "of them"

[[sections]]
id = "second"
title = "People"

[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"

[[sections.questions]]
id = "person.share"
kind = "percent"
ask = "Share of {name}?"
most = "cap"

[[sections.questions]]
id = "person.cap"
kind = "number"
ask = "At most?"

[[sections.questions]]
id = "person.tasks"
kind = "links"
ask = "Which tasks?"
to = "task"

[[sections.questions]]
id = "person.boss"
kind = "link"
ask = "Who leads {name}?"
to = "person"

[[sections.questions]]
id = "person.marks"
kind = "grid"
ask = "Marks"
rows = [{ id = "reach", label = "Reach" }, { id = "bond", label = "Bond" }]
columns = [{ id = "mark", kind = "scale", label = "mark" }]

[[sections.questions]]
id = "person.advice"
kind = "text"
ask = "What to do?"
show_if = "person.marks.bond < 3"

[[sections.questions]]
id = "task.what"
kind = "text"
ask = "What is to be done?"
"""


@cache
def workshop() -> Questionnaire:
    """The workshop, loaded once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.toml"
        path.write_text(WORKSHOP, encoding="utf-8")
        return load(path)
