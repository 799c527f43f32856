"""Keeping the record safe: backup, restore, doctor, delete everything."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from portfolio.store import backups, disposal

if TYPE_CHECKING:
    from pathlib import Path

    from portfolio.clock import Clock
    from portfolio.keychain import Entry, Keychain, SessionSecrets
    from portfolio.model.record import BackupInfo, Finding
    from portfolio.paths import Paths
    from portfolio.store.store import Store

_LOG = logging.getLogger(__name__)


def back_up(store: Store, to: Path | None = None) -> BackupInfo:
    """Make a checked copy of the record, in the backups folder or where it is said.

    Raises:
        ExportError: It cannot be saved there.
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


def delete_everything(paths: Paths, clock: Clock, keychain: Keychain | SessionSecrets) -> list[str]:
    """Delete record, backups, settings and logs, and the accounts' secrets in the keyring.

    Not on the UI thread: the keyring may take its time.

    Returns:
        What could not be deleted, by path, or by its name in the keyring.

    Raises:
        StoreLockedError: The record is open.
    """
    secrets = _delete_secrets(_named_secrets(paths, clock), keychain)
    return [*map(str, disposal.delete_everything(paths)), *secrets]


def _named_secrets(paths: Paths, clock: Clock) -> list[Entry]:
    """Return the names of all secrets the record and the unfinished notes speak of."""
    from portfolio.errors import PortfolioError
    from portfolio.keychain import entries_of
    from portfolio.operations.unfinished import Unfinished
    from portfolio.store.store import Store

    named = [(each.provider, each.instance, each.account_id) for each in Unfinished(paths).notes()]
    try:
        store = Store.open(paths, clock=clock, read_only=True)
    except PortfolioError as error:
        # A record that cannot be read is deleted all the same; its secrets cannot be named.
        _LOG.info("No accounts can be named: %s", error)
    else:
        with contextlib.closing(store), store.reading() as reader:
            accounts = [each for each in reader.accounts.all() if each.keeps_secret]
        named += [(each.provider, each.instance, each.id) for each in accounts]
    return [entry for each in dict.fromkeys(named) for entry in entries_of(*each)]


def _delete_secrets(entries: list[Entry], keychain: Keychain | SessionSecrets) -> list[str]:
    """Delete secrets; return the names of those that may still be there."""
    from portfolio.errors import KeychainError

    left = []
    for entry in entries:
        try:
            keychain.delete(entry)
        except KeychainError as error:
            if error.state != "none":  # where there is no keyring nothing was ever kept
                left.append(f"{entry.service} ({entry.user})")
    return left
