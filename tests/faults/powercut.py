"""What a power cut can leave: every state of the disk that the recorded calls allow.

The model trusts nothing that was not asked for. What was written into a file and not flushed is
there, is missing, is zeros or is torn, each write for itself. What was made, renamed or removed in
a folder and not flushed has happened or not, each for itself, in any order of the disk. A flush of
a file says nothing of its name; a flush of a folder says nothing of what its files hold.
"""

import itertools
import os
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.systems import Tapped

State = Mapping[str, bytes]
"""What is on the disk after the cut: the bytes of each file, by its path."""


@dataclass(eq=False)
class Node:
    """A file or folder while it is recorded: its bytes, at first and now."""

    first: bytes = b""
    data: bytes = b""
    is_folder: bool = False


Write = tuple[int, bytes | None]
"""Where and what; None instead of bytes: the file ends here."""

_Fate = tuple[Write, str, int]


def _applied(data: bytes, fates: list[_Fate]) -> bytes:
    """The bytes of a file after some writes, each with its fate and where it was torn."""
    found = bytearray(data)
    for (at, written), fate, cut in fates:
        if fate == "missing":
            continue
        if written is None:
            del found[at:]
            found.extend(bytes(max(0, at - len(found))))
            continue
        end = at + len(written)
        found.extend(bytes(max(0, (at if fate == "torn" else end) - len(found))))
        if fate == "zeros":
            found[at:end] = bytes(len(written))
        else:
            part = written[:cut] if fate == "torn" else written
            found[at : at + len(part)] = part
    return bytes(found)


@dataclass
class Event:
    """One thing that matters for the disk."""

    what: str
    node: Node | None = None
    folder: str = ""
    names: dict[str, Node | None] = field(default_factory=dict)
    """What a change of a folder gives its names; None takes one away."""
    write: Write = (0, b"")
    said: int = 0


class Recorded(Tapped):
    """Does what `os` does below a folder, and writes down what matters for the disk."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.at_first: dict[str, dict[str, Node]] = {}
        self._files: dict[int, Node] = {}
        self._at: dict[int, int] = {}
        self._append: set[int] = set()
        self._folders: dict[int, str] = {}
        self._now: dict[str, dict[str, Node]] = {}
        for base, folders, files in os.walk(os.path.realpath(root)):
            inside = {one: Node(is_folder=True) for one in folders}
            for one in files:
                data = Path(base, one).read_bytes()
                inside[one] = Node(data, data)
            self._now[base] = inside
            self.at_first[base] = dict(inside)

    def say(self, number: int) -> None:
        """Something is acknowledged: from here on it must survive."""
        self.events.append(Event("say", said=number))

    def _do(
        self,
        name: str,
        real: Callable[..., Any],
        given: tuple[Any, ...],
        named: dict[str, Any],
    ) -> Any:
        found = real(*given, **named)
        if note := getattr(self, f"_note_{name}", None):
            note(found, *given, **named)
        return found

    def _where(self, path: object, dir_fd: int | None) -> tuple[str, str]:
        text = os.fspath(path)  # type: ignore[call-overload]
        if dir_fd is not None:
            return self._folders[dir_fd], text
        folder, name = os.path.split(os.path.abspath(text))
        return os.path.realpath(folder), name

    def _change(self, folder: str, names: dict[str, Node | None]) -> None:
        inside = self._now.setdefault(folder, {})
        for name, node in names.items():
            if node is None:
                inside.pop(name, None)
            else:
                inside[name] = node
        self.events.append(Event("change", folder=folder, names=names))

    def _note_open(
        self, fd: int, path: object, flags: int, mode: int = 0, *, dir_fd: int | None = None
    ) -> None:
        folder, name = self._where(path, dir_fd)
        if flags & os.O_DIRECTORY:
            self._folders[fd] = os.path.join(folder, name) if name else folder
            return
        node = self._now.setdefault(folder, {}).get(name)
        if node is None:
            node = Node()
            self._change(folder, {name: node})
        if flags & os.O_TRUNC:
            self._wrote(node, 0, None)
        self._files[fd], self._at[fd] = node, 0
        if flags & os.O_APPEND:
            self._append.add(fd)

    def _wrote(self, node: Node, at: int, data: bytes | None) -> None:
        node.data = _applied(node.data, [((at, data), "whole", 0)])
        self.events.append(Event("write", node, write=(at, data)))

    def _note_write(self, count: int, fd: int, data: Any) -> None:
        if fd in self._files:
            node = self._files[fd]
            at = len(node.data) if fd in self._append else self._at[fd]
            self._wrote(node, at, bytes(data[:count]))
            self._at[fd] = at + count

    def _note_read(self, part: bytes, fd: int, length: int) -> None:
        if fd in self._at:
            self._at[fd] += len(part)

    def _note_lseek(self, at: int, fd: int, position: int, how: int) -> None:
        self._at[fd] = at

    def _note_ftruncate(self, found: None, fd: int, length: int) -> None:
        self._wrote(self._files[fd], length, None)

    def _note_fsync(self, found: None, fd: int) -> None:
        if fd in self._folders:
            self.events.append(Event("flush folder", folder=self._folders[fd]))
        else:
            self.events.append(Event("flush", self._files[fd]))

    _note_fdatasync = _note_fsync

    def _note_close(self, found: None, fd: int) -> None:
        for each in (self._files, self._at, self._folders):
            each.pop(fd, None)
        self._append.discard(fd)

    def _note_mkdir(self, found: None, path: object, mode: int = 0) -> None:
        folder, name = self._where(path, None)
        self._change(folder, {name: Node(is_folder=True)})

    def _note_unlink(self, found: None, path: object, *, dir_fd: int | None = None) -> None:
        folder, name = self._where(path, dir_fd)
        self._change(folder, {name: None})

    def _note_rename(
        self,
        found: None,
        old: object,
        new: object,
        *,
        src_dir_fd: int | None = None,
        dst_dir_fd: int | None = None,
    ) -> None:
        folder, before = self._where(old, src_dir_fd)
        other, after = self._where(new, dst_dir_fd)
        node = self._now[folder][before]
        if folder == other:
            self._change(folder, {before: None, after: node})
        else:
            self._change(other, {after: node})
            self._change(folder, {before: None})

    _note_replace = _note_rename


@dataclass
class Cut:
    """The disk at one moment: what is certain, and what is not."""

    folders: dict[str, dict[str, Node]]
    changes: dict[str, list[dict[str, Node | None]]] = field(default_factory=dict)
    data: dict[Node, bytes] = field(default_factory=dict)
    pending: dict[Node, list[Write]] = field(default_factory=dict)
    said: int = 0

    def take(self, event: Event) -> None:
        """Go on by one event."""
        if event.what == "say":
            self.said = event.said
        elif event.what == "change":
            self.changes.setdefault(event.folder, []).append(event.names)
        elif event.what == "flush folder":
            inside = self.folders.setdefault(event.folder, {})
            for names in self.changes.pop(event.folder, []):
                _rename(inside, names)
        elif event.node is not None:
            if event.what == "write":
                self.pending.setdefault(event.node, []).append(event.write)
            else:
                done: list[_Fate] = [(one, "whole", 0) for one in self.pending.pop(event.node, [])]
                self.data[event.node] = _applied(self.data.get(event.node, b""), done)


def _rename(inside: dict[str, Node], names: dict[str, Node | None]) -> None:
    for name, node in names.items():
        if node is None:
            inside.pop(name, None)
        else:
            inside[name] = node


def cuts(recorded: Recorded) -> Iterator[Cut]:
    """The disk before the first event, and after each."""
    cut = Cut({folder: dict(names) for folder, names in recorded.at_first.items()})
    for names in recorded.at_first.values():
        cut.data |= {node: node.first for node in names.values()}
    yield cut
    for event in recorded.events:
        cut.take(event)
        yield cut


def states(cut: Cut, chance: random.Random, most: int) -> Iterator[State]:
    """What may be on the disk at that moment: all of it, or `most` of it by chance."""
    uncertain = [(folder, names) for folder, changes in cut.changes.items() for names in changes]
    if len(uncertain) <= 10:
        subsets = list(itertools.product((True, False), repeat=len(uncertain)))
    else:
        subsets = [(True,) * len(uncertain), (False,) * len(uncertain)]
        subsets += [tuple(chance.random() < 0.5 for _ in uncertain) for _ in range(most)]
    seen: set[tuple[tuple[str, int], ...]] = set()
    left = most
    for subset in subsets:
        folders = {folder: dict(names) for folder, names in cut.folders.items()}
        for (folder, names), happened in zip(uncertain, subset, strict=True):
            if happened:
                _rename(folders.setdefault(folder, {}), names)
        files = {
            os.path.join(folder, name): node
            for folder, names in folders.items()
            for name, node in names.items()
            if not node.is_folder and _is_there(folder, folders)
        }
        key = tuple(sorted((path, id(node)) for path, node in files.items()))
        if key in seen:
            continue
        seen.add(key)
        for state in _contents(cut, files, chance, most):
            yield state
            left -= 1
            if left <= 0:
                return


def _is_there(folder: str, folders: Mapping[str, Mapping[str, Node]]) -> bool:
    """Whether a folder can be reached: one that was made and not flushed may not be there."""
    above, name = os.path.split(folder)
    return above not in folders or (name in folders[above] and _is_there(above, folders))


def _contents(
    cut: Cut, files: Mapping[str, Node], chance: random.Random, most: int
) -> Iterator[State]:
    """What the files of one set of names may hold."""
    nodes = list(dict.fromkeys(files.values()))
    ways = [list(_variants(cut, node, chance, most)) for node in nodes]
    for found in itertools.islice(itertools.product(*ways), most):
        held = dict(zip(nodes, found, strict=True))
        yield {path: held[node] for path, node in files.items()}


def _variants(cut: Cut, node: Node, chance: random.Random, most: int) -> Iterator[bytes]:
    data, pending = cut.data.get(node, b""), cut.pending.get(node, [])
    fates = ("missing", "whole", "zeros", "torn")
    every: Iterator[tuple[str, ...]] = itertools.product(fates, repeat=len(pending))
    if len(pending) > 4:
        every = (tuple(chance.choice(fates) for _ in pending) for _ in range(min(most, 256)))
    seen: set[bytes] = set()
    for way in every:
        torn = [
            (one, fate, chance.randint(0, max(0, len(one[1] or b"") - 1)))
            for one, fate in zip(pending, way, strict=True)
        ]
        found = _applied(data, torn)
        if found not in seen:
            seen.add(found)
            yield found
