"""The scorecard for machines: one tree of plain values, as TOML or JSON."""

from datetime import date
from typing import Any

import tomli_w

from smtui.plan.answers import Answers, Place
from smtui.plan.rules import Reading
from smtui.scoring.left import said_beside
from smtui.scoring.scorecard import CheckScore, DimensionScore, Scorecard
from smtui.text import clean_line

MARK = "plan_sha256"
"""What a file of this kind can be told by."""


def tree(card: Scorecard, reading: Reading, *, fictional: bool = False) -> dict[str, Any]:
    """The scorecard as `smtui score --json` gives it. Points are rounded to 4 places.

    `fictional`: the plan is made up, as an example.
    """
    return {"fictional": fictional, **_judgement(card), **_plan(card, reading)}


def _judgement(card: Scorecard) -> dict[str, Any]:
    """What the rubric says."""
    return {
        "questionnaire": card.questionnaire,
        "questionnaire_version": card.version,
        "rubric_version": card.rubric_version,
        "run": card.run,
        **_points(card),
        "score": round(card.score, 1),
        "band": card.band,
        "band_reason": card.band_reason,
        "dimensions": [{"id": one.id, **_points(one)} for one in card.dimensions],
        "checks": [
            {"id": one.id, "dimension": one.dimension, **_points(one), "reason": one.reason}
            for one in card.checks
        ],
        "findings": [
            {
                "id": one.id,
                "severity": one.severity,
                "dimension": one.dimension,
                "saw": one.saw,
                "why": one.why,
                "next": one.next,
                "source": list(one.source),
                "question": one.question,
                "item": one.item,
                "recovers": round(one.recovers, 4),
                "group": one.group,
            }
            for one in card.findings
        ],
    }


def _plan(card: Scorecard, reading: Reading) -> dict[str, Any]:
    """What is left to do in the plan, what was said beside its answers, what is worked out."""
    answers = reading.answers
    return {
        "parked": [_parked(place, answers) for place in card.parked],
        "open": [_place(place) for place in card.open],
        "wrong": [_place(place) for place in card.wrong],
        "wrong_lists": [{"list": one, "words": words} for one, words in card.left.lists],
        "not_applicable": [_place(place) for place in card.left.not_applicable],
        "notes": [
            {**_place(at), **_given({"text": one.text, "author": one.author})}
            for at in said_beside(reading, answers.remarks)
            for one in [answers.remarks[at]]
        ],
        "disagreements": [
            {**_place(at), **_given({"name": one.name, "text": one.text})}
            for at in said_beside(reading, answers.disagreements)
            for one in [answers.disagreements[at]]
        ],
        "computed": [
            {**_place(at), "value": _plain(reading.value(*at))} for at in card.left.computed
        ],
        **_overridden(card),
    }


def _overridden(card: Scorecard) -> dict[str, Any]:
    """What an organisation overrides in the tables; nothing at all where it has no file for it."""
    if card.overrides is None:
        return {}
    cells = [
        {
            "table": row.table,
            "row": list(row.row),
            "label": row.label,
            "column": cell.column,
            **_given({"was": _plain(cell.was), "now": _plain(cell.now), "words": row.words}),
        }
        for row, cell in card.overrides.cells()
    ]
    source = {"file": clean_line(card.overrides.file.name), "sha256": card.overrides.digest}
    return {"overrides": source, "overridden": cells}


def _points(one: Scorecard | DimensionScore | CheckScore) -> dict[str, float]:
    return {"earned": round(one.earned, 4), "possible": round(one.possible, 4)}


def _place(place: Place) -> dict[str, Any]:
    return {"question": place.name, **_given({"item": place.owner, "row": place.row})}


def _given(said: dict[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in said.items() if one not in (None, "")}


def _plain(value: Any) -> Any:
    """A value as TOML and JSON have it."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _parked(place: Place, answers: Answers) -> dict[str, Any]:
    why = answers.parked.get(place)
    found = _place(place)
    if why and why.owner:
        found["owner"] = why.owner
    if why and why.until:
        found["date"] = why.until.isoformat()
    return found


def write(
    card: Scorecard, reading: Reading, *, plan: str, digest: str, fictional: bool = False
) -> str:
    """The scorecard as TOML, with the name and the hash of the plan that it judges."""
    named = {"plan": clean_line(plan), MARK: digest}
    return tomli_w.dumps({**named, **tree(card, reading, fictional=fictional)})
