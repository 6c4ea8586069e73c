"""Comparisons that make no sense on a kind are refused when the questionnaire is loaded."""

from pathlib import Path

import pytest

from smtui.mistakes import BadInput
from smtui.questionnaire.compile import load
from tests.questionnaires.filling import path_of

SINGLE = {
    "text": "a text", "longtext": "a text", "yesno": "yes or no", "number": "a number",
    "money": "a number", "percent": "a number", "scale": "a number", "computed": "a number",
    "date": "a date", "choice": "a choice of 'thing.choice'", "town": "a choice of 'thing.town'",
    "link": "an item of 'place'",
}  # fmt: skip
"""Kinds whose answer is one value, and how a mistake speaks of it."""
SEVERAL = {
    "texts": "a text", "choices": "a choice of 'thing.choices'",
    "ranking": "a choice of 'thing.ranking'", "links": "an item of 'place'",
}  # fmt: skip
"""Kinds whose answer is several values."""
ROWS = ("shares", "grid")
VALUES = {
    "'x'": "a text", "3": "a number", "2026-01-31": "a date", "fixed.on": "yes or no",
    "first of place": "an item of 'place'",
}  # fmt: skip
"""A value of each type, written right of a sign."""

WRITE_INCLUDES = "write 'includes ...', 'includes any of (...)' or 'is only ...'"
OVER = "go over them: any ... where, count of ... where"
CELL = f"{OVER}; or name a cell of a fixed row"
POINTS = "compare points of it"


def told(folder: Path, *sentences: str) -> list[str]:
    """What is said of each sentence in a question of the list: what is wrong, and the mend."""
    path = folder / "questionnaire.toml"
    asked = "\n".join(
        f'  {{ id = "thing.probe{at}", kind = "yesno", ask = "?", show_if = "{sentence}" }},'
        for at, sentence in enumerate(sentences)
    )
    section = f'[[sections]]\nid = "probe"\ntitle = "Probe"\nquestions = [\n{asked}\n]\n'
    form = path_of("comparisons").read_text(encoding="utf-8")
    path.write_text(form + section, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load(path)
    mistakes = sorted(refused.value.mistakes, key=lambda one: one.line)
    first = form.count("\n") + 5
    assert [one.line - first for one in mistakes] == list(range(len(sentences)))
    for one, sentence in zip(mistakes, sentences, strict=True):
        pointed_at = one.source[one.start : one.start + one.length]
        assert pointed_at
        assert pointed_at in sentence
    return [f"{one.what} / {one.mend}" if one.mend else one.what for one in mistakes]


@pytest.mark.parametrize(("kind", "words"), SINGLE.items())
def test_values_of_another_type_are_refused(kind: str, words: str, tmp_path: Path) -> None:
    said: list[str] = []
    wanted: list[str] = []
    for value, other in VALUES.items():
        numeric = {words, other} == {"yes or no", "a number"}  # a condition counts 0 or 1
        if words == other or numeric:
            continue
        mend = f" / {POINTS}" if (kind, other) == ("choice", "a number") else ""
        said += [f"{kind} {sign} {value}" for sign in ("=", "!=", "<", ">=", "at most")]
        said.append(f"{kind} between {value} and {value}")
        wanted += [f"{words} cannot be compared with {other}{mend}"] * 6
    assert told(tmp_path, *said) == wanted


@pytest.mark.parametrize(("kind", "words"), SINGLE.items())
def test_one_value_includes_nothing(kind: str, words: str, tmp_path: Path) -> None:
    mend = "write 'is', or 'is one of (...)'"
    if words == "a text":
        mend = "write 'contains ...', 'is', or 'is one of (...)'"
    expected = f"this needs an answer of several, but it is {words} / {mend}"
    said = ("includes 'x'", "includes any of (a, b)", "includes all of place", "is only a")
    assert told(tmp_path, *(f"{kind} {rest}" for rest in said)) == [expected] * len(said)


NO_ORDER = [kind for kind, words in SINGLE.items() if words not in ("a number", "a date")]


@pytest.mark.parametrize("kind", NO_ORDER)
def test_what_has_no_order_is_not_smaller(kind: str, tmp_path: Path) -> None:
    words = SINGLE[kind]
    mend = "compare with is"
    if words.startswith("a choice"):
        mend = "compare with is, or points of it"
    expected = f"{words} has no greater and smaller / {mend}"
    assert told(tmp_path, f"{kind} < {kind}") == [expected]


NO_TEXT = {kind: words for kind, words in SINGLE.items() if words != "a text"} | {
    kind: f"several values, each {words}" for kind, words in SEVERAL.items()
}


@pytest.mark.parametrize(("kind", "words"), NO_TEXT.items())
def test_only_a_text_is_tested_as_text(kind: str, words: str, tmp_path: Path) -> None:
    expected = f"a text is expected here, but this is {words}"
    said = ("contains 'x'", "contains a number", "equals one of soft", "begins with 'x'",
                 "ends with one of soft", "shares a word with 'x'")  # fmt: skip
    assert told(tmp_path, *(f"{kind} {rest}" for rest in said)) == [expected] * len(said)
    assert told(tmp_path, f"count of words in {kind} > 1") == [expected]


@pytest.mark.parametrize(("kind", "words"), SEVERAL.items())
def test_several_values_are_no_single_one(kind: str, words: str, tmp_path: Path) -> None:
    expected = f"several answers are possible here / {WRITE_INCLUDES}"
    said = ("is a", "is not 'x'", "is one of (a, b)", "is 3")
    assert told(tmp_path, *(f"{kind} {rest}" for rest in said)) == [expected] * len(said)
    assert told(tmp_path, *(f"{kind} = {value}" for value in VALUES)) == [
        f"several values, each {words} cannot be compared with {other} / {OVER}"
        for other in VALUES.values()
    ]


@pytest.mark.parametrize("kind", ROWS)
def test_a_whole_grid_is_not_compared(kind: str, tmp_path: Path) -> None:
    expected = f"'thing.{kind}' has rows, which cannot be compared / {CELL}"
    said = ("is a", "is not 3", "is one of (a, b)", "is only x", "includes x", "= 3", "< 'x'",
                 "between 1 and 3", "at least 3")  # fmt: skip
    assert told(tmp_path, *(f"{kind} {rest}" for rest in said)) == [expected] * len(said)


MEANT_NOTHING = [
    ("record is 'x'", "a record cannot be compared / compare one of its fields"),
    ("record is one of (a, b)", "a record cannot be compared / compare one of its fields"),
    ("record = record", "a record cannot be compared / compare one of its fields"),
    ("record.whom is 'x'", "'thing.record' has no field 'whom' / "
     "did you mean 'who'?  fields: who, size"),
    ("choice is d", "'d' is not one of the choices of 'thing.choice' / choices: a, b, c"),
    ("choices includes d", "'d' is not one of the choices of 'thing.choices' / "
     "choices: a, b, c"),
    ("ranking includes any of (a, d)", "'d' is not one of the choices of 'thing.ranking' / "
     "choices: a, b, c"),
    ("first of ranking is d", "'d' is not one of the choices of 'thing.ranking' / "
     "choices: a, b, c"),
    ("town is bern", "'bern' is not one of the choices of 'thing.town' / "
     "choices: rome, oslo, lima"),
    ("choice = a", "'a' is a choice, and '=' compares values / write 'is a'"),
    ("points of text > 1", "only a choice has points, and this is a text"),
    ("points of scale > 1", "only a choice has points, and this is a number"),
    ("points of town > 1", "these choices carry no points / give the choices points = ..."),
    ("points of choices > 1", "these choices carry no points / give the choices points = ..."),
    ("points of values of (choice) > 1", "several choices are possible here, each with points of "
     "its own / add them up: sum of points of this over ..."),
    ("count of number > 1", "several values are expected here, but this is a number / "
     "a list, a table, or an answer of several"),
    ("number is full", "only a check can be full / write 'P1 is full'"),
    ("number is unknown", "'unknown' is no state of a question / "
     "write 'is not answered', or 'is parked'"),
    ("text", "a condition is expected here, but this is a text / "
     "compare it: is, is answered, >=, includes ..."),
    ("grid.x.marks > 3", "'thing.grid' has no column 'marks' / did you mean 'mark'?  "
     "columns: mark, say"),
]  # fmt: skip


def test_what_is_not_there_or_means_nothing(tmp_path: Path) -> None:
    sentences = [sentence for sentence, _ in MEANT_NOTHING]
    assert told(tmp_path, *sentences) == [expected for _, expected in MEANT_NOTHING]


@pytest.mark.parametrize(
    ("form", "table", "column", "question"),
    [
        ("nine_items", "steps", "often", "weeks.items.often"),
        ("household", "kinship", "relations", "person.relations"),
    ],
)
def test_a_table_that_a_question_hides_by_its_name_is_told(
    form: str, table: str, column: str, question: str, tmp_path: Path
) -> None:
    """What the first authors of these forms ran into: the table was called like a question."""
    text = path_of(form).read_text(encoding="utf-8")
    path = tmp_path / "questionnaire.toml"
    text = text.replace(f"[tables.{table}", f"[tables.{column}")
    path.write_text(text.replace(f'"{table}"', f'"{column}"'), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load(path)
    (mistake,) = refused.value.mistakes
    assert mistake.what == f"'{column}' is the question '{question}' here, not the table"
    assert mistake.mend == "give the table another name"
