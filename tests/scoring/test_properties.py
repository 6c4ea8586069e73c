"""What holds of the shipped rubric whatever a plan says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.files import CAPS, toml_in
from smtui.plan.answers import Answers, Place
from smtui.plan.contents import Document
from smtui.plan.document import read, written
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import State
from smtui.questionnaire.kinds import AnyOf, Link, OneOf
from smtui.questionnaire.model import SEVERITIES
from smtui.scoring.scorecard import Scorecard, judged, score
from tests.scoring.plans import CHANCE, RUN, bases, examples, fitting, plans, shipped

DAYS = st.none() | st.dates()


def scored(answers: Answers, run: str) -> Scorecard:
    return score(shipped(), answers, run)


# points


@examples(30)
@given(plans(), RUN)
def test_every_check_earns_nought_to_its_points_and_their_sum_is_the_total(
    answers: Answers, run: str
) -> None:
    seen = scored(answers, run)
    points = {one.id: one.points for one in shipped().checks if run in one.runs}
    for one in seen.checks:
        assert 0 <= one.earned <= one.possible == points[one.id], one
        assert one.reason
    for dimension in seen.dimensions:
        own = [one for one in seen.checks if one.dimension == dimension.id]
        assert dimension.earned == pytest.approx(sum(one.earned for one in own))
        assert dimension.possible == pytest.approx(sum(one.possible for one in own))
        assert 0 <= dimension.earned <= dimension.possible
    for total in (seen.checks, seen.dimensions):
        assert seen.earned == pytest.approx(sum(one.earned for one in total))
        assert seen.possible == pytest.approx(sum(one.possible for one in total))
    assert 0 <= seen.score <= 100
    assert seen.score == pytest.approx(100 * seen.earned / seen.possible)
    assert seen.full_possible == 100


# answers more, and better answers


def counted(reading: Reading) -> Iterator[Place]:
    """Every place that this run asks for and counts; of a record its fields."""
    for place in reading.places():
        question = shipped().questions[place.name]
        if question.answerable and reading.required(place):
            yield from reading.needed_parts(place) if question.parts else [place]


def is_wrong(reading: Reading, place: Place) -> bool:
    """Whether a place, or what it is a part of, has an error."""
    whole = reading.whole_of(place)
    return reading.is_wrong(place) or (whole is not None and reading.is_wrong(whole))


def completeness(reading: Reading) -> float:
    """The points of the checks that ask how much is answered."""
    return sum(
        one.points * (reading.earned(one.id) or 0)
        for one in shipped().checks
        if one.dimension == "completeness"
    )


def filled(reading: Reading, place: Place, chance: Random) -> bool:
    """Answer a place with what is offered there; whether that can stand. Else all is as it was."""
    before, question = reading.answers, reading.question(place)
    offered = reading.offered(place)
    if not offered and isinstance(question, OneOf | Link):
        return False
    for _ in range(5):
        reading.become(before.with_value(place, fitting(question, offered, chance)))
        if not is_wrong(reading, place):
            return True
    reading.become(before)
    return False


@examples(40)
@given(plans(), RUN, CHANCE)
def test_filling_an_open_required_question_never_lowers_completeness(
    answers: Answers, run: str, chance: Random
) -> None:
    """An answer may make more required, as that they are paid asks for the disclosure. Then a
    smaller share may be answered, but not once that is answered, too.
    """
    reading = Reading(shipped(), answers, run)
    for _ in range(6):
        before = set(counted(reading))
        places = [one for one in sorted(before) if reading.state(*one) is State.OPEN]
        points = completeness(reading)
        if not places or not filled(reading, chance.choice(places), chance):
            continue
        for one in sorted({*counted(reading)} - before):
            if reading.state(*one) is not State.ANSWERED:
                filled(reading, one, chance)
        if all(reading.state(*one) is State.ANSWERED for one in {*counted(reading)} - before):
            assert completeness(reading) >= points - 1e-9


def with_points() -> list[str]:
    """The choice questions whose choices carry points."""
    return [
        name
        for name, one in shipped().questions.items()
        if isinstance(one, OneOf) and not isinstance(one, AnyOf)
        if shipped().among[name].has_points
    ]


@examples(40)
@given(plans(), RUN)
def test_a_better_choice_never_lowers_its_check(answers: Answers, run: str) -> None:
    reading = Reading(shipped(), answers, run)
    for name in with_points():
        checks = [
            one.id
            for one in shipped().checks
            if name in shipped().codes[one.id, "earn"].reads and run in one.runs
        ]
        assert checks, name
        rows = shipped().among[name].rows
        home = shipped().homes[name].list
        for item in answers.ids(home) if home else ("",):
            last: dict[str, float] = {}
            worth = None
            for choice in sorted(rows, key=lambda one: rows[one].points or 0):
                reading.become(answers.with_value(Place(name, item), choice))
                now = {one: reading.earned(one) or 0.0 for one in checks}
                for one, share in last.items():
                    assert now[one] >= share - 1e-9, (one, choice)
                    if rows[choice].points == worth:
                        assert now[one] == pytest.approx(share), (one, choice)
                last, worth = now, rows[choice].points


# what changes nothing


def renamed(answers: Answers, names: dict[str, str]) -> Answers:
    """The same plan with other ids of its items; links follow them."""

    def named(item: str) -> str:
        owner, dot, row = item.partition(".")
        return names.get(owner, owner) + dot + row

    moved = answers.relocated(lambda at: Place(at.name, named(at.item)))
    values = {
        at: question.with_ids(value, lambda one: names.get(one, one))
        if isinstance(question := shipped().questions[at.name], Link)
        else value
        for at, value in moved.values.items()
    }
    items = {one: tuple(names[id] for id in ids) for one, ids in answers.items.items()}
    return replace(moved, values=values, items=items)


@examples(15)
@given(plans(), RUN, CHANCE)
def test_other_ids_of_items_change_nothing(answers: Answers, run: str, chance: Random) -> None:
    ids = sorted(answers.all_ids())
    fresh = [f"x{at}" for at in range(len(ids))]
    chance.shuffle(fresh)
    names = dict(zip(ids, fresh, strict=True))
    other = scored(renamed(answers, names), run)
    back = {new: old for old, new in names.items()}
    assert not unlike(told(other, back), told(scored(answers, run)))


def unlike(one: Any, other: Any) -> list[str]:
    """Where two scorecards differ, in short: pytest would compare them word by word."""
    one, other = (card if isinstance(card, dict) else asdict(card) for card in (one, other))
    return [f"{key}: {one[key]} {other[key]}" for key in one if one[key] != other[key]]


def told(card: Scorecard, names: dict[str, str] | None = None) -> dict[str, Any]:
    """All that a scorecard says, with the ids of items as they are called elsewhere."""

    def place(at: Place) -> Place:
        owner, dot, row = at.item.partition(".")
        return Place(at.name, (names or {}).get(owner, owner) + dot + row)

    said = asdict(card)
    said["findings"] = [
        replace(one, item=(names or {}).get(one.item, one.item)) for one in card.findings
    ]
    said["next_best"] = [(called, lost, place(at)) for called, lost, at in card.next_best]
    for left in ("parked", "open", "wrong"):
        said["left"][left] = [place(at) for at in getattr(card, left)]
    return said


@examples(15)
@given(plans(), RUN, CHANCE)
def test_another_order_of_items_changes_nothing(answers: Answers, run: str, chance: Random) -> None:
    mixed = {one: tuple(chance.sample(ids, len(ids))) for one, ids in answers.items.items()}
    before, after = scored(answers, run), scored(replace(answers, items=mixed), run)
    for one, other in zip(before.checks, after.checks, strict=True):
        assert other.earned == pytest.approx(one.earned), (one, other)
        assert (other.id, other.possible) == (one.id, one.possible)
    assert after.score == pytest.approx(before.score)
    assert (after.band, after.band_reason) == (before.band, before.band_reason)
    findings = [Counter((one.id, one.item) for one in card.findings) for card in (before, after)]
    assert not (findings[0] - findings[1]) + (findings[1] - findings[0])
    for left in ("parked", "open", "wrong"):
        assert not {*getattr(after, left)} ^ {*getattr(before, left)}


@examples(15)
@given(plans(), RUN, DAYS, DAYS)
def test_a_scorecard_is_the_same_on_any_day(
    answers: Answers, run: str, day: date | None, other: date | None
) -> None:
    cards = [judged(Reading(shipped(), answers, run, today=one)) for one in (day, other)]
    assert not unlike(*cards)


@examples(15)
@given(plans(), RUN)
def test_a_plan_is_worth_the_same_again_and_after_its_file(answers: Answers, run: str) -> None:
    reading = Reading(shipped(), answers, run)
    first = judged(reading)
    assert not unlike(scored(answers, run), first)
    text = written(Document(answers), shipped())
    file = toml_in(text, Path("plan.toml"), max_entries=CAPS.plan_entries)
    again = read(file, shipped()).answers
    assert not unlike(scored(again, run), first)


# findings


@examples(30)
@given(plans(), RUN)
def test_findings_lead_to_places_that_there_are(answers: Answers, run: str) -> None:
    reading = Reading(shipped(), answers, run)
    seen = judged(reading)
    asked = set(reading.places())
    for one in seen.findings:
        assert one.saw and one.severity in SEVERITIES and 0 <= one.recovers <= 100
        home = shipped().homes[one.question]
        name = home.record or one.question
        if not home.list or one.item:
            assert Place(name, one.item) in asked, one
        else:
            # of several items none is meant more than another; of none the first is yet to come
            assert len(answers.ids(home.list)) != 1 or (name, answers.ids(home.list)[0]) in asked
    assert not {one.id for one in seen.strengths} & {one.id for one in seen.gaps}
    assert len(seen.strengths) + len(seen.gaps) == len(seen.findings)
    for _, lost, at in seen.next_best:
        assert lost > 0
        assert at.name in shipped().questions
        assert not at.item or at in asked


def test_who_has_no_other_marketing_is_not_asked_to_link_it() -> None:
    (sample, *_) = (one for one in bases() if one.value(Place("profile.mix")))
    seen = scored(sample.with_value(Place("profile.mix"), ("none",)), "full")
    assert "integrate.complement" not in {one.question for one in seen.gaps}
    reasons = {one.id: one.reason for one in seen.checks}
    (check,) = (one.id for one in shipped().checks if one.question == "integrate.complement")
    assert "no other marketing" in reasons[check]
