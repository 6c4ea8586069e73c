"""One module a command, imported when it is called. Each takes what it needs and returns an exit code."""
