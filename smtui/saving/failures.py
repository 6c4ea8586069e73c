"""How a save that failed is told: at which step, why, and what has become of the file."""

import errno
from collections.abc import Mapping
from enum import StrEnum


class Step(StrEnum):
    """What is being done when a call fails, as it is told."""

    OPENING = "opening the folder"
    READING = "reading the old file"
    MAKING = "making the new file"
    WRITING = "writing the new file"
    RIGHTS = "setting the rights of the new file"
    FLUSHING = "flushing the new file to the disk"
    CLOSING = "closing the new file"
    LOOKING = "looking at the old file"
    RENAMING = "putting the new file in its place"
    FOLDER = "flushing the folder to the disk"
    IN_PLACE = "writing into the file"


_REASONS: Mapping[int, str] = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk (quota) is used up",
    errno.EFBIG: "the file is larger than this disk or account allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you may not write in this folder",
    errno.EPERM: "the system does not allow it",
    errno.EIO: "the disk reports an error",
    errno.ESTALE: "the network folder is gone",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open on this computer",
    errno.ENAMETOOLONG: "the file name is too long",
    errno.ELOOP: "the link leads in a circle",
    errno.ENOENT: "the folder or the file is gone",
    errno.ENOTDIR: "the folder is not a folder",
    errno.EXDEV: "the file and its folder lie on different disks",
    errno.EBUSY: "the file is in use by the system",
    errno.EINTR: "the system interrupted it",
}
_REASONS_OF: Mapping[tuple[Step, int], str] = {
    (Step.OPENING, errno.EACCES): "you may not look into this folder",
    (Step.LOOKING, errno.EACCES): "you may not look into this folder",
    (Step.READING, errno.EACCES): "you may not read this file",
    (Step.RENAMING, errno.EACCES): "you may not replace this file",
    (Step.IN_PLACE, errno.EACCES): "you may not write this file",
}


def reason_of(error: OSError, step: Step | None = None) -> str:
    """Why a call of the system failed, in plain words; `step` is what was being done."""
    number = error.errno or 0
    said = _REASONS_OF.get((step, number)) if step else None
    said = said or _REASONS.get(number)
    return said or f"the system says: {error.strerror or error}"


class SaveFailed(OSError):
    """A file could not be replaced. `str()` is one plain sentence for the user.

    `replaced`: the new file is in place all the same, but might not survive a power cut.
    `in_place_possible`: the folder does not allow a new file, but this file can be written.
    `damaged`: writing in place broke off, and the old text could not be put back.
    `notices`: what else is to be said, when it was replaced.
    """

    def __init__(
        self,
        sentence: str,
        *,
        number: int | None = None,
        replaced: bool = False,
        in_place_possible: bool = False,
        damaged: bool = False,
        notices: tuple[str, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.errno = number
        self.replaced = replaced
        self.in_place_possible = in_place_possible
        self.damaged = damaged
        self.notices = notices


class ChangedMeanwhile(SaveFailed):
    """The file is not the one that it was expected to be. Nothing was written."""
