"""One module a command, imported when it is called. Each is handed what it needs.

What it returns is the exit code.
"""
