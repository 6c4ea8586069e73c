"""Every change of a session on the disk within milliseconds, in a file beside the plan's."""

from smtui.plan.journal.journal import Journal, Pace
from smtui.plan.journal.records import Found, Head, journals_in, read_journal

__all__ = ["Found", "Head", "Journal", "Pace", "journals_in", "read_journal"]
