"""An organisation's own cells in the tables of a questionnaire."""

from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from smtui.fence import Fence
from smtui.mistakes import BadInput
from smtui.plan.answers import Answers, Place
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.questionnaire.overrides import overrides_beside
from smtui.scoring.scorecard import Scorecard, score
from tests.commands import cities

CITIES = ("oslo", "rome")
AIMS = ("rest", "work")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cities.folder(tmp_path_factory.mktemp("cities"))


@pytest.fixture(scope="module")
def plain(folder: Path) -> Questionnaire:
    return load(folder)


def overridden(folder: Path, text: str = cities.OWN) -> Questionnaire:
    cities.override(folder.parent, text)
    return load(folder, overrides_beside(folder.parent, "journey", Fence()))


def card(questionnaire: Questionnaire, city: str = "oslo", aim: str = "rest") -> Scorecard:
    answers = Answers().with_value(Place("trip.city"), city).with_value(Place("trip.aim"), aim)
    return score(questionnaire, answers, "quick")


def test_the_score_follows_a_cell_and_the_file_is_told(folder: Path, plain: Questionnaire) -> None:
    assert card(plain).earned == 6
    made = overridden(folder)
    assert card(made).earned == 8
    assert card(made).checks[0].reason == "Oslo: 2 of 3."
    overrides = card(made).overrides
    assert overrides is not None
    assert overrides.heading == "Overridden by journey.overrides.toml"
    assert [(one.what, one.words) for one in overrides.rows] == [
        ("Oslo, A rest (fit), suits 2 instead of 1", "our staff liked it (2025)")
    ]
    assert card(plain).overrides is None


def test_one_cell_changes_what_reads_it_and_nothing_else(
    folder: Path, plain: Questionnaire
) -> None:
    made = overridden(folder)
    differing = {
        (city, aim)
        for city in CITIES
        for aim in AIMS
        if card(plain, city, aim).checks != card(made, city, aim).checks
    }
    assert differing == {("oslo", "rest")}
    before, after = card(plain), card(made)
    assert [one.id for one in after.checks if one not in before.checks] == ["F1"]


cells = st.sets(st.tuples(st.sampled_from(CITIES), st.sampled_from(AIMS)), min_size=1)


@settings(max_examples=20, deadline=None)
@given(cells)
def test_the_same_value_changes_nothing(chosen: set[tuple[str, str]]) -> None:
    folder = SAME.folder
    rows: dict[str, Any] = {}
    for city, aim in chosen:
        cell = SAME.plain.tables["fit"].rows[city][aim]
        rows.setdefault(city, {})[aim] = dict(cell)
    made = overridden(folder, tomli_w.dumps({"tables": {"fit": {"rows": rows}}}))
    assert made.overrides is not None
    assert made.overrides.rows == ()
    assert made.tables == SAME.plain.tables
    for city in CITIES:
        for aim in AIMS:
            was, now = card(SAME.plain, city, aim), card(made, city, aim)
            assert (was.score, was.checks) == (now.score, now.checks)


class SAME:
    """The questionnaire of the property, made once."""

    folder: Path
    plain: Questionnaire


@pytest.fixture(scope="module", autouse=True)
def _same(folder: Path, plain: Questionnaire) -> None:
    SAME.folder, SAME.plain = folder, plain


known = st.sampled_from(
    [
        "tables",
        "rows",
        "cities",
        "fit",
        "oslo",
        "rome",
        "rest",
        "suits",
        "label",
        "overridden",
        "by",
    ]
)
leaves = st.integers() | st.booleans() | st.text(max_size=5) | st.dates() | st.just([1, "a"])
trees = st.recursive(leaves, lambda inner: st.dictionaries(known, inner, max_size=3))


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(known, trees, max_size=2), st.dictionaries(known, trees, max_size=3))
def test_whatever_stands_there_is_taken_or_told(
    top: dict[str, Any], tables: dict[str, Any]
) -> None:
    for data in (top, {"tables": tables}, {"tables": {"fit": {"rows": tables}}}):
        text = "# overrides\n" + tomli_w.dumps(data)
        try:
            made = overridden(SAME.folder, text)
        except BadInput as bad:
            assert all(one.what for one in bad.mistakes)
            assert {Path(one.file).name for one in bad.mistakes} == {cities.NAME}
        else:
            assert made.overrides is not None


@pytest.mark.parametrize("cell", ["7", "-1", "3.01"])
def test_a_cell_beyond_the_bounds_of_its_column_is_told(folder: Path, cell: str) -> None:
    """It would be worth more points than there are."""
    with pytest.raises(BadInput) as told:
        overridden(folder, f"[tables.fit.rows.oslo]\nrest = {{ suits = {cell} }}")
    (mistake,) = told.value.mistakes
    assert Path(mistake.file).name == cities.NAME
    assert (mistake.line, mistake.mend) == (2, "write a number from 0 to 3")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[tables.cities.rows]\nrome = { label = 'Roma' }", "Roma (cities), label: Roma"),
        (
            "[tables.cities.rows]\nrome = { sea = true, season = 'cold', known_for = ['sun'] }",
            "Rome (cities), sea yes instead of no, season cold instead of warm, "
            "known_for sun instead of ruins, food",
        ),
        (
            "[tables.fit.rows.oslo.work]\nseen = 2026-04-02",
            "Oslo, Work (fit), seen 2 Apr 2026 instead of 1 Mar 2025",
        ),
        (
            "[tables.fit.rows.oslo]\nrest = { seen = 2026-04-02 }",
            "Oslo, A rest (fit), seen 2 Apr 2026 instead of nothing",
        ),
    ],
)
def test_cells_are_told_as_people_read_them(folder: Path, text: str, told: str) -> None:
    overrides = overridden(folder, text).overrides
    assert overrides is not None
    assert [f"{one.what}: {one.words}".removesuffix(": ") for one in overrides.rows] == [told]


def test_a_row_without_a_difference_is_not_said_to_be_overridden(folder: Path) -> None:
    same = "[tables.fit.rows.oslo]\nrest = { suits = 1, why = 'much rain' }"
    assert "overridden" not in overridden(folder, same).tables["fit"].rows["oslo"]["rest"]
    rows = overridden(folder).tables["fit"].rows
    assert rows["oslo"]["rest"]["overridden"] is True
    assert "overridden" not in rows["rome"]["rest"]


def test_the_digest_tells_with_which_overrides(folder: Path, plain: Questionnaire) -> None:
    once, again = overridden(folder), overridden(folder)
    other = overridden(folder, cities.OWN + "# and a word")
    assert once.digest == again.digest
    assert len({plain.digest, once.digest, other.digest}) == 3


def test_overrides_of_another_questionnaire_are_left_alone(
    folder: Path, plain: Questionnaire, tmp_path: Path
) -> None:
    (tmp_path / "another.overrides.toml").write_text(cities.OWN, encoding="utf-8")
    file = overrides_beside(tmp_path, "another", Fence())
    assert file is not None
    made = load(folder, file)
    assert (made.tables, made.digest, made.overrides) == (plain.tables, plain.digest, None)


@pytest.mark.parametrize("name", ["../journey", "", "a/b", "x\0", "journey.overrides"])
def test_a_name_that_is_no_id_leads_to_no_file(tmp_path: Path, name: str) -> None:
    cities.override(tmp_path)
    (tmp_path / "sub").mkdir()
    assert overrides_beside(tmp_path / "sub", name, Fence()) is None


def test_mistakes_of_both_are_told_together(tmp_path: Path) -> None:
    folder = cities.folder(tmp_path)
    main = folder / "questionnaire.toml"
    wrong = cities.QUESTIONNAIRE.replace("points = 4", "points = 'four'")
    main.write_text(wrong, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        overridden(folder, "[tables.fitt.rows.oslo]\nrest = { suits = 2 }")
    names = [Path(one.file).name for one in caught.value.mistakes]
    assert names == ["journey.overrides.toml", "questionnaire.toml"]
