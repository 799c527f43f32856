"""The lock that lets one Portfolio at a time write a record.

A lock on an open file, held by the system: it ends with the process, also after ``kill -9``. It
lies beside the store, so two logins that share a folder meet it too.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import Final

from portfolio.errors import StoreLockedError

_LEFTOVERS_S: Final = 2.0
_LOOK_AGAIN_S: Final = 0.02

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # beyond the text, which stays readable
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _has_ended(_process: int) -> bool:
        return False  # a lock is never shared with a child here, so there is nothing to wait for
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _has_ended(process: int) -> bool:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass  # somebody else's, and alive
        return False


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

        Waits at most two seconds, and only for what a killed holder left: a child that it was
        just starting shares the lock until it has become the program it was started for.

        Raises:
            StoreLockedError: Another process (or another store object of this one) has it.
            OSError: The lock file cannot be made.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        until = time.monotonic() + _LEFTOVERS_S
        while True:
            try:
                _take(descriptor)
                break
            except OSError as exc:
                holder = _holder(descriptor)
                if holder is None or not _has_ended(holder) or time.monotonic() >= until:
                    os.close(descriptor)
                    raise StoreLockedError(
                        f"Another Portfolio{_named(holder)} has this record open.",
                        "Close it there, or open the record for reading only.",
                    ) from exc
            time.sleep(_LOOK_AGAIN_S)
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


def _holder(descriptor: int) -> int | None:
    """Return the process that wrote its number into the file last."""
    with contextlib.suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        text = os.read(descriptor, 32).decode("ascii", "replace").strip()
        if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text)
    return None


def _named(holder: int | None) -> str:
    return f" (process {holder})" if holder is not None else ""
