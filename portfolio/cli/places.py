"""Folders and files as they were typed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from portfolio.errors import SourceError, UsageError


def folders(typed: Sequence[str]) -> list[Path]:
    """Return the folders somebody named to be looked into.

    Raises:
        UsageError: One is empty, a file, or not there.
        SourceError: One may not be read.
    """
    found = [Path(named(each, "folder")) for each in typed]
    nothing = "Nothing was read."
    files = [str(each) for each in found if each.is_file()]
    if files:
        raise UsageError(f"{', '.join(files)} is a file. Name folders.", nothing)
    missing = [str(each) for each in found if not each.is_dir()]
    if missing:
        raise UsageError(f"There is no folder {', '.join(missing)}.", nothing)
    closed = [str(each) for each in found if not os.access(each, os.R_OK | os.X_OK)]
    if closed:
        raise SourceError(f"You may not read the folder {', '.join(closed)}.", nothing)
    return found


def named(typed: str, what: str) -> str:
    """Return what was typed as the name of a folder or file; an empty one is not this folder.

    Raises:
        UsageError: It is empty.
    """
    if not typed.strip():
        raise UsageError(f"The name of the {what} is empty.")
    return typed
