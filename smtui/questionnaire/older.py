"""Checks what was called otherwise in older versions (`renamed_from`), and what is retired."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smtui.questionnaire import model as m
from smtui.questionnaire.kinds import Grid, OneOf
from smtui.questionnaire.notes import Notes, Path
from smtui.questionnaire.rubric import PART
from smtui.questionnaire.sentences import Older, several


@dataclass
class OlderNames:
    """Notes what would leave the way of an old answer open: an older name must lead to one."""

    made: m.Questionnaire
    notes: Notes

    def check(self) -> None:
        """Note every older name that is none, is still in use, or is claimed twice."""
        made = self.made
        self._all("sections", {one.id: one.renamed_from for one in made.sections})
        self._all("lists", {name: one.renamed_from for name, one in made.lists.items()})
        self._all("questions", {name: one.renamed_from for name, one in made.questions.items()})
        for name, question in made.questions.items():
            if isinstance(question, OneOf):
                self._inside(name, "choices", question.choices)
                self._retired(question)
            if isinstance(question, Grid):
                self._inside(name, "rows", question.rows)

    def _all(self, kind: str, older: Mapping[str, Older]) -> None:
        claimed: dict[str, str] = {}
        for name, names in older.items():
            for old in several(names):
                self._one(kind, name, _whole(name, old), older, claimed, ())

    def _inside(self, owner: str, key: str, things: Sequence[m.Choice | m.Row]) -> None:
        known = {one.id: one for one in things}
        claimed: dict[str, str] = {}
        for at, one in enumerate(things):
            for old in several(one.renamed_from):
                self._one("questions", owner, old, known, claimed, (key, at), one.id)

    def _one(
        self,
        kind: str,
        name: str,
        old: str,
        known: Mapping[str, object],
        claimed: dict[str, str],
        below: Path,
        inner: str = "",
    ) -> None:
        what, mend = "", ""
        if not all(PART.fullmatch(part) for part in old.split(".")):
            what = f"'{old}' cannot have been a name"
            mend = "names are made of a-z, 0-9 and _, and of a dot between two parts"
        elif old in known:
            what = f"'{old}' is still there: nothing else was called so before"
            mend = "give the older name, or leave 'renamed_from' out"
        elif old in claimed:
            what = f"'{old}' is the older name of '{claimed[old]}' already"
            mend = "an old answer can move to one place only"
        claimed.setdefault(old, inner or name)
        if what:
            self.notes.of(kind, name, what, mend, below=(*below, "renamed_from"))

    def _retired(self, question: OneOf) -> None:
        retired = [one.id for one in question.choices if one.retired]
        if retired and len(retired) == len(question.choices) and not question.choices_from:
            what = f"every choice of '{question.id}' is retired"
            self.notes.of("questions", question.id, what, "give it one that is offered")
        if question.default in retired:
            what = f"the default '{question.default}' is retired"
            mend = "suggest a choice that is offered"
            self.notes.of("questions", question.id, what, mend, below=("default",))


def _whole(name: str, old: str) -> str:
    """An older name in full: its last part alone may stand for it."""
    above = name.rpartition(".")[0]
    return f"{above}.{old}" if above and PART.fullmatch(old) else old
