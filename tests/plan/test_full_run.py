"""The shipped questionnaire in the full run: what a plan is asked, and told, as it grows."""

from functools import cache
from pathlib import Path

import pytest

from smtui.files import CAPS, read_toml
from smtui.plan.answers import Place
from smtui.plan.document import read
from smtui.plan.rules import Reading
from smtui.questionnaire.compile import load
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import Questionnaire

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires" / "social-marketing"
HEAD = '[meta]\nquestionnaire = "social-marketing"\nversion = "1.0"\n'


@cache
def shipped() -> Questionnaire:
    """The questionnaire as it ships, loaded once."""
    return load(SHIPPED)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return tmp_path / "plan.toml"


def reading_of(plan: Path, answers: str, run: str = "full") -> Reading:
    """The plan that these lines of its file make."""
    plan.write_text(HEAD + answers, encoding="utf-8")
    return reading_at(plan, run)


def reading_at(plan: Path, run: str = "full") -> Reading:
    file = read_toml(plan, max_bytes=CAPS.plan_bytes, max_entries=CAPS.plan_entries)
    return Reading(shipped(), read(file, shipped()).answers, run)


def asked(reading: Reading, section: str) -> list[str]:
    """The questions of a section that are asked, in order, without what belongs to others."""
    homes = shipped().homes
    return [
        place.name
        for place in reading.places_of(section)
        if not homes[place.name].record and not homes[place.name].parent
    ]


@pytest.mark.parametrize(("section", "short", "full"), [
    ("profile", 9, 13), ("objective", 5, 7), ("voice", 5, 12),
])  # fmt: skip
def test_the_full_run_asks_more_and_nothing_less(
    plan: Path, section: str, short: int, full: int
) -> None:
    answerable = shipped().questions
    names = {
        run: [
            one for one in asked(reading_of(plan, "", run), section) if answerable[one].answerable
        ]
        for run in ("quick", "full")
    }
    assert (len(names["quick"]), len(names["full"])) == (short, full)
    assert [one for one in names["full"] if one in names["quick"]] == names["quick"]


def test_a_short_plan_lacks_in_the_full_run_only_what_it_was_not_asked() -> None:
    reading = reading_at(SHIPPED / "samples" / "northlight.toml")
    names = [one for part in ("profile", "objective", "voice") for one in asked(reading, part)]
    quick = [one for one in names if shipped().questions[one].quick is True]
    assert len(quick) == 19
    assert all(reading.state(*Place(one)) is State.ANSWERED for one in quick)


# what hangs on an answer


@pytest.mark.parametrize(("answers", "needed"), [
    ('[profile]\nmodel = "b2b"', True),
    ('[profile]\nmodel = "b2c"\nregulated = ["health"]', True),
    ('[profile]\nmodel = "b2c"\n[objective]\nprimary = "reputation"', True),
    ('[profile]\nmodel = "both"\nregulated = ["none"]\n[objective]\nprimary = "launch"', False),
    ("", False),
])  # fmt: skip
def test_serious_cases_are_asked_of_all_and_needed_where_they_do_harm(
    plan: Path, answers: str, needed: bool
) -> None:
    reading = reading_of(plan, answers)
    assert "engage.escalation" in asked(reading, "voice")
    assert reading.required(Place("engage.escalation")) is needed


@pytest.mark.parametrize(("staffing", "inside"), [
    ("in_house", False), ("external", True), ("mixed", True), ("nobody_yet", False),
])  # fmt: skip
def test_who_is_inside_is_asked_where_outsiders_work(
    plan: Path, staffing: str, inside: bool
) -> None:
    reading = reading_of(plan, f'[profile]\nstaffing = "{staffing}"')
    assert reading.asked(Place("profile.staffing_inside")) is inside


def test_every_account_is_looked_at_on_its_own(plan: Path) -> None:
    there = '[profile]\npresence = ["x", "linkedin"]\n'
    sleeping = '[profile.accounts.x]\nstate = "dormant"\n'
    accounts = Place("profile.accounts")
    assert not reading_of(plan, '[profile]\npresence = ["none"]').asked(accounts)
    reading = reading_of(plan, there)
    rows = [
        reading.row_label(accounts.name, one.item)
        for one in reading.parts(accounts)
        if one.name.endswith("state")
    ]
    assert rows == ["X, Threads, Bluesky", "LinkedIn"]
    (told,) = reading_of(plan, there + sleeping).prompts(accounts)
    assert told.startswith("X, Threads, Bluesky: keep, revive or close?")
    assert not reading_of(plan, there + sleeping + 'note = "to be closed"').prompts(accounts)


@pytest.mark.parametrize(("lines", "read_as"), [
    ("", "1,500 in your currency per month"),
    ('currency = "eur"', "1,500 EUR per month"),
    ('currency = "other"\ncurrency_other = "NOK"', "1,500 NOK per month"),
])  # fmt: skip
def test_an_amount_reads_well_before_and_after_its_currency_is_said(
    plan: Path, lines: str, read_as: str
) -> None:
    reading = reading_of(plan, f"[profile]\nbudget = 1500\n{lines}")
    assert reading.text(Place("profile.budget")) == read_as


@pytest.mark.parametrize(("model", "first"), [
    ("b2b", ["LinkedIn", "Blog or resource pages", "Webinar or live session"]),
    ("b2c", ["LinkedIn", "YouTube", "Instagram"]),
])  # fmt: skip
def test_what_firms_use_most_is_offered_first_to_those_who_sell_to_firms(
    plan: Path, model: str, first: list[str]
) -> None:
    place = Place("profile.presence")
    reading = reading_of(plan, f'[profile]\nmodel = "{model}"')
    assert [reading.label(place, one) for one in reading.offered(place)][:3] == first


# what is said under an answer


def test_the_lead_that_is_suggested_is_explained(plan: Path) -> None:
    said = set()
    for outcome, row in shipped().among["objectives"].rows.items():
        reading = reading_of(plan, f'[objective]\nprimary = "{outcome}"')
        (told,) = reading.prompts(Place("objective.owner"))
        assert "usually" in told, row.label
        said.add(told)
    assert len(said) == 9


B2B_SERVICE = '[profile]\nmodel = "b2b"\n[objective]\nprimary = "service"\n'


@pytest.mark.parametrize(("question", "answers", "told", "silent"), [
    ("profile.model", '[profile]\nmodel = "both"', "If one side brings",
     '[profile]\nmodel = "b2b"'),
    ("profile.relationship", '[profile]\nrelationship = "mixed"', "The two need different things",
     '[profile]\nrelationship = "new"'),
    ("profile.staffing", '[profile]\nstaffing = "nobody_yet"', "Free five hours",
     '[profile]\nstaffing = "in_house"'),
    ("profile.regulated", '[profile]\nregulated = ["finance"]', "So serious cases",
     '[profile]\nregulated = ["none"]'),
    ("profile.budget", "[profile]\nbudget = 0", "Zero is a fair answer", "[profile]\nbudget = 10"),
    ("objective.primary", B2B_SERVICE, "Businesses are served well", '[profile]\nmodel = "b2b"'),
    ("objective.primary", '[profile]\nbudget = 50\n[objective]\nprimary = "awareness"',
     "With little money", '[profile]\nbudget = 100\n[objective]\nprimary = "awareness"'),
    ("objective.relationship_change", '[objective]\nrelationship_change = "They see our posts"',
     "This speaks of what you publish", '[objective]\nrelationship_change = "They ask each other"'),
    ("voice.traits", '[voice]\ntraits = ["elegant", "tough", "witty"]', "Polish and rough edges",
     '[voice]\ntraits = ["elegant", "expert", "witty"]'),
    ("voice.role", B2B_SERVICE + '[voice]\nrole = "promoter"', "Your outcome is Service",
     B2B_SERVICE + '[voice]\nrole = "helper"'),
    ("voice.values", '[[segment]]\nid = "s1"\nneed = "How do I pass the audit?"',
     "They ask: How do I pass the audit? What", '[voice]\nvalues = "No surprises on audit day"'),
    ("voice.say_never", '[voice.say_never]\nreply = "Thank for the feedback received"',
     "Nobody speaks in this reply", '[voice.say_never]\nreply = "I have filed it."'),
    ("voice.consistency", '[voice.consistency]\nkeeper = "Marketing team"', "Name one person",
     '[voice.consistency]\nkeeper = "Ana Ruiz"'),
    ("engage.responder", '[engage.responder]\nwho = "Ana"\nbackup = "ana"', "That is the same",
     '[engage.responder]\nwho = "Ana"\nbackup = "Tom"'),
    ("engage.complaint_path", '[profile]\nmodel = "b2b"\n[engage]\ncomplaint_path = "private_only"',
     "Keep the details private",
     '[profile]\nmodel = "b2b"\n[engage]\ncomplaint_path = "acknowledge_then_private"'),
    ("engage.escalation", '[engage.escalation]\nwho = "Ana"', "Who decides when",
     '[engage.escalation]\nwho = "Ana, backup Tom"'),
    ("engage.safeguards", '[engage]\nsafeguards = ["none"]', "A list of who has access",
     '[engage]\nsafeguards = ["staff_policy", "mistake_script"]'),
    ("engage.ask_loop", '[engage.ask_loop]\nwhat = "Which report next"', "Name one decision",
     '[engage.ask_loop]\nwhat = "Which report next"\nuse = "We publish the vote"'),
])  # fmt: skip
def test_an_answer_is_followed_up_where_it_needs_to_be(
    plan: Path, question: str, answers: str, told: str, silent: str
) -> None:
    def said(lines: str) -> list[str]:
        return [
            one for one in reading_of(plan, lines).prompts(Place(question)) if one.startswith(told)
        ]

    assert len(said(answers)) == 1
    assert said(silent) == []
