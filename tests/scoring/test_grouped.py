"""Findings with a cause in common are told in one line once there are more than three of them."""

import pytest

from smtui.plan.rules import Reading
from smtui.questionnaire.model import Questionnaire
from smtui.reports import markdown, terminal
from smtui.scoring.grouped import gathered, number_of
from smtui.scoring.scorecard import Scorecard, score
from tests.plan.party import answered
from tests.plan.party import party as made

DINNER = """
id = "dinner"
version = "1.0"
title = "A dinner"
[runs.quick]
title = "Short"

[[lists]]
id = "guest"
one = "guest"
many = "guests"
title = "{name}"

[[sections]]
id = "table"
title = "Table"
[[sections.questions]]
id = "table.wine"
kind = "text"
ask = "?"
label = "Wine"
quick = true
[[sections.questions]]
id = "guest.name"
kind = "text"
ask = "?"
label = "Guest"
quick = true
[[sections.questions]]
id = "guest.seat"
kind = "number"
ask = "?"
label = "Seat"
quick = true

[[dimensions]]
id = "all"
title = "All"
[[checks]]
id = "W"
dimension = "all"
points = 10
earn = "table.wine is answered"
says = "Wine: {table.wine}."
[[bands]]
id = "A"
from = 0
title = "Ready"

[[findings]]
id = "W-SEAT"
severity = "warning"
dimension = "all"
each = "guest as g where g.seat is not answered"
saw = "No seat for {g.name}."
why = "Guests without a seat leave."
next = "Give {g.name} a seat."
question = "guest.seat"
group = "your guests"
[[findings]]
id = "A-NAME"
severity = "advice"
dimension = "all"
each = "guest as g where g.name begins with 'B'"
saw = "{g.name} begins with a B."
question = "guest.name"
group = "your guests"
[[findings]]
id = "W-WINE"
severity = "warning"
dimension = "all"
when = "table.wine is not answered"
saw = "No wine."
next = "Buy some."
question = "table.wine"
recovers = ["W"]
group = "your table"
[[findings]]
id = "A-WINE"
severity = "advice"
dimension = "all"
when = "table.wine is answered"
saw = "{if count of guest > 9 then 'For many: {table.wine}' else 'Wine: {table.wine}'}."
question = "table.wine"
"""
FOUR = "Ann,Bea,Cem,Bartholomew of the seven hills and valleys"


@pytest.fixture(scope="module")
def dinner(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    """A form that warns of every guest without a seat."""
    return made(tmp_path_factory.mktemp("dinner"), DINNER)


def reading(dinner: Questionnaire, guests: str, **more: str) -> Reading:
    names = guests.split(",") if guests else []
    given = {f"guest.name@g{at}": name for at, name in enumerate(names)}
    given |= {f"table.{name}": value for name, value in more.items()}
    ids = " ".join(f"g{at}" for at in range(len(names)))
    return Reading(dinner, answered(given, guest=ids), "quick")


def card(dinner: Questionnaire, guests: str, **more: str) -> Scorecard:
    at = reading(dinner, guests, **more)
    return score(dinner, at.answers, "quick")


def test_three_are_told_one_by_one(dinner: Questionnaire) -> None:
    lines = [one.line for one in gathered(card(dinner, "Ann,Cem,Dora").gaps)]
    assert lines == ["No wine.", "No seat for Ann.", "No seat for Cem.", "No seat for Dora."]


def test_more_than_three_of_a_group_are_one_line_where_the_first_stood(
    dinner: Questionnaire,
) -> None:
    seen = gathered(card(dinner, FOUR).gaps)
    assert [one.line for one in seen] == [
        "No wine.",
        "4 about your guests: Ann, Bea, Cem, Bartholomew of the seven...",
        "Bea begins with a B.",
        "Bartholomew of the seven... begins with a B.",
    ]
    assert [one.is_group for one in seen] == [False, True, False, False]
    assert [one.saw for one in seen[1].findings][:2] == ["No seat for Ann.", "No seat for Bea."]
    assert number_of(seen) == len(card(dinner, FOUR).gaps) == 7


def test_findings_without_a_group_never_come_together(dinner: Questionnaire) -> None:
    names = ",".join(f"B{number}" for number in range(5))
    lines = [one.line for one in gathered(card(dinner, names, wine="Red").gaps)]
    assert lines[0].startswith("5 about your guests: B0, B1")
    assert lines[1].startswith("5 about your guests: B0, B1")  # of the other severity
    assert lines[2:] == ["Wine: Red."]


def test_the_report_on_a_terminal_tells_a_group_in_one_line(dinner: Questionnaire) -> None:
    at = reading(dinner, FOUR)
    text = " ".join(terminal.write(score(dinner, at.answers, "quick"), at, title="D").split())
    assert "4 about your guests: Ann, Bea, Cem, Bartholomew of the seven..." in text
    assert "No seat for Ann." not in text


def test_the_report_to_hand_on_has_every_finding_under_its_group(dinner: Questionnaire) -> None:
    at = reading(dinner, FOUR)
    text = markdown.write(
        score(dinner, at.answers, "quick"), at, title="D", plan="d.toml", digest="0"
    )
    steps = text[text.index("## Next steps") : text.index("## Points")]
    assert "2. **4 about your guests: Ann, Bea, Cem, Bartholomew of the seven...**" in steps
    assert steps.count("   - **Give ") == 4
    assert "Warning: No seat for Bea. Guests without a seat leave." in steps


# quotations


def test_a_long_answer_is_cut_behind_a_word_where_it_was_seen(dinner: Questionnaire) -> None:
    long = "A red one from the hills, which Bea has brought along from her journey"
    seen = {one.id: one for one in card(dinner, "", wine=long).findings}
    assert seen["A-WINE"].saw == "Wine: A red one from the hills..."
    (check,) = card(dinner, "", wine=long).checks
    assert check.reason == f"Wine: {long}."


@pytest.mark.parametrize("answer", ["Red", "x" * 32, "Two bottles of the good red wine"])
def test_a_short_answer_is_quoted_whole(dinner: Questionnaire, answer: str) -> None:
    seen = {one.id: one for one in card(dinner, "", wine=answer).findings}
    assert seen["A-WINE"].saw == f"Wine: {answer}."


def test_a_word_without_end_is_cut_too(dinner: Questionnaire) -> None:
    seen = {one.id: one for one in card(dinner, "", wine="x" * 40).findings}
    assert seen["A-WINE"].saw == f"Wine: {'x' * 29}..."
