"""Opens the record's file: makes it, looks whether it is sound, brings it up to date.

::

    no file ---------------> made under another name, renamed into place
    not a record, damaged -> StoreDamagedError, nothing written
    newer -----------------> StoreNewerError, nothing written
    older -----------------> checked backup, steps in one transaction
    folder or file cannot be written to, or asked for -> read-only
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portfolio import __version__
from portfolio.clock import Clock
from portfolio.errors import NotFoundError, StoreError, StoreNewerError, StoreReadOnlyError
from portfolio.paths import Paths
from portfolio.store import backups, faults, migrations
from portfolio.store.connections import APPLICATION_ID, connect, use_write_ahead_log
from portfolio.store.lock import StoreLock
from portfolio.store.migrations import Step
from portfolio.store.soundness import content_problem, header_problem, version_of


@dataclass(frozen=True, slots=True)
class Opened:
    """How the record may be used."""

    lock: StoreLock | None
    read_only: bool
    immutable: bool


def open_file(
    paths: Paths,
    *,
    clock: Clock,
    read_only: bool,
    steps: tuple[Step, ...] = migrations.STEPS,
) -> Opened:
    """Get the record ready for use.

    Raises:
        StoreError: Of the kind that fits; see the module.
    """
    with faults.translated(paths.store, paths.backups):
        writable = not read_only and _is_writable(paths)
        if not writable:
            return _open_for_reading(paths, steps)
        paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = StoreLock(paths.store)
        lock.take()
        try:
            _open_for_writing(paths, clock, steps)
        except BaseException:
            lock.release()
            raise
        return Opened(lock, read_only=False, immutable=False)


def _open_for_reading(paths: Paths, steps: tuple[Step, ...]) -> Opened:
    if not paths.store.exists():
        raise NotFoundError("There is no record here yet.", str(paths.store))
    immutable = not os.access(paths.data, os.W_OK)
    # A log beside the record is a living writer's as a rule, and nothing is written here.
    version = _inspect(paths, newest=steps[-1].number, immutable=immutable, thorough=False)
    if version < steps[-1].number:
        raise StoreReadOnlyError(
            "This record was made by an older Portfolio and has to be brought up to date first.",
            "Open it once where it can be written to.",
        )
    return Opened(None, read_only=True, immutable=immutable)


def _open_for_writing(paths: Paths, clock: Clock, steps: tuple[Step, ...]) -> None:
    if not paths.store.exists():
        _create(paths, steps)
        return
    # A log left behind means that the last writer was cut off, or that the file was exchanged
    # under it: then every index is compared with its table, not only each page looked at.
    version = _inspect(
        paths, newest=steps[-1].number, immutable=False, thorough=_has_log(paths.store)
    )
    if version < steps[-1].number:
        copy = backups.back_up(paths, at=clock.now(), why=f"before update {steps[-1].number}")
        _bring_up(paths, steps, copy.path)
    elif paths.store.stat().st_size <= backups.AT_ONCE_BYTES and backups.is_automatic_due(
        paths, clock.now()
    ):
        backups.back_up(paths, at=clock.now(), why=backups.AUTOMATIC)
    _ensure_write_ahead_log(paths)


def _ensure_write_ahead_log(paths: Paths) -> None:
    """Switch to WAL a record that was a backup until now; fold in a log left behind."""
    connection = connect(paths.store)
    try:
        use_write_ahead_log(connection)
    finally:
        connection.close()


def _is_writable(paths: Paths) -> bool:
    """Say whether record and folder can be written to; a folder not there yet can be made."""
    if paths.store.exists():
        return os.access(paths.store, os.W_OK) and os.access(paths.data, os.W_OK)
    folder = next(each for each in (paths.data, *paths.data.parents) if each.exists())
    if not os.access(folder, os.W_OK):
        raise faults.read_only(paths.store)
    return True


def _has_log(store: Path) -> bool:
    log = store.with_name(store.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _inspect(paths: Paths, *, newest: int, immutable: bool, thorough: bool) -> int:
    """Look at the file without writing; return its version."""
    if not os.access(paths.store, os.R_OK):
        raise StoreError("The record cannot be read: it belongs to another user.", str(paths.store))
    problem = header_problem(paths.store)
    if problem is not None:
        raise faults.damaged(paths.store, paths.backups, problem)
    connection = connect(paths.store, read_only=True, immutable=immutable)
    try:
        version = version_of(connection)
        if version > newest:
            raise _newer(connection, version, newest)
        problem = content_problem(connection, thorough=thorough)
    finally:
        connection.close()
    if problem is not None:
        raise faults.damaged(paths.store, paths.backups, problem)
    return version


def _newer(connection: sqlite3.Connection, version: int, newest: int) -> StoreNewerError:
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = 'made_by'").fetchone()
    except sqlite3.Error:  # a later version may have renamed it
        row = None
    by = f"Portfolio {row[0]}" if row else "a newer Portfolio"
    return StoreNewerError(
        f"This record was made by {by}, which is newer than this one. It was not changed.",
        f"It is of version {version}; this Portfolio knows up to {newest}."
        " Use the newer one, or restore an older backup.",
    )


def _create(paths: Paths, steps: tuple[Step, ...]) -> None:
    """Make a new record under another name first: a name that exists is always a whole record."""
    part = paths.store.with_name(paths.store.name + ".new")
    _remove(part.with_name(part.name + ending) for ending in ("", "-journal", "-wal", "-shm"))
    connection = connect(part, may_create=True)
    try:
        part.chmod(0o600)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrations.bring_up(connection, steps)
        _sign(connection)
        use_write_ahead_log(connection)
    except migrations.StepFailedError as exc:
        raise _cause(exc) from exc
    finally:
        connection.close()
    # A log left from a record that somebody deleted by hand must not be applied to this one.
    _remove(paths.store.with_name(paths.store.name + ending) for ending in ("-wal", "-shm"))
    backups.sync_file(part)
    part.rename(paths.store)
    backups.sync_folder(paths.data)


def _bring_up(paths: Paths, steps: tuple[Step, ...], copy: Path) -> None:
    connection = connect(paths.store)
    try:
        migrations.bring_up(connection, steps)
        _sign(connection)
    except migrations.StepFailedError as exc:
        if _is_outside_fault(exc):
            raise _cause(exc) from exc
        raise StoreError(
            "The record could not be brought up to date. It is as it was before.",
            f"It stopped at {exc}. A copy is at {copy}.",
        ) from exc
    finally:
        connection.close()


def _cause(exc: migrations.StepFailedError) -> Exception:
    return exc.__cause__ if isinstance(exc.__cause__, sqlite3.Error) else exc


def _is_outside_fault(exc: migrations.StepFailedError) -> bool:
    code = getattr(exc.__cause__, "sqlite_errorcode", 0) or 0
    return code & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT)


def _sign(connection: sqlite3.Connection) -> None:
    """Note which Portfolio gave the record its form, for the words of an older one."""
    connection.execute(
        "INSERT INTO meta (name, value) VALUES ('made_by', ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (__version__,),
    )


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
