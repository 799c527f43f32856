"""Turns what SQLite and the system say into the sentences a person reads.

Nothing above the store sees ``sqlite3`` or SQLAlchemy errors.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from portfolio.errors import (
    DiskFullError,
    PortfolioError,
    ReadInterruptedError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreReadOnlyError,
)
from portfolio.store import backup_folder

_UNREADABLE = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})
_STOPPED_WHILE_PREPARED = "vtable constructor failed: json_each"
"""What SQLite 3.40 says, with a plain SQLITE_ERROR, of a query that is interrupted as it is
prepared: seen in 2 of 400 closings amid a search. The table-valued function is built in and
reads no file, so that nothing else but a lack of memory makes it fail."""
_PROBE_BYTES = 64 * 1024
_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextlib.contextmanager
def translated(store: Path, backups: Path) -> Iterator[None]:
    """Raise the store's own errors in place of SQLite's and the system's.

    Raises:
        DiskFullError, StoreDamagedError, StoreLockedError, StoreReadOnlyError,
        ReadInterruptedError, StoreError: As the fault was.
    """
    try:
        yield
    except PortfolioError:
        raise
    except sqlite3.Error as exc:
        raise _of_sqlite(exc, store, backups) from exc
    except OSError as exc:
        raise of_system(exc, store) from exc
    except Exception as exc:
        # SQLAlchemy wraps the driver's error; its module is not imported here, because the
        # glance at start-up must do without it.
        original = getattr(exc, "orig", None)
        if isinstance(original, sqlite3.Error):
            raise _of_sqlite(original, store, backups) from exc
        raise


def _of_sqlite(exc: sqlite3.Error, store: Path, backups: Path) -> Exception:
    code = getattr(exc, "sqlite_errorcode", 0) or 0
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL or (primary == sqlite3.SQLITE_IOERR and _has_no_room(store)):
        return disk_full(store)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(store, backups, str(exc))
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLockedError(
            "Another program is using the record.", "Nothing was changed. Try again in a moment."
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return read_only(store)
    if primary == sqlite3.SQLITE_INTERRUPT or str(exc) == _STOPPED_WHILE_PREPARED:
        return ReadInterruptedError("The search was stopped.")
    return _unreadable(store, exc) if primary in _UNREADABLE else exc


def of_system(exc: OSError, store: Path) -> StoreError:
    """Return the store's error for a fault of the file system."""
    if exc.errno in _FULL_ERRNOS:
        return disk_full(store)
    if exc.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return read_only(store)
    return _unreadable(store, exc)


def _unreadable(store: Path, exc: Exception) -> StoreError:
    return StoreError(
        "The record could not be read or written. What was saved before is kept.",
        f"{store}: {getattr(exc, 'strerror', None) or exc}",
    )


def disk_full(store: Path, needed_bytes: int | None = None) -> DiskFullError:
    """Return the error for a disk without room; it names the folder and the space needed."""
    need = f"About {_size(needed_bytes)} are needed, " if needed_bytes else ""
    free = f"{_size(_free_bytes(store))} are free."
    return DiskFullError(
        f"There is no room on the disk that holds {store.parent}. What was saved before is kept.",
        f"{need}{free} Make room, then try again.",
    )


def read_only(store: Path) -> StoreReadOnlyError:
    """Return the error for a record that may only be read."""
    return StoreReadOnlyError(
        "The record may only be read here. Nothing was changed.",
        f"{store.parent} cannot be written to.",
    )


def damaged(store: Path, backups: Path, said: str) -> StoreDamagedError:
    """Return the error for a record that is not sound; it names the newest good backup."""
    best = backup_folder.newest_good(backups)
    if best is None:
        advice = "There is no backup. Reading the sources again into a new record is possible."
    else:
        day = best.made_at.strftime("%Y-%m-%d %H:%M")
        advice = f"The newest good backup is of {day} UTC: {best.path}. It can be restored."
    return StoreDamagedError(
        "The record is damaged. It was left as it is and nothing was written.",
        f"{advice} {store.name}: {said}",
    )


def ensure_room(store: Path, needed_bytes: int) -> None:
    """Refuse early what will not fit.

    Raises:
        DiskFullError: Fewer bytes are free beside the store.
    """
    if _free_bytes(store) < needed_bytes:
        raise disk_full(store, needed_bytes)


def _has_no_room(store: Path) -> bool:
    """Say whether writing beside the store fails for want of room.

    SQLite reports a quota and a limit on file sizes as a plain write error.
    """
    files = (store, store.with_name(store.name + "-wal"))
    try:
        end = max(each.stat().st_size for each in files if each.exists())
        with tempfile.TemporaryFile(dir=store.parent) as probe:
            # As far out as the longest file, or a limit on sizes would not be met.
            probe.seek(end)
            probe.write(b"0" * _PROBE_BYTES)
            probe.flush()
    except OSError as exc:
        return exc.errno in _FULL_ERRNOS
    return False


def _free_bytes(store: Path) -> int:
    folder = next((each for each in store.parents if each.is_dir()), Path("/"))
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 1 << 62


def _size(size_bytes: int | None) -> str:
    megabytes = (size_bytes or 0) / 1_000_000
    return f"{megabytes:.1f} MB" if megabytes < 1000 else f"{megabytes / 1000:.1f} GB"
