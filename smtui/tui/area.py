"""A text area that leaves the keys of the program alone."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from smtui.tui.keys import KEYS

_OURS = frozenset(key for one in KEYS.values() for key in one.keys if key[1:].isdigit())


def _keys(binding: BindingType) -> set[str]:
    return set((binding.key if isinstance(binding, Binding) else binding[0]).split(","))


class Area(TextArea, inherit_bindings=False):
    """Textual's own selects all with F7, and the next letter would erase it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in TextArea.BINDINGS if not _OURS & _keys(binding)
    ]
