"""Connections to the store's file, all set up in one place."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from portfolio.store.text import search_body, search_titles, sort_text

APPLICATION_ID: Final = 0x50525446  # "PRTF": says that a SQLite file is a Portfolio record
BUSY_TIMEOUT_MS: Final = 5000
CACHE_KIB: Final = 65_536
LOG_KEPT_BYTES: Final = 16 * 1024 * 1024
MMAP_BYTES: Final = 256 * 1024 * 1024


def connect(
    path: Path, *, read_only: bool = False, immutable: bool = False, may_create: bool = False
) -> sqlite3.Connection:
    """Open a connection; any thread may use it, one at a time.

    The driver never begins transactions by itself: BEGIN is always ours.

    Args:
        path: The store's file.
        read_only: Never write, not even a checkpoint when closing.
        immutable: The folder cannot be written to, so neither lock nor log can be made; a store
            in WAL mode can be read only in this way there.
        may_create: Make the file when it is not there.

    Raises:
        sqlite3.Error: It could not be opened.
    """
    mode = "ro" if read_only else "rwc" if may_create else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"
    connection = sqlite3.connect(
        uri,
        uri=True,
        timeout=BUSY_TIMEOUT_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _set_up(connection, read_only=read_only)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection, *, read_only: bool) -> None:
    for pragma in (
        "trusted_schema=OFF",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        f"cache_size=-{CACHE_KIB}",
        f"mmap_size={MMAP_BYTES}",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if read_only:
        connection.execute("PRAGMA query_only=ON")
    else:
        # NORMAL would be faster, but a power cut could take a commit the holder was told of.
        connection.execute("PRAGMA synchronous=FULL")
        # A long reading makes the log long; once folded in, it need not stay so.
        connection.execute(f"PRAGMA journal_size_limit={LOG_KEPT_BYTES}")
    connection.create_function("sort_text", 1, sort_text, deterministic=True)
    connection.create_function("search_titles", 2, search_titles, deterministic=True)
    connection.create_function("search_body", 2, search_body, deterministic=True)


def use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL (kept in the file; readers then never wait for the writer)."""
    connection.execute("PRAGMA journal_mode=WAL")


def number(connection: sqlite3.Connection, pragma: str) -> int:
    """Return the value of a pragma that is a number."""
    row = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(row[0]) if row else 0
