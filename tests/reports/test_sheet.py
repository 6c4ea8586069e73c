"""A plan on one page: what is said, that it always fits, and that no answer breaks it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from smtui.commands.plans import open_plan
from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.rules import Reading
from smtui.questionnaire.compile import load
from smtui.questionnaire.kinds import Text
from smtui.questionnaire.model import Questionnaire
from smtui.questionnaire.overridden import OverriddenRow, Overrides
from smtui.reports import sheet as sheets
from smtui.scoring.scorecard import judged
from smtui.text import cell_width
from tests.commands import visit
from tests.conftest import HOSTILE
from tests.scoring.plans import plans, shipped
from tests.scoring.test_northlight import northlight

SIZE, AIM, NAME = Place("about.size"), Place("about.aim"), Place("about.name")
TODAY = date(2026, 11, 22)

SHEET = """
[[sheets]]
id = "one-page"
title = "{about.name}: a page"
[[sheets.parts]]
label = "Aim"
show_if = "about.aim is answered"
say = "{about.aim}."
[[sheets.parts]]
label = "Aim"
say = "{about.size} come."
[[sheets.parts]]
label = "Guests"
each = "(first 3 of guest) as g"
say = "{g.name} ({g.role})"
[[sheets.parts]]
label = "Guests"
show_if = "count of guest > 3"
say = "There are more."
[[sheets.parts]]
label = "Day"
say = "{2 weeks after today}"
[[sheets.parts]]
label = "Risk"
shows = "risk"
say = "None is known."
[[sheets.parts]]
label = "Score"
shows = "score"
[[sheets.parts]]
label = "Open"
shows = "open"
say = "Nothing is open."
"""


def questionnaire_with(text: str, folder: Path) -> Questionnaire:
    made = visit.folder(folder)
    main = made / "questionnaire.toml"
    main.write_text(main.read_text(encoding="utf-8") + text, encoding="utf-8")
    return load(made)


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return questionnaire_with(SHEET, tmp_path_factory.mktemp("questionnaire"))


def page_of(
    questionnaire: Questionnaire, answers: Answers, today: date | None = TODAY, **options: Any
) -> sheets.Page:
    reading = Reading(questionnaire, answers, "quick", today)
    given_options = {"title": "Oslo", "plan": "oslo.toml", **options}
    return sheets.page(questionnaire.sheets[0], judged(reading), reading, **given_options)


def text_of(questionnaire: Questionnaire, answers: Answers, **options: Any) -> str:
    return sheets.write_text(page_of(questionnaire, answers, **options))


def markdown_of(questionnaire: Questionnaire, answers: Answers, **options: Any) -> str:
    return sheets.write_markdown(page_of(questionnaire, answers, **options))


def said(text: str) -> dict[str, str]:
    """What stands beside each label of a page in plain text, on one line."""
    found: dict[str, str] = {}
    label = ""
    for line in text.partition("\n\n")[2].rpartition("\n\n")[0].splitlines():
        label = line[:18].strip() or label
        found[label] = f"{found.get(label, '')} {line[18:].strip()}".strip()
    return found


def guests(*names: str) -> Answers:
    ids = tuple(f"g{at}" for at in range(len(names)))
    answers = Answers().with_items("guest", ids)
    for one, name in zip(ids, names, strict=True):
        answers = answers.with_value(Place("guest.name", one), name)
    return answers


def test_a_whole_page(questionnaire: Questionnaire) -> None:
    answers = guests("Kim", "Ann").with_value(NAME, "Bergen").with_value(AIM, "To learn")
    assert text_of(questionnaire, answers, fictional=True) == (
        "Bergen: a page\n"
        f"{'=' * 78}\n"
        "This plan is fictional: an example.\n"
        "\n"
        "Aim               To learn. not answered come.\n"
        "\n"
        "Guests            - Kim (not answered)\n"
        "                  - Ann (not answered)\n"
        "\n"
        "Day               6 Dec 2026\n"
        "\n"
        "Risk              It is not known how many come to Bergen. Next: Ask the host\n"
        "                  of Bergen for a number.\n"
        "\n"
        "Score             0 of 100, band B: Not ready. Band A begins at 80.\n"
        "\n"
        "Open              - Kim has no role. Ask Kim.\n"
        "                  - Ann has no role. Ask Ann.\n"
        "\n"
        "Made by smtui from the plan oslo.toml, 22 Nov 2026. A score says how well the\n"
        "plan is thought through. It does not forecast success, grade a team or compare\n"
        "companies.\n"
    )


def test_the_same_page_in_markdown(questionnaire: Questionnaire) -> None:
    answers = guests("Kim", "Ann").with_value(NAME, "Bergen").with_value(SIZE, 3)
    assert markdown_of(questionnaire, answers, fictional=True) == (
        "# Bergen: a page\n\n"
        "*This plan is fictional: an example.*\n\n"
        "**Aim:** 3 come.\n\n"
        "**Guests:**\n\n- Kim (not answered)\n- Ann (not answered)\n\n"
        "**Day:** 6 Dec 2026\n\n"
        "**Risk:** Kim has no role. Next: Ask Kim.\n\n"
        "**Score:** 60 of 100, band B: Not ready. Band A begins at 80.\n\n"
        "**Open:**\n\n- Ann has no role. Ask Ann.\n- 3 questions are without an answer.\n\n"
        "---\n\n"
        "Made by smtui from the plan oslo.toml, 22 Nov 2026. A score says how well the plan is "
        "thought through. It does not forecast success, grade a team or compare companies.\n"
    )


def test_where_the_judgement_has_nothing_to_say_the_author_does(
    questionnaire: Questionnaire,
) -> None:
    answers = guests("Kim").with_value(Place("guest.role", "g0"), "Host")
    answers = answers.with_value(SIZE, 3).with_value(AIM, "To learn").with_value(NAME, "Bergen")
    found = said(text_of(questionnaire, answers))
    assert (found["Risk"], found["Open"]) == ("None is known.", "Nothing is open.")


def test_a_judgement_with_values_of_ones_own_says_so(questionnaire: Questionnaire) -> None:
    row = OverriddenRow("fit", ("a",), "A", ())
    own = replace(questionnaire, overrides=Overrides(Path("x/visit.toml"), "", (row,)))
    assert said(text_of(own, Answers()))["Score"].endswith(
        "Band A begins at 80. It was judged with 1 row of its tables overridden by visit.toml."
    )


def test_what_is_parked_is_open_with_who_finds_out(questionnaire: Questionnaire) -> None:
    answers = guests("Kim").with_value(Place("guest.role", "g0"), "Host").with_value(AIM, "x")
    parked = answers.with_value(NAME, "Bergen").with_parked(SIZE, Parked("Ann", date(2026, 12, 1)))
    found = said(text_of(questionnaire, parked))
    assert found["Risk"].startswith("It is not known how many come")
    assert found["Open"] == "- Not known yet: Visitors (Ann, by 1 Dec 2026)."
    nobody = said(text_of(questionnaire, parked.with_parked(SIZE, Parked())))
    assert nobody["Open"] == "- Not known yet: Visitors (nobody yet, no date yet)."


def test_two_findings_with_one_step_are_one_open_point(questionnaire: Questionnaire) -> None:
    named = guests("Kim", "Kim", "Kim", "Ann").with_value(SIZE, 3).with_value(AIM, "To learn")
    found = said(text_of(questionnaire, named.with_value(NAME, "Bergen")))
    assert found["Open"] == "- Kim has no role. Ask Kim. - Ann has no role. Ask Ann."


def test_what_brings_most_is_open_where_nothing_was_found(tmp_path: Path) -> None:
    made = questionnaire_with(SHEET, tmp_path)
    answers = Answers().with_value(SIZE, 3).with_value(AIM, "To learn").with_value(NAME, "Bergen")
    found = said(text_of(made, answers))
    assert (found["Risk"], found["Open"]) == ("None is known.", "- Role: up to 4 points to gain.")


def test_of_a_list_what_its_author_asks_for(questionnaire: Questionnaire) -> None:
    found = said(text_of(questionnaire, guests("Kim", "Ann", "Lou", "Sam")))["Guests"]
    assert found == (
        "- Kim (not answered) - Ann (not answered) - Lou (not answered) There are more."
    )
    assert "Guests" not in said(text_of(questionnaire, Answers()))


def test_without_a_day_there_is_none(questionnaire: Questionnaire) -> None:
    text = text_of(questionnaire, Answers(), today=None)
    assert "from the plan oslo.toml. A score" in text
    assert said(text)["Day"] == "not answered"


def test_a_title_that_cannot_be_said_is_the_plans(questionnaire: Questionnaire) -> None:
    plain = replace(questionnaire, codes={})
    assert text_of(plain, Answers()).startswith("Oslo\n===")
    assert text_of(plain, Answers(), title=" \n").startswith("Plan\n===")


# it always fits


def fits(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    return len(lines) <= 60 and all(cell_width(line) <= 80 for line in lines)


@pytest.mark.parametrize("parts", [1, 5, 12, 20, 30, 55, 70, 200])
def test_any_number_of_parts_is_one_page(parts: int, tmp_path: Path) -> None:
    sheet = '[[sheets]]\nid = "all"\ntitle = "{about.aim}"\n'
    for at in range(parts):
        sheet += f'[[sheets.parts]]\nlabel = "Part {at} with a long name"\nsay = "{{about.aim}}"\n'
    made = questionnaire_with(sheet, tmp_path)
    text = text_of(made, Answers().with_value(AIM, "many words " * 300), plan="p" * 300)
    assert fits(text)
    assert "many words many words" in text
    if parts <= 20:
        assert f"Part {parts - 1} with" in text
    if parts >= 55:
        assert re.search(r"\d+ parts of this sheet found no room\.", text)
    assert text.endswith("compare companies.\n")


@pytest.mark.parametrize("number", [10, 40, 60, 400])
def test_a_list_of_any_length_says_what_it_leaves_out(number: int, tmp_path: Path) -> None:
    sheet = '[[sheets]]\nid = "all"\ntitle = "x"\n'
    sheet += '[[sheets.parts]]\nlabel = "All"\neach = "guest"\nsay = "{name}"\n'
    sheet += '[[sheets.parts]]\nlabel = "End"\nsay = "The end."\n'
    text = text_of(
        questionnaire_with(sheet, tmp_path), guests(*(f"Guest {at}" for at in range(number)))
    )
    assert fits(text)
    assert said(text)["End"] == "The end."
    left = re.search(r"- and (\d+) more", text)
    named = len(re.findall("- Guest", text))
    assert named + (int(left[1]) if left else 0) == number
    assert bool(left) is (number >= 60)


def test_what_is_cut_ends_at_a_word_and_the_rest_keeps_its_place(
    questionnaire: Questionnaire,
) -> None:
    answers = Answers().with_value(AIM, "abcdef " * 500).with_value(SIZE, 3)
    aim = said(text_of(questionnaire, answers))["Aim"]
    assert re.fullmatch(r"(abcdef )+abcdef\.\.\. 3 come\.", aim)


FRAGMENTS = [
    *HOSTILE.values(), "Ann", "a few words", "---", "# x", "- [ ] ", "1. ", "> ", "|---|", "```",
    "<b>", "![a](b)", "many words " * 40, "x" * 500, "字 " * 200, "*", "_", "\\", "&amp;", "***",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map("".join)


@settings(max_examples=80)
@given(st.lists(WORDS, max_size=8), WORDS, WORDS, st.integers(0, 10**9), st.booleans())
def test_whatever_the_answers_it_is_one_page(
    questionnaire: Questionnaire, names: list[str], name: str, aim: str, size: int, known: bool
) -> None:
    answers = guests(*names).with_value(NAME, name).with_value(AIM, aim)
    answers = answers.with_value(SIZE, size) if known else answers.with_parked(SIZE, Parked(aim))
    text = text_of(questionnaire, answers, plan=name, title=aim, fictional=known)
    assert fits(text)
    assert text.splitlines()[0].strip()
    assert {"Day", "Score", "Open"} <= said(text).keys()
    assert "\x1b" not in text and "\u202e" not in text


# Markdown


def structure(tokens: Sequence[Token]) -> list[Any]:
    """What a reader of Markdown sees, without the words."""
    return [
        (token.type, token.tag, structure(token.children or ()))
        for token in tokens
        if token.type not in ("text", "text_special")
    ]


@settings(max_examples=80)
@given(WORDS.filter(lambda words: bool(words.strip())))
def test_no_answer_changes_the_structure(questionnaire: Questionnaire, words: str) -> None:
    def parsed(one: str) -> list[Any]:
        answers = guests(one, one).with_value(NAME, one).with_value(AIM, one)
        answers = answers.with_value(Place("guest.role", "g0"), one).with_parked(SIZE, Parked(one))
        text = markdown_of(questionnaire, answers, plan=one, title=one)
        return structure(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text))

    assert parsed(words) == parsed("word")


# the page that comes with smtui


@cache
def labels() -> frozenset[str]:
    return frozenset(part.label for part in shipped().sheets[0].parts)


@pytest.mark.parametrize("sample", [one.id for one in shipped().samples])
@pytest.mark.parametrize("run", ["quick", "full"])
def test_the_samples_fit_whole(sample: str, run: str) -> None:
    (file,) = [one.file for one in shipped().samples if one.id == sample]
    document = open_plan(shipped().folder / file, shipped()).document
    reading = Reading(shipped(), document.answers, run, TODAY)
    made = sheets.page(shipped().sheets[0], judged(reading), reading, title="", plan=file)
    text = sheets.write_text(made)
    assert fits(text)
    cut = text.replace('..."', '"')  # a finding quotes the beginning of a long name
    assert "..." not in cut and "not answered" not in text
    assert said(text).keys() == labels()


def test_the_sample_says_what_it_costs_and_from_when_it_pays() -> None:
    found = said(text_of(shipped(), northlight()))
    assert found["Objective"] == (
        "Service and support. Renewal rate: from 86 to 91% by 28 Feb 2027."
    )
    assert found["Accountable"].startswith("Priya Nair, head of support. Customer service leads")
    assert "Open Night Desk with 20 founding administrators (Tom Becker" in found["Main activities"]
    assert found["Cost"].startswith("5,010")  # 1500 + 18 * 52 / 12 * 45
    assert "30% of it, 2,700" in found["Expected value"]
    assert "pays for itself from 2 results a month" in found["Expected value"]
    assert "assumption" not in found["Expected value"]
    assert "18 hours a week and 1,500" in found["We ask for"]
    assert "until 28 Feb 2027" in found["We ask for"]


def test_a_share_that_nobody_has_set_is_said_to_be_assumed() -> None:
    answers = northlight().with_value(Place("value.economics.credit"), None)
    value = said(text_of(shipped(), answers))["Expected value"]
    assert "50% of it, 4,500" in value
    assert "The 50% is an assumption" in value


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        (
            {"objective.target.measure": "leads", "objective.target.target": 106},
            "54,000 by 28 Feb 2027, if the target is reached: 20 more than today (Leads), each "
            "worth 9,000, and 30% of that credited to social media. Until then the plan costs "
            "30,060 (6 months): it pays for itself.",
        ),
        # fewer than today are worth nothing: what one is worth is said instead
        (
            {"objective.target.measure": "leads", "objective.target.target": 80},
            "One result is worth 9,000; 30% of it, 2,700, is credited to social media. "
            "The plan pays for itself from 2 results a month. Check that this can be reached.",
        ),
        (
            {"value.economics.outcome": 100000},
            "One result is worth 100,000; 30% of it, 30,000, is credited to social media. "
            "The plan pays for itself from 1 result a month. Check that this can be reached.",
        ),
        (
            {"value.economics.hour": None},
            "One result is worth 9,000; 30% of it, 2,700, is credited to social media. "
            "From how many it pays for itself cannot be said before the cost is known.",
        ),
        (
            {"value.economics.outcome": None},
            'Not known yet: what one result is worth (question "Value and cost").',
        ),
        (
            {"value.economics.outcome": 0},
            "One result is worth 0; 30% of it, 0, is credited to social media. "
            "At that the plan does not pay for itself.",
        ),
        (
            {"profile.hours": 0, "profile.budget": 0},
            "One result is worth 9,000; 30% of it, 2,700, is credited to social media. "
            "So far the plan costs nothing.",
        ),
        (
            {
                "objective.target.measure": "leads",
                "objective.target.target": 87,
                "objective.target.deadline": None,
            },
            "2,700, if the target is reached: 1 more than today (Leads), each worth 9,000, "
            "and 30% of that credited to social media. Until then the plan costs 30,060 "
            "(6 months): it does not pay for itself. It would from 12 more.",
        ),
        # nothing to divide by: no number would do
        (
            {
                "objective.target.measure": "leads",
                "objective.target.target": 87,
                "value.economics.outcome": 0,
            },
            "0 by 28 Feb 2027, if the target is reached: 1 more than today (Leads), each worth 0, "
            "and 30% of that credited to social media. Until then the plan costs 30,060 "
            "(6 months): it does not pay for itself.",
        ),
        (
            {
                "objective.target.measure": "leads",
                "objective.target.target": 87,
                "value.economics.hour": None,
            },
            "2,700 by 28 Feb 2027, if the target is reached: 1 more than today (Leads), each worth "
            "9,000, and 30% of that credited to social media. Whether the plan pays for itself "
            "cannot be said before its cost until then is known.",
        ),
    ],
)
def test_the_expected_value(changes: dict[str, Any], value: str) -> None:
    answers = northlight()
    for name, one in {"profile.currency": None, **changes}.items():
        answers = answers.with_value(Place(name), one)
    found = said(text_of(shipped(), answers))["Expected value"]
    assert found == value


def sample(name: str) -> Answers:
    (file,) = [one.file for one in shipped().samples if one.id == name]
    return open_plan(shipped().folder / file, shipped()).document.answers


def test_a_plan_that_costs_more_than_its_target_brings_says_so() -> None:
    value = said(text_of(shipped(), sample("tidewatch")))["Expected value"]
    assert value.startswith("2,000 GBP by 31 Aug 2027")
    assert (
        "costs 5,120 GBP (8 months): it does not pay for itself. It would from 410 more." in value
    )


def test_what_keeps_a_plan_from_a_decision_stands_where_it_is_asked_for() -> None:
    unready = "Not ready to be decided: "
    asked = said(text_of(shipped(), sample("brightside")))["We ask for"]
    assert asked == f'{unready}"We publish only", and there is no time for a first reply.'
    asked = said(text_of(shipped(), Answers()))["We ask for"]
    assert asked == f"{unready}No segment is named yet."
    # full points, and one open blocker
    hidden = northlight().with_value(Place("influencer.disclosure", "i1"), False)
    hidden = hidden.with_value(Place("influencer.approach.ways", "i1"), ("pay",))
    assert said(text_of(shipped(), hidden))["We ask for"].startswith(f'{unready}"Lena Hoff')
    # what is serious is no reason not to decide
    one_way = northlight().with_value(Place("engage.mode"), "broadcast")
    assert said(text_of(shipped(), one_way))["We ask for"].startswith("18 hours a week")


def test_after_its_end_a_plan_asks_for_a_decision_whatever_its_band() -> None:
    text = text_of(shipped(), sample("brightside"), today=date(2030, 1, 1))
    assert said(text)["We ask for"].startswith("A decision. To go on")


def test_where_no_band_is_kept_from_blockers_every_plan_is_ready(tmp_path: Path) -> None:
    more = SHEET + '[[sheets.parts]]\nlabel = "Ask"\nshows = "unready"\nsay = "A decision."\n'
    made = questionnaire_with(more, tmp_path)
    assert said(text_of(made, Answers()))["Ask"].startswith("Not ready to be decided: It is not")
    free = replace(made, bands=tuple(replace(one, not_with=()) for one in made.bands))
    assert said(text_of(free, Answers()))["Ask"] == "A decision."


def test_an_activity_that_is_not_answered_is_left_out() -> None:
    answers = sample("tidewatch")
    for one in ("kind", "what.what", "what.owner", "what.start"):
        answers = answers.with_value(Place(f"activity.{one}", "a1"), None)
    found = said(text_of(shipped(), answers))["Main activities"]
    assert found.startswith("- Bag boxes") and "not answered" not in found
    alone = Answers().with_items("activity", ("a1",))
    assert said(text_of(shipped(), alone))["Main activities"] == "None is chosen yet."
    own = alone.with_value(Place("activity.kind", "a1"), "other")
    assert said(text_of(shipped(), own))["Main activities"] == "None is chosen yet."


def test_one_supports_and_several_support() -> None:
    found = said(text_of(shipped(), sample("tidewatch")))["Accountable"]
    assert found.endswith("Marketing leads; Founder or owner supports.")
    answers = sample("tidewatch").with_value(Place("objective.owner.support"), ("founder", "hr"))
    found = said(text_of(shipped(), answers))["Accountable"]
    assert found.endswith("Founder or owner and Human resources support.")


@pytest.mark.parametrize(
    ("cadence", "today", "review"),
    [
        ("monthly", "2026-08-01", "1 Oct 2026, then every month."),
        ("monthly", "2026-10-01", "1 Oct 2026, then every month."),
        ("monthly", "2026-10-02", "1 Nov 2026, then every month."),
        ("weekly", "2026-09-01", "8 Sep 2026, then every week."),
        ("weekly", "2026-09-09", "15 Sep 2026, then every week."),
        ("fortnightly", "2026-09-16", "29 Sep 2026, then every two weeks."),
        ("quarterly", "2026-09-16", "1 Dec 2026, then every three months."),
        ("quarterly", "2026-12-02", "1 Mar 2027, then every three months."),
        ("monthly", "2027-03-02", "The plan ended on 28 Feb 2027."),
        ("never", "2026-09-16", "None is planned yet."),
    ],
)
def test_the_next_review_is_the_first_that_is_not_over(
    cadence: str, today: str, review: str
) -> None:
    answers = northlight().with_value(Place("review.cadence"), cadence)
    text = text_of(shipped(), answers, today=date.fromisoformat(today))
    assert said(text)["Next review"].startswith(review)


def test_before_the_first_review_it_is_the_one_that_is_asked_for() -> None:
    asked = said(text_of(shipped(), northlight(), today=date(2026, 9, 2)))["We ask for"]
    assert asked.endswith("and a decision at the first review on 1 Oct 2026.")


@settings(max_examples=60)
@given(plans(), st.dates(date(2025, 1, 1), date(2031, 1, 1)))
def test_every_part_is_said_of_every_plan(answers: Answers, today: date) -> None:
    text = text_of(shipped(), answers, today=today)
    assert fits(text)
    assert said(text).keys() == labels()
    assert all(said(text).values())


@settings(max_examples=30)
@given(WORDS)
def test_with_very_long_answers_every_part_keeps_its_place(words: str) -> None:
    answers = northlight()
    for place in list(answers.values):
        if isinstance(shipped().questions[place.name], Text):
            answers = answers.with_value(place, words * 20 or "x")
    text = text_of(shipped(), answers)
    assert fits(text)
    assert said(text).keys() == labels()
    assert "91%" in said(text)["Objective"]
