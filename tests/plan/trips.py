"""A small questionnaire in its versions 1, 2 and 3, and plans made with the older ones."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire

V1 = """
id = "trip"
version = "1.0"
title = "A trip"
[runs.quick]
title = "Short"
[runs.full]
title = "Full"

[[lists]]
id = "guest"
one = "guest"
many = "guests"
title = "{name}"

[[sections]]
id = "about"
title = "The trip"
[[sections.questions]]
id = "about.title"
kind = "text"
ask = "What is it called?"
label = "Name"
[[sections.questions]]
id = "about.style"
kind = "choice"
ask = "What kind?"
label = "Kind"
choices = [{ id = "big", label = "A big one" }, { id = "secret", label = "Secret" }]
[[sections.questions]]
id = "about.mood"
kind = "text"
ask = "In which mood?"
label = "Mood"

[[sections]]
id = "people"
title = "Who comes"
[[sections.questions]]
id = "guest.name"
kind = "text"
ask = "Who?"
label = "Guest"
[[sections.questions]]
id = "guest.eats"
kind = "choice"
ask = "Eats what?"
label = "Food"
choices = [{ id = "all", label = "All" }, { id = "green", label = "No meat" }]
"""
"""As it was at first."""

V2 = (
    V1.replace('version = "1.0"', 'version = "2.0"')
    .replace('id = "about.title"', 'id = "about.name"\nrenamed_from = "about.title"')
    .replace('{ id = "big",', '{ id = "large", renamed_from = "big",')
)
"""A question and a choice have new names."""

V3 = """
id = "trip"
version = "3.0"
title = "A trip"
[runs.quick]
title = "Short"
[runs.full]
title = "Full"

[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"
renamed_from = "guest"
[[lists]]
id = "stop"
one = "stop"
many = "stops"
title = "{town}"

[[sections]]
id = "trip"
title = "The trip"
renamed_from = "about"
[[sections.questions]]
id = "trip.called"
kind = "text"
ask = "What is it called?"
label = "Name"
quick = true
required = true
renamed_from = ["about.name", "about.title"]
[[sections.questions]]
id = "trip.style"
kind = "choices"
ask = "What kinds?"
label = "Kinds"
quick = true
other = "Another, namely"
choices = [
  { id = "huge", label = "A huge one", renamed_from = ["large", "big"] },
  { id = "calm", label = "A calm one" },
  { id = "old", label = "An old one", retired = true },
]
[[sections.questions]]
id = "trip.hours"
kind = "number"
ask = "How many hours?"
label = "Hours"
quick = true
[[sections.questions]]
id = "trip.public"
kind = "choice"
ask = "May all come?"
label = "Public"
choices = [{ id = "yes", label = "Yes, all" }, { id = "no", label = "Nobody" }]
[[sections.questions]]
id = "trip.private"
kind = "yesno"
ask = "Private?"
label = "Private"
[[sections.questions]]
id = "trip.day"
kind = "date"
ask = "When?"
label = "Day"
[[sections.questions]]
id = "trip.rules"
kind = "texts"
ask = "Which rules?"
label = "Rules"
[[sections.questions]]
id = "trip.motto"
kind = "text"
ask = "Which motto?"
label = "Motto"
[[sections.questions]]
id = "trip.story"
kind = "longtext"
ask = "The story?"
label = "Story"
[[sections.questions]]
id = "trip.first"
kind = "choice"
ask = "Which first?"
label = "First"
choices_from = "trip.style"
[[sections.questions]]
id = "trip.scope"
kind = "record"
ask = "What does it cover?"
label = "Scope"
renamed_from = "about.range"
fields = [
  { id = "from", kind = "date", label = "from", renamed_from = "start" },
  { id = "cost", kind = "number", label = "cost", renamed_from = "about.price" },
]
[[sections.questions]]
id = "trip.ways"
kind = "grid"
ask = "How do you go?"
label = "Ways"
renamed_from = "about.modes"
rows_from = "trip.style"
[[sections.questions.columns]]
id = "state"
kind = "choice"
label = "state"
choices = [{ id = "sure", label = "Sure", renamed_from = "certain" }]
[[sections.questions.columns]]
id = "note"
kind = "text"
label = "why"
renamed_from = "reason"
[[sections.questions]]
id = "trip.marks"
kind = "grid"
ask = "Which marks?"
label = "Marks"
rows = [{ id = "reach", label = "Reach", renamed_from = "width" }, { id = "fun", label = "Fun" }]
columns = [{ id = "mark", kind = "scale", label = "mark" }]

[[sections]]
id = "travellers"
title = "Who comes"
renamed_from = "people"
[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"
label = "Person"
quick = true
[[sections.questions]]
id = "person.food"
kind = "choice"
ask = "Eats what?"
label = "Food"
quick = true
renamed_from = "guest.eats"
choices = [{ id = "all", label = "All" }, { id = "green", label = "No meat" }]
[[sections.questions]]
id = "person.friend"
kind = "link"
to = "person"
ask = "With whom?"
label = "Friend"
[[sections.questions]]
id = "stop.town"
kind = "text"
ask = "Which town?"
label = "Town"
"""
"""Most things have changed; two questions have gone."""


@cache
def trip(text: str = V3) -> Questionnaire:
    """A version of the questionnaire, loaded once."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "questionnaire.toml").write_text(text, encoding="utf-8")
        return load(Path(folder))


OLD_PLAN = """# mine
[meta]
questionnaire = "trip"
version = "1.0"
format = 1
run = "full"

[meta.position]
section = "about"
question = "about.title"

[about]
title = "Up the river"
style = "big"
mood = "merry"

[[guest]]
id = "g1"
name = "Anna"
eats = "green"

[[guest]]
id = "g2"
name = "Ben"

[[parked]]
question = "guest.eats"
item = "g2"
owner = "Ben"

[[note]]
question = "about.title"
text = "Ask Ben"
"""
"""A plan of the first version."""
