"""A person who fills in one of the forms: says something, and looks what comes of it."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from smtui.plan.answers import Place
from smtui.plan.rules import Reading
from smtui.plan.session import Session
from smtui.questionnaire.compile import load
from smtui.questionnaire.model import Questionnaire
from smtui.scoring.scorecard import Scorecard, score

HERE = Path(__file__).parent
FORMS = sorted(path.stem for path in HERE.glob("*.toml"))
"""The six forms."""


def path_of(form: str) -> Path:
    """The file of a form."""
    return HERE / f"{form}.toml"


@cache
def made(form: str) -> Questionnaire:
    """A form, loaded once."""
    return load(path_of(form))


class Person:
    """Somebody before a form. A place is written NAME, or NAME@ITEM in a list."""

    def __init__(self, form: str | Questionnaire) -> None:
        questionnaire = made(form) if isinstance(form, str) else form
        letters = iter("abcdefghjkmnpqrstuvwxyz" * 99)
        self.session = Session(
            questionnaire, run="full", today=date(2026, 11, 21), pick=lambda _: next(letters)
        )

    @property
    def reading(self) -> Reading:
        """What the form makes of the answers."""
        return self.session.reading

    @property
    def scorecard(self) -> Scorecard:
        """The judgement on the answers."""
        return score(self.session.questionnaire, self.session.answers, "full")

    def says(self, answers: dict[str, Any]) -> None:
        """Answer questions, one after the other."""
        for name, value in answers.items():
            self.session.answer(place_of(name), value)

    def adds(self, list_id: str, **answers: Any) -> str:
        """Add an item to a list, with answers by short name; its id."""
        item = self.session.add_item(list_id)
        self.says({f"{list_id}.{name}@{item}": value for name, value in answers.items()})
        return item

    def is_asked(self, name: str) -> bool:
        """Whether a question is asked, now."""
        return self.reading.asked(place_of(name))

    def all_asked(self) -> list[Place]:
        """Everything that is to be answered now, in order."""
        questions = self.session.questionnaire.questions
        return [one for one in self.reading.places() if questions[one.name].answerable]

    def sees(self, name: str) -> str:
        """What stands at a place: the answer, or the value that is worked out."""
        return self.reading.text(place_of(name))

    def counts(self, name: str) -> Any:
        """What conditions, checks and values take a place for; None for nothing."""
        return self.reading.value(*place_of(name))

    def offered(self, name: str) -> list[str]:
        """What a question offers to choose from, as it is called."""
        return [offer.label for offer in self.reading.offers(place_of(name))]

    def told(self, name: str) -> list[str]:
        """What is said to be wrong at a place, or with a list by its name."""
        if name in self.session.questionnaire.lists:
            return [problem.words for problem in self.reading.list_problems(name)]
        return [problem.words for problem in self.reading.problems(place_of(name))]


def place_of(name: str) -> Place:
    """A place as the tests write it: NAME, NAME@ITEM, or NAME@ITEM.ROW for a cell."""
    question, _, item = name.partition("@")
    return Place(question, item)


def _offered(person: Person, place: Place) -> list[str]:
    return [offer.id for offer in person.reading.offers(place)]


_ANSWERS: dict[str, Callable[[Person, Place], Any]] = {
    "text": lambda person, place: f'"{place.item}" it\'s \\ a name',
    "longtext": lambda person, place: "One line.\n\n  And another: [x]\n",
    "texts": lambda person, place: ("one", "two"),
    "yesno": lambda person, place: place.name != "fixed.off",
    "number": lambda person, place: 12.5,
    "money": lambda person, place: 1250.5,
    "percent": lambda person, place: 25,
    "scale": lambda person, place: 3,
    "date": lambda person, place: date(1999, 12, 31),
    "choice": lambda person, place: _offered(person, place)[-1],
    "choices": lambda person, place: tuple(_offered(person, place)[:2]),
    "ranking": lambda person, place: tuple(reversed(_offered(person, place))),
    "link": lambda person, place: _offered(person, place)[-1],
    "links": lambda person, place: tuple(_offered(person, place)),
}
"""An answer to a question of each kind that is not made of parts."""


def filled(form: str, items: int = 4) -> Person:
    """A person who has answered all that can be, with a few items in each list."""
    person = Person(form)
    questions = person.session.questionnaire.questions
    for list_id in person.session.questionnaire.lists:
        for _ in range(items):
            person.session.add_item(list_id)
    seen: set[Place] = set()
    while left := [place for place in _places(person) if place not in seen]:
        seen.add(left[0])
        question = questions[left[0].name]
        if question.answerable and not question.parts:
            person.session.answer(left[0], _ANSWERS[question.kind](person, left[0]))
    return person


def _places(person: Person) -> Iterator[Place]:
    """Every place that can be answered now, the parts of records and grids too."""
    for place in person.reading.places():
        parts = person.session.questionnaire.questions[place.name].parts
        yield from person.reading.parts(place) if parts else [place]
