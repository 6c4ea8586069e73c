"""Something said in passing, in the corner of the screen: never markup, never raw, never long."""

from textual.app import App
from textual.dom import DOMNode
from textual.notifications import SeverityLevel

from smtui.text import clean_text

MOST = 400
"""Characters of it: it is gone after some seconds, and must not cover the screen."""


def say(
    where: DOMNode,
    words: str,
    severity: SeverityLevel = "information",
    *,
    seconds: float | None = None,
) -> None:
    """Say something; `where` is any part of the screen."""
    said = clean_text(words)
    if len(said) > MOST:
        said = said[: MOST - 3] + "..."
    where.app.clear_notifications()  # what was said before is no longer true, or said again
    where.app.notify(said, severity=severity, markup=False, timeout=seconds)


def hush(app: App[None]) -> None:
    """Take away what was said, for somebody goes on and it would cover what is read next.

    Bad news stays its time: it may not have been seen.
    """
    said = list(app._notifications)
    if said and all(one.severity != "error" for one in said):
        app.clear_notifications()
