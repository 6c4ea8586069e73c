"""A person who fills in one of the forms: says something, and looks what comes of it."""

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

    def all_asked(self) -> list[str]:
        """Everything that is to be answered now, in order."""
        questions = self.session.questionnaire.questions
        return [one.name for one in self.reading.places() if questions[one.name].answerable]

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
