"""Hostile texts for one app after the other: a failure names the one with which it came."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import HOSTILE


@contextmanager
def named(name: str) -> Iterator[str]:
    """The hostile text of this name; what fails in the block says so."""
    try:
        yield HOSTILE[name]
    except Exception as error:
        error.add_note(f"with the text {name!r} of tests/conftest.py: {HOSTILE[name][:80]!a}")
        raise
