"""What covers the screen while the window is too small. It goes away by itself."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from smtui.tui.texts import ui_text

LEAST = Size(40, 10)
WORDS = (
    f"Please make the window larger (at least {LEAST.width} by {LEAST.height}). Nothing is lost."
)


def too_small(size: Size) -> bool:
    """Whether nothing useful fits into a window of this size."""
    return size.width < LEAST.width or size.height < LEAST.height


class TooSmall(ModalScreen[None]):
    """Takes all keys but those that always work, so that nobody types without seeing it."""

    def compose(self) -> ComposeResult:
        """The request."""
        yield Static(ui_text(WORDS))
