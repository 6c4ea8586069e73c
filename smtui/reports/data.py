"""The scorecard for machines: one tree of plain values, as TOML or JSON."""

from typing import Any

import tomli_w

from smtui.plan.answers import Answers, Place
from smtui.scoring.scorecard import Scorecard
from smtui.text import clean_line

MARK = "plan_sha256"
"""What a file of this kind can be told by."""


def tree(card: Scorecard, answers: Answers) -> dict[str, Any]:
    """The scorecard as `smtui score --json` gives it. Points are rounded to 4 places."""
    return {
        "questionnaire": card.questionnaire,
        "questionnaire_version": card.version,
        "rubric_version": card.rubric_version,
        "run": card.run,
        "earned": round(card.earned, 4),
        "possible": round(card.possible, 4),
        "score": round(card.score, 1),
        "band": card.band,
        "band_reason": card.band_reason,
        "dimensions": [
            {"id": one.id, "earned": round(one.earned, 4), "possible": round(one.possible, 4)}
            for one in card.dimensions
        ],
        "checks": [
            {
                "id": one.id,
                "dimension": one.dimension,
                "earned": round(one.earned, 4),
                "possible": round(one.possible, 4),
                "reason": one.reason,
            }
            for one in card.checks
        ],
        "findings": [
            {
                "id": one.id,
                "severity": one.severity,
                "saw": one.saw,
                "why": one.why,
                "next": one.next,
                "source": list(one.source),
                "question": one.question,
                "item": one.item,
            }
            for one in card.findings
        ],
        "parked": [_parked(place, answers) for place in card.parked],
        "open": [_place(place) for place in card.open],
        "wrong": [_place(place) for place in card.wrong],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"question": place.name, **({"item": place.item} if place.item else {})}


def _parked(place: Place, answers: Answers) -> dict[str, Any]:
    why = answers.parked.get(place)
    found = _place(place)
    if why and why.owner:
        found["owner"] = why.owner
    if why and why.until:
        found["date"] = why.until.isoformat()
    return found


def write(card: Scorecard, answers: Answers, *, plan: str, digest: str) -> str:
    """The scorecard as TOML, with the name and the hash of the plan that it judges."""
    named = {"plan": clean_line(plan), MARK: digest}
    return tomli_w.dumps({**named, **tree(card, answers)})
