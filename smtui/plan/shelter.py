"""Where what keeps plans safe lies, beside their files: journals, backups, the trash, locks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from smtui import __version__, paths
from smtui.plan.answers import Answers
from smtui.plan.backups import Backups
from smtui.plan.journal import Found, Head, Journal, journals_in, read_journal
from smtui.plan.lock import Holder, Lock
from smtui.questionnaire.model import Questionnaire

MOST_LOST = 20
"""How many plans with lost answers are looked for: more nobody reads."""


@dataclass(frozen=True)
class Shelter:
    """The places of one person on one machine, as the environment names them, and who it is."""

    env: Mapping[str, str]
    who: Holder
    clock: Callable[[], datetime]

    def journal(
        self, plan: Path, digest: str, questionnaire: Questionnaire, base: Answers, text: str
    ) -> Journal:
        """A journal for a plan, which is made when there is something to keep.

        `base` are the answers of its file, which has this hash and text; both empty for none.
        """
        head = Head(
            plan=str(plan),
            digest=digest,
            questionnaire=questionnaire.id,
            version=questionnaire.version,
            questionnaire_digest=questionnaire.digest,
            program=__version__,
            host=self.who.host,
            boot=self.who.boot,
            pid=self.who.pid,
            user=self.who.user,
            started=self.clock().replace(microsecond=0),
        )
        return Journal(paths.journal_dirs(self.env, plan), head, base, text, clock=self.clock)

    def backups(self, plan: Path) -> Backups | None:
        """The backups of a plan; None where there is no place for them."""
        folder = paths.backups_dir(self.env, plan)
        return Backups(folder, self.clock) if folder else None

    def lock(self, plan: Path) -> Lock:
        """The lock of a plan, not yet taken."""
        return Lock(plan, self.who)

    def journals(self, plan: Path) -> list[Found]:
        """What journals of a plan there are, the latest first."""
        found = [
            journal
            for place in paths.journal_dirs(self.env, plan)
            for path in journals_in(place)
            if (journal := read_journal(path)) is not None
        ]
        return sorted(found, key=lambda one: one.last or datetime.min, reverse=True)
