"""Keeping the record safe: backup, restore, doctor, delete everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portfolio.store import backups, disposal

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.clock import Clock
    from portfolio.model.record import BackupInfo, Finding
    from portfolio.paths import Paths
    from portfolio.store.store import Store


def back_up(store: Store, to: Path | None = None) -> BackupInfo:
    """Make a checked copy of the record.

    Raises:
        StoreError: The copy could not be made, or is not sound.
    """
    return store.back_up(to)


def back_up_if_due(store: Store) -> BackupInfo | None:
    """Make the daily backup when none was made today; None when it was not due.

    Opening makes it by itself while the record is small; a large one takes seconds, so the window
    asks for it in the background.

    Raises:
        StoreError: The copy could not be made, or is not sound.
    """
    return store.back_up_if_due()


def restore(paths: Paths, backup: Path, clock: Clock) -> Path | None:
    """Put a backup in the record's place; no store may be open.

    Returns:
        Where the record that was in its place lies now; None when there was none.

    Raises:
        StoreError: The backup is not sound, or the record is in use.
    """
    return backups.restore(paths, backup, clock=clock)


def examine(store: Store) -> list[Finding]:
    """Look at the record as a doctor would."""
    return store.examine()


def delete_everything(paths: Paths) -> list[Path]:
    """Delete record, backups, settings and logs; return what could not be deleted."""
    return disposal.delete_everything(paths)
