"""The scorecard: points, bands and their reasons, findings in order, what to do next."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smtui.plan.answers import Answers, Parked, Place
from smtui.questionnaire.model import Questionnaire
from smtui.scoring.explained import next_explained, wrong_words
from smtui.scoring.scorecard import Scorecard, score
from tests.plan.party import answered
from tests.plan.party import party as made

VISIT = """
id = "visit"
version = "1.0"
rubric_version = "3"
title = "A visit"
[runs.quick]
title = "Short"
[runs.full]
title = "Full"
[sources]
TPL = "Our template"

[[lists]]
id = "guest"
one = "guest"
many = "guests"
title = "{name}"

[[sections]]
id = "visit"
title = "Visit"
[[sections.questions]]
id = "visit.points"
kind = "number"
ask = "?"
label = "Points"
required = true
quick = true
[[sections.questions]]
id = "visit.town"
kind = "text"
ask = "?"
label = "Town"
required = true
quick = true
[[sections.questions]]
id = "visit.when"
kind = "record"
ask = "?"
label = "When"
quick = true
fields = [
  { id = "day", kind = "date", label = "day" },
  { id = "hour", kind = "number", label = "hour", show_if = "visit.points > 5" },
]
[[sections.questions]]
id = "visit.more"
kind = "text"
ask = "?"
required = true

[[sections]]
id = "guests"
title = "Guests"
[[sections.questions]]
id = "guest.name"
kind = "text"
ask = "?"
label = "Guest"
required = true
quick = true

[[dimensions]]
id = "one"
title = "One"
[[dimensions]]
id = "two"
title = "Two"

[[checks]]
id = "P"
dimension = "one"
points = 80
earn = "visit.points / 100"
says = "{visit.points} of 100."
question = "visit.points"
[[checks]]
id = "T"
dimension = "two"
points = 20
earn = "visit.town is answered"
says = "Town: {visit.town}."
question = "visit.town"
[[checks]]
id = "G"
dimension = "two"
points = 10
earn = "every guest where name is answered"
applies = "count of guest > 0"
says = "Guests."
question = "guest.name"
[[checks]]
id = "F"
dimension = "two"
points = 50
earn = "visit.more is answered"
says = "More."
runs = ["full"]

[[bands]]
id = "A"
from = 85
title = "Ready"
not_with = ["blocker", "serious", "warning"]
runs = ["full"]
[[bands]]
id = "B"
from = 70
title = "Nearly"
not_with = ["blocker", "serious"]
[[bands]]
id = "C"
from = 40
title = "Begun"
not_with = ["blocker"]
[[bands]]
id = "D"
from = 0
title = "Not yet"

[[findings]]
id = "A-1"
severity = "advice"
dimension = "two"
when = "visit.town is answered and visit.town contains one of loud"
saw = "{visit.town} is loud."
question = "visit.town"
[[findings]]
id = "W-G"
severity = "warning"
dimension = "two"
each = "guest as g where count of words in g.name > 1"
saw = "{g.name} has many names."
why = "Short is better."
next = "Shorten {g.name}."
source = "TPL"
question = "guest.name"
recovers = ["G", "P"]
[[findings]]
id = "W-T"
severity = "warning"
dimension = "two"
when = "visit.town is not answered"
saw = "No town."
question = "visit.town"
recovers = ["T", "F"]
[[findings]]
id = "S-P"
severity = "serious"
dimension = "one"
when = "visit.points < 0"
saw = "Points below nought: P gave {P}."
question = "visit.points"
recovers = ["P"]
[[findings]]
id = "B-P"
severity = "blocker"
dimension = "one"
when = "visit.points = 66"
saw = "66."
question = "visit.points"
recovers = ["P"]
[[findings]]
id = "F-1"
severity = "warning"
dimension = "one"
when = "visit.more is not answered"
saw = "No more."
question = "visit.more"
runs = ["full"]
[[findings]]
id = "S-T"
severity = "strength"
dimension = "two"
when = "T is full"
saw = "A town."
question = "visit.town"

[words.loud]
words = ["loud"]
"""


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    """A small rubric with every kind of limit."""
    return made(tmp_path_factory.mktemp("visit"), VISIT)


def card(visit: Questionnaire, run: str = "quick", /, guest: str = "", **answers: Any) -> Scorecard:
    """The scorecard of answers to `visit.*`; `guest` names the guests."""
    names = guest.split(",") if guest else []
    given = {f"visit.{name}": value for name, value in answers.items()}
    given |= {f"guest.name@g{at}": name for at, name in enumerate(names)}
    ids = " ".join(f"g{at}" for at in range(len(names)))
    return score(visit, answered(given, guest=ids), run)


def test_points_come_together_with_their_reasons(visit: Questionnaire) -> None:
    seen = card(visit, points=60, town="Ulm")
    assert [(one.id, one.earned, one.possible, one.reason) for one in seen.checks] == [
        ("P", pytest.approx(48), 80, "60 of 100."),
        ("T", 20, 20, "Town: Ulm."),
    ]
    assert [(one.id, one.earned, one.possible) for one in seen.dimensions] == [
        ("one", pytest.approx(48), 80),
        ("two", 20, 20),
    ]
    assert (seen.earned, seen.possible, seen.score) == pytest.approx((68, 100, 68))
    assert seen.full_possible == 160
    assert (seen.questionnaire, seen.version, seen.rubric_version) == ("visit", "1.0", "3")


def test_what_does_not_apply_is_out_of_the_possible_points(visit: Questionnaire) -> None:
    assert "G" not in {one.id for one in card(visit, points=100).checks}
    seen = card(visit, guest="Ann", points=100, town="Ulm")
    assert (seen.possible, seen.score) == (110, 100)


def test_what_another_run_asks_costs_nothing(visit: Questionnaire) -> None:
    short, full = card(visit, points=100, town="Ulm"), card(visit, "full", points=100, town="Ulm")
    assert (short.score, short.possible) == (100, 100)
    assert (full.score, full.possible) == pytest.approx((100 / 150 * 100, 150))
    assert not {one.id for one in short.findings} & {"F-1"}
    assert "F-1" in {one.id for one in full.findings}


@pytest.mark.parametrize(("points", "earned"), [(250, 80), (-50, 0), (None, 0)])
def test_a_check_earns_nought_to_its_points(
    visit: Questionnaire, points: int | None, earned: float
) -> None:
    assert card(visit, points=points).checks[0].earned == earned


def test_without_any_check_the_score_is_nought(tmp_path: Path) -> None:
    cut = VISIT[: VISIT.index("[[dimensions]]")]
    seen = score(made(tmp_path, cut), Answers(), "quick")
    assert (seen.score, seen.band, seen.findings) == (0, "", ())


# bands


@pytest.mark.parametrize(
    ("run", "answers", "band", "reason"),
    [
        ("full", {"points": 100, "town": "Ulm", "more": "x"}, "A", "85 points or more"),
        ("quick", {"points": 100, "town": "Ulm"}, "B", "short run"),
        ("quick", {"points": 70, "town": "Ulm"}, "B", "70 points or more"),
        ("quick", {"points": 100, "town": "Ulm", "guest": "Ann Lee"}, "B",
         "1 open warning; short run"),
        ("full", {"points": 100, "town": "Ulm", "more": "x", "guest": "Ann Lee,Bob Lee"}, "B",
         "2 open warnings"),
        ("quick", {"points": 66, "town": "Ulm"}, "D", "1 open blocker"),
        ("quick", {"points": 50, "town": "Ulm"}, "C", "40 points or more"),
        ("quick", {}, "D", "0 points or more"),
    ],
)  # fmt: skip
def test_the_band_is_the_highest_that_points_and_findings_allow(
    visit: Questionnaire, run: str, answers: dict[str, Any], band: str, reason: str
) -> None:
    seen = card(visit, run, **answers)
    assert (seen.band, seen.band_reason) == (band, reason)


@pytest.mark.parametrize(("points", "band"), [(62.45, "C"), (62.4375, "B"), (62.5, "B")])
def test_a_band_is_compared_with_the_points_as_they_are_printed(
    visit: Questionnaire, points: float, band: str
) -> None:
    """69.95 prints as 70.0 (62.4375 of 100 are 49.95 points), 69.94 as 69.9."""
    points = {62.45: 62.42, 62.4375: 62.44}.get(points, points)
    seen = card(visit, points=points, town="Ulm")
    assert seen.band == ("B" if float(f"{seen.score:.1f}") >= 70 else "C") == band


# findings


def test_findings_stand_worst_first_then_by_what_they_bring_back(visit: Questionnaire) -> None:
    seen = card(visit, guest="Ann Lee,Bob,Cem Lee", points=66)
    assert [(one.id, one.item) for one in seen.findings] == [
        ("B-P", ""), ("W-T", ""), ("W-G", "g0"), ("W-G", "g2"),
    ]  # fmt: skip
    loud = card(visit, points=-1, town="loud town")
    assert [one.id for one in loud.findings] == ["S-P", "A-1", "S-T"]
    assert [one.id for one in loud.gaps] == ["S-P", "A-1"]
    assert [one.id for one in loud.strengths] == ["S-T"]


def test_a_finding_quotes_its_item(visit: Questionnaire) -> None:
    (one,) = card(visit, guest="Ann Lee", points=100, town="Ulm").gaps
    assert (one.saw, one.next) == ("Ann Lee has many names.", "Shorten Ann Lee.")
    assert (one.why, one.source, one.question) == ("Short is better.", ("TPL",), "guest.name")


def test_a_finding_brings_back_what_its_checks_have_lost(visit: Questionnaire) -> None:
    """W-T mends T (20 points) and, where it is assessed, F (50)."""
    by_id = {one.id: one for one in card(visit, points=50).findings}
    assert by_id["W-T"].recovers == 20
    full = {one.id: one for one in card(visit, "full", points=50).findings}
    assert full["W-T"].recovers == 70


def test_findings_of_one_rule_share_what_their_checks_have_lost(visit: Questionnaire) -> None:
    """To mend them all brings back no more than the checks have lost."""
    few = card(visit, guest="Ann Lee,Bo Lee", points=50, town="Ulm")
    first, second = few.gaps
    lost = sum(one.possible - one.earned for one in few.checks if one.id in ("G", "P"))
    assert first.recovers == second.recovers == pytest.approx(lost / 2)
    assert lost > 0


def test_a_finding_can_name_the_share_of_a_check(visit: Questionnaire) -> None:
    assert card(visit, points=-5).gaps[0].saw == "Points below nought: P gave 0."


def test_what_to_do_next_is_what_brings_back_most_one_a_question(visit: Questionnaire) -> None:
    seen = card(visit, guest="Ann Lee,Bob Lee", points=50)
    assert [(called, round(points, 1), at) for called, points, at in seen.next_best] == [
        ("Points", 40, Place("visit.points")),
        ("Town", 20, Place("visit.town")),
    ]
    assert card(visit, points=100, town="loud town").next_best == ()


@pytest.mark.parametrize(("ids", "item"), [("", ""), ("g0", "g0"), ("g0 g1", "")])
def test_what_to_do_next_leads_to_the_only_item(visit: Questionnaire, ids: str, item: str) -> None:
    seen = score(visit, answered({"visit.points": 100, "visit.town": "Ulm"}, guest=ids), "quick")
    expected = [Place("guest.name", item)] if ids else []
    assert [at for _, _, at in seen.next_best] == expected


def test_what_is_lost_is_said_without_any_finding(visit: Questionnaire) -> None:
    lost, whole = card(visit, points=50, town="Ulm"), card(visit, points=100, town="Ulm")
    assert (lost.gaps, whole.gaps) == ((), ())
    assert next_explained(lost) == "No warning is open. What would bring most points:"
    assert next_explained(whole) == "Nothing was found that needs mending."
    assert next_explained(card(visit, points=50)) == "What would bring most points:"
    assert next_explained(card(visit, points=99.97, town="Ulm")).startswith("Nothing")


def test_wrong_answers_are_listed(visit: Questionnaire) -> None:
    day = Place("visit.when.day")
    answers = answered({"visit.points": "many", "visit.town": "Ulm"}).with_value(day, "soon")
    seen = score(visit, answers, "quick")
    assert seen.wrong == (Place("visit.points"), Place("visit.when"))
    assert wrong_words(seen) == "2 answers are marked wrong"
    one = score(visit, answers.with_value(day, None), "quick")
    assert wrong_words(one) == "1 answer is marked wrong"
    assert wrong_words(card(visit, points=1)) == ""


# what is open


def test_parked_and_open_are_listed(visit: Questionnaire) -> None:
    day = Place("visit.when.day")
    answers = Answers().with_parked(day, Parked()).with_parked(Place("visit.when.hour"), Parked())
    seen = score(visit, answers.with_parked(Place("visit.points"), Parked()), "quick")
    assert seen.parked == (Place("visit.points"), day), "a field that is hidden is not parked"
    assert seen.open == (Place("visit.town"),)
    assert Place("visit.more") in score(visit, Answers(), "full").open


def test_a_parked_record_is_listed_once(visit: Questionnaire) -> None:
    answers = Answers().with_parked(Place("visit.when"), Parked())
    answers = answers.with_parked(Place("visit.when.day"), Parked())
    assert score(visit, answers, "quick").parked == (Place("visit.when"),)


def test_the_score_does_not_read_the_clock(
    visit: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = card(visit, points=60, town="Ulm")

    def broken() -> float:
        raise AssertionError("the clock was read")

    readers: list[tuple[str, Callable[[], float]]] = [("time", broken), ("monotonic", broken)]
    for name, reader in readers:
        monkeypatch.setattr(time, name, reader)
    after = card(visit, points=60, town="Ulm")
    monkeypatch.undo()
    assert after == before


def test_no_hostile_text_upsets_a_score(visit: Questionnaire, hostile: str) -> None:
    seen = card(visit, points=66, town=hostile or None, guest=hostile.replace(",", ""))
    assert 0 <= seen.score <= 100
