"""Keeps an open plan: its file, the former versions of it, its lock, and all of it together."""
