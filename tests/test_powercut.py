"""The model of power cuts has teeth: it sees what is wrong with saves that are known bad."""

import os
import random
from pathlib import Path

import pytest

from tests.faults.power import Way, atomic, found, naive, recorded, unflushed, unflushed_folder
from tests.faults.powercut import Recorded, State, cuts, states

MOST = 10_000


def after(system: Recorded) -> list[State]:
    """All that may be on the disk after the last event."""
    *_, last = cuts(system)
    return list(states(last, random.Random(1), MOST))


@pytest.mark.parametrize(
    ("way", "trouble"),
    [(naive, "corrupt"), (unflushed, "corrupt"), (unflushed_folder, "rolled back")],
)
def test_a_bad_way_to_save_is_seen(tmp_path: Path, way: Way, trouble: str) -> None:
    system = recorded(tmp_path, way)
    told = [one for one in found(system, random.Random(1), MOST) if one]
    assert any(one.startswith(trouble) for one in told)
    if way is unflushed_folder:
        assert not any(one.startswith("corrupt") for one in told)


def test_the_way_of_the_program_is_seen_to_be_good(tmp_path: Path) -> None:
    told = list(found(recorded(tmp_path, atomic), random.Random(1), MOST))
    assert len(told) > 50
    assert not any(told)


def test_what_was_not_flushed_is_there_or_missing_or_zeros_or_torn(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before ")
    disk = Recorded(tmp_path)
    fd = disk.system.open(tmp_path / "a", os.O_WRONLY | os.O_APPEND)
    disk.system.write(fd, b"after")
    held = {state[str(tmp_path / "a")] for state in after(disk)}
    assert {b"before ", b"before after", b"before " + bytes(5)} < held
    disk.system.fsync(fd)
    assert after(disk) == [{str(tmp_path / "a"): b"before after"}]
    disk.system.close(fd)


def test_writes_that_were_not_flushed_come_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    disk = Recorded(tmp_path)
    fd = disk.system.open(tmp_path / "a", os.O_WRONLY)
    disk.system.write(fd, b"1")
    disk.system.write(fd, b"2")
    held = {state[str(tmp_path / "a")] for state in after(disk)}
    assert {b"", b"1", b"12", b"\x002"} <= held
    disk.system.ftruncate(fd, 0)
    assert b"12" in {state[str(tmp_path / "a")] for state in after(disk)}
    disk.system.close(fd)


def test_a_name_is_certain_when_its_folder_was_flushed(tmp_path: Path) -> None:
    disk = Recorded(tmp_path)
    disk.system.mkdir(tmp_path / "new")
    fd = disk.system.open(tmp_path / "new" / "a", os.O_WRONLY | os.O_CREAT, 0o600)
    disk.system.write(fd, b"1")
    disk.system.fsync(fd)
    disk.system.close(fd)
    assert {} in after(disk)
    for folder in (tmp_path / "new", tmp_path):
        assert {} in after(disk)
        fd = disk.system.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        disk.system.fsync(fd)
        disk.system.close(fd)
    assert after(disk) == [{str(tmp_path / "new" / "a"): b"1"}]
    disk.system.unlink(tmp_path / "new" / "a")
    assert {} in after(disk)
    assert {str(tmp_path / "new" / "a"): b"1"} in after(disk)
