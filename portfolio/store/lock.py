"""The lock that lets one Portfolio at a time write a record.

A lock on an open file, held by the system: it ends with the process, also after ``kill -9``. It
lies beside the store, so two logins that share a folder meet it too.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from portfolio.errors import StoreLockedError

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # beyond the text, which stays readable
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_file(store: Path) -> Path:
    """Return where the lock of a store lies."""
    return store.with_name(store.name + ".lock")


class StoreLock:
    """Holds the right to write a store from `take` until `release`."""

    def __init__(self, store: Path) -> None:
        self._path = lock_file(store)
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the lock.

        Raises:
            StoreLockedError: Another process (or another store object of this one) has it.
            OSError: The lock file cannot be made.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(descriptor)
        except OSError as exc:
            holder = _holder(descriptor)
            os.close(descriptor)
            raise StoreLockedError(
                f"Another Portfolio{holder} has this record open.",
                "Close it there, or open the record for reading only.",
            ) from exc
        self._descriptor = descriptor
        # Only a help for people: a full disk must not keep anybody from opening the record.
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Give the lock back; the file stays, so that nobody locks one that is being deleted."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _holder(descriptor: int) -> str:
    with contextlib.suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        text = os.read(descriptor, 32).decode("ascii", "replace").strip()
        if text.isdigit():
            return f" (process {text})"
    return ""
