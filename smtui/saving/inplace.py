"""Writing into a file where its folder allows no new one. A crash meanwhile can tear it."""

import os

from smtui.saving.system import System, flush, write_all


class Damaged(OSError):
    """It broke off, and the old bytes could not be put back."""


def write_over(fd: int, old: bytes, data: bytes, system: System) -> None:
    """Put `data` in the place of all `old` bytes of an open file, safe on the disk.

    After an error the old bytes are there again, or it is `Damaged`.
    """
    touched = False
    try:
        if len(data) > len(old):  # the end first: if the disk is full, no old byte has gone yet
            system.lseek(fd, len(old), os.SEEK_SET)
            write_all(fd, data[len(old) :], system)
        touched = True
        system.lseek(fd, 0, os.SEEK_SET)
        write_all(fd, data[: len(old)], system)
        if len(data) < len(old):
            system.ftruncate(fd, len(data))
        flush(fd, system)
    except BaseException as error:
        try:
            if touched:
                system.lseek(fd, 0, os.SEEK_SET)
                write_all(fd, old, system)
            system.ftruncate(fd, len(old))
        except OSError as second:
            raise Damaged(second.errno, second.strerror) from error
        raise
