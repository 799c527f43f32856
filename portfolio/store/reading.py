"""Small ways of reading rows by name from a bare SQLite connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from portfolio.store.rows import Row


def mappings(
    connection: sqlite3.Connection, sql: str, parameters: tuple[object, ...] = ()
) -> list[Row]:
    """Return all rows, each readable by column name."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return list(cursor.execute(sql, parameters))


def first(
    connection: sqlite3.Connection, sql: str, parameters: tuple[object, ...] = ()
) -> Row | None:
    """Return the first row, or None."""
    return next(iter(mappings(connection, sql, parameters)), None)


def listing(values: Iterable[object]) -> str:
    """Return values as the one parameter ``json_each(?)`` takes."""
    return json.dumps(list(values))
