"""The shipped questionnaire with its sample plan."""

from datetime import date
from functools import cache

import pytest

from smtui.files import CAPS, read_toml
from smtui.plan.answers import Answers, Place
from smtui.plan.document import read
from smtui.plan.rules import Reading
from smtui.scoring.scorecard import Scorecard, score
from tests.scoring.plans import SHIPPED, shipped


@cache
def northlight() -> Answers:
    """The answers of the sample plan."""
    path = SHIPPED / "samples" / "northlight.toml"
    file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    return read(file, shipped()).answers


# the sample


def test_northlight_in_the_short_run() -> None:
    seen = score(shipped(), northlight(), "quick")
    assert f"{seen.score:.1f}" == "97.8"
    assert (seen.band, seen.band_reason) == ("B", "short run")
    assert seen.gaps == () and len(seen.strengths) == 5
    assert seen.open == () and seen.parked == ()


def test_northlight_has_no_wrong_answer() -> None:
    reading = Reading(shipped(), northlight(), "quick")
    assert [one for place in reading.places() for one in reading.problems(place)] == []


@pytest.mark.parametrize(
    ("deadline", "points"),
    [("2026-08-31", 3), ("2026-01-01", 3), ("2026-09-01", 4), ("2027-09-01", 4), ("2027-10-02", 3)],
)
def test_a_date_counts_within_a_year_after_the_start(deadline: str, points: float) -> None:
    day = date.fromisoformat(deadline)
    answers = northlight().with_value(Place("objective.target.deadline"), day)
    (target,) = [one for one in score(shipped(), answers, "quick").checks if one.id == "P1"]
    assert target.earned == points


@pytest.mark.parametrize("kept", [1, 2, 3, 5])
def test_no_reason_strings_unanswered_things_together(kept: int) -> None:
    whole = northlight()
    values = {at: one for number, (at, one) in enumerate(whole.values.items()) if number % kept}
    for answers in (Answers(values, whole.items), Answers(values)):
        for one in score(shipped(), answers, "quick").checks:
            # what is not answered stands behind its name, and never alone
            assert one.reason.count("not answered") == one.reason.count(": not answered")
            assert not one.reason.count("not answered") >= 4


@pytest.mark.parametrize("run", ["quick", "full"])
def test_every_check_leads_to_a_question_of_its_run(run: str) -> None:
    asked = {place.name for place in Reading(shipped(), northlight(), run).places()}
    leads = {one.question for one in shipped().checks if one.question and run in one.runs}
    assert leads
    assert leads <= asked


def genuine(segment: str, community: str, influencer: str) -> Answers:
    """A plan as the short run would leave it: quick questions, one item of each list.

    Its channels are those that its segment uses.
    """
    whole = northlight()
    channels = {f"h{name}": name for name in whole.value(Place("segment.networks", segment))}
    items = {
        "segment": (segment,), "community": (community,), "influencer": (influencer,),
        "channel": tuple(channels), "activity": whole.ids("activity")[:1],
    }  # fmt: skip
    there = {"", *(one for ids in items.values() for one in ids)}
    values = {
        at: value for at, value in whole.values.items() if at.item in there and is_quick(at.name)
    }
    values |= {Place("channel.name", item): name for item, name in channels.items()}
    # the plan has one measure: the rule can name no other
    values[Place("review.rule.measure")] = values[Place("objective.target.measure")]
    return Answers(values, items)


def is_quick(name: str) -> bool:
    home = shipped().homes[name]
    top = home.record or home.parent
    return is_quick(top) if top else shipped().questions[name].quick is True


def test_a_short_plan_of_the_second_segment_misses_nothing() -> None:
    seen = score(shipped(), genuine("s2", "c2", "i2"), "quick")
    assert f"{seen.score:.1f}" == "100.0"
    assert seen.gaps == () and seen.strengths
    assert (seen.open, seen.band) == ((), "B")


def test_a_short_plan_of_the_first_segment_is_warned_of_one_channel() -> None:
    seen = score(shipped(), genuine("s1", "c1", "i1"), "quick")
    assert f"{seen.score:.1f}" == "96.6"
    assert [one.id for one in seen.gaps] == ["W-FIT-1", "A-FIT-3"]
    assert all("LinkedIn" in one.saw for one in seen.gaps)


def points(card: Scorecard) -> dict[str, float]:
    return {one.id: round(one.earned, 9) for one in card.checks}


def test_a_name_in_other_letters_changes_no_points() -> None:
    loud = northlight()
    for list_id, name in (("segment", "segment.name"), ("community", "community.name")):
        for item in loud.ids(list_id):
            place = Place(name, item)
            loud = loud.with_value(place, loud.value(place).upper())
    before, after = (score(shipped(), one, "quick") for one in (northlight(), loud))
    assert points(after) == points(before)
