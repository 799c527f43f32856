"""What a changed curated row means for the derived layer."""

from __future__ import annotations

import sqlite3

from portfolio.store import derived, manual
from portfolio.store.rows import Row


def mark(connection: sqlite3.Connection, table: str, before: Row | None, after: Row | None) -> None:
    """Mark what has to be recomputed because a curated row changed.

    Args:
        connection: The writer's, in its transaction.
        table: Name of the curated table.
        before: The row as it was, None for a new one.
        after: The row as it is now, None for one removed.
    """
    for row in (before, after):
        if row is None:
            continue
        if table == "deed_edit":
            derived.touch_deeds(connection, [row["deed_key"]])
        elif table == "project_edit":
            derived.touch_project(connection, row["key"])
        elif table == "answer":
            _mark_answer(connection, row["question_key"])
    if table == manual.TABLE:
        manual.follow(connection, before, after)
    if table == "identity":
        _mark_identity(connection, before, after)


def _mark_identity(connection: sqlite3.Connection, before: Row | None, after: Row | None) -> None:
    was, now = _confirmed_key(before), _confirmed_key(after)
    for key in {was, now} - {None} if was != now else ():
        derived.touch_deeds_where(connection, "c.identity_key = ?", (key,))


def _confirmed_key(row: Row | None) -> str | None:
    return row["key"] if row is not None and row["status"] == "confirmed" else None


def _mark_answer(connection: sqlite3.Connection, question_key: str) -> None:
    if question_key.startswith("not-public:"):
        source_id = question_key.removeprefix("not-public:").removesuffix(":")
        derived.touch_deeds_where(connection, "s.id = ?", (source_id,))
        connection.execute(
            "INSERT OR IGNORE INTO touched_project SELECT coalesce(p.effective_key, s.project_key)"
            " FROM source AS s LEFT JOIN project_index AS p ON p.key = s.project_key"
            " WHERE s.id = ? AND s.project_key <> ''",
            (source_id,),
        )
        return
    derived.touch_deeds_where(
        connection,
        "c.pattern <> '' AND ? IN (c.pattern, 'bulk-import:' || s.id || ':' || c.pattern,"
        " 'vendored:' || s.id || ':' || c.pattern)",
        (question_key,),
    )
