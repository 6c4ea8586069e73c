"""Every command of the plain interview in one table: its help, the README and the parser use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from smtui.mistakes import closest


@dataclass(frozen=True)
class Command:
    """One command: its name, what stands behind it, and a sentence for the help.

    `at_list` commands work on the items of a list.
    """

    name: str
    takes: str
    help: str
    at_list: bool = False

    @property
    def shown(self) -> str:
        """How it is typed: "/park OWNER, DATE"."""
        return f"/{self.name} {self.takes}".rstrip()


_COMMANDS = (
    Command("help", "", "Say these commands; a question mark alone does so, too."),
    Command("why", "", "Say why this is asked, a good and a weak answer, and more on the choices."),
    Command(
        "words", "WORD", "Say what a word means; without one, the words and cases of the question."
    ),
    Command("more", "", "Say all choices, where only the first ones were said."),
    Command("again", "", "Say the whole question again."),
    Command("back", "", "Go to the question before. Nothing is checked, nothing is lost."),
    Command("next", "", "Go to the next question and leave this one as it is."),
    Command(
        "go", "WHERE", "Go somewhere: a name, words of a question, or a number of /list or /open."
    ),
    Command("park", "OWNER, DATE", "Not known yet: note who finds out and by when, and go on."),
    Command("note", "TEXT", "Write a note beside the question; /note - takes it away."),
    Command("na", "", "Not applicable: where a question allows that, say so and go on."),
    Command("disagree", "NAME: TEXT", "Note who sees it another way; /disagree - takes it away."),
    Command("clear", "", "Take the answer away, or the parking, or that it does not apply."),
    Command("undo", "", "Take the last change back, as often as you like."),
    Command("redo", "", "Take the last undo back."),
    Command("missing", "", "Ask only what has no answer yet; again asks everything."),
    Command("run", "", "Go on in the other run, short or full; it asks only what is missing."),
    Command("list", "", "Say the sections and how each stands."),
    Command("open", "", "Say what is wrong, open or parked, with numbers for /go."),
    Command("score", "", "Say the score, and what to do next."),
    Command("save", "", "Save now. It is saved after each answer, too."),
    Command("quit", "", "Save and end. To go on later, open the plan again."),
    Command("add", "NAMES", "Add to the list: one, or several with ; between.", at_list=True),
    Command("copy", "NUMBER", "Copy one of the list with its answers.", at_list=True),
    Command("up", "NUMBER", "Move one of the list up.", at_list=True),
    Command("down", "NUMBER", "Move one of the list down.", at_list=True),
    Command("delete", "NUMBER", "Delete one of the list; says first what names it.", at_list=True),
)
COMMANDS: Mapping[str, Command] = MappingProxyType({one.name: one for one in _COMMANDS})
"""Every command by its name."""

ASIDE = (
    "//  at the beginning of an answer stands for one slash.",
    "In an answer of several lines a line with a single dot stands for an empty line.",
)
"""What the help says besides the commands."""


@dataclass(frozen=True)
class Typed:
    """A line as it was meant: a command and what stands behind it, or, without one, words."""

    command: str
    words: str


def read(line: str) -> Typed:
    """What a line means. A slash that is doubled is the slash of an answer."""
    said = line.strip()
    if said == "?":
        return Typed("help", "")
    if not said.startswith("/"):
        return Typed("", line)
    if said.startswith("//"):
        return Typed("", line.replace("//", "/", 1))
    name, _, rest = said[1:].partition(" ")
    return Typed(name.casefold() or "help", rest.strip())


def unknown(name: str) -> str:
    """What to say to a command that there is not."""
    near = closest(name, COMMANDS)
    meant = f"Did you mean /{near}? " if near else ""
    return f"There is no command /{name[:40]}. {meant}/help says them all."


def help_lines() -> list[str]:
    """All commands, one a line."""
    whole = [one for one in _COMMANDS if not one.at_list]
    of_lists = [one for one in _COMMANDS if one.at_list]
    return [
        "Commands:",
        *(f"{one.shown}: {one.help}" for one in whole),
        "In a list:",
        *(f"{one.shown}: {one.help}" for one in of_lists),
        *ASIDE,
    ]


def readme_table() -> str:
    """All commands as a Markdown table."""
    rows = [f"| `{one.shown}` | {one.help} |" for one in _COMMANDS]
    return "\n".join(["| Command | What it does |", "|---|---|", *rows]) + "\n"
