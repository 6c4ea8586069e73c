"""The one safe way to replace a file.

It is atomic: after a crash, a full disk or a power cut the old or the new file is there, never
half of one.
"""

import contextlib
import errno
import os
import stat
from pathlib import Path


class SaveFailed(OSError):
    """A file could not be replaced. `str()` is one plain sentence for the user.

    `replaced` is True when the new file is in place already, but might not survive a power cut.
    """

    def __init__(self, sentence: str, *, number: int | None = None, replaced: bool = False) -> None:
        super().__init__(sentence)
        self.errno = number
        self.replaced = replaced


_CANNOT_SAVE = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk (quota) is used up",
    errno.EFBIG: "the file is larger than this disk or account allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you may not write in this folder",
    errno.EPERM: "the system does not allow to replace this file",
    errno.EIO: "the disk reports an error",
    errno.ESTALE: "the network folder is gone",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open on this computer",
    errno.ENAMETOOLONG: "the file name is too long",
    errno.ELOOP: "the link leads in a circle",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "the folder is not a folder",
}


def _save_failed(error: OSError, *, target_exists: bool) -> SaveFailed:
    reason = _CANNOT_SAVE.get(error.errno or 0, f"the system says: {error.strerror}")
    rest = "the old file is untouched" if target_exists else "nothing was written"
    return SaveFailed(f"{reason}; {rest}", number=error.errno)


def _existing_target(target: str) -> os.stat_result | None:
    """What stands at the place now; None for nothing. Raises SaveFailed if it must stay."""
    try:
        found = os.stat(target)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _save_failed(error, target_exists=True) from error
    if not stat.S_ISREG(found.st_mode):
        thing = "a folder" if stat.S_ISDIR(found.st_mode) else "a device, a pipe or a socket"
        raise SaveFailed(f"this name is {thing}, not a file; nothing was written")
    # A rename needs no right to the file itself, so it would get round a write protection.
    # The mode is looked at too: access() allows everything to root.
    if not found.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise SaveFailed(
            "the file is write-protected; the old file is untouched", number=errno.EACCES
        )
    return found


def _write_temporary(folder: int, temporary: str, data: bytes, old: os.stat_result | None) -> None:
    """Write the new bytes under a temporary name, safe on the disk before this returns."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    fd = os.open(temporary, flags, 0o600, dir_fd=folder)
    try:
        rest = memoryview(data)
        while rest:  # a nearly full disk takes a part
            rest = rest[os.write(fd, rest) :]
        mode = stat.S_IMODE(old.st_mode) & 0o777 if old is not None else 0o600
        if old is not None and old.st_gid != os.fstat(fd).st_gid:
            try:
                os.fchown(fd, -1, old.st_gid)
            except OSError:
                mode &= ~0o070  # another group must not get the rights of the old one
        os.fchmod(fd, mode)
        os.fsync(fd)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(fd)
        raise
    os.close(fd)  # network disks report a full quota only here, so this may raise


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file at once: others see the old file or the new one.

    A link stays a link and its target is replaced; the mode and, where possible, the group of the
    old file stay; a new file is readable by its owner alone. Raises SaveFailed.
    """
    try:
        target = os.path.realpath(path)
        old = _existing_target(target)
    except ValueError as error:
        raise SaveFailed("the file name is impossible; nothing was written") from error
    folder_name, name = os.path.split(target)
    try:
        folder = os.open(folder_name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise _save_failed(error, target_exists=old is not None) from error
    try:
        # A name of fixed length: one made from the plan's own name could become too long.
        temporary = f".smtui-{os.urandom(8).hex()}.tmp"
        try:
            _write_temporary(folder, temporary, data, old)
            os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException as error:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
            if isinstance(error, OSError):
                raise _save_failed(error, target_exists=old is not None) from error
            raise
        try:
            os.fsync(folder)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise SaveFailed(
                    "the file is saved, but might not survive a power cut now",
                    number=error.errno,
                    replaced=True,
                ) from error
    finally:
        os.close(folder)
