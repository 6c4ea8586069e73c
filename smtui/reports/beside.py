"""A model plan and one's own side by side, as plain text: one question after the other."""

from collections.abc import Iterator

from smtui.reports import wording
from smtui.scoring.beside import Beside, Line, Part, Worth
from smtui.scoring.scorecard import Scorecard
from smtui.text import LINE_WIDTH, clean_line, wrapped

MODEL, YOURS = "Model", "Yours"
_LABEL = 9


def write(found: Beside, *, model: str, yours: str) -> str:
    """Both plans in lines of at most 78 columns; `model` and `yours` are what they are called."""
    lines = [
        *wrapped(f"{clean_line(model)} and {clean_line(yours)}, side by side"),
        *_said(MODEL, verdict(found, found.model)),
        *_said(YOURS, verdict(found, found.yours)),
    ]
    for part in found.pairs:
        lines += ["", *_part(part)]
    lines += ["", *wrapped(wording.NO_FORECAST)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def verdict(found: Beside, card: Scorecard) -> str:
    """The score of one of both plans, and of which run it is."""
    return f"{wording.verdict(card)}{f' ({found.run})' if found.run else ''}"


def _part(part: Part) -> Iterator[str]:
    title = clean_line(part.title)
    yield from wrapped(f"{title}: {points_words(part)}" if points_words(part) else title)
    for line in part.lines:
        yield ""
        yield from _line(line)
    for label, worth in ((MODEL, part.model), (YOURS, part.yours)):
        said = list(findings_words(worth))
        if said:
            yield ""
            yield f"What the scorecard says, {label.lower()}:"
            for one in said:
                for at, words in enumerate(wrapped(one, width=LINE_WIDTH - 4)):
                    yield f"{'    ' if at else '  '}{words}"


def points_words(part: Part) -> str:
    """What a section brings on either side; empty where nothing of it is judged."""
    if not part.model.possible and not part.yours.possible:
        return ""
    theirs, mine = (
        f"{wording.points(one.earned)} of {wording.points(one.possible)}"
        for one in (part.model, part.yours)
    )
    return f"model {theirs} points, yours {mine}"


def findings_words(worth: Worth) -> Iterator[str]:
    """What was found on one side, gaps first, each in a sentence."""
    for one in (*worth.gaps, *worth.strengths):
        step = f" Next: {one.next}" if one.next and one.severity != "strength" else ""
        yield clean_line(f"{wording.SEVERITY[one.severity]}: {one.saw}{step}")


def _line(line: Line) -> Iterator[str]:
    yield from wrapped(clean_line(line.label))
    yield from _said(MODEL, line.model)
    yield from _said(YOURS, line.yours)


def _said(label: str, text: str) -> Iterator[str]:
    """A label, and the text beside it; nothing where there is no text."""
    for at, one in enumerate(wrapped(text, width=LINE_WIDTH - _LABEL)):
        yield f"  {label if not at else '':<{_LABEL - 2}}{one}"
