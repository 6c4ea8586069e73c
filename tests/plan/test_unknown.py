"""What a plan's file holds beside answers: nothing of it is lost, in whatever it lies."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.files import TomlFile
from smtui.plan.answers import Place
from smtui.plan.document import Document, read, written
from smtui.plan.session import Session
from tests.plan.workshop import workshop


def opened(tree: dict[str, Any]) -> Document:
    """A plan with these tables, as the reader takes it."""
    data = {"meta": {"questionnaire": "workshop", "version": "1.0"}, **tree}
    return read(TomlFile(Path("p.toml"), "p.toml", "", data, ""), workshop())


_LEAF = st.none()
_CELLS = st.dictionaries(st.sampled_from(["mark", "state", "note", "share", "xmore"]), _LEAF)
_ROWS = st.dictionaries(
    st.sampled_from(["talk", "rest", "mail", "post", "reach", "bond", "gone", "A row"]),
    _LEAF | _CELLS,
)
_TABLES = st.fixed_dictionaries(
    {
        "work": st.fixed_dictionaries(
            {},
            optional={
                "time": _LEAF | _ROWS,
                "presence": _LEAF | _ROWS,
                "media_other": _LEAF | st.dictionaries(st.sampled_from(["name", "xmore"]), _CELLS),
                "name": _LEAF | _CELLS,
                "sum": _LEAF,
                "xmore": _CELLS,
            },
        ),
        "person": st.lists(
            st.fixed_dictionaries({}, optional={"marks": _LEAF | _ROWS, "xmore": _CELLS}),
            max_size=2,
        ),
    }
)


def numbered(tree: Any, count: Iterator[int]) -> Any:
    """A tree whose leaves can be told from each other."""
    if isinstance(tree, dict):
        return {key: numbered(one, count) for key, one in tree.items()}
    if isinstance(tree, list):
        return [numbered(one, count) for one in tree]
    return f"leaf {next(count)}"


def leaves(tree: Any) -> set[str]:
    if isinstance(tree, dict | list):
        inner = tree.values() if isinstance(tree, dict) else tree
        return {leaf for one in inner for leaf in leaves(one)}
    return {str(tree)}


@given(_TABLES, st.sets(st.sampled_from(["talk", "rest", "mail", "post", "reach", "bond"])))
def test_nothing_of_a_file_is_lost_in_grids_and_records_and_items(
    tables: Any, answered: set[str]
) -> None:
    """Whatever lies in a row: a value, more than its columns, or another thing altogether."""
    tree = numbered(tables, count())
    document = opened(tree)
    session = Session(workshop(), document.answers, run="full")
    session.answer(Place("work.media"), ["mail", "post"])
    for item in ("", *session.answers.ids("person")):
        for column in ("work.time.share", "work.presence.state", "person.marks.mark"):
            whole, _, _ = column.rpartition(".")
            for row in sorted(answered):
                at = Place(column, f"{item}.{row}")
                if session.answers.value(at) is None is session.answers.value(Place(whole, item)):
                    session.answer(at, 2)
    saved = written(replace(document, answers=session.answers), workshop())
    assert leaves(tree) <= leaves(tomllib.loads(saved))
    assert written(opened(tomllib.loads(saved)), workshop()) == saved


def test_what_somebody_wrote_beside_a_share_stays_in_its_row() -> None:
    time = {"rest": 40, "talk": {"share": 60, "why": "they asked for it"}}
    saved = tomllib.loads(written(opened({"work": {"time": time}}), workshop()))
    assert saved["work"] == {"time": time}


@pytest.mark.parametrize("key", ["parked", "note", "not_applicable", "disagreement"])
def test_what_is_said_of_a_question_without_an_answer_is_only_kept(key: str) -> None:
    entry = {"question": "work.sum", "text": "Why so many?", "name": "Ann"}
    document = opened({key: [entry]})
    assert document.answers.is_empty
    assert tomllib.loads(written(document, workshop()))[key] == [entry]
