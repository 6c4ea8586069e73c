"""What the shipped questionnaire says beside the sample plan's answers once one is changed."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from smtui.files import CAPS, read_toml
from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.document import read
from smtui.plan.rules import Reading
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire

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


def at(where: str) -> Place:
    """A place, written as `name` or `name @item`."""
    name, _, item = where.partition(" @")
    return Place(name, item)


def changed(changes: dict[str, Any]) -> Reading:
    """The sample plan in the full run, with some answers changed."""
    answers = northlight()
    for where, value in changes.items():
        answers = answers.with_value(at(where), value)
    return Reading(shipped(), answers, "full", today=date(2026, 9, 3))


def told(reading: Reading, where: str) -> list[str]:
    """All that stands under a question: follow-ups and problems."""
    place = at(where)
    return [*reading.prompts(place), *(one.words for one in reading.problems(place))]


SAID: list[tuple[str, dict[str, Any], str]] = [
    # where it is said, what is changed, part of what is said then and not before
    ("profile.offer", {"profile.offer": "Good drinks for everyone in town"}, "for whom it is not"),
    ("profile.scope", {"profile.scope.start": date(2016, 9, 1)}, "Is the year right?"),
    ("objective.secondary", {"objective.secondary": ("retention", "hiring", "insight")},
     "at most 2"),
    ("objective.target",
     {"objective.target.measure": "churn", "objective.target.target": 0.0,
      "metric.pick @m1": "ltv"},
     "churn of zero"),
    ("channel.name @h1", {"objective.primary": None}, "Choose an outcome first"),
    ("activity.kind @a1", {"objective.primary": None}, "Choose an outcome first"),
    ("influencer.name @i1", {"influencer.name @i1": "Facebook"}, "This is a platform."),
    ("influencer.disclosure @i1",
     {"influencer.approach.ways @i1": ("early_access",), "influencer.disclosure @i1": None},
     "Decide now"),
    ("review.rule", {"review.rule.by": date(2026, 8, 1)}, "before the plan starts"),
    ("activity.what @a1", {"activity.what.cost @a1": 90_000.0}, "budget of all 6 months"),
    ("segment.evidence @s1", {"segment.evidence @s1": "guess"}, "Listen for two hours"),
    ("segment.message @s1", {"segment.message @s1": "Our story"}, "no word in common"),
    ("segment.parent @s1", {"segment.parent @s1": ("Dairies",)}, "one more cut"),
    ("segment.audience @s1", {"profile.model": "both"}, "between organisations"),
    ("community.name @c1", {"community.name @c1": None}, "words of their problem"),
    ("community.kind @c2", {"community.kind @c1": "to_create", "community.kind @c3": "to_create"},
     "Look around for an hour"),
    ("community.access @c2", {"community.access @c2": "public"}, "closed part"),
    ("community.value @c1", {"community.value @c1": "They use our product"}, "brand were gone"),
    ("community.value @c1", {"community.value @c1": "Fans of Northlight"}, "brand were gone"),
    ("community.norms @c1", {"community.norms @c1": "Don't know"}, "pinned rules"),
    ("community.give @c1", {"community.give @c1": "Links to our blog"}, "never click"),
    ("community.build @c2", {"community.build.manager @c2": None}, "falls silent"),
    ("community.advocacy @c2", {"community.advocacy @c2": "They recommend us"}, "in it for them"),
    ("influencer.approach @i1", {"influencer.approach.steps @i1": "Send the product"},
     "gives something away"),
    ("influencer.approach @i1", {"influencer.approach.ways @i1": ("gift",)}, "cost nothing"),
    ("influencer.disclosure @i1", {"influencer.disclosure @i1": False}, "worth something"),
    ("listen.plan", {"listen.plan.terms": ("Northlight",)}, "Add a rival"),
    ("channel.name @h1", {"channel.name @h1": "other"}, "not rated"),
    ("channel.job @h1", {"channel.job.job @h2": "peers and engineers answer set-up questions"},
     "the same job"),
    ("channel.job @h1", {"channel.job.job @h1": "Cross-post everything"}, "nowhere else"),
    ("content.themes", {"content.themes": ("Company news", "Our team", "lot trace")},
     "about you"),
    ("content.themes", {"content.themes": ("night shift", "humour")}, "search phrases"),
    ("content.mix", {"content.mix.share @.promote": 45}, "reads as adverts"),
    ("content.mix", {"content.mix.share @.converse": 10}, "leaves questions lying"),
    ("activity.kind @a1", {"activity.kind @a1": "exclusive_offers"}, "Not in Dairy QA Exchange"),
    ("activity.what @a1", {"activity.what.owner @a1": None}, "Park what is not settled"),
    ("activity.what @a1", {"activity.what.owner @a1": "Support team"}, "Name one person"),
    ("activity.what @a1", {"activity.what.start @a1": date(2026, 8, 1)}, "before the plan"),
    ("activity.kind @a1", {"activity.kind @a1": "blogging", "engage.ask_loop.what": None},
     "ask its readers"),
    ("activity.kind @a1", {"activity.kind @a1": "live_qa", "engage.response_target": "none"},
     "when it goes out"),
    ("metric.pick @m1", {"metric.pick @m1": "followers"}, "nothing else changed"),
    ("metric.pick @m1", {"metric.pick @m1": "reach"}, "Never add it up over networks"),
    ("metric.pick @m1", {"metric.pick @m1": "roi"}, "never turnover"),
    ("metric.pick @m1", {"metric.pick @m1": "cac"}, "hours times what an hour costs"),
    ("metric.pick @m1", {"metric.pick @m1": "ltv"}, "gross margin"),
    ("metric.pick @m1", {"metric.pick @m1": "net_sentiment"}, "neutral mentions"),
    ("metric.pick @m1", {"metric.pick @m1": "emv"}, "never belongs in a return"),
    ("metric.pick @m1", {"metric.pick @m1": "renewal_rate"}, "measure of your target"),
    ("metric.pick @m1", {"metric.pick @m2": "first_response_time"}, "stands here twice"),
    ("metric.pick @m1", {"metric.pick @m1": "csat", "metric.pick @m2": "nps"}, "move late"),
    ("metric.pick @m1", {"objective.primary": "thought"}, "does not trace to a post"),
    ("metric.plan @m1", {"metric.pick @m1": "csat"}, "never average percentages"),
    ("metric.plan @m1", {"metric.plan.target @m1": 31}, "below today's value"),
    ("metric.plan @m2", {"metric.plan.baseline @m2": 35}, "above today's value"),
    ("metric.plan @m1",
     {"metric.pick @m1": "churn", "metric.pick @m2": "ltv", "metric.plan.target @m1": 0},
     "churn of zero"),
    ("objective.target", {"objective.target.target": 80}, "above today's value"),
    ("objective.target", {"objective.target.measure": "cac", "objective.target.target": 90},
     "below today's value"),
    ("value.economics", {"value.economics.credit": None}, "50% is assumed"),
    ("review.cadence", {"review.cadence": "fortnightly"}, "12 reviews"),
    ("review.experiment", {"review.experiment.right_if": "people like it"}, "a try and no test"),
    ("review.experiment", {"review.experiment.by": date(2027, 2, 1)}, "within six weeks"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "changes", "words"), SAID)
def test_it_is_said_once_the_answer_calls_for_it(
    where: str, changes: dict[str, Any], words: str
) -> None:
    before, after = told(changed({}), where), told(changed(changes), where)
    assert not any(words in one for one in before), before
    assert any(words in one for one in after), after


def test_values_far_apart_and_a_wrong_subject_are_told() -> None:
    changes = {
        "influencer.alignment.score @i1.values": 2,
        "influencer.alignment.score @i1.reach": 5,
        "influencer.alignment.score @i1.relevance": 2,
    }
    said = told(changed(changes), "influencer.alignment @i1")
    assert [one.split(".")[0] for one in said] == [
        "What they stand for is far from what you stand for",
        "Many people, but another subject",
    ]


def test_a_target_no_better_than_today_is_wrong_but_keeps_nobody() -> None:
    reading = changed({"metric.plan.target @m1": 40})
    place = at("metric.plan @m1")
    assert [one.severity for one in reading.problems(place)] == ["error"]
    assert reading.share_of(place) == 1


def test_a_test_needs_no_digits_where_it_says_half() -> None:
    reading = changed({"review.experiment.right_if": "half of them forward it"})
    assert told(reading, "review.experiment") == []


def test_the_source_and_rhythm_of_a_measure_are_suggested() -> None:
    changes = {"metric.plan.source @m1": None, "metric.plan.cadence @m1": None}
    reading = changed(changes)
    assert reading.suggestion(at("metric.plan.source @m1")) == "inbox export"
    assert reading.suggestion(at("metric.plan.cadence @m1")) == "weekly"


def test_a_measure_of_ones_own_brings_its_unit_direction_and_source() -> None:
    own = {"name": "Quiet nights", "formula": "nights without a call / nights", "unit": "nights",
           "direction": "up", "source": "Duty log"}  # fmt: skip
    changes: dict[str, Any] = {"metric.pick @m1": "other", "metric.plan.source @m1": None}
    changes |= {f"metric.pick_other.{key} @m1": value for key, value in own.items()}
    reading = changed(changes)
    assert reading.suggestion(at("metric.plan.source @m1")) == "Duty log"
    assert reading.text(at("metric.plan.baseline @m1")) == "31 nights"
    assert [one.words for one in reading.problems(at("metric.plan @m1"))] == [
        "Here more is better, so the target should be above today's value."
    ]


def test_amounts_are_in_the_currency_of_the_plan_once_it_is_said() -> None:
    place = at("value.economics.hour")
    assert changed({"profile.currency": "chf"}).text(place) == "45 CHF"
    baseline = at("objective.target.baseline")
    money = {"objective.target.measure": "cac", "profile.currency": None}
    assert changed(money).text(baseline) == "86 in your currency"
    assert changed(money | {"profile.currency": "chf"}).text(baseline) == "86 CHF"


def test_nothing_stands_for_a_unit_before_a_measure_is_chosen() -> None:
    reading = changed({"objective.target.measure": None})
    assert reading.text(at("objective.target.baseline")) == "86"


def test_efforts_of_channels_come_to_a_hundred_once_all_are_given() -> None:
    assert changed({}).list_problems("channel") == []
    assert changed({"channel.job.effort @h1": None}).list_problems("channel") == []
    (found,) = changed({"channel.job.effort @h1": 60}).list_problems("channel")
    assert "come to 110" in found.words
    thirds = {f"channel.job.effort @h{one}": 33 for one in (1, 2, 3)}
    assert changed(thirds).list_problems("channel") == []


def test_a_channel_named_twice_is_pointed_out() -> None:
    (found,) = changed({"channel.name @h2": "community"}).list_problems("channel")
    assert (found.severity, "twice" in found.words) == ("advice", True)


def test_what_is_not_yours_is_not_asked_how_you_build_it() -> None:
    theirs = changed({"community.kind @c2": "existing_independent"})
    assert not theirs.asked(at("community.build @c2")) and theirs.asked(at("community.norms @c2"))
    ours = changed({"community.kind @c1": "existing_ours"})
    assert ours.asked(at("community.build @c1")) and not ours.asked(at("community.norms @c1"))


def test_without_other_marketing_nobody_is_asked_how_it_helps() -> None:
    assert changed({}).asked(at("integrate.complement"))
    assert not changed({"profile.mix": ("none",)}).asked(at("integrate.complement"))


def test_a_figure_of_today_that_is_not_known_can_wait() -> None:
    place = at("metric.plan.baseline @m1")
    answers = northlight().with_parked(place, Parked())
    said = Reading(shipped(), answers, "full").prompts(at("metric.plan @m1"))
    assert any("first 30 days" in one for one in said)
