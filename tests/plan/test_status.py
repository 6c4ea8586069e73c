"""The few words about how a plan is kept."""

from datetime import datetime

import pytest

from smtui.plan.keeping.status import Standing, brief, status_words

SAVED = datetime(2026, 11, 21, 14, 2)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (Standing(False, False), "new"),
        (Standing(True, False), "saved"),
        (Standing(True, False, saved_at=SAVED), "saved 14:02"),
        (Standing(True, False, saved_at=SAVED, moved="a-2.toml"), "saved 14:02 as a-2.toml"),
        (
            Standing(True, False, saved_at=SAVED, outside="the file is gone"),
            "saved 14:02, but the file is gone",
        ),
        (Standing(True, True, unkept="", pending=True), "typing"),
        (Standing(True, True, unkept=""), "kept"),
        (
            Standing(True, True, "writing the new file: the disk is full; untouched", ""),
            "kept, NOT SAVED: the disk is full",
        ),
        (Standing(True, True, "the disk is full", "disk full"), "NOT KEPT: disk full"),
        (Standing(True, True), "changed"),
        (Standing(True, True, "the disk is full"), "NOT SAVED: the disk is full"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_words_are_the_truth(now: Standing, words: str) -> None:
    assert status_words(now) == words


def test_what_is_no_step_is_left_as_it_is() -> None:
    assert brief("not all would come back: about.size") == "not all would come back: about.size"
