"""The questionnaire that comes with smtui, and the guide to writing one, hold what they say."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Question, Questionnaire
from tests.questionnaire import told, write

SHIPPED = Path(__file__).parents[2] / "questionnaires"
GUIDE = (SHIPPED / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made() -> Questionnaire:
    index = tomllib.loads((SHIPPED / "index.toml").read_text(encoding="utf-8"))
    return load(SHIPPED / index["default"])


def test_its_sections_stand_in_this_order(made: Questionnaire) -> None:
    assert [section.id for section in made.sections] == [
        "profile", "objective", "voice", "segments", "communities", "influencers", "metrics",
    ]  # fmt: skip


def test_a_short_run_can_ask_39_questions(made: Questionnaire) -> None:
    asked = [
        question
        for section in made.sections
        for question in section.questions
        if question.quick is not False
    ]
    assert len(asked) == 39


def test_35_checks_give_79_points(made: Questionnaire) -> None:
    assert len(made.checks) == 35
    assert sum(check.points for check in made.checks) == 79


def test_the_tables_are_whole(made: Questionnaire) -> None:
    assert len(made.tables["measures"].rows) == 89
    channels, objectives = made.among["channels"].rows, made.among["objectives"].rows
    assert (len(channels), len(objectives)) == (19, 9)
    fit = made.tables["fit"].rows
    assert {channel: list(row) for channel, row in fit.items()} == {
        channel: list(objectives) for channel in channels
    }


def test_everything_that_points_somewhere_has_a_way_there(made: Questionnaire) -> None:
    points = {check.id: check.points for check in made.checks}
    for finding in made.findings:
        assert finding.next or finding.severity == "strength", finding.id
        assert all(points[check] for check in finding.recovers), finding.id


def below(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from below(question.then)
        yield from below(question.parts)


def test_a_question_found_by_name_is_the_one_that_stands_in_its_section(
    made: Questionnaire,
) -> None:
    standing = {one.id: one for section in made.sections for one in below(section.questions)}
    assert standing == dict(made.questions)


# The guide: every sentence of its table of the language compiles, and its examples load.

VISIT = """
[[lists]]
id = "segment"
one = "segment"
many = "segments"
title = "{name}"
[[lists]]
id = "community"
one = "community"
many = "communities"
title = "{name}"
[[lists]]
id = "channel"
one = "channel"
many = "channels"
title = "{name}"
[[sections]]
id = "profile"
title = "Profile"
[[sections.questions]]
id = "profile.size"
kind = "number"
ask = "?"
[[sections.questions]]
id = "profile.model"
kind = "choice"
ask = "?"
choices = [{ id = "group", label = "A" }, { id = "both", label = "B" }]
[[sections.questions]]
id = "profile.mix"
kind = "choices"
ask = "?"
choices = [{ id = "none", label = "A" }, { id = "email", label = "B" }, { id = "pr", label = "C" }]
[[sections.questions]]
id = "profile.scope"
kind = "record"
ask = "?"
fields = [{ id = "start", kind = "date", label = "from" }]
[[sections.questions]]
id = "objective.primary"
kind = "choice"
ask = "?"
choices_from = "goals"
[[sections.questions]]
id = "objective.secondary"
kind = "choices"
ask = "?"
choices_from = "goals"
[[sections.questions]]
id = "objective.target"
kind = "record"
ask = "?"
fields = [
  { id = "measure", kind = "choice", label = "m", choices_from = "measures" },
  { id = "deadline", kind = "date", label = "d" },
  { id = "baseline", kind = "number", label = "b" },
]
[[sections.questions]]
id = "engage.mode"
kind = "choice"
ask = "?"
choices = [{ id = "broadcast", label = "A", points = 1 }, { id = "talk", label = "B" }]
[[sections]]
id = "segments"
title = "Segments"
[[sections.questions]]
id = "segment.name"
kind = "text"
ask = "?"
[[sections.questions]]
id = "segment.need"
kind = "text"
ask = "?"
[[sections.questions]]
id = "segment.message"
kind = "text"
ask = "?"
[[sections.questions]]
id = "segment.size"
kind = "number"
ask = "?"
[[sections.questions]]
id = "segment.side"
kind = "choice"
ask = "?"
choices = [{ id = "b2b", label = "A" }, { id = "b2c", label = "B" }]
[[sections.questions]]
id = "segment.networks"
kind = "choices"
ask = "?"
choices_from = "channels"
[[sections.questions]]
id = "community.name"
kind = "text"
ask = "?"
[[sections.questions]]
id = "community.segment"
kind = "link"
ask = "?"
to = "segment"
[[sections.questions]]
id = "channel.name"
kind = "choice"
ask = "?"
choices_from = "channels"
[tables.goals]
by = ["id"]
columns = { label = "text" }
[tables.measures]
by = ["id"]
columns = { unit = "text" }
[tables.channels]
by = ["id"]
columns = { label = "text", fit = "number" }
[tables.fit]
by = ["channels", "objective.primary"]
columns = { b2b = "number", b2c = "number", why = "text" }
[words.vague]
words = ["everyone"]
[[computed]]
id = "mix"
value = "profile.mix"
[[computed]]
id = "fit"
for = "channel"
value = "name.fit"
[[computed]]
id = "fit"
for = "segment"
value = "size"
[[computed]]
id = "c"
value = "best channels by fit"
[[computed]]
id = "a"
value = "1"
[[computed]]
id = "b"
value = "2"
[[dimensions]]
id = "fit"
title = "Fit"
[[checks]]
id = "P1"
dimension = "fit"
points = 1
earn = "1"
says = "x"
[[checks]]
id = "F1"
dimension = "fit"
points = 1
earn = "1"
says = "x"
[[bands]]
id = "A"
from = 0
title = "a"
"""


def sentences() -> list[str]:
    """The examples in the guide's table of the language, each as a whole sentence."""
    table = GUIDE.partition("| what | example |")[2].partition("\n\n")[0]
    found = []
    for row in table.strip().splitlines()[1:]:
        examples = row.split("|", 2)[2].partition("; in `saw`")[0]
        found += re.findall(r"`([^`]+)`", examples)
    return found


WHOLE = {
    "= != < <= > >=": "profile.size = 1 or profile.size != 1 or profile.size <= 1",
    "+ - * /": "1 + 2 - 3 * 4 / 5",
    "... is not answered": "profile.size is not answered",
    "contains one of": "name contains one of vague",
    "begins with one of": "name begins with one of vague",
    "ends with one of": "name ends with one of vague",
    "days from ... to ...": "days from profile.scope.start to objective.target.deadline",
}
"""What the guide says in short, written out."""


def test_the_guide_has_a_table_of_the_language() -> None:
    assert len(sentences()) > 50


@pytest.mark.parametrize("sentence", sentences())
def test_every_example_of_the_guide_compiles(sentence: str, tmp_path: Path) -> None:
    sentence = f'"""{WHOLE.get(sentence, sentence)}"""'
    if "today" in sentence:
        text = '[[sections.questions]]\nid = "profile.x"\nkind = "text"\nask = "?"\n'
        text += f'prompts = [{{ when = "today > 2026-01-01", say = "{{{sentence[3:-3]}}}" }}]\n'
    elif re.search(r"\b[PF]1\b", sentence):
        text = '[[findings]]\nid = "W"\nseverity = "advice"\ndimension = "fit"\nsaw = "x"\n'
        text += f"when = {sentence}\n"
    else:
        text = f'[[computed]]\nid = "example"\nfor = "segment as s"\nvalue = {sentence}\n'
    assert told(write(tmp_path, VISIT + text)) == ""


def test_the_values_of_the_guide_compile_but_for_the_one_it_warns_of(tmp_path: Path) -> None:
    question = """
[[sections.questions]]
id = "segment.audience"
kind = "choice"
ask = "?"
choices = [{ id = "buyer", label = "A" }, { id = "consumer", label = "B" }]
[[sections.questions]]
id = "profile.side"
kind = "choice"
ask = "?"
choices = [{ id = "b2b", label = "A" }, { id = "b2c", label = "B" }]
"""
    table = "[tables.market]" + GUIDE.partition("[tables.market]")[2].partition("\n\n")[0]
    computed = GUIDE.partition("### Values of your own")[2]
    value = "[[computed]]" + computed.partition("```toml")[2].split("[[computed]]")[2]
    value = value.partition("```")[0].replace('"side" ', '"its_side" ')
    assert told(write(tmp_path, VISIT + question + table + "\n" + value)) == ""
    warned = re.search(r"so `(if [^`]+)` is a mistake", computed)
    assert warned
    value = f'[[computed]]\nid = "x"\nfor = "segment"\nvalue = "{warned[1]}"\n'
    assert "there is nothing called 'b2c'" in told(write(tmp_path, VISIT + question + value))


def test_the_blocks_of_the_guide_are_toml() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(blocks) > 5
    for block in blocks:
        # a block may show two ways to write one key
        seen: set[str] = set()
        lines = []
        for line in block.splitlines():
            key = re.match(r"(choices_from|choices) = \"", line)
            if not key or key[1] not in seen:
                lines.append(line)
            seen |= {key[1]} if key else set()
        tomllib.loads("\n".join(lines))
