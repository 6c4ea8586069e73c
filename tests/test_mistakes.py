"""A mistake must lead its author to the line, the word and the mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtui.mistakes import BadInput, Mistake, closest, suggestion

CHOICES = ["awareness", "leads", "service", "reputation"]


def test_a_full_mistake_shows_the_line_the_caret_and_the_mend() -> None:
    source = '    show_if = "objective.primary is leeds"'
    mistake = Mistake(
        file="fit.toml",
        line=41,
        what="'leeds' is not one of the choices of 'objective.primary'",
        mend=suggestion("leeds", CHOICES),
        source=source,
        start=source.index("leeds"),
        length=5,
    )
    assert mistake.render() == (
        "fit.toml:41: 'leeds' is not one of the choices of 'objective.primary'\n"
        '    show_if = "objective.primary is leeds"\n'
        "                                    ^^^^^\n"
        "    did you mean 'leads'?  choices: awareness, leads, service, reputation"
    )


def test_what_is_not_known_is_left_out() -> None:
    assert Mistake("a.toml", 0, "the file is empty").render() == "a.toml: the file is empty"
    assert Mistake("a.toml", 3, "odd", source="x = 1").render() == "a.toml:3: odd\n    x = 1"
    assert Mistake("a.toml", 3, "odd", mend="mend it").render() == "a.toml:3: odd\n    mend it"


def test_the_caret_stands_under_the_word_in_a_very_long_line() -> None:
    source = "x" * 500 + " HERE " + "y" * 500
    text = Mistake("a.toml", 1, "odd", source=source, start=501, length=4).render()
    _, shown, caret = text.split("\n")
    assert len(shown) <= 110
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "HERE"


def test_the_caret_counts_wide_letters_as_two_columns() -> None:
    text = Mistake("a.toml", 1, "odd", source="字字 = bad", start=5, length=3).render()
    assert text.split("\n")[2] == " " * (4 + 7) + "^^^"


def test_a_caret_may_stand_behind_the_end_of_the_line() -> None:
    text = Mistake("a.toml", 1, "odd", source="x =", start=3, length=1).render()
    assert text.split("\n")[1:] == ["    x =", "       ^"]


@given(
    st.text(st.characters(exclude_categories=())),
    st.text(st.characters(exclude_categories=()), max_size=300),
    st.integers(-5, 400),
    st.integers(-5, 400),
)
def test_a_file_cannot_steer_the_terminal_through_a_message(
    text: str, source: str, start: int, length: int
) -> None:
    shown = Mistake(text, 1, text, text, source, start, length).render()
    assert len(shown.split("\n")) <= 4
    assert not [each for each in shown if each != "\n" and (each < " " or "\x7f" <= each < "\xa0")]


def test_all_mistakes_are_told_in_the_order_of_the_files() -> None:
    found = BadInput([Mistake("b", 1, "x"), Mistake("a", 12, "x"), Mistake("a", 3, "x")])
    assert str(found) == "a:3: x\na:12: x\nb:1: x"
    assert [mistake.line for mistake in found.mistakes] == [3, 12, 1]


def test_fifty_are_shown_and_the_rest_is_counted() -> None:
    text = str(BadInput(Mistake("a", line, "x") for line in range(1, 61)))
    assert text.split("\n")[-2:] == ["a:50: x", "(+10 more)"]
    assert "more" not in str(BadInput(Mistake("a", line, "x") for line in range(1, 51)))


def test_there_is_no_bad_input_without_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        BadInput([])


def test_closest() -> None:
    assert closest("leeds", CHOICES) == "leads"
    assert closest("LEADS", ["Awareness", "Leads"]) == "Leads"
    assert closest("zebra", CHOICES) is None
    assert closest("x", []) is None


def test_suggestion() -> None:
    assert suggestion("zebra", CHOICES[:2]) == "choices: awareness, leads"
    assert suggestion("x", []) == ""
    many = [f"key{number}" for number in range(20)]
    text = suggestion("kez3", many, noun="keys")
    assert text.startswith("did you mean 'key3'?  keys: key0, key1, ")
    assert text.endswith("key7 ...")
