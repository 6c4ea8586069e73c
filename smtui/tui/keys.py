"""Every key of the screen in one table: the footer, the help screen and the README come from it.

A screen binds `bindings(context)` and has a method `action_NAME` for each action of that context.
What a key does, it does everywhere. All names of keys and all words here are plain ASCII.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from textual.binding import Binding


@dataclass(frozen=True)
class Key:
    """One action: the keys that call it, a word for the footer and a sentence for the help.

    `keys` have Textual's names; the first is the one that the footer shows. `priority` keys come
    before what an editor does with them.
    """

    action: str
    keys: tuple[str, ...]
    label: str
    help: str
    priority: bool = False

    @property
    def shown(self) -> str:
        """Its first key as people call it."""
        return key_name(self.keys[0])

    @property
    def all_shown(self) -> str:
        """All its keys as people call them: "F8, ctrl+n"."""
        return ", ".join(dict.fromkeys(key_name(key) for key in self.keys))


@dataclass(frozen=True)
class Group:
    """The keys of a context: its title in the help, its actions, those of the footer by rank."""

    title: str
    actions: tuple[str, ...]
    footer: tuple[str, ...] = ()


_KEYS = (
    # of a plan
    Key("previous_page", ("f7", "ctrl+o"), "back",
        "Go to the page before. Nothing is checked, nothing is lost."),
    Key("next_page", ("f8", "ctrl+n"), "next",
        "Go to the next page; from the last one to the review, in a lesson to its steps."),
    Key("review", ("f5", "ctrl+r"), "review", "See what is open, wrong or parked, and go there."),
    Key("park", ("f3",), "park", "Not known yet: note who finds out and by when, and go on."),
    Key("score", ("f9", "ctrl+t"), "score", "See the scorecard: what is strong, what to do next."),
    Key("save", ("f2", "ctrl+s"), "save", "Save now. It is saved by itself all the time, too."),
    Key("undo", ("f4", "ctrl+z"), "undo", "Take the last change back, as often as you like."),
    Key("redo", ("f6", "ctrl+y"), "redo", "Take the last undo back."),
    Key("not_applicable", ("ctrl+x",), "does not apply",
        "Say that the question does not apply here, where it may be; again takes that back.",
        priority=True),
    Key("disagree", ("ctrl+f",), "disagree",
        "Note who sees the answer another way, and how."),
    Key("note", ("ctrl+l",), "note", "Write a note beside the question."),
    # of the questions of a page
    Key("next_question", ("enter", "tab", "down"), "next question",
        "Go to the next question. Enter on the last one leads to the next page."),
    Key("previous_question", ("shift+tab", "up"), "question before", "Go to the question before."),
    # of choices
    Key("toggle", ("space",), "choose", "Choose, or take the choice back."),
    Key("take", ("enter",), "take", "Take the choice and go on."),
    Key("skip", ("tab",), "skip", "Go on without choosing."),
    # of the items of a list
    Key("previous_item", ("up",), "one up", "Choose the one above."),
    Key("next_item", ("down",), "one down", "Choose the one below."),
    Key("open_item", ("enter",), "open", "Open its questions."),
    Key("add_item", ("+",), "add", "Add one to the list."),
    Key("delete_item", ("-", "delete"), "delete",
        "Delete this one. What hangs on it is shown first."),
    Key("duplicate_item", ("=",), "copy", "Add a copy of this one."),
    Key("move_item_up", ("<",), "move up", "Move this one up."),
    Key("move_item_down", (">",), "move down", "Move this one down."),
    # of screens made of lines
    Key("choose", ("enter",), "choose", "Choose the line, or go to what it speaks of."),
    Key("line_up", ("up",), "up", "One line up."),
    Key("line_down", ("down",), "down", "One line down."),
    # of dialogs
    Key("accept", ("f8", "ctrl+n"), "done", "Take what is written here, and go on."),
    Key("cancel", ("escape",), "cancel", "Go back. What was typed here is asked about first."),
    Key("close", ("enter", "f1"), "close", "Close this."),
    Key("complete", ("tab",), "complete", "Complete the name of the file or folder."),
    # everywhere
    Key("help", ("f1", "ctrl+g"), "help", "See all keys, and what the marks mean."),
    Key("commands", ("ctrl+p",), "go to",
        "Go to a section, a question or a word, or call an action, by its name."),
    Key("glossary", ("ctrl+k",), "words",
        "See what words mean, and real cases; again goes back. It works while you type, too.",
        priority=True),
    Key("quit", ("ctrl+q",), "quit",
        "Save and leave, from anywhere. Nothing is asked, nothing is lost.", priority=True),
)  # fmt: skip

KEYS: Mapping[str, Key] = MappingProxyType({key.action: key for key in _KEYS})
"""Every action by its name."""

_PLAN = (
    "previous_page", "next_page", "review", "park", "not_applicable", "disagree", "note", "score",
    "save", "undo", "redo", "help",
)  # fmt: skip
_ITEMS = (
    "previous_item", "next_item", "open_item", "add_item", "delete_item", "duplicate_item",
    "move_item_up", "move_item_down",
)  # fmt: skip
_LIST_FOOTER = (
    "add_item", "help", "open_item", "delete_item", "next_page", "duplicate_item", "glossary",
)  # fmt: skip
GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        "app": Group("Everywhere", ("help", "commands", "glossary", "quit")),
        "rows": Group("Among lines to choose from", ("choose", "line_up", "line_down")),
        "start": Group(
            "On the first screen",
            ("help",),
            ("choose", "help", "quit"),
        ),
        "form": Group(
            "Anywhere in a plan",
            _PLAN,
            ("next_page", "help", "previous_page", "review", "park", "score", "quit", "glossary"),
        ),
        "page": Group("Among the questions of a page", ("next_question", "previous_question")),
        "choices": Group(
            "Among choices",
            ("toggle", "take"),
            ("take", "skip", "toggle", "help", "next_page", "glossary"),
        ),
        "list": Group("On the line of a list", _ITEMS, _LIST_FOOTER),
        "review": Group(
            "On the review",
            ("previous_page", "next_page", "score", "save", "help"),
            ("choose", "help", "previous_page", "score", "quit"),
        ),
        "score": Group(
            "On the scorecard",
            ("previous_page", "next_page", "review", "save", "help"),
            ("choose", "help", "previous_page", "review", "save", "quit"),
        ),
        "lesson": Group(
            "In a lesson",
            ("previous_page", "help"),
            ("choose", "help", "previous_page", "quit"),
        ),
        "beside": Group(
            "Where two plans lie side by side",
            ("previous_page", "next_page", "help"),
            ("next_page", "help", "previous_page", "choose", "quit"),
        ),
        "migrating": Group(
            "On the table of an older plan",
            ("previous_page", "help"),
            ("choose", "help", "previous_page", "quit"),
        ),
        "asking": Group(
            "Where it is asked how to go on with a plan",
            ("previous_page", "cancel", "help"),
            ("choose", "help", "previous_page", "quit"),
        ),
        "words": Group(
            "Among words and cases",
            ("previous_page", "cancel", "help"),
            ("previous_page", "help", "quit"),
        ),
        "dialog": Group("In a dialog", ("cancel",), ("choose", "cancel")),
        "reading": Group("Where something is read", ("close", "cancel"), ("close", "cancel")),
        "lines": Group("Where lines are written", ("accept", "cancel"), ("accept", "cancel")),
        "path": Group(
            "Where a file is asked for",
            ("complete", "line_up", "line_down", "cancel"),
            ("complete", "choose", "cancel"),
        ),
        "search": Group(
            "Where something is looked for",
            ("line_up", "line_down", "cancel"),
            ("choose", "cancel"),
        ),
    }
)
"""The contexts in which keys are bound."""

_NAMES: Mapping[str, str] = MappingProxyType(
    {"enter": "Enter", "tab": "Tab", "space": "Space", "escape": "Esc", "delete": "Del"}
)
_FOOTER_ORDER = (
    "complete", "choose", "take", "skip", "toggle", "open_item", "add_item", "delete_item",
    "duplicate_item", "previous_page", "next_page", "review", "park", "score", "save", "accept",
    "close", "cancel", "glossary", "help", "quit",
)  # fmt: skip


CHANGING = frozenset(
    {"take", "skip", "toggle", "add_item", "delete_item", "duplicate_item", "park", "save"}
)
"""What the footer does not offer where a plan is only looked at."""


def key_name(key: str) -> str:
    """A key as people call it: "f8" is F8, "enter" is Enter, "ctrl+n" stays."""
    if key[:1] == "f" and key[1:].isdecimal():
        return key.upper()
    return _NAMES.get(key, key)


def bindings(context: str) -> list[Binding]:
    """The bindings of a context, for the BINDINGS of a screen or widget. Raises KeyError."""
    return [
        Binding(name, key.action, key.label, show=False, priority=key.priority)
        for key in (KEYS[action] for action in GROUPS[context].actions)
        for name in key.keys
    ]


def footer_line(
    context: str,
    width: int,
    without: Collection[str] = (),
    labels: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The most important keys that fit into `width` columns: whole ones, help always among them.

    They stand in the order of the keyboard, not of their rank. `without` are actions that would
    do nothing here, `labels` other words for some.
    """
    ranked = GROUPS[context].footer or GROUPS["form"].footer
    kept = {"help"} if "help" in ranked else set()
    for action in ranked:
        if action in without:
            continue
        if len(_footer(kept | {action}, labels)) > width:
            break
        kept.add(action)
    return _footer(kept, labels)[:width]


def _footer(actions: set[str], labels: Mapping[str, str]) -> str:
    shown = [KEYS[action] for action in _FOOTER_ORDER if action in actions]
    return "  ".join(f"{key.shown} {labels.get(key.action, key.label)}" for key in shown)


def help_rows(*contexts: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """For the help: per context its title, and keys and sentence of each of its actions.

    An action is told once, where it comes first.
    """
    told: set[str] = set()
    found = []
    for context in contexts:
        group = GROUPS[context]
        fresh = [action for action in group.actions if action not in told]
        told.update(fresh)
        if fresh:
            found.append((group.title, [(KEYS[one].all_shown, KEYS[one].help) for one in fresh]))
    return found


def readme_table() -> str:
    """All keys as a Markdown table."""
    lines = ["| Key | What it does |", "|---|---|"]
    order = ("form", "page", "choices", "list", "rows", "lines", "path", "app")
    for title, rows in help_rows(*order):
        lines.append(f"| **{title}** | |")
        for keys, words in rows:
            shown = " or ".join(f"`{key}`" for key in keys.split(", "))
            lines.append(f"| {shown} | {words} |")
    return "\n".join(lines) + "\n"
