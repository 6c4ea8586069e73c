"""The shipped rubric: its checks with their points, its findings, and what makes each one told."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from smtui.files import CAPS, read_toml
from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.document import read
from smtui.scoring.grouped import gathered
from smtui.scoring.scorecard import FindingSeen, Scorecard, score
from tests.scoring.plans import SHIPPED, shipped
from tests.scoring.test_northlight import northlight

SAW = WHY = 64
NEXT = 58
"""Columns that each has in its one line of the scorecard, on a screen of 80."""

CHECKS = {
    "completeness": "C-profile 1.5 C-objective 2 C-voice 1.5 C-segments 2 C-communities 1.5 "
    "C-influencers 1.5 C-metrics 2",
    "specificity": "P1 4 P2 1.5 P3 3 P4 1.5 P5 1.5 P6 1 P7* 1.5",
    "fit": "F1 8 F2 5 F3 2 F4* 1.5 F5 1.5",
    "coverage": "K1 4 K2 3 K3* 2 K4* 1 K5 2 K6* 2",
    "two_way": "T1 3 T2 2 T3 2 T4 2 T5* 1 T6* 1 T7* 1",
    "measurability": "M1 3 M2 2 M3 1.5 M4* 2 M5* 1.5 M6 1.5 M7 1.5 M8* 1",
    "ownership": "O1 2 O2 1.5 O3 2 O4* 1.5 O5* 0.5 O6* 0.5",
    "integration": "I1 3 I2 1.5 I3* 2 I4a 0.5 I4b* 0.5 I4c* 0.5",
}
"""The checks with their points; those with a star are of the full run alone."""
SUMS = {
    "completeness": 12, "specificity": 14, "fit": 18, "coverage": 14,
    "two_way": 12, "measurability": 14, "ownership": 8, "integration": 8,
}  # fmt: skip


def test_every_check_has_its_points_and_its_runs() -> None:
    for dimension, words in CHECKS.items():
        names = words.split()
        expected = [
            (name.rstrip("*"), float(points), ("full",) if "*" in name else ("quick", "full"))
            for name, points in zip(names[::2], names[1::2], strict=True)
        ]
        checks = [one for one in shipped().checks if one.dimension == dimension]
        assert [(one.id, one.points, one.runs) for one in checks] == expected


def test_52_checks_give_100_points_and_79_in_the_short_run() -> None:
    checks = shipped().checks
    assert len(checks) == 52
    assert sum(one.points for one in checks) == 100
    short = [one for one in checks if "quick" in one.runs]
    assert (len(short), sum(one.points for one in short)) == (35, 79)
    sums = {
        one.id: sum(check.points for check in checks if check.dimension == one.id)
        for one in shipped().dimensions
    }
    assert sums == SUMS


def test_87_findings_of_five_severities() -> None:
    found = shipped().findings
    assert Counter(one.severity for one in found) == {
        "blocker": 5, "serious": 4, "warning": 30, "advice": 38, "strength": 10,
    }  # fmt: skip
    letters = {"blocker": "B", "serious": "W", "warning": "W", "advice": "A", "strength": "S"}
    assert all(one.id.startswith(letters[one.severity] + "-") for one in found)


def test_every_finding_leads_somewhere_and_says_why() -> None:
    checks = {one.id for one in shipped().checks}
    for one in shipped().findings:
        assert shipped().questions[one.question].answerable, one.id
        assert set(one.recovers) <= checks, one.id
        assert one.why and one.source, one.id
        assert bool(one.next) is (one.severity != "strength"), one.id


def test_a_finding_of_a_question_of_the_full_run_is_not_told_in_a_short_one() -> None:
    """What was not asked raises nothing; what is in the plan and quick asks may."""
    short = {one.id for one in score(shipped(), Answers(), "quick").findings}
    full_only = {one.id for one in shipped().findings if one.runs == ("full",)}
    assert short and not short & full_only


# samples


@cache
def plan(sample: str) -> Answers:
    """The answers of a sample."""
    path = SHIPPED / "samples" / f"{sample}.toml"
    file = read_toml(path, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    return read(file, shipped()).answers


@cache
def whole() -> Scorecard:
    return score(shipped(), northlight(), "full")


def test_northlight_in_the_full_run() -> None:
    assert (f"{whole().score:.1f}", whole().band) == ("98.3", "A")
    assert [f"{one.earned:.1f}" for one in whole().dimensions] == [
        "12.0", "14.0", "16.3", "14.0", "12.0", "14.0", "8.0", "8.0",
    ]  # fmt: skip
    assert whole().gaps == () and len(whole().strengths) == 10
    assert whole().open == whole().wrong == ()


@pytest.mark.parametrize(
    ("sample", "run", "expected", "dimensions"),
    [
        ("northlight", "quick", "97.8 B", ""),
        ("northlight", "full", "98.3 A", "12.0 14.0 16.3 14.0 12.0 14.0 8.0 8.0"),
        ("calmora", "quick", "97.3 B", ""),
        ("calmora", "full", "97.9 A", "12.0 14.0 16.9 14.0 11.5 13.5 8.0 8.0"),
        ("tidewatch", "quick", "91.8 B", ""),
        ("tidewatch", "full", "91.9 B", "11.8 14.0 15.6 13.0 11.5 13.5 6.5 6.0"),
    ],
)
def test_the_samples_are_worth_what_was_reckoned_by_hand(
    sample: str, run: str, expected: str, dimensions: str
) -> None:
    seen = score(shipped(), plan(sample), run)
    assert f"{seen.score:.1f} {seen.band}" == expected
    if dimensions:
        assert [f"{one.earned:.1f}" for one in seen.dimensions] == dimensions.split()


def test_what_is_said_of_the_two_further_samples() -> None:
    calmora, tidewatch = (score(shipped(), plan(one), "full") for one in ("calmora", "tidewatch"))
    assert calmora.gaps == () and len(calmora.strengths) == 9
    assert sorted(one.id for one in tidewatch.gaps) == [
        "A-FIT-3", "A-INT-5", "A-MET-8", "A-RSK-5", "W-INF-1", "W-OWN-3",
    ]  # fmt: skip
    assert len(tidewatch.strengths) == 5


def test_nothing_in_a_plan_is_nothing_earned() -> None:
    for run in ("quick", "full"):
        seen = score(shipped(), Answers(), run)
        assert seen.earned == 0
        assert (seen.band, seen.strengths) == ("E", ())


# every finding: what in a sound plan makes it told

S1 = "segment.{}@s1"
DUMB: dict[str, Any] = {"engage.mode": "broadcast"}
CASES: dict[str, dict[str, Any]] = {
    "B-OBJ-1": {"objective.primary": None},
    "B-ENG-1": {**DUMB, "engage.responder.who": None},
    "B-SEG-1": {"segment": ()},
    "B-INF-5": {"influencer.approach.ways@i1": ("ask_expertise", "pay"),
                "influencer.disclosure@i1": False},
    "B-MET-1": {"objective.target.measure": None, "metric": ()},
    "W-OBJ-2": {"objective.target.deadline": None},
    "W-ENG-2": DUMB,
    "W-RSK-1": {"engage.complaint_path": "resolve_in_public"},
    "W-MET-2": {"objective.target.measure": "followers", "metric.pick@m1": "likes",
                "metric": ("m1",)},
    "W-OBJ-4": {"objective.business_result": "Post more often than all of our rivals do in spring"},
    "W-OBJ-6": {"profile.relationship": "new"},
    "W-VOI-3": {"voice.role": "promoter"},
    "W-ENG-3": {"engage.responder.backup": None},
    "W-ENG-4": {"engage.response_target": "1h", "profile.hours": 9},
    "W-ENG-5": {"content.mix.share@.promote": 45, "content.mix.share@.converse": 5},
    "W-ENG-6": {"engage.response_target": "none"},
    "W-ENG-7": {"engage.complaint_path": "no_path"},
    "W-RSK-2": {"profile.model": "b2c", "engage.complaint_path": "private_only"},
    "W-RSK-3": {"engage.escalation.who": None},
    "W-SEG-2": {"segment.name@s1": "Dairy quality managers"},
    "W-SEG-5": {"segment.behaviours@s1": ("inactive",)},
    "W-COM-1": {"community.segment@c1": "s2"},
    "W-COM-4": {"community.build.ritual@c2": None},
    "W-INF-1": {"influencer.community@i1": "c2"},
    "W-INF-7": {"influencer.alignment.score@i1.values": 2},
    "W-FIT-1": {"channel.name@h1": "x"},
    "W-FIT-2": {"activity.kind@a1": "viral_video"},
    "W-FIT-4": {"channel.name@h1": "chat_groups"},
    "W-FIT-6": {"channel": ()},
    "W-MET-3": {"objective.target.measure": "first_response_time", "metric": ()},
    "W-MET-5": {"objective.primary": "leads"},
    "W-ITR-1": {"review.cadence": "quarterly"},
    "W-ITR-2": {"review.rule.below": None},
    "W-OWN-2": {"objective.person": "The support team"},
    "W-OWN-3": {"profile.hours": 14},
    "W-OWN-4": {"profile.staffing": "nobody_yet"},
    "W-INT-1": {"profile.parent_plan": "no"},
    "W-INT-2": {"profile.mix": ("none",)},
    "W-INT-4": {"listen.plan.who": None},
    "A-OBJ-3": {"objective.target.baseline": None},
    "A-OBJ-5": {"objective.secondary": ("retention", "insight", "reputation")},
    "A-OBJ-7": {"objective.target.deadline": date(2027, 10, 1)},
    "A-VOI-1": {"voice.traits": ("expert", "warm", "other"), "voice.traits_other": "Innovative"},
    "A-VOI-2": {"voice.say_never.reply": None},
    "A-VOI-4": {"voice.consistency.keeper": None},
    "A-VOI-5": {"voice.values": None},
    "A-ENG-8": {"engage.ask_loop.use": None},
    "A-RSK-1": {"profile.model": "both", "engage.complaint_path": "resolve_in_public"},
    "A-RSK-5": {"engage.safeguards": ("second_pair_of_eyes",)},
    "A-RSK-6": {"profile.model": "b2c", "engage.responder.hours": "Mon-Fri 8-18"},
    "A-SEG-3": {f"segment.evidence@s{number}": "guess" for number in (1, 2, 3)},
    "A-SEG-4": {"segment.behaviours@s1": ("unknown",)},
    "A-SEG-6": {"segment.need@s1": "Our new cleaning records, which are the best of all"},
    "A-SEG-7": {"profile.hours": 8},
    "A-COM-2": {"community.name@c1": "LinkedIn"},
    "A-COM-3": {f"community.kind@c{number}": "existing_independent" for number in (1, 2, 3)},
    "A-COM-5": {"community.norms@c1": None},
    "A-COM-6": {"community.value@c2": "They all love working with Northlight every night"},
    "A-COM-7": {"community.give@c2": None},
    "A-COM-8": {f"community.kind@c{number}": "to_create" for number in (1, 2, 3)},
    "A-INF-2": {"influencer.name@i1": "Bloggers"},
    "A-INF-3": {"influencer.power@i3": ("celebrity",)},
    "A-INF-4": {"influencer.alignment.score@i1.reach": 5,
                "influencer.alignment.score@i1.relevance": 2},
    "A-INF-6": {"influencer.approach.months@i1": 1},
    "A-FIT-3": {"channel.name@h1": "linkedin"},
    "A-FIT-5": {"activity.kind@a1": "curation", "objective.secondary": None},
    "A-MET-4": {"metric.plan.source@m1": None},
    "A-MET-6": {"metric.pick@m1": "emv"},
    "A-MET-7": {f"metric.pick@m{number}": name
                for number, name in enumerate(("reach", "leads", "cac"), 1)},
    "A-MET-8": {"value.economics.credit": None},
    "A-ITR-3": {f"review.experiment.{name}": None
                for name in ("believe", "do", "measure", "right_if", "by")},
    "A-ITR-4": {"next.first_step.date": None},
    "A-OWN-1": {"objective.owner.lead": "corp_comms"},
    "A-OWN-5": {"activity.what.start@a1": None},
    "A-OWN-6": {"profile.staffing": "external"},
    "A-INT-3": {"integrate.complement.how@.events": None},
    "A-INT-5": {"seo.plan.pages": None},
}  # fmt: skip


def changed(changes: dict[str, Any]) -> Answers:
    """Northlight's answers but for some: "name@item", or the ids of a list."""
    answers = northlight()
    for name, value in changes.items():
        if name in shipped().lists:
            answers = answers.with_items(name, value)
            continue
        question, _, item = name.partition("@")
        answers = answers.with_value(Place(question, item), value)
    return answers


def told(name: str, changes: dict[str, Any], run: str = "full") -> list[FindingSeen]:
    """The findings of one id on a plan that was changed."""
    return [one for one in score(shipped(), changed(changes), run).findings if one.id == name]


def test_every_finding_but_strengths_has_a_case() -> None:
    assert {one.id for one in shipped().findings if one.severity != "strength"} == set(CASES)


@pytest.mark.parametrize(("name", "changes"), CASES.items(), ids=CASES)
def test_a_change_for_the_worse_is_told(name: str, changes: dict[str, Any]) -> None:
    (seen, *_) = told(name, changes)
    assert seen.saw and seen.why and seen.next
    assert "not answered" not in seen.saw + seen.why + seen.next
    (finding,) = [one for one in shipped().findings if one.id == name]
    assert bool(told(name, changes, "quick")) is ("quick" in finding.runs)


@pytest.mark.parametrize("changes", [{}, *CASES.values()], ids=["northlight", *CASES])
def test_what_was_seen_and_why_and_next_take_a_line_each(changes: dict[str, Any]) -> None:
    for one in score(shipped(), changed(changes), "full").findings:
        assert len(one.saw) <= SAW, one.saw
        assert len(one.next) <= NEXT, one.next
        # the reason of a fit begins with the name of the channel
        assert len(one.why) <= WHY + 24 * (one.id == "A-FIT-3"), one.why
        assert one.saw.endswith((".", "?")) and one.why.endswith(".")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("A-RSK-1", CASES["W-RSK-1"]),  # told as serious already
        ("W-ENG-4", {"engage.response_target": "same_day", "profile.hours": 9}),
        ("B-INF-5", {"influencer.approach.ways@i1": ("early_access",),
                     "influencer.disclosure@i1": None}),
        ("W-ITR-1", {"review.cadence": "quarterly", "profile.scope.months": 7}),
        ("W-RSK-3", {"profile.model": "b2c", "profile.regulated": ("none",),
                     "objective.primary": "awareness", "engage.escalation.who": None}),
        ("A-SEG-3", {"segment.evidence@s1": "guess", "segment.evidence@s2": "guess"}),
        ("A-RSK-6", {"profile.model": "b2c", "engage.responder.hours": "Daily 9-20"}),
        ("W-MET-5", {"objective.primary": "leads", "metric.pick@m1": "meetings"}),
        ("A-OWN-1", {"objective.owner.lead": "founder"}),
    ],
)  # fmt: skip
def test_what_stays_untold(name: str, changes: dict[str, Any]) -> None:
    assert told(name, changes) == []


# the checks of the full run


@pytest.mark.parametrize(
    ("check", "changes", "points"),
    [
        ("P7", {"voice.say_never.reply": "Thanks"}, 1),
        ("P7", {"voice.traits": None, "voice.say_never.never": None}, 0.5),
        ("F4", {"segment.message@s1": "Our brand story"}, 1.25),
        ("F4", {"segment.message@s1": None}, 1),
        ("K3", {f"community.kind@c{one}": "existing_independent" for one in (1, 2, 3)}, 0),
        ("K4", {f"community.kind@c{one}": "to_create" for one in (1, 2, 3)}, 0),
        ("K6", {"community.give@c1": None, "community.build.manager@c2": None}, 4 / 3),
        ("T5", {"engage.escalation.within": None}, 0),
        ("T6", {"engage.ask_loop.use": None}, 0),
        ("T7", {"content.mix.share@.converse": 14, "content.mix.share@.create": 61}, 0),
        ("M4", {"metric.plan.source@m1": None}, 2 * (3 / 4 + 2) / 3),
        ("M5", {"value.economics.credit": None}, 1),
        ("M8", {"review.experiment.right_if": "many of them"}, 0.5),
        ("M8", {"review.experiment.right_if": "Twice as many"}, 1),
        ("O4", {"activity.what.owner@a1": None}, 1.125),
        ("O5", {"profile.staffing": "nobody_yet"}, 0),
        ("O6", {"engage.safeguards": ("staff_policy",)}, 0),
        ("I3", {"integrate.complement.how@.events": None}, 1.5),
        ("I3", {"profile.mix": ("none",)}, 0),
        ("I4b", {"seo.plan.owner": None}, 0),
        ("I4c", {"content.themes": None}, 0),
    ],
)
def test_a_check_of_the_full_run_earns_its_part(
    check: str, changes: dict[str, Any], points: float
) -> None:
    (before,) = [one for one in whole().checks if one.id == check]
    assert before.earned == before.possible
    (after,) = [one for one in score(shipped(), changed(changes), "full").checks if one.id == check]
    assert after.earned == pytest.approx(points)


def test_a_channel_in_no_table_is_not_rated_and_costs_nothing() -> None:
    own = {"channel": ("h1", "h2", "h3", "h4"), "channel.name@h4": "other",
           "channel.name_other@h4": "Notice boards"}  # fmt: skip
    before, after = ({one.id: one for one in score(shipped(), at, "full").checks}
                     for at in (northlight(), changed(own)))  # fmt: skip
    assert "Notice boards not rated" in after["F1"].reason
    assert [after[one].earned for one in ("F1", "F3")] == [
        before[one].earned for one in ("F1", "F3")
    ]


def test_a_measure_of_your_own_counts_as_a_result_when_you_say_so() -> None:
    own = {"objective.target.measure": "first_response_time", "metric": ("m1",),
           "metric.pick@m1": "other", "metric.pick_other.name@m1": "Silent nights"}  # fmt: skip
    (before, after) = (
        next(one for one in score(shipped(), changed({**own, **more}), "full").checks
             if one.id == "M1")
        for more in ({}, {"metric.pick_other.level@m1": "outcome"})
    )  # fmt: skip
    assert (before.earned, after.earned) == (0, 3)
    assert "Silent nights" in after.reason


def test_a_third_further_outcome_is_advised_against_and_does_not_count() -> None:
    three = changed({"objective.secondary": ("retention", "hiring", "insight"),
                     "channel.name@h1": "reddit"})  # fmt: skip
    two = changed({"objective.secondary": ("retention", "hiring"), "channel.name@h1": "reddit"})
    fits = [{one.id: one.earned for one in score(shipped(), at, "full").checks}["F1"]
            for at in (two, three)]  # fmt: skip
    assert fits[0] == fits[1]


# words


def test_a_group_names_the_items_that_it_is_about() -> None:
    """The question that it leads to may be of another list."""
    lonely = changed({f"community.segment@c{one}": None for one in (1, 2, 3)})
    lonely = lonely.with_items("segment", ("s1", "s2", "s3", "s4"))
    lonely = lonely.with_value(Place("segment.name", "s4"), "Auditors of two large retailers")
    lines = [one.line for one in gathered(score(shipped(), lonely, "full").gaps)]
    assert (
        "4 about your communities: Quality managers in mid-size..., Night-shift system..., "
        "Plant directors who sign the..., Auditors of two large retailers"
    ) in lines


def test_what_is_parked_is_not_yet() -> None:
    answers = changed({"objective.target.baseline": None})
    parked = replace(answers, parked={Place("objective.target.baseline"): Parked()})
    (check,) = [one for one in score(shipped(), parked, "full").checks if one.id == "P1"]
    assert "today: not yet;" in check.reason
    assert check.earned == 3.5


def test_a_long_answer_is_quoted_by_its_first_words() -> None:
    (seen,) = told("W-INF-1", CASES["W-INF-1"])
    assert seen.saw == 'No influencer is named in "Dairy QA Exchange, LinkedIn...".'


@pytest.mark.parametrize("check", ["M2", "M3"])
def test_a_measure_of_ones_own_is_not_said_to_be_none(check: str) -> None:
    """M1 counts it by its level; of the rest the table knows nothing."""
    answers = Answers().with_value(Place("objective.primary"), "service")
    assert reason_of(answers, check).startswith("No measure yet")
    own = answers.with_items("metric", ("m1",)).with_value(Place("metric.pick", "m1"), "other")
    assert reason_of(own, check).startswith("Your own measure is none of the table")


def reason_of(answers: Answers, check: str) -> str:
    return next(one.reason for one in score(shipped(), answers, "full").checks if one.id == check)
