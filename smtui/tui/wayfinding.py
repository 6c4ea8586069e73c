"""Where one can go from here, by name: the sections, questions and actions for the search."""

from collections.abc import Iterator

from smtui.plan.session import Position, Session
from smtui.questionnaire.model import Questionnaire
from smtui.text import clean_line
from smtui.tui.glossary import entries
from smtui.tui.keys import GROUPS, KEYS
from smtui.tui.places import place_name, switch_words, way_to
from smtui.tui.search import Entry

_NOT_BY_NAME = frozenset({"commands", "line_up", "line_down", "choose", "cancel"})


def ways(
    session: Session | None, questionnaire: Questionnaire, context: str
) -> tuple[list[Entry], dict[str, Position]]:
    """Entries for the search, and where those that are places lead.

    The key of any other entry is that of a word or card, or the name of an action.
    """
    found: list[Entry] = []
    positions: dict[str, Position] = {}
    if session is not None:
        for key, entry, position in _places(session):
            found.append(entry)
            positions[key] = position
        found += _of_runs(session) if context == "form" else ()
        words = "Another plan: save this one, and go to the first screen."
        found.append(Entry("leave", words))
    return [*found, *_actions(context), *entries(questionnaire)], positions


def _places(session: Session) -> Iterator[tuple[str, Entry, Position]]:
    for section in session.questionnaire.sections:
        key = f"section {section.id}"
        title = clean_line(session.reading.section_words(section.id, "title"))
        yield key, Entry(key, title, "section"), Position(section.id)
    for at, place in enumerate(session.reading.places()):
        position = way_to(session, place)
        if position is not None and session.questionnaire.questions[place.name].answerable:
            key = f"question {at}"
            name = place_name(session.reading, place)
            yield key, Entry(key, name, "question", common=False), position


def _of_runs(session: Session) -> Iterator[Entry]:
    """What of a plan is asked."""
    if session.read_only:
        return
    if words := switch_words(session):
        yield Entry("switch_run", words)
    if session.known is None:
        yield Entry("only_missing", "Only what is missing: ask what has no answer yet")
    else:
        yield Entry("only_missing", "Everything again: ask also what has an answer")


def _actions(context: str) -> Iterator[Entry]:
    told = dict.fromkeys((*GROUPS[context].actions, *GROUPS["app"].actions))
    for action in told:
        if action not in _NOT_BY_NAME:
            key = KEYS[action]
            yield Entry(action, f"{key.label.capitalize()}: {key.help}", key.shown)
