"""The tests mirror the package, one file a module; tests/terminal.py is their pseudo-terminal."""
