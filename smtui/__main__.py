"""``python -m smtui`` is the same as the ``smtui`` command."""

from smtui.cli import entry

if __name__ == "__main__":
    entry()
