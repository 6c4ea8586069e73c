"""What all reports say in the same words: points, bands, places, what is parked and open."""

from collections.abc import Iterator, Sequence
from datetime import date

from smtui.plan.answers import Place
from smtui.plan.named import place_name
from smtui.plan.rules import Reading
from smtui.questionnaire.model import Questionnaire
from smtui.scoring.left import said_beside
from smtui.scoring.scorecard import Scorecard
from smtui.text import format_number

MOST_FINDINGS = 5
"""Next steps named first; more at once is a wall."""
MOST_STRENGTHS = 2
SEVERITY = {
    "blocker": "Blocker",
    "serious": "Serious",
    "warning": "Warning",
    "advice": "Advice",
    "strength": "Strong",
}
NO_FORECAST = (
    "A score says how well the plan is thought through. It does not forecast success, "
    "grade a team or compare companies."
)


def points(value: float) -> str:
    """Points, to one decimal place."""
    return format_number(round(value, 1))


def day(value: date) -> str:
    """A day that nobody reads as another: 1 Dec 2026."""
    return f"{value.day} {value:%b} {value.year}"


def verdict(card: Scorecard) -> str:
    """The score and its band: "97.8 of 100, band B: Run after fixing the warnings"."""
    band = f", band {card.band}: {card.band_title}" if card.band else ""
    return f"{points(card.score)} of 100{band}"


def assessed(card: Scorecard, questionnaire: Questionnaire) -> str:
    """Which run was judged and how much of the rubric it reaches."""
    run = questionnaire.runs.get(card.run)
    name = (run.title if run else card.run).lower()
    reach = f"{points(card.earned)} of {points(card.possible)} points"
    if round(card.full_possible - card.possible, 1) > 0:
        reach += f"; the rubric has {points(card.full_possible)} in all"
    return f"Judged as the {name} run: {reach}."


def gain(lost: float) -> str:
    """What lost points can be brought back: "up to 6 points"; empty for nothing."""
    worth = points(lost)
    if worth == "0":
        return ""
    return f"up to {worth} point{'' if worth == '1' else 's'}"


def parked(card: Scorecard, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """What is not known yet: what, who finds out ("" for nobody), by when ("" for no date)."""
    for place in card.parked:
        why = reading.answers.parked.get(place)
        until = day(why.until) if why and why.until else ""
        yield place_name(reading, place), why.owner if why else "", until


def beside(card: Scorecard, reading: Reading) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What was said beside answers, or in their place, by sort: what it is about, what was said.

    First what an organisation overrides. Nothing is said of a sort that nobody has used.
    """
    answers = reading.answers
    overrides = card.overrides
    told: list[tuple[str, list[tuple[str, str]]]] = [
        (
            overrides.heading if overrides else "",
            [(one.what, one.words) for one in overrides.rows] if overrides else [],
        ),
        (
            "Somebody disagrees",
            [
                (place_name(reading, at), _joined(one.name, one.text))
                for at in said_beside(reading, answers.disagreements)
                for one in [answers.disagreements[at]]
            ],
        ),
        ("Does not apply", [(place_name(reading, at), "") for at in card.left.not_applicable]),
        (
            "Notes",
            [
                (place_name(reading, at), _joined(one.author, one.text))
                for at in said_beside(reading, answers.remarks)
                for one in [answers.remarks[at]]
            ],
        ),
    ]
    yield from ((sort, entries) for sort, entries in told if entries)


def _joined(name: str, text: str) -> str:
    return ": ".join(part for part in (name, text) if part)


def by_section(places: Sequence[Place], reading: Reading) -> Iterator[tuple[str, list[str]]]:
    """The sections that some places stand in, each with what they are called."""
    homes = reading.questionnaire.homes
    for section in reading.questionnaire.sections:
        here = [place for place in places if homes[place.name].section == section.id]
        names = [place_name(reading, place) for place in here]
        if names:
            yield reading.section_words(section.id, "title"), names
