"""Deletes a profile from this computer."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from portfolio.paths import Paths
from portfolio.store.lock import StoreLock


def delete_everything(paths: Paths) -> list[Path]:
    """Delete record, backups, settings, caches and logs of a profile.

    Returns:
        What could not be deleted, so that it can be named.

    Raises:
        StoreLockedError: The record is open.
    """
    if paths.data.is_dir():
        lock = StoreLock(paths.store)
        lock.take()
        lock.release()
    left: list[Path] = []

    def note(_function: Any, path: str, _error: Any) -> None:
        left.append(Path(path))

    for folder in dict.fromkeys((paths.data, paths.config, paths.state, paths.cache)):
        if folder.is_symlink():
            left.append(folder)  # what it points to may not be ours
        elif folder.is_dir():
            shutil.rmtree(folder, onerror=note)
    return [path for path in left if path.exists()]
