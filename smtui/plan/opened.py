"""A plan that is open: what every face gets to work with."""

from collections.abc import Sequence
from dataclasses import dataclass

from smtui.plan.keeper import Keeper
from smtui.plan.session import Session


@dataclass(frozen=True)
class Opened:
    """A plan that is open: its session, who keeps it, and what it is called.

    `notices` are said once, in words: what was mended or found when it was opened.
    """

    session: Session
    keeper: Keeper
    title: str = ""
    notices: Sequence[str] = ()
