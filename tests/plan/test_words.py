"""The words about items, links, fields and findings, on plans as they are answered."""

from pathlib import Path

from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.rules import Reading
from smtui.questionnaire.compile import load
from smtui.scoring.scorecard import score

CAMP = """
id = "camp"
version = "1.0"
title = "A camp"
[[lists]]
id = "tent"
one = "tent"
many = "tents"
title = "{name}"
[[lists]]
id = "camper"
one = "camper"
many = "campers"
title = "{name}"
[[sections]]
id = "camp"
title = "Camp"
[[sections.questions]]
id = "camp.start"
kind = "date"
ask = "?"
[[sections.questions]]
id = "tent.name"
kind = "text"
ask = "?"
[[sections.questions]]
id = "tent.full"
kind = "yesno"
ask = "?"
show_if = "count of camper linking here > 1"
[[sections.questions]]
id = "camper.name"
kind = "text"
ask = "?"
[[sections.questions]]
id = "camper.tent"
kind = "link"
ask = "?"
to = "tent"
[[sections.questions]]
id = "camper.helps"
kind = "links"
ask = "?"
to = "tent"
[[sections.questions]]
id = "camper.parent"
kind = "record"
ask = "?"
fields = [
  { id = "name", kind = "text", label = "name" },
  { id = "phone", kind = "text", label = "phone" },
  { id = "born", kind = "date", label = "born", show_if = "parent.name is not 'Ann'" },
]
[[computed]]
id = "code"
for = "camper"
value = "slug of name"
[[dimensions]]
id = "care"
title = "Care"
[[bands]]
id = "A"
from = 0
title = "a"
[[checks]]
id = "C1"
dimension = "care"
points = 10
earn = "mean of share of fields of parent where this is answered over camper"
says = "{values of (code over camper)}"
[[findings]]
id = "W-TENT"
severity = "warning"
dimension = "care"
each = "tent as t where count of camper linking here = 0"
saw = "Nobody sleeps in {t.name} or helps there."
next = "Ask {values of (name over camper)}."
[[findings]]
id = "W-ALL"
severity = "advice"
dimension = "care"
when = "W-TENT and any camper as c where any others of camper as o where o.tent is c.tent"
saw = "Some tents are shared, and others are empty."
next = "Spread out."
"""


def answers() -> Answers:
    return Answers(
        {
            Place("tent.name", "t1"): "North",
            Place("tent.name", "t2"): "South",
            Place("tent.name", "t3"): "West",
            Place("camper.name", "c1"): "Bo Ærø",
            Place("camper.name", "c2"): "Cy",
            Place("camper.tent", "c1"): "t1",
            Place("camper.tent", "c2"): "t1",
            Place("camper.helps", "c2"): ("t2",),
            Place("camper.parent.name", "c1"): "Ann",
            Place("camper.parent.name", "c2"): "Di",
        },
        {"tent": ("t1", "t2", "t3"), "camper": ("c1", "c2")},
        {Place("camper.parent.phone", "c2"): Parked()},
    )


def test_a_question_can_hang_on_the_items_that_link_to_its_own(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.toml").write_text(CAMP)
    reading = Reading(load(tmp_path), answers(), "full")
    shown = [reading.visible(Place("tent.full", one)) for one in ("t1", "t2", "t3")]
    assert shown == [True, False, False]


def test_scores_and_findings_speak_of_links_fields_and_each_other(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.toml").write_text(CAMP)
    made = load(tmp_path)
    card = score(made, answers(), "full")
    # of Ann's name and phone one is answered, of Di's name, phone and birth date one
    assert card.earned == 10 * (1 / 2 + 1 / 3) / 2
    assert card.checks[0].reason == "bo-aero and cy"
    assert [(one.id, one.saw) for one in card.findings] == [
        ("W-TENT", "Nobody sleeps in West or helps there."),
        ("W-ALL", "Some tents are shared, and others are empty."),
    ]
    assert card.findings[0].next == "Ask Bo Ærø and Cy."
    spread = answers()
    values = {**spread.values, Place("camper.helps", "c1"): ("t3",)}
    card = score(made, Answers(values, spread.items, spread.parked), "full")
    assert card.findings == ()


def test_a_check_by_words_of_another_language_does_not_apply(tmp_path: Path) -> None:
    vague = """
[words.vague]
language = "LANGUAGE"
words = ["everyone"]
[[checks]]
id = "C9"
dimension = "care"
points = 5
earn = "not any camper where name equals one of vague"
says = "No vague names."
"""
    for language, earned in (("en", 0), ("de", None)):
        path = tmp_path / "questionnaire.toml"
        path.write_text(CAMP + vague.replace("LANGUAGE", language), encoding="utf-8")
        named = Answers().with_items("camper", ("c1",))
        named = named.with_value(Place("camper.name", "c1"), "Everyone")
        card = score(load(path), named, "full")
        found = {one.id: one.earned for one in card.checks}
        assert found.get("C9") == earned
