"""Version 6: where the newest copy of an edition's document is kept."""

from __future__ import annotations

import sqlite3


def run(connection: sqlite3.Connection) -> None:
    """Add the column."""
    connection.execute("ALTER TABLE edition ADD COLUMN newest_url TEXT NOT NULL DEFAULT ''")
