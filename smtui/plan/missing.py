"""Going over a plan again, and asking only what had no reply when one began."""

from smtui.plan.answers import Answers, Place
from smtui.plan.rules import Reading
from smtui.questionnaire.expression import State
from smtui.questionnaire.model import RUNS, Questionnaire

_REPLIED = (State.ANSWERED, State.PARKED, State.NOT_APPLICABLE)


class Known:
    """What was known at one moment. It stays so while more is answered, so that nobody who types
    sees the question that they are at become one that is passed over.
    """

    def __init__(self, questionnaire: Questionnaire, answers: Answers, run: str) -> None:
        self._reading = Reading(questionnaire, answers, run)

    def has(self, place: Place) -> bool:
        """Whether there was a reply at a place, and nothing wrong with it."""
        reading = self._reading
        return reading.state(*place) in _REPLIED and not reading.is_wrong(place)


def other_run(questionnaire: Questionnaire, run: str) -> str:
    """The other run that a questionnaire offers; empty where there is none."""
    return next((one for one in RUNS if one != run and one in questionnaire.runs), "")
