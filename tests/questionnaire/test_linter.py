"""`smtui check` warns of what is allowed and yet hardly meant, and of nothing else."""

from pathlib import Path

import pytest

from smtui.questionnaire.compile import load_noting
from smtui.questionnaire.linter import warnings
from tests.questionnaire import write

SHIPPED = Path(__file__).parents[2] / "questionnaires"

QUESTIONS = """
[[lists]]
id = "guest"
one = "guest"
many = "guests"
title = "{name}"
[tables.towns]
by = ["id"]
columns = { label = "text", far = "yesno" }
[tables.towns.rows]
rome = { label = "Rome", far = true }
bern = { label = "Bern", far = false }
[[computed]]
id = "crowd"
value = "visit.size * 2"
[[computed]]
id = "on_foot"
value = "visit.mode is walk"
[[sections]]
id = "visit"
title = "Visit"
[[sections.questions]]
id = "visit.mode"
kind = "choice"
ask = "?"
choices = [{ id = "car", label = "A" }, { id = "train", label = "B" }, { id = "walk", label = "C" }]
[[sections.questions]]
id = "visit.paid"
kind = "yesno"
ask = "?"
[[sections.questions]]
id = "visit.ways"
kind = "choices"
ask = "?"
most = 2
choices = [{ id = "bus", label = "A" }, { id = "tram", label = "B" }, { id = "bike", label = "C" }]
[[sections.questions]]
id = "visit.size"
kind = "number"
ask = "?"
least = 1
most = 50
whole = true
[[sections.questions]]
id = "visit.day"
kind = "date"
ask = "?"
[[sections.questions]]
id = "visit.town"
kind = "choice"
ask = "?"
choices_from = "towns where far is yes"
[[sections.questions]]
id = "visit.seat"
kind = "choice"
ask = "?"
show_if = "visit.mode is one of (car, train)"
choices = [{ id = "front", label = "A" }, { id = "back", label = "B" }]
[[sections.questions]]
id = "visit.rank"
kind = "ranking"
ask = "?"
choices = [{ id = "low", label = "A" }, { id = "mid", label = "B" }, { id = "top", label = "C" }]
[[sections.questions]]
id = "visit.mood"
kind = "scale"
ask = "?"
steps = ["Bad", "Fair", "Good"]
[[sections.questions]]
id = "visit.grid"
kind = "grid"
ask = "?"
rows = [{ id = "food", label = "A" }, { id = "room", label = "B" }]
columns = [{ id = "good", kind = "yesno", label = "Good" }]
[[sections.questions]]
id = "visit.note"
kind = "text"
ask = "?"
[[sections.questions]]
id = "guest.name"
kind = "text"
ask = "?"
[[sections.questions]]
id = "guest.food"
kind = "choice"
ask = "?"
choices = [{ id = "meat", label = "A" }, { id = "plant", label = "B" }]
"""


def told(folder: Path, text: str) -> str:
    """The warnings of a questionnaire of these questions and more."""
    made, notes = load_noting(write(folder, QUESTIONS + text))
    said = "\n".join(one.render() for one in warnings(made, notes))
    return said.replace(f"{folder}/", "")


def shown_if(condition: str, name: str = "visit.more") -> str:
    return (
        f'[[sections.questions]]\nid = "{name}"\nkind = "text"\nask = "?"\n'
        f'show_if = """{condition}"""\n'
    )


@pytest.mark.parametrize(
    "condition",
    [
        "visit.mode is car and visit.mode is train",
        "visit.mode is not one of (car, train, walk)",
        "visit.paid and not visit.paid",
        "visit.ways includes all of (bus, tram, bike)",  # at most two of them
        "visit.size < 1",
        "visit.size > 3 and visit.size < 3",
        "visit.size between 10 and 5",
        "visit.size at least 51",
        "visit.day < 2026-01-01 and visit.day > 2026-02-01",
        "visit.town is bern",  # not one of those that are far
        "visit.seat is front and visit.mode is walk",  # walkers are asked for no seat
        "on_foot and visit.mode is car",
        "visit.paid is answered and visit.paid is parked",
        "run is quick and run is full",
        "visit.mood > 3",
        "first of visit.rank is low and first of visit.rank is mid",
    ],
)
def test_a_condition_that_no_answers_make_true(condition: str, tmp_path: Path) -> None:
    said = told(tmp_path, shown_if(condition))
    assert "warning: this can never be shown: no answers make it true" in said
    assert "questionnaire.toml:" in said
    assert condition[:40] in said


@pytest.mark.parametrize(
    "condition",
    [
        "visit.mode is one of (car, train, walk)",
        "visit.mode is car or visit.mode is not car",
        "visit.paid is yes or visit.paid is no",
        "visit.size at least 1",
        "visit.town is rome",
        "run is quick or run is full",
    ],
)
def test_a_condition_that_every_answer_makes_true(condition: str, tmp_path: Path) -> None:
    said = told(tmp_path, shown_if(condition))
    assert "warning: this holds as soon as it is known, whatever the answers" in said
    assert "leave it out, or write '... is answered' if that is meant" in said


@pytest.mark.parametrize(
    "condition",
    [
        "visit.mode is car",
        "visit.mode is answered",
        "visit.mode is parked",
        "visit.paid otherwise no",
        "visit.ways is only bus",
        "visit.ways includes all of (bus, tram)",
        "visit.size > 3 and visit.size < 5",
        "visit.size > 49",
        "visit.day > 2026-01-01",
        "visit.seat is front and visit.mode is car",
        "visit.seat is answered and visit.mode is train",
        "visit.note is answered",
        "visit.mood at least 3",
        "first of visit.rank is top",
        "(first 2 of visit.rank) includes all of (mid, top) and first of visit.rank is top",
        "visit.grid.food and not visit.grid.room",
        "visit.grid.food.good is yes and visit.grid.room is no",
        "any visit.grid where good is yes and row is food",
        # what cannot be tried on a few answers is let pass, whatever it is
        "crowd > 3 and visit.size < 3",
        "crowd > 1000",
        "visit.size + 1 < 0",
        "visit.size > visit.size",
        "count of words in visit.note > 300",
        "count of guest > 3",
        "any guest where food is meat and food is plant",
        # a constant is meant as it stands
        "1 = 1",
        "1 = 2",
    ],
)
def test_no_false_alarm(condition: str, tmp_path: Path) -> None:
    assert told(tmp_path, shown_if(condition)) == ""


def test_trying_ends_however_much_there_is_to_try(tmp_path: Path) -> None:
    never = "visit.mode is car and visit.mode is walk"
    text = "".join(shown_if(never, f"visit.more{number}") for number in range(20))
    made, notes = load_noting(write(tmp_path, QUESTIONS + text))
    assert len(warnings(made, notes)) == 20
    # each can stand in four ways, so that forty are used up by ten of them
    assert 0 < len(warnings(made, notes, most=40)) <= 10


def test_conditions_of_an_item_are_tried_too(tmp_path: Path) -> None:
    assert "never be shown" in told(
        tmp_path, shown_if("food is meat and food is plant", "guest.more")
    )
    assert told(tmp_path, shown_if("food is meat and visit.paid", "guest.more")) == ""


def test_a_choice_that_nobody_can_be_offered(tmp_path: Path) -> None:
    text = """
[[sections.questions]]
id = "visit.class"
kind = "choice"
ask = "?"
choices = [
  { id = "first", label = "A", show_if = "visit.mode is train" },
  { id = "bed", label = "B", show_if = "visit.mode is train and visit.mode is walk" },
]
"""
    said = told(tmp_path, text)
    assert said.count("warning") == 1
    assert "warning: this choice can never be offered: no answers make it true" in said
    assert '{ id = "bed"' in said


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ('required = "visit.paid and not visit.paid"', "this can never be required"),
        ('quick = "visit.mode is car and visit.mode is walk"', "never asked in the short run"),
        ('required = "visit.paid is yes or visit.paid is no"', "write true"),
        (
            'prompts = [{ when = "visit.mode is car and visit.mode is walk", say = "x" }]',
            "this can never be said",
        ),
        ('valid_if = [{ rule = "visit.more >= 1", say = "x" }]', "this rule refuses no answer"),
        ('valid_if = [{ rule = "visit.more > 9", say = "x" }]', "no answer can keep to this rule"),
    ],
)
def test_the_other_conditions_of_a_question(key: str, says: str, tmp_path: Path) -> None:
    text = '[[sections.questions]]\nid = "visit.more"\nkind = "number"\nask = "?"\nleast = 1\n'
    assert says in told(tmp_path, f"{text}most = 9\n{key}\n")


def test_what_stands_under_a_condition_is_judged_under_it(tmp_path: Path) -> None:
    text = shown_if("visit.paid") + 'required = "visit.paid is yes"\n'
    said = told(tmp_path, text)
    assert said.count("warning") == 1
    assert "write true" in said
    text = shown_if("visit.paid") + 'quick = "visit.paid is no"\n'
    assert "never asked in the short run" in told(tmp_path, text)


RUBRIC = """
[[dimensions]]
id = "fit"
title = "Fit"
[[dimensions]]
id = "care"
title = "Care"
[[bands]]
id = "A"
from = 0
title = "a"
[[checks]]
id = "F1"
dimension = "fit"
points = 1
says = "x"
"""


def test_checks_that_never_apply_and_never_earn(tmp_path: Path) -> None:
    never = "visit.mode is car and visit.mode is walk"
    said = told(tmp_path, f'{RUBRIC}applies = "{never}"\nearn = "visit.paid"\n')
    assert "this check can never apply" in said
    said = told(tmp_path, f'{RUBRIC}earn = "{never}"\n')
    assert "this check can never earn a point" in said
    said = told(tmp_path, f'{RUBRIC}earn = "if visit.paid then 1 else 0.5"\n')
    assert "this check" not in said


def test_findings_that_can_never_be_told(tmp_path: Path) -> None:
    finding = '[[findings]]\nid = "W"\nseverity = "advice"\ndimension = "fit"\nsaw = "x"\n'
    finding += 'next = "y"\nwhen = "visit.seat is back and visit.mode is walk"\n'
    said = told(tmp_path, f'{RUBRIC}earn = "visit.paid"\n{finding}')
    assert "this can never be said: no answers make it true" in said


def test_dimensions_and_runs_without_checks(tmp_path: Path) -> None:
    runs = '[runs.quick]\ntitle = "Q"\n[runs.full]\ntitle = "F"\n'
    said = told(tmp_path, f'{runs}{RUBRIC}earn = "visit.paid"\nruns = ["full"]\n')
    assert "the dimension 'care' has no check, so it has no points" in said
    assert "in the run 'quick' no check gives points" in said
    assert "'fit'" not in said
    assert "'full'" not in said


def test_a_question_shown_depending_on_a_later_one(tmp_path: Path) -> None:
    text = shown_if("visit.later is answered") + (
        '[[sections.questions]]\nid = "visit.later"\nkind = "text"\nask = "?"\n'
    )
    said = told(tmp_path, text)
    assert "'visit.more' is shown depending on 'visit.later', which is asked later" in said
    assert said.count("warning") == 1


def test_offers_and_suggestions_that_hang_on_a_later_answer(tmp_path: Path) -> None:
    later = '[[sections.questions]]\nid = "visit.later"\nkind = "yesno"\nask = "?"\n'
    text = """
[[sections.questions]]
id = "visit.class"
kind = "choice"
ask = "?"
default = "if visit.later then first else second"
choices = [
  { id = "first", label = "A" },
  { id = "second", label = "B", show_if = "visit.later" },
]
"""
    said = told(tmp_path, text + later)
    assert said.count("warning") == 2
    assert "'visit.class' is suggested from 'visit.later', which is asked later" in said
    assert "'visit.class' offers a choice depending on 'visit.later'" in said
    assert told(tmp_path, later + text) == ""


def test_word_lists_of_another_language(tmp_path: Path) -> None:
    said = told(tmp_path, '[words.vague]\nlanguage = "de"\nwords = ["alle"]\n')
    assert "warning: the word list 'vague' is of the language 'de'" in said
    assert "the questionnaire is of 'en'" in said
    assert told(tmp_path, '[words.vague]\nwords = ["all"]\n') == ""


def test_lists_are_asked_where_their_first_question_stands(tmp_path: Path) -> None:
    before = QUESTIONS.replace("[[sections.questions]]\nid = \"visit.note\"", (
        '[[sections.questions]]\nid = "visit.host"\nkind = "text"\nask = "?"\n'
        'show_if = "count of guest > 2"\n'
        '[[sections.questions]]\nid = "visit.note"'
    ))  # fmt: skip
    made, notes = load_noting(write(tmp_path, before))
    said = "\n".join(one.render() for one in warnings(made, notes))
    assert "'visit.host' is shown depending on 'guest', which is asked later" in said
    # a question of the list that stands behind is asked with the first one of it
    late = '[[sections.questions]]\nid = "visit.end"\nkind = "yesno"\nask = "?"\n'
    said = told(tmp_path, late + shown_if("visit.end", "guest.more"))
    assert "'guest.more' is shown depending on 'visit.end', which is asked later" in said
    assert told(tmp_path, shown_if("count of guest > 2", "guest.more")) == ""


def test_what_belongs_to_a_record_may_hang_on_its_fields(tmp_path: Path) -> None:
    text = """
[[sections.questions]]
id = "visit.host"
kind = "record"
ask = "?"
fields = [
  { id = "name", kind = "text", label = "name", show_if = "visit.host.known is yes" },
  { id = "known", kind = "yesno", label = "known" },
]
[[sections.questions.then]]
id = "visit.why"
kind = "text"
ask = "?"
show_if = "visit.host.known is yes"
"""
    assert told(tmp_path, text) == ""


def test_rows_of_a_grid_and_the_reply_not_applicable(tmp_path: Path) -> None:
    text = """
[[sections.questions]]
id = "visit.round"
kind = "grid"
ask = "?"
not_applicable = "visit.paid and not visit.paid"
rows = [
  { id = "food", label = "A", show_if = "visit.mode is car" },
  { id = "room", label = "B", show_if = "visit.mode is car and visit.mode is walk" },
]
columns = [
  { id = "good", kind = "yesno", label = "Good", show_if = "visit.paid" },
  { id = "how", kind = "text", label = "How", show_if = "good is no" },
]
"""
    said = told(tmp_path, text)
    assert said.count("warning") == 2
    assert "this row can never be shown" in said
    assert "this can never be answered with 'not applicable'" in said


def test_a_list_of_whose_items_nothing_is_asked(tmp_path: Path) -> None:
    text = '[[lists]]\nid = "zebra"\none = "zebra"\nmany = "zebras"\ntitle = "one"\n'
    assert "warning: the list 'zebra' has no questions" in told(tmp_path, text)


def test_a_column_that_is_called_like_a_word_of_the_language(tmp_path: Path) -> None:
    text = '[tables.ways]\nby = ["id"]\ncolumns = { label = "text", from = "text" }\n'
    said = told(tmp_path, text + '[tables.ways.rows]\nbus = { label = "Bus", from = "here" }\n')
    assert "warning: the column 'from' is called like a word of the language" in said
    assert "'label'" not in said


def test_bounds_beyond_the_choices_that_there_are(tmp_path: Path) -> None:
    text = (
        '[[sections.questions]]\nid = "visit.which"\nkind = "choices"\nask = "?"\n'
        'most = 9\nleast = 3\nleast_is = "advice"\nother = "Another"\n'
        'choices = [{ id = "bus", label = "A" }]\n'
    )
    said = told(tmp_path, text)
    assert "warning: 'most' of 'visit.which' is 9: of 2 choices" in said
    assert "warning: 'least' of 'visit.which' is 3: of 2 choices" in said
    assert "most" not in told(tmp_path, text.replace("most = 9", "most = 2").replace("3", "2"))


def test_the_shipped_questionnaires_give_no_warning() -> None:
    folders = [one.parent for one in SHIPPED.glob("*/questionnaire.toml")]
    assert folders
    for folder in folders:
        made, notes = load_noting(folder)
        assert warnings(made, notes) == []
