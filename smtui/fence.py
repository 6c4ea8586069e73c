"""The folder that plans must lie in, where smtui is run for people who may see no other (a shared
host): every path that somebody names is taken through it.

What is refused is refused in one sentence, whether there is such a file or not.
"""

import os
from pathlib import Path

from smtui.mistakes import BadInput, Mistake

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Fence:
    """A folder that no path leads out of; without one (None) every path is as good as any."""

    def __init__(self, root: Path | None = None) -> None:
        """`root` must be there. Raises `OSError` or `ValueError` if it is not."""
        self.root = Path(os.path.realpath(root, strict=True)) if root is not None else None
        self._named = Path(os.path.abspath(root)) if root is not None else None

    def inside(self, path: str | Path) -> Path:
        """The path without links, counted from the folder. Raises `BadInput` if it leads out.

        Without a folder it stays as it is.
        """
        path = Path(path)
        if self.root is None:
            return path
        found = self._found(path)
        if found is None:
            what = "this is not in the folder of your plans"
            raise BadInput(Mistake(str(path), 0, what, f"name a file in {self.root}"))
        return found

    def holds(self, path: str | Path) -> bool:
        """Whether a path does not lead out of the folder."""
        return self.root is None or self._found(Path(path)) is not None

    def holds_all(self, folder: Path) -> bool:
        """Whether no link in a folder and below it leads out."""
        if self.root is None:
            return True
        found = (
            os.path.join(top, name)
            for top, folders, files in os.walk(folder)
            for name in (*folders, *files)
        )
        return self.holds(folder) and all(map(self.holds, found))

    def open(self, path: str | Path, flags: int) -> int:
        """Open a path that `inside` gave, following no link at all: one that has come since then
        must not lead out. Raises `OSError`.
        """
        if self.root is None:
            return os.open(path, flags)
        folder = os.open(self.root, _FOLDER)
        try:
            *folders, name = Path(path).relative_to(self.root).parts
            for one in folders:
                inner = os.open(one, _FOLDER, dir_fd=folder)
                os.close(folder)
                folder = inner
            return os.open(name, flags | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
        finally:
            os.close(folder)

    def _found(self, path: Path) -> Path | None:
        assert self.root is not None
        assert self._named is not None
        try:
            if ".." in path.parts:
                return None  # even where it leads back in: else it would tell what lies outside
            if path.is_absolute() and not (
                path.is_relative_to(self._named) or path.is_relative_to(self.root)
            ):
                return None
            found = Path(os.path.realpath(self.root / path))
            return found if found.is_relative_to(self.root) else None
        except (OSError, ValueError):  # no name for a file: a NUL, half a letter, too long
            return None
