"""Version 2: accounts, how far each of their kinds was read, and what services list."""

from __future__ import annotations

import sqlite3
from typing import Final

ACCOUNTS: Final = (
    """CREATE TABLE account (
        pk INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        provider TEXT NOT NULL,
        instance TEXT NOT NULL,
        native_id TEXT NOT NULL,
        handle TEXT NOT NULL,
        name TEXT NOT NULL,
        profile_url TEXT NOT NULL,
        way TEXT NOT NULL,
        proof TEXT NOT NULL,
        state TEXT NOT NULL,
        added_at TEXT NOT NULL,
        scopes TEXT NOT NULL DEFAULT '[]',
        options TEXT NOT NULL DEFAULT '{}',
        kinds TEXT NOT NULL DEFAULT '[]',
        keeps_secret INTEGER NOT NULL,
        secret_expires_at TEXT,
        last_started_at TEXT,
        last_ok_at TEXT,
        problem TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE account_kind (
        account_pk INTEGER NOT NULL REFERENCES account (pk) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        newest_at TEXT,
        complete_from TEXT,
        is_whole INTEGER NOT NULL,
        resume TEXT NOT NULL,
        missing TEXT NOT NULL,
        set_aside INTEGER NOT NULL,
        last_ok_at TEXT,
        problem TEXT NOT NULL,
        PRIMARY KEY (account_pk, kind))""",
    """CREATE TABLE validator (
        account_pk INTEGER NOT NULL REFERENCES account (pk) ON DELETE CASCADE,
        key TEXT NOT NULL,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        PRIMARY KEY (account_pk, key)) WITHOUT ROWID""",
    """CREATE TABLE open_item (
        account_pk INTEGER NOT NULL REFERENCES account (pk) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        native_id TEXT NOT NULL,
        ref TEXT NOT NULL,
        since TEXT NOT NULL,
        read_at TEXT NOT NULL,
        PRIMARY KEY (account_pk, kind, native_id)) WITHOUT ROWID""",
    """CREATE TABLE sync_run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        account_pk INTEGER NOT NULL REFERENCES account (pk) ON DELETE CASCADE,
        started_at TEXT NOT NULL,
        ended_at TEXT,
        outcome TEXT NOT NULL,
        new INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        gone INTEGER NOT NULL,
        set_aside INTEGER NOT NULL,
        failed_kinds TEXT NOT NULL,
        problem TEXT NOT NULL)""",
    "CREATE INDEX ix_sync_run_account ON sync_run (account_pk, id)",
)

# A source of an account is one container at its service; what is not public there is another.
CONTRIBUTIONS: Final = (
    "ALTER TABLE source ADD COLUMN account_pk INTEGER REFERENCES account (pk)",
    "ALTER TABLE source ADD COLUMN container TEXT NOT NULL DEFAULT ''",
    """CREATE UNIQUE INDEX ix_source_account ON source (account_pk, container, is_public)
        WHERE account_pk IS NOT NULL""",
    "ALTER TABLE contribution ADD COLUMN account_pk INTEGER REFERENCES account (pk)",
    "ALTER TABLE contribution ADD COLUMN kind TEXT NOT NULL DEFAULT 'commit'",
    "ALTER TABLE contribution ADD COLUMN metrics TEXT NOT NULL DEFAULT '{}'",
    "UPDATE contribution SET kind = 'tag' WHERE deed_key LIKE 'git-tag:%'",
    # Git's contributions, of which there may be a million, cost these indexes nothing.
    """CREATE UNIQUE INDEX ix_contribution_account ON contribution (account_pk, native_id, action)
        WHERE account_pk IS NOT NULL""",
    """CREATE INDEX ix_contribution_kind ON contribution (account_pk, kind, last_seen, gone_since)
        WHERE account_pk IS NOT NULL""",
    """CREATE TABLE raw_item (
        contribution_id INTEGER PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
        packed BLOB NOT NULL)""",
)


def run(connection: sqlite3.Connection) -> None:
    """Make the tables and widen the two that were there."""
    for statement in (*ACCOUNTS, *CONTRIBUTIONS):
        connection.execute(statement)
