"""What is done to the items of a list: adding, copying, deleting, moving, many at once."""

from collections.abc import Callable

from textual.screen import Screen

from smtui.plan.places import going_said, heirs, left_to_one, uses_said
from smtui.plan.session import Session
from smtui.questionnaire.kinds import Grid, Text
from smtui.questionnaire.model import Question
from smtui.text import plural
from smtui.tui.dialogs import Confirm
from smtui.tui.editor import ONLY_TO_LOOK_AT
from smtui.tui.lists import kept_in_mind
from smtui.tui.saying import say

_SHOWN = 8


class ItemWork:
    """Does it with the session, asks where something hangs on an item, and leads to the result."""

    def __init__(
        self, screen: Screen[None], session: Session, go: Callable[[str, str, bool], None]
    ) -> None:
        """`go(list, item, open)` shows an item; `open` puts the focus into its first question."""
        self._screen = screen
        self._session = session
        self._go = go

    def _say(self, words: str) -> None:
        say(self._screen, words)

    def act(self, what: str, list_id: str, item: str) -> None:
        """Do one of "add", "copy", "delete", "up", "down"."""
        known = self._session.questionnaire.lists
        if list_id not in known or (item and item not in self._session.answers.ids(list_id)):
            return  # asked for before the page was turned, or the item went away
        if self._session.read_only:
            self._say(ONLY_TO_LOOK_AT)
            return
        if what == "add":
            self._shown(list_id, self._session.add_item(list_id))
        elif what == "copy":
            self._shown(list_id, self._session.duplicate_item(list_id, item))
        elif what == "delete":
            self.delete(list_id, item)
        else:
            self._session.move_item(list_id, item, -1 if what == "up" else 1)
            self._go(list_id, item, False)

    def _shown(self, list_id: str, item: str) -> None:
        if item:
            self._go(list_id, item, True)
        else:
            entry = self._session.questionnaire.lists[list_id]
            self._say(f"There are no more than {plural(entry.most, entry.one, entry.many)}.")

    # deleting

    def delete(self, list_id: str, item: str) -> None:
        """Delete an item: at once when nothing hangs on it, for undo brings it back."""
        hanging = uses_said(self._session, list_id, item)
        if not hanging:
            self._deleted(list_id, item, "")
            return
        entry = self._session.questionnaire.lists[list_id]
        title = self._session.reading.title(list_id, item)
        choices = [
            (one, f"Delete it, and let these name {self._heir_said(list_id, item, one)}")
            for one in heirs(self._session, list_id, item)[:_SHOWN]
        ]
        if not left_to_one(self._session, list_id, item):
            choices.append(("", f"Delete it, {self._without(list_id, item)}"))
        choices.insert(0, ("cancel", "Keep it"))
        lines = _listed(f"These name this {entry.one}:", hanging)

        def taken(choice: str | None) -> None:
            if choice is not None and choice != "cancel":
                self._deleted(list_id, item, choice)

        self._screen.app.push_screen(Confirm(f"Delete '{title}'?", lines, choices, cancel=0), taken)

    def _heir_said(self, list_id: str, item: str, heir: str) -> str:
        """What takes over is called so; and what it cannot take over."""
        title = self._session.reading.title(list_id, heir)
        return f"'{title}'{going_said(self._session, list_id, item, heir)}"

    def _without(self, list_id: str, item: str) -> str:
        """What becomes of what names an item, in words, when nothing takes its place."""
        questions = self._session.questionnaire.questions
        uses = [questions[at.name] for at in self._session.uses_of(list_id, item)]
        becomes = {_becomes(one) for one in uses}
        if len(becomes) == 1:
            return becomes.pop()
        return f"and leave these without it{going_said(self._session, list_id, item, '')}"

    def _deleted(self, list_id: str, item: str, move_to: str) -> None:
        session = self._session
        title = session.reading.title(list_id, item)
        ids = session.answers.ids(list_id)
        at = ids.index(item)
        session.delete_item(list_id, item, move_to)
        left = session.answers.ids(list_id)
        self._go(list_id, left[min(at, len(left) - 1)] if left else "", False)
        self._say(f"'{title}' is deleted. F4 brings it back.")

    # many at once

    def offer(self, list_id: str, lines: list[str]) -> None:
        """Ask whether each line is to become an item."""
        session = self._session
        entry = session.questionnaire.lists[list_id]
        name = self._first_text(list_id)
        room = max(entry.most - len(session.answers.ids(list_id)), 0)
        empty = self._first_is_empty(list_id, name)
        lines, left = lines[: room + empty], lines[room + empty :]
        if session.read_only or not name or not lines:
            self._say(f"No more {entry.many} can be added here.")
            return
        many = plural(len(lines), entry.one, entry.many)
        said = [f"  {line}" for line in lines[:_SHOWN]]
        if len(lines) > _SHOWN:
            said.append(f"  and {len(lines) - _SHOWN} more")
        if left:
            said.append(f"There is no room for {kept_in_mind(left)}.")

        def taken(choice: str | None) -> None:
            if choice == "add":
                self._add_all(list_id, name, lines)

        choices = [("add", f"Add {many}"), ("cancel", "Do not add them")]
        self._screen.app.push_screen(Confirm(f"Add {many}?", said, choices), taken)

    def _add_all(self, list_id: str, name: str, lines: list[str]) -> None:
        self._go(list_id, self._session.add_items(list_id, name, lines), False)

    def _first_is_empty(self, list_id: str, name: str) -> bool:
        """Whether the list holds but one item, about which nothing is said."""
        ids = self._session.answers.ids(list_id)
        return (
            len(ids) == 1
            and bool(name)
            and not any(True for _ in self._session.answers.of_item(ids[0]))
        )

    def _first_text(self, list_id: str) -> str:
        """The question that a pasted line answers: the first of the list that takes a text."""
        questionnaire = self._session.questionnaire
        for section in questionnaire.sections:
            for question in section.questions:
                mine = questionnaire.homes[question.id].list == list_id
                if mine and isinstance(question, Text):
                    return question.id
        return ""


def _becomes(use: Question) -> str:
    """What becomes of what names an item that is deleted."""
    if isinstance(use, Grid):
        return "with these rows"
    return "and leave these open" if use.single_line else "and take it out of these"


def _listed(title: str, words: list[str]) -> list[str]:
    """A few of some lines under their title; nothing for none."""
    if not words:
        return []
    more = [f"  and {len(words) - _SHOWN} more"] if len(words) > _SHOWN else []
    return [title, *(f"  {one}" for one in words[:_SHOWN]), *more]
