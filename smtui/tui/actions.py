"""Which actions may run: those that a key has. What a text or a file names is no such thing."""

from textual.actions import parse
from textual.app import App
from textual.dom import DOMNode

_OF_THE_APP = frozenset({"quit", "help", "commands", "glossary", "leave", "help_quit"})
"""What the app does when it is asked by name."""
_BY_NAME = frozenset({"switch_run", "only_missing"})
"""What a screen does when it is asked by name, and has no key for."""
_FOR_SCREENS = frozenset({"focus_next", "focus_previous"})
"""What the keys of every screen ask of the app."""


def may_run(where: DOMNode, name: str) -> bool:
    """Whether an action is one that a key of `where` has, or one that the app itself is asked for.

    Textual has many more, and some do harm: they write files, press keys, leave screens.
    """
    if isinstance(where, App):
        return name in _OF_THE_APP or name in _FOR_SCREENS
    return (name in _BY_NAME and hasattr(where, f"action_{name}")) or any(
        parse(binding.action)[1] == name
        for bindings in where._bindings.key_to_bindings.values()
        for binding in bindings
    )
