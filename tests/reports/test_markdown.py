"""The scorecard to hand on: what a person in a meeting needs, and nothing an answer can break."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.rules import Reading
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.reports import markdown
from smtui.scoring.scorecard import score
from smtui.text import clean_line
from tests.commands import visit
from tests.commands.visit import about_everything
from tests.conftest import HOSTILE

SIZE, AIM, GUEST = Place("about.size"), Place("about.aim"), Place("guest.name", "g1")


@pytest.fixture(scope="module")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return load(visit.folder(tmp_path_factory.mktemp("questionnaire")))


def report(questionnaire: Questionnaire, answers: Answers, **options: Any) -> str:
    card = score(questionnaire, answers, "quick")
    given_options = {"title": "Oslo", "plan": "oslo.toml", "digest": "ab12", **options}
    return markdown.write(card, Reading(questionnaire, answers, "quick"), **given_options)


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def structure(tokens: Sequence[Token]) -> list[Any]:
    """What a reader of Markdown sees, without the words."""
    return [
        (token.type, token.tag, structure(token.children or ()))
        for token in tokens
        if token.type not in ("text", "text_special")
    ]


def words_of(tokens: Sequence[Token]) -> str:
    """The words that a reader sees, without the structure."""
    return " ".join(
        "".join(child.content for child in token.children or ())
        for token in tokens
        if token.type == "inline"
    )


def test_what_a_meeting_needs_comes_first(questionnaire: Questionnaire) -> None:
    answers = about_everything("Bergen").with_value(SIZE, None)
    headings = re.findall("^#+ .*", report(questionnaire, answers), re.MULTILINE)
    assert headings == [
        "# Oslo: scorecard",
        "## Strong",
        "## Next steps",
        "## Not known yet",
        "## Open: 1 question without an answer",
        "## Points",
        "## Every point, with its reason",
        "### Clarity",
        "### People",
        "## The plan in short",
        "### About the visit",
        "### Guests",
    ]


def test_the_verdict_says_what_it_means_and_what_it_does_not(questionnaire: Questionnaire) -> None:
    text = report(questionnaire, about_everything("Bergen").with_value(SIZE, 3))
    assert "**80 of 100, band A: Ready.**" in text
    assert "You can go." in text
    assert "does not forecast success" in text
    blocked = report(questionnaire, about_everything("Bergen"))
    assert "band B: Not ready" in blocked
    assert "Band A begins at 80." in blocked


def test_a_band_that_findings_keep_away_names_them(questionnaire: Questionnaire) -> None:
    strict = replace(questionnaire.bands[0], start=10, not_with=("blocker",))
    changed = replace(questionnaire, bands=(strict, questionnaire.bands[1]))
    assert "Not band A because of: 1 open blocker." in report(changed, about_everything("Bergen"))


def test_a_next_step_has_its_reason_its_worth_and_its_source(questionnaire: Questionnaire) -> None:
    text = report(questionnaire, about_everything("Bergen"))
    step = text.index("1. **Ask the host of Bergen for a number.**")
    reason = text.index("Blocker: It is not known how many come to Bergen. Without a number")
    worth = text.index("Brings back up to 6 points. Source: Our own template.")
    assert step < reason < worth


def test_only_five_steps_at_once(questionnaire: Questionnaire) -> None:
    ids = tuple(f"g{number}" for number in range(8))
    answers = Answers().with_items("guest", ids)
    text = report(questionnaire, answers)
    first, rest = text.split("## Further findings")
    assert len(re.findall(r"^\d+\. ", first, re.MULTILINE)) == 5
    assert re.findall(r"^(\d+)\. ", rest, re.MULTILINE) == ["6", "7", "8", "9"]


def test_a_plan_with_nothing_to_mend_says_so(questionnaire: Questionnaire) -> None:
    answers = Answers().with_items("guest", ("g1",)).with_value(SIZE, 3)
    text = report(questionnaire, answers.with_value(Place("guest.role", "g1"), "Host"))
    assert "Nothing was found that needs mending." in text


def test_without_a_finding_what_brings_most_is_said(questionnaire: Questionnaire) -> None:
    text = report(questionnaire, Answers().with_value(SIZE, 3).with_value(AIM, "To learn"))
    steps = text[text.index("## Next steps") : text.index("## Open")]
    assert "No warning is open. What would bring most points:\n\n- Role: up to 4 points" in steps
    assert "- Visitors: up to 6 points" in report(questionnaire, Answers())


def test_wrong_answers_have_a_section(questionnaire: Questionnaire) -> None:
    text = report(questionnaire, about_everything("Bergen").with_value(SIZE, 0))
    assert "## Wrong: 1 answer is marked wrong\n\n- **About the visit:** Visitors\n" in text
    assert "## Wrong" not in report(questionnaire, Answers())


def test_the_plan_stands_in_short_at_the_end(questionnaire: Questionnaire) -> None:
    answers = Answers().with_items("guest", ("g1", "g2")).with_value(GUEST, "Kim *")
    answers = answers.with_value(Place("guest.role", "g1"), "Host").with_value(SIZE, 3)
    text = report(questionnaire, answers.with_value(AIM, "To\nlearn"))
    short = text[text.index("## The plan in short") : text.index("\n---\n")]
    assert short == (
        "## The plan in short\n\n### About the visit\n\n- Visitors: 3\n- Aim: To learn\n\n"
        f"### Guests\n\n- Guests\n  - Kim \\*\n    - Role: Host\n  - {second(questionnaire)}\n"
    )
    assert "in short" not in report(questionnaire, Answers())


def second(questionnaire: Questionnaire) -> str:
    """What a guest without a name is called."""
    return Reading(questionnaire, Answers().with_items("guest", ("g1", "g2")), "quick").title(
        "guest", "g2"
    )


def test_parked_answers_say_who_and_when(questionnaire: Questionnaire) -> None:
    answers = about_everything("Bergen").with_parked(
        Place("guest.role", "g1"), Parked("Kim", date(2026, 12, 1))
    )
    text = report(questionnaire, answers.with_parked(SIZE, Parked()))
    assert "| Bergen: Role | Kim | 1 Dec 2026 |" in text
    assert "| Visitors | nobody yet | no date yet |" in text


def test_open_questions_stand_by_section(questionnaire: Questionnaire) -> None:
    answers = Answers().with_items("guest", ("g1",)).with_value(GUEST, "Kim")
    text = report(questionnaire, answers)
    assert "- **About the visit:** Name; Visitors; Aim" in text
    assert "- **Guests:** Kim: Role" in text


def test_the_judged_plan_is_named_with_its_hash(questionnaire: Questionnaire) -> None:
    digest = "0123456789abcdef" * 4
    when = datetime(2026, 11, 21, 14, 2)
    text = report(questionnaire, Answers(), digest=digest, changed=when)
    assert "Judged plan: oslo.toml, last changed 21 Nov 2026 14:02." in text
    assert digest in text
    assert "Questionnaire visit 2.0, rubric 1.5." in text


def test_fictional_plans_say_so(questionnaire: Questionnaire) -> None:
    assert "fictional" in report(questionnaire, Answers(), fictional=True)
    assert "fictional" not in report(questionnaire, Answers())


def test_every_point_is_there(questionnaire: Questionnaire) -> None:
    text = report(questionnaire, about_everything("Bergen").with_value(SIZE, 3))
    assert "| V1 | 6 | 6 | Visitors of Bergen: 3. Aim: Bergen |" in text
    assert "| **Together** | **8** | **10** |" in text


FRAGMENTS = [
    *"#*_`~[]()<>!|\\-+=:&$\"'.,;{}@/ \t1ax字é",
    "\n", "\r\n", "\u2028", "\u00a0", "---", "===", "```", "~~~", "    ", "1. ", "- ", "> ", "# ",
    "|---|", "<b>", "<!--", "-->", "![a](b)", "[a](b)", "&lt;", "&#35;", "https://a.b/c", "[^1]",
    "- [ ] ", "$x$", "**", "__", "\\|", "\x1b[31m", "\u202e",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12).map("".join))
@example("---")
@example("- - -")
@example("* * *")
@example("    code")
@example("1.")
@example("\\|x|")
@example("a|b\\|c")
@example("|---|")
@example("&amp;")
@example("<script>alert(1)</script>")
@example("[text](https://example.org)")
@example("`")
@example("\\")
@example("**")
def test_no_answer_changes_the_structure(questionnaire: Questionnaire, words: str) -> None:
    assume(clean_line(words).strip())
    given_words = clean_line(words)
    options = {"title": words, "plan": words}
    usual = {"title": "word", "plan": "word"}
    hostile = parsed(report(questionnaire, about_everything(given_words), **options))
    harmless = parsed(report(questionnaire, about_everything("word"), **usual))
    assert structure(hostile) == structure(harmless)


@pytest.mark.parametrize("words", [words for words in HOSTILE.values() if words])
def test_answers_are_shown_as_they_are(questionnaire: Questionnaire, words: str) -> None:
    shown = " ".join(words_of(parsed(report(questionnaire, about_everything(words)))).split())
    expected = " ".join(clean_line(words).split())
    assert f"Aim: {expected}" in shown
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "\u202e" not in shown


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_escaping_shows_the_same_text(words: str) -> None:
    tokens = parsed(f"- {markdown.plain(words)}")
    assert words_of(tokens) == (clean_line(words).strip(" \t\n\u00a0") or "–")


def test_a_hostile_file_is_one_line_everywhere(
    questionnaire: Questionnaire, tmp_path: Path
) -> None:
    text = report(questionnaire, Answers(), plan="a\n# b\n.toml", title="t\n\n# t")
    assert "\n# b" not in text
    assert "\n# t" not in text
