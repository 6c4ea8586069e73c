"""The shipped questionnaire with its sample plan, and with plans made at random."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtui.files import CAPS, read_toml
from smtui.plan.answers import Answers, Place
from smtui.plan.document import read
from smtui.plan.rules import Reading
from smtui.questionnaire.compile import load
from smtui.questionnaire.kinds import AnyOf, Date, Link, Number, OneOf, Record, Texts, YesNo
from smtui.questionnaire.model import Question, Questionnaire
from smtui.scoring.scorecard import Scorecard, score

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires" / "social-marketing"


@cache
def shipped() -> Questionnaire:
    """The questionnaire as it ships, loaded once."""
    return load(SHIPPED)


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


# plans at random


def replies(question: Question) -> st.SearchStrategy[Any]:
    """Answers that fit a question of the shipped questionnaire."""
    if isinstance(question, OneOf):
        ids = list(shipped().among[question.id].rows)
        if not isinstance(question, AnyOf):
            return st.sampled_from(ids)
        few = st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True)
        return few.map(tuple)
    by_kind: Mapping[type[Question], st.SearchStrategy[Any]] = {
        YesNo: st.booleans(),
        Number: st.integers(1, 60),
        Date: st.dates(date(2026, 1, 1), date(2029, 1, 1)),
        Texts: st.lists(st.sampled_from(["dairies", "first audit"]), min_size=1).map(tuple),
    }
    texts = ["Ann", "Everyone", "our team", "How do I prove that a lot was cleaned before noon?"]
    return by_kind.get(type(question), st.sampled_from(texts))


@st.composite
def plans(draw: st.DrawFn) -> Answers:
    """Any mixture of answered and open questions, with a few items of every list."""
    items = {
        one: tuple(f"{one}{at}" for at in range(draw(st.integers(0, 3)))) for one in shipped().lists
    }
    values: dict[Place, Any] = {}
    for name, question in shipped().questions.items():
        if isinstance(question, Record) or not question.answerable:
            continue
        owner = shipped().homes[name].list
        for item in items[owner] if owner else ("",):
            kind = (
                st.sampled_from(items[question.to] or ("gone",))
                if isinstance(question, Link)
                else replies(question)
            )
            if draw(st.integers(0, 3)):
                values[Place(name, item)] = draw(kind)
    return Answers(values, items)


def points(card: Scorecard) -> dict[str, float]:
    return {one.id: round(one.earned, 9) for one in card.checks}


@settings(max_examples=60)
@given(plans())
def test_every_check_earns_its_points_at_most_and_they_add_up(answers: Answers) -> None:
    seen = score(shipped(), answers, "quick")
    assert all(0 <= one.earned <= one.possible for one in seen.checks)
    assert seen.earned == pytest.approx(sum(one.earned for one in seen.checks))
    assert seen.earned == pytest.approx(sum(one.earned for one in seen.dimensions))
    assert seen.score == pytest.approx(seen.earned / seen.possible * 100)
    assert all(one.saw and one.question for one in seen.findings)
    assert all(one.reason for one in seen.checks)


@settings(max_examples=60)
@given(plans(), st.randoms(use_true_random=False))
def test_other_ids_and_another_order_of_items_change_nothing(answers: Answers, chance: Any) -> None:
    """Links follow the ids; no check may depend on which item comes first."""
    fresh = {one: f"n{at}" for at, one in enumerate(sorted(answers.all_ids()))}
    items = {}
    for list_id, ids in answers.items.items():
        mixed = [fresh[one] for one in ids]
        chance.shuffle(mixed)
        items[list_id] = tuple(mixed)
    values = {
        Place(at.name, fresh.get(at.item, "")): fresh.get(value, value)
        if isinstance(shipped().questions[at.name], Link)
        else value
        for at, value in answers.values.items()
    }
    other = replace(answers, values=values, items=items)
    before, after = (score(shipped(), one, "quick") for one in (answers, other))
    assert points(after) == pytest.approx(points(before))
    assert sorted(one.id for one in after.findings) == sorted(one.id for one in before.findings)
    assert after.band == before.band


def test_a_name_in_other_letters_changes_no_points() -> None:
    loud = northlight()
    for list_id, name in (("segment", "segment.name"), ("community", "community.name")):
        for item in loud.ids(list_id):
            place = Place(name, item)
            loud = loud.with_value(place, loud.value(place).upper())
    before, after = (score(shipped(), one, "quick") for one in (northlight(), loud))
    assert points(after) == points(before)


@settings(max_examples=60)
@given(plans(), st.data())
def test_an_answer_more_never_makes_its_section_less_complete(
    answers: Answers, data: st.DataObject
) -> None:
    reading = Reading(shipped(), answers, "quick")
    places = [
        Place(one.id, place.item)
        for place in reading.places()
        for one in shipped().questions[place.name].parts or (shipped().questions[place.name],)
        if answers.value(at := Place(one.id, place.item)) is None
        and reading.required(at)
        and not isinstance(one, Link)
        # a choice may ask for more (a record, say), which is open then
        and not any(
            one.id in code.reads for (_, what), code in shipped().codes.items() if what == "show_if"
        )
    ]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    filled = answers.with_value(place, data.draw(replies(shipped().questions[place.name])))
    section = shipped().homes[place.name].section
    after = Reading(shipped(), filled, "quick").completeness(section)
    assert after >= reading.completeness(section) - 1e-9
