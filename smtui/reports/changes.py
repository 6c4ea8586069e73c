"""What became of the answers of a plan made with an older questionnaire, in plain lines."""

from collections.abc import Iterator

from smtui.plan.migration import GROUPS, KEPT, Migration, Row


def write(migration: Migration) -> str:
    """The table: what needs a person first, what was kept only counted."""
    lines = [f"From version {migration.made_with} to {migration.here}: {migration.summary}."]
    for what, words in GROUPS.items():
        # of what is as it was, only that of which there is something to say
        rows = [row for row in migration.of(what) if row.why or what != KEPT]
        if rows:
            lines += ["", f"{what}: {words}"]
            for row in rows:
                lines += _lines(row)
    return "\n".join(lines)


def _lines(row: Row) -> Iterator[str]:
    names = f"{row.old} -> {row.new}" if row.new and row.new != row.old else row.old
    label = f"{row.label} ({names})" if row.label != row.old else names
    yield f"  {label}: {row.was}"
    if row.why:
        yield f"      {row.why}"
