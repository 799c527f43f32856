"""The journal: each edit as one entry with its rows before and after; undo and redo.

::

    done --undo--> undone --redo--> done
                     |
                     +-- a new edit, no mere note --> dropped

Rows are found by their own keys, so an entry still applies after sources were read again.
"""

# ruff: noqa: S608 -- SQL is put together from fixed words only; every value is a parameter.

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from portfolio.clock import to_text
from portfolio.model.journal import Change, Entry
from portfolio.model.steps import NOTES
from portfolio.store import rows
from portfolio.store.editor import CuratedRows
from portfolio.store.engine import driver_connection
from portfolio.store.reading import first, mappings
from portfolio.store.text import clean

DONE: Final = "done"
UNDONE: Final = "undone"
DROPPED: Final = "dropped"


def append(
    connection: sqlite3.Connection,
    label: str,
    args: Mapping[str, str],
    changes: tuple[Change, ...],
    at: datetime,
) -> int:
    """Write an entry; what was undone before can no longer be redone, unless it is a note.

    Returns:
        The entry's id.
    """
    if label not in NOTES:
        connection.execute("UPDATE journal SET state = 'dropped' WHERE state = 'undone'")
    written = [[each.table, each.row_id, each.before, each.after] for each in changes]
    cursor = connection.execute(
        "INSERT INTO journal (at, label, args, changes, state) VALUES (?, ?, ?, ?, 'done')",
        (to_text(at), clean(label), rows.to_json(dict(args)), rows.to_json(written)),
    )
    return int(cursor.lastrowid or 0)


def history(connection: sqlite3.Connection, *, limit: int, before: int | None) -> list[Entry]:
    """Return entries, newest first, without their changes."""
    read = mappings(
        connection,
        "SELECT id, at, label, args, state, '[]' AS changes FROM journal"
        " WHERE id < coalesce(?, 9223372036854775807) ORDER BY id DESC LIMIT ?",
        (before, limit),
    )
    return [_entry(row) for row in read]


def next_undo(connection: sqlite3.Connection) -> Entry | None:
    """Return the entry that undo would take back, with its changes."""
    return _one(connection, "state = 'done' ORDER BY id DESC")


def next_redo(connection: sqlite3.Connection) -> Entry | None:
    """Return the entry that redo would bring back, with its changes."""
    return _one(connection, "state = 'undone' ORDER BY id")


def undo(core: Connection, steps: int) -> list[Entry]:
    """Take back up to ``steps`` entries, newest first; return them."""
    return _move(core, steps, UNDONE)


def redo(core: Connection, steps: int) -> list[Entry]:
    """Bring back up to ``steps`` undone entries; return them, newest first."""
    return list(reversed(_move(core, steps, DONE)))


def _move(core: Connection, steps: int, to_state: str) -> list[Entry]:
    connection = driver_connection(core)
    curated = CuratedRows(core)
    moved: list[Entry] = []
    while len(moved) < steps:
        is_undo = to_state == UNDONE
        entry = next_undo(connection) if is_undo else next_redo(connection)
        if entry is None:
            break
        for change in reversed(entry.changes) if is_undo else entry.changes:
            row = change.before if is_undo else change.after
            curated.put(change.table, change.row_id, row)
        connection.execute("UPDATE journal SET state = ? WHERE id = ?", (to_state, entry.id))
        moved.append(Entry(entry.id, entry.at, entry.label, entry.args, to_state, entry.changes))
    return moved


def _one(connection: sqlite3.Connection, condition: str) -> Entry | None:
    row = first(connection, f"SELECT * FROM journal WHERE {condition} LIMIT 1")
    return None if row is None else _entry(row)


def _entry(row: rows.Row) -> Entry:
    return Entry(
        id=row["id"],
        at=rows.at(row["at"]),
        label=row["label"],
        args={str(name): str(text) for name, text in json.loads(row["args"]).items()},
        state=row["state"],
        changes=tuple(Change(*each) for each in json.loads(row["changes"])),
    )
