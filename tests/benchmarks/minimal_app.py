"""The smallest Textual app with a key to feel: what any Textual program costs at least."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class Minimal(App[None]):
    """One input."""

    def compose(self) -> ComposeResult:
        yield Input(placeholder="Hello")


if __name__ == "__main__":
    Minimal().run()
