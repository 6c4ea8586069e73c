"""What every face says about a scorecard in the same sentences."""

from collections.abc import Mapping, Sequence

from smtui.questionnaire.model import Questionnaire
from smtui.scoring.scorecard import Scorecard
from smtui.text import format_number, plural

BRINGS_MOST = "What would bring most points:"


def next_explained(card: Scorecard) -> str:
    """What is said above the list of what would bring most points; empty when there is none."""
    best = BRINGS_MOST if card.next_best else ""
    if card.gaps:
        return best
    if card.is_full and not best:
        return "Nothing was found that needs mending."
    return f"No warning is open. {best}".rstrip()


def wrong_words(card: Scorecard) -> str:
    """How many answers are wrong: "2 answers are marked wrong"; empty when none is."""
    number = len(card.wrong) + len(card.left.lists)
    verb = "is" if number == 1 else "are"
    return f"{plural(number, 'answer')} {verb} marked wrong" if number else ""


def band_explained(card: Scorecard, questionnaire: Questionnaire) -> str:
    """What the band means, and what keeps the plan out of the next better one."""
    bands = questionnaire.bands
    at = next((at for at, one in enumerate(bands) if one.id == card.band), 0)
    said = [bands[at].meaning] if bands and bands[at].meaning else []
    if at:
        better = bands[at - 1]
        if round(card.score, 1) < better.start:
            said.append(f"Band {better.id} begins at {format_number(better.start)}.")
        else:
            said.append(f"Not band {better.id} because of: {card.band_reason}.")
    return " ".join(said)


def short_source(codes: Sequence[str], sources: Mapping[str, str]) -> str:
    """Who says so, in a word or two: the first source up to its first comma or colon."""
    if not codes:
        return ""
    return sources.get(codes[0], codes[0]).split(":")[0].split(",")[0].strip()
