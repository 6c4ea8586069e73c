"""People with a name, a day of birth and who they are to each other; visitors; a total."""

from datetime import date

import pytest

from tests.questionnaires.filling import Person

NIGHT = date(2027, 3, 21)


@pytest.fixture
def person() -> Person:
    """A household of three: two adults and a child."""
    made = Person("household")
    made.says({"household.date": NIGHT})
    made.adds("person", name="Ada", born=date(1988, 5, 1))
    made.adds("person", name="Bo", born=date(1990, 1, 9))
    made.adds("person", name="Cy", born=date(2019, 7, 7))
    return made


def ids(person: Person, name: str = "person") -> tuple[str, ...]:
    """The ids of a list's items."""
    return person.session.answers.ids(name)


def test_each_person_is_asked_who_they_are_to_each_other_one(person: Person) -> None:
    ada, bo, cy = ids(person)
    rows = {one: person.reading.rows("person.relations", one) for one in ids(person)}
    assert rows == {
        ada: (f"{ada}.{bo}", f"{ada}.{cy}"),
        bo: (f"{bo}.{ada}", f"{bo}.{cy}"),
        cy: (f"{cy}.{ada}", f"{cy}.{bo}"),
    }


def test_the_rows_are_called_after_the_others_also_after_a_new_name(person: Person) -> None:
    ada, bo, _ = ids(person)

    def called() -> list[str]:
        rows = person.reading.rows("person.relations", ada)
        return [person.reading.row_label("person.relations", row) for row in rows]

    assert called() == ["Bo", "Cy"]
    person.says({f"person.name@{bo}": "Bosse"})
    assert called() == ["Bosse", "Cy"]


def test_someone_alone_is_not_asked_for_relations() -> None:
    alone = Person("household")
    ada = alone.adds("person", name="Ada")
    assert not alone.is_asked(f"person.relations@{ada}")
    alone.adds("person", name="Bo")
    assert alone.is_asked(f"person.relations@{ada}")


def test_who_moves_out_takes_the_relations_along(person: Person) -> None:
    ada, bo, cy = ids(person)
    person.says({f"person.relations.is@{ada}.{bo}": "partner"})
    person.says({f"person.relations.is@{ada}.{cy}": "parent"})
    assert person.sees(f"person.relations.is@{ada}.{bo}") == "Husband, wife or partner"
    person.session.delete_item("person", bo)
    assert person.reading.rows("person.relations", ada) == (f"{ada}.{cy}",)
    assert person.counts(f"person.relations.is@{ada}.{cy}") == "parent"
    assert person.counts(f"person.relations.is@{ada}.{bo}") is None


def test_visitors_are_a_list_of_their_own(person: Person) -> None:
    dee = person.adds("visitor", name="Dee", home="Lima")
    assert ids(person, "visitor") == (dee,)
    assert len(ids(person)) == 3
    asked = [one.name for one in person.all_asked() if one.owner == dee]
    assert asked == ["visitor.name", "visitor.home"]
    assert person.counts("household.size") == 3


@pytest.mark.parametrize(
    ("born", "asked"),
    [
        (date(2011, 3, 20), True),
        (date(2011, 3, 21), True),  # sixteen on that very day
        (date(2011, 3, 22), False),
        (date(2026, 12, 1), False),
        (None, False),
    ],
)
def test_work_is_asked_from_16_years_on(person: Person, born: date | None, asked: bool) -> None:
    eve = person.adds("person", name="Eve", born=born)
    assert person.is_asked(f"person.works@{eve}") is asked


def test_the_night_decides_who_is_16(person: Person) -> None:
    eve = person.adds("person", name="Eve", born=date(2011, 3, 22))
    person.says({"household.date": date(2027, 3, 22)})
    assert person.is_asked(f"person.works@{eve}")
    person.says({"household.date": None})
    assert not person.is_asked(f"person.works@{eve}")


def test_what_all_earn_and_how_many_they_are(person: Person) -> None:
    ada, bo, _ = ids(person)
    assert person.sees("household.income") == "0 EUR per month"
    person.says({f"person.works@{ada}": True, f"person.income@{ada}": 2500})
    person.says({f"person.works@{bo}": True, f"person.income@{bo}": 1250.5})
    assert person.sees("household.size") == "3"
    assert person.sees("household.income") == "3,750.5 EUR per month"


def test_what_a_child_would_earn_does_not_count(person: Person) -> None:
    ada, *_ = ids(person)
    person.says({f"person.works@{ada}": True, f"person.income@{ada}": 2500})
    person.says({f"person.born@{ada}": date(2020, 1, 1)})
    assert person.counts("household.income") == 0
    person.says({f"person.born@{ada}": date(1988, 5, 1)})
    assert person.counts("household.income") == 2500


def test_who_is_not_born_yet_is_a_mistake_that_names_the_person(person: Person) -> None:
    eve = person.adds("person", name="Eve", born=date(2027, 3, 22))
    assert person.told(f"person.born@{eve}") == ["Eve was not born yet."]
