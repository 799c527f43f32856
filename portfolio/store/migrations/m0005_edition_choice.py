"""Version 5: which letters and badges an edition carries; those there are carry all of them."""

from __future__ import annotations

import sqlite3
from typing import Final

COLUMNS: Final = (
    "ALTER TABLE edition ADD COLUMN letter_ids TEXT NOT NULL DEFAULT 'null'",
    "ALTER TABLE edition ADD COLUMN badge_ids TEXT NOT NULL DEFAULT 'null'",
)


def run(connection: sqlite3.Connection) -> None:
    """Add the columns."""
    for statement in COLUMNS:
        connection.execute(statement)
