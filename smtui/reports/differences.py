"""What two versions of a plan do not have in common, in plain lines."""

from collections.abc import Iterator, Sequence

from smtui.plan.recovery.crossroads import NOTHING_SAID, Wording, apart
from smtui.plan.recovery.differences import Row
from smtui.plan.recovery.versions import OURS, THEIRS


def write(rows: Sequence[Row], wording: Wording) -> str:
    """The table, in groups: what both sides changed comes first."""
    lines: list[str] = []
    for kind, title in wording.groups.items():
        found = [row for row in rows if row.kind == kind]
        if found:
            hint = wording.hints.get(kind, "")
            lines += ["", f"{title} ({len(found)})" + (f": {hint}" if hint else "")]
            for row in found:
                lines += _lines(row, wording)
    return "\n".join(lines).lstrip("\n")


def _lines(row: Row, wording: Wording) -> Iterator[str]:
    if row.place is not None:
        ours, theirs = versions(row, wording)
        yield f"  {row.label}" + (f" (before: {row.before})" if row.before else "")
        yield f"      {ours}"
        yield f"      {theirs}"
        return
    before, after = apart(row.before, row.after)
    said = row.why or after or NOTHING_SAID
    yield f"  {row.label}: " + (f"{before} -> {said}" if before and not row.why else said)


def versions(row: Row, wording: Wording) -> tuple[str, str]:
    """The two versions of a question that both sides have changed, ours first."""
    ours, theirs = apart(row.after, row.theirs)
    return (
        f"{wording.sides[OURS]}: {ours or NOTHING_SAID}",
        f"{wording.sides[THEIRS]}: {theirs or NOTHING_SAID}",
    )
