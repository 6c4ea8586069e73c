"""What a session teaches beside a question: why a sample's answer is good, what the model says."""

from smtui.plan.answered import answer_words, counterpart
from smtui.plan.answers import Place
from smtui.plan.reasoned import reason_at
from smtui.plan.session import Session

GOOD, WEAK = "Why this is good", "Why this is weak"
IN_THE_MODEL = "In the model plan"


def lesson_at(session: Session, place: Place | None) -> tuple[str, str]:
    """A heading and what stands under it; both empty where there is nothing to say."""
    if place is None:
        return "", ""
    reason = reason_at(session.reading, session.reasons, place)
    if reason is not None:
        return (GOOD, reason.good) if reason.good else (WEAK, reason.weak)
    model = session.model
    words = answer_words(model, counterpart(session.reading, model, place)) if model else ""
    return (IN_THE_MODEL, words) if words else ("", "")
