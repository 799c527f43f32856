"""Makes backups and brings them back."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from portfolio.clock import Clock
from portfolio.errors import ExportError, StoreDamagedError, StoreError
from portfolio.model.record import BackupInfo
from portfolio.paths import Paths
from portfolio.placing import not_saved, real_place
from portfolio.store import backup_folder
from portfolio.store.connections import connect
from portfolio.store.faults import damaged, disk_full, ensure_room, translated
from portfolio.store.lock import StoreLock
from portfolio.store.migrations import CURRENT
from portfolio.store.soundness import content_problem, file_problem, version_of

_SPARE_BYTES: Final = 1 << 20
AUTOMATIC_AFTER: Final = timedelta(days=1)
AUTOMATIC: Final = "daily"
# Up to here (some 150,000 deeds) copying and checking takes about a second, so opening does it.
AT_ONCE_BYTES: Final = 256 * 1024 * 1024


def back_up(
    paths: Paths, *, at: datetime, why: str, to: Path | None = None, immutable: bool = False
) -> BackupInfo:
    """Copy the record to a new file: checked, synced to disk, renamed into place.

    May be called while others write; the copy is of one instant.

    Args:
        paths: Of the profile.
        at: For the name.
        why: Words for the name, e.g. ``by hand``.
        to: The file to make; None takes a name in the backups folder and rotates that.
        immutable: The record's folder cannot be written to.

    Raises:
        ExportError: Where it is to go cannot be written to; it names the file.
        StoreError: Of the kind that fits; neither the record nor an older backup is touched.
    """
    target = None if to is None else _target(paths.store, to)
    with translated(paths.store, paths.backups):
        if target is None:
            paths.backups.mkdir(parents=True, exist_ok=True, mode=0o700)
            target = backup_folder.free_name(paths.backups, at, why)
        ensure_room(target, _bytes_of(paths.store) + _SPARE_BYTES)
        part = _part_of(target)
        try:
            _copy(paths, part, immutable=immutable)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(target.parent)
        if to is None:
            backup_folder.rotate(paths.backups, at)
        return BackupInfo(target, at.replace(microsecond=0), why, target.stat().st_size)


def _target(store: Path, to: Path) -> Path:
    """Return the file to make of a name somebody chose, once it is clear that it can be made.

    Raises:
        ExportError: It cannot, or it is the record. It names the file: the record is not at fault.
    """
    try:
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = real_place(to)
        if target.resolve() == store.resolve():
            raise ExportError("A backup cannot take the place of the record itself.")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = _part_of(target)
        part.touch()
        part.unlink()
    except OSError as exc:
        raise not_saved(to, exc) from exc
    return target


def _part_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _copy(paths: Paths, part: Path, *, immutable: bool) -> None:
    source = connect(paths.store, read_only=True, immutable=immutable)
    try:
        part.unlink(missing_ok=True)
        target = sqlite3.connect(part, isolation_level=None)
        try:
            part.chmod(0o600)
            source.backup(target)
            # A backup stands alone: no log beside it, readable from a medium without writing.
            target.execute("PRAGMA journal_mode=DELETE")
        finally:
            target.close()
        sync_file(part)
        # The copy has the record's pages, so checking it checks the record too.
        problem = file_problem(part)
        if problem is not None:
            if content_problem(source, thorough=True) is not None:
                raise damaged(paths.store, paths.backups, problem)
            raise StoreError("The backup could not be made.", f"The copy is not sound: {problem}")
    finally:
        source.close()


def is_automatic_due(paths: Paths, now: datetime) -> bool:
    """Say whether a daily backup is due: none since a day, and something written since then."""
    known = [each for each in backup_folder.listed(paths.backups) if each.made_at <= now]
    if not known:  # or only ones from the future: the clock was turned back since
        return True
    newest = known[0].made_at
    log = paths.store.with_name(paths.store.name + "-wal")
    written = max(each.stat().st_mtime for each in (paths.store, log) if each.exists())
    return now - newest >= AUTOMATIC_AFTER and written - newest.timestamp() > 1


def restore(paths: Paths, backup: Path, *, clock: Clock) -> Path | None:
    """Put a backup in the record's place; the present record is put aside first.

    The store must be closed. The backup file itself stays.

    Returns:
        Where the present record was put, None when there was none.

    Raises:
        StoreDamagedError: The backup is not a sound record; nothing was changed.
        StoreError: It is of a newer version, the record is open, or the disk is full.
    """
    with translated(paths.store, paths.backups):
        _check_restorable(backup)
        paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = StoreLock(paths.store)
        lock.take()
        try:
            ensure_room(paths.store, backup.stat().st_size + _SPARE_BYTES)
            part = paths.store.with_name(paths.store.name + ".part")
            try:
                _copy_bytes(backup, part)
                aside = put_aside(paths.store, clock.now())
                part.replace(paths.store)
            finally:
                part.unlink(missing_ok=True)
            sync_folder(paths.data)
            return aside
        finally:
            lock.release()


def _check_restorable(backup: Path) -> None:
    if not backup.is_file():
        raise StoreError("There is no such backup.", str(backup))
    problem = file_problem(backup)
    if problem is not None:
        raise StoreDamagedError(
            "This backup is not sound, so the record was left as it is.", f"{backup}: {problem}"
        )
    connection = connect(backup, read_only=True, immutable=True)
    try:
        version = version_of(connection)
    finally:
        connection.close()
    if version > CURRENT:
        from portfolio.errors import StoreNewerError

        raise StoreNewerError(
            "This backup was made by a newer Portfolio, so the record was left as it is.",
            f"It is of version {version}; this Portfolio knows up to {CURRENT}.",
        )


def put_aside(store: Path, at: datetime) -> Path | None:
    """Move a record and the log that belongs to it out of the way; None when there is none.

    Left in place, an old log would be applied to the file that comes next.
    """
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    turn = 0
    while True:
        name = f"{store.stem}-put-aside-{stamp}{f'-{turn}' if turn else ''}{store.suffix}"
        aside = store.with_name(name)
        if not aside.exists():
            break
        turn += 1
    # The log first: if this stops half way, the record without its log is still whole.
    moved = None
    for ending in ("-wal", "-shm", ""):
        part = store.with_name(store.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
            moved = aside
    return moved


def _copy_bytes(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("wb") as new:
        target.chmod(0o600)
        while block := old.read(1 << 20):
            new.write(block)
        new.flush()
        os.fsync(new.fileno())


def sync_file(path: Path) -> None:
    """Make sure that a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that a rename in a folder is on the disk, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _bytes_of(store: Path) -> int:
    try:
        return store.stat().st_size
    except FileNotFoundError as exc:
        raise StoreError("There is no record here yet.", str(store)) from exc
    except OSError as exc:
        raise disk_full(store) from exc
