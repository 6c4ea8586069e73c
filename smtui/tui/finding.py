"""A finding as the scorecard shows it: what was seen, why it matters, what next, who says so."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from smtui.scoring.explained import short_source
from smtui.scoring.scorecard import FindingSeen
from smtui.tui.texts import MUTED, column, hanging, ui_text

LEAD = 8
"""Columns of the word in front ("Warning"): what was seen, why and next then have a line each."""
_STYLES = {
    "blocker": "bold $text-error",
    "serious": "bold $text-warning",
    "warning": "$text-warning",
    "strength": "$text-success",
}


def lead(severity: str) -> Content:
    """The word in front of a finding."""
    word = "Strong" if severity == "strength" else severity.capitalize()
    return column(ui_text(word, _STYLES.get(severity, "")), LEAD)


def finding_lines(one: FindingSeen, sources: Mapping[str, str], width: int) -> list[Content]:
    """Its lines. Who says so stands at the end of one that has room for it."""
    lines = hanging(lead(one.severity), ui_text(one.saw), width)
    if one.severity != "strength":
        if one.why:
            lines += hanging(Content(" " * LEAD), ui_text(one.why, MUTED), width)
        if one.next:
            lines += hanging(Content(" " * LEAD + "Next: "), ui_text(one.next), width)
    source = short_source(one.source, sources)
    return _with_source(lines, f"  ({source})", width) if source else lines


def _with_source(lines: Sequence[Content], source: str, width: int) -> list[Content]:
    room = (at for at, line in enumerate(lines) if at and line.cell_length + len(source) <= width)
    at = next(room, 0 if lines[0].cell_length + len(source) <= width else None)
    if at is None:
        return list(lines)
    return [*lines[:at], lines[at] + ui_text(source, MUTED), *lines[at + 1 :]]
