"""Version 3: contributions the holder typed in; what they typed is a decision, and undoable."""

from __future__ import annotations

import sqlite3
from typing import Final

ENTRIES: Final = (
    """CREATE TABLE manual_entry (
        id TEXT PRIMARY KEY NOT NULL,
        project_key TEXT NOT NULL,
        "action" TEXT NOT NULL,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        "when" TEXT NOT NULL,
        url TEXT NOT NULL,
        body TEXT NOT NULL,
        import_key TEXT NOT NULL,
        created_at TEXT)""",
    "CREATE INDEX ix_manual_entry_import ON manual_entry (import_key) WHERE import_key <> ''",
)


def run(connection: sqlite3.Connection) -> None:
    """Make the table."""
    for statement in ENTRIES:
        connection.execute(statement)
