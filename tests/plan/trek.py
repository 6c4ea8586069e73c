"""A small questionnaire with a short run and a full one, and a plan of the short one."""

from smtui.plan.answers import Answers, Parked, Place

TREK = """
[[lists]]
id = "person"
one = "person"
many = "people"
title = "{name}"
fewest = 1

[[sections]]
id = "way"
title = "Way"
minutes = { quick = 2, full = 9 }
[[sections.questions]]
id = "visit.name"
kind = "text"
ask = "Where to?"
required = true
quick = true
[[sections.questions]]
id = "way.length"
kind = "number"
ask = "How far?"
required = true
[[sections.questions]]
id = "way.start"
kind = "date"
ask = "When?"
required = true
quick = true

[[sections]]
id = "people"
title = "People"
[[sections.questions]]
id = "person.name"
kind = "text"
ask = "Who?"
required = true
quick = true
[[sections.questions]]
id = "person.shoes"
kind = "text"
ask = "Which shoes?"
required = true

[[sections]]
id = "food"
title = "Food"
[[sections.questions]]
id = "food.what"
kind = "text"
ask = "What is there to eat?"
required = true
quick = true

[[sections]]
id = "end"
title = "End"
[[sections.questions]]
id = "end.home"
kind = "text"
ask = "How do we get home?"
required = true
"""

SHORT = Answers(
    values={
        Place("visit.name"): "Brocken",
        Place("person.name", "p1"): "Ada",
        Place("person.name", "p2"): "Bo",
        Place("food.what"): "Bread",
    },
    items={"person": ("p1", "p2")},
    parked={Place("way.start"): Parked("Ada")},
)
"""All of the short run is answered or parked."""

MISSING = [
    Place("way.length"),
    Place("person.shoes", "p1"),
    Place("person.shoes", "p2"),
    Place("end.home"),
]
"""What the full run asks besides."""
