"""Whether a file is a Portfolio record, of which version, and whether it is sound."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path
from typing import Final

from portfolio.store.connections import APPLICATION_ID, connect, number

_MAGIC: Final = b"SQLite format 3\0"
_APPLICATION_ID_AT: Final = 68  # "The SQLite Database File Format", 1.3 The Database Header


def header_problem(path: Path) -> str | None:
    """Say why a file cannot be a record, from its first bytes; None when it can.

    A zero-byte file passes SQLite's own check, so it is looked at here: a record never begins
    anew silently.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        return "the file is empty"
    if len(head) < 100 or not head.startswith(_MAGIC):
        return "the file is not a database"
    if struct.unpack_from(">i", head, _APPLICATION_ID_AT)[0] != APPLICATION_ID:
        return "the file belongs to another program"
    return None


def content_problem(connection: sqlite3.Connection, *, thorough: bool) -> str | None:
    """Say what SQLite finds wrong in a record; None when nothing.

    Args:
        connection: To the record.
        thorough: Compare every index with its table too (several times slower).
    """
    pragma = "integrity_check(3)" if thorough else "quick_check(3)"
    found = [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}")]
    return None if found == ["ok"] else "; ".join(found)


def file_problem(path: Path) -> str | None:
    """Say why a file at rest (a backup) is not a sound record; None when it is."""
    try:
        problem = header_problem(path)
        if problem is not None:
            return problem
        connection = connect(path, read_only=True, immutable=True)
        try:
            return content_problem(connection, thorough=True)
        finally:
            connection.close()
    except (sqlite3.Error, OSError) as exc:
        return str(exc)


def version_of(connection: sqlite3.Connection) -> int:
    """Return the record's version (``user_version``)."""
    return number(connection, "user_version")
