"""The screen: the only code that draws with Textual. It shows a session and sends it replies."""
