"""What is handed on: one module a format."""
