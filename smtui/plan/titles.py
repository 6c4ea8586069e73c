"""How plans are called where people read it: what is made up says so behind its name."""

FICTIONAL = "(fictional)"
"""Stands behind the name of a plan that is made up, wherever it is shown."""


def marked(title: str, fictional: bool) -> str:
    """A plan's title, marked where the plan is made up; once, if it says so itself."""
    return f"{title} {FICTIONAL}" if fictional and not title.rstrip().endswith(FICTIONAL) else title


def unmarked(title: str) -> tuple[str, str]:
    """A title and the mark behind it, apart, so that the title alone can be cut."""
    bare = title.rstrip().removesuffix(FICTIONAL)
    return (bare.rstrip(), f" {FICTIONAL}") if bare != title.rstrip() else (title, "")
