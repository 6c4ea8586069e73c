"""How a plan is kept at this moment, in the few words that fit beside its title."""

from dataclasses import dataclass
from datetime import datetime

from smtui.saving.failures import Step


@dataclass(frozen=True)
class Standing:
    """What a keeper knows. `failed` is why the file could not be written, `unkept` why the journal
    cannot; None where there is no journal. `outside` says what others have done to the file.
    """

    has_file: bool
    dirty: bool
    failed: str = ""
    unkept: str | None = None
    pending: bool = False
    saved_at: datetime | None = None
    moved: str = ""
    doubt: str = ""
    outside: str = ""


def status_words(now: Standing) -> str:
    """The truth about the answers, in a few words."""
    if now.dirty:
        return _not_in_the_file(now)
    if now.saved_at is None:
        words = "saved" if now.has_file else "new"
    else:
        words = f"saved {now.saved_at:%H:%M}"
    words += f" as {now.moved}" if now.moved else ""
    but = now.outside or now.doubt
    return words + (f", but {but}" if but else "")


def _not_in_the_file(now: Standing) -> str:
    """What is known of answers that the file has not."""
    failed = brief(now.failed)
    if now.unkept is None:
        return f"NOT SAVED: {failed}" if failed else "changed"
    if now.unkept:
        return f"NOT KEPT: {now.unkept}"
    if failed:
        return f"kept, NOT SAVED: {failed}"
    return "typing" if now.pending else "kept"


def brief(sentence: str) -> str:
    """Why something failed, without the step at which it did and what that means for the file."""
    said = sentence.partition("; ")[0]
    for step in Step:
        said = said.removeprefix(f"{step}: ")
    return said
