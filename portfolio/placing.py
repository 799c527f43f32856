"""Where a file to be saved really goes, and why it cannot go there.

A file is made whole beside its place and then renamed into it. A rename does not follow a link and
does not care what it replaces, so both are looked at before.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from portfolio.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path

AS_IT_WAS = "A file of that name is as it was."
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOTDIR: "a part of the path is no folder",
    errno.EEXIST: "a part of the path is no folder",
    errno.ENOENT: "there is no such folder, and none can be made there",
    errno.EISDIR: "there is a folder of that name",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "it is a link that leads back to itself",
}
_OTHER_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def real_place(path: Path) -> Path:
    """Return where a file saved at ``path`` is to be put: behind a link, the file it leads to.

    Raises:
        ExportError: Something else than a file is there: a folder, a pipe, a socket, a device.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):  # said when the folder is made
        mode = 0
    except OSError as exc:
        raise not_saved(path, exc) from exc
    if stat.S_ISDIR(mode):
        raise not_saved(path, IsADirectoryError(errno.EISDIR, ""))
    for is_kind, name in _OTHER_KINDS:
        if is_kind(mode):
            raise ExportError(f"{path.name} could not be saved: there is {name} of that name.")
    return path.resolve() if path.is_symlink() else path


def not_saved(path: Path, exc: OSError) -> ExportError:
    """Return the error for a file that the folder or the disk refused; it names the file."""
    reason = _REASONS.get(exc.errno or 0, exc.strerror or "the system refused")
    kept = AS_IT_WAS if os.path.isfile(path) else ""  # noqa: PTH113  (that one never raises)
    return ExportError(f"{path.name} could not be saved: {reason}.", kept)
