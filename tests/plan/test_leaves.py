"""What differs between two snapshots of answers, and putting it together again."""

from datetime import date

from hypothesis import given

from smtui.plan.answers import Answers, Parked, Place
from smtui.plan.journal.leaves import Leaf, apply, difference
from tests.plan.anything import answers, told

NAME = Place("work.name")


@given(answers(), answers())
def test_a_difference_leads_from_one_to_the_other(old: Answers, new: Answers) -> None:
    assert told(apply(old, difference(old, new))) == told(new)


@given(answers())
def test_the_same_answers_differ_in_nothing(one: Answers) -> None:
    assert difference(one, one) == []
    copy = Answers(**{sort: dict(getattr(one, sort)) for sort in told(one)})
    assert difference(one, copy) == []


@given(answers(), answers(), answers())
def test_leaves_that_are_asked_for_come_as_they_are_now(
    old: Answers, between: Answers, new: Answers
) -> None:
    touched = [leaf.key for leaf in difference(old, between)]
    # whatever of `between` got into a file that held `old`, this brings it to `new`
    assert told(apply(between, difference(old, new, touched))) == told(new)


def test_one_answer_is_one_leaf() -> None:
    before = Answers().with_value(NAME, "A").with_value(Place("b"), (1, 2))
    assert difference(before, before.with_value(NAME, "B")) == [
        Leaf("values", "work.name", "", "B")
    ]
    assert difference(before, before.with_value(NAME, "")) == [Leaf("values", "work.name")]


def test_yes_is_not_one() -> None:
    before = Answers().with_value(NAME, 1)
    assert difference(before, before.with_value(NAME, True)) == [
        Leaf("values", "work.name", "", True)
    ]


def test_an_item_that_goes_takes_what_is_said_of_it_along() -> None:
    before = Answers().with_items("task", ("a1", "b2")).with_value(Place("task.what", "a1"), "x")
    before = before.with_parked(Place("task.when", "a1"), Parked("Anna", date(2026, 12, 1)))
    after = before.without_item("task", "a1")
    assert set(difference(before, after)) == {
        Leaf("items", "task", "", ("b2",)),
        Leaf("values", "task.what", "a1"),
        Leaf("parked", "task.when", "a1"),
    }


def test_of_two_leaves_at_one_place_the_last_counts() -> None:
    leaves = [Leaf("values", "work.name", "", text) for text in ("A", "AB", "ABC")]
    assert apply(Answers(), leaves).value(NAME) == "ABC"
    assert apply(Answers(), [*leaves, Leaf("values", "work.name")]).is_empty
