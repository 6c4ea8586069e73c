"""The questionnaire that comes with smtui, and the guide to writing one, hold what they say."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from smtui.questionnaire.compile import load
from smtui.questionnaire.expression import WORDS, grammar, phrases
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
id = "profile.paid"
kind = "yesno"
ask = "?"
[[sections.questions]]
id = "profile.founded"
kind = "date"
ask = "?"
[[sections.questions]]
id = "profile.places"
kind = "choices"
ask = "?"
choices_from = "channels"
[[sections.questions]]
id = "profile.priorities"
kind = "ranking"
ask = "?"
choices = [{ id = "reach", label = "A" }, { id = "sales", label = "B" }]
[[sections.questions]]
id = "profile.presence"
kind = "grid"
ask = "?"
rows = [{ id = "blog", label = "A" }, { id = "forum", label = "B" }]
columns = [
  { id = "state", kind = "choice", label = "s", choices = [{ id = "dormant", label = "A" }] },
  { id = "fans", kind = "number", label = "f" },
]
[[sections.questions]]
id = "profile.mood"
kind = "grid"
ask = "?"
rows = [{ id = "team", label = "A" }]
columns = [{ id = "score", kind = "scale", label = "s" }]
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
id = "community.kind"
kind = "choice"
ask = "?"
choices = [{ id = "own", label = "A" }, { id = "others", label = "B" }]
[[sections.questions]]
id = "community.reach"
kind = "number"
ask = "?"
[[sections.questions]]
id = "community.partners"
kind = "links"
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
columns = { label = "text", fit = "number", tags = "texts" }
[tables.fit]
by = ["channels", "objective.primary"]
columns = { b2b = "number", b2c = "number", why = "text" }
[words.vague]
words = ["everyone"]
[words.small]
words = ["with"]
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

FINDING = """
[[findings]]
id = "{}"
severity = "advice"
dimension = "fit"
saw = "x"
next = "y"
"""
VISIT += FINDING.format("W-FIT-1") + 'when = "profile.size > 1"\n'


LANGUAGE = GUIDE.partition("## The language of conditions and values")[2].partition("**Unknown.**")[
    0
]
ROWS = [line for line in LANGUAGE.splitlines() if line.startswith("| ") and "| what |" not in line]
EXAMPLES = [one for row in ROWS for one in re.findall(r"`([^`]+)`", row.split("|", 2)[2])]


def test_the_guide_has_tables_of_the_language() -> None:
    assert len(ROWS) > 50
    assert len(EXAMPLES) > 120
    assert all("`" in row.split("|", 2)[2] for row in ROWS)


def test_every_word_of_the_language_stands_in_an_example_of_the_guide() -> None:
    said = {word for one in EXAMPLES for word in re.findall("[a-z]+", one)}
    # `for` is a key of computed values, and reserved for that
    assert WORDS - said == {"for"}
    assert "`for`" in LANGUAGE


def test_the_grammar_knows_no_other_words() -> None:
    """Every word that the readers of sentences look for is one of those that the guide shows."""
    found: set[str] = set()
    for module in (grammar, phrases):
        assert module.__file__
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        texts = [
            one.value
            for one in ast.walk(tree)
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        # texts for people have blanks in them, words of the language have none
        found |= {one for one in texts if re.fullmatch("[a-z]+", one)}
    assert found - WORDS <= {"word", "number", "date", "text", "check", "sign", "end"}
    assert len(found & WORDS) > 50


def test_every_example_of_the_guide_compiles(tmp_path: Path) -> None:
    text = VISIT
    for at, sentence in enumerate(EXAMPLES):
        said = f'"""{sentence}"""'
        if "today" in sentence:
            text += f'[[sections.questions]]\nid = "profile.x{at}"\nkind = "text"\nask = "?"\n'
            text += f'prompts = [{{ when = "today > 2026-01-01", say = "{{{sentence}}}" }}]\n'
        elif re.search(r"\b[PFW](1|-FIT-1)\b", sentence):
            text += f"{FINDING.format(f'W-{at}')}when = {said}\n"
        else:
            text += f'[[computed]]\nid = "example{at}"\nfor = "segment as s"\nvalue = {said}\n'
    assert told(write(tmp_path, text)) == ""


def test_an_example_that_does_not_compile_would_be_told(tmp_path: Path) -> None:
    wrong = '[[computed]]\nid = "example"\nfor = "segment as s"\nvalue = "count of communty"\n'
    assert "did you mean 'community'?" in told(write(tmp_path, VISIT + wrong))


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


def test_the_scales_grids_and_shares_of_the_guide_can_be_asked(tmp_path: Path) -> None:
    block = GUIDE.partition("Scales, grids and shares:")[2].partition("```toml\n")[2]
    channels = """
[[sections]]
id = "course"
title = "Course"
[[sections.questions]]
id = "profile.channels"
kind = "choices"
ask = "Which?"
choices = [{ id = "mail", label = "Mail" }, { id = "post", label = "Post" }]
"""
    assert told(write(tmp_path, channels + block.partition("```")[0])) == ""


def test_the_words_and_cards_of_the_guide_can_be_shown(tmp_path: Path) -> None:
    block = GUIDE.partition("### Words and cards")[2].partition("```toml\n")[2]
    sized = """
[sources]
TPL = "Our own template"
[[sections]]
id = "profile"
title = "Profile"
[[sections.questions]]
id = "profile.size"
kind = "number"
ask = "How many?"
"""
    assert told(write(tmp_path, sized + block.partition("```")[0])) == ""


def test_nobody_is_led_through_the_weak_sample_as_a_model(made: Questionnaire) -> None:
    weak = [one.id for one in made.samples if not one.model]
    assert weak == ["brightside"]
