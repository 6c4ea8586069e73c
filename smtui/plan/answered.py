"""An answer as people read it, also of what consists of several answers."""

from smtui.plan.answers import Place
from smtui.plan.rules import Reading


def answer_words(reading: Reading, place: Place) -> str:
    """An answer as people read it; of what has parts, those that are answered.

    What does not count is left out: a choice that other answers took off the list, a number out
    of its bounds. Empty where there is nothing.
    """
    question = reading.questionnaire.questions[place.name]
    if reading.is_put_off(place) or not (question.answerable or reading.is_computed(place)):
        return ""
    if not question.parts:
        return reading.text(place) if reading.value(*place) is not None else ""
    inside = [at for at in reading.parts(place) if reading.value(*at) is not None]
    texts = [(reading.called(at), reading.text(at)) for at in inside]
    return "; ".join(f"{label}: {text}" for label, text in texts if text)


def counterpart(reading: Reading, other: Reading, place: Place) -> Place:
    """The place of another plan that is asked the same: of a list the item of the same number."""
    owner = reading.questionnaire.list_of(place.name)
    ids = reading.items(owner.id) if owner else ()
    if owner is None or place.owner not in ids:
        return place
    theirs = other.items(owner.id)
    at = ids.index(place.owner)
    item = theirs[at] if at < len(theirs) else ""
    return Place(place.name, f"{item}.{place.row}" if place.row else item)
