"""A plan's file: where it lies, what it held when it was last ours, and how it is replaced."""

import contextlib
import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

from smtui.files import digest_of
from smtui.saving import ChangedMeanwhile, SaveFailed, replace_file
from smtui.text import file_name

NOT_CERTAIN = "it might not survive a power cut now"

Backup = Callable[[bytes], object]


class PlanFile:
    """The file of one plan. It is only ever replaced when it still is what was read or written.

    `digest` is the hash of the bytes that are ours in it; None while there is no file. Until it
    is `settled` the file has a provisional name, and gets the one of the plan's title.
    `made_with` is the version of an older questionnaire that it was made with: a copy of it is
    kept before it is replaced. `refusal` says why a path must not be written, if it must not.
    """

    def __init__(
        self,
        path: Path,
        digest: str | None = None,
        *,
        settled: bool = True,
        made_with: str = "",
        refusal: Callable[[Path], str] = lambda path: "",
    ) -> None:
        self.path = path
        self.digest = digest
        self.made_with = made_with
        self.moved = ""
        """The name it got because somebody else's file lay at its own; empty for none."""
        self.provisional: Path | None = None
        """The provisional name that was done away with, until somebody has taken note of it."""
        self._settled = settled
        self._refusal = refusal
        self._older_is_kept = False

    @property
    def older_copy(self) -> Path | None:
        """Where the file of an older version will be kept; None when there is none to keep."""
        return older_copy(self.path, self.made_with) if self.made_with else None

    @property
    def is_gone(self) -> bool:
        """Whether it was there, and somebody has taken it away."""
        return self.digest is not None and not os.path.exists(self.path)

    @property
    def is_ours(self) -> bool:
        """Whether it holds what was last read or written."""
        return self.digest is not None and digest_of(self.path) == self.digest

    @property
    def is_anothers(self) -> bool:
        """Whether something lies there that is not ours."""
        return os.path.exists(self.path) and not self.is_ours

    def named(self, title: str) -> Path:
        """The path that it is to have when its plan is called so; its own where that is settled."""
        return (
            self.path.with_name(f"{file_name(title)}.toml")
            if title and not self._settled
            else self.path
        )

    def write(self, data: bytes, named: Path, backup: Backup | None = None) -> str:
        """Put a plan into its file, under another name if that is asked for.

        Where somebody else's file lies ours goes beside it. The result says what is in doubt, in
        words; most often nothing. Raises `SaveFailed` or `OSError`; nothing has changed then.
        """
        target = free_path(named) if named != self.path or self.is_anothers else named
        if refusal := self._refusal(target):
            raise SaveFailed(f"{refusal}; nothing was written")
        if self.made_with and target == self.path and not self._older_is_kept:
            keep_older(self.path, self.made_with)
            self._older_is_kept = True
        while True:
            there = self.digest if target == self.path and not self.is_gone else None
            try:
                notices = replace_file(target, data, expected=there, before=backup)
            except ChangedMeanwhile:
                target = free_path(named)  # somebody was quicker, just now
                continue
            except SaveFailed as problem:
                if not problem.replaced:
                    raise
                notices = (*problem.notices, NOT_CERTAIN)
            break
        self._settle(named, target)
        # of our bytes, not of the file's: somebody may have replaced it again by now
        self.digest = hashlib.sha256(data).hexdigest()
        self.made_with = ""
        return "; ".join(notices)

    def _settle(self, named: Path, target: Path) -> None:
        """The plan has been written to `target`: go on there, and clear the old name away."""
        old = self.path
        self.path = target
        if named == old:
            if target != old:
                self.moved = target.name
            return
        self._settled = True
        if self.digest is not None and digest_of(old) == self.digest:
            with contextlib.suppress(OSError):
                old.unlink()
                self.provisional = old

    def go_beside(self) -> None:
        """Leave the file to whoever changed it, and go on in one beside it."""
        self.path = free_path(self.path)
        self.digest = None
        self.moved = self.path.name

    def take_on(self, digest: str) -> None:
        """What lies there now, with this hash, is known and may be replaced."""
        self.digest = digest


def free_path(path: Path) -> Path:
    """The path, or the first of path-2, path-3 ... at which nothing lies."""
    candidate, number = path, 2
    while os.path.lexists(candidate):
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate


def older_copy(path: Path, made_with: str) -> Path:
    """Where the copy of a plan made with an older version lies, beside it: `plan.v1.0.toml`."""
    version = re.sub(r"[^A-Za-z0-9.]+", "-", made_with)[:20].strip(".-")
    return free_path(path.with_name(f"{path.stem}.v{version}{path.suffix}"))


def keep_older(path: Path, made_with: str) -> Path:
    """Put a copy of such a plan beside it, and say where. Raises `OSError` or `SaveFailed`."""
    copy = older_copy(path, made_with)
    replace_file(copy, path.read_bytes())
    return copy
