"""Examples of a questionnaire: how their plans are made, and what is told of those that fail."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from smtui.files import TomlFile
from smtui.mistakes import BadInput
from smtui.questionnaire.compile import load, load_noting
from smtui.questionnaire.examples import CHANGES, EXPECTS
from smtui.questionnaire.notes import Found
from smtui.scoring.trying import Tried, tried

SHIPPED = Path(__file__).resolve().parents[2] / "questionnaires" / "social-marketing"
GUIDE = (SHIPPED.parent / "README.md").read_text(encoding="utf-8")
GUIDE = GUIDE.partition("### Examples\n")[2].partition("\n## ")[0]

VISIT = """
id = "visit"
version = "1.0"
title = "A visit"
[runs.quick]
title = "Short"
[runs.full]
title = "Full"

[[lists]]
id = "guest"
one = "guest"
many = "guests"
title = "{name}"
valid_if = [{ rule = "sum of share over guest <= 100", say = "They come to more than 100." }]
[[lists]]
id = "bag"
one = "bag"
many = "bags"
title = "{kind}"

[[sections]]
id = "visit"
title = "Visit"
[[sections.questions]]
id = "visit.name"
kind = "text"
ask = "What do you call it?"
quick = true
not_applicable = true
required = true
[[sections.questions]]
id = "visit.size"
kind = "number"
ask = "How many come?"
most = 50
required = true
[[sections.questions]]
id = "visit.stay"
kind = "record"
ask = "From when to when?"
fields = [
  { id = "start", kind = "date", label = "from" },
  { id = "end", kind = "date", label = "to" },
]
valid_if = [{ rule = "visit.stay.end > visit.stay.start", say = "It ends before it begins." }]
[[sections.questions]]
id = "visit.mood"
kind = "grid"
ask = "How is it?"
rows = [{ id = "team", label = "Team" }, { id = "host", label = "Host" }]
columns = [
  { id = "state", kind = "choice", label = "state", choices = [
    { id = "good", label = "Good" }, { id = "bad", label = "Bad" },
  ] },
  { id = "why", kind = "text", label = "why", show_if = "state is bad" },
]
[[sections.questions]]
id = "visit.total"
kind = "computed"
ask = "In all"
show_if = "visit.size > 0"
value = "visit.size * 2"
[[sections.questions]]
id = "guest.name"
kind = "text"
ask = "Who?"
[[sections.questions]]
id = "guest.share"
kind = "number"
ask = "Which share?"
[[sections.questions]]
id = "bag.kind"
kind = "text"
ask = "Which?"
[[sections.questions]]
id = "bag.owner"
kind = "link"
to = "guest"
auto = "only one"
ask = "Whose?"

[[dimensions]]
id = "fit"
title = "Fit"
[[checks]]
id = "Named"
dimension = "fit"
points = 8
earn = "if visit.name is answered then 1 else if visit.name is not applicable then 0.625 \
  else if visit.name is parked then 0.5 else 0"
says = "It is called {visit.name}."
[[checks]]
id = "Owned"
dimension = "fit"
points = 2
earn = "share of bag where owner is answered"
says = "Bags with an owner: {count of (bag where owner is answered)}."
[[bands]]
id = "A"
from = 60
title = "Ready"
[[bands]]
id = "B"
from = 0
title = "Not ready"
[[findings]]
id = "W-SIZE"
severity = "warning"
dimension = "fit"
when = "visit.size is not answered"
saw = "Nobody knows how many come."
next = "Ask."
runs = ["full"]
[[samples]]
id = "oslo"
file = "oslo.toml"
title = "Oslo"
"""

OSLO = """
[meta]
questionnaire = "visit"
version = "1.0"
run = "quick"
[visit]
name = "Oslo"
size = 3
[visit.mood.team]
state = "good"
[[guest]]
id = "g1"
name = "Ann"
share = 60
[[guest]]
id = "g2"
name = "Bo"
share = 40
[[guest]]
id = "g3"
name = "Di"
[[bag]]
id = "b1"
kind = "red"
owner = "g1"
"""

Try = Callable[[str], Tried]


@pytest.fixture
def attempt(tmp_path: Path) -> Try:
    """Tries examples that stand in the file of the questionnaire itself."""

    def one(examples: str) -> Tried:
        (tmp_path / "questionnaire.toml").write_text(VISIT + examples, encoding="utf-8")
        (tmp_path / "oslo.toml").write_text(OSLO, encoding="utf-8")
        return tried(*load_noting(tmp_path))

    return one


def example(*lines: str, sample: str = "oslo") -> str:
    begin = f'sample = "{sample}"\n' if sample else ""
    return "\n".join(['\n[[examples]]\nabout = "It is so"', begin, *lines])


HOLD = {
    "the sample as it stands": ["earns = { Named = 1, Owned = 1 }", "score = 100", 'band = "A"'],
    "an answer by the number of its item": [
        'change = { "guest.share@2" = 50 }', 'wrong = ["guest"]'],
    "an answer by the title of its item": [
        'change = { "guest.share@Bo" = 50 }', 'wrong = ["guest"]'],
    "a link by a title": ['change = { "bag.owner@b1" = "Bo" }', "earns = { Owned = 1 }"],
    "a cell of a grid": [
        'run = "full"', 'change = { "visit.mood.team.state" = "bad" }',
        'shows = ["visit.mood.team.why"]', 'hides = ["visit.mood.host.why"]'],
    "what is worked out and shown": ['run = "full"', 'shows = ["visit.total"]'],
    "an item less, and what was linked to it": [
        'remove = ["guest@g1"]', "earns = { Owned = 0 }"],
    "an only item takes the link, as on the screen": [
        'remove = ["bag@b1", "guest@Bo", "guest@2"]', 'add = { bag = [{ kind = "blue" }] }',
        "earns = { Owned = 1 }"],
    "an item more, linked by a title": [
        'add = { guest = [{ name = "Cy" }], bag = [{ kind = "blue", owner = "Cy" }] }',
        "earns = { Owned = 1 }"],
    "an item more, without a link": [
        'add = { bag = [{ kind = "blue" }] }', "earns = { Owned = 0.5 }"],
    "an item that was added, changed by its title": [
        'add = { bag = [{ kind = "blue" }] }', 'change = { "bag.owner@blue" = "g2" }',
        "earns = { Owned = 1 }"],
    "an answer less": ['clear = ["visit.name"]', "earns = { Named = 0 }", 'band = "B"'],
    "a parked question": ['park = ["visit.name"]', "earns = { Named = 0.5 }"],
    "a question that does not apply": [
        'not_applicable = ["visit.name"]', "earns = { Named = 0.63 }"],
    "five of eight points, rounded down": [
        'not_applicable = ["visit.name"]', "earns = { Named = 0.62 }"],
    "an answer that is meant to be wrong": [
        'change = { "visit.size" = 51 }', 'run = "full"', 'wrong = ["visit.size"]',
        'finds = ["W-SIZE"]'],
    "a record that is meant to be wrong": [
        'run = "full"', 'change = { "visit.stay" = "from: 2026-02-01; to: 2026-01-01" }',
        'wrong = ["visit.stay"]'],
    "the sample's own run": ['clear = ["visit.size"]', 'silent = ["W-SIZE"]'],
}  # fmt: skip


@pytest.mark.parametrize("lines", HOLD.values(), ids=HOLD)
def test_it_holds(attempt: Try, lines: list[str]) -> None:
    assert attempt(example(*lines)).count == 1


FAIL = {
    "too far from five of eight": (
        ['not_applicable = ["visit.name"]', "earns = { Named = 0.64 }"],
        "Named earns 0.62, not 0.64",
    ),
    "a sample without that finding": (['finds = ["W-SIZE"]'], "it is no finding of the quick run"),
    "a question of the other run": (['shows = ["visit.size"]'], "not a question of the quick run"),
    "a date before the other, in a record that was right": (
        ['run = "full"', 'change."visit.stay" = { start = 2026-02-01, end = 2026-01-01 }',
         "earns = { Named = 1 }"],
        "visit.stay: It ends before it begins.",
    ),
    "a list that is right": (['wrong = ["guest"]'], "guest is not wrong"),
    "a score that is near": (["score = 99.9"], "the score is 100, not 99.9"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "said"), FAIL.values(), ids=FAIL)
def test_it_fails(attempt: Try, lines: list[str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        attempt(example(*lines))


def test_an_empty_plan_is_of_the_last_run(attempt: Try) -> None:
    assert attempt(example('finds = ["W-SIZE"]', sample="")).count == 1


def test_answers_of_its_own_are_in_the_shape_of_a_plan(attempt: Try) -> None:
    lines = ["[examples.answers.visit]", 'name = "Rome"', "[[examples.answers.guest]]",
             'name = "Cy"', "[[examples.answers.bag]]", 'kind = "blue"',
             "[[examples.answers.parked]]", 'question = "visit.size"']  # fmt: skip
    expected = ["earns = { Named = 1, Owned = 1 }", 'finds = ["W-SIZE"]']
    assert attempt(example(*expected, *lines, sample="")).count == 1


def test_one_example_leaves_nothing_to_the_next(attempt: Try) -> None:
    emptied = example('clear = ["visit.name"]', 'remove = ["guest@g1", "bag@b1"]', "score = 0")
    untouched = example("score = 100")
    own = example('answers = { visit = { name = "Rome" } }', "score = 80", sample="")
    empty = example("score = 0", sample="")
    assert attempt(emptied + untouched + own + empty + untouched).count == 5


def test_each_that_fails_is_told_with_its_line(attempt: Try, tmp_path: Path) -> None:
    text = example('clear = ["visit.name"]', "earns = { Named = 1 }") + example("score = 99")
    with pytest.raises(BadInput) as caught:
        attempt(text)
    lines = (tmp_path / "questionnaire.toml").read_text(encoding="utf-8").splitlines()
    told = [(lines[one.line - 1], one.what) for one in caught.value.mistakes]
    assert told == [
        ("earns = { Named = 1 }", "'It is so': Named earns 0, not 1"),
        ("score = 99", "'It is so': the score is 100, not 99"),
    ]


# what none of them shows


def test_no_examples_want_no_more(attempt: Try) -> None:
    assert attempt("") == Tried(0, ())


def test_what_no_example_shows_is_told_in_a_line_a_kind(attempt: Try) -> None:
    words = [one.what for one in attempt(example("earns = { Named = 1 }")).warnings]
    assert words == [
        "warning: no example shows these checks with all their points: Owned",
        "warning: no example shows these checks with fewer points: Named, Owned",
        "warning: no example finds these: W-SIZE",
        "warning: no example with a change keeps these silent: W-SIZE",
    ]


def test_a_sample_as_it_stands_is_no_near_miss(attempt: Try) -> None:
    shown = example("earns = { Named = 1, Owned = 1 }", 'silent = ["W-SIZE"]', 'run = "full"')
    less = example(
        'park = ["visit.name"]', 'remove = ["bag@b1"]', "earns = { Named = 0.5, Owned = 0 }"
    )
    found = example('clear = ["visit.size"]', 'run = "full"', 'finds = ["W-SIZE"]')
    left = attempt(shown + less + found).warnings
    assert [one.what for one in left] == [
        "warning: no example with a change keeps these silent: W-SIZE"
    ]
    near = example('change = { "visit.size" = 1 }', 'run = "full"', 'silent = ["W-SIZE"]')
    assert attempt(shown + less + found + near).warnings == ()


# files


def test_a_load_reads_none_of_them(tmp_path: Path) -> None:
    named = 'examples = ["gone.toml", "more/bad.toml"]\n' + VISIT
    (tmp_path / "questionnaire.toml").write_text(named, encoding="utf-8")
    (tmp_path / "oslo.toml").write_text(OSLO, encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "bad.toml").write_text("[[examples", encoding="utf-8")
    before = load(tmp_path)
    assert before.title == "A visit"
    with pytest.raises(BadInput) as caught:
        tried(*load_noting(tmp_path))
    files = [Path(one.file).name for one in caught.value.mistakes]
    assert sorted(files) == ["bad.toml", "questionnaire.toml"]
    # plans are told apart by what is asked of them, and not by how that is shown
    (tmp_path / "more" / "bad.toml").write_text("", encoding="utf-8")
    assert load(tmp_path).digest == before.digest


def test_a_load_passes_over_those_in_its_own_file(tmp_path: Path) -> None:
    text = VISIT + '[[examples]]\nabuot = 5\nearns = { Namd = "all" }\n'
    (tmp_path / "questionnaire.toml").write_text(text, encoding="utf-8")
    (tmp_path / "oslo.toml").write_text(OSLO, encoding="utf-8")
    assert load(tmp_path).title == "A visit"
    with pytest.raises(BadInput, match="did you mean 'about'"):
        tried(*load_noting(tmp_path))


# the guide


def test_the_examples_of_the_guide_hold() -> None:
    blocks = GUIDE.split("```toml\n")[1:]
    text = next(one for one in blocks if "[[examples]]" in one).partition("```")[0]
    made, notes = load_noting(SHIPPED)
    file = TomlFile(Path("README.md"), "README.md", text, tomllib.loads(text), "")
    notes.examples = [Found(file.data["examples"], ("examples",), file)]
    assert tried(made, notes).count == 3


@pytest.mark.parametrize("key", ["about", "sample", "answers", "run", *CHANGES, *EXPECTS])
def test_every_key_of_an_example_stands_in_the_guide(key: str) -> None:
    assert f"{key} = " in GUIDE or f"`{key}`" in GUIDE
