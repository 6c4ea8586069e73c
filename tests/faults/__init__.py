"""Faults, on purpose: kills, full disks, torn files, lost lines, hostile input.

``python -m tests.faults`` runs all of it at full counts and prints a table; the tests run the same
goals at small counts (``tests/test_faults.py``).
"""
