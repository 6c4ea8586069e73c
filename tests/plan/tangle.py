"""A questionnaire in which questions hang on each other in every way that the format has."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire

TANGLE = """
id = "tangle"
version = "1.0"
title = "A tangle"
[runs.quick]
title = "Short"
[runs.full]
title = "Full"

[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"
valid_if = [{ rule = "sum of age over person < 900", say = "They are too old." }]
[[lists]]
id = "task"
one = "task"
many = "tasks"
title = "{what}"

[tables.rooms]
by = ["id"]
columns = { label = "text", seats = "number" }
[tables.rooms.rows]
attic = { label = "Attic", seats = 1 }
cellar = { label = "Cellar", seats = 2 }
hall = { label = "Hall", seats = 200 }

[[sections]]
id = "first"
title = "The tangle {it.name otherwise 'to be'}"
[[sections.questions]]
id = "it.name"
kind = "text"
ask = "What is it called?"
quick = true
[[sections.questions]]
id = "it.low"
kind = "number"
ask = "At least?"
quick = true
most = "it.high"
not_applicable = "it.high > 100"
[[sections.questions]]
id = "it.high"
kind = "number"
ask = "At most?"
quick = true
least = "it.low"
most = "it.cap"
[[sections.questions]]
id = "it.cap"
kind = "number"
ask = "Not beyond?"
not_applicable = "it.media is answered"
[[sections.questions]]
id = "it.media"
kind = "choices"
ask = "By which media?"
quick = true
most = "it.high"
choices = [
  { id = "mail", label = "Mail to {it.name}", show_if = "it.high is not 3" },
  { id = "post", label = "Post" },
  { id = "fax", label = "Fax", retired = true },
]
[[sections.questions]]
id = "it.order"
kind = "ranking"
ask = "In which order?"
not_applicable = "it.low is not applicable"
choices = [
  { id = "mail", label = "Mail", show_if = "it.low < 5" },
  { id = "post", label = "Post" },
  { id = "fax", label = "Fax", retired = true },
]
[[sections.questions]]
id = "it.best"
kind = "ranking"
ask = "Which are the best?"
choices_from = "it.media"
most = "count of person"
[[sections.questions]]
id = "it.use"
kind = "grid"
ask = "How are they used?"
rows_from = "it.media"
columns = [
  { id = "often", kind = "number", label = "often", most = "it.high" },
  { id = "why", kind = "text", label = "why", show_if = "often > 3" },
]
[[sections.questions]]
id = "it.time"
kind = "shares"
ask = "Who has how much of it?"
rows_from = "person"
[[sections.questions]]
id = "it.busy"
kind = "computed"
ask = "Used often"
value = "count of it.use where often > 3"

[[sections]]
id = "second"
title = "People"
show_if = "it.low is not 7"
[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"
quick = true
required = true
[[sections.questions]]
id = "person.age"
kind = "number"
ask = "How old is {name}?"
least = "it.low"
most = "it.high"
not_applicable = "room is attic"
[[sections.questions]]
id = "person.room"
kind = "choice"
ask = "Where?"
quick = true
choices_from = "rooms where seats > count of task linking here"
[[sections.questions]]
id = "person.boss"
kind = "link"
to = "person"
ask = "Who leads {name}?"
[[sections.questions]]
id = "person.peers"
kind = "grid"
ask = "How well with the others?"
rows_from = "others of person"
columns = [{ id = "well", kind = "number", label = "well", most = "age" }]
[[sections.questions]]
id = "task.what"
kind = "text"
ask = "What?"
quick = true
[[sections.questions]]
id = "task.who"
kind = "link"
to = "person"
ask = "Who does it?"
auto = "only one"
[[sections.questions]]
id = "task.helpers"
kind = "links"
to = "person"
ask = "Who helps?"
not_applicable = "who is answered"
show_if = "it.busy is not 1"
"""


@cache
def tangle() -> Questionnaire:
    """It, loaded once."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "questionnaire.toml").write_text(TANGLE, encoding="utf-8")
        return load(Path(folder))
